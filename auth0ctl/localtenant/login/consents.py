"""When the user has to agree, and what was agreed before (authorize.md section 7)."""

from collections.abc import Sequence

from auth0ctl.localtenant import chance
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
        if skip and _is_verifiable(asked):
            return False
    return not _covered(tenant, asked, user, scope)


def needs_confirmation(tenant: Tenant, asked: AuthorizeRequest) -> bool:
    """The login confirmation prompt: a callback that cannot be verified, and no other page was shown."""
    if _is_verifiable(asked):
        return False
    if not asked.client.get("oidc_conformant") and asked.api is None:
        return False  # not in legacy flows
    name = "skip_non_verifiable_callback_uri_confirmation_prompt"
    choice = asked.client.get(name)
    if choice is None:
        choice = tenant.settings().get(name)
    return not choice


def _is_verifiable(asked: AuthorizeRequest) -> bool:
    # A device has no callback, and its own page has asked the user already (INFERRED).
    return bool(asked.device) or is_verifiable(asked.address.redirect_uri)


def remember(tenant: Tenant, asked: AuthorizeRequest, user: JSON, scope: Sequence[str]) -> None:
    """Store what the user agreed to, added to what was agreed before."""
    with tenant.state.transaction():
        stored = _stored(tenant, asked.client, user, asked.api)
        body = stored or {
            "id": chance.token_hex(12),
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


def described(tenant: Tenant, asked: AuthorizeRequest, scope: Sequence[str]) -> list[tuple[str, str]]:
    """The lines of the consent page: what, and what about it (authorize.md section 7).

    Scopes of the form ``action:resource`` are put together by resource, such as "Posts: read and write your posts";
    with the tenant's flag ``use_scope_descriptions_for_consent`` the API's own descriptions are shown instead.
    """
    texts = {
        item["value"]: item.get("description") or ""
        for item in (asked.api.body.get("scopes") if asked.api else None) or []
    }
    lines = [(name, _STANDARD[name]) for name in scope if name in _STANDARD]
    of_api = [name for name in scope if name not in _STANDARD]
    if (tenant.settings().get("flags") or {}).get("use_scope_descriptions_for_consent"):
        return lines + [(name, str(texts.get(name, ""))) for name in of_api]
    grouped: dict[str, list[str]] = {}
    for name in of_api:
        action, colon, resource = name.partition(":")
        if colon and action and resource:
            grouped.setdefault(resource, []).append(action)
        else:
            lines.append((name, ""))
    return lines + [(_title(resource), f"{_listed(actions)} your {resource}") for resource, actions in grouped.items()]


def _title(resource: str) -> str:
    return resource[:1].upper() + resource[1:].replace("_", " ").replace("-", " ")


def _listed(actions: Sequence[str]) -> str:
    return f"{', '.join(actions[:-1])} and {actions[-1]}" if len(actions) > 1 else actions[0]


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
