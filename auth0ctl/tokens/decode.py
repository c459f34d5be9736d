"""Read a token strictly, verify nothing. Never raises, imports the standard library only.

Requirements V01 (``alg`` is a string), V04 to V08 and V19: every objection is listed in ``Token.faults``, and what can
be read safely is still shown. Sources: RFC 7515, RFC 7519, RFC 8725; auth0-facts/tokens.md sections 2 to 6.
"""

from typing import Any

from auth0ctl.model import Fault, Token, TokenForm, TokenKind
from auth0ctl.protocol import JSONObject
from auth0ctl.tokens import base64url, strictjson
from auth0ctl.tokens.kinds import classify
from auth0ctl.tokens.wrapping import REFRESH_TOKEN, name_it, unwrap

MAX_TOKEN = 64 * 1024  # characters
MAX_HEADER = 8 * 1024  # bytes
MAX_KID = 256  # characters
REFUSED_HEADERS = ("crit", "b64", "zip", "cty")  # V04: no Auth0 profile uses them, each has been an attack

_JWS_PARTS, _JWE_PARTS = 3, 5


def decode(text: str) -> Token:
    """Read ``text`` as a token. What is wrong with it is in ``faults`` and ``note``; nothing is ever raised."""
    if len(text) > MAX_TOKEN:
        sentence = f"The token has {len(text)} characters; more than {MAX_TOKEN} are refused unread."
        return Token(
            text=text,
            form=TokenForm.OTHER,
            kind=TokenKind.UNKNOWN,
            kind_reason="It was not read.",
            note="This is too long to be a token.",
            faults=(Fault(id="V07", sentence=sentence),),
        )
    inner, wrapping = unwrap(text)
    faults = [Fault(id="V05", sentence=sentence) for sentence in wrapping]
    note = " ".join(wrapping)
    parts = inner.split(".")
    if len(parts) == _JWS_PARTS and (inner.startswith("e") or not _is_named(inner)):
        return _read_jws(text, parts, faults, note)
    if len(parts) == _JWE_PARTS:
        return _read_jwe(text, parts, faults, note)
    if inner.startswith("eyJ"):
        sentence = f"A signed token has {_JWS_PARTS} parts with dots between; this has {len(parts)}."
        faults.append(Fault(id="V05", sentence=sentence))
        return _read_broken(text, parts[0], faults, f"{note} This is a piece of a token, or two run together.".strip())
    return _read_unstructured(text, inner, faults, note)


def _is_named(text: str) -> bool:
    opaque, sentence = name_it(text)
    return not opaque and sentence != "This is text, not a token."


def _read_jws(text: str, parts: list[str], faults: list[Fault], note: str) -> Token:
    header = _read_header(parts[0], faults)
    claims = _read_object("payload", parts[1], faults)
    signature = _read_part("signature", parts[2], faults)
    kind, reason = classify(header, claims)
    return Token(
        text=text,
        form=TokenForm.JWS,
        kind=kind,
        kind_reason=reason,
        note=note,
        header=header,
        claims=claims,
        signing_input=f"{parts[0]}.{parts[1]}".encode("utf-8", "replace"),
        signature=signature,
        faults=tuple(faults),
    )


def _read_jwe(text: str, parts: list[str], faults: list[Fault], note: str) -> Token:
    header = _read_object("header", parts[0], faults, MAX_HEADER)
    if not isinstance(header.get("enc"), str):
        sentence = "It has five parts like an encrypted token (JWE), but its header names no `enc`."
        faults.append(Fault(id="V05", sentence=sentence))
    if header.get("alg") == "dir" and not parts[1]:
        # tokens.md section 5: alg dir, enc A256GCM, iss, and an empty second part, and nothing else.
        kind, reason = TokenKind.ACCESS, "Auth0 issues this encrypted form only as an access token."
        what = (
            "This is an opaque access token: a JWE that Auth0 encrypts for itself, "
            "issued when no API audience is asked for."
        )
    else:
        kind, reason = TokenKind.UNKNOWN, "Its content is encrypted."
        what = "This is an encrypted token (JWE): only the API that holds the private key can read it."
    return Token(
        text=text,
        form=TokenForm.JWE,
        kind=kind,
        kind_reason=reason,
        note=f"{note} {what}".strip(),
        header=header,
        faults=tuple(faults),
    )


def _read_broken(text: str, first: str, faults: list[Fault], note: str) -> Token:
    header = _read_header(first, faults)
    return Token(
        text=text,
        form=TokenForm.OTHER,
        kind=TokenKind.UNKNOWN,
        kind_reason="It could not be read whole.",
        note=note,
        header=header,
        faults=tuple(faults),
    )


def _read_unstructured(text: str, inner: str, faults: list[Fault], note: str) -> Token:
    opaque, sentence = name_it(inner)
    kind, reason = TokenKind.UNKNOWN, "Nothing in it can be read."
    if REFRESH_TOKEN.fullmatch(inner):
        kind, reason = TokenKind.REFRESH, "It has the shape of an Auth0 refresh token: `v1.` and 87 characters."
    if not opaque:
        faults.append(Fault(id="V05", sentence=sentence))
    return Token(
        text=text,
        form=TokenForm.OPAQUE if opaque else TokenForm.OTHER,
        kind=kind,
        kind_reason=reason,
        note=f"{note} {sentence}".strip(),
        faults=tuple(faults),
    )


def _read_part(name: str, part: str, faults: list[Fault]) -> bytes:
    try:
        return base64url.read(part)
    except ValueError as error:
        faults.append(Fault(id="V05", sentence=f"The {name} {error}."))
        return b""


def _read_object(name: str, part: str, faults: list[Fault], limit: int = MAX_TOKEN) -> JSONObject:
    if len(part) * 3 // 4 > limit:
        faults.append(Fault(id="V07", sentence=f"The {name} is larger than {limit} bytes; it is refused unread."))
        return {}
    raw = _read_part(name, part, faults)
    if not raw:
        return {}
    value, objections = strictjson.read(raw)
    if objections:
        faults.extend(Fault(id="V06", sentence=f"The {name} {objection}.") for objection in objections)
    if isinstance(value, dict):
        return value
    if not objections:
        faults.append(Fault(id="V06", sentence=f"The {name} is JSON, but not an object."))
    return {}


def _read_header(part: str, faults: list[Fault]) -> JSONObject:
    header = _read_object("header", part, faults, MAX_HEADER)
    if not header and any(fault.id in {"V05", "V06", "V07"} and "header" in fault.sentence for fault in faults):
        return header
    alg: Any = header.get("alg")
    if not isinstance(alg, str) or not alg:
        said = "has no `alg`" if "alg" not in header else "has an `alg` that is not a name"
        faults.append(Fault(id="V01", sentence=f"The header {said}."))
    faults.extend(
        Fault(id="V04", sentence=f"The header has `{name}`, which no Auth0 token carries.")
        for name in REFUSED_HEADERS
        if name in header
    )
    if "kid" in header:
        kid = header["kid"]
        if not isinstance(kid, str) or not kid:
            faults.append(Fault(id="V08", sentence="The header's `kid` is not a name."))
        elif len(kid) > MAX_KID:
            faults.append(Fault(id="V08", sentence=f"The header's `kid` has {len(kid)} characters; at most {MAX_KID}."))
    return header
