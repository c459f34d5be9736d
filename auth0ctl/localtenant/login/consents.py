"""When the user has to agree, and what was agreed before (authorize.md section 7)."""

import secrets
from collections.abc import Sequence

from auth0ctl.localtenant.login.redirect_uri import is_verifiable
from auth0ctl.localtenant.login.request import AuthorizeRequest
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens.access import Api, is_third_party


def needs_consent(tenant: Tenant, asked: AuthorizeRequest, user: JSON, scope: Sequence[str]) -> bool:
    if "consent" in asked.prompt:
        return True
    if not is_third_party(asked.client):
        if asked.api is None:
            return False  # standard scopes only: a first-party client never prompts
        skip = bool(asked.api.body.get("skip_consent_for_verifiable_first_party_clients"))
        # A callback on localhost never skips; that 127.0.0.1 and custom schemes count the same here is INFERRED.
        if skip and is_verifiable(asked.address.redirect_uri):
            return False
    return not _covered(tenant, asked, user, scope)


def needs_confirmation(tenant: Tenant, asked: AuthorizeRequest) -> bool:
    """The login confirmation prompt: a callback that cannot be verified, and no other page was shown."""
    if is_verifiable(asked.address.redirect_uri):
        return False
    if not asked.client.get("oidc_conformant") and asked.api is None:
        return False  # not in legacy flows
    name = "skip_non_verifiable_callback_uri_confirmation_prompt"
    choice = asked.client.get(name)
    if choice is None:
        choice = tenant.settings().get(name)
    return not choice


def remember(tenant: Tenant, asked: AuthorizeRequest, user: JSON, scope: Sequence[str]) -> None:
    """Store what the user agreed to, added to what was agreed before."""
    with tenant.state.transaction():
        stored = _stored(tenant, asked.client, user, asked.api)
        body = stored or {
            "id": secrets.token_hex(12),
            "clientID": asked.client["client_id"],
            "user_id": user["user_id"],
            "audience": _audience(tenant, asked.api),
            "scope": [],
        }
        body["scope"] = list(dict.fromkeys([*body["scope"], *scope]))
        tenant.state.put("consent", body["id"], body)


def forget(tenant: Tenant, client_id: str, user_id: str, audience: str) -> None:
    for body in tenant.state.all("consent"):
        if (body["clientID"], body["user_id"], body["audience"]) == (client_id, user_id, audience):
            tenant.state.delete("consent", body["id"])


def described(asked: AuthorizeRequest, scope: Sequence[str]) -> list[tuple[str, str]]:
    """The scopes for the consent page, each with the API's description of it."""
    texts = {
        item["value"]: item.get("description") or ""
        for item in (asked.api.body.get("scopes") if asked.api else None) or []
    }
    return [(name, str(texts.get(name, _STANDARD.get(name, "")))) for name in scope]


_STANDARD = {
    "openid": "know who you are",
    "profile": "access to your profile",
    "email": "access to your email address",
    "phone": "access to your phone number",
    "address": "access to your address",
    "offline_access": "access while you are away",
}


def _covered(tenant: Tenant, asked: AuthorizeRequest, user: JSON, scope: Sequence[str]) -> bool:
    stored = _stored(tenant, asked.client, user, asked.api)
    if stored is None:
        return False
    return set(scope) <= set(stored["scope"])


def _stored(tenant: Tenant, client: JSON, user: JSON, api: Api | None) -> JSON | None:
    audience = _audience(tenant, api)
    return next(
        (
            body
            for body in tenant.state.all("consent")
            if (body.get("clientID"), body.get("user_id"), body.get("audience"))
            == (client["client_id"], user["user_id"], audience)
        ),
        None,
    )


def _audience(tenant: Tenant, api: Api | None) -> str:
    return str(api.body["identifier"]) if api else tenant.userinfo_audience
