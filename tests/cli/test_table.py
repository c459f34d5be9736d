"""The tables: every target loads, every command explains itself, every rule is its own."""

import re

import pytest

from auth0ctl.cli.app import run
from auth0ctl.cli.table import COMMANDS, GROUPS
from auth0ctl.findings import Judge
from auth0ctl.flows import FLOWS
from auth0ctl.lookup import load
from auth0ctl.render import RENDERERS
from auth0ctl.rules import FAMILIES

PATHS = [command.path for command in COMMANDS]


@pytest.mark.parametrize("target", [command.target for command in COMMANDS])
def test_command_target_loads(target: str) -> None:
    assert callable(load(target))


@pytest.mark.parametrize("target", [*(flow.target for flow in FLOWS.values()), *RENDERERS.values()])
def test_flow_and_renderer_target_loads(target: str) -> None:
    assert callable(load(target))


def test_paths_are_unique_and_every_group_is_described() -> None:
    assert len(set(PATHS)) == len(PATHS)
    # `smoke init` stands beside `smoke`, which is a command and no group.
    assert {path.partition(" ")[0] for path in PATHS if " " in path} - set(PATHS) == set(GROUPS)


@pytest.mark.parametrize("path", PATHS)
def test_help_has_an_example_that_names_the_command(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = run([*path.split(), "--help"])
    told = capsys.readouterr()
    assert (code, told.err) == (0, "")
    assert f"Usage: auth0ctl {path}" in told.out
    assert f"auth0ctl {path}" in told.out.partition("Example:")[2]


@pytest.mark.parametrize("path", PATHS)
def test_help_names_every_value_and_explains_every_option(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    run([*path.split(), "--help"])
    told = capsys.readouterr().out
    assert not re.findall(r"<(?:str|int|float)\b[^>]*>", told)
    assert not re.findall(r"^ +(?:-\w, )?--[\w-]+(?: \S+)?\n +-", told, re.MULTILINE), "an option without a word on it"


@pytest.mark.parametrize("path", PATHS)
def test_S06_rejects_every_option_that_takes_a_secret_itself(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    run([*path.split(), "--help"])
    options = capsys.readouterr().out.split()
    assert not {"--client-secret", "--api-token", "--password"} & set(options)


@pytest.mark.parametrize("noun", sorted(GROUPS))
def test_noun_alone_prints_its_help_and_is_no_success(noun: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = run([noun])
    told = capsys.readouterr()
    assert (code, told.out) == (2, "")
    assert f"Usage: auth0ctl {noun}" in told.err
    for path in PATHS:
        if path.startswith(f"{noun} "):
            assert f"  {path.partition(' ')[2]} " in told.err


def test_nothing_at_all_prints_the_help_and_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Usage: auth0ctl" in told.err


def test_help_lists_every_command_and_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    told = capsys.readouterr().out
    for name in {path.partition(" ")[0] for path in PATHS}:
        assert f"\n  {name} " in told
    for code in (0, 1, 2, 3, 4, 5, 6, 7, 70, 130, 141):
        assert f"\n  {code} " in told


def judges() -> list[tuple[str, Judge]]:
    return [(family, one) for family, target in FAMILIES.items() for one in load(target)]


def test_a_code_belongs_to_one_rule() -> None:
    found: dict[str, str] = {}
    for _, one in judges():
        assert found.setdefault(one.rule.code, one.rule.name) == one.rule.name, one.rule.code


def test_a_cause_is_one_rule_wherever_it_is_judged() -> None:
    # A cause may be judged from two places (the client's settings, the token), but it is one rule with one code.
    by_name = {one.rule.name: one.rule for _, one in judges()}
    by_code = {one.rule.code: one.rule for _, one in judges()}
    for _, one in judges():
        assert by_name[one.rule.name] is one.rule
        assert by_code[one.rule.code] is one.rule


def test_every_rule_starts_with_its_family_and_says_everything() -> None:
    found = judges()
    assert len(found) > 40
    for _, one in found:
        rule = one.rule
        assert rule.code[:3] in FAMILIES, rule.code
        assert rule.code[2:].isdigit(), rule.code
        assert rule.name == rule.name.lower().replace(" ", "-"), rule.name
        assert rule.docs.startswith("https://"), rule.code
        assert all((rule.title, rule.why, rule.fix)), rule.code
