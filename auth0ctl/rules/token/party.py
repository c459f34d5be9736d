"""It is from someone else: the issuer. The rules of a wrong recipient are here too, and judged in ``recipient``."""

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.said.causes.app import WRONG_TENANT
from auth0ctl.rules.token.situation import NEEDS, TOKEN_DOCS, arg, expected_of, failed, found, token_of
from auth0ctl.words import shown, split_url

JWT_DOCS = TOKEN_DOCS + "json-web-tokens/validate-json-web-tokens"
ACCESS_DOCS = TOKEN_DOCS + "access-tokens/validate-access-tokens"
MAX_LEEWAY = 300  # seconds, requirement V15

SLASH_MISSING = Rule(
    code="AZ421",
    name="issuer-missing-trailing-slash",
    severity=Severity.ERROR,
    title="The verifier expects the issuer without its trailing slash",
    why="Auth0's `iss` always ends in a slash, and issuers are compared character by character.",
    fix="Put the slash at the end of the verifier's issuer.",
    docs=JWT_DOCS,
)
DOMAIN_MISMATCH = Rule(
    code="AZ422",
    name="issuer-domain-mismatch",
    severity=Severity.ERROR,
    title="The token was issued under the tenant's other domain",
    why="`iss` is the host that the login was sent to: the custom domain or the canonical one. A verifier must expect "
    "the same, and a Management API token is used on the domain it was got from.",
    fix="Use one domain for the login and for the verifier.",
    docs="https://auth0.com/docs/customize/custom-domains/configure-features-to-use-custom-domains",
)
OTHER_ISSUER = Rule(
    code="AZ423",
    name="token-for-another-issuer",
    severity=Severity.ERROR,
    title="The token was issued by someone else",
    why="Its `iss` is not the tenant that the verifier trusts.",
    fix="Log in at the tenant that the verifier trusts, or set the verifier to the token's tenant.",
    docs=JWT_DOCS,
)
WRITTEN_DIFFERENTLY = Rule(
    code="AZ424",
    name="issuer-written-differently",
    severity=Severity.ERROR,
    title="The verifier's issuer is the tenant's, written in another way",
    why="`iss` is compared character by character: https:// in front, the host in lower case, no path, one slash at "
    "the end.",
    fix="Write the issuer exactly as the token has it.",
    docs=JWT_DOCS,
)
OTHER_AUDIENCE = Rule(
    code="AZ425",
    name="token-for-another-audience",
    severity=Severity.ERROR,
    title="The access token is for another API",
    why="A token may only be taken by the API that its `aud` names; Auth0 issues it for one API at a time.",
    fix="Ask for the right API as `audience` at login.",
    docs=ACCESS_DOCS,
)
OTHER_CLIENT = Rule(
    code="AZ426",
    name="token-for-another-client",
    severity=Severity.ERROR,
    title="The token was issued to another client",
    why="An ID token is for one client alone; taking one that was issued to another lets that one log people in here.",
    fix="Log in with this client, or correct the client id in the verifier.",
    docs=TOKEN_DOCS + "id-tokens/validate-id-tokens",
)
EXPECTATION_MISSING = Rule(
    code="AZ427",
    name="token-expectation-missing",
    severity=Severity.ERROR,
    title="There is nothing to hold the token against",
    why="Expected values come from the settings or the command line. Taken from the token itself they would prove "
    "nothing: every token agrees with itself.",
    fix="Say what is expected.",
    docs=JWT_DOCS,
)


def host_of(issuer: str | None) -> str:
    """The host (and port) of an issuer, lower case; empty where it is no URL."""
    try:
        return split_url(issuer or "").netloc.lower()
    except ValueError:
        return ""


def issuer_of(facts: Facts) -> str | None:
    issuer = token_of(facts).claims.get("iss")
    return issuer if isinstance(issuer, str) and issuer else None


def from_other_tenant(facts: Facts) -> bool:
    """The issuer is another one altogether, so that its keys are unknown here is no second cause."""
    expected, issuer = expected_of(facts).issuer, issuer_of(facts)
    if not failed(facts, "V12") or expected is None or issuer is None:
        return False
    return not near_miss(expected, issuer) and not _same_tenant_other_domain(facts, issuer, expected)


def keys_of_stranger(facts: Facts) -> bool:
    """The key set that was named lies on a host that is neither the token's issuer nor the one expected."""
    place, expected = host_of(expected_of(facts).keys_at), expected_of(facts)
    hosts = {host_of(expected.issuer), host_of(issuer_of(facts))}
    return bool(place) and place not in hosts and bool(failed(facts, "V08", "V09", "V11"))


def near_miss(expected: str, issuer: str) -> str:
    """How the expected issuer misses ``issuer`` though the tenant's own is meant, in words; empty where it does not."""
    if expected == issuer:
        return ""
    if issuer == f"{expected}/":
        return "without the slash at its end"
    meant = expected.strip().strip("'\"").strip()
    scheme, separator, rest = meant.rpartition("://")
    host, _, path = (rest if separator else meant).partition("/")
    if host.lower().removesuffix(":443") != host_of(issuer) or not host:
        return ""
    if meant != expected:
        return "with spaces or quotes around it"
    if "://" in scheme:
        return "with https:// twice"
    if not separator:
        return "without https://" + ("" if expected.endswith("/") else " and without the slash at its end")
    if not issuer.startswith(f"{scheme}://"):
        return f"with {scheme}://"
    if issuer.rstrip("/").lower() == expected.rstrip("/").lower() and not issuer.endswith("/"):
        return ""  # nobody at Auth0 issues without the slash
    if path.strip("/"):
        return f"with the path /{path}"
    if path:
        return "with more than one slash at its end"
    return "in other letters" if host != host_of(issuer) else "with a port that iss does not have"


def _same_tenant_other_domain(facts: Facts, issuer: str, expected: str) -> bool:
    """Custom and canonical domain share their keys; two canonical domains are two tenants."""
    seen, wanted = host_of(issuer), host_of(expected)
    if not seen or not wanted or seen == wanted or failed(facts, "V08", "V09", "crypto"):
        return False
    if seen.startswith(wanted) or wanted.startswith(seen):  # x.auth0.com.example.org is nobody's custom domain
        return False
    return not (_canonical(seen) and _canonical(wanted))


def _canonical(host: str) -> bool:
    """Nobody's custom domain: auth0.com, or a tenant on this machine."""
    return _at_auth0(host) or host.startswith(("127.0.0.1", "localhost", "[::1]"))


def _at_auth0(host: str) -> bool:
    return host.endswith(".auth0.com")


def slash_missing(facts: Facts) -> Finding | None:
    issuer, expected = issuer_of(facts), expected_of(facts).issuer
    if not failed(facts, "V12") or expected is None or issuer is None or not issuer.endswith("/"):
        return None
    how = near_miss(expected, issuer)
    if "without the slash" not in how:
        return None
    also = ", and without https:// in front" if "https://" in how else ""
    return found(
        facts,
        SLASH_MISSING,
        f"The verifier expects the issuer {expected}; the token's iss is {issuer}, "
        f"with the slash that Auth0 always puts{also}.",
        evidence=(f"iss: {issuer}", f"issuer expected: {expected}"),
        fix=f"auth0ctl token verify --as {expected_of(facts).kind} --issuer {arg(issuer)}",
        explains=("V12", "I01"),
    )


def written_differently(facts: Facts) -> Finding | None:
    issuer, expected = issuer_of(facts), expected_of(facts).issuer
    if not failed(facts, "V12") or expected is None or issuer is None or slash_missing(facts):
        return None
    how = near_miss(expected, issuer)
    if not how:
        return None
    return found(
        facts,
        WRITTEN_DIFFERENTLY,
        f"The verifier expects the issuer {shown(expected)}, which is the token's own iss, {issuer}, {how}.",
        evidence=(f"iss: {issuer}", f"issuer expected: {expected}"),
        fix=f"auth0ctl token verify --as {expected_of(facts).kind} --issuer {arg(issuer)}",
        explains=("V12", "I01"),
    )


def domain_mismatch(facts: Facts) -> Finding | None:
    issuer, expected = issuer_of(facts), expected_of(facts).issuer
    if issuer is None:
        return None
    kind = expected_of(facts).kind
    if not failed(facts, "V12") or expected is None:
        return _called_elsewhere(facts, issuer)
    if near_miss(expected, issuer) or not _same_tenant_other_domain(facts, issuer, expected):
        return None
    return found(
        facts,
        DOMAIN_MISMATCH,
        f"The token's issuer (iss) is {issuer}, the verifier expects {expected}: two domains, and the key is the same "
        "tenant's. One is the custom domain, the other the canonical one.",
        evidence=(f"iss: {issuer}", f"issuer expected: {expected}"),
        fix=f"auth0ctl token verify --as {kind} --issuer {arg(issuer)}    # or log in at {host_of(expected)}",
        explains=("V12", "I01", "called-host"),
        confidence=Confidence.LIKELY,
    )


def _called_elsewhere(facts: Facts, issuer: str) -> Finding | None:
    """Everything fits, and the token is sent to a host of the tenant that did not issue it."""
    if not failed(facts, "called-host"):
        return None
    called = expected_of(facts).called_host
    return found(
        facts,
        DOMAIN_MISMATCH,
        f"The token's issuer (iss) is {issuer}, and it is sent to {called}: Auth0's own APIs take a token only on the "
        "domain, custom or canonical, that it was got from.",
        evidence=(f"iss: {issuer}", f"host called: {called}"),
        fix=f"Call the API on {host_of(issuer)}, or get the token from {called}.",
        explains=("called-host",),
    )


def wrong_tenant(facts: Facts) -> Finding | None:
    """The verifier holds the domain, or the key set, of another tenant than the one that issued the token."""
    expected, issuer = expected_of(facts), issuer_of(facts)
    if issuer is None:
        return None
    if keys_of_stranger(facts) and not from_other_tenant(facts):
        return found(
            facts,
            WRONG_TENANT,
            f"The token's issuer (iss) is {issuer}, and the keys were taken from {host_of(expected.keys_at)}: that is "
            "another tenant's key set (JWKS), or its domain is wrong.",
            evidence=(f"iss: {issuer}", f"keys from: {expected.keys_at}"),
            fix=f"auth0ctl token verify --as {expected.kind} --jwks {arg(issuer + '.well-known/jwks.json')}",
            explains=("V08", "V09", "V11"),
        )
    seen = host_of(issuer)
    if not from_other_tenant(facts) or not _by_auth0(facts) or seen == host_of(expected.issuer):
        return None
    region = ""
    if seen.partition(".")[0] == host_of(expected.issuer).partition(".")[0]:
        region = " The name is the same: the region in the domain is missing or another one."
    return found(
        facts,
        WRONG_TENANT,
        f"The token was issued by the tenant {issuer} (iss); the verifier has the domain of {expected.issuer}.{region}",
        evidence=(f"iss: {issuer}", f"issuer expected: {expected.issuer}"),
        fix="auth0ctl tenant use NAME    # the one that issued it, or log in again at this one: auth0ctl login",
        explains=_BY_ANOTHER,
        confidence=Confidence.CERTAIN if _at_auth0(seen) else Confidence.LIKELY,
    )


_BY_ANOTHER = ("V12", "I01", "V08", "V09", "V11", "crypto", "called-host", "A03", "A06")


def _by_auth0(facts: Facts) -> bool:
    """The token looks like a tenant's own: its issuer is at auth0.com, or its subject is one that only Auth0 writes."""
    subject = token_of(facts).claims.get("sub")
    issuer = host_of(issuer_of(facts))
    if _at_auth0(issuer):
        return True
    own = isinstance(subject, str) and ("|" in subject or subject.endswith("@clients"))
    return own and _at_auth0(host_of(expected_of(facts).issuer)) and ".auth0.com" not in issuer


def other_issuer(facts: Facts) -> Finding | None:
    if not from_other_tenant(facts) or wrong_tenant(facts):
        return None
    issuer, expected = issuer_of(facts), expected_of(facts).issuer
    near = ""
    if issuer and expected and issuer.rstrip("/").lower() == expected.rstrip("/").lower():
        near = " They differ only by a slash or by upper and lower case; Auth0's own is lower case and ends in a slash."
    elif not _at_auth0(host_of(issuer)):
        near = (
            " A token of an identity provider (Google, Microsoft, ...) is not for this verifier: only the tenant's is."
        )
    return found(
        facts,
        OTHER_ISSUER,
        f"The token was issued by {issuer}, the verifier trusts {expected}.{near}",
        evidence=(f"iss: {issuer}", f"issuer expected: {expected}"),
        fix="auth0ctl tenant use NAME    # the one that issued it, or log in again at this one: auth0ctl login",
        explains=_BY_ANOTHER,
    )


JUDGES = (
    Judge(rule=SLASH_MISSING, needs=NEEDS, find=slash_missing),
    Judge(rule=DOMAIN_MISMATCH, needs=NEEDS, find=domain_mismatch),
    Judge(rule=OTHER_ISSUER, needs=NEEDS, find=other_issuer),
    Judge(rule=WRITTEN_DIFFERENTLY, needs=NEEDS, find=written_differently),
    Judge(rule=WRONG_TENANT, needs=NEEDS, find=wrong_tenant),
)
