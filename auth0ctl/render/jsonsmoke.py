"""The JSON document of a smoke run; ``smoke.schema.json`` beside this file is its schema."""

from collections.abc import Callable
from typing import Any

from auth0ctl.render.jsonparts import finding
from auth0ctl.results import Login
from auth0ctl.smoked import SmokeCheck, Smoked, SmokeOutcome


def smoked(result: Smoked, login: Callable[[Login], Any]) -> dict[str, Any]:
    """The whole run. ``login`` gives the document of a login."""
    counts = {outcome.value: sum(one.outcome is outcome for one in result.checks) for outcome in SmokeOutcome}
    return {
        "schema": "auth0ctl/smoke/1",
        "passed": result.passed,
        "file": result.file,
        "tenant": result.tenant,
        "at": result.at,
        "seconds": round(result.seconds, 3),
        "counts": counts,
        "checks": [check(one, login) for one in result.checks],
    }


def check(one: SmokeCheck, login: Callable[[Login], Any]) -> dict[str, Any]:
    """One check, and what became of it."""
    return {
        "id": one.id,
        "kind": one.kind,
        "title": one.title,
        "outcome": one.outcome.value,
        "severity": one.severity.value,
        "line": one.line,
        "seconds": round(one.seconds, 3),
        "tries": one.tries,
        "detail": one.detail,
        "differences": [
            {"expected": expected, "seen": seen} for expected, seen in zip(one.expected, one.seen, strict=True)
        ],
        "findings": [finding(each) for each in one.findings],
        "login": login(one.login) if one.login is not None else None,
        "exit_code": one.exit_code or None,
    }
