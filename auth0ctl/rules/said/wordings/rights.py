"""A request without a token, and tokens without the right scope or permission."""

from auth0ctl.rules.agreement import USERINFO
from auth0ctl.rules.api import PERMISSIONS_NOT_ADDED
from auth0ctl.rules.said.hints import (
    confidential_app,
    machine,
    managements_scope,
    says,
    told,
)
from auth0ctl.rules.said.reading import wording
from auth0ctl.rules.token.rights import (
    GRANT_LACKS_SCOPE,
    NOT_REQUESTED,
    SCOPE_NOT_PERMISSIONS,
    USER_LACKS_PERMISSION,
)
from auth0ctl.rules.token.session import AT_HASH, LOGIN_TOO_OLD

SCOPE = (
    "insufficient scope",
    "insufficient_scope",
    "insufficientscope",
    "missing 'scope' claim",
    "unexpected 'scope' value",
    "missing required scope",
    "scope not found",
    "insufficient permissions",
    "permission denied",
    "permission not found",
    "the access token does not have the required scope",
    "required scope",
    "missing permissions",
    "missing required permissions",
    "accessdeniedexception: access is denied",
)
SCOPE_NEAR = ("scope", "token", "jwt", "permission not found", "permissions", "auth0", "bearer", "sdk", "claim")

ROWS = (
    wording(
        NOT_REQUESTED,
        62,
        *SCOPE,
        near=SCOPE_NEAR,
        hints=(
            (told(r"permissions"), -6),
            (machine, -35),
            (managements_scope, -95),
            (told(r"requested.*scope|scope_requested"), -10),
        ),
        unless=("postgres", "eacces", "publickey"),
        detail="The token does not carry the scope that the API wants; `scope` holds only what the login asked for.",
        fix="auth0ctl login --audience IDENTIFIER --scope 'openid SCOPE'    # ask for the API's scope",
        check="auth0ctl token decode -: scope and permissions in the token",
    ),
    wording(
        USER_LACKS_PERMISSION,
        52,
        *SCOPE,
        near=SCOPE_NEAR,
        hints=((told(r"rbac|role"), 25), (says("permission"), 14), (machine, -40), (managements_scope, -95)),
        unless=("postgres", "eacces", "publickey"),
        check="the user's permissions for this API (Dashboard: User Management, the user, Permissions)",
    ),
    wording(
        SCOPE_NOT_PERMISSIONS,
        48,
        *SCOPE,
        near=SCOPE_NEAR,
        hints=(
            (told(r"permissions.*:"), 40),
            (told(r"rbac"), 10),
            (says("'scope'"), 5),
            (machine, -30),
            (managements_scope, -95),
        ),
        unless=("postgres", "eacces", "publickey"),
        check="whether the token's `permissions` has what the API looks for in `scope`",
    ),
    wording(
        PERMISSIONS_NOT_ADDED,
        80,
        "permissions not included in jwt",
        "permissions not included in token",
        "missing 'permissions' claim",
        "unexpected 'permissions' value",
        "no permissions claim",
        "permissions claim is missing",
    ),
    wording(
        GRANT_LACKS_SCOPE,
        20,
        *SCOPE,
        near=SCOPE_NEAR,
        hints=((machine, 60), (confidential_app, 5), (managements_scope, -95)),
    ),
    wording(
        AT_HASH,
        88,
        "at_hash mismatch",
        "at_hash value",
        "invalid at_hash",
        "at_hash claim",
        "at_hash * does not match",
        "at_hash missing",
        "~at_hash",
    ),
    wording(
        USERINFO,
        86,
        "userinfo sub mismatch",  # openid-client
        "subject from userinfo response does not match",  # oidc-client-ts
        "does not match the claim received from userinfo",  # Microsoft.IdentityModel
        "unexpected 'response' body 'sub'",  # oauth4webapi
    ),
    wording(
        LOGIN_TOO_OLD,
        88,
        "authentication time (auth_time) claim",
        "too much time has elapsed since the last end-user authentication",
        "auth_time * max_age",
    ),
)
