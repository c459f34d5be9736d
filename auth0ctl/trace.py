"""The trace: what a command did, step by step, fit for a support ticket.

Every HTTP exchange comes in by itself, the steps outside HTTP (the person is sent, the callback arrives) as events. All
of it is redacted as it comes in, so nothing here holds a secret: not the file, not the diagram, not ``-v``.
``auth0ctl/render/trace.schema.json`` documents the file. It names the tenant and the client, and the claims of the
tokens: who logged in stays readable, what could be used to log in does not.
"""

import json
import os
import platform
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any

from auth0ctl import __version__
from auth0ctl.errors import Auth0ctlError, ConfigError, UsageError
from auth0ctl.files import BINARY, NO_FOLLOW
from auth0ctl.protocol import Event, Exchange
from auth0ctl.redact import Redactor

SCHEMA = "auth0ctl/trace/1"
SENT_HEADERS = ("authorization", "dpop", "content-type", "cookie")
GOT_HEADERS = (
    "content-type",
    "location",
    "set-cookie",
    "www-authenticate",
    "dpop-nonce",
    "retry-after",
    "date",
    "x-auth0-requestid",
    "x-correlation-id",
    "cf-ray",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
)
LONGEST = 4000  # characters of a body that is no JSON
LARGEST = 64 * 1024  # bytes of a JSON body; a longer one is told by its size


def untold(sentence: str) -> None:
    """Where nobody asked to be told each step."""


class Recorder:
    """Collects the story of one command. ``tell`` gets each step as a sentence, as it happens."""

    def __init__(
        self,
        redactor: Redactor,
        *,
        now: Callable[[], datetime],
        tell: Callable[[str], None] = untold,
        command: str = "",
    ) -> None:
        self._redactor, self._now, self._tell = redactor, now, tell
        self._events: list[Event] = []
        self._path: Path | None = None
        self._about: dict[str, Any] = {"command": command, "tenant": None, "client_id": None}
        self._started = now()
        self._outcome = "running"
        self._ended: datetime | None = None
        self._result: Any = None
        self._error: dict[str, Any] | None = None
        self._lock = RLock()  # requests may go side by side; each takes its steps, and writes the file, alone

    @property
    def events(self) -> tuple[Event, ...]:
        """All that was recorded so far, redacted."""
        return tuple(self._events)

    @property
    def kept(self) -> bool:
        """Whether the story goes to a file."""
        return self._path is not None

    def record(self, event: Event) -> None:
        """Take in one event that is no HTTP exchange of ours. Its details are those of a callback or a query."""
        with self._lock:
            self._record(event)

    def _record(self, event: Event) -> None:
        self._redactor.learn_from(event.details, wire=True)
        clean = self._redactor.fields(dict(event.details), wire=True)
        self._add(
            Event(at=event.at, source=event.source, target=event.target, what=self._clean(event.what), details=clean)
        )
        self._tell(f"{event.source} → {event.target}: {self._clean(event.what)}")
        self._save()

    def exchange(self, exchange: Exchange) -> None:
        """Take in one HTTP exchange: two arrows, there and back. What it carries as a secret is known from now on."""
        with self._lock:
            self._exchange(exchange)

    def _exchange(self, exchange: Exchange) -> None:
        body = _json(exchange.body)
        self._learn(exchange, body)
        ended = self._now()
        url = self._redactor.url(exchange.url)
        place = url.partition("?")[0]
        asked: dict[str, Any] = {"method": exchange.method, "url": url}
        if headers := self._some_headers(exchange.sent_headers, SENT_HEADERS):
            asked["headers"] = headers
        if exchange.form is not None:
            asked["form"] = self._redactor.fields(exchange.form, wire=True)
        if exchange.sent is not None:
            asked["body"] = self._redactor.fields(exchange.sent)
        path = place.partition("//")[2].partition("/")[2]
        took = round(exchange.seconds * 1000)
        self._add(
            Event(
                at=ended - timedelta(seconds=exchange.seconds),
                source="auth0ctl",
                target="tenant",
                what=f"{exchange.method} /{path}",
                details=asked,
            )
        )
        what, answered = self._answer(exchange, body if len(exchange.body) <= LARGEST else None)
        self._add(
            Event(
                at=ended,
                source="tenant",
                target="auth0ctl",
                what=what,
                details={"milliseconds": took, **answered},
            )
        )
        self._tell(f"{exchange.method} {place} → {what} ({took} ms)")
        self._save()

    def _learn(self, exchange: Exchange, body: Any) -> None:
        """Remember every secret in an exchange."""
        learn = self._redactor
        learn.learn_headers(exchange.sent_headers)
        learn.learn_headers(exchange.headers)
        learn.learn_from({"url": exchange.url, "location_url": exchange.headers.get("location", "")})
        learn.learn_from(exchange.form, wire=True)
        learn.learn_from(exchange.sent)
        learn.learn_from(body)

    def describe(self, **about: str | None) -> None:
        """What is known about the command: ``command``, ``tenant`` (domain), ``client_id``, ``flow``."""
        self._about |= {name: self._clean(value) for name, value in about.items() if value}

    def write(self, file: str) -> None:
        """From now on keep ``file`` up to date, at every step: a command that is killed leaves what it had come to.

        The file is made 0600. Raises UsageError for ``-``, for a folder that is not there, and for a file that is no
        trace: a slip of the hand overwrites nothing.
        """
        if file == "-":
            raise UsageError("a trace cannot go to standard output, which is for the result", "Name a file.")
        path = Path(os.path.abspath(file))
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent} to write the trace to")
        if os.path.lexists(path) and not is_trace(path):
            raise UsageError(
                f"{path.name} is there already and is no trace: it is not overwritten",
                "Name another file, or remove it.",
            )
        self._path = path
        try:
            replace_file(path, self._text())
        except OSError as error:
            raise ConfigError(f"the trace cannot be written to {path}: {error.strerror}") from None

    def end(self, outcome: str, *, result: Any = None, error: Auth0ctlError | None = None) -> None:
        """How the command ended: ``passed``, ``failed``, ``error``, ``interrupted``. ``result`` is ready for JSON.

        Called again, the later word counts, but a result that is known stays.
        """
        with self._lock:
            self._end(outcome, result, error)

    def _end(self, outcome: str, result: Any, error: Auth0ctlError | None) -> None:
        self._outcome, self._ended = outcome, self._now()
        if result is not None:
            self._result = self._redactor.fields(result)
        if error is not None:
            self._error = {
                "code": int(error.exit_code),
                "name": error.exit_code.name.lower(),
                "message": self._clean(error.message),
                "hint": self._clean(error.hint),
            }
        self._save()

    def document(self) -> dict[str, Any]:
        """The trace as a JSON value."""
        return {
            "schema": SCHEMA,
            "auth0ctl": __version__,
            "python": platform.python_version(),
            "system": platform.system(),
            **self._about,
            "started": _moment(self._started),
            "ended": _moment(self._ended) if self._ended else None,
            "outcome": self._outcome,
            "steps": [self._step(number, event) for number, event in enumerate(self._events, 1)],
            "result": self._result,
            "error": self._error,
        }

    def _step(self, number: int, event: Event) -> dict[str, Any]:
        after = round((event.at - self._started).total_seconds() * 1000)
        return {
            "number": number,
            "at": _moment(event.at),
            "after_ms": max(after, 0),
            "from": event.source,
            "to": event.target,
            "what": event.what,
            "details": dict(event.details),
        }

    def _answer(self, exchange: Exchange, body: Any) -> tuple[str, dict[str, Any]]:
        """An answer in a few words, and what of it is worth keeping."""
        if not exchange.status:
            failure = self._clean(exchange.failure)
            return f"no answer: {failure}", {"failure": failure}
        found: dict[str, Any] = {"status": exchange.status}
        if headers := self._some_headers(exchange.headers, GOT_HEADERS):
            found["headers"] = headers
        told = exchange.method == "POST" or exchange.status >= 400
        if told and body is not None:
            found["body"] = self._redactor.fields(body)
        elif told and exchange.headers.get("content-type", "").startswith("text/plain"):
            found["body"] = self._clean(exchange.body[:LONGEST].decode("utf-8", "replace"))
        elif exchange.body:
            found["body_bytes"] = len(exchange.body)  # key sets, settings, pages: read elsewhere, or nobody's business
        error = body.get("error") if isinstance(body, Mapping) else None
        return f"{exchange.status}{f' {self._clean(error)}' if isinstance(error, str) else ''}", found

    def _some_headers(self, headers: Mapping[str, str], wanted: tuple[str, ...]) -> dict[str, str]:
        return self._redactor.headers({name: value for name, value in headers.items() if name.lower() in wanted})

    def _clean(self, text: str) -> str:
        return self._redactor.text(text, record=True)

    def _add(self, event: Event) -> None:
        self._events.append(event)
        if not self._about["client_id"]:
            for part in (event.details, event.details.get("form")):
                if isinstance(part, Mapping) and isinstance(part.get("client_id"), str):
                    self._about["client_id"] = part["client_id"]

    def _text(self) -> bytes:
        return (json.dumps(self.document(), indent=2, default=str) + "\n").encode()

    def _save(self) -> None:
        if self._path is None:
            return
        try:
            replace_file(self._path, self._text())
        except OSError as error:  # a full disk must not cost the login
            self._path = None
            self._tell(f"the trace is not written any more: {error.strerror}")


def replace_file(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of ``path`` in one step, mode 0600. Raises OSError.

    Unlike settings and tokens it is not flushed to the disk: that would take longer than the step that it tells of.
    """
    temporary = path.with_name(f".{path.name}.new")
    temporary.unlink(missing_ok=True)
    with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | BINARY, 0o600), "wb") as file:
        file.write(content)
    os.replace(temporary, path)


def is_trace(path: Path) -> bool:
    """Whether this file is a trace, and so may be overwritten by one."""
    try:
        found = json.loads(path.read_bytes()) if path.is_file() and not path.is_symlink() else None
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and found.get("schema") == SCHEMA


def _json(body: bytes) -> Any:
    """The body as JSON, None where it is none."""
    if body.lstrip()[:1] not in (b"{", b"["):
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
