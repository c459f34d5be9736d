"""Algorithms, keys, signatures and times of tokens, in the words of the libraries that check them."""

from auth0ctl.rules.api import SIGNED_HS256
from auth0ctl.rules.client import ALG_HS256
from auth0ctl.rules.said.causes import api, app
from auth0ctl.rules.said.hints import (
    about_id_token,
    captured,
    either,
    says,
    told,
)
from auth0ctl.rules.said.reading import wording
from auth0ctl.rules.said.wordings.phrases import (
    ALGORITHM,
    EXPIRED_WORDS,
    ID_ALGORITHM,
    JWT,
    KEY,
    NOT_YET_WORDS,
    SIGNATURE,
)
from auth0ctl.rules.token.clock import CLOCK_SKEW
from auth0ctl.rules.token.signing import ALGORITHM_REFUSED, KEY_UNKNOWN, SIGNATURE_INVALID
from auth0ctl.rules.token.validity import EXPIRED, NOT_YET

FOREIGN = (
    "webhook",
    "stripe",
    "apk",
    "gpg",
    "pgp",
    "commit signature",
    "code signing",
    "certificate verify failed",
    "driver",
)
CHECK_TOKEN = "auth0ctl token verify - --audience AUDIENCE, with the token that the API was given"

ROWS = (
    wording(
        ALG_HS256,
        95,
        *ID_ALGORITHM,
        hints=((captured("found", "rs256"), -35),),
        detail="The client's ID tokens are signed with HS256; the SDK takes RS256 only.",
        fix="Dashboard: Applications, the client, Advanced Settings, OAuth, JSON Web Token Signature Algorithm: RS256.",
    ),
    wording(
        SIGNED_HS256, 50, "invalid header. use an rs256 signed jwt access token", check="auth0ctl token decode -: alg"
    ),
    wording(
        SIGNED_HS256,
        60,
        *ALGORITHM,
        near=(*JWT, "alg"),
        hints=(
            (captured("found", "hs256"), 30),
            (captured("found", "rs256"), -60),
            (told(r"alg.*hs256"), 28),
            (says("hs256"), 12),
            (told(r"id.?token|client"), -10),
        ),
        detail="The API's tokens are signed with HS256, or its verifier expects it: they must agree, best on RS256.",
        fix="Set the API's signing algorithm to RS256, and the verifier to RS256 with the tenant's key set.",
        check="auth0ctl token decode -: the header's alg",
    ),
    wording(
        ALGORITHM_REFUSED,
        58,
        *ALGORITHM,
        near=(*JWT, "alg"),
        check="auth0ctl api inspect AUDIENCE: signed with",
    ),
    wording(
        ALG_HS256,
        35,
        *ALGORITHM,
        near=(*JWT, "alg"),
        hints=((told(r"nextauth|omniauth|openid-client"), 40), (about_id_token, 40)),
    ),
    wording(
        ALGORITHM_REFUSED,
        74,
        "secretorprivatekey must be an asymmetric key",
        "secretorpublickey must be an asymmetric key",
        "no start line",
        "could not deserialize key data",
        "unable to load pem file",
        "mac check failed",
        "is not valid key material",
        "invalidkeyformat",  # Rust
        "should not be used as an hmac secret",
        "rsa verify expects",
        "openssl unable to validate key",
        near=(*JWT, "secretorpublickey", "rsa verify"),
        detail="An RS256 token is checked with a shared secret (or the other way round): RS256 needs the tenant's "
        "public key.",
        fix="Verify with the keys of https://DOMAIN/.well-known/jwks.json, not with the client secret.",
    ),
    wording(
        ALGORITHM_REFUSED,
        80,
        "could not parse the provided public key",  # PyJWT
        "key must be a pem encoded",  # golang-jwt
        "key uses an incompatible signing algorithm",  # auth0-php
        near=JWT,
        detail="The verifier was given a key of another kind, or in another form, than the token's algorithm needs.",
        fix="Verify with the keys of https://DOMAIN/.well-known/jwks.json, not with the client secret.",
    ),
    wording(
        KEY_UNKNOWN,
        78,
        *KEY,
        near=(*JWT, "kid", "jwks", "signing key", "signingkey", "key set", "public key must be", "wrong key type"),
        unless=("ssh", "api key not found", "gpg", "foreign key"),
        detail="The key{kid} that signed the token is not in the key set that the verifier uses.",
        fix="Compare the token's issuer with the verifier's domain; auth0ctl token verify - names the keys there are.",
        check="the token's iss against the domain that the verifier takes its keys from",
    ),
    wording(
        app.WRONG_TENANT,
        52,
        *KEY,
        near=(*JWT, "kid", "jwks", "signing key", "signingkey", "key set"),
        unless=("ssh", "foreign key"),
        hints=((told(r"tenant|domain|environment"), 15),),
    ),
    wording(
        SIGNED_HS256,
        30,
        *KEY,
        near=("kid", "jwks", "hs256"),
        hints=((says("hs256", "no kid", "undefined", "null", "''"), 35),),
    ),
    wording(
        EXPIRED,
        88,
        *EXPIRED_WORDS,
        near=(*JWT, "exp"),
        unless=(
            "certificate has expired",
            "refresh token",
            "session expired",
            "device code",
            "refresh_token",
            "expiration time (exp) claim",
            "verification code",
            "not yet valid",
            "idx10222",
            "missing an expiration time",
        ),
        fix="Get a new token before the old one ends: let the SDK fetch it for each call.",
    ),
    wording(
        CLOCK_SKEW,
        78,
        "expiration time (exp) claim error in the id token",
        "(exp) claim error",
        "invalid claims: {exp",  # spring-security
        "issued too far in the past",  # openid-client
    ),
    wording(EXPIRED, 50, "expiration time (exp) claim error in the id token", "(exp) claim error"),
    wording(NOT_YET, 76, *NOT_YET_WORDS, near=JWT),
    wording(
        CLOCK_SKEW, 70, *NOT_YET_WORDS, near=JWT, check="this machine's clock against the Date header of the tenant"
    ),
    wording(
        CLOCK_SKEW,
        40,
        *EXPIRED_WORDS[:6],
        near=JWT,
        hints=((told(r"clock|just.?issued|fresh|docker|vm\b"), 40),),
        unless=("refresh",),
    ),
    wording(
        SIGNATURE_INVALID,
        66,
        *SIGNATURE,
        near=(*JWT, "invalid signature"),
        unless=FOREIGN,
        detail="The signature does not fit: the token was cut or changed, or it is checked with another tenant's key "
        "or with a secret.",
        fix="auth0ctl token verify -    # with the token: it names what signed it",
        check=CHECK_TOKEN,
    ),
    wording(
        app.WRONG_TENANT, 50, *SIGNATURE, near=JWT, unless=FOREIGN, hints=((told(r"tenant|domain|environment"), 15),)
    ),
    wording(
        SIGNED_HS256,
        36,
        *SIGNATURE,
        near=JWT,
        unless=FOREIGN,
        hints=((either(says("hs256"), told("hs256|secret")), 40), (told("rs256"), -20)),
    ),
    wording(
        api.HEADER_MISSING,
        88,
        "no authorization token was found",
        "authorization header is expected",
        "authorization header is missing",
        "missing authorization header",
        "authorization header missing",
        "no authorization header",
        "jwt is missing",
        "jwt missing",
        "no bearer token found",
        "no access token found in the request",
        "credentials_required",
        "=bearer realm='api'",
        "www-authenticate: bearer realm='api'",
        "required authorization token not found",
        "missing bearer token",
        "full authentication is required to access this resource",
        "authentication credentials were not provided",
        "token is missing from the request",
        "'www-authenticate': 'bearer realm='api''",
        "~header",
        unless=("error='invalid_token'", "insufficient_scope", "multiple ", "missing required claims", "npm", "csrf"),
    ),
    wording(
        api.HEADER_MALFORMED,
        90,
        "format is authorization: bearer [token]",
        "credentials_bad_format",
        "credentials_bad_scheme",
        "authorization header must start with bearer",
        "malformed authorization header",
        "invalid authorization http header format",
        "bearer token is malformed",  # spring-security
        "multiple bearer tokens",
        "bad authorization header. expected",  # flask-jwt-extended
        "missing 'bearer' type in",
        "multiple authorization headers",
        "multiple tokens provided",
        "must not include a 'bearer' prefix",
        "must not include the 'bearer ' prefix",
        "authorization header must be bearer token",
        "authorization header must be 'bearer token'",
        "authorization header format must be bearer",
        "invalid authorization header",
        "bearer undefined",
        "bearer null",
        "bearer [object",
        "more than one method used for authentication",
    ),
)
