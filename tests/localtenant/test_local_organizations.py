"""Organizations in the flows: what a user's and a machine's token is for."""

from typing import Any

import pytest
from local_browser import API, MACHINE, Browser, credentials, machine, post, refused, spa
from local_tokens_read import peek

from auth0ctl.localtenant import LocalTenant

GRANT_ID = "cgr_machine"


@pytest.fixture
def organized(with_machine: LocalTenant, browser: Browser) -> Browser:
    grant(browser, organization_usage="allow")
    organization = {"id": "org_a", "name": "acme", "members": ["auth0|local-user-1"], "client_grants": [GRANT_ID]}
    with_machine.seed({"organizations": [organization, {"id": "org_b", "name": "other"}]})
    return browser


def grant(browser: Browser, **changes: Any) -> None:
    for old in browser.tenant.state.all("client_grant"):
        browser.tenant.state.delete("client_grant", old["id"])
    body = {"id": GRANT_ID, "client_id": MACHINE, "audience": API, "scope": ["read:items"], **changes}
    browser.tenant.seed({"client_grants": [body]})


def test_a_machines_token_for_an_organization(organized: Browser) -> None:
    assert peek(credentials(organized, organization="org_a").json()["access_token"])["org_id"] == "org_a"
    assert "org_id" not in peek(credentials(organized).json()["access_token"])


@pytest.mark.parametrize(
    ("usage", "wanted", "description"),
    [
        ("require", None, "parameter organization is required for this client"),
        ("allow", "org_x", "parameter organization is invalid: org_x"),
        ("allow", "org_b", "parameter organization is not allowed for this client"),
        ("deny", "org_a", "parameter organization is not allowed for this client"),
        (None, "org_a", "parameter organization is not allowed for this client"),
    ],
)
def test_machines_that_are_refused(organized: Browser, usage: str | None, wanted: str | None, description: str) -> None:
    grant(organized, organization_usage=usage)
    assert refused(credentials(organized, organization=wanted)) == (403, "access_denied", description)


def test_any_organization(organized: Browser) -> None:
    grant(organized, organization_usage="require", allow_any_organization=True)
    assert peek(credentials(organized, organization="org_b").json()["access_token"])["org_id"] == "org_b"


def test_the_clients_default_organization(organized: Browser) -> None:
    chosen = {"organization_id": "org_a", "flows": ["client_credentials"]}
    organized.tenant.seed({"clients": [machine(default_organization=chosen)]})
    assert peek(credentials(organized).json()["access_token"])["org_id"] == "org_a"


def test_a_grant_is_tied_by_the_management_api(organized: Browser) -> None:
    bearer = {"Authorization": f"Bearer {organized.tenant.management_token()}"}
    path = "/api/v2/organizations/org_b/client-grants"
    assert organized.http.post(path, json={"grant_id": "cgr_none"}, headers=bearer).status_code == 404
    assert organized.http.post(path, json={"grant_id": GRANT_ID}, headers=bearer).json()["id"] == GRANT_ID
    assert [row["id"] for row in organized.http.get(path, headers=bearer).json()] == [GRANT_ID]
    assert credentials(organized, organization="org_b").status_code == 200
    listed = organized.http.get(f"/api/v2/client-grants/{GRANT_ID}/organizations", headers=bearer).json()
    assert [row["id"] for row in listed] == ["org_a", "org_b"]
    assert organized.http.delete(f"{path}/{GRANT_ID}", headers=bearer).status_code == 204
    assert credentials(organized, organization="org_b").status_code == 403


def test_a_user_keeps_the_organization_through_a_refresh(organized: Browser) -> None:
    organized.tenant.seed({"clients": [spa(organization_usage="allow")]})
    body = organized.tokens(organization="org_a", audience=API, scope="openid offline_access read:items")
    form = {"grant_type": "refresh_token", "client_id": spa()["client_id"], "refresh_token": body["refresh_token"]}
    fresh = post(organized, **form).json()
    for token in (body["id_token"], body["access_token"], fresh["id_token"], fresh["access_token"]):
        assert peek(token)["org_id"] == "org_a"


@pytest.mark.parametrize("response_type", ["id_token", "id_token token", "code id_token"])
def test_front_channel_tokens_name_it_too(organized: Browser, response_type: str) -> None:
    organized.tenant.seed({"clients": [spa(organization_usage="allow")]})
    answer = organized.login(response_type=response_type, organization="org_a").params
    assert peek(answer["id_token"])["org_id"] == "org_a"
