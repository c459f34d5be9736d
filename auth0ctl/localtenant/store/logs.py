"""The tenant log: one entry for every attempt (management-api.md section 5)."""

from datetime import UTC, datetime
from typing import Any

from werkzeug import Request

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

KEPT = 2000  # entries; the oldest go first


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
    moment = datetime.fromtimestamp(tenant.now(), tz=UTC)
    log_id = f"900{moment:%Y%m%d%H%M%S}{moment.microsecond:06d}{chance.randbelow(10**30):030d}"
    told: JSON = dict(details or {})
    if error:
        told["error"] = {"message": description, "oauthError": error, "type": "oauth-authorization"}
    body: dict[str, Any] = {
        "date": f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z",
        "type": kind,
        "description": description,
        "connection": connection,
        "client_id": (client or {}).get("client_id", client_id),
        "client_name": (client or {}).get("name", ""),
        "ip": (request.remote_addr or "127.0.0.1") if request else "127.0.0.1",
        "user_agent": request.user_agent.string if request else "",
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
    always = {"date", "type", "log_id", "_id", "isMobile", "ip"}
    entry = {key: value for key, value in body.items() if key in always or value}
    tenant.state.insert("log", log_id, entry)
    if tenant.state.count("log") > KEPT:
        for old in tenant.state.page("log", offset=0, limit=100):
            tenant.state.delete("log", old["log_id"])
    return log_id
