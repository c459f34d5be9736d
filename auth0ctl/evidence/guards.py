"""What guards a tenant beside its clients and APIs: attack protection, factors, mail, logs, Rules. Only for an audit.

Seven requests, side by side. Scopes: read:attack_protection, read:guardian_factors, read:email_provider,
read:log_streams and read:rules (INFERRED: the names that the Management API's own list of scopes has for them).
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any

from auth0ctl.errors import NetworkError, TenantError
from auth0ctl.evidence.tenant import SIDE_BY_SIDE, Reading
from auth0ctl.model import Facts
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.pace import Pace

FIELDS = (
    "brute_force",
    "breached_passwords",
    "suspicious_ips",
    "mfa_factors",
    "email_provider",
    "log_streams",
    "legacy_rules",
)


def read_guards(
    facts: Facts,
    management: Management | None,
    *,
    why_not: str = "",
    pause: Callable[[float], None] = time.sleep,
) -> Facts:
    """Add them to ``facts``; what may not be read stays unknown, with the reason. ``pause`` waits for some seconds."""
    if management is None:
        return replace(facts, missing={**facts.missing, **dict.fromkeys(FIELDS, why_not or "no Management token")})
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        reading = Reading(management=management.paced(Pace(pause)), pool=pool, missing=dict(facts.missing), pause=pause)
        ask = reading.management
        answers = {
            "brute_force": reading.start(partial(ask.attack_protection, "brute-force-protection")),
            "breached_passwords": reading.start(partial(ask.attack_protection, "breached-password-detection")),
            "suspicious_ips": reading.start(partial(ask.attack_protection, "suspicious-ip-throttling")),
            "mfa_factors": reading.start(lambda: enabled(ask.mfa_factors())),
            "email_provider": reading.start(partial(provider, ask)),
            "log_streams": reading.start(lambda: tuple(ask.log_streams())),
            "legacy_rules": reading.start(lambda: enabled(ask.rules())),
        }
        known: dict[str, Any] = {}
        for name, answer in answers.items():
            try:
                known[name] = reading.known(name, answer)
            except NetworkError as failure:
                reading.missing[name] = failure.message
    return replace(facts, **known, missing=reading.missing)


def enabled(objects: list[dict[str, Any]]) -> tuple[str, ...]:
    """The names of those that are switched on."""
    return tuple(str(one.get("name")) for one in objects if one.get("enabled"))


def provider(management: Management) -> dict[str, Any]:
    """The mail provider; empty where none is set up, which is something known, too."""
    try:
        return management.email_provider()
    except TenantError as refused:
        if refused.status == 404:
            return {}
        raise
