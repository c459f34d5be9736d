"""``from auth0ctl import verify_token, local_tenant``: as a stranger's project uses it, and its types."""

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from built_packages import Installed
from forge import (
    API,
    AT,
    CLIENT,
    ISSUER,
    OPAQUE_JWE,
    REFRESH_TOKEN,
    access_claims,
    hs256,
    id_claims,
    key_set,
    rsa_signer,
)

import auth0ctl
from auth0ctl import Auth0Tenant, Verification, local_tenant, verify_token
from auth0ctl.errors import NetworkError, TenantError

KEY = rsa_signer()
KEYS = key_set(KEY)
GOOD: dict[str, Any] = {"issuer": ISSUER, "audience": API, "jwks": KEYS, "at": AT}


@pytest.fixture(scope="module")
def tenant() -> Iterator[Auth0Tenant]:
    with local_tenant() as one:
        yield one


def causes(result: Verification) -> list[str]:
    return [finding.rule.name for finding in result.findings]


# What it gives


def test_a_good_token_passes_with_its_claims() -> None:
    result = verify_token(KEY.sign(access_claims()), **GOOD, scopes=["read:items"], permissions=["read:items"])
    assert result.passed
    assert bool(result)
    assert result.claims["sub"] == "auth0|u1"
    assert result.header["kid"] == "key-1"
    assert result.failed == ()
    assert {"V12", "V13", "crypto"} <= {check.id for check in result.checks if check.status == "pass"}


def test_an_id_token_with_all_that_it_is_held_against() -> None:
    token = KEY.sign(id_claims(auth_time=int(AT.timestamp()) - 30))
    asked = {**GOOD, "audience": CLIENT, "as_": "id", "nonce": "nonce-1", "max_age": 300, "claims": {"email": None}}
    assert verify_token(token, **asked)
    for wrong in ({"nonce": "another"}, {"max_age": 1, "leeway": 0}, {"claims": {"email": "x@example.com"}}):
        assert not verify_token(token, **{**asked, **wrong})


def test_what_is_wrong_is_told_and_no_claim_is_given() -> None:
    result = verify_token(KEY.sign(id_claims()), **GOOD)
    assert not result
    assert causes(result) == ["id-token-used-as-access-token"]
    assert [check.title for check in result.failed]
    assert result.findings[0].fix.startswith("auth0ctl ")
    assert result.claims == result.header == {}
    assert causes(verify_token(KEY.sign(access_claims(exp=1)), **GOOD)) == ["token-expired"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": ["write:items"]},
        {"permissions": ["write:items"]},
        {"client_id": "another"},
        {"claims": {"https://x.example.com/plan": None}},
        {"issuer": "https://other.eu.auth0.com"},
        {"audience": "https://other.example.com"},
        {"algorithms": ["RS512"]},
        {"jwks": key_set(rsa_signer())},
        {"at": datetime.fromisoformat("2031-01-01T00:00:00+00:00")},
    ],
    ids=lambda one: next(iter(one)),
)
def test_every_expectation_can_fail(wrong: dict[str, Any]) -> None:
    assert verify_token(KEY.sign(access_claims()), **GOOD)
    result = verify_token(KEY.sign(access_claims()), **{**GOOD, **wrong})
    assert not result
    assert result.failed


def test_a_shared_secret() -> None:
    secret = b"a-shared-secret-of-more-than-32-bytes"
    asked = {**GOOD, "jwks": None, "secret": secret}
    assert verify_token(hs256(access_claims(), secret), **asked)
    assert not verify_token(hs256(access_claims(), b"another-secret-of-more-than-32-bytes!"), **asked)
    assert not verify_token(KEY.sign(access_claims()), **asked)


BAD = [
    "",
    " ",
    ".",
    "..",
    "....",
    "eyJ",
    "\x00",
    "\ud800",
    "é" * 500,
    "a" * 100_000,
    "." * 70_000,
    "e30.e30.e30",
    "Bearer x",
    OPAQUE_JWE,
    REFRESH_TOKEN,
    KEY.sign("[" * 3_000),
    KEY.sign(b"\xff\xfe"),
    KEY.sign_as("{", access_claims()),
    KEY.sign(access_claims(exp="tomorrow", aud=[1, {}], iss=["x"])),
    KEY.sign(access_claims(), alg="none"),
    KEY.sign(access_claims(), kid=7, crit=["x"]),
    KEY.sign(access_claims())[:-3],
]


@pytest.mark.parametrize("as_", ["access", "id"])
@pytest.mark.parametrize("number", range(len(BAD)))
def test_a_bad_token_never_raises_and_never_passes(number: int, as_: Any) -> None:
    result = verify_token(BAD[number], **{**GOOD, "as_": as_})
    assert not result.passed
    assert result.failed
    assert result.claims == {}


# What raises


@pytest.mark.parametrize(
    "wrong",
    [
        {"as_": "refresh"},
        {"audience": ""},
        {"at": datetime.fromisoformat("2026-01-01T00:00:00")},
        {"issuer": ""},
        {"issuer": "x.eu.auth0.com"},
        {"issuer": "http://x.eu.auth0.com/"},
        {"issuer": "https://x.eu.auth0.com/elsewhere"},
        {"issuer": "https://user:password@x.eu.auth0.com/"},
        {"issuer": "http://127.0.0.1/"},
        {"issuer": "https://["},
    ],
    ids=str,
)
def test_an_argument_that_makes_no_sense_raises(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        verify_token(KEY.sign(access_claims()), **{**GOOD, **wrong})
    assert "password@" not in str(raised.value)


def test_a_key_set_that_is_none_raises() -> None:
    with pytest.raises(TenantError):
        verify_token(KEY.sign(access_claims()), **{**GOOD, "jwks": "{}"})


def test_the_key_set_may_be_text_or_a_mapping() -> None:
    for jwks in (KEYS.decode(), {"keys": [KEY.jwk]}):
        assert verify_token(KEY.sign(access_claims()), **{**GOOD, "jwks": jwks})


def test_nobody_answering_raises_and_a_token_that_needs_no_keys_asks_nobody(tenant: Auth0Tenant) -> None:
    nowhere: dict[str, Any] = {"issuer": "http://127.0.0.1:9/", "audience": API, "timeout": 2.0}
    with pytest.raises(NetworkError):
        verify_token(KEY.sign(access_claims(iss="http://127.0.0.1:9/")), **nowhere)
    assert not verify_token("nonsense", **nowhere)
    with tenant.faults("issuer-mismatch"), pytest.raises(TenantError):
        verify_token(tenant.mint(audience=API), issuer=tenant.issuer, audience=API, timeout=2.0)


# The embedded tenant


def test_against_the_local_tenant(tenant: Auth0Tenant) -> None:
    tenant.reset()
    user = tenant.add_user("reader@example.com")
    token = tenant.mint(audience=API, scope="read:items", user=user["user_id"])
    for issuer in (tenant.issuer, tenant.url):
        result = verify_token(token, issuer=issuer, audience=API, scopes=["read:items"], client_id=tenant.client_id)
        assert result.passed, result.failed
    assert result.claims["sub"] == user["user_id"]
    asked = [one for one in tenant.requests() if "well-known" in one]
    assert len(asked) == 4, "discovery and keys, once for each call"
    assert not verify_token(tenant.mint(audience=API, signature="foreign"), issuer=tenant.issuer, audience=API)
    id_token = tenant.mint(kind="id", user="reader@example.com")
    assert verify_token(id_token, issuer=tenant.issuer, audience=tenant.client_id, as_="id")


def test_a_temporary_folder_is_gone_afterwards_and_a_given_one_stays(tmp_path: Path) -> None:
    with local_tenant(https=True) as one:
        assert one.ca_file is not None
        assert one.ca_file.exists()
        assert verify_token(one.mint(audience=API), issuer=one.issuer, audience=API, ca_file=str(one.ca_file))
    assert not one.ca_file.exists()
    with local_tenant(tmp_path / "kept") as kept:
        token = kept.mint(audience=API)
    assert (tmp_path / "kept").exists()
    with pytest.raises(NetworkError):
        verify_token(token, issuer=kept.issuer, audience=API, timeout=2.0)


# The package itself


def test_what_is_given_cannot_be_changed_and_shows_no_secret() -> None:
    result = verify_token(KEY.sign(access_claims()), **GOOD)
    with pytest.raises(FrozenInstanceError):
        result.passed = False  # type: ignore[misc]
    assert KEY.sign(access_claims()).rpartition(".")[2] not in repr(result)


def test_a_name_that_it_has_not() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = auth0ctl.nonsense  # type: ignore[attr-defined]
    assert set(auth0ctl.__all__) <= set(dir(auth0ctl))
    assert all(getattr(auth0ctl, name) for name in auth0ctl.__all__)


def test_everything_public_says_what_it_takes_gives_and_raises() -> None:
    for one in (verify_token, local_tenant, Verification, Auth0Tenant, Auth0Tenant.mint, Auth0Tenant.seed):
        assert one.__doc__
        assert len(one.__doc__) > 200, one
    for call in (verify_token, local_tenant, Auth0Tenant.mint, Auth0Tenant.seed):
        assert "Raises" in (call.__doc__ or ""), call
    for parameter in verify_token.__kwdefaults__ or {}:
        assert f"``{parameter}``" in (verify_token.__doc__ or ""), parameter


def test_importing_the_package_imports_nothing_else() -> None:
    program = """
        import sys
        before = set(sys.modules)
        import auth0ctl
        print(sorted(set(sys.modules) - before))
        auth0ctl.verify_token
        print("werkzeug" in sys.modules, "typer" in sys.modules)
    """
    done = subprocess.run(
        [sys.executable, "-I", "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "['auth0ctl']\nFalse False\n"


PROJECT = '''
"""A stranger's project."""

from collections.abc import Iterator

import pytest
from auth0ctl import Auth0Tenant, Verification, local_tenant, verify_token


@pytest.fixture(scope="module")
def tenant() -> Iterator[Auth0Tenant]:
    with local_tenant(seed={"resource_servers": [{"identifier": "https://api.example.com"}]}) as one:
        yield one


def allowed(token: str, issuer: str) -> bool:
    wanted = ("read:items",)
    result: Verification = verify_token(token, issuer=issuer, audience="https://api.example.com", scopes=wanted)
    for check in result.checks:
        print(check.id.upper(), check.title, check.detail)
    for finding in result.findings:
        print(finding.rule.code, finding.detail, finding.fix)
    return result.passed and isinstance(result.claims["sub"], str)


def test_allowed(tenant: Auth0Tenant) -> None:
    good = tenant.mint(audience="https://api.example.com", scope="read:items")
    assert allowed(good, tenant.issuer)
    assert not allowed(tenant.mint(audience="https://api.example.com"), tenant.url)
    assert [entry["type"] for entry in tenant.log()] == []
'''
MISTAKES = """
from auth0ctl import nonsense, verify_token

verify_token("x", issuer="y")
verify_token("x", issuer="y", audience="z", as_="refresh")
verify_token(b"x", issuer="y", audience="z")
count: int = verify_token("x", issuer="y", audience="z").passed + "1"
verify_token("x", issuer="y", audience="z").claimed
"""


def test_a_strangers_project_runs_and_type_checks(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / "test_project.py").write_text(PROJECT)
    ran = installed.run(installed.python, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (tmp_path / "mistakes.py").write_text(MISTAKES)
    found = mypy(installed, tmp_path, "test_project.py", "mistakes.py").stdout
    places = [tuple(line.split(":")[:2]) for line in found.splitlines() if ": error: " in line]
    assert set(places) == {("mistakes.py", line) for line in "245678"}, found


def mypy(installed: Installed, folder: Path, *files: str) -> subprocess.CompletedProcess[str]:
    """mypy of this suite's environment, on a project that is in the other one."""
    return installed.run(
        sys.executable, "-m", "mypy", "--strict", "--python-executable", str(installed.python), *files, cwd=folder
    )
