"""``token verify`` for many tokens, as people run it: order, formats, exit codes, streams, interruptions."""

import json
import os
import pty
import signal
import subprocess
from pathlib import Path
from typing import IO, Any

import pytest
from cli_process import Auth0ctl
from forge import API, ISSUER, Signer, access_claims, key_set, rsa_signer

KEY, NEW = rsa_signer(), rsa_signer("key-2")
AT = "2026-09-21T14:13:20Z"


@pytest.fixture
def keys(tmp_path: Path) -> list[str]:
    """The options that every test needs: whose tokens, for what, with which keys, when."""
    file = tmp_path / "jwks.json"
    file.write_bytes(key_set(KEY))
    return ["--issuer", ISSUER, "--audience", API, "--jwks", str(file), "--at", AT]


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


def test_Q10_accepts_all_good_as_zero_and_rejects_nothing_to_check(
    auth0ctl: Auth0ctl, tmp_path: Path, keys: list[str]
) -> None:
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
