"""What a person will see, in words: the line of a report, and a client's table."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from auth0ctl.findings import Status
from auth0ctl.journeys.diagnosis.oracle import logins_of, one_of_each, pages_document, prediction_check, whole_story
from auth0ctl.journeys.records.inspect import inspect_client
from auth0ctl.model import Client, Facts, ResourceServer
from auth0ctl.protocol import AuthorizeRequest
from auth0ctl.records import Action, Connection, Organization, TenantSettings, User

WEB, LOCAL, API = "https://app.example.com/callback", "http://localhost:3000/callback", "https://api.example.com"


def client(**changes: Any) -> dict[str, Any]:
    raw = {
        "client_id": "spa1",
        "name": "Example SPA",
        "callbacks": ["https://*.example.com/callback", LOCAL, "http://127.0.0.1:1/callback", WEB],
        "grant_types": ["authorization_code", "refresh_token"],
        "oidc_conformant": True,
        "app_type": "spa",
    }
    return raw | changes


def facts(redirect_uri: str = WEB, *, raw: dict[str, Any] | None = None, api: bool = True, **sent: str) -> Facts:
    audience = {"audience": API} if api else {}
    query = urlencode({"client_id": "spa1", "code_challenge": "x", **audience, **sent})
    server = {"identifier": API, "scopes": [], "skip_consent_for_verifiable_first_party_clients": True}
    connection = {"id": "con_1", "name": "Users", "strategy": "auth0", "enabled_clients": ["spa1"]}
    return Facts(
        client=Client.from_api(raw or client()),
        resource_servers=(ResourceServer.from_api(server),),
        client_grants=(),
        connections=(Connection.from_api(connection),),
        tenant_settings=TenantSettings.from_api({}),
        request=AuthorizeRequest(
            url=f"https://t.example/authorize?{query}",
            client_id="spa1",
            redirect_uri=redirect_uri,
            response_type="code",
            response_mode="query",
            scope=("openid",),
            audience=API if api else None,
            state="",
        ),
    )


def test_the_first_time_and_later() -> None:
    assert whole_story(facts()) == (
        "the first time login, then back at the app; later, logged in, no page, back at the app"
    )
    assert whole_story(facts(LOCAL)) == (
        "the first time login, consent, then back at the app; later, logged in, confirmation, then back at the app"
    )


def test_a_refused_login_says_where_it_ends_and_why() -> None:
    story = whole_story(facts("https://elsewhere.example/"))
    assert story.startswith("no page, Auth0's error page (invalid_request: https://elsewhere.example/ is not among")
    assert "login_required" in whole_story(facts(prompt="none"))


def test_a_strict_third_party_client_hears_of_no_error() -> None:
    strict = client(is_first_party=False, third_party_security_mode="strict")
    assert "Auth0's error page" in whole_story(facts(raw=strict))
    assert "client grant" in whole_story(facts(raw=strict))
    told = strict | {"redirection_policy": "allow_always"}
    assert "back at the app with an error" in whole_story(facts(raw=told))


def test_an_organization_is_asked_for_before_the_login() -> None:
    asks = client(organization_usage="require", organization_require_behavior="pre_login_prompt")
    assert whole_story(facts(raw=asks)).startswith("the first time organization, login, then")


def test_a_second_factor_in_an_action_is_possible_and_said_to_be() -> None:
    code = "exports.onExecutePostLogin = async (event, api) => { api.multifactor.enable('any'); };"
    step_up = Action(id="a", name="Step up", trigger="post-login", code=code, deployed=True, bound=True, raw={})
    known = facts()
    assert "multi-factor" not in whole_story(known)
    check = prediction_check(replace(known, actions=(step_up,)))
    assert check is not None
    assert "login, multi-factor (perhaps), then back at the app" in check.detail
    assert "Step up" in check.detail


def test_who_may_not_log_in_at_all() -> None:
    blocked = User(user_id="auth0|u1", permissions=None, blocked=True, raw={})
    assert "the user is blocked" in whole_story(replace(facts(), user=blocked))
    acme = Organization(id="org_a", name="acme", connections=None, members=("auth0|other",), raw={})
    raw = client(organization_usage="allow")
    stranger = User(user_id="auth0|u1", permissions=None, blocked=False, raw={})
    story = whole_story(replace(facts(raw=raw, organization="org_a"), organization=acme, user=stranger))
    assert "not a member of the organization acme" in story


def test_the_line_of_a_report_is_skipped_with_the_reason() -> None:
    assert prediction_check(Facts()) is None
    unknown = replace(facts(), client=None, missing={"client": "needs read:clients"})
    check = prediction_check(unknown)
    assert check is not None
    assert (check.status, check.detail) == (Status.SKIP, "needs read:clients")
    guessed = prediction_check(replace(facts(), tenant_settings=None, missing={"tenant_settings": "needs read:x"}))
    assert guessed is not None
    assert guessed.detail.endswith("not known: tenant settings (needs read:x)")


def test_the_table_has_a_callback_of_each_kind_and_every_api() -> None:
    assert one_of_each(client()["callbacks"]) == (WEB, LOCAL)
    logins = logins_of(facts())
    asked = [(one.request.redirect_uri, one.request.audience) for one in logins if one.request]
    assert asked == [(WEB, None), (WEB, API), (LOCAL, None), (LOCAL, API)]
    ends = [(one["first"]["end"], len(one["later"]["pages"])) for one in pages_document(logins)]
    assert ends == [("back at the app", 0), ("back at the app", 0), ("back at the app", 1), ("back at the app", 1)]
    assert logins_of(replace(facts(), client=Client.from_api(client(grant_types=["client_credentials"])))) == ()


def test_an_inspection_has_the_table_where_the_configuration_is_known() -> None:
    known = inspect_client(client(), facts())
    assert [section.title for section in known.sections][-1] == "What a person sees"
    assert len(known.verdict["pages"]) == 4
    alone = inspect_client(client())
    assert "What a person sees" not in [section.title for section in alone.sections]
