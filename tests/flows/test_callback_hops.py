"""Several attempts in one tab: the page that the browser waits on goes on to the next authorize URL."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from callback_asking import Answer, ask, port_of
from playwright.sync_api import BrowserContext

from auth0ctl.errors import NetworkError
from auth0ctl.flows.callback.server import CallbackServer, Delivery, Limits, bind

NEXT = "https://example.eu.auth0.com/authorize?client_id=c&state=second&x='%22"
QUICK = Limits(hold=0.3, linger=0.05, replay=5)


class Tenant(ThreadingHTTPServer):
    """An /authorize that asks nobody: it answers at once, in the mode that was asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.origin = f"http://127.0.0.1:{self.server_address[1]}"
        self.visits: list[str] = []

    def url(self, server: CallbackServer, state: str, mode: str) -> str:
        asked = {"redirect_uri": server.redirect_uri, "state": state, "mode": mode}
        return f"{self.origin}/authorize?{urlencode(asked)}"


class Answering(BaseHTTPRequestHandler):
    server: Tenant

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""

    def do_GET(self) -> None:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        if "state" not in asked:  # the icon
            self.send_error(404)
            return
        self.server.visits.append(asked["state"])
        answer = {"code": f"code-{asked['state']}", "state": asked["state"]}
        if asked["mode"] == "form_post":
            inputs = "".join(f'<input name="{name}" value="{escape(value)}">' for name, value in answer.items())
            form = f'<form method="post" action="{asked["redirect_uri"]}">{inputs}</form>'
            self._send(200, f"<!doctype html>{form}<script>document.forms[0].submit()</script>")
            return
        mark = "?" if asked["mode"] == "query" else "#"
        self._send(302, "", location=f"{asked['redirect_uri']}{mark}{urlencode(answer)}")

    def _send(self, status: int, text: str, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())


@contextmanager
def running_tenant() -> Iterator[Tenant]:
    tenant = Tenant()
    thread = threading.Thread(target=tenant.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield tenant
    finally:
        tenant.shutdown()
        thread.join()
        tenant.server_close()


@pytest.fixture
def tenant() -> Iterator[Tenant]:
    with running_tenant() as one:
        yield one


@pytest.mark.browser
@pytest.mark.parametrize("host", ["127.0.0.1", "auth0ctl.localhost"])
@pytest.mark.parametrize(
    "modes",
    [["query"] * 12, ["fragment"] * 4, ["form_post"] * 4, ["query", "fragment", "form_post"] * 3],
    ids=["query", "fragment", "form_post", "mixed"],
)
def test_C06_one_tab_answers_many_requests(
    chromium: BrowserContext, tenant: Tenant, modes: list[str], host: str
) -> None:
    page = chromium.new_page()
    taken: list[Delivery] = []
    with bind(port=0, host=host) as server:
        for number, mode in enumerate(modes):
            state = f"state-{number}"
            server.expect(state=state, mode=mode, origin=tenant.origin)
            url = tenant.url(server, state, mode)
            if number == 0:
                page.goto("about:blank")
                page.evaluate("url => { location.assign(url) }", url)
            else:
                server.hop(url)
            taken.append(server.wait(10))
        server.show(ok=True, title="All of them", lines=[])
        page.get_by_role("heading", name="All of them").wait_for()
    assert [delivery.via for delivery in taken] == modes
    assert [delivery.params["code"] for delivery in taken] == [f"code-state-{n}" for n in range(len(modes))]
    assert tenant.visits == [f"state-{n}" for n in range(len(modes))]
    assert "code" not in page.url
    assert server.stray == 0


@pytest.mark.browser
def test_C08_a_verdict_that_comes_late_is_still_shown(chromium: BrowserContext, tenant: Tenant) -> None:
    page = chromium.new_page()
    with bind(port=0, limits=Limits(hold=0.2)) as server:
        server.expect(state="one", mode="query")
        page.goto("about:blank")
        page.evaluate("url => { location.assign(url) }", tenant.url(server, "one", "query"))
        server.wait(10)
        page.get_by_role("heading", name="Still checking").wait_for()
        server.show(ok=True, title="Checked", lines=[])
        page.get_by_role("heading", name="Checked").wait_for()


# --- the same without a browser: what exactly is sent, and what stays refused -------------------------------------


@pytest.fixture
def server() -> Iterator[CallbackServer]:
    with bind(port=0, limits=QUICK) as bound:
        bound.expect(state="first", mode="query")
        yield bound


def answer_first(server: CallbackServer) -> None:
    assert ask(server, "/callback?code=1&state=first").status == 303
    assert server.wait(1).params["code"] == "1"


def test_C06_the_waiting_page_goes_on_to_the_url_that_was_given(server: CallbackServer) -> None:
    answer_first(server)
    server.expect(state="second", mode="query")
    server.hop(NEXT)
    page = ask(server, "/done")
    assert (page.status, page.headers["refresh"]) == (200, f"0; url={NEXT}")
    assert "second" not in page.text


def test_C06_a_page_that_is_held_already_goes_on_too() -> None:
    with bind(port=0, limits=Limits(hold=10, linger=0.05)) as server:
        server.expect(state="first", mode="query")
        answer_first(server)
        seen: list[Answer] = []
        browser = threading.Thread(target=lambda: seen.append(ask(server, "/done")))
        browser.start()
        server.expect(state="second", mode="query")
        server.hop(NEXT)
        browser.join(5)
    assert seen[0].headers["refresh"] == f"0; url={NEXT}"


def test_C06_each_answer_waits_for_its_own_verdict(server: CallbackServer) -> None:
    answer_first(server)
    server.expect(state="second", mode="query")
    server.hop(NEXT)
    assert ask(server, "/callback?code=2&state=second").status == 303
    held = ask(server, "/done")  # the first one's hop is not repeated
    assert "Still checking" in held.text
    assert held.headers["refresh"] == "1; url=/done"
    assert server.wait(1).params["code"] == "2"
    server.show(ok=True, title="Logged in", lines=[])
    assert "Logged in" in ask(server, "/done").text


def test_C05_the_next_attempt_has_its_own_state(server: CallbackServer) -> None:
    answer_first(server)
    server.expect(state="second", mode="fragment")
    assert ask(server, "/callback?code=x&state=third").status == 400
    assert ask(server, "/callback?code=x&state=second").status == 400  # right state, not the mode
    assert server.stray == 2
    with pytest.raises(NetworkError):
        server.wait(0.2)


@pytest.mark.parametrize(("replay", "status"), [(5.0, 200), (0.0, 409)])
def test_C06_a_copy_of_an_earlier_answer_stays_a_copy(replay: float, status: int) -> None:
    with bind(port=0, limits=Limits(replay=replay, linger=0.05)) as server:
        server.expect(state="first", mode="query")
        answer_first(server)
        server.expect(state="second", mode="query")
        assert ask(server, "/callback?code=1&state=first").status == status
        assert server.stray == 0
        assert ask(server, "/callback?code=2&state=second").status == 303
        assert server.wait(1).params["code"] == "2"
        with pytest.raises(ValueError, match="one attempt only"):
            server.expect(state="first", mode="query")


@pytest.mark.parametrize(
    "url", ["http://evil.example/", "javascript:alert(1)", "/done", "", f"{NEXT}\r\nSet-Cookie: a=b", f"{NEXT} x"]
)
def test_C06_hops_to_no_other_kind_of_url(server: CallbackServer, url: str) -> None:
    answer_first(server)
    with pytest.raises(ValueError, match="only a plain https URL"):
        server.hop(url)


def test_C06_nobody_is_sent_on_who_does_not_wait(server: CallbackServer) -> None:
    with pytest.raises(ValueError, match="no browser waits"):
        server.hop(NEXT)
    assert server.paste(f"{server.redirect_uri}?code=1&state=first") is None
    assert not server.browser_waits
    with pytest.raises(ValueError, match="no browser waits"):
        server.hop(NEXT)


def test_C06_no_request_can_choose_where_the_tab_goes(server: CallbackServer) -> None:
    pages = [ask(server, f"/callback?code=1&state=first&url={NEXT}&refresh=0"), ask(server, f"/done?url={NEXT}")]
    assert all("auth0.com" not in page.text + str(page.headers) for page in pages)


def test_C08_a_login_that_ends_without_a_verdict_sends_nobody_back() -> None:
    server = bind(port=0, limits=Limits(hold=10))
    server.expect(state="first", mode="query")
    answer_first(server)
    with socket.create_connection(("127.0.0.1", port_of(server)), timeout=5) as held:
        held.sendall(f"GET /done HTTP/1.1\r\nHost: 127.0.0.1:{port_of(server)}\r\n\r\n".encode())
        ask(server, "/favicon.ico")  # requests are read in the order in which they came
        server.close()
        page = b"".join(iter(lambda: held.recv(65536), b""))
    assert b"Still checking" in page
    assert b"Refresh" not in page
