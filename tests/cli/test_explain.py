"""``auth0ctl explain`` as people type it: texts, files, logs, rules; offline, with the exit codes that it promises."""

import json
import subprocess
import sys

import pytest
from cli_process import Auth0ctl
from test_imports import DEAR, PROBE

from auth0ctl.journeys.diagnosis.explain import catalogue


def test_a_text_names_its_cause(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("explain", "login_required: Login required", "--know", "browser=Safari")
    assert done.returncode == 1
    assert "third-party-cookies-blocked" in done.stdout
    assert "cookie" in done.stdout


def test_words_need_no_quotes(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("explain", "jwt", "malformed", "-o", "json")
    report = json.loads(done.stdout)
    assert report["schema"] == "auth0ctl/report/1"
    assert report["findings"][0]["name"] == "audience-missing-opaque-token"
    assert report["passed"] is False


def test_standard_input_and_a_file(auth0ctl: Auth0ctl) -> None:
    text = '{"error":"invalid_grant","error_description":"Unknown or invalid refresh token."}'
    (auth0ctl.home / "error.json").write_text(text)
    for arguments, given in ((("-",), text), (("--file", "error.json"), None)):
        report = json.loads(auth0ctl("explain", *arguments, "-o", "json", input=given).stdout)
        assert report["findings"][0]["name"] == "refresh-token-expired"


def test_an_unknown_text_says_so_and_what_to_give(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("explain", "the cat sat on the mat")
    assert done.returncode == 1, "nothing checked is never 0"
    assert "not recognised" in done.stdout
    assert "explain --har" in done.stdout
    report = json.loads(auth0ctl("explain", "the cat sat on the mat", "-o", "json").stdout)
    assert report["findings"] == []
    assert report["facts"]["recognised"] is False


@pytest.mark.parametrize("word", ["AZ303", "az303", "audience-not-registered"])
def test_a_rule_by_code_or_name(auth0ctl: Auth0ctl, word: str) -> None:
    done = auth0ctl("explain", word, "-o", "json")
    assert done.returncode == 0
    resource = json.loads(done.stdout)["resource"]
    assert (resource["code"], resource["name"]) == ("AZ303", "audience-not-registered")
    assert any("service not found" in phrase for phrase in resource["said_as"])


def test_a_binary_file_is_no_text(auth0ctl: Auth0ctl) -> None:
    (auth0ctl.home / "error.bin").write_bytes(b"\x7fELF\0\0\xff")
    done = auth0ctl("explain", "--file", "error.bin")
    assert done.returncode == 2
    assert "error.bin is not UTF-8 text" in done.stderr
    assert "next: Save it as UTF-8" in done.stderr


def test_an_unreadable_file_says_what_to_type(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("explain", "--file", "nowhere.txt")
    assert done.returncode == 2
    assert "next: Check the path, or pipe it: auth0ctl explain - < FILE." in done.stderr


def test_a_rule_that_does_not_exist(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("explain", "audience-not-registred")
    assert done.returncode == 2
    assert "audience-not-registered" in done.stderr
    assert auth0ctl("explain", "AZ999").returncode == 2


def test_the_list_has_every_rule(auth0ctl: Auth0ctl) -> None:
    rules = auth0ctl.json("explain", "--list")
    assert [rule["code"] for rule in rules] == [rule.code for rule in catalogue()]
    assert len(rules) > 150


def test_a_tenant_log(auth0ctl: Auth0ctl) -> None:
    entries = [
        {"log_id": "2", "date": "2026-11-23T05:00:00Z", "type": "s", "description": "Success Login"},
        {"log_id": "1", "date": "2026-11-23T04:00:00Z", "type": "feacft", "description": "Invalid authorization code"},
    ]
    report = json.loads(auth0ctl("explain", "--log", "-", "-o", "json", input=json.dumps(entries)).stdout)
    assert report["findings"][0]["name"] == "authorization-code-invalid"
    assert any("log_id 1" in line for line in report["findings"][0]["evidence"])


def test_a_log_stream_on_lines(auth0ctl: Auth0ctl) -> None:
    lines = [
        {"data": {"log_id": "9", "type": "ferrt", "description": "reused refresh token detected"}},
        {"data": {"type": "s"}},
    ]
    lines[0]["type"] = lines[1]["type"] = "stream"  # type: ignore[assignment]
    text = "\n".join(json.dumps(line) for line in lines)
    report = json.loads(auth0ctl("explain", "--log", "-", "-o", "json", input=text).stdout)
    assert report["findings"][0]["name"] == "refresh-token-reused"


def test_a_log_without_failures_is_fine(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("explain", "--log", "-", input='{"type":"s","description":"Success Login"}')
    assert done.returncode == 0
    assert auth0ctl("explain", "--log", "-", input="no log").returncode == 2


def test_one_thing_at_a_time(auth0ctl: Auth0ctl) -> None:
    assert auth0ctl("explain").returncode == 2
    assert auth0ctl("explain", "x", "--list").returncode == 2
    assert auth0ctl("explain", "-", input="").returncode == 2
    assert auth0ctl("explain", "x", "--know", "=y").returncode == 2
    assert auth0ctl("explain", "--file", "nosuch").returncode == 2


def test_a_secret_in_the_text_is_not_repeated(auth0ctl: Auth0ctl) -> None:
    secret = "kJ8s-very-secret-value-4711"
    answer = '401 {"error":"access_denied","error_description":"Unauthorized"}'
    text = f"POST /oauth/token client_secret={secret}&code=abc {answer}"
    for output in ("terminal", "json", "html", "quiet"):
        done = auth0ctl("explain", "-", "-o", output, input=text)
        assert done.returncode == 1
        assert secret not in done.stdout + done.stderr


@pytest.mark.parametrize("output", ["terminal", "json", "quiet"])
def test_explaining_imports_nothing_dear(auth0ctl: Auth0ctl, output: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, "explain", "login_required", "-o", output],
        env=auth0ctl.environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    modules = set(json.loads(done.stderr.splitlines()[-1])["modules"])
    assert not (DEAR | {"rich"}) & modules


def test_a_callback_that_carries_an_error(auth0ctl: Auth0ctl) -> None:
    answer = "error=access_denied&error_description=Service%20not%20found%3A%20https%3A%2F%2Fa.example&state=s"
    url = f"https://app.example.com/cb?{answer}"
    done = auth0ctl("explain", url, "-o", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["findings"][0]["name"] == "audience-not-registered"
