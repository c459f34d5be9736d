"""What a page in a browser needs: its origin in the client's lists, and a silent login that can be answered."""

from auth0ctl.findings import Confidence, Finding, Judge, Severity
from auth0ctl.model import Client, Facts
from auth0ctl.rules.client import verifiable
from auth0ctl.rules.login.person import CONFIRMATION_ON_LOOPBACK, CONSENT_ON_LOOPBACK, CONSENT_REQUIRED
from auth0ctl.rules.said.causes.browser import CORS_ORIGIN_MISSING, CROSS_ORIGIN_LOGIN, WEB_ORIGIN_MISSING
from auth0ctl.rules.wish.addresses import by_pattern
from auth0ctl.rules.wish.situation import api, client_of, flow, found, listed, origin, silent, wish_of

MESSAGES = ("silent", "cross-origin-login")  # answered by a message to the page, or by a cross-origin call
BY_SCRIPT = ("spa-pkce", "native-pkce", "silent", "refresh")  # the page itself calls /oauth/token


def page_origin(facts: Facts) -> str:
    """The origin as it was said; of a silent login else that of its callback, as it comes from the same page."""
    stated = wish_of(facts).origin or ""
    if stated or flow(facts) != "silent" or facts.request is None:
        return origin(stated) or stated.rstrip("/").lower()
    return origin(facts.request.redirect_uri)


def in_list(page: str, entries: tuple[str, ...]) -> bool:
    """Whether a list of origins has it; a path or slash behind a registered one does not count."""
    return any(page == (origin(entry) or entry.rstrip("/").lower()) or by_pattern(page, entry) for entry in entries)


def web_origin_missing(facts: Facts) -> Finding | None:
    client, page = client_of(facts), page_origin(facts)
    if not page or flow(facts) not in (*MESSAGES, "spa-pkce") or in_list(page, client.web_origins):
        return None
    if flow(facts) == "cross-origin-login" and in_list(page, client.allowed_origins):
        return None
    certain = flow(facts) in MESSAGES
    what = "the silent login" if flow(facts) != "cross-origin-login" else "the cross-origin login"
    detail = f"{page} is not among the Allowed Web Origins of {client.name}, so {what} is never answered there."
    if not certain:
        detail = (
            f"{page} is not among the Allowed Web Origins of {client.name}: a silent login on it (after a reload, or "
            "for a "
            "new token without a refresh token) is never answered."
        )
    return found(
        WEB_ORIGIN_MISSING,
        client.client_id,
        detail,
        f"origin: {page}",
        f"web_origins: {listed(client.web_origins)}",
        fix=f"In the dashboard: Applications, {client.name}, Settings: add {page} to Allowed Web Origins.",
        severity=None if certain else Severity.WARNING,
        confidence=Confidence.CERTAIN if certain else Confidence.LIKELY,
    )


def cors_origin_missing(facts: Facts) -> Finding | None:
    """Callback origins count too (authorize.md section 11)."""
    client, page = client_of(facts), page_origin(facts)
    if not page or flow(facts) not in BY_SCRIPT or not (wish_of(facts).origin or ""):
        return None
    callbacks = tuple(origin(uri) for uri in client.callbacks)
    if in_list(page, (*client.allowed_origins, *client.web_origins, *(one for one in callbacks if one))):
        return None
    return found(
        CORS_ORIGIN_MISSING,
        client.client_id,
        f"The page {page} calls /oauth/token from a browser, and {client.name} names its origin neither in Allowed "
        "Origins "
        "(CORS) nor by a callback.",
        f"origin: {page}",
        f"allowed_origins: {listed(client.allowed_origins)}",
        f"callbacks: {listed(client.callbacks)}",
        fix=f"In the dashboard: Applications, {client.name}, Settings: add {page} to Allowed Origins (CORS).",
    )


def cross_origin_login_off(facts: Facts) -> Finding | None:
    client = client_of(facts)
    on = client.raw.get("cross_origin_authentication") is True or client.raw.get("cross_origin_auth") is True
    if flow(facts) != "cross-origin-login" or on:
        return None
    return found(
        CROSS_ORIGIN_LOGIN,
        client.client_id,
        f"Cross-origin authentication is off for {client.name}: a login form on the app's own page cannot use it.",
        "cross_origin_authentication: false",
        fix="In the dashboard: Applications, the client, Advanced: switch on Cross-Origin Authentication; or better "
        "log "
        "in at Auth0's own page: `auth0ctl login`.",
    )


def consent_on_loopback(facts: Facts) -> Finding | None:
    """Consent cannot be skipped for a callback on this machine, and prompt=none forbids to ask (authorize.md 7)."""
    request, server, client = facts.request, api(facts), client_of(facts)
    if request is None or server is None or not silent(facts) or not request.redirect_uri:
        return None
    if verifiable(request.redirect_uri) or (not server.skip_consent and not client.is_first_party):
        return None
    skips = str(server.skip_consent).lower()
    return found(
        CONSENT_ON_LOOPBACK,
        request.redirect_uri,
        f"The silent login asks for {server.identifier} with the callback {request.redirect_uri}. Consent can never be "
        "skipped for localhost, so Auth0 answers consent_required unless the user has consented before.",
        f"redirect_uri: {request.redirect_uri}",
        f"skip_consent_for_verifiable_first_party_clients: {skips}",
        fix="auth0ctl login --callback-host app.localhost    # and develop under such a name, which counts as "
        "verifiable",
        confidence=Confidence.LIKELY,
    )


def consent_required(facts: Facts) -> Finding | None:
    """Consent that is asked for once: a silent login works after it, and not before."""
    request, server, client = facts.request, api(facts), client_of(facts)
    if request is None or server is None or not silent(facts) or server.is_system:
        return None
    spared = client.is_first_party and server.skip_consent
    if spared or not request.redirect_uri or (client.is_first_party and not verifiable(request.redirect_uri)):
        return None
    agreed = None
    if facts.consents is not None:
        theirs = [one for one in facts.consents if one.get("clientID") == client.client_id]
        agreed = any(one.get("audience") == server.identifier for one in theirs)
    if agreed:
        return None
    who = "a third-party client" if not client.is_first_party else f"{client.name}"
    has = "and this user has not given it" if agreed is False else "so the user must have given it at a login before"
    return found(
        CONSENT_REQUIRED,
        server.identifier,
        f"For {server.identifier} {who} needs the user's consent, which a silent login cannot ask for, {has}.",
        f"skip_consent_for_verifiable_first_party_clients: {str(server.skip_consent).lower()}",
        f"is_first_party: {str(client.is_first_party).lower()}",
        fix="auth0ctl login    # once, without --prompt none, and accept",
        severity=None if agreed is False else Severity.INFO,
        confidence=Confidence.CERTAIN if agreed is False else Confidence.POSSIBLE,
    )


def confirmation_on_loopback(facts: Facts) -> Finding | None:
    """The page that asks whether it was really you, for callbacks that anybody on this machine could hold."""
    request, client = facts.request, client_of(facts)
    if request is None or not silent(facts) or not request.redirect_uri or verifiable(request.redirect_uri):
        return None
    skipped = skips_confirmation(client, facts)
    if skipped is not False:
        return None
    return found(
        CONFIRMATION_ON_LOOPBACK,
        request.redirect_uri,
        f"A login to {request.redirect_uri} must be confirmed by the person, and prompt=none forbids that page.",
        f"redirect_uri: {request.redirect_uri}",
        "skip_non_verifiable_callback_uri_confirmation_prompt: not set",
        fix="auth0ctl login --callback-host app.localhost    # such a name counts as verifiable",
        confidence=Confidence.LIKELY,
    )


def skips_confirmation(client: Client, facts: Facts) -> bool | None:
    """The client's own setting before the tenant's; None where neither can be known."""
    if client.skip_callback_confirmation is not None:
        return client.skip_callback_confirmation
    if facts.tenant_settings is None:
        return None
    return facts.tenant_settings.raw.get("skip_non_verifiable_callback_uri_confirmation_prompt") is True


JUDGES = (
    Judge(rule=WEB_ORIGIN_MISSING, needs=("client",), find=web_origin_missing),
    Judge(rule=CORS_ORIGIN_MISSING, needs=("client",), find=cors_origin_missing),
    Judge(rule=CROSS_ORIGIN_LOGIN, needs=("client",), find=cross_origin_login_off),
    Judge(rule=CONSENT_ON_LOOPBACK, needs=("client", "resource_servers"), find=consent_on_loopback),
    Judge(rule=CONSENT_REQUIRED, needs=("client", "resource_servers"), find=consent_required),
    Judge(rule=CONFIRMATION_ON_LOOPBACK, needs=("client",), find=confirmation_on_loopback),
)
