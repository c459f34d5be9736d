"""Every requirement has a test that accepts what it asks for and one that rejects what it forbids, named after it.

The ids are those of ``standards.md`` sections 1, 4, 5 and 6: V (verifier), A (access token), I (ID token), K (keys and
discovery), L (login), C (callback server), S (secrets), Q (reliability). The name of a test says whether it accepts or
rejects; one that does both says so: ``test_I01_accepts_the_issuer_asked_and_rejects_another``. Tests that tell a story
instead may carry an id as well.
"""

import ast
import re
from collections import defaultdict
from pathlib import Path

TESTS = Path(__file__).parent
REQUIREMENTS = {"V": 19, "A": 6, "I": 14, "K": 6, "L": 15, "C": 13, "S": 15, "Q": 16}

# What has no test of its own, and why.
ARGUED = {
    "S12": "Nothing is ever copied to the clipboard: there is no --copy, and no module that could write to one. "
    "`auth0ctl token get` prints a token for a pipe, into the clipboard's own program where somebody wants that.",
}


def ids() -> list[str]:
    return [f"{letter}{number:02}" for letter, last in REQUIREMENTS.items() for number in range(1, last + 1)]


def names() -> list[str]:
    """The names of all test functions."""
    found: list[str] = []
    for path in TESTS.rglob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return found


def covered(tests: list[str]) -> dict[str, set[str]]:
    """Requirement id -> ``accepts`` and ``rejects``, as far as the names say so. A name may begin with several ids."""
    said: dict[str, set[str]] = defaultdict(set)
    for name in tests:
        if match := re.match(rf"test_((?:[{''.join(REQUIREMENTS)}]\d\d_)+)(.*)", name):
            for id_ in match[1].rstrip("_").split("_"):
                said[id_] |= set(re.findall(r"(?<=_)(accepts|rejects)(?=_)", f"_{match[2]}"))
    return said


def lacking(tests: list[str]) -> dict[str, set[str]]:
    """Requirement id -> what its tests do not say."""
    said = covered(tests)
    missing = {id_: {"accepts", "rejects"} - said[id_] for id_ in ids() if id_ not in ARGUED}
    return {id_: words for id_, words in missing.items() if words}


def test_there_are_104_requirements() -> None:
    assert len(ids()) == 104


def test_every_requirement_has_an_accepting_and_a_rejecting_test() -> None:
    assert lacking(names()) == {}


def test_a_requirement_without_one_of_them_is_found() -> None:
    """The map can fail: a story counts for nothing, and one half of the two is not enough."""
    found = lacking(["test_V01_accepts_rs256", "test_V01_V02_rejects_none", "test_V03_a_story"])
    assert "V01" not in found
    assert (found["V02"], found["V03"]) == ({"accepts"}, {"accepts", "rejects"})


def test_no_test_is_named_after_an_id_that_does_not_exist() -> None:
    assert {*covered(names())} - {*ids()} == set()


def test_what_is_argued_away_exists_and_is_not_tested_after_all() -> None:
    assert {*ARGUED} <= {*ids()}
    assert {*ARGUED} & {*covered(names())} == set()
