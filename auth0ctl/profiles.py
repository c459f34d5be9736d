"""Profiles: what is remembered about each tenant, in ``profiles.toml``. Never a secret; those are in the vault.

    schema = 1
    current = "prod"

    [tenant.prod]
    domain = "x.eu.auth0.com"
    client_id = "..."

Comments are not kept when the file is rewritten; tables and keys this version does not know are.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from auth0ctl.errors import ConfigError, UsageError
from auth0ctl.files import LOCK_WAIT, Folders, locked, read_file, write_file
from auth0ctl.lookup import load

SCHEMA = 1
LOCAL = "local"  # the built-in tenant: always there, never a profile
HEADER = "# Written by auth0ctl, which does not keep comments. Secrets are not kept here.\n"
SECRET_KEYS = ("client_secret", "api_token", "access_token", "refresh_token", "id_token", "password")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One tenant. ``domain`` as ``settings.tenant_origin`` takes it; ``raw``: its TOML table, unknown keys and all."""

    name: str
    domain: str
    client_id: str | None = None
    audience: str | None = None
    scope: str | None = None  # space-separated, as on the wire
    connection: str | None = None
    organization: str | None = None
    insecure_storage: bool | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)


KEYS = tuple(f.name for f in fields(Profile) if f.name not in {"name", "raw"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """The whole file. ``notes`` are sentences for stderr; ``schema`` above ours means it must not be written."""

    current: str | None = None
    by_name: Mapping[str, Profile] = field(default_factory=lambda: MappingProxyType({}))
    notes: tuple[str, ...] = ()
    schema: int = SCHEMA
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False)


def profiles_file(folders: Folders) -> Path:
    return folders.config / "profiles.toml"


def read_profiles(folders: Folders, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Profiles:
    """Read the profiles; none where there is no file. Never raises: what is wrong with the file is said in ``notes``.

    A file that is not TOML is moved aside to ``profiles.toml.corrupt-<time>`` and the answer is empty. A table that
    makes no sense is left out of ``by_name`` and kept in the file.
    """
    path = profiles_file(folders)
    try:
        profiles = _read(path)
        if profiles is None:
            with locked(_lock_of(path)):
                profiles = _read_or_move_aside(path, now())
    except OSError as error:
        return Profiles(notes=(f"Cannot read {path}: {error.strerror}. Going on without profiles.",))
    except ConfigError as error:
        return Profiles(notes=(f"{path} is not a profiles file. {error.message} Going on without profiles.",))
    return profiles


def change_profiles(
    folders: Folders,
    change: Callable[[Profiles], Profiles],
    *,
    wait: float = LOCK_WAIT,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Profiles:
    """Read, ``change`` and write the profiles under the lock, so that no other process's change is lost.

    Raises ConfigError where the file cannot be written or was written by a newer auth0ctl.
    """
    path = profiles_file(folders)
    with locked(_lock_of(path), wait=wait):
        try:
            before = _read_or_move_aside(path, now())
        except OSError as error:
            raise ConfigError(f"Cannot read {path}: {error.strerror}.") from error
        if before.schema > SCHEMA:
            raise ConfigError(
                f"{path} was written by a newer auth0ctl (schema {before.schema}, this one knows {SCHEMA}).",
                "Update auth0ctl, or set AUTH0CTL_HOME to another folder.",
            )
        after = change(before)
        # resolve(): a dotfiles link stays a link, and its target is replaced
        write_file(path.resolve(), (HEADER + load("tomli_w:dumps")(_document(after))).encode())
    return Profiles(current=after.current, by_name=after.by_name, notes=before.notes, raw=after.raw)


def with_profile(profiles: Profiles, profile: Profile) -> Profiles:
    """The profiles with one added or replaced; the first one becomes the current. Raises UsageError for a bad name."""
    check_name(profile.name)
    by_name = MappingProxyType({**profiles.by_name, profile.name: profile})
    return Profiles(current=profiles.current or profile.name, by_name=by_name, raw=profiles.raw)


def without_profile(profiles: Profiles, name: str) -> Profiles:
    """The profiles without ``name``; where it was the current one, none is. Raises ConfigError where it is unknown."""
    _known(profiles, name)
    by_name = MappingProxyType({key: value for key, value in profiles.by_name.items() if key != name})
    tables = {key: value for key, value in profiles.raw.get("tenant", {}).items() if key != name}
    current = None if profiles.current == name else profiles.current
    return Profiles(current=current, by_name=by_name, raw={**profiles.raw, "tenant": tables})


def with_current(profiles: Profiles, name: str) -> Profiles:
    """The profiles with ``name`` (``local`` too) as the current tenant. Raises ConfigError where it is unknown."""
    if name != LOCAL:
        _known(profiles, name)
    return Profiles(current=name, by_name=profiles.by_name, raw=profiles.raw)


def check_name(name: str) -> None:
    """Raise UsageError where ``name`` cannot name a profile: letters, digits, dot, dash, underscore; 64 at most."""
    if name == LOCAL:
        raise UsageError("The name local belongs to the built-in tenant.", "Choose another name.")
    if not NAME.fullmatch(name):
        raise UsageError("A tenant's name is made of letters, digits, dots, dashes and underscores, 64 at most.")


def known_names(profiles: Profiles) -> str:
    """The tenants that can be named, for a sentence: ``dev, prod, local``."""
    return ", ".join([*profiles.by_name, LOCAL])


def _known(profiles: Profiles, name: str) -> None:
    if name not in profiles.by_name:
        raise ConfigError(f"There is no tenant called {name}; known: {known_names(profiles)}.")


def _lock_of(path: Path) -> Path:
    return path.with_name(f".{path.name}.lock")


def _read(path: Path) -> Profiles | None:
    """None: the file is there and is not TOML, or its root makes no sense. Raises OSError where it is unreadable."""
    content = read_file(path)
    if content is None:
        return Profiles()
    try:
        raw = tomllib.loads(content.decode())
    except (ValueError, RecursionError):  # TOMLDecodeError and UnicodeDecodeError are both ValueErrors
        return None
    schema, current, tables = raw.get("schema", SCHEMA), raw.get("current"), raw.get("tenant", {})
    if type(schema) is not int or not isinstance(current, str | None) or not isinstance(tables, dict):
        return None
    by_name: dict[str, Profile] = {}
    notes: list[str] = []
    if schema > SCHEMA:
        notes.append(f"{path} was written by a newer auth0ctl: it is read as far as this one understands it.")
    for name, table in tables.items():
        profile = _profile(name, table)
        if profile is None:
            notes.append(f"{path}: the table tenant.{name} is not a profile and is passed over.")
            continue
        by_name[name] = profile
        if found := [key for key in SECRET_KEYS if key in table]:
            notes.append(
                f"{path}: tenant.{name} holds {', '.join(found)}, which is not read: secrets are not kept there."
            )
    return Profiles(current=current, by_name=MappingProxyType(by_name), notes=tuple(notes), schema=schema, raw=raw)


def _profile(name: str, table: object) -> Profile | None:
    if not isinstance(table, dict) or not NAME.fullmatch(name) or name == LOCAL:
        return None
    values = {key: table[key] for key in KEYS if key in table}
    insecure = values.get("insecure_storage")
    if not all(isinstance(value, str) for key, value in values.items() if key != "insecure_storage"):
        return None
    if not isinstance(insecure, bool | None) or not values.get("domain"):
        return None
    return Profile(name=name, raw=table, **values)


def _document(profiles: Profiles) -> dict[str, Any]:
    tables = dict(profiles.raw.get("tenant", {}))
    for name, profile in profiles.by_name.items():
        unknown = {key: value for key, value in profile.raw.items() if key not in KEYS}
        ours = {key: getattr(profile, key) for key in KEYS if getattr(profile, key) is not None}
        tables[name] = {**ours, **unknown}
    document = {key: value for key, value in profiles.raw.items() if key not in {"schema", "current", "tenant"}}
    current = {"current": profiles.current} if profiles.current else {}
    return {"schema": SCHEMA, **current, **document, "tenant": tables}


def _read_or_move_aside(path: Path, now: datetime) -> Profiles:
    """Read under the lock; what is not a profiles file is renamed, and there are none. Raises OSError."""
    profiles = _read(path)
    if profiles is not None:
        return profiles
    aside = path.with_name(f"{path.name}.corrupt-{now.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}")
    path.rename(aside)
    return Profiles(notes=(f"{path} was not a profiles file and is now called {aside.name}. It starts anew.",))
