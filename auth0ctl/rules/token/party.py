"""It is from someone else, or for someone else: issuer, audience, client."""

from urllib.parse import urlsplit

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts, TokenKind
from auth0ctl.rules.login import AUDIENCE_SLASH_MISMATCH
from auth0ctl.rules.token.situation import (
    NEEDS,
    TOKEN_DOCS,
    arg,
    audiences,
    expected_of,
    failed,
    found,
    mixed_up,
    token_of,
    userinfo,
)
from auth0ctl.words import shown

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
        return urlsplit(issuer or "").netloc.lower()
    except ValueError:
        return ""


def issuer_of(facts: Facts) -> str | None:
    issuer = token_of(facts).claims.get("iss")
    return issuer if isinstance(issuer, str) and issuer else None


def from_other_tenant(facts: Facts) -> bool:
    """The issuer is another one altogether, so that its keys are unknown here is no second cause."""
    expected = expected_of(facts).issuer
    issuer = issuer_of(facts)
    if not failed(facts, "V12") or expected is None or issuer is None or slash_missing(facts):
        return False
    return not _same_tenant_other_domain(facts, issuer, expected)


def _same_tenant_other_domain(facts: Facts, issuer: str, expected: str) -> bool:
    """Custom and canonical domain share their keys; two auth0.com domains are two tenants."""
    seen, wanted = host_of(issuer), host_of(expected)
    if not seen or not wanted or seen == wanted or failed(facts, "V08", "V09", "crypto"):
        return False
    if seen.startswith(wanted) or wanted.startswith(seen):  # x.auth0.com.example.org is nobody's custom domain
        return False
    return not (seen.endswith(".auth0.com") and wanted.endswith(".auth0.com"))


def slash_missing(facts: Facts) -> Finding | None:
    issuer, expected = issuer_of(facts), expected_of(facts).issuer
    if not failed(facts, "V12") or expected is None or issuer != f"{expected}/":
        return None
    return found(
        facts,
        SLASH_MISSING,
        f"The verifier expects the issuer {expected}; the token's iss is {issuer}, "
        "with the slash that Auth0 always puts.",
        evidence=(f"iss: {issuer}", f"issuer expected: {expected}"),
        fix=f"auth0ctl token verify --as {expected_of(facts).kind} --issuer {arg(issuer)}",
        explains=("V12", "I01"),
    )


def domain_mismatch(facts: Facts) -> Finding | None:
    issuer, expected = issuer_of(facts), expected_of(facts).issuer
    if not failed(facts, "V12") or expected is None or issuer is None or slash_missing(facts):
        return None
    if not _same_tenant_other_domain(facts, issuer, expected):
        return None
    return found(
        facts,
        DOMAIN_MISMATCH,
        f"The token's issuer (iss) is {issuer}, the verifier expects {expected}: two domains, and the key is the same "
        "tenant's. One is the custom domain, the other the canonical one.",
        evidence=(f"iss: {issuer}", f"issuer expected: {expected}"),
        fix=f"auth0ctl token verify --as {expected_of(facts).kind} --issuer {arg(issuer)}"
        f"    # or log in at {host_of(expected)}",
        explains=("V12", "I01"),
        confidence=Confidence.LIKELY,
    )


def other_issuer(facts: Facts) -> Finding | None:
    if not from_other_tenant(facts):
        return None
    issuer, expected = issuer_of(facts), expected_of(facts).issuer
    near = ""
    if issuer and expected and issuer.rstrip("/").lower() == expected.rstrip("/").lower():
        near = " They differ only by a slash or by upper and lower case; Auth0's own is lower case and ends in a slash."
    return found(
        facts,
        OTHER_ISSUER,
        f"The token was issued by {issuer}, the verifier trusts {expected}.{near}",
        evidence=(f"iss: {issuer}", f"issuer expected: {expected}"),
        fix="auth0ctl tenant use NAME    # the one that issued it, or log in again at this one: auth0ctl login",
        explains=("V12", "I01", "V08", "V09", "crypto"),
    )


def audience_slash(facts: Facts) -> Finding | None:
    expected, seen = expected_of(facts), audiences(token_of(facts))
    if not _judges_audience(facts) or expected.audience is None or expected.audience in seen:
        return None
    near = next((one for one in seen if one.rstrip("/") == expected.audience.rstrip("/")), None)
    if near is None:
        return None
    return found(
        facts,
        AUDIENCE_SLASH_MISMATCH,
        f"The token is for the audience {near}, the verifier expects {expected.audience}: "
        "the same but for the slash at the end.",
        evidence=(f"aud: {shown(list(seen))}", f"audience expected: {expected.audience}"),
        fix=f"auth0ctl token verify --audience {arg(near)}    # auth0ctl api list shows the identifier as it is",
        explains=("V13",),
    )


def other_audience(facts: Facts) -> Finding | None:
    expected, seen = expected_of(facts), audiences(token_of(facts))
    if not _judges_audience(facts) or expected.audience is None or not seen or audience_slash(facts):
        return None
    if expected.audience in seen:
        foreign = [one for one in seen if one != expected.audience and not userinfo(one)]
        detail = f"The token is also for {shown(foreign)}; Auth0 never issues one for two APIs."
    elif all(userinfo(one) for one in seen):
        detail = "The token is for /userinfo alone: the login asked for no API."
    else:
        detail = f"The token is for {shown(list(seen))}, the verifier expects {expected.audience}."
    return found(
        facts,
        OTHER_AUDIENCE,
        detail,
        evidence=(f"aud: {shown(list(seen))}", f"audience expected: {expected.audience}"),
        fix=f"auth0ctl login --audience {arg(expected.audience)}",
        explains=("V13",),
    )


def _judges_audience(facts: Facts) -> bool:
    return expected_of(facts).kind is not TokenKind.ID and bool(failed(facts, "V13")) and not mixed_up(facts)


def other_client(facts: Facts) -> Finding | None:
    token, expected = token_of(facts), expected_of(facts)
    if expected.client_id is None or mixed_up(facts):
        return None
    named = {name: token.claims[name] for name in ("azp", "client_id") if name in token.claims}
    seen = audiences(token)
    if expected.kind is TokenKind.ID:
        wrong = bool(failed(facts, "V13", "I02")) and bool(seen)
    else:
        wrong = bool(failed(facts, "A02")) and any(value != expected.client_id for value in named.values())
    if not wrong:
        return None
    said = [f"aud: {shown(list(seen))}", *(f"{name}: {shown(value)}" for name, value in named.items())]
    return found(
        facts,
        OTHER_CLIENT,
        f"The token is for {', '.join(said)}; the client expected is {expected.client_id}.",
        evidence=(*said, f"client expected: {expected.client_id}"),
        fix=f"auth0ctl login --client {arg(expected.client_id)}",
        explains=("V13", "I02") if expected.kind is TokenKind.ID else ("A02",),
    )


def expectation_missing(facts: Facts) -> Finding | None:
    token, expected = token_of(facts), expected_of(facts)
    options, explains, evidence = [], [], []
    if failed(facts, "V12") and expected.issuer is None and (issuer := issuer_of(facts)):
        options.append(f"--issuer {arg(issuer)}")
        explains += ["V12", "I01"]
        evidence.append(f"iss: {issuer} (from the token itself)")
    wanted = expected.client_id if expected.kind is TokenKind.ID else expected.audience
    if failed(facts, "V13") and wanted is None and (seen := audiences(token)) and not mixed_up(facts):
        options.append(f"{'--client-id' if expected.kind is TokenKind.ID else '--audience'} {arg(seen[0])}")
        explains.append("V13")
        evidence.append(f"aud: {shown(list(seen))} (from the token itself)")
    if failed(facts, "V15") and not 0 <= expected.leeway <= MAX_LEEWAY:
        options.append("--leeway 60")
        explains.append("V15")
        evidence.append(f"leeway: {expected.leeway} s, at most {MAX_LEEWAY} s")
    if not options:
        return None
    return found(
        facts,
        EXPECTATION_MISSING,
        "The verification was not told what to expect: only the token itself says it, and that proves nothing.",
        evidence=tuple(evidence),
        fix=f"auth0ctl token verify --as {expected.kind} {' '.join(options)}    # if that is what you expect",
        explains=tuple(explains),
    )


JUDGES = (
    Judge(rule=SLASH_MISSING, needs=NEEDS, find=slash_missing),
    Judge(rule=DOMAIN_MISMATCH, needs=NEEDS, find=domain_mismatch),
    Judge(rule=OTHER_ISSUER, needs=NEEDS, find=other_issuer),
    Judge(rule=AUDIENCE_SLASH_MISMATCH, needs=NEEDS, find=audience_slash),
    Judge(rule=OTHER_AUDIENCE, needs=NEEDS, find=other_audience),
    Judge(rule=OTHER_CLIENT, needs=NEEDS, find=other_client),
    Judge(rule=EXPECTATION_MISSING, needs=NEEDS, find=expectation_missing),
)
