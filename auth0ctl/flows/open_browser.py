"""Opening the person's own browser at an authorize URL, safely, or saying why not to try.

RFC 8252 section 8.12: an external browser, never a window of ours. The URL goes to a program as one argument, through
no shell, and the program is silent and on its own, so that it cannot write into our output or die with us.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

_PATIENCE = 1.5  # seconds; an opener that fails does so by then, a browser that runs goes on running

# In this order: what the desktop says, then what is usually there.
_LINUX = (
    ("xdg-open",),
    ("gio", "open"),
    ("sensible-browser",),
    ("x-www-browser",),
    ("firefox",),
    ("google-chrome",),
    ("chromium",),
    ("chromium-browser",),
)
_VISIBLE = re.compile(r"[!-~]+", re.ASCII)


def can_open(environ: Mapping[str, str], *, platform: str = sys.platform, root: Path = Path("/")) -> str | None:
    """Why no browser should be opened here, in words that fit after "because"; None when one can be tried.

    ``environ`` is the process environment, ``platform`` as in ``sys.platform``; ``root`` is where the marks of a
    container are looked for. A ``BROWSER`` that the person set is believed over every other sign.
    """
    wanted = environ.get("BROWSER", "").strip()
    if wanted.lower() in ("none", "false"):
        return f"BROWSER is {wanted}"
    if environ.get("CODESPACES") == "true":  # sets BROWSER itself, but its browser is on another machine than we are
        return "this is a codespace, and its browser runs on another machine"
    if wanted:
        return None
    if environ.get("CI", "").lower() not in ("", "0", "false"):
        return "this is a CI run"
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return "this is an SSH session"
    if platform in ("win32", "darwin"):
        return None
    if in_container(environ, root):
        return "this is a container"
    if environ.get("WSL_DISTRO_NAME") or environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return None
    return "there is no display"


def in_container(environ: Mapping[str, str], root: Path) -> bool:
    """Whether this process runs in a container, as far as its marks tell."""
    signs = (root / ".dockerenv", root / "run" / ".containerenv")
    named = environ.get("container") or environ.get("KUBERNETES_SERVICE_HOST")
    return bool(named) or any(sign.exists() for sign in signs)


def open_browser(
    url: str, environ: Mapping[str, str], *, platform: str = sys.platform, patience: float = _PATIENCE
) -> bool:
    """Open ``url`` and return whether a browser could be started; waits at most ``patience`` seconds per candidate.

    Raises ValueError for anything but an ``https`` URL, or an ``http`` one of this machine, in plain visible ASCII.
    """
    check_address(url)
    if platform == "win32" and not environ.get("BROWSER", "").strip():
        return _windows(url)
    return any(_start(command, environ, patience) for command in _commands(url, environ, platform))


def check_address(url: str) -> None:
    """Raises ValueError for a URL that no browser is sent to; the sentence does not repeat the URL."""
    parts = urlsplit(url)
    here = parts.hostname in ("127.0.0.1", "::1", "localhost") or (parts.hostname or "").endswith(".localhost")
    fine = parts.scheme == "https" or (parts.scheme == "http" and here)
    if not fine or not parts.hostname or "@" in parts.netloc or not _VISIBLE.fullmatch(url):
        raise ValueError("only a plain https URL, or an http URL of this machine, is opened in a browser")


def _commands(url: str, environ: Mapping[str, str], platform: str) -> Iterator[list[str]]:
    chosen = environ.get("BROWSER", "").strip()
    if chosen.lower() in ("none", "false"):
        return
    for entry in chosen.split(os.pathsep):
        try:
            words = shlex.split(entry.removesuffix("&"), posix=platform != "win32")
        except ValueError:
            continue  # an unclosed quote
        if words:
            # Only %s stands for the URL, and only in the person's own words, never in the URL itself.
            yield [word.replace("%s", url) for word in words] if "%s" in entry else [*words, url]
    if chosen:
        return
    if platform == "darwin":
        yield ["/usr/bin/open", url]
        return
    if environ.get("WSL_DISTRO_NAME"):
        yield ["wslview", url]
        # In PowerShell's single quotes only a quote is special, and a URL may write that as %27.
        quoted = "'" + url.replace("'", "%27") + "'"
        yield ["powershell.exe", "-NoProfile", "-NonInteractive", "-Command", f"Start-Process {quoted}"]
    for command in _LINUX:
        yield [*command, url]


def _start(command: list[str], environ: Mapping[str, str], patience: float) -> bool:
    program = shutil.which(command[0], path=environ.get("PATH"))
    if program is None:
        return False
    # A browser has no use for our settings, and some of them are secrets.
    kept = {name: value for name, value in environ.items() if not name.startswith("AUTH0")}
    try:
        process = subprocess.Popen(  # noqa: S603 - a list, no shell; the URL was checked
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C here must not close the person's browser
            env=kept,
        )
    except OSError:
        return False
    try:
        return process.wait(patience) == 0
    except subprocess.TimeoutExpired:
        threading.Thread(target=process.wait, name="browser", daemon=True).start()  # so that it leaves no zombie
        return True


def _windows(url: str) -> bool:
    if sys.platform == "win32":
        try:
            os.startfile(url)  # noqa: S606 - hands the checked URL to the default browser
        except OSError:
            return False
        return True
    return False
