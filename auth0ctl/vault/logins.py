"""The last login of each tenant, kept so that ``token verify``, ``token get`` and ``token refresh`` need no arguments.

Each login is an entry of its own, ``login/<tenant>/<key>``, the key made from client and audience; ``login/<tenant>``
is an index: which keys there are, and which was last; ``tenants`` names the tenants that have one. An index names a
thing before it is written, so whatever is stored can be found again to be deleted.

One refresh token may stand in several entries (Auth0 lets one serve several APIs), so its rotation changes them all.
"""

import hashlib
import json
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any, Self

from auth0ctl.errors import VaultError
from auth0ctl.protocol import TokenSet
from auth0ctl.vault.store import Vault

SCHEMA = 1
SECRETS = ("client_secret", "api_token", "management_token")
TENANTS = "tenants"


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedLogin:
    """A login as it happened: what was asked, what came back. Scopes are space-separated, as on the wire.

    ``granted_scope`` is None where the answer did not say (then: as requested, RFC 6749 section 5.1). ``received_at``
    has a time zone. ``issuer`` says whose tokens these are: compare it with the tenant's before using them.
    """

    tenant: str
    issuer: str
    client_id: str
    audience: str | None
    requested_scope: str
    granted_scope: str | None
    received_at: datetime
    flow: str
    response_type: str | None = None
    expires_in: int | None = None  # seconds
    token_type: str = "Bearer"
    organization: str | None = None
    max_age: int | None = None  # seconds
    nonce: str | None = field(repr=False, default=None)
    access_token: str | None = field(repr=False, default=None)
    id_token: str | None = field(repr=False, default=None)
    refresh_token: str | None = field(repr=False, default=None)
    dpop_key: str | None = field(repr=False, default=None)  # PEM: the private key that DPoP-bound tokens need

    @property
    def expires_at(self) -> datetime | None:
        """When the access token ends, by ``expires_in``; None where the answer did not say."""
        return None if self.expires_in is None else self.received_at + timedelta(seconds=self.expires_in)

    @property
    def tokens(self) -> TokenSet:
        return TokenSet(
            received_at=self.received_at,
            access_token=self.access_token,
            id_token=self.id_token,
            refresh_token=self.refresh_token,
            token_type=self.token_type,
            expires_in=self.expires_in,
            scope=self.granted_scope,
        )

    def to_json(self) -> str:
        """The login as JSON text, tokens included: for a vault, nowhere else."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return json.dumps({"schema": SCHEMA, **values, "received_at": self.received_at.isoformat()})

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read ``to_json``'s text; members it does not know are passed over. Raises ValueError for anything else."""
        document = json.loads(text)
        if not isinstance(document, dict) or document.get("schema") != SCHEMA:
            raise ValueError("not a saved login of this version")
        values: dict[str, Any] = {one.name: document[one.name] for one in fields(cls) if one.name in document}
        try:
            values["received_at"] = datetime.fromisoformat(values["received_at"])
            return cls(**values)
        except (KeyError, TypeError):
            raise ValueError("not a saved login") from None


def save_login(vault: Vault, login: SavedLogin) -> None:
    """Store ``login`` as its tenant's last one, in place of an earlier one of the same client and audience.

    Raises VaultError where it could not be stored; the caller still has the tokens and shows them.
    """
    key = _key(login.client_id, login.audience)
    with vault.exclusive():
        if login.tenant not in (tenants := known_tenants(vault)):
            _write_tenants(vault, (*tenants, login.tenant))
        keys, last = _index(vault, login.tenant)
        if key not in keys:
            keys = (*keys, key)
            _write_index(vault, login.tenant, keys, last)
        vault.set(_account(login.tenant, key), login.to_json())
        if last != key:
            _write_index(vault, login.tenant, keys, key)


def last_login(vault: Vault, tenant: str) -> SavedLogin | None:
    """The tenant's last login; None where there is none, or its entry cannot be read any more."""
    _, last = _index(vault, tenant)
    return _login(vault, tenant, last) if last else None


def find_login(vault: Vault, tenant: str, client_id: str, audience: str | None) -> SavedLogin | None:
    """The login of that client for that audience (None: none was asked for), wherever it stands in time."""
    return _login(vault, tenant, _key(client_id, audience))


def all_logins(vault: Vault, tenant: str) -> tuple[SavedLogin, ...]:
    """Every login of the tenant that can be read, the last one at the end."""
    keys, last = _index(vault, tenant)
    ordered = sorted(keys, key=lambda key: key == last)
    return tuple(login for key in ordered if (login := _login(vault, tenant, key)) is not None)


def known_tenants(vault: Vault) -> tuple[str, ...]:
    """The tenants that a login was ever kept for and not forgotten."""
    try:
        return tuple(str(name) for name in json.loads(vault.get(TENANTS) or "{}").get("tenants", ()))
    except (ValueError, TypeError, AttributeError):
        return ()


def replace_refresh_token(vault: Vault, tenant: str, used: str, new: str | None) -> int:
    """Put ``new`` (None: nothing) in the place of the refresh token ``used`` in every login of the tenant that has it.

    Each entry changes in one step, so it holds the old token or the new one whatever happens (L09). Returns how many
    changed. Raises VaultError where one could not be written.
    """
    count = 0
    with vault.exclusive():
        for key in _index(vault, tenant)[0]:
            login = _login(vault, tenant, key)
            if login is not None and login.refresh_token == used:
                vault.set(_account(tenant, key), replace(login, refresh_token=new).to_json())
                count += 1
    return count


def forget_login(vault: Vault, tenant: str) -> int:
    """Delete all of the tenant's logins and prove it by reading back (standards.md S15).

    Returns how many there were. Raises VaultError where one is still there.
    """
    with vault.exclusive():
        keys, _ = _index(vault, tenant)
        accounts = [_account(tenant, key) for key in keys]
        count = sum(vault.get(account) is not None for account in accounts)
        for account in (*accounts, _account(tenant)):  # the index last: a crash leaves what is needed to go on
            vault.delete(account)
        left = [account for account in (*accounts, _account(tenant)) if vault.get(account) is not None]
        if not left and tenant in (tenants := known_tenants(vault)):
            _write_tenants(vault, tuple(name for name in tenants if name != tenant))
    if left:
        raise VaultError(f"Still stored in {vault.kind}: {', '.join(left)}.", "Delete it there by hand.")
    return count


def secret_account(tenant: str, name: str) -> str:
    """The account of one of a tenant's ``SECRETS``."""
    if name not in SECRETS:
        raise ValueError(f"{name} is not among {SECRETS}, so nobody would delete it")
    return f"secret/{tenant}/{name}"


def forget_tenant(vault: Vault, tenant: str) -> None:
    """Delete all that is stored for a tenant, secrets and logins. Raises VaultError where something is still there."""
    forget_login(vault, tenant)
    for name in SECRETS:
        vault.delete(secret_account(tenant, name))


def _account(tenant: str, key: str = "") -> str:
    return f"login/{tenant}/{key}" if key else f"login/{tenant}"


def _key(client_id: str, audience: str | None) -> str:
    """Short and of plain letters, because audiences are long URLs; None and "" are two audiences."""
    return hashlib.sha256(json.dumps([client_id, audience]).encode()).hexdigest()[:16]


def _login(vault: Vault, tenant: str, key: str) -> SavedLogin | None:
    text = vault.get(_account(tenant, key))
    if text is None:
        return None
    try:
        return SavedLogin.from_json(text)
    except ValueError:
        return None


def _index(vault: Vault, tenant: str) -> tuple[tuple[str, ...], str | None]:
    """All keys, and the last one."""
    text = vault.get(_account(tenant))
    if text is None:
        return (), None
    try:
        document = json.loads(text)
        return tuple(str(key) for key in document["keys"]), document["last"]
    except (ValueError, KeyError, TypeError):
        return (), None


def _write_tenants(vault: Vault, tenants: tuple[str, ...]) -> None:
    if tenants:
        vault.set(TENANTS, json.dumps({"schema": SCHEMA, "tenants": tenants}))
    else:
        vault.delete(TENANTS)


def _write_index(vault: Vault, tenant: str, keys: tuple[str, ...], last: str | None) -> None:
    vault.set(_account(tenant), json.dumps({"schema": SCHEMA, "keys": keys, "last": last}))
