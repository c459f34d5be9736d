"""``auth0ctl doctor --url`` and ``--har``: what was really asked, held against the tenant's own settings."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from cli_process import Auth0ctl
from recorded import entry, har

SPA = "Example SPA"
CALLBACK = "http://127.0.0.1:18484/callback"


@pytest.fixture(scope="module")
def home(shared_auth0ctl: Auth0ctl) -> Auth0ctl:
    return shared_auth0ctl


@pytest.fixture(scope="module")
def spa(home: Auth0ctl) -> str:
    """The client's id."""
    clients = json.loads(home("client", "list", "-o", "json").stdout)
    return next(str(one["client_id"]) for one in clients if one["name"] == SPA)


@pytest.fixture(scope="module")
def tenant(home: Auth0ctl) -> str:
    """The built-in tenant's domain, as a healthy report names it."""
    report = json.loads(home("doctor", "--client", SPA, "--redirect-uri", CALLBACK, "-o", "json").stdout)
    domain = str(report["facts"]["tenant"])
    return domain if "://" in domain else f"https://{domain}"


def url(tenant: str, client: str, redirect_uri: str, more: str = "") -> str:
    asked = f"response_type=code&client_id={client}&redirect_uri={redirect_uri}&scope=openid&state=s{more}"
    pkce = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
    return f"{tenant}/authorize?{asked}&{pkce}"


def report(home: Auth0ctl, *args: str, text: str = "") -> Mapping[str, Any]:
    done = home("doctor", *args, "-o", "json", input=text)
    document: Mapping[str, Any] = json.loads(done.stdout)
    assert "findings" in document, done.stdout + done.stderr
    return document


def errors(document: Mapping[str, Any]) -> list[str]:
    return [one["name"] for one in document["findings"] if one["severity"] == "error"]


def test_a_url_is_held_against_the_clients_settings(home: Auth0ctl, tenant: str, spa: str) -> None:
    assert errors(report(home, "--url", url(tenant, spa, CALLBACK))) == []
    assert errors(report(home, "--url", url(tenant, spa, CALLBACK + "/x"))) == ["callback-url-not-registered"]
    assert errors(report(home, "--url", url(tenant, spa, CALLBACK, "&audience=https://x.example"))) == [
        "audience-not-registered"
    ]


def test_the_url_says_which_client(home: Auth0ctl, tenant: str, spa: str) -> None:
    document = report(home, "--url", url(tenant, spa, CALLBACK))
    assert document["facts"]["client_id"] == spa
    assert errors(report(home, "--url", url(tenant, "nobody", CALLBACK)))[0] == "client-unknown"
    assert errors(report(home, "--url", url(tenant, "", CALLBACK)))[0] == "client-id-missing"


def test_what_is_expected_is_added_to_the_url(home: Auth0ctl, tenant: str, spa: str) -> None:
    asked = ("--url", url(tenant, spa, CALLBACK))
    assert "oidc-scope-missing" in errors(report(home, *asked, "--expect-claim", "email"))


def test_another_domain_is_named_and_not_asked(home: Auth0ctl, spa: str) -> None:
    document = report(home, "--url", url("https://other.us.auth0.com", spa, CALLBACK))
    assert errors(document)[0] == "wrong-tenant-domain"
    (authorize,) = [one for one in document["checks"] if one["id"] in ("authorize", "refusal")]
    assert authorize["status"] == "skip"


def test_a_callbacks_error_is_explained_by_the_settings(home: Auth0ctl) -> None:
    refused = "error=access_denied&error_description=Service%20not%20found%3A%20https%3A%2F%2Fx.example&state=s"
    assert errors(report(home, "--url", f"{CALLBACK}?{refused}"))[0] == "audience-not-registered"


def test_a_recording_is_judged_with_the_settings(home: Auth0ctl, tenant: str, spa: str) -> None:
    recording = har(entry("GET", url(tenant, spa, CALLBACK + "/x"), 403, answer="Callback URL mismatch."))
    document = report(home, "--har", "-", text=recording)
    assert errors(document) == ["callback-url-not-registered"]
    assert any("registered" in line or "callbacks" in line for line in document["findings"][0]["evidence"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--url", "hello"), "that is no URL"),
        (("--url", "https://example.com/"), "is no URL of a login"),
        (("--har", "missing.har"), "cannot be read from missing.har"),
        (("--har", "-"), "the HAR is empty"),
        (("--url", "https://x/authorize?a=b", "--har", "-"), "not both"),
    ],
)
def test_what_cannot_be_read_is_a_usage_error(home: Auth0ctl, options: tuple[str, ...], said: str) -> None:
    done = home("doctor", *options, input="")
    assert done.returncode == 2
    assert said in done.stderr
