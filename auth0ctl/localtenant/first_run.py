"""What a new local tenant holds before anyone has done anything, in the shape that seed.load takes."""

from typing import Any

CLIENT_ID = "localSPA000000000000000000000000"
CONNECTION = "Username-Password-Authentication"
USER_EMAIL = "user@example.com"
PASSWORD = "password"


def document() -> dict[str, Any]:
    """A first-party single-page application, a database connection and a user who can log in."""
    return {
        "tenant_settings": {"friendly_name": "auth0ctl local tenant"},
        "connections": [
            {
                "name": CONNECTION,
                "strategy": "auth0",
                "is_domain_connection": False,
                "options": {"disable_signup": False, "disable_self_service_change_password": False},
                "enabled_clients": [CLIENT_ID],
            }
        ],
        "clients": [
            {
                "client_id": CLIENT_ID,
                "name": "Example SPA",
                "app_type": "spa",
                "is_first_party": True,
                "oidc_conformant": True,
                "token_endpoint_auth_method": "none",
                "callbacks": [f"http://127.0.0.1:{port}/callback" for port in (18484, 18485, 18486)],
                "jwt_configuration": {"alg": "RS256", "lifetime_in_seconds": 36000, "secret_encoded": False},
                "grant_types": ["authorization_code", "implicit", "refresh_token"],
            }
        ],
        "users": [
            {
                "user_id": "auth0|local-user-1",
                "email": USER_EMAIL,
                "email_verified": True,
                "name": "Test User",
                "nickname": "user",
                "connection": CONNECTION,
                "password": PASSWORD,
            }
        ],
    }
