"""/userinfo: the token in the header alone, and what may come back (auth0-facts/token-endpoint.md section 13)."""

import jwt
import pytest
from oauth_server import NOW, Reply, answering

from auth0ctl.errors import Auth0ctlError, AuthError, NetworkError, RateLimited, TenantError
from auth0ctl.tenant.dpop import DpopKey
from auth0ctl.tenant.userinfo import UserInfo, read_userinfo

CLAIMS = {"sub": "auth0|u1", "nickname": "user", "email": "user@example.com", "email_verified": True}


def test_the_claims_come_and_the_token_goes_in_the_header() -> None:
    with answering(Reply(body=CLAIMS, headers={"Content-Type": "application/json; charset=utf-8"})) as server:
        found = read_userinfo(server.http, server.discovery.userinfo_endpoint, "at-1")
    (asked,) = server.asked
    assert (found.claims, found.signed) == (CLAIMS, None)
    assert (asked.method, asked.path, asked.body) == ("GET", "/userinfo", "")
    assert asked.headers["authorization"] == "Bearer at-1"
    assert "auth0|u1" not in repr(found)


def test_a_token_without_openid_gives_nothing_and_that_is_an_answer() -> None:
    with answering(Reply(body={})) as server:
        assert read_userinfo(server.http, f"{server.origin}/userinfo", "at-1") == UserInfo()


@pytest.mark.parametrize("kind", ["application/jwt", "Application/JWT; charset=utf-8"])
def test_a_signed_answer_is_not_read_before_it_is_verified(kind: str) -> None:
    with answering(Reply(body="a.b.c\n", headers={"Content-Type": kind})) as server:
        found = read_userinfo(server.http, f"{server.origin}/userinfo", "at-1")
    assert (found.claims, found.signed) == ({}, "a.b.c")


def test_a_bound_token_is_proved() -> None:
    key = DpopKey.generate()
    challenge = {"WWW-Authenticate": 'DPoP error="use_dpop_nonce"', "DPoP-Nonce": "n-1"}
    with answering(Reply(status=401, headers=challenge), Reply(body=CLAIMS)) as server:
        url = f"{server.origin}/userinfo"
        found = read_userinfo(server.http, url, "at-1", dpop=key, token_type="DPoP", now=lambda: NOW)
    assert found.claims == CLAIMS
    proof = jwt.decode(server.asked[1].headers["dpop"], options={"verify_signature": False})
    assert (proof["htm"], proof["htu"], proof["nonce"], proof["iat"]) == ("GET", url, "n-1", NOW.timestamp())
    assert server.asked[1].headers["authorization"] == "DPoP at-1"


@pytest.mark.parametrize(
    ("reply", "error", "says"),
    [
        (Reply(status=401, body="Unauthorized", headers={"Content-Type": "text/html"}), AuthError, "401: Unauthorized"),
        (
            Reply(status=401, body={"error": "unauthorized", "error_description": "invalid credentials"}),
            AuthError,
            "401: unauthorized: invalid credentials",
        ),
        (
            Reply(
                status=401,
                headers={"WWW-Authenticate": 'Bearer error="invalid_token", error_description="expired"'},
            ),
            AuthError,
            "401: invalid_token: expired",
        ),
        (Reply(status=403, body={"error": "insufficient_scope"}), AuthError, "403: insufficient_scope"),
        (Reply(status=401, body='["x"]'), AuthError, "401"),
        (Reply(status=429, body={"error": "too_many_requests"}), RateLimited, "429: too_many_requests"),
        (Reply(status=500, body="<html>", headers={"Content-Type": "text/html"}), TenantError, "500"),
        (Reply(status=302, headers={"Location": "/login"}), TenantError, "302"),
        (Reply(body="<html>", headers={"Content-Type": "text/html"}), NetworkError, "text/html"),
        (Reply(body="[]"), TenantError, "not an object"),
        (Reply(body='"x"'), TenantError, "not an object"),
        (Reply(body="x" * (513 * 1024)), NetworkError, "more than 512 KiB"),
        (Reply(dropped=True), NetworkError, "no answer"),
    ],
)
def test_a_refusal_or_an_answer_of_no_use(reply: Reply, error: type[Auth0ctlError], says: str) -> None:
    with answering(reply) as server, pytest.raises(error, match=says) as caught:
        read_userinfo(server.http, f"{server.origin}/userinfo", "at-1")
    assert "at-1" not in caught.value.message
    assert len(server.asked) == 1


def test_a_tenant_without_the_endpoint_says_so() -> None:
    with answering() as server, pytest.raises(TenantError, match="no userinfo_endpoint"):
        read_userinfo(server.http, "", "at-1")
