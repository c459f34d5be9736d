"""A real Chromium for tests: the system's own, without a screen, in a profile that is thrown away."""

from collections.abc import Callable, Iterator

import pytest
from machine import find_chromium
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

FLAGS = (
    "--no-sandbox",  # a container's root has no sandbox
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

LaunchChromium = Callable[..., Browser]


# One a module, because Playwright cannot be started twice at a time in a thread.
@pytest.fixture(scope="module")
def playwright_driver() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def launch_chromium(
    playwright_driver: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LaunchChromium]:
    """``launch_chromium("--flag")`` starts a Chromium with a profile of its own; all are closed after the module."""
    started: list[Browser] = []
    home = tmp_path_factory.mktemp("chromium")  # certificates and settings of the person at this machine stay out

    def launch(*flags: str) -> Browser:
        started.append(
            playwright_driver.chromium.launch(
                executable_path=find_chromium(), args=[*FLAGS, *flags], env={"HOME": str(home)}
            )
        )
        return started[-1]

    yield launch
    for browser in started:
        browser.close()


@pytest.fixture(scope="module")
def chromium_browser(launch_chromium: LaunchChromium) -> Browser:
    return launch_chromium()


@pytest.fixture
def chromium(chromium_browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser context: no cookies, no storage. ``chromium.new_page()`` opens a page."""
    with chromium_browser.new_context() as context:
        yield context
