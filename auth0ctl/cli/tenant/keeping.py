"""Where a tenant is kept: its secrets in the vault, the rest in its profile."""

from collections.abc import Callable
from dataclasses import replace

from auth0ctl.cli.remembered import forget_names, remember_tenants
from auth0ctl.cli.session import Session
from auth0ctl.errors import ConfigError
from auth0ctl.journeys.tenants.access import Credentials
from auth0ctl.profiles import Profile, Profiles, change_profiles, with_profile
from auth0ctl.vault import every_vault, forget_tenant, secret_account


def keep(session: Session, profile: Profile, credentials: Credentials) -> bool:
    """Keep a tenant; whether it is the current one now. What was kept under its name before is forgotten first.

    Raises ConfigError where there is no keyring for a secret, or the profiles cannot be written.
    """
    if session.given.get("insecure_storage"):
        profile = replace(profile, insecure_storage=True)
    if profile.name in session.profiles.by_name:
        # Another tenant's token under this name would be sent to the new domain.
        forget(session, profile.name)
    secrets = {"client_secret": credentials.client_secret, "api_token": credentials.api_token}
    kept = {key: value for key, value in secrets.items() if value}
    if kept:
        keep_secrets(session, profile, kept)
    return change(session, lambda before: with_profile(before, profile)).current == profile.name


def keep_secrets(session: Session, profile: Profile, secrets: dict[str, str]) -> None:
    """Put a tenant's secrets into the vault, before its profile says that it exists."""
    vault = session.open_vault(before_login=True, domain=profile.domain)
    if not vault.persistent:
        raise ConfigError(
            "this machine has no keyring to keep the secret in",
            "Add --insecure-storage to keep it in a file only you can read, or leave it out and set "
            "AUTH0_CLIENT_SECRET or AUTH0_API_TOKEN when you need it.",
        )
    for key, value in secrets.items():
        vault.set(secret_account(profile.name, key), value)


def forget(session: Session, name: str) -> None:
    """Delete a tenant's secrets and logins, wherever they may lie. Raises VaultError where something is still there."""
    backend = session.environ.get("AUTH0CTL_KEYRING_BACKEND") or None
    for vault in every_vault(session.folders, session.environ, backend=backend):
        forget_tenant(vault, name)
    forget_names(session.folders, name)


def change(session: Session, how: Callable[[Profiles], Profiles]) -> Profiles:
    """Change the profiles file. It is read first, so that what is wrong with it has been said."""
    assert session.profiles is not None
    changed = change_profiles(session.folders, how)
    remember_tenants(session.folders, changed)
    return changed
