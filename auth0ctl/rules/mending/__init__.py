"""Which change of the tenant's settings would mend a cause: from the facts to edits, as pure as the rules are.

By the cause's name, so that it does not matter from which evidence the cause was found. No edits means that no setting
of the tenant mends it: then the app, the user or the person who decides about security has to.
"""

from collections.abc import Callable
from dataclasses import replace

from auth0ctl.edits import Edit
from auth0ctl.findings import Finding
from auth0ctl.lookup import load
from auth0ctl.model import Facts

Mend = Callable[[Facts], tuple[Edit, ...]]

# Name of the cause -> the function that knows its edits.
MENDING = {
    name: f"auth0ctl.rules.mending.{target}"
    for name, target in {
        "callback-url-not-registered": "addresses:callback",
        "client-has-no-callbacks": "addresses:callback",
        "logout-url-not-allowed": "addresses:logout_url",
        "web-origin-missing": "addresses:web_origin",
        "cors-origin-missing": "addresses:cors_origin",
        "cross-origin-login-refused": "addresses:cross_origin_login",
        "grant-type-not-enabled": "client:grant_types",
        "public-client-needs-auth-method-none": "client:public",
        "device-flow-needs-public-client": "client:native",
        "client-id-token-hs256": "client:rs256",
        "refresh-token-expired": "client:refresh_lifetime",
        "confirmation-needed-on-loopback": "client:skip_confirmation",
        "organization-not-allowed": "client:serve_organizations",
        "organization-param-required": "client:prompt_for_organization",
        "api-offline-access-disabled": "api:offline_access",
        "permissions-not-added-to-token": "api:permissions_claim",
        "requested-scope-dropped": "api:define_scopes",
        "consent-required": "api:skip_consent",
        "api-does-not-skip-consent": "api:skip_consent",
        "client-grant-missing": "api:create_grant",
        "client-grant-scope-missing": "api:widen_grant",
        "rbac-user-lacks-permission": "people:permit",
        "user-not-in-organization": "people:join",
        "connection-not-enabled": "people:enable_connection",
        "signup-disabled": "people:allow_signup",
        "default-directory-missing": "people:default_directory",
        "organization-name-for-id": "people:organization_names",
        "resource-param-not-mapped": "people:map_resource",
        "claim-namespace-reserved": "claims:rename",
        "claim-not-namespaced": "claims:rename",
    }.items()
}


def with_edits(finding: Finding, facts: Facts) -> Finding:
    """The finding with the edits that would mend it, and likewise its consequences."""
    target = MENDING.get(finding.rule.name)
    mend: Mend | None = load(target) if target else None
    below = tuple(with_edits(one, facts) for one in finding.consequences)
    return replace(finding, edits=mend(facts) if mend else (), consequences=below)
