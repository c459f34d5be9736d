"""What an SDK says about the program that it runs in: settings, sessions, middleware, links back into an app."""

from auth0ctl.rules.login import endpoint
from auth0ctl.rules.said.causes import api, app, browser
from auth0ctl.rules.said.hints import told
from auth0ctl.rules.said.reading import wording

APP = ("auth0", "oauth", "oidc", "openid", "jwt", "jwks", "passport", "sdk", "jwk", "bearer")
# Names that other settings share, or sentences in which something else is wrong with the value.
NO_SETTING = ("cookie domain", "dkim", "dns", "samesite", "smtp", "invalid client", "aadsts", "audience_required")

# Sentences of one SDK's own, which need no other word beside them.
OWN = (
    "app_base_url array",  # nextjs-auth0
    "'refreshtokenmode: *' requires",  # auth0-spa-js
    "'usedpop' option must be enabled",
    "requires dpop, which is missing or disabled",
    "a 'tokensigningalg' for validating symmetric",  # express-oauth2-jwt-bearer
    "not all required options were provided when creating an instance of auth0client",
    "pass in a value for the 'algorithms' argument when calling decode",  # PyJWT
    "auth0.plist file",  # Auth0.swift
    "authmodule.forroot or through authclientconfig.set",  # auth0-angular
    "oauth is not init with flask app",  # Authlib
    "missing 'authorize_url' value",
    "no authority or metadataurl configured",  # oidc-client-ts
    "please provide a configuration before setting up the module",  # angular-auth-oidc-client
)

ROWS = (
    wording(app.DOMAIN_MISSING, 88, "~no_domain", "undefined/.well-known", near=APP, unless=NO_SETTING),
    wording(app.DOMAIN_MISSING, 88, "'domain' string must be provided as second argument"),  # auth0-lock
    wording(app.CLIENT_ID_MISSING, 88, "'clientid' string must be provided as first argument"),
    wording(app.SETTING_MISSING, 89, *OWN),
    wording(app.CLIENT_ID_MISSING, 88, "~no_client_id", near=APP, unless=NO_SETTING),
    wording(
        endpoint.SECRET_MISSING,
        87,
        "~no_client_secret",
        near=APP,
        unless=NO_SETTING,
    ),
    wording(endpoint.SECRET_MISSING, 87, "public code flow clients are not supported"),  # express-openid-connect
    wording(app.COOKIE_SECRET_MISSING, 87, "~no_cookie_secret", near=APP, unless=NO_SETTING),
    wording(
        app.COOKIE_SECRET_MISSING,
        84,
        "session was rejected because it could not be decrypted",
        "no matching decryption secret",
        "jwtsessionerror",
        detail="The session's cookie cannot be read: the app's secret is not the one that it was written with.",
    ),
    wording(app.REDIRECT_URI_MISSING, 87, "~no_redirect_uri", near=APP, unless=NO_SETTING),
    wording(app.REDIRECT_URI_MISSING, 87, "redirecturi option is required"),  # auth0.js
    wording(
        app.SETTING_MISSING,
        86,
        "~no_setting",
        "idx10208",  # Microsoft.IdentityModel: no audience to compare with
        "no jwks provided",
        "no verification key available",
        "no keys for verification are provided",
        "check to ensure you have configured the jwkset uri",
        "check to ensure you have configured a valid jws algorithm",
        "need to supply either 'auth0_access_token'",
        "invalid jwks uri",
        "with the 'secure' property won* be attached to http requests",
        near=APP,
        unless=(*NO_SETTING, "jwt issuer is", "idx10211", "idx10206", "idx10207"),  # these speak of the token
    ),
    wording(
        app.DOMAIN_HAS_SCHEME,
        80,
        "the domain had an invalid format and couldn't be parsed as an url",  # auth0-java
        "invalid domain url (",  # auth0-api-js
        "invalid domain configuration:",
        detail="The domain setting is no bare host: it has a scheme, a path or nothing in it.",
    ),
    wording(
        api.ISSUER_UNREACHABLE,
        86,
        "not valid as per https scheme",  # Microsoft.IdentityModel
        "only requests to https are allowed",  # openid-client
        near=APP,
        detail="The issuer or domain is written with http://, and the library fetches nothing over plain http.",
        fix="Write https:// in the issuer or authority setting, or the bare host where a domain is asked for.",
    ),
    wording(
        app.PROVIDER_MISSING,
        90,
        "must be used within an <auth0provider>",
        "ensure auth0's vue plugin is correctly installed",
        "auth0client has not been initialized",
    ),
    wording(
        app.SESSION_MISSING,
        86,
        "does not have an active session",
        "does not have a valid session",
        "does not have a valid access token",
        "err_missing_session",
        "missing_session",
        "not_authenticated",
        "authentication is required for this route",
        "no credentials were found in the store",  # Auth0.swift
        "no credentials were previously set",  # Auth0.Android
        "none was found in the session",
        near=(*APP, "not_authenticated", "requiresauth", "credentialsmanager", "accesstokenerror"),
    ),
    wording(
        app.SESSION_MISSING,
        58,
        "missingtokenerror: missing_token",  # Authlib
        detail="The client was called without a token: the session has none, or the login did not store it.",
    ),
    wording(app.MIDDLEWARE_MISSING, 90, "is already set, did you run this middleware twice"),  # express-openid-connect
    wording(
        app.MIDDLEWARE_MISSING,
        90,
        "did you include the auth middleware",
        "requires session support",
        "did you forget to use express-session middleware",
        "set state to false when no session is present",
        "claims not found in context",
        "was not routed through a guard configured with an auth0 driver",
        near=(*APP, "req.", "guard"),
    ),
    wording(
        app.HOST_NOT_TRUSTED, 92, "untrustedhost", "host must be trusted", near=("auth", "untrustedhost", "nextauth")
    ),
    wording(
        app.ID_TOKEN_ANSWER,
        90,
        "id_token detected in the response, you must use client.callback()",
        "implicit and hybrid flows are not supported",
    ),
    wording(
        app.TOKEN_LIFETIME,
        92,
        "minttl requested * greater than the * lifetime of the renewed access token",
        "lifetime of the renewed access token * is less than the minttl requested",
    ),
    wording(
        app.NATIVE_CALLBACK,
        88,
        "err_unknown_url_scheme",
        "no activity found to handle intent",
        "using https callbacks requires associated domains",
        "is not associated with domain",
        "no value for <auth0domain> is provided",
        "no value for <auth0scheme> is provided",
        near=("callback", "auth0", "redirect", "oauth", "aswebauthenticationsession"),
        unless=("mailto:", "tel:", "market://", "whatsapp"),
    ),
    wording(
        browser.POST_NEEDED,
        90,
        "omniauth::authenticityerror",
        "authenticity_error",
        "no route matches [get] '/auth/",
        "attack prevented by omniauth::authenticitytokenprotection",
        near=("omniauth", "/auth/auth0", "(auth0)", "auth0"),
        unless=("/callback'",),
    ),
    wording(browser.CROSS_ORIGIN_ISOLATED, 95, "running in a cross-origin isolated context"),
    wording(
        api.AUDIENCE_LIST,
        94,
        "cannot unmarshal array into go struct field *.aud of type string",
        "cannot unmarshal array into go struct field *.audience of type string",
        "aud must be a string, got array",
        detail="The token's aud is a list: the API and /userinfo.",
    ),
    wording(
        app.SCHEME_BEHIND_PROXY,
        40,
        "with the 'secure' property won* be attached to http requests",
        hints=((told(r"proxy|load.?balanc|ingress"), 50),),
    ),
)
