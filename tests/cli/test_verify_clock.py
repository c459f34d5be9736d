"""Q09: a time that fails is compared with the issuer's clock, where there is one to ask; the verdict stays as it is."""

import io
import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from forge import API, AT, ISSUER, NOW, access_claims, key_set, rsa_signer

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session
from auth0ctl.journeys.tokens.verify import verify
from auth0ctl.model import Expected, TokenKind
from auth0ctl.tokens.signature import read_keys

KEY = rsa_signer()
KEYS = read_keys(key_set(KEY))
ACCESS = Expected(kind=TokenKind.ACCESS, at=AT, issuer=ISSUER, audience=API)
FROM_THE_FUTURE = KEY.sign(access_claims(iat=NOW + 600, exp=NOW + 4200))
EXPIRED = KEY.sign(access_claims(iat=NOW - 7200, exp=NOW - 3600))


class Tenant:
    """Discovery and keys of ``ISSUER``, answered by a clock that is ``ahead`` of ours by so many seconds."""

    def __init__(self, ahead: int) -> None:
        self.date = format_datetime(AT + timedelta(seconds=ahead), usegmt=True)
        self.asked: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.asked.append(environ["PATH_INFO"])
        start_response("200 OK", [("Content-Type", "application/json"), ("Date", self.date)])
        if environ["PATH_INFO"].endswith("jwks.json"):
            return [key_set(KEY)]
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": ".well-known/jwks.json"}
        return [json.dumps({"issuer": ISSUER} | {name: ISSUER + path for name, path in ends.items()}).encode()]


def ran(home: Path, tenant: Tenant, text: str, *words: str) -> tuple[int, str, str]:
    """The exit code, stdout and stderr."""
    environ = {
        "HOME": str(home),
        "AUTH0CTL_HOME": str(home / "auth0ctl"),
        "PATH": "",
        "AUTH0_DOMAIN": ISSUER.removeprefix("https://").rstrip("/"),
    }
    out, err = io.StringIO(), io.StringIO()
    session = Session(environ=environ, stdin=io.StringIO(text), stdout=out, stderr=err, now=lambda: AT)
    session.http.answer_for(ISSUER.rstrip("/"), tenant)
    code = run(("token", "verify", "-", "--audience", API, "-o", "json", *words), session)
    return code, out.getvalue(), err.getvalue()


def report(home: Path, tenant: Tenant, text: str, *words: str) -> tuple[int, dict[str, Any]]:
    code, out, _ = ran(home, tenant, text, *words)
    return code, json.loads(out)


def causes(document: dict[str, Any]) -> list[str]:
    return [one["name"] for one in document["findings"]]


def test_Q09_accepts_no_token_by_another_clock_but_says_which_clock_is_off(tmp_path: Path) -> None:
    code, document = report(tmp_path, Tenant(ahead=600), FROM_THE_FUTURE)
    assert code == 1
    assert causes(document) == ["clock-skew"]
    finding = document["findings"][0]
    assert "This machine's clock is 10 m behind the issuer's" in finding["detail"]
    assert "corrected verdict, not applied: in order" in finding["evidence"]
    assert finding["explains"] == ["V15"]


def test_Q09_rejects_a_clock_as_the_cause_that_does_not_account_for_the_failure(tmp_path: Path) -> None:
    assert causes(report(tmp_path, Tenant(ahead=-600), EXPIRED)[1]) == ["clock-skew", "token-expired"]
    assert causes(report(tmp_path, Tenant(ahead=5), EXPIRED)[1]) == ["token-expired"]


def test_Q09_no_clock_is_asked_while_every_time_is_in_order(tmp_path: Path) -> None:
    tenant = Tenant(ahead=600)
    code, document = report(tmp_path, tenant, KEY.sign(access_claims()))
    assert (code, causes(document), document["skipped"]) == (0, [], [])
    assert len(tenant.asked) == len(set(tenant.asked)), "only what the keys need"


@pytest.mark.parametrize("words", [("--at", str(NOW)), ("--jwks", "jwks.json")])
def test_Q09_a_named_moment_and_a_key_file_ask_no_clock_and_say_so(
    tmp_path: Path, words: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "jwks.json").write_bytes(key_set(KEY))
    monkeypatch.chdir(tmp_path)
    code, document = report(tmp_path, Tenant(ahead=600), FROM_THE_FUTURE, *words)
    assert code == 1
    assert causes(document) == ["token-not-yet-valid"]
    assert [(one["name"], one["reason"]) for one in document["skipped"]] == [
        ("clock-skew", "the issuer's clock was not asked")
    ]


def test_Q09_a_clock_that_cannot_be_read_is_said_to_be_so() -> None:
    found = verify(FROM_THE_FUTURE, ACCESS, lambda kid, refresh: KEYS, clock=lambda: None)
    assert [one.rule.name for one in found.findings] == ["token-not-yet-valid"]
    assert [one.reason for one in found.skipped] == ["the issuer's clock could not be read"]


@pytest.mark.parametrize("text", [KEY.sign(access_claims()), KEY.sign(access_claims(aud="other")), "garbage", ""])
def test_Q09_the_clock_is_asked_for_a_failed_time_alone(text: str) -> None:
    asked: list[str] = []

    def clock() -> float:
        asked.append("clock")
        return 600.0

    verify(text, ACCESS, lambda kid, refresh: KEYS, clock=clock)
    assert asked == []
    verify(EXPIRED, ACCESS, lambda kid, refresh: KEYS, clock=clock)
    assert asked == ["clock"]


TRUST = "--trust-server-clock"


def test_Q09_accepts_a_token_by_the_issuers_clock_where_that_was_asked_for(tmp_path: Path) -> None:
    code, document = report(tmp_path, Tenant(ahead=600), FROM_THE_FUTURE, TRUST)
    assert (code, causes(document)) == (0, ["clock-skew"])
    finding = document["findings"][0]
    assert finding["severity"] == "warning"
    assert "judged by the issuer's clock, as you asked" in finding["detail"]


def test_Q09_rejects_by_the_issuers_clock_what_this_machine_would_take(tmp_path: Path) -> None:
    code, document = report(tmp_path, Tenant(ahead=7200), KEY.sign(access_claims(exp=NOW + 3600)), TRUST)
    assert (code, causes(document)) == (1, ["clock-skew", "token-expired"])


def test_Q09_a_trusted_clock_that_agrees_or_cannot_be_read_changes_nothing(tmp_path: Path) -> None:
    assert causes(report(tmp_path, Tenant(ahead=5), FROM_THE_FUTURE, TRUST)[1]) == ["token-not-yet-valid"]
    found = verify(FROM_THE_FUTURE, ACCESS, lambda kid, refresh: KEYS, clock=lambda: None, trust_clock=True)
    assert [one.rule.name for one in found.findings] == ["token-not-yet-valid"]
    assert [one.reason for one in found.skipped] == ["the issuer's clock could not be read"]


@pytest.mark.parametrize("words", [("--at", str(NOW)), ("--offline",)])
def test_Q09_there_must_be_a_clock_to_trust(tmp_path: Path, words: tuple[str, ...]) -> None:
    ran(tmp_path, Tenant(ahead=0), KEY.sign(access_claims()))  # keeps the keys for --offline
    code, out, _ = ran(tmp_path, Tenant(ahead=600), FROM_THE_FUTURE, TRUST, *words)
    assert code == 2
    assert "no clock to ask" in json.loads(out)["error"]["message"]


MANY = f"{FROM_THE_FUTURE}\n{FROM_THE_FUTURE}\n{KEY.sign(access_claims())}\n"


def test_Q09_many_tokens_with_failed_times_are_told_of_the_clock_once(tmp_path: Path) -> None:
    tenant = Tenant(ahead=600)
    code, out, err = ran(tmp_path, tenant, MANY)
    assert (code, [row["passed"] for row in json.loads(out)]) == (1, [False, False, True])
    assert "clock is 10 m behind the issuer's. 2 tokens failed by a time" in err
    assert TRUST in err
    assert "clock" not in ran(tmp_path, Tenant(ahead=5), MANY)[2]
    fine = f"{KEY.sign(access_claims())}\n" * 2
    assert "clock" not in ran(tmp_path, tenant, fine)[2]


def test_Q09_many_tokens_are_judged_by_the_issuers_clock_where_that_was_asked_for(tmp_path: Path) -> None:
    code, out, err = ran(tmp_path, Tenant(ahead=600), MANY, TRUST)
    assert (code, [row["passed"] for row in json.loads(out)]) == (0, [True, True, True])
    assert "Judging by the issuer's." in err
    assert "Judging" not in ran(tmp_path, Tenant(ahead=5), MANY, TRUST)[2]
