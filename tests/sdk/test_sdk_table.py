"""The README's table of SDKs is what a run of these tests writes."""

import ast
import os
from pathlib import Path

import pytest
from machine import SDK_FOLDER
from sdk_table import ENVIRONMENT, FAILS, NOT_RUN, PASSES, ROWS, brought_up_to_date, results_of, table

README = Path(__file__).parents[2] / "README.md"
HOW = "run `AUTH0CTL_SDK_TABLE=README.md python -m pytest tests/sdk`"


def shown() -> set[str]:
    """Every row that a test of this folder is marked with."""
    calls = (
        node
        for file in SDK_FOLDER.glob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.shows"
    )
    return {ast.literal_eval(call.args[0]) for call in calls}


def test_every_row_has_a_test_and_every_mark_a_row() -> None:
    assert shown() == set(ROWS)


@pytest.mark.sdk
@pytest.mark.skipif(bool(os.environ.get(ENVIRONMENT)), reason="this run writes the table")
def test_the_readme_is_fresh() -> None:
    """Its versions are the installed ones, and every row passed when it was written."""
    text = README.read_text(encoding="utf-8")
    assert text == brought_up_to_date(text, dict.fromkeys(ROWS, PASSES)), HOW


@pytest.mark.sdk
def test_a_failure_would_stand_in_the_table() -> None:
    outcomes = {"auth0": ["passed", "failed"], "auth0-js": ["passed"], "auth0-python": ["passed", "skipped"]}
    results = results_of(outcomes)
    assert results == {"auth0": FAILS, "auth0-js": PASSES, "auth0-python": NOT_RUN}
    lines = table(results).splitlines()
    assert [line.split(" | ")[-1] for line in lines if "`auth0-js`" in line] == [f"{PASSES} |"]
    assert sum(NOT_RUN in line for line in lines) == len(ROWS) - 2
    text = README.read_text(encoding="utf-8")
    assert brought_up_to_date(text, results) != text
