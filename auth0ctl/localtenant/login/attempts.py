"""Attack protection at login: guessed passwords, busy addresses, leaked passwords (token-endpoint.md sections 2 and 6).

What counts is set under the Management API's ``/attack-protection/...``, with Auth0's defaults: ten wrong passwords in
a row block an account for the address they came from, a hundred a day block the address. Leaked passwords are looked
for only when that is switched on; in place of a list of them there is Auth0's mark of a password for tests,
``AUTH0-TEST-`` at its beginning (docs: secure/attack-protection/breached-password-detection: INFERRED).
"""

from collections.abc import Mapping
from typing import Any

from auth0ctl.localtenant.login.session import digest
from auth0ctl.localtenant.messages import Request
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

KIND = "wrong_password"
ADDRESS = "wrong_passwords_of_address"
MAX_ATTEMPTS = 10
MAX_OF_ADDRESS = 100
DAY = 86400  # seconds
LEAKED_PREFIX = "AUTH0-TEST-"

BLOCKED = (
    "Your account has been blocked after multiple consecutive login attempts. "
    "We've sent you an email with instructions on how to unblock it."
)
SUSPICIOUS = (
    "We have detected suspicious login behavior and further attempts will be blocked. Please contact the administrator."
)
LEAKED = (
    "This login attempt has been blocked because the password you're using was previously disclosed through a data "
    "breach (not in this application). Please check your email for more information."
)


def blocked(tenant: Tenant, request: Request, user: JSON | None, connection: str) -> str:
    """Why no password is looked at now; empty when one is."""
    throttling = _setting(tenant, "suspicious-ip-throttling")
    if throttling.get("enabled", True) and "block" in throttling.get("shields", ["block"]):
        stage = (throttling.get("stage") or {}).get("pre-login") or {}
        if _count(tenant, ADDRESS, digest(_address(request))) >= int(stage.get("max_attempts", MAX_OF_ADDRESS)):
            return SUSPICIOUS
    limit = _limit(tenant, request, connection)
    if user is not None and limit is not None and _count(tenant, KIND, _key(tenant, request, user)) >= limit:
        return BLOCKED
    return ""


def wrong(tenant: Tenant, request: Request, user: JSON | None, connection: str, client: JSON) -> None:
    """Count a wrong password; the one that reaches the account's limit is logged as ``limit_wc``."""
    _add(tenant, ADDRESS, digest(_address(request)), {}, DAY)
    limit = _limit(tenant, request, connection)
    if user is None or limit is None:
        return
    body = {"user_id": user["user_id"], "ip": _address(request)}
    if _add(tenant, KIND, _key(tenant, request, user), body, 30 * DAY) == limit:
        logs.write(tenant, "limit_wc", request, description=BLOCKED, client=client, user=user, connection=connection)


def right(tenant: Tenant, request: Request, user: JSON) -> None:
    """A good login ends the account's count."""
    tenant.state.take(KIND, _key(tenant, request, user), now=tenant.now())


def leaked(tenant: Tenant, password: str) -> bool:
    setting = _setting(tenant, "breached-password-detection")
    blocks = setting.get("enabled") and "block" in setting.get("shields", [])
    return bool(blocks) and password.startswith(LEAKED_PREFIX)


def _limit(tenant: Tenant, request: Request, connection: str) -> int | None:
    """How many wrong passwords in a row an account may have; None when nobody counts."""
    setting = _setting(tenant, "brute-force-protection")
    options = (tenant.state.find("connection", connection) or {}).get("options") or {}
    counts = setting.get("enabled", True) and "block" in setting.get("shields", ["block"])
    if not counts or not options.get("brute_force_protection", True):
        return None
    if _address(request) in setting.get("allowlist", []):
        return None
    return int(setting.get("max_attempts", MAX_ATTEMPTS))


def _setting(tenant: Tenant, name: str) -> Mapping[str, Any]:
    return tenant.state.get("settings", f"/attack-protection/{name}") or {}


def _count(tenant: Tenant, kind: str, key: str) -> int:
    kept = tenant.state.peek(kind, key, now=tenant.now())
    return int(kept["count"]) if kept else 0


def _add(tenant: Tenant, kind: str, key: str, body: JSON, seconds: float) -> int:
    with tenant.state.transaction():
        count = _count(tenant, kind, key) + 1
        tenant.state.keep(kind, key, {**body, "count": count}, expires_at=tenant.now() + seconds)
    return count


def _key(tenant: Tenant, request: Request, user: JSON) -> str:
    if _setting(tenant, "brute-force-protection").get("mode") == "count_per_identifier":
        return digest(str(user["user_id"]))
    return digest(f"{user['user_id']} {_address(request)}")


def _address(request: Request) -> str:
    return request.remote_addr or "127.0.0.1"
