"""Every requirement on tokens and keys has a test that accepts and a test that rejects, named after it.

The ids are those of ``standards.md`` section 1: V (verifier), A (access token), I (ID token), K (keys and discovery). A
test that does both says so in its name: ``test_I01_accepts_the_issuer_asked_and_rejects_another``.
"""

import ast
import re
from collections import defaultdict
from pathlib import Path

TESTS = Path(__file__).parent
IDS = [
    f"{letter}{number:02}"
    for letter, last in (("V", 19), ("A", 6), ("I", 14), ("K", 6))
    for number in range(1, last + 1)
]

# What has no test yet, and why.
HYBRID = "the hybrid flow is not there: nothing redeems a code beside an ID token from the front channel"
ARGUED = {
    "I09": HYBRID,
    "I10": HYBRID,
    "I11": "it is about the login, not the verifier: what may start, and in which order",
    "I12": "no command reads /userinfo",
    "I13": "no command refreshes tokens yet",
}


def names() -> list[str]:
    """The names of all test functions."""
    found: list[str] = []
    for path in TESTS.rglob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return found


def covered() -> dict[str, set[str]]:
    """Requirement id -> ``accepts`` and ``rejects``, as far as a test's name says so."""
    said: dict[str, set[str]] = defaultdict(set)
    for name in names():
        if match := re.match(r"test_([VAIK]\d\d)_", name):
            said[match[1]] |= {*re.findall(r"(?<=_)(accepts|rejects)(?=_)", name)}
    return said


def test_every_requirement_has_an_accepting_and_a_rejecting_test() -> None:
    said = covered()
    lacking = {id_: {"accepts", "rejects"} - said[id_] for id_ in IDS if id_ not in ARGUED}
    assert {id_: words for id_, words in lacking.items() if words} == {}


def test_no_test_is_named_after_an_id_that_does_not_exist() -> None:
    assert {*covered()} - {*IDS} == set()


def test_what_is_argued_away_is_not_tested_after_all() -> None:
    said = covered()
    assert [id_ for id_ in ARGUED if said[id_] == {"accepts", "rejects"}] == []
