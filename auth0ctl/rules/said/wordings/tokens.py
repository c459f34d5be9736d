"""An API's verifier, or a library that reads tokens, refuses one."""

from auth0ctl.rules.login import asking
from auth0ctl.rules.request import NO_ID_TOKEN_TYPE, OPENID_MISSING
from auth0ctl.rules.said.causes import api
from auth0ctl.rules.said.hints import (
    audience_is_client,
    audience_is_other,
    audience_slash,
    denied,
    either,
    finds_fault,
    isnt,
    no_token_sent,
    says,
    scope_has,
    scope_lacks,
    told,
)
from auth0ctl.rules.said.reading import wording
from auth0ctl.rules.said.wordings.claims import AUDIENCE, ID_AUDIENCE
from auth0ctl.rules.said.wordings.phrases import (
    JWT,
    MALFORMED_WORDS,
    NO_ID_TOKEN,
)
from auth0ctl.rules.token.form import ACCESS_AS_ID, ID_AS_ACCESS, MALFORMED, OPAQUE, TYPE_REFUSED, WRAPPED
from auth0ctl.rules.token.party import OTHER_AUDIENCE, OTHER_CLIENT
from auth0ctl.rules.token.validity import CLAIM_INVALID
from auth0ctl.rules.token.wanted import CLAIM_MISSING, OIDC_SCOPE_MISSING

CHECK_TOKEN = "auth0ctl token verify - --audience AUDIENCE, with the token that the API was given"
OPAQUE_DETAIL = (
    "What the API was given is no JWT: without an audience in the login request Auth0 issues an opaque (or encrypted) "
    "access token, which is good for /userinfo alone."
)
# The Management API's own words, and a client's about its ID token.
NOT_AN_API = ("bad audience: https", "claim mismatch in the id token")
OPAQUE_FIX = "auth0ctl login --audience IDENTIFIER    # send the API's identifier as audience; then the token is a JWT"

# What an API says that gives no reason; only the facts beside it can tell more.
NOT_TAKEN = (
    "=unauthorized",
    "=401 unauthorized",
    "=401",
    "=invalid token",
    "=invalid_token",
    "=forbidden",
    "'unauthorized'",
)

ROWS = (
    wording(
        OPAQUE,
        82,
        *MALFORMED_WORDS,
        near=JWT,
        hints=(
            (told(r"audience.*(?:https?:|urn:)"), -12),
            (denied(r"audience"), 15),
            (no_token_sent, -35),
        ),
        detail=OPAQUE_DETAIL,
        fix=OPAQUE_FIX,
        check="the dots in the token: two in a JWT, four in an encrypted one, none in an opaque one",
    ),
    wording(
        OPAQUE,
        62,
        "invalid jwt",  # says little: something else in the text may say what is wrong with it
        near=JWT,
        hints=((denied(r"audience"), 15), (finds_fault, -50)),
        detail=OPAQUE_DETAIL,
        fix=OPAQUE_FIX,
        check="the dots in the token: two in a JWT, four in an encrypted one, none in an opaque one",
    ),
    wording(
        OPAQUE,
        88,
        "encrypted jwt",
        "a jwe, not a jws",
        "'enc': 'a256gcm'",
        "a256gcm",
        "unsupported jwe",
        "is not a jws",
        "encrypted jws",
        "five parts",
        "token has 5 parts",
        "expected 3 parts * got 5",
        "idx10609",  # Microsoft.IdentityModel: no key to decrypt with
        "idx10603",
        "decryption failed. no keys",
        "jwe decryption is not configured",  # oauth4webapi
        "idx10619",
        near=JWT,
        detail=OPAQUE_DETAIL,
        fix=OPAQUE_FIX,
    ),
    wording(
        OPAQUE,
        58,
        "invalid header. use an rs256 signed jwt access token",  # Auth0's Flask quickstart: no header to read, or HS256
        "unable to parse authentication token",
        detail=OPAQUE_DETAIL,
        fix=OPAQUE_FIX,
        check="the dots in the token: none in an opaque one, four in an encrypted one",
    ),
    wording(
        OPAQUE,
        60,
        "bad http authentication header format",
        detail=OPAQUE_DETAIL + " Auth0's own API says this to an opaque token, too.",
        fix=OPAQUE_FIX,
        check="the dots in the token that is sent, and the word Bearer before it",
    ),
    wording(
        api.HEADER_MALFORMED,
        55,
        "bad http authentication header format",
        detail="The header is not `Bearer` and one token; an empty or opaque token has the same effect.",
    ),
    wording(
        WRAPPED,
        30,
        *MALFORMED_WORDS,
        near=JWT,
        hints=(
            (told(r"quote|bearer bearer|json\.stringify|encoded"), 50),
            (either(says("bearer bearer"), no_token_sent), 20),
        ),
        check="whether quotes, `Bearer ` or a line break stand around the token",
    ),
    wording(
        api.HEADER_MALFORMED,
        25,
        *MALFORMED_WORDS,
        near=JWT,
        hints=((no_token_sent, 55), (told(r"undefined|promise"), 50)),
        check="what stands after `Bearer ` in the request as it arrives",
    ),
    wording(
        MALFORMED,
        44,
        "error decoding token headers",
        "invalid crypto padding",
        "invalid header padding",
        "invalid header string",
    ),
    wording(
        MALFORMED,
        84,
        "id token not signed",  # go-oidc
        "jwt signature is required",  # jsonwebtoken
        "token does not have a signature",
    ),
    wording(
        OPENID_MISSING,
        58,
        "invalid token specified",
        hints=((scope_lacks("openid"), 35), (scope_has("openid"), -45), (says("must be a string", "undefined"), 8)),
        detail="There was no ID token to decode: without `openid` in the scope none comes back, and `undefined` is "
        "decoded in its place.",
        fix="Add `openid` to the scope of the login.",
        check="whether the token response has an id_token",
    ),
    wording(
        OPAQUE,
        48,
        "invalid token specified",
        hints=(
            (says("part #2", "missing part", "invalid json", "invalid base64"), 30),
            (says("must be a string"), -20),
        ),
        detail=OPAQUE_DETAIL + " It cannot be decoded in the app.",
        fix=OPAQUE_FIX,
    ),
    wording(
        OPENID_MISSING,
        86,
        *NO_ID_TOKEN,
        unless=("claim",),
        hints=((scope_has("openid"), -40),),
        detail="No ID token came back; without `openid` in the scope there is none.",
        fix="Add `openid` to the scope of the login.",
    ),
    wording(NO_ID_TOKEN_TYPE, 46, *NO_ID_TOKEN, unless=("claim",), hints=((told(r"response_type.*\btoken\b"), 40),)),
    wording(
        ID_AS_ACCESS,
        66,
        *AUDIENCE,
        near=(*JWT, "aud"),
        hints=((audience_is_client, 30), (audience_is_other, -45)),
        unless=NOT_AN_API,
        detail="The API expects an access token for{expected} and was given a token for another audience: an ID token, "
        "whose audience is the client id, is the usual one.",
        fix="Ask for the API's identifier as audience at login, and send the access token, not the ID token.",
        check="the token's aud: a client id is an ID token, a URL another API's access token",
    ),
    wording(
        ID_AS_ACCESS,
        10,
        *NOT_TAKEN,
        hints=((audience_is_client, 66), (audience_is_other, -20), (finds_fault, -40)),
        detail="The token that the API refuses is an ID token, whose audience is the client id; an API takes an access "
        "token.",
        fix="Ask for the API's identifier as audience at login, and send the access token, not the ID token.",
    ),
    wording(
        OTHER_AUDIENCE,
        60,
        *AUDIENCE,
        near=(*JWT, "aud"),
        hints=((audience_is_other, 25), (audience_is_client, -10)),
        unless=NOT_AN_API,
        detail="The token's audience{found} is not the one that the API expects{expected}.",
        fix="auth0ctl login --audience IDENTIFIER    # the very identifier that the API's verifier expects",
        check=CHECK_TOKEN,
    ),
    wording(
        asking.AUDIENCE_SLASH_MISMATCH,
        22,
        *AUDIENCE,
        near=(*JWT, "aud"),
        hints=((audience_slash, 76), (told(r"slash"), 40)),
    ),
    wording(
        OTHER_CLIENT,
        88,
        *ID_AUDIENCE,
        detail="The ID token was issued to another client{found} than the app is set up as{expected}.",
        fix="Use one client id in the whole app: the one that logs in is the one that the ID token is checked against.",
    ),
    wording(
        OTHER_CLIENT,
        86,
        "~azp",
        near=JWT,
        detail="The ID token's azp, the client that it was issued to, is not the client that the app is set up as.",
        fix="Use one client id in the whole app: the one that logs in is the one that the ID token is checked against.",
    ),
    wording(
        CLAIM_INVALID,
        80,
        "subject (sub) claim must be",
        "issued at (iat) claim must be",
        "issuer (iss) claim must be a string",
        "nonce (nonce) claim must be",
        "expiration time (exp) claim must be",
        "rperror: missing required property",  # openid-client, and the like
        "missing required jwt property",
        "audience (aud) claim must be a string",
        "subject must be a string",
        "token is missing an expiration time",
        near=(*JWT, "claim"),
    ),
    wording(
        CLAIM_MISSING,
        62,
        "~claim_missing",
        near=(*JWT, "jwtclaim"),
        unless=("'aud'", "'nonce'", "'scope'", "nonce claim"),
        detail="The program wants a claim that the token does not have: an Action must set it, under the very name, in "
        "this kind of token.",
        fix="auth0ctl claim list    # which Actions set claims; then auth0ctl token decode - on the token",
        check="auth0ctl token decode -: the claims that are there",
    ),
    wording(
        OIDC_SCOPE_MISSING,
        72,
        "missing_user_name_attribute",  # spring-security
        "missing attribute 'nickname' in attributes",
        "missing attribute 'email' in attributes",
        detail="The attribute that the framework takes for the user's name is not in the user's claims: its scope "
        "(profile, email) was not asked for, or the framework is set to another name.",
    ),
    wording(
        OPAQUE,
        52,
        "=invalid token",
        hints=((told(r"^sdk: jsonwebtoken"), 35), (isnt(told(r"^sdk: jsonwebtoken")), -40)),
        detail=OPAQUE_DETAIL,
        fix=OPAQUE_FIX,
        check="the dots in the token: two in a JWT, none in an opaque one",
    ),
    wording(
        ID_AS_ACCESS,
        94,
        "id token cannot be validated as an access token",  # auth0-php
        detail="An ID token was given where an access token belongs.",
        fix="Ask for the API's identifier as audience at login, and send the access token, not the ID token.",
    ),
    wording(
        TYPE_REFUSED,
        86,
        "unexpected 'typ'",
        "jwt 'typ' header",
        "idx10256",
        "idx10257",
        "token type validation failed",
        "the given typ value needs to be",
        "~type",
        near=(*JWT, "at+jwt"),
        detail="The verifier does not take the token's typ: an API of the RFC 9068 profile issues at+jwt, others JWT.",
        fix="Let the verifier take at+jwt, or set the API's token dialect to access_token (Auth0's own profile).",
        check="auth0ctl token decode -: the header's typ",
    ),
    wording(ACCESS_AS_ID, 70, "access token cannot be used as an id token", "not an id token", "expected an id token"),
)
