"""``auth0ctl login``."""

from dataclasses import replace
from typing import Annotated

import typer

from auth0ctl.cli.secret import read_secret
from auth0ctl.cli.session import Session
from auth0ctl.errors import ConfigError, ExitCode, UsageError
from auth0ctl.flows import FLOWS
from auth0ctl.flows.open_browser import can_open, open_browser
from auth0ctl.journeys.keys import keys_at
from auth0ctl.journeys.login import Wish
from auth0ctl.journeys.login import login as run_login
from auth0ctl.journeys.world import World
from auth0ctl.protocol import AuthorizeRequest, ClientAuthentication, ClientAuthMethod
from auth0ctl.results import Login
from auth0ctl.vault import SavedLogin, Vault, save_login

PERSON_SECONDS = 300.0  # for the person to log in, unless --timeout says otherwise (standards.md C09)
SCOPE = "openid profile email"
RESERVED = ("client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge")


def login(
    ctx: typer.Context,
    audience: Annotated[
        str | None, typer.Option("--audience", help="The API to get an access token for: its identifier.")
    ] = None,
    scope: Annotated[str | None, typer.Option("--scope", help=f"Default: '{SCOPE}'.")] = None,
    client: Annotated[str | None, typer.Option("--client", metavar="ID", help="The client to log in with.")] = None,
    flow: Annotated[str, typer.Option("--flow", help=f"One of {', '.join(FLOWS)}.")] = "pkce",
    response_type: Annotated[
        str | None, typer.Option("--response-type", help="Instead of the flow's own, such as 'token'.")
    ] = None,
    response_mode: Annotated[str | None, typer.Option("--response-mode", help="query, fragment or form_post.")] = None,
    connection: Annotated[str | None, typer.Option("--connection", help="Go straight to this connection.")] = None,
    organization: Annotated[str | None, typer.Option("--organization", help="Log in to this organization.")] = None,
    prompt: Annotated[str | None, typer.Option("--prompt", help="none, login, consent or select_account.")] = None,
    login_hint: Annotated[str | None, typer.Option("--login-hint", help="Fill in this e-mail address.")] = None,
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="K=V", help="A further /authorize parameter; repeatable.")
    ] = None,
    client_secret_file: Annotated[
        str | None,
        typer.Option("--client-secret-file", metavar="FILE", help="For a client with a secret; - for stdin."),
    ] = None,
    port: Annotated[int | None, typer.Option("--port", min=1, max=65535, help="The callback's port.")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the URL; open nothing.")] = False,
) -> int:
    """Log in through a browser; show what was asked, what came back, and verify both tokens line by line.

    Before the browser opens, the request is tried once without cookies: what Auth0 would refuse is explained at once.
    --timeout says how long to wait for the person; five minutes when left out.

    Example: auth0ctl login --audience https://api.example.com
    """
    session: Session = ctx.obj
    if flow not in FLOWS:
        raise UsageError(f"there is no flow {flow}", f"Choose one of: {', '.join(FLOWS)}.")
    settings = session.settings(
        client_id=client, audience=audience, scope=scope, connection=connection, organization=organization
    )
    extra = {name: value for name, value in (("prompt", prompt), ("login_hint", login_hint)) if value}
    extra |= {
        name: value
        for name, value in (("connection", settings.connection.value), ("organization", settings.organization.value))
        if value
    }
    secret = read_secret(session, client_secret_file, "client secret") or settings.client_secret.value
    vault = session.open_vault(before_login=True)  # before the browser: no login is wasted on a store that fails
    with session.front_door():
        wish = Wish(
            flow=FLOWS[flow],
            client_id=settings.client_id.value or default_client(session),
            scope=tuple((settings.scope.value or SCOPE).split()),
            audience=settings.audience.value,
            response_type=response_type,
            response_mode=response_mode,
            extra=extra | dict(read_param(text) for text in param or ()),
            port=port,
            timeout=settings.timeout.value if settings.timeout.origin != "default" else PERSON_SECONDS,
        )
        why_not = session.can_manage()
        world = World(
            http=session.http,
            tenant=session.tenant,
            discovery=session.discovery,
            management=None if why_not else session.management,
            why_no_management=why_not,
            authentication=authentication(secret),
            keys=keys_at(session.http, session.discovery.jwks_uri),
            send_person_to=lambda url: send_person_to(session, url, open_it=not no_browser),
            tick=session.count_down,
            warn=session.say,
            step=session.step,
            now=session.now,
        )
        result = run_login(wish, world)
    if result.tokens:
        result = replace(result, saved=keep(session, vault, result))
    session.show(result)
    if result.refusal:
        return ExitCode.AUTH
    return ExitCode.OK if result.passed else ExitCode.FOUND


def authentication(client_secret: str | None) -> ClientAuthentication:
    """How the client proves itself: with its secret where there is one."""
    if not client_secret:
        return ClientAuthentication()
    return ClientAuthentication(method=ClientAuthMethod.POST, client_secret=client_secret)


def default_client(session: Session) -> str:
    """The embedded tenant's first client. A real tenant's client has to be named."""
    if not session.settings().built_in:
        raise UsageError("which client? Give --client ID, or set AUTH0_CLIENT_ID", "See `auth0ctl client list`.")
    clients = session.management.clients()
    if not clients:
        raise UsageError("the local tenant has no client", "Make one: `auth0ctl client create NAME --type spa`.")
    return str(clients[0]["client_id"])


def send_person_to(session: Session, url: str, *, open_it: bool) -> None:
    """Open the browser where there is one; say the URL in any case."""
    reason = (can_open(session.environ) or "") if open_it else "--no-browser"
    if not reason and open_browser(url, session.environ):
        session.say("Your browser opens now. If it does not, open this URL yourself:")
    elif reason == "--no-browser":
        session.say("Open this URL in a browser on this machine:")
    else:
        session.say(f"No browser is opened here ({reason or 'none could be started'}). Open this URL yourself:")
    session.say(f"\n  {url}\n")
    session.say_who_can_log_in()
    session.say("Waiting for the login to come back; Ctrl-C gives up.")


def read_param(text: str) -> tuple[str, str]:
    """``name=value``. Raises UsageError for anything else, and for parameters that the login itself decides."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UsageError(f"'{text}' is no parameter", "Write it as --param name=value.")
    if name in RESERVED:
        raise UsageError(f"--param cannot set {name}: the login decides it itself")
    return name, value


def keep(session: Session, vault: Vault, result: Login) -> str:
    """Keep the login for ``token`` commands, and say where. A vault that fails loses no login: it is only said."""
    request, tokens = result.request, result.tokens
    assert tokens is not None
    asked = request if isinstance(request, AuthorizeRequest) else None
    saved = SavedLogin(
        tenant=session.settings().tenant.value,
        issuer=session.discovery.issuer,
        client_id=request.client_id,
        audience=request.audience,
        requested_scope=" ".join(request.scope),
        granted_scope=tokens.scope,
        received_at=tokens.received_at,
        flow=result.flow,
        response_type=asked.response_type if asked else None,
        expires_in=tokens.expires_in,
        token_type=tokens.token_type,
        nonce=asked.nonce if asked else None,
        access_token=tokens.access_token,
        id_token=tokens.id_token,
        refresh_token=tokens.refresh_token,
    )
    try:
        save_login(vault, saved)
    except ConfigError as error:
        return f"Not kept: {error.message} {error.hint}".strip()
    return f"Kept in {vault.kind}." if vault.persistent else vault.note
