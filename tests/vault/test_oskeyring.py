"""The keyring vault over real backends with bad habits, and the list of trusted ones."""

import time
from collections.abc import Iterator

import pytest
from keyring_backends import RELEASE, Doubles, Drops, Hangs, KeepsForEver, Refuses, Remembers, Small

from auth0ctl.errors import ExitCode, VaultError
from auth0ctl.vault.oskeyring import (
    KWALLET,
    LIBSECRET,
    MACOS,
    SECRET_SERVICE,
    TRUSTED,
    WINDOWS,
    Backend,
    Silent,
    call_within,
    candidates,
    keyring_vault,
    limit_of,
    load_backend,
    probe,
)
from auth0ctl.vault.store import Vault

SECRET = "hush-hush-token"


@pytest.fixture
def release() -> Iterator[None]:
    RELEASE.clear()
    yield
    RELEASE.set()


def over(backend: Backend, *, timeout: float = 5.0, limit: int | None = None) -> Vault:
    return keyring_vault(backend, kind="the test keyring", timeout=timeout, limit=limit)


def test_a_value_is_stored_read_replaced_and_deleted() -> None:
    backend = Remembers()
    vault = over(backend)
    assert vault.get("a") is None
    vault.set("a", "1")
    vault.set("a", "2")
    assert vault.get("a") == "2"
    assert backend.entries == {("auth0ctl:a", "a"): "2"}
    vault.delete("a")
    vault.delete("a")
    assert vault.get("a") is None
    assert backend.entries == {}


def test_S01_accepts_the_trusted_backends_of_each_system() -> None:
    assert candidates("darwin", {}) == (MACOS,)
    assert candidates("win32", {}) == (WINDOWS,)
    assert candidates("linux", {}) == (SECRET_SERVICE, KWALLET, LIBSECRET)
    assert candidates("linux", {"XDG_CURRENT_DESKTOP": "X:KDE"})[0] == KWALLET
    for platform in ("darwin", "win32", "linux"):
        assert set(candidates(platform, {})) <= set(TRUSTED)


@pytest.mark.parametrize(
    "name", ["keyring.backends.fail.Keyring", "keyring.backends.null.Keyring", "keyrings.alt.file.X"]
)
def test_S01_rejects_backends_that_keep_nothing_or_keep_it_in_plain_text(name: str) -> None:
    assert name not in TRUSTED


@pytest.mark.parametrize("name", ["keyring_backends.Missing", "keyring_backends.Nowhere", "no_such_module.X", "X"])
def test_S01_a_backend_that_cannot_be_had_is_none(name: str) -> None:
    assert load_backend(name) is None


def test_S01_a_backend_is_loaded_by_its_name() -> None:
    assert type(load_backend("keyring_backends.Remembers")).__name__ == "Remembers"


def test_S02_rejects_a_keyring_that_does_not_answer(release: None) -> None:
    backend = Hangs()
    vault = over(backend, timeout=0.1)
    start = time.monotonic()
    with pytest.raises(Silent, match=r"The test keyring did not answer in 0\.1 seconds") as caught:
        vault.get("a")
    with pytest.raises(Silent):
        vault.set("b", SECRET)
    assert time.monotonic() - start < 5
    assert backend.calls == 1, "after the first silence it is not asked again"
    assert caught.value.exit_code is ExitCode.CONFIG
    assert "--insecure-storage" in caught.value.hint


def test_S02_accepts_a_call_that_answers_in_time_with_its_answer_or_its_error() -> None:
    assert call_within(5, lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        call_within(5, lambda: 1 // 0)


def test_S03_accepts_a_keyring_that_works_and_leaves_nothing_in_it() -> None:
    backend = Remembers()
    probe(over(backend))
    assert backend.entries == {}


@pytest.mark.parametrize("backend", [Drops(), Refuses(), KeepsForEver()])
def test_S03_rejects_a_keyring_that_does_not_keep_or_not_forget(backend: Backend) -> None:
    with pytest.raises(VaultError):
        probe(over(backend))


@pytest.mark.parametrize("backend", [Drops(), Refuses()])
def test_S03_accepts_a_fresh_token_that_could_not_be_stored_until_the_end(backend: Backend) -> None:
    vault = over(backend)
    with pytest.raises(VaultError):
        vault.set("a", SECRET)
    assert vault.get("a") == SECRET
    vault.delete("a")
    assert vault.get("a") is None


def test_S03_a_failing_keyrings_own_words_are_not_repeated() -> None:
    with pytest.raises(VaultError) as caught:
        over(Refuses()).set("a", SECRET)
    assert "RuntimeError" in caught.value.message
    chain = [caught.value, caught.value.__cause__, caught.value.__context__]
    assert not any(SECRET in f"{error!r}" for error in chain)


def test_S04_the_windows_backend_gets_chunks_and_no_other() -> None:
    assert {name: limit_of(name) for name in TRUSTED if limit_of(name)} == {WINDOWS: 1280}


def test_S04_accepts_a_token_longer_than_the_store_takes() -> None:
    backend, token = Small(), "t" * 5000
    with pytest.raises(VaultError):
        over(backend).set("a", token)
    vault = over(backend, limit=1280)
    vault.set("a", token)
    assert over(backend, limit=1280).get("a") == token
    vault.delete("a")
    assert backend.entries == {}


def test_S15_what_is_stored_twice_is_deleted_twice() -> None:
    vault = over(Doubles())
    vault.set("a", "1")
    vault.delete("a")
    assert vault.get("a") is None


def test_S15_rejects_a_keyring_that_does_not_forget() -> None:
    vault = over(KeepsForEver())
    vault.set("a", "1")
    with pytest.raises(VaultError, match="did not forget a"):
        vault.delete("a")


def test_no_secret_shows_in_a_vaults_repr() -> None:
    vault = over(Remembers())
    vault.set("a", SECRET)
    assert SECRET not in repr(vault)
