"""One run of a command line in this process, at a home with canaries in it, and the search of all that it leaves."""

import io
import socket
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from canaries import CANARIES, Search
from canary_commands import Row
from canary_inputs import IN_SMOKE, auth0_cli, write_inputs
from canary_tenant import DOMAIN, ORIGIN, URL, CanaryTenant
from forge import CLIENT
from shared_keyring import NAME as KEYRING
from shared_keyring import Shared

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session
from auth0ctl.tenant.http import Http


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


class CanarySession(Session):
    """A session for which the canary tenant answers, whatever is asked of it."""

    def __init__(self, tenant: CanaryTenant, **streams: Any) -> None:
        super().__init__(**streams)
        self._canary_tenant = tenant

    def make_http(self, **others: Any) -> Http:
        http = super().make_http(**others)
        http.answer_for(ORIGIN, self._canary_tenant)
        return http


class Bench:
    """A home with secrets in files, a tenant, and the search; ``run`` runs one command in this process."""

    def __init__(self, home: Path) -> None:
        self.home, self.search = home, Search()
        self.inputs = home / "inputs"
        self.token = CanaryTenant(self.search).id_token(CLIENT)
        write_inputs(self.inputs, self.token)
        auth0_cli(home)
        Shared.entries["Auth0 CLI Client Secret", "machine.example.com"] = CANARIES["client secret, of auth0-cli"]
        self.environ = {
            "HOME": str(home),
            "AUTH0CTL_HOME": str(home / "auth0ctl"),
            "PATH": "",
            "AUTH0_DOMAIN": DOMAIN,
            "AUTH0_CLIENT_ID": CLIENT,
            "AUTH0_CLIENT_SECRET": CANARIES["client secret, environment"],
            "AUTH0_API_TOKEN": CANARIES["api token, environment"],
            "SMOKE_VARIABLE": CANARIES[IN_SMOKE],
            # Nobody listens there; the canary tenant answers in this process.
            "HTTPS_PROXY": f"http://someone:{CANARIES['proxy password']}@127.0.0.1:9",
            "GITHUB_STEP_SUMMARY": str(home / "summary.md"),
        }

    def word(self, word: str) -> str:
        if word in ("IDTOKEN-ITSELF", "SECRET-ITSELF"):
            return self.token if word == "IDTOKEN-ITSELF" else CANARIES["client secret, file"]
        if word == "MADE-SMOKE-FILE":
            return str(self.home / "made.toml")
        return str(self.inputs / word) if word.isupper() and (self.inputs / word).exists() else word

    def run(self, *words: str, mood: str = "good", without: tuple[str, ...] = (), **environ: str) -> Done:
        """Run a command; where it sends a person to the browser, they log in."""
        tenant = CanaryTenant(self.search, mood)
        pages: list[str] = []
        visits: list[threading.Thread] = []

        def visit(url: str) -> None:
            visits.append(threading.Thread(target=lambda: pages.append(tenant.log_in(url))))
            visits[-1].start()

        known = {name: value for name, value in self.environ.items() if name not in without} | environ
        out, err = io.StringIO(), Talk(visit)
        given = io.StringIO(CANARIES["client secret, standard input"])
        session = CanarySession(tenant, environ=known, stdin=given, stdout=out, stderr=err, pause=lambda _: None)
        code = run([self.word(word) for word in words], session)
        for one in visits:
            one.join(5)
        return Done(code, {"stdout": out.getvalue(), "stderr": err.getvalue(), "page": "".join(pages)})

    def row(self, row: Row, options: Sequence[str], mood: str = "good") -> Done:
        """Run a row of the table in one format, with a login before it where it wants one."""
        if row.after:
            self.run(*self.words(PKCE))
        # auth0-cli's secrets are in a keyring; everything else is kept in a file, so that the file can be left out.
        environ = {**row.environ, **({"AUTH0CTL_KEYRING_BACKEND": KEYRING} if "auth0-cli" in row.words else {})}
        return self.run(*self.words(row), *options, mood=mood, without=row.without, **environ)

    def words(self, row: Row) -> list[str]:
        """The command line of a row."""
        callback = ("--port", free_port(), "--no-browser") if row.callback else ()
        timeout = ("--timeout", "4") if row.path == "login" else ()
        storage = () if "auth0-cli" in row.words else ("--insecure-storage",)
        return [*row.path.split(), *row.words, *storage, *timeout, *callback]

    def seen(self, done: Done) -> list[str]:
        """Every canary in what a command said, showed and left behind."""
        hits = [f"{where}: {hit}" for where, text in done.texts.items() for hit in self.search.hits(text)]
        return hits + list(self.search.hits_in_files(self.home, kept=self.is_kept))

    def is_kept(self, file: Path) -> bool:
        """What we were given to read, and what is there to keep secrets: the vault's file (by ``--insecure-storage``),
        auth0-cli's own, and the state of the local tenant, which is an Auth0 tenant with its clients' secrets."""
        given = self.inputs in file.parents or self.home / ".config" in file.parents
        state = self.home / "auth0ctl" / "data" / "local" in file.parents
        return given or state or file.name.startswith("vault") or "vault" in file.parent.name


PKCE = Row(path="login", words=("--flow", "pkce"), callback=True)


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return str(one.getsockname()[1])
