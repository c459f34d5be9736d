"""Fifty-two good tokens: thirteen shapes of ID and access token, each signed in the four ways that are verified."""

from dataclasses import dataclass, field, replace

from forge import API, AT, CLIENT, ISSUER, JSON, NOW, access_claims, ec_signer, hs256, id_claims, key_set, rsa_signer

from auth0ctl.model import Expected, TokenKind
from auth0ctl.tokens.jwks import KeySet
from auth0ctl.tokens.signature import read_keys

ALGORITHMS = ("RS256", "PS256", "ES256", "HS256")
SECRET = b"q8XbN2vT5zLw0RkYc7JmHs4PdGf6UaEe"
ID = Expected(kind=TokenKind.ID, at=AT, issuer=ISSUER, client_id=CLIENT, nonce="nonce-1")
ACCESS = Expected(kind=TokenKind.ACCESS, at=AT, issuer=ISSUER, audience=API)

SHAPES: tuple[tuple[Expected, str, JSON], ...] = (
    (ID, "JWT", id_claims()),
    (ID, "JWT", id_claims(azp=CLIENT)),
    (ID, "JWT", id_claims(aud=[CLIENT])),
    (ID, "JWT", id_claims(name="J\u00fcrgen \U0001f600", updated_at="2026-09-21T14:00:00.000Z")),
    (replace(ID, max_age=300), "JWT", id_claims(auth_time=NOW - 60, amr=["mfa"], acr="mfa")),
    (ID, "JWT", id_claims(**{"https://example.com/roles": ["admin", "reader"], "org_id": "org_1"})),
    (ACCESS, "JWT", access_claims()),
    (ACCESS, "JWT", access_claims(aud=API, scope=None, permissions=None)),
    (ACCESS, "at+jwt", access_claims(azp=None, client_id=CLIENT, jti="j-1")),
    (ACCESS, "JWT", access_claims(aud=API, sub="m2m@clients", azp="m2m", gty="client-credentials")),
    (replace(ACCESS, require_scopes=("read:items",)), "JWT", access_claims(permissions=None)),
    (replace(ACCESS, require_permissions=("read:items",)), "JWT", access_claims(scope="openid")),
    (replace(ACCESS, client_id=CLIENT), "JWT", access_claims(cnf={"jkt": "x" * 43}, nbf=NOW - 60)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """A token that is accepted for ``expected``, with the keys or the secret that prove it."""

    text: str = field(repr=False)
    expected: Expected
    keys: KeySet | None
    secret: bytes | None = field(repr=False)


def make_good() -> tuple[Good, ...]:
    """All of them, under fresh keys."""
    rsa, curve = rsa_signer(), ec_signer()
    published = key_set({name: value for name, value in rsa.jwk.items() if name != "alg"}, curve)
    keys = read_keys(published)
    made: list[Good] = []
    for expected, typ, claims in SHAPES:
        for alg in ALGORITHMS:
            if alg == "HS256":
                text = hs256(claims, SECRET, typ=typ)
            else:
                text = (curve if alg == "ES256" else rsa).sign(claims, alg=alg, typ=typ)
            shared = alg == "HS256"
            wanted = replace(expected, algs=(alg,))
            made.append(
                Good(text=text, expected=wanted, keys=None if shared else keys, secret=SECRET if shared else None)
            )
    return tuple(made)
