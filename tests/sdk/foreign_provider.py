"""An identity provider that nobody here wrote: npm's oidc-provider on loopback, with its own development pages.

It differs from Auth0 where the standards leave room: its issuer has no slash at the end, access tokens are ``at+jwt``
(RFC 9068) and come for a ``resource`` (RFC 8707) instead of an ``audience``, answers name their issuer (RFC 9207), a
refresh token has to be asked for with ``prompt=consent``, its endpoints have other paths.
"""

import json
import os
import re
import shlex
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli_process import Auth0ctl, Running
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from forge import Signer, rsa_signer
from machine import SDK_FOLDER, find_node
from playwright.sync_api import BrowserContext, Page

API = "https://api.example.com/items"
ASKED = "openid email read:items"
FOR_API = ("--audience", API, "--param", f"resource={API}", "--scope", ASKED)
SECRET = "a secret of this test alone: with +, / and 100 %"
CALLBACK = "http://127.0.0.1/callback"  # a native client's may have any port (RFC 8252 section 7.3)
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
HYBRID = ["code id_token", "code token", "code id_token token"]


def app(client_id: str, method: str = "none", **more: Any) -> dict[str, Any]:
    """A client's metadata (OpenID Connect Dynamic Client Registration 1.0 section 2)."""
    return {
        "client_id": client_id,
        "application_type": "native",
        "token_endpoint_auth_method": method,
        "redirect_uris": [CALLBACK],
        "grant_types": ["authorization_code", "implicit", "refresh_token", DEVICE],
        "response_types": ["code", "id_token", "id_token token", *HYBRID],
        **({"client_secret": SECRET} if method.startswith("client_secret") else {}),
        **more,
    }


def machine(client_id: str) -> dict[str, Any]:
    """A client that logs nobody in."""
    no_person = {"redirect_uris": [], "response_types": [], "grant_types": ["client_credentials"]}
    return app(client_id, "client_secret_basic", **no_person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """``private_key`` is the one of the client ``signing``, its ``kid`` is ``ours``; ``other_key`` is nobody's.

    The client ``web`` has one callback, at ``port``; those of the others may be at any.
    """

    issuer: str
    port: int
    private_key: bytes = field(repr=False)
    other_key: bytes = field(repr=False)


@contextmanager
def started_provider() -> Iterator[Provider]:
    """The provider as a process of its own, with a client for each way to log in."""
    key = rsa_signer("ours")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    clients = [
        app("spa"),
        app("basic", "client_secret_basic"),
        app("post", "client_secret_post"),
        app("signing", "private_key_jwt", jwks={"keys": [key.jwk]}),
        app("signed-userinfo", userinfo_signed_response_alg="RS256"),
        app("elsewhere", redirect_uris=["http://127.0.0.1/another/path"]),
        app("code-only", response_types=["code"], grant_types=["authorization_code"]),
        app(
            "web",
            "client_secret_post",
            application_type="web",
            redirect_uris=[f"http://127.0.0.1:{port}/callback"],
            response_types=["code"],
            grant_types=["authorization_code", "refresh_token"],
        ),
        machine("machine"),
    ]
    node = find_node()
    assert node
    process = subprocess.Popen(
        [node, "provider/server.mjs"],
        cwd=SDK_FOLDER,
        env={"PATH": os.environ["PATH"], "CLIENTS": json.dumps(clients), "AUDIENCE": API},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    running = Running(process)
    try:
        issuer = f"http://127.0.0.1:{running.json()['port']}"
        yield Provider(issuer=issuer, port=port, private_key=pem(key), other_key=pem(rsa_signer()))
    finally:
        running.stop()


def pem(key: Signer) -> bytes:
    return key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


class Person:
    """Somebody at a terminal and at a real Chromium, who logs in at the provider and reads what auth0ctl says."""

    def __init__(self, auth0ctl: Auth0ctl, provider: Provider, chromium: BrowserContext, folder: Path) -> None:
        self.auth0ctl = auth0ctl
        self.folder = folder
        self.opened = folder / "opened"  # where the BROWSER leaves the URL that it was started with
        program = folder / "browser"
        program.write_text(f'#!/bin/sh\necho "$1" > {shlex.quote(str(self.opened))}\n')
        program.chmod(0o755)
        self.environment = {
            "AUTH0_DOMAIN": provider.issuer,
            "AUTH0CTL_INSECURE_STORAGE": "1",  # the next command is to find the login, with no keyring around
            "BROWSER": str(program),
        }
        chromium.route(re.compile(r"^https?://(?!127\.0\.0\.1[:/])"), lambda route: route.abort())  # the pages' fonts
        self.page: Page = chromium.new_page()
        self.page.set_default_timeout(30_000)

    def file(self, name: str, content: str | bytes) -> str:
        """A file with this content; its path."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def run(self, *args: str, code: int = 0) -> dict[str, Any]:
        """Run a command to its end; the one JSON document that it prints."""
        done = self.auth0ctl(*args, "-o", "json", env=self.environment)
        return read(done.returncode, done.stdout, done.stderr, code)

    def start(self, *args: str) -> Running:
        """Start a login, up to where it has opened the browser."""
        running = self.auth0ctl.start("login", *args, "-o", "json", env=self.environment)
        running.wait_for("Waiting ")
        return running

    def log_in(
        self,
        *args: str,
        password: bool = True,
        consent: bool = True,
        decline: bool = False,
        code: int = 0,
    ) -> dict[str, Any]:
        """Run ``login``, do what the pages ask until the callback's last page, and return the document.

        ``password`` and ``consent`` say which pages come; ``decline`` cancels at the latter.
        """
        running = self.start(*args)
        self.page.goto(self.url)
        if password:
            self.enter_name()
        if consent:
            self.consent(decline=decline)
        self.page.wait_for_url("**/done*")
        return ended(running, code)

    @property
    def url(self) -> str:
        """What the browser was opened with last."""
        return self.opened.read_text().strip()

    def enter_name(self, name: str = "ada") -> None:
        """The provider's login page, which takes any password."""
        self.page.fill("[name=login]", name)
        self.page.fill("[name=password]", "any")
        self.page.get_by_role("button", name="Sign-in").click()

    def consent(self, *, decline: bool = False) -> None:
        """The provider's consent page."""
        self.page.locator("[name=prompt][value=consent]").wait_for(state="attached")
        if decline:
            self.page.get_by_role("link", name="Cancel").click()
        else:
            self.page.get_by_role("button", name="Continue").click()

    def kept(self) -> dict[str, Any]:
        """The login that was kept, secrets and all."""
        vault = json.loads((self.auth0ctl.home / "auth0ctl" / "data" / "vault" / "vault.json").read_text())
        documents: list[dict[str, Any]] = [json.loads(text) for text in vault["accounts"].values()]
        (login,) = [one for one in documents if "client_id" in one]
        return login

    def verify(self) -> list[dict[str, Any]]:
        """``token verify`` for both tokens that were kept; each must pass."""
        return [self.run("token", "verify", "--as", kind) for kind in ("id", "access")]


def ended(running: Running, code: int = 0) -> dict[str, Any]:
    """The one JSON document of a command that ends with ``code``."""
    return read(running.wait(), running.stdout, running.stderr, code)


def read(ended_with: int, stdout: str, stderr: str, code: int) -> dict[str, Any]:
    """The document on stdout; where the exit code is another one, what in it explains that."""
    document: dict[str, Any] = json.loads(stdout or "{}")
    assert ended_with == code, f"{ended_with}: {wrong(document)} {document.get('refusal')}\n{stderr}"
    return document


def wrong(document: dict[str, Any]) -> list[str]:
    """The checks that failed, of a login and of its tokens."""
    parts = [document, *document.get("tokens", ())]
    lines = [line for part in parts for line in part.get("checks", ()) if line["status"] == "fail"]
    return [f"{line['id']} {line['title']}: {line['detail']}" for line in lines]


def passed(document: dict[str, Any]) -> list[str]:
    """Which tokens of a login passed, by name."""
    return [one["subject"].partition(" of ")[0] for one in document["tokens"] if one["passed"]]


def names(document: dict[str, Any]) -> list[str]:
    """The causes that a document names."""
    return [finding["name"] for finding in document["findings"]]


def checks_of(document: dict[str, Any]) -> dict[str, str]:
    """Every check of a login or of a token: ``id title`` to pass, fail or skip."""
    return {f"{line['id']} {line['title']}": line["status"] for line in document["checks"]}
