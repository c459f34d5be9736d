"""Markdown pages whose terminal sessions are run: what a page shows is what its commands print.

A fenced block ``console`` is a session: a command after ``$ ``, and below it what it prints on both streams. A line
``...`` stands for any number of lines. A fenced block whose first line is ```` ```json tenant.json ```` is a file that
the page's commands find in their folder. A page starts on a machine where nothing has been done yet but
``auth0ctl tenant use local``; its browser is a person who logs in and says yes.

``python tests/examples/page_sessions.py PAGE...`` runs pages and writes what has changed into them.
"""

import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
ELISION = "..."
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What differs from run to run, and what it is compared as.
VARYING: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "TIME"),
    (re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"), "TIME"),
    (re.compile(r"\b1[6-9]\d{8}\b"), "SECONDS"),
    (re.compile(r"\b\d{40,}\b"), "LOG-ID"),
    (re.compile(r"(127\.0\.0\.1|localhost)(:|%3A)\d{4,5}"), r"\1\2PORT"),  # the port that was free
    (re.compile(r"\b\d+ (ms|s)\b"), "SOON"),
    (re.compile(r"\b\d+(\.\d+)? s\b"), "SOON"),
    (re.compile(r"\b(\d+ h )?\d+ (m|min)\b"), "LATER"),
    (re.compile(r"\b[0-9a-f]{24}\b"), "ID"),
    # Long, and of both cases: a client id, key id, state, nonce, code or token.
    (re.compile(r"(?<![\w-])(?!localSPA)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{20,}"), "RANDOM"),
    (re.compile(r"├[^┤]*┤"), "BAR"),
    (re.compile(r"(?<=\S)(\s{2,}|\s*─{3,})"), "  "),  # columns are as wide as what stands in them
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One command of a page, the lines below it, and where those stand: from ``start`` up to ``end``, 0 the first."""

    command: str
    shown: tuple[str, ...]
    start: int
    end: int


class Machine:
    """A clean home with ``auth0ctl`` and a browser on its PATH. ``folder`` is empty or the copy of another machine."""

    def __init__(self, folder: Path, environ: Mapping[str, str] | None = None) -> None:
        self.home, self.bin = folder / "home", folder / "bin"
        self.more = environ or {}
        self.code = 0
        if not self.bin.exists():
            self.home.mkdir(parents=True)
            self.bin.mkdir()
            self.program("auth0ctl", f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -m auth0ctl "$@"')
            browse = "import sys; from quick_browser import browse; browse(sys.argv[1])"
            self.program("person", f'PYTHONPATH="{ROOT / "tests"}" exec "{sys.executable}" -c "{browse}" "$@"')

    def run(self, command: str, timeout: float = 120) -> tuple[str, ...]:
        """The lines that a command prints on either stream. ``$?`` is the exit code of the one before."""
        done = subprocess.run(
            ["bash", "-c", f"(exit {self.code})\n{command}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env=self.environ,
            cwd=self.home,
            timeout=timeout,
            check=False,
        )
        self.code = done.returncode
        said = done.stdout.replace(str(self.home), "~")
        return tuple(line.rstrip() for line in said.rstrip().split("\n")) if said.strip() else ()

    @property
    def environ(self) -> dict[str, str]:
        path = os.pathsep.join((str(self.bin), os.environ.get("PATH", os.defpath)))
        return {"HOME": str(self.home), "PATH": path, "LANG": "C.UTF-8", "BROWSER": "person", **self.more}

    def program(self, name: str, line: str) -> None:
        """Put a program of one line on this machine's PATH."""
        file = self.bin / name
        file.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        file.chmod(0o755)


def first_machine(folder: Path) -> Machine:
    """A machine whose built-in tenant has its keys, which take a while to make."""
    machine = Machine(folder)
    for command in ("auth0ctl tenant use local", "auth0ctl client list"):
        said = machine.run(command)
        assert machine.code == 0, said
    return machine


def copy_of(machine: Machine, folder: Path) -> Machine:
    """The same machine once more, for one page."""
    shutil.copytree(machine.home.parent, folder)
    return Machine(folder)


def steps_of(text: str) -> Iterator[Step]:
    """Every command of a page, in order."""
    lines = text.split("\n")
    for block in FENCE.finditer(text):
        if block.group(1) != "console":
            continue
        first = text.count("\n", 0, block.start(3))
        last = first + block.group(3).count("\n")
        starts = [number for number in range(first, last) if lines[number].startswith("$ ")]
        for number, following in zip(starts, [*starts[1:], last], strict=True):
            below = number + 1
            while lines[below - 1].endswith("\\"):
                below += 1
            end = following
            while end > below and not lines[end - 1].strip():
                end -= 1
            command = "\n".join((lines[number].removeprefix("$ "), *lines[number + 1 : below]))
            yield Step(command=command, shown=tuple(lines[below:end]), start=below, end=end)


def files_of(text: str) -> dict[str, str]:
    """The files that a page shows, by name."""
    return {block.group(2): block.group(3) for block in FENCE.finditer(text) if block.group(2)}


def compared(line: str) -> str:
    """A line without what differs from run to run."""
    for pattern, name in VARYING:
        line = pattern.sub(name, line)
    return line.rstrip()


def agrees(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether a page shows what was printed, its elisions apart."""
    wanted = "\n".join(compared(line) for line in shown)
    parts = re.split(r"(?m)^\s*\.\.\.$", wanted)
    pattern = "(?:.*\n)*?".join(re.escape(part.removeprefix("\n")) for part in parts)
    return re.fullmatch(pattern + "\n*", "\n".join((*map(compared, printed), ""))) is not None


def refreshed(shown: Sequence[str], printed: Sequence[str]) -> list[str]:
    """What a page should show: what was printed, with the page's own wording where they agree, and its elisions."""
    if agrees(shown, printed):
        return list(shown)
    fresh: list[str] = []
    old, new = list(map(compared, shown)), list(map(compared, printed))
    for kind, a, b, c, d in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        elided = [number for number in range(a, b) if shown[number].strip() == ELISION]
        if kind == "equal":
            fresh += shown[a:b]
        elif elided:
            before, after = elided[0] - a, b - elided[-1] - 1
            fresh += [*printed[c : min(c + before, d)], shown[elided[0]], *printed[max(d - after, c) : d]]
        else:
            fresh += printed[c:d]
    return fresh


def run_page(text: str, machine: Machine) -> Iterator[tuple[Step, tuple[str, ...]]]:
    """Each step of a page with what it prints on this machine."""
    for name, content in files_of(text).items():
        (machine.home / name).write_text(content, encoding="utf-8")
    for step in steps_of(text):
        yield step, machine.run(step.command)


def brought_up_to_date(text: str, machine: Machine) -> str:
    """The page with what its commands print today."""
    lines = text.split("\n")
    for step, printed in reversed(list(run_page(text, machine))):
        lines[step.start : step.end] = refreshed(step.shown, printed)
    return "\n".join(lines)


def main(pages: Sequence[str]) -> None:
    """Write the pages anew."""
    with tempfile.TemporaryDirectory(prefix="auth0ctl-pages-") as folder:
        first = first_machine(Path(folder) / "first")
        for page in map(Path, pages):
            text = page.read_text(encoding="utf-8")
            fresh = brought_up_to_date(text, copy_of(first, Path(folder) / page.stem))
            page.write_text(fresh, encoding="utf-8")
            sys.stdout.write(f"{page}: {'as it was' if fresh == text else 'written anew'}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
