"""Q13: Ctrl-C while the tenant is being changed. Q05, T16: several steps, broken off after each of them."""

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_process import Auth0ctl, Running
from proof.broken_network import Plan
from stopped_tenant import Stopped, stopped

from auth0ctl.errors import ConfigError, TenantError, Unfinished
from auth0ctl.journeys.records.steps import Steps

CLAIM = "https://x.example/plan"
ADD, REMOVE = f"claim add {CLAIM} --value gold", f"claim remove {CLAIM}"


@pytest.fixture
def tenant(tmp_path: Path) -> Iterator[Stopped]:
    with stopped(tmp_path / "tenant") as one:
        yield one


def started(auth0ctl: Auth0ctl, tenant: Stopped, line: str, *, hold: int) -> Running:
    """A command whose n-th change is carried out and waits for its answer."""
    tenant.hold(hold)
    running = auth0ctl.start(*line.split(), env=tenant.environment)
    assert tenant.arrived.wait(20), running.stderr
    return running


def clients(tenant: Stopped, name: str) -> list[Any]:
    return [one for one in tenant.local.state.all("client") if one["name"] == name]


def test_Q13_accepts_the_answer_of_a_change_before_it_ends(auth0ctl: Auth0ctl, tenant: Stopped) -> None:
    running = started(auth0ctl, tenant, "client create Fresh", hold=1)
    running.process.send_signal(signal.SIGINT)
    running.wait_for("Finishing POST /api/v2/clients first; Ctrl-C once more ends at once.")
    tenant.release.set()
    assert running.wait(10) == 130
    assert "Interrupted. POST /api/v2/clients was finished first. Run the same command again" in running.stderr
    assert "Traceback" not in running.stderr
    code, out, _ = tenant.run(auth0ctl.home, "client create Fresh --ensure")
    assert code == 0
    assert json.loads(out)["client_id"] == clients(tenant, "Fresh")[0]["client_id"]
    assert len(clients(tenant, "Fresh")) == 1


def test_Q13_rejects_waiting_for_an_answer_after_a_second_ctrl_c(auth0ctl: Auth0ctl, tenant: Stopped) -> None:
    running = started(auth0ctl, tenant, "client create Fresh", hold=1)
    running.process.send_signal(signal.SIGINT)
    running.wait_for("Finishing")
    began = time.monotonic()
    running.process.send_signal(signal.SIGINT)
    assert running.wait(10) == 130
    assert time.monotonic() - began < 2
    assert "was broken off and may have been carried out" in running.stderr


def test_Q13_rejects_waiting_for_an_answer_longer_than_three_seconds(auth0ctl: Auth0ctl, tenant: Stopped) -> None:
    running = started(auth0ctl, tenant, "client create Fresh", hold=1)
    began = time.monotonic()
    running.process.send_signal(signal.SIGINT)
    assert running.wait(10) == 130
    assert 2 < time.monotonic() - began < 5
    assert "was not answered and may have been carried out" in running.stderr


@pytest.mark.parametrize(
    ("number", "step"), [(1, signal.SIGKILL), (2, signal.SIGINT), (2, signal.SIGTERM), (3, signal.SIGKILL)]
)
def test_Q05_accepts_the_same_command_after_any_end_and_goes_on(
    auth0ctl: Auth0ctl, tenant: Stopped, number: int, step: signal.Signals
) -> None:
    running = started(auth0ctl, tenant, ADD, hold=number)
    running.process.send_signal(step)
    if step is signal.SIGINT:
        running.wait_for("Finishing")
    tenant.release.set()
    assert running.wait(10) == (130 if step is signal.SIGINT else -step)
    if step is signal.SIGINT:
        assert "done: the Action is made; not done: it is deployed, it is bound" in running.stderr
        assert f"or `auth0ctl claim remove {CLAIM}` to take it back" in running.stderr
    code, out, err = tenant.run(auth0ctl.home, ADD)
    assert code == 0, err
    assert (json.loads(out)["deployed"], json.loads(out)["bound"]) == (True, True)
    assert tenant.local.state.count("action") == 1
    assert tenant.run(auth0ctl.home, REMOVE)[0] == 0
    assert tenant.local.state.count("action") == 0
    assert json.loads(tenant.run(auth0ctl.home, "claim list")[1]) == []


def test_Q05_accepts_a_way_back_after_the_first_step(auth0ctl: Auth0ctl, tenant: Stopped) -> None:
    running = started(auth0ctl, tenant, ADD, hold=1)
    running.process.kill()
    tenant.release.set()
    running.wait(10)
    assert tenant.local.state.count("action") == 1
    assert tenant.run(auth0ctl.home, REMOVE)[0] == 0
    assert tenant.local.state.count("action") == 0


@pytest.mark.parametrize(
    "line",
    [
        "api create Fresh --identifier https://fresh.example --scope read:x --ensure",
        "client create Fresh --ensure",
        ADD,
    ],
)
def test_Q05_accepts_the_same_spec_again_without_a_single_change(tenant: Stopped, tmp_path: Path, line: str) -> None:
    assert tenant.run(tmp_path, line)[0] == 0
    tenant.over.plan = plan = Plan()
    assert tenant.run(tmp_path, line)[0] == 0
    assert [one for one in plan.requests if not one.startswith("GET ")] == []


@pytest.mark.parametrize(("fault", "request_"), [("500", 4), ("401", 4), ("reset-before", 4)])
def test_Q05_rejects_silence_about_what_is_done(tenant: Stopped, tmp_path: Path, fault: str, request_: int) -> None:
    tenant.over.plan = Plan(fault=fault, first=request_, lasting=True)
    code, out, _ = tenant.run(tmp_path, ADD)
    tenant.over.plan = Plan()
    error = json.loads(out)["error"]
    assert (code, error["code"], error["name"]) == (8, 8, "partial")
    assert "done: the Action is made; not done: it is deployed, it is bound" in error["message"]
    assert "Run the same command again to go on" in error["hint"]
    assert tenant.run(tmp_path, ADD)[0] == 0


def test_Q05_an_error_before_the_first_step_stays_what_it_is() -> None:
    with pytest.raises(TenantError, match="no"), Steps(("one", "two")):
        raise TenantError("no", status=403)
    steps = Steps(("one", "two"))
    steps.done()
    with pytest.raises(Unfinished, match="done: one; not done: two") as caught, steps:
        raise ConfigError("the disk is full")
    assert caught.value.hint == "Run the same command again to go on."
