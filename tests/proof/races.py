"""Many processes at once on the same files (standards.md T15): no change is lost, no refresh token is used twice.

python -m tests.proof.races [--processes 16] [--writes 50] [--refreshes 16]
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from auth0ctl.files import Folders
from auth0ctl.profiles import Profile, change_profiles, read_profiles, with_profile
from proof.broken_network import Plan
from proof.torture import Bench, bench
from proof.torture_commands import LOGIN, Case

ROOT = Path(__file__).parent.parent.parent
ROTATING = {"rotation_type": "rotating", "expiration_type": "expiring", "leeway": 0, "token_lifetime": 86400}


def write_many(folders: Folders, process: int, writes: int) -> None:
    """What one of the processes does: each write adds a profile."""
    for number in range(writes):
        profile = Profile(name=f"p{process}-{number}", domain="t.example")
        change_profiles(folders, lambda before, profile=profile: with_profile(before, profile), wait=120)  # type: ignore[misc]


def lost_profiles(folder: Path, processes: int, writes: int) -> list[str]:
    """The profiles that are not there after all have been written, side by side."""
    folders = Folders(config=folder, data=folder)
    children = []
    for process in range(processes):
        child = os.fork()
        if child == 0:
            try:
                write_many(folders, process, writes)
                os._exit(0)
            finally:
                os._exit(1)
        children.append(child)
    failed = [str(child) for child in children if os.waitpid(child, 0)[1] != 0]
    there = read_profiles(folders).by_name
    wanted = {f"p{process}-{number}" for process in range(processes) for number in range(writes)}
    return [*(f"the process {child} failed" for child in failed), *sorted(wanted - set(there))]


def racing_refreshes(one: Bench, count: int) -> list[str]:
    """What is wrong after so many ``token refresh`` at once on one rotating refresh token."""
    case = Case(name="race", line="token refresh", before=f"{LOGIN} --password-file - --scope")
    with one.fresh(case) as (place, local):
        one.over.plan = plan = Plan()
        environ = {**one.environment(place, local, timeout=60), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
        command = [sys.executable, "-m", "auth0ctl", "token", "refresh", "-o", "json"]
        running = [
            subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            for _ in range(count)
        ]
        wrong = []
        for process in running:
            _, said = process.communicate(timeout=300)
            if process.returncode != 0:
                wrong.append(f"exit code {process.returncode}: {said.strip()[-200:]}")
        redeemed = plan.requests.count("POST /oauth/token")
        if redeemed != count:
            wrong.append(f"{redeemed} requests for {count} refreshes")
        reused = [entry for entry in local.log() if entry.get("type") == "ferrt"]  # reuse of a rotated token
        if reused:
            wrong.append(f"{len(reused)} refresh tokens were used twice")
        return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=16)
    parser.add_argument("--writes", type=int, default=50, help="of each process")
    parser.add_argument("--refreshes", type=int, default=16)
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        lost = lost_profiles(Path(folder), asked.processes, asked.writes)
    every = asked.processes * asked.writes
    sys.stdout.write(f"{asked.processes} processes, {every} profiles written, {len(lost)} lost\n")
    wrong = []
    if asked.refreshes:
        with tempfile.TemporaryDirectory() as folder, bench(Path(folder), rotation=ROTATING) as one:
            wrong = racing_refreshes(one, asked.refreshes)
    sys.stdout.write(f"{asked.refreshes} refreshes of one rotating refresh token at once, {len(wrong)} wrong\n")
    sys.stdout.write("".join(f"{said}\n" for said in (*lost, *wrong)) + f"{time.monotonic() - began:.0f} s\n")
    return 1 if lost or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
