"""How many of the conformance runs the login stands: ``python -m tests.conformance [--only WORD] [--process]``."""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))  # quick_browser and cli_process, as pytest finds them

from conformance.judging import wrong  # noqa: E402
from conformance.modules import CERTIFICATION, PLANS, RUNS, Run  # noqa: E402
from conformance.running import Bench, as_process, in_process  # noqa: E402


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.conformance", description=__doc__)
    asked.add_argument("--only", default="", help="runs whose id has this in it, such as hybrid/ or /missing-sub/")
    asked.add_argument("--process", action="store_true", help="each login as a process of its own")
    asked.add_argument("--list", action="store_true", help="only name the runs")
    given = asked.parse_args()
    chosen = [run for run in RUNS if given.only in run.id]
    if given.list:
        sys.stdout.writelines(f"{run.id}\n" for run in chosen)
        return 0
    failures: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        for number, run in enumerate(chosen, 1):
            sys.stderr.write(f"\r{number} of {len(chosen)} runs")
            if said := wrong(run, bench.run(run, as_process if given.process else in_process)):
                failures[run.id] = said
    sys.stderr.write("\n")
    sys.stdout.write(summary(chosen, failures))
    return 1 if failures or not chosen else 0


def summary(chosen: list[Run], failures: dict[str, list[str]]) -> str:
    """How many conform, by plan and in all; then what did not, and where the suite is read in Auth0's way."""
    made = Counter(run.plan for run in chosen)
    good = Counter(run.plan for run in chosen if run.id not in failures)
    lines = [f"{plan:18} {good[plan]:3}/{made[plan]}" for plan in PLANS if made[plan]]
    for name, plans in (("certification", tuple(CERTIFICATION)), ("all", tuple(PLANS))):
        lines.append(f"{name:18} {sum(good[plan] for plan in plans):3}/{sum(made[plan] for plan in plans)}")
    lines += [f"FAILED {name}: {'; '.join(said)}" for name, said in failures.items()]
    lines += [f"note   {run.id}: {run.module.note}" for run in chosen if run.module.note]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
