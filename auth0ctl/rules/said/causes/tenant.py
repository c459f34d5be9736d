"""What a tenant, one of its identity providers or its plan says no to."""

from auth0ctl.findings import Rule, Severity

DOCS = "https://auth0.com/docs/"
LOGOUT = DOCS + "authenticate/login/logout/redirect-users-after-logout"
MANAGEMENT = DOCS + "secure/tokens/access-tokens/management-api-access-tokens"
PROVIDERS = DOCS + "authenticate/identity-providers"

LOGOUT_URL = Rule(
    code="AZ040",
    name="logout-url-not-allowed",
    severity=Severity.ERROR,
    title="The return URL is not among the Allowed Logout URLs",
    why="After logout Auth0 sends people only to a registered URL: in the client's list when the request has a "
    "client_id (or an id_token_hint), else in the tenant's. /oidc/logout compares the query string too.",
    fix="Add the return URL to the client's Allowed Logout URLs.",
    docs=LOGOUT,
)
LOGOUT_CLIENT_ID = Rule(
    code="AZ041",
    name="logout-client-id-missing",
    severity=Severity.ERROR,
    title="The logout request has no client_id, so that only the tenant's list is checked",
    why="Without a client_id Auth0 does not know whose Allowed Logout URLs apply, and looks into the tenant's alone.",
    fix="Send client_id with the logout request, or add the URL to the tenant's Allowed Logout URLs.",
    docs=LOGOUT,
)
SIGNUP_DISABLED = Rule(
    code="AZ042",
    name="signup-disabled",
    severity=Severity.ERROR,
    title="Sign-ups are turned off on the database connection",
    why="With Disable Sign Ups on, nobody but an administrator can add users to the connection.",
    fix="Switch Disable Sign Ups off on the connection, or create the user through the Management API.",
    docs=DOCS + "authenticate/database-connections/disable-signups",
)
SOCIAL_DEV_KEYS = Rule(
    code="AZ043",
    name="social-dev-keys",
    severity=Severity.ERROR,
    title="The social connection uses Auth0's developer keys",
    why="Without keys of your own at the provider, Auth0 uses shared ones for trying out: silent login, single sign-on "
    "and custom domains do not work with them.",
    fix="Register an app at the provider and put its client id and secret into the connection.",
    docs=PROVIDERS + "/social-identity-providers/devkeys",
)
REFRESH_EXPIRED = Rule(
    code="AZ044",
    name="refresh-token-expired",
    severity=Severity.ERROR,
    title="The refresh token has reached the end of its lifetime",
    why="A refresh token has an absolute lifetime and, unused, an idle one, both settings of the client. Revoked, "
    "replaced and foreign refresh tokens are refused with the same words; the tenant's log tells them apart.",
    fix="Let the app log in again when a refresh is refused; raise the lifetime on the client if it is too short.",
    docs=DOCS + "secure/tokens/refresh-tokens/configure-refresh-token-expiration",
)
PROVIDER_CALLBACK = Rule(
    code="AZ045",
    name="identity-provider-callback-missing",
    severity=Severity.ERROR,
    title="The identity provider does not know Auth0's callback URL",
    why="This message is the provider's own (Google, Microsoft, Facebook, GitHub, Okta), not Auth0's. Its app must "
    "list https://DOMAIN/login/callback, under each domain that logins use: the custom domain too.",
    fix="At the provider, add https://DOMAIN/login/callback to the redirect URIs of its app.",
    docs=PROVIDERS,
)
PROVIDER_CREDENTIALS = Rule(
    code="AZ046",
    name="identity-provider-credentials-wrong",
    severity=Severity.ERROR,
    title="The identity provider refuses the connection's client id or secret",
    why="The connection holds the id and secret of an app at the provider. They are mistyped, expired or rotated, or "
    "the app was removed there.",
    fix="Make a new secret at the provider and put it into the connection's settings (Dashboard, Authentication).",
    docs=PROVIDERS,
)
PROVIDER_WEBVIEW = Rule(
    code="AZ047",
    name="identity-provider-refuses-webview",
    severity=Severity.ERROR,
    title="The identity provider takes no login inside an embedded web view",
    why="Google and others refuse logins in a web view, where the app could read the password "
    "(`disallowed_useragent`). Native apps use the system's browser (RFC 8252).",
    fix="Use the SDK's web login, which opens the system browser (Custom Tabs, ASWebAuthenticationSession).",
    docs=DOCS + "authenticate/login/native-login",
)
USER_EXISTS = Rule(
    code="AZ048",
    name="user-exists-already",
    severity=Severity.ERROR,
    title="There is a user with this name or address already",
    why="An e-mail address or user name is unique within its connection. Signing up does not say so to strangers; the "
    "Management API answers 409.",
    fix="Log in with the existing user, or reset its password.",
    docs=DOCS + "manage-users/user-accounts/create-users",
)
PASSWORD_WEAK = Rule(
    code="AZ049",
    name="password-policy-refuses",
    severity=Severity.ERROR,
    title="The new password does not satisfy the connection's policy",
    why="The database connection sets length, character classes, history and words that a password may not have.",
    fix="Choose another password; the policy stands on the connection, under Password Policy.",
    docs=DOCS + "authenticate/database-connections/password-strength",
)
REGISTRATION_OFF = Rule(
    code="AZ050",
    name="dynamic-registration-disabled",
    severity=Severity.ERROR,
    title="The tenant registers no clients by itself",
    why="Dynamic Client Registration (/oidc/register) is off unless the tenant's flag "
    "`enable_dynamic_client_registration` is set. MCP clients and some gateways ask for it.",
    fix="Create the client by hand: auth0ctl client create NAME; or switch the flag on in the tenant's settings.",
    docs=DOCS + "get-started/applications/dynamic-client-registration",
)
DEVICE_PENDING = Rule(
    code="AZ051",
    name="device-login-pending",
    severity=Severity.INFO,
    title="Nobody has confirmed the device code yet; this is the normal answer while waiting",
    why="The token endpoint answers `authorization_pending` until the person has entered the code and agreed.",
    fix="Ask again after the interval that the device code came with.",
    docs=DOCS + "get-started/authentication-and-authorization-flow/device-authorization-flow",
)
DEVICE_TOO_FAST = Rule(
    code="AZ052",
    name="polling-too-fast",
    severity=Severity.WARNING,
    title="The token endpoint is asked more often than the interval allows",
    why="The device code (or backchannel request) came with an interval in seconds, counted from the last answer.",
    fix="Wait for the interval after each answer, and five seconds longer after each slow_down (RFC 8628).",
    docs=DOCS + "get-started/authentication-and-authorization-flow/device-authorization-flow",
)
MFA_TOKEN = Rule(
    code="AZ053",
    name="mfa-token-invalid",
    severity=Severity.ERROR,
    title="The mfa_token or the one-time code is not accepted",
    why="An mfa_token lives for ten minutes and belongs to one attempt; a one-time code lives for half a minute and "
    "depends on the phone's clock.",
    fix="Start the login again for a new mfa_token, and use the newest code.",
    docs=DOCS + "secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa",
)
ORGANIZATION_CLAIM = Rule(
    code="AZ054",
    name="organization-claim-mismatch",
    severity=Severity.ERROR,
    title="The ID token is for another organization than the app asked for, or for none",
    why="An app that asks for an organization must find its id in `org_id` (or its name in `org_name`). The login went "
    "without the parameter, to another organization, or the app has the name where the id belongs.",
    fix="Send the organization's id in the login request, and give the same to the SDK.",
    docs=DOCS + "manage-users/organizations/using-tokens",
)
DELEGATION_DEPTH = Rule(
    code="AZ055",
    name="delegation-chain-too-deep",
    severity=Severity.ERROR,
    title="The token was exchanged on behalf of others too many times",
    why="Each exchange with an actor adds a level to `act`, and Auth0 allows a few.",
    fix="Exchange the person's own token, not one that was exchanged before.",
    docs=DOCS + "authenticate/custom-token-exchange",
)
DATABASE_SCRIPT = Rule(
    code="AZ056",
    name="custom-database-script-failed",
    severity=Severity.ERROR,
    title="A script of the custom database connection, or an Action, failed or took too long",
    why="Login scripts of a custom database and Actions run at Auth0 and have some seconds; a database that is slow or "
    "not reachable from there, or an error in the code, ends the login.",
    fix="Read the tenant's log entry for this login: it holds the script's own error.",
    docs=DOCS + "authenticate/database-connections/custom-db",
)
PLAN = Rule(
    code="AZ057",
    name="plan-lacks-feature",
    severity=Severity.ERROR,
    title="The tenant's plan does not include this feature",
    why="Auth0 refuses settings that the subscription does not cover; no permission of the token changes that.",
    fix="Leave the setting out, or change the tenant's plan.",
    docs="https://auth0.com/pricing",
)
