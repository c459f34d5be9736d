"""The HTML page in a real browser: its policy holds, nothing overlaps, it fits a phone, the dark and paper."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from made_login import made_login
from playwright.sync_api import Browser, Page

from auth0ctl.render.html.page import render

LONG = "https://a-very-long-host.example.com/and/a/path/that/never/ends?with=parameters 日本語の長い名前 <img src=x>"
# Every label of the diagram against every other label, every number, and every arrow of another step.
OVERLAPS = """() => {
  const words = ['.what', '.party', '.note', '.time', 'circle'].map(one => '.diagram ' + one).join();
  const boxes = [...document.querySelectorAll(words)]
    .map(one => [one.textContent || "dot", one.getBoundingClientRect()]);
  const found = [];
  const cross = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2;
  boxes.forEach(([name, a], i) => boxes.slice(i + 1).forEach(([other, b]) => {
    if (cross(a, b)) found.push(name + ' | ' + other);
  }));
  const lines = [...document.querySelectorAll('.diagram .way')].map(one => one.getBoundingClientRect());
  boxes.filter(([name]) => name !== 'dot').forEach(([name, a]) => lines.forEach(b => {
    const across = a.left < b.right && b.left < a.right && a.top + 2 < b.top && b.top < a.bottom - 3;
    if (across) found.push(name + ' | arrow');
  }));
  return found;
}"""


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


CONTRAST = """() => {
  const number = text => text.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const even = v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = number(colour).map(v => even(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = one => {
    for (let at = one; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (number(colour).length < 4 || number(colour)[3] > 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const words = [...document.querySelectorAll('h1, h2, h3, p, dt, dd, td, th, summary, .label, a, footer')];
  return Math.min(...words.map(one => {
    const [a, b] = [light(getComputedStyle(one).color), light(ground(one))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  }));
}"""


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
