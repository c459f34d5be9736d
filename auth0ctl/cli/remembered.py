"""Names that the shell offers at TAB: clients, APIs and tenants, in files that it can read without any program.

``data/completion/`` holds ``tenants`` and ``current`` (a name), ``clients.TENANT`` and ``apis.TENANT``: a line each,
the value, a tab, and what it is. Foreign text is let in only where it is printable and of one line; never a secret.
A file that cannot be written costs the convenience alone, so nothing is said and nothing is raised.
"""

import contextlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from auth0ctl.cli.session import Session
from auth0ctl.errors import ConfigError
from auth0ctl.files import Folders, locked, remove_file, write_file
from auth0ctl.profiles import LOCAL, Profiles

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")  # what the scripts accept as a tenant, too
LONGEST = 200  # characters
MOST = 5000  # lines
BLANK_WAIT = 0.2  # seconds; somebody else is writing the same thing


def remember_clients(session: Session, clients: Iterable[Mapping[str, Any]]) -> None:
    """After the whole list was read: ids and names, each leading to the other."""
    pairs = [(str(one.get("client_id", "")), str(one.get("name", ""))) for one in clients]
    remember(session, "clients", [*pairs, *((name, client_id) for client_id, name in pairs)])


def remember_apis(session: Session, apis: Iterable[Mapping[str, Any]]) -> None:
    """After the whole list was read: the identifiers, which are what ``--audience`` takes."""
    remember(session, "apis", [(str(one.get("identifier", "")), str(one.get("name", ""))) for one in apis])


def remember_tenants(folders: Folders, profiles: Profiles) -> None:
    """After a change of the profiles: their names, and which is current."""
    lines = [(LOCAL, "the built-in tenant"), *((one.name, one.domain) for one in profiles.by_name.values())]
    write(folders, "tenants", lines)
    write(folders, "current", [(profiles.current or LOCAL, "")])


def forget_names(folders: Folders, tenant: str) -> None:
    """When a tenant is removed."""
    for kind in ("clients", "apis"):
        with contextlib.suppress(ConfigError):
            remove_file(place(folders) / f"{kind}.{tenant}")


def remember(session: Session, kind: str, lines: Iterable[tuple[str, str]]) -> None:
    """Under the tenant's name, and under its domain for those who choose it by AUTH0_DOMAIN."""
    lines = list(lines)
    for key in {session.settings().tenant.value, session.tenant.domain}:
        if KEY.fullmatch(key):
            write(session.folders, f"{kind}.{key}", lines)


def write(folders: Folders, name: str, lines: Iterable[tuple[str, str]]) -> None:
    kept = dict.fromkeys(f"{value}\t{plain(what)}".rstrip("\t") for value, what in lines if offerable(value))
    path = place(folders) / name
    with contextlib.suppress(ConfigError, OSError), locked(place(folders) / ".lock", wait=BLANK_WAIT):
        write_file(path, "".join(f"{line}\n" for line in list(kept)[:MOST]).encode())


def place(folders: Folders) -> Path:
    return folders.data / "completion"


def offerable(value: str) -> bool:
    """Whether a value can be typed: one printable line (no control, bidirectional or private character), no option."""
    return bool(value.strip()) and len(value) <= LONGEST and value[0] not in "-@" and plain(value) == value


def plain(text: str) -> str:
    """The text without what is not printable: categories C (control, format, ...) and the line separators."""
    return "".join(one for one in text if one == " " or unicodedata.category(one)[0] not in "CZ")
