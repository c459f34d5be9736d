"""What a server does with auth0-python's authentication package. Prints what it saw as one JSON object."""

import json
import os
import sys
from typing import Any

from auth0.authentication import Database, GetToken, RevokeToken, Users
from auth0.authentication.exceptions import Auth0Error, TokenValidationError
from auth0.authentication.pushed_authorization_requests import PushedAuthorizationRequests
from auth0.authentication.token_verifier import AsymmetricSignatureVerifier, TokenVerifier

DOMAIN, CLIENT_ID, SECRET = (os.environ[name] for name in ("DOMAIN", "CLIENT_ID", "CLIENT_SECRET"))
USER, PASSWORD, CONNECTION = (os.environ[name] for name in ("USER", "PASSWORD", "CONNECTION"))
AUDIENCE = os.environ["AUDIENCE"]
tokens = GetToken(DOMAIN, CLIENT_ID, client_secret=SECRET)


def refusal(call: Any, *args: Any, **more: Any) -> Any:
    try:
        call(*args, **more)
    except Auth0Error as error:
        return [error.status_code, error.error_code, error.message]
    return None


def verdict(token: str, audience: str) -> str:
    """What the verifier, which takes RSA keys alone from the tenant's key set, says about a token."""
    issuer = f"https://{DOMAIN}/"
    signature = AsymmetricSignatureVerifier(f"{issuer}.well-known/jwks.json")
    try:
        TokenVerifier(signature_verifier=signature, issuer=issuer, audience=audience).verify(token)
    except TokenValidationError as error:
        return type(error).__name__
    return "verified"


scope = "openid profile email offline_access read:items"
login = tokens.login(USER, PASSWORD, scope=scope, realm=CONNECTION, audience=AUDIENCE)
refreshed = tokens.refresh_token(login["refresh_token"])
machine = tokens.client_credentials(AUDIENCE)
RevokeToken(DOMAIN, CLIENT_ID, client_secret=SECRET).revoke_refresh_token(login["refresh_token"])
pushed = PushedAuthorizationRequests(DOMAIN, CLIENT_ID, client_secret=SECRET).pushed_authorization_request(
    "code", "https://app.example.com/callback"
)
database = Database(DOMAIN, CLIENT_ID)
new = database.signup(email="python-user@example.com", password="A-long-passw0rd!", connection=CONNECTION)
json.dump(
    {
        "login": sorted(login),
        "id_token": verdict(login["id_token"], CLIENT_ID),
        "wrong_audience": verdict(login["id_token"], "another"),
        "tampered": verdict(login["id_token"][:-10] + "AAAAAAAAAA", CLIENT_ID),
        "refreshed": refreshed["access_token"] != login["access_token"],
        "machine": [machine["token_type"], machine["scope"]],
        "user": Users(DOMAIN).userinfo(login["access_token"])["email"],
        "revoked": refusal(tokens.refresh_token, login["refresh_token"]),
        "wrong": refusal(tokens.login, USER, "wrong", realm=CONNECTION),
        "pushed": pushed["request_uri"].startswith("urn:ietf:params:oauth:request_uri:"),
        "signed_up": new["email"],
        "mail": database.change_password(email="python-user@example.com", connection=CONNECTION),
    },
    sys.stdout,
)
