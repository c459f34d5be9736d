"""The tenant log: one entry for every attempt (management-api.md section 5)."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.messages import Request
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

KEPT = 2000  # entries; the oldest go first
_ALWAYS = frozenset({"date", "type", "log_id", "_id", "isMobile", "ip"})
_SWEPT_AT = "00"  # the end of an id; one in a hundred has it


def write(
    tenant: Tenant,
    kind: str,
    request: Request | None,
    *,
    description: str = "",
    client: JSON | None = None,
    client_id: str = "",
    user: JSON | None = None,
    user_name: str = "",
    connection: str = "",
    audience: str = "",
    scope: tuple[str, ...] = (),
    error: str = "",
    details: JSON | None = None,
) -> str:
    """Add an entry of the type ``kind`` ("s", "fp", "feacft" ...) and return its id. No secret may come in."""
    now = tenant.now()
    micros = int(now % 1 * 1_000_000)
    second, date = _second(int(now))
    log_id = f"900{second}{micros:06d}{chance.any_below(10**30):030d}"
    told: JSON = dict(details or {})
    if error:
        told["error"] = {"message": description, "oauthError": error, "type": "oauth-authorization"}
    body: dict[str, Any] = {
        "date": f"{date}.{micros // 1000:03d}Z",
        "type": kind,
        "description": description,
        "connection": connection,
        "client_id": (client or {}).get("client_id", client_id),
        "client_name": (client or {}).get("name", ""),
        "ip": (request.remote_addr or "127.0.0.1") if request else "127.0.0.1",
        "user_agent": request.headers.get("User-Agent", "") if request else "",
        "hostname": tenant.host,
        "user_id": (user or {}).get("user_id", ""),
        "user_name": (user or {}).get("email", user_name),
        "audience": audience,
        "scope": list(scope),
        "log_id": log_id,
        "_id": log_id,
        "isMobile": False,
        "details": told,
    }
    entry = {key: value for key, value in body.items() if value or key in _ALWAYS}
    tenant.state.append("log", log_id, entry)
    if log_id.endswith(_SWEPT_AT):
        tenant.state.forget("log", but=KEPT)
    return log_id


@lru_cache(maxsize=1)
def _second(now: int) -> tuple[str, str]:
    """A Unix second as digits, and as a date without its end."""
    moment = datetime.fromtimestamp(now, tz=UTC)
    return f"{moment:%Y%m%d%H%M%S}", f"{moment:%Y-%m-%dT%H:%M:%S}"
