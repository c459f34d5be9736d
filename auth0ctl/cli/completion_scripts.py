"""Writes the completion scripts. They hold every command, option and fixed value as plain words, and read names of
clients, APIs and tenants from a cache; nothing is started when TAB is pressed.

``python -m auth0ctl.cli.completion_scripts completions`` writes all of them into a folder.
"""

import sys
from pathlib import Path

from auth0ctl.cli.shells.bash import bash
from auth0ctl.cli.shells.fish import fish
from auth0ctl.cli.shells.powershell import powershell
from auth0ctl.cli.shells.zsh import zsh

SHELLS = {"bash": "auth0ctl.bash", "zsh": "auth0ctl.zsh", "fish": "auth0ctl.fish", "powershell": "auth0ctl.ps1"}
WRITERS = {"bash": bash, "zsh": zsh, "fish": fish, "powershell": powershell}


def script(shell: str) -> str:
    """The completion script of one of ``SHELLS``."""
    return WRITERS[shell]()


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name, file in SHELLS.items():
        (folder / file).write_text(script(name), encoding="utf-8")
