"""The judge of the conformance runs finds what is wrong with one: a good run, with one thing changed each time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.judging import wrong
from conformance.modules import PLANS, Run
from conformance.provider import SECRET, Asked
from conformance.running import Bench, Ran

GOOD = next(run for run in PLANS["hybrid"] if run.id == "hybrid/plain/code+id_token")
BAD = next(run for run in PLANS["hybrid"] if run.id == "hybrid/missing-chash/code+id_token")
Change = Callable[[Ran], Ran]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("judging"))


@pytest.fixture(scope="module")
def good(bench: Bench) -> Ran:
    return bench.run(GOOD)


@pytest.fixture(scope="module")
def bad(bench: Bench) -> Ran:
    return bench.run(BAD)


def asked(line: str, **changes: Any) -> Change:
    """The requests of this line, with these parts of query, form or header changed; None leaves a part out."""

    def changed(one: Asked) -> Asked:
        if one.line != line:
            return one
        where = "query" if line.startswith("GET") else "form"
        values = {name: text for name, text in {**getattr(one, where), **changes}.items() if text is not None}
        return replace(one, query=values) if where == "query" else replace(one, form=values)

    return lambda ran: replace(ran, asked=tuple(changed(one) for one in ran.asked))


def told(**changes: Any) -> Change:
    """The last document with other members."""
    return lambda ran: replace(ran, typed=(replace(ran.last, document={**ran.last.document, **changes}),))


def once_more(line: str) -> Change:
    """A request made twice, or one that nobody made."""
    extra = Asked(line=line, client="auth0ctl", query={}, form={"grant_type": "refresh_token"}, authorization="")
    return lambda ran: replace(ran, asked=(*ran.asked, extra))


FAILED = {"id": "I10", "title": "", "status": "fail", "detail": ""}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda ran: replace(ran, typed=(replace(ran.last, code=1),)), "exit code 1 instead of 0"),
        (lambda ran: replace(ran, typed=(replace(ran.last, document=None),)), "no JSON document"),
        (told(checks=[FAILED]), "failed: ('I10',) instead of ()"),
        (told(passed=False), "`passed` and the module disagree"),
        (lambda ran: replace(ran, pages=("The login was refused",)), "the page in the browser"),
        (lambda ran: replace(ran, pages=()), "0 logins in the browser"),
        (asked("GET /authorize", scope="profile"), "scope is profile"),
        (asked("GET /authorize", response_type="code"), "response_type is code"),
        (asked("GET /authorize", client_id="another"), "client_id is another"),
        (asked("GET /authorize", redirect_uri="http://127.0.0.1:1/"), "redirect_uri is http://127.0.0.1:1/"),
        (asked("GET /authorize", nonce=None), "no nonce"),
        (asked("GET /authorize", nonce="short"), "no nonce, or one that can be guessed"),
        (asked("GET /authorize", state=None), "no state"),
        (asked("GET /authorize", code_challenge=None), "code_challenge is None"),
        (asked("GET /authorize", code_challenge_method="plain"), "code_challenge_method is plain"),
        (asked("GET /authorize", max_age="0", prompt="none"), "max_age=0 beside prompt=none"),
        (asked("POST /oauth/token", redirect_uri="http://127.0.0.1:1/"), "at the token endpoint"),
        (asked("POST /oauth/token", client_id="another"), "another client at the token endpoint"),
        (asked("POST /oauth/token", code_verifier="another"), "code_verifier is not that of the code_challenge"),
        (once_more("POST /oauth/token"), "token_endpoint: 2 requests instead of 1"),
        (once_more("GET /userinfo"), "userinfo_endpoint: 2 requests instead of 1"),
        (once_more("GET /authorize"), "authorization_endpoint: 3 requests instead of 2"),
        (asked("GET /userinfo", access_token="x"), "access_token in a query"),
        (lambda ran: asked("GET /userinfo", other=min(ran.issued))(ran), "a token in a query, as other"),
        (lambda ran: replace(ran, visited=("http://127.0.0.1:1/?id_token=x",)), "id_token in a query"),
        (lambda ran: told(saved=min(ran.issued))(ran), "a token or the secret was printed"),
        (told(saved=SECRET), "a token or the secret was printed"),
    ],
)
def test_finds_what_is_wrong_with_a_good_run(good: Ran, change: Change, sentence: str) -> None:
    assert wrong(GOOD, good) == []
    assert any(sentence in one for one in wrong(GOOD, change(good))), wrong(GOOD, change(good))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (once_more("POST /oauth/token"), "token_endpoint: 1 requests instead of 0"),
        (once_more("GET /userinfo"), "userinfo_endpoint: 1 requests instead of 0"),
        (lambda ran: replace(ran, typed=(replace(ran.last, code=0),)), "exit code 0 instead of 1"),
        (told(tokens=[]), "failed: () instead of ('I09',)"),
        (told(saved="Kept in the file"), "refused, and yet: Kept"),
        (lambda ran: replace(ran, pages=("Logged in",)), "the page in the browser"),
    ],
)
def test_finds_what_is_wrong_with_a_refusal(bad: Ran, change: Change, sentence: str) -> None:
    assert wrong(BAD, bad) == []
    assert any(sentence in one for one in wrong(BAD, change(bad))), wrong(BAD, change(bad))


def test_a_run_of_another_module_does_not_pass_for_this_one(good: Ran, bad: Ran) -> None:
    others: list[Run] = [run for run in PLANS["hybrid"] if run.response_type == GOOD.response_type]
    refusing = [run for run in others if run.module.stops]
    assert len(refusing) == 10
    assert all(wrong(run, good) for run in refusing)
    assert [run.module.name for run in refusing if not wrong(run, bad)] == ["invalid-chash", "missing-chash"]
