"""Logins through a real Chromium at npm's oidc-provider: every flow comes through, and says why where it does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_process import Auth0ctl
from foreign_provider import (
    API,
    FOR_API,
    HYBRID,
    SECRET,
    Person,
    Provider,
    checks_of,
    names,
    passed,
    started_provider,
)
from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.browser, pytest.mark.sdk]

ID, ACCESS = "ID token", "access token"
TOKEN_ALONE = ("--client", "spa", "--flow", "implicit", "--response-type", "token")
FRONT = {  # by response type, what comes to the callback itself
    "code id_token": [ID],
    "code token": [ACCESS],
    "code id_token token": [ID, ACCESS],
}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with started_provider() as one:
        yield one


@pytest.fixture
def person(auth0ctl: Auth0ctl, provider: Provider, chromium: BrowserContext, tmp_path: Path) -> Person:
    return Person(auth0ctl, provider, chromium, tmp_path)


def test_pkce(person: Person, provider: Provider) -> None:
    document = person.log_in("--client", "spa", *FOR_API)
    assert document["answer"]["delivered_by"] == "query"
    assert passed(document) == [ID, ACCESS]
    assert document["findings"] == []
    _, access = person.verify()
    assert access["token"]["header"]["typ"] == "at+jwt"
    assert access["token"]["claims"]["iss"] == provider.issuer
    assert access["token"]["claims"]["aud"] == API


def test_pkce_without_an_api_brings_an_opaque_access_token(person: Person) -> None:
    document = person.log_in("--client", "spa", "--userinfo")
    assert passed(document) == [ID]
    assert document["userinfo"]["email"] == "ada@example.com"


def test_declined(person: Person) -> None:
    document = person.log_in("--client", "spa", *FOR_API, decline=True, code=4)
    assert document["refusal"]["error"] == "access_denied"
    assert document["refusal"]["where"] == "redirect"
    assert names(document) == ["user-declined-consent"]


@pytest.mark.parametrize(
    ("given", "error", "cause"),
    [
        (("--client", "elsewhere"), "invalid_redirect_uri", "callback-url-not-registered"),
        (("--client", "nobody"), "invalid_client", "client-unknown"),
        (("--client", "spa", "--param", f"resource={API}/"), "invalid_target", "audience-not-registered"),
        (TOKEN_ALONE, "unsupported_response_type", "authorize-request-invalid"),
        (("--client", "code-only", "--flow", "hybrid"), "invalid_request", "authorize-request-invalid"),
    ],
)
def test_what_is_refused_opens_no_browser(person: Person, given: tuple[str, ...], error: str, cause: str) -> None:
    document = person.run("login", *given, code=4)
    assert document["refusal"]["error"] == error
    assert names(document)[0] == cause
    assert not person.opened.exists()


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_code_with_a_secret(person: Person, method: str) -> None:
    client = ("--flow", "code", "--client", method.rpartition("_")[2], "--client-auth", method)
    document = person.log_in(*client, "--client-secret-file", person.file("secret", SECRET), *FOR_API)
    assert passed(document) == [ID, ACCESS]
    person.verify()


def test_code_with_another_secret(person: Person) -> None:
    secret = ("--client-secret-file", person.file("secret", SECRET + "!"))
    document = person.log_in("--flow", "code", "--client", "post", *secret, code=4)
    assert document["refusal"] == {
        "where": "token",
        "error": "invalid_client",
        "error_description": "client authentication failed",
        "status": 401,
    }
    assert document["tokens"] == []


def test_code_with_a_key(person: Person, provider: Provider) -> None:
    key = ("--private-key-file", person.file("key.pem", provider.private_key), "--key-id", "ours")
    document = person.log_in("--flow", "code", "--client", "signing", *key, *FOR_API)
    assert passed(document) == [ID, ACCESS]
    person.verify()


def test_code_with_another_key(person: Person, provider: Provider) -> None:
    key = ("--private-key-file", person.file("key.pem", provider.other_key), "--key-id", "ours")
    document = person.log_in("--flow", "code", "--client", "signing", *key, *FOR_API, code=4)
    assert (document["refusal"]["where"], document["refusal"]["error"]) == ("token", "invalid_client")


@pytest.mark.parametrize(("response_type", "tokens"), [("id_token token", [ID, ACCESS]), ("id_token", [ID])])
def test_implicit(person: Person, response_type: str, tokens: list[str]) -> None:
    document = person.log_in("--flow", "implicit", "--client", "spa", "--response-type", response_type, *FOR_API)
    assert document["answer"]["delivered_by"] == "fragment"
    assert passed(document) == tokens
    at_hash = checks_of(document["tokens"][0])["I08 at_hash"]
    assert at_hash == ("pass" if ACCESS in tokens else "skip")
    person.run("token", "verify", "--as", "id")


def test_implicit_declined(person: Person) -> None:
    document = person.log_in("--flow", "implicit", "--client", "spa", *FOR_API, decline=True, code=4)
    assert document["refusal"]["error"] == "access_denied"
    assert document["tokens"] == []


@pytest.mark.parametrize("response_type", HYBRID)
def test_hybrid(person: Person, response_type: str) -> None:
    document = person.log_in("--flow", "hybrid", "--client", "spa", "--response-type", response_type, *FOR_API)
    assert document["answer"]["delivered_by"] == "fragment"
    assert passed(document) == [*FRONT[response_type], ID, ACCESS]
    assert len(document["tokens"]) == len(passed(document))
    with_id_token = "id_token" in response_type.split()
    front = checks_of(document["tokens"][0])
    assert (front.get("I09 c_hash") == "pass") is with_id_token
    assert any(name.startswith("I10 ") for name in checks_of(document)) is with_id_token
    person.verify()


@pytest.mark.parametrize("flow", ["pkce", "implicit", "hybrid"])
def test_form_post(person: Person, flow: str) -> None:
    document = person.log_in("--flow", flow, "--client", "spa", "--response-mode", "form_post", *FOR_API)
    assert document["answer"]["delivered_by"] == "form_post"
    assert passed(document)[-2:] == [ID, ACCESS]


def test_form_post_declined(person: Person) -> None:
    given = ("--flow", "hybrid", "--client", "spa", "--response-mode", "form_post")
    document = person.log_in(*given, decline=True, code=4)
    assert document["refusal"]["error"] == "access_denied"


def test_pushed_request(person: Person) -> None:
    secret = ("--client-secret-file", person.file("secret", SECRET))
    document = person.log_in(
        "--flow", "code", "--client", "basic", "--client-auth", "client_secret_basic", *secret, "--par", *FOR_API
    )
    assert "request_uri=" in person.url
    assert "state=" not in person.url
    assert passed(document) == [ID, ACCESS]
    person.verify()


@pytest.mark.parametrize(("client", "error"), [("elsewhere", "invalid_request"), ("basic", "invalid_client")])
def test_pushed_request_refused(person: Person, client: str, error: str) -> None:
    """A callback that is not the client's; a client that does not prove itself."""
    document = person.run("login", "--client", client, "--par", code=4)
    assert (document["refusal"]["where"], document["refusal"]["error"]) == ("token", error)
    assert not person.opened.exists()


def test_dpop(person: Person) -> None:
    document = person.log_in("--client", "spa", "--dpop", *FOR_API)
    assert document["answer"]["token_type"] == "DPoP"
    assert passed(document) == [ID, ACCESS]
    assert checks_of(document)["A05 bound key"] == "pass"
    _, access = person.verify()
    assert access["token"]["claims"]["cnf"].keys() == {"jkt"}


def test_dpop_at_userinfo(person: Person) -> None:
    document = person.log_in("--client", "spa", "--dpop", "--userinfo")
    assert document["answer"]["token_type"] == "DPoP"
    assert document["userinfo"]["email"] == "ada@example.com"


def test_signed_userinfo(person: Person) -> None:
    document = person.log_in("--client", "signed-userinfo", "--userinfo")
    assert checks_of(document)["crypto userinfo: signature"] == "pass"
    assert document["userinfo"]["email"] == "ada@example.com"


def test_userinfo_with_a_token_for_another_api(person: Person) -> None:
    document = person.log_in("--client", "spa", "--userinfo", *FOR_API, code=1)
    assert checks_of(document)["I12 userinfo"] == "fail"
    assert document["userinfo"] is None


def test_silent_login_works_until_logout(person: Person, provider: Provider) -> None:
    secret = ("--client-secret-file", person.file("secret", SECRET))
    login = ("--flow", "code", "--client", "web", *secret, "--port", str(provider.port), *FOR_API)
    silent = (*login, "--prompt", "none")
    person.log_in(*login)
    assert passed(person.log_in(*silent, password=False, consent=False)) == [ID, ACCESS]
    gone = person.run("logout", "--no-browser")
    assert gone["logins_forgotten"] == 1
    assert passed(person.log_in(*silent, password=False, consent=False)) == [ID, ACCESS]  # the browser's session stays
    person.page.goto(gone["logout_url"])
    person.page.get_by_role("button", name="Yes, sign me out").click()
    person.page.get_by_text("Sign-out Success").wait_for()
    document = person.log_in(*silent, password=False, consent=False, code=4)
    assert document["refusal"]["error"] == "login_required"
    assert names(document) == ["silent-login-needs-a-person"]


def test_max_age_asks_for_the_password_again(person: Person) -> None:
    person.log_in("--client", "spa")
    document = person.log_in("--client", "spa", "--max-age", "0")
    assert checks_of(document["tokens"][0])["I06 login age"] == "pass"


def test_an_apps_own_authorize_url_is_replayed(person: Person, provider: Provider) -> None:
    url = (
        f"{provider.issuer}/auth?client_id=spa&response_type=code&scope=openid+email+read:items&resource={API}&state=1"
    )
    document = person.log_in("--from-url", url)
    assert passed(document) == [ID, ACCESS]
