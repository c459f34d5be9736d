"""The smoke page in a real browser: alone, readable in light and dark, and no wider than the window."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from made_smoked import made_smoked
from page_scripts import CONTRAST, OVERLAPS
from playwright.sync_api import Browser, Page

from auth0ctl.render.html.page import render

LONG = "https://a-very-long-host.example.com/and/a/path/that/never/ends?with=parameters&and=" + "w" * 300
TOO_WIDE = """() => [...document.querySelectorAll('.wide')]
  .filter(one => one.scrollWidth > one.clientWidth).map(one => one.firstElementChild.getAttribute('class'))"""
OPEN_ALL = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"


@pytest.fixture(params=["", LONG], ids=["short", "long"])
def page(request: pytest.FixtureRequest, chromium_browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page of a smoke run with everything in it opened."""
    out = io.StringIO()
    render(made_smoked(request.param), out)
    file = tmp_path / "smoke.html"
    file.write_text(out.getvalue(), encoding="ascii")
    with chromium_browser.new_context(viewport={"width": 1000, "height": 900}) as context:
        opened = context.new_page()
        complaints: list[str] = []
        asked: list[str] = []
        opened.on("console", lambda message: complaints.append(message.text))
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(file.as_uri())
        opened.evaluate(OPEN_ALL)
        yield opened
        assert complaints == [], "the policy forbids nothing that the page itself does"
        assert asked == [file.as_uri()], "one file, and no request beside it"


@pytest.mark.browser
@pytest.mark.parametrize("width", [400, 1000])
def test_a_smoke_page_never_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_nothing_in_it_scrolls_sideways_in_a_window_of_1000(page: Page) -> None:
    assert page.evaluate(TOO_WIDE) == []
    page.evaluate("() => { document.querySelector('.wide > *').style.minWidth = '1200px'; }")
    assert page.evaluate(TOO_WIDE) == ["smoke"], "it would be seen"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_smoke_page_is_readable_in_light_and_dark(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    grounds = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (grounds == "rgb(13, 16, 20)") is (scheme == "dark")
    assert page.evaluate(CONTRAST) >= 4.5
    assert page.evaluate(OVERLAPS.replace("'.diagram", "'#login-8 .diagram")) == []
