"""``token verify`` for many tokens, as people run it: order, formats, exit codes, streams, interruptions, keys."""

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest
from attacks.world import JWKS, TenantServer
from cli_process import Auth0ctl
from forge import API, ISSUER, Signer, access_claims, key_set, rsa_signer

from auth0ctl.cli.keys import BUILT_IN_ISSUER
from auth0ctl.localtenant import DEFAULT_ISSUER

KEY, NEW = rsa_signer(), rsa_signer("key-2")
AT = "2026-09-21T14:13:20Z"


@pytest.fixture
def keys(tmp_path: Path) -> list[str]:
    """The options that every test needs: whose tokens, for what, with which keys, when."""
    file = tmp_path / "jwks.json"
    file.write_bytes(key_set(KEY))
    return ["--issuer", ISSUER, "--audience", API, "--jwks", str(file), "--at", AT]


@pytest.fixture
def tenant() -> Iterator[TenantServer]:
    with TenantServer() as server:
        server.publish(key_set(KEY))
        yield server


def good(number: int = 0, signer: Signer = KEY, **changes: Any) -> str:
    return signer.sign(access_claims(sub=f"auth0|{number}", **changes))


def written(tmp_path: Path, *lines: str, name: str = "tokens.ndjson") -> str:
    path = tmp_path / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


MIXED = (
    good(1),
    good(2, exp=1_700_000_000),
    "garbage",
    good(3, aud="https://other.example.com"),
    good(4, signer=NEW),
    good(5)[:-3] + "AAA",
    good(6),
)


def test_every_token_has_its_row_in_order_with_its_reasons(auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str]) -> None:
    done = auth0ctl("token", "verify", "--file", written(tmp_path, *MIXED), *keys)
    found = rows(done.stdout)
    assert done.returncode == 1
    assert [(row["line"], row["passed"], row["failed"]) for row in found] == [
        (1, True, []),
        (2, False, ["V14"]),
        (3, False, ["A04", "V05"]),
        (4, False, ["V13"]),
        (5, False, ["V08"]),
        (6, False, found[5]["failed"]),
        (7, True, []),
    ]
    assert found[1]["findings"] == ["token-expired"]
    assert set(found[5]["failed"]) <= {"crypto", "V05"}
    assert "7 tokens: 2 passed, 5 failed" in done.stderr
    assert "1  token-expired" in done.stderr


def test_each_row_says_what_the_token_gets_alone(auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str]) -> None:
    found = rows(auth0ctl("token", "verify", "--file", written(tmp_path, *MIXED), *keys).stdout)
    for text, row in zip(MIXED, found, strict=True):
        alone = auth0ctl("token", "verify", text, *keys, "-o", "json")
        failed = {check["id"] for check in json.loads(alone.stdout)["checks"] if check["status"] == "fail"}
        assert (alone.returncode == 0, failed) == (row["passed"], set(row["failed"]))


def test_several_processes_write_what_one_writes(auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str]) -> None:
    lines = [MIXED[number % len(MIXED)] for number in range(3000)]  # several blocks
    file = written(tmp_path, *lines)
    one, three = (auth0ctl("token", "verify", "--file", file, *keys, "--jobs", jobs) for jobs in ("1", "3"))
    assert (one.returncode, three.returncode) == (1, 1)
    assert one.stdout == three.stdout
    assert [row["line"] for row in rows(three.stdout)] == list(range(1, 3001))


def test_lines_of_json_with_the_token_in_a_field(auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str]) -> None:
    lines = (json.dumps({"access_token": good(1)}), "{}", '{"access_token": 5}', "[]", "no JSON", "")
    done = auth0ctl("token", "verify", "--file", written(tmp_path, *lines), "--field", "access_token", *keys)
    found = rows(done.stdout)
    assert [row["passed"] for row in found] == [True, False, False, False, False]
    assert [row["line"] for row in found] == [1, 2, 3, 4, 5]
    assert all(row["note"] for row in found[1:])
    assert "1 empty line" in done.stderr


def test_all_good_is_zero_and_nothing_to_check_never_is(auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str]) -> None:
    assert auth0ctl("token", "verify", "--file", written(tmp_path, good(1), good(2)), *keys).returncode == 0
    for content in ("", "\n\n\r\n"):
        file = tmp_path / "empty.ndjson"
        file.write_text(content)
        done = auth0ctl("token", "verify", "--file", str(file), *keys)
        assert (done.returncode, done.stdout) == (2, "")
        assert "no token" in done.stderr


def test_a_file_of_any_name_with_two_tokens_is_a_list(auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str]) -> None:
    file = written(tmp_path, good(1), good(2), name="tokens.txt")
    assert len(rows(auth0ctl("token", "verify", "--file", file, *keys).stdout)) == 2
    crlf = tmp_path / "windows"
    crlf.write_bytes(f"{good(1)}\r\n{good(2)}".encode())
    assert [row["passed"] for row in rows(auth0ctl("token", "verify", "--file", str(crlf), *keys).stdout)] == [True] * 2


@pytest.mark.parametrize("name", ["one", "wrapped"])
def test_a_file_with_one_token_is_no_list(auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str], name: str) -> None:
    text = good(1)
    lines = [text] if name == "one" else [text[at : at + 76] for at in range(0, len(text), 76)]
    done = auth0ctl("token", "verify", "--file", written(tmp_path, *lines, name=name), *keys, "-o", "json")
    assert "checks" in json.loads(done.stdout)


def test_json_output_is_one_document_and_quiet_is_none(auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str]) -> None:
    file = written(tmp_path, *MIXED)
    assert len(json.loads(auth0ctl("token", "verify", "--file", file, *keys, "-o", "json").stdout)) == len(MIXED)
    quiet = auth0ctl("token", "verify", "--file", file, *keys, "-o", "quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (1, "", "")


def test_hostile_lines_become_plain_rows(auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str]) -> None:
    hostile = KEY.sign(access_claims(sub="\x1b]0;owned\x07\u202e"), typ="\x1b[2J")
    long = tmp_path / "long.ndjson"
    long.write_bytes(b"A" * 3_000_000 + b"\n" + b"\xff\xfe\x00\n" + hostile.encode() + b"\n" + good(1).encode())
    done = auth0ctl("token", "verify", "--file", str(long), *keys)
    assert [row["passed"] for row in rows(done.stdout)] == [False, False, False, True]
    assert rows(done.stdout)[0]["failed"] == ["A04", "V07"]
    assert done.stdout.isascii()
    assert "\x1b" not in done.stdout + done.stderr


def started(auth0ctl: Auth0ctl, *arguments: str, **streams: Any) -> subprocess.Popen[str]:
    command = auth0ctl.command("token", "verify", *arguments)
    return subprocess.Popen(command, env=auth0ctl.environment(), cwd=auth0ctl.home, text=True, **streams)


def line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline()


def test_a_stream_is_answered_as_it_comes_and_ctrl_c_leaves_whole_lines(auth0ctl: Auth0ctl, keys: list[str]) -> None:
    with started(
        auth0ctl, "-", *keys, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        process.stdin.write(f"{good(1)}\n{good(2)}\n")
        process.stdin.flush()
        assert [json.loads(line(process.stdout))["line"] for _ in range(2)] == [1, 2]
        process.stdin.write(f"{good(3)}\n{good(4)[:100]}")
        process.stdin.flush()
        assert json.loads(line(process.stdout))["line"] == 3
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        assert process.stdout.read() == ""
        assert process.stderr is not None
        assert "3 tokens: 3 passed" in process.stderr.read()
        assert process.wait(30) == 130


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_in_the_middle_of_a_large_file_leaves_whole_lines(
    auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str], jobs: str
) -> None:
    file = written(tmp_path, *([good(1)] * 60_000))
    with started(
        auth0ctl, "--file", file, *keys, "--jobs", jobs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        begun = "".join(line(process.stdout) for _ in range(1000))
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        whole = begun + process.stdout.read()
        assert process.wait(30) == 130
    assert whole.endswith("}\n")
    found = rows(whole)
    assert [row["line"] for row in found] == list(range(1, len(found) + 1))
    assert len(found) < 60_000


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_that_goes_away_ends_it(auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str], jobs: str) -> None:
    file = written(tmp_path, *([good(1)] * 20_000))
    with started(
        auth0ctl, "--file", file, *keys, "--jobs", jobs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert json.loads(line(process.stdout))["line"] == 1
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(60) == 141
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_processes_end_when_the_one_that_started_them_is_killed(
    auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str]
) -> None:
    file = written(tmp_path, *([good(1)] * 20_000))
    with started(
        auth0ctl, "--file", file, "--jobs", "3", *keys, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert json.loads(line(process.stdout))["line"] == 1
        process.kill()
        # They hold the same standard output: its end is theirs.
        process.communicate(timeout=20)


def test_json_output_is_one_document_even_when_it_is_interrupted(
    auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str]
) -> None:
    file = written(tmp_path, *([good(1)] * 60_000))
    with started(
        auth0ctl, "--file", file, *keys, "-o", "json", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        begun = "".join(line(process.stdout) for _ in range(1000))
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        found = json.loads(begun + process.stdout.read())
        assert process.wait(30) == 130
    assert [row["line"] for row in found] == list(range(1, len(found) + 1))


def test_a_terminal_sees_how_far_it_is(auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str]) -> None:
    file = written(tmp_path, *([good(1)] * 20_000))
    ours, theirs = pty.openpty()
    with (tmp_path / "rows").open("w") as out:
        process = started(auth0ctl, "--file", file, *keys, "--jobs", "1", stdout=out, stderr=theirs)
    os.close(theirs)
    seen = b""
    while piece := read_terminal(ours):
        seen += piece
    os.close(ours)
    assert process.wait(30) == 0
    assert b"tokens" in seen
    assert b"%" in seen
    assert b"20,000 tokens: 20,000 passed" in seen
    assert len(rows((tmp_path / "rows").read_text())) == 20_000


def read_terminal(handle: int) -> bytes:
    try:
        return os.read(handle, 65_536)
    except OSError:  # the other end is closed
        return b""


def test_options_for_many_need_a_file(auth0ctl: Auth0ctl) -> None:
    for option in (("--jobs", "2"), ("--field", "x")):
        done = auth0ctl("token", "verify", "e30.e30.e30", *option)
        assert done.returncode == 2


# Keys of a tenant on loopback


def of_tenant(tenant: TenantServer, signer: Signer = KEY, number: int = 0) -> str:
    audience = [API, f"{tenant.issuer}userinfo"]
    return signer.sign(access_claims(iss=tenant.issuer, aud=audience, sub=f"auth0|{number}"))


def at_tenant(tenant: TenantServer) -> dict[str, str]:
    return {"AUTH0_DOMAIN": tenant.origin}


def test_K03_a_flood_of_unknown_kids_makes_one_request(
    auth0ctl: Auth0ctl, tmp_path: Path, tenant: TenantServer
) -> None:
    forged = [of_tenant(tenant, rsa_or(number), number) for number in range(40)]
    file = written(tmp_path, *(line for one in forged for line in (one, of_tenant(tenant))))
    options = ("--audience", API, "--at", AT)
    for jobs in ("1", "2"):
        tenant.asked.clear()
        done = auth0ctl("token", "verify", "--file", file, *options, "--jobs", jobs, env=at_tenant(tenant))
        assert [row["passed"] for row in rows(done.stdout)] == [False, True] * 40
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
        for signer in (KEY, NEW):
            tenant.publish(key_set(signer))
            process.stdin.write(json.dumps({"t": of_tenant(tenant, signer)}) + "\n")
            process.stdin.flush()
            assert json.loads(line(process.stdout))["passed"] is True
        process.stdin.write(json.dumps({"t": of_tenant(tenant, KEY)}) + "\n")  # K06: its key is gone
        process.stdin.close()
        assert json.loads(line(process.stdout))["failed"] == ["V08"]
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
    assert "werkzeug" in probed(auth0ctl, *words)
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
