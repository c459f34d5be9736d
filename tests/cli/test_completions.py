"""The completion scripts: the files are fresh, and real shells complete with them without starting any program."""

import shutil
import subprocess
from pathlib import Path

import pytest
from cli_process import Auth0ctl
from real_shells import DRIVERS, offered

from auth0ctl.cli.completion_scripts import SHELLS, script
from auth0ctl.cli.shells.values import OPTIONS, places
from auth0ctl.cli.table import COMMANDS

FOLDER = Path(__file__).parents[2] / "completions"
# What is typed before TAB, a word that must be offered, and one that must not.
TYPED = [
    (("to",), "token", "tenant"),
    (("token", ""), "verify", "demo"),
    (("token", "verify", "--au"), "--audience", "--at"),
    (("-o", "json", "client", "in"), "inspect", "list"),
    (("login", "--fl"), "--flow", "--scope"),
    (("token", "verify", "--"), "--require-scope", "--client-secret"),
    (("login", "--flow", ""), "implicit", "spa-pkce"),
    (("doctor", "--flow", "s"), "silent", "pkce"),
    (("login", "--flow=im"), "implicit", "pkce"),
    (("login", "--audience", "demo", "--response-mode", "f"), "form_post", "query"),
    (("client", "list", "-o", ""), "json", "sarif"),
    (("doctor", "-o", ""), "sarif", "spa-pkce"),
    (("completions", ""), "zsh", "--help"),
    (("smoke", "in"), "init", "inspect"),
    (("grant", "create", "--subject-type", ""), "user", "client-credentials"),
    (("local", "serve", "--fault", "inv"), "invalid-iss", "expired"),
]


def written(shell: str, folder: Path) -> Path:
    """The script as it is now: the file in the repository is held against it elsewhere."""
    path = folder / SHELLS[shell]
    path.write_text(script(shell), encoding="utf-8")
    return path


@pytest.mark.parametrize("shell", SHELLS)
def test_file_is_what_the_command_table_gives(shell: str) -> None:
    written = (FOLDER / SHELLS[shell]).read_text(encoding="utf-8")
    assert written == script(shell), "stale: run python -m auth0ctl.cli.completion_scripts completions"


def test_command_prints_the_same_script(auth0ctl: Auth0ctl) -> None:
    assert auth0ctl("completions", "bash").stdout == script("bash")
    assert auth0ctl.json("completions", "zsh") == {"script": script("zsh").rstrip("\n")}


@pytest.mark.parametrize("shell", DRIVERS)
@pytest.mark.parametrize(("typed", "wanted", "unwanted"), TYPED)
def test_a_real_shell_completes(shell: str, typed: tuple[str, ...], wanted: str, unwanted: str, tmp_path: Path) -> None:
    words = offered(shell, written(shell, tmp_path), typed)
    assert wanted in words
    assert unwanted not in words


def test_the_empty_path_would_show_a_started_program() -> None:
    # Otherwise "starts no program" above could not fail.
    program = shutil.which("bash") or "bash"
    done = subprocess.run(
        [program, "--norc", "-c", "python3 --version"],
        env={"PATH": "/nowhere"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert "not found" in done.stderr or "No such file" in done.stderr


def test_every_path_stands_in_a_script_once_and_every_table_entry_is_used() -> None:
    paths = [place.path for place in places()]
    assert len(set(paths)) == len(paths)
    assert {command.path for command in COMMANDS} <= set(paths)
    used = {f"{place.path} {name}" for place in places() for one in place.options for name in one.names}
    names = {one.rpartition(" ")[2] for one in used}
    assert [one for one in OPTIONS if one not in used | names] == []
