"""``auth0ctl demo``: the whole founding story on a machine with nothing configured, with a browser and without one."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli_process import Auth0ctl

API = "https://api.example.com"
NO_PROGRAMS = {"PATH": "/nowhere"}  # no browser, nor anything else


def told(auth0ctl: Auth0ctl, env: dict[str, str] | None = None) -> tuple[dict[str, Any], str]:
    """The one document of a demo that went well, and its talk."""
    done = auth0ctl("demo", "-o", "json", env=env, timeout=120)
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document, done.stderr


def check_story(document: dict[str, Any]) -> None:
    """Each step shows what the story promises; not only that it says so."""
    assert document["schema"] == "auth0ctl/demo/1"
    assert document["passed"] is True
    results = [step["result"] for step in document["steps"]]
    assert all(step["ok"] for step in document["steps"])
    assert len(results) == 8
    opaque, first_party, created, pkce, implicit, id_token, claim, reserved = results
    assert [finding["name"] for finding in opaque["findings"]] == ["audience-missing-opaque-token"]
    assert [one["token"]["kind"] for one in opaque["tokens"]] == ["id"]
    assert first_party["verdict"]["is_first_party"] is True
    assert (created["identifier"], created["signing_alg"]) == (API, "RS256")
    for login, response_type, way in ((pkce, "code", "query"), (implicit, "id_token token", "fragment")):
        assert login["asked"]["response_type"] == response_type
        assert login["answer"]["delivered_by"] == way
        assert [one["token"]["kind"] for one in login["tokens"]] == ["id", "access"]
        assert [one["passed"] for one in login["tokens"]] == [True, True]
        assert API in login["tokens"][1]["token"]["claims"]["aud"]
    assert id_token["passed"] is False
    assert [finding["name"] for finding in id_token["findings"]] == ["id-token-used-as-access-token"]
    for one in claim["tokens"]:
        assert one["token"]["claims"]["https://example.com/plan"] == "gold"
    assert reserved["passed"] is False
    assert [finding["name"] for finding in reserved["findings"]] == ["claim-not-namespaced"]


def test_without_a_browser_a_stand_in_tells_the_same_story(auth0ctl: Auth0ctl) -> None:
    document, talk = told(auth0ctl, NO_PROGRAMS)
    check_story(document)
    assert "a stand-in for a browser" in talk
    assert "a stand-in" in document["browser"]
    assert list(auth0ctl.home.iterdir()) == []  # nothing of the person's was touched


@pytest.mark.browser
def test_with_a_browser(auth0ctl: Auth0ctl, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    document, talk = told(auth0ctl, {"TMPDIR": str(temporary)})
    check_story(document)
    assert "headless chrom" in talk
    assert "headless chrom" in document["browser"]
    assert list(auth0ctl.home.iterdir()) == []
    assert list(temporary.glob("auth0ctl*")) == []  # the tenant and the browser's profile are gone


def test_for_people(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("demo", env=NO_PROGRAMS, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "8 of 8 steps went as they should." in done.stdout
    for name in ("audience-missing-opaque-token", "id-token-used-as-access-token", "claim-not-namespaced"):
        assert name in done.stdout
    assert "$ auth0ctl login --audience https://api.example.com" in done.stdout
    assert done.stdout.count("  verified") >= 7
    assert "\x1b" not in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 110


def test_quiet_says_nothing(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("demo", "-o", "quiet", env=NO_PROGRAMS, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
