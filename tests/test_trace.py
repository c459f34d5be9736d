"""The trace: every exchange and event, redacted, in a file that is whole at every step and fits its schema."""

import json
import os
import stat
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from forge import AT, id_claims, rsa_signer
from jsonschema import Draft202012Validator

from auth0ctl.errors import NetworkError, UsageError
from auth0ctl.protocol import Event, Exchange
from auth0ctl.redact import Redactor
from auth0ctl.tenant.http import Http
from auth0ctl.trace import Recorder

SCHEMA = json.loads((Path(__file__).parent.parent / "auth0ctl" / "render" / "trace.schema.json").read_text())
TOKEN = rsa_signer().sign(id_claims())
SECRETS = {
    "code": "the-c0de-of-the-callback-123456",
    "verifier": "the-verifier-behind-the-challenge-7890",
    "refresh": "v1.the-refresh-token-that-lives-long",
    "access": "an-opaque-access-token-0123456789",
    "state": "the-state-of-this-one-login-4711",
    "cookie": "did%3Av0%3A1a2b3c4d5e6f",
    "client": "the+client/secret with everything",
}


def recorder(told: list[str] | None = None) -> Recorder:
    said: list[str] = [] if told is None else told
    return Recorder(Redactor(), now=lambda: AT, tell=said.append, command="login")


def token_exchange(**changes: Any) -> Exchange:
    answer = {
        "access_token": SECRETS["access"],
        "refresh_token": SECRETS["refresh"],
        "id_token": TOKEN,
        "expires_in": 60,
    }
    plain: dict[str, Any] = {
        "method": "POST",
        "url": "https://t.example/oauth/token",
        "seconds": 0.25,
        "form": {
            "grant_type": "authorization_code",
            "client_id": "client-one",
            "client_secret": SECRETS["client"],
            "code": SECRETS["code"],
            "code_verifier": SECRETS["verifier"],
        },
        "status": 200,
        "headers": {
            "content-type": "application/json",
            "set-cookie": f"did={SECRETS['cookie']}; Path=/",
            "server": "x",
        },
        "body": json.dumps(answer).encode(),
    }
    return Exchange(**plain | changes)


def callback() -> Event:
    details = {"code": SECRETS["code"], "state": SECRETS["state"], "via": "query"}
    return Event(at=AT, source="browser", target="auth0ctl", what="the callback arrives", details=details)


def check(document: Any) -> None:
    Draft202012Validator(SCHEMA).validate(document)
    text = json.dumps(document, ensure_ascii=False)
    assert [one for one in (*SECRETS.values(), TOKEN.rpartition(".")[2]) if one in text] == []


def test_an_exchange_is_two_steps_with_all_that_helps_and_no_secret() -> None:
    told: list[str] = []
    one = recorder(told)
    one.record(callback())
    one.exchange(token_exchange())
    document = one.document()
    check(document)
    assert [(step["from"], step["to"], step["what"]) for step in document["steps"]] == [
        ("browser", "auth0ctl", "the callback arrives"),
        ("auth0ctl", "tenant", "POST /oauth/token"),
        ("tenant", "auth0ctl", "200"),
    ]
    asked, answered = document["steps"][1]["details"], document["steps"][2]["details"]
    assert asked["form"]["grant_type"] == "authorization_code"
    assert asked["form"]["code"] == "(hidden, 31 characters)"
    assert answered["body"]["expires_in"] == 60
    assert answered["milliseconds"] == 250
    assert answered["headers"] == {"content-type": "application/json", "set-cookie": "did=(hidden)"}
    assert document["client_id"] == "client-one"
    assert told[-1] == "POST https://t.example/oauth/token → 200 (250 ms)"


def test_what_one_exchange_sent_is_hidden_in_the_words_of_the_next() -> None:
    one = recorder()
    one.exchange(token_exchange())
    echo = {"error": f"bad {SECRETS['client']}", "error_description": f"{SECRETS['code']} {SECRETS['refresh']} {TOKEN}"}
    headers = {
        "content-type": "application/json",
        "location": f"https://x/?state={SECRETS['state']}&e={SECRETS['access']}",
    }
    one.exchange(token_exchange(status=403, body=json.dumps(echo).encode(), headers=headers))
    check(one.document())
    last = one.events[-1]
    assert last.what == "403 bad (hidden, 33 characters)"
    assert "?state=(hidden" in last.details["headers"]["location"]


@pytest.mark.parametrize(
    "body", [b"<html>secret page</html>", b"[" * 100_000, b'{"a":' + b"1" * 70_000 + b"}", b"\xff\xfe"]
)
def test_a_body_that_is_no_small_json_is_told_by_its_size(body: bytes) -> None:
    one = recorder()
    one.exchange(token_exchange(body=body))
    check(one.document())
    assert one.events[-1].details["body_bytes"] == len(body)


def test_no_answer_is_a_step_too() -> None:
    one = recorder()
    one.exchange(token_exchange(status=0, body=b"", headers={}, failure="t.example refused the connection"))
    check(one.document())
    assert one.events[-1].what == "no answer: t.example refused the connection"


def test_the_file_is_whole_after_every_step_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "trace.json"
    one = recorder()
    one.write(str(file))
    seen = []
    steps: list[Callable[[], None]] = [
        lambda: one.record(callback()),
        lambda: one.exchange(token_exchange()),
        lambda: one.end("error", error=NetworkError(f"no answer for {SECRETS['code']}", "Try again.")),
    ]
    for step in steps:
        step()
        document = json.loads(file.read_text())
        check(document)
        seen.append((document["outcome"], len(document["steps"])))
    assert seen == [("running", 1), ("running", 3), ("error", 3)]
    assert json.loads(file.read_text())["error"]["message"] == "no answer for (hidden, 31 characters)"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["trace.json"]


def test_the_file_is_whole_after_steps_side_by_side(tmp_path: Path) -> None:
    told: list[str] = []
    one = recorder(told)
    one.write(str(tmp_path / "trace.json"))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one.exchange, [token_exchange()] * 40))
    document = json.loads((tmp_path / "trace.json").read_text())
    check(document)
    assert [step["from"] for step in document["steps"]] == ["auth0ctl", "tenant"] * 40
    assert not [said for said in told if "not written any more" in said]


def test_a_trace_overwrites_a_trace_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "trace.json"
    recorder().write(str(file))
    recorder().write(str(file))
    other = tmp_path / "precious.json"
    for content in ("", "text", "[]", '{"schema": "auth0ctl/report/1"}', '"auth0ctl/trace/1"'):
        other.write_text(content)
        with pytest.raises(UsageError, match="is no trace"):
            recorder().write(str(other))
        assert other.read_text() == content
    link = tmp_path / "link.json"
    link.symlink_to(file)
    for refused in (str(link), str(tmp_path), "/dev/null"):
        with pytest.raises(UsageError):
            recorder().write(refused)
    with pytest.raises(UsageError, match="standard output"):
        recorder().write("-")
    with pytest.raises(UsageError, match="no folder"):
        recorder().write(str(tmp_path / "nosuch" / "trace.json"))


def test_a_trace_that_cannot_be_written_any_more_does_not_end_the_login(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    told: list[str] = []
    one = recorder(told)
    one.write(str(folder / "trace.json"))
    (folder / "trace.json").unlink()
    folder.rmdir()
    folder.write_text("a file now")
    one.record(callback())
    assert "the trace is not written any more" in told[-1]
    one.record(callback())
    assert len(one.events) == 2


def test_the_result_is_part_of_the_trace_and_redacted_as_well() -> None:
    one = recorder()
    one.exchange(token_exchange())
    one.end("passed", result={"schema": "auth0ctl/login/1", "saved": f"as {SECRETS['refresh']}", "nonce": "n" * 20})
    document = one.document()
    check(document)
    assert document["result"] == {
        "schema": "auth0ctl/login/1",
        "saved": "as (hidden, 36 characters)",
        "nonce": "(hidden)",
    }


def test_times_count_from_the_start() -> None:
    moments = iter([AT, AT + timedelta(seconds=3), AT + timedelta(seconds=5)])
    one = Recorder(Redactor(), now=lambda: next(moments))
    one.exchange(token_exchange(seconds=1.0))
    one.end("passed")
    document = one.document()
    assert [step["after_ms"] for step in document["steps"]] == [2000, 3000]
    assert document["ended"] == (AT + timedelta(seconds=5)).isoformat(timespec="milliseconds")


def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "application/json"), ("X-Twice", "a")])
    return [b'{"refresh_token": "v1.told-to-the-observer-first"}']


def test_http_tells_its_observer_each_exchange_before_the_caller_hears_of_it() -> None:
    seen: list[Exchange] = []
    with Http(apps={"https://t.example": app}, observe=seen.append) as http:
        http.send("POST", "https://t.example/oauth/token", form={"a": "b"}, headers={"DPoP": "x"})
        http.send("GET", "https://t.example/x", params={"q": "1 2"})
    first, second = seen
    assert (first.method, first.form, first.status) == ("POST", {"a": "b"}, 200)
    assert first.sent_headers == {"DPoP": "x"}
    assert b"told-to-the-observer-first" in first.body
    assert second.url in ("https://t.example/x?q=1%202", "https://t.example/x?q=1+2")
    assert first.seconds >= 0
    assert "told-to" not in repr(first)


def test_http_tells_its_observer_where_no_answer_came() -> None:
    seen: list[Exchange] = []
    with Http(observe=seen.append, timeout=2) as http, pytest.raises(NetworkError):
        http.send("GET", "http://127.0.0.1:9/x")  # discard: nobody listens
    assert [one.status for one in seen] == [0]
    assert "refused the connection" in seen[0].failure
    with Http(apps={"https://t.example": app}, observe=seen.append) as http, pytest.raises(NetworkError):
        http.send("GET", "https://t.example/x", limit=10)
    assert "stopped reading" in seen[1].failure


def test_the_schema_is_a_schema_and_refuses_what_is_no_trace() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    good = recorder().document()
    for wrong in ({**good, "schema": "x"}, {**good, "extra": 1}, {**good, "outcome": "fine"}, {**good, "steps": [{}]}):
        assert list(Draft202012Validator(SCHEMA).iter_errors(wrong))


def test_a_real_clock_is_told_with_its_zone() -> None:
    one = Recorder(Redactor(), now=lambda: datetime.now(UTC))
    assert one.document()["started"].endswith("+00:00")
