"""One broken setting at a time, and the checks that each turns red, with the finding that names the cause."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from smoke_declaration import CALLBACK, ORDERS, PHONE, REPORTS, SHOP, USER, WORKER
from smoke_world import SmokeWorld

Break = Callable[[SmokeWorld], object]


def of_client(client_id: str, **fields: Any) -> Break:
    return lambda world: world.management.update_client(client_id, fields)


def of_api(identifier: str, **fields: Any) -> Break:
    return lambda world: world.management.update_resource_server(identifier, fields)


def grant_id(world: SmokeWorld) -> str:
    return str(world.management.client_grants(client_id=WORKER)[0]["id"])


def of_guard(**fields: bool) -> Break:
    def change(world: SmokeWorld) -> None:
        for name, value in fields.items():
            setattr(world.guard, name, value)

    return change


def connection_off(world: SmokeWorld) -> None:
    (one,) = [each for each in world.management.connections() if each["name"] == "people"]
    world.management.enable_connection(str(one["id"]), PHONE, enabled=False)


def renamed(world: SmokeWorld) -> None:
    world.management.update_client(SHOP, {"name": "Shoppe"})


def asked(world: SmokeWorld, method: str, path: str, body: Any = None) -> None:
    """A write that no command of ours makes."""
    headers = {"Authorization": f"Bearer {world.tenant.management_token()}"}
    answer = world.http.send(method, f"{world.tenant.issuer}api/v2/{path}", body=body, headers=headers)
    assert answer.status < 300, answer.text


@dataclass(frozen=True, kw_only=True)
class Broken:
    """One change of the tenant, and the checks that it turns red, each with the finding that names the cause."""

    do: Break
    red: dict[str, str]


SETTING, TOKENS = "setting-not-as-declared", "tokens-not-as-declared"
NEEDS = ""  # not run, because a check that it needs is red: that one has the finding
ROTATING = {"rotation_type": "rotating", "expiration_type": "expiring"}
BROKEN: dict[str, Broken] = {
    "the app's callback is gone": Broken(
        do=lambda w: w.management.update_client(SHOP, {"callbacks": [f"http://127.0.0.1:{w.port}/callback"]}),
        red={"shop-settings": "callback-url-not-registered", "shop-is-sound": "callback-url-not-registered"},
    ),
    "the callback lost its path": Broken(
        do=lambda w: w.management.update_client(
            SHOP, {"callbacks": ["https://shop.example/", f"http://127.0.0.1:{w.port}/callback"]}
        ),
        red={"shop-settings": "callback-url-not-registered", "shop-is-sound": "callback-url-not-registered"},
    ),
    "the callback of the login is gone": Broken(
        do=of_client(SHOP, callbacks=[CALLBACK]), red={"shop-login": "callback-url-not-registered"}
    ),
    "the web origin is gone": Broken(do=of_client(SHOP, web_origins=[]), red={"shop-settings": "web-origin-missing"}),
    "another web origin": Broken(
        do=of_client(SHOP, web_origins=["https://shop.example", "https://*.x.example"]),
        red={"shop-settings": "client-address-wildcard"},
    ),
    "the allowed origin is gone": Broken(
        do=of_client(SHOP, allowed_origins=[]), red={"shop-settings": "cross-origin-login-refused"}
    ),
    "the logout URL is gone": Broken(
        do=of_client(SHOP, allowed_logout_urls=[]), red={"shop-settings": "logout-url-not-allowed"}
    ),
    "implicit is allowed": Broken(
        do=of_client(SHOP, grant_types=["authorization_code", "implicit"]),
        red={"shop-settings": SETTING, "shop-by-implicit": "refusal-not-as-declared"},
    ),
    "the password grant is allowed": Broken(
        do=of_client(SHOP, grant_types=["authorization_code", "password"]),
        red={"shop-settings": "password-grant-enabled"},
    ),
    "no authorization code": Broken(
        do=of_client(SHOP, grant_types=["refresh_token"]),
        red={
            "shop-settings": "grant-type-not-enabled",
            "shop-login": "grant-type-not-enabled",
            "shop-is-sound": "grant-type-not-enabled",
        },
    ),
    "the shop wants a secret": Broken(
        do=of_client(SHOP, token_endpoint_auth_method="client_secret_post"),
        red={
            "shop-settings": "public-client-needs-auth-method-none",
            "shop-login": "public-client-needs-auth-method-none",
            "shop-is-sound": "public-client-needs-auth-method-none",
        },
    ),
    "ID tokens by HS256": Broken(
        do=of_client(SHOP, jwt_configuration={"alg": "HS256"}),
        red={
            "shop-settings": "client-id-token-hs256",
            "shop-login": "client-id-token-hs256",
            "shop-is-sound": "client-id-token-hs256",
        },
    ),
    "not OIDC conformant": Broken(
        do=of_client(SHOP, oidc_conformant=False), red={"shop-settings": "client-not-oidc-conformant"}
    ),
    "the app type changed": Broken(do=of_client(SHOP, app_type="regular_web"), red={"shop-settings": SETTING}),
    "organizations are required": Broken(
        do=of_client(SHOP, organization_usage="require"),
        red={
            "shop-settings": "organization-param-required",
            "shop-login": "organization-param-required",
            "shop-is-sound": "organization-param-required",
        },
    ),
    "pushed requests are required": Broken(
        do=of_client(SHOP, require_pushed_authorization_requests=True),
        red={"shop-login": "pushed-request-required", "shop-is-sound": "pushed-request-required"},
    ),
    "cross-origin logins": Broken(
        do=of_client(SHOP, cross_origin_authentication=True), red={"shop-settings": "cross-origin-login-enabled"}
    ),
    "an initiate login URI": Broken(
        do=of_client(SHOP, initiate_login_uri="https://shop.example/login"), red={"shop-settings": SETTING}
    ),
    "a long leeway": Broken(
        do=of_client(SHOP, refresh_token=ROTATING | {"leeway": 30}), red={"shop-settings": SETTING}
    ),
    "the client was renamed": Broken(
        do=renamed,
        red={
            "shop-settings": "client-unknown",
            "shop-login": "client-unknown",
            "shop-by-implicit": "client-unknown",
            "shop-elsewhere": "client-unknown",
            "shop-is-sound": "client-unknown",
        },
    ),
    "the client was deleted": Broken(
        do=lambda w: w.management.delete_client(SHOP),
        red={
            "shop-settings": "client-unknown",
            "shop-login": "client-unknown",
            "shop-by-implicit": "client-unknown",
            "shop-elsewhere": "client-unknown",
            "shop-is-sound": "client-unknown",
        },
    ),
    "the worker logs people in": Broken(
        do=of_client(WORKER, grant_types=["client_credentials", "authorization_code"]), red={"worker-settings": SETTING}
    ),
    "the worker gets no tokens": Broken(
        do=of_client(WORKER, grant_types=["authorization_code"]),
        red={
            "worker-settings": "grant-type-not-enabled",
            "worker-token": "grant-type-not-enabled",
            "worker-for-reports": "grant-type-not-enabled",
        },
    ),
    "the worker's secret was rotated": Broken(
        do=of_client(WORKER, client_secret="another-secret-that-is-long-enough-for-it"),
        red={"worker-token": "client-secret-wrong", "worker-for-reports": "client-secret-wrong"},
    ),
    "the API signs HS256": Broken(
        do=of_api(ORDERS, signing_alg="HS256"),
        red={
            "orders-settings": "api-signs-hs256",
            "worker-token": "api-signs-hs256",
            "ann-for-orders": "api-signs-hs256",
            "ann-again": NEEDS,
            "shop-login": "api-signs-hs256",
            "orders-are-protected": NEEDS,
            "shop-is-sound": "api-signs-hs256",
        },
    ),
    "the API has RBAC": Broken(
        do=of_api(ORDERS, enforce_policies=True),
        red={"orders-settings": SETTING, "ann-again": "rbac-user-lacks-permission"},
    ),
    "RBAC is off": Broken(
        do=of_api(REPORTS, enforce_policies=False),
        red={"reports-settings": SETTING, "ann-on-the-phone": "permissions-not-added-to-token"},
    ),
    "the API's tokens are RFC 9068's": Broken(
        do=of_api(ORDERS, token_dialect="rfc9068_profile"),
        red={"orders-settings": SETTING, "worker-token": "token-claim-missing"},
    ),
    "no permissions in tokens": Broken(
        do=of_api(REPORTS, token_dialect="access_token"),
        red={
            "reports-settings": "permissions-not-added-to-token",
            "ann-on-the-phone": "permissions-not-added-to-token",
        },
    ),
    "no offline access": Broken(
        do=of_api(ORDERS, allow_offline_access=False),
        red={
            "orders-settings": "api-offline-access-disabled",
            "ann-for-orders": "api-offline-access-disabled",
            "ann-again": NEEDS,
            "orders-are-protected": NEEDS,
        },
    ),
    "tokens live a day": Broken(
        do=of_api(ORDERS, token_lifetime=86400), red={"orders-settings": SETTING, "worker-token": TOKENS}
    ),
    "tokens live for ten days": Broken(
        do=of_api(ORDERS, token_lifetime=864000),
        red={"orders-settings": "access-token-lives-long", "worker-token": TOKENS},
    ),
    "a scope is gone": Broken(do=of_api(ORDERS, scopes=[{"value": "read:orders"}]), red={"orders-settings": SETTING}),
    "the scope that is used is gone": Broken(
        do=of_api(ORDERS, scopes=[{"value": "write:orders"}]),
        red={
            "orders-settings": SETTING,
            "ann-again": "requested-scope-dropped",
            "shop-is-sound": "requested-scope-dropped",
        },
    ),
    "a scope too many": Broken(
        do=of_api(ORDERS, scopes=[{"value": one} for one in ("read:orders", "write:orders", "delete:orders")]),
        red={"orders-settings": SETTING},
    ),
    "consent is asked": Broken(
        do=of_api(ORDERS, skip_consent_for_verifiable_first_party_clients=False),
        red={"orders-settings": "api-does-not-skip-consent"},
    ),
    "the API is gone": Broken(
        do=lambda w: asked(w, "DELETE", f"resource-servers/{quote(ORDERS, safe='')}"),
        red={
            "orders-settings": "audience-not-registered",
            "worker-may-read": "audience-not-registered",
            "worker-token": "audience-not-registered",
            "ann-for-orders": "audience-not-registered",
            "ann-again": NEEDS,
            "shop-login": "audience-not-registered",
            "orders-are-protected": NEEDS,
            "shop-is-sound": "audience-not-registered",
        },
    ),
    "the grant is wider": Broken(
        do=lambda w: w.management.update_client_grant(grant_id(w), {"scope": ["read:orders", "write:orders"]}),
        red={"worker-may-read": SETTING, "worker-token": TOKENS},
    ),
    "the grant is empty": Broken(
        do=lambda w: w.management.update_client_grant(grant_id(w), {"scope": []}),
        red={"worker-may-read": "client-grant-scope-missing", "worker-token": "client-grant-scope-missing"},
    ),
    "the grant is gone": Broken(
        do=lambda w: w.management.delete_client_grant(grant_id(w)),
        red={"worker-may-read": "client-grant-missing", "worker-token": "client-grant-missing"},
    ),
    "the worker may ask for reports": Broken(
        do=lambda w: w.management.create_client_grant({"client_id": WORKER, "audience": REPORTS, "scope": []}),
        red={"worker-sees-no-reports": SETTING, "worker-for-reports": "refusal-not-as-declared"},
    ),
    "the permission was taken away": Broken(
        do=lambda w: w.management.permit_user(USER, REPORTS, "read:reports", permitted=False),
        red={"ann-on-the-phone": "rbac-user-lacks-permission"},
    ),
    "the user's e-mail is not verified": Broken(
        do=lambda w: asked(w, "PATCH", f"users/{quote(USER)}", {"email_verified": False}),
        red={"ann-on-the-phone": TOKENS},
    ),
    "the connection is off": Broken(
        do=connection_off,
        red={
            "ann-on-the-phone": "connection-not-enabled",
            "ann-for-orders": "connection-not-enabled",
            "ann-again": NEEDS,
            "orders-are-protected": NEEDS,
        },
    ),
    "the API is open": Broken(do=of_guard(open=True), red={"orders-are-protected": "api-accepts-no-token"}),
    "the API takes nobody": Broken(do=of_guard(closed=True), red={"orders-are-protected": "api-refuses-access-token"}),
    "the API takes ID tokens": Broken(
        do=of_guard(audience=False), red={"orders-are-protected": "api-accepts-id-token"}
    ),
    "the API verifies nothing": Broken(
        do=of_guard(signature=False), red={"orders-are-protected": "api-accepts-forged-token"}
    ),
}
