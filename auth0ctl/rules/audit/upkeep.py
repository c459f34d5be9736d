"""The tenant's own settings and code: what is old, open, or missing. Advice, judged only when an audit is asked for.

Where the official auditor calls something High and a login can be attacked or broken by it, it is a warning here.
"""

import re

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.records import Connection, TenantSettings
from auth0ctl.rules.audit.client import crosses_the_network, whole_domain
from auth0ctl.rules.wish.actions import COMMENT, denials
from auth0ctl.rules.wish.situation import found, listed

DOCS = "https://auth0.com/docs/"
NODE = re.compile(r"(?:node)?(\d+)")
SUPPORTED = 22  # the oldest Node that Auth0 gives a new Action (management-api.md section 6) and Node itself maintains
HOURS, IDLE_HOURS = 168, 72  # of a new tenant's sessions (management-api.md section 7)
# A literal that is a key by its looks, or by the name that it is given. What it says is never shown.
SECRET = re.compile(
    r"""-----BEGIN[A-Z ]*PRIVATE\ KEY-----
    |['"`](?:sk_live_|sk-|xox[bp]-|ghp_|github_pat_|AKIA|SG\.|eyJ[\w-]{10,}\.eyJ)[\w.-]{8,}
    |\b\w*(?:secret|passw(?:or)?d|api_?key|private_?key|access_?token|auth_?token)\w*\s*[:=]\s*['"`][^'"`\s${}]{12,}['"`]
    """,
    re.VERBOSE | re.IGNORECASE,
)
UNESCAPED = re.compile(r"\{\{\s*(\w+)\s*\}\}")

OLD_RUNTIME = Rule(
    code="AZ241",
    name="node-runtime-old",
    severity=Severity.WARNING,
    title="Code runs in the login on a Node version without security fixes",
    why="An Action's code sees passwords' outcomes, profiles and secrets. Auth0 takes retired versions away in the "
    "end, and what has not been moved by then stops working.",
    fix="In the dashboard, move the Action (or the tenant's Extensibility setting) to Node 22 and deploy it.",
    docs=DOCS + "customize/actions",
)
LEGACY_RULES = Rule(
    code="AZ242",
    name="legacy-rules-enabled",
    severity=Severity.WARNING,
    title="Logins still depend on Rules",
    why="Rules have been read-only since November 2024, and their announced end of life is 18 November 2026: what they "
    "add to tokens, or refuse, is then missing.",
    fix="auth0ctl claim add NAMESPACE/NAME ...    # an Action for each claim that a Rule sets",
    docs=DOCS + "customize/actions/migrate/migrate-from-rules-to-actions",
)
SECRET_IN_CODE = Rule(
    code="AZ243",
    name="secret-in-tenant-code",
    severity=Severity.INFO,
    title="Code of the tenant seems to hold a secret",
    why="Everybody who may read Actions or connections reads it too, and so does every export and its repository.",
    fix="Move the value to the Action's secrets (event.secrets), or the connection's configuration; then replace it.",
    docs=DOCS + "customize/actions/write-your-first-action",
)
PKCE_OPTIONAL = Rule(
    code="AZ244",
    name="pkce-not-enforced",
    severity=Severity.INFO,
    title="Nothing makes apps log in with PKCE",
    why="Auth0 takes a code request without a challenge from first-party clients, and an intercepted code can then "
    "be redeemed by others (RFC 9700 section 2.1.1). Only an Action that is in the post-login flow can refuse it.",
    fix="If every app sends a challenge, bind a post-login Action that denies logins without code_challenge.",
    docs=DOCS + "get-started/authentication-and-authorization-flow/authorization-code-flow-with-pkce",
)
DEFAULT_AUDIENCE = Rule(
    code="AZ245",
    name="tenant-default-audience-set",
    severity=Severity.INFO,
    title="A login that asks for no API gets a token for one",
    why="Every client's access token is then for the default audience, with its lifetime and its consent, whether the "
    "app knows of that API or not; and code that works here fails at a tenant without the setting.",
    fix="Let each app name its audience (`auth0ctl login --audience ...` shows it), then clear the setting.",
    docs=DOCS + "get-started/tenant-settings",
)
OPEN_DIRECTORY = Rule(
    code="AZ246",
    name="connection-open-to-third-parties",
    severity=Severity.INFO,
    title="Anybody's client can log in the users of a connection",
    why="A domain-level connection serves every third-party client, and with open registration anybody can make one.",
    fix="Make the connection serve chosen clients only, or close dynamic client registration.",
    docs=DOCS + "authenticate/identity-providers/promote-connections-to-domain-level",
)
LONG_SESSION = Rule(
    code="AZ247",
    name="session-lives-long",
    severity=Severity.INFO,
    title="A login at Auth0 lasts longer than a new tenant would let it",
    why="Whoever comes to the browser within that time is logged in, to every app of the tenant.",
    fix="Shorten the session lifetimes in the tenant's advanced settings.",
    docs=DOCS + "manage-users/sessions/session-lifetime-limits",
)
OPEN_TENANT_ADDRESS = Rule(
    code="AZ248",
    name="tenant-address-open",
    severity=Severity.INFO,
    title="The tenant sends people to an address that others can take",
    why="The tenant's logout URLs serve every client. One that is plain http, or a wildcard over a whole domain, lets "
    "others catch people on their way out.",
    fix="Name each https address, in the clients' own lists where they belong to one.",
    docs=DOCS + "authenticate/login/logout/redirect-users-after-logout",
)
NO_LOGIN_ROUTE = Rule(
    code="AZ249",
    name="tenant-login-uri-missing",
    severity=Severity.INFO,
    title="Auth0 does not know where to send people whose login is lost",
    why="After a bookmarked login page, a password reset or an invitation that names no client, Auth0 sends people to "
    "the tenant's login URI; without one they end on an error page.",
    fix="Set the Tenant Login URI (default_redirection_uri) to an https page that starts a login.",
    docs=DOCS + "authenticate/login/auth0-universal-login/configure-default-login-routes",
)
NO_SUPPORT = Rule(
    code="AZ251",
    name="support-contact-missing",
    severity=Severity.INFO,
    title="Auth0's error pages name nobody to turn to",
    why="The support address and URL stand on the pages that people see when a login fails.",
    fix="Set Support Email and Support URL in the tenant's settings.",
    docs=DOCS + "get-started/tenant-settings",
)
UNESCAPED_PAGE = Rule(
    code="AZ252",
    name="error-page-unescaped",
    severity=Severity.WARNING,
    title="The tenant's own error page prints parameters as markup",
    why="What stands in an authorize URL comes back in the error's description. Printed without `| escape` it runs as "
    "script on the login's domain.",
    fix="In the error page's template write {{ error_description | escape }}, and so for every variable.",
    docs=DOCS + "customize/login-pages/custom-error-pages",
)
NO_CUSTOM_DOMAIN = Rule(
    code="AZ253",
    name="custom-domain-missing",
    severity=Severity.INFO,
    title="The tenant has no custom domain",
    why="Browsers count the session cookie on Auth0's own domain as a third party's, so a silent login by iframe fails "
    "in most of them; and people see a domain that is not the app's. No login with a page is hindered by it.",
    fix="Where apps log in silently, set up a custom domain below the apps' own.",
    docs=DOCS + "customize/custom-domains",
)


def settings_of(facts: Facts) -> TenantSettings:
    assert facts.tenant_settings is not None  # named in needs
    return facts.tenant_settings


def place(facts: Facts) -> str:
    return facts.tenant.domain if facts.tenant else "the tenant"


def old(runtime: object) -> bool:
    match = NODE.match(str(runtime or ""))
    return match is not None and int(match[1]) < SUPPORTED


def old_runtime(facts: Facts) -> Finding | None:
    """Of Actions that run."""
    seen = [
        f"Action {one.name}: {one.raw.get('runtime')}"
        for one in facts.actions or ()
        if one.deployed and old((one.raw.get("deployed_version") or {}).get("runtime") or one.raw.get("runtime"))
    ]
    return found(OLD_RUNTIME, "the Actions", f"Older than Node {SUPPORTED}: {listed(seen)}.", *seen) if seen else None


def old_sandbox(facts: Facts) -> Finding | None:
    """Of the tenant's older extensions: Rules, Hooks, scripts of databases."""
    sandbox = settings_of(facts).raw.get("sandbox_version")
    detail = f"The tenant's extensions run on Node {sandbox}, which is older than {SUPPORTED}."
    return found(OLD_RUNTIME, place(facts), detail, f"sandbox_version: {sandbox}") if old(sandbox) else None


def legacy_rules(facts: Facts) -> Finding | None:
    names = list(facts.legacy_rules or ())
    seen = f"enabled Rules: {listed(names)}"
    return found(LEGACY_RULES, place(facts), f"{len(names)} Rules are switched on.", seen) if names else None


def secret_in_code(facts: Facts) -> Finding | None:
    """In Actions, and in the scripts of a database connection where they may be read."""
    holders = [f"Action {one.name}" for one in facts.actions or () if SECRET.search(COMMENT.sub("", one.code))]
    holders += [f"connection {one.name}, script {name}" for one in facts.connections or () for name in leaky(one)]
    detail = f"A key or a password stands in {listed(holders)}."
    return found(SECRET_IN_CODE, place(facts), detail, *holders) if holders else None


def leaky(connection: Connection) -> list[str]:
    scripts = connection.options.get("customScripts")
    if not isinstance(scripts, dict):
        return []
    return [name for name, code in scripts.items() if isinstance(code, str) and SECRET.search(COMMENT.sub("", code))]


def pkce_optional(facts: Facts) -> Finding | None:
    for one in facts.actions or ():
        if one.bound and one.deployed and "code_challenge" in COMMENT.sub("", one.code) and denials(one):
            return None
    idle = [one.name for one in facts.actions or () if "code_challenge" in one.code]
    detail = f"The Action {idle[0]} looks at code_challenge and is not in the flow, or denies nothing." if idle else ""
    return found(PKCE_OPTIONAL, place(facts), detail or "No Action in the flow looks at code_challenge.")


def default_audience(facts: Facts) -> Finding | None:
    audience = settings_of(facts).default_audience
    detail = f"It is {audience}."
    return found(DEFAULT_AUDIENCE, audience, detail, f"default_audience: {audience}") if audience else None


def open_directory(facts: Facts) -> Finding | None:
    opened = [one.name for one in facts.connections or () if one.is_domain_connection]
    flags = settings_of(facts)
    anybody = (
        flags.flags.get("enable_dynamic_client_registration") is True
        or flags.raw.get("client_id_metadata_document_supported") is True
    )
    if not opened or not anybody:
        return None
    detail = f"{listed(opened)} is domain-level, and clients can register themselves."
    return found(OPEN_DIRECTORY, opened[0], detail, *(f"is_domain_connection: {name}" for name in opened))


def long_session(facts: Facts) -> Finding | None:
    raw = settings_of(facts).raw
    limits = {"session_lifetime": HOURS, "idle_session_lifetime": IDLE_HOURS}
    seen = [f"{name}: {raw[name]} hours" for name, most in limits.items() if number(raw.get(name)) > most]
    return found(LONG_SESSION, place(facts), f"{listed(seen)}.", *seen) if seen else None


def number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def open_address(facts: Facts) -> Finding | None:
    urls = settings_of(facts).allowed_logout_urls
    seen = [f"allowed_logout_urls: {url}" for url in urls if crosses_the_network(url) or whole_domain(url)]
    return found(OPEN_TENANT_ADDRESS, place(facts), f"It has {listed(seen)}.", *seen) if seen else None


def no_login_route(facts: Facts) -> Finding | None:
    if settings_of(facts).raw.get("default_redirection_uri"):
        return None
    return found(NO_LOGIN_ROUTE, place(facts), "The tenant has no login URI.", "default_redirection_uri: absent")


def no_support(facts: Facts) -> Finding | None:
    absent = [name for name in ("support_email", "support_url") if not settings_of(facts).raw.get(name)]
    seen = [f"{name}: absent" for name in absent]
    return found(NO_SUPPORT, place(facts), f"The tenant has no {' and no '.join(absent)}.", *seen) if absent else None


def unescaped_page(facts: Facts) -> Finding | None:
    page = settings_of(facts).raw.get("error_page")
    html = str((page or {}).get("html") or "") if isinstance(page, dict) else ""
    bare = list(dict.fromkeys(UNESCAPED.findall(html)))
    detail = f"The error page's template prints {listed(bare)} as it comes."
    return found(UNESCAPED_PAGE, place(facts), detail, *(f"{{{{ {one} }}}}" for one in bare)) if bare else None


def no_custom_domain(facts: Facts) -> Finding | None:
    if facts.custom_domains:
        return None
    return found(NO_CUSTOM_DOMAIN, place(facts), "No custom domain is ready.", "custom domains: none is ready")


JUDGES = (
    Judge(rule=OLD_RUNTIME, needs=("actions",), find=old_runtime),
    Judge(rule=OLD_RUNTIME, needs=("tenant_settings",), find=old_sandbox),
    Judge(rule=LEGACY_RULES, needs=("legacy_rules",), find=legacy_rules),
    Judge(rule=SECRET_IN_CODE, needs=("actions", "connections"), find=secret_in_code),
    Judge(rule=PKCE_OPTIONAL, needs=("actions",), find=pkce_optional),
    Judge(rule=OPEN_DIRECTORY, needs=("connections", "tenant_settings"), find=open_directory),
    Judge(rule=NO_CUSTOM_DOMAIN, needs=("custom_domains",), find=no_custom_domain),
    *(
        Judge(rule=rule, needs=("tenant_settings",), find=find)
        for rule, find in (
            (DEFAULT_AUDIENCE, default_audience),
            (LONG_SESSION, long_session),
            (OPEN_TENANT_ADDRESS, open_address),
            (NO_LOGIN_ROUTE, no_login_route),
            (NO_SUPPORT, no_support),
            (UNESCAPED_PAGE, unescaped_page),
        )
    ),
)
