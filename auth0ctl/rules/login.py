"""Why a login was refused, told by Auth0's own words (auth0-facts/error-catalog.md)."""

import re
from collections.abc import Callable
from difflib import get_close_matches

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.protocol import AuthorizeRequest, Refusal

DOCS = "https://auth0.com/docs/"

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
    why="`access_denied` with free text is what a post-login Action answers with `api.access.deny(text)`, and what "
    "an organization answers to someone who is not a member.",
    fix="Read the post-login Actions that are bound, and the tenant's newest log entry.",
    docs=DOCS + "customize/actions/explore-triggers/signup-and-login-triggers/login-trigger",
)
SESSION_NEEDED = Rule(
    code="AZ309",
    name="silent-login-needs-a-person",
    severity=Severity.ERROR,
    title="A silent login cannot show the page that this login needs",
    why="With `prompt=none` Auth0 may show nothing: without a session, with consent or MFA pending, or with a "
    "callback on localhost it can only refuse.",
    fix="Log in once with a person present (leave out `prompt=none`).",
    docs=DOCS + "authenticate/login/configure-silent-authentication",
)
NO_CONNECTION = Rule(
    code="AZ310",
    name="connection-not-enabled",
    severity=Severity.ERROR,
    title="No connection that this login could use is enabled for the client",
    why="People log in through a connection (a user database, a social provider), and each connection lists the "
    "clients that may use it.",
    fix="Enable a connection for the client.",
    docs=DOCS + "authenticate/identity-providers",
)
CODE_INVALID = Rule(
    code="AZ311",
    name="authorization-code-invalid",
    severity=Severity.ERROR,
    title="The authorization code was refused",
    why="A code works once, for a few minutes, for the client and the redirect URI it was issued to.",
    fix="Log in again, and exchange the code exactly once.",
    docs=DOCS + "get-started/authentication-and-authorization-flow/authorization-code-flow-with-pkce",
)
SECRET_WRONG = Rule(
    code="AZ312",
    name="client-secret-wrong",
    severity=Severity.ERROR,
    title="The token endpoint does not accept this client's credentials",
    why="The client authenticates with a secret, and none, an old one or another client's was sent. A public "
    "client (SPA, native) should use the authentication method `none`.",
    fix="Give the client's current secret in AUTH0_CLIENT_SECRET, or make the client public.",
    docs=DOCS + "secure/application-credentials",
)
PARAMETER_REFUSED = Rule(
    code="AZ313",
    name="authorize-request-invalid",
    severity=Severity.ERROR,
    title="Auth0 refused a parameter of the authorize request",
    why="A parameter is missing, malformed or not allowed for this client.",
    fix="Correct the parameter that the message names.",
    docs=DOCS + "api/authentication/authorization-code-flow",
)
LOGIN_REFUSED = Rule(
    code="AZ314",
    name="login-refused",
    severity=Severity.ERROR,
    title="The tenant refused the login",
    why="The refusal is none that auth0ctl has a cause for.",
    fix="Read the tenant's newest log entries (Dashboard, Monitoring, Logs): they name the reason.",
    docs=DOCS + "deploy-monitor/logs/log-event-type-codes",
)
# Which words of a refusal mean which rule. The first match is the cause.
TOLD: tuple[tuple[Rule, str], ...] = (
    (CALLBACK_NOT_REGISTERED, r"callback url mismatch|not in the list of allowed callback urls"),
    (CLIENT_UNKNOWN, r"unknown client"),
    (AUDIENCE_NOT_REGISTERED, r"service not found"),
    (GRANT_TYPE_NOT_ENABLED, r"grant type '[^']*' not allowed|unauthorized_client: *$"),
    (CLIENT_GRANT_MISSING, r"is not authorized to access resource server|is not authorized to access \""),
    (USER_DECLINED, r"user did not authorize the request|user cancelled"),
    (SESSION_NEEDED, r"^(login|consent|interaction|account_selection)_required"),
    (
        NO_CONNECTION,
        r"no connections enabled|connection was not found|connection is not enabled|connection was disabled",
    ),
    (CODE_INVALID, r"invalid authorization code|failed to verify code verifier|redirect uri is wrong"),
    (SECRET_WRONG, r"^access_denied: unauthorized$|^invalid_client"),
    (LOGIN_DENIED, r"^(access_denied|unauthorized)"),
    (PARAMETER_REFUSED, r"^(invalid_request|unsupported_response_type|invalid_scope)"),
)


def cause_of(refusal: Refusal) -> Rule:
    """The rule that a refusal's own words point to."""
    words = f"{refusal.error}: {refusal.description}"
    for rule, pattern in TOLD:
        if re.search(pattern, words, re.IGNORECASE):
            return rule
    return LOGIN_REFUSED


def refused(rule: Rule) -> Callable[[Facts], Finding | None]:
    """Judges whether ``rule`` is the cause of the refusal; says what was seen and the fix for this very case."""

    def find(facts: Facts) -> Finding | None:
        request, refusal = facts.request, facts.refusal
        assert request is not None
        assert refusal is not None
        if cause_of(refusal) is not rule:
            return None
        told = TOLD_MORE.get(rule.code)
        return (told or plainly)(rule, facts, request, refusal)

    return find


def plainly(rule: Rule, _facts: Facts, request: AuthorizeRequest, refusal: Refusal) -> Finding:
    """A finding that repeats the tenant's words."""
    return Finding(
        rule=rule,
        subject=request.client_id,
        detail=f"{rule.title}. Auth0 says: {said(refusal)}",
        evidence=(seen(refusal),),
        fix=rule.fix,
        confidence=Confidence.LIKELY
        if rule in (LOGIN_DENIED, LOGIN_REFUSED, PARAMETER_REFUSED)
        else Confidence.CERTAIN,
    )


def callback(rule: Rule, facts: Facts, request: AuthorizeRequest, refusal: Refusal) -> Finding:
    """Names the registered callback that comes closest, where the client's settings are known."""
    uri = request.redirect_uri
    detail = f"{uri} is not among the Allowed Callback URLs of the client {request.client_id}."
    evidence = [seen(refusal)]
    if facts.client is not None:
        registered = facts.client.callbacks
        evidence.append(f"registered: {', '.join(registered) or 'none'}")
        if near := get_close_matches(uri, registered, n=1, cutoff=0.6):
            detail += f" The nearest one registered is {near[0]}."
        elif not registered:
            detail += " The client has no callback at all."
    return Finding(
        rule=rule,
        subject=request.client_id,
        detail=detail,
        evidence=tuple(evidence),
        fix=f"In the dashboard, add {uri} to the client's Allowed Callback URLs; or log in with a registered port: "
        "`auth0ctl login --port PORT`.",
    )


def audience(rule: Rule, facts: Facts, request: AuthorizeRequest, refusal: Refusal) -> Finding:
    """Tells a slash too many or too few from an API that does not exist; lists the ones that do."""
    wanted = request.audience or refusal.description.partition(":")[2].strip()
    known = [server.identifier for server in facts.resource_servers or ()]
    evidence = [seen(refusal)]
    if known:
        evidence.append(f"registered APIs: {', '.join(known)}")
    twin = next((one for one in known if one.rstrip("/") == wanted.rstrip("/")), None)
    if twin:
        return Finding(
            rule=AUDIENCE_SLASH_MISMATCH,
            subject=wanted,
            detail=f"{wanted} was asked for, the API is registered as {twin}: they differ by the trailing slash.",
            evidence=tuple(evidence),
            fix=f"auth0ctl login --audience {twin}",
        )
    return Finding(
        rule=rule,
        subject=wanted,
        detail=f"No API of the tenant has the identifier {wanted}.",
        evidence=tuple(evidence),
        fix=f"auth0ctl api create --identifier {wanted}",
    )


def grant_type(rule: Rule, facts: Facts, request: AuthorizeRequest, refusal: Refusal) -> Finding:
    """Names the grant types that the client does allow."""
    evidence = [seen(refusal)]
    if facts.client is not None:
        evidence.append(f"grant types of the client: {', '.join(facts.client.grant_types) or 'none'}")
    return Finding(
        rule=rule,
        subject=request.client_id,
        detail=f"The client {request.client_id} does not allow this flow. Auth0 says: {said(refusal)}",
        evidence=tuple(evidence),
        fix="In the dashboard: Applications, the client, Advanced Settings, Grant Types. Or use a flow it allows: "
        "`auth0ctl login --flow pkce`.",
    )


def client_grant(rule: Rule, _facts: Facts, request: AuthorizeRequest, refusal: Refusal) -> Finding:
    """The fix is one command."""
    return Finding(
        rule=rule,
        subject=request.client_id,
        detail=f"The client {request.client_id} may not ask for {request.audience}.",
        evidence=(seen(refusal),),
        fix=f"auth0ctl grant create --client {request.client_id} --audience {request.audience} --subject-type user",
    )


TOLD_MORE = {
    CALLBACK_NOT_REGISTERED.code: callback,
    AUDIENCE_NOT_REGISTERED.code: audience,
    GRANT_TYPE_NOT_ENABLED.code: grant_type,
    CLIENT_GRANT_MISSING.code: client_grant,
}


def said(refusal: Refusal) -> str:
    """The tenant's words, with the error code where it says more."""
    return f"{refusal.error}: {refusal.description}" if refusal.description else refusal.error


def seen(refusal: Refusal) -> str:
    """Where the refusal was seen."""
    places = {"page": "Auth0's error page", "redirect": "the callback", "token": "the token endpoint"}
    status = f" (HTTP {refusal.status})" if refusal.status else ""
    return f"{places[refusal.where]}{status}: {said(refusal)}"


JUDGES = (
    *(Judge(rule=rule, needs=("request", "refusal"), find=refused(rule)) for rule, _ in TOLD),
    Judge(rule=LOGIN_REFUSED, needs=("request", "refusal"), find=refused(LOGIN_REFUSED)),
)
