"""How a client proves itself, what it may do at the token endpoint, and how long what it gets lasts."""

from auth0ctl.edits import Edit, Member
from auth0ctl.model import Client, Facts
from auth0ctl.rules.login.causes import registered_method
from auth0ctl.rules.mending.objects import growing, of_client
from auth0ctl.rules.wish.credentials import needed_grants
from auth0ctl.rules.wish.people import organization_named
from auth0ctl.rules.wish.situation import flow, sends_secret

PUBLIC_TYPES = ("spa", "native")
TYPE_OF_FLOW = {"spa-pkce": "spa", "native-pkce": "native", "device": "native"}
STRICT_GRANTS = ("authorization_code", "refresh_token", "client_credentials")  # clients.md section 5
RISKY_GRANTS = {
    "implicit": "access tokens then travel in URLs",
    "password": "the app then takes people's passwords itself",
    "http://auth0.com/oauth/grant-type/password-realm": "the app then takes people's passwords itself",
}
SHORT = 86400  # seconds; ours
WHOLE, IDLE = 2592000, 1296000  # seconds: Auth0's own lifetimes of a refresh token (clients.md section 4)


def grant_types(facts: Facts) -> tuple[Edit, ...]:
    client = facts.client
    if client is None:
        return ()
    missing = [one for one in needed_grants(facts) if one not in client.grant_types]
    strict = not client.is_first_party and client.third_party_security_mode == "strict"
    impossible = "client_credentials" in missing and registered_method(client) == "none"
    if not missing or impossible or (strict and any(one not in STRICT_GRANTS for one in missing)):
        return ()
    risks = dict.fromkeys(RISKY_GRANTS[one] for one in missing if one in RISKY_GRANTS)
    return of_client(client, growing("grant_types", client.raw.get("grant_types"), missing), risk="; ".join(risks))


def public(facts: Facts) -> tuple[Edit, ...]:
    """Authentication method None, for an app that sends no secret."""
    client = facts.client
    if client is None or sends_secret(facts):
        return ()
    return made_public(client, TYPE_OF_FLOW.get(flow(facts), ""))


def native(facts: Facts) -> tuple[Edit, ...]:
    """Where the app itself sends a secret, no setting helps: it must stop that."""
    client = facts.client
    return () if client is None or sends_secret(facts) else made_public(client, "native")


def made_public(client: Client, app_type: str) -> tuple[Edit, ...]:
    if client.raw.get("client_authentication_methods"):
        return ()  # its keys would be lost with it, and could not be put back
    method, kind = client.raw.get("token_endpoint_auth_method"), client.app_type
    members = []
    if method != "none":
        members.append(Member(path=("token_endpoint_auth_method",), before=method, after="none"))
    if app_type and kind != app_type and not (app_type == "spa" and kind == "native"):
        members.append(Member(path=("app_type",), before=kind, after=app_type))
    risk = "" if kind in PUBLIC_TYPES else f"{client.name} no longer proves itself with its secret"
    return of_client(client, *members, risk=risk if method != "none" else "") if members else ()


def rs256(facts: Facts) -> tuple[Edit, ...]:
    client = facts.client
    if client is None or client.id_token_alg != "HS256":
        return ()
    return of_client(client, Member(path=("jwt_configuration", "alg"), before="HS256", after="RS256"))


def refresh_lifetime(facts: Facts) -> tuple[Edit, ...]:
    """The lifetimes that are shorter than a day, raised to Auth0's own; the idle one is never the longer of the two."""
    client = facts.client
    stated = client.raw.get("refresh_token") if client is not None else None
    if client is None or not isinstance(stated, dict):
        return ()
    members = []
    whole = stated.get("token_lifetime") if stated.get("infinite_token_lifetime") is not True else None
    longest = whole if isinstance(whole, int) and whole >= SHORT else WHOLE
    if isinstance(whole, int) and whole < SHORT:
        members.append(Member(path=("refresh_token", "token_lifetime"), before=whole, after=WHOLE))
    idle = stated.get("idle_token_lifetime") if stated.get("infinite_idle_token_lifetime") is not True else None
    if isinstance(idle, int) and idle < SHORT:
        after = min(IDLE, longest)
        members.append(Member(path=("refresh_token", "idle_token_lifetime"), before=idle, after=after))
    return of_client(client, *members) if members else ()


def skip_confirmation(facts: Facts) -> tuple[Edit, ...]:
    client, name = facts.client, "skip_non_verifiable_callback_uri_confirmation_prompt"
    if client is None or client.raw.get(name) is True:
        return ()
    risk = "any program on the person's machine that takes the callback is then believed"
    return of_client(client, Member(path=(name,), before=client.raw.get(name), after=True), risk=risk)


def serve_organizations(facts: Facts) -> tuple[Edit, ...]:
    client = facts.client
    if client is None or client.organization_usage in ("allow", "require"):
        return ()
    member = Member(path=("organization_usage",), before=client.raw.get("organization_usage"), after="allow")
    return of_client(client, member)


def prompt_for_organization(facts: Facts) -> tuple[Edit, ...]:
    """Auth0 asks the person for the organization, where the app names none."""
    client, name = facts.client, "organization_require_behavior"
    if client is None or client.organization_usage != "require" or facts.request is None or organization_named(facts):
        return ()
    if client.raw.get(name) in ("pre_login_prompt", "post_login_prompt"):
        return ()
    return of_client(client, Member(path=(name,), before=client.raw.get(name), after="pre_login_prompt"))
