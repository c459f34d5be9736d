"""Cross-origin authentication: the app's own page takes the password, and /authorize goes on with a login ticket.

POST /co/authenticate checks the password and gives ``login_ticket``, ``co_verifier`` and ``co_id``, with a cookie. The
application then goes to /authorize with the ticket. Where the browser kept the cookie out, as one of a third party, a
page of the tenant asks the client's verification page (``cross_origin_loc``) for the verifier and posts it to
/co/verify. Members and errors are those of Auth0's page "Error Codes and Descriptions" of embedded login, of auth0-js,
and of authorize.md section 11; lifetimes, the order of the checks and what a comment says are INFERRED.
"""

import hmac
import json
import re
from collections.abc import Mapping
from urllib.parse import quote

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.grants import passwordless
from auth0ctl.localtenant.grants.password import PASSWORD, PASSWORD_REALM
from auth0ctl.localtenant.grants.wire import TokenError, read_params
from auth0ctl.localtenant.login import attempts, page, session, users
from auth0ctl.localtenant.login import request as authorize_request
from auth0ctl.localtenant.login.authorize import advance, logged_in, lost, refuse
from auth0ctl.localtenant.login.delivery import Refused, origin_of
from auth0ctl.localtenant.login.redirect_uri import is_registered
from auth0ctl.localtenant.login.session import Transaction, digest
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

KIND = "login_ticket"
LIFETIME = 900  # seconds: as long as auth0-js keeps the verifier

NOT_ALLOWED = "Cross origin login not allowed."
UNKNOWN_TICKET = "Unknown or invalid login ticket."
NO_VERIFICATION_PAGE = "Unable to configure verification page."  # captured at auth0/lock, issue 1519
WRONG = "Wrong email or password."

# What each type of credential takes, beside client_id and credential_type.
_FIELDS: Mapping[str, tuple[str, ...]] = {
    PASSWORD_REALM: ("username", "password", "realm"),
    PASSWORD: ("username", "password"),
    passwordless.OTP: ("username", "otp", "realm"),
}


class _Failed(Exception):
    """/co/authenticate says no: status, ``error``, ``error_description``. ``user`` is who it was about, if known."""

    def __init__(self, status: int, error: str, description: str, *, user: JSON | None = None) -> None:
        super().__init__(error, description)
        self.status = status
        self.error = error
        self.description = description
        self.user = user


def authenticate(request: Request, tenant: Tenant) -> Response:
    """POST /co/authenticate, JSON. An origin that the client does not name gets plain text, as documented."""
    client: JSON | None = None
    params: Mapping[str, str] = {}
    try:
        params = _read(request)
        client = tenant.client(params.get("client_id", ""))
        if client is None or client.get("global") or not _is_on(client):
            raise _Failed(401, "unauthorized_client", NOT_ALLOWED)  # for an unknown client INFERRED
        if not _may_ask(tenant, request, client):
            text = f"Origin {request.headers.get('Origin', 'undefined')[:200]} is not allowed."
            logs.write(tenant, "fco", request, description=f"{text} Behavior used for check: WEB ORIGIN", client=client)
            return Response(text, status=403, content_type="text/plain; charset=utf-8")
        user, connection = _user(request, tenant, client, params)
    except _Failed as failed:
        name = params.get("username", "")[:200]
        logs.write(
            tenant,
            "fcoa",
            request,
            description=failed.description,
            client=client,
            user=failed.user,
            user_name=name,
            connection=params.get("realm", "")[:200],
            error=failed.error,
        )
        return _answer(failed.status, {"error": failed.error, "error_description": failed.description})
    logs.write(tenant, "scoa", request, client=client, user=user, connection=connection)
    return _ticket(request, tenant, client, user, connection)


def _read(request: Request) -> dict[str, str]:
    try:
        params = read_params(request)
    except TokenError as error:
        raise _Failed(400, "invalid_request", error.description) from error
    kind = params.get("credential_type", "")
    if kind and kind not in _FIELDS:
        raise _Failed(400, "unsupported_credential_type", "Unknown credential type parameter.")
    names = ("client_id", "credential_type", *_FIELDS.get(kind, _FIELDS[PASSWORD_REALM]))
    if set(params) != set(names) or not all(params.values()):
        text = f"Invalid request body. All and only of {', '.join(names)} are required."
        raise _Failed(400, "invalid_request", text)
    return params


def _is_on(client: JSON) -> bool:
    return bool(client.get("cross_origin_authentication") or client.get("cross_origin_auth"))


def _may_ask(tenant: Tenant, request: Request, client: JSON) -> bool:
    """Is the page on the tenant itself, or on one of the client's web origins (so says the log entry of a refusal)?"""
    origin = request.headers.get("Origin", "")
    allowed = [str(entry).rstrip("/") for entry in client.get("web_origins") or []]
    return origin == tenant.origin or (bool(origin) and is_registered(origin, allowed, wildcards=True))


def _user(request: Request, tenant: Tenant, client: JSON, params: Mapping[str, str]) -> tuple[JSON, str]:
    """Who it is, and the connection's name. Raises ``_Failed``."""
    if params["credential_type"] == passwordless.OTP:
        try:
            user, connection = passwordless.verified(
                tenant, client, realm=params["realm"], address=params["username"], code=params["otp"]
            )
        except TokenError as error:
            if error.error == "bad.connection":
                raise _Failed(400, "invalid_request", f"Unknown realm {params['realm'][:200]}.") from error
            raise _Failed(403, "access_denied", error.description) from error
    else:
        user, connection = _by_password(request, tenant, client, params)
    if user.get("blocked"):
        raise _Failed(403, "blocked_user", "Blocked user", user=user)
    return user, connection


def _by_password(request: Request, tenant: Tenant, client: JSON, params: Mapping[str, str]) -> tuple[JSON, str]:
    name = params.get("realm") or tenant.setting("default_directory")
    row = tenant.state.find("connection", name) if name else None
    if row is None or client["client_id"] not in (row.get("enabled_clients") or []):
        raise _Failed(400, "invalid_request", f"Unknown realm {name[:200]}.")  # for one that is not enabled INFERRED
    found = users.find(tenant, params["username"], [name])
    user = found[0] if found else None
    if reason := attempts.blocked(tenant, request, user, name):
        raise _Failed(429, "too_many_attempts", reason, user=user)
    if not users.password_fits(user, params["password"]) or user is None:
        attempts.wrong(tenant, request, user, name, client)
        raise _Failed(403, "access_denied", WRONG, user=user)
    attempts.right(tenant, request, user)
    if attempts.leaked(tenant, params["password"]):
        raise _Failed(401, "password_leaked", attempts.LEAKED.partition(" Please")[0], user=user)
    return user, name


def _ticket(request: Request, tenant: Tenant, client: JSON, user: JSON, connection: str) -> Response:
    ticket, verifier, co_id = (chance.token_urlsafe(size) for size in (24, 24, 9))
    body = {
        "client_id": client["client_id"],
        "user_id": user["user_id"],
        "connection": connection,
        "verifier": digest(verifier),
        "co_id": co_id,
    }
    tenant.state.keep(KIND, digest(ticket), body, expires_at=tenant.now() + LIFETIME)
    response = _answer(200, {"login_ticket": ticket, "co_verifier": verifier, "co_id": co_id})
    session.set_cookie(request, response, session.cookie_name(tenant, "co"), verifier, LIFETIME)
    return response


def _answer(status: int, body: JSON) -> Response:
    headers = {"Cache-Control": "no-store"}
    return Response(json.dumps(body), status=status, headers=headers, content_type="application/json; charset=utf-8")


def go_on(request: Request, tenant: Tenant, transaction: Transaction) -> Response:
    """A request of /authorize that carries a login ticket. Raises ``Refused``."""
    asked = authorize_request.read(tenant, transaction.params)
    kept = _kept(tenant, transaction)
    if kept is None or not _is_on(asked.client):
        raise Refused("access_denied", UNKNOWN_TICKET, address=asked.address)  # code INFERRED
    verifier = request.cookies.get(session.cookie_name(tenant, "co"), "")
    if _is_right(kept, verifier):
        return _logged_in(request, tenant, transaction)
    location = str(asked.client.get("cross_origin_loc") or "")
    if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+(?:[/?][^\s#]*)?", location) or not origin_of(location):
        raise Refused("server_error", NO_VERIFICATION_PAGE, address=asked.address)
    if asked.silent:
        raise Refused("login_required", "Login required", address=asked.address)  # a hidden frame in another: INFERRED
    own = request.host_url.rstrip("/")
    response = page.cross_origin(
        transaction=transaction.id,
        frame=f"{location}#origin={quote(own, safe='')}",
        target=origin_of(location),
        co_id=str(kept["co_id"]),
    )
    session.suspend(tenant, request, response, transaction)
    return response


def verify(request: Request, tenant: Tenant) -> Response:
    """POST /co/verify: ``state`` names the login under way, ``verifier`` is what the verification page held."""
    transaction = session.resume(tenant, request)
    if transaction is None:
        return refuse(request, tenant, lost(), {})
    try:
        kept = _kept(tenant, transaction)
        if kept is None or not _is_right(kept, request.form.get("verifier", "")):
            address = authorize_request.read(tenant, transaction.params).address
            raise Refused("access_denied", UNKNOWN_TICKET, address=address)
        return _logged_in(request, tenant, transaction)
    except Refused as refused:
        session.finish(tenant, transaction)
        return refuse(request, tenant, refused, transaction.params)


def _kept(tenant: Tenant, transaction: Transaction) -> JSON | None:
    """What the transaction's ticket stands for, if it is one of the same client."""
    ticket = transaction.params.get("login_ticket", "")
    kept = tenant.state.peek(KIND, digest(ticket), now=tenant.now())
    return kept if kept and kept["client_id"] == transaction.params.get("client_id") else None


def _is_right(kept: JSON, verifier: str) -> bool:
    return hmac.compare_digest(digest(verifier), str(kept["verifier"]))


def _logged_in(request: Request, tenant: Tenant, transaction: Transaction) -> Response:
    asked = authorize_request.read(tenant, transaction.params)
    ticket = digest(transaction.params["login_ticket"])
    kept = tenant.state.take(KIND, ticket, now=tenant.now())  # of two that come with it, one gets in
    user = tenant.state.get("user", kept["user_id"]) if kept else None
    if kept is None or user is None or all(row["name"] != kept["connection"] for row in asked.connections):
        raise Refused("access_denied", UNKNOWN_TICKET, address=asked.address)
    fresh = session.start(tenant, user, str(kept["connection"]))
    user = logged_in(request, tenant, transaction, asked, found=fresh, user=user)
    transaction.screens = True  # whoever has just given a password need not confirm the login as well (INFERRED)
    response = advance(request, tenant, transaction, fresh)
    response.delete_cookie(session.cookie_name(tenant, "co"), path="/")
    return response
