"""A refresh of a login that was kept: under a lock, the new refresh token saved before anything else happens (L09).

Where the client rotates refresh tokens, using one ends it, and using it again ends the whole line of them (Auth0's
reuse detection, auth0-facts/tokens.md section 6). So two shells take turns, the second with the token that the first
was given; and a token that was refused is forgotten, because trying it again can only do harm.
"""

from dataclasses import dataclass, replace

from auth0ctl.errors import AuthError, ConfigError, UsageError, VaultError
from auth0ctl.flows import FLOWS
from auth0ctl.flows.direct import DirectWish
from auth0ctl.journeys.login.direct import direct_login
from auth0ctl.journeys.login.judging import ID_TOKEN
from auth0ctl.journeys.login.world import World
from auth0ctl.protocol import ClientAuthMethod, TokenSet
from auth0ctl.results import Login
from auth0ctl.tenant.dpop import DpopKey
from auth0ctl.tokens.decode import decode
from auth0ctl.vault import SavedLogin, Vault, find_login, replace_refresh_token, save_login

AGAIN = "Log in again: `auth0ctl login --scope 'openid profile email offline_access'`."


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a refresh asks for that the login did not: less scope, or another API (Auth0's multi-resource tokens)."""

    scope: tuple[str, ...] = ()
    audience: str | None = None
    client_auth: ClientAuthMethod | None = None


NOTHING = Change()


def refresh_login(
    vault: Vault, login: SavedLogin, world: World, change: Change = NOTHING, *, in_vault: bool = True
) -> Login:
    """Refresh a login, verify what comes, hold it against the tokens before (I13), and keep it.

    ``in_vault`` False: ``login`` is not kept anywhere yet, its refresh token came from elsewhere. The result's
    ``saved`` says what was kept. Raises AuthError where the login has no refresh token (any more), ConfigError where
    it belongs to another issuer, and what ``direct_login`` raises.
    """
    with vault.refreshing():
        # Read again inside the lock: another shell may have rotated the token meanwhile.
        current = find_login(vault, login.tenant, login.client_id, login.audience) if in_vault else login
        if current is None or not current.refresh_token:
            raise AuthError(f"the login of client {login.client_id} has no refresh token", AGAIN)
        if current.issuer != world.discovery.issuer:
            raise ConfigError(
                f"the login was with {current.issuer}, and this tenant is {world.discovery.issuer}",
                "Its refresh token is not sent there. Log in anew, or choose the tenant with --tenant.",
            )
        trouble: list[str] = []
        result = direct_login(
            wish_for(current, change),
            world,
            arrived=lambda tokens: trouble.extend(rotate(vault, current, tokens)),
        )
        return replace(result, saved=" ".join((*trouble, kept(vault, current, result, change))).strip())


def wish_for(login: SavedLogin, change: Change) -> DirectWish:
    """The refresh of a kept login. No scope means: all that was granted."""
    return DirectWish(
        flow=FLOWS["refresh"],
        client_id=login.client_id,
        scope=change.scope,
        audience=change.audience,
        client_auth=change.client_auth,
        refresh_token=login.refresh_token,
        before=login.id_token,
        nonce=login.nonce,
        scope_before=granted(login),
        audience_before=login.audience,
        dpop_key=DpopKey.from_pem(login.dpop_key.encode()) if login.dpop_key else None,
    )


def granted(login: SavedLogin) -> tuple[str, ...]:
    """The scope that a login was granted; where its answer did not say, what was asked for."""
    return tuple((login.granted_scope or login.requested_scope).split())


def rotate(vault: Vault, login: SavedLogin, tokens: TokenSet) -> tuple[str, ...]:
    """Put a new refresh token in the old one's place the moment it is here: a crash must not lose it. Says trouble."""
    used = login.refresh_token
    if used is None or tokens.refresh_token in (None, used):
        return ()
    try:
        replace_refresh_token(vault, login.tenant, used, tokens.refresh_token)
    except VaultError as error:
        # The tokens are still shown and can be used; only the next refresh will find nothing that works.
        return (f"The new refresh token was not kept: {error.message} {error.hint}".strip(),)
    return ()


def kept(vault: Vault, login: SavedLogin, result: Login, change: Change) -> str:
    """Keep what came, unless it contradicts the login it follows; forget a refresh token that is dead. In words."""
    try:
        if result.refusal:
            # Any other refusal (a missing grant, an Action's no, a wrong secret) says nothing about the token itself.
            if result.refusal.error != "invalid_grant" or login.refresh_token is None:
                return ""
            replace_refresh_token(vault, login.tenant, login.refresh_token, None)
            return f"The refresh token is dead and was forgotten. {AGAIN}"
        wrong = any(one.label == ID_TOKEN and not one.report.passed for one in result.verified)
        if wrong or result.failed_checks or result.tokens is None:
            return "Not kept: it is not certain whose tokens these are."
        save_login(vault, followed(login, result.tokens, change))
    except VaultError as error:
        return f"Not kept: {error.message} {error.hint}".strip()
    return f"Kept in {vault.kind}." if vault.persistent else vault.note


def followed(login: SavedLogin, tokens: TokenSet, change: Change) -> SavedLogin:
    """The login as it is after a refresh. What the answer does not bring anew stays: the ID token, the refresh token.

    A login for another API is an entry of its own; the ID token's nonce goes where the new one has none.
    """
    again = tokens.id_token is None or "nonce" in decode(tokens.id_token).claims
    return replace(
        login,
        audience=change.audience or login.audience,
        granted_scope=tokens.scope or " ".join(change.scope) or login.granted_scope,
        received_at=tokens.received_at,
        expires_in=tokens.expires_in,
        token_type=tokens.token_type,
        nonce=login.nonce if again else None,
        access_token=tokens.access_token or login.access_token,
        id_token=tokens.id_token or login.id_token,
        refresh_token=tokens.refresh_token or login.refresh_token,
    )


def choose(logins: tuple[SavedLogin, ...], client_id: str | None) -> SavedLogin:
    """The last login, or the last one of the client that was named; before them one that has a refresh token.

    Raises UsageError where there is none.
    """
    mine = [login for login in logins if client_id in (None, login.client_id)]
    if not mine:
        whose = f" of client {client_id}" if client_id else ""
        raise UsageError(f"no login{whose} was kept", AGAIN)
    last = mine[-1]
    return last if last.refresh_token else next((one for one in reversed(mine) if one.refresh_token), last)
