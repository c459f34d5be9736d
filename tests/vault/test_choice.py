"""Which vault a machine gets: keyring, memory with a sentence, or the file where it was asked for."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from keyring_backends import RELEASE

from auth0ctl.errors import VaultError
from auth0ctl.files import Folders
from auth0ctl.vault import Vault, every_vault, memory_vault, open_vault
from auth0ctl.vault.file import vault_file

NOBODY_HOME = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(config=tmp_path / "config", data=tmp_path / "data")


@pytest.fixture
def release() -> Iterator[None]:
    RELEASE.clear()
    yield
    RELEASE.set()


def named(folders: Folders, name: str, *, before_login: bool = False, timeout: float = 5.0) -> Vault:
    return open_vault(
        folders, {}, False, backend=f"keyring_backends.{name}", before_login=before_login, timeout=timeout
    )


PROGRAM = """
import sys
from pathlib import Path
from auth0ctl.errors import VaultError
from auth0ctl.files import Folders
from auth0ctl.vault import open_vault
folders = Folders(config=Path(sys.argv[1]), data=Path(sys.argv[1]))
try:
    {line}
except VaultError as error:
    print(error.message)
    sys.exit(int(error.exit_code))
"""


def run(line: str, folder: Path, *, bus: str = "") -> subprocess.CompletedProcess[str]:
    """Run one line in a program of its own, which ends like auth0ctl. ``bus``: the address of the session's D-Bus."""
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(line=line), str(folder)],
        env={**os.environ, "PYTHONPATH": path, "DBUS_SESSION_BUS_ADDRESS": bus},
        stdout=subprocess.PIPE,
        text=True,
        timeout=30,
        check=False,
    )


def test_S01_accepts_a_backend_that_somebody_names(folders: Folders) -> None:
    vault = named(folders, "Remembers", before_login=True)
    vault.set("a", "1")
    assert vault.get("a") == "1"
    assert vault.persistent
    assert vault.kind == "the keyring keyring_backends.Remembers"
    assert vault.note == ""


@pytest.mark.parametrize(
    "name", ["keyring_backends.Missing", "no_such_module.Keyring", "keyring.backends.fail.Nothing"]
)
def test_S01_rejects_a_named_backend_that_cannot_be_used(folders: Folders, name: str) -> None:
    with pytest.raises(VaultError, match="cannot be used here"):
        open_vault(folders, {}, False, backend=name)


@pytest.mark.parametrize(
    "name",
    [
        "keyring.backends.fail.Keyring",
        "keyring.backends.null.Keyring",
        "keyring_backends.Remembers",
        "keyrings.alt.file.PlaintextKeyring",
    ],
)
def test_S01_rejects_a_backend_from_keyrings_own_variable(folders: Folders, name: str) -> None:
    vault = open_vault(folders, {"PYTHON_KEYRING_BACKEND": name}, False)
    assert not vault.persistent
    assert name in vault.note
    assert "--insecure-storage" in vault.note
    vault.set("a", "1")
    assert vault.get("a") == "1"
    assert not folders.data.exists(), "no silent file"


def test_S01_a_system_without_its_keyring_keeps_tokens_in_memory_and_says_so(folders: Folders) -> None:
    vault = open_vault(folders, {}, False, platform="win32" if sys.platform != "win32" else "darwin")
    assert vault.kind == "memory, for this command only"
    assert vault.note.startswith("There is no keyring on this machine, so tokens are kept in memory")


def test_S02_rejects_a_silent_keyring_before_a_login_begins(folders: Folders, release: None) -> None:
    with pytest.raises(VaultError, match=r"did not answer in 0\.1 seconds"):
        named(folders, "Hangs", before_login=True, timeout=0.1)


def test_S02_a_keyring_that_does_not_even_open_is_given_up(folders: Folders, release: None) -> None:
    with pytest.raises(VaultError, match=r"did not answer in 0\.1 seconds"):
        named(folders, "HangsAtTheStart", timeout=0.1)


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")
def test_S02_a_real_secret_service_that_never_answers_is_given_up(tmp_path: Path) -> None:
    pytest.importorskip("secretstorage")
    with socket.socket(socket.AF_UNIX) as bus:
        bus.bind(str(tmp_path / "bus"))
        bus.listen()
        ended = run("open_vault(folders, {}, False, timeout=0.5)", tmp_path, bus=f"unix:path={tmp_path / 'bus'}")
    assert ended.returncode == 3
    assert ended.stdout == "The desktop keyring (Secret Service) did not answer in 0.5 seconds.\n"


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")
def test_S01_without_a_session_bus_there_is_no_keyring(tmp_path: Path) -> None:
    ended = run("print(open_vault(folders, {}, False).kind)", tmp_path, bus=f"unix:path={tmp_path / 'nowhere'}")
    assert (ended.returncode, ended.stdout) == (0, "memory, for this command only\n")


def test_S02_a_thread_that_hangs_does_not_keep_the_program(tmp_path: Path) -> None:
    ended = run(
        'open_vault(folders, {}, False, backend="keyring_backends.Hangs", before_login=True, timeout=0.2)', tmp_path
    )
    assert ended.returncode == 3, "although the thread itself waits for 60 seconds"


@pytest.mark.parametrize("name", ["Drops", "Refuses"])
def test_S03_rejects_a_keyring_that_keeps_nothing_before_the_login(folders: Folders, name: str) -> None:
    vault = named(folders, name, before_login=True)
    assert not vault.persistent
    assert f"keyring_backends.{name}" in vault.note
    assert vault.note.endswith("in a file only you can read.")


def test_S03_reading_does_not_write_a_probe(folders: Folders) -> None:
    assert named(folders, "Refuses").get("a") is None


def test_S05_accepts_the_file_where_it_was_asked_for(folders: Folders) -> None:
    vault = open_vault(folders, {}, True)
    vault.set("a", "1")
    assert vault_file(folders.data).exists()
    assert open_vault(folders, {}, True).get("a") == "1"
    assert vault.persistent


def test_S05_rejects_any_file_that_nobody_asked_for(folders: Folders) -> None:
    vault = open_vault(folders, NOBODY_HOME, False, before_login=True)
    vault.set("a", "1")
    assert not folders.data.exists()


def test_S15_every_place_is_looked_into(folders: Folders) -> None:
    assert every_vault(folders, NOBODY_HOME) == ()
    open_vault(folders, {}, True).set("a", "1")
    assert [vault.get("a") for vault in every_vault(folders, NOBODY_HOME)] == ["1"]
    both = every_vault(folders, {}, backend="keyring_backends.Remembers")
    assert [vault.kind.split()[1] for vault in both] == ["keyring", "file"]


def test_a_keyring_works_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("I am a file")
    vault = named(Folders(config=tmp_path / "home" / "c", data=tmp_path / "home" / "d"), "Remembers")
    with vault.exclusive():
        vault.set("a", "1")
    assert vault.get("a") == "1"


def test_two_memory_vaults_share_nothing() -> None:
    one, two = memory_vault(), memory_vault()
    one.set("a", "1")
    assert two.get("a") is None


def test_importing_the_vault_does_not_import_keyring() -> None:
    program = (
        "import sys, auth0ctl.vault, auth0ctl.settings; sys.exit('keyring' in sys.modules or 'tomli_w' in sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False
    )
    assert ended.returncode == 0
