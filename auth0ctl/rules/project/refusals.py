"""What an API's refusal says about its reason, in the wordings of the usual middleware.

Sources: RFC 6750 section 3.1 (error codes); the texts of express-jwt, jsonwebtoken, express-oauth2-jwt-bearer, jose,
Spring Security, Microsoft.AspNetCore.Authentication.JwtBearer, PyJWT, python-jose, Authlib, go-jwt-middleware,
ruby-jwt, auth0-PHP. INFERRED where a text was not seen live: those of Spring, .NET, Go, Ruby and PHP.
"""

import re
from urllib.parse import unquote_plus

from auth0ctl.situation import ApiAnswer

# Reason -> how it is said. The first that matches counts, so what is more special stands first.
REASONS = {
    "expired": r"\bexpired\b|token.{0,20}lifetime|\bexp['\"]? claim (?:timestamp )?(?:check failed|is in the past)"
    r"|signature has expired|IDX10223",
    "clock": r"not (?:yet )?active|not yet valid|used before|\bnbf\b|issued in the future|\biat['\"]? claim",
    "audience": r"\baudience\b|['\"`(\s]aud['\"`)\s]|\baud (?:claim|value)|IDX10214|IDX10206",
    "issuer": r"\bissuer\b|['\"`(\s]iss['\"`)\s]|\biss (?:claim|value)|IDX10205|IDX10211",
    "algorithm": r"\balgorithms?\b|\balg\b|IDX10696",
    "key": r"signing key|matching key|applicable key|\bkid\b|jwks|key set|signature key|public key|IDX10503|IDX10501"
    r"|unable to find (?:a|the|appropriate) key",
    "signature": r"signature|IDX10511",
    "scope": r"insufficient.?scope|\bscopes?\b|permission|insufficient (?:rights|privileges)|not allowed to access",
    "form": r"malformed|not enough segments|invalid compact|wrong number of segments|not a (?:valid )?jwt|jwe\b"
    r"|must have (?:3|three) (?:parts|segments)|unable to (?:parse|decode)|could not be decoded|IDX12741|jwtstring"
    r"|invalid serialized|bad (?:http )?authentication header|invalid token specified|token format",
    "absent": r"no (?:authorization|access|auth) token|missing (?:authorization|bearer|access|token)"
    r"|authorization header (?:is )?(?:missing|expected|required)|credentials (?:are )?(?:required|missing|not found)"
    r"|credentials were not provided|token not found|unauthenticated",
}
PATTERNS = {reason: re.compile(pattern, re.IGNORECASE) for reason, pattern in REASONS.items()}
QUOTED_CHALLENGE = re.compile(r"(?<!\w)(\w{1,60})=\"((?:[^\"\\]|\\.)*)\"")
EXPECTED = re.compile(
    r"(?i)(?:expected|should be|must be|want(?:ed)?|required)[^\w'\"\[]{0,4}(?:one of|to be|:)?"
    r"\s*[\[(]?[\"'`]?([^\s\"'`,\])]+)"
)


def challenge(answer: ApiAnswer) -> dict[str, str]:
    """The parameters of ``WWW-Authenticate``: realm, error, error_description, scope."""
    return {name.lower(): value for name, value in QUOTED_CHALLENGE.findall(answer.challenge)}


def said(answer: ApiAnswer) -> str:
    """Everything that the refusal says, without the realm, whose name means nothing."""
    parameters = challenge(answer)
    spoken = [value for name, value in parameters.items() if name not in ("realm", "resource_metadata")]
    return unquote_plus(" ".join((*spoken, answer.body if not _page(answer) else "")).replace("+", "%2B"))


def reason(answer: ApiAnswer) -> str | None:
    """Why the API refused: a key of REASONS, or None where the answer does not say."""
    if challenge(answer).get("error") == "insufficient_scope":
        return "scope"
    text = said(answer)
    return next((name for name, pattern in PATTERNS.items() if pattern.search(text)), None)


def expected(answer: ApiAnswer) -> str:
    """The value that the API says it expects (``expected: https://...``), or ""."""
    found = EXPECTED.search(said(answer))
    return found[1].rstrip(".;") if found else ""


def _page(answer: ApiAnswer) -> bool:
    return "html" in answer.headers.get("content-type", "")
