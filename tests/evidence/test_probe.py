"""Reading how /authorize refuses: from a page, from a redirect, or not at all."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from auth0ctl.evidence.probe import ask_authorize, visible_text
from auth0ctl.protocol import AuthorizeRequest, Refusal
from auth0ctl.tenant.http import Http

ORIGIN = "http://127.0.0.1:18400"
CALLBACK = "http://127.0.0.1:18484/callback"
REQUEST = AuthorizeRequest(
    url=f"{ORIGIN}/authorize?client_id=abc",
    client_id="abc",
    redirect_uri=CALLBACK,
    response_type="code",
    response_mode="query",
    scope=("openid",),
    audience=None,
    state="s",
)


def answering(status: str, body: str = "", location: str = "") -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        assert "HTTP_COOKIE" not in environ
        headers = [("Content-Type", "text/html")] + ([("Location", location)] if location else [])
        start(status, headers)
        return [body.encode()]

    return app


def asked(status: str, body: str = "", location: str = "") -> Refusal | None:
    with Http(apps={ORIGIN: answering(status, body, location)}) as http:
        return ask_authorize(http, REQUEST)


@pytest.mark.parametrize(
    ("status", "body", "location"),
    [
        ("200 OK", "<form>log in</form>", ""),
        ("302 Found", "", f"{ORIGIN}/u/login?state=x"),
        ("302 Found", "", f"{CALLBACK}?code=abc&state=s"),
    ],
)
def test_a_login_page_or_a_code_is_no_refusal(status: str, body: str, location: str) -> None:
    assert asked(status, body, location) is None


def test_the_error_on_another_providers_page() -> None:
    """As npm's oidc-provider words its page."""
    named = "<h1>oops! something went wrong</h1><pre><strong>error</strong>: invalid_redirect_uri</pre>"
    refusal = asked("400 Bad Request", named + "<pre><strong>error_description</strong>: it did not match</pre>")
    assert refusal is not None
    assert (refusal.where, refusal.error, refusal.description) == ("page", "invalid_redirect_uri", "it did not match")
    bare = asked("400 Bad Request", named + "<pre><strong>state</strong>: x</pre>")
    assert bare is not None
    assert (bare.error, bare.description) == ("invalid_redirect_uri", "")


@pytest.mark.parametrize("separator", ["?", "#"])
def test_an_error_at_the_callback(separator: str) -> None:
    refusal = asked(
        "302 Found", location=f"{CALLBACK}{separator}error=access_denied&error_description=Service+not+found"
    )
    assert refusal is not None
    assert (refusal.where, refusal.error, refusal.description) == ("redirect", "access_denied", "Service not found")


def test_an_error_at_the_tenants_own_error_page() -> None:
    refusal = asked("302 Found", location="https://errors.example.com/?error=invalid_request&error_description=x")
    assert refusal is not None
    assert refusal.where == "page"


def test_an_error_page_in_its_own_words() -> None:
    page = (
        "<html><head><title>x</title><style>a{}</style></head><body><h1>Oops!</h1><p>Callback URL mismatch.</p></body>"
    )
    refusal = asked("403 Forbidden", page)
    assert refusal == Refusal(
        where="page", error="unauthorized_client", description="Callback URL mismatch.", status=403
    )


def test_an_unknown_page_is_repeated_but_not_whole() -> None:
    refusal = asked("400 Bad Request", "<p>" + "word " * 500)
    assert refusal is not None
    assert refusal.error == "unknown"
    assert len(refusal.description) <= 300


def test_visible_text_leaves_scripts_out() -> None:
    assert visible_text("<script>bad()</script><p>good &amp; fine</p>") == "good & fine"
