"""What stands on a terminal: names in any script, names that would act on it, colour where it is wanted."""

import json
import os
import re
import subprocess

import pytest
from cli_process import Auth0ctl

HOSTILE = "\x1b]0;owned\x07\x1b[2J \u202egpj.exe\u2066 \u200bName\r\nSecond"


def run_bytes(auth0ctl: Auth0ctl, *arguments: str, env: dict[str, str]) -> bytes:
    """What stands on stdout, byte for byte."""
    done = subprocess.run(
        auth0ctl.command(*arguments),
        env=auth0ctl.environment(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def named(shared_auth0ctl: Auth0ctl) -> Auth0ctl:
    """A tenant with two clients whose names are not plain."""
    clients = [{"client_id": "uml", "name": "Größe 顧客"}, {"client_id": "evil", "name": HOSTILE}]
    done = shared_auth0ctl("local", "seed", "-", input=json.dumps({"clients": clients}))
    assert done.returncode == 0, done.stderr
    return shared_auth0ctl


def test_Q11_accepts_a_terminal_without_unicode_and_shows_escapes_there(named: Auth0ctl) -> None:
    plain = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    shown = run_bytes(named, "client", "list", env=plain)
    assert shown.isascii()
    assert rb"Gr\xf6\xdfe \u9867\u5ba2" in shown
    assert "Größe 顧客" in run_bytes(named, "client", "list", env={}).decode()
    assert b"uml" in run_bytes(named, "client", "inspect", "uml", env=plain)
    assert named.json("client", "inspect", "Größe 顧客")["resource"]["client_id"] == "uml"


@pytest.mark.parametrize(
    "arguments",
    [
        ("client", "list"),
        ("client", "inspect", "evil"),
        ("client", "list", "-o", "json"),
        ("client", "inspect", "evil", "-o", "json"),
        ("client", "list", "-o", "quiet"),
    ],
)
def test_hostile_name_never_acts_on_a_terminal(named: Auth0ctl, arguments: tuple[str, ...]) -> None:
    shown = run_bytes(named, *arguments, env={}).decode()
    assert "evil" in shown
    for character in "\x1b\x07\r\u202e\u2066\u200b":
        assert character not in shown
    if "json" in arguments:
        found = json.loads(shown)
        names = [found["resource"]["name"]] if "inspect" in arguments else [one["name"] for one in found]
        assert HOSTILE in names  # as it is: escapes belong to the JSON, not to the name
    elif "quiet" not in arguments:
        assert r"\x1b]0;owned\x07" in shown


def test_hostile_words_in_an_error_never_act_on_a_terminal(named: Auth0ctl) -> None:
    done = named("client", "inspect", f"no {HOSTILE}")
    assert done.returncode == 6
    assert "\x1b" not in done.stderr
    assert "\u202e" not in done.stderr
    assert r"\x1b]0;owned\x07" in done.stderr


def on_a_terminal(auth0ctl: Auth0ctl, *arguments: str, env: dict[str, str]) -> str:
    """Run with a pseudo terminal as stdout and stderr; what it showed."""
    ours, theirs = os.openpty()
    with subprocess.Popen(
        auth0ctl.command(*arguments),
        env=auth0ctl.environment({"TERM": "xterm-256color", **env}),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65536):
                shown += part
        except OSError:  # how Linux says that the other end is closed
            pass
        finally:
            os.close(ours)
    return shown.decode()


@pytest.mark.parametrize("arguments", [("client", "inspect", "uml"), ("client", "inspect", "nosuch")])
def test_Q11_accepts_colour_on_a_terminal_and_rejects_it_with_no_color(
    named: Auth0ctl, arguments: tuple[str, ...]
) -> None:
    colour = re.compile(r"\x1b\[[0-9;]*3[0-9]")
    assert colour.search(on_a_terminal(named, *arguments, env={}))
    assert not colour.search(on_a_terminal(named, *arguments, env={"NO_COLOR": "1"}))
    assert not colour.search(on_a_terminal(named, *arguments, env={"TERM": "dumb"}))
    piped_out = named(*arguments)
    assert "\x1b" not in piped_out.stdout + piped_out.stderr
