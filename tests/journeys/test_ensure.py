"""A test client of our own: made once, found by its mark, never confused with somebody else's, deleted by undo."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lent_client import ORIGIN, SPA, Bench, bench

from auth0ctl.errors import NetworkError, TenantError
from auth0ctl.journal import Change
from auth0ctl.journeys.borrowed.client import ensure_client
from auth0ctl.journeys.borrowed.undo import put_back, put_back_leftovers
from auth0ctl.localtenant import open_tenant

CALLBACK = "http://127.0.0.1:18484/callback"


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was opened once: keys take a while to make."""
    folder = tmp_path_factory.mktemp("first-run") / "local"
    open_tenant(folder).close()
    return folder


@pytest.fixture
def lent(tmp_path: Path, first_run: Path) -> Iterator[Bench]:
    shutil.copytree(first_run, tmp_path / "local")
    local = open_tenant(tmp_path / "local")
    yield bench(local, tmp_path)
    local.close()


def ensured(lent: Bench, name: str = "Test") -> dict[str, Any]:
    return ensure_client(lent.management, name, lent.journal, grant_types=["authorization_code"], callbacks=[CALLBACK])


def ids(lent: Bench) -> set[str]:
    return {one["client_id"] for one in lent.local.state.all("client")}


def test_it_is_made_with_what_the_flow_needs_and_its_mark(lent: Bench) -> None:
    made = ensured(lent)
    kept = lent.client(made["client_id"])
    assert (kept["app_type"], kept["token_endpoint_auth_method"]) == ("native", "none")
    assert kept["grant_types"] == ["authorization_code"]
    assert kept["callbacks"] == [CALLBACK]
    assert kept["jwt_configuration"]["alg"] == "RS256"
    (entry,) = lent.journal.open_entries(ORIGIN)
    assert (entry.change, entry.client_id, entry.confirmed) == (Change.CLIENT, made["client_id"], True)
    assert kept["client_metadata"] == {"auth0ctl": "1", "auth0ctl_run": entry.id}


def test_confidential_with_a_secret(lent: Bench) -> None:
    made = ensure_client(lent.management, "Job", lent.journal, grant_types=["client_credentials"], confidential=True)
    assert (made["app_type"], made["token_endpoint_auth_method"]) == ("non_interactive", "client_secret_post")
    assert made["client_secret"]
    held = "".join(file.read_text() for file in lent.journal.folder.iterdir())
    assert made["client_secret"] not in held


def test_the_second_time_it_is_found_and_nothing_is_written(lent: Bench) -> None:
    made = ensured(lent)
    lent.calls.clear()
    again = ensured(lent)
    assert again["client_id"] == made["client_id"]
    assert lent.calls == ["GET clients"]
    assert len(lent.journal.open_entries()) == 1


def test_what_another_flow_needs_is_added_to_it(lent: Bench) -> None:
    made = ensured(lent)
    other = "http://127.0.0.1:18485/callback"
    again = ensure_client(lent.management, "Test", lent.journal, grant_types=["implicit"], callbacks=[other])
    assert again["client_id"] == made["client_id"]
    assert again["grant_types"] == ["authorization_code", "implicit"]
    assert again["callbacks"] == [CALLBACK, other]


def test_a_flow_with_a_secret_gets_a_client_that_has_one(lent: Bench) -> None:
    public = ensured(lent)
    secret = ensure_client(lent.management, "Test", lent.journal, grant_types=["authorization_code"], confidential=True)
    assert secret["client_id"] != public["client_id"]
    assert ensured(lent)["client_id"] == public["client_id"]
    assert [one.sentence for one in put_back(lent.journal, lent.management)] == ["deleted", "deleted"]
    assert ids(lent) == {SPA}


def test_Q04_rejects_somebody_elses_client_of_that_name(lent: Bench) -> None:
    name = lent.client()["name"]
    before = lent.client()
    made = ensured(lent, name)
    assert made["client_id"] != SPA
    assert all(one.done for one in put_back(lent.journal, lent.management))
    assert ids(lent) == {SPA}
    assert lent.client() == before


def test_Q04_rejects_a_second_post_before_the_first_was_looked_up(lent: Bench) -> None:
    def carried_out_and_lost(method: str, _path: str) -> None:
        if method == "POST" and lent.calls.count("POST clients") == 1:
            (entry,) = lent.journal.open_entries()
            lent.management.create_client({"name": "Test", "client_metadata": {"auth0ctl_run": entry.id}})
            raise NetworkError("no answer")

    lent.disturb = carried_out_and_lost
    made = ensured(lent)
    assert ids(lent) == {SPA, made["client_id"]}


def test_Q04_accepts_one_more_post_where_the_first_was_lost(lent: Bench) -> None:
    def lost(method: str, _path: str) -> None:
        if method == "POST" and lent.calls.count("POST clients") == 1:
            raise NetworkError("no answer")

    lent.disturb = lost
    made = ensured(lent)
    assert lent.calls.count("POST clients") == 2
    assert ids(lent) == {SPA, made["client_id"]}


def test_a_plain_no_leaves_nothing_open(lent: Bench) -> None:
    lent.scope = "read:clients"
    with pytest.raises(TenantError, match="403"):
        ensured(lent)
    assert lent.journal.open_entries() == ()


def test_Q04_what_a_broken_off_run_made_is_deleted_by_its_mark(lent: Bench) -> None:
    def killed(method: str, _path: str) -> None:
        if method == "POST" and lent.calls.count("POST clients") == 1:
            (entry,) = lent.journal.open_entries()
            mark = {"auth0ctl": "1", "auth0ctl_run": entry.id}
            lent.management.create_client({"name": "Test", "client_metadata": mark})
            raise KeyboardInterrupt

    lent.disturb = killed
    with pytest.raises(KeyboardInterrupt):
        ensured(lent)
    (entry,) = lent.journal.open_entries()
    assert entry.client_id is None
    assert [one.sentence for one in put_back(lent.journal, lent.management)] == ["deleted"]
    assert ids(lent) == {SPA}


def test_a_client_whose_mark_was_taken_off_is_not_deleted(lent: Bench) -> None:
    made = ensured(lent)
    lent.management.update_client(made["client_id"], {"client_metadata": {"auth0ctl_run": None}})
    (one,) = put_back(lent.journal, lent.management)
    assert one.done
    assert made["client_id"] in ids(lent)


def test_it_stays_when_leftovers_are_put_back(lent: Bench) -> None:
    made = ensured(lent)
    put_back_leftovers(lent.journal, lent.management, lent.said.append)
    assert made["client_id"] in ids(lent)
    assert lent.said == []
