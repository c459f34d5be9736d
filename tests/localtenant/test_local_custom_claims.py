"""Claims that Actions set, and what is dropped of them (tokens.md section 8)."""

import pytest
from local_browser import API, Browser
from local_tokens_read import peek

from auth0ctl.localtenant import LocalTenant
from auth0ctl.localtenant.tokens.claims import TooManyClaims, kept


def bind(tenant: LocalTenant, code: str) -> None:
    action = {
        "id": "act-1",
        "name": "claims",
        "supported_triggers": [{"id": "post-login", "version": "v3"}],
        "code": f"exports.onExecutePostLogin = async (event, api) => {{ {code} }};",
    }
    tenant.seed({"actions": [action], "action_bindings": [{"action_id": "act-1"}]})


def test_custom_claims_of_a_bound_action(browser: Browser, tenant: LocalTenant) -> None:
    bind(tenant, _SETS)
    body = browser.tokens(audience=API, scope="openid")
    id_token, access = peek(body["id_token"]), peek(body["access_token"])
    assert id_token["https://example.com/plan"] == "gold"
    assert id_token["bare"] == 1
    assert access["https://example.com/plan"] == "gold"
    for token in (id_token, access):
        assert "roles" not in token
        assert "https://x.auth0.com/y" not in token
        assert "email" not in token, "needs the scope email"
    userinfo = browser.http.get("/userinfo", headers={"Authorization": f"Bearer {body['access_token']}"}).json()
    assert userinfo["https://example.com/plan"] == "gold"


_SETS = """
  api.idToken.setCustomClaim("https://example.com/plan", "gold");
  api.idToken.setCustomClaim("bare", 1);
  api.idToken.setCustomClaim("roles", ["x"]);
  api.idToken.setCustomClaim("email", "other@example.com");
  api.idToken.setCustomClaim("https://x.auth0.com/y", 1);
  api.accessToken.setCustomClaim("https://example.com/plan", "gold");
  api.accessToken.setCustomClaim("roles", ["x"]);
  api.accessToken.setCustomClaim("email", "other@example.com");
  api.accessToken.setCustomClaim("https://x.auth0.com/y", 1);
"""


def test_an_action_can_refuse(browser: Browser, tenant: LocalTenant) -> None:
    bind(tenant, 'api.access.deny("not today");')
    answer = browser.login()
    assert answer.params["error"] == "access_denied"
    assert answer.params["error_description"] == "not today"


def test_an_action_that_cannot_be_read_is_named_in_the_log(browser: Browser, tenant: LocalTenant) -> None:
    bind(tenant, "await fetch('https://example.com');")
    assert browser.tokens()["id_token"]
    warning = next(entry for entry in tenant.state.all("log") if entry["type"] == "w")
    assert warning["details"]["actions"]["not_run"][0].startswith("claims")


@pytest.mark.parametrize(
    ("name", "scope", "auth0_api", "stays"),
    [
        ("https://example.com/roles", [], False, True),
        ("https://example.com/roles", [], True, True),
        ("plan", [], False, True),
        ("plan", [], True, False),
        ("roles", [], False, False),
        ("sub", [], False, False),
        ("x5t#S256", [], False, False),
        ("email", [], False, False),
        ("email", ["email"], False, True),
        ("nickname", ["profile"], False, True),
        ("nickname", ["email"], False, False),
        ("https://auth0.com/x", [], False, False),
        ("https://a.webtask.io/x", [], False, False),
        ("https://notauth0.com/x", [], False, True),
        ("urn:auth0:x", [], False, False),
        ("urn:example:x", [], False, True),
        ("urn:example:x", [], True, False),
    ],
)
def test_which_custom_claims_stay(name: str, scope: list[str], auth0_api: bool, stays: bool) -> None:
    assert (name in kept({name: 1}, scope=scope, auth0_api=auth0_api)) is stays


def test_more_than_100_kb_of_custom_claims_fail() -> None:
    assert kept({"https://e.com/x": "y" * 100_000}, scope=[])
    with pytest.raises(TooManyClaims):
        kept({"https://e.com/x": "y" * 103_000}, scope=[])
