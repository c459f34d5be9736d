"""Every field that a case's evidence may have is an option that the command's help names, with the field's meaning."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from auth0ctl.cli.app import run

# The schema's own list of fields: command -> field -> the option by which a person gives it.
ARGS = {
    "client_id": "--client",
    "flow": "--flow",
    "audience": "--audience",
    "redirect_uri": "--redirect-uri",
    "origin": "--origin",
    "scope": "--scope",
    "connection": "--connection",
    "organization": "--organization",
    "client_secret": "--client-secret-file",
    "domain": "--app-domain",
    "resource": "--resource",
    "return_to": "--return-to",
    "user_id": "--user",
    "want_refresh_token": "--want-refresh-token",
    "expected_audience": "--expect-audience",
    "expected_claim": "--expect-claim",
    "expected_in": "--expect-in",
    "required_scopes": "--require-scope",
    "required_permissions": "--require-permission",
    "expect_membership": "--expect-membership",
    "has_secret": "--has-secret",
}
AGAINST = {
    "audience": "--audience",
    "issuer": "--issuer",
    "alg": "--alg",
    "jwks_uri": "--jwks",
    "required_scopes": "--require-scope",
    "required_permissions": "--require-permission",
    "required_claims": "--require-claim",
    "requested_scope": "--requested-scope",
    "called_host": "--called-host",
}
URL = {"url": "--url", "expected_scopes": "--expect-scope", "expected_claims": "--expect-claim"}
TEXT = {"text": "[TEXT|URL|CODE|NAME|-]", "context": "--know"}
TOKEN = {"token": "[TOKEN]", "given_as": "--as"}
HAR = {"entries": "--har"}
FLOWS = (
    "spa-pkce web-code native-pkce client-credentials password password-realm device silent refresh logout signup "
    "cross-origin-login"
).split()
DOCUMENTED = {
    "doctor": {**ARGS, **URL, **HAR},
    "token verify": {**AGAINST, **TOKEN},
    "explain": {**TEXT, **HAR},
}
FIELDS = {"live": {"args"}, "token": {"token", "check_against"}, "authorize_url": set(URL), "error_text": set(TEXT),
          "har": set(HAR)}  # fmt: skip
FILES = sorted(Path(__file__).parent.glob("*cases.json"))


@pytest.fixture(scope="module", params=sorted(DOCUMENTED))
def command(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def help_of(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run([*command.split(), "--help"]) == 0
    return capsys.readouterr().out


def test_the_help_names_an_option_for_every_field(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = help_of(command, capsys)
    for field, option in DOCUMENTED[command].items():
        assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", told), f"{field}: {option}"


def test_the_help_of_doctor_names_every_flow(capsys: pytest.CaptureFixture[str]) -> None:
    told = re.sub(r"-\s+", "-", help_of("doctor", capsys))  # names may be broken at their hyphens
    assert [flow for flow in FLOWS if flow not in told] == []


def fields_used() -> Iterator[tuple[str, str, set[str]]]:
    """Case, kind and fields of every piece of evidence in the files here; those of ``args`` and so on on their own."""
    for file in FILES:
        for case in json.loads(file.read_text(encoding="utf-8"))["cases"]:
            for evidence in case["evidence"]:
                kind = evidence["kind"]
                yield case["id"], kind, set(evidence) - {"kind", "position"}
                yield case["id"], "args", set(evidence.get("args", ()))
                yield case["id"], "check_against", set(evidence.get("check_against", ()))


def test_no_case_has_a_field_beyond_the_list() -> None:
    known = {**FIELDS, "args": set(ARGS), "check_against": set(AGAINST)}
    assert len(FILES) >= 2
    unknown = {(case, kind, name) for case, kind, names in fields_used() for name in names - known[kind]}
    assert unknown == set()
