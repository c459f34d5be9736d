"""Opening a browser: which URLs, which program, how quietly, and when not to try. A recording program plays it."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from auth0ctl.flows.open_browser import can_open, open_browser

URL = "https://example.eu.auth0.com/authorize?state=a%26b&scope=openid%20profile&x=%action&y='z"
posix = pytest.mark.skipif(sys.platform == "win32", reason="the recording program is a shell script")


@pytest.fixture
def recorder(tmp_path: Path) -> Path:
    """A program that writes its arguments, one a line, its environment's names and its process group, and talks."""
    program = tmp_path / "bin" / "recorder"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        f'for one in "$@"; do echo "$one"; done > "{tmp_path}/arguments"\n'
        f'env > "{tmp_path}/environ"\n'
        f'ps -o pgid= -p $$ > "{tmp_path}/group" 2>/dev/null\n'
        "echo noise; echo noise >&2\n"
        'exit "${RECORDER_STATUS:-0}"\n'
    )
    program.chmod(0o755)
    return program


def environ(browser: str, **more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "BROWSER": browser} | more


def arguments(recorder: Path) -> list[str]:
    return (recorder.parent.parent / "arguments").read_text().splitlines()


@posix
def test_C10_browser_gets_the_url_as_one_argument(recorder: Path) -> None:
    assert open_browser(URL, environ(str(recorder)))
    assert arguments(recorder) == [URL]


@posix
@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{} --new-window", ["--new-window", URL]),
        ("{} --app=%s --x", [f"--app={URL}", "--x"]),
        ("{} &", [URL]),
        ("/does/not/exist:{}", [URL]),
        ("'unclosed:{}", [URL]),
        ("{} ; rm -rf $HOME", [";", "rm", "-rf", "$HOME", URL]),  # words, never a shell
    ],
)
def test_C10_browser_variable_is_honoured(recorder: Path, template: str, expected: list[str]) -> None:
    assert open_browser(URL, environ(template.format(recorder)))
    assert arguments(recorder) == expected


@posix
def test_C10_browser_is_silent_and_sees_no_settings_of_ours(recorder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert open_browser(URL, environ(str(recorder), AUTH0_CLIENT_SECRET="canary", AUTH0CTL_X="canary", DISPLAY=":0"))
    assert capfd.readouterr() == ("", "")
    seen = (recorder.parent.parent / "environ").read_text()
    assert "DISPLAY=:0" in seen
    assert "canary" not in seen


@posix
def test_C10_browser_that_keeps_running_counts_as_open_and_survives_ctrl_c(tmp_path: Path) -> None:
    program = tmp_path / "browser"
    program.write_text(
        f'#!/bin/sh\necho $$ > "{tmp_path}/pid.new"; mv "{tmp_path}/pid.new" "{tmp_path}/pid"\nexec sleep 60\n'
    )
    program.chmod(0o755)
    began = time.monotonic()
    assert open_browser(URL, environ(str(program)), patience=0.5)
    assert time.monotonic() - began < 3
    pid = int((tmp_path / "pid").read_text())
    try:
        assert os.getpgid(pid) != os.getpgid(0)  # the terminal's Ctrl-C goes to our group only
    finally:
        os.kill(pid, signal.SIGTERM)


@posix
@pytest.mark.parametrize("browser", ["/does/not/exist", "none", "''", "/"])
def test_C10_says_when_no_browser_could_be_started(browser: str) -> None:
    assert not open_browser(URL, environ(browser))


@posix
def test_C10_browser_that_fails_is_no_browser(recorder: Path) -> None:
    assert not open_browser(URL, environ(str(recorder), RECORDER_STATUS="3"))


@posix
def test_C10_without_browser_variable_the_desktops_opener_is_used(recorder: Path) -> None:
    recorder.rename(recorder.parent / "xdg-open")
    found = {"PATH": f"{recorder.parent}:/usr/bin:/bin", "DISPLAY": ":0"}
    assert open_browser(URL, found, platform="linux")
    assert arguments(recorder) == [URL]
    assert not open_browser(URL, {"PATH": str(recorder.parent.parent)}, platform="linux")


@posix
@pytest.mark.parametrize("name", ["wslview", "powershell.exe"])
def test_C11_wsl_opens_the_browser_of_windows(recorder: Path, name: str) -> None:
    recorder.rename(recorder.parent / name)
    found = {"PATH": f"{recorder.parent}:/usr/bin:/bin", "WSL_DISTRO_NAME": "Ubuntu"}
    assert open_browser(URL, found, platform="linux")
    quoted = "Start-Process '" + URL.replace("'", "%27") + "'"
    powershell = ["-NoProfile", "-NonInteractive", "-Command", quoted]
    assert arguments(recorder) == ([URL] if name == "wslview" else powershell)


@posix
@pytest.mark.parametrize("url", ["http://127.0.0.1:18400/authorize?a=b", "http://app.localhost:1/", "http://[::1]:1/"])
def test_C10_accepts_http_on_this_machine(recorder: Path, url: str) -> None:
    assert open_browser(url, environ(str(recorder)))


@posix
@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/authorize",
        "http://localhost.example.com/",
        "http://localhost:80@example.com/",
        "https://user@example.com/",
        "https://",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "-https://example.com/",
        "--help",
        "%action",
        " https://example.com/",
        "https://example.com/a b",
        "https://example.com/\n--flag",
        "https://example.com/\x1b[31m",
        "https://exämple.com/",
        "",
    ],
)
def test_C10_rejects_every_other_url(recorder: Path, url: str) -> None:
    with pytest.raises(ValueError, match="only a plain https URL") as caught:
        open_browser(url, environ(str(recorder)))
    assert not url or url not in str(caught.value)
    assert not (recorder.parent.parent / "arguments").exists()


def reason(platform: str = "linux", **found: str) -> str | None:
    return can_open(found, platform=platform, root=Path("/does/not/exist"))


def test_C11_accepts_a_desktop() -> None:
    assert reason(DISPLAY=":0") is None
    assert reason(WAYLAND_DISPLAY="wayland-0") is None
    assert reason(WSL_DISTRO_NAME="Ubuntu") is None
    assert reason("darwin") is None
    assert reason("win32") is None
    assert reason(DISPLAY=":0", CI="false") is None
    assert reason(BROWSER="/usr/bin/thing") is None
    assert reason(BROWSER="/usr/bin/thing", SSH_CONNECTION="1 2 3 4", CI="true") is None  # asked for by name


@pytest.mark.parametrize(
    ("found", "because"),
    [
        ({}, "there is no display"),
        ({"DISPLAY": ""}, "there is no display"),
        ({"DISPLAY": ":0", "CI": "true"}, "this is a CI run"),
        ({"DISPLAY": ":10", "SSH_CONNECTION": "1 2 3 4"}, "this is an SSH session"),
        ({"DISPLAY": ":0", "container": "podman"}, "this is a container"),
        ({"DISPLAY": ":0", "KUBERNETES_SERVICE_HOST": "10.0.0.1"}, "this is a container"),
        ({"BROWSER": "none", "DISPLAY": ":0"}, "BROWSER is none"),
        ({"CODESPACES": "true", "BROWSER": "/x"}, "this is a codespace, and its browser runs on another machine"),
    ],
)
def test_C11_rejects_a_browser_that_nobody_would_see_and_says_why(found: dict[str, str], because: str) -> None:
    assert can_open(found, platform="linux", root=Path("/does/not/exist")) == because


@pytest.mark.parametrize("sign", [".dockerenv", "run/.containerenv"])
def test_C11_container_is_known_by_its_files(tmp_path: Path, sign: str) -> None:
    assert can_open({"DISPLAY": ":0"}, platform="linux", root=tmp_path) is None
    (tmp_path / sign).parent.mkdir(exist_ok=True)
    (tmp_path / sign).touch()
    assert can_open({"DISPLAY": ":0"}, platform="linux", root=tmp_path) == "this is a container"


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_C11_ssh_counts_everywhere(platform: str) -> None:
    assert reason(platform, SSH_TTY="/dev/pts/1") == "this is an SSH session"
