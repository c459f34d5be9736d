"""The browser's session with the tenant, and the transactions of logins under way.

Cookies are host-only and named after the issuer's port, because cookies ignore ports and several local tenants may run
on one machine. Under https they are SameSite=None; Secure, as Auth0's are; under http a browser takes Lax at most.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

TRANSACTION_LIFETIME = 3600  # a login transaction lives at most one hour (authorize.md section 3)
SESSION_HOURS = 168
IDLE_HOURS = 72
MOST_HOURS = 876_000  # a hundred years: a cookie's date must be one that there is


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """``sid`` stands in ID tokens, so it opens nothing; the cookie's ``secret`` does."""

    secret: str = field(repr=False)
    sid: str
    user_id: str
    auth_time: int
    connection: str


def digest(secret: str) -> str:
    """How a secret is named in the store, so that the store alone gives none away."""
    return hashlib.sha256(secret.encode()).hexdigest()


def cookie_name(tenant: Tenant, what: str) -> str:
    parts = urlsplit(tenant.issuer)
    return f"auth0ctl_{parts.port or (443 if parts.scheme == 'https' else 80)}_{what}"


def start(tenant: Tenant, user: JSON, connection: str) -> Session:
    session = Session(
        secret=chance.token_urlsafe(32),
        sid=chance.token_urlsafe(24),
        user_id=str(user["user_id"]),
        auth_time=int(tenant.now()),
        connection=connection,
    )
    _keep(tenant, session)
    return session


def read(tenant: Tenant, request: Request) -> Session | None:
    """The request's session if it is still alive; reading it counts as activity."""
    secret = request.cookies.get(cookie_name(tenant, "session"), "")
    body = tenant.state.peek("session", digest(secret), now=tenant.now()) if secret else None
    if body is None:
        return None
    session = Session(secret=secret, **body)
    _keep(tenant, session)
    return session


def end(tenant: Tenant, request: Request, response: Response) -> str | None:
    """Forget the session. Returns the user's id if there was one."""
    name = cookie_name(tenant, "session")
    body = tenant.state.take("session", digest(request.cookies.get(name, "")), now=tenant.now())
    response.delete_cookie(name, path="/")
    return str(body["user_id"]) if body else None


def set_session_cookie(tenant: Tenant, request: Request, response: Response, session: Session) -> None:
    set_cookie(request, response, cookie_name(tenant, "session"), session.secret, _hours(tenant, "session_lifetime"))


def _keep(tenant: Tenant, session: Session) -> None:
    body = {
        "sid": session.sid,
        "user_id": session.user_id,
        "auth_time": session.auth_time,
        "connection": session.connection,
    }
    ends = min(
        session.auth_time + _hours(tenant, "session_lifetime"), tenant.now() + _hours(tenant, "idle_session_lifetime")
    )
    tenant.state.keep("session", digest(session.secret), body, expires_at=ends)


def _hours(tenant: Tenant, setting: str) -> float:
    default = SESSION_HOURS if setting == "session_lifetime" else IDLE_HOURS
    return min(float(tenant.settings().get(setting) or default), MOST_HOURS) * 3600


def set_cookie(request: Request, response: Response, name: str, value: str, seconds: float) -> None:
    """A cookie that no script reads, for the whole tenant. ``seconds`` is how long it lives."""
    response.set_cookie(
        name,
        value,
        max_age=int(seconds),
        path="/",
        httponly=True,
        secure=request.is_secure,
        samesite="None" if request.is_secure else "Lax",
    )


# Login transactions: the browser that began one holds a cookie, and no other browser can go on with it.


@dataclass(slots=True, kw_only=True)
class Transaction:
    """One login under way: the parameters of its /authorize request and what has happened so far.

    ``logged_in`` holds the sid of the session that this transaction itself made; ``screens`` is true once a page was
    shown; ``consented`` and ``confirmed`` once the user agreed; ``factor`` once a second factor was right. ``device``
    names the device code that the login is for; there are no parameters then.
    """

    params: dict[str, str] = field(repr=False)
    id: str = ""
    browser: str = field(default="", repr=False)
    expires_at: float = 0
    logged_in: str = ""
    screens: bool = False
    consented: bool = False
    confirmed: bool = False
    factor: bool = False
    device: str = field(default="", repr=False)


_BODY = ("params", "browser", "expires_at", "logged_in", "screens", "consented", "confirmed", "factor", "device")


def suspend(tenant: Tenant, request: Request, response: Response, transaction: Transaction) -> None:
    """Keep the transaction while the user looks at a page, and bind it to this browser."""
    name = cookie_name(tenant, "browser")
    transaction.browser = digest(request.cookies.get(name) or _new_browser(request, response, name))
    tenant.state.keep(
        "transaction",
        transaction.id,
        {key: getattr(transaction, key) for key in _BODY},
        expires_at=transaction.expires_at,
    )


def new_transaction(tenant: Tenant, params: dict[str, str]) -> Transaction:
    return Transaction(params=params, id=chance.token_urlsafe(32), expires_at=tenant.now() + TRANSACTION_LIFETIME)


def resume(tenant: Tenant, request: Request) -> Transaction | None:
    """The transaction named by the request's ``state``, if this browser began it and it is not over."""
    identifier = request.values.get("state", "")
    body = tenant.state.peek("transaction", identifier, now=tenant.now())
    browser = request.cookies.get(cookie_name(tenant, "browser"), "")
    if body is None or not hmac.compare_digest(str(body["browser"]), digest(browser)):
        return None
    return Transaction(id=identifier, **body)


def finish(tenant: Tenant, transaction: Transaction) -> bool:
    """True for the one caller that ends the transaction."""
    return tenant.state.take("transaction", transaction.id, now=tenant.now()) is not None


def _new_browser(request: Request, response: Response, name: str) -> str:
    value = chance.token_urlsafe(32)
    set_cookie(request, response, name, value, 30 * 86400)
    return value
