"""Each member of the Management API's objects that is read, with values of other types: said to be no answer of
Auth0's, before anybody reads it."""

import json
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from proof.wrong_types import COMMANDS, bench, complaints, trials

from auth0ctl.errors import TenantError
from auth0ctl.model import Client, ClientGrant, ResourceServer, Tenant
from auth0ctl.records import Connection, TenantSettings
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.shapes import NUMBER, SHAPES, Needed, kind_of, other_shape

ORIGIN = "http://127.0.0.1:18999"
WRONG: tuple[Any, ...] = (5, "text", True, {"x": 5}, [{"x": 5}])
# How each kind of object is read, and whether it comes in a list.
READ: Mapping[str, tuple[Callable[[Management], Any], bool]] = {
    "clients": (lambda api: api.client("c"), False),
    "resource_servers": (lambda api: api.resource_servers(), True),
    "client_grants": (lambda api: api.client_grants(), True),
    "connections": (lambda api: api.connections(), True),
    "tenant_settings": (lambda api: api.tenant_settings(), False),
    "custom_domains": (lambda api: api.custom_domains(), True),
    "actions": (lambda api: api.actions(), True),
    "bindings": (lambda api: api.bindings("post-login"), True),
    "organizations": (lambda api: api.organization("team"), False),
    "enabled_connections": (lambda api: api.organization_connections("org_1"), True),
    "members": (lambda api: api.organization_members("org_1"), True),
    "roles": (lambda api: api.organization_member_roles("org_1", "u"), True),
    "permissions": (lambda api: api.user_permissions("u"), True),
    "users": (lambda api: api.user("u"), False),
    "grants": (lambda api: api.consents("u"), True),
    "rules": (lambda api: api.rules(), True),
    "factors": (lambda api: api.mfa_factors(), True),
    "attack_protection": (lambda api: api.attack_protection("brute-force-protection"), False),
    "email_provider": (lambda api: api.email_provider(), False),
    "log_streams": (lambda api: api.log_streams(), True),
    "logs": (lambda api: api.logs("x"), True),
}
FROM_API: Mapping[str, Callable[[dict[str, Any]], object]] = {
    "clients": Client.from_api,
    "resource_servers": ResourceServer.from_api,
    "client_grants": ClientGrant.from_api,
    "connections": Connection.from_api,
    "tenant_settings": TenantSettings.from_api,
}


def answered(body: Any, read: Callable[[Management], Any]) -> Any:
    """What is read where the tenant answers every request with ``body``."""

    def app(_environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(body).encode()]

    with Http(apps={ORIGIN: app}) as http:
        return read(Management(http, Tenant(name="t", origin=ORIGIN), lambda: "token"))


def good(shape: Any) -> Any:
    """A value of this shape, with every member."""
    if isinstance(shape, Needed):
        return good(shape.shape)
    if isinstance(shape, list):
        return [good(shape[0])]
    if isinstance(shape, Mapping):
        return {name: good(inner) for name, inner in shape.items()}
    return {str: "text", bool: True, NUMBER: 3600}[shape]


def spoiled(shape: Any) -> Iterator[tuple[str, Any]]:
    """Values with one member of another type each, and the member's name."""
    if isinstance(shape, Needed):
        yield from spoiled(shape.shape)
        return
    yield from (("", value) for value in WRONG if type(value) is not type(good(shape)))
    if isinstance(shape, list):
        yield from ((f"[0]{member}", [value]) for member, value in spoiled(shape[0]))
    if isinstance(shape, Mapping):
        for name, inner in shape.items():
            for member, value in spoiled(inner):
                yield f".{name}{member}", {**good(shape), name: value}


def test_every_kind_of_object_is_read_here() -> None:
    assert set(READ) == set(SHAPES)


@pytest.mark.parametrize("kind", SHAPES)
def test_an_object_as_auth0_gives_it_is_taken(kind: str) -> None:
    read, listed = READ[kind]
    whole = good(SHAPES[kind])
    assert answered([whole] if listed else whole, read) == ([whole] if listed else whole)
    bare = {name: good(inner) for name, inner in SHAPES[kind].items() if isinstance(inner, Needed)}
    nothing = dict.fromkeys((name for name in SHAPES[kind] if name not in bare), None) | bare  # null is no value
    for each in (bare, nothing):
        assert answered([each] if listed else each, read) == ([each] if listed else each)
        if kind in FROM_API:
            FROM_API[kind](each)
    if kind in FROM_API:
        assert FROM_API[kind](bare | {"raw": 1}) is not None


@pytest.mark.parametrize("kind", SHAPES)
def test_a_member_of_another_type_is_told_by_its_name(kind: str) -> None:
    read, listed = READ[kind]
    shape, tried = SHAPES[kind], 0
    for member, value in spoiled(shape):
        with pytest.raises(TenantError) as caught:
            answered([value] if listed else value, read)
        assert "the Management API answered" in caught.value.message
        assert member.removeprefix(".") in caught.value.message
        tried += 1
    assert tried >= 2 * len(shape)


@pytest.mark.parametrize("kind", SHAPES)
def test_an_object_that_lacks_what_it_is_known_by_is_none(kind: str) -> None:
    read, listed = READ[kind]
    for name in (name for name, inner in SHAPES[kind].items() if isinstance(inner, Needed)):
        less = {**good(SHAPES[kind]), name: None}
        with pytest.raises(TenantError, match=f"without {name}"):
            answered([less] if listed else less, read)


def test_null_in_a_list_is_no_text() -> None:
    other = other_shape({"callbacks": ["https://x.example", None]}, {"callbacks": [str]})
    assert str(other) == "whose callbacks[1] is null, not a text"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("clients", "clients"),
        ("clients/x%2Fy", "clients"),
        ("clients/x/connections", ""),
        ("resource-servers/https%3A%2F%2Fapi", "resource_servers"),
        ("organizations/name/team", "organizations"),
        ("organizations/org_1/members", ""),
        ("actions/actions/a1", "actions"),
        ("actions/actions/a1/deploy", ""),
        ("actions/triggers/post-login/bindings", ""),
        ("tenants/settings", "tenant_settings"),
    ],
)
def test_the_path_tells_the_kind(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_no_command_stumbles_over_one(tmp_path: Path) -> None:
    """A small part of ``python -m tests.proof.wrong_types``."""
    one = bench(tmp_path)
    some = random.Random(7).sample(trials(one, COMMANDS[:7] + COMMANDS[9:10]), 60)
    assert [(each.command, each.bent, each.said) for each in complaints(one, some)] == []
