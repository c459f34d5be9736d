"""DPoP: is a proof there, and must there be one (token-endpoint.md 11, RFC 9449)? Reading it is dpop_proof.py's."""

from auth0ctl.localtenant.grants.client_auth import is_public
from auth0ctl.localtenant.grants.wire import TokenError
from auth0ctl.localtenant.lazy import load
from auth0ctl.localtenant.messages import Request
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens.access import Api

ALGORITHMS = ("ES256",)


def proven_key(request: Request, tenant: Tenant, client: JSON) -> str | None:
    """The thumbprint of the key that the request proves; None without a proof. Raises ``TokenError``."""
    if "DPoP" not in request.headers:
        return None
    thumbprint: str = load("grants.dpop_proof:proven_key")(request, tenant, client)
    return thumbprint


def check_required(client: JSON, api: Api | None, jkt: str | None) -> None:
    """Raises ``TokenError`` when the client or the API takes bound tokens only and nothing was proven."""
    if jkt is not None:
        return
    wanted = (api.body.get("proof_of_possession") or {}) if api else {}
    by_api = wanted.get("required") and wanted.get("mechanism") == "dpop"
    if by_api and wanted.get("required_for") == "public_clients":
        by_api = is_public(client)
    if by_api or client.get("require_proof_of_possession"):
        raise TokenError(400, "invalid_request", "A DPoP proof is required")  # INFERRED
