"""``auth0ctl doctor --all-clients``: the options that go with it, the progress, the verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from auth0ctl.cli.session import Session
from auth0ctl.errors import ExitCode, UsageError
from auth0ctl.findings import Severity
from auth0ctl.journeys.diagnosis.doctor import Examined, failing
from auth0ctl.journeys.diagnosis.everyclient import every_client
from auth0ctl.lookup import load
from auth0ctl.model import Facts
from auth0ctl.results import Diagnosed


def check_alone(options: Mapping[str, Any]) -> None:
    """Raises UsageError for an option about one login, by its name with underscores."""
    for name, value in options.items():
        if value:
            raise UsageError(
                f"--all-clients and --{name.replace('_', '-')} do not go together",
                "Every client is judged by the tenant's settings; ask about one login with --client.",
            )


def doctor_of_all(
    session: Session, *, select: Iterable[str], ignore: Iterable[str], audit: bool, worst: Severity
) -> ExitCode:
    """Judge every client and show the one report. The code is as for one client."""
    why_not = session.can_manage()
    examined = Examined(
        facts=Facts(tenant=session.tenant),
        tenant=session.tenant,
        http=session.http,
        pause=session.pause,
        management=None if why_not else session.management,
        why_no_management=why_not,
        step=session.step,
    )
    result = with_progress(session, examined, select=select, ignore=ignore, audit=audit)
    passed = not failing(result.report, worst)
    session.show(replace(result, passed=passed))
    return ExitCode.OK if passed else ExitCode.FOUND


def with_progress(session: Session, examined: Examined, **how: Any) -> Diagnosed:
    """The run, with a bar where somebody looks on."""
    if session.stderr.isatty() and session.output == "terminal" and not session.given.get("verbose"):
        with load("auth0ctl.render.terminal.progress:steps")(session.stderr) as tell:
            return every_client(examined, told=tell, **how)
    return every_client(examined, **how)
