"""``auth0ctl doctor`` as people type it: options, exit codes, the documents it prints."""

import json

import pytest
from cli_process import Auth0ctl

from auth0ctl.flows import FLOWS

SPA = "Example SPA"
CALLBACK = "http://127.0.0.1:18484/callback"


@pytest.fixture(scope="module")
def home(shared_auth0ctl: Auth0ctl) -> Auth0ctl:
    return shared_auth0ctl


def test_a_healthy_client_ends_in_0(home: Auth0ctl) -> None:
    done = home("doctor", "--client", SPA, "--flow", "spa-pkce", "--redirect-uri", CALLBACK)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing wrong was found" in done.stdout
    assert "Looked at: the client" in done.stdout


def test_the_cause_comes_first_with_its_fix(home: Auth0ctl) -> None:
    done = home("doctor", "--client", SPA, "--redirect-uri", "http://127.0.0.1:18484/")
    assert done.returncode == 1
    first, _, rest = done.stdout.partition("error: ")
    assert "The redirect URI is not an Allowed Callback URL" in first
    assert "AZ301 callback-url-not-registered" in rest
    assert "the path differs" in rest
    assert "  fix " in rest


def test_json_is_one_report(home: Auth0ctl) -> None:
    done = home("doctor", "--client", SPA, "--redirect-uri", CALLBACK, "--audience", "https://x.example", "-o", "json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["schema"] == "auth0ctl/report/1"
    assert report["passed"] is False
    assert [one["name"] for one in report["findings"] if one["severity"] == "error"] == ["audience-not-registered"]
    assert report["findings"][0]["consequences"] == []
    assert report["facts"]["audience"] == "https://x.example"


def test_fail_on_says_from_where_it_is_a_failure(home: Auth0ctl) -> None:
    asked = ("doctor", "--client", SPA, "--redirect-uri", CALLBACK, "--scope", "profile", "-o", "quiet")
    assert home(*asked).returncode == 1
    assert home(*asked, "--fail-on", "error").returncode == 0
    assert home(*asked, "--ignore", "openid").returncode == 0


def test_html_is_a_page(home: Auth0ctl) -> None:
    done = home("doctor", "--client", SPA, "--redirect-uri", "https://x.example/<b>", "-o", "html")
    assert done.returncode == 1
    assert done.stdout.startswith("<!doctype html>")
    assert "callback-url-not-registered" in done.stdout
    assert "<b>" not in done.stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--flow", "magic"), "there is no flow magic"),
        (("--expect-in", "cookie"), "there is no kind of token cookie"),
        (("--fail-on", "never"), "there is no severity never"),
        (("--select", "no-such-rule"), "no rule has the code or name no-such-rule"),
        (("--client-secret-file", "missing"), "cannot be read from missing"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(home: Auth0ctl, options: tuple[str, ...], said: str) -> None:
    done = home("doctor", "--client", SPA, *options)
    assert done.returncode == 2
    assert said in done.stderr


def test_the_secret_is_compared_and_never_printed(home: Auth0ctl) -> None:
    (home.home / "secret").write_text("a-secret-nobody-may-see\n", encoding="utf-8")
    done = home("doctor", "--client", SPA, "--flow", "web-code", "--client-secret-file", "secret", "-o", "json")
    assert "a-secret-nobody-may-see" not in done.stdout + done.stderr
    json.loads(done.stdout)


def test_what_was_not_read_is_one_line_for_each_reason(home: Auth0ctl) -> None:
    done = home("doctor")
    assert "Not looked at: the client, the client grants (no client was named)" in done.stdout
    assert done.stdout.count("no client was named)") == 1


def test_the_same_reason_and_the_same_evidence_are_told_once(home: Auth0ctl) -> None:
    done = home("doctor", "--client", "nobody-of-that-name", "-o", "json")
    reasons = {one["reason"] for one in json.loads(done.stdout)["skipped"]}
    assert reasons == {"the tenant has no client nobody-of-that-name"}
    done = home("doctor", "--client", SPA, "--redirect-uri", "http://localhost:3000", "-o", "json")
    evidence = json.loads(done.stdout)["findings"][0]["evidence"]
    assert sum("http://127.0.0.1:18484/callback" in one for one in evidence) == 1


def test_notes_stay_indented_where_they_wrap(home: Auth0ctl) -> None:
    done = home("doctor", "--client", SPA, "--redirect-uri", "http://localhost:3000")
    notes = done.stdout.partition("Worth knowing\n")[2].partition("\n\n")[0]
    assert len(notes.splitlines()) > 1
    assert all(one.startswith("  ") for one in notes.splitlines())


def test_doctor_and_login_call_a_flow_by_the_same_name(home: Auth0ctl) -> None:
    asked = ("doctor", "--client", SPA, "--redirect-uri", CALLBACK, "-o", "json")
    for name, other in (("pkce", "spa-pkce"), ("code", "web-code")):
        assert home(*asked, "--flow", name).stdout == home(*asked, "--flow", other).stdout
    unknown = home(*asked, "--flow", "nonsense").stderr
    assert all(name in unknown for name in FLOWS if name != "token-exchange")
