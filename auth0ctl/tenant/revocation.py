"""Revoking a token (RFC 7009). Auth0 revokes refresh tokens alone, and with them, if so set, the whole grant.

auth0-facts/token-endpoint.md section 12.
"""

from auth0ctl.errors import TenantError
from auth0ctl.tenant.token_endpoint import TokenEndpoint, authenticated_post, read_refusal


def revoke(endpoint: TokenEndpoint, revocation_url: str, token: str, *, token_type_hint: str | None = None) -> None:
    """Revoke a token. A token that the server does not know counts as revoked (RFC 7009 section 2.2).

    ``token_type_hint`` (``refresh_token`` or ``access_token``) is not sent unless given: Auth0 documents none.
    Raises what ``request_token`` raises.
    """
    if not revocation_url:
        raise TenantError("the tenant's discovery document has no revocation_endpoint")
    form = {"token": token} | ({"token_type_hint": token_type_hint} if token_type_hint else {})
    answer = authenticated_post(endpoint, revocation_url, form)
    if 200 < answer.status < 400:  # neither done nor refused: something else than the tenant answers there
        raise TenantError(f"the revocation endpoint answered {answer.status}, where 200 says that it is done")
    if answer.status != 200:  # the body of a 200 is empty at Auth0, and whatever it is elsewhere it says no more
        raise read_refusal(answer, "the revocation endpoint")
