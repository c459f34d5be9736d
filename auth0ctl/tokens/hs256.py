"""HS256, HS384 and HS512: a shared secret instead of a key set. The only importer of PyJWT.

PyJWT is imported when a secret is given, and not before: its package costs more than all else that a verification
imports, and RSA and EC signatures need nothing of it. What it knows best is which texts are no secrets.
"""

from collections.abc import Callable

from jwt.algorithms import get_default_algorithms
from jwt.exceptions import InvalidKeyError

from auth0ctl.tokens import sharedsecret

_ALGORITHMS = get_default_algorithms()


def objection(secret: bytes, alg: str) -> str:
    """Why ``secret`` must not be used for ``alg``; empty where nothing forbids it."""
    if weak := sharedsecret.objection(secret, alg):
        return weak
    try:
        _ALGORITHMS[alg].prepare_key(secret)
    except InvalidKeyError:
        return "the secret is a public key, a certificate or a JWK"  # key confusion, CVE-2016-10555
    return ""


def prover(secret: bytes, alg: str) -> Callable[[bytes, bytes], bool]:
    """The function that tells whether a signature was made over a content with this secret."""
    algorithm = _ALGORITHMS[alg]
    return lambda content, signature: algorithm.verify(content, secret, signature)
