"""Token exchange (token-endpoint.md section 10): what is served, and what is said of an Action that cannot be read."""

from typing import Any

import httpx
import pytest
from local_browser import API, MACHINE, SECRET, Browser, api, machine, post, refused
from local_tokens_read import peek

from auth0ctl.localtenant import LocalTenant

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"
OWN_TYPE = "urn:example:legacy-idp-token"
OTHER_API = "https://backend.example.com"
CODE = 'exports.onExecuteCustomTokenExchange = async (event, api) => { api.authentication.setUserById("%s"); };'


@pytest.fixture
def exchanging(with_machine: LocalTenant, browser: Browser) -> Browser:
    prepare(browser, CODE % "auth0|local-user-1")
    return browser


def prepare(browser: Browser, code: str) -> None:
    kinds = ["custom_authentication", "on_behalf_of_token_exchange"]
    client = machine(
        app_type="resource_server",
        resource_server_identifier=API,
        grant_types=[GRANT, "refresh_token"],
        token_exchange={"allow_any_profile_of_type": kinds},
    )
    trigger = [{"id": "custom-token-exchange", "version": "v1"}]
    action = {"id": "act_1", "name": "who-is-it", "code": code, "supported_triggers": trigger}
    profile = {"id": "tep_1", "name": "legacy", "subject_token_type": OWN_TYPE, "action_id": "act_1"}
    browser.tenant.seed(
        {
            "clients": [client],
            "resource_servers": [api(identifier=OTHER_API)],
            "actions": [action],
            "token_exchange_profiles": [profile],
        }
    )


def ask(browser: Browser, **fields: Any) -> httpx.Response:
    form = {
        "grant_type": GRANT,
        "client_id": MACHINE,
        "client_secret": SECRET,
        "subject_token": "external",
        "subject_token_type": OWN_TYPE,
        "audience": OTHER_API,
        "scope": "openid read:items offline_access",
        **fields,
    }
    return post(browser, **form)


def test_by_a_custom_profile(exchanging: Browser) -> None:
    body = ask(exchanging).json()
    names = ["access_token", "refresh_token", "id_token", "scope", "expires_in", "token_type", "issued_token_type"]
    assert list(body) == names
    assert body["issued_token_type"] == ACCESS_TOKEN
    assert peek(body["access_token"])["sub"] == "auth0|local-user-1"
    assert exchanging.log_types()[-1] == "secte"
    assert "refresh_token" not in ask(exchanging, actor_token="x", actor_token_type=ACCESS_TOKEN).json()


def test_on_behalf_of_a_user(exchanging: Browser) -> None:
    token = exchanging.tokens(audience=API, scope="openid read:items")["access_token"]
    body = ask(exchanging, subject_token=token, subject_token_type=ACCESS_TOKEN).json()
    claims = peek(body["access_token"])
    assert claims["sub"] == "auth0|local-user-1"
    assert claims["azp"] == MACHINE
    assert OTHER_API in claims["aud"]


@pytest.mark.parametrize(
    "code",
    [
        "exports.onExecuteCustomTokenExchange = async (event, api) => { if (event.x) { } };",
        (CODE % "auth0|local-user-1").replace("api.auth", "await check(); api.auth"),
        "nonsense",
    ],
)
def test_an_action_that_is_not_read_is_said_not_to_be_run(exchanging: Browser, code: str) -> None:
    prepare(exchanging, code)
    status, error, description = refused(ask(exchanging))
    assert (status, error) == (501, "server_error")
    assert "did not run the Action who-is-it" in description
    assert exchanging.log_types()[-1] == "fecte"


def test_refusals(exchanging: Browser) -> None:
    assert refused(ask(exchanging, subject_token=None))[:2] == (400, "invalid_request")
    assert refused(ask(exchanging, subject_token_type="urn:example:other"))[:2] == (400, "invalid_request")
    assert refused(ask(exchanging, audience="https://nowhere"))[:2] == (403, "access_denied")
    assert refused(ask(exchanging, requested_token_type="urn:x"))[:2] == (400, "invalid_request")
    assert refused(ask(exchanging, subject_token="x", subject_token_type=ACCESS_TOKEN))[:2] == (403, "invalid_grant")
    foreign = exchanging.tokens(audience=OTHER_API, scope="read:items")["access_token"]
    response = ask(exchanging, subject_token=foreign, subject_token_type=ACCESS_TOKEN)
    assert refused(response) == (403, "invalid_grant", "The subject token is not for this resource server")
    prepare(exchanging, CODE % "auth0|nobody")
    assert refused(ask(exchanging))[:2] == (403, "invalid_grant")
    exchanging.tenant.seed({"clients": [machine(grant_types=[GRANT])]})
    assert refused(ask(exchanging))[:2] == (403, "unauthorized_client")
    exchanging.tenant.seed({"clients": [machine()]})
    text = f"Grant type '{GRANT}' not allowed for the client."
    assert refused(ask(exchanging)) == (403, "unauthorized_client", text)


def test_profiles_in_the_management_api(exchanging: Browser) -> None:
    bearer = {"Authorization": f"Bearer {exchanging.tenant.management_token()}"}
    path = "/api/v2/token-exchange-profiles"
    body = {"name": "n", "subject_token_type": "urn:example:2", "action_id": "act_1", "type": "custom_authentication"}
    made = exchanging.http.post(path, json=body, headers=bearer)
    assert made.status_code == 201
    assert made.json()["id"].startswith("tep_")
    assert exchanging.http.post(path, json=body, headers=bearer).status_code == 409
    reserved = {**body, "subject_token_type": "urn:ietf:params:oauth:token-type:jwt"}
    assert exchanging.http.post(path, json=reserved, headers=bearer).status_code == 400
    listed = exchanging.http.get(path, headers=bearer).json()["token_exchange_profiles"]
    assert [row["subject_token_type"] for row in listed] == [OWN_TYPE, "urn:example:2"]
    one = f"{path}/{made.json()['id']}"
    assert exchanging.http.patch(one, json={"name": "renamed"}, headers=bearer).status_code == 204
    assert exchanging.http.get(one, headers=bearer).json()["name"] == "renamed"
    assert exchanging.http.delete(one, headers=bearer).status_code == 204
    assert exchanging.http.get(one, headers=bearer).status_code == 404
