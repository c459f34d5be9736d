"""A matrix against the embedded tenant: one login with a person, then every silent variant in the same tab."""

import json
import re
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from html import unescape
from io import StringIO
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from login_bench import API, SPA, Bench, bench, spa
from quick_browser import FORM, HIDDEN, ONCE, origin

from auth0ctl.cli.login.matrix import code_of_matrix
from auth0ctl.errors import ExitCode
from auth0ctl.flows import FLOWS
from auth0ctl.flows.callback.server import CallbackServer
from auth0ctl.journeys.login.matrix import matrix, variants
from auth0ctl.journeys.login.run import Wish
from auth0ctl.localtenant import open_tenant
from auth0ctl.lookup import load
from auth0ctl.render import RENDERERS
from auth0ctl.render.json import document
from auth0ctl.render.terminal.draw import render
from auth0ctl.results import Cell, Matrix

REFRESH = re.compile(r"^0; url=(.+)$")
TOKEN = "POST /oauth/token"
Open = Callable[..., Bench]


class Tab:
    """A browser's tab that lives as long as somebody sends it on. ``visited`` are the authorize URLs it was at."""

    def __init__(self, *, closed_after: int = 1000) -> None:
        self.visited: list[dict[str, str]] = []
        self._last = ""
        self._left = closed_after
        self._ended = threading.Event()

    @property
    def last(self) -> str:
        """The page that it ended at; the tab may still be reading it when the login is over."""
        assert self._ended.wait(15), "the tab is still on its way"
        return self._last

    def __call__(self, url: str) -> None:
        try:
            self._browse(url)
        finally:
            self._ended.set()

    def _browse(self, url: str) -> None:
        with httpx.Client(timeout=15) as http:
            answer = self._get(http, url)
            for _ in range(400):
                here = str(answer.request.url)
                onward = REFRESH.match(answer.headers.get("refresh", ""))
                if "location" in answer.headers:
                    url = urljoin(here, answer.headers["location"])
                    answer = self._get(http, url)
                elif onward:
                    if not self._left:
                        return
                    url = onward[1]
                    answer = self._get(http, url)
                elif answer.headers.get("refresh", "").startswith("1;"):
                    answer = self._get(http, here)
                elif (fragment := urlsplit(url).fragment) and (once := ONCE.search(answer.text)):
                    headers = {
                        "Content-Type": "application/x-www-form-urlencoded",
                        "X-Auth0ctl-Once": once[1],
                        "Origin": origin(here),
                        "Sec-Fetch-Site": "same-origin",
                    }
                    http.post(f"{origin(here)}/fragment", content=fragment, headers=headers)
                    url = f"{origin(here)}/done"
                    answer = self._get(http, url)
                elif form := FORM.search(answer.text):
                    fields = {unescape(name): unescape(value) for name, value in HIDDEN.findall(answer.text)}
                    url = urljoin(here, unescape(form[1]))
                    answer = http.post(url, data=fields, headers={"Origin": origin(here)})
                else:
                    self._last = answer.text
                    return

    def _get(self, http: httpx.Client, url: str) -> httpx.Response:
        if urlsplit(url).path == "/authorize":
            self._left -= 1
            self.visited.append({name: values[0] for name, values in parse_qs(urlsplit(url).query).items()})
        return http.get(url)


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first-run") / "local"
    open_tenant(folder).close()
    return folder


@pytest.fixture
def at(tmp_path: Path, first_run: Path) -> Iterator[Open]:
    """``at()`` opens a tenant whose client asks for no confirmation on this machine, unless told otherwise."""
    with ExitStack() as stack:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]

        def opened(visit: Tab, *faults: str, confirms: bool = False, **client: object) -> Bench:
            one = stack.enter_context(bench(tmp_path / "local", first_run, (port,), *faults, visit=visit))
            name = "skip_non_verifiable_callback_uri_confirmation_prompt"
            one.local.seed({"clients": [spa((port,), **{name: not confirms}, **client)]})
            return one

        yield opened


def wish(**changes: object) -> Wish:
    asked: dict[str, object] = {
        "flow": FLOWS["pkce"],
        "client_id": SPA,
        "scope": ("openid", "profile", "offline_access"),
        "audience": API,
        "timeout": 20,
        **changes,
    }
    return Wish(**asked)  # type: ignore[arg-type]


def run(one: Bench, **changes: object) -> Matrix:
    return matrix(wish(**changes), one.world)


def place(cell: Cell) -> tuple[str, str, str | None]:
    return cell.response_type, cell.response_mode, cell.audience


def test_every_variant_works_in_one_tab(at: Open) -> None:
    tab = Tab()
    one = at(tab)
    result = run(one)
    assert result.first.passed
    assert [(place(cell), cell.why) for cell in result.cells if cell.verdict != "works"] == []
    assert len(result.cells) == 30
    assert result.passed
    assert code_of_matrix(result) is ExitCode.OK
    assert len(one.opened) == 1  # the person was asked once
    assert len(tab.visited) == 31
    assert "prompt" not in tab.visited[0]
    assert {asked.get("prompt") for asked in tab.visited[1:]} == {"none"}
    assert "30 of 30 silent logins" in tab.last


def test_variants_are_every_type_in_every_mode_that_may_carry_it() -> None:
    wanted = list(variants(Wish(flow=FLOWS["pkce"], client_id=SPA, scope=(), audience=API)))
    assert len({(one.response_type, one.response_mode, one.audience) for one in wanted}) == len(wanted) == 30
    assert Counter(one.response_mode for one in wanted) == {"query": 2, "fragment": 14, "form_post": 14}
    assert {one.response_type for one in wanted if one.response_mode == "query"} == {"code"}
    assert {one.audience for one in wanted} == {API, None}
    assert {one.flow.name for one in wanted} == {"pkce", "implicit", "hybrid"}
    confidential = variants(Wish(flow=FLOWS["code"], client_id=SPA, scope=()))
    assert {one.flow.name for one in confidential} == {"code", "implicit", "hybrid"}


def test_without_an_audience_there_is_one_column_and_a_note(at: Open) -> None:
    result = run(at(Tab()), audience=None)
    assert len(result.cells) == 15
    assert any("--audience" in note for note in result.notes)
    opaque = [cell for cell in result.cells if cell.why == "audience-missing-opaque-token"]
    assert "token" in {cell.response_type for cell in opaque}
    assert {cell.verdict for cell in opaque} == {"works"}


def test_what_the_client_does_not_allow_is_refused_with_the_cause_and_costs_no_visit(at: Open) -> None:
    tab = Tab()
    one = at(tab, grant_types=["authorization_code"])
    result = run(one)
    codes = {cell.response_type for cell in result.cells if cell.verdict == "works"}
    assert codes == {"code"}
    refused = [cell for cell in result.cells if cell.verdict == "refused"]
    assert {cell.why for cell in refused} == {"grant-type-not-enabled"}
    assert [finding.rule.name for finding in result.findings].count("grant-type-not-enabled") == 1
    # By form_post an error is a form, which only a browser sends on; the others were seen without one.
    assert {asked["response_mode"] for asked in tab.visited[1:] if asked["response_type"] != "code"} == {"form_post"}


def test_a_callback_that_is_not_verifiable_is_said_once(at: Open) -> None:
    result = run(at(Tab(), confirms=True))
    assert {(cell.verdict, cell.why) for cell in result.cells} == {("refused", "confirmation-needed-on-loopback")}
    assert sum("--callback-host" in note for note in result.notes) == 1
    assert code_of_matrix(result) is ExitCode.OK
    text = StringIO()
    render(result, text)
    assert text.getvalue().count("AZ327") == 1


def test_no_silent_login_leaves_a_refresh_token(at: Open) -> None:
    tab = Tab()
    result = run(at(tab))
    assert result.first.tokens is not None
    assert result.first.tokens.refresh_token
    assert [cell for cell in result.cells if cell.login and cell.login.tokens and cell.login.tokens.refresh_token] == []
    assert "offline_access" in tab.visited[0]["scope"]
    assert [asked for asked in tab.visited[1:] if "offline_access" in asked["scope"]] == []


def test_no_variant_after_a_login_that_did_not_pass(at: Open) -> None:
    tab = Tab()
    one = at(tab, "invalid-sig")
    result = run(one)
    assert not result.first.passed
    assert result.cells == ()
    assert len(tab.visited) == 1
    assert code_of_matrix(result) is ExitCode.FOUND


def test_no_variant_after_a_login_that_was_refused(at: Open) -> None:
    result = run(at(Tab()), audience="https://nosuch.example.com")
    assert result.first.refusal
    assert result.cells == ()
    assert code_of_matrix(result) is ExitCode.AUTH


def test_a_tab_that_is_closed_ends_the_matrix(at: Open) -> None:
    one = at(Tab(closed_after=4))
    result = matrix(wish(), one.world, seconds=0.5)
    assert Counter(cell.verdict for cell in result.cells) == {"works": 3, "not run": 27}
    assert "No answer reached" in result.cells[3].why
    assert result.cells[4].why == "the matrix ended before it"
    assert code_of_matrix(result) is ExitCode.OK  # three variants were run


def test_a_pasted_answer_leaves_no_tab_to_go_on_in(at: Open) -> None:
    one = at(Tab())

    @contextmanager
    def pasting(server: CallbackServer) -> Iterator[None]:
        # The browser is on another machine: its address is all that comes from there.
        assert server.paste(ended_at(opened[0], server.redirect_uri)) is None
        yield

    opened: list[str] = []
    result = matrix(wish(), replace(one.world, send_person_to=opened.append, pasting=pasting))
    assert result.first.passed
    assert result.cells == ()
    assert "pasted" in result.notes[0]
    assert code_of_matrix(result) is ExitCode.FOUND  # nothing was tried


def ended_at(url: str, callback: str) -> str:
    """The address that a browser comes to at the end, where nobody answers."""
    with httpx.Client() as http:
        while not url.startswith(callback):
            url = urljoin(url, http.get(url).headers["location"])
    return url


def test_json_has_a_cell_for_each_variant_and_no_token(at: Open) -> None:
    result = run(at(Tab()))
    told = json.dumps(document(result), default=str)
    read = json.loads(told)
    assert read["schema"] == "auth0ctl/matrix/1"
    assert len(read["cells"]) == 30
    assert {cell["verdict"] for cell in read["cells"]} == {"works"}
    for cell in result.cells:
        assert cell.login
        assert cell.login.tokens
        for token in (cell.login.tokens.access_token, cell.login.tokens.id_token):
            assert not token or token.rpartition(".")[2] not in told


@pytest.mark.parametrize("output", ["terminal", "html", "quiet", "json"])
def test_every_format_shows_it(at: Open, output: str) -> None:
    text = StringIO()
    load(RENDERERS[output])(run(at(Tab(), grant_types=["authorization_code"])), text)
    assert ("grant-type-not-enabled" in text.getvalue()) is (output != "quiet")


def test_the_grid_has_a_line_for_each_type_and_mode(at: Open) -> None:
    text = StringIO()
    render(run(at(Tab(), grant_types=["authorization_code"])), text)
    lines = text.getvalue().splitlines()
    head = next(line for line in lines if line.split()[:3] == ["response", "type", "mode"])
    assert f"for {API}" in head
    assert "without an audience" in head
    at_head = lines.index(head)
    assert lines[at_head + 1].split() == ["code", "query", "✓", "ID,", "access", "✓", "ID,", "access", "(opaque)"]
    assert len([line for line in lines if "✗ grant-type-not-enabled" in line]) == 12
