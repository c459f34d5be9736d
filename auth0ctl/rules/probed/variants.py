"""Requests that differ in one parameter from one that was refused, and what it means that they are not."""

from collections.abc import Callable
from dataclasses import replace

from auth0ctl.findings import Confidence, Finding, Rule
from auth0ctl.model import Facts
from auth0ctl.rules.login import asking
from auth0ctl.rules.login.causes import named_by
from auth0ctl.rules.login.telling import said, seen, tell
from auth0ctl.rules.probed.answers import domain, probe_of
from auth0ctl.rules.said.causes.app import SCHEME_BEHIND_PROXY, SYSTEM_AUDIENCE
from auth0ctl.rules.wish.situation import SYSTEM_PATHS, arg, found, host
from auth0ctl.situation import Probe


def slash(facts: Facts) -> Finding | None:
    """With the other slash the audience is not refused."""
    request = facts.request
    other = next((one for one in variants(facts, "audience") if one.facts["value"]), None)
    if request is None or other is None or refused_as(other, asking.AUDIENCE_NOT_REGISTERED):
        return None
    twin = str(other.facts["value"])
    return found(
        asking.AUDIENCE_SLASH_MISMATCH,
        request.audience or "",
        f"{request.audience} was asked for and is refused, {twin} is not: they differ by the trailing slash.",
        f"audience {twin}: {other.detail}",
        fix=f"auth0ctl login --audience {arg(twin)}",
    )


def system_audience(facts: Facts) -> Finding | None:
    """One of Auth0's own APIs under a domain that is not Auth0's."""
    request, refusal = facts.request, facts.refusal
    if request is None or refusal is None or named_by(said(refusal)) is not asking.AUDIENCE_NOT_REGISTERED:
        return None
    wanted, probe = request.audience or "", probe_of(facts, "discovery")
    ours = facts.tenant is not None and host(wanted) == host(facts.tenant.origin)
    system = any(wanted.endswith(path) or wanted.endswith(path.rstrip("/")) for path in SYSTEM_PATHS)
    if not (ours and system) or probe is None or domain(facts).endswith(".auth0.com"):
        return None
    return found(
        SYSTEM_AUDIENCE,
        wanted,
        f"{wanted} is the audience of one of Auth0's own APIs under the custom domain; Auth0 knows it under the "
        "tenant's canonical domain only.",
        seen(refusal),
        confidence=Confidence.LIKELY,
    )


def near_callback(facts: Facts) -> Finding | None:
    """A callback close to the one that was sent is registered."""
    one = registered_callback(facts)
    if one is None or facts.request is None:
        return None
    sent, near = facts.request.redirect_uri, str(one.facts["value"])
    return found(
        asking.CALLBACK_NOT_REGISTERED,
        facts.request.client_id,
        f"{sent} is not among the Allowed Callback URLs of the client, and {near} is.",
        f"redirect_uri {near}: {one.detail}",
        fix=f"Send {near} as the redirect_uri, or add {sent} to the client's Allowed Callback URLs in the dashboard.",
    )


def scheme(facts: Facts) -> Finding | None:
    """The same callback with https is registered."""
    one = registered_callback(facts)
    if one is None or facts.request is None or not str(one.facts["value"]).startswith("https:"):
        return None
    sent, secure = facts.request.redirect_uri, str(one.facts["value"])
    if not sent.startswith("http:") or sent.removeprefix("http:") != secure.removeprefix("https:"):
        return None
    return found(
        SCHEME_BEHIND_PROXY,
        facts.request.client_id,
        f"The app sends the redirect_uri {sent} with http, and {secure} with https is the registered callback.",
        f"redirect_uri {secure}: {one.detail}",
    )


def registered_callback(facts: Facts) -> Probe | None:
    every = variants(facts, "redirect_uri")
    return next((one for one in every if not refused_as(one, asking.CALLBACK_NOT_REGISTERED)), None)


def variants(facts: Facts, name: str) -> tuple[Probe, ...]:
    return tuple(one for one in facts.probes or () if one.name == "variant" and one.facts["parameter"] == name)


def refused_as(probe: Probe, rule: Rule) -> bool:
    return probe.refusal is not None and named_by(said(probe.refusal)) is rule


def besides(rule: Rule) -> Callable[[Facts], Finding | None]:
    """Judges whether ``rule`` would stop the login next, once what is refused now is mended."""

    def find(facts: Facts) -> Finding | None:
        without = (one for one in (*variants(facts, "audience"), *variants(facts, "organization")))
        later = next((one for one in without if not one.facts["value"] and refused_as(one, rule)), None)
        if later is None or later.refusal is None or (facts.refusal and named_by(said(facts.refusal)) is rule):
            return None
        told = tell(rule, facts, later.refusal)
        return replace(told, detail=f"Besides, without the {later.facts['parameter']}: {told.detail}")

    return find
