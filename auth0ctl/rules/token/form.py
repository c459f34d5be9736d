"""It is not a token that can be checked here: wrapped in text, opaque, encrypted, or broken."""

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts, Fault, TokenForm, TokenKind
from auth0ctl.rules.token.situation import (
    NEEDS,
    TOKEN_DOCS,
    arg,
    audiences,
    expected_of,
    failed,
    found,
    token_of,
    userinfo,
)
from auth0ctl.words import shown

ACCESS_DOCS = TOKEN_DOCS + "access-tokens/get-access-tokens"
JWT_DOCS = TOKEN_DOCS + "json-web-tokens/validate-json-web-tokens"

WRAPPED = Rule(
    code="AZ401",
    name="token-wrapped-in-text",
    severity=Severity.ERROR,
    title="There is something around the token",
    why="`Bearer `, quotes, URL encoding and line breaks are not part of a token; a verifier that is given them says "
    "`jwt malformed`.",
    fix="Give the token alone.",
    docs=JWT_DOCS,
)
OPAQUE = Rule(
    code="AZ402",
    name="audience-missing-opaque-token",
    severity=Severity.ERROR,
    title="The access token is opaque, because no API audience was asked for",
    why="Without `audience` (and without a default audience of the tenant) Auth0 issues an access token for /userinfo "
    "only. It is opaque or encrypted for Auth0 itself, so an API cannot check it: `jwt malformed`.",
    fix="Ask for the API's identifier as `audience` at login.",
    docs=ACCESS_DOCS,
)
ENCRYPTED = Rule(
    code="AZ403",
    name="access-token-encrypted-for-api",
    severity=Severity.ERROR,
    title="The access token is encrypted for its API",
    why="The API has token encryption switched on, so only the holder of its private key can read the signed token "
    "inside.",
    fix="Decrypt it in the API and verify what is inside, or switch token encryption off for the API.",
    docs="https://auth0.com/docs/get-started/apis/configure-json-web-encryption",
)
REFRESH = Rule(
    code="AZ404",
    name="refresh-token-used-as-token",
    severity=Severity.ERROR,
    title="This is a refresh token",
    why="A refresh token is opaque. Only /oauth/token takes it, and gives an access token for it.",
    fix="Exchange it, and use the access token that comes back.",
    docs=TOKEN_DOCS + "refresh-tokens",
)
MALFORMED = Rule(
    code="AZ405",
    name="token-malformed",
    severity=Severity.ERROR,
    title="The token is broken, or is no token",
    why="Two readers must never see two different things in one token, so anything but a canonical JWT is refused "
    "before its signature is looked at.",
    fix="Get the token again from where it was issued, and copy it whole.",
    docs=JWT_DOCS,
)
ID_AS_ACCESS = Rule(
    code="AZ406",
    name="id-token-used-as-access-token",
    severity=Severity.ERROR,
    title="An ID token is used where an access token belongs",
    why="An ID token tells the client who logged in; its audience is the client id. An API takes an access token whose "
    "audience is the API's identifier.",
    fix="Ask for the API's identifier as `audience` at login and send the access_token.",
    docs=TOKEN_DOCS + "id-tokens",
)
ACCESS_AS_ID = Rule(
    code="AZ407",
    name="access-token-used-as-id-token",
    severity=Severity.ERROR,
    title="An access token is used where an ID token belongs",
    why="An access token is for the API alone; a client must not read it to learn who logged in.",
    fix="Ask for the scope `openid` and read the id_token.",
    docs=TOKEN_DOCS + "access-tokens",
)
TYPE_REFUSED = Rule(
    code="AZ408",
    name="token-type-refused",
    severity=Severity.ERROR,
    title="The token is of a kind that must not be accepted here",
    why="A token made for one purpose must never pass for another (RFC 8725 section 3.11).",
    fix="Use the token that was issued for this purpose.",
    docs=JWT_DOCS,
)


def wrapped(facts: Facts) -> Finding | None:
    token = token_of(facts)
    around = [fault.sentence for fault in token.faults if _is_wrapping(fault, token.note)]
    if not around or token.form is TokenForm.OTHER:
        return None
    return found(
        facts,
        WRAPPED,
        " ".join(around),
        evidence=(f"length with everything around it: {len(token.text)} characters",),
        fix=f"auth0ctl token verify --as {expected_of(facts).kind} -    # and give the token alone on standard input",
        explains=("V05",),
    )


def opaque(facts: Facts) -> Finding | None:
    token, expected = token_of(facts), expected_of(facts)
    sealed = token.form is TokenForm.JWE and token.header.get("alg") == "dir"
    unreadable = token.form is TokenForm.OPAQUE and token.kind is not TokenKind.REFRESH
    if expected.kind is TokenKind.ACCESS and (finding := _for_userinfo(facts)):
        return finding
    if expected.kind is not TokenKind.ACCESS or not (sealed or unreadable):
        return None
    if expected.audience is not None and userinfo(expected.audience):
        return found(
            facts,
            OPAQUE,
            "This access token is opaque, not a JWT, which is what /userinfo takes: only Auth0 can read it.",
            evidence=(f"form: {token.form}, {token.note}",),
            fix="auth0ctl login --userinfo    # asks /userinfo with it",
            explains=("A04", "V05"),
            severity=Severity.INFO,
        )
    issuer = token.header.get("iss")
    evidence = [f"form: {token.form}, {token.note}"]
    if sealed:
        evidence.append(f"header: {shown(dict(token.header))}")
    wanted = expected.audience or "IDENTIFIER"
    by = f" from {issuer}" if isinstance(issuer, str) else ""
    return found(
        facts,
        OPAQUE,
        f"This access token{by} is opaque, not a JWT: it is good for /userinfo alone. The login asked for "
        + (f"something else than the audience {wanted}." if expected.audience else "no audience."),
        evidence=tuple(evidence),
        fix=f"auth0ctl login --audience {arg(wanted)}",
        explains=("A04", "V05"),
        confidence=Confidence.CERTAIN if sealed else Confidence.LIKELY,
    )


def _for_userinfo(facts: Facts) -> Finding | None:
    """A JWT for /userinfo alone, where an API is to take it."""
    expected, seen = expected_of(facts), audiences(token_of(facts))
    wanted = expected.audience
    if wanted is None or not failed(facts, "V13") or not seen or not all(map(userinfo, seen)) or userinfo(wanted):
        return None
    return found(
        facts,
        OPAQUE,
        "The token is for /userinfo alone: the login asked for no API. It says nothing to an API, and today's are "
        "opaque.",
        evidence=(f"aud: {shown(list(seen))}", f"audience expected: {wanted}"),
        fix=f"auth0ctl login --audience {arg(wanted)}",
        explains=("V13",),
    )


def encrypted(facts: Facts) -> Finding | None:
    token, expected = token_of(facts), expected_of(facts)
    alg = token.header.get("alg")
    broken = any(not _is_wrapping(fault, token.note) for fault in token.faults)
    if token.form is not TokenForm.JWE or alg == "dir" or broken:
        return None
    return found(
        facts,
        ENCRYPTED,
        f"The token is encrypted ({shown(alg)}, {shown(token.header.get('enc'))}); its content cannot be read here.",
        evidence=(f"header: {shown(dict(token.header))}",),
        fix=f"auth0ctl api inspect {arg(expected.audience)}" if expected.audience else "auth0ctl api list",
        explains=("A04", "V05"),
    )


def refresh(facts: Facts) -> Finding | None:
    token = token_of(facts)
    if token.kind is not TokenKind.REFRESH:
        return None
    return found(
        facts,
        REFRESH,
        token.note,
        evidence=(token.kind_reason,),
        fix="auth0ctl token get    # prints the last login's access token, which is the one to give",
        explains=("A04", "V05"),
        confidence=Confidence.LIKELY,  # tokens.md section 6: the look is a hint, not proof
    )


def malformed(facts: Facts) -> Finding | None:
    token, expected = token_of(facts), expected_of(facts)
    sealed_for_auth0 = expected.kind is TokenKind.ID and token.form in (TokenForm.OPAQUE, TokenForm.JWE)
    opaque_id = sealed_for_auth0 and token.kind is TokenKind.UNKNOWN and token.form is TokenForm.OPAQUE
    faults = [fault for fault in token.faults if token.form is TokenForm.OTHER or not _is_wrapping(fault, token.note)]
    if unsigned(facts):  # alg none: that its signature is empty is not a second cause
        faults = [fault for fault in faults if fault.id != "V05" or "signature" not in fault.sentence]
    if not faults and not opaque_id:
        return None
    sentences = [fault.sentence for fault in faults] or [token.note]
    return found(
        facts,
        MALFORMED,
        " ".join(dict.fromkeys(sentences)),
        evidence=tuple(f"{fault.id}: {fault.sentence}" for fault in faults) or (token.kind_reason,),
        fix="auth0ctl token decode -    # and look at what is there",
        explains=(*dict.fromkeys(fault.id for fault in faults), "A04", "V05", "V01", "I04", "V08", "crypto"),
    )


def unsigned(facts: Facts) -> bool:
    """The header says that nobody signed it (``alg: none`` in any spelling)."""
    alg = token_of(facts).header.get("alg")
    return isinstance(alg, str) and alg.strip().lower() == "none"


def _is_wrapping(fault: Fault, note: str) -> bool:
    """The decoder notes what it took off from around a token, and objects to it in the same words."""
    return fault.id == "V05" and fault.sentence in note


JUDGES = (
    Judge(rule=WRAPPED, needs=NEEDS, find=wrapped),
    Judge(rule=OPAQUE, needs=NEEDS, find=opaque),
    Judge(rule=ENCRYPTED, needs=NEEDS, find=encrypted),
    Judge(rule=REFRESH, needs=NEEDS, find=refresh),
    Judge(rule=MALFORMED, needs=NEEDS, find=malformed),
)
