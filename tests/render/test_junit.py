"""JUnit XML: held against the schema that Jenkins' plugin documents, counts that agree, and no foreign character."""

import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xmlschema
from hostile_payloads import HOSTILE
from made_login import made_login, refused_login, token_texts
from made_smoked import green_smoked, made_smoked

from auth0ctl.errors import AuthError, UsageError
from auth0ctl.render.junit import render, render_error
from auth0ctl.render.safe import safe
from auth0ctl.results import Bare, Listing

SCHEMA = xmlschema.XMLSchema(str(Path(__file__).parent / "schemas" / "junit-10.xsd"))
WORST = "]]> & <a href='x'> \x00\x1b[31m\x07\u202e\ufffe\ud800 \n\r\t \U0001f511 %0A"


def written(result: Any) -> str:
    out = io.StringIO()
    render(result, out)
    return out.getvalue()


def suite(text: str) -> ElementTree.Element:
    SCHEMA.validate(text.partition("?>\n")[2])
    (found,) = ElementTree.fromstring(text.encode("ascii"))
    return found


def case(found: ElementTree.Element, name: str) -> ElementTree.Element:
    (one,) = [each for each in found.iter("testcase") if each.attrib["name"].startswith(name)]
    return one


def test_the_schema_objects_to_what_is_none() -> None:
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        SCHEMA.validate("<testsuites><testsuite name='x'/></testsuites>")


@pytest.mark.parametrize("foreign", ["", WORST])
def test_every_report_is_of_the_schema_and_counts_agree(foreign: str) -> None:
    for result in (made_smoked(foreign), green_smoked(), made_login(foreign), refused_login(foreign)):
        found = suite(written(result))
        cases = list(found.iter("testcase"))
        assert found.attrib["tests"] == str(len(cases)) != "0"
        for name, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert found.attrib[name] == str(sum(one.find(element) is not None for one in cases))


def test_each_way_to_end_has_its_element() -> None:
    found = suite(written(made_smoked()))
    kinds = {one.attrib["name"].partition(":")[0]: [child.tag for child in one] for one in found.iter("testcase")}
    assert kinds == {
        "spa": ["system-out"],
        "callback": ["failure", "system-out"],
        "alg": ["failure", "system-out"],
        "lifetime": ["skipped", "system-out"],
        "m2m": ["failure", "flakyFailure", "system-out"],
        "call": ["error", "system-out"],
        "refresh": ["skipped"],
        "login": ["system-out"],
        "refused": ["failure", "system-out"],
    }
    assert {name: found.attrib[name] for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "9",
        "failures": "4",
        "errors": "1",
        "skipped": "2",
    }
    assert found.attrib["time"] == "34.200"
    assert found.attrib["file"] == "ci/auth0ctl.toml"


def test_a_flaky_check_is_a_failure_that_says_so() -> None:
    failure = case(suite(written(made_smoked())), "m2m").find("failure")
    assert failure is not None
    assert failure.attrib["type"] == "flaky"


def test_a_failure_names_its_cause_and_says_what_to_do() -> None:
    failure = case(suite(written(made_smoked())), "callback").find("failure")
    assert failure is not None
    assert failure.attrib["type"] == "callback-url-not-registered"
    assert failure.text is not None
    for line in (
        "expected: callbacks contain https://app.example.com/callback",
        "seen: http://localhost:3000",
        "fix: auth0ctl client update spa --add-callback https://app.example.com/callback",
    ):
        assert line in failure.text.split("\n")
    out = case(suite(written(made_smoked())), "callback").findtext("system-out")
    assert out == "ci/auth0ctl.toml:12"


def test_the_exit_code_is_a_property() -> None:
    for result, code in ((made_smoked(), "1"), (green_smoked(), "0"), (refused_login(), "4")):
        found = {one.attrib["name"]: one.attrib["value"] for one in suite(written(result)).iter("property")}
        assert found["exit code"] == code


def test_S10_rejects_every_payload_in_a_document() -> None:
    text = written(made_smoked("|".join(HOSTILE)))
    assert text.isascii()
    assert not [one for one in text if ord(one) < 0x20 and one != "\n"]
    assert safe(HOSTILE[0]) in "".join(suite(text).itertext())


def test_no_token_stands_in_a_document() -> None:
    login = made_login()
    text = written(login)
    assert [one for one in token_texts(login) if one in text] == []


def test_an_error_is_a_document_too() -> None:
    out = io.StringIO()
    render_error(AuthError(f"no token {WORST}", "Log in."), out)
    found = suite(out.getvalue())
    error = case(found, "auth0ctl").find("error")
    assert error is not None
    assert (error.attrib["type"], found.attrib["errors"]) == ("auth", "1")
    assert error.text is not None
    assert error.text.endswith("Log in.")


def test_bare_text_stays_bare_and_a_list_is_refused() -> None:
    assert written(Bare(name="token", text="t")) == "t\n"
    with pytest.raises(UsageError):
        written(Listing(noun="clients", columns=(), rows=(), objects=()))
