"""A verdict and the origins of what is missing say the same: what the configuration shows corrects what a token hints.

A token without a scope looks as if nobody had asked for it. Where the API does not even define it, asking helps nobody.
"""

import shlex
from dataclasses import replace

from auth0ctl.findings import Confidence, Finding, Report, Severity
from auth0ctl.model import Expected
from auth0ctl.results import Origin
from auth0ctl.rules.request import SCOPE_DROPPED
from auth0ctl.rules.token.rights import NOT_REQUESTED, USER_LACKS_PERMISSION

# What a token alone makes one think of: none of it can be, where the API does not define the scope.
GUESSES = (NOT_REQUESTED, USER_LACKS_PERMISSION, SCOPE_DROPPED)
OF_API = "the API "  # how the one who took something away is called, where it is an API


def agreeing(report: Report, expected: Expected, origins: tuple[Origin, ...]) -> Report:
    """The report, with the API named as the cause of scopes that it does not define."""
    undefined = {
        one.name: one.who.removeprefix(OF_API)
        for one in origins
        if one.kind == "scope" and not one.present and one.who.startswith(OF_API) and "does not define" in one.why
    }
    wanted = [scope for scope in expected.require_scopes if scope in undefined]
    if not wanted:
        return report
    others = [
        one.name
        for one in origins
        if one.kind == "scope" and not one.present and one.name in expected.require_scopes and one.name not in undefined
    ]
    guesses = [one for one in report.findings if one.rule in GUESSES]
    if not guesses:
        return report
    # A guess stays where it is about something else as well.
    stays = bool(others or expected.require_permissions)
    kept = tuple(one for one in report.findings if one.rule not in GUESSES or stays)
    return replace(report, findings=(not_defined(guesses[0], wanted, undefined[wanted[0]]), *kept))


def not_defined(finding: Finding, scopes: list[str], api: str) -> Finding:
    said = " ".join(scopes)
    defined = " ".join(f"--scope {shlex.quote(f'{scope}={scope}')}" for scope in scopes)
    return Finding(
        rule=SCOPE_DROPPED,
        subject=finding.subject,
        detail=f"The API {api} does not define {said}: asking for it at login alone brings nothing.",
        evidence=finding.evidence,
        fix=f"auth0ctl api create NAME --identifier {shlex.quote(api)} {defined} --ensure    # and ask for it",
        confidence=Confidence.CERTAIN,
        explains=finding.explains,
        severity=Severity.ERROR,
    )
