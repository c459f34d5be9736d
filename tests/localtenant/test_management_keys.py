"""Signing keys and custom domains, and the rate limits of a plan, on a whole tenant."""

import shutil
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from local_browser import API, MACHINE, Browser, Clock
from management_client import ManagementClient

from auth0ctl.localtenant import LocalTenant, open_tenant


@pytest.fixture
def management(tenant: LocalTenant, browser: Browser) -> httpx.Client:
    browser.http.headers["Authorization"] = f"Bearer {tenant.management_token()}"
    return browser.http


def kids(http: httpx.Client) -> list[str]:
    return [key["kid"] for key in http.get("/.well-known/jwks.json").json()["keys"]]


def test_rotation_takes_the_published_next_key(management: httpx.Client, tenant: LocalTenant) -> None:
    before = {key["kid"]: key for key in management.get("/api/v2/keys/signing").json()}
    (current,) = [kid for kid, key in before.items() if key["current"]]
    (following,) = [kid for kid, key in before.items() if key["next"]]
    answer = management.post("/api/v2/keys/signing/rotate")
    assert (answer.status_code, sorted(answer.json())) == (201, ["cert", "kid"])
    assert answer.json()["kid"] == following
    assert jwt.get_unverified_header(tenant.management_token())["kid"] == following
    after = {key["kid"]: key for key in management.get("/api/v2/keys/signing").json()}
    assert after[current]["previous"]
    assert not after[current]["revoked"]
    assert len(after) == 3
    assert kids(management)[0] == following
    assert current in kids(management), "tokens of the key before stay good"


def test_only_a_previous_key_can_be_revoked(management: httpx.Client, tenant: LocalTenant) -> None:
    old = tenant.status()["signing_key"]
    assert management.put(f"/api/v2/keys/signing/{old}/revoke").status_code == 400
    management.post("/api/v2/keys/signing/rotate")
    management.headers["Authorization"] = f"Bearer {tenant.management_token()}"
    answer = management.put(f"/api/v2/keys/signing/{old}/revoke")
    assert answer.json()["kid"] == old
    assert old not in kids(management)
    assert management.get(f"/api/v2/keys/signing/{old}").json()["revoked"] is True
    assert management.put("/api/v2/keys/signing/unknown/revoke").status_code == 404


def test_a_custom_domain_from_pending_to_default(tmp_path: Path) -> None:
    api = ManagementClient(tmp_path)
    sent = {"domain": "login.example.com", "type": "auth0_managed_certs"}
    made = api.good("POST", "/custom-domains", sent, status=201)
    assert made["verification"]["methods"][0]["name"] == "CNAME"
    path = f"/custom-domains/{made['custom_domain_id']}"
    assert api.ask("POST", "/custom-domains", sent).status_code == 409
    assert api.ask("PATCH", "/custom-domains/default", {"domain": "login.example.com"}).status_code == 400
    assert api.good("POST", path + "/verify")["status"] == "ready"
    assert api.good("PATCH", "/custom-domains/default", {"domain": "login.example.com"})["is_default"] is True
    assert api.good("PATCH", path, {"tls_policy": "recommended"})["tls_policy"] == "recommended"
    assert api.good("GET", "/custom-domains?take=1") == {"custom_domains": api.good("GET", "/custom-domains")}
    api.good("DELETE", path, status=204)
    api.good("DELETE", path, status=204)
    missing = api.good("GET", path, status=404)
    assert missing["message"] == f"The custom domain {made['custom_domain_id']} does not exist"


@pytest.fixture
def limited(tmp_path: Path, first_run: Path, clock: Clock) -> Any:
    shutil.copytree(first_run, tmp_path / "local")
    opened = open_tenant(tmp_path / "local", now=clock, rate_limit="free")
    yield opened
    opened.close()


def test_the_free_plan_allows_two_management_requests_at_once(limited: LocalTenant, clock: Clock) -> None:
    headers = {"Authorization": f"Bearer {limited.management_token()}"}
    with httpx.Client(transport=httpx.WSGITransport(app=limited.app), base_url=limited.issuer) as http:
        answers = [http.get("/api/v2/clients", headers=headers) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert [answer.headers["x-ratelimit-remaining"] for answer in answers] == ["1", "0", "0"]
        assert {answer.headers["x-ratelimit-limit"] for answer in answers} == {"2"}
        assert answers[2].json() == {
            "statusCode": 429,
            "error": "Too Many Requests",
            "message": "Global limit has been reached",
            "errorCode": "too_many_requests",
        }
        assert http.get("/.well-known/jwks.json").status_code == 200, "each API has its own bucket"
        reset = int(answers[2].headers["x-ratelimit-reset"])
        clock.move(reset - clock())
        assert http.get("/api/v2/clients", headers=headers).status_code == 200


def test_the_authentication_api_refuses_in_its_own_shape(limited: LocalTenant) -> None:
    with httpx.Client(transport=httpx.WSGITransport(app=limited.app), base_url=limited.issuer) as http:
        form = {"grant_type": "client_credentials", "client_id": MACHINE, "audience": API}
        answers = [http.post("/oauth/token", data=form) for _ in range(31)]
    assert answers[29].status_code != 429
    assert answers[30].status_code == 429
    assert answers[30].json()["error"] == "too_many_requests"


def test_limits_are_off_unless_chosen_and_a_plan_must_exist(tenant: LocalTenant, management: httpx.Client) -> None:
    assert {management.get("/api/v2/clients").status_code for _ in range(20)} == {200}
    with pytest.raises(ValueError, match="rate_limit is one of free, enterprise"):
        open_tenant(tenant.folder, rate_limit="gold")
