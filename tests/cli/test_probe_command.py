"""``auth0ctl probe`` as people type it: the domain in its forms, exit codes, the documents it prints."""

import json

import pytest
from cli_process import Auth0ctl

from auth0ctl.cli.diagnosis.probe import bare_domain

SPA = "localSPA000000000000000000000000"
CALLBACK = "http://127.0.0.1:18484/callback"


@pytest.fixture(scope="module")
def home(shared_auth0ctl: Auth0ctl) -> Auth0ctl:
    return shared_auth0ctl


def test_all_good_up_to_the_login_page_is_0(home: Auth0ctl) -> None:
    done = home("probe", "--client", SPA, "--flow", "spa-pkce", "--redirect-uri", CALLBACK)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "all good up to the login page" in done.stdout
    assert "/authorize" in done.stdout


def test_json_is_one_report(home: Auth0ctl) -> None:
    done = home("probe", "--client", "nobody", "--redirect-uri", CALLBACK, "-o", "json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert (report["schema"], report["passed"]) == ("auth0ctl/report/1", False)
    assert [one["name"] for one in report["findings"] if one["severity"] == "error"] == ["client-unknown"]
    assert report["facts"]["probes"]["authorize"] == "refused"


def test_another_tenant_is_named_by_its_domain(home: Auth0ctl) -> None:
    done = home("probe", "http://127.0.0.1:9")
    assert done.returncode == 5
    assert "127.0.0.1:9 refused the connection" in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--flow", "magic"), "there is no flow magic"),
        (("--fail-on", "never"), "there is no severity never"),
        (("not a domain",), "space"),
        (("--client", "\udcff"), "--client holds bytes that are not UTF-8 text"),
        (("https://user:secret-word@x.example",), "user name"),
        (("https://user:secret-word@[x.example",), "no domain and no URL"),
    ],
)
def test_what_makes_no_sense_is_a_usage_error(home: Auth0ctl, options: tuple[str, ...], said: str) -> None:
    done = home("probe", *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert "secret-word" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("given", "bare"),
    [
        ("x.eu.auth0.com", "x.eu.auth0.com"),
        ("https://X.eu.auth0.com/", "x.eu.auth0.com"),
        ("https://x.eu.auth0.com/authorize?client_id=1", "x.eu.auth0.com"),
        ("x.eu.auth0.com/", "x.eu.auth0.com"),
        ("http://127.0.0.1:18400/", "http://127.0.0.1:18400"),
    ],
)
def test_the_host_that_is_meant(given: str, bare: str) -> None:
    assert bare_domain(given) == bare


def test_a_callback_that_is_no_url_is_a_mismatch_and_no_bug(home: Auth0ctl) -> None:
    done = home("probe", "--client", "localSPA000000000000000000000000", "--redirect-uri", "http://[::1")
    assert done.returncode == 1, done.stderr
    assert "callback-url-not-registered" in done.stdout
