"""What a smoke file is tried on: a tenant's seed, and the file that declares all of it, every kind of check."""

from typing import Any

SHOP, WORKER, PHONE = "shop", "worker", "phone"
ORDERS, REPORTS = "https://orders.example", "https://reports.example"
SECRET = "a-worker-secret-that-nobody-may-see"
PASSWORD = "a-password-that-nobody-may-see"
EMAIL, USER = "ann@shop.example", "auth0|ann"
DATABASE = "people"
REALM = "http://auth0.com/oauth/grant-type/password-realm"
CALLBACK = "https://shop.example/callback"
ENVIRON = {"WORKER_SECRET": SECRET, "ANN_PASSWORD": PASSWORD}


def client(client_id: str, name: str, grants: list[str], **more: Any) -> dict[str, Any]:
    return {
        "client_id": client_id,
        "name": name,
        "oidc_conformant": True,
        "is_first_party": True,
        "token_endpoint_auth_method": "none",
        "jwt_configuration": {"alg": "RS256"},
        "grant_types": grants,
        **more,
    }


def seed(port: int) -> dict[str, Any]:
    own = f"http://127.0.0.1:{port}/callback"
    return {
        "clients": [
            client(
                SHOP,
                "Shop",
                ["authorization_code", "refresh_token"],
                app_type="spa",
                callbacks=[CALLBACK, own],
                web_origins=["https://shop.example"],
                allowed_origins=["https://shop.example"],
                allowed_logout_urls=["https://shop.example/bye"],
            ),
            client(
                WORKER,
                "Worker",
                ["client_credentials"],
                app_type="non_interactive",
                token_endpoint_auth_method="client_secret_post",
                client_secret=SECRET,
            ),
            client(PHONE, "Phone", [REALM, "refresh_token"], app_type="native"),
        ],
        "resource_servers": [
            {
                "identifier": ORDERS,
                "name": "Orders",
                "signing_alg": "RS256",
                "token_lifetime": 7200,
                "token_lifetime_for_web": 3600,
                "allow_offline_access": True,
                "scopes": [{"value": "read:orders"}, {"value": "write:orders"}],
                "skip_consent_for_verifiable_first_party_clients": True,
            },
            {
                "identifier": REPORTS,
                "name": "Reports",
                "enforce_policies": True,
                "token_dialect": "access_token_authz",
                "scopes": [{"value": "read:reports"}],
                "skip_consent_for_verifiable_first_party_clients": True,
            },
        ],
        "client_grants": [{"client_id": WORKER, "audience": ORDERS, "scope": ["read:orders"]}],
        "connections": [{"name": DATABASE, "strategy": "auth0", "enabled_clients": [SHOP, PHONE]}],
        "users": [
            {
                "user_id": USER,
                "email": EMAIL,
                "email_verified": True,
                "password": PASSWORD,
                "connection": DATABASE,
                "permissions": [{"resource_server_identifier": REPORTS, "permission_name": "read:reports"}],
            }
        ],
    }


def smoke_file(port: int, url: str) -> str:
    return f"""\
[smoke]
timeout = 20

[[client]]
id = "shop-settings"
client = "Shop"
is_first_party = true
app_type = "spa"
oidc_conformant = true
token_endpoint_auth_method = "none"
grant_types = {{ contains = ["authorization_code"], excludes = ["implicit", "password"] }}
callbacks = {{ contains = ["{CALLBACK}"] }}
web_origins = ["https://shop.example"]
allowed_origins = ["https://shop.example"]
allowed_logout_urls = ["https://shop.example/bye"]
organization_usage = {{ one_of = ["deny", "allow"] }}
jwt_configuration.alg = "RS256"
cross_origin_authentication = false
initiate_login_uri = {{ absent = true }}
settings.refresh_token.leeway = {{ at_most = 10 }}

[[client]]
id = "worker-settings"
client = "{WORKER}"
grant_types = ["client_credentials"]
token_endpoint_auth_method = {{ one_of = ["client_secret_post", "client_secret_basic"] }}

[[api]]
id = "orders-settings"
identifier = "{ORDERS}"
signing_alg = "RS256"
token_dialect = "access_token"
enforce_policies = false
allow_offline_access = true
token_lifetime = {{ at_most = 7200 }}
token_lifetime_for_web = 3600
scopes = {{ contains = ["read:orders", "write:orders"], excludes = ["delete:orders"] }}
skip_consent_for_verifiable_first_party_clients = true

[[api]]
id = "reports-settings"
identifier = "{REPORTS}"
enforce_policies = true
token_dialect = "access_token_authz"

[[grant]]
id = "worker-may-read"
client = "Worker"
audience = "{ORDERS}"
scope = ["read:orders"]

[[grant]]
id = "worker-sees-no-reports"
client = "Worker"
audience = "{REPORTS}"
absent = true

[[flow]]
id = "worker-token"
flow = "client-credentials"
client = "Worker"
client_secret_env = "WORKER_SECRET"
audience = "{ORDERS}"
access_token.scopes = ["read:orders"]
access_token.lifetime = {{ at_most = 9000 }}
access_token.alg = "RS256"
access_token.audience = "{ORDERS}"
access_token.claims.gty = "client-credentials"
refresh_token = false

[[flow]]
id = "ann-on-the-phone"
flow = "password-realm"
client = "Phone"
realm = "{DATABASE}"
username = "{EMAIL}"
password_env = "ANN_PASSWORD"
audience = "{REPORTS}"
scope = "openid email offline_access read:reports"
access_token.permissions = ["read:reports"]
id_token.claims = {{ email = "{EMAIL}", email_verified = true, phone_number = {{ absent = true }} }}

[[flow]]
id = "ann-for-orders"
flow = "password-realm"
client = "Phone"
realm = "{DATABASE}"
username = "{EMAIL}"
password_env = "ANN_PASSWORD"
audience = "{ORDERS}"
scope = "openid offline_access read:orders"
refresh_token = true

[[flow]]
id = "ann-again"
flow = "refresh"
client = "Phone"
token_from = "ann-for-orders"
access_token.scopes = {{ contains = ["read:orders"] }}

[[flow]]
id = "shop-login"
flow = "pkce"
client = "Shop"
username = "{EMAIL}"
audience = "{ORDERS}"
scope = "openid read:orders"
redirect_uri = "http://127.0.0.1:{port}/callback"
access_token.form = "jwt"
id_token = true

[[refused]]
id = "shop-by-implicit"
flow = "implicit"
client = "Shop"
redirect_uri = "{CALLBACK}"
error = "unauthorized_client"

[[refused]]
id = "shop-elsewhere"
flow = "pkce"
client = "Shop"
redirect_uri = "https://evil.example/callback"
error = "Callback URL mismatch"

[[refused]]
id = "worker-for-reports"
flow = "client-credentials"
client = "Worker"
client_secret_env = "WORKER_SECRET"
audience = "{REPORTS}"
error = "access_denied"
description = "not authorized to access resource server"

[[call]]
id = "orders-are-protected"
url = "{url}"
token_from = "ann-for-orders"

[[doctor]]
id = "shop-is-sound"
client = "Shop"
flow = "spa-pkce"
redirect_uri = "{CALLBACK}"
audience = "{ORDERS}"
scope = "openid read:orders"
"""
