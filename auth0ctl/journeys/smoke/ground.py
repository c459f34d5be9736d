"""What smoke checks touch outside: the tenant, the secrets by their variables' names, somebody who logs in."""

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth0ctl.errors import NetworkError
from auth0ctl.journeys.login.world import World
from auth0ctl.model import Facts, Tenant
from auth0ctl.protocol import ClientAuthentication, Exchange, TokenSet
from auth0ctl.results import Login
from auth0ctl.tenant.http import Answer, Http
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.pace import Pace
from auth0ctl.trace import Recorder

Visit = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """All that is outside, the same for every check.

    ``management_token`` may raise what stands in the way of a Management token; ``why_no_management`` is not empty
    where there is nothing to ask for one with. ``world`` makes the world of a login for a client's proof, ``secret``
    gives the value of an environment variable (ConfigError where it is not set), ``own_proof`` what the settings hold
    for a client. ``facts_of`` turns the options of a doctor run, by name, into facts. ``visiting`` is entered while
    somebody logs in to a client by a browser, as the user of that e-mail address where one is named; ``why_no_visit``
    is not empty where nobody can.
    """

    tenant: Tenant
    http: Http
    management_token: Callable[[], str]
    why_no_management: str
    world: Callable[[ClientAuthentication], World]
    secret: Callable[[str], str]
    own_proof: Callable[[str], ClientAuthentication]
    facts_of: Callable[[Mapping[str, Any]], Facts]
    visiting: Callable[[str | None, str], AbstractContextManager[Visit]]
    why_no_visit: str
    recorder: Callable[[], Recorder]
    step: Callable[[str], None]
    now: Callable[[], datetime]
    clock: Callable[[], float] = time.monotonic
    pause: Callable[[float], None] = time.sleep
    # Where the embedded tenant logs a person in by itself, no other question to its login page may be on the way.
    at_the_door: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a flow brought that other checks use. ``given`` are the keys that it was declared with."""

    given: Mapping[str, Any]
    login: Login
    tokens: TokenSet = field(repr=False)


class WatchedHttp(Http):
    """The run's HTTP as one try of one check uses it: no request after its time, and nothing lost of what failed.

    Some evidence readers go on without an answer; a check whose requests failed is not green all the same.
    """

    def __init__(self, http: Http, *, until: float, clock: Callable[[], float], recorder: Recorder) -> None:
        super().__init__()
        self._http, self._until, self._clock, self._recorder = http, until, clock, recorder
        self.failures: list[NetworkError] = []

    def send(self, method: str, url: str, **asked: Any) -> Answer:
        """As ``Http.send``. Raises NetworkError once the check's time is over."""
        began = self._clock()
        form, body = asked.get("form"), asked.get("body")
        exchange: dict[str, Any] = {
            "method": method,
            "url": url,
            "sent_headers": asked.get("headers") or {},
            "form": form,
            "sent": asked.get("text") if body is None else body,
        }
        try:
            if began >= self._until:
                raise NetworkError("the time of this check was over before all was asked")
            answer = self._http.send(method, url, **asked)
        except NetworkError as failure:
            self.failures.append(failure)
            self._recorder.exchange(Exchange(**exchange, seconds=self._clock() - began, failure=failure.message))
            raise
        self._recorder.exchange(
            Exchange(
                **exchange,
                seconds=self._clock() - began,
                status=answer.status,
                headers=answer.headers,
                body=answer.body,
            )
        )
        return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try of one check: its own HTTP and story, the run's pace, and what the checks it needs have brought."""

    ground: Ground
    http: WatchedHttp
    recorder: Recorder
    pace: Pace
    until: float  # on the ground's clock
    timeout: float  # seconds; what the check was given
    brought: Mapping[str, Brought]

    @property
    def management(self) -> Management | None:
        """The Management API, within the rate limit that all checks share; None where nobody may ask it."""
        ground = self.ground
        if ground.why_no_management:
            return None
        return Management(self.http, ground.tenant, ground.management_token, self.pace)
