"""The authorization_code grant, with and without PKCE (token-endpoint.md section 3)."""

import base64
import hashlib
import hmac
from collections.abc import Mapping

from auth0ctl.localtenant.grants.user_tokens import find_api, user_tokens
from auth0ctl.localtenant.grants.wire import TokenCall, TokenError
from auth0ctl.localtenant.login import session
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tokens import issue

INVALID_CODE = "Invalid authorization code"


def authorization_code(call: TokenCall) -> JSON:
    """Raises ``TokenError``."""
    tenant, client = call.tenant, call.client
    # Taken before anything is compared, so that a code is good for one attempt, in whatever process it is made.
    code = tenant.state.take("code", session.digest(call.required("code")), now=tenant.now())
    if code is None or code["client_id"] != client["client_id"]:
        raise TokenError(403, "invalid_grant", INVALID_CODE)
    _redirect_uri(code, call.params)
    _code_verifier(code, call.params)
    if code.get("dpop_jkt") and code["dpop_jkt"] != call.jkt:  # RFC 9449 section 10; the wording is INFERRED
        raise TokenError(400, "invalid_dpop_proof", "Invalid DPoP proof: the key is not the one that dpop_jkt named")
    user = tenant.state.get("user", code["user_id"])
    if user is None:
        raise TokenError(403, "invalid_grant", INVALID_CODE)
    grant = issue.Grant(
        client=client,
        user=user,
        api=find_api(tenant, code["audience"]),
        scope=tuple(code["scope"]),
        nonce=code["nonce"],
        auth_time=code["auth_time"],
        sid=code["sid"],
        organization=tenant.state.get("organization", code["organization"]) if code["organization"] else None,
        id_token_claims=code["id_token_claims"],
        access_token_claims=code["access_token_claims"],
        jkt=call.jkt,
        mfa=bool(code.get("mfa")),
    )
    body = user_tokens(tenant, grant, refresh="new")
    logs.write(tenant, "seacft", call.request, client=client, user=user, audience=code["audience"], scope=grant.scope)
    return body


def _redirect_uri(code: JSON, params: Mapping[str, str]) -> None:
    sent, expected = params.get("redirect_uri"), code["redirect_uri"]
    if sent and sent != expected:
        text = f"The redirect URI is wrong. You sent {sent}, and we expected {expected}"
        raise TokenError(403, "unauthorized_client", text)


def _code_verifier(code: JSON, params: Mapping[str, str]) -> None:
    challenge = code["code_challenge"]
    if challenge is None:
        return  # a verifier without a challenge is not looked at (INFERRED)
    verifier = params.get("code_verifier", "")
    computed = _challenge(verifier) if verifier.isascii() else ""
    if not verifier or not hmac.compare_digest(computed, challenge):
        raise TokenError(403, "invalid_grant", "Failed to verify code verifier")


def _challenge(verifier: str) -> str:
    """RFC 7636 section 4.2."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode()
