"""What a logout URL shows by itself: how it names its return URL, and for whom."""

from auth0ctl.findings import Confidence, Finding, Judge, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.asked.causes import LOGOUT_PARAMETER
from auth0ctl.rules.asked.urls import parameters
from auth0ctl.rules.said.causes.tenant import LOGOUT_CLIENT_ID, LOGOUT_URL
from auth0ctl.rules.wish.addresses import malformed
from auth0ctl.rules.wish.situation import found
from auth0ctl.situation import LogoutRequest

NAMES = ("returnTo", "post_logout_redirect_uri", "return_to", "returnUrl", "return_url", "redirect_uri", "redirectUri",
         "redirect_url", "returnto", "ReturnTo", "logout_uri", "redirect", "continue", "next")  # fmt: skip


def logout_of(facts: Facts) -> LogoutRequest:
    assert facts.logout is not None  # named in needs
    return facts.logout


def right_name(logout: LogoutRequest) -> str:
    return "post_logout_redirect_uri" if logout.endpoint == "/oidc/logout" else "returnTo"


def parameter_unknown(facts: Facts) -> Finding | None:
    logout = logout_of(facts)
    query, right = parameters(logout.url), right_name(logout)
    wrong = next((name for name in NAMES if name in query and name != right), "")
    if logout.return_to or not wrong:
        return None
    return found(
        LOGOUT_PARAMETER,
        "the logout",
        f"{logout.endpoint} goes by {right}, and the URL has {wrong}, which is ignored: nobody comes back.",
        f"parameters: {', '.join(query)}",
        fix=f"Send {right}={query[wrong] or 'URL'} instead of {wrong}.",
    )


def return_url_malformed(facts: Facts) -> Finding | None:
    """Not a URL that any list could have."""
    url = logout_of(facts).return_to
    if not url or (why := malformed(url)) == "" or "fragment" in why:
        return None
    return found(
        LOGOUT_URL,
        "the logout",
        f"The logout's return URL is {url}: {why}. No such value can be an Allowed Logout URL.",
        f"return URL: {url}",
        fix="Send a whole URL with its scheme, percent-encoded, and register it in the client's Allowed Logout URLs.",
    )


def client_id_missing(facts: Facts) -> Finding | None:
    """Without the tenant's settings: which list counts."""
    logout = logout_of(facts)
    if facts.tenant_settings is not None or logout.client_id or logout.has_id_token_hint or not logout.return_to:
        return None
    return found(
        LOGOUT_CLIENT_ID,
        "the logout",
        f"The logout request has no client_id, so only the tenant's Allowed Logout URLs count: {logout.return_to} is "
        "refused unless it stands there, even if the application's own list has it.",
        f"return URL: {logout.return_to}",
        fix="Send client_id with the logout request.",
        confidence=Confidence.LIKELY,
        severity=Severity.WARNING,
    )


JUDGES = tuple(
    Judge(rule=rule, needs=("logout",), find=find)
    for rule, find in (
        (LOGOUT_PARAMETER, parameter_unknown),
        (LOGOUT_URL, return_url_malformed),
        (LOGOUT_CLIENT_ID, client_id_missing),
    )
)
