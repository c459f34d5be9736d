"""What the browser is shown, how long it waits for it, and what stays out of every page and log."""

import logging
import re
import threading
import time
from collections.abc import Iterator

import pytest
from callback_asking import FORM, STATE, Answer, ask, post_fragment, waits_on

from auth0ctl.flows.callback.pages import message_page
from auth0ctl.flows.callback.server import CallbackServer, Limits, bind


@pytest.fixture
def server() -> Iterator[CallbackServer]:
    with bind(port=0, limits=Limits(hold=0.3, linger=0.05)) as bound:
        bound.expect(state=STATE, mode=frozenset({"query", "fragment"}))
        yield bound


# --- C07: the fragment page ---------------------------------------------------------------------------------------


def test_C07_page_is_one_static_script_under_a_nonce(server: CallbackServer) -> None:
    first, second = ask(server, "/callback"), ask(server, "/callback?")
    policy = first.headers["content-security-policy"]
    nonce = re.search(r"script-src 'nonce-([A-Za-z0-9_-]{22})'", policy)
    assert nonce is not None
    for part in (
        "default-src 'none'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'none'",
        "base-uri 'none'",
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert first.text.count("<script") == first.text.count(f'<script nonce="{nonce[1]}">') == 1
    assert nonce[1] not in second.text
    assert second.text.count("<script nonce=") == 1


def test_C07_script_clears_the_address_before_anything_else(server: CallbackServer) -> None:
    script = ask(server, "/callback").text.partition("<script")[2]
    read, cleared, sent = script.index("location.hash"), script.index("history.replaceState"), script.index("fetch(")
    assert read < cleared < sent


def test_C07_accepts_a_fragment_by_post_and_never_in_an_address(server: CallbackServer) -> None:
    answer = post_fragment(server, f"access_token=a.b.c&id_token=d.e.f&token_type=Bearer&state={STATE}")
    assert (answer.status, "location" in answer.headers) == (200, False)
    delivery = server.wait(1)
    assert (delivery.via, delivery.params["access_token"], delivery.params["id_token"]) == (
        "fragment",
        "a.b.c",
        "d.e.f",
    )
    assert "a.b.c" not in repr(delivery)


def test_C07_rejects_a_fragment_with_a_wrong_state(server: CallbackServer) -> None:
    assert post_fragment(server, "access_token=a.b.c&state=wrong").status == 400
    assert waits_on(server)


# --- C08: headers, the move to /done, the verdict -----------------------------------------------------------------

STRICT = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
}


def test_C08_every_answer_carries_the_strict_headers(server: CallbackServer) -> None:
    answers = [
        ask(server, "/callback"),
        ask(server, "/callback?code=a&state=wrong"),
        ask(server, "/nowhere"),
        ask(server, "/favicon.ico"),
        ask(server, "/callback", method="PUT"),
        ask(server, "/callback", headers={"Host": "evil.example"}),
        ask(server, "/done"),
        post_fragment(server, "state=wrong"),
        ask(server, f"/callback?code=a&state={STATE}"),
        ask(server, f"/callback?code=a&state={STATE}"),
        ask(server, "/done"),
    ]
    for answer in answers:
        assert answer.headers.items() >= STRICT.items()
        if answer.headers.get("content-type", "").startswith("text/html"):
            assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")
            assert not re.search(r"(src|href|url)\s*[=(]", answer.text)


def test_C08_accepts_success_with_the_verdict_and_rejects_it_before() -> None:
    with bind(port=0, limits=Limits(hold=5)) as patient:
        patient.expect(state=STATE, mode="query")
        assert ask(patient, "/done").status == 404
        assert ask(patient, f"/callback?code=a&state={STATE}").headers["location"] == "/done#"
        seen: list[Answer] = []
        browser = threading.Thread(target=lambda: seen.append(ask(patient, "/done")))
        browser.start()
        patient.wait(1)
        assert seen == []  # nothing is shown before the tokens were verified
        patient.show(ok=True, title="Logged in", lines=["ID token: verified", "Access token: verified"])
        browser.join(2)
    assert seen[0].status == 200
    assert "<h1>Logged in</h1>" in seen[0].text
    assert 'class="mark good"' in seen[0].text
    assert "<p>ID token: verified</p>\n<p>Access token: verified</p>" in seen[0].text


def test_C08_a_failure_is_shown_as_one(server: CallbackServer) -> None:
    ask(server, f"/callback?code=a&state={STATE}")
    server.show(ok=False, title="The ID token did not pass", lines=["issuer: expected x, got y"])
    page = ask(server, "/done")
    assert 'class="mark bad"' in page.text
    assert "&#10003;" not in page.text


def test_C08_without_a_verdict_the_page_points_to_the_terminal(server: CallbackServer) -> None:
    ask(server, f"/callback?code=a&state={STATE}")
    began = time.monotonic()
    page = ask(server, "/done")
    assert time.monotonic() - began >= 0.25
    assert "Still checking" in page.text
    assert "&#10003;" not in page.text


def test_C08_closing_waits_for_the_browser_to_fetch_the_verdict() -> None:
    seen: list[Answer] = []
    server = bind(port=0, limits=Limits(linger=5))
    with server:
        server.expect(state=STATE, mode="query")

        def browse() -> None:
            ask(server, f"/callback?code=a&state={STATE}")
            ready.wait(2)
            seen.append(ask(server, "/done"))

        ready = threading.Event()
        browser = threading.Thread(target=browse)
        browser.start()
        server.wait(2)
        server.show(ok=True, title="Logged in", lines=[])
        ready.set()
        began = time.monotonic()
    assert time.monotonic() - began < 2  # no longer than the browser needs
    browser.join(2)
    assert "Logged in" in seen[0].text


def test_C08_foreign_text_is_escaped_visible_and_short() -> None:
    hostile = "<script>alert(1)</script> \"'& $nonce \x1b[31m \u202e \ud800 \r\n" + "x" * 400
    page = message_page(tone="bad", title=hostile, lines=[hostile]).body.decode()
    assert "<script" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "\\u001b" in page
    assert "$nonce" in page
    shown = re.search(r"<p>(.*?)</p>", page)
    assert shown is not None
    assert shown[1].startswith("&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#x27;&amp;")
    assert shown[1].endswith("x…")
    assert shown[1].count("x") < 300


@pytest.mark.parametrize(("length", "cut"), [(300, False), (301, True)])
def test_C08_lines_end_at_300_characters(length: int, cut: bool) -> None:
    page = message_page(tone="calm", title="t", lines=["é" * length]).body.decode()
    assert page.count("é") == (299 if cut else 300)
    assert ("…</p>" in page) is cut


# --- C12: nothing of an answer reaches a log ----------------------------------------------------------------------


def test_C12_rejects_any_log_output_or_echo(
    server: CallbackServer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    pages = [
        ask(server, "/callback?code=canary-code&state=canary-state"),
        ask(server, "/callback?error=canary-error&state=canary-state"),
        ask(server, "/callback", method="POST", body="code=canary-code&state=canary-state", headers=FORM),
        ask(server, "/canary-path"),
        post_fragment(server, "access_token=canary-token&state=canary-state"),
        ask(server, f"/callback?code=canary-code&state={STATE}"),
    ]
    server.wait(1)
    assert server.stray == 4
    spoken = caplog.text + "".join(capfd.readouterr()) + "".join(p.text + repr(p.headers) for p in pages)
    assert "canary" not in spoken
    assert STATE not in spoken


def test_C12_canary_would_be_seen_by_the_log_capture(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("anything").debug("canary")
    assert "canary" in caplog.text
