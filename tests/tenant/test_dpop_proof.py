"""DPoP against servers that want it: proofs a foreign library accepts, and one more try where a nonce is wanted."""

import hashlib
from base64 import urlsafe_b64encode
from typing import Any

import jwt
import pytest
from joserfc.jwk import ECKey, RSAKey
from oauth_server import NOW, TOKENS, Asked, Reply, answering

from auth0ctl.errors import ConfigError, TenantError
from auth0ctl.protocol import ClientAuthentication, ClientAuthMethod
from auth0ctl.tenant.dpop import DpopKey, proof
from auth0ctl.tenant.resource import send_with_token
from auth0ctl.tenant.token_endpoint import TokenRefused, client_credentials, redeem_device_code, refresh
from auth0ctl.tokens.signing import new_ec_key

KEY = DpopKey.generate()
BOUND = {**TOKENS, "token_type": "DPoP"}
WANTED = {"error": "use_dpop_nonce", "error_description": "Authorization server requires nonce in DPoP proof"}
CHALLENGE = 'DPoP error="use_dpop_nonce", error_description="Resource server requires nonce in DPoP proof"'


def fresh() -> DpopKey:
    """The same key, without the nonces of another test."""
    return DpopKey.from_pem(KEY.to_pem())


def claims_in(asked: Asked, key: DpopKey = KEY) -> dict[str, Any]:
    """The claims of a request's proof, verified with the key in its own header, as a server does it."""
    sent = asked.headers["dpop"]
    header = jwt.get_unverified_header(sent)
    assert (header["typ"], header["alg"], header["jwk"]) == ("dpop+jwt", "ES256", dict(key.public_jwk))
    public = jwt.PyJWK(header["jwk"], "ES256")
    claims: dict[str, Any] = jwt.decode(sent, public, algorithms=["ES256"], options={"verify_iat": False})
    return claims


def wanting(nonce: str = "n-1") -> Reply:
    return Reply(status=400, body=WANTED, headers={"DPoP-Nonce": nonce})


def test_a_proof_is_for_one_request() -> None:
    with answering(Reply(body=BOUND)) as server:
        tokens = client_credentials(server.endpoint(dpop=fresh()), audience=None)
    claims = claims_in(server.asked[0])
    assert (claims["htm"], claims["htu"], claims["iat"]) == ("POST", f"{server.origin}/oauth/token", NOW.timestamp())
    assert set(claims) == {"jti", "htm", "htu", "iat"}
    assert tokens.token_type == "DPoP"


def test_a_server_that_binds_nothing_is_seen() -> None:
    with answering(Reply(body=TOKENS)) as server:
        assert client_credentials(server.endpoint(dpop=fresh()), audience=None).token_type == "Bearer"


def test_the_wanted_nonce_is_sent_in_one_more_request() -> None:
    with answering(wanting(), Reply(body=BOUND)) as server:
        client_credentials(server.endpoint(dpop=fresh()), audience="a", scope=("x",))
    first, second = server.asked
    assert "nonce" not in claims_in(first)
    assert claims_in(second)["nonce"] == "n-1"
    assert claims_in(first)["jti"] != claims_in(second)["jti"]
    assert first.form == second.form


def test_there_is_no_third_request() -> None:
    with answering(wanting("n-1"), wanting("n-2"), Reply(body=BOUND)) as server, pytest.raises(TokenRefused) as caught:
        client_credentials(server.endpoint(dpop=fresh()), audience=None)
    assert caught.value.code == "use_dpop_nonce"
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=400, body=WANTED),  # no nonce to send
        Reply(status=400, body={"error": "invalid_dpop_proof"}, headers={"DPoP-Nonce": "n-1"}),
        Reply(status=403, body={"error": "invalid_grant"}, headers={"DPoP-Nonce": "n-1"}),
    ],
)
def test_no_other_refusal_is_tried_again(reply: Reply) -> None:
    with answering(reply, Reply(body=BOUND)) as server, pytest.raises(TokenRefused):
        refresh(server.endpoint(dpop=fresh()), "rt-1")
    assert len(server.asked) == 1


def test_without_a_key_nothing_is_proved_and_nothing_tried_again() -> None:
    with answering(wanting(), Reply(body=BOUND)) as server, pytest.raises(TokenRefused):
        refresh(server.endpoint(), "rt-1")
    (asked,) = server.asked
    assert "dpop" not in asked.headers


def test_a_nonce_serves_the_requests_that_follow() -> None:
    pending = {"error": "authorization_pending"}
    replies = (wanting("n-1"), Reply(status=403, body=pending, headers={"DPoP-Nonce": "n-2"}), Reply(body=BOUND))
    with answering(*replies) as server:
        endpoint = server.endpoint(dpop=fresh())
        with pytest.raises(TokenRefused, match="authorization_pending"):
            redeem_device_code(endpoint, "dc-1")
        redeem_device_code(endpoint, "dc-1")
    assert [claims_in(asked).get("nonce") for asked in server.asked] == [None, "n-1", "n-2"]


def test_a_second_request_has_an_assertion_of_its_own() -> None:
    assertion = ClientAuthentication(
        method=ClientAuthMethod.PRIVATE_KEY_JWT, private_key=_rsa_pem(), alg="RS256", key_id="cred-1"
    )
    with answering(wanting(), Reply(body=BOUND)) as server:
        client_credentials(server.endpoint(assertion, fresh()), audience=None)
    one, two = (asked.form["client_assertion"] for asked in server.asked)
    assert one != two


def _rsa_pem() -> bytes:
    return RSAKey.generate_key(2048).as_pem(private=True)


def test_a_bound_token_is_used_with_its_hash_and_without_the_query() -> None:
    with answering(Reply(body={})) as server:
        url = f"{server.origin}/items?page=2#x"
        send_with_token(server.http, "GET", url, "at-1", token_type="DPoP", dpop=fresh(), now=lambda: NOW)
    (asked,) = server.asked
    claims = claims_in(asked)
    ath = urlsafe_b64encode(hashlib.sha256(b"at-1").digest()).rstrip(b"=").decode()
    assert (claims["ath"], claims["htm"], claims["htu"]) == (ath, "GET", f"{server.origin}/items")
    assert asked.headers["authorization"] == "DPoP at-1"
    assert asked.path == "/items?page=2"


def test_a_resource_may_want_a_nonce_too_once() -> None:
    wanted = Reply(status=401, headers={"WWW-Authenticate": CHALLENGE, "DPoP-Nonce": "n-1"})
    with answering(wanted, wanted, Reply(body={})) as server:
        url = f"{server.origin}/items"
        answer = send_with_token(server.http, "GET", url, "at-1", token_type="DPoP", dpop=fresh(), now=lambda: NOW)
    assert answer.status == 401
    assert [claims_in(asked).get("nonce") for asked in server.asked] == [None, "n-1"]


def test_each_origin_has_its_own_nonce() -> None:
    key = fresh()
    with answering(Reply(body=BOUND, headers={"DPoP-Nonce": "n-1"})) as server, answering(Reply(body={})) as api:
        client_credentials(server.endpoint(dpop=key), audience=None)
        send_with_token(api.http, "GET", f"{api.origin}/", "at-1", token_type="DPoP", dpop=key)
    assert "nonce" not in claims_in(api.asked[0])


def test_a_plain_token_is_a_bearer_token_even_with_a_key() -> None:
    with answering(Reply(body={})) as server:
        send_with_token(server.http, "GET", f"{server.origin}/", "at-1", token_type="bearer", dpop=fresh())
    (asked,) = server.asked
    assert asked.headers["authorization"] == "Bearer at-1"
    assert "dpop" not in asked.headers


def test_a_bound_token_without_its_key_is_not_sent() -> None:
    with answering() as server, pytest.raises(ConfigError, match="DPoP key"):
        send_with_token(server.http, "GET", f"{server.origin}/", "at-1", token_type="DPoP")
    assert server.asked == []


@pytest.mark.parametrize("token", ["at-1\r\nX: y", "at 1", "ät", "", "at-1\n"])
def test_a_token_that_fits_no_header_is_not_sent_nor_repeated(token: str) -> None:
    with answering() as server, pytest.raises(TenantError) as caught:
        send_with_token(server.http, "GET", f"{server.origin}/", token)
    assert server.asked == []
    assert not token or token not in caught.value.message


def test_a_key_comes_back_as_it_was_kept() -> None:
    again = DpopKey.from_pem(KEY.to_pem())
    assert again == KEY
    assert again.thumbprint == ECKey.import_key(dict(KEY.public_jwk)).thumbprint()
    assert DpopKey.generate().thumbprint != KEY.thumbprint
    assert "BEGIN" not in repr(KEY)


def test_the_thumbprint_of_the_RFCs_example() -> None:
    # RFC 9449 section 4.1's public key, and the jkt that section 6.1 gives for it.
    jwk = {
        "kty": "EC",
        "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
        "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
        "crv": "P-256",
    }
    key = DpopKey(private_key=b"", public_jwk=jwk)
    assert key.thumbprint == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"


def test_a_proof_never_repeats() -> None:
    made = [proof(KEY, "GET", "https://api.example.com/", now=NOW) for _ in range(3)]
    assert len({jwt.decode(one, options={"verify_signature": False})["jti"] for one in made}) == 3


@pytest.mark.parametrize("pem", [b"", b"x", new_ec_key().replace(b"PRIVATE", b"PUBLIC")])
def test_what_is_no_key_is_refused(pem: bytes) -> None:
    with pytest.raises(ConfigError):
        DpopKey.from_pem(pem)
