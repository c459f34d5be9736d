"""Causes with the edits that mend them, with the risk that those name, and those that no setting mends."""

from dataclasses import replace

from mending_world import (
    ACME,
    API,
    APP,
    BY_MACHINE,
    FACTS,
    SYSTEM,
    U1,
    action,
    api,
    client,
    connection,
    grant,
    logout,
    machine,
    request,
    wish,
)

from auth0ctl.model import Facts
from auth0ctl.protocol import TokenRequest
from auth0ctl.situation import Wish

SETTER = "api.idToken.setCustomClaim('{}', 1); api.user.setAppMetadata('roles', 1);"
MENDED: dict[str, tuple[str, Facts, str, list[str]]] = {
    "a callback": (
        "callback-url-not-registered",
        replace(FACTS, request=request(redirect_uri="http://localhost:3000")),
        "client",
        ["+ callbacks: http://localhost:3000"],
    ),
    "a logout URL of a client": (
        "logout-url-not-allowed",
        logout("c1"),
        "client",
        [f"+ allowed_logout_urls: {APP}/bye"],
    ),
    "a logout URL of the tenant": (
        "logout-url-not-allowed",
        logout(None),
        "tenant settings",
        [f"+ allowed_logout_urls: {APP}/bye"],
    ),
    "a web origin": (
        "web-origin-missing",
        wish(origin=f"{APP}/", flow="silent"),
        "client",
        [f"+ web_origins: {APP}"],
    ),
    "a CORS origin": ("cors-origin-missing", wish(origin=APP), "client", [f"+ allowed_origins: {APP}"]),
    "a grant type": (
        "grant-type-not-enabled",
        wish(want_refresh_token=True),
        "client",
        ["+ grant_types: refresh_token"],
    ),
    "a public client": (
        "public-client-needs-auth-method-none",
        wish(),
        "client",
        [
            "- token_endpoint_auth_method: client_secret_post",
            "+ token_endpoint_auth_method: none",
            "- app_type: regular_web",
            "+ app_type: spa",
        ],
    ),
    "RS256": (
        "client-id-token-hs256",
        replace(FACTS, client=client(jwt_configuration={"alg": "HS256"})),
        "client",
        ["- jwt_configuration.alg: HS256", "+ jwt_configuration.alg: RS256"],
    ),
    "a refresh token's lifetime": (
        "refresh-token-expired",
        replace(
            FACTS,
            client=client(
                refresh_token={
                    "expiration_type": "expiring",
                    "token_lifetime": 60,
                    "infinite_idle_token_lifetime": True,
                }
            ),
        ),
        "client",
        ["- refresh_token.token_lifetime: 60", "+ refresh_token.token_lifetime: 2592000"],
    ),
    "an idle lifetime": (
        "refresh-token-expired",
        replace(
            FACTS,
            client=client(
                refresh_token={"expiration_type": "expiring", "token_lifetime": 100000, "idle_token_lifetime": 60}
            ),
        ),
        "client",
        ["- refresh_token.idle_token_lifetime: 60", "+ refresh_token.idle_token_lifetime: 100000"],
    ),
    "organizations": (
        "organization-not-allowed",
        FACTS,
        "client",
        ["- organization_usage: (not set)", "+ organization_usage: allow"],
    ),
    "a prompt for the organization": (
        "organization-param-required",
        replace(FACTS, client=client(organization_usage="require")),
        "client",
        ["- organization_require_behavior: (not set)", "+ organization_require_behavior: pre_login_prompt"],
    ),
    "offline access": (
        "api-offline-access-disabled",
        FACTS,
        "API",
        ["- allow_offline_access: (not set)", "+ allow_offline_access: true"],
    ),
    "the permissions claim": (
        "permissions-not-added-to-token",
        replace(FACTS, resource_servers=(api(enforce_policies=True, token_dialect="rfc9068_profile"),)),
        "API",
        ["- token_dialect: rfc9068_profile", "+ token_dialect: rfc9068_profile_authz"],
    ),
    "a scope of the API": (
        "requested-scope-dropped",
        replace(FACTS, request=request(scope=("openid", "read:orders", "write:orders"))),
        "API",
        ["+ scopes: write:orders"],
    ),
    "a client grant": (
        "client-grant-missing",
        BY_MACHINE,
        "client grant",
        ["+ client_id: c1", f"+ audience: {API}", "+ scope: read:orders", "+ subject_type: client"],
    ),
    "a scope of a client grant": (
        "client-grant-scope-missing",
        replace(BY_MACHINE, client_grants=(grant(),)),
        "client grant",
        ["+ scope: read:orders"],
    ),
    "a connection": (
        "connection-not-enabled",
        wish(connection="people"),
        "connection",
        ["+ enabled clients: c1"],
    ),
    "a default directory": (
        "default-directory-missing",
        replace(FACTS, connections=(connection(clients=("c1",)),)),
        "tenant settings",
        ["- default_directory: (not set)", "+ default_directory: people"],
    ),
    "names of organizations": (
        "organization-name-for-id",
        replace(wish(organization="acme"), organization=ACME),
        "tenant settings",
        [
            "- allow_organization_name_in_authentication_api: (not set)",
            "+ allow_organization_name_in_authentication_api: true",
        ],
    ),
    "the resource parameter": (
        "resource-param-not-mapped",
        replace(FACTS, request=request(audience=None), wish=Wish(flow="spa-pkce", resource=API)),
        "tenant settings",
        ["- resource_parameter_profile: (not set)", "+ resource_parameter_profile: compatibility"],
    ),
    "a claim's name": (
        "claim-not-namespaced",
        action(SETTER.format("roles")),
        "Action",
        ["- claims: roles", f"+ claims: {API}/roles"],
    ),
}
RISKY: dict[str, tuple[str, Facts, str]] = {
    "a callback without TLS": (
        "callback-url-not-registered",
        replace(FACTS, request=request(redirect_uri="http://shop.example/cb")),
        "unencrypted",
    ),
    "a secret that is no longer asked for": ("public-client-needs-auth-method-none", wish(), "secret"),
    "passwords": (
        "grant-type-not-enabled",
        replace(FACTS, request=None, token_request=TokenRequest(grant_type="password", client_id="c1", scope=())),
        "passwords",
    ),
    "RBAC": ("permissions-not-added-to-token", FACTS, "lose the scopes"),
    "consent": ("consent-required", FACTS, "no longer asked"),
    "a page that protects": ("confirmation-needed-on-loopback", FACTS, "believed"),
    "sign-ups": (
        "signup-disabled",
        replace(wish(flow="signup"), connections=(connection(clients=("c1",), options={"disable_signup": True}),)),
        "anybody",
    ),
    "a user's permission": (
        "rbac-user-lacks-permission",
        replace(wish(require_permissions=("read:orders",)), resource_servers=(api(enforce_policies=True),), user=U1),
        "may then do read:orders",
    ),
    "a member": ("user-not-in-organization", replace(FACTS, organization=ACME, user=U1), "becomes a member"),
    "a connection for everybody": (
        "connection-not-enabled",
        replace(wish(connection="people"), client=client(is_first_party=False)),
        "third-party ones too",
    ),
    "rights over the tenant": (
        "client-grant-missing",
        replace(BY_MACHINE, token_request=machine("read:orders", audience=SYSTEM)),
        "over the tenant itself",
    ),
    "a form of the app's own": ("cross-origin-login-refused", FACTS, "passwords"),
}
NOTHING: dict[str, tuple[str, Facts]] = {
    "a callback that is none": (
        "callback-url-not-registered",
        replace(FACTS, request=request(redirect_uri="localhost:1")),
    ),
    "a callback that is there": ("callback-url-not-registered", FACTS),
    "an unread client": ("callback-url-not-registered", replace(FACTS, client=None)),
    "an app that sends a secret": ("device-flow-needs-public-client", wish(flow="device", has_secret=True)),
    "a client with keys": (
        "public-client-needs-auth-method-none",
        replace(wish(), client=client(client_authentication_methods={"private_key_jwt": {"credentials": []}})),
    ),
    "a machine's grant for a public client": (
        "grant-type-not-enabled",
        replace(BY_MACHINE, client=client(token_endpoint_auth_method="none")),
    ),
    "a grant that strict clients never get": (
        "grant-type-not-enabled",
        replace(
            FACTS,
            client=client(is_first_party=False, third_party_security_mode="strict"),
            request=None,
            token_request=TokenRequest(grant_type="password", client_id="c1", scope=()),
        ),
    ),
    "an API that lets nobody in": (
        "client-grant-missing",
        replace(BY_MACHINE, resource_servers=(api(subject_type_authorization={"client": {"policy": "deny_all"}}),)),
    ),
    "a grant of all third-party clients": (
        "client-grant-scope-missing",
        replace(
            BY_MACHINE,
            client=client(is_first_party=False),
            client_grants=(grant(client_id=None),),
        ),
    ),
    "a scope that one of Auth0's APIs does not have": (
        "client-grant-scope-missing",
        replace(
            BY_MACHINE,
            client_grants=(replace(grant(), audience=SYSTEM),),
            token_request=machine("delete:orders", audience=SYSTEM),
        ),
    ),
    "one of Auth0's own APIs": (
        "api-offline-access-disabled",
        replace(FACTS, request=request(audience=SYSTEM)),
    ),
    "consent of a third party": ("consent-required", replace(FACTS, client=client(is_first_party=False))),
    "consent on this machine": (
        "consent-required",
        replace(FACTS, request=request(redirect_uri="http://localhost:3000")),
    ),
    "a connection that there is not": ("connection-not-enabled", wish(connection="nobody")),
    "one of several connections": (
        "connection-not-enabled",
        replace(FACTS, connections=(connection(), connection("others"))),
    ),
    "a permission that is held": (
        "rbac-user-lacks-permission",
        replace(
            wish(require_permissions=("read:orders",)),
            resource_servers=(api(enforce_policies=True),),
            user=replace(U1, permissions=((API, "read:orders"),)),
        ),
    ),
    "a claim whose name is put together": (
        "claim-not-namespaced",
        action("api.idToken.setCustomClaim('ro' + 'les', 1)"),
    ),
    "an Action with a draft": (
        "claim-not-namespaced",
        replace(
            FACTS,
            actions=tuple(
                replace(one, raw={"code": "another draft"}) for one in action(SETTER.format("roles")).actions or ()
            ),
        ),
    ),
}
