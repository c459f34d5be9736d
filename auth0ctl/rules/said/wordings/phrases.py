"""One fault in the words of many libraries: phrases that several causes share."""

# Words of which one must be near, where a phrase is also other programs'.
JWT = (
    "jwt",
    "token",
    "auth0",
    "oauth",
    "bearer",
    "jwks",
    "openid",
    "idx1",
    "idx2",
    "jws",
    "jose",
    "jwe",
    "jwtdecode",
    "nbf",
    "iat",
    "oidc",
    "segments",
    "unauthorizederror",
    "pyjwt",
    "sdk",
    "issuer",
    "audience",
    "aud",
    "iss",
    "alg",
    "verifier",
    "passport",
)
MALFORMED_WORDS = (
    "jwt malformed",  # jsonwebtoken, express-jwt
    "not enough segments",  # PyJWT
    "not enough or too many segments",  # ruby-jwt
    "invalid number of segments",  # golang-jwt
    "wrong number of segments",  # php-jwt
    "compact jws format must have three parts",  # go-jose
    "must have three parts",
    "expected to have 3 parts",  # java-jwt
    "expected 3 parts",  # go-oidc
    "jwt is not well formed",  # Microsoft.IdentityModel
    "idx12741",
    "idx12709",
    "idx14100",
    "idx14120",
    "invalid jwt serialization",  # nimbus-jose-jwt
    "missing dot delimiter",
    "missing part delimiters",
    "malformed token",
    "token is malformed",
    "malformed jwt",
    "invalid compact jws",  # jose
    "invalid token or protected header formatting",
    "must contain exactly 2 period characters",  # jjwt
    "the jwt string must contain two dots",  # auth0-php, lcobucci
    "token format is invalid",
    "id token could not be decoded",
    "jwt not well formed",
    "decoding jwt failed",
    "error decoding token headers",  # python-jose
    "invalid jws",
    "badjwterror",
    "illegal base64 data",
    "jwt string has 1 parts",
    "token contains an invalid number",
    "token.split * is not",
    "token_malformed",  # Joken
    "is not a jwt",
    "not a valid jwt",
    "~malformed",
    "jwtdecodeerror: failed to decode base64url value",  # JWTDecode.swift
    "bad token; invalid json",  # Kong
    "jsonwebtoken: invalidtoken",  # Rust
    "failed to parse a token",  # smallrye-jwt
)
ALGORITHM = (
    "=invalid algorithm",
    "invalid algorithm",
    "unexpected 'alg'",
    "unexpected jwt alg",
    "the specified alg value is not allowed",  # PyJWT
    "algorithm doesn't match the one defined in the jwt's header",  # java-jwt
    "expected a different algorithm",  # ruby-jwt
    "another algorithm expected, or no matching key",  # nimbus
    "signing method <found> is invalid",  # golang-jwt
    "unexpected signing method: <found>",
    "expected 'rs256' signing algorithm but token specified '<found>'",  # go-jwt-middleware
    "signing algorithm but token specified '<found>'",
    "algorithm not allowed",
    "algorithm not supported",
    "disallowed algorithm",
    "alg not allowed",
    "unsupported algorithm",
    "unsupported alg",
    "the alg value is not allowed",
    "'alg' (algorithm) header parameter value not allowed",  # jose
    "idx10634",
    "idx10696",
    "idx10511",
    "idx10653",
    "idx10720",
    "algorithm mismatch",
    "incorrect key for this algorithm",
    "token signer mismatch",  # lcobucci
    "signed with 'rs256' algorithm, but token uses '<found>'",  # auth0-php
    "~algorithm",
)
ID_ALGORITHM = (
    "signature algorithm of '<found>' is not supported. expected the id token to be signed with",  # Auth0's SDKs
    "expected the id token to be signed with",
    "unexpected jwt 'alg' header parameter",  # oauth4webapi
    "unexpected jwt alg received, expected rs256, got: <found>",  # openid-client
    "id token signed with unsupported algorithm, expected * got '<found>'",  # go-oidc
    "id token signed with unsupported algorithm",
    "id token * hs256",
)
KEY = (
    "unable to find a signing key that matches: '<kid>'",  # PyJWT
    "unable to find a signing key that matches '<kid>'",  # jwks-rsa
    "unable to find a signing key",
    "no applicable key found in the json web key set",  # jose
    "jwksnomatchingkey",
    "unable to find appropriate key",  # Auth0's Flask quickstart
    "unable to match key",  # Microsoft.IdentityModel
    "idx10501",
    "idx10503",
    "idx10517",
    "idx10500",
    "idx10502",
    "signature key was not found",
    "signingkeynotfounderror",
    "no key found",
    "no matching key",
    "no matching signing key",
    "no signing keys found",
    "the jwks endpoint did not contain any",
    "unable to find an algorithm for key",
    "unable to find key",
    "failed to find any key with key id",
    "could not find public key",
    "could not find a key matching",
    "could not find public key for kid <kid>",
    "could not find public key for kid",
    "couldn't find key",
    "key not found",
    "kid not found",
    "kid <kid> not found",
    "unknown kid",
    "unrecognized key",
    "invalid or unknown key",
    "failed to verify id token signature * no key",
    "could not find a public key for key id",
    "unable to resolve key",
    "'kid' invalid, unable to lookup correct key",  # php-jwt
    "key with id",
    "applicable keys found",  # oauth4webapi
    "multiple matching keys found",
    "key is unresolvable",  # smallrye-jwt
    "jwks did not contain",
    "'kid' empty",
    "key id not found",
    "no keys found in",
    "failed to find key with key id",
    "rate limit has been reached! please wait",  # jwks-rsa-java: asked again and again for a key that is not there
    "~key",
)
EXPIRED_WORDS = (
    "jwt expired",
    "=signature has expired",
    "signature has expired",
    "token is expired",
    "token has expired",
    "'exp' claim timestamp check failed",
    "idx10223",
    "idx10230",
    "token expired",
    "=expired token",
    "expired token received",
    "lifetime validation failed",
    "the token has expired on",
    "=token_expired",
    "expired jwt",
    "expiredsignature",
    "expired_token: the token is expired",
    "token is no longer valid",
    "~expired",
)
NOT_YET_WORDS = (
    "not yet valid",
    "issued in the future",
    "used too early",
    "idx10222",
    "nbf' claim timestamp check failed",
    "token used before issued",
    "cannot handle token prior to",
    "jwt not active",
    "jwt used before",
    "iat claim * in the future",
    "(iat) claim error",
    "can't be used before",
    "token is not active",
    "used just yet",
    "~early",
)
SIGNATURE = (
    "=invalid signature",
    "invalid signature",
    "signature verification failed",
    "signature verification raised",
    "signature resulted invalid",
    "signature is invalid",
    "token signature is invalid",
    "bad_signature",
    "error in cryptographic primitive",
    "crypto/rsa: verification error",
    "does not match locally computed signature",
    "jwt signature does not match",
    "invalid token signature",
    "jwssignatureverificationfailed",
    "invalidsignature",
    "failed to verify signature",
    "failed to verify id token signature",
    "signature validation failed",
    "signature could not be validated",
    "signature could not be verified",
    "signed jwt rejected: invalid signature",
    "could not verify message using any of the signatures or keys",  # jwx
    "~signature",
)
NO_ID_TOKEN = (
    "id_token not present in tokenset",
    "id token is required but missing",
    "id_token missing",
    "missing id_token",
    "missing id token",
    "missing (required) id token",  # spring-security
    "no id_token",
    "no id token",
    "id_token is missing",
    "id token is missing",
    "id_token is undefined",
    "did not return an id_token",
    "server did not return an id token",
    "'id_token' missing",
    "(missing id_token)",
    "invalid_id_token_response",
    "no openid",
    "must contain the 'openid' scope",
    "openid scope must be requested",
    "missing the 'openid' scope",
    "insufficient scope: openid",
    "'id_token' property must be a string",
    "'openid' scope must be included",
    "scope should contain 'openid'",
    "idx21336",
)
