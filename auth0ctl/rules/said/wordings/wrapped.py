"""Exceptions that say only which step failed, while the cause stands in the exception below them."""

from auth0ctl.rules.client import ALG_HS256
from auth0ctl.rules.login import endpoint
from auth0ctl.rules.said.causes import api
from auth0ctl.rules.said.reading import wording
from auth0ctl.rules.token.clock import CLOCK_SKEW
from auth0ctl.rules.token.form import ID_AS_ACCESS, OPAQUE
from auth0ctl.rules.token.party import OTHER_CLIENT
from auth0ctl.rules.token.validity import EXPIRED

CAUSE_BELOW = "the exception below it, or `cause`, which names the claim"
ANSWER_BELOW = "the body of the token endpoint's answer: its error and error_description"

EXCHANGE = (
    "an error occurred while exchanging the authorization code",  # auth0-java-mvc-commons
    "an error occurred while trying to exchange the authorization code",  # nextjs-auth0
    "performing the authorization code grant request",
    "there was an error while trying to request a token",  # auth0-server-js
    "code exchange was unsuccessful",  # auth0-php
    "the authorization code exchange failed",  # Auth0.swift
    "failed to obtain access token",  # passport-oauth2
    "failed to retrieve access token",  # auth0-deploy-cli
    "oauth provider returned an error: invalid_grant",  # Auth.js
)
ID_TOKEN = (
    "could not verify the id token",  # Auth0.Android
    "trying to verify the id token",  # auth0-java-mvc-commons
    "the id token validation performed after authentication failed",  # Auth0.swift
    "error validating id token",  # react-native-auth0
    "a0.session.invalid_idtoken",
)
REFUSED = (
    "srjwt07000",  # smallrye-jwt
    "=jwt is invalid",  # go-jwt-middleware
    "'message': 'jwt is invalid",
    "provided is expired, revoked, malformed",  # RFC 6750
)
NEAR = ("auth0", "oauth", "openid", "sdk", "authorization code", "auth.js", "authjs")
SAID_BELOW = ("invalid_client", "unauthorized_client", "401", "'unauthorized'", "error: unauthorized", "redirect uri")
FAULTS = ("claim", "algorithm", "public key", "signature", "nonce", "audience", "issuer", "expired")

ROWS = (
    wording(endpoint.CODE_INVALID, 57, *EXCHANGE, near=NEAR, unless=SAID_BELOW, check=ANSWER_BELOW),
    wording(endpoint.SECRET_WRONG, 52, *EXCHANGE, near=NEAR, unless=SAID_BELOW, check=ANSWER_BELOW),
    wording(
        api.ISSUER_UNREACHABLE, 46, *EXCHANGE, near=NEAR, unless=(*SAID_BELOW, "invalid_grant"), check=ANSWER_BELOW
    ),
    wording(CLOCK_SKEW, 54, *ID_TOKEN, unless=FAULTS, check=CAUSE_BELOW),
    wording(ALG_HS256, 50, *ID_TOKEN, unless=FAULTS, check=CAUSE_BELOW),
    wording(OTHER_CLIENT, 46, *ID_TOKEN, unless=FAULTS, check=CAUSE_BELOW),
    wording(OPAQUE, 50, *REFUSED, check="the token itself: auth0ctl token verify - --audience AUDIENCE"),
    wording(ID_AS_ACCESS, 48, *REFUSED[:3], check="the token's aud"),
    wording(EXPIRED, 60, REFUSED[3], check="the token's exp: auth0ctl token decode -"),
)
