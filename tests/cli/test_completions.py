"""The completion scripts: the files are fresh, and real shells complete with them without starting any program."""

import shutil
import subprocess
from pathlib import Path

import pytest
from cli_process import Auth0ctl

from auth0ctl.cli.completion_scripts import SHELLS, script

FOLDER = Path(__file__).parents[2] / "completions"
# How each shell is asked what it offers for the words that follow: the last one is being typed.
DRIVERS = {
    "bash": """source "$0"; COMP_WORDS=(auth0ctl "$@"); COMP_CWORD=$#; _auth0ctl; printf '%s\\n' "${COMPREPLY[@]}" """,
    # zsh itself chooses among what compadd is given; here a function of that name does.
    "zsh": """compadd() { shift; print -l -- ${(M)@:#${words[CURRENT]}*} }
        words=(auth0ctl "$@"); CURRENT=${#words}; source "$0" """,
    "fish": """source $argv[1]; complete -C "auth0ctl $argv[2..]" """,
}
QUIETLY = {"bash": ("--norc", "--noprofile", "-c"), "zsh": ("-f", "-c"), "fish": ("--no-config", "-c")}
# What is typed before TAB, a word that must be offered, and one that must not.
TYPED = [
    (("to",), "token", "tenant"),
    (("token", ""), "verify", "demo"),
    (("token", "verify", "--au"), "--audience", "--at"),
    (("-o", "json", "client", "in"), "inspect", "list"),
    (("login", "--fl"), "--flow", "--scope"),
    (("token", "verify", "--"), "--require-scope", "--client-secret"),
]


@pytest.mark.parametrize("shell", SHELLS)
def test_file_is_what_the_command_table_gives(shell: str) -> None:
    written = (FOLDER / SHELLS[shell]).read_text(encoding="utf-8")
    assert written == script(shell), "stale: run python -m auth0ctl.cli.completion_scripts completions"


def test_command_prints_the_same_script(auth0ctl: Auth0ctl) -> None:
    assert auth0ctl("completions", "bash").stdout == script("bash")
    assert auth0ctl.json("completions", "zsh") == {"script": script("zsh").rstrip("\n")}


def offered(shell: str, typed: tuple[str, ...]) -> list[str]:
    """What a real shell offers. Its PATH is empty, so a script that started any program would be heard on stderr."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"NO {shell.upper()} ON THIS MACHINE: its completion script is compared, but not run")
    done = subprocess.run(
        [program, *QUIETLY[shell], DRIVERS[shell], str(FOLDER / SHELLS[shell]), *typed],
        env={"PATH": "/nowhere", "HOME": "/nowhere", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize("shell", DRIVERS)
@pytest.mark.parametrize(("typed", "wanted", "unwanted"), TYPED)
def test_a_real_shell_completes(shell: str, typed: tuple[str, ...], wanted: str, unwanted: str) -> None:
    words = offered(shell, typed)
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
