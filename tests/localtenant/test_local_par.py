"""POST /oauth/par and the request_uri at /authorize (authorize.md section 9)."""

from typing import Any

import httpx
import pytest
from local_browser import API, CHALLENGE, MACHINE, SECRET, SPA, Browser, Clock, landed, machine, refused, title

from auth0ctl.localtenant import LocalTenant

CALLBACK = "https://app.example.com/callback"
PREFIX = "urn:ietf:params:oauth:request_uri:"


@pytest.fixture
def pusher(with_machine: LocalTenant, browser: Browser) -> Browser:
    with_machine.seed({"tenant_settings": {"pushed_authorization_requests_supported": True}})
    return browser


def push(browser: Browser, **fields: Any) -> httpx.Response:
    form = {
        "client_id": MACHINE,
        "client_secret": SECRET,
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": "openid read:items",
        "audience": API,
        "state": "pushed-state",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **fields,
    }
    return browser.http.post("/oauth/par", data={name: value for name, value in form.items() if value is not None})


def use(browser: Browser, request_uri: str, **more: str) -> httpx.Response:
    return browser.http.get("/authorize", params={"client_id": MACHINE, "request_uri": request_uri, **more})


def test_a_push_and_its_use(pusher: Browser) -> None:
    response = push(pusher)
    assert response.status_code == 201
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    body = response.json()
    assert list(body) == ["expires_in", "request_uri"]
    assert body["expires_in"] == 30
    assert body["request_uri"].startswith(PREFIX)
    # What else stands in the URL does not count.
    answer = pusher.go_on(use(pusher, body["request_uri"], state="another", redirect_uri="https://evil.example.com/"))
    assert answer.location.startswith(CALLBACK)
    assert answer.params["state"] == "pushed-state"
    tokens = pusher.exchange(
        answer.params["code"], client_id=MACHINE, client_secret=SECRET, redirect_uri=CALLBACK
    ).json()
    assert tokens["scope"] == "openid read:items"


def test_a_request_uri_is_good_once(pusher: Browser) -> None:
    name = push(pusher).json()["request_uri"]
    assert use(pusher, name).status_code == 302
    page = use(pusher, name)
    assert (page.status_code, title(page)) == (400, "Oops!, something went wrong")
    assert "location" not in page.headers


def test_a_request_uri_expires(pusher: Browser, clock: Clock) -> None:
    name = push(pusher).json()["request_uri"]
    clock.move(31)
    assert use(pusher, name).status_code == 400


def test_the_clients_own_expiry(pusher: Browser, clock: Clock) -> None:
    pusher.tenant.seed({"clients": [machine(par_request_expiry=90)]})
    body = push(pusher).json()
    assert body["expires_in"] == 90
    clock.move(60)
    assert use(pusher, body["request_uri"]).status_code == 302


def test_another_client_cannot_use_it(pusher: Browser) -> None:
    name = push(pusher).json()["request_uri"]
    response = pusher.http.get("/authorize", params={"client_id": SPA, "request_uri": name})
    assert response.status_code == 400


def test_a_client_that_must_push(pusher: Browser) -> None:
    pusher.tenant.seed({"clients": [machine(require_pushed_authorization_requests=True)]})
    answer = landed(pusher.authorize(client_id=MACHINE, redirect_uri=CALLBACK).headers["location"])
    assert answer.params["error"] == "invalid_request"
    assert "code" in pusher.go_on(use(pusher, push(pusher).json()["request_uri"])).params


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"client_secret": "wrong"}, (401, "access_denied", "Unauthorized")),
        ({"client_id": SPA}, (401, "access_denied", "Unauthorized")),
        ({"response_type": None}, (400, "invalid_request", "Missing required parameter: response_type")),
        ({"audience": "https://nowhere"}, (400, "access_denied", "Service not found: https://nowhere")),
        (
            {"redirect_uri": "https://evil.example.com/"},
            (400, "invalid_request", "https://evil.example.com/ is not in the list of allowed callback URLs"),
        ),
        (
            {"request_uri": "urn:x"},
            (400, "invalid_request", "request_uri is not allowed in a pushed authorization request"),
        ),
    ],
)
def test_pushes_that_are_refused(pusher: Browser, fields: dict[str, Any], expected: tuple[int, str, str]) -> None:
    assert refused(push(pusher, **fields)) == expected
    assert pusher.log_types()[-1] == "fpar"


def test_the_tenant_has_to_allow_it(pusher: Browser) -> None:
    named = "pushed_authorization_request_endpoint"
    assert pusher.http.get("/.well-known/openid-configuration").json()[named] == "http://127.0.0.1:18400/oauth/par"
    pusher.tenant.seed({"tenant_settings": {"pushed_authorization_requests_supported": False}})
    assert refused(push(pusher))[:2] == (403, "unauthorized_client")
    assert named not in pusher.http.get("/.well-known/openid-configuration").json()


def test_json_is_not_taken(pusher: Browser) -> None:
    response = pusher.http.post("/oauth/par", json={"client_id": MACHINE, "client_secret": SECRET})
    assert refused(response)[:2] == (400, "invalid_request")
