"""Reading a file of diagnosis cases, and filling in what is only known when a tenant runs."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

JSON = Mapping[str, Any]

_PLACEHOLDER = re.compile(r"\{\{(domain|kid|other_domain|other_tenant_jwks|now(?:[+-]\d+)?)\}\}")
OTHER_DOMAIN = "other-tenant.eu.auth0.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case as written. ``raw`` is the whole object."""

    id: str
    kind: str  # "fault" or "control"
    cause: str
    tenant: JSON = field(repr=False)
    evidence: tuple[JSON, ...] = field(repr=False)
    must_name: tuple[tuple[str, ...], ...]
    must_not_name: tuple[str, ...]
    must_mention: tuple[tuple[str, ...], ...]
    raw: JSON = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the placeholders stand for: the tenant's host and port, its key's id, Unix seconds."""

    domain: str
    kid: str
    now: int

    def fill(self, value: Any) -> Any:
        """The same JSON with the placeholders replaced; a string that is only ``{{now...}}`` becomes a number."""
        if isinstance(value, Mapping):
            return {key: self.fill(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if not isinstance(value, str):
            return value
        whole = _PLACEHOLDER.fullmatch(value)
        text = _PLACEHOLDER.sub(self._replaced, value)
        return int(text) if whole and whole[1].startswith("now") else text

    def _replaced(self, match: re.Match[str]) -> str:
        name = match[1]
        known = {
            "domain": self.domain,
            "kid": self.kid,
            "other_domain": OTHER_DOMAIN,
            "other_tenant_jwks": f"https://{OTHER_DOMAIN}/.well-known/jwks.json",
        }
        return known[name] if name in known else str(self.now + int(name.removeprefix("now") or 0))


def read_cases(path: Path) -> tuple[Case, ...]:
    """All cases of a file in the schema of ``cases/README.md``. Raises OSError, ValueError or KeyError."""
    return tuple(_case(raw) for raw in json.loads(path.read_text(encoding="utf-8"))["cases"])


def _case(raw: JSON) -> Case:
    expect = raw.get("expect") or {}
    return Case(
        id=raw["id"],
        kind=raw.get("kind", "fault"),
        cause=(raw.get("cause") or {}).get("id", ""),
        tenant=(raw.get("reproduce") or {}).get("tenant") or {},
        evidence=tuple(raw.get("evidence") or ()),
        must_name=tuple(tuple(group) for group in expect.get("must_name") or ()),
        must_not_name=tuple(expect.get("must_not_name") or ()),
        must_mention=tuple(tuple(group) for group in expect.get("must_mention") or ()),
        raw=raw,
    )
