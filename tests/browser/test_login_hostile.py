"""A real ``login`` under attack, and racing answers, as ``tests/proof/hostile_login.py`` has them, in a small size.

The same on more requests: ``python -m tests.proof.hostile_login --requests 10000 --races 500``.
"""

import os
import socket
import sys
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("reads /proc", allow_module_level=True)

from proof.callback_attacks import ANYBODYS
from proof.hostile_login import ONE, Stormed, listening_places, races, under_attack, written

REQUESTS, RACES, SEED = 600, 12, 8252


@pytest.fixture(scope="module")
def stormed(tmp_path_factory: pytest.TempPathFactory) -> Stormed:
    return under_attack(tmp_path_factory.mktemp("stormed"), REQUESTS, SEED)


def test_C05_a_login_survives_the_storm_and_is_verified(stormed: Stormed) -> None:
    assert stormed.seen.total == REQUESTS
    assert len(stormed.seen.kinds()) >= len(ANYBODYS)
    assert stormed.seen.taken == []
    assert stormed.code == 0, stormed.said
    assert stormed.document["passed"] is True
    assert [one["passed"] for one in stormed.document["tokens"]] == [True, True]
    assert "Logged in" in stormed.page


def test_C06_the_storm_costs_no_token_request_but_the_one(stormed: Stormed) -> None:
    assert stormed.token_requests == 1


def test_C12_the_command_and_its_page_echo_nothing(stormed: Stormed) -> None:
    assert stormed.seen.echoed == []
    assert "canary" not in stormed.said
    assert "canary" not in stormed.page
    assert stormed.said.count("do not belong to this login") == 1  # it is warned of once, without quoting any of it


def test_C01_the_command_listens_on_loopback_alone(stormed: Stormed) -> None:
    assert len(stormed.listened) == 1
    assert stormed.listened[0].startswith("127.0.0.1:")


def test_C01_the_look_would_see_a_port_that_is_open_to_all() -> None:
    with socket.create_server(("", 0)) as wide:
        assert f"0.0.0.0:{wide.getsockname()[1]}" in listening_places(os.getpid())
    assert written("00000000000000000000000001000000:4834") == "::1:18484"


def test_L07_accepts_racing_answers_and_redeems_once(tmp_path: Path) -> None:
    assert races(tmp_path, RACES) == [ONE] * RACES
