"""What bound Actions do, what of JavaScript is understood, and that the rest is named and not guessed at."""

from pathlib import Path
from typing import Any

import pytest
from management_client import ManagementClient

from auth0ctl.localtenant.actions import run as actions

EVENT: dict[str, Any] = {
    "user": {
        "email": "user@example.com",
        "name": "",
        "app_metadata": {"plan": "pro", "nothing": None},
        "user_metadata": {},
    },
    "client": {"client_id": "c1", "metadata": {}},
    "authorization": {"roles": ["admin"]},
}


@pytest.fixture
def api(tmp_path: Path) -> ManagementClient:
    return ManagementClient(tmp_path)


def run(api: ManagementClient, *bodies: str, whole: str | None = None) -> actions.ActionResult:
    """Bind one Action for each body, named a0, a1 ..., and run them."""
    sources = (
        [whole]
        if whole is not None
        else [f"exports.onExecutePostLogin = async (event, api) => {{{b}}};" for b in bodies]
    )
    rows = [{"id": f"a{number}", "name": f"a{number}", "code": code} for number, code in enumerate(sources)]
    api.seed({"actions": rows, "action_bindings": [{"trigger": "post-login", "action_id": row["id"]} for row in rows]})
    return actions.run(api.state, EVENT)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("'single'", "single"),
        (r'"a\"b\u0041\x42\n"', 'a"bAB\n'),
        (r"'\ud83d\ude00'", "\U0001f600"),
        ("1", 1),
        ("-2.5e1", -25.0),
        ("true", True),
        ("null", None),
        ("[1, 'a', [false],]", [1, "a", [False]]),
        ("{a: 1, 'b c': {d: null}}", {"a": 1, "b c": {"d": None}}),
        ("event.user.email", "user@example.com"),
        ("event.user.app_metadata.plan", "pro"),
        ("event.user?.app_metadata?.plan", "pro"),
        ("event.client.client_id", "c1"),
        ("event.authorization.roles", ["admin"]),
        ("event.user.user_metadata.x ?? 'none'", "none"),
        ("event.user.app_metadata.nothing ?? 7", 7),
        ("event.user.name ?? 'none'", ""),
        ("event.organization?.id ?? 'none'", "none"),
        ("!event.organization", True),
        ("'a' + 'b'", "ab"),
        ("`${event.client.client_id}/x`", "c1/x"),
        ("{a: event.user.missing, b: [undefined]}", {"b": [None]}),
    ],
)
def test_values(api: ManagementClient, value: str, expected: object) -> None:
    result = run(api, f"api.idToken.setCustomClaim('https://x/c', {value});")
    assert result == actions.ActionResult(id_token_claims={"https://x/c": expected})
    assert type(result.id_token_claims["https://x/c"]) is type(expected)


def test_undefined_sets_no_claim(api: ManagementClient) -> None:
    body = "api.accessToken.setCustomClaim('a', event.user.missing); api.accessToken.setCustomClaim('b', undefined);"
    assert run(api, body) == actions.ActionResult()


def test_names_from_constants_comments_and_conditions(api: ManagementClient) -> None:
    source = """
    /* a namespace
       of our own */
    const NAMESPACE = "https://example.com";
    exports.onExecutePostLogin = async (event, api) => {
      const claim = `${NAMESPACE}/roles`; // the claim
      if (event.authorization) {
        api.idToken.setCustomClaim(claim, event.authorization.roles)
        api.accessToken.setCustomClaim(NAMESPACE + '/roles', event.authorization.roles)
      } else api.access.deny("no roles");
      if (event.user.user_metadata) api.idToken.setCustomClaim("empty", "objects are true");
      if (event.user.name) api.idToken.setCustomClaim("never", 1);
    };
    """
    result = run(api, whole=source)
    assert result.id_token_claims == {"https://example.com/roles": ["admin"], "empty": "objects are true"}
    assert result.access_token_claims == {"https://example.com/roles": ["admin"]}
    assert (result.denied, result.not_run) == (None, [])


def test_a_refusal_stops_the_actions_after_it(api: ManagementClient) -> None:
    first = "api.idToken.setCustomClaim('a', 1);"
    second = "if (!event.user.blocked) { return api.access.deny('not today'); } api.idToken.setCustomClaim('b', 1);"
    third = "api.idToken.setCustomClaim('c', 1);"
    result = run(api, first, second, third)
    assert result == actions.ActionResult(id_token_claims={"a": 1}, denied="not today")


def test_later_actions_win_in_binding_order(api: ManagementClient) -> None:
    result = run(api, "api.idToken.setCustomClaim('a', 1);", "api.idToken.setCustomClaim('a', 2);")
    assert result.id_token_claims == {"a": 2}
    refs = [{"ref": {"type": "action_name", "value": name}} for name in ("a1", "a0")]
    api.good("PATCH", "/actions/triggers/post-login/bindings", {"bindings": refs})
    assert actions.run(api.state, EVENT).id_token_claims == {"a": 1}


@pytest.mark.parametrize(
    "body",
    [
        "if (event.user.email.endsWith('@example.com')) api.access.deny('x');",
        "api.idToken.setCustomClaim('a', event.user['email']);",
        "api.idToken.setCustomClaim('a', await fetch('https://example.com'));",
        "let a = 1; api.idToken.setCustomClaim('a', a);",
        "for (;;) {}",
        "api.accessToken.addScope('read:x');",
        "console.log('x');",
        "api.idToken.setCustomClaim('a', event.user.missing.deeper);",
        "api.idToken.setCustomClaim('a', event.user.email.length);",
        "api.idToken.setCustomClaim('a', unknown);",
        "api.idToken.setCustomClaim(event.user.missing, 1);",
        "api.idToken.setCustomClaim('a');",
        "api.idToken.setCustomClaim('a', 1 + 1);",
        "api.idToken.setCustomClaim('a', /x/);",
        "api.idToken.setCustomClaim('a', 'unclosed);",
        "api.idToken.setCustomClaim('a', " + "[" * 2000 + "]" * 2000 + ");",
    ],
)
def test_what_is_not_understood_changes_nothing_and_is_named(api: ManagementClient, body: str) -> None:
    result = run(api, "api.idToken.setCustomClaim('before', 1);" + body)
    assert result.id_token_claims == {}
    assert result.denied is None
    assert len(result.not_run) == 1
    assert result.not_run[0].startswith("a0: ")


def test_the_reason_names_the_line(api: ManagementClient) -> None:
    result = run(api, whole="exports.onExecutePostLogin = async (event, api) => {\n\n  console.log(1);\n};")
    assert result.not_run == ["a0: line 3: console is not understood here"]


def test_only_what_is_deployed_and_bound_takes_effect(api: ManagementClient) -> None:
    code = "exports.onExecutePostLogin = async (e, a) => { a.idToken.setCustomClaim('v', %d); };"
    trigger = [{"id": "post-login", "version": "v3"}]
    body = {"name": "x", "code": code % 1, "supported_triggers": trigger}
    action_id = api.good("POST", "/actions/actions", body, status=201)["id"]
    bindings = {"bindings": [{"ref": {"type": "action_id", "value": action_id}, "display_name": "X"}]}
    path = "/actions/triggers/post-login/bindings"
    assert api.ask("PATCH", path, bindings).status_code == 400  # not deployed yet
    assert api.good("POST", f"/actions/actions/{action_id}/deploy")["deployed"] is False
    assert actions.run(api.state, EVENT).id_token_claims == {}
    api.good("PATCH", path, bindings)
    assert actions.run(api.state, EVENT).id_token_claims == {"v": 1}
    api.good("PATCH", f"/actions/actions/{action_id}", {"code": code % 2})
    shown = api.good("GET", f"/actions/actions/{action_id}")
    assert (shown["all_changes_deployed"], shown["status"], shown["deployed_version"]["number"]) == (False, "built", 1)
    assert actions.run(api.state, EVENT).id_token_claims == {"v": 1}
    api.good("POST", f"/actions/actions/{action_id}/deploy")
    assert actions.run(api.state, EVENT).id_token_claims == {"v": 2}
    versions = api.good("GET", f"/actions/actions/{action_id}/versions")["versions"]
    assert [(row["number"], row["deployed"]) for row in versions] == [(2, True), (1, False)]
    assert api.ask("DELETE", f"/actions/actions/{action_id}").status_code == 409
    api.good("DELETE", f"/actions/actions/{action_id}?force=true", status=204)
    assert api.good("GET", path) == {"bindings": [], "per_page": 100}
    assert actions.run(api.state, EVENT) == actions.ActionResult()


def test_secrets_reach_the_action_and_nobody_else(api: ManagementClient) -> None:
    body = {
        "name": "x",
        "code": "exports.onExecutePostLogin = async (e, api) => { api.idToken.setCustomClaim('s', e.secrets.KEY); };",
        "supported_triggers": [{"id": "post-login"}],
        "secrets": [{"name": "KEY", "value": "hidden value"}],
    }
    made = api.ask("POST", "/actions/actions", body)
    assert "hidden value" not in made.get_data(as_text=True)
    assert [secret["name"] for secret in (made.json or {})["secrets"]] == ["KEY"]
    action_id = (made.json or {})["id"]
    api.good("POST", f"/actions/actions/{action_id}/deploy")
    ref = {"type": "action_id", "value": action_id}
    api.good("PATCH", "/actions/triggers/post-login/bindings", {"bindings": [{"ref": ref}]})
    assert actions.run(api.state, EVENT).id_token_claims == {"s": "hidden value"}
