"""Reports for machines as the commands print them: valid, with the exit code as ever, and refused where none is."""

import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
from forge import API, ISSUER, NOW, access_claims, key_set, rsa_signer
from test_junit import SCHEMA as JUNIT
from test_sarif import objections

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session
from auth0ctl.cli.table import COMMANDS, REPORTS
from auth0ctl.render import ERRORS, REPORT_FORMATS

KEY = rsa_signer()
SECRET = "s3cret-of-the-environment-0123456789"


class Printed(NamedTuple):
    code: int
    out: str
    err: str


Typed = Callable[..., Printed]


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    """``typed("token", "verify", ...)`` runs a command on a fresh machine."""
    (tmp_path / "jwks.json").write_bytes(key_set(KEY))

    def run_it(*words: str, stdin: str = "", env: Mapping[str, str] | None = None) -> Printed:
        home = {"HOME": str(tmp_path), "AUTH0CTL_HOME": str(tmp_path / "auth0ctl"), "PATH": ""}
        out, err = io.StringIO(), io.StringIO()
        session = Session(environ=home | dict(env or {}), stdin=io.StringIO(stdin), stdout=out, stderr=err)
        return Printed(run(words, session), out.getvalue(), err.getvalue())

    return run_it


def valid(form: str, out: str) -> None:
    """Holds a document against its format."""
    if form == "sarif":
        assert objections(json.loads(out)) == []
    elif form == "junit":
        JUNIT.validate(out.partition("?>\n")[2])
    else:
        assert out.splitlines()
        assert all(line.startswith(("::", "auth0ctl ")) for line in out.splitlines())


def verifying(tmp_path: Path, token: str) -> tuple[str, ...]:
    keys = ("--jwks", str(tmp_path / "jwks.json"), "--issuer", ISSUER, "--audience", API, "--at", str(NOW))
    return ("token", "verify", token, *keys)


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_reports_are_valid_and_the_format_changes_no_exit_code(typed: Typed, tmp_path: Path, form: str) -> None:
    assert typed("client", "create", "Poor", "--type", "spa").code == 0
    commands = [
        (verifying(tmp_path, KEY.sign(access_claims())), 0),
        (verifying(tmp_path, KEY.sign(access_claims(exp=NOW - 60, iat=NOW - 90))), 1),
        (("explain", "Callback URL mismatch"), 1),
        (("client", "inspect", "Poor"), 0),
        (("doctor",), 0),
        (("doctor", "--client", "Poor", "--redirect-uri", "https://app.example.com/cb"), 1),
        (("probe",), 0),
        (("login", "--no-browser", "--audience", "https://nobody.example.com"), 4),
    ]
    for words, code in commands:
        told = typed(*words, "-o", form)
        assert (told.code, words) == (code, words)
        valid(form, told.out)
        if form == "sarif":
            assert json.loads(told.out)["runs"][0]["invocations"][0]["exitCode"] == code
        if form == "junit":
            (suite,) = ElementTree.fromstring(told.out)
            red = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
            assert (red > 0) is (code > 0)


@pytest.mark.parametrize("form", [*REPORT_FORMATS, "html"])
def test_a_smoke_file_is_reported_green_and_red(typed: Typed, tmp_path: Path, form: str) -> None:
    file = tmp_path / "auth0ctl.toml"
    declared = '[[client]]\nid = "spa"\nclient = "Poor"\napp_type = "spa"\n'
    assert typed("client", "create", "Poor", "--type", "spa").code == 0
    for text, code in (
        (declared, 0),
        (declared.replace('"spa"\n', '"native"\n').replace('id = "native"', 'id = "spa"'), 1),
    ):
        file.write_text(text)
        told = typed("smoke", str(file), "-o", form)
        assert told.code == code
        assert ("native" in told.out) is (code == 1)
        if form != "html":
            valid(form, told.out)
    file.write_text("[[client]\n")
    told = typed("smoke", str(file), "-o", form)
    assert told.code == 3
    if form != "html":
        valid(form, told.out)


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_an_error_is_a_valid_document_with_its_exit_code(typed: Typed, form: str) -> None:
    for words, code in ((("doctor", "--nope"), 2), (("token", "verify", "--file", "/nowhere"), 2), (("nope",), 2)):
        told = typed(*words, "-o", form)
        assert told.code == code
        valid(form, told.out)
        assert told.err.startswith("error: ")


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_a_command_without_a_report_is_refused_before_it_does_anything(typed: Typed, form: str) -> None:
    told = typed("client", "create", "Never", "--type", "spa", "-o", form)
    assert told.code == 2
    assert f"{form} is a format for reports, and `auth0ctl client create` gives none" in told.err
    valid(form, told.out)
    assert "Never" not in typed("client", "list").out


def test_tokens_in_bulk_have_no_such_report(typed: Typed, tmp_path: Path) -> None:
    (tmp_path / "tokens").write_text(f"{KEY.sign(access_claims())}\n" * 2)
    words = ("--file", str(tmp_path / "tokens"), "--jobs", "1")
    told = typed("token", "verify", *words, *verifying(tmp_path, "")[3:], "-o", "sarif")
    assert told.code == 2
    valid("sarif", told.out)


def test_every_command_of_the_list_is_one() -> None:
    paths = {command.path for command in COMMANDS}
    assert REPORTS - paths <= {"smoke"}
    assert {command.path for command in COMMANDS if command.reports} == REPORTS & paths


def test_the_job_summary_is_appended_where_the_runner_wants_it(typed: Typed, tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text("# before\n")
    env = {"GITHUB_STEP_SUMMARY": str(file)}
    for _ in range(2):
        assert typed("explain", "Callback URL mismatch", "-o", "github", env=env).code == 1
    assert file.read_text(encoding="utf-8").startswith("# before\n## ❌ auth0ctl explain")
    assert file.read_text(encoding="utf-8").count("## ❌ auth0ctl explain") == 2
    typed("explain", "Callback URL mismatch", env=env)
    assert file.read_text(encoding="utf-8").count("## ") == 2, "for the format github alone"


def test_a_summary_that_cannot_be_written_changes_no_verdict(typed: Typed, tmp_path: Path) -> None:
    told = typed("explain", "Callback URL mismatch", "-o", "github", env={"GITHUB_STEP_SUMMARY": str(tmp_path)})
    assert told.code == 1
    assert told.out.startswith("::error ")
    assert "The job summary cannot be written" in told.err


@pytest.mark.parametrize("form", [*REPORT_FORMATS, "html"])
def test_S08_rejects_a_secret_in_every_report(typed: Typed, tmp_path: Path, form: str) -> None:
    file = tmp_path / "summary.md"
    env = {"AUTH0_CLIENT_SECRET": SECRET, "GITHUB_STEP_SUMMARY": str(file)}
    for words in (
        ("explain", f"Callback URL mismatch {SECRET}"),
        ("doctor", "--client", f"x {SECRET}"),
        ("nope", SECRET),
    ):
        told = typed(*words, "-o", form, env=env)
        assert SECRET not in told.out + told.err
    assert SECRET not in (file.read_text(encoding="utf-8") if file.exists() else "")


def test_a_runner_finds_no_command_in_what_is_said(typed: Typed) -> None:
    told = typed("explain", "--file", "/x\n::error::owned\n##[add-path]x", "-o", "github")
    for line in (told.out + told.err).splitlines():
        assert not line.lstrip().startswith("::error::owned")
    assert "##[" not in told.err


def test_each_format_for_programs_writes_errors() -> None:
    assert set(ERRORS) == {"json", *REPORT_FORMATS}


def test_json_is_as_it_was(typed: Typed) -> None:
    told: Any = json.loads(typed("nope", "-o", "json").out)
    assert told["error"]["code"] == 2
