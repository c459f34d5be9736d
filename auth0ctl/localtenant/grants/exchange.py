"""Token exchange: on behalf of a user, and by a custom profile (token-endpoint.md section 10, RFC 8693).

A custom profile's Action decides who the user is. This tenant runs no Action; it reads the one statement
``api.authentication.setUserById("...")`` and says of every other that it was not run.
"""

import re

from auth0ctl.localtenant.grants.user_tokens import decide, find_api, user_tokens
from auth0ctl.localtenant.grants.wire import TokenCall, TokenError
from auth0ctl.localtenant.lazy import load
from auth0ctl.localtenant.login import organizations
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tokens import access
from auth0ctl.localtenant.tokens.bad_token import BadToken

TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
_SET_USER = re.compile(
    r"\s*exports\.onExecuteCustomTokenExchange\s*=\s*async\s*\(\s*\w+\s*,\s*api\s*\)\s*=>\s*\{"
    r"\s*(?:await\s+)?api\.authentication\.setUserById\(\s*(['\"])(?P<id>[^'\"\\\n]+)\1\s*\)\s*;?\s*\}\s*;?\s*"
)


def exchange(call: TokenCall) -> JSON:
    """Raises ``TokenError``; the wordings are INFERRED."""
    tenant, client, params = call.tenant, call.client, call.params
    subject_token, kind = call.required("subject_token"), call.required("subject_token_type")
    if params.get("requested_token_type") not in (None, ACCESS_TOKEN):
        raise TokenError(400, "invalid_request", "requested_token_type is not supported")
    on_behalf = kind == ACCESS_TOKEN
    user = _on_behalf_of(call, subject_token) if on_behalf else _by_profile(call, kind)
    api = find_api(tenant, access.effective_audience(tenant, params))
    grant = decide(
        call,
        user,
        api=api,
        requested=params.get("scope", "").split(),
        protocol="oauth2-token-exchange",
        organization=_organization(call, user),
        without=frozenset({"offline_access"} if params.get("actor_token") else ()),  # no refresh token beside an actor
        is_login=False,
    ).grant
    body = user_tokens(tenant, grant, refresh="new")
    audience = api.audience if api else ""
    logs.write(tenant, "secte", call.request, client=client, user=user, audience=audience, scope=grant.scope)
    return body | {"issued_token_type": ACCESS_TOKEN}


def _on_behalf_of(call: TokenCall, subject_token: str) -> JSON:
    """The user of an access token that was issued for the API which this client is."""
    _kind_allowed(call, "on_behalf_of_token_exchange")
    try:
        known = load("tokens.jose:verify")(call.tenant, subject_token)
    except BadToken as bad:
        raise TokenError(403, "invalid_grant", f"The subject token is {bad.kind}") from bad
    audience = known.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if call.client.get("resource_server_identifier") not in audiences:
        raise TokenError(403, "invalid_grant", "The subject token is not for this resource server")
    user = call.tenant.state.get("user", str(known.get("sub")))
    if user is None:
        raise TokenError(403, "invalid_grant", "The subject token names no user")
    return user


def _by_profile(call: TokenCall, kind: str) -> JSON:
    """The user that the profile's Action names, as far as it can be read."""
    _kind_allowed(call, "custom_authentication")
    profiles = call.tenant.state.all("token_exchange_profile")
    profile = next((one for one in profiles if one.get("subject_token_type") == kind), None)
    if profile is None:
        raise TokenError(400, "invalid_request", f"No token exchange profile for subject_token_type {kind}")
    action = call.tenant.state.get("action", str(profile.get("action_id"))) or {}
    version = action.get("deployed_version")
    found = _SET_USER.fullmatch(str(version["code"])) if version else None
    if found is None:
        name = action.get("name") or profile.get("action_id")
        text = (
            f"The local tenant did not run the Action {name}: of a custom-token-exchange Action it reads nothing but "
            'api.authentication.setUserById("...")'
        )
        raise TokenError(501, "server_error", text)
    user = call.tenant.state.get("user", found.group("id"))
    if user is None:
        raise TokenError(403, "invalid_grant", f"The Action named a user who does not exist: {found.group('id')}")
    return user


def _kind_allowed(call: TokenCall, kind: str) -> None:
    allowed = (call.client.get("token_exchange") or {}).get("allow_any_profile_of_type") or []
    if kind not in allowed:
        raise TokenError(403, "unauthorized_client", f"The client may not use token exchange profiles of type {kind}")


def _organization(call: TokenCall, user: JSON) -> JSON | None:
    wanted = call.params.get("organization", "")
    if not wanted:
        return None
    found = organizations.find(call.tenant, wanted)
    if found is None:
        raise TokenError(400, "invalid_request", f"parameter organization is invalid: {wanted}")
    if (call.client.get("organization_usage") or "deny") == "deny":
        raise TokenError(400, "invalid_request", "parameter organization is not allowed for this client")
    if not organizations.is_member(found, user):
        text = f"user {user['user_id']} is not part of the {found['id']} organization"
        raise TokenError(403, "access_denied", text)
    return found
