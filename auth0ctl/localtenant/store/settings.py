"""The settings of a new tenant (auth0-facts/management-api.md section 7)."""

from auth0ctl.localtenant.store.defaults import in_order
from auth0ctl.localtenant.store.state import JSON

# The recorded order (tenant-settings.json).
_ORDER = (
    "allowed_logout_urls", "acr_values_supported", "change_password", "default_audience", "default_directory",
    "enabled_locales", "flags", "friendly_name", "guardian_mfa_page", "idle_session_lifetime",
    "ephemeral_session_lifetime", "idle_ephemeral_session_lifetime", "picture_url", "sandbox_version",
    "session_lifetime", "support_email", "support_url", "sessions", "oidc_logout",
    "allow_organization_name_in_authentication_api", "customize_mfa_in_postlogin_action",
    "pushed_authorization_requests_supported", "mtls", "universal_login", "resource_parameter_profile",
    "phone_consolidated_experience", "client_id_metadata_document_supported",
    "dynamic_client_registration_security_mode", "session_cookie", "sandbox_versions_available",
)  # fmt: skip
_FLAGS = (
    "allow_changing_enable_sso", "allow_legacy_delegation_grant_types", "allow_legacy_ro_grant_types",
    "allow_other_legacy_grant_types", "disable_impersonation", "disable_management_api_sms_obfuscation",
    "enable_dynamic_client_registration", "enable_public_signup_user_exists_error", "enable_sso",
    "universal_login", "use_scope_descriptions_for_consent", "no_disclose_enterprise_connections",
    "revoke_refresh_token_grant", "disable_fields_map_fix", "mfa_show_factor_list_on_enrollment",
    "remove_alg_from_jwks", "disable_clickjack_protection_headers",
)  # fmt: skip


def in_recorded_order(settings: JSON) -> JSON:
    flags = settings.get("flags")
    ordered = settings | {"flags": in_order(flags, _FLAGS)} if isinstance(flags, dict) else settings
    return in_order(ordered, _ORDER)


def tenant_settings() -> JSON:
    """The settings of a new tenant. The keys are the recorded ones; the flags' values for a new tenant are INFERRED."""
    return {
        "allowed_logout_urls": [],
        "acr_values_supported": [],
        "change_password": {"enabled": False},
        "default_audience": "",
        "default_directory": "",
        "enabled_locales": ["en"],
        "flags": {
            "allow_changing_enable_sso": False,
            "disable_impersonation": True,
            "enable_dynamic_client_registration": False,
            "enable_sso": True,
            "universal_login": True,
            "use_scope_descriptions_for_consent": False,
            "no_disclose_enterprise_connections": False,
            "revoke_refresh_token_grant": False,
            "mfa_show_factor_list_on_enrollment": False,
            "remove_alg_from_jwks": False,
            "disable_clickjack_protection_headers": False,
        },
        "friendly_name": "auth0ctl local tenant",
        "guardian_mfa_page": {"enabled": False},
        "idle_session_lifetime": 72,
        "ephemeral_session_lifetime": 72,
        "idle_ephemeral_session_lifetime": 24,
        "sandbox_version": "22",
        "session_lifetime": 168,
        "sessions": {"oidc_logout_prompt_enabled": True},
        "oidc_logout": {"rp_logout_end_session_endpoint_discovery": True},
        "allow_organization_name_in_authentication_api": False,
        "customize_mfa_in_postlogin_action": False,
        "pushed_authorization_requests_supported": False,
        "mtls": {"enable_endpoint_aliases": False},
        "resource_parameter_profile": "audience",
        "phone_consolidated_experience": False,
        "client_id_metadata_document_supported": False,
        "dynamic_client_registration_security_mode": "strict",
        "session_cookie": {"mode": "persistent"},
        "sandbox_versions_available": ["22", "18"],
    }
