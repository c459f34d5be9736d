"""One setting that cannot be right as it is written, whatever the tenant says."""

import re

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.login.endpoint import SECRET_MISSING
from auth0ctl.rules.project.placeholders import placeholder
from auth0ctl.rules.project.situation import (
    DOCS,
    SPA_SDKS,
    STRAY,
    filled,
    found,
    host,
    loopback,
    plain,
    sdks,
    settings,
    where,
)
from auth0ctl.rules.said.causes.app import (
    CLIENT_ID_MISSING,
    COOKIE_SECRET_MISSING,
    DOMAIN_HAS_SCHEME,
    DOMAIN_MISSING,
    WRONG_TENANT,
)
from auth0ctl.rules.token.party import SLASH_MISSING
from auth0ctl.situation import AppSetting

APPLICATION_SETTINGS = DOCS + "get-started/applications/application-settings"

PLACEHOLDER = Rule(
    code="AZ904",
    name="setting-placeholder",
    severity=Severity.ERROR,
    title="A template's placeholder was never replaced",
    why="The value is what a quickstart or a sample leaves for you to fill in; Auth0 knows nothing of that name.",
    fix="Put the real value there; `auth0ctl client list`, `auth0ctl api list` and `auth0ctl tenant show` print them.",
    docs=APPLICATION_SETTINGS,
)
PADDED = Rule(
    code="AZ905",
    name="setting-quoted-or-padded",
    severity=Severity.ERROR,
    title="Quotes, blanks or punctuation are part of the value",
    why="Values are compared character by character. Docker's env files, YAML lists and Java properties do not take "
    "quotes or blanks away, and invisible characters come along with a copy and paste.",
    fix="Write the bare value.",
    docs=APPLICATION_SETTINGS,
)
ISSUER_WITHOUT_SCHEME = Rule(
    code="AZ906",
    name="issuer-without-scheme",
    severity=Severity.ERROR,
    title="The issuer setting is no URL",
    why="An issuer is a URL: https://, the tenant's domain, and a slash at the end. It is compared as a whole.",
    fix="Write https://DOMAIN/ with the slash at the end.",
    docs=DOCS + "secure/tokens/json-web-tokens/validate-json-web-tokens",
)
ISSUER_PLAIN_HTTP = Rule(
    code="AZ907",
    name="issuer-plain-http",
    severity=Severity.ERROR,
    title="The issuer is fetched over plain http",
    why="Auth0's issuer begins with https://, so no token will ever match; and keys that come over plain http can be "
    "replaced by anybody on the way.",
    fix="Write https://.",
    docs=DOCS + "secure/tokens/json-web-tokens/validate-json-web-tokens",
)
EXACT_NAMES = re.compile(
    r"(?i)(?:valid[-_]?issuer|jwt[-_]?issuer|token[-_]?issuer|issuer[-_]?uri|okta\.oauth2\.issuer|jwt\.verify\.issuer)$"
)
NOT_TENANTS = ("auth0.com", "www.auth0.com", "manage.auth0.com", "accounts.auth0.com", "cdn.auth0.com")


def domain_has_scheme(facts: Facts) -> Finding | None:
    wrong = [one for one in filled(facts, "domain") if _more_than_host(plain(one)) and not loopback(plain(one))]
    if not wrong:
        return None
    # auth0-spa-js takes a scheme away itself, but not what follows the host (its getDomain)
    harmless = all(_spa_takes(one, facts) for one in wrong)
    first = wrong[0]
    return found(
        DOMAIN_HAS_SCHEME,
        wrong,
        f"{first.name} holds {plain(first)}; a bare host is expected there, without https:// and without a slash."
        + (" This SDK puts up with the scheme; others, and code that builds URLs from it, do not." if harmless else ""),
        fix=f"In {where(first)} write {first.name.rpartition('.')[2]} as {host(first.value)}",
        confidence=Confidence.LIKELY,
        severity=Severity.INFO if harmless else None,
    )


def _more_than_host(value: str) -> bool:
    return "://" in value or "/" in value


def _spa_takes(one: AppSetting, facts: Facts) -> bool:
    bare = plain(one).partition("://")[2]
    used = set(sdks(facts, one.part))
    return one.side == "front" and bool(used & SPA_SDKS) and bare != "" and "/" not in bare


def empty(facts: Facts, role: str) -> list[AppSetting]:
    """Settings of a role that are there and empty, unless the same program has it filled in elsewhere."""
    given = {(one.part, one.side) for one in facts.app_settings or () if one.role == role and one.value.strip(STRAY)}
    return [one for one in settings(facts, role) if not one.value.strip(STRAY) and (one.part, one.side) not in given]


def domain_missing(facts: Facts) -> Finding | None:
    wrong = [*empty(facts, "domain"), *empty(facts, "issuer_base")]
    if not wrong:
        return None
    detail = f"{wrong[0].name} is empty: the authorize URL has no domain, so the login cannot start."
    fix = f"In {where(wrong[0])} set the domain that `auth0ctl tenant show` prints"
    return found(DOMAIN_MISSING, wrong, detail, fix=fix, confidence=Confidence.LIKELY)


def client_id_missing(facts: Facts) -> Finding | None:
    wrong = empty(facts, "client_id")
    if not wrong:
        return None
    detail = f"{wrong[0].name} is empty: the login request has no client_id."
    fix = f"In {where(wrong[0])} set an id that `auth0ctl client list` prints"
    return found(CLIENT_ID_MISSING, wrong, detail, fix=fix, confidence=Confidence.LIKELY)


def session_secret_missing(facts: Facts) -> Finding | None:
    wrong = empty(facts, "session_secret")
    if not wrong:
        return None
    detail = f"{wrong[0].name} is empty: the SDK has no secret for its session cookie."
    fix = f"In {where(wrong[0])} set a long random value of your own, such as `openssl rand -hex 32` prints"
    return found(COOKIE_SECRET_MISSING, wrong, detail, fix=fix, confidence=Confidence.LIKELY)


def client_secret_missing(facts: Facts) -> Finding | None:
    """A public client has none; on a server an empty one is a proof that is not sent."""
    public = facts.client is not None and facts.client.token_endpoint_auth_method == "none"
    wrong = [] if public else [one for one in empty(facts, "client_secret") if one.side == "web"]
    if not wrong:
        return None
    detail = f"{wrong[0].name} is empty: the web app cannot prove itself at the token endpoint."
    fix = f"In {where(wrong[0])} set the client secret that the client's settings page shows"
    return found(SECRET_MISSING, wrong, detail, fix=fix, confidence=Confidence.LIKELY)


def placeholders(facts: Facts) -> Finding | None:
    roles = ("domain", "client_id", "audience", "issuer", "issuer_base", "jwks_uri", "redirect_uri", "base_url")
    wrong = [one for one in settings(facts, *roles) if one.value.strip(STRAY) and placeholder(one.value)]
    wrong += [one for one in settings(facts, "client_secret", "session_secret") if one.value == "(placeholder)"]
    if not wrong:
        return None
    names = ", ".join(dict.fromkeys(one.name.rpartition(".")[2] for one in wrong))
    command = {"client_id": "client list", "audience": "api list"}.get(wrong[0].role, "tenant show")
    return found(
        PLACEHOLDER,
        wrong,
        f"Still a placeholder from a sample: {names}.",
        fix=f"Replace the placeholder in {where(wrong[0])}; `auth0ctl {command}` prints the real value",
    )


def padded(facts: Facts) -> Finding | None:
    roles = ("domain", "client_id", "audience", "issuer", "issuer_base", "jwks_uri", "redirect_uri", "base_url")
    wrong = [one for one in settings(facts, *roles) if plain(one) and plain(one) != one.value]
    if not wrong:
        return None
    first = wrong[0]
    return Finding(
        rule=PADDED,
        subject=where(first),
        detail=f"The value of {first.name} is {first.value!r}: the quotes, blanks or punctuation around "
        f"{plain(first)} belong to the value.",
        evidence=tuple(f"{where(one)}: {one.name}={one.value!r}" for one in wrong[:6]),
        fix=f"In {where(first)} write the bare value: {plain(first)}",
    )


def issuer_without_scheme(facts: Facts) -> Finding | None:
    wrong = [one for one in filled(facts, "issuer", "issuer_base") if "://" not in plain(one) and "." in plain(one)]
    if not wrong:
        return None
    first = wrong[0]
    return found(
        ISSUER_WITHOUT_SCHEME,
        wrong,
        f"{first.name} is {plain(first)}: an issuer is a whole URL, https://{host(first.value)}/ here.",
        fix=f"In {where(first)} write https://{host(first.value)}/",
        confidence=Confidence.LIKELY,  # some SDKs put https:// in front
        severity=Severity.WARNING,
    )


def issuer_plain_http(facts: Facts) -> Finding | None:
    wrong = [
        one
        for one in filled(facts, "issuer", "issuer_base", "jwks_uri")
        if plain(one).lower().startswith("http://") and not loopback(plain(one)) and "." in host(one.value)
    ]
    if not wrong:
        return None
    first = wrong[0]
    return found(
        ISSUER_PLAIN_HTTP,
        wrong,
        f"{first.name} is {plain(first)}: Auth0's issuer and keys are under https:// only.",
        fix=f"In {where(first)} write https://{host(first.value)}/",
    )


def issuer_slash(facts: Facts) -> Finding | None:
    """Verifiers that compare the configured issuer as it is; one that goes through discovery takes either form."""
    wrong = [one for one in filled(facts, "issuer") if _bare_origin(plain(one)) and not loopback(plain(one))]
    exact = [one for one in wrong if EXACT_NAMES.search(one.name) or _literal_in_verifier(one)]
    if exact:
        first = exact[0]
        return found(
            SLASH_MISSING,
            exact,
            f"{first.name} is {plain(first)}, without the trailing slash that Auth0 always puts at the end of iss; "
            "this setting is compared as it is written.",
            fix=f"In {where(first)} write {plain(first)}/",
            confidence=Confidence.LIKELY,
        )
    unsure = [one for one in wrong if not set(sdks(facts, one.part)) & {"next-auth", "@auth/core", "@auth/sveltekit"}]
    if not unsure:
        return None
    first = unsure[0]
    return found(
        SLASH_MISSING,
        unsure,
        f"{first.name} is {plain(first)}, without a trailing slash. That is right only where the code adds one before "
        "it compares the issuer: Auth0's iss always ends in a slash.",
        fix=f"If the value is compared with iss as it is: write {plain(first)}/ in {where(first)}",
        confidence=Confidence.POSSIBLE,
        severity=Severity.INFO,
    )


def _bare_origin(value: str) -> bool:
    return re.fullmatch(r"https://[^/\s]+", value) is not None


def _literal_in_verifier(one: AppSetting) -> bool:
    name = one.name.rpartition(".")[2].lower()
    code = one.file.rpartition(".")[2] not in ("json", "yml", "yaml", "properties", "toml", "xml", "plist")
    dotenv = one.file.rpartition("/")[2].startswith(".env") or one.file.endswith(".env")
    return one.side == "back" and code and not dotenv and name in ("issuer", "issuers", "api_issuer")


def no_tenant_there(facts: Facts) -> Finding | None:
    """A domain that can be no tenant's: Auth0's own pages, or a tenant's name without a host."""
    wrong = [
        one
        for one in filled(facts, "domain", "issuer", "issuer_base")
        if host(one.value) in NOT_TENANTS or ("." not in host(one.value) and not loopback(one.value))
    ]
    if not wrong:
        return None
    first = wrong[0]
    return found(
        WRONG_TENANT,
        wrong,
        f"{first.name} is {plain(first)}, which is the domain of no tenant: a tenant's has the form "
        "NAME.REGION.auth0.com, or is its custom domain.",
        fix=f"In {where(first)} write the domain that `auth0ctl tenant show` prints",
        confidence=Confidence.LIKELY,
    )


JUDGES = tuple(
    Judge(rule=rule, needs=("app_settings",), find=find)
    for rule, find in (
        (PLACEHOLDER, placeholders),
        (DOMAIN_MISSING, domain_missing),
        (CLIENT_ID_MISSING, client_id_missing),
        (COOKIE_SECRET_MISSING, session_secret_missing),
        (SECRET_MISSING, client_secret_missing),
        (PADDED, padded),
        (DOMAIN_HAS_SCHEME, domain_has_scheme),
        (WRONG_TENANT, no_tenant_there),
        (ISSUER_WITHOUT_SCHEME, issuer_without_scheme),
        (ISSUER_PLAIN_HTTP, issuer_plain_http),
        (SLASH_MISSING, issuer_slash),
    )
)
