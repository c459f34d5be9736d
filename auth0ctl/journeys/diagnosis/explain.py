"""What something that a person has at hand points to: an error text, a log entry, a URL, a HAR, a rule. Offline."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from auth0ctl.errors import UsageError
from auth0ctl.evidence.errortext import read_error_text
from auth0ctl.findings import Check, Finding, Report, Rule, Status
from auth0ctl.lookup import load
from auth0ctl.model import Facts
from auth0ctl.results import Explained, Inspection, Listing, Row, Section
from auth0ctl.rules import FAMILIES, judge
from auth0ctl.rules.ranking import rank
from auth0ctl.rules.said.judges import candidates, phrases_of
from auth0ctl.situation import Said

# What reads each kind of evidence that is no plain text: ``(text) -> Facts``.
READERS = {
    "url": "auth0ctl.evidence.request:read_url",
    "har": "auth0ctl.evidence.har:read_har",
}
HELP = (
    "None of the words are known. What helps most, whole and unshortened:",
    "  the callback's URL with error= and error_description=, or the body of the answer that failed",
    "  the exception's message with the lines above it, or the line of the browser's console",
    "  a HAR of the whole login: auth0ctl explain --har FILE",
    "  the tenant's log entry: auth0ctl explain --log FILE",
    "  where an API answers 401 or 403: auth0ctl doctor --call URL, or auth0ctl token verify --audience API",
    "Facts beside the text help too (--know browser=Safari), and auth0ctl doctor looks at the tenant itself.",
)
# A JWT or JWE, as a log or a header holds it: nothing else has these parts and begins so (`{"` in base64url).
TOKEN = re.compile(r"(?:(?:authorization:\s*)?bearer\s+)?eyJ[\w-]+(?:\.[\w-]*){2}(?:(?:\.[\w-]*){2})?", re.ASCII | re.I)
LOGIN_SUCCEEDED = "s"  # Auth0's log types of successes begin with it (auth0-facts/management-api.md section 5)
ENTRIES = 5  # failures of a log that are explained


def explain_text(pasted: str, known: Mapping[str, str]) -> Explained:
    """An error text in anybody's words. Raises UsageError for one that is empty, or a token."""
    if TOKEN.fullmatch(pasted.strip()):
        raise UsageError(
            "that is a token, not an error text",
            "`auth0ctl token decode -` shows what is in it, `auth0ctl token verify -` what is wrong with it.",
        )
    said = read_error_text(pasted, known)
    if not said.text:
        raise UsageError("there is nothing to explain: the text is empty", "Paste the error, or give a code: AZ303.")
    return explained("the error text", read_rows(said), candidates(said))


def explain_url(url: str, known: Mapping[str, str]) -> Explained:
    """An authorize, callback or logout URL. A callback that carries an error says no more than that error's text."""
    said = read_error_text(url, known)
    if said.error and (told := candidates(said)):
        return explained("the callback's error", read_rows(said), told)
    facts: Facts = load(READERS["url"])(url)
    return judged("the URL", facts, tuple(known.items()))


def explain_har(text: str, known: Mapping[str, str]) -> Explained:
    """A HAR 1.2 document. Raises UsageError when it is none."""
    facts: Facts = load(READERS["har"])(text)
    return judged("the HAR", facts, tuple(known.items()))


def explain_log(text: str, known: Mapping[str, str]) -> Explained:
    """Entries of the tenant's log: JSON, an array of them, or one on each line. Raises UsageError for anything else."""
    entries = log_entries(text)
    failures = [one for one in entries if not str(one.get("type", "")).startswith(LOGIN_SUCCEEDED)]
    found: dict[str, Finding] = {}
    rows: list[Row] = []
    for entry in failures[:ENTRIES]:
        kind, words = str(entry.get("type", "")), str(entry.get("description") or "")
        said = read_error_text(json.dumps(telling(entry)), known)
        rows.append(("log entry", " ".join(part for part in (kind, words[:160]) if part)))
        for one in candidates(said):
            where = f"tenant log: {kind}, {entry.get('date', 'no date')}, log_id {entry.get('log_id', 'unknown')}"
            found.setdefault(one.rule.name, replace(one, subject="the log entry", evidence=(*one.evidence, where)))
    passed = Check(id="log", title="entries", status=Status.PASS, detail=f"{len(entries)} read, none is a failure")
    return explained("the log", tuple(rows), tuple(found.values()), checks=() if failures else (passed,))


def telling(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What of a log entry says something about its failure; hosts, agents and ids only resemble errors."""
    details = entry.get("details")
    error = details.get("error") if isinstance(details, Mapping) else None
    return {"type": entry.get("type"), "description": entry.get("description"), "details": {"error": error}}


def log_entries(text: str) -> list[Mapping[str, Any]]:
    """The entries of a log, one or many."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = [json_line(line) for line in text.splitlines() if line.strip()]
    entries = value if isinstance(value, list) else value.get("logs", [value]) if isinstance(value, dict) else []
    kept = [one for one in entries if isinstance(one, Mapping) and ("type" in one or "description" in one)]
    if not kept:
        raise UsageError("that is no tenant log", "Give entries as the Management API gives them: GET /api/v2/logs.")
    # A log stream wraps each entry in ``data``.
    return [one["data"] if isinstance(one.get("data"), Mapping) else one for one in kept]


def json_line(line: str) -> Any:
    """One line of NDJSON; None for anything else."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def judged(subject: str, facts: Facts, rows: tuple[Row, ...]) -> Explained:
    """Everything that the rules make of the facts."""
    findings, _ = judge(facts, FAMILIES)
    read = Check(id="read", title="read", status=Status.PASS, detail=f"{subject} could be read")
    return explained(subject, rows, rank(findings), checks=(read,))


def explained(
    subject: str, rows: tuple[Row, ...], findings: tuple[Finding, ...], *, checks: tuple[Check, ...] = ()
) -> Explained:
    """The result; with advice where it says nothing at all."""
    facts = {"recognised": bool(findings or checks), "read": [list(row) for row in rows]}
    report = Report(subject=subject, checks=checks, findings=findings, facts=facts)
    return Explained(report=report, read=rows, advice=() if findings or checks else HELP)


def read_rows(said: Said) -> tuple[Row, ...]:
    """What was understood of a text."""
    status = str(said.status) if said.status else ""
    rows = (("error", said.error), ("description", said.description), ("status", status), *said.known.items())
    return tuple((name, value[:200]) for name, value in rows if value)


# The rules themselves


def catalogue() -> tuple[Rule, ...]:
    """Every rule there is, by code."""
    rules: dict[str, Rule] = {one.rule.code: one.rule for target in FAMILIES.values() for one in load(target)}
    return tuple(rules[code] for code in sorted(rules))


def looks_like_rule(word: str) -> bool:
    """Whether a word is written as a rule's code or name is."""
    code = word[:2].upper() == "AZ" and word[2:].isdigit()
    return code or (word.islower() and word.count("-") >= 1 and word.replace("-", "").isalnum())


def rule_named(word: str) -> Rule:
    """The rule of this code or name. Raises UsageError that names the nearest ones."""
    rules = catalogue()
    for rule in rules:
        if word.upper() == rule.code or word == rule.name:
            return rule
    near = get_close_matches(word.lower(), [rule.name for rule in rules], n=3, cutoff=0.5)
    hint = f"The nearest are: {', '.join(near)}. " if near else ""
    raise UsageError(f"there is no rule {word}", f"{hint}See `auth0ctl explain --list`.")


def shown_rule(rule: Rule) -> Inspection:
    """One rule in full, with some of the words that name it."""
    phrases = phrases_of(rule)
    sections = [
        Section(title=rule.title, rows=(("severity", rule.severity.value), ("why", rule.why), ("fix", rule.fix))),
        *([Section(title="Said as", rows=tuple(("", phrase) for phrase in phrases[:8]))] if phrases else []),
        Section(title="More", rows=(("docs", rule.docs),)),
    ]
    resource = {**rule_json(rule), "said_as": list(phrases)}
    return Inspection(resource=resource, title=f"{rule.code} {rule.name}", sections=tuple(sections))


def listed_rules() -> Listing:
    """All rules as a listing."""
    rules = catalogue()
    return Listing(
        noun="rules",
        columns=("code", "name", "severity", "title"),
        rows=tuple((rule.code, rule.name, rule.severity.value, rule.title) for rule in rules),
        objects=tuple(rule_json(rule) for rule in rules),
    )


def rule_json(rule: Rule) -> dict[str, str]:
    """A rule ready for JSON."""
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "title": rule.title,
        "why": rule.why,
        "fix": rule.fix,
        "docs": rule.docs,
    }
