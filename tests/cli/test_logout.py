"""``auth0ctl logout``: refresh tokens revoked first, every login forgotten whatever happens, and proof of it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from seeded_home import API, NATIVE, Home, home, seeded

from auth0ctl.errors import NetworkError, VaultError
from auth0ctl.journeys.login.logout import leave, logout_url
from auth0ctl.protocol import Discovery
from auth0ctl.vault import SavedLogin, all_logins, file_vault, known_tenants, memory_vault, save_login

__all__ = ["home", "seeded"]

DEAD = "http://127.0.0.1:1"
ELSEWHERE = SavedLogin(
    tenant=DEAD,
    issuer=f"{DEAD}/",
    client_id="client",
    audience=None,
    requested_scope="openid",
    granted_scope=None,
    received_at=datetime(2026, 11, 23, tzinfo=UTC),
    flow="pkce",
    refresh_token="hush-refresh",
)


def accounts(home: Home) -> dict[str, str]:
    found: dict[str, str] = json.loads(home.vault.read_text())["accounts"]
    return found


def copy_of_refresh_token(home: Home, tmp_path: Path) -> str:
    copy = tmp_path / "copy"
    copy.write_text(home.kept()[-1]["refresh_token"])
    return str(copy)


def test_S15_accepts_that_all_is_gone_once_it_was_read_back(home: Home, tmp_path: Path) -> None:
    home.log_in()
    copy = copy_of_refresh_token(home, tmp_path)
    done = home("logout", "-o", "json")
    assert done.code == 0
    assert (done.json["logins_forgotten"], done.json["refresh_tokens"], done.json["refresh_tokens_revoked"]) == (
        1,
        1,
        0,
    )
    assert accounts(home) == {}
    assert home("token", "get").code == 2
    # It was not revoked, and the sentence says so.
    again = home("token", "refresh", "--refresh-token-file", copy, "--client", NATIVE, env={"AUTH0_AUDIENCE": API})
    assert again.code == 0


def test_a_login_that_was_not_revoked_is_said(home: Home) -> None:
    home.log_in()
    done = home("logout")
    assert "Forgot 1 login of local on this machine." in done.out
    assert "was not revoked" in done.out
    assert "auth0ctl logout --browser" in done.out


def test_L15_accepts_revoking_before_forgetting(home: Home, tmp_path: Path) -> None:
    home.log_in()
    copy = copy_of_refresh_token(home, tmp_path)
    done = home("logout", "--revoke", "-o", "json")
    assert done.code == 0, done.err
    assert done.json["refresh_tokens_revoked"] == 1
    assert accounts(home) == {}
    assert home("token", "refresh", "--refresh-token-file", copy, "--client", NATIVE).code == 4


def test_L15_rejects_no_local_logout_for_want_of_a_network(home: Home) -> None:
    save_login(file_vault(home.folder / "data"), ELSEWHERE)
    done = home("logout", "--revoke", "-o", "json", env={"AUTH0_DOMAIN": DEAD})
    assert done.code == 5  # the refresh token lives on, and that is no success
    assert "refused the connection" in done.err
    assert done.json["logins_forgotten"] == 1
    assert done.json["troubles"]
    assert accounts(home) == {}
    assert "hush" not in done.out + done.err


def test_offline_without_revoke_is_fine(home: Home) -> None:
    save_login(file_vault(home.folder / "data"), ELSEWHERE)
    done = home("logout", env={"AUTH0_DOMAIN": DEAD})
    assert done.code == 0
    assert accounts(home) == {}


def test_there_may_be_nothing_to_forget(home: Home) -> None:
    done = home("logout")
    assert done.code == 0
    assert "no login of local" in done.out


def test_another_tenants_logins_stay_unless_all_are_meant(home: Home) -> None:
    save_login(file_vault(home.folder / "data"), ELSEWHERE)
    home.log_in()
    assert home("logout").code == 0
    assert known_tenants(file_vault(home.folder / "data")) == (DEAD,)
    done = home("logout", "--all", "-o", "json")
    assert done.code == 0
    assert DEAD in done.json["tenants"]
    assert accounts(home) == {}


def test_all_with_revoke_reaches_each_tenant_and_goes_on_after_a_dead_one(home: Home, tmp_path: Path) -> None:
    save_login(file_vault(home.folder / "data"), ELSEWHERE)
    home.log_in()
    copy = copy_of_refresh_token(home, tmp_path)
    done = home("logout", "--all", "--revoke", "-o", "json")
    assert done.code == 5
    assert (done.json["refresh_tokens"], done.json["refresh_tokens_revoked"]) == (2, 1)
    assert accounts(home) == {}
    assert home("token", "refresh", "--refresh-token-file", copy, "--client", NATIVE).code == 4


@pytest.mark.parametrize(("words", "federated"), [(("--no-browser",), False), (("--federated", "--no-browser"), True)])
def test_where_the_browsers_session_ends(home: Home, words: tuple[str, ...], federated: bool) -> None:
    home.log_in()
    done = home("logout", *words, "-o", "json")
    assert done.code == 0
    url = done.json["logout_url"]
    assert url in done.err
    assert urlsplit(url).path in ("/oidc/logout", "/v2/logout")
    assert parse_qs(urlsplit(url).query)["client_id"] == [NATIVE]
    assert url.endswith("federated") is federated
    assert "eyJ" not in url  # the ID token is no thing to print


def test_the_logout_page_is_discoverys_or_auth0s_own() -> None:
    plain = Discovery(issuer="https://x.eu.auth0.com/", authorization_endpoint="a", token_endpoint="b", jwks_uri="c")
    assert logout_url(plain, None, None, federated=False) == "https://x.eu.auth0.com/v2/logout"
    assert logout_url(plain, None, "c 1", federated=True) == "https://x.eu.auth0.com/v2/logout?client_id=c+1&federated"
    oidc = replace(plain, end_session_endpoint="https://x.eu.auth0.com/oidc/logout")
    assert logout_url(oidc, ELSEWHERE, None, federated=False) == "https://x.eu.auth0.com/oidc/logout?client_id=client"


def test_L15_one_refresh_token_in_several_logins_is_revoked_once() -> None:
    vault, revoked = memory_vault(), []
    for audience in (None, API, "https://other"):
        save_login(vault, replace(ELSEWHERE, audience=audience))
    left = leave((vault,), DEAD, lambda login: revoked.append(login.refresh_token))
    assert revoked == ["hush-refresh"]
    assert (left.logins, left.held, left.revoked) == (3, 1, 1)
    assert all_logins(vault, DEAD) == ()


def test_L15_what_goes_wrong_with_one_vault_keeps_no_other_from_forgetting() -> None:
    def refuse(_login: SavedLogin) -> None:
        raise NetworkError("no answer")

    def stuck(_account: str) -> None:
        raise VaultError("the keyring does not answer.")

    good, bad = memory_vault(), memory_vault()
    for vault in (good, bad):
        save_login(vault, ELSEWHERE)
    left = leave((replace(bad, delete=stuck), good), DEAD, refuse)
    assert [type(trouble) for trouble in left.troubles] == [NetworkError, VaultError]
    assert all_logins(good, DEAD) == ()
