"""Signing a JWT of our own: a client assertion (RFC 7523), a DPoP proof (RFC 9449). Keys are PEM, algorithms a few.

What is signed here proves who we are; nothing here verifies. RFC 7515 section 5.1, RFC 7518 sections 3.3 to 3.5.
"""

import json
from base64 import urlsafe_b64encode

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from auth0ctl.errors import ConfigError
from auth0ctl.protocol import JSONObject

RSA_HASHES: dict[str, hashes.HashAlgorithm] = {
    "RS256": hashes.SHA256(),
    "RS384": hashes.SHA384(),
    "PS256": hashes.SHA256(),
}
ALGORITHMS = (*RSA_HASHES, "ES256")
SMALLEST_RSA = 2048  # bits; RFC 7518 section 3.3


def sign(header: JSONObject, claims: JSONObject, private_key_pem: bytes, alg: str) -> str:
    """A signed JWT in compact form. ``header`` gets its ``alg``; ``alg`` is RS256, RS384, PS256 or ES256.

    Raises ConfigError for another algorithm, and for a key that cannot be read or does not fit it.
    """
    if alg not in ALGORITHMS:
        raise ConfigError(f"auth0ctl does not sign with {alg}", f"Choose one of: {', '.join(ALGORITHMS)}.")
    key = read_private_key(private_key_pem)
    content = f"{_segment({**header, 'alg': alg})}.{_segment(claims)}".encode()
    return f"{content.decode()}.{encode(_signature(key, content, alg))}"


def read_private_key(pem: bytes) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    """The key in a PEM text. Raises ConfigError, whose message repeats nothing of it."""
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except TypeError:
        raise ConfigError(
            "the private key is protected by a passphrase", "Give the key without one: `openssl pkey -in FILE`."
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        raise ConfigError(
            "the private key cannot be read", "Give a PEM file that begins with -----BEGIN PRIVATE KEY-----."
        ) from None
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise ConfigError("the private key is neither RSA nor EC")
    return key


def new_ec_key() -> bytes:
    """A new P-256 private key as PEM (PKCS #8)."""
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_ec_jwk(private_key_pem: bytes) -> dict[str, str]:
    """The public half of a P-256 key as a JWK (RFC 7518 section 6.2.1). Raises ConfigError for any other key."""
    key = read_private_key(private_key_pem)
    if not (isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)):
        raise ConfigError("the private key is not an EC key on the curve P-256")
    numbers = key.public_key().public_numbers()
    return {"crv": "P-256", "kty": "EC", "x": encode(numbers.x.to_bytes(32)), "y": encode(numbers.y.to_bytes(32))}


def encode(raw: bytes) -> str:
    """Base64url without padding (RFC 7515 section 2)."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _segment(value: JSONObject) -> str:
    return encode(json.dumps(value, separators=(",", ":")).encode())


def _signature(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, content: bytes, alg: str) -> bytes:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        if alg != "ES256" or not isinstance(key.curve, ec.SECP256R1):
            raise ConfigError(f"{alg} cannot be made with an EC key on {key.curve.name}")
        r, s = utils.decode_dss_signature(key.sign(content, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)  # RFC 7518 section 3.4: not DER
    if alg == "ES256":
        raise ConfigError("ES256 cannot be made with an RSA key")
    if key.key_size < SMALLEST_RSA:
        raise ConfigError(f"the RSA key has {key.key_size} bits; {SMALLEST_RSA} is the least")
    algorithm = RSA_HASHES[alg]
    if alg.startswith("PS"):
        shape = padding.PSS(mgf=padding.MGF1(algorithm), salt_length=algorithm.digest_size)
        return key.sign(content, shape, algorithm)
    return key.sign(content, padding.PKCS1v15(), algorithm)
