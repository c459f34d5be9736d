"""The decoder's objections as checks: one line for each requirement V01 and V04 to V08, passed or failed."""

from auth0ctl.findings import Check
from auth0ctl.model import Token, TokenForm, TokenKind
from auth0ctl.tokens.lines import FAIL, PASS, SKIP, Line, told

_JWS, _ACCESS = TokenForm.JWS, TokenKind.ACCESS  # looked up for every token
_LINES = (
    ("V07", "size", "within 64 KiB, header within 8 KiB"),
    ("V05", "encoding", "three parts of canonical base64url"),
    ("V06", "JSON", "strict: UTF-8, every member named once, no NaN, at most 32 levels"),
    ("V01", "algorithm named", "the header names its algorithm"),
    ("V04", "header", "no crit, b64, zip or cty"),
    ("V08", "key id form", "absent, or a name of at most 256 characters"),
)
_READABLE = "a signed JWT, readable without its issuer"


def check(token: Token, kind: TokenKind) -> tuple[Check, ...]:
    """Is this a signed JWT that every reader reads alike? ``kind`` is what the caller takes it for.

    An encrypted or opaque token fails A04 as an access token and V05 as anything else; the other lines are skipped.
    """
    return told(lines(token, kind))


def lines(token: Token, kind: TokenKind) -> tuple[Line, ...]:
    """The lines of ``check``, not yet put into words."""
    id_ = "A04" if kind is _ACCESS else "V05"
    if token.form is _JWS:
        if not token.faults and token.header:
            return _FAULTLESS[id_]
        whole: Line = (id_, "form", PASS, _READABLE)
    else:
        detail = "cannot be verified locally" if kind is _ACCESS else "not a signed JWT"
        whole = (id_, "form", FAIL, f"{detail}: {token.note}".rstrip(": "))
    return whole, *(_line(token, *line) for line in _LINES)


def _line(token: Token, id_: str, title: str, fine: str) -> Line:
    sentences = [fault.sentence for fault in token.faults if fault.id == id_]
    if sentences:
        return id_, title, FAIL, " ".join(sentences)
    if token.form is not _JWS:
        return id_, title, SKIP, "not a signed JWT"
    if id_ in {"V01", "V04", "V08"} and not token.header:
        return id_, title, SKIP, "the header could not be read"
    return id_, title, PASS, fine


# A signed JWT without a fault passes every line, always with the same words.
_FAULTLESS: dict[str, tuple[Line, ...]] = {
    id_: ((id_, "form", PASS, _READABLE), *((name, title, PASS, fine) for name, title, fine in _LINES))
    for id_ in ("A04", "V05")
}
