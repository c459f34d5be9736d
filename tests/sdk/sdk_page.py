"""What a person does in the browser: on the app's page and on the tenant's."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chromium import FLAGS, LaunchChromium
from machine import find_chromium
from playwright.sync_api import BrowserContext, Page, Playwright
from sdk_tenant import Served, spki_of


@contextmanager
def page_that_trusts(launch_chromium: LaunchChromium, tenant: Served) -> Iterator[Page]:
    """A page in a Chromium of its own, which accepts the tenant's certificate."""
    with launch_chromium(flag_that_trusts(tenant)).new_context() as context:
        yield _patient(context)


@contextmanager
def page_with_profile(playwright: Playwright, folder: Path, tenant: Served) -> Iterator[Page]:
    """The same in a profile that allows third-party cookies; else no frame of another site has any."""
    preferences = folder / "Default" / "Preferences"
    preferences.parent.mkdir()
    preferences.write_text(json.dumps({"profile": {"cookie_controls_mode": 0}}))
    with playwright.chromium.launch_persistent_context(
        folder, executable_path=find_chromium(), args=[*FLAGS, flag_that_trusts(tenant)], env={"HOME": str(folder)}
    ) as context:
        yield _patient(context)


def flag_that_trusts(tenant: Served) -> str:
    """Chromium takes a CA only from a certificate database that needs another tool to write.

    So the certificate is checked against the CA here, and Chromium is told to accept the key in it: that one key, and
    no other.
    """
    return f"--ignore-certificate-errors-spki-list={spki_of(tenant)}"


def _patient(context: BrowserContext) -> Page:
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def log_in(page: Page, address: str, tenant: Served) -> None:
    """Open the app, press its button, log in on the tenant's page."""
    page.goto(address)
    page.get_by_role("button", name="Log in").click()
    give_password(page, tenant)


def give_password(page: Page, tenant: Served) -> None:
    page.get_by_label("Email address").fill(tenant.user)
    page.get_by_label("Password").fill(tenant.password)
    page.get_by_role("button", name="Continue").click()


def consent(page: Page, api_name: str) -> None:
    """Allow the client to use the API: a loopback callback is never verifiable, so even a first-party client asks."""
    page.get_by_text(f"requesting access to your account at {api_name}").wait_for()
    page.get_by_role("button", name="Accept").click()


def outcome(page: Page) -> tuple[str, Any]:
    """``accepted`` or ``refused``, and what the SDK gave or said."""
    page.locator("#outcome:not(:empty)").wait_for()
    return page.locator("#outcome").inner_text(), json.loads(page.locator("#result").inner_text())
