"""Verify a block of lines, each of which holds a token: a block of results comes out, in the same order.

Each result is one JSON object on one line: ``{"line": 7, "passed": false, "kind": "access", "failed": ["V14"],
"findings": ["token-expired"]}``. ``failed`` are the ids of the checks, ``findings`` the names of the rules that explain
them; a line that holds no token has a ``note`` instead.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from auth0ctl.findings import Severity, severity_of
from auth0ctl.model import Facts, TokenKind
from auth0ctl.rules import judge
from auth0ctl.tokens.bulk import Bench, Expectations, Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What every token is verified against. ``member`` names the token's place in lines that are JSON objects."""

    expectations: Expectations
    member: str | None = None
    secret: bytes | None = field(repr=False, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Whole lines, as bytes; the last may lack its end. ``first`` is the number of the first, counted from 1; the lines
    are judged as of ``at``, which moves on while a stream of tokens is read."""

    first: int
    at: datetime
    text: bytes = field(repr=False)


@dataclass(slots=True, kw_only=True)
class Results:
    """What became of a block. ``rows`` are lines of JSON, None for a token that needs newer keys, in order."""

    at: datetime
    rows: list[str | None] = field(repr=False, default_factory=list)
    open: list[tuple[int, int, str]] = field(repr=False, default_factory=list)  # row, line number, token
    passed: int = 0
    failed: int = 0
    empty: int = 0
    times: int = 0  # of those that failed: by a time, at least
    size: int = 0  # bytes of the lines
    reasons: Counter[str] = field(default_factory=Counter)

    def join(self) -> None:
        """Make one row of all, where none is missing: one text is sent to another process faster than many."""
        if not self.open:
            self.rows = [self.text()]

    def text(self) -> str:
        """All rows, each with its line end. Only once every row is there."""
        return "".join([row for row in self.rows if row is not None])


def verify_block(block: Block, task: Task, bench: Bench) -> Results:
    """Judge every line of a block; an empty one counts and has no result."""
    results = Results(at=block.at, size=len(block.text))
    bench.move_to(block.at)
    passes, rows = bench.passes, results.rows
    # Not splitlines: that splits at a carriage return as well, which a line of JSON may hold.
    for number, line in enumerate(BytesIO(block.text), block.first):
        token = line.strip(b"\r\n")
        if not token:
            results.empty += 1
            continue
        if task.member is not None:
            text, note = member(_text(token), task.member)
            if note:
                _refuse(results, number, note)
                continue
            token = text.encode("utf-8", "replace")
        if kind := passes(token):
            results.passed += 1
            rows.append(_passed(number, kind))
        elif (judged := bench.judge(_text(token))) is None:
            results.open.append((len(rows), number, _text(token)))
            rows.append(None)
        else:
            rows.append(row_of(results, number, judged))
    return results


def member(line: str, name: str) -> tuple[str, str]:
    """The token in a line of JSON, and what is wrong with the line."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return "", "the line is not JSON"
    if not isinstance(value, dict):
        return "", "the line is not a JSON object"
    text = value.get(name)
    if not isinstance(text, str):
        return "", f"the object has no text called {name}"
    return text, ""


def row_of(results: Results, number: int, judged: Judged) -> str:
    """The row of one token; ``results`` counts it."""
    # A token whose checks all pass can still be worth a word: it is bound to a key of its client.
    if not judged.failed and "cnf" not in judged.token.claims:
        results.passed += 1
        return _passed(number, judged.token.kind)
    facts = Facts(token=judged.token, expected=judged.expected, failed_checks=frozenset(judged.failed))
    findings, _ = judge(facts, ("AZ4",))
    passed = not judged.failed and not any(severity_of(one) is Severity.ERROR for one in findings)
    names = list(dict.fromkeys(one.rule.name for one in findings))
    if passed:
        results.passed += 1
    else:
        results.failed += 1
        results.times += not {"V14", "V15"}.isdisjoint(judged.failed)
        results.reasons[names[0] if names else f"check {judged.failed[0]}"] += 1
    row = {
        "line": number,
        "passed": passed,
        "kind": judged.token.kind,
        "failed": list(judged.failed),
        "findings": names,
    }
    return json.dumps(row) + "\n"


def _text(line: bytes) -> str:
    return line.decode("utf-8", "replace")


def _passed(number: int, kind: TokenKind) -> str:
    return f'{{"line": {number}, "passed": true, "kind": "{kind}", "failed": [], "findings": []}}\n'


def _refuse(results: Results, number: int, note: str) -> None:
    results.failed += 1
    results.reasons[note] += 1
    row = {"line": number, "passed": False, "kind": "unknown", "failed": ["input"], "findings": [], "note": note}
    results.rows.append(json.dumps(row) + "\n")
