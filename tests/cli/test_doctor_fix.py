"""``auth0ctl doctor --fix`` and what follows it, as people type them."""

import json
from typing import Any

import pytest
from cli_process import Auth0ctl

NEW = "http://127.0.0.1:9999/callback"
DOCTOR = ("doctor", "--client", "Example SPA", "--flow", "spa-pkce", "--redirect-uri", NEW)


def callbacks(auth0ctl: Auth0ctl) -> list[str]:
    resource: dict[str, Any] = auth0ctl.json("client", "inspect", "Example SPA")["resource"]
    found: list[str] = resource["callbacks"]
    return found


def test_the_way_from_the_plan_to_the_proof_and_back(auth0ctl: Auth0ctl) -> None:
    before = callbacks(auth0ctl)
    found = auth0ctl(*DOCTOR)
    assert found.returncode == 1
    assert "--fix --dry-run" in found.stdout

    planned = auth0ctl(*DOCTOR, "--fix", "--dry-run")
    assert planned.returncode == 1
    assert "planned: callback-url-not-registered" in planned.stdout
    assert f"+ callbacks: {NEW}" in planned.stdout
    assert callbacks(auth0ctl) == before

    fixed = auth0ctl(*DOCTOR, "--fix", "--yes")
    assert fixed.returncode == 0, fixed.stdout + fixed.stderr
    assert "helped: callback-url-not-registered" in fixed.stdout
    assert "nothing wrong was found" in fixed.stdout
    assert "`auth0ctl undo`" in fixed.stderr
    assert callbacks(auth0ctl) == [*before, NEW]

    (entry,) = auth0ctl.json("undo", "--list")
    assert entry["change"] == "settings-edited"
    assert entry["edit"]["members"] == [{"path": ["callbacks"], "before": before, "after": [*before, NEW]}]
    assert NEW in auth0ctl("undo", "--dry-run").stdout
    undone = auth0ctl("undo")
    assert "the former values are back" in undone.stdout
    assert callbacks(auth0ctl) == before


def test_json_says_what_was_done(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl(*DOCTOR, "--fix", "--yes", "-o", "json")
    report = json.loads(done.stdout)
    assert report["schema"] == "auth0ctl/report/1"
    assert report["passed"] is True
    (one,) = report["mended"]
    assert (one["name"], one["outcome"]) == ("callback-url-not-registered", "helped")
    assert one["edits"][0]["kind"] == "client"
    page = auth0ctl(*DOCTOR, "--fix", "--dry-run", "-o", "html")
    assert "Changes at the tenant" in page.stdout


def test_what_is_kept_is_not_put_back_any_more(auth0ctl: Auth0ctl) -> None:
    auth0ctl(*DOCTOR, "--fix", "--yes")
    (would,) = auth0ctl.json("undo", "--keep", "--dry-run")
    assert would["outcome"] == "would be kept"
    (kept,) = auth0ctl.json("undo", "--keep")
    assert kept["outcome"] == "kept as it is now"
    assert auth0ctl.json("undo") == []
    assert NEW in callbacks(auth0ctl)


def test_nobody_to_ask_is_a_usage_error_and_changes_nothing(auth0ctl: Auth0ctl) -> None:
    before = callbacks(auth0ctl)
    done = auth0ctl(*DOCTOR, "--fix")
    assert done.returncode == 2
    assert "--yes" in done.stderr
    assert callbacks(auth0ctl) == before


@pytest.mark.parametrize("option", ["--dry-run", "--yes", "--allow-weaker"])
def test_options_of_fix_need_it(auth0ctl: Auth0ctl, option: str) -> None:
    done = auth0ctl(*DOCTOR, option)
    assert done.returncode == 2
    assert f"{option} goes with --fix" in done.stderr


def test_without_a_token_nothing_can_be_mended(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl(*DOCTOR, "--fix", "--yes", env={"AUTH0_DOMAIN": "x.eu.auth0.com"})
    assert done.returncode == 4
    assert "nothing can be mended" in done.stderr


def test_a_grant_gets_a_further_scope(auth0ctl: Auth0ctl) -> None:
    auth0ctl.json("api", "create", "Orders", "--identifier", "https://o.example", "--scope", "a", "--scope", "b")
    made = auth0ctl.json("client", "create", "Job", "--type", "non_interactive")
    grant = ("--client", made["client_id"], "--audience", "https://o.example")
    refused = auth0ctl("grant", "update", *grant, "--scope", "a")
    assert refused.returncode == 2
    assert "auth0ctl grant create" in refused.stderr
    auth0ctl.json("grant", "create", *grant, "--scope", "a")
    assert auth0ctl.json("grant", "update", *grant, "--scope", "a b")["scope"] == ["a", "b"]
    again = auth0ctl("grant", "update", *grant, "--scope", "b")
    assert "has these scopes already" in again.stdout


def test_a_recording_proves_nothing(auth0ctl: Auth0ctl) -> None:
    answer = "https://app.example.com/callback?error=access_denied&error_description=x&state=s"
    done = auth0ctl("doctor", "--client", "Example SPA", "--url", answer, "--fix", "--yes")
    assert done.returncode == 2
    assert "cannot prove that a change helps" in done.stderr
