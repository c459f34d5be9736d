"""SARIF: held against the schema of 2.1.0; every result has its rule and its place, and the same mark in every run."""

import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from forge import AT
from hostile_payloads import HOSTILE, acting
from made_login import made_login, refused_login, token_texts
from made_smoked import cause, green_smoked, made_smoked

from auth0ctl.errors import ConfigError, NetworkError, UsageError
from auth0ctl.findings import Check, Report, Severity, Skipped, Status
from auth0ctl.render.sarif import file_uri, render, render_error
from auth0ctl.results import Bare, Diagnosed, Listing, Verified

JSON = dict[str, Any]
SCHEMA: JSON = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
CHECKER = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)


def objections(log: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in CHECKER.iter_errors(log)]


def written(result: Any) -> str:
    out = io.StringIO()
    render(result, out)
    return out.getvalue()


def run_of(result: Any) -> JSON:
    log = json.loads(written(result))
    assert objections(log) == []
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def marks(result: Any) -> list[str]:
    return [one["partialFingerprints"]["auth0ctl/v1"] for one in run_of(result)["results"]]


def test_the_schema_objects_to_what_is_none() -> None:
    jsonschema.Draft4Validator.check_schema(SCHEMA)
    assert objections({"version": "2.1.0"})
    log = json.loads(written(made_smoked()))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert objections(log)


@pytest.mark.parametrize("foreign", ["", "\x00 \ud800 <b> %41 {0}"])
def test_every_result_has_a_rule_a_place_and_a_mark(foreign: str) -> None:
    for result in (made_smoked(foreign), made_login(foreign), refused_login(foreign)):
        run = run_of(result)
        rules = run["tool"]["driver"]["rules"]
        assert len({rule["id"] for rule in rules}) == len(rules)
        assert run["results"]
        for one in run["results"]:
            assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
            assert one["locations"][0]["logicalLocations"][0]["name"]
        found = marks(result)
        assert len(set(found)) == len(found)


def test_a_rule_is_told_in_full() -> None:
    (rule,) = [one for one in run_of(made_smoked())["tool"]["driver"]["rules"] if one["id"] == "AZ103"]
    assert rule["name"] == "callback-url-not-registered"
    for part in ("shortDescription", "fullDescription", "help"):
        assert rule[part]["text"]
    assert rule["helpUri"].startswith("https://auth0.com/docs/")


def test_a_smoke_check_stands_at_its_line() -> None:
    run = run_of(made_smoked())
    told = {
        (one["properties"]["check"], one["ruleId"], one["level"]): one["locations"][0]["physicalLocation"]
        for one in run["results"]
    }
    assert set(told) == {
        ("callback", "AZ103", "error"),
        ("alg", "smoke/api", "error"),
        ("lifetime", "smoke/api", "warning"),
        ("m2m", "smoke/flow", "error"),
        ("call", "smoke/call", "error"),
        ("refused", "AZ103", "error"),
    }
    place = told["callback", "AZ103", "error"]
    assert place == {"artifactLocation": {"uri": "ci/auth0ctl.toml"}, "region": {"startLine": 12}}


def test_a_mild_check_makes_its_cause_mild() -> None:
    whole = made_smoked()
    mild = replace(whole, checks=(replace(whole.checks[1], severity=Severity.INFO),))
    assert [one["level"] for one in run_of(mild)["results"]] == ["note"]


def test_a_tenants_object_has_a_logical_place_and_no_file() -> None:
    report = Report(subject="x", findings=(cause(),))
    (one,) = run_of(Diagnosed(report=report, passed=False))["results"]
    (location,) = one["locations"]
    assert "physicalLocation" not in location
    assert location["logicalLocations"][0]["name"] == "Example SPA"


def test_marks_are_the_same_in_another_run_and_differ_between_checks() -> None:
    whole = made_smoked()
    later = replace(whole, at=AT + timedelta(days=1), seconds=1.0, checks=tuple(reversed(whole.checks)))
    assert sorted(marks(whole)) == sorted(marks(later))
    assert marks(whole) != marks(replace(whole, tenant="other.eu.auth0.com"))
    assert written(whole) == written(whole)


def test_one_cause_of_two_lines_is_told_once() -> None:
    bad = tuple(Check(id=one, title=one, status=Status.FAIL, detail=one) for one in ("V01", "V02"))
    report = Report(subject="x", checks=bad, findings=(replace(cause(), explains=("V01", "V02")),))
    verified = Verified(token=made_login().verified[0].token, report=report, at=AT)
    assert [one["ruleId"] for one in run_of(verified)["results"]] == ["AZ103"]


def test_the_invocation_has_the_exit_code_and_what_was_not_judged() -> None:
    for result, code in ((made_smoked(), 1), (green_smoked(), 0), (refused_login(), 4)):
        (invocation,) = run_of(result)["invocations"]
        assert (invocation["exitCode"], invocation["executionSuccessful"]) == (code, True)
    (invocation,) = run_of(made_smoked())["invocations"]
    (note,) = invocation["toolExecutionNotifications"]
    assert "it needs REFRESH_TOKEN" in note["message"]["text"]
    skipped = Skipped(rule=cause().rule, reason="needs read:clients")
    (invocation,) = run_of(Diagnosed(report=Report(subject="x", skipped=(skipped,)), passed=True))["invocations"]
    assert "needs read:clients" in invocation["toolExecutionNotifications"][0]["message"]["text"]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("auth0ctl.toml", "auth0ctl.toml"),
        ("ci/my checks#1.toml", "ci/my%20checks%231.toml"),
        ("/etc/a b.toml", "file:///etc/a%20b.toml"),
        ("été.toml", "%C3%A9t%C3%A9.toml"),
    ],
)
def test_a_file_is_a_uri(file: str, uri: str) -> None:
    assert file_uri(file) == uri
    run = run_of(made_smoked(file=file))
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_S10_rejects_every_payload_and_no_token_stands_in_a_log() -> None:
    text = written(made_smoked("|".join(HOSTILE)))
    assert text.isascii()
    for one in run_of(made_smoked("|".join(HOSTILE)))["results"]:
        assert acting(one["message"]["text"].replace("\n", " "), colours=False) == []
    login = made_login()
    assert [one for one in token_texts(login) if one in written(login)] == []


def test_an_error_is_a_log_too() -> None:
    for error, kind in (
        (NetworkError("no answer", "Try."), "toolExecution"),
        (ConfigError("bad"), "toolConfiguration"),
    ):
        out = io.StringIO()
        render_error(error, out)
        log = json.loads(out.getvalue())
        assert objections(log) == []
        (invocation,) = log["runs"][0]["invocations"]
        assert (invocation["exitCode"], invocation["executionSuccessful"]) == (int(error.exit_code), False)
        assert error.message in invocation[f"{kind}Notifications"][0]["message"]["text"]


def test_bare_text_stays_bare_and_a_list_is_refused() -> None:
    assert written(Bare(name="token", text="t")) == "t\n"
    with pytest.raises(UsageError):
        written(Listing(noun="clients", columns=(), rows=(), objects=()))
