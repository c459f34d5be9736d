"""The generated parts of the README are what the command table and the exit codes say today."""

from pathlib import Path

from auth0ctl.cli.reference import brought_up_to_date
from auth0ctl.cli.table import COMMANDS

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_is_fresh() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == brought_up_to_date(text), "run `make completions`"


def test_a_stale_readme_would_be_noticed() -> None:
    text = README.read_text(encoding="utf-8")
    stale = text.replace(f"| {COMMANDS[0].summary} |", "| something else |")
    assert stale != text
    assert brought_up_to_date(stale) == text
