"""What this machine has for the tests that need more than Python: a Chromium, Node, and the SDKs of ``tests/sdk``.

A test marked ``browser`` or ``sdk`` is skipped where its parts are missing, and the end of the run says so in capitals.
With ``AUTH0CTL_REQUIRE_BROWSER=1`` or ``AUTH0CTL_REQUIRE_SDK=1`` it fails instead, so that CI cannot pass by skipping.
"""

import json
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

SDK_FOLDER = Path(__file__).parent / "sdk"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER_FIXTURES = {"chromium", "launch_chromium"}

SKIPPED = pytest.StashKey[Counter[tuple[str, str]]]()  # how many tests were skipped, by mark and reason


def find_chromium() -> str | None:
    """The system's own Chromium or Chrome; none is ever downloaded."""
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


def find_node() -> str | None:
    return shutil.which("node")


def lacks_browser() -> str | None:
    """Why there can be no browser test, or None."""
    return None if find_chromium() else f"no Chromium on this machine (looked for {', '.join(CHROMIUM_NAMES)})"


def lacks_sdk() -> str | None:
    """Why there can be no SDK test, or None."""
    if find_node() is None:
        return "no Node on this machine"
    wanted = json.loads((SDK_FOLDER / "package.json").read_text())["dependencies"]
    absent = [name for name in wanted if not (SDK_FOLDER / "node_modules" / name / "package.json").exists()]
    return f"no {', '.join(absent)} in tests/sdk/node_modules (npm install --prefix tests/sdk)" if absent else None


NEEDS = {
    "browser": (lacks_browser, "AUTH0CTL_REQUIRE_BROWSER"),
    "sdk": (lacks_sdk, "AUTH0CTL_REQUIRE_SDK"),
}


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SKIPPED] = Counter()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a browser is a browser test, marked or not."""
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark, (lacking, requirement) in NEEDS.items():
        if item.get_closest_marker(mark) is None or (reason := lacking()) is None:
            continue
        if os.environ.get(requirement) == "1":
            pytest.fail(f"{reason}, and {requirement}=1 requires the {mark} tests", pytrace=False)
        item.config.stash[SKIPPED][mark, reason] += 1
        pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say what was not tested, loud enough to be read."""
    for (mark, reason), count in config.stash[SKIPPED].items():
        terminalreporter.section(f"{count} {mark} tests were NOT RUN".upper(), sep="!", red=True)
        terminalreporter.line(f"{reason}.".upper(), red=True)
        terminalreporter.line(f"SET {NEEDS[mark][1]}=1 TO MAKE THIS A FAILURE.", red=True)
