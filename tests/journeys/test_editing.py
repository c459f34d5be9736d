"""One edit at the embedded tenant: written down first, made whole, taken back to the exact former value."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from auth0ctl import edits
from auth0ctl.edits import Edit, Kind, Member
from auth0ctl.errors import ConfigError, NetworkError, TenantError
from auth0ctl.journal import Change, Journal
from auth0ctl.journeys.borrowed.undo import put_back
from auth0ctl.journeys.diagnosis.editing import carry_out
from auth0ctl.localtenant import LocalTenant, open_tenant
from auth0ctl.model import Tenant
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management

API, MINE, OTHERS = "https://api.shop.example", "https://shop.example/callback", "https://other.example/callback"
CODE = "exports.onExecutePostLogin = async (event, api) => { api.idToken.setCustomClaim('roles', event.roles); };"
SEED: dict[str, Any] = {
    "clients": [
        {
            "client_id": "web1",
            "name": "Shop",
            "app_type": "regular_web",
            "token_endpoint_auth_method": "client_secret_post",
            "grant_types": ["authorization_code"],
            "jwt_configuration": {"alg": "HS256", "lifetime_in_seconds": 600},
        }
    ],
    "resource_servers": [{"identifier": API, "name": "Orders", "scopes": [{"value": "read:orders"}]}],
    "connections": [{"id": "con_1", "name": "people", "strategy": "auth0", "options": {"disable_signup": True}}],
    "organizations": [{"id": "org_a", "name": "acme", "enabled_connections": [], "members": []}],
    "users": [{"user_id": "auth0|u1", "email": "u@shop.example", "permissions": []}],
    "actions": [{"id": "act1", "name": "claims", "code": CODE}],
    "action_bindings": [{"trigger": "post-login", "action_id": "act1"}],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The tenant, its Management API and the journal; ``made`` carries an edit out without waiting."""

    local: LocalTenant
    management: Management
    journal: Journal

    def made(self, edit: Edit) -> None:
        carry_out(self.management, self.journal, edit, pause=lambda _: None)

    def undone(self) -> list[str]:
        results = put_back(self.journal, self.management, pause=lambda _: None)
        return [one.sentence for one in results]

    def dump(self) -> dict[str, list[Any]]:
        kinds = ("client", "resource_server", "client_grant", "connection", "organization", "user", "settings")
        return {kind: self.local.state.all(kind) for kind in kinds}


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("editing") / "local"
    local = open_tenant(folder)
    local.seed(SEED)
    local.close()
    return folder


@pytest.fixture
def world(tmp_path: Path, first_run: Path) -> Iterator[World]:
    shutil.copytree(first_run, tmp_path / "local")
    local = open_tenant(tmp_path / "local")
    tenant = Tenant(name="local", origin=local.issuer.rstrip("/"))
    with Http() as http:
        http.answer_for(tenant.origin, local.app)
        management = Management(http, tenant, local.management_token)
        yield World(local=local, management=management, journal=Journal(tmp_path / "journal"))
    local.close()


def of_client(*members: Member) -> Edit:
    return Edit(kind=Kind.CLIENT, id="web1", name="Shop", members=members)


def callbacks(*after: str) -> Edit:
    return of_client(Member(path=("callbacks",), before=None, after=[*after]))


def listed(kind: Kind, id_: str, *path: str) -> Edit:
    return Edit(kind=kind, id=id_, name=id_, members=(Member(path=path, before=False, after=True),))


def grant(*scope: str) -> Edit:
    values = {"client_id": "web1", "audience": API, "scope": [*scope], "subject_type": "client"}
    members = tuple(Member(path=(name,), before=None, after=value) for name, value in values.items())
    return Edit(kind=Kind.GRANT, id="", name="of Shop", members=members)


EDITS = {
    "a list that is not there": callbacks(MINE),
    "a value that is not there": of_client(Member(path=("organization_usage",), before=None, after="allow")),
    "several members at once": of_client(
        Member(path=("token_endpoint_auth_method",), before="client_secret_post", after="none"),
        Member(path=("app_type",), before="regular_web", after="spa"),
    ),
    "a member of an object": of_client(Member(path=("jwt_configuration", "alg"), before="HS256", after="RS256")),
    "options of a connection": Edit(
        kind=Kind.CONNECTION,
        id="con_1",
        name="people",
        members=(Member(path=("options", "disable_signup"), before=True, after=False),),
    ),
    "a setting of the tenant": Edit(
        kind=Kind.TENANT,
        id="settings",
        name="",
        members=(Member(path=("resource_parameter_profile",), before="audience", after="compatibility"),),
    ),
    "a client of a connection": listed(Kind.CONNECTION, "con_1", edits.ENABLED_CLIENTS, "web1"),
    "a permission of a user": listed(Kind.USER, "auth0|u1", edits.PERMISSIONS, API, "read:orders"),
    "a member of an organization": listed(Kind.ORGANIZATION, "org_a", edits.MEMBERS, "auth0|u1"),
    "a connection of an organization": listed(Kind.ORGANIZATION, "org_a", edits.ENABLED_CONNECTIONS, "con_1"),
    "a new client grant": grant("read:orders"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edit_is_made_and_taken_back_to_what_was_there(world: World, edit: Edit) -> None:
    before = world.dump()
    world.made(edit)
    assert world.dump() != before
    (entry,) = world.journal.open_entries()
    assert (entry.change, entry.confirmed) == (Change.EDIT, True)
    world.undone()
    assert world.dump() == before
    assert world.journal.open_entries() == ()


def test_an_API_gains_a_scope_and_loses_it_again(world: World) -> None:
    before = world.dump()
    api = world.local.state.find("resource_server", API)
    assert api is not None
    after = [*api["scopes"], {"value": "write:orders", "description": "write:orders"}]
    member = Member(path=("scopes",), before=api["scopes"], after=after)
    world.made(Edit(kind=Kind.API, id=api["id"], name=API, members=(member,)))
    assert [one["value"] for one in world.management.resource_server(API)["scopes"]] == ["read:orders", "write:orders"]
    world.undone()
    assert world.dump() == before


def test_several_edits_of_one_object_are_taken_back_the_newest_first(world: World) -> None:
    before = world.dump()
    for edit in (callbacks(MINE), callbacks(MINE, "https://shop.example/second")):
        world.made(edit)
    world.undone()
    assert world.dump() == before


def test_what_others_added_before_and_after_stays(world: World) -> None:
    planned = callbacks(MINE)
    world.management.update_client("web1", {"callbacks": [OTHERS]})
    world.made(planned)
    assert world.management.client("web1")["callbacks"] == [OTHERS, MINE]
    world.management.update_client("web1", {"callbacks": [MINE, "https://late.example/", OTHERS]})
    assert world.undone() == ["the former values are back"]
    assert world.management.client("web1")["callbacks"] == ["https://late.example/", OTHERS]


def test_a_value_that_somebody_changed_before_is_not_overwritten(world: World) -> None:
    world.management.update_client("web1", {"organization_usage": "require"})
    with pytest.raises(TenantError, match="changed meanwhile"):
        world.made(EDITS["a value that is not there"])
    assert world.management.client("web1")["organization_usage"] == "require"
    assert world.journal.open_entries() == ()


def test_a_value_that_somebody_changed_since_is_left_alone(world: World) -> None:
    world.made(EDITS["a value that is not there"])
    world.management.update_client("web1", {"organization_usage": "require"})
    (said,) = world.undone()
    assert "changed by somebody else since" in said
    assert world.management.client("web1")["organization_usage"] == "require"
    assert world.journal.open_entries() == ()


def test_what_is_gone_needs_no_putting_back(world: World) -> None:
    world.made(callbacks(MINE))
    world.management.delete_client("web1")
    assert world.undone() == ["gone with its object"]


def test_a_new_client_grant_that_others_widened_is_left(world: World) -> None:
    world.made(grant())
    (made,) = world.management.client_grants(client_id="web1")
    world.management.update_client_grant(made["id"], {"scope": ["read:orders"]})
    assert world.undone() == ["left: somebody else has changed its scope since"]
    assert len(world.management.client_grants(client_id="web1")) == 1


def test_a_creation_that_was_broken_off_is_found_by_what_it_is(world: World) -> None:
    world.management.create_client_grant(
        {"client_id": "web1", "audience": API, "scope": ["read:orders"], "subject_type": "client"}
    )
    edit = grant("read:orders")
    world.journal.begin(world.journal.new(Change.EDIT, world.management.tenant, None, edits.told(edit), edit))
    assert world.undone() == ["deleted"]
    assert world.management.client_grants(client_id="web1") == []


def test_a_change_that_was_never_made_is_not_put_back(world: World) -> None:
    before = world.dump()
    edit = EDITS["several members at once"]
    world.journal.begin(world.journal.new(Change.EDIT, world.management.tenant, None, edits.told(edit), edit))
    assert world.undone() == ["not there, so nothing had to be changed"]
    assert world.dump() == before


def test_a_plain_no_of_the_tenant_leaves_no_entry(world: World) -> None:
    wrong = of_client(Member(path=("organization_usage",), before=None, after="sometimes"))
    with pytest.raises(TenantError, match="No enum match"):
        world.made(wrong)
    assert world.journal.open_entries() == ()


def test_without_an_answer_the_entry_stays(world: World) -> None:
    nowhere = Tenant(name="local", origin="http://127.0.0.1:9")
    with Http(timeout=2) as http:
        management = Management(http, nowhere, lambda: "token")
        with pytest.raises(NetworkError):
            carry_out(management, world.journal, EDITS["a permission of a user"], pause=lambda _: None)
    (entry,) = world.journal.open_entries()
    assert not entry.confirmed


def test_nothing_is_changed_where_nothing_can_be_written_down(world: World, tmp_path: Path) -> None:
    before = world.dump()
    (tmp_path / "blocked").write_text("a file where the folder belongs")
    with pytest.raises(ConfigError):
        replace(world, journal=Journal(tmp_path / "blocked")).made(callbacks(MINE))
    assert world.dump() == before


def test_a_claim_gets_another_name_and_its_old_one_again(world: World) -> None:
    member = Member(path=(edits.CLAIMS,), before="roles", after="https://shop.example/roles")
    world.made(Edit(kind=Kind.ACTION, id="act1", name="claims", members=(member,)))
    action = world.management.action("act1")
    assert action["deployed_version"]["code"] == CODE.replace("'roles'", "'https://shop.example/roles'")
    assert action["all_changes_deployed"] is True
    world.undone()
    assert world.management.action("act1")["deployed_version"]["code"] == CODE


def test_options_that_may_not_be_read_are_not_replaced(world: World) -> None:
    scopes = "read:connections update:connections"
    with Http() as http:
        http.answer_for(world.management.tenant.origin, world.local.app)
        blind = Management(http, world.management.tenant, lambda: world.local.management_token(scopes))
        with pytest.raises(TenantError, match="options of the connection people could not be read"):
            carry_out(blind, world.journal, EDITS["options of a connection"], pause=lambda _: None)
    assert world.local.state.all("connection")[-1]["options"]["disable_signup"] is True
    assert world.journal.open_entries() == ()
