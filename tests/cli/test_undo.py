"""``auth0ctl undo``: what a broken-off command left is put back, what a running one uses is left to it."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cli_process import Auth0ctl

from auth0ctl.journal import Change, Entry, Journal
from auth0ctl.localtenant import open_tenant
from auth0ctl.model import Tenant

SPA = "localSPA000000000000000000000000"
LOCAL = Tenant(name="local", origin="http://127.0.0.1:18400")
MINE = "https://app.example.com/callback"
LENT = "http://127.0.0.1:18999/callback"
AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def data(auth0ctl: Auth0ctl) -> Path:
    return auth0ctl.home / "auth0ctl" / "data"


def leave(auth0ctl: Auth0ctl, uri: str = LENT, tenant: Tenant = LOCAL) -> tuple[Journal, Entry]:
    """What a login that was killed leaves: an entry, and at the local tenant the callback."""
    journal = Journal(data(auth0ctl) / "journal", now=lambda: AT)
    entry = journal.new(Change.CALLBACK, tenant, SPA, uri)
    journal.begin(entry)
    if tenant == LOCAL:
        set_callbacks(auth0ctl, [MINE, uri])
    return journal, entry


def set_callbacks(auth0ctl: Auth0ctl, callbacks: list[str]) -> None:
    local = open_tenant(data(auth0ctl) / "local")
    client = local.state.get("client", SPA)
    assert client is not None
    with local.state.transaction():
        local.state.put("client", SPA, {**client, "callbacks": callbacks})
    local.close()


def callbacks(auth0ctl: Auth0ctl) -> list[str]:
    local = open_tenant(data(auth0ctl) / "local")
    client: dict[str, Any] | None = local.state.get("client", SPA)
    local.close()
    assert client is not None
    found: list[str] = client["callbacks"]
    return found


def test_nothing_open_is_said_and_is_fine(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("undo")
    assert (done.returncode, done.stdout, done.stderr) == (0, "No open changes.  There is nothing to put back.\n", "")
    assert auth0ctl.json("undo") == []
    assert not (data(auth0ctl) / "journal").exists()


def test_what_is_open_is_put_back_with_a_line_each(auth0ctl: Auth0ctl) -> None:
    journal, _ = leave(auth0ctl)
    done = auth0ctl("undo")
    assert done.returncode == 0, done.stderr
    assert f"The callback {LENT}" in done.stdout
    assert SPA in done.stdout
    assert "taken away from the client" in done.stdout
    assert "2026-11-22 12:00 UTC" in done.stdout
    assert callbacks(auth0ctl) == [MINE]
    assert journal.open_entries() == ()
    assert auth0ctl.json("undo") == []


def test_as_json_it_is_an_array(auth0ctl: Auth0ctl) -> None:
    _, entry = leave(auth0ctl)
    (one,) = auth0ctl.json("undo")
    assert one == {
        "id": entry.id,
        "tenant": "local",
        "origin": LOCAL.origin,
        "change": "callback-added",
        "client_id": SPA,
        "value": LENT,
        "at": AT.isoformat(),
        "pid": os.getpid(),
        "outcome": "taken away from the client",
    }


@pytest.mark.parametrize(("option", "outcome"), [("--list", "open"), ("--dry-run", "would be put back")])
def test_looking_changes_nothing(auth0ctl: Auth0ctl, option: str, outcome: str) -> None:
    journal, entry = leave(auth0ctl)
    (one,) = auth0ctl.json("undo", option)
    assert one["outcome"] == outcome
    assert callbacks(auth0ctl) == [MINE, LENT]
    assert journal.open_entries() == (entry,)


def test_what_a_running_command_uses_is_left_to_it_unless_forced(auth0ctl: Auth0ctl) -> None:
    journal, entry = leave(auth0ctl)
    with journal.owned(entry):
        (listed,) = auth0ctl.json("undo", "--list")
        assert listed["outcome"] == f"in use by the process {os.getpid()}"
        (planned,) = auth0ctl.json("undo", "--dry-run")
        assert planned["outcome"].startswith("would be left alone")
        (left,) = auth0ctl.json("undo")
        assert left["outcome"] == f"left alone: the process {os.getpid()} still uses it"
        assert callbacks(auth0ctl) == [MINE, LENT]
        (forced,) = auth0ctl.json("undo", "--force")
        assert forced["outcome"] == "taken away from the client"
    assert callbacks(auth0ctl) == [MINE]


def test_another_tenants_entry_is_named_and_not_touched(auth0ctl: Auth0ctl) -> None:
    journal, entry = leave(auth0ctl, tenant=Tenant(name="prod", origin="https://x.eu.auth0.com"))
    done = auth0ctl("undo", "-o", "json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])
    assert "The tenant prod has something open too: `auth0ctl undo --tenant prod`." in done.stderr
    assert journal.open_entries() == (entry,)
    (listed,) = auth0ctl.json("undo", "--list")
    assert listed["tenant"] == "prod"


def test_one_that_fails_does_not_stop_the_others_and_decides_the_exit_code(auth0ctl: Auth0ctl) -> None:
    nowhere = Tenant(name="prod", origin="http://127.0.0.1:1")
    journal, entry = leave(auth0ctl, tenant=nowhere)
    env = {"AUTH0_DOMAIN": nowhere.origin}
    done = auth0ctl("undo", "-o", "json", env=env)
    assert done.returncode == 4
    (one,) = json.loads(done.stdout)
    assert one["outcome"].startswith("not put back: ")
    assert "AUTH0_API_TOKEN" in done.stderr
    assert journal.open_entries() == (entry,)
    refused = auth0ctl("undo", "-o", "json", env={**env, "AUTH0_API_TOKEN": "s3cr3t-value"}, timeout=30)
    assert refused.returncode == 5
    assert "s3cr3t-value" not in refused.stdout + refused.stderr


def test_Q12_a_damaged_entry_is_moved_aside_and_the_rest_put_back(auth0ctl: Auth0ctl) -> None:
    journal, entry = leave(auth0ctl)
    (journal.folder / "broken.json").write_text("{")
    done = auth0ctl("undo", "-o", "json")
    assert done.returncode == 0
    assert "broken.json.corrupt-" in done.stderr
    assert [one["id"] for one in json.loads(done.stdout)] == [entry.id]


def test_list_goes_with_neither(auth0ctl: Auth0ctl) -> None:
    assert auth0ctl("undo", "--list", "--force").returncode == 2
