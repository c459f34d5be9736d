"""An API's verifier, or a library that reads tokens, refuses one."""

from auth0ctl.rules.login import asking
from auth0ctl.rules.request import NO_ID_TOKEN_TYPE, OPENID_MISSING
from auth0ctl.rules.said.causes import api
from auth0ctl.rules.said.hints import (
    audience_is_client,
    audience_is_other,
    audience_slash,
    denied,
    says,
    scope_has,
    scope_lacks,
    told,
)
from auth0ctl.rules.said.reading import wording
from auth0ctl.rules.said.wordings.phrases import (
    AUDIENCE,
    ID_AUDIENCE,
    JWT,
    MALFORMED_WORDS,
    NO_ID_TOKEN,
)
from auth0ctl.rules.token.form import ACCESS_AS_ID, ID_AS_ACCESS, MALFORMED, OPAQUE, WRAPPED
from auth0ctl.rules.token.party import OTHER_AUDIENCE, OTHER_CLIENT
from auth0ctl.rules.token.validity import CLAIM_INVALID

CHECK_TOKEN = "auth0ctl token verify - --audience AUDIENCE, with the token that the API was given"
OPAQUE_DETAIL = (
    "What the API was given is no JWT: without an audience in the login request Auth0 issues an opaque (or encrypted) "
    "access token, which is good for /userinfo alone."
)
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
            (says("undefined", "[object"), -35),
        ),
        detail=OPAQUE_DETAIL,
        fix=OPAQUE_FIX,
        check="the dots in the token: two in a JWT, four in an encrypted one, none in an opaque one",
    ),
    wording(
        OPAQUE,
        88,
        "encrypted jwt",
        "a jwe, not a jws",
        "'enc':'a256gcm'",
        "a256gcm",
        "unsupported jwe",
        "is not a jws",
        "encrypted jws",
        "five parts",
        "token has 5 parts",
        "expected 3 parts * got 5",
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
            (says("bearer bearer", "undefined", "[object"), 20),
        ),
        check="whether quotes, `Bearer ` or a line break stand around the token",
    ),
    wording(
        api.HEADER_MALFORMED,
        25,
        *MALFORMED_WORDS,
        near=JWT,
        hints=((says("undefined", "null", "[object"), 55), (told(r"undefined|promise"), 50)),
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
        detail="The API expects an access token for{expected} and was given a token for another audience: an ID token, "
        "whose audience is the client id, is the usual one.",
        fix="Ask for the API's identifier as audience at login, and send the access token, not the ID token.",
        check="the token's aud: a client id is an ID token, a URL another API's access token",
    ),
    wording(
        ID_AS_ACCESS,
        10,
        *NOT_TAKEN,
        hints=((audience_is_client, 66), (audience_is_other, -20)),
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
        CLAIM_INVALID,
        80,
        "subject (sub) claim must be",
        "issued at (iat) claim must be",
        "issuer (iss) claim must be a string",
        "nonce (nonce) claim must be",
        "expiration time (exp) claim must be",
    ),
    wording(ACCESS_AS_ID, 70, "access token cannot be used as an id token", "not an id token", "expected an id token"),
)
