"""Faults of addresses, of the client and of the audience: the cause, what the app asks, what is changed."""

from typing import Any

from wish_asks import (
    LOCAL,
    LOGIN,
    M2M,
    PLAIN,
    REALM,
    SILENT,
)
from wish_world import (
    API,
    APP,
    DATABASE,
    DEVICE,
    GRANT,
    MACHINE,
    MANAGEMENT,
    NATIVE,
    WEB,
)

ASKED: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    # Addresses
    ("callback-url-not-registered", {"redirect_uri": APP + "/"}, {}),
    ("callback-url-not-registered", {"redirect_uri": "http://localhost:3001"}, {"client": {"callbacks": [LOCAL]}}),
    (
        "callback-url-not-registered",
        {"redirect_uri": "https://a.b.shop.example"},
        {"client": {"callbacks": ["https://*.shop.example"]}},
    ),
    ("callback-scheme-behind-proxy", {"redirect_uri": "http://shop.example"}, {}),
    ("redirect-uri-malformed", {"redirect_uri": "shop.example/callback"}, {}),
    ("redirect-uri-malformed", {"redirect_uri": "localhost:3000/callback"}, {}),
    ("redirect-uri-malformed", {"redirect_uri": "com_shop://callback"}, {"client": NATIVE}),
    ("redirect-uri-malformed", {"redirect_uri": "https://undefined/callback"}, {}),
    ("logout-url-not-allowed", {"flow": "logout", "return_to": "https://other.example"}, {}),
    ("web-origin-missing", SILENT, {"client": {"web_origins": []}}),
    ("web-origin-missing", {**LOGIN, "origin": APP}, {"client": {"web_origins": []}}),
    (
        "cors-origin-missing",
        {"flow": "native-pkce", "redirect_uri": "com.shop.app://callback", "origin": "http://localhost:8080"},
        {"client": NATIVE},
    ),
    ("wrong-tenant-domain", {**LOGIN, "app_domain": "shop.auth0.com"}, {}),
    ("domain-has-scheme", {**LOGIN, "app_domain": "https://shop.eu.auth0.com"}, {}),
    ("domain-missing", {**LOGIN, "app_domain": "undefined"}, {}),
    # The client
    ("grant-type-not-enabled", {**LOGIN, "flow": "implicit"}, {}),
    ("grant-type-not-enabled", {"flow": "password-realm", "connection": DATABASE}, {}),
    ("grant-type-not-enabled", {**LOGIN, "flow": "refresh"}, {"client": {"grant_types": ["authorization_code"]}}),
    (
        "grant-type-not-enabled",
        {"flow": "device", "scope": "openid offline_access"},
        {"client": {**NATIVE, "grant_types": [DEVICE]}},
    ),
    ("device-flow-needs-public-client", {"flow": "device"}, {"client": {**WEB, "grant_types": [DEVICE]}}),
    ("public-client-needs-auth-method-none", PLAIN, {"client": {"token_endpoint_auth_method": None}}),
    ("public-client-needs-auth-method-none", PLAIN, {"client": WEB}),
    (
        "public-client-needs-auth-method-none",
        {"flow": "password-realm", "connection": DATABASE, "has_secret": False},
        {"client": {**WEB, "grant_types": [REALM]}},
    ),
    ("client-secret-wrong", {"flow": "web-code", **PLAIN, "client_secret": "the-web"}, {"client": WEB}),
    (
        "client-secret-missing",
        {**M2M, "client_secret": None, "has_secret": False},
        {"client": MACHINE, "grants": (GRANT,)},
    ),
    ("client-id-token-hs256", LOGIN, {"client": {"jwt_configuration": {"alg": "HS256"}}}),
    ("pushed-request-required", PLAIN, {"client": {"require_pushed_authorization_requests": True}}),
    # Which API
    ("audience-not-registered", {**LOGIN, "audience": "https://other.example"}, {}),
    (
        "audience-not-registered",
        {**PLAIN, "scope": "openid"},
        {"settings": {"default_audience": "https://gone.example"}},
    ),
    ("audience-slash-mismatch", {**LOGIN, "audience": API + "/"}, {}),
    ("audience-slash-mismatch", {**M2M, "audience": MANAGEMENT[:-1]}, {"client": MACHINE}),
    (
        "custom-domain-system-audience",
        {**M2M, "audience": "https://login.shop.example/api/v2/"},
        {"client": MACHINE, "custom_domains": ("login.shop.example",)},
    ),
    ("audience-missing-opaque-token", {**PLAIN, "expect_audience": API}, {}),
    ("audience-missing-opaque-token", {**PLAIN, "scope": "openid read:orders"}, {}),
    ("audience-missing-opaque-token", {**PLAIN, "require_scope": ("read:orders",)}, {}),
    ("audience-missing-opaque-token", {**PLAIN, "audience": "https://shop.eu.auth0.com/userinfo"}, {}),
    ("token-for-another-audience", {**LOGIN, "expect_audience": "https://other.example"}, {}),
    ("resource-param-not-mapped", {**PLAIN, "resource": API, "scope": "openid read:orders"}, {}),
    ("audience-missing", {**M2M, "audience": None}, {"client": MACHINE}),
]
