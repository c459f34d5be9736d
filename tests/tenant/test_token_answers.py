"""What a token endpoint may answer, good and bad: the bodies of auth0-facts/token-endpoint.md and worse ones."""

from typing import Any

import pytest
from oauth_server import NOW, TOKENS, Reply, answering

from auth0ctl.errors import Auth0ctlError, AuthError, ExitCode, NetworkError, RateLimited, TenantError
from auth0ctl.tenant.token_endpoint import TokenRefused, redeem_device_code, refresh, token_set

# status, error, error_description: sections 2 to 6, 9 and 11
REFUSALS = [
    (401, "access_denied", "Unauthorized"),
    (403, "unauthorized_client", "Grant type 'password' not allowed for the client."),
    (403, "unsupported_grant_type", "Unsupported grant type: x"),
    (501, "unsupported_grant_type", "Unsupported grant type: x"),
    (400, "invalid_request", "Missing required parameter: code"),
    (403, "access_denied", "Service not found: https://api.example.com"),
    (401, "invalid_client", "'exp' claim must specify a time that is no more than 5 minutes after 'iat'"),
    (429, "too_many_attempts", "Your account has been blocked after multiple consecutive login attempts."),
    (401, "unauthorized", "user is blocked"),
    (400, "invalid_request", "Client quota exceeded"),
    (403, "invalid_grant", "Invalid authorization code"),
    (403, "invalid_grant", "Failed to verify code verifier"),
    (403, "unauthorized_client", "The redirect URI is wrong. You sent http://a, and we expected http://b"),
    (403, "access_denied", 'Client "c" is not authorized to access resource server "a".'),
    (403, "access_denied", "No audience parameter was provided, and no default audience has been configured"),
    (403, "access_denied", "Client has not been granted scopes: a b"),
    (403, "invalid_grant", "Unknown or invalid refresh token."),
    (403, "invalid_grant", "The refresh_token was generated for a user who doesn't exist anymore."),
    (403, "mfa_required", "Multifactor authentication required"),
    (403, "invalid_grant", "Wrong email or password."),
    (500, "server_error", "Authorization server not configured with default connection."),
    (403, "authorization_pending", "User has yet to authorize device code."),
    (429, "slow_down", "You are polling faster than the specified interval of 5 seconds."),
    (403, "expired_token", "Expired device code."),
    (403, "access_denied", "User cancelled the confirmation prompt."),
    (403, "invalid_grant", "Invalid or expired device code."),
    (400, "invalid_dpop_proof", "Failed to verify DPoP proof"),
    (200, "invalid_grant", "an error is one whatever its status is"),
    (400, "use_dpop_nonce", "not asked for with a key, so there is nothing to repeat"),
]


@pytest.mark.parametrize(("status", "error", "description"), [r for r in REFUSALS if r[0] != 501])
def test_a_refusal_keeps_the_tenants_words(status: int, error: str, description: str) -> None:
    body = {"error": error, "error_description": description, "error_uri": "https://auth0.com/docs"}
    with answering(Reply(status=status, body=body)) as server, pytest.raises(TokenRefused) as caught:
        redeem_device_code(server.endpoint(), "dc-1")
    refused = caught.value
    assert (refused.code, refused.description, refused.status) == (error, description, status)
    assert refused.exit_code is ExitCode.AUTH
    assert error in refused.message
    assert description in refused.message
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("reply", "error", "says"),
    [
        (Reply(status=501, body={"error": "unsupported_grant_type"}), TenantError, "unsupported_grant_type"),
        (Reply(status=503, body={"error": "temporarily_unavailable"}), TenantError, "temporarily_unavailable"),
        (Reply(status=429, body={"error": "too_many_requests"}), RateLimited, "too_many_requests"),
        (Reply(status=429, body="<html>slow</html>"), RateLimited, "429"),
        (Reply(status=429, body=["x"]), RateLimited, "429"),
        (Reply(status=404, body={"message": "no route"}), AuthError, "404"),
        (Reply(status=400, body={"error": {"a": 1}}), AuthError, "refused"),
        (Reply(status=502, body="<html>", headers={"Content-Type": "text/html"}), NetworkError, "text/html"),
        (Reply(body="<html>", headers={"Content-Type": "text/html"}), NetworkError, "text/html"),
        (Reply(body=""), NetworkError, "where JSON was expected"),
        (Reply(body='{"access_token": "at'), NetworkError, "where JSON was expected"),
        (Reply(body="[" * 200_000), NetworkError, "where JSON was expected"),
        (Reply(body="[]"), TenantError, "not an object"),
        (Reply(body="null"), TenantError, "not an object"),
        (Reply(body='"at-1"'), TenantError, "not an object"),
        (Reply(body={}), TenantError, "without any token"),
        (Reply(body={"access_token": "", "token_type": "Bearer"}), TenantError, "without any token"),
        (Reply(body={"refresh_token": "rt-1", "token_type": "Bearer"}), TenantError, "without any token"),
        (Reply(body={**TOKENS, "access_token": 7}), TenantError, "access_token that is no text"),
        (Reply(body={**TOKENS, "access_token": {"a": "at-1"}}), TenantError, "access_token that is no text"),
        (Reply(body={**TOKENS, "id_token": ["x"]}), TenantError, "id_token that is no text"),
        (Reply(body={**TOKENS, "refresh_token": True}), TenantError, "refresh_token that is no text"),
        (Reply(body={**TOKENS, "x": "x" * 2**20}), NetworkError, "sent more than 1024 KiB"),
    ],
)
def test_an_answer_of_no_use_is_a_clear_error(reply: Reply, error: type[Auth0ctlError], says: str) -> None:
    with answering(reply) as server, pytest.raises(error) as caught:
        refresh(server.endpoint(), "rt-1")
    assert says in caught.value.message
    assert "at-1" not in caught.value.message
    assert len(server.asked) == 1


def test_a_rate_limit_says_how_long() -> None:
    reply = Reply(status=429, body={"error": "too_many_requests"}, headers={"Retry-After": "17"})
    with answering(reply) as server, pytest.raises(RateLimited) as caught:
        refresh(server.endpoint(), "rt-1")
    assert "17 seconds" in caught.value.hint


def test_words_without_end_are_cut() -> None:
    reply = Reply(status=403, body={"error": "x" * 9000, "error_description": "y" * 9000})
    with answering(reply) as server, pytest.raises(TokenRefused) as caught:
        refresh(server.endpoint(), "rt-1")
    assert len(caught.value.message) < 5000


def test_all_members_are_read() -> None:
    body = {**TOKENS, "id_token": "id-1", "refresh_token": "rt-2", "scope": "openid x", "issued_token_type": "urn:t"}
    with answering(Reply(body=body)) as server:
        got = refresh(server.endpoint(), "rt-1")
    assert (got.access_token, got.id_token, got.refresh_token) == ("at-1", "id-1", "rt-2")
    assert (got.scope, got.expires_in, got.token_type, got.issued_token_type) == ("openid x", 86400, "Bearer", "urn:t")


@pytest.mark.parametrize(
    ("said", "read"),
    [("Bearer", "Bearer"), ("bearer", "Bearer"), ("BEARER", "Bearer"), ("dpop", "DPoP"), ("", "Bearer")],
)
def test_L11_accepts_a_token_type_in_any_spelling(said: str, read: str) -> None:
    assert token_set({"access_token": "a", "token_type": said}, NOW).token_type == read


@pytest.mark.parametrize("said", ["mac", "N_A", "Bearer ", 1, ["Bearer"], {"a": "b"}])
def test_L11_rejects_a_token_type_of_no_use(said: Any) -> None:
    with pytest.raises(TenantError, match="token of type"):
        token_set({"access_token": "a", "token_type": said}, NOW)


def test_an_exchange_may_give_what_is_no_access_token() -> None:
    body = {"access_token": "a", "token_type": "N_A", "issued_token_type": "urn:ietf:params:oauth:token-type:id_token"}
    assert token_set(body, NOW).token_type == "N_A"


@pytest.mark.parametrize("lifetime", [True, 1.5, -1, 10**30, "٣", "", {}])
def test_a_lifetime_of_no_use_counts_as_unsaid(lifetime: Any) -> None:
    assert token_set({"access_token": "a", "expires_in": lifetime}, NOW).expires_in is None
