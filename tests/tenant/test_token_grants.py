"""Every grant's request as it arrives at a token endpoint: the form to the letter, and nothing twice."""

from collections.abc import Callable
from typing import Any

import pytest
from oauth_server import CLIENT, NOW, TOKENS, Reply, answering

from auth0ctl.errors import NetworkError
from auth0ctl.protocol import AuthorizeRequest, TokenSet
from auth0ctl.tenant.oauth import Attempt
from auth0ctl.tenant.token_endpoint import (
    TokenEndpoint,
    client_credentials,
    exchange,
    password,
    redeem_code,
    redeem_device_code,
    refresh,
)

Ask = Callable[[TokenEndpoint], TokenSet]
REDIRECT_URI = "http://127.0.0.1:8484/callback"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"


def attempt(verifier: str | None = "v" * 43) -> Attempt:
    request = AuthorizeRequest(
        url="https://unused.example/authorize",
        client_id=CLIENT,
        redirect_uri=REDIRECT_URI,
        response_type="code",
        response_mode="query",
        scope=("openid",),
        audience=None,
        state="s",
    )
    return Attempt(request=request, code_verifier=verifier)


GRANTS: list[tuple[str, Ask, dict[str, str]]] = [
    (
        "code with PKCE",
        lambda e: redeem_code(e, attempt(), "code-1"),
        {
            "grant_type": "authorization_code",
            "code": "code-1",
            "redirect_uri": REDIRECT_URI,
            "code_verifier": "v" * 43,
        },
    ),
    (
        "code without PKCE",
        lambda e: redeem_code(e, attempt(None), "code-1"),
        {"grant_type": "authorization_code", "code": "code-1", "redirect_uri": REDIRECT_URI},
    ),
    (
        "client credentials",
        lambda e: client_credentials(e, audience="https://api.example.com"),
        {"grant_type": "client_credentials", "audience": "https://api.example.com"},
    ),
    (
        "client credentials, all of it",
        lambda e: client_credentials(e, audience="a", scope=("x", "y"), parameters={"organization": "org_1"}),
        {"grant_type": "client_credentials", "audience": "a", "scope": "x y", "organization": "org_1"},
    ),
    (
        "client credentials with the default audience",
        lambda e: client_credentials(e, audience=None),
        {"grant_type": "client_credentials"},
    ),
    (
        "password",
        lambda e: password(e, username="u@example.com", password="p&=ü +", scope=("openid",)),
        {"grant_type": "password", "username": "u@example.com", "password": "p&=ü +", "scope": "openid"},
    ),
    (
        "password, empty",
        lambda e: password(e, username="u", password=""),
        {"grant_type": "password", "username": "u", "password": ""},
    ),
    (
        "password-realm",
        lambda e: password(e, username="u", password="p", realm="Users", audience="a", parameters={"k": "v"}),
        {
            "grant_type": "http://auth0.com/oauth/grant-type/password-realm",
            "username": "u",
            "password": "p",
            "realm": "Users",
            "audience": "a",
            "k": "v",
        },
    ),
    (
        "refresh",
        lambda e: refresh(e, "rt-1"),
        {"grant_type": "refresh_token", "refresh_token": "rt-1"},
    ),
    (
        "refresh for less, elsewhere",
        lambda e: refresh(e, "rt-1", scope=("openid", "x"), audience="a"),
        {"grant_type": "refresh_token", "refresh_token": "rt-1", "scope": "openid x", "audience": "a"},
    ),
    (
        "device code",
        lambda e: redeem_device_code(e, "dc-1"),
        {"grant_type": "urn:ietf:params:oauth:grant-type:device_code", "device_code": "dc-1"},
    ),
    (
        "token exchange",
        lambda e: exchange(e, subject_token="st-1", subject_token_type=ACCESS_TOKEN, audience="a", scope=("x",)),
        {
            "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token": "st-1",
            "subject_token_type": ACCESS_TOKEN,
            "audience": "a",
            "scope": "x",
        },
    ),
    (
        "token exchange with an actor",
        lambda e: exchange(e, subject_token="st-1", subject_token_type="urn:x", parameters={"actor_token": "ac-1"}),
        {
            "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token": "st-1",
            "subject_token_type": "urn:x",
            "actor_token": "ac-1",
        },
    ),
    (
        "token exchange by a grant of Auth0's own",
        lambda e: exchange(e, subject_token="st-1", subject_token_type="urn:x", parameters={"grant_type": "urn:vault"}),
        {"grant_type": "urn:vault", "subject_token": "st-1", "subject_token_type": "urn:x"},
    ),
]


@pytest.mark.parametrize(("ask", "form"), [grant[1:] for grant in GRANTS], ids=[grant[0] for grant in GRANTS])
def test_a_grants_request(ask: Ask, form: dict[str, str]) -> None:
    with answering(Reply(body=TOKENS)) as server:
        tokens = ask(server.endpoint())
    (asked,) = server.asked
    assert asked.form == {"client_id": CLIENT, **form}
    assert (asked.method, asked.path) == ("POST", "/oauth/token")
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert asked.headers["accept"] == "application/json"
    assert not {"authorization", "dpop", "cookie"} & set(asked.headers)
    assert (tokens.access_token, tokens.expires_in, tokens.received_at) == ("at-1", 86400, NOW)


@pytest.mark.parametrize("ask", [grant[1] for grant in GRANTS], ids=[grant[0] for grant in GRANTS])
def test_L07_nothing_is_sent_again_when_no_answer_comes(ask: Ask) -> None:
    with answering(Reply(dropped=True)) as server, pytest.raises(NetworkError):
        ask(server.endpoint())
    assert len(server.asked) == 1


def test_L07_a_code_that_may_be_used_up_is_said_to_be() -> None:
    with answering(Reply(dropped=True)) as server, pytest.raises(NetworkError) as caught:
        redeem_code(server.endpoint(), attempt(), "code-1")
    assert "not sent again" in caught.value.hint
    assert "code-1" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_L07_a_code_does_not_follow_a_redirect(status: int) -> None:
    with answering() as elsewhere, answering(Reply(status=status, headers={"Location": elsewhere.origin})) as server:
        with pytest.raises(NetworkError, match=str(status)):
            redeem_code(server.endpoint(), attempt(), "code-1")
        assert (len(server.asked), elsewhere.asked) == (1, [])


def test_what_is_secret_is_in_no_repr() -> None:
    answer: dict[str, Any] = {**TOKENS, "id_token": "id-1", "refresh_token": "rt-1"}
    with answering(Reply(body=answer)) as server:
        tokens = redeem_code(server.endpoint(), attempt(), "code-1")
    assert tokens.refresh_token == "rt-1"
    assert not [secret for secret in ("at-1", "id-1", "rt-1") if secret in repr(tokens)]
