"""SARIF 2.1.0 (OASIS): what code hosts and security dashboards read findings from.

What is wrong stands at its line of the smoke file; what belongs to an object of a tenant, and so to no file, has a
logical location. Green checks are not told; what could not be judged is a notification of the invocation.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from pathlib import PurePath
from typing import Any, TextIO
from urllib.parse import quote

from auth0ctl import __version__
from auth0ctl.errors import Auth0ctlError, ExitCode
from auth0ctl.findings import Rule, Severity, severity_of
from auth0ctl.render.quiet import render as render_bare
from auth0ctl.render.safe import safe
from auth0ctl.render.suite import RANKS, Suite, finding_lines, headline, is_red, suite_of, told
from auth0ctl.results import Bare
from auth0ctl.smoked import SmokeCheck, SmokeOutcome

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
FINGERPRINT = "auth0ctl/v1"


def render(result: Any, out: TextIO) -> None:
    """Write one log. Raises UsageError for what is no report. Bare text stays bare."""
    if isinstance(result, Bare):
        render_bare(result, out)
        return
    _write(_run(suite_of(result)), out)


def render_error(failure: Auth0ctlError, out: TextIO) -> None:
    """The log of a command that came to no result: the error as a notification."""
    said = {"level": "error", "message": _text("\n".join(safe(one) for one in (failure.message, failure.hint) if one))}
    usage = failure.exit_code in (ExitCode.USAGE, ExitCode.CONFIG)
    kind = "toolConfigurationNotifications" if usage else "toolExecutionNotifications"
    invocation = {**_ended(failure.exit_code), "executionSuccessful": False, kind: [said]}
    _write({"tool": {"driver": _driver([])}, "invocations": [invocation], "results": []}, out)


def _write(run: dict[str, Any], out: TextIO) -> None:
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    out.write(json.dumps(log, indent=2, ensure_ascii=True) + "\n")


def _run(suite: Suite) -> dict[str, Any]:
    rules: dict[str, dict[str, Any]] = {}
    results: list[dict[str, Any]] = []
    seen = Counter[str]()
    causes: set[tuple[str, str]] = set()
    for check in suite.checks:
        for rule, result in _results(suite, check):
            cause = (rule["id"], result["message"]["text"])
            if cause in causes:  # one cause of several lines of a verification
                continue
            causes.add(cause)
            rules.setdefault(rule["id"], rule)
            mark = result["partialFingerprints"][FINGERPRINT]
            seen[mark] += 1
            result["partialFingerprints"][FINGERPRINT] = f"{mark}:{seen[mark]}"
            results.append({**result, "ruleIndex": list(rules).index(rule["id"])})
    invocation = {**_ended(suite.exit_code), "executionSuccessful": True}
    if suite.at:
        invocation["endTimeUtc"] = suite.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if unjudged := [_unjudged(check) for check in suite.checks if check.outcome is SmokeOutcome.SKIPPED]:
        invocation["toolExecutionNotifications"] = unjudged
    return {
        "tool": {"driver": _driver(list(rules.values()))},
        "automationDetails": {"id": safe(f"auth0ctl/{suite.kind}/{suite.file or suite.tenant}")},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }


def _driver(rules: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": "auth0ctl", "version": __version__, "semanticVersion": __version__, "rules": rules}


def _ended(code: ExitCode) -> dict[str, Any]:
    return {"exitCode": int(code), "exitCodeDescription": code.meaning}


def _unjudged(check: SmokeCheck) -> dict[str, Any]:
    words = f"{check.title}: {check.detail}" if check.detail else check.title
    return {"level": "note", "message": _text(safe(f"not judged: {words}"))}


def _results(suite: Suite, check: SmokeCheck) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each cause of a check that is not green, or the check itself where none is known; of a green one its findings."""
    for one in check.findings:
        severity = severity_of(one)
        if is_red(check):  # a check's own severity says how bad its causes are, in this file
            severity = max(severity, check.severity, key=RANKS.index) if suite.file else severity
        lines = finding_lines(one)
        if suite.file:
            lines = [f"{safe(check.title)}: {headline(check)}", *lines]
        yield _rule(one.rule), _result(suite, check, one.rule.code, severity, lines, subject=one.subject)
    if is_red(check) and not check.findings:
        yield _check_rule(suite, check), _result(suite, check, _check_id(suite, check), check.severity, told(check))


def _result(
    suite: Suite, check: SmokeCheck, rule_id: str, severity: Severity, lines: list[str], subject: str = ""
) -> dict[str, Any]:
    # Only what stays the same from run to run: no time, no token, no evidence.
    named = "\0".join((rule_id, suite.kind, suite.file, suite.tenant, check.id, subject))
    return {
        "ruleId": rule_id,
        "level": LEVELS[severity],
        "message": _text("\n".join(lines)),
        "locations": [_location(suite, check, subject)],
        "partialFingerprints": {FINGERPRINT: hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:32]},
        "properties": {"check": safe(check.id), "outcome": check.outcome.value, "tries": check.tries},
    }


def _location(suite: Suite, check: SmokeCheck, subject: str) -> dict[str, Any]:
    name = safe(subject or check.title or check.id)
    whole = "/".join(part for part in (safe(suite.tenant), name) if part)
    location: dict[str, Any] = {
        "logicalLocations": [{"name": name, "fullyQualifiedName": whole, "kind": "resource"}],
    }
    if suite.file:
        location["physicalLocation"] = {
            "artifactLocation": {"uri": file_uri(suite.file)},
            "region": {"startLine": max(check.line, 1)},
        }
    return location


def file_uri(file: str) -> str:
    """The URI of a file as it was named: relative to where the command ran, or ``file:`` with an absolute path."""
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="replace")


def _rule(rule: Rule) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": _text(rule.title),
        "fullDescription": _text(rule.why),
        "help": _text(rule.fix),
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }
    if rule.docs.startswith("https://"):
        described["helpUri"] = rule.docs
    return described


def _check_id(suite: Suite, check: SmokeCheck) -> str:
    """What a check without a known cause goes by: its kind in a smoke file, else its own requirement."""
    return safe(f"{suite.kind}/{check.kind if suite.file else check.id}")


def _check_rule(suite: Suite, check: SmokeCheck) -> dict[str, Any]:
    title = (
        f"A {check.kind} check of the smoke file is not green" if suite.file else f"{check.title}: not as it must be"
    )
    rule_id = _check_id(suite, check)
    return {
        "id": rule_id,
        "name": rule_id.replace("/", "-"),
        "shortDescription": _text(safe(title)),
        "fullDescription": _text("Held against what was expected, this check did not pass."),
        "help": _text("Compare what was expected with what was seen: the message says both."),
        "defaultConfiguration": {"level": "error"},
    }


def _text(words: str) -> dict[str, str]:
    return {"text": words or "(nothing more is known)"}
