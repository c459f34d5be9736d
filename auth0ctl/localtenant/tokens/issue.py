"""Turning what was granted into tokens (tokens.md sections 1 to 7)."""

from dataclasses import dataclass, field

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.faults.seams import Minting
from auth0ctl.localtenant.lazy import load
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import claims
from auth0ctl.localtenant.tokens import signing as tokens
from auth0ctl.localtenant.tokens.access import Api, user_permissions

USERINFO_LIFETIME = 86400
USERINFO_LIFETIME_FOR_WEB = 7200
ID_TOKEN_LIFETIME = 36000


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Everything that was decided before a token is made. ``user`` is None for client credentials."""

    client: JSON = field(repr=False)
    user: JSON | None = field(default=None, repr=False)
    api: Api | None = None
    scope: tuple[str, ...] = ()
    gty: str | None = None  # "client-credentials", "password" or "refresh_token"
    nonce: str | None = None
    auth_time: int | None = None
    sid: str | None = None
    organization: JSON | None = None
    id_token_claims: JSON = field(default_factory=dict)
    access_token_claims: JSON = field(default_factory=dict)
    jkt: str | None = None  # the thumbprint of the key that the token is bound to
    mfa: bool = False  # the login's pages asked for a second factor, just now

    @property
    def subject(self) -> str:
        return str(self.user["user_id"]) if self.user else f"{self.client['client_id']}@clients"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    text: str = field(repr=False)
    expires_in: int


def access_token(tenant: Tenant, grant: Grant, *, front_channel: bool = False) -> AccessToken:
    """A JWT for the grant's API, or an opaque token that is good for /userinfo alone.

    ``front_channel``: the token comes straight from /authorize and lives as long as ``token_lifetime_for_web`` says.
    Raises ``claims.TooManyClaims``.
    """
    if grant.api is None:
        return _opaque(tenant, grant, front_channel=front_channel)
    api = grant.api.body
    lifetime = int(api.get("token_lifetime") or 86400)
    if front_channel:
        lifetime = int(api.get("token_lifetime_for_web") or 7200)
    dialect = str(api.get("token_dialect") or "access_token")
    rfc9068 = dialect.startswith("rfc9068_profile")
    alg = str(api.get("signing_alg"))
    alg = alg if alg in (*tokens.RSA_ALGORITHMS, "HS256") else "RS256"
    issued_at = int(tenant.now())

    body: JSON = claims.kept(grant.access_token_claims, scope=grant.scope, auth0_api=grant.api.management)
    body |= {
        "iss": tenant.issuer,
        "sub": grant.subject,
        "aud": _audience(tenant, grant, alg),
        "iat": issued_at,
        "exp": issued_at + lifetime,
    }
    if rfc9068:
        body |= {"jti": chance.token_urlsafe(16), "client_id": grant.client["client_id"]}
    else:
        body["azp"] = grant.client["client_id"]
    if grant.scope:
        body["scope"] = " ".join(grant.scope)
    body |= _organization(tenant, grant)
    if grant.gty and not rfc9068:
        body["gty"] = grant.gty
    body |= _confirmation(grant)
    if dialect.endswith("_authz") and api.get("enforce_policies"):
        user, organization = grant.user, grant.organization
        body["permissions"] = user_permissions(tenant, user, grant.api, organization) if user else list(grant.scope)

    secret = _signing_secret(tenant, api) if alg == "HS256" else None
    minting = Minting(kind="access", channel="front" if front_channel else "back", gty=grant.gty, client=grant.client)
    body = tenant.faults.claims(body, minting)
    text = tokens.sign(tenant, body, alg=alg, typ="at+jwt" if rfc9068 else "JWT", secret=secret)
    text = tenant.faults.signed(tenant, body, minting, text)
    key = (api.get("token_encryption") or {}).get("encryption_key") or {}
    if key.get("pem"):
        text = load("tokens.jose:nest")(text, pem=key["pem"], alg=key.get("alg", "RSA-OAEP-256"), kid=key.get("kid"))
    return AccessToken(text=text, expires_in=lifetime)


def _signing_secret(tenant: Tenant, api: JSON) -> str:
    """The API's secret; one is made if the API was changed to HS256 without."""
    if not api.get("signing_secret"):
        api["signing_secret"] = chance.token_urlsafe(24)
        tenant.state.put("resource_server", api["id"], api)
    return str(api["signing_secret"])


def _audience(tenant: Tenant, grant: Grant, alg: str) -> str | list[str]:
    assert grant.api is not None
    # An HS256 token may carry one audience only, and /userinfo is never the second of a machine's token.
    if "openid" in grant.scope and grant.user and not alg.startswith("HS"):
        return [grant.api.audience, tenant.userinfo_audience]
    return grant.api.audience


def _opaque(tenant: Tenant, grant: Grant, *, front_channel: bool) -> AccessToken:
    lifetime = USERINFO_LIFETIME_FOR_WEB if front_channel else USERINFO_LIFETIME
    now = int(tenant.now())
    inside = {
        "sub": grant.subject,
        "client_id": grant.client["client_id"],
        "scope": " ".join(grant.scope),
        "iat": now,
        "exp": now + lifetime,
        **_confirmation(grant),
    }
    return AccessToken(text=tokens.seal(tenant, inside), expires_in=lifetime)


def _confirmation(grant: Grant) -> JSON:
    return {"cnf": {"jkt": grant.jkt}} if grant.jkt else {}


def id_token(
    tenant: Tenant,
    grant: Grant,
    *,
    front_channel: bool = False,
    access: str | None = None,
    code: str | None = None,
) -> str:
    """The ID token. ``access`` and ``code`` are given when they stand beside it in an answer of /authorize.

    Custom claims first, then the profile, then the protocol's claims, as in the real capture.
    Raises ``claims.TooManyClaims``.
    """
    if grant.user is None:
        raise ValueError("an ID token needs a user")
    alg, secret = id_token_alg(grant.client)
    settings = grant.client.get("jwt_configuration") or {}
    issued_at = int(tenant.now())
    custom = claims.kept(grant.id_token_claims, scope=grant.scope)
    body: JSON = {name: value for name, value in custom.items() if name not in claims.CLAIM_SCOPE}
    body |= claims.profile(grant.user, grant.scope)
    body |= {name: value for name, value in custom.items() if name in claims.CLAIM_SCOPE}
    body |= {
        "iss": tenant.issuer,
        "aud": grant.client["client_id"],
        "iat": issued_at,
        "exp": issued_at + int(settings.get("lifetime_in_seconds") or ID_TOKEN_LIFETIME),
        "sub": grant.subject,
    }
    if grant.mfa:  # tokens.md section 2: only right after the challenge of a hosted login
        body["amr"] = ["mfa"]
    if grant.auth_time is not None:
        body["auth_time"] = grant.auth_time
    # INFERRED (tokens.md section 2): the hashes stand in front-channel answers only.
    if access:
        body["at_hash"] = tokens.half_hash(access, alg)
    if code:
        body["c_hash"] = tokens.half_hash(code, alg)
    if grant.sid:
        body["sid"] = grant.sid
    if grant.nonce is not None:
        body["nonce"] = grant.nonce
    body |= _organization(tenant, grant)
    channel = "front" if front_channel else "back"
    minting = Minting(kind="id", channel=channel, gty=grant.gty, client=grant.client)
    body = tenant.faults.claims(body, minting)
    tenant.faults.signing(tenant)
    return tenant.faults.signed(tenant, body, minting, tokens.sign(tenant, body, alg=alg, secret=secret))


def id_token_alg(client: JSON) -> tuple[str, str | None]:
    """The client's signing algorithm, and its secret where that is the key.

    INFERRED (clients.md section 3): without ``alg`` a client that is not OIDC conformant gets HS256.
    """
    alg = (client.get("jwt_configuration") or {}).get("alg")
    if alg not in (*tokens.RSA_ALGORITHMS, "HS256"):
        alg = "RS256" if alg or client.get("oidc_conformant") else "HS256"
    secret = client.get("client_secret")
    if alg == "HS256" and not secret:
        return "RS256", None
    return str(alg), str(secret) if alg == "HS256" else None


def _organization(tenant: Tenant, grant: Grant) -> JSON:
    if grant.organization is None:
        return {}
    named = {"org_id": grant.organization["id"]}
    if tenant.settings().get("allow_organization_name_in_authentication_api") and grant.organization.get("name"):
        named["org_name"] = str(grant.organization["name"]).lower()
    return named
