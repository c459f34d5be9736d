"""Of which type each member of the Management API's objects is that anything here reads, by kind of object.

What arrives with another type is no answer of Auth0's, and is said to be none before anybody trusts it. Members that
are not listed are shown as they came and never looked into. Types: auth0-facts/clients.md, resource-servers.md and
management-api.md, and the recorded examples beside them. Absent and ``null`` are fine, save where a member is Needed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NUMBER = float  # whole numbers as well, but not true and false


@dataclass(frozen=True, slots=True)
class Needed:
    """A member without which nobody can tell what the object is."""

    shape: Any


@dataclass(frozen=True, slots=True)
class Other:
    """Where an answer has another shape than it must: ``member`` with dots, and the two types in words."""

    member: str
    found: str
    wanted: str

    def __str__(self) -> str:
        return f"whose {self.member} is {self.found}, not {self.wanted}" if self.found else f"without {self.member}"


# A shape is str, bool, NUMBER, a list with the shape of its elements, or a mapping of members to their shapes.
Shape = Any
TEXTS = [str]
CLIENT: Mapping[str, Shape] = {
    "client_id": Needed(str),
    **dict.fromkeys(("is_first_party", "oidc_conformant", "global"), bool),
    **dict.fromkeys(("cross_origin_authentication", "cross_origin_auth"), bool),
    **dict.fromkeys(("require_proof_of_possession", "require_pushed_authorization_requests"), bool),
    **dict.fromkeys(("name", "app_type", "token_endpoint_auth_method", "client_secret", "initiate_login_uri"), str),
    **dict.fromkeys(("third_party_security_mode", "redirection_policy", "resource_server_identifier"), str),
    **dict.fromkeys(("organization_usage", "organization_require_behavior"), str),
    **dict.fromkeys(("grant_types", "callbacks", "web_origins", "allowed_origins", "allowed_logout_urls"), TEXTS),
    "skip_non_verifiable_callback_uri_confirmation_prompt": bool,
    "jwt_configuration": {"alg": str, "lifetime_in_seconds": NUMBER},
    "refresh_token": {
        **dict.fromkeys(("rotation_type", "expiration_type"), str),
        **dict.fromkeys(("token_lifetime", "idle_token_lifetime", "leeway"), NUMBER),
        **dict.fromkeys(("infinite_token_lifetime", "infinite_idle_token_lifetime"), bool),
    },
    "client_authentication_methods": {},
    "client_metadata": {},
    "signed_request_object": {"required": bool},
    **{name: {"backchannel_logout_urls": TEXTS} for name in ("oidc_logout", "oidc_backchannel_logout")},
}
RESOURCE_SERVER: Mapping[str, Shape] = {
    "identifier": Needed(str),
    **dict.fromkeys(("id", "name", "signing_alg", "token_dialect"), str),
    **dict.fromkeys(("token_lifetime", "token_lifetime_for_web"), NUMBER),
    **dict.fromkeys(("allow_offline_access", "enforce_policies", "is_system"), bool),
    "skip_consent_for_verifiable_first_party_clients": bool,
    "scopes": [{"value": Needed(str), "description": str}],
    "subject_type_authorization": {"user": {"policy": str}, "client": {"policy": str}},
    "proof_of_possession": {"required": bool},
}
ACTION: Mapping[str, Shape] = {
    "id": Needed(str),
    **dict.fromkeys(("name", "code", "runtime", "status"), str),
    "all_changes_deployed": bool,
    "deployed_version": {"code": str, "runtime": str},
    "supported_triggers": [{"id": str}],
}
PROTECTION: Mapping[str, Shape] = {
    "enabled": bool,
    "shields": TEXTS,
    "stage": {name: {"shields": TEXTS} for name in ("pre-user-registration", "pre-change-password", "pre-login")},
}
SWITCH = {"enable": bool}
SHAPES: Mapping[str, Shape] = {
    "clients": CLIENT,
    "resource_servers": RESOURCE_SERVER,
    "client_grants": {
        **dict.fromkeys(("id", "audience"), Needed(str)),
        **dict.fromkeys(("client_id", "subject_type", "default_for"), str),
        "scope": TEXTS,
        "allow_all_scopes": bool,
    },
    "connections": {
        "id": Needed(str),
        **dict.fromkeys(("name", "strategy"), str),
        "enabled_clients": TEXTS,
        "is_domain_connection": bool,
        "authentication": {"active": bool},
        "options": {
            "passwordPolicy": str,
            "disable_signup": bool,
            "password_complexity_options": {"min_length": NUMBER},
            **dict.fromkeys(("password_history", "password_no_personal_info", "password_dictionary"), SWITCH),
            "authentication_methods": {"passkey": {"enabled": bool}},
        },
    },
    "tenant_settings": {
        **dict.fromkeys(("default_audience", "default_directory", "resource_parameter_profile"), str),
        **dict.fromkeys(("default_redirection_uri", "support_email", "support_url", "sandbox_version"), str),
        "allowed_logout_urls": TEXTS,
        "flags": {"enable_dynamic_client_registration": bool},
        "error_page": {"html": str},
    },
    "custom_domains": {"domain": Needed(str), "status": str},
    "actions": ACTION,
    "bindings": {"action": Needed({"id": Needed(str), "name": str}), "display_name": str},
    "organizations": {"id": Needed(str), "name": str},
    "enabled_connections": {"connection": {"name": str}},
    "members": {"user_id": Needed(str)},
    "roles": {"id": Needed(str)},
    "permissions": dict.fromkeys(("resource_server_identifier", "permission_name"), str),
    "users": {"user_id": Needed(str), "blocked": bool, "app_metadata": {}, "user_metadata": {}},
    "grants": {**dict.fromkeys(("audience", "clientID"), str), "scope": TEXTS},
    "rules": {"name": str, "enabled": bool},
    "factors": {"name": str, "enabled": bool},
    "attack_protection": PROTECTION,
    "email_provider": {"name": str, "enabled": bool},
    "log_streams": dict.fromkeys(("name", "type", "status"), str),
    "logs": {},
}
# Paths that answer with objects of one kind: a single one, or a list that is no page.
PATHS = re.compile(
    r"(clients|resource-servers|client-grants|connections|users)(?:/[^/]+)?|(organizations)/(?:name/)?[^/]+|"
    r"actions/(actions)(?:/[^/]+)?|(attack-protection)/.*|(tenants/settings)|(emails/provider)|(custom-domains)|"
    r"guardian/(factors)|(log-streams)|(logs)"
)
NAMED = {"tenants/settings": "tenant_settings", "emails/provider": "email_provider"}


def kind_of(path: str) -> str:
    """The kind of the objects that a path under /api/v2/ answers with; empty where ``SHAPES`` knows none."""
    found = PATHS.fullmatch(path)
    kind = str(found[found.lastindex or 0]) if found else ""
    return NAMED.get(kind, kind.replace("-", "_"))


def other_shape(value: Any, shape: Shape, member: str = "") -> Other | None:
    """What in ``value`` is of another type than ``shape`` says; None where all is well."""
    if isinstance(shape, Needed):
        return Other(member, "", "") if value is None else other_shape(value, shape.shape, member)
    if value is None:
        return None
    if not is_of(value, shape):
        return Other(member, worded(value), wanted(shape))
    if isinstance(shape, list):
        found = (
            other_shape(one, shape[0], at) if one is not None else Other(at, "null", wanted(shape[0]))
            for at, one in ((f"{member}[{place}]", one) for place, one in enumerate(value))
        )
        return next((one for one in found if one is not None), None)
    if isinstance(shape, Mapping):
        found = (
            other_shape(value.get(name), inner, f"{member}.{name}" if member else name) for name, inner in shape.items()
        )
        return next((one for one in found if one is not None), None)
    return None


def is_of(value: Any, shape: Shape) -> bool:
    if isinstance(shape, list):
        return isinstance(value, list)
    if isinstance(shape, Mapping):
        return isinstance(value, dict)
    if shape is NUMBER:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, shape)


def wanted(shape: Shape) -> str:
    if isinstance(shape, list):
        return "a list"
    return "an object" if isinstance(shape, Mapping) else {str: "a text", bool: "true or false"}.get(shape, "a number")


def worded(value: Any) -> str:
    kinds = ((bool, "true or false"), (str, "a text"), (list, "a list"), (dict, "an object"))
    return next((words for kind, words in kinds if isinstance(value, kind)), "a number")
