"""One run: the provider, the ``login`` command, and a person at a browser that is a few lines of HTTP."""

import io
import json
import re
import secrets
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import httpx
from cli_process import Auth0ctl
from quick_browser import browse

from auth0ctl.cli.app import run as run_command
from auth0ctl.cli.session import Session
from conformance.modules import Run
from conformance.provider import KEY_CLIENT, PUBLIC, SECRET_CLIENT, Asked, Place

URL = re.compile(r"^  (http://127\.0\.0\.1:\d+/\S+)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What one command said."""

    code: int
    document: Any
    talk: str  # on stderr


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What there is to judge. ``visited`` are the addresses that the browser went to, ``pages`` where it ended."""

    typed: tuple[Typed, ...]
    asked: tuple[Asked, ...] = field(repr=False)
    issued: frozenset[str] = field(repr=False)
    visited: tuple[str, ...] = field(repr=False)
    pages: tuple[str, ...] = field(repr=False)
    client_id: str
    redirect_uri: str
    moved: dict[str, str]

    @property
    def last(self) -> Typed:
        return self.typed[-1]


class Person:
    """Reads what a command says, and opens the address that it is told to open."""

    def __init__(self) -> None:
        self.visited: list[str] = []
        self.pages: list[str] = []
        self._visits: list[threading.Thread] = []

    def visit(self, url: str) -> None:
        self._visits.append(threading.Thread(target=self._browse, args=(url,), daemon=True))
        self._visits[-1].start()

    def leave(self) -> None:
        for one in self._visits:
            one.join(10)

    def _browse(self, url: str) -> None:
        with suppress(httpx.TransportError):  # the callback has closed: the command says itself what came of it
            self.pages.append(browse(url, visited=self.visited))


class Screen(io.StringIO):
    """A command's stderr, with a person before it."""

    def __init__(self, person: Person) -> None:
        super().__init__()
        self._person = person
        self._read = 0

    def write(self, text: str) -> int:
        written = super().write(text)
        for found in URL.finditer(self.getvalue(), self._read):
            self._read = found.end()
            self._person.visit(found.group(1))
        return written


class Terminal(Protocol):
    """How a command is run: ``home`` is the folder of its state."""

    def __call__(self, line: tuple[str, ...], home: Path, env: dict[str, str], person: Person) -> Typed: ...


def in_process(line: tuple[str, ...], home: Path, env: dict[str, str], person: Person) -> Typed:
    """The command line through typer and its Session, without a process of its own."""
    said, screen = io.StringIO(), Screen(person)
    environ = {"HOME": str(home), "AUTH0CTL_HOME": str(home), **env}
    code = run_command(line, Session(environ=environ, stdin=io.StringIO(), stdout=said, stderr=screen))
    return Typed(code=code, document=document_in(said.getvalue()), talk=screen.getvalue())


def as_process(line: tuple[str, ...], home: Path, env: dict[str, str], person: Person) -> Typed:
    """The command as people run it."""
    home.mkdir(parents=True, exist_ok=True)
    one = Auth0ctl(home)
    try:
        running = one.start(*line, env=env)
        with suppress(AssertionError):  # it may have nobody to wait for
            running.wait_for("Waiting for the login to come back")
        if found := URL.search(running.stderr):
            person.visit(found.group(1))
        code = running.wait()
        return Typed(code=code, document=document_in(running.stdout), talk=running.stderr)
    finally:
        one.close()


def document_in(text: str) -> Any:
    """The one JSON document; None where there is none."""
    try:
        return json.loads(text)
    except ValueError:
        return None


class Bench:
    """Runs one after the other in a folder."""

    def __init__(self, folder: Path) -> None:
        self.place = Place(folder)
        self._numbers: Iterator[int] = count(1)

    def run(self, one: Run, terminal: Terminal = in_process) -> Ran:
        """Everything that a run does: log in as often as it says, and what comes after."""
        module, place = one.module, self.place
        folder = place.folder / f"{next(self._numbers)}-{module.name}"
        moved = {member: f"/{secrets.token_hex(6)}/{member}" for member in module.moved}
        person = Person()
        with place.provider(folder / "tenant", module.fault, moved) as provider:
            env = {"AUTH0_DOMAIN": provider.origin, "AUTH0CTL_INSECURE_STORAGE": "1"}
            lines = [self.line(one)] * module.logins
            lines += [(*module.then, "--client", PUBLIC, "-o", "json")] if module.then else []
            typed = []
            for line in lines:
                typed.append(terminal(line, folder / "home", env, person))
                person.leave()
            return Ran(
                typed=tuple(typed),
                asked=tuple(provider.wire.asked),
                issued=frozenset(provider.wire.issued),
                visited=tuple(person.visited),
                pages=tuple(person.pages),
                client_id=client_of(one),
                redirect_uri=f"http://127.0.0.1:{place.callback_port}/callback",
                moved=moved,
            )

    def line(self, one: Run) -> tuple[str, ...]:
        """What a person would type."""
        module, place = one.module, self.place
        line = ["login", "--no-browser", "-o", "json", "--client", client_of(one)]
        line += ["--port", str(place.callback_port), "--timeout", str(module.timeout)]
        if one.response_type == "code":
            line += ["--flow", "pkce" if module.client == "public" else "code"]
        else:
            line += ["--flow", "hybrid" if one.redeems else "implicit", "--response-type", one.response_type]
        if one.mode:
            line += ["--response-mode", one.mode]
        if one.response_type != "id_token":
            line += ["--userinfo"]
        if module.client == "secret":
            line += ["--client-secret-file", str(place.secret_file)]
        if module.client == "key":
            line += ["--private-key-file", str(place.key_file)]
        return (*line, *module.arguments)


def client_of(one: Run) -> str:
    return {"public": PUBLIC, "secret": SECRET_CLIENT, "key": KEY_CLIENT}[one.module.client]
