"""The requests that Auth0 refuses before anybody sees a page, in the order of its objections (authorize.md 1 to 4)."""

from collections.abc import Callable
from urllib.parse import parse_qsl

from auth0ctl.model import Client, ClientGrant, Facts, ResourceServer
from auth0ctl.rules.wish.addresses import registered
from auth0ctl.rules.wish.situation import api, audience, client_of, parameter
from auth0ctl.words import split_url

TYPES = ("code", "token", "id_token")
PROMPTS = ("none", "login", "consent", "select_account")

# All that a strict third-party client may send (authorize.md section 1; organization works though it is not listed).
OF_STRICT = frozenset(
    "acr_values audience authorization_details client_id code_challenge code_challenge_method connection "
    "correlation_id display dpop_jkt login_hint max_age nonce organization prompt redirect_uri resource response_type "
    "scope state ui_locales".split()
)

Refused = tuple[str, str]  # OAuth's ``error``, and the reason in words


def strict(client: Client) -> bool:
    """Third-party in the strict mode: no ID token, PKCE, a client grant for every API (clients.md section 5)."""
    return not client.is_first_party and client.third_party_security_mode == "strict"


def bad_callback(facts: Facts) -> str:
    """Why Auth0 keeps the person on its own error page; empty where it would go on."""
    assert facts.request is not None
    client, uri = client_of(facts), facts.request.redirect_uri
    if not uri:
        return "the request names no redirect_uri"
    organization = facts.organization.name if facts.organization else ""
    if not registered(uri, client.callbacks, client, organization):
        return f"{uri} is not among the client's Allowed Callback URLs"
    return ""


def refused(facts: Facts) -> Refused | None:
    """The first objection to the request. What is not known is taken to be in order."""
    for objection in _OBJECTIONS:
        if (found := objection(facts)) is not None:
            return found
    return None


def _response_type(facts: Facts) -> Refused | None:
    assert facts.request is not None
    words = facts.request.response_type.split()
    allowed = client_of(facts).grant_types
    if not words:
        return "invalid_request", "the request has no response_type"
    if unknown := [word for word in words if word not in TYPES]:
        return "unsupported_response_type", f"there is no response type {' '.join(unknown)}"
    if "code" in words and "authorization_code" not in allowed:
        return "unauthorized_client", "the client lacks the grant type authorization_code"
    if {"token", "id_token"} & set(words) and "implicit" not in allowed:
        return "unauthorized_client", "the client lacks the grant type implicit"
    if {"token", "id_token"} & set(words) and strict(client_of(facts)):
        return "unauthorized_client", "a strict third-party client has the code flow alone"
    return None


def _pieces(facts: Facts) -> Refused | None:
    assert facts.request is not None
    if strict(client_of(facts)):
        sent = [name for name, _ in parse_qsl(split_url(facts.request.url).query)]
        if odd := [name for name in sent if name not in OF_STRICT and not name.startswith("ext-")]:
            return "invalid_request", f"a strict third-party client may not send {', '.join(odd)}"
    if strict(client_of(facts)) and not parameter(facts, "code_challenge"):
        return "invalid_request", "a strict third-party client must use PKCE, and there is no code_challenge"
    if "id_token" in facts.request.response_type.split() and not facts.request.nonce:
        return "invalid_request", "an ID token straight from /authorize needs a nonce"
    return None


def _organization(facts: Facts) -> Refused | None:
    client, wanted = client_of(facts), parameter(facts, "organization")
    usage = client.organization_usage or "deny"
    behaviour = client.raw.get("organization_require_behavior") or "no_prompt"
    if not wanted:
        if usage == "require" and behaviour == "no_prompt":
            return "invalid_request", "the client requires an organization, and the request names none"
        return None
    settings = facts.tenant_settings
    by_name = settings is not None and settings.raw.get("allow_organization_name_in_authentication_api")
    if not wanted.startswith("org_") and settings is not None and not by_name:
        return "invalid_request", "the organization is given by name, and the tenant takes ids only"
    if "organization" in facts.missing and facts.missing["organization"].startswith("the tenant has no"):
        return "invalid_request", f"the tenant has no organization {wanted}"
    if usage == "deny":
        return "invalid_request", "the client takes no organization (organization_usage: deny)"
    return None


def _audience(facts: Facts) -> Refused | None:
    wanted, server = audience(facts), api(facts)
    if not wanted or facts.resource_servers is None or _is_userinfo(wanted):
        return None
    if server is None:
        return "access_denied", f"{wanted} is not the identifier of any API of the tenant"
    client = client_of(facts)
    if server.user_policy == "deny_all":
        return "invalid_request", f"{wanted} lets no person in (access policy deny_all)"
    if needs_grant(client, server) and facts.client_grants is not None and grant_of(facts, server) is None:
        return "invalid_request", f"the client has no client grant for people's access to {wanted}"
    return None


def _is_userinfo(identifier: str) -> bool:
    return "://" in identifier and identifier.partition("://")[2].partition("/")[2] == "userinfo"


def needs_grant(client: Client, server: ResourceServer) -> bool:
    """Third-party clients need one unless they are permissive (resource-servers.md section 2)."""
    third = not client.is_first_party and client.third_party_security_mode != "permissive"
    return third or server.user_policy == "require_client_grant"


def grant_of(facts: Facts, server: ResourceServer) -> ClientGrant | None:
    """The client's own grant for people, or the one for every third-party client."""
    client = client_of(facts)
    fits = [
        grant
        for grant in facts.client_grants or ()
        if grant.audience == server.identifier and grant.subject_type == "user"
    ]
    own = next((grant for grant in fits if grant.client_id == client.client_id), None)
    if own is not None or client.is_first_party:
        return own
    return next((grant for grant in fits if grant.raw.get("default_for") == "third_party_clients"), None)


def _connection(facts: Facts) -> Refused | None:
    if facts.connections is None:
        return None
    client, wanted = client_of(facts), parameter(facts, "connection")
    if wanted and all(one.name != wanted for one in facts.connections):
        return "invalid_request", f"the tenant has no connection {wanted}"
    if client.is_first_party:
        usable = [c for c in facts.connections if c.enabled_clients is None or client.client_id in c.enabled_clients]
    else:
        usable = [c for c in facts.connections if c.is_domain_connection]
    if wanted:
        usable = [one for one in usable if one.name == wanted]
    if not usable:
        which = wanted or "any connection"
        why = "enabled for this client" if client.is_first_party else "a domain connection, as third-party clients need"
        return "invalid_request", f"{which} is not {why}" if wanted else f"no connection is {why}"
    return None


def _prompt(facts: Facts) -> Refused | None:
    words = parameter(facts, "prompt").split()
    if any(word not in PROMPTS for word in words):
        return "invalid_request", f"there is no prompt={' '.join(words)}"
    if "none" in words and len(words) > 1:
        return "invalid_request", "prompt=none goes with no other value"
    return None


_OBJECTIONS: tuple[Callable[[Facts], Refused | None], ...] = (
    _response_type,
    _pieces,
    _organization,
    _audience,
    _connection,
    _prompt,
)
