"""``token diff`` as people type it: where the two tokens come from, what is printed, which exit code."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from forge import API, AT, NOW, access_claims, id_claims, rsa_signer

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session
from auth0ctl.vault import SavedLogin, save_login

KEY = rsa_signer()
GOOD, SLASH = KEY.sign(access_claims()), KEY.sign(access_claims(aud=f"{API}/"))
LATER = KEY.sign(access_claims(iat=NOW - 30, exp=NOW + 86_370))


def session_in(home: Path, stdin: str = "") -> Session:
    environ = {"HOME": str(home), "AUTH0CTL_HOME": str(home / "auth0ctl"), "PATH": ""}
    out, err = io.StringIO(), io.StringIO()
    return Session(environ=environ, now=lambda: AT, stdin=io.StringIO(stdin), stdout=out, stderr=err)


def typed(home: Path, *words: str, stdin: str = "") -> tuple[int, str, str]:
    session = session_in(home, stdin)
    code = run(("token", "diff", *words), session)
    assert isinstance(session.stdout, io.StringIO)
    assert isinstance(session.stderr, io.StringIO)
    return code, session.stdout.getvalue(), session.stderr.getvalue()


@pytest.mark.parametrize(("other", "code"), [(GOOD, 0), (LATER, 0), (SLASH, 1)])
def test_the_exit_code_says_whether_they_differ_by_more_than_nature(tmp_path: Path, other: str, code: int) -> None:
    for output in ("terminal", "json", "quiet"):
        assert typed(tmp_path, GOOD, other, "-o", output)[0] == code


def test_only_what_differs_is_shown_with_its_meaning(tmp_path: Path) -> None:
    _, out, _ = typed(tmp_path, GOOD, SLASH)
    assert "1 difference" in out
    assert "They differ by the slash at the end" in out
    assert "auth0|u1" not in out
    assert "No signature was checked" in out
    _, out, _ = typed(tmp_path, GOOD, LATER)
    assert "no difference that matters" in out
    assert "differ by nature, each token has its own: iat, exp" in out
    assert "the same token twice" in typed(tmp_path, GOOD, GOOD)[1]


def test_json_is_one_document_without_the_tokens(tmp_path: Path) -> None:
    code, out, _ = typed(tmp_path, GOOD, SLASH, "-o", "json")
    found = json.loads(out)
    assert code == 1
    assert (found["schema"], found["same"], found["verified"]) == ("auth0ctl/diff/1", False, False)
    difference = found["differences"][0]
    assert {"where": "claim", "name": "aud", "b": f"{API}/", "only_in": None}.items() <= difference.items()
    assert difference["meaning"]
    assert GOOD.rpartition(".")[2] not in out


def test_tokens_come_from_files_stdin_and_the_last_login(tmp_path: Path) -> None:
    a = tmp_path / "a"
    a.write_text(GOOD + "\n", encoding="utf-8")
    assert typed(tmp_path, "--file-a", str(a), "-", stdin=LATER)[0] == 0
    assert typed(tmp_path, "--file-b", str(a), "-", stdin=SLASH)[0] == 1
    with session_in(tmp_path) as session:
        login = SavedLogin(
            tenant="local",
            issuer="https://tenant.eu.auth0.com/",
            client_id="c",
            audience=API,
            requested_scope="openid",
            granted_scope=None,
            received_at=datetime.now(UTC),
            flow="pkce",
            response_type="code",
            access_token=GOOD,
            id_token=KEY.sign(id_claims()),
        )
        save_login(session.vault, login)
    assert typed(tmp_path, "last:access", "--file-b", str(a))[0] == 0
    code, out, _ = typed(tmp_path, "last:id", "last:access")
    assert code == 1
    assert "An API must refuse A" in out


@pytest.mark.parametrize("words", [(), ("a",), ("a", "b", "--file-a", "f"), ("-", "-"), ("a", "b", "c")])
def test_anything_but_two_tokens_is_a_usage_error(tmp_path: Path, words: tuple[str, ...]) -> None:
    code, out, err = typed(tmp_path, *words)
    assert (code, out) == (2, "")
    assert "error:" in err


def test_at_makes_it_the_same_for_ever(tmp_path: Path) -> None:
    words = (GOOD, SLASH, "--at", "2027-01-01T00:00:00Z", "-o", "json")
    assert typed(tmp_path, *words)[1] == typed(tmp_path, *words)[1]
    assert "expired 100 d" in typed(tmp_path, *words[:-2])[1]
