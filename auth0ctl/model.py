"""The nouns of the field as frozen values: what is configured at a tenant, what is in a token, what is known.

Names are Auth0's and the RFCs' own. Objects read from the Management API keep the whole answer in ``raw`` (shape:
the API's JSON object) beside the fields the tool reasons about; ``raw`` stays out of ``repr``: it may hold secrets.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from auth0ctl.protocol import AuthorizeRequest, ClientAuthMethod, JSONObject, Refusal, TokenRequest, TokenSet
from auth0ctl.records import Action, Connection, Organization, TenantSettings, User
from auth0ctl.situation import ApiAnswer, AppSetting, Exchange, LogoutRequest, Probe, Said, Wish


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """Where requests go. ``origin`` is a URL without a path (``https://x.eu.auth0.com``), ``name`` the profile's."""

    name: str
    origin: str

    @property
    def domain(self) -> str:
        """The host as people write it: without ``https://``; a loopback ``http://`` URL stays whole."""
        return self.origin.removeprefix("https://")

    @property
    def issuer(self) -> str:
        """Auth0's ``iss`` always ends in a slash (auth0-facts/tokens.md section 1)."""
        return self.origin + "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """An Auth0 client ("application"). Absent optional fields are normal: Auth0 omits what is unset."""

    client_id: str
    name: str
    app_type: str | None
    is_first_party: bool
    first_party_stated: bool  # False: the answer did not carry the flag, and Auth0's default (true) applies
    oidc_conformant: bool
    grant_types: tuple[str, ...]
    callbacks: tuple[str, ...]
    web_origins: tuple[str, ...]
    allowed_origins: tuple[str, ...]
    allowed_logout_urls: tuple[str, ...]
    token_endpoint_auth_method: str | None  # None: "unspecified", which Auth0 treats as confidential
    id_token_alg: str | None  # None: unset, HS256 behaviour for API-made clients (INFERRED, clients.md section 3)
    id_token_lifetime: int  # seconds
    third_party_security_mode: str | None
    organization_usage: str | None
    skip_callback_confirmation: bool | None
    raw: JSONObject = field(repr=False)

    @classmethod
    def from_api(cls, raw: JSONObject) -> Self:
        """Read one object of ``GET /api/v2/clients``. Raises KeyError only when ``client_id`` is absent."""
        jwt_configuration = raw.get("jwt_configuration") or {}
        return cls(
            client_id=raw["client_id"],
            name=raw.get("name") or "",
            app_type=raw.get("app_type"),
            is_first_party=raw.get("is_first_party") is not False,
            first_party_stated=raw.get("is_first_party") is not None,
            oidc_conformant=raw.get("oidc_conformant") is True,
            grant_types=tuple(raw.get("grant_types") or ()),
            callbacks=tuple(raw.get("callbacks") or ()),
            web_origins=tuple(raw.get("web_origins") or ()),
            allowed_origins=tuple(raw.get("allowed_origins") or ()),
            allowed_logout_urls=tuple(raw.get("allowed_logout_urls") or ()),
            token_endpoint_auth_method=raw.get("token_endpoint_auth_method"),
            id_token_alg=jwt_configuration.get("alg"),
            id_token_lifetime=jwt_configuration.get("lifetime_in_seconds") or 36000,
            third_party_security_mode=raw.get("third_party_security_mode"),
            organization_usage=raw.get("organization_usage"),
            skip_callback_confirmation=raw.get("skip_non_verifiable_callback_uri_confirmation_prompt"),
            raw=raw,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    value: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceServer:
    """An Auth0 API. ``identifier`` is the audience, compared byte for byte."""

    id: str
    identifier: str
    name: str
    scopes: tuple[Scope, ...]
    signing_alg: str
    token_lifetime: int  # seconds, for tokens from /oauth/token
    token_lifetime_for_web: int  # seconds, for tokens straight from /authorize
    allow_offline_access: bool
    skip_consent: bool
    enforce_policies: bool
    token_dialect: str
    user_policy: str  # allow_all, deny_all, require_client_grant
    is_system: bool
    raw: JSONObject = field(repr=False)

    @classmethod
    def from_api(cls, raw: JSONObject) -> Self:
        """Read one object of ``GET /api/v2/resource-servers``; defaults are the recorded ones (resource-servers.md)."""
        subjects = raw.get("subject_type_authorization") or {}
        return cls(
            id=raw.get("id") or "",
            identifier=raw["identifier"],
            name=raw.get("name") or "",
            scopes=tuple(
                Scope(value=s["value"], description=s.get("description") or "") for s in raw.get("scopes") or ()
            ),
            signing_alg=raw.get("signing_alg") or "RS256",
            token_lifetime=raw.get("token_lifetime") or 86400,
            token_lifetime_for_web=raw.get("token_lifetime_for_web") or 7200,
            allow_offline_access=raw.get("allow_offline_access") is True,
            skip_consent=raw.get("skip_consent_for_verifiable_first_party_clients") is True,
            enforce_policies=raw.get("enforce_policies") is True,
            token_dialect=raw.get("token_dialect") or "access_token",
            user_policy=(subjects.get("user") or {}).get("policy") or "allow_all",
            is_system=raw.get("is_system") is True or raw["identifier"].endswith("/api/v2/"),
            raw=raw,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientGrant:
    id: str
    client_id: str | None  # None: default_for third-party clients
    audience: str
    scope: tuple[str, ...]
    subject_type: str
    raw: JSONObject = field(repr=False)

    @classmethod
    def from_api(cls, raw: JSONObject) -> Self:
        """Read one object of ``GET /api/v2/client-grants``."""
        return cls(
            id=raw["id"],
            client_id=raw.get("client_id"),
            audience=raw["audience"],
            scope=tuple(raw.get("scope") or ()),
            subject_type=raw.get("subject_type") or "client",
            raw=raw,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One entry of the tenant's log. ``type`` is Auth0's event code, such as ``f`` or ``feacft``."""

    log_id: str
    date: str  # as the API wrote it: ISO, UTC
    type: str
    description: str
    client_id: str
    raw: JSONObject = field(repr=False)

    @classmethod
    def from_api(cls, raw: JSONObject) -> Self:
        """Read one object of ``GET /api/v2/logs`` (management-api.md section 5); what is absent becomes empty."""

        def text(name: str) -> str:
            value = raw.get(name)
            return value if isinstance(value, str) else ""

        return cls(
            log_id=text("log_id") or text("_id"),
            date=text("date"),
            type=text("type"),
            description=text("description"),
            client_id=text("client_id"),
            raw=raw,
        )


class TokenForm(StrEnum):
    JWS = "jws"  # three parts, signed
    JWE = "jwe"  # five parts, encrypted; Auth0's "opaque" access token is one (tokens.md section 5)
    OPAQUE = "opaque"  # a token, but no structure to read
    OTHER = "other"  # not a token at all; ``Token.note`` names what it is


class TokenKind(StrEnum):
    ID = "id"
    ACCESS = "access"
    REFRESH = "refresh"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What the strict decoder objects to: the requirement's id (``V06``) and one sentence."""

    id: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token read, not verified. ``header`` and ``claims`` are empty where they could not be read."""

    text: str = field(repr=False)
    form: TokenForm
    kind: TokenKind
    kind_reason: str  # why it is that kind, in words
    note: str = ""
    header: JSONObject = field(default_factory=dict)
    claims: JSONObject = field(default_factory=dict)
    signing_input: bytes = field(repr=False, default=b"")
    signature: bytes = field(repr=False, default=b"")
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a token is held against. Values come from settings or options, never from the token alone."""

    kind: TokenKind
    at: datetime
    issuer: str | None = None
    audience: str | None = None  # for an access token: the API's identifier
    client_id: str | None = None  # an ID token's aud; azp/client_id of an access token
    nonce: str | None = field(repr=False, default=None)
    max_age: int | None = None  # seconds
    algs: tuple[str, ...] = ("RS256",)
    leeway: int = 60  # seconds
    require_scopes: tuple[str, ...] = ()
    require_permissions: tuple[str, ...] = ()
    require_claims: tuple[tuple[str, str | None], ...] = ()
    access_token: str | None = field(repr=False, default=None)  # for at_hash
    at_hash_required: bool = False  # the token came from the front channel beside an access token
    code: str | None = field(repr=False, default=None)  # for c_hash
    c_hash_required: bool = False  # the token came from the front channel beside a code
    state: str | None = field(repr=False, default=None)  # for s_hash
    requested_scope: tuple[str, ...] | None = None
    granted_scope: tuple[str, ...] | None = None
    called_host: str | None = None  # where the access token is sent: a host, with its port, or a URL
    keys_at: str | None = None  # the key set's URL, where somebody named one
    acr: tuple[str, ...] = ()  # the acr values that were asked for as essential
    at_login: bool = False  # the token has just come from a login: its age and an unasked-for nonce are judged too


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything known about one situation. None means "not known"; ``missing`` says why, by field name."""

    tenant: Tenant | None = None
    client: Client | None = None
    resource_servers: tuple[ResourceServer, ...] | None = None
    client_grants: tuple[ClientGrant, ...] | None = None
    request: AuthorizeRequest | None = None
    token_request: TokenRequest | None = None  # what a flow without a browser asked
    auth_method: ClientAuthMethod | None = None  # how the client proved itself at the token endpoint
    refusal: Refusal | None = None
    log: tuple[LogEntry, ...] | None = None  # the tenant's log entries of this attempt, newest first
    granted: TokenSet | None = None
    token: Token | None = None
    expected: Expected | None = None
    failed_checks: frozenset[str] | None = None  # ids of the checks that failed for ``token``
    contradictions: Mapping[str, tuple[str, ...]] | None = None  # what does not agree: check id -> the differences
    clock_offset: float | None = None  # seconds that the issuer's clock is ahead of ours; 0 where nothing hangs on it
    clock_trusted: bool = False  # the token was judged by the issuer's clock, as somebody asked
    declared: Mapping[str, tuple[str, ...]] | None = None  # a smoke file's: kind -> subject, then what differs
    claim_name: str | None = None  # a custom claim somebody wants to add
    connections: tuple[Connection, ...] | None = None
    actions: tuple[Action, ...] | None = None
    organization: Organization | None = None
    user: User | None = None
    tenant_settings: TenantSettings | None = None
    custom_domains: tuple[str, ...] | None = None
    mfa_policies: tuple[str, ...] | None = None  # Guardian's: all-applications, confidence-score
    consents: tuple[JSONObject, ...] | None = None  # of the user, as ``GET /api/v2/grants`` gives them
    wish: Wish | None = None
    said: Said | None = None
    exchanges: tuple[Exchange, ...] | None = None
    logout: LogoutRequest | None = None
    probes: tuple[Probe, ...] | None = None
    app_settings: tuple[AppSetting, ...] | None = None
    api_answers: tuple[ApiAnswer, ...] | None = None
    brute_force: JSONObject | None = None  # what guards the tenant, as its Management API gives it; only for an audit
    breached_passwords: JSONObject | None = None
    suspicious_ips: JSONObject | None = None
    mfa_factors: tuple[str, ...] | None = None  # those that are switched on
    email_provider: JSONObject | None = None  # empty: none was set up
    log_streams: tuple[JSONObject, ...] | None = None
    legacy_rules: tuple[str, ...] | None = None  # names of the Rules that still run
    missing: Mapping[str, str] = field(default_factory=dict)
