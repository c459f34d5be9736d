"""Saved logins: kept, found again, forgotten, and never shown."""

import json
import multiprocessing
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from keyring_backends import Drops, KeepsForEver, Remembers

from auth0ctl.errors import VaultError
from auth0ctl.vault.file import file_vault, vault_file
from auth0ctl.vault.logins import (
    SavedLogin,
    all_logins,
    find_login,
    forget_login,
    forget_tenant,
    known_tenants,
    last_login,
    replace_refresh_token,
    save_login,
    secret_account,
)
from auth0ctl.vault.oskeyring import keyring_vault
from auth0ctl.vault.store import Vault, memory_vault

SPAWN = multiprocessing.get_context("spawn")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LOGIN = SavedLogin(
    tenant="prod",
    issuer="https://x.eu.auth0.com/",
    client_id="client",
    audience="https://api",
    requested_scope="openid read:x",
    granted_scope="openid",
    received_at=NOON,
    flow="pkce",
    response_type="code",
    expires_in=86400,
    nonce="hush-nonce",
    access_token="hush-access",
    id_token="hush-id",
    refresh_token="hush-refresh",
)
OTHER = replace(LOGIN, audience=None, access_token="hush-opaque", received_at=NOON + timedelta(hours=1))


@pytest.fixture(params=["memory", "file", "keyring", "chunks"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> Vault:
    kinds: dict[str, Callable[[], Vault]] = {
        "memory": memory_vault,
        "file": lambda: file_vault(tmp_path),
        "keyring": lambda: keyring_vault(Remembers(), kind="the test keyring"),
        "chunks": lambda: keyring_vault(Remembers(), kind="the test keyring", limit=100),
    }
    return kinds[request.param]()


def test_a_login_is_read_as_it_was_saved(vault: Vault) -> None:
    assert last_login(vault, "prod") is None
    save_login(vault, LOGIN)
    assert last_login(vault, "prod") == LOGIN
    assert last_login(vault, "dev") is None


def test_the_last_login_is_the_last_one_and_the_others_are_found_by_client_and_audience(vault: Vault) -> None:
    for login in (LOGIN, OTHER):
        save_login(vault, login)
    assert last_login(vault, "prod") == OTHER
    assert find_login(vault, "prod", "client", "https://api") == LOGIN
    assert find_login(vault, "prod", "client", None) == OTHER
    assert find_login(vault, "prod", "client", "") is None
    assert find_login(vault, "prod", "other", None) is None
    again = replace(LOGIN, access_token="hush-new")
    save_login(vault, again)
    assert last_login(vault, "prod") == again == find_login(vault, "prod", "client", "https://api")


def test_S15_accepts_forgetting_all_of_one_tenant_and_no_other(vault: Vault) -> None:
    dev = replace(LOGIN, tenant="dev")
    for login in (LOGIN, OTHER, dev):
        save_login(vault, login)
    assert forget_login(vault, "prod") == 2
    assert last_login(vault, "prod") is None
    assert find_login(vault, "prod", "client", None) is None
    assert last_login(vault, "dev") == dev
    assert forget_login(vault, "prod") == 0


def test_S15_nothing_is_left_in_the_file(tmp_path: Path) -> None:
    vault = file_vault(tmp_path)
    save_login(vault, LOGIN)
    assert "hush-refresh" in vault_file(tmp_path).read_text()
    forget_login(vault, "prod")
    assert json.loads(vault_file(tmp_path).read_text())["accounts"] == {}


def test_S15_nothing_is_left_in_the_keyring() -> None:
    backend = Remembers()
    vault = keyring_vault(backend, kind="the test keyring", limit=100)
    save_login(vault, LOGIN)
    assert len(backend.entries) > 2
    forget_login(vault, "prod")
    assert backend.entries == {}


def test_S15_rejects_a_vault_that_does_not_forget() -> None:
    vault = keyring_vault(KeepsForEver(), kind="the test keyring")
    save_login(vault, LOGIN)
    with pytest.raises(VaultError, match="did not forget"):
        forget_login(vault, "prod")


def test_S15_rejects_a_vault_that_only_says_it_forgot() -> None:
    kept = memory_vault()
    vault = replace(kept, delete=lambda account: None)
    save_login(vault, LOGIN)
    with pytest.raises(VaultError, match="Still stored in memory"):
        forget_login(vault, "prod")


def test_S03_a_login_that_could_not_be_stored_is_a_vault_error() -> None:
    with pytest.raises(VaultError, match="does not keep what it is given"):
        save_login(keyring_vault(Drops(), kind="the test keyring"), LOGIN)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"schema": 1}', '{"schema": 2}', '{"schema": 1, "received_at": 5}']
)
def test_a_damaged_entry_is_no_login(text: str) -> None:
    vault = memory_vault()
    save_login(vault, LOGIN)
    for account in [f"login/prod/{key}" for key in json.loads(vault.get("login/prod") or "")["keys"]]:
        vault.set(account, text)
    assert last_login(vault, "prod") is None
    save_login(vault, LOGIN)
    assert last_login(vault, "prod") == LOGIN


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"keys": 4, "last": null}'])
def test_a_damaged_index_is_no_login_and_can_be_written_again(text: str) -> None:
    vault = memory_vault()
    vault.set("login/prod", text)
    assert last_login(vault, "prod") is None
    save_login(vault, LOGIN)
    assert last_login(vault, "prod") == LOGIN


def test_members_of_a_later_version_are_passed_over() -> None:
    document = {**json.loads(LOGIN.to_json()), "later": True}
    assert SavedLogin.from_json(json.dumps(document)) == LOGIN


def test_no_token_shows_in_a_repr() -> None:
    assert "hush" not in repr(LOGIN)
    assert "hush" not in repr(LOGIN.tokens)


def test_when_it_ends_and_what_it_holds() -> None:
    assert LOGIN.expires_at == NOON + timedelta(days=1)
    assert replace(LOGIN, expires_in=None).expires_at is None
    assert (LOGIN.tokens.access_token, LOGIN.tokens.scope) == ("hush-access", "openid")


def test_a_secrets_account_is_not_a_logins() -> None:
    vault = memory_vault()
    vault.set(secret_account("prod", "client_secret"), "hush")
    forget_login(vault, "prod")
    assert vault.get(secret_account("prod", "client_secret")) == "hush"


def test_S15_a_removed_tenant_leaves_no_secret(vault: Vault) -> None:
    accounts = [secret_account(tenant, "client_secret") for tenant in ("prod", "dev")]
    for account in accounts:
        vault.set(account, "hush")
    save_login(vault, LOGIN)
    forget_tenant(vault, "prod")
    assert [vault.get(account) for account in accounts] == [None, "hush"]
    assert last_login(vault, "prod") is None
    with pytest.raises(ValueError, match="nobody would delete it"):
        secret_account("prod", "something else")


def _log_in_ten_times(data: Path, number: int) -> None:
    vault = file_vault(data, wait=60)
    for turn in range(10):
        save_login(vault, replace(LOGIN, audience=f"{number}-{turn}"))


def test_Q12_logins_at_the_same_time_are_all_found_again(tmp_path: Path) -> None:
    children = [SPAWN.Process(target=_log_in_ten_times, args=(tmp_path, number)) for number in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
    assert [child.exitcode for child in children] == [0] * 4
    assert forget_login(file_vault(tmp_path), "prod") == 40


def test_L09_a_new_refresh_token_takes_the_old_ones_place_in_every_login_that_has_it(vault: Vault) -> None:
    stranger = replace(LOGIN, client_id="stranger", refresh_token="hush-other")
    elsewhere = replace(LOGIN, tenant="dev")
    for login in (LOGIN, OTHER, stranger, elsewhere):
        save_login(vault, login)
    assert replace_refresh_token(vault, "prod", "hush-refresh", "hush-new") == 2
    assert find_login(vault, "prod", "client", "https://api") == replace(LOGIN, refresh_token="hush-new")
    assert find_login(vault, "prod", "client", None) == replace(OTHER, refresh_token="hush-new")
    assert find_login(vault, "prod", "stranger", "https://api") == stranger
    assert last_login(vault, "dev") == elsewhere
    assert last_login(vault, "prod") == stranger  # which login was last does not change
    assert replace_refresh_token(vault, "prod", "hush-refresh", None) == 0
    assert replace_refresh_token(vault, "prod", "hush-new", None) == 2
    assert [one.refresh_token for one in all_logins(vault, "prod")] == [None, None, "hush-other"]


def test_S15_the_tenants_are_known_as_long_as_they_have_a_login(vault: Vault) -> None:
    assert known_tenants(vault) == ()
    for login in (LOGIN, OTHER, replace(LOGIN, tenant="dev")):
        save_login(vault, login)
    assert known_tenants(vault) == ("prod", "dev")
    forget_login(vault, "prod")
    assert known_tenants(vault) == ("dev",)
    forget_login(vault, "dev")
    assert known_tenants(vault) == ()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"tenants": 5}', '{"tenants": null}'])
def test_a_damaged_list_of_tenants_is_written_again(text: str) -> None:
    vault = memory_vault()
    vault.set("tenants", text)
    assert known_tenants(vault) == ()
    save_login(vault, LOGIN)
    assert known_tenants(vault) == ("prod",)


def test_a_login_keeps_the_key_its_tokens_are_bound_to() -> None:
    bound = replace(LOGIN, token_type="DPoP", dpop_key="hush-pem")
    assert SavedLogin.from_json(bound.to_json()) == bound
    assert "hush" not in repr(bound)


def test_logins_are_saved_while_a_refresh_is_under_way(tmp_path: Path) -> None:
    vault = file_vault(tmp_path, wait=0.1)
    with vault.refreshing():
        save_login(vault, LOGIN)
    assert last_login(vault, "prod") == LOGIN
