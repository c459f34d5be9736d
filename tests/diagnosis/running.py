"""Loads a case's tenant into the embedded one and runs the real command for each piece of evidence."""

import base64
import hashlib
import hmac
import json
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Self

from cli_process import Auth0ctl
from joserfc import jws
from joserfc.jwk import RSAKey

from auth0ctl.localtenant import LocalTenant, open_tenant
from diagnosis.cases import Case, Place
from diagnosis.commands import NotRunnable, typed

WORKERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the tool said about one piece of evidence. ``trouble`` is why it could not be run, or what went wrong."""

    case: Case
    index: int
    runnable: bool
    findings: tuple[Mapping[str, Any], ...] = ()
    trouble: str = ""


class Bench:
    """One embedded tenant over HTTPS, filled anew for each case, and a home for the commands that ask it."""

    def __init__(self, folder: Path) -> None:
        self._closing = ExitStack()
        self._folder = folder
        probe = open_tenant(folder / "tenant")  # only to learn a free port
        with probe.listen() as listener:
            port = listener.port
        probe.close()
        self.domain = f"127.0.0.1:{port}"
        self.local: LocalTenant = open_tenant(folder / "tenant", issuer=f"https://{self.domain}/")
        self._closing.enter_context(self.local.listen(port=port, tls=True))
        home = folder / "home"
        home.mkdir()
        self.auth0ctl = Auth0ctl(home)
        self._closing.callback(self.auth0ctl.close)
        self._closing.callback(self.local.close)
        self.key = next(row for row in self.local.state.all("signing_key") if row.get("current"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def run(self, case: Case) -> Iterator[Said]:
        """Every piece of evidence of a case, each with the tenant as the case describes it."""
        place = Place(domain=self.domain, kid=str(self.key["kid"]), now=int(time.time()))
        with self.local.state.transaction():
            keys = self.local.state.all("signing_key")
            self.local.state.clear()
            for row in keys:
                self.local.state.put("signing_key", row["kid"], row)
        self.local.seed(place.fill(case.tenant))
        for index, evidence in enumerate(case.evidence):
            yield self.ask(case, index, place.fill(evidence), place)

    def ask(self, case: Case, index: int, evidence: Mapping[str, Any], place: Place) -> Said:
        """Type the command for one piece of evidence, and read its findings."""
        jwks = f"https://{self.domain}/.well-known/jwks.json"
        try:
            token = self.mint(evidence["token"]) if evidence["kind"] == "token" else None
            command = typed(evidence, token=token, jwks=jwks)
        except NotRunnable as reason:
            return Said(case=case, index=index, runnable=False, trouble=str(reason))
        for name, text in command.files.items():
            (self.auth0ctl.home / name).write_text(text, encoding="utf-8")
        environment = {
            "AUTH0_DOMAIN": f"https://{self.domain}",
            "AUTH0_API_TOKEN": self.local.management_token(),
            "SSL_CERT_FILE": str(self.local.ca_file),
        }
        done = self.auth0ctl(*command.args, "-o", "json", input=command.stdin, env=environment)
        return read(case, index, done.returncode, done.stdout, done.stderr)

    def mint(self, wanted: Mapping[str, Any]) -> str:
        """The token that a case describes. Raises NotRunnable for a form or a signature that is not known."""
        form, signed_by = wanted.get("form"), wanted.get("signed_by")
        if form == "opaque":
            return secrets.token_urlsafe(24)
        if form == "jwe":
            shown = wanted.get("header") or {"alg": "dir", "enc": "A256GCM", "iss": f"https://{self.domain}/"}
            return f"{_part(shown)}..{_text(12)}.{_text(64)}.{_text(16)}"
        header, claims = dict(wanted["header"]), wanted["claims"]
        if signed_by in ("tenant-rs256", "other-tenant-rs256"):
            pem = self.key["_private_key"] if signed_by == "tenant-rs256" else RSAKey.generate_key(2048).as_pem(True)
            return str(jws.serialize_compact(header, json.dumps(claims).encode(), RSAKey.import_key(pem)))
        if signed_by == "client-secret-hs256":
            signing_input = f"{_part(header)}.{_part(claims)}"
            signature = hmac.digest(secrets.token_bytes(64), signing_input.encode(), hashlib.sha256)
            return f"{signing_input}.{_bytes(signature)}"
        if signed_by in (None, "", "none"):
            return f"{_part(header)}.{_part(claims)}."
        raise NotRunnable(f"a token signed by {signed_by}")


def run_all(cases: tuple[Case, ...], tell: Callable[[int], None]) -> tuple[Said, ...]:
    """Every case, several at a time, each worker with a tenant of its own; in the order of the cases."""
    said: dict[str, tuple[Said, ...]] = {}
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        benches: SimpleQueue[Bench] = SimpleQueue()
        for number in range(min(WORKERS, len(cases))):
            benches.put(stack.enter_context(Bench(Path(folder) / str(number))))

        def one(case: Case) -> None:
            bench = benches.get()
            try:
                said[case.id] = tuple(bench.run(case))
            finally:
                benches.put(bench)
            tell(len(said))

        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(one, cases))
    return tuple(one for case in cases for one in said[case.id])


def read(case: Case, index: int, code: int, stdout: str, stderr: str) -> Said:
    """The findings in what a command printed."""
    try:
        document = json.loads(stdout)
    except ValueError:
        return Said(case=case, index=index, runnable=False, trouble=f"exit {code}, no JSON: {stderr.strip()[:300]}")
    if "error" in document and "findings" not in document:
        return Said(case=case, index=index, runnable=False, trouble=f"exit {code}: {document['error']['message']}")
    return Said(case=case, index=index, runnable=True, findings=tuple(document.get("findings") or ()))


def _part(value: Any) -> str:
    return _bytes(json.dumps(value, separators=(",", ":")).encode())


def _bytes(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _text(size: int) -> str:
    return _bytes(secrets.token_bytes(size))
