"""Runs the checks of a smoke file side by side: each with its time, a network failure tried once more (Q15)."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from auth0ctl.errors import Auth0ctlError, ExitCode, NetworkError
from auth0ctl.journeys.smoke.call import call
from auth0ctl.journeys.smoke.declared import BROWSER, Declared
from auth0ctl.journeys.smoke.diagnosis import doctor
from auth0ctl.journeys.smoke.flow import flow
from auth0ctl.journeys.smoke.ground import Brought, Ground, Try, WatchedHttp
from auth0ctl.journeys.smoke.objects import CHECKS
from auth0ctl.journeys.smoke.refused import refused
from auth0ctl.journeys.smoke.seen import Seen
from auth0ctl.journeys.smoke.unjudged import NotRun
from auth0ctl.results import Login
from auth0ctl.smoked import SmokeCheck, Smoked, SmokeOutcome
from auth0ctl.tenant.pace import Pace
from auth0ctl.words import counted

SIDE_BY_SIDE = 8  # checks; their requests to the Management API share one pace
POLL = 0.1  # seconds between looks at the clock while checks run
RUN: Mapping[str, Callable[[Declared, Try], Seen]] = {
    **CHECKS,
    "flow": flow,
    "refused": refused,
    "call": call,
    "doctor": doctor,
}
GREEN = SmokeOutcome.PASSED

Tell = Callable[[int, int, str], None]


def untold(_done: int, _size: int, _following: str) -> None:
    """Where nobody watches."""


@dataclass(slots=True)
class Course:
    """One check under way. ``done`` is set with ``result``; ``began`` is on the ground's clock."""

    check: Declared
    done: threading.Event = field(default_factory=threading.Event)
    began: float | None = None
    result: SmokeCheck | None = None
    bug: Exception | None = None


class Runner:
    """One run of all checks."""

    def __init__(self, checks: tuple[Declared, ...], ground: Ground, *, seconds: float | None, tell: Tell) -> None:
        self.ground, self.tell = ground, tell
        self.courses = {check.id: Course(check) for check in checks}
        self.brought: dict[str, Brought] = {}
        self.pace = Pace(ground.pause)
        self.places = threading.Semaphore(SIDE_BY_SIDE)
        self.began = ground.clock()
        self.ends = None if seconds is None else self.began + seconds
        self.seconds = seconds
        # A person is logged in at the embedded tenant's door for as long as a flow asks; others wait outside.
        self.one_at_a_time = any(check.kind == "flow" and check.given["flow"] in BROWSER for check in checks)

    def run(self) -> tuple[SmokeCheck, ...]:
        """Every check's result, in the file's order. Raises whatever bug a check ran into."""
        for course in self.courses.values():
            name = f"check {course.check.id}"
            # A daemon: a check whose time is over must not keep the command from ending.
            threading.Thread(target=self._follow, args=(course,), name=name, daemon=True).start()
        self._wait()
        for course in self.courses.values():
            if course.bug is not None:
                raise course.bug
        return tuple(course.result or self._late(course) for course in self.courses.values())

    def _wait(self) -> None:
        """Until every check is done or its time is over."""
        told = -1
        while open_ones := [one for one in self.courses.values() if not one.done.is_set()]:
            done = len(self.courses) - len(open_ones)
            if done != told:
                self.tell(done, len(self.courses), open_ones[0].check.id)
                told = done
            open_ones[0].done.wait(POLL)
            for one in open_ones:
                if not one.done.is_set() and self._is_over(one):
                    one.result = self._late(one)
                    one.done.set()
        self.tell(len(self.courses), len(self.courses), "")

    def _is_over(self, course: Course) -> bool:
        now = self.ground.clock()
        if self.ends is not None and now >= self.ends:
            return True
        # Half a second more than its own: what it says itself about the time says more.
        return course.began is not None and now >= course.began + course.check.timeout + 0.5

    def _late(self, course: Course) -> SmokeCheck:
        whole = self.ends is not None and self.ground.clock() >= self.ends
        seconds = self.seconds if whole else course.check.timeout
        of = "the whole run was" if whole else "it was"
        began = course.began if course.began is not None else self.ground.clock()
        return blank(
            course.check,
            SmokeOutcome.UNREACHED,
            detail=f"{of} given {counted(seconds or 0, 'second')}, and that was not enough",
            exit_code=ExitCode.NETWORK,
            seconds=self.ground.clock() - began,
        )

    def _follow(self, course: Course) -> None:
        """One check from its needs to its result."""
        try:
            result = self._after_needs(course)
        except Exception as bug:  # handed to the caller's thread
            course.bug, result = bug, None
        if not course.done.is_set():
            course.result = result
            course.done.set()

    def _after_needs(self, course: Course) -> SmokeCheck:
        for name in course.check.needs:
            needed = self.courses[name]
            needed.done.wait()
            if needed.result is None or needed.result.outcome is not GREEN:
                became = needed.result.outcome.value if needed.result else "ended by a bug"
                detail = f"not run: it needs {name}, which is {became}"
                code = needed.result.exit_code if needed.result else 0
                return blank(course.check, SmokeOutcome.SKIPPED, detail=detail, exit_code=code)
        with self.places, self._turn(course.check):
            course.began = self.ground.clock()
            return self._tried(course.check, course.began)

    def _turn(self, check: Declared) -> Any:
        at_the_door = self.one_at_a_time and (check.kind in ("refused", "doctor") or check.given.get("flow") in BROWSER)
        return self.ground.at_the_door if at_the_door else Unlocked()

    def _tried(self, check: Declared, began: float) -> SmokeCheck:
        """At most two tries; the second only after the network failed."""
        tries = 1 if check.given.get("flow") == "refresh" else 2  # a refresh token may have been used up (L07)
        failures: list[NetworkError] = []
        for number in range(1, tries + 1):
            one = self._try(check, began)
            try:
                seen = RUN[check.kind](check, one)
            except NetworkError as failure:
                failures.append(failure)
                continue
            except NotRun as missing:
                return self._told(check, began, SmokeOutcome.SKIPPED, sentence(missing), missing.exit_code, number)
            except Auth0ctlError as error:
                return self._told(check, began, SmokeOutcome.UNREACHED, sentence(error), error.exit_code, number)
            if one.http.failures and number < tries:
                # Some evidence was missing: neither green nor red before all is there.
                failures += one.http.failures[:1]
                continue
            return self._judged(check, began, with_story(seen, one), number, [*failures, *one.http.failures])
        last = failures[-1]
        return self._told(check, began, SmokeOutcome.UNREACHED, sentence(last), last.exit_code, tries)

    def _try(self, check: Declared, began: float) -> Try:
        ground, recorder = self.ground, self.ground.recorder()
        until = min(began + check.timeout, self.ends or began + check.timeout)
        http = WatchedHttp(ground.http, until=until, clock=ground.clock, recorder=recorder)
        return Try(
            ground=ground,
            http=http,
            recorder=recorder,
            pace=self.pace,
            until=until,
            timeout=check.timeout,
            brought=self.brought,
        )

    def _told(
        self, check: Declared, began: float, outcome: SmokeOutcome, detail: str, code: int, tries: int
    ) -> SmokeCheck:
        seconds = self.ground.clock() - began
        return blank(check, outcome, detail=detail, exit_code=int(code), seconds=seconds, tries=tries)

    def _judged(
        self, check: Declared, began: float, seen: Seen, tries: int, failures: list[NetworkError]
    ) -> SmokeCheck:
        outcome, detail = GREEN, seen.detail
        if seen.differences:
            outcome = SmokeOutcome.FAILED
        elif failures:
            outcome = SmokeOutcome.FLAKY
            detail = f"the network failed ({failures[0].message}), and the next try passed"
            if tries == 1 or len(failures) > tries - 1:
                outcome, detail = SmokeOutcome.UNREACHED, f"not all could be asked: {failures[-1].message}"
        if outcome is GREEN and seen.login is not None and seen.tokens is not None:
            self.brought[check.id] = Brought(given=check.given, login=seen.login, tokens=seen.tokens)
        return replace(
            blank(check, outcome, detail=detail, seconds=self.ground.clock() - began, tries=tries),
            expected=tuple(f"{one.name}: {one.expected}" for one in seen.differences),
            seen=tuple(f"{one.name}: {one.seen}" for one in seen.differences),
            findings=seen.findings,
            login=seen.login,
            exit_code=int(ExitCode.NETWORK) if outcome is SmokeOutcome.UNREACHED else 0,
        )


class Unlocked:
    """Where nobody has to wait."""

    def __enter__(self) -> None:
        """Nothing."""

    def __exit__(self, *_how: object) -> None:
        """Nothing."""


def with_story(seen: Seen, one: Try) -> Seen:
    """The login with what happened on the way, for its diagram."""
    if seen.login is None:
        return seen
    login: Login = replace(seen.login, trace=one.recorder.events)
    return replace(seen, login=login)


def sentence(error: Auth0ctlError) -> str:
    return f"{error.message}. {error.hint}" if error.hint else error.message


def blank(
    check: Declared,
    outcome: SmokeOutcome,
    *,
    detail: str = "",
    exit_code: int = 0,
    seconds: float = 0.0,
    tries: int = 1,
) -> SmokeCheck:
    """A result with nothing but what became of the check."""
    return SmokeCheck(
        id=check.id,
        kind=check.kind,
        title=check.title,
        outcome=outcome,
        severity=check.severity,
        line=check.place.line,
        seconds=seconds,
        tries=tries,
        detail=detail,
        exit_code=int(exit_code),
    )


def smoke(
    checks: tuple[Declared, ...], ground: Ground, file: str, *, seconds: float | None = None, tell: Tell = untold
) -> Smoked:
    """Run the checks. ``seconds`` is the time for all of them together; ``tell`` hears how many are done.

    Nothing that a tenant or a network does is raised: it is the check's result.
    """
    at, began = ground.now(), ground.clock()
    results = Runner(checks, ground, seconds=seconds, tell=tell).run()
    took = ground.clock() - began
    return Smoked(file=file, tenant=ground.tenant.domain, at=at, checks=results, seconds=took)
