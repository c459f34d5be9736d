"""Writes the generated parts of the README and of pages under examples/, each between two markers.

``python -m auth0ctl.cli.reference FILE...`` brings files up to date; a test checks that they are.
"""

import re
import sys
from pathlib import Path

from auth0ctl.cli.table import COMMANDS
from auth0ctl.errors import ExitCode
from auth0ctl.journeys.diagnosis.explain import catalogue
from auth0ctl.journeys.tenants.scopes import READ_SCOPES, cost


def commands() -> str:
    """The command table as Markdown."""
    rows = [f"| `auth0ctl {command.path}` | {command.summary} |" for command in COMMANDS]
    return "\n".join(("| command | what it does |", "|---|---|", *rows))


def exit_codes() -> str:
    """The exit codes as Markdown."""
    rows = [f"| {int(code)} | {code.meaning} |" for code in ExitCode]
    return "\n".join(("| code | meaning |", "|---|---|", *rows))


def rules() -> str:
    """Every rule as Markdown: code, name, and what it says. ``auth0ctl explain CODE`` tells the rest."""
    rows = [f"| {rule.code} | `{rule.name}` | {rule.title} |" for rule in catalogue()]
    return "\n".join(("| code | name | what it says |", "|---|---|---|", *rows))


def read_scopes() -> str:
    """The Management API scopes that auth0ctl reads with, and what each missing one costs, as Markdown."""
    rows = [f"| `{scope.name}` | {cost(scope)} |" for scope in READ_SCOPES]
    return "\n".join(("| scope | what is lost without it |", "|---|---|", *rows))


PARTS = {"commands": commands, "exit-codes": exit_codes, "rules": rules, "read-scopes": read_scopes}


def brought_up_to_date(text: str) -> str:
    """``text`` with everything between ``<!-- NAME -->`` and ``<!-- /NAME -->`` written anew."""
    for name, write in PARTS.items():
        between = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        fresh = write()
        text = between.sub(lambda match, fresh=fresh: match.group(1) + fresh + "\n" + match.group(2), text)  # type: ignore[misc]
    return text


if __name__ == "__main__":
    for file in map(Path, sys.argv[1:]):
        file.write_text(brought_up_to_date(file.read_text(encoding="utf-8")), encoding="utf-8")
