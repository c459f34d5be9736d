"""Good tokens, bent at random: none may be accepted, none may be slow, and nothing but a verdict may come out.

Each is judged twice, alone and as one of many: the judge of many keeps what it has read, and must not differ.

python -m tests.proof.mutations --count 1000000 [--seed N]
"""

import argparse
import random
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from auth0ctl.findings import Report, Status
from auth0ctl.journeys.tokens.verify import verify
from auth0ctl.tokens.bulk import Bench, Expectations
from auth0ctl.tokens.jwks import KeySet
from proof.bent_tokens import bend
from proof.good_tokens import Good, make_good

SLOW = 0.05  # seconds
SUSPECT = 0.005  # seconds; a usual verdict takes a tenth of it, but other programs run on this machine too


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a run showed. ``unchanged`` counts bends that gave a good token back, letter for letter."""

    count: int = 0
    unchanged: int = 0
    refused_by: Counter[str] = field(default_factory=Counter)  # check id -> tokens
    accepted: list[str] = field(default_factory=list)
    raised: list[tuple[str, str]] = field(default_factory=list)  # the exception, the token
    unexplained: list[tuple[set[str], str]] = field(default_factory=list)
    judged_again: int = 0  # over SUSPECT at first; the best of three more times counts
    different: list[tuple[set[str], tuple[str, ...], str]] = field(default_factory=list)  # failed alone, among many
    slow: list[tuple[float, str]] = field(default_factory=list)
    slowest: float = 0.0  # seconds


def run(count: int, seed: int, progress: bool = False) -> Tally:
    """Bend and judge ``count`` times."""
    pick, tally = random.Random(seed), Tally()
    good = [(one, _bench(one)) for one in make_good()]
    texts = {one.text for one, _ in good}
    for one, bench in good:
        assert judge(one, one.text).passed, "a good token must be accepted before it is bent"
        assert not bench.judge_finally(one.text).failed
    for index in range(count):
        (one, bench), (other, _) = pick.choice(good), pick.choice(good)
        text = bend(pick, one.text, other.text)
        report = _enter(tally, one, text, texts)
        if report is not None:
            _compare(tally, bench, text, report)
        if progress and count >= 10 and (index + 1) % (count // 10) == 0:
            print(f"{index + 1} of {count}", file=sys.stderr, flush=True)  # noqa: T201
    return tally


def judge(good: Good, text: str) -> Report:
    return verify(text, good.expected, lambda _kid, _refresh: _keys(good), secret=good.secret)


def _bench(good: Good) -> Bench:
    return Bench(Expectations(of_id=good.expected, of_access=good.expected), good.keys, good.secret)


def _keys(good: Good) -> KeySet:
    assert good.keys is not None  # with a secret nobody asks for keys
    return good.keys


def _compare(tally: Tally, bench: Bench, text: str, report: Report) -> None:
    try:
        alike = bench.passes(text.encode("utf-8", "replace"))
        many = () if alike else (bench.judge(text) or bench.judge_finally(text)).failed
    except Exception as error:
        tally.raised.append((f"among many, {type(error).__name__}: {error}", text))
        return
    alone = _failed(report)
    if alone != {*many} or report.passed is bool(many):
        tally.different.append((alone, many, text))


def _failed(report: Report) -> set[str]:
    return {check.id for check in report.checks if check.status is Status.FAIL}


def _enter(tally: Tally, good: Good, text: str, texts: set[str]) -> Report | None:
    tally.count += 1
    began = time.perf_counter()
    try:
        report = judge(good, text)
    except Exception as error:
        tally.raised.append((f"{type(error).__name__}: {error}", text))
        return None
    took = time.perf_counter() - began
    if took > SUSPECT:
        tally.judged_again += 1
        took = min(_time(good, text) for _ in range(3))
    if took > SLOW:
        tally.slow.append((took, text))
    tally.slowest = max(tally.slowest, took)
    if text in texts:
        tally.unchanged += 1
        return report
    failed = _failed(report)
    if report.passed:
        tally.accepted.append(text)
    elif lacking := failed - {id_ for finding in report.findings for id_ in finding.explains}:
        tally.unexplained.append((lacking, text))
    tally.refused_by.update(failed)
    return report


def _time(good: Good, text: str) -> float:
    began = time.perf_counter()
    judge(good, text)
    return time.perf_counter() - began


def main() -> int:
    """Run it and print the figures; 0 where nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof.mutations", description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    tally = run(options.count, options.seed, progress=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        f"{tally.count} mutants, seed {options.seed}, {time.monotonic() - began:.0f} s, {memory:.0f} MiB at most",
        f"given back unchanged: {tally.unchanged}",
        f"accepted: {len(tally.accepted)}",
        *(f"    {text!a}" for text in tally.accepted[:20]),
        f"exceptions: {len(tally.raised)}",
        *(f"    {error} {text!a}" for error, text in tally.raised[:20]),
        f"refused without a finding for every failed check: {len(tally.unexplained)}",
        *(f"    {lacking} {text!a}" for lacking, text in tally.unexplained[:20]),
        f"judged otherwise among many: {len(tally.different)}",
        *(f"    {alone} alone, {many} among many {text!a}" for alone, many, text in tally.different[:20]),
        f"slowest verdict: {tally.slowest * 1000:.1f} ms; over {SLOW * 1000:.0f} ms: {len(tally.slow)} "
        f"({tally.judged_again} were over {SUSPECT * 1000:.0f} ms at first and judged again)",
        *(f"    {took * 1000:.1f} ms {text[:200]!a}" for took, text in tally.slow[:20]),
        "refused by: " + ", ".join(f"{id_} {many}" for id_, many in tally.refused_by.most_common()),
    ]
    print("\n".join(lines))  # noqa: T201
    return 1 if tally.accepted or tally.raised or tally.unexplained or tally.different or tally.slow else 0


if __name__ == "__main__":
    sys.exit(main())
