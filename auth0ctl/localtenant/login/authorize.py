"""GET and POST /authorize, and the road from a checked request to its answer: login, policy, consent, confirmation."""

from collections.abc import Mapping
from urllib.parse import urlencode

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.actions import event as action_event
from auth0ctl.localtenant.grants import device, mfa, par
from auth0ctl.localtenant.lazy import load
from auth0ctl.localtenant.login import consents, error_page, organizations, page, session, users
from auth0ctl.localtenant.login import request as authorize_request
from auth0ctl.localtenant.login.delivery import Refused, deliver, redirect
from auth0ctl.localtenant.login.device_request import OVER, asked_for
from auth0ctl.localtenant.login.request import AuthorizeRequest
from auth0ctl.localtenant.login.session import Session, Transaction
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access, claims, issue

# Parameters that have no place in a log, should a client send them here.
_UNLOGGED = frozenset(
    """client_secret password code code_verifier access_token id_token id_token_hint refresh_token request
    login_ticket""".split()
)

CODE_LIFETIME = 300  # seconds; the facts leave it open up to ten minutes


def authorize(request: Request, tenant: Tenant) -> Response:
    """The endpoint. Every refusal ends on the error page or at the application, as authorize.md section 2 says."""
    params = {name: value for name, value in request.values.items() if value}
    try:
        params = _pushed(tenant, params)
        transaction = session.new_transaction(tenant, params)
        if "login_ticket" in params:
            ticketed: Response = load("login.cross_origin:go_on")(request, tenant, transaction)
            return ticketed
        return advance(request, tenant, transaction, session.read(tenant, request))
    except Refused as refused:
        return refuse(request, tenant, refused, params)


def _pushed(tenant: Tenant, params: dict[str, str]) -> dict[str, str]:
    """The parameters that count: those that were pushed ahead, where the request names them (authorize.md 9)."""
    client = tenant.client(params.get("client_id", "")) or {}
    if "request_uri" in params and not access.is_strict(client):
        return par.pushed(tenant, params.get("client_id", ""), params["request_uri"])
    if client.get("require_pushed_authorization_requests"):
        asked = authorize_request.read(tenant, params)
        # INFERRED wording.
        raise Refused("invalid_request", "Pushed authorization requests are required", address=asked.address)
    return params


def refuse(request: Request, tenant: Tenant, refused: Refused, params: Mapping[str, str]) -> Response:
    """Log the refusal; send it to the application, or show it when the application may not see it."""
    silent = params.get("prompt") == "none"
    client_id = params.get("client_id", "")
    tracking = logs.write(
        tenant,
        "fsa" if silent else "f",
        request,
        description=refused.description,
        client=tenant.client(client_id),
        client_id=client_id,
        audience=params.get("audience", ""),
        scope=tuple(params.get("scope", "").split()),
        error=refused.error,
        details={"qs": {name: value for name, value in params.items() if name not in _UNLOGGED}},
    )
    # Strict third-party clients: errors stay on a page unless their policy says otherwise (authorize.md 2, rule 3).
    client = tenant.client(client_id) or {}
    to_page = access.is_strict(client) and client.get("redirection_policy") != "allow_always"
    if refused.address is not None and refused.address.redirect_uri and not to_page:
        return deliver(tenant, refused.address, {"error": refused.error, "error_description": refused.description})
    if refused.lost and (again := start_again(tenant, request, client)):
        return redirect(again)
    known = {
        "client_id": client_id,
        "connection": params.get("connection", ""),
        "lang": params.get("ui_locales", "").partition(" ")[0] or request.language,
        "error": refused.error,
        "error_description": refused.description,
        "tracking": tracking,
    }
    return error_page.show(tenant, refused, {name: value for name, value in known.items() if value})


def start_again(tenant: Tenant, request: Request, client: JSON) -> str:
    """Where a login that nobody knows of any more starts afresh: the client's own page, else the tenant's.

    A login that is over for its age is remembered for a while, and with it the client (authorize.md sections 3 and 8).
    """
    over = tenant.state.peek("transaction", request.values.get("state", ""), now=0)
    if over is not None:
        client = tenant.client(str(over["params"].get("client_id", ""))) or client
    return str(client.get("initiate_login_uri") or tenant.setting("default_redirection_uri"))


def advance(request: Request, tenant: Tenant, transaction: Transaction, found: Session | None) -> Response:
    """Go as far as is possible without asking the user; returns the answer or the next page. Raises ``Refused``."""
    asked = asked_for(tenant, transaction)
    user = tenant.state.get("user", found.user_id) if found else None
    if found is None or user is None or _must_log_in(tenant, asked, transaction, found):
        if asked.silent:
            raise Refused("login_required", "Login required", address=asked.address)
        automatic = _automatic_user(tenant, asked)
        if automatic is None:
            first = "signup" if transaction.params.get("screen_hint") == "signup" else "login"
            return _to_screen(request, tenant, transaction, first)
        user, connection = automatic
        found = session.start(tenant, user, connection)
        user = logged_in(request, tenant, transaction, asked, found=found, user=user)

    response = _with_user(request, tenant, transaction, asked, found=found, user=user)
    session.set_session_cookie(tenant, request, response, found)
    return response


def logged_in(
    request: Request, tenant: Tenant, transaction: Transaction, asked: AuthorizeRequest, *, found: Session, user: JSON
) -> JSON:
    """Note a fresh login on the transaction, the profile and the log. Returns the user as it is now."""
    transaction.logged_in = found.sid
    transaction.consented = False  # agreed to by whoever was logged in before
    user = users.record_login(tenant, user, request.remote_addr or "127.0.0.1")
    logs.write(
        tenant,
        "s",
        request,
        client=asked.client,
        user=user,
        connection=found.connection,
        audience=asked.api.audience if asked.api else "",
        scope=asked.requested,
    )
    return user


def _must_log_in(tenant: Tenant, asked: AuthorizeRequest, transaction: Transaction, found: Session) -> bool:
    if transaction.logged_in == found.sid:
        return False
    if asked.prompt & {"login", "select_account"}:
        return True
    if asked.max_age is not None and tenant.now() - found.auth_time > asked.max_age:
        return True
    return all(connection.get("name") != found.connection for connection in asked.connections)


def _automatic_user(tenant: Tenant, asked: AuthorizeRequest) -> tuple[JSON, str] | None:
    if tenant.auto_login is None:
        return None
    return users.find(tenant, tenant.auto_login, [str(connection["name"]) for connection in asked.connections])


def _with_user(
    request: Request, tenant: Tenant, transaction: Transaction, asked: AuthorizeRequest, *, found: Session, user: JSON
) -> Response:
    address = asked.address
    if user.get("blocked"):
        raise Refused("unauthorized", "user is blocked", address=address)
    organization = _organization(tenant, asked, user, found.connection)
    permissions = access.user_permissions(tenant, user, asked.api, organization)
    scope = access.user_scope(tenant, asked.client, asked.api, asked.requested, permissions=permissions)
    if "code" not in asked.response_types:
        # A refresh token never comes from the front channel, so its scope is not granted there either (INFERRED).
        scope = tuple(name for name in scope if name != "offline_access")
    result = action_event.run(
        tenant,
        user=user,
        client=asked.client,
        api=asked.api,
        params=transaction.params,
        requested=asked.requested,
        protocol=_protocol(asked),
        organization=organization,
        request=request,
    )
    if result.denied is not None:
        raise Refused("access_denied", result.denied, address=address)
    if asked.silent and (result.asks or mfa.by_policy(tenant)):
        raise Refused("interaction_required", "Interaction required", address=address)  # the text varies
    asks_factor = tenant.auto_login is None and ("mfa" in result.asks or mfa.by_policy(tenant))
    if asks_factor and not transaction.factor:
        return _to_screen(request, tenant, transaction, "mfa-otp-challenge")

    if not transaction.consented and consents.needs_consent(tenant, asked, user, scope):
        if asked.silent:
            raise Refused("consent_required", "Consent required", address=address)
        if tenant.auto_login is None:
            return _to_screen(request, tenant, transaction, "consent")
        consents.remember(tenant, asked, user, scope)
        transaction.screens = True
    if not transaction.screens and not transaction.confirmed and consents.needs_confirmation(tenant, asked):
        if asked.silent:
            raise Refused("interaction_required", "Interaction required", address=address)  # INFERRED code
        if tenant.auto_login is None:
            return _to_screen(request, tenant, transaction, "confirm")

    if transaction.browser and not session.finish(tenant, transaction):
        raise lost()
    grant = issue.Grant(
        client=asked.client,
        user=user,
        api=asked.api,
        scope=scope,
        nonce=transaction.params.get("nonce"),
        auth_time=_auth_time(asked, found),
        sid=found.sid,
        organization=organization,
        id_token_claims=result.id_token_claims,
        access_token_claims=result.access_token_claims,
        mfa=transaction.factor,
    )
    tenant.faults.login(tenant)
    return _connect(tenant, asked, grant) if asked.device else _answer(request, tenant, asked, grant)


def _connect(tenant: Tenant, asked: AuthorizeRequest, grant: issue.Grant) -> Response:
    if not device.approve(tenant, asked.device, grant):
        raise Refused("invalid_request", OVER)
    return page.message(title="Congratulations, you're all set!", text="Your device is now connected.")


def _answer(request: Request, tenant: Tenant, asked: AuthorizeRequest, grant: issue.Grant) -> Response:
    params: dict[str, str] = {}
    code = _new_code(tenant, asked, grant) if "code" in asked.response_types else None
    try:
        if "token" in asked.response_types:
            token = issue.access_token(tenant, grant, front_channel=True)
            params |= {"access_token": token.text, "scope": " ".join(grant.scope), "expires_in": str(token.expires_in)}
            params["token_type"] = "Bearer"
        if code:
            params = {"code": code} | params
        if "id_token" in asked.response_types and "openid" in grant.scope and not access.is_strict(asked.client):
            params["id_token"] = issue.id_token(
                tenant, grant, front_channel=True, access=params.get("access_token"), code=code
            )
    except claims.TooManyClaims as error:
        raise Refused("access_denied", "Custom claims exceed 100 KB", address=asked.address) from error  # INFERRED
    if asked.silent:
        logs.write(tenant, "ssa", request, client=asked.client, user=grant.user, scope=grant.scope)
    return deliver(tenant, asked.address, params)


def _new_code(tenant: Tenant, asked: AuthorizeRequest, grant: issue.Grant) -> str:
    code = chance.token_urlsafe(32)
    body = {
        "client_id": asked.client["client_id"],
        "user_id": grant.subject,
        "redirect_uri": asked.address.redirect_uri,
        "dpop_jkt": asked.params.get("dpop_jkt"),
        "code_challenge": asked.params.get("code_challenge"),
        "audience": asked.api.audience if asked.api else "",
        "scope": list(grant.scope),
        "nonce": grant.nonce,
        "auth_time": grant.auth_time,
        "sid": grant.sid,
        "organization": grant.organization["id"] if grant.organization else None,
        "id_token_claims": grant.id_token_claims,
        "access_token_claims": grant.access_token_claims,
        "mfa": grant.mfa,
    }
    tenant.state.keep("code", session.digest(code), body, expires_at=tenant.now() + CODE_LIFETIME)
    return code


def _to_screen(request: Request, tenant: Tenant, transaction: Transaction, screen: str) -> Response:
    response = redirect(f"/u/{screen}?{urlencode({'state': transaction.id})}")
    session.suspend(tenant, request, response, transaction)
    return response


def lost() -> Refused:
    """The transaction is unknown, over, or another browser's."""
    return Refused(
        "invalid_request",
        "You may have pressed the back button, refreshed during login, opened too many login dialogs, or there is some "
        "issue with cookies, since we couldn't find your session. Try logging in again from the application and if the "
        "problem persists please contact the administrator.",
        lost=True,
    )


def _organization(tenant: Tenant, asked: AuthorizeRequest, user: JSON, connection: str) -> JSON | None:
    organization = asked.organization
    if organization is None:
        if asked.client.get("organization_usage") != "require":
            return None
        organization = organizations.of_user(tenant, user)
        if organization is None:
            text = "parameter organization is required for this client"
            raise Refused("invalid_request", text, address=asked.address)
    member = organizations.is_member(organization, user) or organizations.join(tenant, organization, user, connection)
    if not member:
        text = f"user {user['user_id']} is not part of the {organization['id']} organization"
        raise Refused("access_denied", text, address=asked.address)
    return organization


def _protocol(asked: AuthorizeRequest) -> str:
    if asked.device:
        return "oauth2-device-code"
    if not asked.front_channel:
        return "oidc-basic-profile"
    return "oidc-hybrid-profile" if "code" in asked.response_types else "oidc-implicit-profile"


def _auth_time(asked: AuthorizeRequest, found: Session) -> int | None:
    # Auth0 adds it for max_age and for prompt=login, and otherwise leaves it out (tokens.md section 2).
    return found.auth_time if asked.max_age is not None or "login" in asked.prompt else None
