"""Is the token signed by one of these keys? Cryptography's primitives on the pieces that the strict decoder read.

``jwt.decode`` is not used: it accepts what the decoder refuses. Header members jwk, jku, x5u, x5c and x5t never supply,
select or fetch a key (V03). Requirements V01, V02, V03, V08 to V11 and I03; RFC 7515 section 5.2, RFC 8725 section 3.

Everything that the header and the keys decide is judged first (``choose``), so that many tokens with one header share
it; what is left for each token is the signature itself (``prove``).
"""

from dataclasses import dataclass, field, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from auth0ctl.findings import Check
from auth0ctl.lookup import load
from auth0ctl.model import Token, TokenForm
from auth0ctl.protocol import JSONObject
from auth0ctl.tokens import base64url
from auth0ctl.tokens.jwks import EC_BYTES, PUBLIC_MEMBERS, Key, KeySet, members, objection, twice_named
from auth0ctl.tokens.lines import FAIL, PASS, SKIP, Line, told
from auth0ctl.tokens.provers import CURVE, Prover, prover_of

IGNORED_HEADERS = ("jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256")

_FAMILY = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
    **dict.fromkeys(("HS256", "HS384", "HS512"), "oct"),
}
_CURVES: dict[str, ec.EllipticCurve] = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a header and a key set decide together: their lines, and the key's proof; None where there is no key.

    ``untried`` says why there is none. ``alg`` is empty where the header has none that may be used.
    """

    lines: tuple[Line, ...]
    alg: str = ""
    prover: Prover | None = field(repr=False, default=None)
    untried: str = ""


def read_keys(document: bytes) -> KeySet:
    """The key set in a JWKS document. A member of an unknown type is left out with a note; ``oct`` always is (V02).

    Raises TenantError where the document as a whole is not a key set (see ``jwks.members``).
    """
    found = members(document)
    twice = twice_named(tuple(jwk for jwk in found if jwk.get("kty") in ("RSA", "EC")))
    keys: list[Key] = []
    notes: list[str] = []
    for jwk in found:
        kty = jwk.get("kty")
        if not isinstance(kty, str) or kty not in PUBLIC_MEMBERS:
            notes.append(f"left out a key of type {str(kty)[:20]!a}: " + _why_left_out(kty))
            continue
        keys.append(_read_key(jwk, kty, twice))
    return KeySet(keys=tuple(keys), notes=tuple(notes))


def _why_left_out(kty: Any) -> str:
    return "a shared secret has no place in a public key set" if kty == "oct" else "not RSA or EC"


def _read_key(jwk: JSONObject, kty: str, twice: frozenset[str]) -> Key:
    refused, public = objection(jwk), None
    if not refused and jwk.get("kid") in twice:
        refused = "another key of the set has the same kid"
    if not refused:
        # Only the public members: a private key that slipped into a document is never built.
        parts = {name: jwk[name] for name in ("kty", "crv", *PUBLIC_MEMBERS[kty]) if name in jwk}
        try:
            public = _public_key(parts)
        except (ValueError, TypeError, OverflowError):
            refused = "its numbers make no key (a point off its curve, or an impossible exponent)"
    kid, alg, crv = (value if isinstance(value := jwk.get(name), str) else None for name in ("kid", "alg", "crv"))
    return Key(kid=kid, kty=kty, alg=alg, crv=crv, public=public, refused=refused)


def _public_key(jwk: JSONObject) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    first, second = (int.from_bytes(base64url.read(jwk[name])) for name in PUBLIC_MEMBERS[jwk["kty"]])
    return _from_numbers(jwk["crv"] if jwk["kty"] == "EC" else None, first, second)


def _from_numbers(crv: str | None, first: int, second: int) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey:
    if crv is None:
        return rsa.RSAPublicNumbers(n=first, e=second).public_key()
    return ec.EllipticCurvePublicNumbers(first, second, _CURVES[crv]).public_key()


def packed(keys: KeySet) -> KeySet:
    """The same set for another process: each key object as its numbers."""
    return replace(keys, keys=tuple(replace(key, public=_numbers(key.public)) for key in keys.keys))


def unpacked(keys: KeySet) -> KeySet:
    """What ``packed`` packed, with key objects again."""
    return replace(keys, keys=tuple(_unpacked(key) for key in keys.keys))


def _unpacked(key: Key) -> Key:
    # An RSA member may carry a stray crv; its type decides.
    crv = key.crv if key.kty == "EC" else None
    return replace(key, public=None if key.public is None else _from_numbers(crv, *key.public))


def _numbers(public: Any) -> tuple[int, int] | None:
    if public is None:
        return None
    numbers = public.public_numbers()
    return (numbers.n, numbers.e) if isinstance(numbers, rsa.RSAPublicNumbers) else (numbers.x, numbers.y)


def check(token: Token, keys: KeySet | None, algs: tuple[str, ...], secret: bytes | None = None) -> tuple[Check, ...]:
    """Every line about the signature: pass, fail, or skipped with the reason. Never raises.

    ``algs`` is the caller's allow-list, fixed before the header is read. ``secret`` (bytes) allows HS256 and then
    nothing else. ``keys`` is None where no key set could be had: the signature then fails, for nothing was checked.
    """
    return told(lines(token, choose(token, keys, algs, secret)))


def lines(token: Token, choice: Choice) -> tuple[Line, ...]:
    """The lines of ``check``, not yet put into words."""
    return *choice.lines, prove(token, choice)


def choose(token: Token, keys: KeySet | None, algs: tuple[str, ...], secret: bytes | None = None) -> Choice:
    """Which key, if any, may prove this token: looks at its form and header and at nothing else of it."""
    if token.form is not TokenForm.JWS or not token.header:
        reason = "not a signed JWT" if token.form is not TokenForm.JWS else "the header could not be read"
        return Choice(lines=_skipped(_NAMES, reason), untried=reason)
    alg = token.header.get("alg")
    refused = _refuse_algorithm(alg, algs, secret)
    first: tuple[Line, ...] = (
        ("V01", "algorithm", FAIL if refused else PASS, refused or f"{alg}, as allowed"),
        ("V03", "header keys", PASS, _ignored(token.header)),
    )
    if refused:
        reason = "the algorithm is refused"
        return Choice(lines=(*first, *_skipped(_NAMES[2:], reason)), untried=reason)
    if secret is not None:
        return _choose_secret(first, str(alg), secret)
    return _choose_key(first, token.header.get("kid"), str(alg), keys)


def prove(token: Token, choice: Choice) -> Line:
    """The signature itself."""
    if choice.prover is None:
        return "crypto", "signature", SKIP, choice.untried
    if not token.signature:
        return "crypto", "signature", FAIL, "there is no signature to check"
    if choice.prover(token.signing_input, token.signature):
        return "crypto", "signature", PASS, lambda: f"sig ({len(token.signature)} B) is the issuer's, {choice.alg}"
    size = len(token.signature)
    return "crypto", "signature", FAIL, f"sig ({size} B) was not made over this content by this key"


_NAMES = (
    ("V01", "algorithm"),
    ("V03", "header keys"),
    ("V11", "key set"),
    ("V08", "key id"),
    ("V09", "key choice"),
    ("V02", "key family"),
    ("V10", "key strength"),
)


def _skipped(names: tuple[tuple[str, str], ...], reason: str) -> tuple[Line, ...]:
    return tuple((id_, title, SKIP, reason) for id_, title in names)


def _refuse_algorithm(alg: Any, algs: tuple[str, ...], secret: bytes | None) -> str:
    families = {_FAMILY.get(one, "") for one in algs}
    allowed = ", ".join(algs) or "none"
    if not isinstance(alg, str):
        return f"the header names no algorithm; allowed: {allowed}"
    if alg not in algs:
        return f"{alg!a} is not allowed; allowed: {allowed}"
    if alg not in _FAMILY:
        return f"{alg!a} is not an algorithm that auth0ctl verifies"
    if "oct" in families and len(families) > 1:
        return "a shared secret and public keys are never allowed in one call"
    if (_FAMILY[alg] == "oct") is not (secret is not None):
        return "HS256 needs the secret, and a secret allows nothing but HS256"
    return ""


def _ignored(header: JSONObject) -> str:
    present = [name for name in IGNORED_HEADERS if name in header]
    return f"{', '.join(present)} ignored (untrusted): keys come from the issuer alone" if present else "none offered"


def _choose_secret(first: tuple[Line, ...], alg: str, secret: bytes) -> Choice:
    weak: str = load("auth0ctl.tokens.hs256:objection")(secret, alg)
    lines: tuple[Line, ...] = (
        *first,
        *_skipped(_NAMES[2:5], "a shared secret is used, no key set"),
        ("V02", "key family", PASS, "one shared secret"),
        ("V10", "key strength", FAIL if weak else PASS, weak or f"{len(secret)} bytes"),
    )
    if weak:
        return Choice(lines=lines, untried="not tried: the secret is refused")
    return Choice(lines=lines, alg=alg, prover=load("auth0ctl.tokens.hs256:prover")(secret, alg))


def _choose_key(first: tuple[Line, ...], kid: Any, alg: str, keys: KeySet | None) -> Choice:
    if keys is None:
        missing: Line = ("V11", "key set", FAIL, "no key set at hand, so the signature could not be checked")
        reason = "no key set at hand"
        return Choice(lines=(*first, missing, *_skipped(_NAMES[3:], reason)), untried=reason)
    held = "; ".join((f"{len(keys.keys)} key{'' if len(keys.keys) == 1 else 's'}", *keys.notes))
    named: tuple[Line, ...]
    if kid is None:
        found = tuple(key for key in keys.keys if not (key.refused or _wrong_family(key, alg)))
        chosen = f"no kid; {len(found)} keys of the set fit, exactly one is needed"
        named = (
            ("V08", "key id", SKIP, "the header has no kid"),
            ("V09", "key choice", PASS if len(found) == 1 else FAIL, chosen),
        )
    else:
        found = keys.named(kid) if isinstance(kid, str) else ()
        known = f"{kid!a} is in the key set" if found else f"{kid!a} is not in the key set"
        named = (
            ("V08", "key id", PASS if found else FAIL, known[:320]),
            ("V09", "key choice", PASS if found else SKIP, "by kid"),
        )
    lines = (*first, ("V11", "key set", PASS, held), *named)
    if not found or (kid is None and len(found) != 1):
        return Choice(lines=(*lines, *_skipped(_NAMES[5:], "no key to judge")), untried="not tried: no key for it")
    key = found[0]
    lines = (*lines, *_judge_key(key, alg))
    if key.refused or _wrong_family(key, alg):
        return Choice(lines=lines, untried="not tried: the key is refused")
    return Choice(lines=lines, alg=alg, prover=prover_of(key.public, alg))


def _wrong_family(key: Key, alg: str) -> str:
    if key.kty != _FAMILY[alg]:
        return f"the key is {key.kty}, {alg} needs {_FAMILY[alg]}"
    if key.alg not in (None, alg):
        return f"the key is for {key.alg!a}, the token says {alg}"
    if alg in CURVE and key.crv != CURVE[alg]:
        return f"the key is on {key.crv}, {alg} needs {CURVE[alg]}"
    return ""


def _judge_key(key: Key, alg: str) -> tuple[Line, ...]:
    wrong = _wrong_family(key, alg)
    size = f"{EC_BYTES[key.crv] * 8} bits" if key.crv in EC_BYTES else f"RSA, {getattr(key.public, 'key_size', 0)} bits"
    return (
        ("V02", "key family", FAIL if wrong else PASS, wrong or f"{key.kty} for {alg}"),
        ("V10", "key strength", FAIL if key.refused else PASS, key.refused or size),
    )
