"""A tenant probed from outside: each cause told apart from the others, nothing granted, nothing written."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from auth0ctl.cli.diagnosis.asked import Asked, authorize_request, logout_request, token_request, wish_of
from auth0ctl.findings import Finding, Severity, Status, severity_of
from auth0ctl.journeys.diagnosis.doctor import Examined, doctor
from auth0ctl.journeys.diagnosis.probe import Outside, probe
from auth0ctl.localtenant import LocalTenant, open_tenant
from auth0ctl.model import Facts, Tenant
from auth0ctl.protocol import Exchange
from auth0ctl.results import Diagnosed
from auth0ctl.tenant.http import Http

API, SLASHED, APP = "https://api.shop.example", "https://slashed.shop.example/", "https://shop.example"
CALLBACK = f"{APP}/callback"
PUBLIC = {"oidc_conformant": True, "token_endpoint_auth_method": "none", "callbacks": [CALLBACK]}
CODE = ["authorization_code", "refresh_token"]
SEED: dict[str, Any] = {
    "clients": [
        {**PUBLIC, "client_id": "spa1", "name": "Shop", "app_type": "spa", "grant_types": CODE, "web_origins": [APP]},
        {**PUBLIC, "client_id": "old1", "name": "Old", "app_type": "spa", "grant_types": ["implicit"]},
        {**PUBLIC, "client_id": "tv1", "name": "TV", "app_type": "native", "grant_types": [*CODE]},
        {
            "client_id": "web1",
            "name": "Web",
            "app_type": "regular_web",
            "oidc_conformant": True,
            "token_endpoint_auth_method": "client_secret_post",
            "grant_types": CODE,
            "callbacks": [CALLBACK],
            "allowed_logout_urls": [APP],
        },
        {
            "client_id": "org1",
            "name": "Org",
            "app_type": "spa",
            **PUBLIC,
            "grant_types": CODE,
            "organization_usage": "require",
        },
    ],
    "resource_servers": [{"identifier": API, "name": "Orders"}, {"identifier": SLASHED, "name": "Slashed"}],
    "connections": [
        {"name": "people", "strategy": "auth0", "enabled_clients": ["spa1", "old1", "tv1", "web1", "org1"]}
    ],
}

Ask = Callable[..., Diagnosed]


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("probe") / "local"
    local = open_tenant(folder)
    local.seed(SEED)
    local.close()
    return folder


@pytest.fixture
def local(tmp_path: Path, first_run: Path) -> Iterator[LocalTenant]:
    shutil.copytree(first_run, tmp_path / "local")
    opened = open_tenant(tmp_path / "local", rate_limit="free")
    yield opened
    opened.close()


@pytest.fixture
def seen() -> list[Exchange]:
    return []


@pytest.fixture
def ask(local: LocalTenant, seen: list[Exchange]) -> Iterator[Ask]:
    """``ask(client="spa1", ...)`` with the options of the command."""
    origin = local.issuer.rstrip("/")
    with Http(apps={origin: local.app}, observe=seen.append) as http:
        tenant = Tenant(name="local", origin=origin)

        def run(**options: Any) -> Diagnosed:
            asked = Asked(**options)
            facts = Facts(
                tenant=tenant,
                wish=wish_of(asked),
                request=authorize_request(asked, tenant),
                token_request=token_request(asked),
                logout=logout_request(asked, tenant) if asked.return_to else None,
            )
            outside = Outside(
                facts=facts,
                tenant=tenant,
                http=http,
                client_id=asked.client,
                pause=lambda _: None,
                step=lambda _: None,
            )
            return probe(outside)

        yield run


def problems(result: Diagnosed) -> list[Finding]:
    return [one for one in result.report.findings if severity_of(one) is not Severity.INFO]


def names(result: Diagnosed) -> list[str]:
    return [one.rule.name for one in problems(result)]


def checks(result: Diagnosed) -> dict[str, Status]:
    return {one.id: one.status for one in result.report.checks}


HEALTHY = {"client": "spa1", "flow": "spa-pkce", "redirect_uri": CALLBACK, "audience": API, "connection": "people"}


def test_all_good_up_to_the_login_page(ask: Ask) -> None:
    result = ask(**HEALTHY, origin=APP)
    assert names(result) == []
    assert result.passed
    assert result.good.startswith("all good up to the login page")
    assert set(checks(result).values()) == {Status.PASS}
    assert {"discovery", "jwks", "authorize", "silent", "web message", "cors /oauth/token"} <= set(checks(result))


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"client": "nobody"}, "client-unknown"),
        ({"client": "nobody", "redirect_uri": None}, "client-unknown"),
        ({"client": "nobody", "redirect_uri": None, "flow": "client-credentials"}, "client-unknown"),
        ({"redirect_uri": f"{APP}/other"}, "callback-url-not-registered"),
        ({"redirect_uri": "http://shop.example/callback"}, "callback-scheme-behind-proxy"),
        ({"client": "old1"}, "grant-type-not-enabled"),
        ({"flow": "implicit"}, "grant-type-not-enabled"),
        ({"flow": "password", "redirect_uri": None}, "grant-type-not-enabled"),
        ({"flow": "client-credentials", "redirect_uri": None}, "grant-type-not-enabled"),
        ({"client": "tv1", "flow": "device", "redirect_uri": None}, "grant-type-not-enabled"),
        ({"audience": "https://nope.example"}, "audience-not-registered"),
        ({"audience": f"{API}/"}, "audience-slash-mismatch"),
        ({"audience": SLASHED.rstrip("/")}, "audience-slash-mismatch"),
        ({"connection": "nobodys"}, "connection-not-enabled"),
        ({"client": "web1"}, "public-client-needs-auth-method-none"),
        ({"client": "org1"}, "organization-param-required"),
        ({"organization": "org_nobodys"}, "organization-unknown"),
        ({"origin": "https://other.example"}, "cors-origin-missing"),
        ({"client": "tv1", "flow": "silent"}, "web-origin-missing"),
        ({"client": "web1", "flow": "web-code", "return_to": "https://x.example"}, "logout-url-not-allowed"),
        ({"client": None, "flow": "logout", "redirect_uri": None, "return_to": APP}, "logout-client-id-missing"),
    ],
)
def test_the_cause_comes_first_and_alone(ask: Ask, changes: dict[str, Any], cause: str) -> None:
    result = ask(**{**HEALTHY, **changes})
    assert names(result) == [cause]
    assert not result.passed


@pytest.mark.parametrize(
    "changes",
    [
        {"client": "web1", "flow": "web-code"},  # a secret is wanted, and such an app has one
        {"client": "web1", "flow": "web-code", "return_to": APP},
        {"client": "spa1", "flow": None},
        {"client": "old1", "flow": "implicit"},
        {"scope": "openid offline_access"},
        {"flow": "client-credentials", "client": "web1", "redirect_uri": None},
        {"redirect_uri": None},
        {"audience": SLASHED},
    ],
)
def test_what_is_in_order_stays_silent(ask: Ask, changes: dict[str, Any]) -> None:
    result = ask(**{**HEALTHY, **changes})
    assert names(result) == []
    assert result.passed


def test_the_slash_alone_is_what_is_wrong(ask: Ask) -> None:
    [cause] = problems(ask(**{**HEALTHY, "audience": f"{API}/"}))
    assert cause.fix == f"auth0ctl login --audience {API}"
    assert [one.rule.name for one in cause.consequences] == ["audience-not-registered"]


def test_a_callback_close_by_is_named(ask: Ask) -> None:
    [cause] = problems(ask(**{**HEALTHY, "redirect_uri": f"{CALLBACK}/"}))
    assert cause.rule.name == "callback-url-not-registered"
    assert f"{CALLBACK} is" in cause.detail


def test_what_would_be_refused_next_is_told_too(ask: Ask) -> None:
    result = ask(**{**HEALTHY, "audience": "https://nope.example", "connection": "nobodys"})
    assert names(result) == ["audience-not-registered", "connection-not-enabled"]
    assert problems(result)[1].detail.startswith("Besides, without the audience")


def test_without_a_client_only_the_tenant_is_looked_at(ask: Ask) -> None:
    result = ask()
    assert (names(result), set(checks(result))) == ([], {"discovery", "jwks"})
    assert "--client" in result.good


@pytest.mark.parametrize("flow", ["spa-pkce", "refresh", "client-credentials", "password", "password-realm", "device"])
def test_nothing_that_is_sent_could_succeed(ask: Ask, local: LocalTenant, seen: list[Exchange], flow: str) -> None:
    """No secret, no password, no user; no cookie; and the tenant answers no request for tokens with any."""
    before = local.status()
    ask(**{**HEALTHY, "flow": flow, "client": "tv1", "scope": "openid offline_access"}, origin=APP)
    for one in seen:
        sent = {*(one.form or ()), *parse_qs(urlsplit(one.url).query)}
        assert not {"password", "username", "client_secret", "client_assertion", "id_token_hint"} & sent
        assert not {"authorization", "cookie"} & {name.lower() for name in one.sent_headers}
        assert b"access_token" not in one.body
        assert b'id_token"' not in one.body or b"authorization_endpoint" in one.body
    assert {name: count for name, count in local.status().items() if name != "logs"} == {
        name: count for name, count in before.items() if name != "logs"
    }


def test_a_device_code_is_asked_for_with_the_device_flow_alone(ask: Ask, local: LocalTenant) -> None:
    ask(**HEALTHY)
    assert "POST /oauth/device/code" not in local.requests
    ask(**{**HEALTHY, "client": "tv1", "flow": "device"})
    assert "POST /oauth/device/code" in local.requests


@pytest.mark.parametrize(("audience", "cause"), [(API, None), (f"{API}/", "audience-slash-mismatch")])
def test_a_doctor_without_a_management_token_asks_the_same(
    local: LocalTenant, audience: str, cause: str | None
) -> None:
    origin = local.issuer.rstrip("/")
    tenant = Tenant(name="local", origin=origin)
    asked = Asked(client="spa1", flow="spa-pkce", redirect_uri=CALLBACK, audience=audience)
    with Http(apps={origin: local.app}) as http:
        facts = Facts(tenant=tenant, wish=wish_of(asked), request=authorize_request(asked, tenant))
        report = doctor(Examined(facts=facts, tenant=tenant, http=http, management=None, step=lambda _: None))
    assert [one.rule.name for one in report.findings if severity_of(one) is Severity.ERROR] == [cause] * bool(cause)
    assert "POST /oauth/token" in local.requests


def test_the_report_says_what_was_asked(ask: Ask) -> None:
    told = ask(**{**HEALTHY, "audience": f"{API}/"}).report.facts
    assert told["probes"] == {
        "discovery": "answered",
        "jwks": "answered",
        "authorize": "refused",
        "silent": "refused",
        "token authorization_code": "grant on",
    }
    variants: Any = told["variants"]
    assert [(one["parameter"], one["value"], one["outcome"]) for one in variants] == [
        ("audience", API, "login page"),
        ("audience", "", "login page"),
    ]
