"""``auth0ctl doctor``: all rules over all evidence at hand, and the cause first."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

import typer

from auth0ctl.cli.diagnosis.asked import Asked, authorize_request, logout_request, token_request, wish_of
from auth0ctl.cli.diagnosis.explain import read
from auth0ctl.cli.diagnosis.mending import Consent, check_consent, check_evidence, mended
from auth0ctl.cli.secret import read_secret
from auth0ctl.cli.session import Session
from auth0ctl.errors import ExitCode, UsageError
from auth0ctl.evidence.tenant import Wanted
from auth0ctl.findings import Report, Severity
from auth0ctl.flows.apps import HELP
from auth0ctl.journeys.diagnosis.doctor import Examined
from auth0ctl.journeys.diagnosis.doctor import doctor as examine
from auth0ctl.journeys.diagnosis.pasted import client_in, organization_in, with_har, with_url
from auth0ctl.journeys.diagnosis.verdict import diagnosed
from auth0ctl.lookup import load
from auth0ctl.model import Facts, Tenant
from auth0ctl.rules.project.login import AppLogin, app_login

WHAT = "What the app asks"
WANTED = "What should come of it"
JUDGED = "What is judged"
MENDED = "What is done about it"


def option(*names: str, text: str, panel: str, metavar: str | None = None) -> typer.models.OptionInfo:
    made: typer.models.OptionInfo = typer.Option(*names, help=text, rich_help_panel=panel, metavar=metavar)
    return made


def doctor(
    ctx: typer.Context,
    client: Annotated[str | None, option("--client", text="The client: its id or name.", panel=WHAT)] = None,
    all_clients: Annotated[
        bool, option("--all-clients", text="Every client of the tenant, by its settings alone.", panel=WHAT)
    ] = False,
    flow: Annotated[str | None, option("--flow", text=HELP, panel=WHAT)] = None,
    audience: Annotated[str | None, option("--audience", text="The API it asks for.", panel=WHAT)] = None,
    redirect_uri: Annotated[
        str | None, option("--redirect-uri", text="Its callback URL.", panel=WHAT, metavar="URL")
    ] = None,
    origin: Annotated[
        str | None, option("--origin", text="The page's origin, as https://app.example.com.", panel=WHAT)
    ] = None,
    scope: Annotated[str | None, option("--scope", text="Default: 'openid profile email'.", panel=WHAT)] = None,
    connection: Annotated[str | None, option("--connection", text="The connection that it names.", panel=WHAT)] = None,
    organization: Annotated[
        str | None, option("--organization", text="The organization that it names: id or name.", panel=WHAT)
    ] = None,
    client_secret_file: Annotated[
        str | None,
        option("--client-secret-file", text="The secret that the app sends; - for stdin.", panel=WHAT, metavar="FILE"),
    ] = None,
    has_secret: Annotated[
        bool | None, option("--has-secret/--no-secret", text="Whether the app sends a client secret.", panel=WHAT)
    ] = None,
    app_domain: Annotated[
        str | None, option("--app-domain", text="The Auth0 domain in the app's settings.", panel=WHAT)
    ] = None,
    resource: Annotated[
        str | None, option("--resource", text="The RFC 8707 resource it sends instead of an audience.", panel=WHAT)
    ] = None,
    return_to: Annotated[
        str | None, option("--return-to", text="Where its logout comes back to.", panel=WHAT, metavar="URL")
    ] = None,
    url: Annotated[
        str | None,
        option("--url", text="What it really asks: an authorize, callback or logout URL.", panel=WHAT, metavar="URL"),
    ] = None,
    har: Annotated[
        str | None, option("--har", text="A recorded login (HAR); - for stdin.", panel=WHAT, metavar="FILE")
    ] = None,
    project: Annotated[
        str | None,
        option(
            "--project", text="The app's source: its Auth0 settings are read, nothing runs.", panel=WHAT, metavar="DIR"
        ),
    ] = None,
    export: Annotated[
        str | None,
        option(
            "--export",
            text="The tenant's settings from files, nobody is asked: auth0-deploy-cli's, or Terraform's state as JSON.",
            panel=WHAT,
            metavar="PATH",
        ),
    ] = None,
    call: Annotated[
        str | None,
        option(
            "--call", text="Call this API with no token and with each of the last login's.", panel=WHAT, metavar="URL"
        ),
    ] = None,
    user: Annotated[str | None, option("--user", text="The user who logs in: user_id.", panel=WANTED)] = None,
    expect_audience: Annotated[
        str | None, option("--expect-audience", text="The API that the access token is for.", panel=WANTED)
    ] = None,
    expect_claim: Annotated[
        list[str] | None, option("--expect-claim", text="A claim that must be there; repeatable.", panel=WANTED)
    ] = None,
    expect_in: Annotated[
        str | None, option("--expect-in", text="Where: id_token or access_token.", panel=WANTED)
    ] = None,
    expect_scope: Annotated[
        list[str] | None, option("--expect-scope", text="A scope that the app counts on; repeatable.", panel=WANTED)
    ] = None,
    require_scope: Annotated[
        list[str] | None, option("--require-scope", text="A scope that the API demands; repeatable.", panel=WANTED)
    ] = None,
    require_permission: Annotated[
        list[str] | None, option("--require-permission", text="A permission it demands; repeatable.", panel=WANTED)
    ] = None,
    expect_membership: Annotated[
        bool, option("--expect-membership", text="The user is to be a member of the organization.", panel=WANTED)
    ] = False,
    want_refresh_token: Annotated[
        bool, option("--want-refresh-token", text="The app needs a refresh token.", panel=WANTED)
    ] = False,
    select: Annotated[
        list[str] | None, option("--select", text="Only rules whose code or name begins so.", panel=JUDGED)
    ] = None,
    ignore: Annotated[list[str] | None, option("--ignore", text="None of those rules.", panel=JUDGED)] = None,
    audit: Annotated[
        bool,
        option("--audit", text="Also what an auditor would advise: PAR, MFA, passwords, logs, ...", panel=JUDGED),
    ] = False,
    fail_on: Annotated[
        str, option("--fail-on", text="error, warning or info: from where the exit code is 1.", panel=JUDGED)
    ] = "warning",
    fix: Annotated[
        bool, option("--fix", text="Change the tenant's settings, one cause at a time, and prove it.", panel=MENDED)
    ] = False,
    dry_run: Annotated[bool, option("--dry-run", text="With --fix: only show the changes.", panel=MENDED)] = False,
    yes: Annotated[bool, option("--yes", text="With --fix: do not ask.", panel=MENDED)] = False,
    allow_weaker: Annotated[
        bool, option("--allow-weaker", text="With --yes: also changes that weaken or widen something.", panel=MENDED)
    ] = False,
) -> ExitCode:
    """Say why a login or an API call does not work: the cause first, what it rests on, and how to mend it.

    Reads the tenant's configuration, as far as the Management token may, and asks the authorize endpoint once. Writes
    nothing without --fix, which changes the settings at fault one cause at a time, looks again, takes back what did
    not help, and keeps the former values for `auth0ctl undo`.

    With --all-clients every client is judged by the tenant's settings: some twelve requests, however many clients
    there are. With --audit it adds advice on what Auth0 leaves open by itself; that is no cause of a failing login,
    so it is never given unasked.

    Scopes that it uses: read:clients read:client_keys read:resource_servers read:client_grants
    read:connections read:connections_options read:tenant_settings read:custom_domains read:actions read:mfa_policies;
    for --audit also read:attack_protection read:guardian_factors read:email_provider read:log_streams read:rules;
    for --organization read:organizations read:organization_connections read:organization_members; for --user
    read:users read:grants; for both read:organization_member_roles read:roles. A rule that lacks one of them is
    skipped, and said to be. Where that leaves the client, organization or user itself unread, it ends with 6.

    Example: auth0ctl doctor --client "Example SPA" --flow pkce --redirect-uri http://localhost:3000
    """
    session: Session = ctx.obj
    settings = session.settings(**({"client_id": client} if client else {}))
    worst = severity(fail_on)
    consent = Consent(dry_run=dry_run, yes=yes, allow_weaker=allow_weaker)
    check_consent(wanted=fix, consent=consent)
    if all_clients:
        about_one = {
            **{"client": client, "flow": flow, "audience": audience, "redirect_uri": redirect_uri, "origin": origin},
            **{"scope": scope, "connection": connection, "organization": organization, "url": url, "har": har},
            **{"project": project, "export": export, "call": call, "user": user, "fix": fix, "dry_run": dry_run},
            **{"resource": resource, "return_to": return_to, "app_domain": app_domain, "expect_claim": expect_claim},
            **{"client_secret_file": client_secret_file, "want_refresh_token": want_refresh_token},
            **{"expect_audience": expect_audience, "expect_scope": expect_scope, "require_scope": require_scope},
            **{"require_permission": require_permission, "expect_membership": expect_membership},
        }
        load("auth0ctl.cli.diagnosis.everyone:check_alone")(about_one)
        code: ExitCode = load("auth0ctl.cli.diagnosis.everyone:doctor_of_all")(
            session, select=select or (), ignore=ignore or (), audit=audit, worst=worst
        )
        return code
    tenant = session.tenant if export is None else load("auth0ctl.cli.diagnosis.exported:tenant_of_files")(session)
    app = load("auth0ctl.cli.diagnosis.appside:settings_in")(session, project) if project is not None else None
    seen = url is not None or har is not None  # what was really asked needs nothing that would be asked
    its = AppLogin() if app is None or seen else app_login(app, tenant if tenant.origin else None)
    asked = Asked(
        client=client or its.client_id or (None if seen else settings.client_id.value),
        flow=flow,
        audience=audience or its.audience,
        redirect_uri=redirect_uri or its.redirect_uri,
        origin=origin,
        scope=scope,
        connection=connection,
        organization=organization,
        client_secret=read_secret(session, client_secret_file, "client secret"),
        app_domain=app_domain,
        resource=resource,
        return_to=return_to,
        user=user,
        expect_audience=expect_audience,
        expect_claim=tuple(expect_claim or ()),
        expect_in=expect_in,
        expect_scope=words(expect_scope),
        require_scope=words(require_scope),
        require_permission=words(require_permission),
        expect_membership=expect_membership,
        want_refresh_token=want_refresh_token,
        has_secret=has_secret,
    )
    why_not = session.can_manage() if export is None else "an export is looked at"
    facts = replace(with_what_was_seen(session, facts_of(tenant, asked), tenant, url, har), app_settings=app)
    if call is not None:
        facts = load("auth0ctl.cli.diagnosis.appside:with_answers")(session, facts, call, origin)
    if export is not None:
        facts = load("auth0ctl.cli.diagnosis.exported:with_export")(
            session,
            facts,
            export,
            client=asked.client or client_in(facts),
            organization=organization or organization_in(facts),
            fix=fix,
        )
    examined = Examined(
        facts=facts,
        tenant=facts.tenant or tenant,
        offline=export is not None,
        http=session.http,
        pause=session.pause,
        management=None if why_not else session.management,
        why_no_management=why_not,
        wanted=Wanted(
            client=asked.client or client_in(facts),
            organization=organization or organization_in(facts),
            user=user,
            machine=facts.wish is not None and facts.wish.flow == "client-credentials",
        ),
        step=session.step,
        audit=audit,
    )

    def anew(renamed: Mapping[str, str]) -> Report:
        return examine(with_claims(examined, renamed), select=select or (), ignore=ignore or ())

    if fix:
        check_evidence(facts, consent)
        result = mended(session, anew, worst, consent)
        result = replace(diagnosed(result.report, examined, worst), mended=result.mended)
        session.show(result)
        return result.exit_code
    report = anew({})
    verdict = diagnosed(report, examined, worst)
    session.show(verdict)
    if verdict.passed and not examined.wanted.client and (url, har, project, call) == (None, None, None, None):
        session.say("No login was asked about: name one with --client ID --redirect-uri URL, and more is looked at.")
    return verdict.exit_code


def with_claims(examined: Examined, renamed: Mapping[str, str]) -> Examined:
    """The same wish, with the names that a fix has given to claims since."""
    wish = examined.facts.wish
    if wish is None or not renamed:
        return examined
    claims = tuple(renamed.get(name, name) for name in wish.expect_claims)
    return replace(examined, facts=replace(examined.facts, wish=replace(wish, expect_claims=claims)))


def facts_of(tenant: Tenant, asked: Asked) -> Facts:
    """What the options say, before anybody is asked. Raises UsageError."""
    return Facts(
        tenant=tenant if tenant.origin else None,
        wish=wish_of(asked),
        request=authorize_request(asked, tenant),
        token_request=token_request(asked),
        logout=logout_request(asked, tenant),
    )


def with_what_was_seen(session: Session, facts: Facts, tenant: Tenant, url: str | None, har: str | None) -> Facts:
    """The facts with what a URL or a HAR shows. Raises UsageError for both at once, and for what cannot be read."""
    if url is not None and har is not None:
        raise UsageError("give --url or --har, not both", "A HAR holds the URLs as well.")
    if url is not None:
        return with_url(facts, url, tenant)
    return with_har(facts, read(session, har, "HAR"), tenant) if har is not None else facts


def severity(text: str) -> Severity:
    """Raises UsageError for a severity that there is none of."""
    try:
        return Severity(text)
    except ValueError:
        raise UsageError(f"there is no severity {text}", f"Choose one of: {', '.join(Severity)}.") from None


def words(values: list[str] | None) -> tuple[str, ...]:
    """Repeated options, each of which may hold several words."""
    return tuple(word for value in values or () for word in value.split())
