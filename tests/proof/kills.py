"""``kill -9`` while files of ours are written: afterwards the old content is there or the new, and all goes on (T14).

For each kind of file a process is killed at every call that a write makes into C (each system call is one of them), and
then at random moments of many writes. The real readers read what is left, and the next write must work.

    python -m tests.proof.kills [--random 500] [--seed N]
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

from auth0ctl.files import Folders
from auth0ctl.journal import Change, Entry, Journal
from auth0ctl.model import Tenant
from auth0ctl.profiles import Profile, change_profiles, read_profiles, with_profile
from auth0ctl.tenant.jwks import Published, keep, load_published
from auth0ctl.vault.file import file_vault

SIZE = 40_000  # characters: more than one page of the disk's, so that half a file would show
ISSUER = "https://t.example/"
ENTRY = Entry(
    id="0" * 32,
    change=Change.CLIENT,
    tenant="t",
    origin="https://t.example",
    client_id=None,
    value="",
    at=datetime(2026, 1, 1, tzinfo=UTC),
    pid=1,
)


def text(number: int) -> str:
    """What write number so and so writes."""
    return f"{number}:" + "x" * SIZE


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of file. ``write`` and ``read`` get a folder; ``read`` gives what was written, "" where there is none."""

    name: str
    write: Callable[[Path, str], object]
    read: Callable[[Path], str]


def write_profile(folder: Path, value: str) -> None:
    profile = Profile(name="t", domain="t.example", scope=value)
    change_profiles(Folders(config=folder, data=folder), lambda before: with_profile(before, profile))


def read_profile(folder: Path) -> str:
    found = read_profiles(Folders(config=folder, data=folder))
    assert not found.notes, found.notes
    return found.by_name["t"].scope or "" if "t" in found.by_name else ""


def write_entry(folder: Path, value: str) -> None:
    journal = Journal(folder)
    entry = journal.new(Change.CLIENT, Tenant(name="t", origin=ENTRY.origin), None, value)
    journal.begin(Entry(**{name: getattr(entry, name) for name in entry.__slots__} | {"id": ENTRY.id}))


def read_entry(folder: Path) -> str:
    said: list[str] = []
    found = Journal(folder, say=said.append).find(ENTRY.id)
    assert not said, said
    return found.value if found else ""


def write_keys(folder: Path, value: str) -> None:
    assert keep(
        folder, Published(asked=ISSUER, issuer=ISSUER, jwks_uri=ISSUER, fetched_at=1.0, document=value.encode())
    )


def read_keys(folder: Path) -> str:
    found = load_published(folder, ISSUER)
    return found.document.decode() if found else ""


KINDS = (
    Kind(name="profiles", write=write_profile, read=read_profile),
    Kind(name="journal", write=write_entry, read=read_entry),
    Kind(
        name="vault file",
        write=lambda folder, value: file_vault(folder).set("a", value),
        read=lambda folder: file_vault(folder).get("a") or "",
    ),
    Kind(name="kept key set", write=write_keys, read=read_keys),
)


def forked(do: Callable[[], object]) -> int:
    """Do it in a process of its own; its id."""
    child = os.fork()
    if child == 0:
        try:
            do()
            os._exit(0)
        finally:
            os._exit(1)
    return child


def dying_at(call: int, do: Callable[[], object]) -> None:
    """Do it, and be killed just before so many calls into C have been made."""
    count = 0

    def look(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        if event == "c_call":
            count += 1
            if count == call:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(look)
    do()
    sys.setprofile(None)


def killed_at_every_call(kind: Kind, folder: Path, step: int) -> tuple[int, list[str]]:
    """How many kills there were, and what was wrong after them."""
    wrong: list[str] = []
    kind.write(folder, text(0))
    for call in range(1, 100_000, step):
        before = kind.read(folder)
        number = int(before.partition(":")[0]) + 1
        child = forked(lambda call=call, number=number: dying_at(call, lambda: kind.write(folder, text(number))))  # type: ignore[misc]
        _, status = os.waitpid(child, 0)
        after = kind.read(folder)
        if after not in (before, text(number)):
            wrong.append(f"{kind.name}, call {call}: {after[:30]!r} of {len(after)} characters")
        if not os.WIFSIGNALED(status):
            return call // step, wrong if status == 0 else [*wrong, f"{kind.name}: status {status}"]
        kind.write(folder, text(number))  # the next command works, whatever was left behind
    raise AssertionError("the write never ended")


def killed_at_random(kind: Kind, folder: Path, count: int, chance: random.Random) -> list[str]:
    """What was wrong after ``count`` kills at random moments of writes without end."""
    wrong: list[str] = []
    kind.write(folder, text(0))
    for trial in range(count):
        begin = int(kind.read(folder).partition(":")[0])

        def on_and_on(begin: int = begin) -> None:
            number = begin
            while True:
                number += 1
                kind.write(folder, text(number))

        child = forked(on_and_on)
        threading.Event().wait(chance.uniform(0.0, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        after = kind.read(folder)
        number = int(after.partition(":")[0] or -1)
        if after != text(number) or number < begin:
            wrong.append(f"{kind.name}, kill {trial}: {after[:30]!r} of {len(after)} characters, after {begin}")
        kind.write(folder, text(number + 1))
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random", type=int, default=500, help="kills at random moments, of all kinds together")
    parser.add_argument("--step", type=int, default=1, help="at every so many calls only")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    chance, began, bad = random.Random(asked.seed), time.monotonic(), []
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            place = Path(folder) / kind.name.replace(" ", "-")
            calls, wrong = killed_at_every_call(kind, place, asked.step)
            moments = asked.random // len(KINDS)
            wrong += killed_at_random(kind, place, moments, chance)
            sys.stdout.write(f"{kind.name}: killed at {calls} calls and {moments} moments, {len(wrong)} torn or lost\n")
            bad += wrong
    sys.stdout.write("".join(f"{said}\n" for said in bad) + f"{time.monotonic() - began:.0f} s, seed {asked.seed}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
