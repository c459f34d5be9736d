"""T12: a fixed sample of all requests of all commands, broken in every way. The rest: python -m tests.proof.torture."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_process import Auth0ctl
from proof.broken_network import FAULTS, Plan
from proof.torture import Bench, Trial, bench, trials
from proof.torture_commands import CASES, SECRET
from stopped_tenant import stopped

from auth0ctl.errors import ExitCode

SEED, OF_EACH_FAULT = 20261123, 3


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with bench(tmp_path_factory.mktemp("torture")) as made:
        yield made


@pytest.fixture(scope="module")
def every(one: Bench) -> list[Trial]:
    return trials(one)


def test_every_command_that_is_broken_talks(every: list[Trial]) -> None:
    assert {trial.case.name for trial in every} == {case.name for case in CASES}
    assert len(every) >= 24 * 40


@pytest.mark.parametrize("fault", FAULTS)
def test_T12_a_broken_request_ends_in_a_documented_way_and_the_command_can_be_run_again(
    one: Bench, every: list[Trial], fault: str
) -> None:
    """Never another exit code, a second error, a traceback, or an object that is there twice."""
    drawn = random.Random(f"{SEED} {fault}").sample([trial for trial in every if trial.fault == fault], OF_EACH_FAULT)
    assert {str(trial): said for trial in drawn if (said := one.complaints(trial))} == {}


@pytest.mark.parametrize(
    ("fault", "code"),
    [("reset-after", ExitCode.NETWORK), ("401", ExitCode.AUTH), ("409", ExitCode.API), ("gzip-bomb", ExitCode.NETWORK)],
)
def test_a_whole_process_ends_the_same_way(auth0ctl: Auth0ctl, tmp_path: Path, fault: str, code: ExitCode) -> None:
    with stopped(tmp_path / "tenant") as tenant:
        tenant.over.plan = Plan(fault=fault, first=1, lasting=True)
        done = auth0ctl("api", "list", "--timeout", "10", env={**tenant.environment, "AUTH0_CLIENT_SECRET": SECRET})
    assert done.returncode == code, done.stderr
    assert (done.stdout, done.stderr.count("error: ")) == ("", 1)
    assert "Traceback" not in done.stderr
