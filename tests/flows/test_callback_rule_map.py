"""Every rule on the callback (``standards.md`` section 4) has tests that carry its id: what it lets in and stops."""

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
IDS = [f"C{number:02}" for number in range(1, 14)]


def names() -> list[str]:
    found: list[str] = []
    for path in TESTS.rglob("test_*.py"):
        found += re.findall(r"^def test_(C\d\d_\w+)\(", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found


def test_every_rule_of_the_callback_has_at_least_two_tests() -> None:
    counted = {rule: sum(name.startswith(f"{rule}_") for name in names()) for rule in IDS}
    assert {rule: many for rule, many in counted.items() if many < 2} == {}


def test_no_test_is_named_after_a_rule_that_does_not_exist() -> None:
    assert {name[:3] for name in names()} - {*IDS} == set()
