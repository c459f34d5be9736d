"""The HTML page in a real browser: its policy holds, nothing overlaps, it fits a phone, the dark and paper."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from made_login import made_login
from page_scripts import CONTRAST, OVERLAPS
from playwright.sync_api import Browser, Page

from auth0ctl.render.html.page import render

LONG = "https://a-very-long-host.example.com/and/a/path/that/never/ends?with=parameters 日本語の長い名前 <img src=x>"


@pytest.fixture
def page(chromium_browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page of a login with long foreign texts, opened as a file."""
    out = io.StringIO()
    render(made_login(LONG, count=4), out)
    file = tmp_path / "login.html"
    file.write_text(out.getvalue(), encoding="ascii")
    with chromium_browser.new_context(viewport={"width": 1200, "height": 900}) as context:
        opened = context.new_page()
        complaints: list[str] = []
        asked: list[str] = []
        opened.on("console", lambda message: complaints.append(message.text))
        opened.on("request", lambda request: asked.append(request.url))
        opened.goto(file.as_uri())
        yield opened
        assert complaints == [], "the policy forbids nothing that the page itself does"
        assert asked == [file.as_uri()], "one file, and no request beside it"


@pytest.mark.browser
def test_nothing_in_the_diagram_overlaps(page: Page) -> None:
    assert page.locator(".diagram .step").count() == 13
    assert page.evaluate(OVERLAPS) == []


@pytest.mark.browser
def test_overlaps_would_be_seen(page: Page) -> None:
    page.evaluate("() => document.querySelectorAll('.diagram .what')[1].setAttribute('y', '84')")
    assert page.evaluate(OVERLAPS) != []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 400, 768, 1200])
def test_the_page_itself_never_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_in_light_and_dark(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate(CONTRAST) >= 4.5  # WCAG 2.2, 1.4.3


@pytest.mark.browser
def test_paper_gets_dark_on_light_and_every_step_opened(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    colours: dict[str, Any] = page.evaluate(
        "() => ({paper: getComputedStyle(document.querySelector('section')).backgroundColor,"
        " pre: document.querySelector('.steps pre').getBoundingClientRect().height})"
    )
    assert colours["paper"] == "rgb(255, 255, 255)"
    assert colours["pre"] > 0
    width = page.evaluate("document.querySelector('.diagram').getBoundingClientRect().width")
    assert width <= 1200
