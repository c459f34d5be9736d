"""The code under test: an API's check of its access tokens, by PyJWT."""

import json
import urllib.error
import urllib.parse
import urllib.request

import jwt


def allowed(token: str, jwks_uri: str, issuer: str, audience: str) -> bool:
    """Whether this token may read items."""
    try:
        key = jwt.PyJWKClient(jwks_uri).get_signing_key_from_jwt(token)
        claims = jwt.decode(token, key, algorithms=["RS256"], audience=audience, issuer=issuer)
    except jwt.PyJWTError:
        return False
    return "read:items" in str(claims.get("scope", "")).split()


def machine_token(token_url: str, client_id: str, client_secret: str, audience: str) -> str:
    """The token by which the API calls another one. Raises ConnectionError when the tenant gives none."""
    form = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": client_secret,
        "audience": audience,
    }
    try:
        with urllib.request.urlopen(token_url, urllib.parse.urlencode(form).encode()) as answer:
            return str(json.load(answer)["access_token"])
    except urllib.error.HTTPError as error:
        raise ConnectionError(f"the tenant answered {error.code}") from None
