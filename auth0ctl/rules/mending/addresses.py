"""Addresses that a client's lists lack: callbacks, logout URLs, origins."""

from auth0ctl.edits import Edit, Member
from auth0ctl.model import Facts
from auth0ctl.rules.mending.objects import growing, of_client, of_tenant, setting
from auth0ctl.rules.wish.addresses import malformed
from auth0ctl.rules.wish.browser import page_origin
from auth0ctl.rules.wish.situation import LOOPBACK, split

PLAIN = "what goes to {} travels unencrypted"


def plain(url: str) -> str:
    """The risk of an address without TLS; none on this machine."""
    parts = split(url)
    return PLAIN.format(url) if parts.scheme == "http" and parts.hostname not in LOOPBACK else ""


def callback(facts: Facts) -> tuple[Edit, ...]:
    request, client = facts.request, facts.client
    if request is None or client is None or not (uri := request.redirect_uri):
        return ()
    if malformed(uri) or uri in client.callbacks:
        return ()
    return of_client(client, growing("callbacks", client.raw.get("callbacks"), [uri]), risk=plain(uri))


def logout_url(facts: Facts) -> tuple[Edit, ...]:
    """Into the list that applies: the client's, or the tenant's where the logout names no client."""
    logout = facts.logout
    if logout is None or not logout.return_to or malformed(logout.return_to):
        return ()
    url = logout.return_to
    if logout.endpoint == "/v2/logout":  # neither query nor fragment is compared (authorize.md section 10)
        url = url.partition("#")[0].partition("?")[0]
    if logout.client_id or logout.has_id_token_hint:
        client = facts.client
        if client is None or url in client.allowed_logout_urls:
            return ()
        return of_client(client, growing("allowed_logout_urls", client.raw.get("allowed_logout_urls"), [url]))
    settings = facts.tenant_settings
    if settings is None or url in settings.allowed_logout_urls:
        return ()
    return of_tenant(setting(settings, "allowed_logout_urls", [*settings.allowed_logout_urls, url]))


def web_origin(facts: Facts) -> tuple[Edit, ...]:
    return origin_in(facts, "web_origins")


def cors_origin(facts: Facts) -> tuple[Edit, ...]:
    return origin_in(facts, "allowed_origins")


def origin_in(facts: Facts, name: str) -> tuple[Edit, ...]:
    client, page = facts.client, page_origin(facts)
    if client is None or not split(page).netloc or page in (client.raw.get(name) or ()):
        return ()
    return of_client(client, growing(name, client.raw.get(name), [page]), risk=plain(page))


def cross_origin_login(facts: Facts) -> tuple[Edit, ...]:
    client = facts.client
    if client is None or client.raw.get("cross_origin_authentication") is True:
        return ()
    name = "cross_origin_authentication"
    member = Member(path=(name,), before=client.raw.get(name), after=True)
    return of_client(client, member, risk="the app's own page then takes people's passwords")
