"""How a client proves itself at /oauth/token, /oauth/revoke and /oauth/par (token-endpoint.md sections 1, 2 and 11)."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from urllib.parse import unquote_plus

from auth0ctl.localtenant.grants.wire import TokenError
from auth0ctl.localtenant.lazy import load
from auth0ctl.localtenant.messages import Request
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

ASSERTION_ALGORITHMS = ("RS256", "RS384", "PS256")


def unauthorized() -> TokenError:
    """One text for an unknown client, a wrong secret and a missing one."""
    return TokenError(401, "access_denied", "Unauthorized")


def authenticate(tenant: Tenant, request: Request, params: Mapping[str, str]) -> JSON:
    """The client that sent the request. Raises ``TokenError``.

    A secret may come in the body or by Basic, whichever of the two the client was set up for (INFERRED: tolerated).
    A public client needs none, and one that it sends is not looked at (INFERRED). A client with ``private_key_jwt``
    proves itself by an assertion and by nothing else. Certificates are not supported: such a client is refused.
    """
    client_id, secret = _basic(request)
    client_id = client_id or params.get("client_id", "") or _asserted(params)
    secret = secret or params.get("client_secret", "")
    if not client_id:
        raise unauthorized()
    client = tenant.client(client_id)
    if client is None or client.get("global"):
        raise unauthorized()
    if is_public(client):
        return client
    if (client.get("client_authentication_methods") or {}).get("private_key_jwt"):
        load("grants.assertion:check")(tenant, client, params)
        return client
    stored = str(client.get("client_secret") or "")
    if not stored or client.get("client_authentication_methods"):
        raise unauthorized()
    if not hmac.compare_digest(stored.encode(), secret.encode()):
        raise unauthorized()
    return client


def is_public(client: JSON) -> bool:
    """Only an explicit ``none`` makes a client public; without a method it is confidential (clients.md section 1)."""
    return client.get("token_endpoint_auth_method") == "none" and not client.get("client_authentication_methods")


def _asserted(params: Mapping[str, str]) -> str:
    return str(load("grants.assertion:issuer_of")(params)) if params.get("client_assertion") else ""


def _basic(request: Request) -> tuple[str, str]:
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        client_id, _, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise unauthorized() from None
    # RFC 6749 section 2.3.1: both are form-encoded inside.
    return unquote_plus(client_id), unquote_plus(secret)
