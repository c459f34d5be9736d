"""``token verify``: the cause comes before what could not be checked, and agrees with ``--why``."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session
from auth0ctl.journeys.tenants.scopes import NAMES
from auth0ctl.testing import Auth0Tenant, local_tenant

API, USER, BEES = "https://api.shop.example", "auth0|reader", "org_bees"
ACME = {"resource_server_identifier": API, "permission_name": "read:orders"}
SEED: dict[str, Any] = {
    "resource_servers": [
        {
            "identifier": API,
            "name": "Orders",
            "scopes": [{"value": "read:orders"}],
            "enforce_policies": True,
            "token_dialect": "access_token_authz",
        }
    ],
    "users": [{"user_id": USER, "email": "reader@shop.example", "permissions": []}],
    "roles": [{"name": "reader", "permissions": [ACME]}],
    "organizations": [{"id": BEES, "name": "bees", "members": [{"user_id": USER, "roles": ["reader"]}]}],
}


@pytest.fixture(scope="module")
def tenant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Auth0Tenant]:
    with local_tenant(tmp_path_factory.mktemp("tenant")) as one:
        one.seed(SEED)
        yield one


def verified(tenant: Auth0Tenant, home: Path, *words: str, **claims: Any) -> Any:
    """The report about an access token for the API with these claims."""
    token = tenant.mint(audience=API, user=USER, scope="openid", claims={"permissions": [], **claims})
    management = tenant.mint(audience=f"{tenant.issuer}api/v2/", scope=" ".join(NAMES))
    environ = {
        "HOME": str(home),
        "AUTH0CTL_HOME": str(home / "auth0ctl"),
        "AUTH0_DOMAIN": tenant.issuer.rstrip("/"),
        "AUTH0_API_TOKEN": management,
        "PATH": "",
    }
    out, said = io.StringIO(), io.StringIO()
    session = Session(environ=environ, stdin=io.StringIO(token), stdout=out, stderr=said)
    run(("token", "verify", "-", "--as", "access", "--audience", API, *words, "-o", "json"), session)
    return json.loads(out.getvalue())


def named(report: Any) -> list[str]:
    return [one["name"] for one in report["findings"]]


REQUIRED = ("--require-scope", "admin:orders", "--requested-scope", "openid")


def test_a_scope_that_the_api_does_not_define_is_not_to_be_asked_for(tenant: Auth0Tenant, tmp_path: Path) -> None:
    alone = verified(tenant, tmp_path, *REQUIRED)
    assert named(alone)[0] == "api-scope-not-requested"  # as far as the token alone tells
    known = verified(tenant, tmp_path, *REQUIRED, "--why")
    assert named(known) == ["requested-scope-dropped"]
    finding = known["findings"][0]
    assert "does not define admin:orders" in finding["detail"]
    assert finding["fix"].startswith(f"auth0ctl api create NAME --identifier {API} --scope admin:orders=admin:orders")
    (origin,) = [one for one in known["origins"] if one["name"] == "admin:orders"]
    assert origin["who"] == f"the API {API}"


def test_a_scope_that_the_api_defines_is_still_to_be_asked_for(tenant: Auth0Tenant, tmp_path: Path) -> None:
    asked = ("--require-scope", "read:orders", "--requested-scope", "openid", "--why")
    known = verified(tenant, tmp_path, *asked)
    assert "api-scope-not-requested" in named(known)
    assert "requested-scope-dropped" not in named(known)


def test_a_role_within_the_organization_is_the_origin_of_a_permission(tenant: Auth0Tenant, tmp_path: Path) -> None:
    inside = verified(tenant, tmp_path, "--why", org_id=BEES, permissions=["read:orders"])
    (origin,) = [one for one in inside["origins"] if one["kind"] == "permission"]
    assert (origin["who"], origin["confidence"]) == ("RBAC on the API", "certain")
    assert "within the organization" in origin["why"]
    outside = verified(tenant, tmp_path, "--why", permissions=["read:orders"])
    (origin,) = [one for one in outside["origins"] if one["kind"] == "permission"]
    assert origin["confidence"] == "possible"  # outside of the organization nothing gives it


@pytest.mark.parametrize("text", ["not a token", "undefined", "%%%"])
def test_what_is_no_token_has_its_cause_first_and_few_lines(text: str, tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "AUTH0CTL_HOME": str(tmp_path / "auth0ctl"), "PATH": ""}
    out = io.StringIO()
    session = Session(environ=environ, stdin=io.StringIO(text), stdout=out, stderr=io.StringIO())
    assert run(("token", "verify", "-"), session) == 1
    shown = out.getvalue()
    assert shown.index("token-malformed") < shown.index("checks not run")
    assert len(shown.splitlines()) < 25
    assert "not a signed JWT" in shown
