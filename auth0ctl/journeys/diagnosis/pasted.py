"""A pasted URL, or a recorded login, put beside what the options say: what was really asked wins over what was said."""

from dataclasses import replace

from auth0ctl.evidence.har import read_har
from auth0ctl.evidence.request import read_url
from auth0ctl.model import Facts, Tenant
from auth0ctl.rules.asked.urls import host_of, parameters, unset
from auth0ctl.situation import Wish


def with_url(facts: Facts, url: str, tenant: Tenant) -> Facts:
    """Facts with what a URL says. Raises UsageError for one that belongs to no login."""
    return beside(facts, read_url(url), tenant)


def with_har(facts: Facts, text: str, tenant: Tenant) -> Facts:
    """Facts with what a HAR shows. Raises UsageError for a text that is none."""
    return beside(facts, read_har(text), tenant)


def beside(facts: Facts, seen: Facts, tenant: Tenant) -> Facts:
    """What was said stays where nothing was seen. A login at another host is not asked about at this tenant."""
    said, shown = facts.wish or Wish(), seen.wish or Wish()
    wish = replace(
        said,
        flow=said.flow or shown.flow,
        origin=said.origin or shown.origin,
        app_domain=shown.app_domain if said.app_domain is None else said.app_domain,
        has_secret=shown.has_secret if said.has_secret is None else said.has_secret,
    )
    there = (wish.app_domain or "").rpartition("://")[2].strip("/").lower()
    elsewhere = bool(tenant.origin) and not unset(there) and there not in (host_of(tenant.origin), tenant.domain)
    missing = dict(facts.missing)
    if elsewhere:
        missing["refusal"] = f"the login goes to {there}, and not to {tenant.domain}"
    return replace(
        facts,
        wish=wish,
        request=seen.request,
        token_request=seen.token_request,
        logout=seen.logout,
        refusal=seen.refusal,
        exchanges=seen.exchanges,
        missing=missing,
    )


def client_in(facts: Facts) -> str | None:
    """The client id of what was asked; None where it names none."""
    asked = facts.request or facts.token_request or facts.logout
    return asked.client_id if asked and asked.client_id and not unset(asked.client_id) else None


def organization_in(facts: Facts) -> str | None:
    """The organization that a login asks for."""
    return parameters(facts.request.url).get("organization") or None if facts.request else None
