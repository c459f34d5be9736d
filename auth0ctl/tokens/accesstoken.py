"""What only an access token must satisfy: A01 to A03, A05, A06. RFC 9068 section 4; auth0-facts/tokens.md 3 and 4."""

from typing import Any

from auth0ctl.model import Expected, Token
from auth0ctl.protocol import JSONObject
from auth0ctl.tokens.kinds import ACCESS_TYPES, audiences_of, is_userinfo
from auth0ctl.tokens.lines import FAIL, PASS, SKIP, Line
from auth0ctl.words import shown, split_url

RFC9068_CLAIMS = ("iss", "exp", "aud", "sub", "client_id", "iat", "jti")  # RFC 9068 section 2.2


def lines(token: Token, expected: Expected) -> tuple[Line, ...]:
    """The lines of an access token; each required scope (A03) and permission (A06) has its own."""
    claims = token.claims
    return (
        _dialect(token),
        _party(claims, expected),
        _machine(claims),
        _constrained(claims),
        *_called(claims, expected),
        *rights(claims, expected),
    )


def rights(claims: JSONObject, expected: Expected) -> tuple[Line, ...]:
    """The lines of the scopes (A03) and permissions (A06) that are required. An ID token, which has neither, fails."""
    return (*_scopes(claims, expected), *_permissions(claims, expected))


def host_of(place: Any) -> str:
    """The host (and port) of a URL, or of a host written bare; lower case, empty where there is none."""
    if not isinstance(place, str):
        return ""
    text = place.strip()
    try:
        return split_url(text if "://" in text else f"//{text}").netloc.lower().removesuffix(":443")
    except ValueError:
        return ""


def is_system(audience: str) -> bool:
    """True for the identifiers of Auth0's own APIs (resource-servers.md section 3)."""
    scheme, separator, rest = audience.partition("://")
    _, _, path = rest.partition("/")
    return scheme in {"https", "http"} and bool(separator) and path.rstrip("/") in {"api/v2", "me", "my-org", "mfa"}


def _dialect(token: Token) -> Line:
    typ = token.header.get("typ")
    if not isinstance(typ, str) or typ.lower() not in ACCESS_TYPES:
        return "A01", "RFC 9068 profile", SKIP, "the token has Auth0's own profile (typ JWT)"
    missing = [name for name in RFC9068_CLAIMS if name not in token.claims]
    if missing:
        return "A01", "RFC 9068 profile", FAIL, f"without {', '.join(missing)}"
    return "A01", "RFC 9068 profile", PASS, "every claim of the profile is there"


def _party(claims: JSONObject, expected: Expected) -> Line:
    if expected.client_id is None:
        return "A02", "client", SKIP, "no client id to hold it against"
    named = [(name, claims[name]) for name in ("azp", "client_id") if name in claims]
    if not named:
        return "A02", "client", SKIP, "the token names no client"
    wrong = [f"{name} {shown(value)}" for name, value in named if value != expected.client_id]
    if wrong:
        return "A02", "client", FAIL, f"{', '.join(wrong)}, expected {shown(expected.client_id)}"
    return "A02", "client", PASS, expected.client_id


def _machine(claims: JSONObject) -> Line:
    if claims.get("gty") != "client-credentials":
        return "A02", "machine subject", SKIP, "not issued by client credentials"
    subject, azp = claims.get("sub"), claims.get("azp", claims.get("client_id"))
    # tokens.md section 3: agent-linked clients have agt_... and no suffix.
    agent = isinstance(subject, str) and subject.startswith("agt_")
    status = PASS if agent or subject == f"{azp}@clients" else FAIL
    return "A02", "machine subject", status, lambda: f"sub {shown(subject)}, azp {shown(azp)}"


def _constrained(claims: JSONObject) -> Line:
    if "cnf" not in claims:
        return "A05", "bearer", PASS, "a bearer token: whoever holds it may use it"
    cnf = claims["cnf"]
    how = ", ".join(sorted(map(str, cnf))) if isinstance(cnf, dict) else shown(cnf)
    return "A05", "bearer", PASS, f"sender-constrained ({how}); using it as a bearer token must fail"


def _called(claims: JSONObject, expected: Expected) -> tuple[Line, ...]:
    """Auth0's own APIs take a token only on the host that issued it (tokens.md section 1); anybody else's, anywhere."""
    if expected.called_host is None:
        return ()
    called, issuer = host_of(expected.called_host), host_of(claims.get("iss"))
    audiences = (*audiences_of(claims), expected.audience or "")
    own = {host_of(one) for one in audiences if is_system(one) or is_userinfo(one)} | {issuer}
    if called not in own and not any(is_system(one) for one in audiences):
        return (("called-host", "host called", SKIP, f"{called} is no host of the tenant: it may take any domain's"),)
    status = PASS if called == issuer else FAIL
    return (("called-host", "host called", status, f"sent to {called}, issued by {shown(claims.get('iss'))}"),)


def _scopes(claims: JSONObject, expected: Expected) -> tuple[Line, ...]:
    if not expected.require_scopes:
        return (("A03", "scope", SKIP, "no scope is required"),)
    scope = claims.get("scope")
    held = scope.split(" ") if isinstance(scope, str) else []

    def said() -> str:
        return shown(scope) if "scope" in claims else "the token has no scope"

    return tuple(("A03", f"scope {one}", PASS if one in held else FAIL, said) for one in expected.require_scopes)


def _permissions(claims: JSONObject, expected: Expected) -> tuple[Line, ...]:
    if not expected.require_permissions:
        return (("A06", "permission", SKIP, "no permission is required"),)
    permissions = claims.get("permissions")
    held = permissions if isinstance(permissions, list) else []

    def said() -> str:
        return shown(permissions) if "permissions" in claims else "the token has no permissions"

    return tuple(
        ("A06", f"permission {one}", PASS if one in held else FAIL, said) for one in expected.require_permissions
    )
