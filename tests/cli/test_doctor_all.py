"""``doctor --all-clients`` and ``--audit`` as people type them: exit codes, every format, whose each finding is."""

import io
import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session

SPA = {
    "app_type": "spa",
    "oidc_conformant": True,
    "token_endpoint_auth_method": "none",
    "grant_types": ["authorization_code"],
    "callbacks": ["https://shop.example"],
    "jwt_configuration": {"alg": "RS256"},
}
NAMES = ("Basket", "Checkout", "Warehouse")
CLIENTS = [{"client_id": name.lower(), "name": name, **SPA} for name in NAMES]
NO_CALLBACKS = "client-has-no-callbacks"
Typed = Callable[..., tuple[int, str, str]]


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    """``typed("doctor", ...)`` at a home with its built-in tenant: exit code, stdout, stderr."""

    def go(*words: str, environ: dict[str, str] | None = None) -> tuple[int, str, str]:
        home = {"HOME": str(tmp_path), "AUTH0CTL_HOME": str(tmp_path / "auth0ctl"), "PATH": "", **(environ or {})}
        out, said = io.StringIO(), io.StringIO()
        code = run(words, Session(environ=home, stdin=io.StringIO(), stdout=out, stderr=said))
        return code, out.getvalue(), said.getvalue()

    return go


@pytest.fixture
def seeded(typed: Typed, tmp_path: Path) -> Typed:
    """The same, with two clients of three that lack a callback."""
    clients: list[dict[str, Any]] = [{**one, "callbacks": []} if one["name"] != "Basket" else one for one in CLIENTS]
    everybody = [one["client_id"] for one in CLIENTS]
    connections = [{"name": "people", "strategy": "auth0", "enabled_clients": everybody}]
    (tmp_path / "seed.json").write_text(json.dumps({"clients": clients, "connections": connections}))
    assert typed("local", "seed", str(tmp_path / "seed.json"))[0] == 0
    return typed


def test_healthy_clients_end_in_0(typed: Typed) -> None:
    code, out, _ = typed("doctor", "--all-clients")
    assert code == 0
    assert "nothing wrong was found" in out
    assert "Looked at: every client" in out


def test_each_client_stands_over_its_cause_and_the_prose_once(seeded: Typed) -> None:
    code, out, _ = seeded("doctor", "--all-clients")
    assert code == 1
    assert out.index("Checkout (checkout)") < out.index(NO_CALLBACKS) < out.index("Warehouse (warehouse)")
    assert out.count("every login through a browser ends on Auth0's error page") == 1
    assert f"{NO_CALLBACKS}, as above" in out
    assert "nothing wrong with Basket (basket)" in out
    assert seeded("doctor", "--all-clients", "--fail-on", "error")[0] == 0
    assert seeded("doctor", "--all-clients", "--ignore", "AZ102")[0] == 0


def test_json_says_whose_each_finding_is(seeded: Typed) -> None:
    code, out, _ = seeded("doctor", "--all-clients", "--audit", "-o", "json")
    report = json.loads(out)
    assert code == 1
    assert report["passed"] is False
    schema = json.loads(files("auth0ctl.render").joinpath("report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(report)
    of = {one["client"]: [report["findings"][number]["name"] for number in one["findings"]] for one in report["groups"]}
    assert NO_CALLBACKS in of["checkout"]
    assert NO_CALLBACKS in of["warehouse"]
    assert NO_CALLBACKS not in of["basket"]
    assert "log-stream-missing" in of[None]
    places = sorted(number for one in report["groups"] for number in one["findings"])
    assert places == list(range(len(report["findings"])))


def test_the_other_formats_hold_every_client(seeded: Typed) -> None:
    code, page, _ = seeded("doctor", "--all-clients", "-o", "html")
    assert code == 1
    assert page.startswith("<!doctype html>")
    assert "Checkout (checkout)" in page
    assert "Warehouse (warehouse)" in page
    code, out, _ = seeded("doctor", "--all-clients", "-o", "sarif")
    assert code == 1
    results = json.loads(out)["runs"][0]["results"]
    assert sum(one["ruleId"] == "AZ102" for one in results) == 2
    code, out, _ = seeded("doctor", "--all-clients", "-o", "junit")
    assert code == 1
    assert len(ElementTree.fromstring(out).findall(".//failure")) >= 2
    for output in ("github", "quiet"):
        assert seeded("doctor", "--all-clients", "-o", output)[0] == 1


@pytest.mark.parametrize(
    "more",
    [
        ("--client", "Basket"),
        ("--flow", "spa-pkce"),
        ("--redirect-uri", "https://shop.example"),
        ("--url", "https://x.auth0.com/authorize"),
        ("--fix",),
        ("--export", "folder"),
        ("--user", "auth0|1"),
        ("--want-refresh-token",),
    ],
)
def test_a_question_about_one_login_does_not_go_with_it(typed: Typed, more: tuple[str, ...]) -> None:
    code, out, said = typed("doctor", "--all-clients", *more)
    assert code == 2
    assert out == ""
    assert f"--all-clients and {more[0]} do not go together" in said


def test_without_a_management_token_it_is_a_matter_of_authentication(typed: Typed) -> None:
    code, _, said = typed("doctor", "--all-clients", environ={"AUTH0_DOMAIN": "shop.invalid"})
    assert code == 4
    assert "AUTH0_API_TOKEN" in said


def test_an_audit_of_one_client_is_advice_and_no_failure(seeded: Typed) -> None:
    asked = ("doctor", "--client", "Basket", "--flow", "spa-pkce", "--redirect-uri", "https://shop.example")
    code, plain, _ = seeded(*asked)
    assert code == 0
    assert "log-stream-missing" not in plain
    code, audited, _ = seeded(*asked, "--audit")
    assert code == 0
    assert "log-stream-missing" in audited
    assert "brute-force protection" in audited
    assert "auth0ctl explain NAME" in audited
    assert "auth0ctl explain NAME" not in plain


def test_a_rule_of_the_audit_is_explained_like_any_other(typed: Typed) -> None:
    code, out, _ = typed("explain", "AZ272")
    assert code == 0
    assert "log-stream-missing" in out


def test_an_export_is_audited_as_far_as_it_goes(typed: Typed, tmp_path: Path) -> None:
    client = {**SPA, "name": "Shop"}
    database = {"name": "Users", "strategy": "auth0", "enabled_clients": ["Shop"], "options": {"passwordPolicy": "low"}}
    sections = {"tenant": {"sandbox_version": "18"}, "clients": [client], "databases": [database], "connections": []}
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / "tenant.yaml").write_text("".join(f"{name}: {json.dumps(sections[name])}\n" for name in sections))
    login = ("--client", "Shop", "--redirect-uri", "https://shop.example")
    code, out, _ = typed("doctor", "--export", str(tmp_path / "e"), *login, "--audit", "-o", "json")
    report = json.loads(out)
    warned = {one["name"] for one in report["findings"] if one["severity"] == "warning"}
    assert (code, warned) == (1, {"password-policy-weak", "node-runtime-old"})
    skipped = {one["name"]: one["reason"] for one in report["skipped"]}
    assert skipped["log-stream-missing"] == "not read from an export"
