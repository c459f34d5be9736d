"""What needs no callback, at npm's oidc-provider: device, client credentials, refresh and its rotation, revoke."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_process import Auth0ctl, Running
from foreign_provider import (
    API,
    ASKED,
    FOR_API,
    SECRET,
    Person,
    Provider,
    ended,
    names,
    passed,
    started_provider,
)
from playwright.sync_api import BrowserContext

pytestmark = [pytest.mark.browser, pytest.mark.sdk]

OFFLINE = (*FOR_API[:-1], f"{ASKED} offline_access", "--prompt", "consent")
MACHINE = ("login", "--flow", "client-credentials", "--client", "machine", "--client-auth", "client_secret_basic")
FOR_MACHINE = ("--audience", API, "--param", f"resource={API}", "--scope", "read:items")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with started_provider() as one:
        yield one


@pytest.fixture
def person(auth0ctl: Auth0ctl, provider: Provider, chromium: BrowserContext, tmp_path: Path) -> Person:
    return Person(auth0ctl, provider, chromium, tmp_path)


@pytest.fixture
def secret(person: Person) -> tuple[str, str]:
    return "--client-secret-file", person.file("secret", SECRET)


def device(person: Person) -> tuple[Running, str, str]:
    """A device login that waits; the page it names and the code it shows."""
    running = person.start("--flow", "device", "--client", "spa", *FOR_API)
    found = re.search(r"open\s+(http\S+)\s+and enter this code:\s+(\S+)", running.stderr)
    assert found, running.stderr
    return running, found[1], found[2]


def test_device(person: Person) -> None:
    """The code is typed in, as on another machine."""
    running, address, code = device(person)
    person.page.goto(address)
    person.page.fill("[name=user_code]", "WRONG-CODE")
    person.page.get_by_role("button", name="Continue").click()
    person.page.get_by_text("The code you entered is incorrect").wait_for()
    person.page.fill("[name=user_code]", code)
    person.page.get_by_role("button", name="Continue").click()
    person.page.get_by_text("Confirm Device").wait_for()
    person.page.get_by_role("button", name="Continue").click()
    person.enter_name()
    person.consent()
    person.page.get_by_text("Sign-in Success").wait_for()
    document = ended(running)
    assert passed(document) == ["ID token", "access token"]
    person.verify()


def test_device_aborted(person: Person) -> None:
    """The address that a browser is opened with holds the code already."""
    running, _, code = device(person)
    assert code in person.url
    person.page.goto(person.url)
    person.page.get_by_text("Confirm Device").wait_for()
    person.page.get_by_role("button", name="Abort").click()
    document = ended(running, 4)
    assert document["refusal"]["error"] == "access_denied"
    assert names(document) == ["user-declined-consent"]


def test_device_code_that_nobody_confirms(person: Person) -> None:
    running = person.auth0ctl.start(
        "login", "--flow", "device", "--client", "spa", "--timeout", "3", "-o", "json", env=person.environment
    )
    assert running.wait() == 5
    assert "nobody confirmed the code within 3 s" in running.stdout


def test_client_credentials(person: Person, secret: tuple[str, str]) -> None:
    document = person.run(*MACHINE, *secret, *FOR_MACHINE)
    assert passed(document) == ["access token"]
    assert document["answer"]["scope"] == "read:items"
    assert person.run("token", "verify", "--require-scope", "read:items")["passed"] is True
    person.run("token", "verify", "--require-scope", "write:items", code=1)


def test_client_credentials_with_a_scope_that_the_api_does_not_have(person: Person, secret: tuple[str, str]) -> None:
    document = person.run(*MACHINE, *secret, *FOR_MACHINE[:-1], "read:items delete:items")
    assert names(document) == ["requested-scope-dropped"]
    assert document["answer"]["scope"] == "read:items"


def test_client_credentials_for_a_resource_alone(person: Person, secret: tuple[str, str]) -> None:
    """``resource`` is the standard's name for what Auth0 calls ``audience``: the token must be for it."""
    document = person.run(*MACHINE, *secret, "--param", f"resource={API}")
    assert document["asked"]["audience"] == API
    assert passed(document) == ["access token"]
    person.run("token", "verify")


@pytest.mark.parametrize(
    ("content", "more", "error", "cause"),
    [
        (SECRET[:-1], FOR_MACHINE, "invalid_client", "client-secret-wrong"),
        (SECRET, ("--param", f"resource={API}/"), "invalid_target", "audience-not-registered"),
    ],
)
def test_client_credentials_refused(
    person: Person, content: str, more: tuple[str, ...], error: str, cause: str
) -> None:
    secret = person.file("secret", content)
    document = person.run(*MACHINE, "--client-secret-file", secret, *more, code=4)
    assert document["refusal"]["error"] == error
    assert names(document) == [cause]


def test_flows_that_the_provider_does_not_have(person: Person, secret: tuple[str, str]) -> None:
    password = ("--username", "ada", "--password-file", person.file("password", "any"))
    document = person.run("login", "--flow", "password", "--client", "basic", *secret, *password, code=4)
    assert document["refusal"]["error"] == "unsupported_grant_type"


def test_refresh_rotates_and_reuse_ends_it_all(person: Person) -> None:
    person.log_in("--client", "spa", *OFFLINE)
    first = person.kept()
    document = person.run("token", "refresh")
    assert document["answer"]["rotated"] is True
    assert passed(document) == ["ID token", "access token"]
    second = person.kept()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["access_token"] != first["access_token"]
    person.verify()
    used = person.file("used", first["refresh_token"])
    reuse = ("token", "refresh", "--client", "spa", "--refresh-token-file", used)
    document = person.run(*reuse, code=4)
    assert document["refusal"]["error"] == "invalid_grant"
    assert names(document) == ["refresh-token-unknown"]
    assert person.run("login", "--flow", "refresh", code=4)["refusal"]["error"] == "invalid_grant"
    assert person.kept()["refresh_token"] is None


def test_refresh_without_rotation(person: Person, secret: tuple[str, str]) -> None:
    person.log_in("--flow", "code", "--client", "post", *secret, *OFFLINE)
    first = person.kept()
    document = person.run("login", "--flow", "refresh", *secret)
    assert document["answer"]["rotated"] is not True
    assert passed(document) == ["ID token", "access token"]
    assert person.kept()["refresh_token"] == first["refresh_token"]
    assert person.kept()["access_token"] != first["access_token"]


def test_refresh_with_another_secret_keeps_the_token(person: Person, secret: tuple[str, str]) -> None:
    person.log_in("--flow", "code", "--client", "post", *secret, *OFFLINE)
    wrong = person.file("wrong", "another secret")
    document = person.run("token", "refresh", "--client-secret-file", wrong, code=4)
    assert document["refusal"]["error"] == "invalid_client"
    assert person.kept()["refresh_token"]
    person.run("token", "refresh", *secret)


def test_revoke(person: Person) -> None:
    person.log_in("--client", "spa", *OFFLINE)
    token = person.file("token", person.kept()["refresh_token"])
    assert person.run("token", "revoke")["revoked"] == "refresh_token"
    assert person.kept()["refresh_token"] is None
    document = person.run("token", "refresh", "--client", "spa", "--refresh-token-file", token, code=4)
    assert document["refusal"]["error"] == "invalid_grant"


def test_revoke_as_another_client_leaves_the_token(person: Person, secret: tuple[str, str]) -> None:
    person.log_in("--client", "spa", *OFFLINE)
    token = ("--file", person.file("token", person.kept()["refresh_token"]))
    person.auth0ctl("token", "revoke", "--client", "post", *token, *secret, env=person.environment)
    assert passed(person.run("token", "refresh")) == ["ID token", "access token"]


def test_logout_revokes(person: Person) -> None:
    person.log_in("--client", "spa", *OFFLINE)
    token = person.file("token", person.kept()["refresh_token"])
    document = person.run("logout", "--revoke")
    assert document["refresh_tokens_revoked"] == 1
    document = person.run("token", "refresh", "--client", "spa", "--refresh-token-file", token, code=4)
    assert document["refusal"]["error"] == "invalid_grant"
    assert person.auth0ctl("token", "get", env=person.environment).returncode == 2


def test_bound_refresh_token_needs_its_key(person: Person) -> None:
    document = person.log_in("--client", "spa", "--dpop", *OFFLINE)
    assert document["answer"]["refresh_token"]
    again = person.run("token", "refresh")
    assert again["answer"]["token_type"] == "DPoP"
    assert passed(again) == ["ID token", "access token"]
    stolen = person.file("stolen", person.kept()["refresh_token"])
    document = person.run("token", "refresh", "--client", "spa", "--refresh-token-file", stolen, code=4)
    assert document["refusal"]["error"] == "invalid_grant"
