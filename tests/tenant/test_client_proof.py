"""How a client proves itself, as it arrives: the header or the form, and assertions that a foreign library accepts."""

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from oauth_server import CLIENT, NOW, TOKENS, Asked, Reply, answering

from auth0ctl.errors import ConfigError
from auth0ctl.protocol import ClientAuthentication, ClientAuthMethod
from auth0ctl.tenant.client_authentication import basic, prove
from auth0ctl.tenant.device import ask_device_code
from auth0ctl.tenant.revocation import revoke
from auth0ctl.tenant.token_endpoint import client_credentials

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
POST = ClientAuthentication(method=ClientAuthMethod.POST, client_secret="s3cr&t +")
BASIC = ClientAuthentication(method=ClientAuthMethod.BASIC, client_secret="s3cr&t +")
FORM = {"grant_type": "client_credentials"}


def key(alg: str = "RS256", key_id: str | None = None, private_key: bytes = PEM) -> ClientAuthentication:
    return ClientAuthentication(
        method=ClientAuthMethod.PRIVATE_KEY_JWT, private_key=private_key, alg=alg, key_id=key_id
    )


def asked_with(authentication: ClientAuthentication) -> Asked:
    """The one request of a machine-to-machine client with this authentication."""
    with answering(Reply(body=TOKENS)) as server:
        client_credentials(server.endpoint(authentication), audience=None)
    (asked,) = server.asked
    return asked


def test_a_public_client_names_itself_alone() -> None:
    asked = asked_with(ClientAuthentication(client_secret="not sent: the method is none"))
    assert asked.form == {**FORM, "client_id": CLIENT}
    assert "authorization" not in asked.headers


def test_a_secret_in_the_form() -> None:
    asked = asked_with(POST)
    assert asked.form == {**FORM, "client_id": CLIENT, "client_secret": "s3cr&t +"}
    assert "authorization" not in asked.headers


def test_a_secret_in_the_header_and_nothing_in_the_form() -> None:
    asked = asked_with(BASIC)
    assert asked.form == FORM
    assert asked.headers["authorization"] == basic(CLIENT, "s3cr&t +")


def test_basic_encodes_both_parts_first() -> None:
    # RFC 6749 section 2.3.1 and appendix B: form-encoded, then joined, then base64: a%3Ab:c%26+%2B%C3%BC
    assert basic("a:b", "c& +ü") == "Basic YSUzQWI6YyUyNislMkIlQzMlQkM="


@pytest.mark.parametrize("alg", ["RS256", "RS384", "PS256"])
def test_an_assertion_is_as_Auth0_wants_it(alg: str) -> None:
    with answering(Reply(body=TOKENS)) as server:
        client_credentials(server.endpoint(key(alg, "cred-1")), audience="a")
    form = server.asked[0].form
    assertion = form.pop("client_assertion")
    assert form == {
        "grant_type": "client_credentials",
        "audience": "a",
        "client_id": CLIENT,
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    }
    claims = jwt.decode(
        assertion,
        KEY.public_key(),
        algorithms=[alg],
        audience=server.issuer,
        options={"verify_exp": False, "verify_iat": False},
    )
    assert jwt.get_unverified_header(assertion) == {"alg": alg, "typ": "JWT", "kid": "cred-1"}
    assert (claims["iss"], claims["sub"], claims["aud"]) == (CLIENT, CLIENT, server.issuer)
    assert claims["iat"] == int(NOW.timestamp())
    assert 0 < claims["exp"] - claims["iat"] <= 300
    assert set(claims) == {"iss", "sub", "aud", "iat", "exp", "jti"}
    assert len(assertion) <= 2048


def test_no_two_assertions_are_alike() -> None:
    made = [prove("https://t/", CLIENT, key(), FORM, NOW)[0]["client_assertion"] for _ in range(3)]
    ids = {jwt.decode(one, options={"verify_signature": False})["jti"] for one in made}
    assert len(ids) == 3
    assert min(len(one) for one in ids) >= 32


def test_an_assertion_without_a_key_id_names_none() -> None:
    assertion = prove("https://t/", CLIENT, key(), FORM, NOW)[0]["client_assertion"]
    assert "kid" not in jwt.get_unverified_header(assertion)


@pytest.mark.parametrize("authentication", [POST, BASIC, key()])
def test_other_endpoints_get_the_same_proof(authentication: ClientAuthentication) -> None:
    code = {"device_code": "d", "user_code": "u", "expires_in": 900, "verification_uri": "http://127.0.0.1/activate"}
    with answering(Reply(), Reply(body=code)) as server:
        revoke(server.endpoint(authentication), server.discovery.revocation_endpoint, "rt-1")
        ask_device_code(server.endpoint(authentication), server.discovery, scope=(), audience=None)
    for asked in server.asked:
        proved = {"client_secret", "client_assertion"} & set(asked.form) or {"authorization"} & set(asked.headers)
        assert len(proved) == 1


@pytest.mark.parametrize(
    ("authentication", "says"),
    [
        (ClientAuthentication(method=ClientAuthMethod.POST), "client_secret_post needs"),
        (ClientAuthentication(method=ClientAuthMethod.BASIC, client_secret=""), "client_secret_basic needs"),
        (ClientAuthentication(method=ClientAuthMethod.PRIVATE_KEY_JWT), "private_key_jwt needs"),
        (key("ES256"), "signed with ES256"),
        (key("none"), "signed with none"),
        (key("HS256"), "signed with HS256"),
        (key(private_key=b"-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----\n"), "cannot be read"),
    ],
)
def test_nothing_is_sent_without_what_the_method_needs(authentication: ClientAuthentication, says: str) -> None:
    with answering() as server, pytest.raises(ConfigError, match=says) as caught:
        client_credentials(server.endpoint(authentication), audience=None)
    assert server.asked == []
    assert "canary" not in caught.value.message + caught.value.hint


def test_an_assertion_that_Auth0_would_find_too_long_is_not_sent() -> None:
    with pytest.raises(ConfigError, match="Auth0 takes 2048"):
        prove("https://t/", "c" * 900, key(), FORM, NOW)


def test_secrets_are_in_no_repr() -> None:
    assert "s3cr" not in repr(POST)
    assert "BEGIN" not in repr(key())
