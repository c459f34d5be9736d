"""One login with a person, then every silent variant of it (``prompt=none``) in the same tab: which work here, and why.

The tab goes from one authorize URL to the next by itself (``CallbackServer.hop``). A variant that would end on the
tenant's own error page would take the tab away for good, so that each one is tried without cookies first, as every
login is.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from auth0ctl.errors import AuthError, NetworkError, RateLimited, TenantError
from auth0ctl.findings import Finding
from auth0ctl.flows import FLOWS, Flow, flow_for
from auth0ctl.journeys.login.run import Stage, Wish, run, staged, tell_browser, verdict
from auth0ctl.journeys.login.world import World, not_pasted
from auth0ctl.results import Cell, Login, Matrix
from auth0ctl.rules.login.person import CONFIRMATION_ON_LOOPBACK

SECONDS = 20.0  # for a tab to answer by itself
# What a person would have to be there for, or what would make the tenant ask again.
NOT_SILENT = ("prompt", "max_age", "screen_hint")
ENDED = "the matrix ended before it"
WHY_NO_LOG = "a matrix reads no log: it would ask the Management API once for every refusal"

Progress = Callable[[int, int, str], None]


def not_shown(_done: int, _all: int, _next: str) -> None:
    """Where nobody looks at the progress."""


def not_counted(_seconds: float) -> None:
    """A tab has no need of a countdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One cell before it is run."""

    flow: Flow
    response_type: str
    response_mode: str
    audience: str | None


def matrix(wish: Wish, world: World, progress: Progress = not_shown, *, seconds: float = SECONDS) -> Matrix:
    """Run the login, then its silent variants. No variant is run where the login itself did not come back clean.

    ``progress`` gets how many are done, of how many, and what comes next; ``seconds`` is how long the tab may take for
    each. Raises as ``login`` does, for the first one.
    """
    with staged(wish, world) as stage:
        server = stage.listening.server
        first = run(stage)
        if not first.passed:
            if first.browser_opened:
                tell_browser(server, first, world.clean)
            return Matrix(first=first, notes=("The login itself did not work, so no variant of it was tried.",))
        if not server.browser_waits:
            return Matrix(first=first, notes=(no_tab(stage),))
        cells = tuple(tried(quiet(stage, seconds), list(variants(wish)), progress))
        works = sum(cell.verdict == "works" for cell in cells)
        lines = [f"{works} of {len(cells)} silent logins after it work.", "The terminal says which, and why not."]
        server.show(ok=True, title="Logged in", lines=lines)
    return Matrix(first=first, cells=cells, notes=tuple(notes(wish, cells)))


def variants(wish: Wish) -> Iterator[Variant]:
    """Every response type in every mode that may carry it, with the login's audience (if any) and without one."""
    for response_type in dict.fromkeys(one for flow in FLOWS.values() for one in flow.response_types):
        flow = flow_for(response_type, confidential=wish.flow.name == "code")
        assert flow is not None
        # Tokens are never sent in a query (OAuth 2.0 Multiple Response Types).
        for mode in ("query", "fragment", "form_post") if response_type == "code" else ("fragment", "form_post"):
            for audience in dict.fromkeys((wish.audience, None)):
                yield Variant(flow=flow, response_type=response_type, response_mode=mode, audience=audience)


def quiet(stage: Stage, seconds: float) -> Stage:
    """The stage without the person: the tab goes on by itself, nobody pastes, and no log is read."""
    server = stage.listening.server
    silent = replace(
        stage.world,
        send_person_to=server.hop,
        pasting=not_pasted,
        tick=not_counted,
        management=None,
        why_no_management=WHY_NO_LOG,
    )
    return replace(stage, world=silent, wish=replace(stage.wish, timeout=seconds))


def tried(stage: Stage, wanted: list[Variant], progress: Progress) -> Iterator[Cell]:
    """Each variant's cell. Once the tab is lost, or the tenant has had enough, the rest is not run."""
    over = ""
    for done, one in enumerate(wanted):
        progress(done, len(wanted), f"{one.response_type}, {one.response_mode}")
        if over:
            yield cell(one, "not run", over)
            continue
        stage.world.step(f"silently: {one.response_type} by {one.response_mode}, audience {one.audience or 'none'}")
        try:
            login = run(replace(stage, wish=silent_wish(stage.wish, one)))
        except (NetworkError, RateLimited) as error:
            over = ENDED
            yield cell(one, "not run", error.message)
        except (TenantError, AuthError) as error:
            yield cell(one, "not run", error.message)
        else:
            yield judged(one, login)
    progress(len(wanted), len(wanted), "")


def silent_wish(wish: Wish, one: Variant) -> Wish:
    """What the login asked for, as this variant and without a person; no refresh token that nobody would keep."""
    dropped = NOT_SILENT if one.audience else (*NOT_SILENT, "resource")  # RFC 8707's name for the audience
    extra: Mapping[str, str] = {name: value for name, value in wish.extra.items() if name not in dropped}
    return replace(
        wish,
        scope=tuple(word for word in wish.scope if word != "offline_access"),
        flow=one.flow,
        response_type=one.response_type,
        response_mode=one.response_mode,
        audience=one.audience,
        extra={**extra, "prompt": "none"},
        userinfo=False,
    )


def judged(one: Variant, login: Login) -> Cell:
    """How a variant ended. A token that nobody can verify (an opaque one, where no API was asked for) is no failure."""
    if login.refusal:
        return cell(one, "refused", name_of(login.findings) or login.refusal.error, login)
    bad = [token for token in login.verified if not token.report.passed]
    if bad or login.failed_checks:
        found = [finding for token in bad for finding in token.report.findings]
        return cell(one, "failed", name_of((*found, *login.findings)) or verdict(login), login)
    return cell(one, "works", name_of(login.findings), login)


def name_of(findings: tuple[Finding, ...]) -> str:
    """The first cause's name."""
    return findings[0].rule.name if findings else ""


def cell(one: Variant, verdict: str, why: str = "", login: Login | None = None) -> Cell:
    """The cell of a variant."""
    return Cell(
        response_type=one.response_type,
        response_mode=one.response_mode,
        audience=one.audience,
        verdict=verdict,
        why=why,
        login=login,
    )


def no_tab(stage: Stage) -> str:
    """Why nothing could follow a login whose answer was pasted."""
    return (
        "The answer was pasted, so that no browser waits here to go on with the silent variants. Let the browser reach "
        f"{stage.listening.redirect_uri} (ssh -L, or a browser on this machine) and run the matrix again."
    )


def notes(wish: Wish, cells: tuple[Cell, ...]) -> Iterator[str]:
    """What has to be said once about all of them."""
    causes = {finding.rule for one in cells if one.login for finding in one.login.findings}
    if CONFIRMATION_ON_LOOPBACK in causes:
        yield (
            "The tenant answers nothing silently to this callback: it cannot verify who listens there. With "
            "--callback-host NAME the callback is http://NAME.localhost:PORT/callback, which it can; the client needs "
            "it among its Allowed Callback URLs, or add --borrow-callback."
        )
    if wish.audience is None:
        yield "No audience was asked for. With --audience API each variant is tried with and without it."
