"""Claims of a token that are not what was expected, in the words of many libraries: audience and issuer."""

AUDIENCE = (
    "jwt audience invalid. expected: <expected>",  # jsonwebtoken
    "jwt audience invalid",
    "expected aud claim to be: <expected>, but was: <found>",  # jjwt
    "unexpected 'aud' value",  # express-oauth2-jwt-bearer
    "unexpected 'aud' claim value",  # jose
    "invalid audience. expected <expected>, received <found>",  # ruby-jwt
    "audience validation failed. audiences: <found>. did not match: validationparameters.validaudience: <expected> or",
    "idx10214",
    "idx10206",
    "audience validation failed",
    "audience doesn't match",  # PyJWT
    "audience does not match",
    "=invalid audience",
    "invalid audience",
    "invalid_audience",
    "doesn't contain the required audience",  # java-jwt
    "does not contain the required audience",
    "the aud claim is not valid",  # spring-security
    "the required audience is missing",
    "jwt aud claim",
    "invalid claim 'aud'",  # Authlib
    "the token has an invalid audience",
    "token has invalid audience",  # golang-jwt
    "please check the audience and issuer",  # Auth0's Flask quickstart
    "audience (aud) claim doesn't contain",  # jose4j
    "expected * as an aud value",
    "incorrect 'aud'",
    "incorrect audience",
    "wrong audience",
    "bad audience: <found>",
    "bad audience",
    "token is missing the 'aud' claim",
    "missing 'aud' claim",
    "jwt has no 'aud'",
    "audience mismatch",
    "audience not allowed",
    "audience '<found>' is invalid",
    "audience is invalid",
    "invalid 'aud' claim",
    "jwt invalid audience",
    "token not intended for this audience",
    "unacceptable audience",
    "audience in token is not allowed",
    "~audience",
)
ID_AUDIENCE = (
    "audience (aud) claim mismatch in the id token; expected '<expected>' but found '<found>'",  # Auth0's SDKs
    "audience (aud) claim mismatch",
    "aud mismatch, expected <expected>, got: <found>",  # openid-client
    "aud is missing the client_id",
    "oidc: expected audience '<expected>' got <found>",  # go-oidc
    "(azp) claim mismatch",
    "client_id mismatch on settings",  # oidc-client-ts
    "idx21340",
    "invalid claims: {aud",  # spring-security
    "azp mismatch",
    "authorized party (azp) claim",
)
ISSUER = (
    "jwt issuer invalid. expected: <expected>",  # jsonwebtoken
    "issuer (iss) claim mismatch in the id token; expected '<expected>', found '<found>'",  # Auth0's SDKs
    "unexpected 'iss' value",
    "unexpected 'iss' claim value",
    "unexpected iss value, expected <expected>, got: <found>",  # openid-client
    "issuer did not match the issuer returned by provider, expected '<expected>' got '<found>'",  # go-oidc
    "id token issued by a different provider, expected '<expected>' got '<found>'",
    # spring-security
    "the issuer '<found>' provided in the configuration metadata did not match the requested issuer '<expected>'",
    "invalid issuer. expected <expected>, received <found>",  # ruby-jwt
    "issuer validation failed. issuer: '<found>'. did not match: validationparameters.validissuer: '<expected>' or",
    "issuer (iss) claim value (<found>) doesn't match expected value of <expected>",  # jose4j
    "the claim 'iss' value doesn't match the required issuer",  # java-jwt
    "expected issuer <expected>, got <found>",
    "expected iss claim to be: <expected>, but was: <found>",  # jjwt
    "the issuer '<found>' is invalid",  # ASP.NET Core
    "idx10205",
    "idx10211",
    "idx40001",
    "jwt iss claim has value <found>, must be <expected>",  # nimbus-jose-jwt
    "authority mismatch on settings",  # oidc-client-ts
    "invalid claims: {iss",  # spring-security
    "issuer validation failed",
    "the iss claim is not valid",
    "invalid issuer",
    "invalid_issuer",
    "invalid claim 'iss'",
    "token issuer is not allowed",
    "token has invalid issuer",
    "issuer did not match",
    "issuer mismatch",
    "issuer doesn't match",
    "issuer does not match",
    "incorrect issuer",
    "incorrect 'iss'",
    "issuer is invalid",
    "wrong issuer",
    "jwt issuer",
    "please check the audience and issuer",
    "expected issuer",
    "~issuer",
)
