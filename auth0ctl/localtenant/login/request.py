"""Reading and checking the parameters of /authorize, in the order in which Auth0 objects (authorize.md 1 to 4)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from auth0ctl.localtenant.login import organizations, redirect_uri
from auth0ctl.localtenant.login.delivery import MODES, Refused, ReturnAddress, origin_of
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access
from auth0ctl.localtenant.tokens.access import Api

RESPONSE_WORDS = frozenset({"code", "token", "id_token"})
PROMPTS = frozenset({"none", "login", "consent", "select_account"})

CALLBACK_MISMATCH = (
    "Callback URL mismatch.",
    "The provided redirect_uri is not in the list of allowed callback URLs.",
    "Please go to the Application Settings page and make sure you are sending a valid callback url from your "
    "application.",
)

# Complete documented list for strict third-party clients (section 1); organization works though it is not in it.
STRICT_PARAMETERS = frozenset(
    {
        "acr_values",
        "audience",
        "authorization_details",
        "client_id",
        "code_challenge",
        "code_challenge_method",
        "connection",
        "correlation_id",
        "display",
        "dpop_jkt",
        "login_hint",
        "max_age",
        "nonce",
        "organization",
        "prompt",
        "redirect_uri",
        "resource",
        "response_type",
        "scope",
        "state",
        "ui_locales",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizeRequest:
    """A request that may go on to login. ``requested`` is the scope as sent, before anything is dropped."""

    params: Mapping[str, str] = field(repr=False)
    client: JSON = field(repr=False)
    address: ReturnAddress
    response_types: frozenset[str]
    requested: tuple[str, ...]
    api: Api | None
    connections: tuple[JSON, ...] = field(repr=False)
    prompt: frozenset[str]
    max_age: int | None
    organization: JSON | None
    device: str = field(default="", repr=False)  # the device code that waits, where no application asked

    @property
    def front_channel(self) -> bool:
        return bool(self.response_types & {"token", "id_token"})

    @property
    def silent(self) -> bool:
        return "none" in self.prompt


def read(tenant: Tenant, params: Mapping[str, str]) -> AuthorizeRequest:
    """Raises ``Refused``, with the address once the callback is known to be the client's own."""
    client = _client(tenant, params)
    address = _address(tenant, client, params)
    try:
        return _read(tenant, client, address, params)
    except Refused as refused:
        raise Refused(refused.error, refused.description, address=address) from refused


def _client(tenant: Tenant, params: Mapping[str, str]) -> JSON:
    client_id = params.get("client_id", "")
    if not client_id:
        raise Refused("invalid_request", "Missing required parameter: client_id")
    client = tenant.client(client_id)
    if client is None or client.get("global"):
        raise Refused("invalid_request", f"Unknown client: {client_id}")
    return client


def _address(tenant: Tenant, client: JSON, params: Mapping[str, str]) -> ReturnAddress:
    uri = params.get("redirect_uri", "")
    if not uri and not params.get("response_type"):
        raise Refused("invalid_request", "Missing required parameter: response_type")  # as probed, with client_id alone
    organization = organizations.find(tenant, params.get("organization", ""))
    matched = redirect_uri.is_registered(
        uri,
        client.get("callbacks") or [],
        wildcards=not access.is_strict(client),
        organization=str(organization["name"]) if organization else None,
    )
    if not uri or not matched:
        # INFERRED status. The tenant log names the URL, the page does not.
        raise Refused(
            "invalid_request",
            f"{uri} is not in the list of allowed callback URLs",
            status=403,
            page_lines=CALLBACK_MISMATCH,
        )
    words = frozenset(params.get("response_type", "").split())
    mode = params.get("response_mode") or ("fragment" if words & {"token", "id_token"} else "query")
    if mode not in MODES or (mode == "query" and words & {"token", "id_token"}):
        mode = "fragment" if words & {"token", "id_token"} else "query"
    origins = client.get("web_origins") or []
    return ReturnAddress(
        redirect_uri=uri,
        mode=mode,
        state=params.get("state"),
        post_to_origin=redirect_uri.is_registered(origin_of(uri), origins, wildcards=True),
    )


def _read(tenant: Tenant, client: JSON, address: ReturnAddress, params: Mapping[str, str]) -> AuthorizeRequest:
    words = _response_types(client, params)
    _response_mode(words, params)
    if access.is_strict(client):
        _strict(params)
    # INFERRED wording; that the nonce is required is documented.
    if "id_token" in words and not params.get("nonce"):
        raise Refused("invalid_request", "Missing required parameter: nonce")
    _code_challenge(params)
    _dpop_jkt(params)
    organization = _organization(tenant, client, params)
    api = find_api(tenant, client, params)
    requested = tuple(params.get("scope", "").split())
    if {"online_access", "offline_access"} <= set(requested):
        raise Refused("invalid_request", "Cannot request both online_access and offline_access scopes")
    return AuthorizeRequest(
        params=params,
        client=client,
        address=address,
        response_types=words,
        requested=requested,
        api=api,
        connections=find_connections(tenant, client, params, organization),
        prompt=_prompt(params),
        max_age=_max_age(params),
        organization=organization,
    )


def _response_types(client: JSON, params: Mapping[str, str]) -> frozenset[str]:
    value = params.get("response_type", "").strip()
    if not value:
        raise Refused("invalid_request", "Missing required parameter: response_type")
    words = frozenset(value.split())
    if not words <= RESPONSE_WORDS:
        raise Refused("unsupported_response_type", f"Unsupported response type: {value}")
    allowed = client.get("grant_types") or []
    if "code" in words and "authorization_code" not in allowed:
        raise Refused("unauthorized_client", "Grant type 'authorization_code' not allowed for the client.")
    if words & {"token", "id_token"} and ("implicit" not in allowed or access.is_strict(client)):
        raise Refused("unauthorized_client", "Grant type 'implicit' not allowed for the client.")
    return words


def _response_mode(words: frozenset[str], params: Mapping[str, str]) -> None:
    mode = params.get("response_mode")
    # INFERRED wording. Tokens in a query are ruled out by OAuth 2.0 Multiple Response Types section 3.
    if mode and (mode not in MODES or (mode == "query" and words & {"token", "id_token"})):
        raise Refused("invalid_request", f"Unsupported response mode: {mode}")


def _strict(params: Mapping[str, str]) -> None:
    # INFERRED wordings.
    for name in params:
        if name not in STRICT_PARAMETERS and not name.startswith("ext-"):
            raise Refused("invalid_request", f"Unsupported parameter: {name}")
    if not params.get("code_challenge"):
        raise Refused("invalid_request", "Missing required parameter: code_challenge")


def _code_challenge(params: Mapping[str, str]) -> None:
    challenge = params.get("code_challenge")
    method = params.get("code_challenge_method")
    if challenge is None and method is None:
        return
    # INFERRED wording (oauth2orize-pkce). Without a method RFC 7636 means "plain"; the documentation allows S256 only.
    if method != "S256":
        raise Refused("invalid_request", "Transform algorithm not supported")
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}", challenge or ""):
        raise Refused("invalid_request", "Invalid parameter: code_challenge")


def _dpop_jkt(params: Mapping[str, str]) -> None:
    thumbprint = params.get("dpop_jkt")
    if thumbprint is not None and not re.fullmatch(r"[A-Za-z0-9_-]{43}", thumbprint):
        raise Refused("invalid_request", "Invalid parameter: dpop_jkt")  # INFERRED


def _organization(tenant: Tenant, client: JSON, params: Mapping[str, str]) -> JSON | None:
    wanted = params.get("organization", "")
    usage = client.get("organization_usage") or "deny"
    if not wanted:
        # With a pre- or post-login prompt the user would be asked; the login picks the user's organization then.
        if usage == "require" and client.get("organization_require_behavior", "no_prompt") == "no_prompt":
            raise Refused("invalid_request", "parameter organization is required for this client")
        return None
    by_name = tenant.settings().get("allow_organization_name_in_authentication_api")
    if not wanted.startswith("org_") and not by_name:
        raise Refused("invalid_request", "authorization request parameter organization must be an organization id")
    found = organizations.find(tenant, wanted)
    closed = access.is_third_party(client) and (found or {}).get("third_party_client_access") != "allow"
    if found is None or closed:
        raise Refused("invalid_request", f"parameter organization is invalid: {wanted}")
    if usage == "deny":
        raise Refused("invalid_request", "parameter organization is not allowed for this client")
    return found


def find_api(tenant: Tenant, client: JSON, params: Mapping[str, str]) -> Api | None:
    """Raises ``Refused``."""
    try:
        api = access.find_api(tenant, access.effective_audience(tenant, params))
        access.user_scope(tenant, client, api, (), permissions=None)
    except access.ServiceNotFound as missing:
        raise Refused("access_denied", f"Service not found: {missing}") from missing
    except access.NotAuthorized as denied:
        raise Refused(
            "invalid_request", f'Client "{client["client_id"]}" is not authorized to access resource server "{denied}".'
        ) from denied
    return api


def find_connections(
    tenant: Tenant, client: JSON, params: Mapping[str, str], organization: JSON | None = None
) -> tuple[JSON, ...]:
    """Where the user may log in. Raises ``Refused``.

    An organization narrows it to its own connections. INFERRED: one that has none of its own narrows nothing.
    """
    third_party = access.is_third_party(client)
    everything = tenant.state.all("connection")
    enabled = tuple(
        connection
        for connection in everything
        if (
            connection.get("is_domain_connection")
            if third_party
            else client["client_id"] in (connection.get("enabled_clients") or [])
        )
    )
    if organization is not None and (own := organizations.connection_ids(organization)):
        enabled = tuple(connection for connection in enabled if connection["id"] in own)
    wanted = params.get("connection")
    if wanted:
        if all(connection.get("name") != wanted for connection in everything):
            raise Refused("invalid_request", "the connection was not found")
        enabled = tuple(connection for connection in enabled if connection.get("name") == wanted)
        if not enabled:
            # docs: "not active or not enabled for your client_id"
            raise Refused("invalid_request", "the connection was disabled")
    if not enabled:
        raise Refused("invalid_request", "no connections enabled for the client")
    return enabled


def _prompt(params: Mapping[str, str]) -> frozenset[str]:
    prompt = frozenset(params.get("prompt", "").split())
    # INFERRED wordings; OpenID Connect Core 3.1.2.1 rules both out.
    if not prompt <= PROMPTS:
        raise Refused("invalid_request", f"Invalid prompt parameter: {params['prompt']}")
    if "none" in prompt and len(prompt) > 1:
        raise Refused("invalid_request", "prompt=none cannot be combined with other values")
    return prompt


def _max_age(params: Mapping[str, str]) -> int | None:
    value = params.get("max_age", "")
    if not value:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", value):
        raise Refused("invalid_request", f"Invalid max_age parameter: {value}")  # INFERRED
    return int(value)
