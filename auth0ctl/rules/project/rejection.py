"""The API refuses the access token of a good login: what its answer says about why, as one cause."""

from collections.abc import Callable

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts, TokenForm
from auth0ctl.rules.login.asking import AUDIENCE_SLASH_MISMATCH
from auth0ctl.rules.project.answers import ACCESS_DOCS, about, answered, refused, taken
from auth0ctl.rules.project.parts import JWKS_ELSEWHERE
from auth0ctl.rules.project.refusals import challenge, expected, reason
from auth0ctl.rules.said.causes.api import HEADER_MISSING
from auth0ctl.rules.token.clock import CLOCK_SKEW
from auth0ctl.rules.token.form import OPAQUE
from auth0ctl.rules.token.party import OTHER_AUDIENCE, OTHER_ISSUER, SLASH_MISSING
from auth0ctl.rules.token.rights import SCOPE_MISSING, SCOPE_NOT_PERMISSIONS
from auth0ctl.rules.token.signing import ALGORITHM_REFUSED
from auth0ctl.rules.token.situation import arg, audiences
from auth0ctl.rules.token.validity import EXPIRED
from auth0ctl.situation import ApiAnswer
from auth0ctl.words import shown

REFUSES = Rule(
    code="AZ955",
    name="api-refuses-access-token",
    severity=Severity.ERROR,
    title="The API refuses the access token and does not say why",
    why="It compares the token with its own settings: audience, issuer, algorithm, keys, time, scope. A token of a "
    "good login fails where one of these is not the tenant's.",
    fix="Hold the API's settings against the token: doctor --project with the folder of the API does that.",
    docs=ACCESS_DOCS,
)


def rejection(facts: Facts) -> Finding | None:
    """The one cause that the refusal shows, or REFUSES where it shows none."""
    access = answered(facts, "access token")
    if access is None or not refused(access) or taken(answered(facts, "nothing")):
        return None
    if taken(answered(facts, "ID token")):
        return None  # its audience is the client id: api-accepts-id-token says so
    why = reason(access)
    token = facts.token
    if token is not None and token.form in (TokenForm.OPAQUE, TokenForm.JWE) and why != "scope":
        return about(
            facts,
            OPAQUE,
            "The access token is opaque: the login asked for no API audience, so no API can check the token.",
            fix="auth0ctl login --audience IDENTIFIER    # auth0ctl api list prints the identifiers",
        )
    return CAUSES.get(why or "", _unsaid)(facts)


def _access(facts: Facts) -> ApiAnswer:
    access = answered(facts, "access token")
    assert access is not None  # rejection() has looked
    return access


def _audience(facts: Facts) -> Finding:
    wanted = expected(_access(facts))
    held = audiences(facts.token) if facts.token else ()
    near = next((one for one in held if wanted and one != wanted and one.rstrip("/") == wanted.rstrip("/")), None)
    if near:
        return about(
            facts,
            AUDIENCE_SLASH_MISMATCH,
            f"The token is for the audience {near}, the API expects {wanted}: the same but for the trailing slash.",
            fix=f"Write {near} as audience in the API's settings",
        )
    said = f" It expects {wanted}." if wanted else ""
    has = f" The token's aud is {shown(list(held))}." if held else ""
    return about(
        facts,
        OTHER_AUDIENCE,
        f"The API refuses the access token for its audience.{said}{has} The audience in the API's settings must be the "
        "one that the login asks for.",
        fix=f"auth0ctl login --audience {arg(wanted)}    # or correct the audience in the API"
        if "/" in wanted
        else "Write the audience that the login asks for into the API's settings",
    )


def _issuer(facts: Facts) -> Finding:
    wanted = expected(_access(facts))
    issuer = facts.token.claims.get("iss") if facts.token else None
    if isinstance(issuer, str) and wanted and issuer == f"{wanted}/":
        return about(
            facts,
            SLASH_MISSING,
            f"The API expects the issuer {wanted}; the token's iss is {issuer}, with the trailing slash that Auth0 "
            "always puts.",
            fix=f"Write {issuer} as issuer in the API's settings",
        )
    said = f" The token's iss is {issuer}." if isinstance(issuer, str) else ""
    return about(
        facts,
        OTHER_ISSUER,
        f"The API refuses the access token for its issuer.{said} In the API's settings the trailing slash is missing, "
        "or the domain is another one (another tenant, or canonical instead of custom).",
        fix=f"Write {issuer if isinstance(issuer, str) else 'https://DOMAIN/'} as issuer in the API's settings",
        confidence=Confidence.LIKELY,
    )


def _algorithm(facts: Facts) -> Finding:
    alg = facts.token.header.get("alg", "RS256") if facts.token else "RS256"
    return about(
        facts,
        ALGORITHM_REFUSED,
        f"The API refuses the algorithm of the access token, {alg}: its settings list another one.",
        fix=f"Let the API accept {alg}, and nothing else; `auth0ctl api list` shows what the tenant signs with",
    )


def _key(facts: Facts) -> Finding:
    return about(
        facts,
        JWKS_ELSEWHERE,
        "The API cannot verify the signature of a good access token: it fetches the keys of another domain, holds an "
        "old key, or uses a shared secret (HS256) for a token signed with RS256.",
        fix="Let the API fetch https://DOMAIN/.well-known/jwks.json of the issuer's own domain",
        confidence=Confidence.LIKELY,
    )


def _expired(facts: Facts) -> Finding:
    return about(facts, EXPIRED, "The API says that the access token has expired.", fix="auth0ctl login")


def _clock(facts: Facts) -> Finding:
    return about(
        facts,
        CLOCK_SKEW,
        "The API says that the token is not valid yet: the clock of the API's machine is behind.",
        fix="Set the clock of the API's machine by NTP, or allow 60 seconds of leeway",
        confidence=Confidence.LIKELY,
    )


def _scope(facts: Facts) -> Finding:
    wanted = challenge(_access(facts)).get("scope", "").split()
    held = facts.token.claims.get("permissions") if facts.token else None
    if wanted and isinstance(held, list) and set(wanted) <= {one for one in held if isinstance(one, str)}:
        return about(
            facts,
            SCOPE_NOT_PERMISSIONS,
            f"The API asks for the scope {' '.join(wanted)}. The token has it among its permissions (RBAC), not in "
            "scope: the API must check permissions, or the login must request the scope.",
            fix=f"auth0ctl login --scope {arg(' '.join(('openid', *wanted)))}    # or check permissions in the API",
        )
    named = " ".join(wanted)
    return about(
        facts,
        SCOPE_MISSING,
        "The API takes the token, but not for this call: "
        + (f"it asks for the scope {named}." if named else "a scope or a permission is missing."),
        fix=f"auth0ctl login --scope {arg('openid ' + named)}" if named else "Request the scope that the call needs",
        confidence=Confidence.LIKELY,
    )


def _absent(facts: Facts) -> Finding:
    return about(
        facts,
        HEADER_MISSING,
        "The API says that there is no token, although the access token was sent in the Authorization header.",
        confidence=Confidence.POSSIBLE,
    )


def _unsaid(facts: Facts) -> Finding:
    return about(
        facts,
        REFUSES,
        f"The call with the access token was answered with {_access(facts).status}, and the answer names no reason. "
        "Audience, issuer (with its slash), algorithm and keys in the API's settings are what usually differs.",
        confidence=Confidence.POSSIBLE,
    )


CAUSES: dict[str, Callable[[Facts], Finding]] = {
    "audience": _audience,
    "issuer": _issuer,
    "algorithm": _algorithm,
    "key": _key,
    "signature": _key,
    "expired": _expired,
    "clock": _clock,
    "scope": _scope,
    "absent": _absent,
}
RULES = (
    OPAQUE,
    AUDIENCE_SLASH_MISMATCH,
    OTHER_AUDIENCE,
    SLASH_MISSING,
    OTHER_ISSUER,
    ALGORITHM_REFUSED,
    JWKS_ELSEWHERE,
    EXPIRED,
    CLOCK_SKEW,
    SCOPE_NOT_PERMISSIONS,
    SCOPE_MISSING,
    HEADER_MISSING,
    REFUSES,
)


def rejected_as(rule: Rule) -> Callable[[Facts], Finding | None]:
    def find(facts: Facts) -> Finding | None:
        finding = rejection(facts)
        return finding if finding is not None and finding.rule is rule else None

    return find


JUDGES = tuple(Judge(rule=rule, needs=("api_answers",), find=rejected_as(rule)) for rule in RULES)
