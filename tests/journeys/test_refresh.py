"""A refresh: what is saved and when, what is forgotten, what the new tokens are held against (L09, I13)."""

import multiprocessing
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from forge import API, CLIENT, NOW, access_claims, rsa_signer
from token_tenant import INVALID, KEY, LOGIN, LOST, OLD, TokenTenant, renewed, world

from auth0ctl.errors import AuthError, ConfigError, NetworkError, UsageError, VaultError
from auth0ctl.findings import Status
from auth0ctl.journeys.login.refresh import Change, choose, refresh_login
from auth0ctl.results import Login
from auth0ctl.tenant.http import Http
from auth0ctl.vault import SavedLogin, Vault, file_vault, find_login, memory_vault, save_login

SPAWN = multiprocessing.get_context("spawn")


@pytest.fixture
def http() -> Iterator[Http]:
    with Http() as one:
        yield one


@pytest.fixture
def vault() -> Vault:
    one = memory_vault("memory only")
    save_login(one, LOGIN)
    return one


def refresh(tenant: TokenTenant, http: Http, vault: Vault, change: Change | None = None) -> Login:
    return refresh_login(vault, LOGIN, world(tenant, http), change or Change())


def kept(vault: Vault, audience: str | None = API) -> SavedLogin:
    found = find_login(vault, "prod", CLIENT, audience)
    assert found is not None
    return found


def test_what_is_asked_and_what_is_kept(http: Http, vault: Vault) -> None:
    tenant = TokenTenant(replies=[renewed()])
    result = refresh(tenant, http, vault)
    assert tenant.asked == [
        {"grant_type": "refresh_token", "client_id": CLIENT, "refresh_token": "hush-refresh-1"},
    ]
    assert result.passed
    assert [one.label for one in result.verified] == ["ID token", "access token"]
    assert result.saved == "memory only"
    now = kept(vault)
    assert now.refresh_token == "hush-refresh-2"
    assert now.access_token == result.tokens.access_token if result.tokens else False
    assert now.nonce is None  # the new ID token has none, so `token verify` must not expect one
    assert "hush" not in repr(result.request)


def test_without_rotation_the_refresh_token_stays(http: Http, vault: Vault) -> None:
    result = refresh(TokenTenant(replies=[renewed(rotates_to=None)]), http, vault)
    assert result.passed
    assert kept(vault).refresh_token == "hush-refresh-1"
    assert kept(vault).access_token != LOGIN.access_token


def test_the_same_refresh_token_again_is_no_new_one(http: Http, vault: Vault) -> None:
    result = refresh(TokenTenant(replies=[renewed(rotates_to=LOGIN.refresh_token)]), http, vault)
    assert result.tokens is not None
    assert result.tokens.refresh_token is None  # nothing rotated
    assert kept(vault).refresh_token == LOGIN.refresh_token


def test_L09_the_new_refresh_token_is_saved_before_anything_else_happens(http: Http, vault: Vault) -> None:
    seen: list[str | None] = []
    tenant = TokenTenant(replies=[renewed()], before_keys=lambda: seen.append(kept(vault).refresh_token))
    refresh(tenant, http, vault)
    assert seen == ["hush-refresh-2"]  # the keys are asked for to verify: by then it is kept


def test_L09_a_verification_that_breaks_off_loses_no_refresh_token(http: Http, vault: Vault) -> None:
    def broken() -> None:
        raise RuntimeError("the power went out")

    with pytest.raises(RuntimeError):
        refresh(TokenTenant(replies=[renewed()], before_keys=broken), http, vault)
    assert kept(vault).refresh_token == "hush-refresh-2"


def test_L09_a_vault_that_fails_is_said_and_the_tokens_are_shown_all_the_same(http: Http, vault: Vault) -> None:
    def full(_account: str, _value: str) -> None:
        raise VaultError("the disk is full.", "Make room.")

    result = refresh(TokenTenant(replies=[renewed()]), http, replace(vault, set=full))
    assert result.passed
    assert result.saved.startswith("The new refresh token was not kept: the disk is full. Make room.")


def test_L09_rejects_a_dead_refresh_token_wherever_it_stands(http: Http, vault: Vault) -> None:
    save_login(vault, replace(LOGIN, audience="https://other", refresh_token="hush-refresh-1"))
    save_login(vault, replace(LOGIN, client_id="other-client", refresh_token="hush-other"))
    result = refresh(TokenTenant(replies=[INVALID]), http, vault)
    assert result.refusal is not None
    assert result.refusal.error == "invalid_grant"
    assert "forgotten" in result.saved
    assert "auth0ctl login" in result.saved
    assert kept(vault).refresh_token is None
    assert kept(vault, "https://other").refresh_token is None
    assert kept(vault).access_token == LOGIN.access_token  # it goes on being good until it ends
    other = find_login(vault, "prod", "other-client", API)
    assert other is not None
    assert other.refresh_token == "hush-other"
    with pytest.raises(AuthError, match="has no refresh token"):
        refresh(TokenTenant(), http, vault)


@pytest.mark.parametrize("error", ["unauthorized_client", "access_denied", "mfa_required", "invalid_client"])
def test_L09_any_other_refusal_leaves_the_refresh_token(http: Http, vault: Vault, error: str) -> None:
    result = refresh(TokenTenant(replies=[(403, {"error": error})]), http, vault)
    assert result.refusal is not None
    assert result.saved == ""
    assert kept(vault) == LOGIN


def test_an_answer_that_never_came_is_not_asked_for_again(http: Http, vault: Vault) -> None:
    tenant = TokenTenant(replies=[LOST, renewed()])
    with pytest.raises(NetworkError) as error:
        refresh(tenant, http, vault)
    assert len(tenant.asked) == 1
    assert "overlap period" in error.value.hint
    assert kept(vault).refresh_token == "hush-refresh-1"  # the user may try it: the leeway is for just that


def test_one_refresh_token_in_two_logins_rotates_in_both(http: Http, vault: Vault) -> None:
    save_login(vault, replace(LOGIN, audience="https://other"))
    refresh(TokenTenant(replies=[renewed()]), http, vault)
    assert kept(vault, "https://other").refresh_token == "hush-refresh-2"
    assert kept(vault, "https://other").access_token == LOGIN.access_token


def test_another_api_is_a_login_of_its_own(http: Http, vault: Vault) -> None:
    other = "https://other.example.com"
    _, body = renewed()
    body["access_token"] = KEY.sign(access_claims(aud=other, scope="openid"))
    tenant = TokenTenant(replies=[(200, body)])
    result = refresh(tenant, http, vault, Change(audience=other, scope=("openid",)))
    assert (tenant.asked[0]["audience"], tenant.asked[0]["scope"]) == (other, "openid")
    assert result.passed
    assert kept(vault).access_token == LOGIN.access_token
    assert kept(vault, other).access_token == body["access_token"]
    assert {kept(vault).refresh_token, kept(vault, other).refresh_token} == {"hush-refresh-2"}


def test_a_refresh_token_is_never_sent_to_another_issuer(http: Http, vault: Vault) -> None:
    save_login(vault, replace(LOGIN, issuer="https://other.eu.auth0.com/"))
    tenant = TokenTenant()
    with pytest.raises(ConfigError, match="the login was with https://other"):
        refresh(tenant, http, vault)
    assert tenant.asked == []


def test_a_login_that_was_forgotten_meanwhile_does_not_come_back(http: Http) -> None:
    tenant = TokenTenant(replies=[renewed()])
    with pytest.raises(AuthError):
        refresh(tenant, http, memory_vault())
    assert tenant.asked == []


def test_I13_accepts_the_same_user_with_the_nonce_of_the_login(http: Http, vault: Vault) -> None:
    result = refresh(TokenTenant(replies=[renewed(nonce="nonce-1")]), http, vault)
    assert result.passed
    assert {check.id for check in result.checks} == {"I13"}
    assert kept(vault).nonce == "nonce-1"


@pytest.mark.parametrize(
    "changes",
    [{"sub": "auth0|somebody-else"}, {"nonce": "another"}, OLD, {"iat": NOW - 7200}],
    ids=["sub", "nonce", "the old token once more", "older than the one before"],
)
def test_I13_rejects_a_token_of_another_login_and_keeps_nothing_of_it(
    http: Http, vault: Vault, changes: dict[str, Any]
) -> None:
    result = refresh(TokenTenant(replies=[renewed(**changes)]), http, vault)
    assert not result.passed
    assert "Not kept" in result.saved
    now = kept(vault)
    assert (now.access_token, now.id_token) == (LOGIN.access_token, LOGIN.id_token)
    assert now.refresh_token == "hush-refresh-2"  # the one before is used up, whatever else is wrong


def test_a_twin_of_the_same_second_is_no_replay(http: Http, vault: Vault) -> None:
    _, body = renewed(iat=NOW)
    save_login(vault, replace(LOGIN, id_token=body["id_token"], nonce=None))
    result = refresh(TokenTenant(replies=[(200, body)]), http, vault)
    assert result.passed
    assert result.checks == ()


def test_a_token_with_a_foreign_signature_is_not_kept(http: Http, vault: Vault) -> None:
    _, body = renewed()
    head, payload, _ = body["id_token"].split(".")
    body["id_token"] = f"{head}.{payload}.{rsa_signer('key-1').sign({}).split('.')[2]}"
    result = refresh(TokenTenant(replies=[(200, body)]), http, vault)
    assert not result.passed
    assert any(check.status is Status.FAIL for check in result.verified[0].report.checks)
    assert kept(vault).id_token == LOGIN.id_token


def test_which_login_is_refreshed() -> None:
    dead = replace(LOGIN, refresh_token=None)
    other = replace(LOGIN, client_id="other")
    assert choose((LOGIN, other), None) is other
    assert choose((LOGIN, other), CLIENT) is LOGIN
    assert choose((LOGIN, dead), None) is LOGIN  # the last one that has a refresh token
    assert choose((dead,), None) is dead
    with pytest.raises(UsageError, match="no login of client nosuch was kept"):
        choose((LOGIN,), "nosuch")
    with pytest.raises(UsageError, match="no login was kept"):
        choose((), None)


class Rotating(TokenTenant):
    """Gives the number after the one it was shown; anything but the newest is reuse. State is a file."""

    def __init__(self, newest: Path) -> None:
        super().__init__()
        self.newest = newest

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] == "/oauth/token":
            number = int(self.newest.read_text())
            self.replies = [renewed(rotates_to=f"hush-refresh-{number + 1}")]
            answered = super().__call__(environ, start_response)
            assert self.asked[-1]["refresh_token"] == f"hush-refresh-{number}", "a used refresh token was sent"
            self.newest.write_text(str(number + 1))
            return answered
        return super().__call__(environ, start_response)


def _refresh_five_times(data: Path) -> None:
    vault = file_vault(data, wait=60)
    tenant = Rotating(data / "newest")
    with Http() as http:
        for _ in range(5):
            refresh_login(vault, LOGIN, world(tenant, http))


def test_L09_accepts_shells_that_race_and_uses_no_token_twice(tmp_path: Path) -> None:
    (tmp_path / "newest").write_text("1")
    save_login(file_vault(tmp_path), LOGIN)
    children = [SPAWN.Process(target=_refresh_five_times, args=(tmp_path,)) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
    assert [child.exitcode for child in children] == [0] * 4
    assert (tmp_path / "newest").read_text() == "21"
    last = find_login(file_vault(tmp_path), "prod", CLIENT, API)
    assert last is not None
    assert last.refresh_token == "hush-refresh-21"


def test_Q13_ctrl_c_during_a_refresh_first_keeps_the_new_token(http: Http, vault: Vault) -> None:
    class Interrupting(TokenTenant):
        def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
            signal.raise_signal(signal.SIGINT)
            return super().__call__(environ, start_response)

    with pytest.raises(KeyboardInterrupt):
        refresh(Interrupting(replies=[renewed()]), http, vault)
    assert kept(vault).refresh_token == "hush-refresh-2"
