"""The founding story by separate commands, each a process of its own, on a machine with nothing configured.

API, first-party verdict, login with audience through a real Chromium, both tokens decoded and verified; then everything
that must make a verification fail, each with the finding that says why.
"""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from cli_process import Auth0ctl
from login_pages import API, SPA, last_page, log_in, names, result
from playwright.sync_api import Browser

ISSUER = "http://127.0.0.1:18400/"
BUILT_IN = "No tenant is configured: using the built-in local tenant, which is not Auth0.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the first three commands showed, and the tenant to go on with."""

    auth0ctl: Auth0ctl
    created: dict[str, Any]
    inspected: dict[str, Any]
    login: dict[str, Any]
    talk: str
    page: str

    def verify(self, *arguments: str, token: str | None = None) -> tuple[int, dict[str, Any], str]:
        """``token verify``: the exit code, the report, and what a person sees."""
        line = ("token", "verify", *(("-",) if token else ()), *arguments)
        seen = self.auth0ctl(*line, input=token)
        done = self.auth0ctl(*line, "-o", "json", input=token)
        assert done.returncode == seen.returncode  # formats never change the code
        return done.returncode, json.loads(done.stdout), " ".join(seen.stdout.split())

    def access_token(self) -> str:
        return self.auth0ctl("token", "get").stdout.strip()


@pytest.fixture(scope="module")
def story(shared_auth0ctl: Auth0ctl, chromium_browser: Browser) -> Story:
    created = shared_auth0ctl.json("api", "create", "Orders", "--identifier", API, "--scope", "read:orders=Read orders")
    inspected = shared_auth0ctl.json("client", "inspect")
    running = shared_auth0ctl.start(
        "login", "--audience", API, "--scope", "openid profile email read:orders", "--no-browser", "-o", "json"
    )
    with chromium_browser.new_context() as context:
        page = context.new_page()
        log_in(page, running)
        text = last_page(page)
    return Story(
        auth0ctl=shared_auth0ctl,
        created=created,
        inspected=inspected,
        login=result(running, 0),
        talk=running.stderr,
        page=text,
    )


def test_api_has_its_own_record(story: Story) -> None:
    assert story.created["identifier"] == API
    assert story.created["signing_alg"] == "RS256"
    assert story.created["scopes"] == [{"value": "read:orders", "description": "Read orders"}]


def test_client_is_first_party(story: Story) -> None:
    assert story.inspected["resource"]["client_id"] == SPA
    assert story.inspected["verdict"]["is_first_party"] is True
    seen = story.auth0ctl("client", "inspect", "Example SPA")
    assert "First-party?" in seen.stdout
    assert "yes: is_first_party is true" in seen.stdout


def test_login_brings_both_tokens_and_verifies_them(story: Story) -> None:
    assert story.login["passed"] is True
    assert story.login["asked"]["audience"] == API
    assert story.login["answer"]["id_token"] is True
    assert story.login["answer"]["access_token"] is True
    assert story.login["answer"]["delivered_by"] == "query"
    id_token, access_token = story.login["tokens"]
    assert [one["passed"] for one in (id_token, access_token)] == [True, True]
    assert id_token["token"]["claims"]["aud"] == SPA
    assert access_token["token"]["claims"]["aud"] == [API, f"{ISSUER}userinfo"]
    assert "read:orders" in access_token["token"]["claims"]["scope"].split()
    assert story.login["findings"] == []
    assert BUILT_IN in story.talk


def test_last_page_says_what_was_verified(story: Story) -> None:
    assert [line for line in story.page.split("\n") if line] == [
        "✓",
        "Logged in",
        "ID token verified.",
        "Access token verified.",
        "You can close this tab and go back to the terminal.",
    ]


def test_tokens_are_never_printed_by_the_login(story: Story) -> None:
    for token in (story.access_token(), story.auth0ctl("token", "get", "--as", "id").stdout.strip()):
        signature = token.rpartition(".")[2]
        assert len(signature) > 300
        assert signature not in json.dumps(story.login) + story.talk + story.page


def test_decode_shows_each_token_as_what_it_is(story: Story) -> None:
    access = story.auth0ctl.json("token", "decode")
    assert (access["kind"], access["verified"], access["header"]["alg"]) == ("access", False, "RS256")
    shown = story.auth0ctl("token", "decode", "--as", "id")
    assert shown.returncode == 0
    assert shown.stdout.startswith("ID token, JWT  NOT VERIFIED")
    assert "user@example.com" in shown.stdout
    assert ", in 9 h 5" in shown.stdout  # the ID token's exp in words


@pytest.mark.parametrize("kind", ["id", "access"])
def test_the_last_login_verifies(story: Story, kind: str) -> None:
    code, report, seen = story.verify("--as", kind)
    assert code == 0
    assert report["passed"] is True
    assert not [check for check in report["checks"] if check["status"] == "fail"]
    assert "JWT verified" in seen


def test_a_piped_token_verifies(story: Story) -> None:
    code, report, _ = story.verify("--audience", API, "--require-scope", "read:orders", token=story.access_token())
    assert code == 0
    assert report["findings"] == []


def test_one_byte_of_the_signature_changed(story: Story) -> None:
    content, _, signature = story.access_token().rpartition(".")
    middle = len(signature) // 2
    other = "A" if signature[middle] != "A" else "B"
    code, report, seen = story.verify(
        "--audience", API, token=f"{content}.{signature[:middle]}{other}{signature[middle + 1 :]}"
    )
    assert code == 1
    assert names(report) == ["token-signature-invalid"]
    assert [check["title"] for check in report["checks"] if check["status"] == "fail"] == ["signature"]
    assert "✗ Access token, JWT 1 of " in seen
    assert "The signature does not fit the token" in seen


def test_one_word_of_the_claims_changed(story: Story) -> None:
    header, payload, signature = story.access_token().split(".")
    code, report, _ = story.verify("--audience", API, token=f"{header}.{payload[:-4]}AAAA.{signature}")
    assert code == 1
    assert names(report)


def test_expired(story: Story) -> None:
    code, report, seen = story.verify("--audience", API, "--at", "2999-01-01T00:00:00Z")
    assert code == 1
    assert names(report) == ["token-expired"]
    assert "The token has expired" in seen


def test_another_audience(story: Story) -> None:
    code, report, seen = story.verify("--audience", "https://other.example.com")
    assert code == 1
    assert names(report) == ["token-for-another-audience"]
    assert "The access token is for another API" in seen
    assert "https://other.example.com" in seen


def test_audience_with_a_slash_too_many(story: Story) -> None:
    code, report, _ = story.verify("--audience", f"{API}/")
    assert code == 1
    assert names(report) == ["audience-slash-mismatch"]


def test_missing_scope(story: Story) -> None:
    code, report, seen = story.verify("--require-scope", "write:orders")
    assert code == 1
    assert len(names(report)) == 1
    assert "write:orders" in seen


def test_issuer_that_was_named_and_does_not_answer(story: Story) -> None:
    code, report, _ = story.verify("--issuer", "http://127.0.0.1:1/", token=story.access_token())
    assert code == 5
    assert report["error"]["name"] == "network"


def test_id_token_at_the_api(story: Story) -> None:
    token = story.auth0ctl("token", "get", "--as", "id").stdout.strip()
    code, report, seen = story.verify("--as", "access", "--audience", API, token=token)
    assert code == 1
    assert names(report) == ["id-token-used-as-access-token"]
    assert "An ID token is used where an access token belongs" in seen
