"""What is asked of a person at a terminal: which client, and a secret that is not echoed."""

import os
import pty
import select
import signal
import termios

from cli_process import Auth0ctl


def conversation(auth0ctl: Auth0ctl, *arguments: str, when: bytes, say: bytes, hidden: bool = False) -> tuple[str, int]:
    """Run a command on a terminal of its own; once ``when`` stands there, type ``say``. What was shown, and the code.

    ``hidden``: type only once the terminal has stopped echoing, as a person would who reads before typing.
    """
    command = auth0ctl.command(*arguments)
    environment = auth0ctl.environment({})
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, environment)
    shown, typed = b"", False
    try:
        while select.select([terminal], [], [], 30)[0]:
            try:
                part = os.read(terminal, 65536)
            except OSError:  # how Linux says that the other end is closed
                break
            if not part:
                break
            shown += part
            if when in shown and not typed:
                while hidden and echoes(terminal):
                    select.select([], [], [], 0.01)
                os.write(terminal, say)
                typed = True
        else:
            os.kill(pid, signal.SIGKILL)
    finally:
        os.close(terminal)
    _, status = os.waitpid(pid, 0)
    assert typed, shown
    return shown.decode(), os.waitstatus_to_exitcode(status)


def echoes(terminal: int) -> bool:
    flags: int = termios.tcgetattr(terminal)[3]
    return bool(flags & termios.ECHO)


def test_a_client_is_chosen_from_a_list(auth0ctl: Auth0ctl) -> None:
    auth0ctl("client", "create", "Second", "--type", "native")
    shown, code = conversation(auth0ctl, "client", "inspect", when=b"Which one", say=b"2\n")
    assert code == 0
    assert "1  Example SPA" in shown
    assert "First-party?" in shown.partition("Which one")[2]
    assert "Second" in shown.partition("Which one")[2]


def test_a_number_that_is_not_in_the_list_is_refused(auth0ctl: Auth0ctl) -> None:
    auth0ctl("client", "create", "Second", "--type", "native")
    shown, code = conversation(auth0ctl, "client", "inspect", when=b"Which one", say=b"7\n")
    assert code == 2
    assert "there is no number 7" in shown


def test_without_a_terminal_nothing_is_asked(auth0ctl: Auth0ctl) -> None:
    auth0ctl("client", "create", "Second", "--type", "native")
    done = auth0ctl("client", "inspect")
    assert done.returncode == 2
    assert "which client?" in done.stderr
    assert "Second" in done.stderr


def test_S06_accepts_a_secret_at_a_prompt_that_does_not_echo(auth0ctl: Auth0ctl) -> None:
    add = ("tenant", "add", "prod", "--domain", "example.eu.auth0.com", "--client", "abc", "--no-check")
    shown, code = conversation(
        auth0ctl,
        *add,
        "--ask-secret",
        "--insecure-storage",
        when=b"Client secret",
        say=b"sq-typed-secret\n",
        hidden=True,
    )
    assert code == 0, shown
    assert "sq-typed-secret" not in shown
    kept = [path for path in auth0ctl.home.rglob("*") if path.is_file() and b"sq-typed-secret" in path.read_bytes()]
    assert [path.stat().st_mode & 0o777 for path in kept] == [0o600]


PASSWORD = "http://auth0.com/oauth/grant-type/password-realm"
FIX = ("doctor", "--client", "Example SPA", "--flow", "password-realm", "--fix")


def grant_types(auth0ctl: Auth0ctl) -> list[str]:
    found: list[str] = auth0ctl.json("client", "inspect", "Example SPA")["resource"]["grant_types"]
    return found


def test_a_change_is_shown_with_its_risk_before_it_is_made(auth0ctl: Auth0ctl) -> None:
    shown, code = conversation(auth0ctl, *FIX, when=b"[y/N]", say=b"n\r")
    assert code == 1
    assert f"+ grant_types: {PASSWORD}" in shown
    assert "Mind: the app then takes people's passwords itself." in shown
    assert "all the same?" in shown
    assert "grant-type-not-enabled (you said no)" in shown
    assert PASSWORD not in grant_types(auth0ctl)


def test_a_change_is_made_after_a_yes(auth0ctl: Auth0ctl) -> None:
    shown, _ = conversation(auth0ctl, *FIX, when=b"[y/N]", say=b"y\r")
    assert "helped" in shown
    assert PASSWORD in grant_types(auth0ctl)
