"""What Auth0 fills in when an object is created, and the order in which it shows the keys.

Every function takes what was stated (a POST body, or one object of a seed) and returns the whole object; a stated field
always wins. The values are the recorded ones: auth0-facts/clients.md sections 1 to 5, resource-servers.md section 1,
management-api.md sections 6 to 8 and the recorded examples.
"""

import hashlib
import string
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from json import loads
from typing import Any
from urllib.parse import quote

from auth0ctl.localtenant import chance

JSON = dict[str, Any]

_ALPHANUMERIC = string.ascii_letters + string.digits
LATEST = 253_402_300_799  # Unix seconds: the end of the year 9999, the last that dates know

# The recorded order; "tenant" and "global" come first in the recordings that show them.
CLIENT_ORDER = (
    "tenant", "global", "name", "description", "client_id", "client_secret", "app_type", "logo_uri", "is_first_party",
    "is_token_endpoint_ip_header_trusted", "oidc_conformant", "callbacks", "allowed_origins", "web_origins",
    "client_aliases", "allowed_clients", "allowed_logout_urls", "jwt_configuration", "signing_keys", "encryption_key",
    "sso", "sso_disabled", "cross_origin_authentication", "grant_types", "custom_login_page_on", "initiate_login_uri",
    "native_social_login", "token_endpoint_auth_method", "client_authentication_methods", "client_metadata", "mobile",
    "refresh_token", "organization_usage", "organization_require_behavior", "third_party_security_mode",
    "redirection_policy", "resource_server_identifier",
)  # fmt: skip
# "All Applications" alone; recorded in an order of its own (client-global-all-applications.json).
GLOBAL_CLIENT_ORDER = (
    "tenant", "global", "callbacks", "is_first_party", "name", "refresh_token", "custom_login_page",
    "cross_origin_authentication", "signing_keys", "client_id", "client_secret", "custom_login_page_on",
)  # fmt: skip
RESOURCE_SERVER_ORDER = (
    "id", "name", "identifier", "allow_offline_access", "skip_consent_for_verifiable_first_party_clients",
    "subject_type_authorization", "token_lifetime", "token_lifetime_for_web", "signing_alg", "signing_secret", "scopes",
    "enforce_policies", "token_dialect", "token_encryption", "consent_policy", "authorization_details",
    "proof_of_possession", "is_system",
)  # fmt: skip
CONNECTION_ORDER = (
    "id", "options", "strategy", "name", "is_domain_connection", "authentication", "connected_accounts",
    "enabled_clients", "realms", "metadata",
)  # fmt: skip

MANAGEMENT_API_NAME = "Auth0 Management API"


def in_order(body: Mapping[str, Any], order: Iterable[str]) -> JSON:
    """The same object, with the keys of ``order`` first and in that order."""
    known = {key: body[key] for key in order if key in body}
    return known | {key: value for key, value in body.items() if key not in known}


def alphanumeric(length: int) -> str:
    return "".join(chance.choice(_ALPHANUMERIC) for _ in range(length))


def client_secret() -> str:
    """64 URL-safe characters."""
    return chance.token_urlsafe(48)


def milliseconds(now: float) -> str:
    """``2026-11-23T10:00:00.000Z``, the form of users, logs and keys; what no calendar has, at its end."""
    return datetime.fromtimestamp(min(now, LATEST), UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def nanoseconds(now: float) -> str:
    """``2026-11-23T10:00:00.000000000Z``, the form of Actions."""
    return datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "000Z"


def is_strict_third_party(stated: Mapping[str, Any]) -> bool:
    """Strict is what a third-party client gets unless it says otherwise, since 23 October 2026 (clients.md 5)."""
    return stated.get("is_first_party") is False and stated.get("third_party_security_mode", "strict") == "strict"


def client(stated: Mapping[str, Any]) -> JSON:
    strict = is_strict_third_party(stated)
    app_type = stated.get("app_type")
    filled: JSON = {
        "client_id": "tpc_" + alphanumeric(22) if strict else alphanumeric(32),
        "is_first_party": True,
        "is_token_endpoint_ip_header_trusted": False,
        "oidc_conformant": strict or app_type in ("resource_server", "express_configuration"),
        "sso_disabled": False,
        "cross_origin_authentication": False,
        "grant_types": _grant_types(stated, strict=strict),
        "custom_login_page_on": True,
    }
    if "client_authentication_methods" not in stated:
        filled["client_secret"] = client_secret()  # a public client has one too
    if stated.get("is_first_party") is False:
        filled["third_party_security_mode"] = "strict"
    if strict:
        filled["redirection_policy"] = "open_redirect_protection"
    filled |= {key: value for key, value in stated.items() if value is not None}
    filled["jwt_configuration"] = _jwt_configuration(stated, strict=strict)
    filled["refresh_token"] = refresh_token(
        stated.get("refresh_token") or {}, method=stated.get("token_endpoint_auth_method"), strict=strict
    )
    return in_order(filled, CLIENT_ORDER)


def global_client() -> JSON:
    """The pseudo client "All Applications" (recorded; a new one has no login page of its own)."""
    order = ("expiration_type", "leeway", "infinite_token_lifetime", "infinite_idle_token_lifetime", "token_lifetime")
    filled: JSON = {
        "global": True,
        "callbacks": [],
        "is_first_party": True,
        "name": "All Applications",
        "refresh_token": in_order(refresh_token({}, method=None, strict=False), (*order, "idle_token_lifetime")),
        "cross_origin_authentication": True,
        "client_id": alphanumeric(32),
        "client_secret": client_secret(),
        "custom_login_page_on": True,
    }
    return in_order(filled, GLOBAL_CLIENT_ORDER)


def _grant_types(stated: Mapping[str, Any], *, strict: bool) -> list[str]:
    # The rule keys on the authentication method, not on app_type (clients.md section 2).
    if strict:
        return ["authorization_code"]
    if stated.get("app_type") == "resource_server":
        return []
    if stated.get("app_type") == "express_configuration":
        return ["authorization_code", "client_credentials"]
    public = stated.get("token_endpoint_auth_method") == "none"
    return ["authorization_code", "implicit", "refresh_token"] + ([] if public else ["client_credentials"])


def _jwt_configuration(stated: Mapping[str, Any], *, strict: bool) -> JSON:
    given = stated.get("jwt_configuration") or {}
    if strict:
        return {"secret_encoded": False, "alg": "RS256", "lifetime_in_seconds": 3600} | given
    if given:
        return {"secret_encoded": False} | given  # recorded: no lifetime is added to a stated configuration
    if stated.get("app_type") == "resource_server":
        return {"secret_encoded": False, "alg": "RS256"}
    return {"secret_encoded": False, "lifetime_in_seconds": 36000}


def refresh_token(given: Mapping[str, Any], *, method: str | None, strict: bool) -> JSON:
    """The client's refresh_token settings; the lifetimes depend on the authentication method (clients.md section 4)."""
    confidential = method in ("client_secret_post", "client_secret_basic")
    expires = given.get("expiration_type", "expiring" if strict else "non-expiring") == "expiring"
    return {
        "rotation_type": "non-rotating",
        "expiration_type": "expiring" if expires else "non-expiring",
        "leeway": 0,
        "token_lifetime": 31557600 if confidential else 2592000,
        # INFERRED for a partly stated object: what expires has no infinite lifetime unless it says so.
        "infinite_token_lifetime": strict or not expires,
        "infinite_idle_token_lifetime": not expires,
        "idle_token_lifetime": 2592000 if confidential else 1296000,
    } | dict(given)


def resource_server(stated: Mapping[str, Any]) -> JSON:
    lifetime = stated.get("token_lifetime", 86400)
    filled: JSON = {
        "id": chance.token_hex(12),
        "allow_offline_access": False,
        "skip_consent_for_verifiable_first_party_clients": False,
        "token_lifetime": lifetime,
        "token_lifetime_for_web": min(7200, lifetime),  # may not exceed token_lifetime
        "signing_alg": "RS256",
    }
    if stated.get("signing_alg") == "HS256":
        filled["signing_secret"] = alphanumeric(32)
    filled |= {key: value for key, value in stated.items() if value is not None}
    policies = {"client": {"policy": "require_client_grant"}, "user": {"policy": "allow_all"}}
    filled["subject_type_authorization"] = policies | (stated.get("subject_type_authorization") or {})
    return in_order(filled, RESOURCE_SERVER_ORDER)


@cache
def _management_scopes() -> tuple[tuple[str, str], ...]:
    text = files("auth0ctl.localtenant.store").joinpath("management_scopes.json").read_text(encoding="utf-8")
    return tuple((scope["description"], scope["value"]) for scope in loads(text))


def management_api(issuer: str) -> JSON:
    """The Management API's own resource server. Its id follows from the issuer, so making it twice makes one."""
    identifier = issuer + "api/v2/"
    return resource_server(
        {
            "id": hashlib.sha256(identifier.encode()).hexdigest()[:24],
            "name": MANAGEMENT_API_NAME,
            "identifier": identifier,
            "scopes": [{"description": text, "value": value} for text, value in _management_scopes()],
            "is_system": True,
        }
    )


def client_grant(stated: Mapping[str, Any]) -> JSON:
    order = ("id", "client_id", "audience", "scope", "subject_type")
    body = in_order({"id": "cgr_" + alphanumeric(16), "scope": [], "subject_type": "client", **stated}, order)
    if body.get("allow_all_scopes"):
        body.pop("scope")  # recorded: the answer then has no scope list
    return body


def connection(stated: Mapping[str, Any]) -> JSON:
    options: JSON = {}
    if stated.get("strategy") == "auth0":
        options = {
            "mfa": {"active": True, "return_enroll_settings": True},
            "passwordPolicy": "good",
            "strategy_version": 2,
            "authentication_methods": {
                "password": {"enabled": True, "api_behavior": "required", "signup_behavior": "allow"},
                "passkey": {"enabled": False},
            },
            "passkey_options": {
                "challenge_ui": "both",
                "progressive_enrollment_enabled": True,
                "local_enrollment_enabled": True,
            },
            "brute_force_protection": True,
        }
    filled: JSON = {
        "id": "con_" + alphanumeric(16),
        "is_domain_connection": False,
        "authentication": {"active": True},
        "connected_accounts": {"active": False},
        "enabled_clients": [],
        "realms": [stated.get("name")],
        **stated,
        "options": options | (stated.get("options") or {}),
    }
    return in_order(filled, CONNECTION_ORDER)


def user(stated: Mapping[str, Any], *, connection: str, provider: str, now: float) -> JSON:
    """A user as the API shows it: keys in alphabetical order. ``user_id`` may come without its provider."""
    bare = str(stated.get("user_id") or chance.token_hex(12)).removeprefix(provider + "|")
    email = str(stated.get("email") or "")
    nickname = email.partition("@")[0] or str(stated.get("username") or bare)
    filled: JSON = {
        "created_at": milliseconds(now),
        "email_verified": False,
        "identities": [
            {"user_id": bare, "connection": connection, "provider": provider, "isSocial": provider != "auth0"}
        ],
        "name": email or nickname,
        "nickname": nickname,
        "picture": _picture(email or nickname),
        "updated_at": milliseconds(now),
        **stated,
        "user_id": f"{provider}|{bare}",
    }
    return dict(sorted(filled.items()))


def _picture(address: str) -> str:
    digest = hashlib.md5(address.lower().encode(), usedforsecurity=False).hexdigest()
    fallback = quote(f"https://cdn.auth0.com/avatars/{address[:2].lower()}.png", safe="")
    return f"https://s.gravatar.com/avatar/{digest}?s=480&r=pg&d={fallback}"


def action(stated: Mapping[str, Any], *, now: float) -> JSON:
    """A new Action. ``status`` is what POST answers; the store keeps ``built``, so the next GET shows it built."""
    at = nanoseconds(now)
    order = (
        "id",
        "name",
        "supported_triggers",
        "created_at",
        "updated_at",
        "code",
        "dependencies",
        "runtime",
        "status",
    )
    filled: JSON = {
        "id": str(chance.uuid4()),
        "created_at": at,
        "updated_at": at,
        "code": "",
        "dependencies": [],
        "runtime": "node22",
        "status": "pending",
        "secrets": [],
        "all_changes_deployed": False,
        **stated,
    }
    return in_order(filled, order)
