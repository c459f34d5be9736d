"""What only an ID token must satisfy: I01, I02, I04 to I09 and I14. OIDC Core 3.1.3.7, 3.2.2.11 and 3.3.2.12."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from typing import Any

from auth0ctl.model import Expected, Token
from auth0ctl.protocol import JSONObject
from auth0ctl.tokens.lines import FAIL, PASS, SKIP, Line
from auth0ctl.tokens.times import number
from auth0ctl.words import duration, shown

SLOW_LOGIN = 600  # seconds: an ID token this old at login is unusual
STALE_LOGIN = 604_800  # seconds: a week old at login is a replay


def lines(token: Token, expected: Expected) -> tuple[Line, ...]:
    """The ten lines of an ID token; a line without something to hold the claim against is skipped, and says so."""
    claims = token.claims
    return (
        _issuer(claims, expected),
        _party(claims, expected),
        _algorithm(token, expected),
        _nonce(claims, expected),
        _max_age(claims, expected),
        _acr(claims, expected),
        _at_hash(token, expected),
        _c_hash(token, expected),
        _s_hash(token, expected),
        _age(claims, expected),
    )


def half_hash(alg: Any, text: str) -> str | None:
    """OIDC Core 3.1.3.6: the left half of the algorithm's hash of ``text``, base64url; None for an unknown ``alg``."""
    if not isinstance(alg, str) or alg[:2] not in {"RS", "PS", "ES", "HS"} or alg[2:] not in {"256", "384", "512"}:
        return None
    digest = hashlib.new(f"sha{alg[2:]}", text.encode("utf-8", "replace")).digest()
    return urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()


def _issuer(claims: JSONObject, expected: Expected) -> Line:
    if expected.issuer is None:
        return "I01", "issuer asked", SKIP, "it is not known where the login was sent"
    if claims.get("iss") == expected.issuer:
        return "I01", "issuer asked", PASS, "the issuer that the login was sent to"
    return "I01", "issuer asked", FAIL, f"the login was sent to {shown(expected.issuer)}"


def _party(claims: JSONObject, expected: Expected) -> Line:
    client_id, aud, azp = expected.client_id, claims.get("aud"), claims.get("azp")
    if client_id is None:
        return "I02", "client", SKIP, "no client id to hold it against"
    if isinstance(aud, list) and (foreign := [one for one in aud if one != client_id]):
        return "I02", "client", FAIL, f"aud also names {shown(foreign)}, which is not this client"
    if isinstance(aud, list) and len(aud) > 1 and azp is None:
        return "I02", "client", FAIL, "aud has several values, and there is no azp to say which one asked"
    if azp is not None and azp != client_id:
        return "I02", "client", FAIL, f"issued to {shown(azp)}, expected {shown(client_id)}"
    if aud not in (client_id, [client_id]):
        return "I02", "client", FAIL, f"meant for {shown(aud)}, expected {shown(client_id)}"
    return "I02", "client", PASS, client_id


def _algorithm(token: Token, expected: Expected) -> Line:
    alg = token.header.get("alg")
    if alg in expected.algs:
        return "I04", "client's algorithm", PASS, lambda: shown(alg)
    return "I04", "client's algorithm", FAIL, f"{shown(alg)}, the client's is {', '.join(expected.algs)}"


def _nonce(claims: JSONObject, expected: Expected) -> Line:
    nonce, sent = claims.get("nonce"), expected.nonce
    if sent is None:
        if "nonce" not in claims:
            return "I05", "nonce", SKIP, "none was sent, and none came"
        if expected.at_login:
            return "I05", "nonce", FAIL, "the token answers a nonce that was not sent"
        return "I05", "nonce", SKIP, "the nonce that was sent is not known"
    if not isinstance(nonce, str) or not nonce:
        return "I05", "nonce", FAIL, "one was sent, and the token has none"
    same = hmac.compare_digest(nonce.encode("utf-8", "replace"), sent.encode("utf-8", "replace"))
    return "I05", "nonce", PASS if same else FAIL, "the one that was sent" if same else "not the one that was sent"


def _max_age(claims: JSONObject, expected: Expected) -> Line:
    if expected.max_age is None:
        return "I06", "login age", SKIP, "no max_age was asked for"
    authenticated = claims.get("auth_time")
    if isinstance(authenticated, bool) or not isinstance(authenticated, int) or number(authenticated) is None:
        return "I06", "login age", FAIL, f"max_age was asked for, and auth_time is {shown(authenticated)}"
    age = expected.at.timestamp() - authenticated
    good = -expected.leeway <= age <= expected.max_age + expected.leeway
    when = f"{duration(age)} {'ago' if age >= 0 else 'in the future'}"
    return "I06", "login age", PASS if good else FAIL, f"the user logged in {when}, max_age {expected.max_age} s"


def _acr(claims: JSONObject, expected: Expected) -> Line:
    if not expected.acr:
        return "I07", "acr", SKIP, "no acr was asked for"
    acr = claims.get("acr")
    status = PASS if acr in expected.acr else FAIL
    return "I07", "acr", status, f"{shown(acr)}, asked for {', '.join(expected.acr)}"


def _at_hash(token: Token, expected: Expected) -> Line:
    required = expected.at_hash_required
    return _half_hash(token, "I08", "at_hash", expected.access_token, "access token", required=required)


def _c_hash(token: Token, expected: Expected) -> Line:
    return _half_hash(token, "I09", "c_hash", expected.code, "code", required=expected.c_hash_required)


def _s_hash(token: Token, expected: Expected) -> Line:
    # FAPI 1.0 part 2 section 5.1; Auth0 sends none, so that it is never required.
    return _half_hash(token, "I09", "s_hash", expected.state, "state", required=False)


def _half_hash(token: Token, id_: str, name: str, text: str | None, what: str, *, required: bool) -> Line:
    """The claim ``name`` against the half hash of ``text``, which is ``what`` came beside the token."""
    stated = token.claims.get(name)
    if name not in token.claims:
        if required:
            return id_, name, FAIL, f"the {what} came beside it, and there is no {name}"
        return id_, name, SKIP, "the token has none, and none is required"
    if not isinstance(stated, str) or not stated:
        return id_, name, FAIL, f"{name} {shown(stated)} is not a hash"
    if text is None:
        if required:
            return id_, name, FAIL, f"there is a {name}, and no {what} to compare it with"
        return id_, name, SKIP, f"no {what} to compare it with"
    computed = half_hash(token.header.get("alg"), text)
    if computed is None:
        return id_, name, FAIL, f"no hash is defined for {shown(token.header.get('alg'))}"
    if hmac.compare_digest(computed.encode(), stated.encode("utf-8", "replace")):
        return id_, name, PASS, f"that of the {what}"
    return id_, name, FAIL, f"not that of this {what}"


def _age(claims: JSONObject, expected: Expected) -> Line:
    issued = number(claims.get("iat"))
    if not expected.at_login:
        return "I14", "age at login", SKIP, "only judged when the token has just come from a login"
    if issued is None:
        return "I14", "age at login", SKIP, "there is no iat to tell"
    age = expected.at.timestamp() - issued
    if age > STALE_LOGIN:
        return "I14", "age at login", FAIL, f"issued {duration(age)} before it arrived"
    slow = ", which is unusually long" if age > SLOW_LOGIN else ""
    return "I14", "age at login", PASS, f"issued {duration(max(age, 0))} before it arrived{slow}"
