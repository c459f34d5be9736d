"""The generated parts of the README and of examples/ are what the code's own tables say today."""

from pathlib import Path

import pytest

from auth0ctl.cli.reference import PARTS, brought_up_to_date
from auth0ctl.cli.table import COMMANDS

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PAGES = (README, ROOT / "examples" / "rules.md", ROOT / "examples" / "ci" / "README.md")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_is_fresh(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == brought_up_to_date(text), "run `make completions`"


def test_every_part_is_on_some_page() -> None:
    everything = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert all(f"<!-- {name} -->\n| " in everything for name in PARTS)


def test_a_stale_readme_would_be_noticed() -> None:
    text = README.read_text(encoding="utf-8")
    stale = text.replace(f"| {COMMANDS[0].summary} |", "| something else |")
    assert stale != text
    assert brought_up_to_date(stale) == text
