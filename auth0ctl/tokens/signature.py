"""Is the token signed by one of these keys? PyJWT's algorithm objects on the pieces that the strict decoder read.

``jwt.decode`` is not used: it accepts what the decoder refuses. Header members jwk, jku, x5u, x5c and x5t never supply,
select or fetch a key (V03). Requirements V01, V02, V03, V08 to V11 and I03; RFC 7515 section 5.2, RFC 8725 section 3.
"""

from typing import Any

from jwt import algorithms
from jwt.exceptions import InvalidKeyError, PyJWTError

from auth0ctl.findings import Check, Status
from auth0ctl.model import JSONObject, Token, TokenForm
from auth0ctl.tokens import sharedsecret
from auth0ctl.tokens.jwks import EC_BYTES, PUBLIC_MEMBERS, Key, KeySet, members, objection, twice_named

IGNORED_HEADERS = ("jwk", "jku", "x5u", "x5c", "x5t", "x5t#S256")

_FAMILY = {
    **dict.fromkeys(("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), "RSA"),
    **dict.fromkeys(("ES256", "ES384", "ES512"), "EC"),
    **dict.fromkeys(("HS256", "HS384", "HS512"), "oct"),
}
_CURVE = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
_READERS: dict[str, Any] = {"RSA": algorithms.RSAAlgorithm.from_jwk, "EC": algorithms.ECAlgorithm.from_jwk}
_ALGORITHMS = algorithms.get_default_algorithms()


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
            public = _READERS[kty](parts)
        except (PyJWTError, ValueError, TypeError, OverflowError):
            refused = "its numbers make no key (a point off its curve, or an impossible exponent)"
    kid, alg, crv = (value if isinstance(value := jwk.get(name), str) else None for name in ("kid", "alg", "crv"))
    return Key(kid=kid, kty=kty, alg=alg, crv=crv, public=public, refused=refused)


def check(token: Token, keys: KeySet | None, algs: tuple[str, ...], secret: bytes | None = None) -> tuple[Check, ...]:
    """Every line about the signature: pass, fail, or skipped with the reason. Never raises.

    ``algs`` is the caller's allow-list, fixed before the header is read. ``secret`` (bytes) allows HS256 and then
    nothing else. ``keys`` is None where no key set could be had: the signature then fails, for nothing was checked.
    """
    if token.form is not TokenForm.JWS or not token.header:
        reason = "not a signed JWT" if token.form is not TokenForm.JWS else "the header could not be read"
        return tuple(_line(*line, Status.SKIP, reason) for line in _ALL)
    alg = token.header.get("alg")
    refused = _refuse_algorithm(alg, algs, secret)
    first = [
        _line("V01", "algorithm", Status.FAIL if refused else Status.PASS, refused or f"{alg}, as allowed"),
        _line("V03", "header keys", Status.PASS, _ignored(token.header)),
    ]
    if refused:
        return *first, *(_line(*line, Status.SKIP, "the algorithm is refused") for line in _ALL[2:])
    if secret is not None:
        return *first, *_check_secret(token, str(alg), secret)
    return *first, *_check_keys(token, str(alg), keys)


_ALL = (
    ("V01", "algorithm"),
    ("V03", "header keys"),
    ("V11", "key set"),
    ("V08", "key id"),
    ("V09", "key choice"),
    ("V02", "key family"),
    ("V10", "key strength"),
    ("crypto", "signature"),
)


def _line(id_: str, title: str, status: Status, detail: str) -> Check:
    return Check(id=id_, title=title, status=status, detail=detail)


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


def _check_secret(token: Token, alg: str, secret: bytes) -> tuple[Check, ...]:
    weak = sharedsecret.objection(secret, alg)
    algorithm = _ALGORITHMS[alg]
    if not weak:
        try:
            algorithm.prepare_key(secret)
        except InvalidKeyError:
            weak = "the secret is a public key, a certificate or a JWK"  # key confusion, CVE-2016-10555
    skipped = tuple(_line(*line, Status.SKIP, "a shared secret is used, no key set") for line in _ALL[2:5])
    family = _line("V02", "key family", Status.PASS, "one shared secret")
    if weak:
        return *skipped, family, _line("V10", "key strength", Status.FAIL, weak), _not_tried("the secret is refused")
    strength = _line("V10", "key strength", Status.PASS, f"{len(secret)} bytes")
    return *skipped, family, strength, _verify(token, algorithm, secret, alg)


def _not_tried(reason: str) -> Check:
    return _line("crypto", "signature", Status.SKIP, f"not tried: {reason}")


def _check_keys(token: Token, alg: str, keys: KeySet | None) -> tuple[Check, ...]:
    if keys is None:
        lines = [_line("V11", "key set", Status.FAIL, "no key set at hand, so the signature could not be checked")]
        return *lines, *(_line(*line, Status.SKIP, "no key set at hand") for line in _ALL[3:])
    held = "; ".join((f"{len(keys.keys)} key{'' if len(keys.keys) == 1 else 's'}", *keys.notes))
    lines = [_line("V11", "key set", Status.PASS, held)]
    kid = token.header.get("kid")
    if kid is None:
        lines.append(_line("V08", "key id", Status.SKIP, "the header has no kid"))
        found = tuple(key for key in keys.keys if key.kty == _FAMILY[alg] and not _unfit(key, alg))
        chosen = f"no kid; {len(found)} keys of the set fit, exactly one is needed"
        lines.append(_line("V09", "key choice", Status.PASS if len(found) == 1 else Status.FAIL, chosen))
    else:
        found = keys.named(kid) if isinstance(kid, str) else ()
        known = f"{kid!a} is in the key set" if found else f"{kid!a} is not in the key set"
        lines.append(_line("V08", "key id", Status.PASS if found else Status.FAIL, known[:320]))
        lines.append(_line("V09", "key choice", Status.PASS if found else Status.SKIP, "by kid"))
    if not found or (kid is None and len(found) != 1):
        skipped = (_line(*line, Status.SKIP, "no key to judge") for line in _ALL[5:7])
        return *lines, *skipped, _not_tried("no key for it")
    return *lines, *_judge_key(token, alg, found[0])


def _unfit(key: Key, alg: str) -> str:
    return key.refused or _wrong_family(key, alg)


def _wrong_family(key: Key, alg: str) -> str:
    if key.kty != _FAMILY[alg]:
        return f"the key is {key.kty}, {alg} needs {_FAMILY[alg]}"
    if key.alg not in (None, alg):
        return f"the key is for {key.alg!a}, the token says {alg}"
    if alg in _CURVE and key.crv != _CURVE[alg]:
        return f"the key is on {key.crv}, {alg} needs {_CURVE[alg]}"
    return ""


def _judge_key(token: Token, alg: str, key: Key) -> tuple[Check, ...]:
    wrong = _wrong_family(key, alg)
    size = f"{EC_BYTES[key.crv] * 8} bits" if key.crv in EC_BYTES else f"RSA, {getattr(key.public, 'key_size', 0)} bits"
    family = _line("V02", "key family", Status.FAIL if wrong else Status.PASS, wrong or f"{key.kty} for {alg}")
    strength = _line("V10", "key strength", Status.FAIL if key.refused else Status.PASS, key.refused or size)
    if wrong or key.refused:
        return family, strength, _not_tried("the key is refused")
    return family, strength, _verify(token, _ALGORITHMS[alg], key.public, alg)


def _verify(token: Token, algorithm: Any, key: Any, alg: str) -> Check:
    if not token.signature:
        return _line("crypto", "signature", Status.FAIL, "there is no signature to check")
    try:
        good = algorithm.verify(token.signing_input, key, token.signature)
    except (PyJWTError, ValueError, TypeError):
        good = False
    size = f"sig ({len(token.signature)} B)"
    if good:
        return _line("crypto", "signature", Status.PASS, f"{size} is the issuer's, {alg}")
    return _line("crypto", "signature", Status.FAIL, f"{size} was not made over this content by this key")
