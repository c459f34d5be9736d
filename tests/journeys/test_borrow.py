"""A callback lent to a client: there for the block, and nothing of it left afterwards, however the block ends."""

import shutil
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from lent_client import LENT, MINE, ORIGIN, SPA, TENANT, Bench, bench

from auth0ctl.errors import Auth0ctlError, ConfigError, NetworkError, RateLimited, TenantError
from auth0ctl.journal import Change, Journal
from auth0ctl.journeys.borrowed.callback import borrowed_callback
from auth0ctl.journeys.borrowed.undo import put_back, put_back_leftovers
from auth0ctl.localtenant import open_tenant


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


def borrowing(lent: Bench, uri: str = LENT, journal: Journal | None = None) -> AbstractContextManager[None]:
    return borrowed_callback(
        lent.management, SPA, uri, journal or lent.journal, say=lent.said.append, pause=lent.pauses.append
    )


@pytest.mark.parametrize("before", [[MINE], [MINE, "https://two.example.com/"], [], None], ids=str)
def test_the_client_has_it_inside_the_block_and_is_as_before_after_it(lent: Bench, before: list[str] | None) -> None:
    lent.set_callbacks(before)
    whole = lent.client()
    with borrowing(lent):
        assert lent.callbacks() == [*(before or ()), LENT]
        assert len(lent.journal.open_entries(ORIGIN)) == 1
    assert lent.client() == whole
    assert lent.journal.open_entries() == ()
    assert lent.said == []
    assert [file.name for file in lent.journal.folder.iterdir()] == ["turn.lock"]


def test_a_client_that_has_it_is_not_touched(lent: Bench) -> None:
    lent.set_callbacks([MINE, LENT])
    with borrowing(lent):
        assert lent.journal.open_entries() == ()
    assert lent.calls == ["GET clients"]
    assert lent.callbacks() == [MINE, LENT]


def test_Q05_accepts_a_change_that_is_in_the_journal_before_the_request_and_after_it(lent: Bench) -> None:
    seen: list[bool] = []

    def look(method: str, _path: str) -> None:
        if method == "PATCH":
            seen.extend(entry.confirmed for entry in lent.journal.open_entries())

    lent.disturb = look
    with borrowing(lent):
        seen.extend(entry.confirmed for entry in lent.journal.open_entries())
    assert seen == [False, True, True]  # while adding it, inside, and while taking it away


@pytest.mark.parametrize(
    "ending", [TenantError("no"), NetworkError("none"), KeyboardInterrupt(), SystemExit(3)], ids=repr
)
def test_it_is_taken_away_whatever_ends_the_block(lent: Bench, ending: BaseException) -> None:
    with pytest.raises(type(ending)), borrowing(lent):
        raise ending
    assert lent.callbacks() == [MINE]
    assert lent.journal.open_entries() == ()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_it_is_taken_away_when_a_signal_ends_the_block(lent: Bench, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    went_on = False
    with pytest.raises((SystemExit, KeyboardInterrupt)) as caught, borrowing(lent):  # noqa: PT012
        assert signal.getsignal(number) is not signal.SIG_DFL  # which would end the tests themselves
        signal.raise_signal(number)
        went_on = True
    assert not went_on
    assert caught.type is KeyboardInterrupt or caught.value.args == (128 + number,)
    assert lent.callbacks() == [MINE]
    assert signal.getsignal(number) is before


def test_nohup_stays_nohup(lent: Bench) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with borrowing(lent):
            signal.raise_signal(signal.SIGHUP)
            assert lent.callbacks() == [MINE, LENT]
    finally:
        signal.signal(signal.SIGHUP, before)
    assert lent.callbacks() == [MINE]


def test_Q13_accepts_one_Ctrl_C_while_it_is_taken_away_and_finishes_that(lent: Bench) -> None:
    with pytest.raises(KeyboardInterrupt), borrowing(lent):
        lent.disturb = lambda _method, _path: signal.raise_signal(signal.SIGINT) if len(lent.calls) == 3 else None
    assert lent.callbacks() == [MINE]
    assert lent.journal.open_entries() == ()
    assert lent.said == ["Putting the client back first; once more leaves that to `auth0ctl undo`."]


def test_Q13_rejects_waiting_on_after_a_second_Ctrl_C_and_leaves_it_to_undo(lent: Bench) -> None:
    with pytest.raises(KeyboardInterrupt), borrowing(lent):
        lent.disturb = lambda _method, _path: signal.raise_signal(signal.SIGINT)
    assert lent.callbacks() == [MINE, LENT]
    assert "`auth0ctl undo`" in lent.said[-1]
    lent.disturb = lambda _method, _path: None
    assert [one.done for one in put_back(lent.journal, lent.management)] == [True]
    assert lent.callbacks() == [MINE]


def test_what_others_changed_meanwhile_stays(lent: Bench) -> None:
    with borrowing(lent):
        lent.set_callbacks(["https://new.example.com/", *lent.callbacks(), "https://newer.example.com/"])
    assert lent.callbacks() == ["https://new.example.com/", MINE, "https://newer.example.com/"]


def test_what_others_took_away_meanwhile_stays_away(lent: Bench) -> None:
    with borrowing(lent):
        lent.set_callbacks([])
    assert lent.callbacks() == []
    assert lent.journal.open_entries() == ()
    assert lent.said == []


def test_a_client_that_was_deleted_meanwhile_needs_nothing(lent: Bench) -> None:
    with borrowing(lent):
        lent.management.delete_client(SPA)
    assert lent.journal.open_entries() == ()
    assert lent.said == []


def test_two_logins_at_once_keep_each_their_own(lent: Bench) -> None:
    other = "http://127.0.0.1:18998/callback"
    with borrowing(lent):
        with borrowing(lent, other):
            assert lent.callbacks() == [MINE, LENT, other]
        assert lent.callbacks() == [MINE, LENT]
    assert lent.callbacks() == [MINE]


@pytest.mark.parametrize("before", [[MINE], None], ids=str)
def test_two_logins_with_the_same_callback_and_the_first_ends_first(lent: Bench, before: list[str] | None) -> None:
    lent.set_callbacks(before)
    whole = lent.client()
    first, second = borrowing(lent), borrowing(lent)
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert LENT in lent.callbacks(), "the second login still needs it"
    second.__exit__(None, None, None)
    assert lent.client() == whole
    assert lent.journal.open_entries() == ()


def test_a_token_that_may_not_change_clients_changes_nothing(lent: Bench) -> None:
    lent.scope = "read:clients"
    with pytest.raises(TenantError, match="403") as caught, borrowing(lent):
        pytest.fail("the block was entered")
    assert "update:clients" in caught.value.hint
    assert lent.callbacks() == [MINE]
    assert lent.journal.open_entries() == ()
    assert lent.said == []


def test_Q05_rejects_a_change_that_the_journal_cannot_hold_before_any_request(lent: Bench, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError), borrowing(lent, journal=Journal(tmp_path / "file")):
        pytest.fail("the block was entered")
    assert lent.calls == []
    assert lent.said == []


def test_Q01_a_rate_limit_is_waited_for(lent: Bench) -> None:
    answers = iter([None, 429, None, 429, 429, None, 429, None])
    lent.disturb = lambda _method, _path: next(answers)
    with borrowing(lent):
        assert lent.callbacks() == [MINE, LENT]
    assert lent.callbacks() == [MINE]
    assert lent.pauses == [1.0, 1.0, 3.0, 1.0]


def test_Q01_a_rate_limit_that_stays_leaves_the_client_as_it_was(lent: Bench) -> None:
    lent.disturb = lambda method, _path: 429 if method == "PATCH" else None
    with pytest.raises(RateLimited), borrowing(lent):
        pytest.fail("the block was entered")
    assert lent.journal.open_entries() == ()


@pytest.mark.parametrize("status", [500, 503, 429, 403])
def test_when_it_cannot_be_taken_away_that_is_said_and_undo_does_it(lent: Bench, status: int) -> None:
    with borrowing(lent):
        lent.disturb = lambda _method, _path: status
    (sentence,) = lent.said
    assert LENT in sentence
    assert SPA in sentence
    assert str(status) in sentence
    assert "`auth0ctl undo`" in sentence
    assert lent.callbacks() == [MINE, LENT]
    (failed,) = put_back(lent.journal, lent.management, pause=lent.pauses.append)
    assert isinstance(failed.error, Auth0ctlError)
    lent.disturb = lambda _method, _path: None
    (done,) = put_back(lent.journal, lent.management)
    assert done.done
    assert lent.callbacks() == [MINE]
    assert lent.journal.open_entries() == ()


@pytest.mark.parametrize("arrives", [True, False])
def test_an_addition_that_nobody_answered_is_looked_after(lent: Bench, arrives: bool) -> None:
    def break_off(method: str, _path: str) -> None:
        if method == "PATCH" and lent.calls.count("PATCH clients") == 1:
            if arrives:
                lent.set_callbacks([MINE, LENT])
            raise KeyboardInterrupt

    lent.disturb = break_off
    with pytest.raises(KeyboardInterrupt), borrowing(lent):
        pytest.fail("the block was entered")
    assert lent.callbacks() == [MINE]
    # One that was not seen may still be on its way, so that the next run looks again.
    assert len(lent.journal.open_entries()) == (0 if arrives else 1)
    assert all(one.done for one in put_back(lent.journal, lent.management))
    assert lent.journal.open_entries() == ()
    assert lent.callbacks() == [MINE]


# What the next command finds


def leave(lent: Bench) -> None:
    """What a login leaves that was killed while it waited for the person."""
    lent.journal.begin(replace(lent.journal.new(Change.CALLBACK, TENANT, SPA, LENT), confirmed=True))
    lent.set_callbacks([MINE, LENT])


def test_the_next_command_takes_it_away_and_says_so(lent: Bench) -> None:
    leave(lent)
    put_back_leftovers(lent.journal, lent.management, lent.said.append)
    assert lent.callbacks() == [MINE]
    assert lent.journal.open_entries() == ()
    (sentence,) = lent.said
    assert LENT in sentence
    assert "left by a login that was broken off" in sentence
    assert "taken away from the client" in sentence


def test_with_nothing_left_the_next_command_asks_for_nothing(lent: Bench) -> None:
    put_back_leftovers(lent.journal, lent.management, lent.said.append)
    assert (lent.calls, lent.said) == ([], [])


def test_the_next_command_leaves_a_running_login_alone(lent: Bench) -> None:
    with borrowing(lent):
        put_back_leftovers(lent.journal, lent.management, lent.said.append)
        assert lent.callbacks() == [MINE, LENT]
    assert lent.said == []


def test_the_next_command_goes_on_when_it_cannot_put_back(lent: Bench) -> None:
    leave(lent)
    lent.disturb = lambda _method, _path: 403
    put_back_leftovers(lent.journal, lent.management, lent.said.append)
    assert "not put back" in lent.said[0]
    assert "403" in lent.said[0]
    assert "`auth0ctl undo`" in lent.said[1]
    assert len(lent.journal.open_entries()) == 1


def test_the_next_command_goes_on_without_a_journal_that_can_be_read(lent: Bench) -> None:
    leave(lent)
    (entry,) = lent.journal.open_entries()
    file = lent.journal.folder / f"{entry.id}.json"
    file.unlink()
    file.mkdir()
    put_back_leftovers(lent.journal, lent.management, lent.said.append)
    assert "Cannot read" in lent.said[0]
