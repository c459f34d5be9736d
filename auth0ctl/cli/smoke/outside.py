"""What smoke checks touch outside, made of a session."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import Any

from auth0ctl.cli.diagnosis.asked import Asked
from auth0ctl.cli.diagnosis.doctor import facts_of
from auth0ctl.cli.login.direct import world_of
from auth0ctl.cli.login.proof import proof_of
from auth0ctl.cli.session import Session
from auth0ctl.errors import Auth0ctlError, NetworkError
from auth0ctl.flows.open_browser import can_open, open_browser
from auth0ctl.journeys.demo.browser import stand_in
from auth0ctl.journeys.login.world import World
from auth0ctl.journeys.smoke.declared import BROWSER, Declared
from auth0ctl.journeys.smoke.ground import Ground, Visit
from auth0ctl.journeys.smoke.unjudged import NotRun
from auth0ctl.journeys.tokens.verify import KeySource
from auth0ctl.model import Facts
from auth0ctl.protocol import ClientAuthentication
from auth0ctl.tokens.jwks import KeySet
from auth0ctl.trace import Recorder


@contextmanager
def ground_of(session: Session, checks: tuple[Declared, ...], *, no_browser: bool) -> Iterator[Ground]:
    """The ground for as long as the checks run. Where one logs in by a browser, the embedded tenant listens."""
    built_in = session.settings().built_in
    by_browser = any(check.kind == "flow" and check.given["flow"] in BROWSER for check in checks)
    why_no_visit = "" if built_in else ("--no-browser" if no_browser else can_open(session.environ) or "")
    alone = threading.Lock()  # for what a session makes on first use
    with session.front_door() if by_browser else nullcontext():
        yield Ground(
            tenant=session.tenant,
            http=session.http,
            management_token=once_refused(session.management_token, alone),
            why_no_management=session.can_manage(),
            world=lambda authentication: world(session, authentication, alone),
            secret=lambda name: secret(session, name),
            own_proof=lambda client_id: own_proof(session, client_id, alone),
            facts_of=lambda asked: facts(session, asked),
            visiting=lambda email, client_id: visiting(session, email, client_id, built_in=built_in),
            why_no_visit=why_no_visit,
            recorder=lambda: Recorder(session.redactor, now=session.now),
            step=session.step,
            now=session.now,
        )


def once_refused(ask: Callable[[], str], alone: threading.Lock) -> Callable[[], str]:
    """A token source that takes a refusal for an answer: many checks must not repeat a wrong secret."""
    refusal: list[Auth0ctlError] = []

    def token() -> str:
        with alone:
            if refusal:
                raise refusal[0]
            try:
                return ask()
            except NetworkError:
                raise
            except Auth0ctlError as error:
                refusal.append(error)
                raise

    return token


def world(session: Session, authentication: ClientAuthentication, alone: threading.Lock) -> World:
    """A login's world in which nobody is talked to: several logins run at once."""
    with alone:
        made = world_of(session, authentication, open_it=False)
    return replace(made, keys=in_turn(made.keys, alone), warn=session.step, tick=lambda _seconds: None)


def in_turn(keys: KeySource, alone: threading.Lock) -> KeySource:
    """Keys are fetched and kept by one check at a time."""

    def source(kid: str | None, refresh: bool) -> KeySet:
        with alone:
            return keys(kid, refresh)

    return source


def secret(session: Session, name: str) -> str:
    """The value of an environment variable. Raises NotRun where there is none."""
    if not (value := session.environ.get(name, "")):
        raise NotRun(f"the environment variable {name} is not set", "It is to hold a secret that this check needs.")
    session.redactor.learn(value)
    return value


def own_proof(session: Session, client_id: str, alone: threading.Lock) -> ClientAuthentication:
    with alone:
        return proof_of(session, client_id)


def facts(session: Session, asked: Mapping[str, Any]) -> Facts:
    """What a doctor run starts from, by the names of its options."""
    return facts_of(session.tenant, Asked(**asked))


@contextmanager
def visiting(session: Session, email: str | None, client_id: str, *, built_in: bool) -> Iterator[Visit]:
    """Somebody who logs in: at the embedded tenant a stand-in for a browser, whom it lets in by itself; else the
    person at this machine."""
    if built_in:
        with session.letting_in(email, client_id), stand_in() as browser:
            yield browser.visit
        return

    def open_it(url: str) -> None:
        open_browser(url, session.environ)
        session.say(f"A check waits for a login in the browser:\n\n  {url}\n")

    yield open_it
