"""The pages of examples/ and the README show what their commands print today; ``make pages`` writes them anew."""

import re
from pathlib import Path

import pytest
from page_sessions import (
    ROOT,
    Machine,
    agrees,
    brought_up_to_date,
    copy_of,
    files_of,
    first_machine,
    refreshed,
    run_page,
    steps_of,
)

QUESTIONS = ROOT / "examples" / "questions"
PAGES = [ROOT / "README.md", *sorted(page for page in QUESTIONS.glob("*.md") if page.name != "README.md")]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    return first_machine(tmp_path_factory.mktemp("machines") / "first")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_shows_what_its_commands_print(page: Path, first: Machine, tmp_path: Path) -> None:
    ran = 0
    for step, printed in run_page(page.read_text(encoding="utf-8"), copy_of(first, tmp_path / "machine")):
        assert agrees(step.shown, printed), f"$ {step.command}\n" + "\n".join(printed)
        ran += 1
    assert ran > 1


def test_every_question_is_in_the_index_and_in_the_readme() -> None:
    index = (QUESTIONS / "README.md").read_text(encoding="utf-8")
    for page in PAGES[1:]:
        title = page.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")
        assert f"[{title}]({page.name})" in index
        assert f"[{title}](examples/questions/{page.name})" in PAGES[0].read_text(encoding="utf-8")


LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
LINKING = [ROOT / "README.md", *(ROOT / "examples").rglob("*.md")]


@pytest.mark.parametrize("page", LINKING, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


PAGE = """# A page

```json tenant.json
{}
```

```console
$ cat tenant.json; echo now $(date -u +%Y-%m-%dT%H:%M:%SZ)
{}
now 2026-01-01T00:00:00Z
$ echo one \\
    two
one two
$ seq 9
1
...
9
```
"""


def test_a_page_is_run_as_it_stands(tmp_path: Path) -> None:
    assert files_of(PAGE) == {"tenant.json": "{}\n"}
    assert [step.command for step in steps_of(PAGE)][1:] == ["echo one \\\n    two", "seq 9"]
    for step, printed in run_page(PAGE, Machine(tmp_path / "one")):
        assert agrees(step.shown, printed)
    assert brought_up_to_date(PAGE, Machine(tmp_path / "two")) == PAGE


def test_a_page_that_is_wrong_is_noticed_and_mended(tmp_path: Path) -> None:
    wrong = PAGE.replace("\none two\n", "\none three\n").replace("...\n9\n", "...\n10\n")
    wrong_steps = [agrees(step.shown, printed) for step, printed in run_page(wrong, Machine(tmp_path / "one"))]
    assert wrong_steps == [True, False, False]
    assert brought_up_to_date(wrong, Machine(tmp_path / "two")) == PAGE


def test_what_differs_from_run_to_run_is_no_difference() -> None:
    assert agrees(["at 127.0.0.1:1234, in 9 h 59 m"], ["at 127.0.0.1:51234, in 9 h 58 m"])
    assert agrees(["kid JKNNhsBCtqTClT3KquoYA  good"], ["kid Zb1NhsBCtqTClT3KquoYA   good"])
    assert not agrees(["in 9 h 59 m"], ["never"])
    assert not agrees(["aud localSPA000000000000000000000000"], ["aud J1lbN93zL7eP3xoWO4dJphpMlO6L0S7c"])
    assert not agrees(["a", "..."], ["b", "a"])
    assert refreshed(["a", "...", "d"], ["a", "b", "c", "e"]) == ["a", "...", "e"]


def test_the_exit_code_of_the_command_before_can_be_asked(tmp_path: Path) -> None:
    machine = Machine(tmp_path / "one")
    machine.run("exit 7")
    assert machine.run("echo $?") == ("7",)
