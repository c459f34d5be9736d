"""What auth0ctl signs, verified by a library that shares no code with it."""

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from joserfc import jwk, jws

from auth0ctl.errors import ConfigError
from auth0ctl.tokens.decode import decode
from auth0ctl.tokens.signing import new_ec_key, public_ec_jwk, sign

Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey
CLAIMS = {"iss": "c", "aud": "https://t/", "name": "ü"}
HEADER = {"typ": "JWT", "kid": "k"}
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(
    key: Private, form: serialization.PrivateFormat = serialization.PrivateFormat.PKCS8, secret: bytes = b""
) -> bytes:
    shut = serialization.BestAvailableEncryption(secret) if secret else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, form, shut)


@pytest.mark.parametrize("alg", ["RS256", "RS384", "PS256"])
@pytest.mark.parametrize("form", [serialization.PrivateFormat.PKCS8, serialization.PrivateFormat.TraditionalOpenSSL])
def test_an_RSA_signature_holds_elsewhere(alg: str, form: serialization.PrivateFormat) -> None:
    made = sign(HEADER, CLAIMS, pem(RSA, form), alg)
    assert jwt.decode(made, RSA.public_key(), algorithms=[alg], audience="https://t/") == CLAIMS
    assert jwt.get_unverified_header(made) == {**HEADER, "alg": alg}


def test_an_EC_signature_holds_elsewhere() -> None:
    key = new_ec_key()
    for _ in range(20):  # R and S with leading zeros now and then
        made = sign(HEADER, CLAIMS, key, "ES256")
        read = jws.deserialize_compact(made, jwk.ECKey.import_key({**public_ec_jwk(key)}), algorithms=["ES256"])
        assert len(decode(made).signature) == 64
        assert dict(read.headers()) == {**HEADER, "alg": "ES256"}


def test_the_algorithm_is_the_one_asked_for_whatever_the_header_says() -> None:
    made = sign({"alg": "none"}, CLAIMS, pem(RSA), "PS256")
    assert jwt.get_unverified_header(made)["alg"] == "PS256"


def test_our_own_strict_decoder_reads_it() -> None:
    read = decode(sign(HEADER, CLAIMS, pem(RSA), "RS256"))
    assert (read.claims, read.faults) == (CLAIMS, ())


def test_the_public_half_has_nothing_of_the_private_one() -> None:
    found = public_ec_jwk(new_ec_key())
    assert set(found) == {"kty", "crv", "x", "y"}
    assert (found["kty"], found["crv"], len(found["x"]), len(found["y"])) == ("EC", "P-256", 43, 43)


@pytest.mark.parametrize(
    ("key", "alg", "says"),
    [
        (pem(RSA), "HS256", "does not sign with HS256"),
        (pem(RSA), "none", "does not sign with none"),
        (pem(RSA), "RS512", "does not sign with RS512"),
        (pem(RSA), "ES256", "cannot be made with an RSA key"),
        (new_ec_key(), "RS256", "cannot be made with an EC key"),
        (pem(ec.generate_private_key(ec.SECP384R1())), "ES256", "EC key on secp384r1"),
        (pem(rsa.generate_private_key(public_exponent=65537, key_size=1024)), "RS256", "has 1024 bits"),
        (pem(ed25519.Ed25519PrivateKey.generate()), "RS256", "neither RSA nor EC"),
        (pem(RSA, secret=b"pass"), "RS256", "passphrase"),
        (b"", "RS256", "cannot be read"),
        (b"canary", "RS256", "cannot be read"),
        (b"-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----\n", "RS256", "cannot be read"),
    ],
)
def test_a_key_that_does_not_fit_is_refused(key: bytes, alg: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as caught:
        sign(HEADER, CLAIMS, key, alg)
    assert "canary" not in caught.value.message + caught.value.hint


def test_only_a_P256_key_has_an_EC_half() -> None:
    with pytest.raises(ConfigError, match="P-256"):
        public_ec_jwk(pem(RSA))
    with pytest.raises(ConfigError, match="P-256"):
        public_ec_jwk(pem(ec.generate_private_key(ec.SECP384R1())))
