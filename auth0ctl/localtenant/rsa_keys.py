"""Making RSA keys, from the operating system or from a tenant's own stream; imported when a key is made."""

from random import Random

from cryptography.hazmat.primitives.asymmetric import rsa

from auth0ctl.localtenant import chance

KEY_BITS = 2048
EXPONENT = 65537


def rsa_key() -> rsa.RSAPrivateKey:
    """A new RSA key of 2048 bits. From a seed it takes about a second: OpenSSL's own generator cannot be seeded."""
    source = chance.seeded()
    if source is None:
        return rsa.generate_private_key(public_exponent=EXPONENT, key_size=KEY_BITS)
    p, q = _prime(source), _prime(source)
    d = pow(EXPONENT, -1, (p - 1) * (q - 1))
    return rsa.RSAPrivateNumbers(
        p=p,
        q=q,
        d=d,
        dmp1=rsa.rsa_crt_dmp1(d, p),
        dmq1=rsa.rsa_crt_dmq1(d, q),
        iqmp=rsa.rsa_crt_iqmp(p, q),
        public_numbers=rsa.RSAPublicNumbers(EXPONENT, p * q),
    ).private_key()


_SMALL = [n for n in range(3, 4000, 2) if all(n % divisor for divisor in range(3, int(n**0.5) + 1, 2))]
_ROUNDS = 8  # of Miller and Rabin's test; at this size a composite number passes far less often than once in 2**100


def _prime(source: Random) -> int:
    bits = KEY_BITS // 2
    while True:
        # The two highest bits make the product of two primes exactly as long as the key has to be.
        candidate = source.getrandbits(bits) | 3 << bits - 2 | 1
        if all(candidate % small for small in _SMALL) and candidate % EXPONENT != 1 and _passes(candidate, source):
            return candidate


def _passes(candidate: int, source: Random) -> bool:
    """Miller and Rabin's test."""
    odd, twos = candidate - 1, 0
    while not odd % 2:
        odd, twos = odd // 2, twos + 1
    return all(_is_no_witness(source.randrange(2, candidate - 1), candidate, odd, twos) for _ in range(_ROUNDS))


def _is_no_witness(base: int, candidate: int, odd: int, twos: int) -> bool:
    power = pow(base, odd, candidate)
    if power in {1, candidate - 1}:
        return True
    for _ in range(twos - 1):
        power = power * power % candidate
        if power == candidate - 1:
            return True
    return False
