"""The Auth0 domain that the app is set up with, held against the tenant's own ones."""

from auth0ctl.findings import Confidence, Finding, Judge
from auth0ctl.model import Facts
from auth0ctl.rules.said.causes.app import DOMAIN_HAS_SCHEME, DOMAIN_MISSING, WRONG_TENANT
from auth0ctl.rules.wish.situation import EMPTY, found, host, listed, own_hosts, wish_of


def bare(domain: str) -> str:
    """The host that is meant, whatever stands around it."""
    text = domain.strip().lower()
    return (host(text) if "://" in text else text.partition("/")[0]).rstrip(".")


def domain_missing(facts: Facts) -> Finding | None:
    """What a program writes for a setting that is not there."""
    domain = wish_of(facts).app_domain
    if domain is None or domain.strip().lower() not in EMPTY:
        return None
    return found(DOMAIN_MISSING, domain or "the app", f"The app's domain is {domain or 'empty'} at run time.")


def domain_has_scheme(facts: Facts) -> Finding | None:
    domain = wish_of(facts).app_domain or ""
    if "://" not in domain and "/" not in domain.strip():
        return None
    return found(
        DOMAIN_HAS_SCHEME,
        domain,
        f"The app's domain is {domain}: it must be the bare host, {bare(domain) or 'NAME.REGION.auth0.com'}.",
        f"domain: {domain}",
        fix=f"Write {bare(domain) or 'the bare host'} as the domain, without https:// and without a slash.",
    )


def wrong_tenant(facts: Facts) -> Finding | None:
    """None of the tenant's names."""
    tenant, domain = facts.tenant, wish_of(facts).app_domain or ""
    assert tenant is not None
    if domain.strip().lower() in EMPTY or bare(domain) in (
        ours := (*own_hosts(facts), host(tenant.origin), *(facts.custom_domains or ()))
    ):
        return None
    if facts.custom_domains is None and not bare(domain).endswith(".auth0.com"):
        return None  # it may be a custom domain
    own = ours[0] if ours else tenant.domain
    detail = f"The app's domain is {bare(domain)}, and the tenant's is {own}."
    if same_name(bare(domain), own):
        detail += " The region is missing or another one."
    return found(
        WRONG_TENANT,
        domain,
        detail,
        f"domain: {domain}",
        f"domains of the tenant: {listed(list(dict.fromkeys(ours)))}",
        fix=f"Write {own} as the domain in the app.",
        confidence=Confidence.CERTAIN if facts.custom_domains is not None else Confidence.LIKELY,
    )


def same_name(one: str, other: str) -> bool:
    return one.partition(".")[0] == other.partition(".")[0] and one.endswith(".auth0.com")


JUDGES = (
    Judge(rule=DOMAIN_MISSING, needs=(), find=domain_missing),
    Judge(rule=DOMAIN_HAS_SCHEME, needs=(), find=domain_has_scheme),
    Judge(rule=WRONG_TENANT, needs=("tenant",), find=wrong_tenant),
)
