"""Looking at one client or one API: the verdict first, then the settings that decide how a login behaves."""

from dataclasses import replace

from auth0ctl.errors import TenantError, UsageError
from auth0ctl.journeys.diagnosis.oracle import logins_of, pages_document, pages_section
from auth0ctl.model import Client, Facts, ResourceServer
from auth0ctl.protocol import JSONObject
from auth0ctl.results import Inspection, Section
from auth0ctl.rules import judge
from auth0ctl.tenant.management import Management
from auth0ctl.words import duration

# What auth0-facts/clients.md section 5 says follows from the flag.
CONSENT = {
    "first": "shown for an API unless the API skips it and the callback is verifiable (not localhost); "
    "never for OIDC scopes alone",
    "permissive": "always shown the first time",
    "strict": "always shown the first time",
}
CONNECTIONS = {
    "first": "those enabled for this client",
    "permissive": "domain-level connections only",
    "strict": "domain-level connections only",
}
ACCESS = {
    "first": "as the API's access policy says",
    "permissive": "as the API's access policy says",
    "strict": "only with a client grant for each API; no OIDC scopes, no ID token, no /userinfo; PKCE mandatory",
}


def find_client(management: Management, wanted: str) -> JSONObject:
    """The client with this id, or else with this name.

    Raises TenantError when there is none, UsageError when several clients have the name (names need not be unique).
    """
    try:
        return management.client(wanted)
    except TenantError as error:
        if error.status != 404 and error.code != "invalid_uri":
            raise
    named = [client for client in management.clients() if client.get("name") == wanted]
    if not named:
        raise TenantError(
            f"the tenant has no client with the id or name {wanted}", "See `auth0ctl client list`.", status=404
        )
    if len(named) > 1:
        ids = ", ".join(client["client_id"] for client in named)
        raise UsageError(f"{len(named)} clients are named {wanted}", f"Give one of their ids: {ids}.")
    return named[0]


def inspect_client(raw: JSONObject, known: Facts | None = None) -> Inspection:
    """A client from the Management API, with its first-party verdict and what follows from it.

    ``known`` is the rest of the tenant's configuration: with it, the pages of its logins are foretold.
    """
    client = Client.from_api(raw)
    verdict = first_party_verdict(client)
    findings, skipped = judge(Facts(client=client), ("AZ1",))
    logins = logins_of(replace(known, client=client)) if known is not None else ()
    first_party = Section(
        title="First-party?",
        rows=(
            ("is_first_party", verdict_words(client)),
            ("by default", str(verdict["default"])),
            ("consent page", str(verdict["consent"])),
            ("connections", str(verdict["connections"])),
            ("API access", str(verdict["api_access"])),
            ("third-party mode", str(verdict["third_party_security_mode"] or "does not apply")),
        ),
    )
    return Inspection(
        resource=raw,
        title=f"{client.name} ({client.client_id})",
        sections=(first_party, login_section(client), *((pages_section(logins),) if logins else ())),
        findings=findings,
        skipped=skipped,
        verdict=verdict | {"pages": pages_document(logins)} if logins else verdict,
    )


def verdict_words(client: Client) -> str:
    """The value in words."""
    if not client.is_first_party:
        return "no: is_first_party is false, somebody made this client third-party"
    if client.first_party_stated:
        return "yes: is_first_party is true"
    return "yes: the answer does not carry is_first_party, and Auth0's default is true"


def first_party_verdict(client: Client) -> dict[str, object]:
    """The verdict ready for JSON: the value, what Auth0 would have set by itself, and what follows."""
    mode = client.third_party_security_mode if not client.is_first_party else None
    # Old third-party clients report permissive; new ones are strict unless stated (clients.md section 5).
    column = "first" if client.is_first_party else (mode or "permissive")
    return {
        "is_first_party": client.is_first_party,
        "stated": client.first_party_stated,
        "default": "true: Auth0 makes every client first-party unless it is created with is_first_party=false, "
        "by dynamic registration, or as a CIMD client; it cannot be changed afterwards",
        "is_default": client.is_first_party,
        "consent": CONSENT[column],
        "connections": CONNECTIONS[column],
        "api_access": ACCESS[column],
        "third_party_security_mode": mode,
    }


def login_section(client: Client) -> Section:
    """The settings that decide how a login behaves."""
    method = client.token_endpoint_auth_method
    return Section(
        title="How a login behaves",
        rows=(
            ("type", client.app_type or "not set"),
            ("authentication", {"none": "none: a public client"}.get(method or "", method or "unset: confidential")),
            ("grant types", ", ".join(client.grant_types) or "none"),
            ("callbacks", "\n".join(client.callbacks) or "none"),
            ("web origins", "\n".join(client.web_origins) or "none"),
            ("allowed origins", "\n".join(client.allowed_origins) or "none"),
            ("logout URLs", "\n".join(client.allowed_logout_urls) or "none"),
            (
                "ID token",
                f"{client.id_token_alg or 'no algorithm set'}, valid for {duration(client.id_token_lifetime)}",
            ),
            ("OIDC conformant", "yes" if client.oidc_conformant else "no"),
            ("organizations", client.organization_usage or "deny (default)"),
            ("callback confirmation", confirmation(client)),
        ),
    )


def confirmation(client: Client) -> str:
    """Whether the extra page for callbacks on this machine is skipped."""
    stated = {True: "skipped for this client", False: "shown for localhost callbacks"}
    return (
        stated.get(client.skip_callback_confirmation, "as the tenant says")
        if isinstance(client.skip_callback_confirmation, bool)
        else "as the tenant says"
    )


def inspect_api(raw: JSONObject) -> Inspection:
    """A resource server from the Management API and what it does to its tokens."""
    api = ResourceServer.from_api(raw)
    findings, skipped = judge(Facts(resource_servers=(api,)), ("AZ2",))
    scopes = tuple((scope.value, scope.description) for scope in api.scopes)
    tokens = Section(
        title="Its access tokens",
        rows=(
            ("audience", api.identifier),
            ("signed with", api.signing_alg),
            ("valid for", f"{duration(api.token_lifetime)}; from /authorize {duration(api.token_lifetime_for_web)}"),
            ("dialect", api.token_dialect),
            ("RBAC", "on: scopes cut down to the person's permissions" if api.enforce_policies else "off"),
            ("refresh tokens", "allowed" if api.allow_offline_access else "not allowed"),
            ("consent", "skipped for verifiable first-party clients" if api.skip_consent else "asked"),
            ("people's access", api.user_policy),
        ),
    )
    return Inspection(
        resource=raw,
        title=f"{api.name or api.identifier} ({api.id})",
        sections=(tokens, Section(title="Scopes", rows=scopes or (("none", "the API defines no scopes"),))),
        findings=findings,
        skipped=skipped,
    )
