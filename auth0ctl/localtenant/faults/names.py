"""The faults by name, and what each does, in one line; where the OpenID Foundation has a test module, the name is its.

The doing is table.py's, which is imported when a fault is chosen.
"""

from collections.abc import Mapping

FAULTS: Mapping[str, str] = {
    # Claims of the ID token
    "invalid-iss": "ID token: another issuer",
    "missing-iss": "ID token: no iss",
    "missing-sub": "ID token: no sub",
    "invalid-aud": "ID token: for another client",
    "missing-aud": "ID token: no aud",
    "second-aud": "ID token: for this client and one more",
    "aud-array": "ID token: aud is a list of one (right, to be accepted)",
    "missing-iat": "ID token: no iat",
    "iat-week-old": "ID token: issued a week ago",
    "missing-exp": "ID token: no exp",
    "expired": "ID token: expired",
    "nonce-invalid": "ID token: another nonce",
    "nonce-missing": "ID token: no nonce",
    "invalid-at-hash": "ID token: at_hash of another token",
    "missing-at-hash": "ID token: no at_hash",
    "invalid-c-hash": "front-channel ID token: c_hash of another code",
    "missing-c-hash": "front-channel ID token: no c_hash",
    "invalid-s-hash": "front-channel ID token: s_hash of another state",
    "missing-s-hash": "ID token: no s_hash (nothing is changed: Auth0 sends none)",
    "back-channel-other-sub": "ID token for the code: another user than in front",
    "back-channel-claims-differ": "ID token for the code: other claims than in front",
    "refresh-invalid-iss": "ID token of a refresh: another issuer",
    "refresh-invalid-sub": "ID token of a refresh: another user",
    "refresh-invalid-aud": "ID token of a refresh: for another client",
    "refresh-invalid-azp": "ID token of a refresh: azp names another client",
    # Signature and header of the ID token
    "invalid-sig": "ID token: broken signature",
    "sig-none": "ID token: not signed, alg none",
    "sig-hs256": "ID token: HS256 with the public key as the secret",
    "sig-es256": "ID token: ES256 by a key that is not published",
    "alternate-alg": "ID token: PS256 instead of the client's algorithm",
    "kid-absent-single-jwks": "ID token: no kid, and one key is published (to be accepted)",
    "kid-absent-multiple-jwks": "ID token: no kid, and several keys are published",
    "key-rotation": "from the second login on, each is signed with a new key",
    "key-rotation-just-before-signing": "a new key is made whenever an ID token is signed",
    # Access tokens, and both kinds
    "access-invalid-sig": "access token: broken signature",
    "access-invalid-iss": "access token: another issuer",
    "access-expired": "access token: expired",
    "rotated-key": "both tokens: signed with a key that is no longer published",
    "clock-skew": "both tokens: the tenant's clock is ten minutes fast",
    # Discovery and the answer of /authorize
    "issuer-mismatch": "discovery: the issuer is another one",
    "iss-param-wrong": "callback: iss is announced and names another issuer",
    "iss-param-missing": "callback: iss is announced and missing",
    "state-wrong": "callback: another state",
    "state-missing": "callback: no state",
    "form-post-error": "callback: an error instead of the answer",
    # The token endpoint's answer
    "token-type-case": "token answer: token_type is bEaReR (right, to be accepted)",
    "no-scope-in-answer": "token answer: no scope",
    # /userinfo
    "userinfo-invalid-sub": "/userinfo: another user",
    "userinfo-signed": "/userinfo: a signed JWT (right, to be accepted)",
    "userinfo-401": "/userinfo: refuses the token",
    "aggregated-claims": "/userinfo: a claim inside another party's JWT",
    "distributed-claims": "/userinfo: a claim to be fetched elsewhere",
    # The HTTP answers of /oauth/, /userinfo and /api/v2/
    "slow": "every API answer takes five seconds longer",
    "500": "every API answer is 500",
    "429": "every API answer is 429",
    "malformed-json": "every API answer is JSON that breaks off",
    "huge-body": "every API answer is 64 MiB long",
}
