"""The fields of clients and APIs that a smoke file may state, and what Auth0 means by an absent one.

From auth0-facts/clients.md section 1 and resource-servers.md section 1. A field that is not here can be stated under
``settings``, where no name is checked.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any


class Kind(Enum):
    """What a field holds; the value says so in an error."""

    TEXT = "text in quotes"
    FLAG = "true or false"
    NUMBER = "a whole number"
    LIST = "a list"
    TABLE = "a table { name = value }"


def named(kind: Kind, names: str) -> dict[str, Kind]:
    return dict.fromkeys(names.split(), kind)


CLIENT: Mapping[str, Kind] = {
    **named(
        Kind.TEXT,
        """name description app_type logo_uri initiate_login_uri token_endpoint_auth_method organization_usage
        organization_require_behavior compliance_level third_party_security_mode redirection_policy
        resource_server_identifier external_client_id external_metadata_type external_metadata_created_by jwks_uri
        cross_origin_loc""",
    ),
    **named(
        Kind.FLAG,
        """is_first_party oidc_conformant sso sso_disabled cross_origin_authentication cross_origin_auth
        custom_login_page_on is_token_endpoint_ip_header_trusted require_pushed_authorization_requests
        require_proof_of_possession skip_non_verifiable_callback_uri_confirmation_prompt""",
    ),
    **named(Kind.NUMBER, "par_request_expiry"),
    **named(
        Kind.LIST,
        """callbacks allowed_logout_urls allowed_origins web_origins client_aliases allowed_clients grant_types
        organization_discovery_methods async_approval_notification_channels""",
    ),
    **named(
        Kind.TABLE,
        """jwt_configuration refresh_token client_metadata mobile native_social_login addons fedcm_login
        client_authentication_methods default_organization signed_request_object oidc_logout oidc_backchannel_logout
        session_transfer token_exchange token_quota express_configuration my_organization_configuration""",
    ),
}
API: Mapping[str, Kind] = {
    **named(Kind.TEXT, "name signing_alg token_dialect consent_policy client_id agent_subject_claims"),
    **named(
        Kind.FLAG,
        """allow_offline_access allow_online_access skip_consent_for_verifiable_first_party_clients enforce_policies
        is_system""",
    ),
    **named(Kind.NUMBER, "token_lifetime token_lifetime_for_web"),
    **named(Kind.LIST, "scopes authorization_details"),
    **named(Kind.TABLE, "subject_type_authorization token_encryption proof_of_possession authorization_policy"),
}
GRANT: Mapping[str, Kind] = {
    "scope": Kind.LIST,
    "allow_all_scopes": Kind.FLAG,
    "organization_usage": Kind.TEXT,
    "allow_any_organization": Kind.FLAG,
}
FIELDS: Mapping[str, Mapping[str, Kind]] = {"client": CLIENT, "api": API, "grant": GRANT}

# What an absent field means. A field that is always there, or whose absence means nothing else, is not listed.
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "client": {
        "is_first_party": True,
        "oidc_conformant": False,
        "organization_usage": "deny",
        "organization_require_behavior": "no_prompt",
        "require_pushed_authorization_requests": False,
        "require_proof_of_possession": False,
        "cross_origin_authentication": False,
        "sso_disabled": False,
        **dict.fromkeys((name for name, kind in CLIENT.items() if kind is Kind.LIST), ()),
    },
    "api": {
        "enforce_policies": False,
        "token_dialect": "access_token",
        "allow_offline_access": False,
        "skip_consent_for_verifiable_first_party_clients": False,
        "is_system": False,
        "signing_alg": "RS256",
        "scopes": (),
    },
    "grant": {"scope": (), "allow_all_scopes": False, "allow_any_organization": False},
}
