"""The pages that the user answers: log in, consent, confirm. Each goes on with the /authorize request behind it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from werkzeug import Request, Response

from auth0ctl.localtenant.login import consents, page, session, users
from auth0ctl.localtenant.login import request as authorize_request
from auth0ctl.localtenant.login.authorize import advance, logged_in, lost, refuse
from auth0ctl.localtenant.login.delivery import Refused
from auth0ctl.localtenant.login.request import AuthorizeRequest
from auth0ctl.localtenant.login.session import Transaction
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access

Screen = Callable[[Request, Tenant, Transaction, AuthorizeRequest], Response]

WRONG_PASSWORD = "Wrong email or password."
DECLINED = "User did not authorize the request"
CANCELLED = "User cancelled the confirmation prompt."


def login(request: Request, tenant: Tenant) -> Response:
    """GET shows the page, POST takes ``username`` and ``password``."""
    return _on_screen(request, tenant, _login)


def consent(request: Request, tenant: Tenant) -> Response:
    """POST takes ``action``: ``accept`` or ``decline``."""
    return _on_screen(request, tenant, _consent)


def confirm(request: Request, tenant: Tenant) -> Response:
    """The login confirmation prompt for callbacks that cannot be verified. POST as for consent."""
    return _on_screen(request, tenant, _confirm)


def _on_screen(request: Request, tenant: Tenant, screen: Screen) -> Response:
    transaction = session.resume(tenant, request)
    if transaction is None:
        return refuse(request, tenant, lost(), {})
    try:
        asked = authorize_request.read(tenant, transaction.params)
        return screen(request, tenant, transaction, asked)
    except Refused as refused:
        # However it ends, it is over: going back to the page must not answer the application a second time.
        session.finish(tenant, transaction)
        return refuse(request, tenant, refused, transaction.params)


def _login(request: Request, tenant: Tenant, transaction: Transaction, asked: AuthorizeRequest) -> Response:
    name = str(asked.client.get("name") or "the application")
    if request.method != "POST":
        hint = transaction.params.get("login_hint", "")
        return page.login(client_name=name, transaction=transaction.id, username=hint, form_scheme=_form_scheme(asked))

    username = request.form.get("username", "")
    found = users.find(tenant, username, [str(connection["name"]) for connection in asked.connections])
    if not users.password_fits(found[0] if found else None, request.form.get("password", "")) or found is None:
        logs.write(
            tenant,
            "fp" if found else "fu",
            request,
            description=WRONG_PASSWORD,
            client=asked.client,
            user=found[0] if found else None,
            user_name=username[:200],
            connection=str(asked.connections[0].get("name")),
            error="invalid_grant",
        )
        return page.login(
            client_name=name,
            transaction=transaction.id,
            username=username,
            error=WRONG_PASSWORD,
            status=400,
            form_scheme=_form_scheme(asked),
        )
    user, connection = found
    if user.get("blocked"):
        raise Refused("unauthorized", "user is blocked", address=asked.address)
    fresh = session.start(tenant, user, connection)
    logged_in(request, tenant, transaction, asked, found=fresh, user=user)
    transaction.screens = True
    return advance(request, tenant, transaction, fresh)


def _consent(request: Request, tenant: Tenant, transaction: Transaction, asked: AuthorizeRequest) -> Response:
    found, user = _signed_in(request, tenant)
    permissions = access.user_permissions(user, asked.api)
    scope = access.user_scope(tenant, asked.client, asked.api, asked.requested, permissions=permissions)
    if request.method != "POST":
        return page.consent(
            client_name=str(asked.client.get("name") or "The application"),
            api_name=str(asked.api.body.get("name") or asked.api.audience) if asked.api else tenant.host,
            user_name=_user_name(user),
            scopes=consents.described(asked, scope),
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
    return "" if scheme in {"http", "https"} else f"{scheme}:"
