"""Multi-factor authentication without a browser: mfa_required, and the three grants that follow (token-endpoint.md 8).

It is required when the tenant's Guardian policy is ``all-applications`` or a post-login Action asks for it. The second
factor is a code of the user's own authenticator app (totp.py), or else it is played (stand_ins.py). Where a wording is
not recorded or captured, a comment says INFERRED.
"""

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.grants import stand_ins, totp
from auth0ctl.localtenant.grants.user_tokens import find_api, user_tokens
from auth0ctl.localtenant.grants.wire import TokenCall, TokenError
from auth0ctl.localtenant.login.session import digest
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import issue

OTP = "http://auth0.com/oauth/grant-type/mfa-otp"
OOB = "http://auth0.com/oauth/grant-type/mfa-oob"
RECOVERY_CODE = "http://auth0.com/oauth/grant-type/mfa-recovery-code"
KIND = "mfa_token"
PREFIX = "Fe26.2*"  # as captured
LIFETIME = 600  # seconds; INFERRED

REQUIRED = "Multifactor authentication required"
INVALID = "The mfa_token provided is invalid. Try getting a new token."
MALFORMED = "Malformed mfa_token"
EXPIRED = "mfa_token is expired"  # INFERRED
PENDING = "Authorization pending: please repeat the request in a few seconds."
REJECTED = "MFA Authorization rejected."


def by_policy(tenant: Tenant) -> bool:
    policies = (tenant.state.get("settings", "guardian_policies") or {}).get("policies") or []
    return "all-applications" in policies


def demand(tenant: Tenant, grant: issue.Grant) -> TokenError:
    """The refusal that carries an ``mfa_token``; with it and a second factor the grant is given after all."""
    assert grant.user is not None
    body = {
        "client_id": grant.client["client_id"],
        "user_id": grant.subject,
        "audience": grant.api.audience if grant.api else "",
        "scope": list(grant.scope),
        "gty": grant.gty,
        "organization": grant.organization["id"] if grant.organization else None,
        "id_token_claims": grant.id_token_claims,
        "access_token_claims": grant.access_token_claims,
    }
    token = f"{PREFIX}{chance.token_urlsafe(48)}"
    tenant.state.keep(KIND, digest(token), body, expires_at=tenant.now() + LIFETIME)
    members = {"mfa_token": token, "mfa_requirements": {"challenge": [{"type": "otp"}, {"type": "push-notification"}]}}
    return TokenError(403, "mfa_required", REQUIRED, members=members)


def read(tenant: Tenant, token: str, *, status: int = 403) -> JSON:
    """What an ``mfa_token`` stands for. Raises ``TokenError``."""
    if not token.startswith(PREFIX):
        raise TokenError(status, "invalid_grant", MALFORMED)
    kept = tenant.state.peek(KIND, digest(token), now=tenant.now())
    if kept is None:
        over = tenant.state.peek(KIND, digest(token), now=0) is not None
        raise TokenError(status, "invalid_grant", EXPIRED if over else INVALID)
    return kept


def redeem(call: TokenCall) -> JSON:
    """The three grants. Raises ``TokenError``."""
    tenant, token = call.tenant, call.required("mfa_token")
    kept = read(tenant, token)
    user = tenant.state.get("user", kept["user_id"])
    if user is None or kept["client_id"] != call.client["client_id"]:
        raise TokenError(403, "invalid_grant", INVALID)
    _second_factor(call, user)
    if tenant.state.take(KIND, digest(token), now=tenant.now()) is None:
        raise TokenError(403, "invalid_grant", INVALID)
    grant = issue.Grant(
        client=call.client,
        user=user,
        api=find_api(tenant, kept["audience"]),
        scope=tuple(kept["scope"]),
        gty=kept["gty"],
        organization=tenant.state.get("organization", kept["organization"]) if kept["organization"] else None,
        id_token_claims=kept["id_token_claims"],
        access_token_claims=kept["access_token_claims"],
        jkt=call.jkt,
    )
    body = user_tokens(tenant, grant, refresh="new")
    logs.write(tenant, "gd_auth_succeed", call.request, client=call.client, user=user, scope=grant.scope)
    if call.params["grant_type"] == RECOVERY_CODE:  # recorded: a used recovery code is replaced
        body["recovery_code"] = stand_ins.RECOVERY_CODE
    return body


def _second_factor(call: TokenCall, user: JSON) -> None:
    grant_type = call.params["grant_type"]
    if grant_type == OTP and not totp.accepts(call.tenant, user, call.required("otp")):
        raise TokenError(403, "invalid_grant", "Invalid otp_code.")
    if grant_type == RECOVERY_CODE and call.required("recovery_code") != stand_ins.RECOVERY_CODE:
        raise TokenError(403, "invalid_grant", REJECTED)  # INFERRED
    if grant_type == OOB:
        answer = stand_ins.push_answer(user)
        if answer is None:
            raise TokenError(400, "authorization_pending", PENDING)
        if answer == "reject":
            raise TokenError(400, "access_denied", REJECTED)
