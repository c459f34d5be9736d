import os
import subprocess
import sys
from pathlib import Path

import httpx
import jwt
import pytest
from local_browser import SPA, Browser, Clock

from auth0ctl.localtenant import LocalTenant, open_tenant

OPENING = """
import sys
from pathlib import Path
from auth0ctl.localtenant import open_tenant
tenant = open_tenant(Path(sys.argv[1]))
print(tenant.status()["signing_key"], tenant.state.count("signing_key"), tenant.state.count("user"))
"""


def test_two_processes_that_open_a_new_folder_together_make_one_tenant(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", OPENING, str(tmp_path / "local")]
    environ = {**os.environ, "PYTHONPATH": str(root)}
    running = [subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = {process.communicate()[0] for process in running}
    assert len(said) == 1, said
    assert said.pop().split()[1:] == ["2", "1"]


def test_first_run_content(tenant: LocalTenant) -> None:
    client = tenant.state.get("client", SPA)
    assert client is not None
    assert client["app_type"] == "spa"
    assert client["is_first_party"] is True
    assert client["oidc_conformant"] is True
    assert client["token_endpoint_auth_method"] == "none"
    assert client["callbacks"] == [f"http://127.0.0.1:{port}/callback" for port in (18484, 18485, 18486)]
    assert client["grant_types"] == ["authorization_code", "implicit", "refresh_token"]
    assert len(SPA) == 32
    user = tenant.state.find("user", "user@example.com")
    assert user is not None
    assert user["email_verified"] is True
    assert "password" not in {name for name, value in user.items() if value == "password"}
    assert tenant.state.find("connection", "Username-Password-Authentication") is not None
    assert tenant.state.find("resource_server", f"{tenant.issuer}api/v2/") is not None


def test_opening_again_keeps_the_state_and_the_keys(tenant: LocalTenant) -> None:
    tenant.state.delete("user", "auth0|local-user-1")
    again = open_tenant(tenant.folder)
    assert again.status()["signing_key"] == tenant.status()["signing_key"]
    assert again.state.count("user") == 0, "the first run happens once"


def test_reset_brings_back_the_first_run_and_keeps_the_keys(tenant: LocalTenant) -> None:
    kid = tenant.status()["signing_key"]
    tenant.state.delete("client", SPA)
    tenant.reset()
    assert tenant.status()["signing_key"] == kid
    assert tenant.state.get("client", SPA) is not None
    assert tenant.state.find("resource_server", "https://api.example.com") is None


def test_a_bad_seed_changes_nothing(tenant: LocalTenant) -> None:
    before = tenant.status()
    with pytest.raises(ValueError, match="clients"):
        tenant.seed({"resource_servers": [{"identifier": "https://new"}], "clients": [{}]})
    assert tenant.status() == before


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:18400", "http://127.0.0.1/x/", "ftp://x/", "http:///"])
def test_an_issuer_that_is_no_origin_with_a_slash_is_refused(tmp_path: Path, issuer: str) -> None:
    with pytest.raises(ValueError, match="issuer"):
        open_tenant(tmp_path / "local", issuer=issuer)


def test_the_management_token_is_good_for_the_management_api(tenant: LocalTenant, browser: Browser) -> None:
    token = tenant.management_token()
    response = browser.http.get("/api/v2/clients", headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 200
    assert SPA in [client["client_id"] for client in response.json()]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert claims["aud"] == f"{tenant.issuer}api/v2/"
    assert "read:clients" in claims["scope"].split()


def test_a_management_token_has_only_the_scopes_asked_for(tenant: LocalTenant, browser: Browser) -> None:
    token = tenant.management_token("read:users")
    response = browser.http.get("/api/v2/clients", headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 403
    assert response.json()["errorCode"] == "insufficient_scope"


def test_expired_foreign_and_id_tokens_open_nothing(tenant: LocalTenant, browser: Browser, clock: Clock) -> None:
    id_token = browser.tokens()["id_token"]
    assert _status(browser.http, id_token) == 401
    assert _status(browser.http, "not.a.token") == 401
    token = tenant.management_token()
    assert _status(browser.http, token[:-6] + "AAAAAA") == 401
    clock.move(86401)
    assert _status(browser.http, token) == 401


def _status(http: httpx.Client, token: str) -> int:
    return http.get("/api/v2/clients", headers={"Authorization": f"Bearer {token}"}).status_code
