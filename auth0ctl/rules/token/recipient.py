"""It is for someone else: the audience, the client. And nothing was said that it could be held against."""

from auth0ctl.findings import Finding, Judge
from auth0ctl.model import Facts, TokenKind
from auth0ctl.rules.login.asking import AUDIENCE_SLASH_MISMATCH
from auth0ctl.rules.said.causes.app import SYSTEM_AUDIENCE
from auth0ctl.rules.token.party import (
    EXPECTATION_MISSING,
    MAX_LEEWAY,
    OTHER_AUDIENCE,
    OTHER_CLIENT,
    host_of,
    issuer_of,
)
from auth0ctl.rules.token.situation import (
    NEEDS,
    arg,
    audiences,
    expected_of,
    failed,
    found,
    mixed_up,
    token_of,
    userinfo,
)
from auth0ctl.words import shown, split_url


def _alike(one: str, other: str) -> bool:
    """The same but for upper and lower case, http or https, blanks, or a slash."""

    def plain(text: str) -> str:
        return text.strip().lower().replace("http://", "https://").removeprefix("https://").rstrip("/")

    return plain(one) == plain(other)


def is_system(audience: str) -> bool:
    """True for the Management API's identifier and those of Auth0's other own APIs (resource-servers.md section 3)."""
    return split_url(audience).path.rstrip("/") in ("/api/v2", "/me", "/my-org", "/mfa")


def audience_slash(facts: Facts) -> Finding | None:
    expected, seen = expected_of(facts), audiences(token_of(facts))
    if not _judges_audience(facts) or expected.audience is None or expected.audience in seen:
        return None
    near = next((one for one in seen if one.rstrip("/") == expected.audience.strip().rstrip("/")), None)
    if near is None or near == expected.audience.strip():
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


def system_audience(facts: Facts) -> Finding | None:
    """The same Auth0 API (/api/v2/, /userinfo) under the tenant's two domains; only the canonical one is real."""
    expected, seen = expected_of(facts), audiences(token_of(facts))
    if not _judges_audience(facts) or expected.audience is None or expected.audience in seen:
        return None
    path = split_url(expected.audience).path.rstrip("/")
    if path not in ("/api/v2", "/userinfo") or (path == "/userinfo" and len(seen) > 1):
        return None
    near = next((one for one in seen if split_url(one).path.rstrip("/") == path), None)
    if near is None or host_of(near) == host_of(expected.audience):
        return None
    return found(
        facts,
        SYSTEM_AUDIENCE,
        f"The token is for {near}, the verifier expects {expected.audience}: the same API of Auth0's under two "
        "domains. Its audience is the one under the canonical domain, never the custom domain's.",
        evidence=(f"aud: {shown(list(seen))}", f"audience expected: {expected.audience}"),
        fix=f"auth0ctl token verify --audience {arg(near)}",
        explains=("V13",),
    )


def other_audience(facts: Facts) -> Finding | None:
    expected, seen = expected_of(facts), audiences(token_of(facts))
    if not _judges_audience(facts) or expected.audience is None or not seen or audience_slash(facts):
        return None
    if all(userinfo(one) for one in seen) or system_audience(facts):  # no API was asked for: said by another rule
        return None
    if expected.audience in seen:
        foreign = [one for one in seen if one != expected.audience and not userinfo(one)]
        detail = f"The token is also for {shown(foreign)}; Auth0 never issues one for two APIs."
    elif expected.audience == token_of(facts).claims.get("azp"):
        detail = (
            f"The verifier expects {expected.audience}, which is the client id; the token is an access token, whose "
            f"audience is the API's identifier, {shown(list(seen))}."
        )
    elif near := next((one for one in seen if _alike(one, expected.audience)), None):
        detail = (
            f"The token is for {near}, the verifier expects {expected.audience}: nearly the same, but an audience is "
            "compared character by character."
        )
    elif any(is_system(one) for one in seen):
        detail = (
            f"The token is for Auth0's own API ({shown(list(seen))}), the verifier expects {expected.audience}: the "
            "login asked for the wrong audience, or the tenant's default audience is that."
        )
    else:
        detail = f"The token is for {shown(list(seen))}, the verifier expects {expected.audience}."
    return found(
        facts,
        OTHER_AUDIENCE,
        detail,
        evidence=(f"aud: {shown(list(seen))}", f"audience expected: {expected.audience}"),
        fix=f"auth0ctl login --audience {arg(expected.audience)}",
        explains=("V13", "A03", "A06"),
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
    Judge(rule=AUDIENCE_SLASH_MISMATCH, needs=NEEDS, find=audience_slash),
    Judge(rule=SYSTEM_AUDIENCE, needs=NEEDS, find=system_audience),
    Judge(rule=OTHER_AUDIENCE, needs=NEEDS, find=other_audience),
    Judge(rule=OTHER_CLIENT, needs=NEEDS, find=other_client),
    Judge(rule=EXPECTATION_MISSING, needs=NEEDS, find=expectation_missing),
)
