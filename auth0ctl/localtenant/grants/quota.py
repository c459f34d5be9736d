"""How many machine tokens a client may get: its ``token_quota`` (clients.md section 1, token-endpoint.md section 2)."""

from auth0ctl.localtenant.grants.wire import TokenError
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

KIND = "token_quota"
_WINDOWS = {"per_hour": 3600, "per_day": 86400}  # seconds; that windows are counted from midnight UTC is INFERRED


def spend(tenant: Tenant, client: JSON) -> None:
    """Count one token. Raises ``TokenError`` when the quota is used up and enforced."""
    quota = (client.get("token_quota") or {}).get("client_credentials") or {}
    limits = [(name, seconds) for name, seconds in _WINDOWS.items() if quota.get(name) is not None]
    if not limits or quota.get("enforce") is False:
        return
    with tenant.state.transaction():
        counted = []
        for name, seconds in limits:
            window = int(tenant.now() // seconds)
            key = f"{client['client_id']} {name} {window}"
            count = (tenant.state.peek(KIND, key, now=tenant.now()) or {"count": 0})["count"]
            if count >= int(quota[name]):
                raise TokenError(400, "invalid_request", "Client quota exceeded")
            counted.append((key, count + 1, float((window + 1) * seconds)))
        for key, count, ends in counted:
            tenant.state.keep(KIND, key, {"count": count}, expires_at=ends)
