"""The pages that the user answers: log in, consent, confirm. Each goes on with the /authorize request behind it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from auth0ctl.localtenant.grants import device as device_codes
from auth0ctl.localtenant.grants import totp
from auth0ctl.localtenant.login import attempts, consents, page, session, users
from auth0ctl.localtenant.login import signup as accounts
from auth0ctl.localtenant.login.authorize import advance, logged_in, lost, refuse
from auth0ctl.localtenant.login.delivery import Refused
from auth0ctl.localtenant.login.device_request import asked_for
from auth0ctl.localtenant.login.request import AuthorizeRequest
from auth0ctl.localtenant.login.session import Transaction
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access

Screen = Callable[[Request, Tenant, Transaction, AuthorizeRequest], Response]

WRONG_PASSWORD = "Wrong email or password."
WRONG_CODE = "The code you entered is invalid"  # INFERRED
DECLINED = "User did not authorize the request"
CANCELLED = "User cancelled the confirmation prompt."


def login(request: Request, tenant: Tenant) -> Response:
    """GET shows the page, POST takes ``username`` and ``password``."""
    return _on_screen(request, tenant, _login)


def signup(request: Request, tenant: Tenant) -> Response:
    """What ``screen_hint=signup`` opens. POST takes ``email`` and ``password``, and logs the new user in."""
    return _on_screen(request, tenant, _signup)


def consent(request: Request, tenant: Tenant) -> Response:
    """POST takes ``action``: ``accept`` or ``decline``."""
    return _on_screen(request, tenant, _consent)


def confirm(request: Request, tenant: Tenant) -> Response:
    """The login confirmation prompt for callbacks that cannot be verified. POST as for consent."""
    return _on_screen(request, tenant, _confirm)


def mfa_challenge(request: Request, tenant: Tenant) -> Response:
    """The second factor. POST takes ``code``."""
    return _on_screen(request, tenant, _mfa_challenge)


def device(request: Request, tenant: Tenant) -> Response:
    """Is this the code that the device shows? POST as for consent."""
    return _on_screen(request, tenant, _device)


def _on_screen(request: Request, tenant: Tenant, screen: Screen) -> Response:
    transaction = session.resume(tenant, request)
    if transaction is None:
        return refuse(request, tenant, lost(), {})
    try:
        asked = asked_for(tenant, transaction)
        return screen(request, tenant, transaction, asked)
    except Refused as refused:
        # However it ends, it is over: going back to the page must not answer the application a second time.
        session.finish(tenant, transaction)
        if transaction.device:
            device_codes.deny(tenant, transaction.device, refused.description)
        return refuse(request, tenant, refused, transaction.params)


def _login(request: Request, tenant: Tenant, transaction: Transaction, asked: AuthorizeRequest) -> Response:
    name = str(asked.client.get("name") or "the application")
    if request.method != "POST":
        hint = transaction.params.get("login_hint", "")
        return page.login(client_name=name, transaction=transaction.id, username=hint, form_scheme=_form_scheme(asked))

    username, password = request.form.get("username", ""), request.form.get("password", "")

    def again(error: str, status: int) -> Response:
        return page.login(
            client_name=name,
            transaction=transaction.id,
            username=username,
            error=error,
            status=status,
            form_scheme=_form_scheme(asked),
        )

    found = users.find(tenant, username, [str(connection["name"]) for connection in asked.connections])
    user = found[0] if found else None
    connection = found[1] if found else str(asked.connections[0].get("name"))
    if reason := attempts.blocked(tenant, request, user, connection):
        return again(reason, 429)  # INFERRED: the status of the token endpoint
    if not users.password_fits(user, password) or user is None:
        logs.write(
            tenant,
            "fp" if user else "fu",
            request,
            description=WRONG_PASSWORD,
            client=asked.client,
            user=user,
            user_name=username[:200],
            connection=connection,
            error="invalid_grant",
        )
        attempts.wrong(tenant, request, user, connection, asked.client)
        return again(WRONG_PASSWORD, 400)
    attempts.right(tenant, request, user)
    if attempts.leaked(tenant, password):
        logs.write(tenant, "pwd_leak", request, client=asked.client, user=user, connection=connection)
        return again(attempts.LEAKED, 400)
    if user.get("blocked"):
        raise Refused("unauthorized", "user is blocked", address=asked.address)
    fresh = session.start(tenant, user, connection)
    logged_in(request, tenant, transaction, asked, found=fresh, user=user)
    transaction.screens = True
    return advance(request, tenant, transaction, fresh)


def _signup(request: Request, tenant: Tenant, transaction: Transaction, asked: AuthorizeRequest) -> Response:
    name, scheme = str(asked.client.get("name") or "the application"), _form_scheme(asked)
    if request.method != "POST":
        hint = transaction.params.get("login_hint", "")
        return page.signup(client_name=name, transaction=transaction.id, email=hint, form_scheme=scheme)
    params = {key: request.form.get(key, "") for key in ("email", "password")}
    connection = next((row for row in asked.connections if row["strategy"] == "auth0"), asked.connections[0])
    try:
        user = accounts.create(request, tenant, asked.client, connection, params)
    except accounts.SignupRefused as refused:
        logs.write(tenant, "fs", request, description=refused.description, client=asked.client)
        return page.signup(
            client_name=name,
            transaction=transaction.id,
            email=params["email"],
            error=refused.description,
            status=400,
            form_scheme=scheme,
        )
    fresh = session.start(tenant, user, str(connection["name"]))
    logged_in(request, tenant, transaction, asked, found=fresh, user=user)
    transaction.screens = True
    return advance(request, tenant, transaction, fresh)


def _consent(request: Request, tenant: Tenant, transaction: Transaction, asked: AuthorizeRequest) -> Response:
    found, user = _signed_in(request, tenant)
    permissions = access.user_permissions(tenant, user, asked.api)
    scope = access.user_scope(tenant, asked.client, asked.api, asked.requested, permissions=permissions)
    if request.method != "POST":
        return page.consent(
            client_name=str(asked.client.get("name") or "The application"),
            api_name=str(asked.api.body.get("name") or asked.api.audience) if asked.api else tenant.host,
            user_name=_user_name(user),
            scopes=consents.described(tenant, asked, scope),
            transaction=transaction.id,
            form_scheme=_form_scheme(asked),
        )
    if request.form.get("action") != "accept":
        raise Refused("access_denied", DECLINED, address=asked.address)
    consents.remember(tenant, asked, user, scope)
    transaction.consented = True
    transaction.screens = True
    return advance(request, tenant, transaction, found)


def _confirm(request: Request, tenant: Tenant, transaction: Transaction, asked: AuthorizeRequest) -> Response:
    found, user = _signed_in(request, tenant)
    if request.method != "POST":
        return page.confirm(
            client_name=str(asked.client.get("name") or "the application"),
            callback=asked.address.redirect_uri,
            user_name=_user_name(user),
            transaction=transaction.id,
            form_scheme=_form_scheme(asked),
        )
    if request.form.get("action") != "accept":
        raise Refused("access_denied", CANCELLED, address=asked.address)
    transaction.confirmed = True
    return advance(request, tenant, transaction, found)


def _mfa_challenge(request: Request, tenant: Tenant, transaction: Transaction, asked: AuthorizeRequest) -> Response:
    found, user = _signed_in(request, tenant)

    def ask(error: str = "", status: int = 200) -> Response:
        return page.mfa(
            transaction=transaction.id,
            user_name=_user_name(user),
            played=not totp.is_enrolled(user),
            form_scheme=_form_scheme(asked),
            error=error,
            status=status,
        )

    if request.method != "POST":
        return ask()
    if not totp.accepts(tenant, user, request.form.get("code", "")):
        logs.write(tenant, "gd_auth_failed", request, description=WRONG_CODE, client=asked.client, user=user)
        return ask(WRONG_CODE, 400)
    logs.write(tenant, "gd_auth_succeed", request, client=asked.client, user=user)
    transaction.factor = True
    transaction.screens = True
    return advance(request, tenant, transaction, found)


def _device(request: Request, tenant: Tenant, transaction: Transaction, asked: AuthorizeRequest) -> Response:
    kept = device_codes.read(tenant, asked.device)
    if kept is None:
        raise lost()
    if request.method != "POST":
        name = str(asked.client.get("name") or "A device")
        return page.device(client_name=name, user_code=str(kept["user_code"]), transaction=transaction.id)
    if request.form.get("action") != "accept":
        session.finish(tenant, transaction)
        device_codes.deny(tenant, asked.device)
        logs.write(tenant, "fdecc", request, description=CANCELLED, client=asked.client, error="access_denied")
        return page.message(title="Device activation cancelled", text="The device was not connected.")
    transaction.confirmed = True
    return advance(request, tenant, transaction, session.read(tenant, request))


def _signed_in(request: Request, tenant: Tenant) -> tuple[session.Session, JSON]:
    found = session.read(tenant, request)
    user = tenant.state.get("user", found.user_id) if found else None
    if found is None or user is None:
        raise lost()
    return found, user


def _user_name(user: JSON) -> str:
    return str(user.get("name") or user.get("email") or user["user_id"])


def _form_scheme(asked: AuthorizeRequest) -> str:
    scheme = urlsplit(asked.address.redirect_uri).scheme
    return "" if scheme in {"", "http", "https"} else f"{scheme}:"
