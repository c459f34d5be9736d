"""``auth0ctl tenant add``: a tenant by what you have for it, or by what another tool on this machine has."""

from typing import Annotated

import typer

from auth0ctl.cli.secret import read_secret
from auth0ctl.cli.session import Session
from auth0ctl.cli.tenant.asking import ask_secret as ask
from auth0ctl.cli.tenant.asking import ask_way_in
from auth0ctl.cli.tenant.keeping import keep
from auth0ctl.cli.tenant.taking import take_over
from auth0ctl.cli.tenant.told import document, sections
from auth0ctl.cli.tenant.trying import checked
from auth0ctl.errors import UsageError
from auth0ctl.journeys.tenants.access import Access, Credentials
from auth0ctl.profiles import LOCAL, Profile, check_name
from auth0ctl.results import Changed
from auth0ctl.settings import tenant_origin


def add(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A short name for the tenant; with --from, it has one.")
    ] = None,
    domain: Annotated[str | None, typer.Option("--domain", help="Its domain: NAME.eu.auth0.com.")] = None,
    client: Annotated[str | None, typer.Option("--client", metavar="ID", help="The client id to use.")] = None,
    audience: Annotated[str | None, typer.Option("--audience", help="The API to ask for by default.")] = None,
    client_secret_file: Annotated[
        str | None, typer.Option("--client-secret-file", metavar="FILE", help="A file with the secret; - for stdin.")
    ] = None,
    api_token_file: Annotated[
        str | None, typer.Option("--api-token-file", metavar="FILE", help="A Management API token; - for stdin.")
    ] = None,
    ask_secret: Annotated[
        bool, typer.Option("--ask-secret", help="Ask for the client secret at the terminal, without echo.")
    ] = False,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="SOURCE",
            help="auth0-cli, a .env file, or a config.json of auth0-deploy-cli or auth0-cli.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a tenant of this name.")] = False,
    no_check: Annotated[
        bool, typer.Option("--no-check", help="Do not ask the tenant whether the way in works.")
    ] = False,
) -> None:
    """Add a tenant, and try the way in at once. Secrets go to the keyring, never into the profile.

    There are three ways in. A domain and a client id: probe, login, token verify. A Management API token: also client,
    api, grant, claim, doctor. A machine-to-machine client with its secret: the same, for good.

    Read scopes for the last two, all optional: read:clients read:client_keys read:resource_servers read:client_grants
    read:connections read:connections_options read:tenant_settings read:custom_domains read:actions read:mfa_policies
    read:logs; for --organization read:organizations read:organization_connections; for --user read:users read:grants;
    for both read:organization_members read:organization_member_roles read:roles. The answer says what each one that
    is missing costs.

    Example: auth0ctl tenant add prod --domain example.eu.auth0.com --client abc123

    Example: auth0ctl tenant add --from auth0-cli
    """
    session: Session = ctx.obj
    session.check_output()
    if name == LOCAL:
        raise UsageError("`local` is the built-in tenant, it needs no adding", "Choose another name.")
    if from_ is not None:
        if client or audience or client_secret_file or api_token_file or ask_secret:
            raise UsageError("--from brings the client and its secrets along", "Give either --from or those options.")
        session.show(take_over(session, from_, name, domain, force=force, check=not no_check))
        return
    if name is None and session.interactive:
        name = str(typer.prompt("A short name for the tenant", default="prod", err=True)).strip()
    if name is None:
        raise UsageError("which tenant? Give it a name", "auth0ctl tenant add prod --domain example.eu.auth0.com")
    check_name(name)
    if name in session.profiles.by_name and not force:
        raise UsageError(f"there is a tenant {name} already", "Add --force to replace it, or choose another name.")
    asking = domain is None
    if domain is None:
        if not session.interactive:
            raise UsageError("which domain? Give --domain", "For instance --domain example.eu.auth0.com.")
        domain = str(typer.prompt("Domain", err=True)).strip()
    tenant_origin(domain)  # refuses what is no domain, with the reason
    credentials = Credentials(
        client_id=client,
        client_secret=read_secret(session, client_secret_file, "client secret"),
        api_token=read_secret(session, api_token_file, "Management token"),
    )
    if ask_secret:
        credentials = Credentials(
            client_id=client, client_secret=ask(session, "Client secret"), api_token=credentials.api_token
        )
    elif asking and not (credentials.client_secret or credentials.api_token):
        credentials = ask_way_in(session, credentials)
    access = None if no_check else checked(session, name, domain, credentials)
    profile = Profile(name=name, domain=domain, client_id=credentials.client_id, audience=audience)
    current = keep(session, profile, credentials)
    known = {"name": name, "domain": domain, "client_id": credentials.client_id, "audience": audience}
    session.show(
        Changed(
            sentence=f"Added the tenant {name} ({domain})." + (" Commands now talk to it." if current else ""),
            resource={**known, **document(access)},
            sections=() if access is None else sections(access),
            next=what_next(credentials, access) if current else f"auth0ctl tenant use {name}",
        )
    )


def what_next(credentials: Credentials, access: Access | None) -> str:
    """The command that shows most with what there is."""
    if access is not None and access.scopes and "read:clients" in access.scopes:
        return "auth0ctl client list"
    if credentials.client_id and not credentials.client_secret:
        return "auth0ctl login --audience IDENTIFIER"
    return "auth0ctl probe"
