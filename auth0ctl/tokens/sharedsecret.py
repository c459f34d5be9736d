"""What may not serve as a shared secret: whoever can guess it, or look it up, can make tokens.

There is no option to allow it all the same: a signature under such a secret proves nothing. standards.md section 3,
rows 10 to 17; RFC 7518 section 3.2 (at least the size of the hash); RFC 8725 section 3.5 (nothing memorable).
"""

MIN_BYTES = {"HS256": 32, "HS384": 48, "HS512": 64}

# Long enough, and public all the same: the secrets that jwt.io fills in for HS256, HS384 and HS512.
PUBLISHED = (
    b"a-string-secret-at-least-256-bits-long",
    b"a-valid-string-secret-that-is-at-least-384-bits-long",
    b"a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long",
)

# How a public key or certificate begins without its PEM lines: base64 of the DER of an RSA or EC key. Key confusion
# (CVE-2016-10555) needs nothing but such a text on both sides.
_BASE64_DER = (b"MII", b"MFkwEwYHKoZIzj0", b"MHYwEAYHKoZIzj0", b"MIGbMBAGByqGSM49")
_LONGEST_SECRET = 100  # bytes; Auth0's own client secrets have 64 characters, and the shortest such key has 124


def objection(secret: bytes, alg: str) -> str:
    """Why ``secret`` must not verify an ``alg`` (HS256, HS384, HS512) signature; empty where nothing forbids it."""
    if len(secret) < MIN_BYTES[alg]:
        return f"the secret has {len(secret)} bytes; {alg} needs at least {MIN_BYTES[alg]}"
    if secret in PUBLISHED:
        return "the secret is a published example"
    if len(set(secret)) == 1:
        return "the secret is one byte repeated"
    if len(secret) > _LONGEST_SECRET and secret.lstrip().startswith(_BASE64_DER):
        return "the secret is a public key or a certificate"
    return ""
