"""Every requirement on tokens, keys, logins and the callback server has tests named after it.

The ids are those of ``standards.md`` sections 1 and 4: V (verifier), A (access token), I (ID token), K (keys and
discovery), L (login), C (callback server). For the first four the name of a test says whether it accepts or rejects;
one that does both says so: ``test_I01_accepts_the_issuer_asked_and_rejects_another``. A test of a login or of the
callback server tells a story in its name, so there it is two tests at least; I11 is one of those: it is about the order
of a login's steps.
"""

import ast
import re
from collections import defaultdict
from pathlib import Path

TESTS = Path(__file__).parent
JUDGED = {"V": 19, "A": 6, "I": 14, "K": 6}
TOLD = {"L": 15, "C": 13}
STORIES = ("I11",)


def ids(letters: dict[str, int]) -> list[str]:
    return [f"{letter}{number:02}" for letter, last in letters.items() for number in range(1, last + 1)]


# What has no test of its own, and why.
ARGUED: dict[str, str] = {}


def names() -> list[str]:
    """The names of all test functions."""
    found: list[str] = []
    for path in TESTS.rglob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found += [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return found


def covered() -> dict[str, list[str]]:
    """Requirement id -> the rest of the names of its tests. A name may begin with several ids."""
    said: dict[str, list[str]] = defaultdict(list)
    for name in names():
        if match := re.match(r"test_((?:[VAIKLC]\d\d_)+)(.*)", name):
            for id_ in match[1].rstrip("_").split("_"):
                said[id_].append(f"_{match[2]}")
    return said


def words(rests: list[str]) -> set[str]:
    """``accepts`` and ``rejects``, as far as the names of the tests say so."""
    return {word for rest in rests for word in re.findall(r"(?<=_)(accepts|rejects)(?=_)", rest)}


def test_every_requirement_on_tokens_has_an_accepting_and_a_rejecting_test() -> None:
    said = covered()
    lacking = {id_: {"accepts", "rejects"} - words(said[id_]) for id_ in ids(JUDGED) if id_ not in (*ARGUED, *STORIES)}
    assert {id_: missing for id_, missing in lacking.items() if missing} == {}


def test_every_requirement_on_logins_and_callbacks_has_two_tests() -> None:
    said = covered()
    told = [id_ for id_ in (*ids(TOLD), *STORIES) if id_ not in ARGUED]
    assert {id_: said[id_] for id_ in told if len(said[id_]) < 2} == {}


def test_no_test_is_named_after_an_id_that_does_not_exist() -> None:
    assert {*covered()} - {*ids(JUDGED), *ids(TOLD)} == set()


def test_what_is_argued_away_is_not_tested_after_all() -> None:
    said = covered()
    assert [id_ for id_ in ARGUED if words(said[id_]) == {"accepts", "rejects"} or len(said[id_]) > 1] == []
