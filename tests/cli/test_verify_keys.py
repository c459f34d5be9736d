"""Whose keys ``token verify`` uses, as people run it: kept ones without HTTP, newer ones for an unknown kid, none."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from attacks.world import JWKS, TenantServer
from cli_process import Auth0ctl
from forge import API, Signer, access_claims, key_set, rsa_signer

from auth0ctl.cli.token.keys import BUILT_IN_ISSUER, origin_of
from auth0ctl.localtenant import DEFAULT_ISSUER

KEY, NEW = rsa_signer(), rsa_signer("key-2")
AT = "2026-09-21T14:13:20Z"


@pytest.fixture
def tenant() -> Iterator[TenantServer]:
    with TenantServer() as server:
        server.publish(key_set(KEY))
        yield server


def of_tenant(tenant: TenantServer, signer: Signer = KEY, number: int = 0) -> str:
    audience = [API, f"{tenant.issuer}userinfo"]
    return signer.sign(access_claims(iss=tenant.issuer, aud=audience, sub=f"auth0|{number}"))


def at_tenant(tenant: TenantServer) -> dict[str, str]:
    return {"AUTH0_DOMAIN": tenant.origin}


def test_K03_a_flood_of_unknown_kids_makes_one_request(
    auth0ctl: Auth0ctl, tmp_path: Path, tenant: TenantServer
) -> None:
    forged = [of_tenant(tenant, rsa_or(number), number) for number in range(40)]
    file = tmp_path / "tokens.ndjson"
    file.write_text("".join(f"{one}\n{of_tenant(tenant)}\n" for one in forged))
    options = ("--audience", API, "--at", AT)
    for jobs in ("1", "2"):
        tenant.asked.clear()
        done = auth0ctl("token", "verify", "--file", str(file), *options, "--jobs", jobs, env=at_tenant(tenant))
        assert [json.loads(row)["passed"] for row in done.stdout.splitlines()] == [False, True] * 40
        assert tenant.asked.count(JWKS) == (2 if jobs == "1" else 1)  # the first run also fetches the key set


def rsa_or(number: int) -> Signer:
    """A key of the attacker's under another name each time."""
    return Signer(kid=f"forged-{number}", private=NEW.private)


def test_K03_a_rotation_in_the_middle_of_a_stream_is_seen(auth0ctl: Auth0ctl, tenant: TenantServer) -> None:
    command = auth0ctl.command("token", "verify", "-", "--field", "t", "--audience", API, "--at", AT)
    environment = auth0ctl.environment(at_tenant(tenant))
    with subprocess.Popen(
        command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for signer in (KEY, NEW):
            tenant.publish(key_set(signer))
            process.stdin.write(json.dumps({"t": of_tenant(tenant, signer)}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["passed"] is True
        process.stdin.write(json.dumps({"t": of_tenant(tenant, KEY)}) + "\n")  # K06: its key is gone
        process.stdin.close()
        assert json.loads(process.stdout.readline())["failed"] == ["V08"]
        assert process.wait(30) == 1


PROBE = """
import json, sys
from auth0ctl.__main__ import main
sys.argv[0] = "auth0ctl"
code = main()
sys.stdout.flush()
sys.stderr.write("\\n" + json.dumps({"code": code, "modules": sorted(sys.modules)}))
"""


def probed(auth0ctl: Auth0ctl, *arguments: str, env: dict[str, str] | None = None) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments],
        env=auth0ctl.environment(env),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    told = json.loads(done.stderr.splitlines()[-1])
    assert told["code"] == 0, done.stdout + done.stderr
    return set(told["modules"])


def test_with_kept_keys_no_http_and_no_jwt_is_imported(auth0ctl: Auth0ctl, tenant: TenantServer) -> None:
    words = ("token", "verify", of_tenant(tenant), "--audience", API, "-o", "json")
    assert "httpx" in probed(auth0ctl, *words, "--at", AT, env=at_tenant(tenant))
    tenant.asked.clear()
    warm = probed(auth0ctl, *words, "--at", AT, env=at_tenant(tenant))
    assert not {"httpx", "jwt", "werkzeug", "keyring", "joserfc", "rich"} & warm
    assert tenant.asked == []


def test_the_built_in_tenant_is_not_opened_while_its_keys_are_fresh(auth0ctl: Auth0ctl, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(owner_token(auth0ctl))
    words = ("token", "verify", "--file", str(token), "--audience", "http://127.0.0.1:18400/api/v2/", "-o", "json")
    assert "auth0ctl.localtenant" in probed(auth0ctl, *words)
    assert not {"httpx", "werkzeug", "auth0ctl.localtenant"} & probed(auth0ctl, *words)
    assert not {"httpx", "werkzeug", "auth0ctl.localtenant"} & probed(auth0ctl, *words, "--offline")


def owner_token(auth0ctl: Auth0ctl) -> str:
    """A token that the built-in tenant signs for its owner."""
    program = """
import sys, pathlib
from auth0ctl.localtenant import open_tenant
print(open_tenant(pathlib.Path(sys.argv[1])).management_token(), end="")
"""
    folder = auth0ctl.home / "auth0ctl" / "data" / "local"
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        env=auth0ctl.environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_K05_offline_says_the_age_and_fails_without_keys(auth0ctl: Auth0ctl, tenant: TenantServer) -> None:
    words = ("token", "verify", of_tenant(tenant), "--audience", API, "--at", AT)
    assert auth0ctl(*words, "--offline", env=at_tenant(tenant)).returncode == 3
    assert auth0ctl(*words, env=at_tenant(tenant)).returncode == 0
    tenant.stop()
    offline = auth0ctl(*words, "--offline", env=at_tenant(tenant))
    assert offline.returncode == 0
    assert "Offline: using the key set of" in offline.stderr
    assert auth0ctl(*words, "--offline", "--max-key-age", "0", env=at_tenant(tenant)).returncode == 3
    assert auth0ctl(*words, "--offline", "--jwks", tenant.origin + JWKS, env=at_tenant(tenant)).returncode == 2


def test_the_built_in_issuer_is_the_one_that_is_written_down() -> None:
    assert BUILT_IN_ISSUER == DEFAULT_ISSUER


@pytest.mark.parametrize(
    ("issuer", "origin"),
    [
        ("https://x.eu.auth0.com/", "https://x.eu.auth0.com"),
        ("https://x.eu.auth0.com", "https://x.eu.auth0.com"),
        ("https://localhost:8443/", "https://localhost:8443"),
        ("https://127.0.0.1:8443", "https://127.0.0.1:8443"),
        ("http://127.0.0.1:18400/", "http://127.0.0.1:18400"),
    ],
)
def test_where_an_issuer_is_asked_for_its_keys(issuer: str, origin: str) -> None:
    assert origin_of(issuer) == origin


@pytest.mark.parametrize(
    ("issuer", "why"),
    [
        ("https://x.example.com/realms/main", "has a path"),
        ("https://x.example.com/realms/main/", "has a path"),
        ("http://127.0.0.1:18400/path", "has a path"),
        ("https://x.example.com/?a=b", "has a query"),
        ("https://localhost/", "needs its port"),
        ("http://x.example.com/", "without http://"),
    ],
)
def test_an_issuer_that_cannot_be_asked_is_refused(auth0ctl: Auth0ctl, issuer: str, why: str) -> None:
    token = KEY.sign(access_claims(iss=issuer))
    done = auth0ctl("token", "verify", "-", "--issuer", issuer, "--audience", API, input=token)
    assert (done.returncode, done.stdout) == (2, "")
    assert why in done.stderr
    file = auth0ctl.home / "keys.json"
    file.write_bytes(key_set(KEY))
    named = auth0ctl(
        "token", "verify", "-", "--issuer", issuer, "--jwks", str(file), "--audience", API, "--at", AT, input=token
    )
    assert named.returncode == 0, named.stdout + named.stderr  # whose keys are known need not be asked


def test_an_issuer_by_https_on_this_machine_is_asked(auth0ctl: Auth0ctl) -> None:
    serving = auth0ctl.start("local", "serve", "--https", "--port", "0", "-o", "json")
    issuer = serving.json()["resource"]["issuer"]
    serving.wait_for("Serving until Ctrl-C.")
    minted = auth0ctl("local", "mint", "--issuer", issuer, "--audience", API, "--scope", "read:x").stdout
    ca = auth0ctl("local", "ca").stdout.strip()
    checked = ("token", "verify", "-", "--issuer", issuer, "--audience", API, "--ca-file", ca)
    assert issuer.startswith("https://localhost:")
    done = auth0ctl(*checked, input=minted)
    assert done.returncode == 0, done.stdout + done.stderr
