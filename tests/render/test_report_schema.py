"""The JSON report is what its schema says, and with ``--at`` the same, byte for byte."""

import io
import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from forge import (
    API,
    CLIENT,
    ISSUER,
    NOW,
    OPAQUE_JWE,
    REFRESH_TOKEN,
    Signer,
    access_claims,
    hs256,
    id_claims,
    key_set,
    rsa_signer,
)

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session

JSON = dict[str, Any]
KEY = rsa_signer()
SCHEMA: JSON = json.loads(files("auth0ctl.render").joinpath("report.schema.json").read_text(encoding="utf-8"))


def strict(schema: Any) -> Any:
    """The schema with every member it does not name forbidden: what is printed has to be documented."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if schema.get("type") == "object" and "properties" in schema else {}
    return {name: strict(value) for name, value in schema.items()} | closed


def objections(document: Any, part: str = "") -> list[str]:
    """What a validator says about a document, held against the report's schema or one ``part`` of it."""
    schema = strict(SCHEMA)
    if part:
        schema = {"$ref": f"#/$defs/{part}", "$defs": schema["$defs"]}
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(schema, format_checker=checker)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


@pytest.fixture
def printed(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """``printed("token", "verify", ...)`` runs a command with JSON output; its exit code and its stdout."""
    (tmp_path / "jwks.json").write_bytes(key_set(KEY))

    def typed(*words: str, stdin: str = "") -> tuple[int, str]:
        environ = {"HOME": str(tmp_path), "AUTH0CTL_HOME": str(tmp_path / "auth0ctl"), "PATH": ""}
        out = io.StringIO()
        session = Session(environ=environ, stdin=io.StringIO(stdin), stdout=out, stderr=io.StringIO())
        return run((*words, "-o", "json"), session), out.getvalue()

    return typed


def verifying(keys: Path, *words: str) -> tuple[str, ...]:
    where = ("--jwks", str(keys), "--issuer", ISSUER, "--audience", API, "--at", str(NOW))
    return ("token", "verify", "-", *where, *words)


EXPIRED = KEY.sign(access_claims(iat=NOW - 7200, exp=NOW - 3600))
REPORTS = {
    "a good access token": (KEY.sign(access_claims()), (), 0, []),
    "a good ID token": (KEY.sign(id_claims(nonce=None)), ("--as", "id", "--client-id", CLIENT), 0, []),
    "an expired token": (EXPIRED, (), 1, ["token-expired"]),
    "an ID token as access token": (KEY.sign(id_claims()), ("--as", "access"), 1, ["id-token-used-as-access-token"]),
    "missing rights": (KEY.sign(access_claims()), ("--require-scope", "admin"), 1, None),
    "a forgery": (f"{KEY.sign(access_claims())[:-20]}{'A' * 20}", (), 1, None),
    "a shared secret": (hs256(access_claims(), b"x" * 32), (), 1, ["api-signs-hs256"]),
    "an opaque token": (OPAQUE_JWE, (), 1, ["audience-missing-opaque-token"]),
    "a refresh token": (REFRESH_TOKEN, (), 1, ["refresh-token-used-as-token"]),
    "garbage": ("%%% not a token \x07", (), 1, ["token-malformed"]),
    "a word": ("undefined", (), 1, ["token-malformed"]),
    "a header of numbers": (Signer.sign_as(KEY, {"alg": 5, "kid": []}, access_claims()), (), 1, None),
    "claims that no JSON can hold": (KEY.sign(b'{"iss":1e400,"exp":NaN,"sub":"\\ud800","n":1e999}'), (), 1, None),
}


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert objections({"schema": "auth0ctl/report/1"})
    assert objections({"code": "AZ401"}, "finding")


@pytest.mark.parametrize(("text", "words", "code", "causes"), REPORTS.values(), ids=REPORTS.keys())
def test_every_verification_prints_a_report_of_the_schema(
    printed: Callable[..., tuple[int, str]],
    tmp_path: Path,
    text: str,
    words: tuple[str, ...],
    code: int,
    causes: list[str] | None,
) -> None:
    ended, out = printed(*verifying(tmp_path / "jwks.json", *words), stdin=text)
    report = json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert objections(report) == []
    assert ended == code
    assert report["passed"] is (code == 0)
    if causes is not None:
        assert [one["name"] for one in report["findings"]] == causes


@pytest.mark.parametrize(("text", "words"), [one[:2] for one in REPORTS.values()], ids=REPORTS.keys())
def test_at_the_same_moment_the_report_is_the_same_byte_for_byte(
    printed: Callable[..., tuple[int, str]], tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    command = verifying(tmp_path / "jwks.json", *words)
    first, again = printed(*command, stdin=text), printed(*command, stdin=text)
    assert first == again
    assert json.loads(first[1])["schema"] == "auth0ctl/report/1"


def test_another_moment_is_another_verdict(printed: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    words = [*verifying(tmp_path / "jwks.json")]
    verdicts = []
    for at in (NOW - 5000, NOW):
        words[words.index("--at") + 1] = str(at)
        verdicts.append(printed(*words, stdin=EXPIRED)[0])
    assert verdicts == [0, 1]


def test_an_inspected_client_has_findings_of_the_schema(printed: Callable[..., tuple[int, str]]) -> None:
    assert printed("client", "create", "Poor", "--type", "spa")[0] == 0
    code, out = printed("client", "inspect", "Poor")
    found = json.loads(out)
    assert code in (0, 1)
    assert found["findings"]
    assert objections(found["findings"], "findings") == []
    for one in found.get("skipped", []):
        assert objections(one, "skipped") == []


def test_a_refused_login_has_findings_of_the_schema(printed: Callable[..., tuple[int, str]]) -> None:
    code, out = printed("login", "--no-browser", "--audience", "https://nobody.example.com")
    found = json.loads(out)
    assert code == 4
    assert found["refusal"]["error"]
    assert found["findings"]
    assert objections(found["findings"], "findings") == []
    assert found["tokens"] == []
