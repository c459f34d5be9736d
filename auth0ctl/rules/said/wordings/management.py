"""Auth0's Management API refuses a token, a body or an id."""

from auth0ctl.rules.said.causes import api, app, tenant
from auth0ctl.rules.said.hints import captured, isnt, other_apis_scope, told
from auth0ctl.rules.said.reading import wording
from auth0ctl.rules.token.form import ID_AS_ACCESS
from auth0ctl.rules.token.party import DOMAIN_MISMATCH
from auth0ctl.rules.token.rights import GRANT_LACKS_SCOPE
from auth0ctl.rules.token.validity import EXPIRED

ROWS = (
    wording(
        api.MANAGEMENT_SCOPE,
        95,
        "insufficient scope, expected any of: <scope>",
        "insufficient scope, expected any of",
        "insufficient scope, expected all of",
        "required scopes have changed (missing: <scope>)",  # auth0-cli
        "insufficient scope the <scope> scope",  # auth0-deploy-cli
        "you cannot read the following fields: <scope>",
        "you are not allowed to set the following fields: <scope>",
        hints=((other_apis_scope, -95),),
        detail="The scope{scope} that this endpoint takes is not in the token for the Management API.",
        fix="Add the scope to the client grant for https://DOMAIN/api/v2/ (auth0ctl grant list), and get a new token.",
    ),
    wording(
        GRANT_LACKS_SCOPE,
        84,
        "insufficient scope, expected any of: <scope>",
        "insufficient scope, expected any of",
        "insufficient scope, expected all of",
        hints=((captured("scope", "current_user"), -60), (other_apis_scope, -95)),
        detail="A machine's token has the scopes of its client grant; the one for the Management API lacks{scope}.",
        fix="auth0ctl grant list    # then add the scope to the grant for https://DOMAIN/api/v2/, and get a new token",
        check="auth0ctl token decode -: gty client-credentials, and the scope in the token",
    ),
    wording(EXPIRED, 95, "expired token received for json web token validation"),
    wording(
        api.MANAGEMENT_TOKEN,
        60,
        "=invalid token",
        "invalid token: unauthorized",
        "unauthorized: invalid token",
        "invalid_token: invalid token",
        "'message': 'invalid token'",
        "client is not global",
        "bad audience: <found>",
        hints=((told(r"api/v2|management"), 25),),
        near=("401", "api/v2", "management", "invalid token", "bad audience", "client is not global"),
        unless=("csrf",),
        check="auth0ctl token decode -: aud must be https://DOMAIN/api/v2/ of the tenant that is called",
    ),
    wording(ID_AS_ACCESS, 40, "=invalid token", "invalid_token: invalid token", near=("401", "api/v2", "bearer")),
    wording(DOMAIN_MISMATCH, 52, "bad audience: <found>"),
    wording(
        app.SYSTEM_AUDIENCE,
        50,
        "bad audience: <found>",
        hints=((told(r"custom.?domain"), 35), (isnt(captured("found", "auth0.com")), 40)),
    ),
    wording(api.MANAGEMENT_TOKEN, 42, "bad http authentication header format"),
    wording(
        api.MANAGEMENT_BODY,
        92,
        "payload validation error",
        "path validation error",
        "query validation error",
        "additional properties not allowed",
        "missing required property:",
        "missing required property '",
        "invalid_body",
        "invalid_uri: path",
        "invalid_query_string",
        near=("auth0", "validation error", "invalid_body", "api/v2", "property", "statuscode", "terraform"),
        unless=("callback-url", "absolute-uri-or-empty"),
    ),
    wording(
        api.MANAGEMENT_OBJECT,
        92,
        "inexistent_client",
        "inexistent_resource_server",
        "inexistent_user",
        "inexistent_connection",
        "inexistent_",
        "the client does not exist",
        "the resource server does not exist",
        "the user does not exist.",
        "the connection does not exist",
        "that action does not exist",
        "the role does not exist",
        "the specified client grant does not exist",
        "not found: client not found",
        "not found: the client",
        "no client found with",  # terraform-provider-auth0
        "no resource server found with",
        "no connection found with",
    ),
    wording(
        api.MANAGEMENT_CONFLICT,
        86,
        # INFERRED: Auth0's own texts for these are in no recorded answer.
        "409 conflict: a * already exists",
        "with the same identifier already exists",
        "with the same name already exists",
        "a client grant * already exists",
        near=("auth0", "resource server", "client grant", "connection", "organization"),
        unless=("docker", "container", "kubernetes", "github"),
    ),
    wording(
        api.CUSTOM_DOMAIN_AMBIGUOUS,
        95,
        "multiple verified custom domains",
        "custom_domain_conflict",
    ),
    wording(
        tenant.PLAN,
        94,
        "please upgrade your subscription",
        "insufficient_entitlement",
        "not available in your current subscription",
        "your subscription does not",
        "feature is not enabled for your tenant",
        "feature is not available on your plan",
        "is not available on this tenant's current plan",  # auth0-deploy-cli
        "operation_not_supported * subscription",
        near=("auth0", "subscription", "entitlement", "tenant", "plan"),
    ),
    wording(
        api.CHECKPOINT_EXPIRED,
        88,
        "invalid checkpoint",
        "expired checkpoint",
        "checkpoint * expired",
        "invalid 'from' parameter",
        near=("auth0", "api/v2", "checkpoint", "from"),
    ),
)
