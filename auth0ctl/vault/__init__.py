"""Tokens and secrets at rest: the system's keyring, a file that only its owner can read, or memory.

Never plain text on disk unless it was asked for. Opening a vault imports keyring (slow), so open it only to use it.
"""

from auth0ctl.vault.choice import every_vault, open_vault
from auth0ctl.vault.file import file_vault
from auth0ctl.vault.foreign import foreign_entries
from auth0ctl.vault.logins import (
    SavedLogin,
    all_logins,
    find_login,
    forget_login,
    forget_tenant,
    known_tenants,
    last_login,
    replace_refresh_token,
    save_login,
    secret_account,
)
from auth0ctl.vault.oskeyring import TIMEOUT, TIMEOUT_WITH_PROMPT
from auth0ctl.vault.store import Vault, memory_vault

__all__ = [
    "TIMEOUT",
    "TIMEOUT_WITH_PROMPT",
    "SavedLogin",
    "Vault",
    "all_logins",
    "every_vault",
    "file_vault",
    "find_login",
    "foreign_entries",
    "forget_login",
    "forget_tenant",
    "known_tenants",
    "last_login",
    "memory_vault",
    "open_vault",
    "replace_refresh_token",
    "save_login",
    "secret_account",
]
