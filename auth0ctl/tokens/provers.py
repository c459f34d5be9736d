"""How a public key proves a signature: RFC 7518 sections 3.3 to 3.5, with cryptography's primitives."""

import hashlib
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from auth0ctl.tokens.jwks import EC_BYTES

# (content, signature) -> was the one made over the other by the key?
Prover = Callable[[bytes, bytes], bool]

CURVE = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
_HASHES: dict[str, tuple[Callable[[bytes], Any], hashes.HashAlgorithm]] = {
    "256": (hashlib.sha256, hashes.SHA256()),
    "384": (hashlib.sha384, hashes.SHA384()),
    "512": (hashlib.sha512, hashes.SHA512()),
}
# What stands before the hash in an RSA signature (RFC 8017 section 9.2, note 1).
_HASH_NAMED = {
    "256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "512": bytes.fromhex("3051300d060960864801650304020305000440"),
}


def prover_of(public: Any, alg: str) -> Prover:
    """The proof that a key (of cryptography) gives for an algorithm that fits it."""
    digest, algorithm = _HASHES[alg[2:]]
    hashed = utils.Prehashed(algorithm)  # hashlib hashes short content faster
    if alg in CURVE:
        return _ec_prover(public, digest, ec.ECDSA(hashed), EC_BYTES[CURVE[alg]])
    if alg.startswith("PS"):
        return _pss_prover(public, digest, hashed, padding.PSS(padding.MGF1(algorithm), algorithm.digest_size))
    return _rsa_prover(public, digest, _HASH_NAMED[alg[2:]])


def _rsa_prover(public: rsa.RSAPublicKey, digest: Callable[[bytes], Any], named: bytes) -> Prover:
    """RFC 8017 section 8.2.2: what was signed is taken out of the signature and compared with what it has to be."""
    size, shape = (public.key_size + 7) // 8, padding.PKCS1v15()

    def prove(content: bytes, signature: bytes) -> bool:
        if len(signature) != size:  # step 1: a zero in front could be left off or added
            return False
        try:
            signed = public.recover_data_from_signature(signature, shape, None)
        except (InvalidSignature, ValueError):
            return False
        return bool(signed == named + digest(content).digest())

    return prove


def _ec_prover(public: Any, digest: Callable[[bytes], Any], scheme: ec.ECDSA, size: int) -> Prover:
    def prove(content: bytes, signature: bytes) -> bool:
        if len(signature) != 2 * size:  # RFC 7518 section 3.4: R and S, each as long as the curve's numbers
            return False
        r, s = int.from_bytes(signature[:size]), int.from_bytes(signature[size:])
        try:
            public.verify(utils.encode_dss_signature(r, s), digest(content).digest(), scheme)
        except (InvalidSignature, ValueError):
            return False
        return True

    return prove


def _pss_prover(public: Any, digest: Callable[[bytes], Any], hashed: utils.Prehashed, shape: padding.PSS) -> Prover:
    def prove(content: bytes, signature: bytes) -> bool:
        try:
            public.verify(signature, digest(content).digest(), shape, hashed)
        except (InvalidSignature, ValueError):
            return False
        return True

    return prove
