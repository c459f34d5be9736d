"""Discovery, listening on real sockets, and TLS."""

import json
import socket
import ssl
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from cryptography import x509
from local_browser import CALLBACK, SPA, Browser, api

from auth0ctl.localtenant import Listener, LocalTenant, NotLoopback, open_tenant
from auth0ctl.localtenant.app import ROUTES
from auth0ctl.localtenant.lazy import load

RECORDED_ORDER = [
    "issuer",
    "authorization_endpoint",
    "token_endpoint",
    "device_authorization_endpoint",
    "userinfo_endpoint",
    "mfa_challenge_endpoint",
    "jwks_uri",
    "registration_endpoint",
    "revocation_endpoint",
    "scopes_supported",
    "response_types_supported",
    "code_challenge_methods_supported",
    "response_modes_supported",
    "subject_types_supported",
    "token_endpoint_auth_methods_supported",
    "token_endpoint_auth_signing_alg_values_supported",
    "claims_supported",
    "request_uri_parameter_supported",
    "request_parameter_supported",
    "id_token_signing_alg_values_supported",
    "tls_client_certificate_bound_access_tokens",
    "request_object_signing_alg_values_supported",
    "backchannel_logout_supported",
    "backchannel_logout_session_supported",
    "end_session_endpoint",
    "backchannel_authentication_endpoint",
    "dpop_signing_alg_values_supported",
]


@pytest.fixture
def listener(tenant: LocalTenant) -> Iterator[Listener]:
    with tenant.listen() as one:
        yield one


def test_discovery_in_process_names_the_issuers_origin(browser: Browser) -> None:
    body = browser.http.get("/.well-known/openid-configuration").json()
    assert body["issuer"] == "http://127.0.0.1:18400/"
    assert body["authorization_endpoint"] == "http://127.0.0.1:18400/authorize"
    assert body["jwks_uri"] == "http://127.0.0.1:18400/.well-known/jwks.json"
    assert list(body) == [name for name in RECORDED_ORDER if name in body]
    assert {"grant_types_supported", "introspection_endpoint"}.isdisjoint(body)
    assert browser.http.get("/.well-known/oauth-authorization-server").json() == body
    assert "end_session_endpoint" in body
    browser.tenant.seed({"tenant_settings": {"oidc_logout": {"rp_logout_end_session_endpoint_discovery": False}}})
    assert "end_session_endpoint" not in browser.http.get("/.well-known/openid-configuration").json()


def test_discovery_of_a_listening_tenant_sends_browsers_to_the_listener(
    tenant: LocalTenant, browser: Browser, listener: Listener
) -> None:
    tenant.seed({"tenant_settings": {"oidc_logout": {"rp_logout_end_session_endpoint_discovery": True}}})
    body = browser.http.get("/.well-known/openid-configuration").json()
    assert body["issuer"] == "http://127.0.0.1:18400/"
    assert body["token_endpoint"] == "http://127.0.0.1:18400/oauth/token"
    assert body["authorization_endpoint"] == f"{listener.origin}/authorize"
    assert body["end_session_endpoint"] == f"{listener.origin}/oidc/logout"
    assert tenant.front_origin == listener.origin
    listener.stop()
    assert tenant.front_origin == "http://127.0.0.1:18400"


def test_a_whole_login_over_a_socket(tenant: LocalTenant, listener: Listener) -> None:
    browser = Browser(tenant, listener.origin)
    body = browser.tokens(audience="https://api.example.com", scope="openid read:items")
    assert body["scope"] == "openid read:items"
    response = browser.http.get("/userinfo", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert response.json()["sub"] == "auth0|local-user-1"
    browser.http.close()


def test_a_listener_answers_to_this_machines_names_and_to_a_custom_domain(
    tenant: LocalTenant, listener: Listener
) -> None:
    url = f"{listener.origin}/.well-known/openid-configuration"
    for host in ("localhost:1", "app.localhost", "127.0.0.1"):
        assert httpx.get(url, headers={"Host": host}).json()["issuer"] == tenant.issuer
    assert httpx.get(url, headers={"Host": "login.example.com"}).status_code == 421
    tenant.seed({"custom_domains": [{"domain": "login.example.com", "status": "ready"}]})
    assert httpx.get(url, headers={"Host": "login.example.com"}).json()["issuer"] == "http://login.example.com/"


def test_a_tenant_served_under_its_own_origin_is_of_one_piece(tenant: LocalTenant) -> None:
    port = _free_port()
    opened = open_tenant(tenant.folder, issuer=f"http://localhost:{port}/")
    with opened.listen(port=port):
        body = httpx.get(f"http://127.0.0.1:{port}/.well-known/openid-configuration").json()
    assert body["authorization_endpoint"] == f"http://localhost:{port}/authorize"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.com"])
def test_Q14_rejects_listening_beyond_loopback(tenant: LocalTenant, host: str) -> None:
    with pytest.raises(NotLoopback, match="loopback"):
        tenant.listen(host=host)


def test_Q14_accepts_exposing_where_it_was_asked_for(tenant: LocalTenant) -> None:
    with tenant.listen(host="0.0.0.0", expose=True) as one:
        assert httpx.get(f"http://127.0.0.1:{one.port}/.well-known/jwks.json").status_code == 200


def test_a_port_that_is_taken_is_an_error_and_free_again_after_stop(tenant: LocalTenant) -> None:
    with tenant.listen() as one:
        with pytest.raises(OSError, match="in use"):
            tenant.listen(port=one.port)
        httpx.get(f"{one.origin}/.well-known/jwks.json")
    one.stop()  # once more does no harm
    with tenant.listen(port=one.port):
        pass
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{one.origin}/.well-known/jwks.json")


def test_ipv6(tenant: LocalTenant) -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 on this machine")
    with tenant.listen(host="::1", tls=True) as one:
        assert one.origin == f"https://[::1]:{one.port}"
        trusting = ssl.create_default_context(cafile=str(tenant.ca_file))
        assert httpx.get(f"{one.origin}/.well-known/jwks.json", verify=trusting).status_code == 200


def test_nothing_is_printed(tenant: LocalTenant, capfd: pytest.CaptureFixture[str]) -> None:
    with tenant.listen() as one:
        httpx.get(f"{one.origin}/authorize?client_id=x&code=secret")
        with socket.create_connection(("127.0.0.1", one.port)) as raw:
            raw.sendall(b"\x16\x03\x01 not http\r\n\r\n")
            raw.recv(100)
    out, err = capfd.readouterr()
    assert out == ""
    assert err == ""


# TLS


def test_tls_with_the_tenants_own_ca(tenant: LocalTenant) -> None:
    with tenant.listen(tls=True) as one:
        trusting = ssl.create_default_context(cafile=str(tenant.ca_file))
        for host in ("127.0.0.1", "localhost"):
            assert httpx.get(f"https://{host}:{one.port}/.well-known/jwks.json", verify=trusting).status_code == 200
        with pytest.raises(httpx.ConnectError, match="certificate"):
            httpx.get(f"https://127.0.0.1:{one.port}/")
        with socket.create_connection(("127.0.0.1", one.port)) as raw:
            wrapped = trusting.wrap_socket(raw, server_hostname="tenant.localhost")
            wrapped.close()


def test_the_ca_may_vouch_for_this_machine_alone(tenant: LocalTenant) -> None:
    ca = x509.load_pem_x509_certificate(tenant.ca_file.read_bytes())
    constraints = ca.extensions.get_extension_for_class(x509.NameConstraints)
    assert constraints.critical
    permitted = {str(name.value) for name in constraints.value.permitted_subtrees or []}
    assert permitted == {"localhost", "127.0.0.0/8", "::1/128"}
    assert stat.S_IMODE((tenant.folder / "ca-key.pem").stat().st_mode) == 0o600
    before = tenant.ca_file.read_bytes()
    assert open_tenant(tenant.folder).ca_file.read_bytes() == before


def test_cookies_under_https_are_secure_and_cross_site(tenant: LocalTenant) -> None:
    with tenant.listen(tls=True) as one:
        trusting = ssl.create_default_context(cafile=str(tenant.ca_file))
        response = httpx.get(
            f"{one.origin}/authorize",
            params={"client_id": SPA, "response_type": "code", "redirect_uri": CALLBACK},
            verify=trusting,
        )
    cookie = response.headers["set-cookie"]
    assert "Secure" in cookie
    assert "SameSite=None" in cookie


def test_a_silent_connection_does_not_keep_others_waiting(tenant: LocalTenant) -> None:
    with tenant.listen(tls=True) as one, socket.create_connection(("127.0.0.1", one.port)):
        trusting = ssl.create_default_context(cafile=str(tenant.ca_file))
        assert httpx.get(f"{one.origin}/.well-known/jwks.json", verify=trusting, timeout=5).status_code == 200


def test_many_requests_at_once(listener: Listener) -> None:
    def ask(_: int) -> int:
        return httpx.get(f"{listener.origin}/.well-known/jwks.json", timeout=20).status_code

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(ask, range(64))) == {200}


# The rest


def test_every_row_of_the_table_of_routes_names_a_function() -> None:
    for target in {target for methods in ROUTES.values() for target in methods.values()}:
        assert callable(load(target))


def test_unknown_paths_and_methods_answer_json(browser: Browser) -> None:
    response = browser.http.get("/nothing/here")
    assert response.status_code == 404
    assert response.json() == {"statusCode": 404, "error": "Not Found", "message": "Not Found"}
    assert browser.http.get("/oauth/token").status_code == 405


def test_the_log_never_holds_a_secret(browser: Browser) -> None:
    body = browser.tokens(audience="https://api.example.com", scope="openid offline_access")
    browser.authorize(client_id="nobody", client_secret="canary-secret", password="canary-secret")
    browser.exchange("canary-secret", code_verifier="canary-secret", client_secret="canary-secret")
    log = json.dumps(browser.tenant.state.all("log"))
    assert "canary-secret" not in log
    assert not [value for name, value in body.items() if name.endswith("_token") and value in log]
    assert api()["name"]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
