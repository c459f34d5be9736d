"""Refusals of what was asked for: a callback, a client, an API, a grant, a connection, an organization, a parameter."""

from auth0ctl.findings import Rule, Severity

DOCS = "https://auth0.com/docs/"
ORGANIZATIONS = DOCS + "manage-users/organizations/configure-organizations/define-organization-behavior"

CALLBACK_NOT_REGISTERED = Rule(
    code="AZ301",
    name="callback-url-not-registered",
    severity=Severity.ERROR,
    title="The redirect URI is not an Allowed Callback URL of the client",
    why="Auth0 matches the whole URL, port, path and slash included, and shows its own error page, so the app "
    "never hears of it.",
    fix="Add the URI to the client's Allowed Callback URLs, or send one that is registered.",
    docs=DOCS + "get-started/applications/application-settings",
)
CLIENT_UNKNOWN = Rule(
    code="AZ302",
    name="client-unknown",
    severity=Severity.ERROR,
    title="The tenant has no client with this id",
    why="The client id is mistyped, belongs to another tenant, or the client was deleted.",
    fix="Take the client id from `auth0ctl client list`, and check the domain.",
    docs=DOCS + "get-started/applications",
)
AUDIENCE_NOT_REGISTERED = Rule(
    code="AZ303",
    name="audience-not-registered",
    severity=Severity.ERROR,
    title="The audience is not the identifier of any API of the tenant",
    why="An audience is compared byte for byte with the API identifiers. A URL that merely answers is not enough: "
    "the API needs its own record in the tenant.",
    fix="Create the API, or ask for the identifier as it is registered.",
    docs=DOCS + "get-started/apis/api-settings",
)
AUDIENCE_SLASH_MISMATCH = Rule(
    code="AZ304",
    name="audience-slash-mismatch",
    severity=Severity.ERROR,
    title="The audience differs from the API's identifier by a trailing slash",
    why="Auth0 compares audience and identifier byte for byte, and an identifier can never be changed.",
    fix="Ask for the identifier exactly as it is registered.",
    docs=DOCS + "get-started/apis/api-settings",
)
GRANT_TYPE_NOT_ENABLED = Rule(
    code="AZ305",
    name="grant-type-not-enabled",
    severity=Severity.ERROR,
    title="The client may not use the grant that this flow needs",
    why="Each client lists its grant types; a flow whose grant is not listed is refused.",
    fix="Add the grant type to the client, or use a flow that it allows.",
    docs=DOCS + "get-started/applications/application-grant-types",
)
CLIENT_GRANT_MISSING = Rule(
    code="AZ306",
    name="client-grant-missing",
    severity=Severity.ERROR,
    title="The client has no client grant for this API",
    why="The API asks for a client grant (its access policy, or because the client is third-party or a machine), "
    "and none exists for this client.",
    fix="Create the client grant.",
    docs=DOCS + "get-started/applications/application-access-to-apis-client-grants",
)
CONNECTION_NOT_ENABLED = Rule(
    code="AZ310",
    name="connection-not-enabled",
    severity=Severity.ERROR,
    title="No connection that this login could use is enabled for the client",
    why="People log in through a connection (a user database, a social provider), and each connection lists the "
    "clients that may use it.",
    fix="Enable a connection for the client.",
    docs=DOCS + "authenticate/identity-providers",
)
PARAMETER_REFUSED = Rule(
    code="AZ313",
    name="authorize-request-invalid",
    severity=Severity.ERROR,
    title="Auth0 refused a parameter of the request",
    why="A parameter is missing, malformed or not allowed for this client.",
    fix="Correct the parameter that the message names.",
    docs=DOCS + "api/authentication/authorization-code-flow",
)
AUDIENCE_MISSING = Rule(
    code="AZ315",
    name="audience-missing",
    severity=Severity.ERROR,
    title="No API was named, and the tenant has no default audience",
    why="A machine-to-machine token is always for one API: there is no user whose profile it could be for.",
    fix="Send the API's identifier as the audience.",
    docs=DOCS + "get-started/authentication-and-authorization-flow/client-credentials-flow",
)
ORGANIZATION_REQUIRED = Rule(
    code="AZ317",
    name="organization-param-required",
    severity=Severity.ERROR,
    title="The client only serves organizations, and the request names none",
    why="With Type of Users: Business Users the client requires an organization; unless the tenant may ask for it "
    "on a page, the request must name it.",
    fix="Send the organization's id.",
    docs=ORGANIZATIONS,
)
ORGANIZATION_NOT_ALLOWED = Rule(
    code="AZ318",
    name="organization-not-allowed",
    severity=Severity.ERROR,
    title="The client does not serve organizations, and the request names one",
    why="A client's `organization_usage` is `deny` unless it was set.",
    fix="Leave the organization out, or let the client serve organizations.",
    docs=ORGANIZATIONS,
)
ORGANIZATION_NOT_AN_ID = Rule(
    code="AZ319",
    name="organization-name-for-id",
    severity=Severity.ERROR,
    title="The organization was given by name, and the tenant takes ids only",
    why="An id starts with `org_`. Names are accepted once the tenant allows them in the Authentication API.",
    fix="Send the organization's id.",
    docs=DOCS + "manage-users/organizations/configure-organizations/use-org-name-authentication-api",
)
ORGANIZATION_UNKNOWN = Rule(
    code="AZ320",
    name="organization-unknown",
    severity=Severity.ERROR,
    title="The tenant has no such organization, or it does not take this client",
    why="The organization's id is mistyped or another tenant's; or the client is third-party, and the organization "
    "does not admit those.",
    fix="Take the id from the dashboard: Organizations.",
    docs=ORGANIZATIONS,
)
PUSHED_REQUEST_EXPIRED = Rule(
    code="AZ321",
    name="pushed-request-expired",
    severity=Severity.ERROR,
    title="The pushed authorization request is no longer known",
    why="What was sent to /oauth/par is kept for a short while (30 seconds unless the client says otherwise), serves "
    "one login, and only for the client that sent it.",
    fix="Start the login again, and open the URL at once.",
    docs=DOCS + "get-started/authentication-and-authorization-flow/authorization-code-flow/"
    "authorization-code-flow-with-par",
)
PUSHED_REQUEST_REQUIRED = Rule(
    code="AZ322",
    name="pushed-request-required",
    severity=Severity.ERROR,
    title="The client takes pushed authorization requests only",
    why="With `require_pushed_authorization_requests` a plain authorize URL is refused.",
    fix="Push the request: `auth0ctl login --par`.",
    docs=DOCS + "get-started/applications/configure-par",
)
PUSHED_REQUESTS_OFF = Rule(
    code="AZ335",
    name="pushed-requests-not-enabled",
    severity=Severity.ERROR,
    title="The tenant takes no pushed authorization requests",
    why="Pushed authorization requests are a setting of the tenant, and of its plan.",
    fix="Log in without --par, or switch on Pushed Authorization Requests in the tenant's advanced settings.",
    docs=DOCS + "get-started/applications/configure-par",
)
DEVICE_NEEDS_PUBLIC = Rule(
    code="AZ323",
    name="device-flow-needs-public-client",
    severity=Severity.ERROR,
    title="The device flow is for native clients without a secret",
    why="Auth0 offers the device grant to clients of type native whose authentication method is `none`.",
    fix="Use a native client with the authentication method `none` and the Device Code grant.",
    docs=DOCS + "quickstart/native/device",
)
TOKEN_EXCHANGE_NOT_ENABLED = Rule(
    code="AZ324",
    name="token-exchange-not-enabled",
    severity=Severity.ERROR,
    title="The client may not exchange this token",
    why="A token exchange needs a profile for the subject token's type, with its Action, and a client that lists "
    "`custom_authentication` (or `on_behalf_of_token_exchange`) in its `token_exchange` setting.",
    fix="Create the profile, and allow token exchange for the client.",
    docs=DOCS + "authenticate/custom-token-exchange",
)
