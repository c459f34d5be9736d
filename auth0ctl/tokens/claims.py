"""The claims of a token against what is expected of it. Every line is always listed: pass, fail, or skipped and why.

Requirements V12 to V17 here, with the times in ``times``, an ID token's own lines in ``idtoken`` and an access token's
in ``accesstoken``.
"""

from auth0ctl.findings import Check
from auth0ctl.model import Expected, Token, TokenForm, TokenKind
from auth0ctl.protocol import JSONObject
from auth0ctl.tokens import accesstoken, idtoken, times
from auth0ctl.tokens.kinds import ACCESS_TYPES, is_userinfo, signs_of_access, signs_of_id
from auth0ctl.tokens.lines import FAIL, PASS, SKIP, Line, told
from auth0ctl.words import shown, token_name

# Looking up a member of an enumeration costs as much as a comparison of strings; these are looked up for every token.
_JWS, _ID, _ACCESS = TokenForm.JWS, TokenKind.ID, TokenKind.ACCESS
_NAMES = ("jti", "nonce", "azp", "sid", "org_id")


def check(token: Token, expected: Expected) -> tuple[Check, ...]:
    """All lines for a token taken as ``expected.kind`` (ID or ACCESS; any other kind gets the common lines)."""
    return told(lines(token, expected))


def lines(token: Token, expected: Expected) -> tuple[Line, ...]:
    """The lines of ``check``, not yet put into words."""
    unread = ""
    if token.form is not _JWS:
        unread = "there are no claims to read: not a signed JWT"
    elif not token.claims and token.faults:
        unread = "the claims could not be read"
    if unread:
        return tuple((id_, title, SKIP, unread) for id_, title, _, _ in _lines(token, expected))
    return _lines(token, expected)


def _lines(token: Token, expected: Expected) -> tuple[Line, ...]:
    claims = token.claims
    own: tuple[Line, ...] = ()
    if expected.kind is _ID:
        own = idtoken.lines(token, expected)
        if expected.require_scopes or expected.require_permissions:
            own = (*own, *accesstoken.rights(claims, expected))
    elif expected.kind is _ACCESS:
        own = accesstoken.lines(token, expected)
    return (
        _kind(token, expected),
        _issuer(claims, expected),
        _audience(claims, expected),
        *times.lines(claims, expected),
        _subject(claims),
        _names(claims),
        *own,
        *_required(claims, expected),
    )


def _kind(token: Token, expected: Expected) -> Line:
    """V17, RFC 8725 section 3.11: one kind of token must never pass for another."""
    typ = token.header.get("typ", "JWT")
    said = typ.lower() if isinstance(typ, str) else ""
    good = said == "jwt" or (expected.kind is not _ID and said in ACCESS_TYPES)
    contrary: tuple[str, ...] = ()
    if token.kind is not expected.kind:  # a token is only of a kind when nothing says the contrary
        of_id = expected.kind is _ID
        contrary = signs_of_access(token.header, token.claims) if of_id else signs_of_id(token.claims)
    if not good:
        return "V17", "kind", FAIL, f"the header's typ {shown(typ)} is not that of an {token_name(expected.kind)}"
    if contrary:
        return "V17", "kind", FAIL, f"taken as an {token_name(expected.kind)}, but {contrary[0]}"
    return "V17", "kind", PASS, token.kind_reason


def _issuer(claims: JSONObject, expected: Expected) -> Line:
    issuer = claims.get("iss")
    if not isinstance(issuer, str) or not issuer:
        said = f"iss {shown(issuer)} is not a name" if "iss" in claims else "there is no iss"
        return "V12", "issuer", FAIL, said
    if expected.issuer is None:
        return "V12", "issuer", FAIL, f"nothing to hold it against: {shown(issuer)} comes from the token itself"
    if issuer == expected.issuer:
        return "V12", "issuer", PASS, issuer
    near = _near(issuer, expected.issuer)
    return "V12", "issuer", FAIL, f"{shown(issuer)}, expected {shown(expected.issuer)}{near}"


def _near(seen: str, expected: str) -> str:
    if seen.rstrip("/") == expected.rstrip("/"):
        return ": they differ by the slash at the end"
    if seen.lower() == expected.lower():
        return ": they differ in upper and lower case"
    if seen.partition("://")[2] == expected.partition("://")[2]:
        return ": they differ in http and https"
    return ""


def _audience(claims: JSONObject, expected: Expected) -> Line:
    aud = claims.get("aud")
    audiences = [aud] if isinstance(aud, str) else aud
    if (
        not isinstance(audiences, list)
        or not audiences
        or [one for one in audiences if not isinstance(one, str) or not one]
    ):
        said = f"aud {shown(aud)} is not a name or a list of names" if "aud" in claims else "there is no aud"
        return "V13", "audience", FAIL, said
    wanted = expected.client_id if expected.kind is _ID else expected.audience
    if wanted is None:
        what = "client id" if expected.kind is _ID else "API identifier"
        return "V13", "audience", FAIL, f"no {what} to hold it against: {shown(aud)} comes from the token itself"
    if wanted not in audiences:
        near = next((hint for one in audiences if (hint := _near(one, wanted))), "")
        return "V13", "audience", FAIL, f"{shown(aud)}, expected {shown(wanted)}{near}"
    extra = [one for one in audiences if one != wanted]
    if expected.kind is _ACCESS and (foreign := [one for one in extra if not is_userinfo(one)]):
        # tokens.md section 1: Auth0 never issues a token for two APIs; the only second audience is /userinfo.
        return "V13", "audience", FAIL, f"also for {shown(foreign)}: a token is for one API (and /userinfo)"
    return "V13", "audience", PASS, lambda: shown(aud)


def _subject(claims: JSONObject) -> Line:
    subject = claims.get("sub")
    if isinstance(subject, str) and subject:
        return "V16", "subject", PASS, subject
    said = f"sub {shown(subject)} is not a name" if "sub" in claims else "there is no sub"
    return "V16", "subject", FAIL, said


def _names(claims: JSONObject) -> Line:
    wrong = [name for name in _NAMES if name in claims and not isinstance(claims[name], str)]
    if wrong:
        return "V16", "claim types", FAIL, f"{', '.join(wrong)}: not a string"
    return "V16", "claim types", PASS, "jti, nonce, azp, sid and org_id are strings where present"


def _required(claims: JSONObject, expected: Expected) -> tuple[Line, ...]:
    lines: list[Line] = []
    for name, value in expected.require_claims:
        title = f"claim {name}"
        if name not in claims:
            lines.append(("require-claim", title, FAIL, "the token does not have it"))
        elif value is not None and value not in (claims[name], shown(claims[name], limit=10_000)):
            lines.append(("require-claim", title, FAIL, f"{shown(claims[name])}, expected {shown(value)}"))
        else:
            lines.append(("require-claim", title, PASS, shown(claims[name])))
    return tuple(lines)
