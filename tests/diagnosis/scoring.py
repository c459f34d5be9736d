"""Whether what the tool said solves a case: the rules of ``cases/README.md``, section ``expect``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diagnosis.cases import Case

PROBLEMS = ("error", "warning")  # what counts as a problem reported on a healthy setup


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """``outcome`` is solved, wrong or not runnable; ``why`` says what was missing, or is empty."""

    case: str
    index: int
    kind: str
    cause: str
    outcome: str
    why: str = ""
    named: tuple[str, ...] = ()


def score(case: Case, index: int, findings: Sequence[Mapping[str, Any]]) -> Score:
    """Judge the findings, in the tool's own order, for one piece of the case's evidence."""
    evidence = case.evidence[index]
    named = tuple(str(finding["name"]) for finding in findings)
    why = healthy(findings) if case.kind == "control" else wanting(case, evidence.get("position"), findings, named)
    return Score(
        case=case.id,
        index=index,
        kind=evidence["kind"],
        cause=case.cause or "control",
        outcome="wrong" if why else "solved",
        why=why,
        named=named,
    )


def healthy(findings: Sequence[Mapping[str, Any]]) -> str:
    """Empty when nothing is reported as a problem."""
    problems = [finding["name"] for finding in findings if finding["severity"] in PROBLEMS]
    return f"reported on a healthy setup: {', '.join(problems)}" if problems else ""


def wanting(case: Case, position: int | None, findings: Sequence[Mapping[str, Any]], named: tuple[str, ...]) -> str:
    """What is missing for a fault; empty when it is solved."""
    causes = [finding for finding in findings if finding["severity"] != "info"]
    ranked = [str(finding["name"]) for finding in causes]
    for group in case.must_name:
        places = [ranked.index(name) + 1 for name in group if name in ranked]
        if not places:
            return f"{group[0]} is not named"
        if position and min(places) > position:
            return f"{group[0]} is only number {min(places)}"
    if foul := [name for name in case.must_not_name if name in ranked]:
        return f"{', '.join(foul)} must not be named"
    accepted = {name for group in case.must_name for name in group}
    told = " ".join(words(finding) for finding in causes if finding["name"] in accepted).lower()
    for mention in case.must_mention:
        if not any(word.lower() in told for word in mention):
            return f"none of {', '.join(mention)} stands in the finding"
    return ""


def words(finding: Mapping[str, Any]) -> str:
    """All that a finding tells a person."""
    return " ".join(str(finding.get(name) or "") for name in ("title", "detail", "why", "fix"))
