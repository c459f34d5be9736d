"""A tenant that another tool on this machine already knows, and how it is called here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth0ctl.errors import UsageError
from auth0ctl.journeys.tenants.access import Credentials
from auth0ctl.rules.project.placeholders import placeholder
from auth0ctl.settings import tenant_origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One tenant. ``domain`` as ``tenant_origin`` takes it; ``current``: the other tool's own choice.

    ``expires_at`` is the token's end where the other tool wrote it down. ``notes`` are sentences about what was left.
    """

    domain: str
    credentials: Credentials = field(default_factory=Credentials, repr=False)
    audience: str | None = None
    expires_at: datetime | None = None
    current: bool = False
    notes: tuple[str, ...] = ()


def domain_of(written: str) -> str:
    """A domain as files write it (a host, an issuer's URL, with a slash or capitals) as ``tenant_origin`` takes it.

    Raises UsageError for what is no domain.
    """
    text = written.strip()
    try:
        tenant_origin(text)
    except UsageError:
        text = re.sub(r"^https?://", "", text.lower()).split("/")[0]
        tenant_origin(text)
    return text


def name_of(domain: str, taken: Mapping[str, Any]) -> str:
    """The first label of the domain (``example`` of example.eu.auth0.com); the whole of it where that is taken."""
    whole = re.sub(r"[^A-Za-z0-9._-]+", "-", re.sub(r"^https?://", "", domain)).strip("-._")[:64]
    label = domain.split(".", maxsplit=1)[0]
    short = re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", label) and not label.isdigit() and label != "local"
    return label if short and label not in taken else whole


def filled_in(values: Mapping[str, str], notes: list[str]) -> dict[str, str]:
    """The values without the templates' stand-ins, each of which is noted by its name alone."""
    kept = {}
    for name, value in values.items():
        if placeholder(value):
            notes.append(f"{name} was never filled in, and is left out.")
        elif value.strip():
            kept[name] = value.strip()
    return kept
