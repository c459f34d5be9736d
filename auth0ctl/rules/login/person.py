"""Refusals that have to do with the person: who they are, what they did, what would have to be asked of them."""

from auth0ctl.findings import Rule, Severity

DOCS = "https://auth0.com/docs/"
SILENT = DOCS + "authenticate/login/configure-silent-authentication"

USER_DECLINED = Rule(
    code="AZ307",
    name="user-declined-consent",
    severity=Severity.ERROR,
    title="The person declined the consent page",
    why="The consent page asks whether the client may have the scopes of the API; the answer was no. It is shown "
    "to first-party clients too when the API does not skip it or the callback is on localhost.",
    fix="Log in again and accept, or let the API skip consent for first-party clients.",
    docs=DOCS
    + "get-started/applications/confidential-and-public-applications/user-consent-and-third-party-applications",
)
LOGIN_DENIED = Rule(
    code="AZ308",
    name="action-denies-login",
    severity=Severity.ERROR,
    title="The tenant denied the login",
    why="`access_denied` with free text is what a post-login Action answers with `api.access.deny(text)`.",
    fix="Read the post-login Actions that are bound, and the tenant's newest log entry.",
    docs=DOCS + "customize/actions/explore-triggers/signup-and-login-triggers/login-trigger",
)
SESSION_NEEDED = Rule(
    code="AZ309",
    name="silent-login-needs-a-person",
    severity=Severity.ERROR,
    title="A silent login cannot show the page that this login needs",
    why="With `prompt=none` Auth0 may show nothing: without a session, or with a second factor or an Action's page "
    "pending, it can only refuse.",
    fix="Log in once with a person present (leave out `prompt=none`).",
    docs=SILENT,
)
CONSENT_REQUIRED = Rule(
    code="AZ325",
    name="consent-required",
    severity=Severity.ERROR,
    title="A silent login cannot ask for the consent that this API needs",
    why="Consent is skipped only for a first-party client, where the API says so; a third-party client's users "
    "always consent, once.",
    fix="Log in once with a person present, or let the API skip consent for first-party clients.",
    docs=DOCS
    + "get-started/applications/confidential-and-public-applications/user-consent-and-third-party-applications",
)
CONSENT_ON_LOOPBACK = Rule(
    code="AZ326",
    name="consent-required-localhost",
    severity=Severity.ERROR,
    title="Consent cannot be skipped for a callback on this machine",
    why="Auth0 cannot verify who listens on localhost, 127.0.0.1 or a scheme of its own, so that it asks for consent "
    "there even for a first-party client and an API that skips it. A name under `.localhost` is verifiable.",
    fix="Use a callback such as http://app.localhost:3000/callback, or log in once with a person present.",
    docs=DOCS + "secure/security-guidance/measures-against-app-impersonation",
)
CONFIRMATION_ON_LOOPBACK = Rule(
    code="AZ327",
    name="confirmation-needed-on-loopback",
    severity=Severity.ERROR,
    title="A silent login cannot show the confirmation page that a callback on this machine needs",
    # The error code of this refusal is INFERRED (auth0-facts/authorize.md section 3).
    why="Since 28 April 2026 Auth0 shows a confirmation page before it answers a callback that anybody on the machine "
    "could be listening to, and refuses `prompt=none` with one. A name under `.localhost` is verifiable.",
    fix="Use a callback such as http://app.localhost:3000/callback, or set "
    "`skip_non_verifiable_callback_uri_confirmation_prompt` on the client.",
    docs=DOCS + "secure/security-guidance/measures-against-app-impersonation",
)
NOT_A_MEMBER = Rule(
    code="AZ328",
    name="user-not-in-organization",
    severity=Severity.ERROR,
    title="The person is not a member of the organization",
    why="A login to an organization ends for its members only, unless the connection makes people members when they "
    "log in.",
    fix="Add the person to the organization, or switch on Auto-Membership for its connection.",
    docs=DOCS + "manage-users/organizations/configure-organizations/assign-members",
)
MFA_REQUIRED = Rule(
    code="AZ329",
    name="mfa-required",
    severity=Severity.ERROR,
    title="A second factor is required, which this flow cannot ask for",
    why="A policy or an Action requires multi-factor authentication, also where tokens are asked for without a page: "
    "by password or by refresh token.",
    fix="Log in through the browser; or leave the factor out for this grant in the Action.",
    docs=DOCS + "secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa",
)
USER_BLOCKED = Rule(
    code="AZ330",
    name="user-blocked",
    severity=Severity.ERROR,
    title="The user is blocked",
    why="Somebody blocked the user in the dashboard or through the Management API (`blocked: true`).",
    fix="Unblock the user: in the dashboard, User Management, Users, the user, Actions, Unblock.",
    docs=DOCS + "manage-users/user-accounts/block-and-unblock-users",
)
ATTEMPTS_BLOCKED = Rule(
    code="AZ331",
    name="attack-protection-blocks-login",
    severity=Severity.ERROR,
    title="The tenant's attack protection blocks this login",
    why="Too many failed attempts for the user, too many from one address, or a password that is known from a leak.",
    fix="Unblock the user in the dashboard, or let them follow the e-mail that Auth0 sent.",
    docs=DOCS + "secure/attack-protection",
)
CREDENTIALS_WRONG = Rule(
    code="AZ332",
    name="user-credentials-wrong",
    severity=Severity.ERROR,
    title="The user name or the password is wrong for the connection that was asked",
    why="The password is wrong, or the user lives in another connection: without a realm, the tenant's default "
    "directory alone is looked at.",
    fix="Check both, and name the connection: `auth0ctl login --flow password --realm CONNECTION`.",
    docs=DOCS + "get-started/authentication-and-authorization-flow/resource-owner-password-flow",
)
DIRECTORY_MISSING = Rule(
    code="AZ333",
    name="default-directory-missing",
    severity=Severity.ERROR,
    title="The password grant does not know which connection to ask",
    why="The grant `password` looks into the tenant's default directory, and the tenant has none.",
    fix="Name the connection, or set the tenant's Default Directory.",
    docs=DOCS + "get-started/authentication-and-authorization-flow/resource-owner-password-flow/"
    "call-your-api-using-resource-owner-password-flow",
)
TRANSACTION_LOST = Rule(
    code="AZ334",
    name="login-transaction-lost",
    severity=Severity.ERROR,
    title="The login page no longer belongs to a login that Auth0 knows",
    why="A login lives for an hour and in one browser: a bookmark or the back button, blocked cookies, or more than "
    "ten logins at once lose it.",
    fix="Start again from the app: `auth0ctl login`.",
    docs=DOCS + "authenticate/login/auth0-universal-login",
)
