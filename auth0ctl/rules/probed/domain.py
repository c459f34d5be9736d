"""The domain: whether it is a tenant's, and whether what the tenant publishes there can be used."""

from auth0ctl.findings import Confidence, Finding, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.probed.answers import OUTSIDE, domain, probe_of
from auth0ctl.rules.said.causes.api import TLS_NOT_TRUSTED
from auth0ctl.rules.said.causes.app import DOMAIN_HAS_SCHEME, WRONG_TENANT
from auth0ctl.rules.wish.situation import found

DOCUMENTS_UNUSABLE = Rule(
    code="AZ501",
    name="tenant-documents-unusable",
    severity=Severity.ERROR,
    title="The tenant's discovery document or its key set cannot be used",
    why="Every SDK reads `/.well-known/openid-configuration` and the keys that it names. A page of a proxy, a document "
    "that is cut, or one that names endpoints on other hosts makes logins or the check of tokens fail.",
    fix="Open https://DOMAIN/.well-known/openid-configuration in a browser, and see who answers there.",
    docs="https://auth0.com/docs/get-started/applications/configure-applications-with-oidc-discovery",
)


def domain_has_scheme(facts: Facts) -> Finding | None:
    """The domain as it was given, where that is a URL."""
    probe = probe_of(facts, "domain")
    if probe is None:
        return None
    return found(
        DOMAIN_HAS_SCHEME,
        probe.detail,
        f"The domain was given as {probe.detail}. An app's domain setting must hold the bare host, {domain(facts)}: "
        "with anything around it the app's URLs have no valid host.",
        f"domain: {probe.detail}",
        fix=f"If the app's setting holds the same, write {domain(facts)} there, without https:// and without a slash.",
        severity=Severity.WARNING,
        confidence=Confidence.LIKELY,
    )


def wrong_tenant(facts: Facts) -> Finding | None:
    """No tenant there, or another one's name."""
    probe = probe_of(facts, "discovery")
    if probe is None or probe.outcome not in ("no tenant", "name not found", "other issuer"):
        return None
    elsewhere = tuple(probe.facts.get("elsewhere") or ())
    detail, fix = f"{probe.detail}.", WRONG_TENANT.fix
    if probe.outcome == "other issuer":
        fix = f"Use the domain that the issuer names; {domain(facts)} answers in its place."
    elif elsewhere:
        detail += f" A tenant of this name does exist at {', '.join(elsewhere)}: the region is missing or another one."
        fix = f"auth0ctl probe {elsewhere[0]}    # if that tenant is yours; then write it into the app"
    elif probe.facts.get("custom"):
        detail += " It is no auth0.com domain: as a custom domain it must be verified and its CNAME point to Auth0."
    else:
        detail += " No region of Auth0 has a tenant of this name; the name may be mistyped, or the tenant deleted."
    return found(
        WRONG_TENANT, domain(facts), detail, f"{OUTSIDE}: {probe.outcome} at /.well-known/openid-configuration", fix=fix
    )


def tls(facts: Facts) -> Finding | None:
    probe = probe_of(facts, "discovery")
    if probe is None or probe.outcome != "tls":
        return None
    custom = " A custom domain has a certificate only once it is verified." if probe.facts.get("custom") else ""
    fix = "For `auth0ctl local serve --https`: set SSL_CERT_FILE to the file that `auth0ctl local ca` prints."
    return found(
        TLS_NOT_TRUSTED,
        domain(facts),
        f"{probe.detail}.{custom}",
        f"{OUTSIDE}: the TLS handshake failed",
        fix=fix if probe.facts.get("here") else "",
    )


def documents(facts: Facts) -> Finding | None:
    for name in ("discovery", "jwks"):
        probe = probe_of(facts, name)
        if probe is not None and probe.outcome == "unusable":
            return found(DOCUMENTS_UNUSABLE, domain(facts), f"{probe.detail}.", f"{OUTSIDE}: {name}")
    return None
