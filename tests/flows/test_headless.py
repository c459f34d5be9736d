"""What a person is told whose browser runs on another machine: lines that can be copied and run."""

import shlex
from pathlib import Path

import pytest

from auth0ctl.cli.table import COMMANDS
from auth0ctl.flows import FLOWS
from auth0ctl.flows.headless import DEVICE, advice

URI = "http://127.0.0.1:18485/callback"
NOWHERE = Path("/does/not/exist")
SSH = {"SSH_CONNECTION": "203.0.113.9 51000 198.51.100.7 22", "USER": "ann"}


def told(found: dict[str, str], uri: str = URI, root: Path = NOWHERE) -> list[str]:
    return advice(found, uri, root=root)


@pytest.mark.parametrize("found", [{}, {"DISPLAY": ":0", "USER": "ann"}, {"CI": "false"}, {"CODESPACES": "false"}])
def test_C11_a_desktop_is_told_nothing(found: dict[str, str]) -> None:
    assert told(found) == []


@pytest.mark.parametrize(
    ("found", "uri", "command"),
    [
        (SSH, URI, "ssh -L 18485:127.0.0.1:18485 ann@198.51.100.7"),
        (SSH, "http://app.localhost:18484/callback", "ssh -L 18484:127.0.0.1:18484 ann@198.51.100.7"),
        (SSH, "http://[::1]:18484/callback", "ssh -L [::1]:18484:[::1]:18484 ann@198.51.100.7"),
        (SSH, "http://127.0.0.1/callback", "ssh -L 80:127.0.0.1:80 ann@198.51.100.7"),
        (SSH | {"SSH_CONNECTION": "a 1 host 2222"}, URI, "ssh -p 2222 -L 18485:127.0.0.1:18485 ann@host"),
        (SSH | {"SSH_CONNECTION": "::1 1 fd00::7 22"}, URI, "ssh -L 18485:127.0.0.1:18485 ann@fd00::7"),
        (
            {"SSH_CONNECTION": SSH["SSH_CONNECTION"], "LOGNAME": "bob"},
            URI,
            "ssh -L 18485:127.0.0.1:18485 bob@198.51.100.7",
        ),
        ({"SSH_TTY": "/dev/pts/1"}, URI, "ssh -L 18485:127.0.0.1:18485 USER@HOST"),
        ({"SSH_CONNECTION": "broken", "USER": "a\x1b[31m"}, URI, "ssh -L 18485:127.0.0.1:18485 USER@HOST"),
        ({"SSH_CONNECTION": "a 1 -oProxyCommand=x 22"}, URI, "ssh -L 18485:127.0.0.1:18485 USER@HOST"),
    ],
)
def test_C11_ssh_gets_the_exact_tunnel(found: dict[str, str], uri: str, command: str) -> None:
    first, last = told(found, uri)
    assert first.endswith(f": {command}")
    assert last == DEVICE


@pytest.mark.parametrize(
    ("found", "command"),
    [
        (SSH, "ssh -L 18485:127.0.0.1:18485 -L 44829:127.0.0.1:44829 ann@198.51.100.7"),
        ({"CODESPACES": "true"}, "gh codespace ports forward 18485:18485 44829:44829"),
        ({"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, "kubectl port-forward POD 18485:18485 44829:44829"),
    ],
)
def test_C11_a_tenant_on_this_machine_is_connected_too(found: dict[str, str], command: str) -> None:
    local = "http://127.0.0.1:44829/authorize?client_id=c"
    assert advice(found, URI, authorize_url=local, root=NOWHERE)[0].endswith(f": {command}")
    elsewhere = "https://example.eu.auth0.com:44829/authorize"
    assert advice(found, URI, authorize_url=elsewhere, root=NOWHERE) == told(found)


def test_C11_what_the_environment_says_is_quoted() -> None:
    (first, _) = told(SSH | {"USER": "$(touch%canary);x"})
    words = shlex.split(first.partition("is another): ")[2])
    assert words == ["ssh", "-L", "18485:127.0.0.1:18485", "$(touch%canary);x@198.51.100.7"]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"CODESPACES": "true"} | SSH, "gh codespace ports forward 18485:18485"),
        (
            {"CODESPACES": "true", "CODESPACE_NAME": "fuzzy-tree"},
            "gh codespace ports forward 18485:18485 -c fuzzy-tree",
        ),
        ({"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, "kubectl port-forward POD 18485:18485"),
        ({"KUBERNETES_SERVICE_HOST": "10.0.0.1", "HOSTNAME": "web-1"}, "kubectl port-forward web-1 18485:18485"),
        ({"REMOTE_CONTAINERS": "true", "container": "x"}, "Forward port 18485 in VS Code"),
        ({"container": "podman"}, "-p 127.0.0.1:18485:18485"),
        ({"WSL_DISTRO_NAME": "Ubuntu"}, "wslinfo --networking-mode"),
    ],
)
def test_C11_each_place_gets_its_own_line_and_the_way_out(found: dict[str, str], said: str) -> None:
    first, last = told(found)
    assert said in first
    assert last == DEVICE


def test_C11_a_container_is_never_told_to_listen_on_every_address(tmp_path: Path) -> None:
    (tmp_path / ".dockerenv").touch()
    (first, _) = told({}, root=tmp_path)
    assert "-p 127.0.0.1:18485:18485" in first
    assert "0.0.0.0" not in first


def test_C11_a_ci_run_is_told_that_nobody_is_there() -> None:
    assert told({"CI": "true"}) == [
        "A CI run has nobody who could log in: use `auth0ctl login --flow client-credentials`."
    ]


def test_C11_the_ways_out_exist() -> None:
    assert "login" in {command.path for command in COMMANDS}
    assert {"device", "client-credentials"} <= set(FLOWS)
