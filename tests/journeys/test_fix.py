"""The order of mending, and what becomes of a change: proved, taken back, declined, refused."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.edits import Edit, Kind, Member
from auth0ctl.errors import NetworkError
from auth0ctl.findings import Finding, Report, Rule, Severity
from auth0ctl.journal import Journal
from auth0ctl.journeys.diagnosis.fix import ROUNDS, Fixing, fix, plan
from auth0ctl.localtenant import LocalTenant, open_tenant
from auth0ctl.model import Tenant
from auth0ctl.results import Outcome
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management

SEED: dict[str, Any] = {"clients": [{"client_id": "web1", "name": "Shop", "app_type": "spa"}]}
Seen = Callable[[dict[str, Any]], list[Finding]]


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fix") / "local"
    local = open_tenant(folder)
    local.seed(SEED)
    local.close()
    return folder


@pytest.fixture
def local(tmp_path: Path, first_run: Path) -> Iterator[LocalTenant]:
    shutil.copytree(first_run, tmp_path / "local")
    opened = open_tenant(tmp_path / "local")
    yield opened
    opened.close()


@pytest.fixture
def fixing(local: LocalTenant, tmp_path: Path) -> Iterator[Callable[..., Fixing]]:
    """``fixing(seen)``: a run whose diagnosis is what ``seen`` finds in the client as the tenant has it now."""
    with Http() as http:
        tenant = Tenant(name="local", origin=local.issuer.rstrip("/"))
        http.answer_for(tenant.origin, local.app)
        management = Management(http, tenant, local.management_token)

        def made(seen: Seen, agree: Callable[[Finding], str] = lambda _: "") -> Fixing:
            def examine(renamed: Mapping[str, str]) -> Report:
                return Report(subject="Shop", findings=tuple(seen(management.client("web1"))))

            return Fixing(
                examine=examine,
                management=management,
                journal=Journal(tmp_path / "journal"),
                agree=agree,
                worst=Severity.WARNING,
                say=lambda _: None,
                pause=lambda _: None,
            )

        yield made


def finding(name: str, *edits: Edit, severity: Severity = Severity.ERROR) -> Finding:
    rule = Rule(code="AZ999", name=name, severity=severity, title=name, why="w", fix="f", docs="https://d.example")
    return Finding(rule=rule, subject="web1", detail="d", edits=edits)


def setting(name: str, before: Any, after: Any) -> Edit:
    return Edit(kind=Kind.CLIENT, id="web1", name="Shop", members=(Member(path=(name,), before=before, after=after),))


TYPE = setting("app_type", "spa", "native")
USAGE = setting("organization_usage", None, "allow")
NONSENSE = setting("app_type", "native", "teapot")


def outcomes(run: Fixing) -> list[tuple[str, Outcome]]:
    return [(one.finding.rule.name, one.outcome) for one in run.done]


def test_the_root_comes_first_and_what_shows_after_it_is_mended_too(fixing: Callable[..., Fixing]) -> None:
    def seen(client: dict[str, Any]) -> list[Finding]:
        if client["app_type"] == "spa":
            return [finding("root", TYPE)]
        return [] if client.get("organization_usage") else [finding("behind-it", USAGE)]

    run = fixing(seen)
    assert fix(run).findings == ()
    assert outcomes(run) == [("root", Outcome.HELPED), ("behind-it", Outcome.HELPED)]
    assert len(run.journal.open_entries()) == 2


def test_a_change_that_does_not_help_is_taken_back_and_the_next_is_tried(
    fixing: Callable[..., Fixing], local: LocalTenant
) -> None:
    before = local.state.all("client")
    run = fixing(lambda _: [finding("stubborn", TYPE), finding("another", USAGE)])
    report = fix(run)
    assert [one.rule.name for one in report.findings] == ["stubborn", "another"]
    assert outcomes(run) == [("stubborn", Outcome.TAKEN_BACK), ("another", Outcome.TAKEN_BACK)]
    assert local.state.all("client") == before
    assert run.journal.open_entries() == ()


def test_a_tenant_that_is_slow_to_change_is_asked_a_second_time(fixing: Callable[..., Fixing]) -> None:
    times: list[int] = []

    def seen(client: dict[str, Any]) -> list[Finding]:
        times.append(1)
        return [] if len(times) == 3 else [finding("slow", TYPE)]

    run = fixing(seen)
    fix(run)
    assert outcomes(run) == [("slow", Outcome.HELPED)]


def test_the_cause_as_a_consequence_of_another_is_still_there(fixing: Callable[..., Fixing]) -> None:
    def seen(client: dict[str, Any]) -> list[Finding]:
        still = finding("cause", TYPE)
        return [still] if client["app_type"] == "spa" else [replace(finding("other"), consequences=(still,))]

    run = fixing(seen)
    fix(run)
    assert outcomes(run) == [("cause", Outcome.TAKEN_BACK)]


def test_what_is_declined_is_not_made_and_not_asked_again(fixing: Callable[..., Fixing], local: LocalTenant) -> None:
    before = local.state.all("client")
    asked: list[str] = []

    def agree(one: Finding) -> str:
        asked.append(one.rule.name)
        return "you said no"

    run = fixing(lambda _: [finding("risky", TYPE)], agree)
    fix(run)
    assert asked == ["risky"]
    assert outcomes(run) == [("risky", Outcome.DECLINED)]
    assert run.done[0].note == "you said no"
    assert local.state.all("client") == before


def test_where_the_second_of_two_edits_is_refused_the_first_is_taken_back(
    fixing: Callable[..., Fixing], local: LocalTenant
) -> None:
    before = local.state.all("client")
    run = fixing(lambda _: [finding("both", TYPE, NONSENSE)])
    fix(run)
    assert outcomes(run) == [("both", Outcome.REFUSED)]
    assert "No enum match for: teapot" in run.done[0].note
    assert local.state.all("client") == before
    assert run.journal.open_entries() == ()


def test_a_diagnosis_that_breaks_off_takes_the_change_back(fixing: Callable[..., Fixing], local: LocalTenant) -> None:
    before = local.state.all("client")

    def seen(client: dict[str, Any]) -> list[Finding]:
        if client["app_type"] == "native":
            raise NetworkError("no answer")
        return [finding("cause", TYPE)]

    run = fixing(seen)
    with pytest.raises(NetworkError):
        fix(run)
    assert local.state.all("client") == before
    assert run.journal.open_entries() == ()


def test_notes_and_findings_without_edits_are_left_alone(fixing: Callable[..., Fixing], local: LocalTenant) -> None:
    before = local.state.all("client")
    run = fixing(lambda _: [finding("app's own fault"), finding("note", TYPE, severity=Severity.INFO)])
    report = fix(run)
    assert run.done == []
    assert plan(report, Severity.WARNING) == ()
    assert [one.finding.rule.name for one in plan(report, Severity.INFO)] == ["note"]
    assert local.state.all("client") == before


def test_it_comes_to_an_end(fixing: Callable[..., Fixing]) -> None:
    count: list[int] = []

    def seen(_: dict[str, Any]) -> list[Finding]:
        count.append(1)
        present = f"https://x{len(count)}.example"
        return [finding(f"new-{len(count)}", setting("callbacks", None, [present]))]

    run = fixing(seen)
    fix(run)
    assert len(run.done) == ROUNDS
