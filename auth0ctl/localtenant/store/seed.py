"""Loads a described tenant into the store: the shape of ``reproduce.tenant`` in the diagnosis cases.

A document is a mapping with any of ``tenant_settings``, ``clients``, ``resource_servers``, ``client_grants``,
``connections``, ``roles`` (with ``permissions``), ``users`` (with ``password``, ``permissions``, ``roles``),
``organizations`` (with ``members``, ``enabled_connections``, ``client_grants``), ``custom_domains``, ``actions``,
``action_bindings``, ``token_exchange_profiles`` and ``guardian_policies``; the objects carry the Management API's field
names. Ids and secrets are kept as given. What is absent gets the default that Auth0 would show. A user or a member
names a role by its id or its name; one that is not there is made.
"""

import re
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from auth0ctl.localtenant import passwords
from auth0ctl.localtenant.management import (
    actions,
    bindings,
    credentials,
    custom_domains,
    organization_connections,
    organizations,
    tenant_settings,
    token_exchange_profiles,
)
from auth0ctl.localtenant.management.audience import own_spelling
from auth0ctl.localtenant.management.call import ApiError
from auth0ctl.localtenant.store import defaults, roles
from auth0ctl.localtenant.store.seed_document import KINDS, checked
from auth0ctl.localtenant.store.state import JSON, State

DEFAULT_CONNECTION = "Username-Password-Authentication"
DEFAULT_PASSWORD = "password"

_PLACEHOLDER = re.compile(r"\{\{(domain|kid|now(?:[+-]\d+)?)\}\}")


def load(state: State, document: Mapping[str, Any], *, issuer: str, now: float | None = None) -> None:
    """Add the document's objects to the store; an object that is there already is replaced, the rest stays.

    ``{{domain}}``, ``{{kid}}`` and ``{{now-60}}`` are filled in. The Management API always exists afterwards. Raises
    ValueError with the path of what is wrong (``clients[0].client_id is missing``), and then nothing has changed.
    """
    at = time.time() if now is None else now
    kid = next((row["kid"] for row in state.all("signing_key") if row.get("current")), "")
    lists = checked(fill(dict(document), issuer=issuer, kid=kid, now=int(at)))
    with state.transaction():
        _Loader(state, issuer, at).load(lists)


def fill(value: Any, *, issuer: str, kid: str, now: int) -> Any:
    """The same JSON with the placeholders replaced. A string that is only ``{{now...}}`` becomes a number."""
    if isinstance(value, dict):
        return {key: fill(item, issuer=issuer, kid=kid, now=now) for key, item in value.items()}
    if isinstance(value, list):
        return [fill(item, issuer=issuer, kid=kid, now=now) for item in value]
    if not isinstance(value, str):
        return value

    def replaced(match: re.Match[str]) -> str:
        name = match.group(1)
        if name == "domain":
            return urlsplit(issuer).netloc
        return kid if name == "kid" else str(now + int(name.removeprefix("now") or 0))

    whole = _PLACEHOLDER.fullmatch(value)
    text = _PLACEHOLDER.sub(replaced, value)
    return int(text) if whole and whole.group(1).startswith("now") else text


@lru_cache(maxsize=64)
def _hash(password: str) -> str:
    # Hashing is slow on purpose. Seeds are for tests: users with one password share the work, and so do a suite's
    # resets.
    return passwords.hashed(password)


class _Loader:
    def __init__(self, state: State, issuer: str, now: float) -> None:
        self._state = state
        self._issuer = issuer
        self._now = now

    def load(self, lists: Mapping[str, Any]) -> None:
        self._management_api()
        changes = dict(lists["tenant_settings"])
        if changes.get("default_audience"):
            changes["default_audience"] = own_spelling(changes["default_audience"], self._issuer)
        tenant_settings.merge(self._state, changes)
        if lists["guardian_policies"]:
            self._state.put("settings", "guardian_policies", {"policies": lists["guardian_policies"]})
        steps: dict[str, Callable[[JSON, str], None]] = {
            "clients": self._client,
            "resource_servers": self._resource_server,
            "client_grants": self._client_grant,
            "connections": self._connection,
            "roles": self._role,
            "users": self._user,
            "organizations": self._organization,
            "custom_domains": self._custom_domain,
            "actions": self._action,
            "action_bindings": self._action_binding,
            "token_exchange_profiles": self._token_exchange_profile,
        }
        for kind in KINDS:
            for index, body in enumerate(lists[kind]):
                steps[kind](body, f"{kind}[{index}]")

    def _management_api(self) -> None:
        body = defaults.management_api(self._issuer)
        if self._state.get("resource_server", body["id"]) is None:
            self._state.insert("resource_server", body["id"], body, alias=body["identifier"])

    def _client(self, stated: JSON, path: str) -> None:
        present = self._state.get("client", stated["client_id"]) or {}
        kept = {"client_secret": present["client_secret"]} if "client_secret" in present else {}
        body = defaults.client({"name": stated["client_id"], **kept, **stated})
        credentials.forget(self._state, body["client_id"], unless=body.get("client_authentication_methods"))
        try:
            credentials.absorb(self._state, body, now=self._now)
        except ApiError as error:
            raise ValueError(f"{path}.client_authentication_methods: {error}") from error
        self._state.put("client", body["client_id"], body)

    def _resource_server(self, stated: JSON, _path: str) -> None:
        identifier = own_spelling(stated["identifier"], self._issuer)
        present = self._state.find("resource_server", identifier) or {}
        if present.get("is_system"):
            body = present | stated | {"identifier": identifier}
        else:
            kept: JSON = {name: present[name] for name in ("id", "signing_secret") if name in present}
            body = defaults.resource_server({**kept, **stated})
        self._state.put("resource_server", body["id"], body, alias=identifier)

    def _client_grant(self, stated: JSON, _path: str) -> None:
        body = defaults.client_grant({**stated, "audience": own_spelling(stated["audience"], self._issuer)})
        same = ("client_id", "audience", "subject_type", "default_for")
        for other in self._state.all("client_grant"):
            if "id" not in stated and all(other.get(name) == body.get(name) for name in same):
                body["id"] = other["id"]
        self._state.put("client_grant", body["id"], body)

    def _connection(self, stated: JSON, _path: str) -> None:
        present = self._state.find("connection", stated["name"]) or {}
        kept = {"id": present["id"]} if present else {}
        body = defaults.connection({**kept, **stated})
        self._state.put("connection", body["id"], body, alias=body["name"])

    def _user(self, stated: JSON, path: str) -> None:
        private = {"connection", "password", "permissions", "roles"}
        profile = {name: value for name, value in stated.items() if name not in private}
        provider, bar, _ = str(stated.get("user_id", "")).partition("|")
        provider = provider if bar else "auth0"
        connection = stated.get("connection") or (self._database() if provider == "auth0" else provider)
        body = defaults.user(profile, connection=connection, provider=provider, now=self._now)
        if provider == "auth0":
            body["_password_hash"] = _hash(stated.get("password", DEFAULT_PASSWORD))
        body["_permissions"] = [
            self._permission(one, f"{path}.permissions[{index}]")
            for index, one in enumerate(stated.get("permissions", ()))
        ]
        body["_roles"] = self._role_ids(stated.get("roles", ()), path)
        self._state.put("user", body["user_id"], body, alias=str(body.get("email", "")).lower())

    def _role(self, stated: JSON, path: str) -> None:
        present = self._state.find(roles.KIND, stated["name"]) or {}
        body = roles.new(stated["name"]) | {name: present[name] for name in ("id",) if present}
        body |= {name: value for name, value in stated.items() if name != "permissions"}
        body["_permissions"] = [
            self._permission(one, f"{path}.permissions[{index}]")
            for index, one in enumerate(stated.get("permissions", ()))
        ]
        body = defaults.in_order(body, ("id", "name", "description", "type"))
        self._state.put(roles.KIND, body["id"], body, alias=body["name"])

    def _role_ids(self, stated: list[Any], path: str) -> list[str]:
        """Each role is named by its id or its name, or is an object with one of them."""
        names = [one.get("id") or one.get("name") if isinstance(one, dict) else one for one in stated]
        for index, name in enumerate(names):
            if not isinstance(name, str) or not name:
                raise ValueError(f"{path}.roles[{index}] names no role")
        return [roles.ensure(self._state, str(name)) for name in names]

    def _permission(self, stated: JSON, path: str) -> JSON:
        for name in ("resource_server_identifier", "permission_name"):
            if not isinstance(stated.get(name), str):
                raise ValueError(f"{path}.{name} is missing")
        identifier = own_spelling(stated["resource_server_identifier"], self._issuer)
        return {"resource_server_identifier": identifier, "permission_name": stated["permission_name"]}

    def _database(self) -> str:
        """The connection that a user without one belongs to: the first database."""
        databases = [row["name"] for row in self._state.all("connection") if row["strategy"] == "auth0"]
        return str(databases[0]) if databases else DEFAULT_CONNECTION

    _PRIVATE = ("members", "enabled_connections", "client_grants")

    def _organization(self, stated: JSON, path: str) -> None:
        present = next((row for row in self._state.all("organization") if row["name"] == stated["name"]), {})
        body = organizations.new({name: value for name, value in stated.items() if name not in self._PRIVATE})
        body["id"] = stated.get("id") or present.get("id") or body["id"]
        body["_client_grants"] = list(stated.get("client_grants", ()))
        body["_enabled_connections"] = [
            organization_connections.new(connection, {})
            for name in stated.get("enabled_connections", ())
            if (connection := self._state.find("connection", name) or self._state.get("connection", name))
        ]
        body["_members"] = []
        for index, one in enumerate(stated.get("members", ())):
            member = one if isinstance(one, dict) else {"user_id": one}
            ids = self._role_ids(member.get("roles", ()), f"{path}.members[{index}]")
            body["_members"].append({**member, "roles": ids})
        self._state.put("organization", body["id"], body)

    def _custom_domain(self, stated: JSON, _path: str) -> None:
        present = next((row for row in self._state.all("custom_domain") if row["domain"] == stated["domain"]), {})
        kept: JSON = {"custom_domain_id": present["custom_domain_id"]} if present else {}
        body = custom_domains.new({"type": "auth0_managed_certs", **kept, **stated}, now=self._now)
        self._state.put("custom_domain", body["custom_domain_id"], body)

    def _action(self, stated: JSON, _path: str) -> None:
        present = next((row for row in self._state.all("action") if row["name"] == stated["name"]), {})
        kept = {"id": present["id"]} if present else {}
        profile = {"supported_triggers": [{"id": "post-login", "version": "v3"}], "status": "built", **kept, **stated}
        profile.pop("deployed", None)
        given = profile.pop("secrets", [])
        body = actions.with_secrets(defaults.action(profile, now=self._now), {"secrets": given}, self._now)
        deployed = stated.get("deployed", stated.get("all_changes_deployed", True)) and body["status"] == "built"
        if deployed and "deployed_version" not in body:
            body = actions.deploy(body, now=self._now)
        self._state.put("action", body["id"], body)

    def _token_exchange_profile(self, stated: JSON, path: str) -> None:
        if self._state.get("action", stated["action_id"]) is None:
            raise ValueError(f"{path}.action_id names no action: {stated['action_id']}")
        body = token_exchange_profiles.new(stated, now=self._now)
        self._state.put(token_exchange_profiles.KIND, body["id"], body)

    def _action_binding(self, stated: JSON, path: str) -> None:
        trigger = stated.get("trigger", "post-login")
        action = self._state.get("action", stated["action_id"])
        if action is None:
            raise ValueError(f"{path}.action_id names no action: {stated['action_id']}")
        present = (self._state.get("binding", trigger) or {"bindings": []})["bindings"]
        if all(one["action_id"] != action["id"] for one in present):
            new = bindings.new_binding(trigger, action, display_name=stated.get("display_name"), now=self._now)
            self._state.put("binding", trigger, {"bindings": [*present, new]})
