"""A hint that names a command names one that exists."""

import re
from pathlib import Path

import auth0ctl
from auth0ctl.cli.table import COMMANDS, GROUPS

PACKAGE = Path(auth0ctl.__file__).parent
KNOWN = {command.path for command in COMMANDS}
NAMED = re.compile(r"`auth0ctl ([a-z]+)(?: ([a-z]+))?")


def named(text: str) -> set[str]:
    """The command paths that stand in backquotes in a text."""
    return {f"{first} {second}" if first in GROUPS else first for first, second in NAMED.findall(text)}


def test_every_command_that_is_named_exists() -> None:
    seen: set[str] = set()
    for file in PACKAGE.rglob("*.py"):
        found = {path for path in named(file.read_text(encoding="utf-8")) if path.strip() not in GROUPS}
        assert found <= KNOWN, (file.name, sorted(found - KNOWN))
        seen |= found
    assert len(seen) > 8


def test_a_command_that_does_not_exist_would_be_noticed() -> None:
    assert named("try `auth0ctl nosuch --now` or `auth0ctl token nosuch`") == {"nosuch", "token nosuch"}
