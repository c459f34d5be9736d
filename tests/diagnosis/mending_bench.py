"""A case's tenant inside this process, and auth0ctl typed at it: for ``doctor --fix`` over every live case."""

import io
import json
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session
from auth0ctl.localtenant import LocalTenant, open_tenant
from diagnosis.cases import Case, Place
from diagnosis.commands import typed

DOMAIN = "127.0.0.1:18443"  # nothing listens there: its requests are answered inside the process
ORIGIN = f"https://{DOMAIN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What a command ended with; ``document`` is the JSON that it printed."""

    code: int
    document: Any
    stderr: str


class Bench:
    """One embedded tenant, filled anew for each case, and a home for the commands."""

    def __init__(self, folder: Path) -> None:
        self.home = folder
        self.local: LocalTenant = open_tenant(folder / "tenant", issuer=f"{ORIGIN}/")

    def close(self) -> None:
        self.local.close()

    def load(self, case: Case) -> Place:
        """Only what the case describes, and the keys."""
        key = next(row for row in self.local.state.all("signing_key") if row.get("current"))
        place = Place(domain=DOMAIN, kid=str(key["kid"]), now=int(time.time()))
        self.local.state.clear()
        self.local.seed(place.fill(case.tenant))
        return place

    def doctor(self, evidence: Mapping[str, Any], *more: str) -> Done:
        """The case's own ``doctor`` command, with more options behind it."""
        command = typed(evidence)
        for name, text in command.files.items():
            (self.home / name).write_text(text, encoding="utf-8")
        words = [str(self.home / word) if word in command.files else word for word in command.args]
        return self.type(*words, *more)

    def type(self, *words: str) -> Done:
        """One command of auth0ctl, with JSON output."""
        environ = {
            "HOME": str(self.home),
            "AUTH0CTL_HOME": str(self.home / "auth0ctl"),
            "AUTH0_DOMAIN": ORIGIN,
            "AUTH0_API_TOKEN": self.local.management_token(),
        }
        out, talk = io.StringIO(), io.StringIO()
        session = Session(environ=environ, stdin=io.StringIO(), stdout=out, stderr=talk)
        session.http.answer_for(ORIGIN, self.local.app)
        code = run((*words, "-o", "json"), session)
        return Done(code=code, document=json.loads(out.getvalue()), stderr=talk.getvalue())

    def dump(self) -> list[tuple[Any, ...]]:
        """Every object of the store as it lies there, byte for byte; without the log, which only ever grows."""
        with sqlite3.connect(self.local.state.file) as database:
            sql = "SELECT kind, key, alias, body FROM objects WHERE kind != 'log' ORDER BY place"
            return database.execute(sql).fetchall()
