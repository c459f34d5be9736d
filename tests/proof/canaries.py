"""Secrets in everything that every command takes, and the search for them in everything that it leaves.

    python -m tests.proof.canaries

Each command line of ``tests/canaries/canary_commands.py`` in every format it has, at a tenant that answers well, one
that refuses in words that repeat what it was sent, and one that does so by an error that Auth0 has not; logins with a
trace besides. Prints what was searched, and ends with 1 if a secret was seen or a command broke.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.append(str(Path(__file__).parent.parent / "canaries"))

from canaries import CANARIES, ENCODINGS
from canary_bench import PKCE, Bench
from canary_commands import ROWS, THEIR_JOB, Row

ENOUGH = 3_000  # texts
SHOWN = 40  # hits; where there is one, there are mostly many


def seen(row: Row, mood: str, options: tuple[str, ...]) -> tuple[int, Iterator[str]]:
    """One run in a home of its own: how many texts were searched, and what was found."""
    with TemporaryDirectory() as home:
        bench = Bench(Path(home))
        trace = ("--trace", str(bench.home / "trace.json")) if row.path == "login" else ()
        done = bench.row(row, [*trace, *options], mood)
        hits = bench.seen(done)
        if done.code == 70:
            hits.append(f"exit code 70: {done.texts['stderr'].strip()[:200]}")
        return bench.search.looked, iter(hits)


def unseen() -> Iterator[str]:
    """The commands whose job it is to print a secret, and that were not found to do so: the search is blind then."""
    for command, canary in THEIR_JOB.items():
        with TemporaryDirectory() as home:
            bench = Bench(Path(home))
            bench.run(*bench.words(PKCE))
            shown = bench.run(*command, "--insecure-storage").texts["stdout"]
            if not [hit for hit in bench.search.hits(shown) if canary in hit]:
                yield " ".join(command)


def main() -> int:
    began, runs, texts, bad = time.monotonic(), 0, 0, [f"not found: {command}" for command in unseen()]
    for row in ROWS:
        for mood in ("good", "echo", "odd") if row.asks else ("good",):
            for name, options in row.formats.items():
                looked, hits = seen(row, mood, options)
                runs, texts = runs + 1, texts + looked
                bad += [f"{row.name} ({mood}, {name}): {hit}" for hit in hits]
    sys.stdout.write(
        f"{len(CANARIES)} secrets in {len(ENCODINGS)} encodings, {len(ROWS)} command lines, {runs} runs: "
        f"{texts} texts searched, {len(bad)} hits; {len(THEIR_JOB)} commands whose job it is to print one do; "
        f"{time.monotonic() - began:.0f} s\n" + "".join(f"{one}\n" for one in bad[:SHOWN])
    )
    return 1 if bad or texts < ENOUGH else 0


if __name__ == "__main__":
    sys.exit(main())
