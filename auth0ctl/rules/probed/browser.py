"""A page's origin, and where a logout comes back to."""

from auth0ctl.findings import Confidence, Finding, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.probed.answers import OUTSIDE, grants, probe_of
from auth0ctl.rules.said.causes.browser import CORS_ORIGIN_MISSING, WEB_ORIGIN_MISSING
from auth0ctl.rules.said.causes.tenant import LOGOUT_CLIENT_ID, LOGOUT_URL
from auth0ctl.rules.wish.situation import found, wish_of


def cors(facts: Facts) -> Finding | None:
    """A preflight names no client, so that Auth0 may allow it; the answer of the call itself decides then."""
    asked = probe_of(facts, "cors", path="/oauth/token")
    if asked is None:
        return None
    page = str(asked.facts["origin"])
    unreadable = [one for one in grants(facts) if one.facts.get("readable") is False]
    if asked.outcome == "allowed" and not unreadable:
        return None
    evidence = [asked.detail] + ["the answer of /oauth/token itself names no such origin" for _ in unreadable[:1]]
    return found(
        CORS_ORIGIN_MISSING,
        page,
        f"The page {page} may not read the answers of /oauth/token: its origin is neither in Allowed Origins (CORS) "
        "nor that of a callback of the client.",
        *evidence,
        fix=f"In the dashboard: Applications, the client, Settings: add {page} to Allowed Origins (CORS).",
        confidence=Confidence.CERTAIN if asked.outcome != "allowed" and unreadable else Confidence.LIKELY,
    )


def web_origin(facts: Facts) -> Finding | None:
    probe = probe_of(facts, "web message")
    if probe is None or probe.outcome != "not posted":
        return None
    page = str(probe.facts["origin"])
    silent = wish_of(facts).flow == "silent"
    return found(
        WEB_ORIGIN_MISSING,
        page,
        f"Auth0 answers a silent login with a page that posts nothing to {page}: the origin is not among the client's "
        "Allowed Web Origins.",
        f"prompt=none, response_mode=web_message: {probe.detail}",
        fix=f"In the dashboard: Applications, the client, Settings: add {page} to Allowed Web Origins.",
        severity=None if silent else Severity.WARNING,
        confidence=Confidence.LIKELY,
    )


def logout(facts: Facts) -> Finding | None:
    """The list that applies does not have the return URL."""
    probe, asked = probe_of(facts, "logout url"), facts.logout
    if probe is None or asked is None or probe.outcome != "refused" or not asked.client_id:
        return None
    return found(
        LOGOUT_URL,
        asked.client_id,
        f"{asked.return_to} is not among the Allowed Logout URLs of the client {asked.client_id}.",
        f"{OUTSIDE}: {probe.detail}",
        fix=f"In the dashboard, add {asked.return_to} to the Allowed Logout URLs of the client.",
    )


def logout_without_client(facts: Facts) -> Finding | None:
    """Without a client_id the tenant's list applies; the client's may have it."""
    probe, asked = probe_of(facts, "logout url"), facts.logout
    if probe is None or asked is None or probe.outcome != "refused" or asked.client_id:
        return None
    return found(
        LOGOUT_CLIENT_ID,
        "the logout",
        f"The logout names no client_id, and {asked.return_to} is not among the tenant's Allowed Logout URLs; whether "
        "a client's list has it, the same with --client tells.",
        f"{OUTSIDE}: {probe.detail}",
        confidence=Confidence.LIKELY,
    )
