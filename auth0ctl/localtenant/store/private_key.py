"""Reading a private key; imported when a token is signed or the key set is asked for."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


def read(pem: str) -> RSAPrivateKey:
    """Raises ``TypeError`` for a key of another kind."""
    # Our own key from our own 0600 file: the slow consistency check of the primes is left out.
    private = serialization.load_pem_private_key(pem.encode(), password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(private, RSAPrivateKey):
        raise TypeError("the signing key is not an RSA key")
    return private
