"""Real shells, asked what they offer. Their PATH is empty, so a script that started any program would be heard."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

# How each shell is asked what it offers for the words that follow: the last one is being typed.
DRIVERS = {
    # bash itself cuts words at : and =; what it would insert is put in place of the last piece, and made a word again
    "bash": """source "$0"; COMP_WORDS=(auth0ctl)
        for word in "$@"; do
          while [[ $word == *[:=]* && $word != -[a-z] ]]; do
            head="${word%%[:=]*}"; rest="${word#"$head"}"
            [[ $head ]] && COMP_WORDS+=("$head"); COMP_WORDS+=("${rest:0:1}"); word="${rest:1}"
          done
          COMP_WORDS+=("$word")
        done
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _auth0ctl
        for reply in "${COMPREPLY[@]}"; do eval "printf '%s\\n' $reply"; done """,
    # zsh itself chooses among what compadd is given and quotes it; here a function of that name chooses.
    "zsh": """compadd() { shift; local -a all; all=(${(M)@:#${(b)PREFIX_}*}); (( $#all )) && print -rl -- $all }
        compset() { PREFIX_="${PREFIX_#*=}" }
        _files() { print -l -- FILES }
        words=(auth0ctl "$@"); CURRENT=${#words}; PREFIX_="${words[CURRENT]}"; source "$0" """,
    "fish": """source $argv[1]
        complete -C "auth0ctl $argv[2..-1]" """,
}
QUIETLY = {"bash": ("--norc", "--noprofile", "-c"), "zsh": ("-f", "-c"), "fish": ("--no-config", "-c")}


def offered(
    shell: str, script: Path, typed: tuple[str, ...], home: Path | None = None, env: Mapping[str, str] | None = None
) -> list[str]:
    """What a real shell offers, one a line: the value as the command would get it, without its description."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"NO {shell.upper()} ON THIS MACHINE: its completion script is compared, but not run")
    done = subprocess.run(
        [program, *QUIETLY[shell], DRIVERS[shell], str(script), *typed],
        env={
            "PATH": "/nowhere",
            "HOME": str(home or "/nowhere"),
            "LANG": "C.UTF-8",
            **({"AUTH0CTL_HOME": str(home)} if home else {}),
            **(env or {}),
        },
        cwd=home or "/",
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.stderr == ""
    lines = [line.split("\t")[0] for line in done.stdout.split("\n")[:-1]]
    return [line.partition("=")[2] if line.startswith("--") and "=" in line else line for line in lines]
