"""Every request of every command that talks, broken in 24 ways (standards.md T12).

For each command, each request it sends and each fault: the command ends with a documented exit code, in one sentence,
without a traceback; nothing stands twice at the tenant; and the same command, run again on a sound network, succeeds.

    python -m tests.proof.torture [--sample N] [--seed N]
"""

import argparse
import io
import json
import random
import re
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from quick_browser import browse

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session
from auth0ctl.localtenant import LocalTenant, open_tenant
from auth0ctl.tenant.http import Http
from proof.broken_network import FAULTS, Network, Plan, network
from proof.torture_commands import CASES, CODES, PARTIAL, SCOPE, SECRET, USER, Case, document

URL = re.compile(r"(http://127\.0\.0\.1:\d+/authorize\?\S+)\n")
SLOW = ("hang", "slow-drip")
HARMLESS = ("bad-date", "duplicate-keys", "wrong-type")  # most of what is asked can be read all the same


class Shell(Session):
    """One run of the command line over the network that breaks."""

    def __init__(self, over: Network, **streams: Any) -> None:
        super().__init__(pause=lambda _: None, **streams)
        self._over = over

    @cached_property
    def http(self) -> Http:
        return self._closing.enter_context(self.make_http(resolve=self._over.resolve))


class Watched(io.StringIO):
    """Standard error, with a person beside it who opens the URL to log in."""

    def __init__(self) -> None:
        super().__init__()
        self.visit: threading.Thread | None = None

    def write(self, text: str) -> int:
        count = super().write(text)
        if self.visit is None and (found := URL.search(self.getvalue())):
            self.visit = threading.Thread(target=visit, args=(found[1],), daemon=True)
            self.visit.start()
        return count


def visit(url: str) -> None:
    try:
        browse(url)
    except Exception:
        return  # what the person sees of a login that breaks is another test's matter


@dataclass(frozen=True, kw_only=True)
class Done:
    code: int
    out: str
    err: str


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One request of one command, broken in one way; from it on if ``lasting``."""

    case: Case
    request: int
    fault: str
    lasting: bool

    def __str__(self) -> str:
        return f"{self.case.name}: {self.fault} at request {self.request}{' and after' if self.lasting else ''}"


@dataclass(slots=True, kw_only=True)
class Bench:
    """Homes and tenants as they were before a command, by what ran before it."""

    folder: Path
    over: Network
    port: int
    rotation: dict[str, Any] | None = None
    made: dict[str, Path] = field(default_factory=dict)
    number: int = 0

    def base(self, case: Case) -> Path:
        """The state before a case's command, made once."""
        if "" not in self.made:
            self.made[""] = self.folder / "first"
            with self.opened(self.made[""]) as local:
                local.seed(document(self.port, self.rotation))
        if case.before not in self.made:
            place = self.folder / f"before-{len(self.made)}"
            shutil.copytree(self.made[""], place)
            self.over.plan = Plan()
            with self.opened(place) as local:
                done = self.execute(place, local, case.before, stdin="password\n", secret=False, person=False)
                assert done.code == 0, done.out + done.err
            self.made[case.before] = place
        return self.made[case.before]

    @contextmanager
    def opened(self, place: Path) -> Iterator[LocalTenant]:
        local = open_tenant(place / "tenant", issuer=f"{self.over.origin}/", auto_login=USER)
        self.over.app = local.app
        try:
            yield local
        finally:
            local.close()

    @contextmanager
    def fresh(self, case: Case) -> Iterator[tuple[Path, LocalTenant]]:
        """A copy of the state before the case's command."""
        self.number += 1
        place = self.folder / f"run-{self.number}"
        shutil.copytree(self.base(case), place)
        with self.opened(place) as local:
            yield place, local
        shutil.rmtree(place)

    def environment(self, place: Path, local: LocalTenant, timeout: float) -> dict[str, str]:
        return {
            "HOME": str(place),
            "AUTH0CTL_HOME": str(place / "home"),
            "PATH": "",
            "AUTH0_DOMAIN": self.over.origin,
            "AUTH0_API_TOKEN": local.management_token(),
            "AUTH0CTL_INSECURE_STORAGE": "1",
            "AUTH0CTL_TIMEOUT": str(timeout),
        }

    def execute(self, place: Path, local: LocalTenant, line: str, *, stdin: str, secret: bool, person: bool) -> Done:
        timeout = (2 if person else 0.5) if self.over.plan.fault in SLOW else 20
        environ = self.environment(place, local, timeout) | ({"AUTH0_CLIENT_SECRET": SECRET} if secret else {})
        words = line.replace("ORIGIN", self.over.origin).split()
        if words[-1] == "--scope":
            words.append(SCOPE)
        if line.startswith("token exchange"):
            words += ["--subject-token-file", str(place / "subject.jwt")]
            (place / "subject.jwt").write_text(kept_token(place))
        out, err = io.StringIO(), Watched() if person else io.StringIO()
        session = Shell(self.over, environ=environ, stdin=io.StringIO(stdin), stdout=out, stderr=err)
        code = run((*words, "-o", "json"), session)
        if isinstance(err, Watched) and err.visit is not None:
            err.visit.join(5)
        return Done(code=code, out=out.getvalue(), err=err.getvalue())

    def run(self, place: Path, local: LocalTenant, case: Case, line: str) -> Done:
        return self.execute(place, local, line, stdin=case.stdin, secret=case.secret, person=case.person)

    def requests(self, case: Case) -> list[str]:
        """What the command sends on a sound network."""
        with self.fresh(case) as (place, local):
            self.over.plan = plan = Plan()
            done = self.run(place, local, case, case.line)
            assert done.code in case.fine, f"{case.name}: {done.code}\n{done.out}\n{done.err}"
            return plan.requests

    def complaints(self, trial: Trial) -> list[str]:
        """What went wrong, in words; the exit code is counted by the caller."""
        case = trial.case
        with self.fresh(case) as (place, local):
            self.over.plan = Plan(fault=trial.fault, first=trial.request, lasting=trial.lasting)
            first = self.run(place, local, case, case.line)
            self.over.plan = Plan()
            second = self.run(place, local, case, case.again or case.line)
            return [*wrong_in(first, trial), *wrong_after(second, case), *twice(local)]


def kept_token(place: Path) -> str:
    """The access token of the login that was kept in a home."""
    accounts = json.loads((place / "home" / "data" / "vault" / "vault.json").read_text())["accounts"]
    return str(next(login["access_token"] for login in map(json.loads, accounts.values()) if "access_token" in login))


def wrong_in(done: Done, trial: Trial) -> list[str]:
    """What is wrong about how a broken command ended. Where nothing came through at all, it cannot have succeeded."""
    case = trial.case
    cut_off = trial.lasting and trial.request == 1 and trial.fault not in HARMLESS
    allowed = {
        *CODES[trial.fault],
        *case.refused,
        *(() if cut_off else case.fine),
        *((PARTIAL,) if case.several else ()),
    }
    found = []
    if done.code not in allowed:
        found.append(f"exit code {done.code}, allowed {sorted(allowed)}: {done.err.strip()[-300:]}")
    if "Traceback" in done.out + done.err or "bug in auth0ctl" in done.out + done.err:
        found.append(f"a traceback or a bug: {done.err.strip()[-300:]}")
    if done.err.count("error: ") > 1:
        found.append(f"more than one error: {done.err.strip()[-300:]}")
    try:
        json.loads(done.out)
    except ValueError:
        found.append(f"stdout is no JSON document: {done.out[:200]!r}")
    return found


def wrong_after(done: Done, case: Case) -> list[str]:
    """What is wrong about the same command on a sound network afterwards."""
    if done.code in case.fine:
        return []
    return [f"run again: exit code {done.code}: {done.err.strip()[-300:]}"]


def twice(local: LocalTenant) -> list[str]:
    """What stands twice at the tenant."""
    keys: Sequence[tuple[str, Callable[[Any], Any]]] = (
        ("client", lambda one: one.get("name")),
        ("resource_server", lambda one: one.get("identifier")),
        ("client_grant", lambda one: (one.get("client_id"), one.get("audience"), one.get("subject_type"))),
        ("action", lambda one: one.get("name")),
    )
    found = []
    for kind, key in keys:
        counted = Counter(key(one) for one in local.state.all(kind))
        found += [f"{count} of the {kind} {name}" for name, count in counted.items() if count > 1]
    return found


@contextmanager
def bench(folder: Path, rotation: dict[str, Any] | None = None) -> Iterator[Bench]:
    with network() as over, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        yield Bench(folder=folder, over=over, port=port, rotation=rotation)


def trials(one: Bench) -> list[Trial]:
    """All of them."""
    return [
        Trial(case=case, request=number, fault=fault, lasting=lasting)
        for case in CASES
        for number in range(1, len(one.requests(case)) + 1)
        for fault in FAULTS
        for lasting in (True, False)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, help="only so many, drawn at random")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--case", help="only this command")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, bench(Path(folder)) as one:
        every = [trial for trial in trials(one) if asked.case in (None, trial.case.name)]
        drawn = random.Random(asked.seed).sample(every, asked.sample) if asked.sample else every
        began, bad = time.monotonic(), 0
        counted: Counter[tuple[str, str]] = Counter()
        for trial in drawn:
            counted[trial.case.name, trial.fault] += 1
            for complaint in one.complaints(trial):
                bad += 1
                tell(f"{trial}: {complaint}")
    print_table(counted)
    tell(
        f"{len(drawn)} of {len(every)} trials in {time.monotonic() - began:.0f} s, {bad} complaints (seed {asked.seed})"
    )
    return 1 if bad else 0


def tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def print_table(counted: Counter[tuple[str, str]]) -> None:
    """Commands by faults: how many trials there were."""
    names = list(dict.fromkeys(name for name, _ in counted))
    tell(f"{'':34}" + " ".join(f"{number:3}" for number in range(1, len(FAULTS) + 1)))
    for name in names:
        tell(f"{name:34}" + " ".join(f"{counted[name, fault]:3}" for fault in FAULTS))
    for number, fault in enumerate(FAULTS, 1):
        tell(f"{number:3} {fault}")


if __name__ == "__main__":
    sys.exit(main())
