"""The Management API and the OAuth endpoints of the embedded tenant, through our own HTTP door."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.errors import AuthError, ExitCode, NetworkError, RateLimited, TenantError
from auth0ctl.localtenant import LocalTenant, open_tenant
from auth0ctl.model import Tenant
from auth0ctl.protocol import ClientAuthentication, ClientAuthMethod, Discovery
from auth0ctl.tenant.discovery import discover
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.oauth import new_attempt
from auth0ctl.tenant.token_endpoint import TokenEndpoint, client_credentials, token_set

ORIGIN = "http://127.0.0.1:18400"
TENANT = Tenant(name="local", origin=ORIGIN)
NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def local(tmp_path: Path) -> LocalTenant:
    return open_tenant(tmp_path)


@pytest.fixture
def http(local: LocalTenant) -> Iterator[Http]:
    with Http(apps={ORIGIN: local.app}) as http:
        yield http


def management(http: Http, local: LocalTenant, scope: str | None = None) -> Management:
    return Management(http, TENANT, lambda: local.management_token(scope))


def answering(status: int, body: Any) -> Any:
    def app(_environ: Any, start: Any) -> list[bytes]:
        start(f"{status} Whatever", [("Content-Type", "application/json")])
        return [json.dumps(body).encode()]

    return app


def test_lists_come_page_by_page(http: Http, local: LocalTenant) -> None:
    api = management(http, local)
    for number in range(120):
        api.create_client({"name": f"client {number}"})
    assert len(api.clients()) == 121
    assert api.clients()[-1]["name"] == "client 119"


def test_a_missing_scope_names_the_scope(http: Http, local: LocalTenant) -> None:
    with pytest.raises(TenantError) as caught:
        management(http, local, "read:users").clients()
    assert caught.value.exit_code is ExitCode.API
    assert "Insufficient scope" in caught.value.message
    assert "read:clients" in caught.value.hint


def test_a_foreign_token_is_an_authentication_matter(http: Http) -> None:
    with pytest.raises(AuthError) as caught:
        Management(http, TENANT, lambda: "eyJ.not.atoken").clients()
    assert caught.value.exit_code is ExitCode.AUTH
    assert "AUTH0_API_TOKEN" in caught.value.hint


def test_429_is_rate_limited() -> None:
    body = {"statusCode": 429, "error": "Too Many Requests", "message": "Global limit has been reached"}
    with Http(apps={ORIGIN: answering(429, body)}) as http, pytest.raises(RateLimited, match="Global limit"):
        Management(http, TENANT, lambda: "t").clients()


def test_an_error_page_of_a_proxy_keeps_the_status() -> None:
    with Http(apps={ORIGIN: answering(502, "not an object")}) as http, pytest.raises(TenantError, match="502"):
        Management(http, TENANT, lambda: "t").client("x")


def test_a_fault_of_the_server_says_to_try_again() -> None:
    with Http(apps={ORIGIN: answering(500, {"message": "boom"})}) as http, pytest.raises(TenantError) as caught:
        Management(http, TENANT, lambda: "t").client("x")
    assert "answered 500: boom" in caught.value.message
    assert "try again in a moment" in caught.value.hint


@pytest.mark.parametrize(
    ("ask", "body"),
    [
        (Management.clients, [1, {}]),
        (Management.clients, {"clients": [{"name": "no id"}]}),
        (lambda api: api.client("x"), {"name": "no id"}),
        (lambda api: api.create_client({}), {"client_id": 5}),
        (lambda api: api.resource_server("x"), {}),
        (Management.resource_servers, ["x"]),
        (lambda api: api.create_action({}), {"code": "x"}),
        (Management.actions, {"actions": [{"name": "no id"}]}),
        (lambda api: api.bindings("post-login"), [None]),
        (Management.custom_domains, ["x"]),
        (Management.mfa_policies, [{}]),
    ],
)
def test_json_of_another_shape_is_the_tenants_error_and_no_bug(ask: Callable[[Management], Any], body: Any) -> None:
    with Http(apps={ORIGIN: answering(200, body)}) as http, pytest.raises(TenantError) as caught:
        ask(Management(http, TENANT, lambda: "t"))
    assert "auth0ctl tenant show" in caught.value.hint


def test_discovery_tells_a_limit_and_a_fault_from_a_wrong_domain() -> None:
    for status, kind in ((429, RateLimited), (503, NetworkError), (404, TenantError)):
        with Http(apps={ORIGIN: answering(status, {})}) as http, pytest.raises(kind, match=str(status)):
            discover(http, TENANT)


def test_discovery_of_the_embedded_tenant(http: Http) -> None:
    found = discover(http, TENANT)
    assert (found.issuer, found.token_endpoint) == (f"{ORIGIN}/", f"{ORIGIN}/oauth/token")


@pytest.mark.parametrize(
    ("status", "body", "error", "says"),
    [
        (404, {}, TenantError, "answered 404"),
        (200, {"issuer": "https://other.example/"}, TenantError, "https://other.example/"),
        (200, {}, TenantError, "(none)"),
        (200, {"issuer": f"{ORIGIN}/"}, TenantError, "has no authorization_endpoint"),
        (
            200,
            {"issuer": f"{ORIGIN}/", "authorization_endpoint": "http://evil.example/authorize"},
            TenantError,
            "is not https",
        ),
        (200, ["list"], NetworkError, "not a JSON object"),
    ],
)
def test_I01_rejects_a_discovery_document_of_somebody_else(
    status: int, body: Any, error: type[Exception], says: str
) -> None:
    with Http(apps={ORIGIN: answering(status, body)}) as http, pytest.raises(error) as caught:
        discover(http, TENANT)
    assert says in str(caught.value)


DISCOVERY = Discovery(
    issuer=f"{ORIGIN}/", authorization_endpoint=f"{ORIGIN}/authorize", token_endpoint=f"{ORIGIN}/t", jwks_uri="x"
)


def attempt(**changes: Any) -> Any:
    asked: dict[str, Any] = {
        "client_id": "abc",
        "redirect_uri": "http://127.0.0.1:1/callback",
        "response_type": "code",
        "response_mode": "query",
        "scope": ("openid",),
        "audience": None,
        "pkce": True,
        "extra": {},
    }
    return new_attempt(DISCOVERY, **{**asked, **changes})


def test_L01_L02_each_attempt_has_its_own_state_nonce_and_verifier() -> None:
    one, two = attempt(), attempt()
    assert len({one.request.state, two.request.state, one.request.nonce, two.request.nonce}) == 4
    assert len(one.request.state) >= 43
    assert 43 <= len(one.code_verifier) <= 128
    assert one.code_verifier != two.code_verifier
    assert "code_challenge_method=S256" in one.request.url
    assert one.code_verifier not in one.request.url


def test_secrets_of_an_attempt_are_not_in_its_repr() -> None:
    one = attempt()
    assert one.code_verifier not in repr(one)
    assert f"'{one.request.nonce}'" not in repr(one)


def test_the_usual_response_mode_is_not_spelled_out() -> None:
    assert "response_mode" not in attempt().request.url
    assert "response_mode=form_post" in attempt(response_mode="form_post").request.url


def test_a_wrong_secret_is_refused_in_the_tenants_words(http: Http) -> None:
    with pytest.raises(AuthError, match="access_denied"):
        client_credentials(
            TokenEndpoint(
                http=http,
                url=f"{ORIGIN}/oauth/token",
                issuer=f"{ORIGIN}/",
                client_id="nosuch",
                authentication=ClientAuthentication(method=ClientAuthMethod.POST, client_secret="x"),
                now=lambda: NOW,
            ),
            audience=f"{ORIGIN}/api/v2/",
        )


@pytest.mark.parametrize(
    ("expires", "read"),
    [(86400, 86400), ("7200", 7200), ("-1", None), ("1e3", None), (None, None), ("9" * 40, None), ([1], None)],
)
def test_expires_in_is_read_from_numbers_and_from_callback_strings(expires: Any, read: int | None) -> None:
    assert token_set({"access_token": "a", "expires_in": expires}, NOW).expires_in == read


def test_L11_a_missing_scope_stays_unknown() -> None:
    got = token_set({"access_token": "a", "token_type": "bearer"}, NOW)
    assert (got.scope, got.id_token, got.token_type) == (None, None, "Bearer")
    assert "'a'" not in repr(got)
