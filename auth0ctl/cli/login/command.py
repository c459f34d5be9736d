"""``auth0ctl login``."""

from dataclasses import replace

import typer

from auth0ctl.cli.login import options
from auth0ctl.cli.login.direct import code_of, default_scope, direct_wish, last_client, log_in
from auth0ctl.cli.login.given import Given, check, parameters, read_params
from auth0ctl.cli.login.keeping import keep
from auth0ctl.cli.login.matrix import code_of_matrix, run_matrix
from auth0ctl.cli.login.proof import method_named
from auth0ctl.cli.login.start import Start, started
from auth0ctl.cli.session import Session
from auth0ctl.journeys.login.run import Wish
from auth0ctl.journeys.login.run import login as run_login
from auth0ctl.journeys.login.userinfo import with_userinfo
from auth0ctl.protocol import ClientAuthMethod
from auth0ctl.results import Login
from auth0ctl.settings import Settings
from auth0ctl.tenant.dpop import DpopKey
from auth0ctl.vault import Vault

PERSON_SECONDS = 300.0  # for the person to log in, unless --timeout says otherwise (standards.md C09)


def login(
    ctx: typer.Context,
    audience: options.Audience = None,
    scope: options.Scope = None,
    client: options.ClientId = None,
    flow: options.FlowName = None,
    response_type: options.ResponseType = None,
    response_mode: options.ResponseMode = None,
    connection: options.Connection = None,
    organization: options.Organization = None,
    prompt: options.Prompt = None,
    max_age: options.MaxAge = None,
    login_hint: options.LoginHint = None,
    acr_values: options.AcrValues = None,
    param: options.Param = None,
    client_secret_file: options.ClientSecretFile = None,
    client_auth: options.ClientAuth = None,
    private_key_file: options.PrivateKeyFile = None,
    key_id: options.KeyId = None,
    par: options.Par = False,
    dpop: options.Dpop = False,
    userinfo: options.Userinfo = False,
    username: options.Username = None,
    password_file: options.PasswordFile = None,
    realm: options.Realm = None,
    subject_token_file: options.SubjectTokenFile = None,
    subject_token_type: options.SubjectTokenType = None,
    from_url: options.FromUrl = None,
    port: options.Port = None,
    callback_host: options.CallbackHost = None,
    no_browser: options.NoBrowser = False,
    borrow_callback: options.BorrowCallback = False,
    ensure_client: options.EnsureClient = None,
    matrix: options.MatrixToo = False,
    trace: options.Trace = None,
) -> int:
    """Log in; show what was asked, what came back, and verify every token line by line.

    Before a browser opens, the request is tried once without cookies: what Auth0 would refuse is explained at once.
    --timeout says how long to wait for the person; five minutes when left out.

    Example: auth0ctl login --audience https://api.example.com

    \b
    Older apps:      auth0ctl login --flow implicit (or hybrid), --response-mode form_post
    With a secret:   auth0ctl login --flow code --client ID --client-secret-file FILE --userinfo
    No browser here: auth0ctl login --flow device
    What else works: auth0ctl login --matrix --audience https://api.example.com --callback-host myapp
    As an app does:  auth0ctl login --from-url 'https://example.eu.auth0.com/authorize?client_id=...'
    """
    session: Session = ctx.obj
    given = Given(
        audience=audience,
        scope=scope,
        client=client,
        flow=flow,
        response_type=response_type,
        response_mode=response_mode,
        connection=connection,
        organization=organization,
        prompt=prompt,
        max_age=max_age,
        login_hint=login_hint,
        acr_values=acr_values,
        param=tuple(param or ()),
        client_secret_file=client_secret_file,
        client_auth=client_auth,
        private_key_file=private_key_file,
        key_id=key_id,
        par=par,
        dpop=dpop,
        userinfo=userinfo,
        username=username,
        password_file=password_file,
        realm=realm,
        subject_token_file=subject_token_file,
        subject_token_type=subject_token_type,
        from_url=from_url,
        port=port,
        callback_host=callback_host,
        no_browser=no_browser,
        borrow_callback=borrow_callback,
        ensure_client=ensure_client,
        matrix=matrix,
    )
    check(given)
    method = method_named(client_auth)
    settings = session.settings(
        client_id=client, audience=audience, scope=scope, connection=connection, organization=organization
    )
    session.trace_to(trace, "login")
    vault = session.open_vault(before_login=True)  # before the browser: no login is wasted on a store that fails
    key = DpopKey.generate() if dpop else None
    with session.front_door():
        follows = given.flow == "refresh" and given.client is None
        start = started(session, given, last_client(session, vault) if follows else settings.client_id.value)
        if start.flow.kind == "direct":
            result = log_in_directly(session, given, settings, start, vault, method, key)
        elif matrix:
            grid = run_matrix(session, wish(given, settings, start, method, key), start.world, vault, key)
            session.show(grid)
            return code_of_matrix(grid)
        else:
            result = run_login(wish(given, settings, start, method, key), start.world)
    if result.tokens and not result.saved:
        result = replace(result, saved=keep(session, vault, result, key))
    session.show(result)
    return code_of(result)


def wish(given: Given, settings: Settings, start: Start, method: ClientAuthMethod | None, key: DpopKey | None) -> Wish:
    """What a browser is sent to ask for. An authorize URL that was given says it all by itself."""
    url = start.url
    asked = Wish(
        flow=start.flow,
        client_id=start.client_id,
        scope=url.scope if url else tuple((settings.scope.value or options.SCOPE).split()),
        audience=url.audience if url else settings.audience.value,
        response_type=url.response_type if url else given.response_type,
        response_mode=url.response_mode if url else given.response_mode,
        extra=url.extra if url else parameters(given, settings.connection.value, settings.organization.value),
        place=start.place,
        client_auth=method,
        dpop_key=key,
        par=given.par,
        userinfo=given.userinfo,
        borrow_callback=given.borrow_callback,
    )
    return replace(asked, timeout=patience(settings) or PERSON_SECONDS)


def log_in_directly(
    session: Session,
    given: Given,
    settings: Settings,
    start: Start,
    vault: Vault,
    method: ClientAuthMethod | None,
    key: DpopKey | None,
) -> Login:
    """A flow without a browser of ours."""
    again = start.flow.name == "refresh"  # it asks for what the login asked for, not for what is configured
    asked = direct_wish(
        session,
        start.flow,
        client_id=start.client_id,
        scope=default_scope(start.flow, given.scope if again else settings.scope.value, options.SCOPE),
        audience=given.audience if again else settings.audience.value,
        organization=settings.organization.value,
        username=given.username,
        password_file=given.password_file,
        realm=given.realm,
        subject_token_file=given.subject_token_file,
        subject_token_type=given.subject_token_type,
        parameters=read_params(given),
        client_auth=method,
        dpop_key=key,
        timeout=patience(settings),
    )
    result = log_in(session, asked, start.world, vault)
    return with_userinfo(result, start.world, key) if given.userinfo else result


def patience(settings: Settings) -> float | None:
    """Seconds for the person, where --timeout or a setting says."""
    return settings.timeout.value if settings.timeout.origin != "default" else None
