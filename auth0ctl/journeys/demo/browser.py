"""Who clicks in the demo: a headless Chromium where there is one, else a few lines that do what its pages do.

The demo's tenant answers its own login page, so whoever visits only has to follow where it is sent.
"""

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from auth0ctl.errors import NetworkError
from auth0ctl.tenant.http import Answer, Http

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "brave-browser")
QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
)
HOPS = 10  # redirects


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """``visit`` returns at once; the visit goes on beside the story."""

    name: str
    visit: Callable[[str], None]


@contextmanager
def browser_for(folder: Path, environ: Mapping[str, str]) -> Iterator[Browser]:
    """A browser for as long as the story lasts. Whatever it started has ended afterwards."""
    found = next((path for name in BROWSERS if (path := shutil.which(name, path=environ.get("PATH")))), None)
    if found is None:
        with stand_in() as browser:
            yield browser
        return
    running: list[subprocess.Popen[bytes]] = []

    def visit(url: str) -> None:
        stop(running)
        running.append(start(found, folder / "browser", url, environ))

    try:
        yield Browser(name=f"headless {Path(found).name}", visit=visit)
    finally:
        stop(running)


def start(program: str, profile: Path, url: str, environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """One headless browser on one page, with a profile of its own."""
    # Not HOME: a Chromium from a snap refuses to start under another one.
    own = {"XDG_CONFIG_HOME": str(profile / "config"), "XDG_CACHE_HOME": str(profile / "cache")}
    # Chromium refuses its sandbox to root, as whom containers run; here it only ever sees pages of this process.
    root = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [program, *QUIET, *root, f"--user-data-dir={profile}", "--remote-debugging-port=0", url]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(  # noqa: S603
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True, env={**environ, **own}
    )


def stop(running: list[subprocess.Popen[bytes]]) -> None:
    """End what was started, by its own process id."""
    while running:
        process = running.pop()
        process.terminate()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def stand_in() -> Iterator[Browser]:
    """Without a browser: follow redirects, keep cookies, and deliver a fragment as the callback's own page would."""
    visits: list[threading.Thread] = []
    with Http() as http:

        def visit(url: str) -> None:
            visits.append(threading.Thread(target=follow, args=(http, url), daemon=True))
            visits[-1].start()

        yield Browser(name="a stand-in for a browser (no Chromium is installed)", visit=visit)
        for one in visits:  # the last page is still being fetched when the story has ended
            one.join(timeout=5)


def follow(http: Http, url: str) -> None:
    """Go where the tenant sends its visitor."""
    cookies: dict[str, str] = {}
    with suppress(NetworkError):  # the callback has closed: the story says itself what came of it
        for _ in range(HOPS):
            fragment = urlsplit(url).fragment
            answer = http.send("GET", url.partition("#")[0], headers=cookie_header(cookies))
            if cookie := answer.headers.get("set-cookie"):
                name, _, value = cookie.partition(";")[0].partition("=")
                cookies[name] = value
            if fragment and answer.status == 200:
                deliver(http, answer, fragment)
                return
            if not (location := answer.headers.get("location")):
                return
            url = urljoin(url, location)


def cookie_header(cookies: Mapping[str, str]) -> dict[str, str]:
    """The cookies as a request header."""
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}


def deliver(http: Http, page: Answer, fragment: str) -> None:
    """What the script of the callback's page does: POST the fragment with the page's one-time word."""
    once = re.search(r'data-once="([^"]+)"', page.text)
    origin = "://".join(urlsplit(page.url)[:2])
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Auth0ctl-Once": once.group(1) if once else "",
        "Origin": origin,
        "Sec-Fetch-Site": "same-origin",
    }
    http.send("POST", f"{origin}/fragment", text=fragment, headers=headers)
