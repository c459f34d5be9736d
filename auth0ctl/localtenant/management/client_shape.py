"""The shape of a client in a POST or PATCH body (clients.md section 1)."""

from auth0ctl.localtenant.management.validation import BOOLEAN, OBJECT, OBJECT_OR_NULL, STRING, STRINGS, Shape, nullable

APP_TYPES = (
    "native", "spa", "regular_web", "non_interactive", "resource_server", "express_configuration", "rms", "box",
    "cloudbees", "concur", "dropbox", "mscrm", "echosign", "egnyte", "newrelic", "office365", "salesforce", "sentry",
    "sharepoint", "slack", "springcm", "zendesk", "zoom", "sso_integration", "oag",
)  # fmt: skip
GRANT_TYPES = (
    "authorization_code", "implicit", "refresh_token", "client_credentials", "password",
    "http://auth0.com/oauth/grant-type/password-realm", "http://auth0.com/oauth/grant-type/mfa-oob",
    "http://auth0.com/oauth/grant-type/mfa-otp", "http://auth0.com/oauth/grant-type/mfa-recovery-code",
    "http://auth0.com/oauth/grant-type/passwordless/otp", "urn:ietf:params:oauth:grant-type:device_code",
    "urn:openid:params:grant-type:ciba", "urn:ietf:params:oauth:grant-type:token-exchange",
    "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token",
    "urn:okta:params:oauth:grant-type:webauthn",
)  # fmt: skip

_CALLBACKS: Shape = {"type": "array", "items": {"type": "string", "format": "callback-url"}, "uniqueItems": True}
_ORIGINS: Shape = {"type": "array", "items": {"type": "string", "format": "origin-url"}, "uniqueItems": True}
_SECONDS: Shape = {"type": "integer", "minimum": 1, "maximum": 157788000}

_REFRESH_TOKEN: Shape = {
    "type": "object",
    "required": ("rotation_type", "expiration_type"),
    "properties": {
        "rotation_type": {"type": "string", "enum": ("rotating", "non-rotating")},
        "expiration_type": {"type": "string", "enum": ("expiring", "non-expiring")},
        "leeway": {"type": "integer", "minimum": 0, "maximum": 60},  # INFERRED maximum
        "token_lifetime": _SECONDS,
        "infinite_token_lifetime": BOOLEAN,
        "idle_token_lifetime": _SECONDS,
        "infinite_idle_token_lifetime": BOOLEAN,
        "policies": {"type": ["array", "null"], "items": OBJECT},
    },
}
_JWT_CONFIGURATION: Shape = {
    "type": "object",
    "properties": {
        "lifetime_in_seconds": {"type": "integer", "minimum": 0, "maximum": 2592000},
        "secret_encoded": BOOLEAN,
        "scopes": OBJECT,
        "alg": {"type": "string", "enum": ("HS256", "RS256", "RS512", "PS256")},
    },
}
_AUTHENTICATION_METHODS: Shape = {
    "type": ["object", "null"],
    "properties": {
        "private_key_jwt": {
            "type": "object",
            "required": ("credentials",),
            "properties": {"credentials": {"type": "array", "items": OBJECT}},
        },
        "tls_client_auth": OBJECT,
        "self_signed_tls_client_auth": OBJECT,
    },
}

_COMMON: dict[str, Shape] = {
    "name": {"type": "string", "minLength": 1, "pattern": "^[^<>]+$"},
    "description": {"type": "string", "maxLength": 140},
    "logo_uri": {"type": "string", "format": "absolute-uri-or-empty"},
    "callbacks": _CALLBACKS,
    "allowed_logout_urls": _CALLBACKS,
    "allowed_origins": _ORIGINS,
    "web_origins": _ORIGINS,
    "client_aliases": STRINGS,
    "allowed_clients": STRINGS,
    "grant_types": {"type": "array", "items": {"type": "string", "enum": GRANT_TYPES}, "uniqueItems": True},
    "token_endpoint_auth_method": {"type": "string", "enum": ("none", "client_secret_post", "client_secret_basic")},
    "client_authentication_methods": _AUTHENTICATION_METHODS,
    "app_type": {"type": "string", "enum": APP_TYPES},
    "oidc_conformant": BOOLEAN,
    "jwt_configuration": _JWT_CONFIGURATION,
    "encryption_key": OBJECT_OR_NULL,
    "refresh_token": nullable(_REFRESH_TOKEN),
    "sso": BOOLEAN,
    "sso_disabled": BOOLEAN,
    "cross_origin_auth": BOOLEAN,
    "cross_origin_authentication": BOOLEAN,
    "cross_origin_loc": STRING,
    "custom_login_page_on": BOOLEAN,
    "custom_login_page": STRING,
    "custom_login_page_preview": STRING,
    "form_template": STRING,
    "is_token_endpoint_ip_header_trusted": BOOLEAN,
    "addons": OBJECT,
    "client_metadata": {
        "type": "object",
        "additionalProperties": {"type": ["string", "null"], "maxLength": 255},
        "maxProperties": 10,
    },
    "mobile": OBJECT,
    "native_social_login": OBJECT,
    "fedcm_login": OBJECT_OR_NULL,
    "initiate_login_uri": {"type": "string", "format": "absolute-https-uri-or-empty"},
    "organization_usage": {"type": ["string", "null"], "enum": ("deny", "allow", "require")},
    "organization_require_behavior": {
        "type": ["string", "null"],
        "enum": ("no_prompt", "pre_login_prompt", "post_login_prompt"),
    },
    "organization_discovery_methods": {
        "type": ["array", "null"],
        "items": {"type": "string", "enum": ("email", "organization_name")},
        "uniqueItems": True,
    },
    "default_organization": {"type": ["object", "null"], "properties": {"organization_id": STRING, "flows": STRINGS}},
    "require_pushed_authorization_requests": BOOLEAN,
    "require_proof_of_possession": BOOLEAN,
    "par_request_expiry": {"type": ["integer", "null"]},
    "compliance_level": {
        "type": ["string", "null"],
        "enum": ("none", "fapi1_adv_pkj_par", "fapi1_adv_mtls_par", "fapi2_sp_pkj_mtls", "fapi2_sp_mtls_mtls"),
    },
    "signed_request_object": OBJECT,
    "oidc_logout": OBJECT,
    "oidc_backchannel_logout": OBJECT,
    "session_transfer": OBJECT_OR_NULL,
    "token_exchange": {"type": ["object", "null"], "properties": {"allow_any_profile_of_type": STRINGS}},
    "token_quota": OBJECT_OR_NULL,
    "skip_non_verifiable_callback_uri_confirmation_prompt": {"type": ["boolean", "null"]},
    "redirection_policy": {"type": "string", "enum": ("allow_always", "open_redirect_protection")},
    "express_configuration": OBJECT_OR_NULL,
    "my_organization_configuration": OBJECT_OR_NULL,
    "async_approval_notification_channels": {"type": "array"},
    "token_vault_privileged_access": OBJECT_OR_NULL,
    "identity_assertion_authorization_grant": OBJECT_OR_NULL,
}

CREATE: Shape = {
    "type": "object",
    "required": ("name",),
    "properties": {
        **_COMMON,
        # First party or third party is settled when a client is made, and cannot be changed.
        "is_first_party": BOOLEAN,
        "third_party_security_mode": {"type": "string", "enum": ("strict", "permissive")},
        "resource_server_identifier": STRING,
    },
}
UPDATE: Shape = {
    "type": "object",
    "minProperties": 1,
    "properties": {
        **{name: nullable(shape) for name, shape in _COMMON.items()},
        "name": _COMMON["name"],
        "client_secret": {"type": "string", "minLength": 1},
        "is_first_party": BOOLEAN,  # recorded: taken when it says what is so already
    },
}

# A strict third-party client may be made with these fields alone (clients.md section 5).
STRICT_THIRD_PARTY = frozenset(
    {
        "name", "description", "logo_uri", "callbacks", "allowed_origins", "web_origins", "grant_types",
        "token_endpoint_auth_method", "app_type", "client_metadata", "jwt_configuration", "refresh_token",
        "client_authentication_methods", "require_proof_of_possession", "redirection_policy",
        "is_first_party", "third_party_security_mode",
    }
)  # fmt: skip
STRICT_GRANT_TYPES = frozenset({"authorization_code", "refresh_token", "client_credentials"})
