"""S10: nothing that comes from elsewhere acts on the terminal, whatever prints it, and whatever it is printed to."""

import io
import os
import subprocess
from pathlib import Path

import pytest
from cli_process import Auth0ctl
from forge import NOW, access_claims, id_claims, key_set, rsa_signer
from hostile_payloads import EMOJI, HOSTILE, MARKUP, acting
from hostile_tenant import DOMAIN, ORIGIN, HostileTenant

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session
from auth0ctl.render.quiet import render as quiet
from auth0ctl.results import Bare

KEY = rsa_signer()
GROUP = 8  # payloads that share a token: one run of a command prints all of them
GROUPS = [HOSTILE[start : start + GROUP] for start in range(0, len(HOSTILE), GROUP)]
TOKEN_COMMANDS = (
    ("token", "decode", "--file", "A"),
    ("token", "verify", "--file", "A", "--issuer", "https://tenant.example/", "--jwks", "KEYS"),
)
DIFF = ("token", "diff", "--file-a", "A", "--file-b", "B")
Files = dict[str, str]  # what stands for a word of a command


class Screen(io.StringIO):
    """A stream that is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def shown(
    home: Path,
    *arguments: str,
    tenant: HostileTenant | None = None,
    terminal: bool = False,
    env: dict[str, str] | None = None,
) -> tuple[int, str, str]:
    """Run a command in this process; its exit code and what stands on stdout and stderr."""
    environ = {"HOME": str(home), "AUTH0CTL_HOME": str(home / "auth0ctl"), "PATH": ""}
    if tenant:
        environ |= {"AUTH0_DOMAIN": DOMAIN, "AUTH0_API_TOKEN": "t", "AUTH0_CLIENT_ID": "client0"}
    environ |= env or {}
    out, err = (Screen(), Screen()) if terminal else (io.StringIO(), io.StringIO())
    session = Session(environ=environ, stdin=io.StringIO(), stdout=out, stderr=err)
    if tenant:
        session.http.answer_for(ORIGIN, tenant)
    return run(arguments, session), out.getvalue(), err.getvalue()


def hostile_token(payloads: list[str], **changes: object) -> str:
    """A signed token with the payloads in its header, in every claim that is text, and as claims of their own."""
    everything = "|".join(payloads)
    names = ("iss", "sub", "azp", "scope", "nonce", "email", "jti", "gty", "org_id")
    claims = access_claims() | dict.fromkeys(names, everything)
    claims |= {"aud": [everything, *payloads], "permissions": payloads, "act": {everything: payloads}}
    claims |= {f"https://x/{one}": one for one in payloads} | {one: [one] for one in payloads}
    return KEY.sign(claims | changes, kid=everything[:256], **{"typ": everything, everything: everything})


@pytest.fixture(scope="module")
def token_files(tmp_path_factory: pytest.TempPathFactory) -> list[Files]:
    """For each group of payloads two files with a token each, and the keys they are signed with."""
    folder = tmp_path_factory.mktemp("tokens")
    (folder / "keys").write_bytes(key_set(KEY))
    files = []
    for index, payloads in enumerate(GROUPS):
        a, b = folder / f"{index}a", folder / f"{index}b"
        a.write_text(hostile_token(payloads), encoding="utf-8")
        b.write_text(KEY.sign(id_claims(**dict.fromkeys(payloads, 1))), encoding="utf-8")
        files.append({"A": str(a), "B": str(b), "KEYS": str(folder / "keys")})
    return files


def named(command: tuple[str, ...], files: Files) -> list[str]:
    return [files.get(word, word) for word in command]


def test_S10_there_are_three_hundred_different_payloads_and_each_would_act() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 300
    assert [one for one in HOSTILE if not acting(one, colours=False) and "\n" not in one] == []
    assert [one for one in EMOJI + MARKUP if acting(one, colours=False)] == []


@pytest.mark.parametrize("terminal", [False, True], ids=["pipe", "terminal"])
@pytest.mark.parametrize("command", [*TOKEN_COMMANDS, DIFF], ids=lambda command: command[1])
def test_S10_rejects_every_payload_in_a_token(
    tmp_path: Path, token_files: list[Files], command: tuple[str, ...], terminal: bool
) -> None:
    for payloads, files in zip(GROUPS, token_files, strict=True):
        code, out, err = shown(tmp_path, *named(command, files), terminal=terminal)
        assert code in (0, 1), err
        assert acting(out + err, colours=terminal) == [], payloads


@pytest.mark.parametrize("output", ["json", "quiet"])
@pytest.mark.parametrize("command", [*TOKEN_COMMANDS, DIFF], ids=lambda command: command[1])
def test_S10_rejects_every_payload_in_other_formats(
    tmp_path: Path, token_files: list[Files], command: tuple[str, ...], output: str
) -> None:
    everything = tmp_path / "all"
    everything.write_text(hostile_token([one for one in HOSTILE if len(one) < 40]), encoding="utf-8")
    code, out, err = shown(tmp_path, *named(command, {**token_files[0], "A": str(everything)}), "-o", output)
    assert code in (0, 1), err
    assert acting(out + err, colours=False) == []


COMMANDS = [
    ("client", "list"),
    ("api", "list"),
    ("grant", "list"),
    ("claim", "list"),
    ("tenant", "show"),
    ("login", "--no-browser", "--audience", "https://api.example"),  # refused before a browser is needed
    ("client", "inspect", "nosuch"),  # an error, in the tenant's own words
    ("api", "inspect", "nosuch"),
    ("token", "verify", "--file", "A"),  # the key set's answer is an error
]


@pytest.mark.parametrize("output", ["terminal", "json", "quiet"])
@pytest.mark.parametrize("terminal", [False, True], ids=["pipe", "terminal"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: "-".join(command[:2]))
def test_S10_rejects_every_payload_from_a_tenant(
    tmp_path: Path, token_files: list[Files], command: tuple[str, ...], terminal: bool, output: str
) -> None:
    words = [*named(command, token_files[0]), "-v", "-o", output]
    code, out, err = shown(tmp_path, *words, tenant=HostileTenant(HOSTILE), terminal=terminal)
    assert code in (0, 1, 4, 5, 6), err
    assert out + err or output == "quiet"
    assert acting(out + err, colours=terminal) == []


@pytest.mark.parametrize("terminal", [False, True], ids=["pipe", "terminal"])
@pytest.mark.parametrize("noun", ["client", "api"])
def test_S10_rejects_every_payload_in_an_inspected_object(tmp_path: Path, noun: str, terminal: bool) -> None:
    joined = ["|".join(payloads) for payloads in GROUPS]
    for index in range(len(joined)):
        words = [noun, "inspect", f"{noun}{index}"]
        code, out, err = shown(tmp_path, *words, tenant=HostileTenant(joined), terminal=terminal)
        assert code in (0, 1), err
        assert acting(out + err, colours=terminal) == [], GROUPS[index]


@pytest.mark.parametrize("words", [("client", "inspect"), ("token", "decode", "--as"), ("--tenant",), ("token",)])
def test_S10_rejects_every_payload_on_the_command_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    for payload in HOSTILE:
        code, out, err = shown(tmp_path, *words, payload, terminal=True)
        assert code, payload
        assert acting(out + err, colours=True) == [], payload


def test_S10_rejects_every_payload_in_a_step_that_is_told(tmp_path: Path) -> None:
    for payload in HOSTILE:
        env = {"AUTH0_CLIENT_ID": payload, "AUTH0_CLIENT_SECRET": "s", "AUTH0_API_TOKEN": ""}
        tenant = HostileTenant([payload])
        code, out, err = shown(tmp_path, "client", "list", "-v", tenant=tenant, env=env, terminal=True)
        assert code, payload
        assert "·" in err
        assert acting(out + err, colours=True) == [], payload


def test_S10_accepts_bare_text_for_programs_as_it_is_and_shows_it_safely_on_a_screen() -> None:
    for payload in HOSTILE:
        bare = Bare(name="token", text=payload)
        screen, pipe = Screen(), io.StringIO()
        quiet(bare, screen)
        quiet(bare, pipe)
        assert pipe.getvalue() == payload + "\n"
        assert acting(screen.getvalue(), colours=False) == []


def test_S10_accepts_words_and_pictures_of_every_language(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(KEY.sign(access_claims(**{f"https://x/{n}": one for n, one in enumerate(EMOJI)})), encoding="utf-8")
    for terminal in (False, True):
        _, out, _ = shown(tmp_path, "token", "decode", "--file", str(file), terminal=terminal)
        assert [one for one in EMOJI if one not in out] == []


def test_S10_accepts_markup_as_plain_words(tmp_path: Path) -> None:
    file = tmp_path / "token"
    claims = {f"https://x/{n}": one for n, one in enumerate(MARKUP)}
    file.write_text(KEY.sign(access_claims(**claims)), encoding="utf-8")
    for terminal in (False, True):
        _, out, _ = shown(tmp_path, "token", "decode", "--file", str(file), terminal=terminal)
        assert [one for one in MARKUP if one not in out] == []


def on_a_real_terminal(auth0ctl: Auth0ctl, *arguments: str, env: dict[str, str]) -> str:
    """Run with a pseudo terminal as stdin, stdout and stderr; everything that it was sent."""
    ours, theirs = os.openpty()
    command = auth0ctl.command(*arguments)
    environment = auth0ctl.environment({"TERM": "xterm-256color", "COLUMNS": "100", **env})
    with subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs):
        os.close(theirs)
        received = bytearray()
        try:
            while part := os.read(ours, 65536):
                received += part
        except OSError:  # how Linux says that the other end is closed
            pass
        finally:
            os.close(ours)
    return received.decode()


@pytest.mark.parametrize("env", [{}, {"NO_COLOR": "1"}], ids=["colour", "plain"])
@pytest.mark.parametrize("command", [*TOKEN_COMMANDS, DIFF, ("client", "inspect", "A")], ids=lambda one: one[1])
def test_S10_rejects_payloads_on_a_real_terminal(
    auth0ctl: Auth0ctl, tmp_path: Path, command: tuple[str, ...], env: dict[str, str]
) -> None:
    sample = [*HOSTILE[::7], "\x1b[31mred", "\x1b]52;c;AAAA\x07"]
    a, b = tmp_path / "a", tmp_path / "b"
    a.write_text(hostile_token(sample, exp=NOW + 86_400), encoding="utf-8")
    b.write_text(KEY.sign(id_claims()), encoding="utf-8")
    keys = tmp_path / "keys"
    keys.write_bytes(key_set(KEY))
    files = {"A": str(a), "B": str(b), "KEYS": str(keys)} if "token" in command else {"A": "\x1b[2J\x1b]0;x\x07\u202e"}
    received = on_a_real_terminal(auth0ctl, *named(command, files), env=env)
    assert acting(received, colours=True) == []
    assert r"\x1b" in received
    assert "\x1b[31mred" not in received
