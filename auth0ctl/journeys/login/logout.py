"""Ending logins: the refresh token revoked first, then all forgotten on this machine, which works offline too (L15).

What stays is the browser's own session at the tenant: only the browser can end it, at the tenant's logout page
(auth0-facts/authorize.md section 10).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from auth0ctl.errors import Auth0ctlError, ConfigError, VaultError
from auth0ctl.protocol import Discovery
from auth0ctl.tenant.revocation import revoke
from auth0ctl.tenant.token_endpoint import TokenEndpoint
from auth0ctl.tokens.decode import decode
from auth0ctl.vault import SavedLogin, Vault, all_logins, forget_login

Revoke = Callable[[SavedLogin], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What leaving a tenant came to. ``logins`` were forgotten; ``held`` of them had a refresh token.

    ``last`` says whose browser session there may still be. ``troubles`` are what went wrong, in the order of things.
    """

    tenant: str
    logins: int
    held: int
    revoked: int
    last: SavedLogin | None
    troubles: tuple[Auth0ctlError, ...] = ()


def leave(vaults: Iterable[Vault], tenant: str, revoke_one: Revoke | None) -> Left:
    """Forget every login of a tenant, in every vault, after ``revoke_one`` has had each refresh token once.

    Nothing that goes wrong with revoking keeps a login here; each vault has proved by reading back that nothing is
    left in it (S15).
    """
    count, revoked, last = 0, 0, None
    seen: set[tuple[str, str]] = set()
    troubles: list[Auth0ctlError] = []
    for vault in vaults:
        try:
            with vault.refreshing():  # a refresh at the same time would bring the login back
                for login in all_logins(vault, tenant):
                    last = login
                    known = (login.client_id, login.refresh_token or "")
                    if not login.refresh_token or known in seen:
                        continue
                    seen.add(known)
                    if revoke_one is None:
                        continue
                    try:
                        revoke_one(login)
                        revoked += 1
                    except Auth0ctlError as error:
                        troubles.append(error)
                count += forget_login(vault, tenant)
        except VaultError as error:
            troubles.append(error)
    return Left(tenant=tenant, logins=count, held=len(seen), revoked=revoked, last=last, troubles=tuple(troubles))


def revoke_token(endpoint: TokenEndpoint, discovery: Discovery, token: str, issuer: str | None) -> None:
    """Revoke a refresh token at the issuer that gave it. Raises ConfigError where that is another one (or TokenRefused,
    RateLimited, TenantError, NetworkError)."""
    if issuer not in (None, discovery.issuer):
        raise ConfigError(
            f"the refresh token is of {issuer}, and this tenant is {discovery.issuer}: it is not sent there",
            "Choose its tenant with --tenant.",
        )
    revoke(endpoint, discovery.revocation_endpoint, token)


def logout_url(discovery: Discovery, login: SavedLogin | None, client_id: str | None, *, federated: bool) -> str:
    """Where a browser ends its session: the provider's end_session_endpoint, else Auth0's /v2/logout.

    The ID token would be the better hint, but it is no thing to print: its ``sid`` with the client's id is enough for
    Auth0 (authorize.md section 10). ``federated`` also ends the session at the identity provider behind the tenant.
    """
    whose = login.client_id if login else client_id
    query = {"client_id": whose} if whose else {}
    if discovery.end_session_endpoint and login and login.id_token:
        sid = decode(login.id_token).claims.get("sid")
        query |= {"logout_hint": sid} if isinstance(sid, str) and sid else {}
    page = discovery.end_session_endpoint or f"{discovery.issuer.rstrip('/')}/v2/logout"
    words = [*([urlencode(query)] if query else []), *(["federated"] if federated else [])]
    return f"{page}?{'&'.join(words)}" if words else page
