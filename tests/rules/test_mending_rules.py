"""Which edit mends a cause: the object, the members, from what to what; and where no setting of the tenant does."""

from dataclasses import replace
from typing import Any

import pytest
from mending_causes import MENDED, NOTHING, RISKY, SETTER
from mending_world import BY_MACHINE, FACTS, U1, api, grant, machine

from auth0ctl.edits import Edit, Kind, differences, document, edit_of, sets_claim, told, with_claim
from auth0ctl.findings import Finding, Rule, Severity
from auth0ctl.lookup import load
from auth0ctl.model import Facts
from auth0ctl.rules import FAMILIES
from auth0ctl.rules.mending import MENDING, with_edits
from auth0ctl.situation import Wish


def edits_for(name: str, facts: Facts) -> tuple[Edit, ...]:
    rule = Rule(code="AZ999", name=name, severity=Severity.ERROR, title="t", why="w", fix="f", docs="https://d.example")
    return with_edits(Finding(rule=rule, subject="s", detail="d"), facts).edits


@pytest.mark.parametrize(("name", "facts", "kind", "diff"), MENDED.values(), ids=MENDED.keys())
def test_a_cause_has_the_edit_that_mends_it(name: str, facts: Facts, kind: str, diff: list[str]) -> None:
    (edit,) = edits_for(name, facts)
    assert edit.kind == kind
    assert list(differences(edit)) == diff
    assert edit_of(document(edit)) == edit
    assert edit.kind.value in told(edit)


@pytest.mark.parametrize(("name", "facts", "risk"), RISKY.values(), ids=RISKY.keys())
def test_what_weakens_or_widens_names_it(name: str, facts: Facts, risk: str) -> None:
    found = edits_for(name, facts)
    assert found
    assert all(risk in edit.risk for edit in found)


@pytest.mark.parametrize(("name", "facts"), NOTHING.values(), ids=NOTHING.keys())
def test_where_no_setting_helps_there_is_no_edit(name: str, facts: Facts) -> None:
    assert edits_for(name, facts) == ()


def test_every_function_is_there_and_every_cause_has_a_rule() -> None:
    names = {judge.rule.name for target in FAMILIES.values() for judge in load(target)}
    assert set(MENDING) <= names
    for target in MENDING.values():
        assert load(target)(Facts()) == ()


def test_a_scope_is_defined_before_it_is_granted() -> None:
    facts = replace(BY_MACHINE, client_grants=(grant(),), token_request=machine("delete:orders"))
    first, second = edits_for("client-grant-scope-missing", facts)
    assert (first.kind, differences(first)) == (Kind.API, ("+ scopes: delete:orders",))
    assert (second.kind, differences(second)) == (Kind.GRANT, ("+ scope: delete:orders",))


def test_RBAC_is_never_switched_off() -> None:
    """A user who lacks a permission is given it, with somebody's consent; the protection stays."""
    facts = replace(FACTS, resource_servers=(api(enforce_policies=True),), user=U1)
    for name in MENDING:
        for edit in edits_for(name, replace(facts, wish=Wish(flow="spa-pkce", require_permissions=("read:orders",)))):
            members = [(member.path, member.after) for member in edit.members]
            assert (("enforce_policies",), False) not in members


def test_consequences_have_their_edits_too() -> None:
    rule = Rule(code="AZ999", name="x", severity=Severity.ERROR, title="t", why="w", fix="f", docs="https://d.example")
    below = Finding(rule=replace(rule, name="api-offline-access-disabled"), subject="s", detail="d")
    whole = with_edits(Finding(rule=rule, subject="s", detail="d", consequences=(below,)), FACTS)
    assert whole.edits == ()
    assert [edit.kind for edit in whole.consequences[0].edits] == [Kind.API]


def test_only_the_claims_own_call_is_rewritten() -> None:
    code = SETTER.format("roles")
    new = with_claim(code, "roles", "https://x.example/roles")
    assert new == code.replace("Claim('roles'", "Claim('https://x.example/roles'")
    assert not sets_claim(new, "roles")
    assert with_claim(new, "https://x.example/roles", "roles") == code


@pytest.mark.parametrize(
    "broken", [{}, {"members": []}, {"members": [{"path": [], "before": 1, "after": 2}]}, {"id": 5}]
)
def test_what_is_no_edit_is_refused(broken: dict[str, Any]) -> None:
    (edit,) = edits_for("api-offline-access-disabled", FACTS)
    written = {} if broken == {} else document(edit) | broken
    with pytest.raises((ValueError, KeyError, TypeError)):
        edit_of(written)
