"""S08, T17: no secret is seen in anything that a command writes, whatever it is asked and whatever it is told back."""

import io
import itertools
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from canaries import CANARIES, ENCODINGS, PRIVATE_KEY, Search
from canary_tenant import API, DOMAIN, ORIGIN, URL, CanaryTenant
from forge import CLIENT

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session

FORMATS: dict[str, tuple[str, ...]] = {
    "plain": (),
    "verbose": ("-v",),
    "json": ("-o", "json"),
    "html": ("-o", "html", "-v"),
    "quiet": ("-o", "quiet"),
}
SUBJECT = ("--subject-token-file", "SUBJECT", "--subject-token-type", "urn:example:token")
LOGINS: dict[str, tuple[str, ...]] = {
    "pkce": ("--flow", "pkce"),
    "code, secret in a file": ("--flow", "code", "--client-secret-file", "SECRET", "--userinfo"),
    "code, secret from stdin": ("--flow", "code", "--client-secret-file", "-"),
    "code, basic": ("--flow", "code", "--client-auth", "client_secret_basic", "--client-secret-file", "SECRET"),
    "code, key": ("--flow", "code", "--private-key-file", "KEY", "--client-auth", "private_key_jwt"),
    "par": ("--flow", "code", "--par", "--dpop"),
    "implicit": ("--flow", "implicit", "--response-mode", "form_post"),
    "hybrid": ("--flow", "hybrid", "--response-mode", "form_post", "--client-secret-file", "SECRET"),
    "device": ("--flow", "device"),
    "client credentials": ("--flow", "client-credentials", "--audience", API),
    "password": ("--flow", "password", "--username", "me", "--password-file", "PASSWORD"),
    "wrong password": ("--flow", "password", "--username", "me", "--password-file", "WRONG"),
    "refresh": ("--flow", "refresh"),
    "token exchange": ("--flow", "token-exchange", *SUBJECT, "--param", f"actor_token={CANARIES['actor token']}"),
}
WITHOUT_CALLBACK = ("device", "client credentials", "password", "wrong password", "refresh", "token exchange")
TOLD_BACK = ("pkce", "code, basic", "code, secret from stdin", "password", "refresh", "token exchange", "device")
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("client", "list"),
    ("client", "inspect", CLIENT),
    ("client", "create", "New", "--type", "regular_web"),
    ("api", "list"),
    ("api", "inspect", API),
    ("grant", "list"),
    ("claim", "list"),
    ("tenant", "list"),
    ("tenant", "show"),
    ("token", "decode"),
    ("token", "decode", "--as", "id"),
    ("token", "verify", "--as", "id"),
    ("token", "verify", "--as", "id", "--alg", "HS256", "--secret-file", "HS256"),
    ("token", "diff", "--file-a", "IDTOKEN", "--file-b", "ACCESS"),
    ("token", "refresh"),
    ("token", "exchange", *SUBJECT),
    ("token", "revoke"),
    ("logout", "--revoke", "--no-browser"),
    ("undo", "--list"),
    ("client", "list", "--nosuch"),
    ("client", "inspect"),
    ("token", "verify", "IDTOKEN-ITSELF", "EXTRA"),
    ("login", "--flow", "nosuch"),
    ("login", "--flow", "code", "--client-secret", "SECRET-ITSELF"),
)
THEIR_JOB = (("token", "get"), ("token", "refresh", "--access"))


class Done(NamedTuple):
    code: int
    texts: dict[str, str]  # stdout, stderr, the browser's last page


class Talk(io.StringIO):
    """Standard error that a person reads: when it says to open a URL, the person does."""

    def __init__(self, open_url: Callable[[str], None]) -> None:
        super().__init__()
        self._open, self._opened = open_url, False

    def write(self, text: str) -> int:
        written = super().write(text)
        if not self._opened and "Waiting for the login" in text and (found := URL.search(self.getvalue())):
            self._opened = True
            self._open(found[1])
        return written


class Bench:
    """A home with secrets in files, a tenant, and the search; ``run`` runs one command in this process."""

    def __init__(self, home: Path) -> None:
        self.home, self.search = home, Search()
        self.inputs = home / "inputs"
        self.inputs.mkdir()
        files = {
            "SECRET": "client secret, file",
            "PASSWORD": "password",
            "WRONG": "wrong password",
            "SUBJECT": "subject token",
            "HS256": "hs256 secret",
            "ACCESS": "access token, opaque",
        }
        for name, canary in files.items():
            (self.inputs / name).write_text(CANARIES[canary], encoding="utf-8")
        (self.inputs / "KEY").write_text(PRIVATE_KEY)
        self.token = CanaryTenant(self.search).id_token(CLIENT)
        (self.inputs / "IDTOKEN").write_text(self.token)
        self.environ = {
            "HOME": str(home),
            "AUTH0CTL_HOME": str(home / "auth0ctl"),
            "PATH": "",
            "AUTH0_DOMAIN": DOMAIN,
            "AUTH0_CLIENT_ID": CLIENT,
            "AUTH0_CLIENT_SECRET": CANARIES["client secret, environment"],
            "AUTH0_API_TOKEN": CANARIES["api token, environment"],
        }

    def word(self, word: str) -> str:
        if word in ("IDTOKEN-ITSELF", "SECRET-ITSELF"):
            return self.token if word == "IDTOKEN-ITSELF" else CANARIES["client secret, file"]
        return str(self.inputs / word) if (self.inputs / word).exists() and word.isupper() else word

    def run(self, *words: str, mood: str = "good", without: tuple[str, ...] = (), **environ: str) -> Done:
        """Run a command; where it sends a person to the browser, they log in."""
        tenant = CanaryTenant(self.search, mood)
        pages: list[str] = []
        visits: list[threading.Thread] = []

        def visit(url: str) -> None:
            visits.append(threading.Thread(target=lambda: pages.append(tenant.log_in(url))))
            visits[-1].start()

        known = {name: value for name, value in (self.environ | environ).items() if name not in without}
        out, err = io.StringIO(), Talk(visit)
        given = io.StringIO(CANARIES["client secret, standard input"])
        session = Session(environ=known, stdin=given, stdout=out, stderr=err)
        session.http.answer_for(ORIGIN, tenant)
        code = run([self.word(word) for word in words], session)
        for one in visits:
            one.join(5)
        return Done(code, {"stdout": out.getvalue(), "stderr": err.getvalue(), "page": "".join(pages)})

    def seen(self, done: Done) -> list[str]:
        """Every canary in what a command said, showed and left behind."""
        hits = [f"{where}: {hit}" for where, text in done.texts.items() for hit in self.search.hits(text)]
        # The vault's file is where tokens are kept, by request (--insecure-storage), for their owner alone.
        return hits + list(
            self.search.hits_in_files(self.home, kept=lambda file: self.inputs in file.parents or is_vault(file))
        )


def is_vault(file: Path) -> bool:
    return file.name.startswith("vault") or "vault" in file.parent.name


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return str(one.getsockname()[1])


def formats(mood: str) -> list[tuple[str, tuple[str, ...]]]:
    """All of them; for an echo, which takes longer, the ones that show the most."""
    return [(name, words) for name, words in FORMATS.items() if mood == "good" or name in ("verbose", "json", "html")]


def words_of(login: str) -> list[str]:
    """The command line of a login; flows without a browser of ours take no callback."""
    callback = ("--port", free_port(), "--no-browser") if login not in WITHOUT_CALLBACK else ()
    return ["login", *LOGINS[login], "--insecure-storage", "--timeout", "4", *callback]


def test_there_are_twenty_five_and_no_two_are_alike() -> None:
    assert len(CANARIES) == len(set(CANARIES.values())) == 25
    assert len(ENCODINGS) == 8
    assert all(len(one) >= 16 for one in CANARIES.values() if one)


@pytest.mark.parametrize("canary", [name for name, value in CANARIES.items() if value])
def test_the_search_finds_each_in_every_encoding(canary: str) -> None:
    search = Search()
    for encode in ENCODINGS.values():
        assert search.hits(f"before {encode(CANARIES[canary])} after")
    assert search.hits("nothing here") == []


def test_the_search_finds_a_token_where_it_is_a_commands_job_to_print_it(bench: Bench) -> None:
    assert bench.run(*words_of("pkce")).code in (0, 1)
    for command in THEIR_JOB:
        done = bench.run(*command, "--insecure-storage")
        assert done.code == 0, done.texts["stderr"]
        assert [hit for hit in bench.search.hits(done.texts["stdout"]) if "access token" in hit]
        assert bench.search.hits(done.texts["stderr"]) == []


@pytest.mark.parametrize("mood", ["good", "echo"])
@pytest.mark.parametrize("login", LOGINS)
def test_S08_rejects_every_secret_of_a_login(bench: Bench, login: str, mood: str) -> None:
    for number, (name, options) in enumerate(formats(mood)):
        trace = bench.home / f"trace{number}.json"
        if login == "refresh":
            bench.run(*words_of("pkce"))
        done = bench.run(*words_of(login), "--trace", str(trace), *options, mood=mood)
        assert bench.seen(done) == [], name
        assert done.code != 70, done.texts["stderr"]
        assert trace.exists(), done.texts["stderr"]
        if mood == "echo" and login in TOLD_BACK:
            assert done.code, "a tenant that refuses all is no success"
            if name != "quiet":
                assert "invalid_client" in done.texts["stdout"]
                assert "(hidden" in done.texts["stdout"], "the echo came, without what it echoed"


def test_S08_rejects_a_secret_on_the_browsers_page(bench: Bench) -> None:
    done = bench.run(*words_of("code, secret in a file"), mood="odd")
    assert "The login was refused" in done.texts["page"]
    assert bench.seen(done) == []


@pytest.mark.parametrize("mood", ["good", "echo"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda one: " ".join(one[:3]))
def test_S08_rejects_every_secret_of_a_command(bench: Bench, command: tuple[str, ...], mood: str) -> None:
    for name, options in formats(mood):
        if "token" in command or "logout" in command:
            bench.run(*words_of("pkce"))
        done = bench.run(*command, "--insecure-storage", *options, mood=mood)
        assert bench.seen(done) == [], name
        assert done.code != 70, done.texts["stderr"]


def combinations() -> Iterator[tuple[str, str]]:
    return itertools.product(("good", "echo"), FORMATS)


def test_S08_rejects_the_secrets_of_a_profile(bench: Bench) -> None:
    kept = {"SECRET": "client secret, kept in a profile", "APITOKEN": "api token, kept in a profile"}
    for name, canary in kept.items():
        (bench.inputs / name).write_text(CANARIES[canary], encoding="utf-8")
    plain = ("AUTH0_DOMAIN", "AUTH0_CLIENT_ID", "AUTH0_CLIENT_SECRET", "AUTH0_API_TOKEN")
    for number, (option, file) in enumerate((("--client-secret-file", "SECRET"), ("--api-token-file", "APITOKEN"))):
        add = ("tenant", "add", f"kept{number}", "--domain", DOMAIN, "--client", CLIENT, option, file)
        done = bench.run(*add, "-v", "--insecure-storage", without=plain)
        assert done.code == 0, done.texts["stderr"]
        assert bench.seen(done) == []
        for mood, name in combinations():
            for command in (("client", "list"), ("tenant", "show"), ("tenant", "list")):
                named = (*command, "--tenant", f"kept{number}", "--insecure-storage", *FORMATS[name])
                done = bench.run(*named, mood=mood, without=plain)
                assert bench.seen(done) == [], (command, mood, name)
                assert done.code != 70
