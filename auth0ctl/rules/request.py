"""What a login request can never give, whatever the tenant's settings; and what was asked for and not granted."""

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Facts

IDENTITY = ("openid", "profile", "email", "address", "phone")  # OpenID Connect Core section 5.4
DOCS = "https://auth0.com/docs/"

NO_ID_TOKEN_TYPE = Rule(
    code="AZ601",
    name="response-type-without-id-token",
    severity=Severity.WARNING,
    title="The response type asks for an access token alone",
    why="`response_type=token` never returns an ID token, whatever the scope says, so an app that waits for one "
    "never finishes its login. This is the classic mistake of the implicit flow.",
    fix="Ask for `id_token token`, or better use the code flow with PKCE.",
    docs=DOCS + "get-started/authentication-and-authorization-flow/implicit-flow-with-form-post",
)
OPENID_MISSING = Rule(
    code="AZ602",
    name="openid-scope-missing",
    severity=Severity.WARNING,
    title="The scope has no `openid`, so no ID token comes back",
    why="`openid` is what makes a login an OpenID Connect login; without it there is only an access token.",
    fix="Add `openid` to the scope.",
    docs=DOCS + "get-started/apis/scopes/openid-connect-scopes",
)
SCOPE_DROPPED = Rule(
    code="AZ603",
    name="requested-scope-dropped",
    severity=Severity.WARNING,
    title="Auth0 granted less scope than was asked for",
    why="Scopes that the API does not define are dropped without a word; so are those that RBAC, a client grant or "
    "an Action takes away, and `offline_access` where API or client do not allow it.",
    fix="Define the scope on the API, or give the person the permission.",
    docs=DOCS + "get-started/apis/scopes",
)


def lacks_id_token(facts: Facts) -> Finding | None:
    """``response_type=token`` with ``openid`` in the scope: somebody expects an ID token that cannot come."""
    request = facts.request
    assert request is not None
    if request.response_type != "token" or "openid" not in request.scope:
        return None
    return Finding(
        rule=NO_ID_TOKEN_TYPE,
        subject=request.client_id,
        detail="response_type=token was asked for together with scope openid: no ID token can come of it.",
        evidence=(f"response_type={request.response_type}", f"scope={' '.join(request.scope)}"),
        fix="auth0ctl login --flow implicit --response-type 'id_token token'"
        + (f" --audience {request.audience}" if request.audience else ""),
    )


def lacks_openid(facts: Facts) -> Finding | None:
    """No ``openid`` asked for."""
    request = facts.request
    assert request is not None
    if "openid" in request.scope:
        return None
    if facts.client is not None and facts.client.third_party_security_mode == "strict":
        return None  # it gets no ID token either way (clients.md section 5)
    return Finding(
        rule=OPENID_MISSING,
        subject=request.client_id,
        detail=f"The scope is {' '.join(request.scope) or 'empty'}: without openid there is no ID token.",
        evidence=(f"scope={' '.join(request.scope)}",),
        fix=f"auth0ctl login --scope '{' '.join(('openid', *request.scope))}'",
    )


def drops_scope(facts: Facts) -> Finding | None:
    """Scopes asked for that are not in the granted list. No list in the answer means "as asked" (RFC 6749, 5.1)."""
    request, granted = facts.request or facts.token_request, facts.granted
    assert granted is not None
    if request is None or granted.scope is None or granted.access_token is None:
        return None
    listed = granted.scope.split()
    # Elsewhere than at Auth0 the list may be that of the API's token alone (RFC 8707 section 2.2): an ID token shows
    # that openid was granted, and what is in it is not the API's matter.
    own = IDENTITY if granted.id_token is not None and "openid" not in listed else ()
    lost = [scope for scope in request.scope if scope not in listed and scope not in own]
    if not lost:
        return None
    defined: dict[str, list[str]] = {
        server.identifier: [scope.value for scope in server.scopes] for server in facts.resource_servers or ()
    }
    evidence = [f"asked for: {' '.join(request.scope)}", f"granted: {granted.scope}"]
    if request.audience in defined:
        evidence.append(f"scopes of {request.audience}: {' '.join(defined[request.audience]) or 'none'}")
    offline = " `offline_access` needs Allow Offline Access on the API and the refresh_token grant on the client."
    return Finding(
        rule=SCOPE_DROPPED,
        subject=request.audience or request.client_id,
        detail=f"Asked for and not granted: {' '.join(lost)}." + (offline if "offline_access" in lost else ""),
        evidence=tuple(evidence),
        fix=f"auth0ctl api inspect {request.audience}" if request.audience else SCOPE_DROPPED.fix,
    )


JUDGES = (
    Judge(rule=NO_ID_TOKEN_TYPE, needs=("request",), find=lacks_id_token),
    Judge(rule=OPENID_MISSING, needs=("request",), find=lacks_openid),
    Judge(rule=SCOPE_DROPPED, needs=("granted",), find=drops_scope),
)
