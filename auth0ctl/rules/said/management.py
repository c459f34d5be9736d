"""Which scopes are the Management API's own: a text that names others was written by another API.

The names are those of a recorded Management API (auth0-facts/resource-servers.md) and of the endpoints in
auth0-facts/management-api.md section 9. Auth0 adds to them: a text that names a newer one is read as another API's.
"""

import re

VERBS = ("create", "read", "update", "delete", "blacklist")
OBJECTS = frozenset(
    """
    actions anomaly_blocks attack_protection authentication_methods branding client_credentials client_grants
    client_keys client_summary client_token_vault_privileged_access clients connection_profiles connections
    connections_keys connections_options custom_domains custom_signing_keys device_credentials
    directory_provisionings email_provider email_templates encryption_keys entitlements event_deliveries
    event_streams events federated_connections_tokens flows flows_executions flows_vault flows_vault_connections
    forms grants group_members group_roles groups guardian_enrollment_tickets guardian_enrollments
    guardian_factors hooks insights limits log_streams logs logs_users mfa_policies network_acl_keys
    network_acls organization_client_grants organization_clients organization_connections
    organization_discovery_domains organization_group_roles organization_groups organization_invitations
    organization_member_effective_roles organization_member_role_source_groups organization_member_roles
    organization_members organizations organizations_summary passwords_checking_job phone_providers
    phone_templates portals prompts rate_limit_policies refresh_tokens resource_servers role_members roles rules
    rules_configs scim_config scim_token security_metrics self_service_profile_custom_texts
    self_service_profiles sessions shields signing_keys sso_access_tickets stats tenant_settings
    token_exchange_profiles tokens triggers user_attribute_profiles user_custom_blocks
    user_effective_permissions user_effective_roles user_idp_tokens user_permission_source_roles
    user_role_source_groups user_tickets users users_app_metadata vdcs_templates
    """.split()
)
EXPECTED = re.compile(r"expected (?:any|all) of:?[ ]*(\w[\w:./,-]*)", re.IGNORECASE)


def is_own(scope: str) -> bool:
    """Whether the Management API has such a scope; ``..._current_user...`` are those of a person's own token."""
    verb, _, what = scope.partition(":")
    return verb in VERBS and (what in OBJECTS or what.startswith("current_user"))


def of_another(text: str) -> bool:
    """Whether the scopes that ``text`` expects are named, and none of them is the Management API's."""
    named = [scope.strip(".,;:()") for found in EXPECTED.findall(text) for scope in found.split(",")]
    named = [scope for scope in named if scope]
    return bool(named) and not any(map(is_own, named))
