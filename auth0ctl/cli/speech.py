"""All that a command says and shows, and the one place where secrets are taken out of it (standards.md S08).

Results and sentences are cleaned here, before a renderer lays them out: a secret that is wrapped over two lines, or
escaped for JSON, could not be found any more afterwards.
"""

import contextlib
import io
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TextIO

from auth0ctl.cli.talk import colourful, our_bug, say, tell_error
from auth0ctl.errors import Auth0ctlError, UsageError
from auth0ctl.lookup import load

if TYPE_CHECKING:
    from auth0ctl.redact import Redactor
    from auth0ctl.trace import Recorder

FORMATS = ("terminal", "json", "quiet", "html", "junit", "sarif", "github")
LONGEST = 1500  # characters of an error
SECRET_VARIABLES = ("_SECRET", "_TOKEN", "_PASSWORD", "_KEY", "_PASSPHRASE")  # how the names of ours end


def abridged(text: str) -> str:
    """A sentence of a length that a person reads: what was pasted into an option may be a whole file."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"


class Speech:
    """The streams of one run, and its memory of what must not be said. ``given``: the global options, as typed."""

    def __init__(
        self,
        *,
        environ: Mapping[str, str] | None = None,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        now: Callable[[], datetime] | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.environ = os.environ if environ is None else environ
        # A stream that the caller has closed (`<&-`, `>&-`) is None.
        self.stdin = stdin or sys.stdin or io.StringIO()
        self.stdout = stdout or sys.stdout or io.StringIO()
        self.stderr = stderr or sys.stderr or io.StringIO()
        self.now = now or (lambda: datetime.now(UTC))
        self.pause = pause  # seconds, between two tries of a request
        self.given: dict[str, Any] = {}
        self._said: set[str] = set()
        self._counting = 0  # characters of the countdown that stands on the screen now
        for stream in (self.stdout, self.stderr):
            # A console that cannot show a character must not end the command (LANG=C, cp1252).
            if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
                with contextlib.suppress(OSError):  # it writes out what is pending, which may not be possible
                    reconfigure(errors="backslashreplace")

    @cached_property
    def redactor(self) -> "Redactor":
        """Knows the secrets of this run: those of the environment from the start, the others as they are met."""
        from auth0ctl.redact import Redactor

        redactor = Redactor()
        for name, value in self.environ.items():
            if name.startswith("AUTH0") and name.endswith(SECRET_VARIABLES):
                redactor.learn(value)
        return redactor

    @cached_property
    def recorder(self) -> "Recorder":
        """The story of this command, for --trace, the HTML page's diagram, and -v."""
        from auth0ctl.trace import Recorder

        return Recorder(self.redactor, now=self.now, tell=self.step)

    @property
    def recording(self) -> bool:
        """Whether anything has been recorded: a command that talks to nobody has no story."""
        return "recorder" in self.__dict__

    @property
    def output(self) -> str:
        """The format, as far as it is known: an error in the settings themselves still has to be printed in one."""
        asked = self.given.get("output") or self.environ.get("AUTH0CTL_OUTPUT") or "terminal"
        return asked if asked in FORMATS else "terminal"

    @property
    def interactive(self) -> bool:
        """Whether a person can be asked something."""
        return self.stdin.isatty() and self.stderr.isatty() and self.output == "terminal"

    def show(self, result: Any) -> None:
        """Write a result to stdout in the chosen format."""
        self.check_output()
        from auth0ctl.render import RENDERERS

        if getattr(result, "trace", None) == () and self.recording:
            result = replace(result, trace=self.recorder.events)
        if self.given.get("verbose") and getattr(result, "line_by_line", None) is False:
            result = replace(result, line_by_line=True)
        result = self.redactor.result(result)
        if self.recording and self.recorder.kept:
            passed = getattr(result, "passed", True)
            self.recorder.end("passed" if passed else "failed", result=self._as_json(result))
        self._wipe()
        load(RENDERERS[self.output])(result, self.stdout)
        self.stdout.flush()
        if self.output == "github":
            self._summarise(result)

    def _summarise(self, result: Any) -> None:
        """Append the job summary to the file that the runner names. One that cannot be written changes no verdict."""
        if not (file := self.environ.get("GITHUB_STEP_SUMMARY")):
            return
        try:
            with open(file, "a", encoding="utf-8", errors="backslashreplace") as summary:
                summary.write(load("auth0ctl.render.github:summary")(result))
        except OSError as error:
            self.say(f"The job summary cannot be written to {file}: {error.strerror or error}.")

    @staticmethod
    def _as_json(result: Any) -> Any:
        document, plain = load("auth0ctl.render.json:document"), load("auth0ctl.render.json:plain")
        return json.loads(json.dumps(document(result), default=plain))

    def check_output(self) -> None:
        """Raises UsageError for a format there is none of."""
        asked = self.given.get("output") or self.environ.get("AUTH0CTL_OUTPUT") or "terminal"
        if asked not in FORMATS:
            raise UsageError(f"there is no output format {asked}", f"Choose one of: {', '.join(FORMATS)}.")

    def check_report(self, path: str, reports: bool) -> None:
        """Before a command does anything: whether it has what the chosen format is for. Raises UsageError."""
        from auth0ctl.render import REPORT_FORMATS

        self.check_output()
        if self.output in REPORT_FORMATS and not reports:
            raise UsageError(
                f"{self.output} is a format for reports, and `auth0ctl {path}` gives none",
                "Use -o json, or leave the format out.",
            )

    def say(self, sentence: str) -> None:
        """Talk, on stderr; nothing in quiet output."""
        if self.output != "quiet":
            self._wipe()
            say(self.stderr, self._plain(self.redactor.text(sentence)))

    def _plain(self, sentence: str) -> str:
        """A runner of GitHub takes commands from stderr too: what others wrote must not be one."""
        return load("auth0ctl.render.github:harmless")(sentence) if self.output == "github" else sentence

    def say_once(self, sentence: str) -> None:
        """Talk that would only be in the way a second time."""
        if sentence not in self._said:
            self._said.add(sentence)
            self.say(sentence)

    def step(self, sentence: str) -> None:
        """Talk for --verbose."""
        if self.given.get("verbose"):
            self.say(f"· {sentence}")

    def count_down(self, seconds: float) -> None:
        """How long there is left to log in: rewritten in place on a terminal, nothing elsewhere."""
        if self.stderr.isatty() and self.output == "terminal":
            left = f"{int(seconds) // 60}:{int(seconds) % 60:02}"
            said = f"{left} left to log in; Ctrl-C gives up."
            self.stderr.write(f"\r{said:<{self._counting}}\r")
            self.stderr.flush()
            self._counting = len(said)

    def _wipe(self) -> None:
        """Take the countdown away: nothing may stand beside its rest."""
        if self._counting:
            self.stderr.write("\r" + " " * self._counting + "\r")
            self.stderr.flush()
            self._counting = 0

    def fail(self, error: Auth0ctlError) -> None:
        """Print an error: a sentence on stderr, and in a format for programs the one document on stdout."""
        from auth0ctl.render import ERRORS

        self._wipe()
        error.message = abridged(self.redactor.text(error.message))
        error.hint = abridged(self.redactor.text(error.hint))
        shown = Auth0ctlError(self._plain(error.message), self._plain(error.hint))
        tell_error(self.stderr, shown, colourful(self.stderr, self.environ))
        if target := ERRORS.get(self.output):
            with contextlib.suppress(OSError, ValueError):
                load(target)(error, self.stdout)
                self.stdout.flush()

    def bug(self, error: Exception) -> None:
        """Print a bug of ours, without a traceback and without values."""
        self.fail(Auth0ctlError(our_bug(error), "Please report it with the command you typed (leave out secrets)."))

    def end(self, error: BaseException | None) -> None:
        """Close the trace: how the command ended, where its result has not said so already."""
        if not self.recording:
            return
        if isinstance(error, Auth0ctlError):
            self.recorder.end("error", error=error)
        elif isinstance(error, KeyboardInterrupt):
            self.recorder.end("interrupted")
        elif isinstance(error, Exception) and not hasattr(error, "exit_code"):
            self.recorder.end("error", error=Auth0ctlError(our_bug(error)))

    def flush(self) -> None:
        """Push out what was written, so that a broken pipe shows here and not at exit."""
        self.stdout.flush()

    def abandon_output(self) -> None:
        """After a broken pipe: give the interpreter a stdout it can close in peace."""
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stdout.fileno())
