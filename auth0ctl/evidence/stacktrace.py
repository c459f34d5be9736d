"""Stack traces: which lines of a text are frames, and which library they name."""

import re

# One line for each language whose traces people paste: JavaScript, Python, Java and Kotlin, .NET, Go, PHP, Ruby, Swift.
_FRAMES = (
    r"at (?:async )?(?:new )?[\w$.<>\[\]#/@ -]*\(?(?:[\w.+-]+://|node:|file:|webpack|/|[A-Za-z]:\\|\.{1,2}/|<anonymous>|eval)"
    r"[^)]*\)?",
    r"[\w$.<>/@-]*@(?:https?|webpack|file|capacitor|resource)[\w.+-]*://\S+",
    r'File "[^"]*", line \d+(?:, in .*)?',
    r"at [\w$./]+\([\w$. ]*(?:\.java|\.kt|\.scala|Native Method|Unknown Source)[^)]*\)",
    r"at [\w`.<>\[\], +|]+\(.*\)(?: in .*)?",
    r"\.\.\. \d+ (?:more|common frames omitted)",
    r"(?:goroutine \d+ \[.*\]:|[\w./*()-]+\(.*\)|\s*/\S+\.go:\d+(?: \+0x[0-9a-f]+)?)",
    r"#\d+ (?:/|\[internal function\]|\{main\}|0x)\S*.*",
    r"from /?\S+:\d+:in .*",
    r"/?\S+\.rb:\d+:in .*",
    r"\d+ +\S+ +0x[0-9a-f]{8,} .*",
    r"-{2,3} End of .*",
    r"\^[\^~ ]*",
    r"Traceback \(most recent call last\):",
)
_FRAME = re.compile(rf"^\s*(?:{'|'.join(_FRAMES)})\s*$")
_PYTHON_FRAME = re.compile(r'^\s*File "[^"]*", line \d+')

# What stands in a frame or an import -> the library, by the name that its users know.
_LIBRARIES = (
    ("auth0-spa-js", "auth0-spa-js"),
    ("auth0-react", "auth0-react"),
    ("auth0-angular", "auth0-angular"),
    ("auth0-vue", "auth0-vue"),
    ("nextjs-auth0", "nextjs-auth0"),
    ("express-openid-connect", "express-openid-connect"),
    ("express-oauth2-jwt-bearer", "express-oauth2-jwt-bearer"),
    ("express-jwt", "express-jwt"),
    ("jwks-rsa", "jwks-rsa"),
    ("passport-auth0", "passport-auth0"),
    ("passport-oauth2", "passport-auth0"),
    ("/jsonwebtoken/", "jsonwebtoken"),
    ("openid-client", "openid-client"),
    ("react-native-auth0", "react-native-auth0"),
    ("auth0_flutter", "auth0_flutter"),
    ("auth0.swift", "Auth0.swift"),
    ("com.auth0.android", "Auth0.Android"),
    ("com.auth0.jwt", "java-jwt"),
    ("com.auth0.", "auth0-java"),
    ("lock/lib/", "auth0-lock"),
    ("oauth2-bearer/", "express-oauth2-jwt-bearer"),
    ("access-token-jwt/", "express-oauth2-jwt-bearer"),
    ("auth0_api_python", "auth0-api-python"),
    ("@auth0/", "auth0"),
    ("org.springframework.security", "spring-security"),
    ("org.jose4j", "jose4j"),
    ("com.nimbusds", "nimbus-jose-jwt"),
    ("microsoft.identitymodel", "Microsoft.IdentityModel"),
    ("microsoft.aspnetcore", "ASP.NET Core"),
    ("/authlib/", "Authlib"),
    ("/jose/", "python-jose"),
    ("/jwt/", "PyJWT"),
    ("auth0/python", "auth0-python"),
    ("omniauth", "omniauth-auth0"),
    ("go-jwt-middleware", "go-jwt-middleware"),
    ("coreos/go-oidc", "go-oidc"),
    ("golang-jwt", "golang-jwt"),
    ("vendor/auth0/", "auth0-php"),
    ("auth0\\sdk", "auth0-php"),
    ("firebase/php-jwt", "php-jwt"),
    ("oidc-client", "oidc-client-ts"),
    ("oidcclient.", "oidc-client-ts"),
    ("angular-oauth2-oidc", "angular-oauth2-oidc"),
    ("angular-auth-oidc-client", "angular-auth-oidc-client"),
    ("@auth/core", "Auth.js"),
    ("next-auth", "Auth.js"),
    ("authjs.dev", "Auth.js"),
    ("remix-auth", "remix-auth"),
    ("ueberauth", "ueberauth"),
    ("passport-jwt", "passport-jwt"),
    ("fastify/jwt", "@fastify/jwt"),
    ("fst_jwt", "@fastify/jwt"),
    ("io.ktor.server.auth", "ktor-server-auth"),
    ("io.jsonwebtoken", "jjwt"),
    ("oauthlib", "oauthlib"),
    ("allauth", "django-allauth"),
    ("social_core", "python-social-auth"),
    ("flutter_appauth", "flutter_appauth"),
    ("net.openid.appauth", "AppAuth"),
    ("istio-envoy", "envoy"),
    ("server: kong", "kong"),
)


def without_frames(text: str) -> str:
    """The text without its frames and without the line of code below each of Python's. What is said stays."""
    kept: list[str] = []
    code_follows = False
    for line in text.split("\n"):
        frame = _FRAME.match(line) is not None
        if not frame and not (code_follows and line.startswith("    ")):
            kept.append(line)
        code_follows = _PYTHON_FRAME.match(line) is not None
    # A text of frames alone says at least where it happened.
    return "\n".join(kept) if any(line.strip() for line in kept) else text


def library_of(text: str) -> str:
    """The library that a stack trace runs through, by its frames' names; empty where none is known."""
    lower = text.lower()
    return next((library for seen, library in _LIBRARIES if seen in lower), "")
