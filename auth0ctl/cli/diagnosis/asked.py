"""What an app asks, from the options of ``doctor``: the person's wish, and the request that such an app would send."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from urllib.parse import quote, urlencode

from auth0ctl.errors import UsageError
from auth0ctl.flows.apps import APP_FLOWS, app_of, is_app_flow
from auth0ctl.model import Tenant
from auth0ctl.protocol import AuthorizeRequest, TokenRequest
from auth0ctl.rules.wish.situation import DEFAULT_SCOPE, OWN_STATE
from auth0ctl.situation import LogoutRequest, Wish

SCOPE = " ".join(DEFAULT_SCOPE)
SILENT = {"prompt": "none", "response_mode": "web_message"}
GRANT = "http://auth0.com/oauth/grant-type/"

# The app's flow, as the rules call it -> what it puts into an authorize URL. ``refresh`` is asked about the login
# that began it.
BROWSER: Mapping[str, Mapping[str, str]] = {
    "spa-pkce": {"response_type": "code"},
    "web-code": {"response_type": "code"},
    "native-pkce": {"response_type": "code"},
    "implicit": {"response_type": "id_token token"},
    "hybrid": {"response_type": "code id_token"},
    "silent": {"response_type": "code", **SILENT},
    "refresh": {"response_type": "code"},
}
# The app's flow -> the grant type that it sends to the token endpoint without a browser.
DIRECT: Mapping[str, str] = {
    "client-credentials": "client_credentials",
    "password": "password",
    "password-realm": GRANT + "password-realm",
    "device": "urn:ietf:params:oauth:grant-type:device_code",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options by their names. None and empty ones were left out."""

    client: str | None = None
    flow: str | None = None
    audience: str | None = None
    redirect_uri: str | None = None
    origin: str | None = None
    scope: str | None = None
    connection: str | None = None
    organization: str | None = None
    client_secret: str | None = field(repr=False, default=None)
    app_domain: str | None = None
    resource: str | None = None
    return_to: str | None = None
    user: str | None = None
    expect_audience: str | None = None
    expect_claim: tuple[str, ...] = ()
    expect_in: str | None = None
    expect_scope: tuple[str, ...] = ()
    require_scope: tuple[str, ...] = ()
    require_permission: tuple[str, ...] = ()
    expect_membership: bool = False
    want_refresh_token: bool = False
    has_secret: bool | None = None


def wish_of(asked: Asked) -> Wish:
    """What the person has in mind. Raises UsageError for a flow or a kind of token that there is none of."""
    if asked.flow is not None and not is_app_flow(asked.flow):
        raise UsageError(f"there is no flow {asked.flow}", f"Choose one of: {', '.join(APP_FLOWS)}.")
    check_text(asked)
    return Wish(
        flow=app_of(asked.flow),
        origin=asked.origin,
        resource=asked.resource,
        return_to=asked.return_to,
        app_domain=asked.app_domain,
        connection=asked.connection,
        organization=asked.organization,
        user_id=asked.user,
        client_secret=asked.client_secret,
        has_secret=True if asked.client_secret else asked.has_secret,
        want_refresh_token=asked.want_refresh_token,
        expect_audience=asked.expect_audience,
        expect_claims=asked.expect_claim,
        expect_in=token_kind(asked.expect_in),
        expect_scopes=asked.expect_scope,
        require_scopes=asked.require_scope,
        require_permissions=asked.require_permission,
        expect_membership=asked.expect_membership,
    )


def check_text(asked: Asked) -> None:
    """Raises UsageError for an option that is no text: bytes that are not UTF-8 can stand in no URL."""
    for one in fields(asked):
        value = getattr(asked, one.name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and any("\ud800" <= letter <= "\udfff" for letter in text):
                raise UsageError(f"--{one.name.replace('_', '-')} holds bytes that are not UTF-8 text")


def token_kind(stated: str | None) -> str | None:
    """``id`` and ``id_token`` alike. Raises UsageError."""
    if stated is None:
        return None
    kinds = {"id": "id_token", "access": "access_token", "id_token": "id_token", "access_token": "access_token"}
    if stated not in kinds:
        raise UsageError(f"there is no kind of token {stated}", "Choose --expect-in id_token or access_token.")
    return kinds[stated]


def authorize_request(asked: Asked, tenant: Tenant, endpoint: str = "") -> AuthorizeRequest | None:
    """The request that such an app's login sends, or None where it sends none. Nothing in it is for sending twice:
    state, nonce and challenge are fixed, as nobody redeems an answer."""
    flow = app_of(asked.flow) or "spa-pkce"
    if flow not in BROWSER or not asked.client:
        return None
    own = dict(BROWSER[flow])
    own_scope = SCOPE + " offline_access" if flow == "refresh" else SCOPE  # nothing to refresh without
    scope = tuple((own_scope if asked.scope is None else asked.scope).split())
    needs_nonce = "openid" in scope or "id_token" in own["response_type"]
    pkce = "code" in own["response_type"].split()  # as today's SDKs do; a client that demands it is not to seem broken
    parameters = {
        "client_id": asked.client,
        "redirect_uri": asked.redirect_uri,
        "scope": " ".join(scope),
        "audience": asked.audience,
        "resource": asked.resource,
        "connection": asked.connection,
        "organization": asked.organization,
        "state": OWN_STATE,
        "nonce": OWN_STATE if needs_nonce else None,
        # RFC 7636 appendix B: a well-formed challenge whose verifier is public.
        "code_challenge": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM" if pkce else None,
        "code_challenge_method": "S256" if pkce else None,
        **own,
    }
    query = urlencode({name: value for name, value in parameters.items() if value}, quote_via=quote)
    return AuthorizeRequest(
        url=f"{endpoint or tenant.origin + '/authorize'}?{query}",
        client_id=asked.client,
        redirect_uri=asked.redirect_uri or "",
        response_type=own["response_type"],
        response_mode=own.get("response_mode", "query" if own["response_type"] == "code" else "fragment"),
        scope=scope,
        audience=asked.audience,
        state=OWN_STATE,
        nonce=OWN_STATE if needs_nonce else None,
    )


def token_request(asked: Asked) -> TokenRequest | None:
    """What a flow without a browser asks of the token endpoint; None for the others."""
    if asked.flow is None or asked.flow not in DIRECT or not asked.client:
        return None
    default = "" if asked.flow == "client-credentials" else SCOPE
    parameters = {"realm": asked.connection, "organization": asked.organization}
    return TokenRequest(
        grant_type=DIRECT[asked.flow],
        client_id=asked.client,
        scope=tuple((default if asked.scope is None else asked.scope).split()),
        audience=asked.audience,
        parameters={name: value for name, value in parameters.items() if value},
    )


def logout_request(asked: Asked, tenant: Tenant) -> LogoutRequest | None:
    """The logout that such an app asks for; None for other flows."""
    if asked.flow != "logout" and asked.return_to is None:
        return None
    parameters = {"client_id": asked.client, "returnTo": asked.return_to}
    query = urlencode({name: value for name, value in parameters.items() if value}, quote_via=quote)
    return LogoutRequest(
        url=f"{tenant.origin}/v2/logout?{query}",
        endpoint="/v2/logout",
        client_id=asked.client,
        return_to=asked.return_to,
    )
