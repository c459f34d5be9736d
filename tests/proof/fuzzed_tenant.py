"""A tenant with one of everything, and its description with values that lead deep, for tenant_fuzz.py."""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import requests

from auth0ctl.localtenant import LocalTenant, open_tenant

JSON = dict[str, Any]
USER, PASSWORD = "user@example.com", "password"
API = "https://api.example.com"
CLIENT, SECRET = "everything0000000000000000000000", "a-secret-of-the-client-that-may-everything"
CALLBACK = "http://127.0.0.1:3000/callback"
VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ACTION = "11111111-2222-4333-8444-555555555555"
DATABASE = "Username-Password-Authentication"
REALM = "http://auth0.com/oauth/grant-type/password-realm"
PROFILE = "urn:example:profile"
GRANT_TYPES = [
    "authorization_code", "implicit", "refresh_token", "client_credentials", "password", REALM,
    "http://auth0.com/oauth/grant-type/mfa-oob", "http://auth0.com/oauth/grant-type/mfa-otp",
    "http://auth0.com/oauth/grant-type/mfa-recovery-code", "http://auth0.com/oauth/grant-type/passwordless/otp",
    "urn:ietf:params:oauth:grant-type:device_code", "urn:openid:params:grant-type:ciba",
    "urn:ietf:params:oauth:grant-type:token-exchange",
]  # fmt: skip
# One POST for every collection that a seed document does not know.
MADE: Sequence[tuple[str, JSON]] = (
    ("/jobs/users-exports", {}),
    ("/rules", {"name": "rule", "script": "function (user, context, callback) {}"}),
    ("/hooks", {"name": "hook", "script": "module.exports = () => {}", "triggerId": "credentials-exchange"}),
    ("/log-streams", {"name": "stream", "type": "http", "sink": {"httpEndpoint": "https://logs.example.com"}}),
    ("/forms", {"name": "form"}),
    ("/flows", {"name": "flow"}),
    ("/flows/vault/connections", {"name": "vault", "app_id": "HTTP"}),
    ("/network-acls", {"description": "acl", "active": True, "rule": {"action": {"block": True}}}),
    ("/event-streams", {"destination": {"type": "webhook"}}),
    ("/self-service-profiles", {"name": "profile"}),
    ("/user-attribute-profiles", {"name": "profile", "user_attributes": {}}),
    ("/connection-profiles", {"name": "profile"}),
    ("/rate-limit-policies", {}),
    ("/branding/phone/providers", {"name": "twilio", "credentials": {}}),
    ("/branding/phone/templates", {"type": "otp_verify"}),
    ("/emails/provider", {"name": "mailgun", "credentials": {"api_key": "key", "domain": "example.com"}}),
    (
        "/email-templates",
        {
            "template": "verify_email",
            "body": "Hello",
            "from": "a@example.com",
            "subject": "Hello",
            "syntax": "liquid",
            "enabled": True,
        },
    ),
)


def document() -> JSON:
    """The seed."""
    client = {
        "client_id": CLIENT,
        "client_secret": SECRET,
        "name": "Everything",
        "app_type": "native",
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": GRANT_TYPES,
        "callbacks": [CALLBACK],
        "allowed_logout_urls": ["http://127.0.0.1:3000"],
        "oidc_conformant": True,
        "jwt_configuration": {"alg": "RS256"},
        "organization_usage": "allow",
        "token_exchange": {"allow_any_profile_of_type": ["custom_authentication", "on_behalf_of_token_exchange"]},
    }
    scopes = [{"value": "read:items", "description": "Read items"}]
    permission = {"resource_server_identifier": API, "permission_name": "read:items"}
    code = 'exports.onExecutePostLogin = async (event, api) => { api.idToken.setCustomClaim("https://x/y", 1); };'
    return {
        "tenant_settings": {"default_directory": DATABASE, "flags": {"enable_dynamic_client_registration": True}},
        "clients": [client],
        "resource_servers": [{"identifier": API, "name": "API", "scopes": scopes, "allow_offline_access": True}],
        "client_grants": [{"client_id": CLIENT, "audience": API, "scope": ["read:items"]}],
        "connections": [
            {"name": DATABASE, "strategy": "auth0", "enabled_clients": [CLIENT]},
            {"name": "email", "strategy": "email", "enabled_clients": [CLIENT]},
        ],
        "roles": [{"name": "editor", "description": "May edit", "permissions": [permission]}],
        "users": [{"email": "second@example.com", "connection": DATABASE, "password": PASSWORD, "roles": ["editor"]}],
        "organizations": [
            {"name": "acme", "members": [{"user_id": "auth0|local-user-1"}], "enabled_connections": [DATABASE]}
        ],
        "custom_domains": [{"domain": "login.example.com", "status": "pending_verification"}],
        "actions": [{"id": ACTION, "name": "add-claim", "code": code}],
        "action_bindings": [{"action_id": ACTION}],
        "token_exchange_profiles": [{"name": "profile", "subject_token_type": PROFILE, "action_id": ACTION}],
    }


def furnished(folder: Path) -> LocalTenant:
    """The tenant, with the objects that only the Management API makes."""
    tenant = open_tenant(folder, seed_random=1)
    tenant.seed(document())
    headers = {"Authorization": f"Bearer {tenant.management_token()}"}
    transport = httpx.WSGITransport(app=tenant.app)
    with httpx.Client(base_url=tenant.issuer, headers=headers, transport=transport) as http:
        for path, body in MADE:
            http.post("/api/v2" + path, json=body).raise_for_status()
    return tenant


def live_values(origin: str, management: str) -> dict[str, list[str]]:
    """Parameter -> a value that is good now and may be good only once: codes, tokens, a login's ``state``.

    What the present state of the tenant does not give is left out; earlier requests may have changed anything.
    ``management`` is a token for the Management API, to ask for a second factor for a moment.
    """
    proof = {"client_id": CLIENT, "client_secret": SECRET}
    asked = {"audience": API, "scope": "openid profile offline_access"}
    found: dict[str, str] = {
        "client_id": CLIENT, "client_secret": SECRET, "password": PASSWORD, "username": USER, "otp": "000000",
        "recovery_code": "AAAABBBBCCCCDDDDEEEEFFFF", "code_challenge": CHALLENGE, "code_verifier": VERIFIER,
        "redirect_uri": CALLBACK, "realm": DATABASE, "subject_token_type": PROFILE,
    }  # fmt: skip
    with httpx.Client(base_url=origin, trust_env=False, timeout=30) as http:

        def post(path: str, **form: str) -> JSON:
            answer = http.post(path, data={**proof, **form})
            body = answer.json() if "json" in answer.headers.get("content-type", "") else {}
            return body if isinstance(body, dict) else {}

        def second_factor(*policies: str) -> None:
            headers = {"Authorization": f"Bearer {management}"}
            http.put("/api/v2/guardian/policies", json=list(policies), headers=headers)

        by_password = {"grant_type": REALM, "realm": DATABASE, "username": USER, "password": PASSWORD, **asked}
        second_factor("all-applications")
        found["mfa_token"] = post("/oauth/token", **by_password).get("mfa_token", "")
        second_factor()
        logged_in = post("/oauth/token", **by_password)
        for name in ("refresh_token", "access_token"):
            found[name] = logged_in.get(name, "")
        found["oob_code"] = found["mfa_token"]
        found["token"], found["subject_token"] = found["refresh_token"], found["access_token"]
        found["id_token_hint"] = logged_in.get("id_token", "")
        connected = post("/oauth/device/code", **asked)
        found |= {name: connected.get(name, "") for name in ("device_code", "user_code")}
        hint = json.dumps({"format": "iss_sub", "iss": f"{origin}/", "sub": "auth0|local-user-1"})
        found["login_hint"] = hint
        found["auth_req_id"] = post("/bc-authorize", scope="openid", binding_message="1", login_hint=hint).get(
            "auth_req_id", ""
        )
        pushed = post("/oauth/par", response_type="code", redirect_uri=CALLBACK, code_challenge=CHALLENGE)
        found["request_uri"] = pushed.get("request_uri", "")
        found["code"] = _code(http)
    return {name: [value] for name, value in found.items() if value}


def pending_login(session: requests.Session, origin: str) -> dict[str, list[str]]:
    """The ``state`` of a login that this browser has begun, being logged in already; none when it is asked nothing."""
    query = {
        "client_id": CLIENT,
        "response_type": "code",
        "redirect_uri": CALLBACK,
        "scope": "openid",
        "prompt": "login",
    }

    def begun() -> list[str]:
        answer = session.get(f"{origin}/authorize", params=query, allow_redirects=False, timeout=30)
        return parse_qs(urlsplit(answer.headers.get("location", "")).query).get("state", [])

    form = {"state": begun(), "username": USER, "password": PASSWORD}
    session.post(f"{origin}/u/login", data=form, allow_redirects=False, timeout=30)
    return {"state": begun()}


def _code(http: httpx.Client) -> str:
    """An authorization code, by way of the pages."""
    query = {"client_id": CLIENT, "response_type": "code", "redirect_uri": CALLBACK, "scope": "openid offline_access"}
    answer = http.get("/authorize", params=query)
    for _ in range(4):
        where = urlsplit(answer.headers.get("location", ""))
        given = {name: values[0] for name, values in parse_qs(where.query).items()}
        if not where.path.startswith("/u/"):
            code: str = given.get("code", "")
            return code
        form = {"state": given.get("state", ""), "username": USER, "password": PASSWORD, "action": "accept"}
        answer = http.post(where.path, data=form)
    return ""


# Ids that name nothing, one of which goes with the good ones.
STRANGE = ("unknown", "0", "é|ü", "a b", "'\"<>", "%2F..%2F", "a/b", "x" * 300, "{}", "..", "null", "\x7f", "con_1|2")


# Parameters without which the authentication endpoints do not get far.
_NEEDED = frozenset(
    {
        "client_id", "client_secret", "state", "response_type", "redirect_uri", "username", "password", "action",
        "token", "mfa_token", "connection", "email", "code_verifier", "code_challenge", "scope", "binding_message",
    }
)  # fmt: skip


def leading_deep(
    description: JSON, live: Mapping[str, Sequence[str]], *, strange: str = "", sure: bool = False
) -> JSON:
    """The description with every example, and every live value, as a value to choose: half of the choices are such.

    Path parameters are known ids, or ``strange``. With ``sure`` every parameter for which there is a live value or an
    example has it, and those that the authentication endpoints need are there.
    """

    def deeper(node: Any, name: str = "") -> Any:
        if isinstance(node, list):
            return [deeper(one) for one in node]
        if not isinstance(node, dict):
            return node
        if "in" in node and "schema" in node:
            ids = node["schema"].get("examples", ())
            in_path = {**node, "schema": {"enum": [*ids, *([strange or "unknown"] if strange or not ids else [])]}}
            if node["in"] == "path":
                return in_path
            needed = {"required": True} if sure and node["name"] in _NEEDED else {}
            return {**node, "schema": deeper(node["schema"], str(node["name"])), **needed}
        made = {
            key: {inner: deeper(one, inner) for inner, one in value.items()} if key == "properties" else deeper(value)
            for key, value in node.items()
            if key not in ("examples", "security")
        }
        if sure and "properties" in made:
            made["required"] = sorted({*made.get("required", ()), *(_NEEDED & made["properties"].keys())})
        values = [*node.get("examples", ()), *live.get(name, ())] if "type" in node else []
        if sure and values:
            return {"enum": list(live.get(name) or values)}
        return {"anyOf": [{"enum": list(dict.fromkeys(values))}, made]} if values else made

    made: JSON = deeper(description)
    return made
