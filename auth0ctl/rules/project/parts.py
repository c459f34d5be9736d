"""Two programs of one project that do not agree: what the login asks for, and what the API checks."""

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.login.asking import AUDIENCE_SLASH_MISMATCH
from auth0ctl.rules.project.situation import (
    DOCS,
    at,
    environments,
    filled,
    found,
    host,
    loopback,
    plain,
    settings,
    where,
    words,
)
from auth0ctl.rules.token.form import OPAQUE
from auth0ctl.rules.token.party import DOMAIN_MISMATCH
from auth0ctl.situation import AppSetting

AUDIENCES_DIFFER = Rule(
    code="AZ921",
    name="app-and-api-audience-differ",
    severity=Severity.ERROR,
    title="The login asks for another audience than the API checks",
    why="The access token's `aud` is the audience that the login asked for; an API refuses every token whose `aud` is "
    "not its own, usually with 401 and `invalid audience`.",
    fix="Write the API's identifier in both places, letter by letter.",
    docs=DOCS + "get-started/apis/api-settings",
)
TENANTS_DIFFER = Rule(
    code="AZ922",
    name="app-and-api-tenant-differ",
    severity=Severity.ERROR,
    title="The login happens at another tenant than the API trusts",
    why="A token is signed with its tenant's keys and names it as issuer; an API that trusts another tenant finds "
    "neither its issuer nor its key.",
    fix="Use one tenant's domain in both.",
    docs=DOCS + "secure/tokens/access-tokens/validate-access-tokens",
)
JWKS_ELSEWHERE = Rule(
    code="AZ923",
    name="jwks-of-another-domain",
    severity=Severity.ERROR,
    title="The keys are fetched from another domain than the issuer's",
    why="Each tenant signs with its own keys. With another tenant's JWKS every signature is invalid, or the key id is "
    "not found.",
    fix="Fetch the keys from https://DOMAIN/.well-known/jwks.json of the issuer's own domain.",
    docs=DOCS + "secure/tokens/json-web-tokens/json-web-key-sets",
)
FILES_DISAGREE = Rule(
    code="AZ924",
    name="env-files-disagree",
    severity=Severity.INFO,
    title="Two dotenv files give one variable different values",
    why="The .local file wins where the tool reads it at all; another tool, a container or a test run may take the "
    "other one.",
    fix="Keep the value in one of the files.",
    docs=DOCS + "get-started/applications/application-settings",
)
AUDIENCE_IS_CLIENT = Rule(
    code="AZ925",
    name="audience-is-client-id",
    severity=Severity.ERROR,
    title="The audience is the client id",
    why="The client id is the audience of ID tokens. An API whose audience it is takes ID tokens, which are not for "
    "APIs, and refuses access tokens; asked for at login, it is no API of the tenant.",
    fix="Use the identifier of the API as audience; `auth0ctl api list` prints the identifiers.",
    docs=DOCS + "secure/tokens/id-tokens",
)


def asked(facts: Facts) -> list[AppSetting]:
    """Audiences that logins ask for; where no page or phone logs in, those of the servers that do."""
    every = filled(facts, "audience")
    return [one for one in every if one.side == "front"] or [one for one in every if one.side == "web"]


def checked(facts: Facts) -> list[AppSetting]:
    return [one for one in filled(facts, "audience") if one.side == "back"]


def audiences_at_odds(facts: Facts) -> tuple[list[AppSetting], list[AppSetting]] | None:
    """The settings of the two sides in the first environment where they share no audience."""
    logins, apis = asked(facts), checked(facts)
    for environment in environments([*logins, *apis]):
        here, there = at(environment, logins), at(environment, apis)
        if here and there and not set(words(here)) & set(words(there)):
            return here, there
    return None


def audiences_differ(facts: Facts) -> Finding | None:
    at_odds = audiences_at_odds(facts)
    if at_odds is None or _only_a_slash(*at_odds):
        return None
    here, there = at_odds
    return found(
        AUDIENCES_DIFFER,
        [*here, *there],
        f"The login asks for the audience {words(here)[0]}, the API checks for {words(there)[0]}: the API will refuse "
        "every access token for its aud.",
        fix=f"Write the API's identifier (`auth0ctl api list`) as audience in {where(here[0])} and {where(there[0])}",
        confidence=Confidence.LIKELY,
    )


def audiences_slash(facts: Facts) -> Finding | None:
    at_odds = audiences_at_odds(facts)
    if at_odds is None or not _only_a_slash(*at_odds):
        return None
    here, there = at_odds
    return found(
        AUDIENCE_SLASH_MISMATCH,
        [*here, *there],
        f"The login asks for the audience {words(here)[0]}, the API checks for {words(there)[0]}: they differ by the "
        "trailing slash, and audiences are compared byte for byte.",
        fix=f"Write it the same in {where(here[0])} and {where(there[0])}; `auth0ctl api list` prints the identifier",
    )


def _only_a_slash(here: list[AppSetting], there: list[AppSetting]) -> bool:
    bare = {word.rstrip("/") for word in words(there)}
    return any(word.rstrip("/") in bare for word in words(here))


def audience_missing(facts: Facts) -> Finding | None:
    """An API that checks an audience, beside a login that asks for none anywhere, not even by code."""
    every = facts.app_settings or ()
    apis = checked(facts)
    logins = [one for one in filled(facts, "client_id", "domain") if one.side in ("front", "web")]
    asks = any(one.side in ("front", "web") and one.role == "audience" for one in every)
    misplaced = any(one.role == "misplaced_option" and one.name == "audience" for one in every)
    default = facts.tenant_settings.default_audience if facts.tenant_settings else ""
    if not apis or not logins or asks or misplaced or default:
        return None
    audience = words(apis)[0]
    return found(
        OPAQUE,
        [*logins[:2], *apis[:2]],
        f"The API checks for the audience {audience}, and no setting of the login asks for an audience: the access "
        "token is then opaque, and no API can check it.",
        fix=f"Let the login ask for it: authorizationParams: {{ audience: '{audience}' }} (or this SDK's own setting)",
        confidence=Confidence.LIKELY,
    )


def _at_odds_about_tenant(facts: Facts) -> tuple[AppSetting, AppSetting] | None:
    every = [one for one in filled(facts, "domain", "issuer", "issuer_base") if not loopback(one.value)]
    logins = [one for one in every if one.side in ("front", "web")]
    apis = [one for one in every if one.side == "back"]
    for environment in environments(every):
        here, there = at(environment, logins), at(environment, apis)
        hosts = {host(one.value) for one in here}
        if here and there and not hosts & {host(one.value) for one in there}:
            return here[0], there[0]
    return None


def tenants_differ(facts: Facts) -> Finding | None:
    pair = _at_odds_about_tenant(facts)
    if pair is None or _custom_and_canonical(facts, *pair):
        return None
    login, api = pair
    return found(
        TENANTS_DIFFER,
        pair,
        f"The login goes to {host(login.value)}, the API trusts tokens of {host(api.value)}: issuer and keys differ.",
        fix=f"Use one domain in {where(login)} and {where(api)}; `auth0ctl tenant show` prints this tenant's",
        confidence=Confidence.LIKELY,
    )


def domains_differ(facts: Facts) -> Finding | None:
    pair = _at_odds_about_tenant(facts)
    if pair is None or not _custom_and_canonical(facts, *pair):
        return None
    login, api = pair
    return found(
        DOMAIN_MISMATCH,
        pair,
        f"The login goes to {host(login.value)}, the API expects the issuer of {host(api.value)}: one is the custom "
        "domain, the other the canonical one, and iss is the one that the login was sent to.",
        fix=f"In {where(api)} expect the issuer https://{host(login.value)}/",
        confidence=Confidence.LIKELY,
    )


def _custom_and_canonical(facts: Facts, login: AppSetting, api: AppSetting) -> bool:
    """Two auth0.com names are two tenants; of the others one may be the custom domain, and the tenant knows."""
    here, there = host(login.value), host(api.value)
    if facts.custom_domains is not None and facts.tenant is not None:
        ours = {host(facts.tenant.domain), *facts.custom_domains}
        return here in ours and there in ours
    return here.endswith(".auth0.com") != there.endswith(".auth0.com")


def jwks_elsewhere(facts: Facts) -> Finding | None:
    for jwks in filled(facts, "jwks_uri"):
        near = [
            one
            for one in filled(facts, "issuer", "issuer_base", "domain")
            if one.part == jwks.part and one.side == jwks.side and one.environment in ("", jwks.environment)
        ]
        keys = host(jwks.value)
        if not near or keys in {host(one.value) for one in near} or _custom_and_canonical(facts, near[0], jwks):
            continue
        if "." not in keys and not loopback(keys):
            continue  # a path or a name of the program's own
        return found(
            JWKS_ELSEWHERE,
            [jwks, near[0]],
            f"The keys (JWKS) come from {keys}, the issuer is {host(near[0].value)}: no signature will be valid.",
            fix=f"In {where(jwks)} write https://{host(near[0].value)}/.well-known/jwks.json",
        )
    return None


def files_disagree(facts: Facts) -> Finding | None:
    every = facts.app_settings or ()
    for one in every:
        if not one.overridden_by or "secret" in one.role:
            continue
        winner = next((other for other in every if other.file == one.overridden_by and other.name == one.name), None)
        if winner is not None and plain(winner) != plain(one) and one.value:
            return found(
                FILES_DISAGREE,
                [winner, one],
                f"{one.name} is {winner.value} in {winner.file} and {one.value} in {one.file}; the first one wins.",
            )
    return None


def audience_is_client(facts: Facts) -> Finding | None:
    clients = {plain(one) for one in settings(facts, "client_id") if plain(one)}
    wrong = [one for one in filled(facts, "audience") if set(words([one])) & clients]
    if not wrong:
        return None
    first = wrong[0]
    means = (
        "the API takes ID tokens, whose aud is the client id, and refuses access tokens"
        if first.side == "back"
        else "no API of the tenant has that identifier"
    )
    return found(
        AUDIENCE_IS_CLIENT,
        wrong,
        f"{first.name} is the client id {plain(first)}: {means}.",
        fix=f"In {where(first)} write the API's identifier; `auth0ctl api list` prints the identifiers",
    )


JUDGES = tuple(
    Judge(rule=rule, needs=("app_settings",), find=find)
    for rule, find in (
        (AUDIENCES_DIFFER, audiences_differ),
        (AUDIENCE_SLASH_MISMATCH, audiences_slash),
        (OPAQUE, audience_missing),
        (AUDIENCE_IS_CLIENT, audience_is_client),
        (TENANTS_DIFFER, tenants_differ),
        (DOMAIN_MISMATCH, domains_differ),
        (JWKS_ELSEWHERE, jwks_elsewhere),
        (FILES_DISAGREE, files_disagree),
    )
)
