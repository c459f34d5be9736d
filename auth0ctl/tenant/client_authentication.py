"""How a client proves who it is where it asks for tokens: nothing, a secret, or a signed assertion.

RFC 6749 section 2.3.1, RFC 7523 section 3 with Auth0's rules (auth0-facts/token-endpoint.md sections 1 and 11).
"""

import secrets
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote_plus

from auth0ctl.errors import ConfigError
from auth0ctl.lookup import load
from auth0ctl.protocol import ClientAuthentication, ClientAuthMethod

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 120  # Auth0 takes 300 at the most; the request leaves at once
ASSERTION_ALGORITHMS = ("RS256", "RS384", "PS256")
LONGEST_ASSERTION = 2048  # bytes


def prove(
    issuer: str, client_id: str, authentication: ClientAuthentication, form: Mapping[str, str], now: datetime
) -> tuple[dict[str, str], dict[str, str]]:
    """The form with the client's proof in it, and the headers that belong to it.

    ``issuer`` as discovery names it is an assertion's audience. Every call makes a new assertion: one that was sent
    once is not taken again. Raises ConfigError where the method lacks its secret or key.
    """
    match authentication.method:
        case ClientAuthMethod.BASIC:
            # No client_id in the body: RFC 6749 section 2.3 wants one method, and the header names the client.
            return dict(form), {"Authorization": basic(client_id, secret_of(authentication))}
        case ClientAuthMethod.POST:
            return {"client_id": client_id, **form, "client_secret": secret_of(authentication)}, {}
        case ClientAuthMethod.PRIVATE_KEY_JWT:
            assertion = client_assertion(issuer, client_id, authentication, now)
            proof = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
            return {"client_id": client_id, **form, **proof}, {}
        case ClientAuthMethod.NONE:
            return {"client_id": client_id, **form}, {}


def basic(client_id: str, client_secret: str) -> str:
    """The header's value: each part form-encoded before they are joined (RFC 6749 section 2.3.1)."""
    pair = f"{quote_plus(client_id, safe='')}:{quote_plus(client_secret, safe='')}"
    return "Basic " + b64encode(pair.encode()).decode()


def client_assertion(issuer: str, client_id: str, authentication: ClientAuthentication, now: datetime) -> str:
    """A JWT that says who the client is: ``aud`` is the issuer, as one string, and ``jti`` never repeats."""
    if not authentication.private_key:
        raise ConfigError("private_key_jwt needs the client's private key", "Give it with --private-key-file.")
    if authentication.alg not in ASSERTION_ALGORITHMS:
        raise ConfigError(
            f"Auth0 takes no client assertion signed with {authentication.alg}",
            f"Its credentials are for {', '.join(ASSERTION_ALGORITHMS)}.",
        )
    issued = int(now.timestamp())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": issuer,
        "iat": issued,
        "exp": issued + ASSERTION_SECONDS,
        "jti": secrets.token_urlsafe(24),
    }
    header = {"typ": "JWT"} | ({"kid": authentication.key_id} if authentication.key_id else {})
    # Loaded here: most clients never sign, and cryptography costs more than the rest of a token request.
    signed: str = load("auth0ctl.tokens.signing:sign")(header, claims, authentication.private_key, authentication.alg)
    if len(signed) > LONGEST_ASSERTION:
        raise ConfigError(
            f"the client assertion has {len(signed)} bytes, and Auth0 takes {LONGEST_ASSERTION}", "Use a smaller key."
        )
    return signed


def secret_of(authentication: ClientAuthentication) -> str:
    """The client secret. Raises ConfigError where there is none."""
    if not authentication.client_secret:
        raise ConfigError(
            f"{authentication.method.value} needs the client's secret",
            "Give it with --client-secret-file, or set AUTH0_CLIENT_SECRET.",
        )
    return authentication.client_secret
