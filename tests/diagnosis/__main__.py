"""How many of a file's cases the tool solves: ``python -m tests.diagnosis FILE [--results OUT.json] [--json]``.

Each case's tenant is loaded into the embedded one, the real command is run once for each piece of evidence, and what
it says is held against what the case expects. ``--results`` writes what was said, unscored; ``--only ID`` runs some.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))  # cli_process, as pytest finds it

from diagnosis.cases import read_cases  # noqa: E402
from diagnosis.running import Said, run_all  # noqa: E402
from diagnosis.scoring import Score, score  # noqa: E402


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.diagnosis", description=__doc__)
    asked.add_argument("file", type=Path, nargs="?", default=HERE / "cases.json")
    asked.add_argument("--results", type=Path)
    asked.add_argument("--only", action="append", default=[])
    asked.add_argument("--json", action="store_true")
    given = asked.parse_args()
    cases = tuple(case for case in read_cases(given.file) if not given.only or case.id in given.only)

    def tell(done: int) -> None:
        sys.stderr.write(f"\r{done} of {len(cases)} cases")

    said = run_all(cases, tell)
    sys.stderr.write("\n")
    if given.results:
        given.results.write_text(json.dumps(results(said), indent=1) + "\n", encoding="utf-8")
    scores = [scored(one) for one in said]
    sys.stdout.write(json.dumps(document(scores), indent=1) + "\n" if given.json else table(scores))
    return 0 if all(one.outcome == "solved" for one in scores) else 1


def scored(said: Said) -> Score:
    """The score of one answer; a command that could not be run is neither right nor wrong."""
    if said.runnable:
        return score(said.case, said.index, said.findings)
    kind = said.case.evidence[said.index]["kind"]
    return Score(
        case=said.case.id,
        index=said.index,
        kind=kind,
        cause=said.case.cause or "control",
        outcome="not runnable",
        why=said.trouble,
    )


def results(said: tuple[Said, ...]) -> list[dict[str, object]]:
    """What the tool said, in its own order, for anyone to score again."""
    return [
        {
            "case_id": one.case.id,
            "evidence_index": one.index,
            "runnable": one.runnable,
            "findings": [
                {name: finding.get(name) for name in ("name", "severity", "title", "detail", "fix", "why")}
                for finding in one.findings
            ],
        }
        for one in said
    ]


def totals(scores: list[Score]) -> dict[str, Counter[str]]:
    """Outcomes by kind of evidence, and in all."""
    counted: dict[str, Counter[str]] = {}
    for one in scores:
        for group in (one.kind, "controls" if one.cause == "control" else "faults", "total"):
            counted.setdefault(group, Counter())[one.outcome] += 1
    return counted


def document(scores: list[Score]) -> dict[str, object]:
    rows = [
        {
            "case_id": one.case,
            "evidence_index": one.index,
            "kind": one.kind,
            "cause": one.cause,
            "outcome": one.outcome,
            "why": one.why,
            "named": list(one.named),
        }
        for one in scores
    ]
    return {"totals": {name: dict(counter) for name, counter in totals(scores).items()}, "scores": rows}


def table(scores: list[Score]) -> str:
    lines = [
        f"{one.case} {one.index} {one.kind:14} {one.outcome:13} {one.cause:38} {one.why}"
        + (f"  [{', '.join(one.named[:4])}]" if one.outcome == "wrong" else "")
        for one in scores
    ]
    lines.append("")
    for name, counter in totals(scores).items():
        every = sum(counter.values())
        share = 100 * counter["solved"] / every
        parts = ", ".join(f"{outcome} {count}" for outcome, count in sorted(counter.items()))
        lines.append(f"{name:14} {counter['solved']:3} of {every:3} solved ({share:.1f} %): {parts}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
