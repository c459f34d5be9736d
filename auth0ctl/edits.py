"""One planned change of a tenant's settings: which object, which members of it, from what to what.

A rule's finding carries its edits; ``doctor --fix`` carries them out; the journal keeps them, so that ``undo`` can put
the former values back. No member ever holds a secret.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The kind of object, as people call it."""

    CLIENT = "client"
    API = "API"
    GRANT = "client grant"
    CONNECTION = "connection"
    TENANT = "tenant settings"
    ORGANIZATION = "organization"
    USER = "user"
    ACTION = "Action"


# First words of paths that are no members of the object itself, but stand in a list beside it. The rest of the path
# says who or what is in the list; the values are then booleans. Of ``claims`` they are the names of a claim.
ENABLED_CLIENTS = "enabled_clients"  # connection: client id
PERMISSIONS = "permissions"  # user: API's identifier, permission
MEMBERS = "members"  # organization: user id
ENABLED_CONNECTIONS = "enabled_connections"  # organization: connection id
CLAIMS = "claims"  # Action: nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member. ``path`` has one or two names, the second within an object; None as a value: it is not there."""

    path: tuple[str, ...]
    before: Any
    after: Any

    @property
    def added(self) -> list[Any]:
        """What a list gains."""
        return [one for one in self.after or () if one not in (self.before or ())]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """``id`` as the Management API's path takes it, "" for an object that is to be made. ``name`` is for people.

    ``risk`` names what gets weaker or what others may notice; such an edit is never made without somebody having read
    it. An edit is one request, so it is made whole or not at all.
    """

    kind: Kind
    id: str
    name: str
    members: tuple[Member, ...]
    risk: str = ""

    @property
    def creates(self) -> bool:
        return self.kind is Kind.GRANT and self.members[0].path == ("client_id",)


def differences(edit: Edit) -> tuple[str, ...]:
    """The edit as lines of a diff, without the object's name."""
    if edit.creates:
        return tuple(f"+ {member.path[0]}: {shown(member.after)}" for member in edit.members)
    return tuple(line for member in edit.members for line in lines(member))


def lines(member: Member) -> tuple[str, ...]:
    """What one member loses and gains."""
    if member.path[0] in (ENABLED_CLIENTS, PERMISSIONS, MEMBERS, ENABLED_CONNECTIONS):
        mark = "+" if member.after else "-"
        return (f"{mark} {member.path[0].replace('_', ' ')}: {' '.join(member.path[1:])}",)
    name = ".".join(member.path)
    if isinstance(member.after, list):
        return tuple(f"+ {name}: {shown(one)}" for one in member.added)
    return (f"- {name}: {shown(member.before)}", f"+ {name}: {shown(member.after)}")


def told(edit: Edit) -> str:
    """The edit in one line."""
    verb = "A new" if edit.creates else "The"
    what = f"{verb} {edit.kind.value}" + (f" {edit.name}" if edit.name else "")
    return f"{what}: {'; '.join(differences(edit))}"


def shown(value: Any) -> str:
    """A value as people read it."""
    if value is None:
        return "(not set)"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return str(value.get("value") or dict(value))
    if isinstance(value, list):
        return " ".join(shown(one) for one in value) or "(none)"
    return str(value)


def sets_claim(code: str, name: str) -> bool:
    """Whether an Action's code sets a claim whose name stands whole in the call."""
    return setter(name).search(code) is not None


def with_claim(code: str, name: str, new: str) -> str:
    """The code with the claim under another name; nothing else of it changes."""
    return setter(name).sub(lambda call: call[1] + call[2] + new + call[2], code)


def setter(name: str) -> re.Pattern[str]:
    return re.compile(r"(\.setCustomClaim\(\s*)(['\"`])" + re.escape(name) + r"\2")


def document(edit: Edit) -> dict[str, Any]:
    """The JSON object of an edit."""
    return {
        "kind": edit.kind.value,
        "id": edit.id,
        "name": edit.name,
        "risk": edit.risk,
        "members": [{"path": list(one.path), "before": one.before, "after": one.after} for one in edit.members],
    }


def edit_of(written: Mapping[str, Any]) -> Edit:
    """The edit of a JSON object. Raises ValueError, KeyError or TypeError for anything else."""
    texts = {name: written[name] for name in ("id", "name", "risk")}
    members = tuple(
        Member(path=tuple(one["path"]), before=one["before"], after=one["after"]) for one in written["members"]
    )
    words = [*texts.values(), *(word for member in members for word in member.path)]
    if not members or not all(member.path for member in members) or not all(isinstance(word, str) for word in words):
        raise ValueError("not an edit")
    return Edit(kind=Kind(written["kind"]), members=members, **texts)
