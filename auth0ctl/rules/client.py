"""Settings of a client that decide how its logins behave, and those that break them."""

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Client, Facts
from auth0ctl.words import split_url

DOCS = "https://auth0.com/docs/"
INTERACTIVE = ("authorization_code", "implicit")
PUBLIC_TYPES = ("spa", "native")

THIRD_PARTY = Rule(
    code="AZ101",
    name="client-third-party",
    severity=Severity.INFO,
    title="The client is third-party",
    why="Third-party clients belong to somebody else: people always consent, only domain-level connections serve "
    "them, and in strict mode they get neither OIDC scopes nor ID tokens and need a client grant for every API.",
    fix="The flag cannot be changed: for an app of your own, create a new client.",
    docs=DOCS
    + "get-started/applications/confidential-and-public-applications/first-party-and-third-party-applications",
)
NO_CALLBACKS = Rule(
    code="AZ102",
    name="client-has-no-callbacks",
    severity=Severity.WARNING,
    title="The client has no Allowed Callback URL",
    why="Without one, every login through a browser ends on Auth0's error page.",
    fix="Add the app's callback URL to the client.",
    docs=DOCS + "get-started/applications/application-settings",
)
PUBLIC_WITH_SECRET = Rule(
    code="AZ103",
    name="public-client-needs-auth-method-none",
    severity=Severity.WARNING,
    title="An app that cannot keep a secret is asked for one",
    why="SPAs and native apps send no client secret; with a token endpoint authentication method other than `none` "
    "the login page works and the token request is then refused with `Unauthorized`.",
    fix="Set the client's token endpoint authentication method to `none`.",
    docs=DOCS + "get-started/applications/confidential-and-public-applications",
)
ALG_HS256 = Rule(
    code="AZ104",
    name="client-id-token-hs256",
    severity=Severity.WARNING,
    title="The client's ID tokens are signed with HS256",
    why="HS256 is keyed with the client secret, which a browser or a phone must not have; Auth0's SDKs accept RS256 "
    "only. Clients made through the Management API have no algorithm set, which means HS256 (INFERRED).",
    fix="Set the client's ID token algorithm to RS256.",
    docs=DOCS + "get-started/applications/signing-algorithms",
)
CALLBACK_NOT_VERIFIABLE = Rule(
    code="AZ105",
    name="callback-not-verifiable",
    severity=Severity.INFO,
    title="A callback on this machine cannot be verified by Auth0",
    why="For callbacks on localhost, 127.0.0.1 or a custom scheme anybody could be listening: Auth0 does not skip "
    "consent, shows a confirmation page when no other page was shown, and refuses `prompt=none`. A name under "
    "`.localhost` counts as verifiable.",
    fix="Use a callback such as http://app.localhost:3000/callback, or expect the extra page while developing.",
    docs=DOCS + "secure/security-guidance/measures-against-app-impersonation",
)
NOT_CONFORMANT = Rule(
    code="AZ106",
    name="client-not-oidc-conformant",
    severity=Severity.INFO,
    title="The client is not OIDC conformant",
    why="Without an audience such a client follows Auth0's older rules: more claims in the ID token, no refresh "
    "token from /oauth/token. A request with an audience behaves as if the client were conformant.",
    fix="Send an audience, or switch on OIDC Conformant in the client's advanced settings.",
    docs=DOCS + "authenticate/login/oidc-conformant-authentication",
)


def interactive(client: Client) -> bool:
    """Whether people log in through a browser with this client."""
    return any(grant in client.grant_types for grant in INTERACTIVE) and client.app_type != "non_interactive"


def by_machine(facts: Facts) -> bool:
    """Whether the flow in question has neither browser nor ID token."""
    return facts.wish is not None and facts.wish.flow in ("client-credentials", "logout")


def verifiable(redirect_uri: str) -> bool:
    """Whether Auth0 counts a callback as verifiable: https or http, and not this machine, save under ``.localhost``.

    auth0-facts/authorize.md section 7; for consent, 127.0.0.1 and custom schemes are INFERRED.
    """
    try:
        parts = split_url(redirect_uri)
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and host not in ("localhost", "127.0.0.1", "::1")


def third_party(facts: Facts) -> Finding | None:
    client = known(facts)
    if client.is_first_party:
        return None
    mode = client.third_party_security_mode or "not stated"
    return Finding(
        rule=THIRD_PARTY,
        subject=client.client_id,
        detail=f"{client.name} has is_first_party=false; its security mode is {mode}.",
        evidence=("is_first_party: false", f"third_party_security_mode: {mode}"),
    )


def no_callbacks(facts: Facts) -> Finding | None:
    client = known(facts)
    if client.callbacks or not interactive(client) or by_machine(facts) or facts.token_request is not None:
        return None
    return Finding(
        rule=NO_CALLBACKS,
        subject=client.client_id,
        detail=f"{client.name} allows logins through a browser ({', '.join(client.grant_types)}) but no callback URL.",
        evidence=("callbacks: none",),
        fix="In the dashboard, add the app's URL to the client's Allowed Callback URLs.",
    )


def public_with_secret(facts: Facts) -> Finding | None:
    client = known(facts)
    method = client.token_endpoint_auth_method
    if client.app_type not in PUBLIC_TYPES or method == "none" or by_machine(facts):
        return None
    if facts.wish is not None and (facts.wish.has_secret or facts.wish.client_secret):
        return None  # it does send one
    return Finding(
        rule=PUBLIC_WITH_SECRET,
        subject=client.client_id,
        detail=f"{client.name} is of type {client.app_type}, and its authentication method is {method or 'unset'}.",
        evidence=(f"app_type: {client.app_type}", f"token_endpoint_auth_method: {method or 'absent (confidential)'}"),
        fix="In the dashboard: Applications, the client, Credentials, Authentication Method: None.",
    )


def alg_hs256(facts: Facts) -> Finding | None:
    client = known(facts)
    if client.id_token_alg not in (None, "HS256") or not interactive(client) or by_machine(facts):
        return None
    return Finding(
        rule=ALG_HS256,
        subject=client.client_id,
        detail=f"jwt_configuration.alg of {client.name} is {client.id_token_alg or 'not set (HS256, INFERRED)'}.",
        evidence=(f"jwt_configuration.alg: {client.id_token_alg or 'absent'}",),
        fix="In the dashboard: Applications, the client, Advanced Settings, OAuth, JSON Web Token Signature Algorithm: "
        "RS256.",
    )


def callback_not_verifiable(facts: Facts) -> Finding | None:
    client = known(facts)
    local = [uri for uri in client.callbacks if not verifiable(uri)]
    if not local:
        return None
    return Finding(
        rule=CALLBACK_NOT_VERIFIABLE,
        subject=client.client_id,
        detail=f"{len(local)} of {len(client.callbacks)} callbacks are on this machine or have a scheme of their own. "
        "Consent cannot be skipped there, not even for a first-party client.",
        evidence=tuple(f"callback: {uri}" for uri in local),
    )


def not_conformant(facts: Facts) -> Finding | None:
    client = known(facts)
    if client.oidc_conformant:
        return None
    return Finding(
        rule=NOT_CONFORMANT,
        subject=client.client_id,
        detail=f"{client.name} has oidc_conformant=false, the default for clients made through the Management API.",
        evidence=("oidc_conformant: false",),
    )


def known(facts: Facts) -> Client:
    """The client, which every rule here needs."""
    assert facts.client is not None
    return facts.client


JUDGES = tuple(
    Judge(rule=rule, needs=("client",), find=find)
    for rule, find in (
        (THIRD_PARTY, third_party),
        (NO_CALLBACKS, no_callbacks),
        (PUBLIC_WITH_SECRET, public_with_secret),
        (ALG_HS256, alg_hs256),
        (CALLBACK_NOT_VERIFIABLE, callback_not_verifiable),
        (NOT_CONFORMANT, not_conformant),
    )
)
