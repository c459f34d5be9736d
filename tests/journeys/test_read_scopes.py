"""The list of read scopes is what the code reads: with all of them nothing is refused, without one of them some is."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from auth0ctl.evidence.logs import read_log
from auth0ctl.evidence.tenant import Wanted, read_tenant
from auth0ctl.journeys.tenants.scopes import NAMES, READ_SCOPES, cost, rules_lost
from auth0ctl.model import Facts, Tenant
from auth0ctl.situation import Wish
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management
from auth0ctl.testing import Auth0Tenant, local_tenant

ORGANIZATION, USER = "shop-team", "auth0|local-user-1"


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Auth0Tenant]:
    with local_tenant(tmp_path_factory.mktemp("tenant")) as one:
        one.seed(
            {
                "roles": [{"name": "Reader", "permissions": []}],
                "organizations": [
                    {"name": ORGANIZATION, "members": [{"user_id": USER, "roles": ["Reader"]}]},
                ],
            }
        )
        yield one


def refused(tenant: Auth0Tenant, scopes: tuple[str, ...]) -> dict[str, str]:
    """What stays unknown for lack of a scope when everything is read with these."""
    token = tenant.mint(audience=f"{tenant.issuer}api/v2/", scope=" ".join(scopes))
    at = Tenant(name="here", origin=tenant.issuer.rstrip("/"))
    facts = Facts(tenant=at, wish=Wish(client_secret="hush"))
    with Http() as http:
        management = Management(http, at, lambda: token)
        facts = read_log(facts, management, tenant.client_id, datetime.now(UTC))
        facts = read_tenant(facts, management, Wanted(client=tenant.client_id, organization=ORGANIZATION, user=USER))
    return {name: reason for name, reason in facts.missing.items() if reason.startswith("needs ")}


def test_with_all_of_them_nothing_is_refused(tenant: Auth0Tenant) -> None:
    assert refused(tenant, NAMES) == {}


@pytest.mark.parametrize("name", NAMES)
def test_without_one_of_them_something_is(tenant: Auth0Tenant, name: str) -> None:
    lacking = refused(tenant, tuple(one for one in NAMES if one != name))
    assert lacking
    assert all(name in reason for reason in lacking.values())


def test_the_list_has_no_scope_twice() -> None:
    assert len(set(NAMES)) == len(NAMES)


def test_the_help_of_tenant_add_and_doctor_names_them_all() -> None:
    from auth0ctl.cli.diagnosis.doctor import doctor  # noqa: PLC0415  # the command line is dear to import
    from auth0ctl.cli.tenant.add import add  # noqa: PLC0415

    assert [name for name in NAMES if name not in str(add.__doc__)] == []
    assert [name for name in NAMES if name not in str(doctor.__doc__)] in ([], ["read:logs"])  # logs: login alone


def test_a_scope_that_fills_facts_costs_rules() -> None:
    for scope in READ_SCOPES:
        assert bool(rules_lost(scope)) <= bool(scope.facts)
        assert scope.lost in cost(scope)
    assert "AZ201" in rules_lost(next(one for one in READ_SCOPES if one.name == "read:resource_servers"))
