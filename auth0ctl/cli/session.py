"""Everything impure that a command may need, in one value: streams, environment, clock, network, browser, vault.

Each thing is made, and its module imported, when a command first asks for it. Below this file all of it arrives as a
parameter, which is what makes the rest testable without patching.
"""

import contextlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TextIO

from auth0ctl.cli.talk import colourful, our_bug, say, tell_error
from auth0ctl.errors import Auth0ctlError, AuthError, ConfigError, UsageError
from auth0ctl.lookup import load

if TYPE_CHECKING:
    from auth0ctl.files import Folders
    from auth0ctl.localtenant import LocalTenant
    from auth0ctl.model import Tenant
    from auth0ctl.profiles import Profiles
    from auth0ctl.protocol import Discovery
    from auth0ctl.settings import Settings
    from auth0ctl.tenant.http import Http
    from auth0ctl.tenant.management import Management
    from auth0ctl.vault import Vault

LONGEST_REQUEST = 60.0  # seconds; a longer --timeout is for people, not for a server that hangs
FORMATS = ("terminal", "json", "quiet")


class Session:
    """One run of the command line. ``given`` holds the global options that were typed."""

    def __init__(
        self,
        *,
        environ: Mapping[str, str] | None = None,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        self.environ = os.environ if environ is None else environ
        # A stream that the caller has closed (`<&-`, `>&-`) is None.
        self.stdin = stdin or sys.stdin or io.StringIO()
        self.stdout = stdout or sys.stdout or io.StringIO()
        self.stderr = stderr or sys.stderr or io.StringIO()
        self.now = now or (lambda: datetime.now(UTC))
        self.given: dict[str, Any] = {}
        self._closing = contextlib.ExitStack()
        for stream in (self.stdout, self.stderr):
            # A console that cannot show a character must not end the command (LANG=C, cp1252).
            if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
                with contextlib.suppress(OSError):  # it writes out what is pending, which may not be possible
                    reconfigure(errors="backslashreplace")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._closing.close()

    # What is said and shown

    @property
    def output(self) -> str:
        """The format, as far as it is known: an error in the settings themselves still has to be printed in one."""
        asked = self.given.get("output") or self.environ.get("AUTH0CTL_OUTPUT") or "terminal"
        return asked if asked in FORMATS else "terminal"

    @property
    def interactive(self) -> bool:
        """Whether a person can be asked something."""
        return self.stdin.isatty() and self.stderr.isatty() and self.output == "terminal"

    def show(self, result: Any) -> None:
        """Write a result to stdout in the chosen format."""
        self.check_output()
        from auth0ctl.render import RENDERERS

        load(RENDERERS[self.output])(result, self.stdout)
        self.stdout.flush()

    def check_output(self) -> None:
        """Raises UsageError for a format there is none of."""
        asked = self.given.get("output") or self.environ.get("AUTH0CTL_OUTPUT") or "terminal"
        if asked not in FORMATS:
            raise UsageError(f"there is no output format {asked}", f"Choose one of: {', '.join(FORMATS)}.")

    def say(self, sentence: str) -> None:
        """Talk, on stderr; nothing in quiet output."""
        if self.output != "quiet":
            say(self.stderr, sentence)

    def step(self, sentence: str) -> None:
        """Talk for --verbose."""
        if self.given.get("verbose"):
            self.say(f"· {sentence}")

    def count_down(self, seconds: float) -> None:
        """How long there is left to log in: rewritten in place on a terminal, nothing elsewhere."""
        if self.stderr.isatty() and self.output == "terminal":
            left = f"{int(seconds) // 60}:{int(seconds) % 60:02}"
            self.stderr.write(f"\r{left} left to log in; Ctrl-C gives up. \r")
            self.stderr.flush()

    def fail(self, error: Auth0ctlError) -> None:
        """Print an error: a sentence on stderr, and with JSON output the one document on stdout."""
        tell_error(self.stderr, error, colourful(self.stderr, self.environ))
        if self.output == "json":
            with contextlib.suppress(OSError, ValueError):
                self.stdout.write(json.dumps(load("auth0ctl.render.json:error")(error), indent=2) + "\n")
                self.stdout.flush()

    def bug(self, error: Exception) -> None:
        """Print a bug of ours, without a traceback and without values."""
        self.fail(Auth0ctlError(our_bug(error), "Please report it with the command you typed (leave out secrets)."))

    def flush(self) -> None:
        """Push out what was written, so that a broken pipe shows here and not at exit."""
        self.stdout.flush()

    def abandon_output(self) -> None:
        """After a broken pipe: give the interpreter a stdout it can close in peace."""
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stdout.fileno())

    # What is made on first use

    @cached_property
    def folders(self) -> "Folders":
        from auth0ctl.files import find_folders

        return find_folders(self.environ)

    @cached_property
    def profiles(self) -> "Profiles":
        from auth0ctl.profiles import read_profiles

        found = read_profiles(self.folders, now=self.now)
        for note in found.notes:
            self._say_once(note)
        return found

    def settings(self, **flags: Any) -> "Settings":
        """The settings in force, with a command's own options on top. Says what has to be said about them, once."""
        from auth0ctl.settings import resolve

        self.check_output()
        found = resolve({**self.given, **flags}, self.environ, self.profiles)
        for note in found.notes:
            self._say_once(note)
        return found

    @cached_property
    def _said(self) -> set[str]:
        return set()

    def _say_once(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.add(sentence)
            self.say(sentence)

    @cached_property
    def http(self) -> "Http":
        from auth0ctl.tenant.http import Http

        return self._closing.enter_context(Http(timeout=min(self.settings().timeout.value, LONGEST_REQUEST)))

    @cached_property
    def local(self) -> "LocalTenant":
        """The embedded tenant, opened inside this process and answering for its issuer."""
        from auth0ctl.localtenant import open_tenant

        try:
            local = open_tenant(self.folders.data / "local", now=lambda: self.now().timestamp())
        except OSError as error:
            raise ConfigError(
                f"the local tenant cannot be kept in {self.folders.data}: {error.strerror or error}",
                "Set AUTH0CTL_HOME to a folder you can write to.",
            ) from None
        self.http.answer_for(local.issuer.rstrip("/"), local.app)
        return local

    def say_whose_tenant(self) -> None:
        """Say, once, that the built-in tenant stands in where nobody chose one."""
        if self.settings().tenant.origin == "built in":
            self._say_once("No tenant is configured: using the built-in local tenant, which is not Auth0.")

    @cached_property
    def tenant(self) -> "Tenant":
        """The tenant that this command talks to."""
        from auth0ctl.model import Tenant

        settings = self.settings()
        if settings.origin is not None:
            return Tenant(name=settings.tenant.value, origin=settings.origin)
        self.say_whose_tenant()
        return Tenant(name="local", origin=self.local.issuer.rstrip("/"))

    @cached_property
    def discovery(self) -> "Discovery":
        from auth0ctl.tenant.discovery import discover

        tenant = self.tenant
        self.step(f"reading {tenant.origin}/.well-known/openid-configuration")
        return discover(self.http, tenant)

    @contextlib.contextmanager
    def throwaway(self, folder: Path) -> "Iterator[LocalTenant]":
        """A tenant of its own for a story: in ``folder``, on a free port, logging its one user in by itself."""
        from auth0ctl.localtenant import open_tenant
        from auth0ctl.localtenant.first_run import USER_EMAIL

        local = open_tenant(folder, now=lambda: self.now().timestamp(), auto_login=USER_EMAIL)
        with local.listen() as listener:
            for origin in (local.issuer.rstrip("/"), listener.origin):
                self.http.answer_for(origin, local.app)
            yield local

    def say_who_can_log_in(self) -> None:
        """Where the embedded tenant asks for a password: the one that it was made with."""
        if self.settings().built_in:
            from auth0ctl.localtenant.first_run import PASSWORD, USER_EMAIL

            self.say(f"To log in there: {USER_EMAIL}, password: {PASSWORD} (unless you changed its users).")

    @contextlib.contextmanager
    def front_door(self) -> Iterator[None]:
        """While a browser needs pages: the embedded tenant listens on loopback. A real tenant is there already."""
        if self.tenant and not self.settings().built_in:
            yield
            return
        with self.local.listen() as listener:
            self.http.answer_for(listener.origin, self.local.app)
            self.__dict__.pop("discovery", None)  # the authorize endpoint has moved to the listener
            yield

    @cached_property
    def vault(self) -> "Vault":
        return self.open_vault()

    def open_vault(self, *, before_login: bool = False, domain: str | None = None) -> "Vault":
        """Where tokens are kept. ``before_login``: try it out first, so that no login is wasted on one that fails.
        ``domain``: for a tenant that is not the current one; what is right for the built-in tenant is not for others.
        """
        from auth0ctl.vault import TIMEOUT, TIMEOUT_WITH_PROMPT, open_vault

        settings = self.settings(**({"domain": domain} if domain else {}))
        return open_vault(
            self.folders,
            self.environ,
            settings.insecure_storage.value,
            backend=settings.keyring_backend.value,
            before_login=before_login,
            timeout=TIMEOUT_WITH_PROMPT if self.interactive else TIMEOUT,
        )

    @cached_property
    def management(self) -> "Management":
        """The Management API. Raises AuthError at the first request when there is nothing to authenticate with."""
        from auth0ctl.tenant.management import Management

        return Management(self.http, self.tenant, self._management_token)

    def can_manage(self) -> str:
        """Empty when there is something to authenticate to the Management API with, else why not."""
        settings = self.settings()
        if settings.built_in or settings.api_token.value or settings.client_secret.value:
            return ""
        return "no Management token" if not self._kept_secret("api_token", "client_secret") else ""

    @cached_property
    def _management(self) -> str:
        settings = self.settings()
        if settings.built_in:
            return self.local.management_token()
        if token := settings.api_token.value or self._kept_secret("api_token"):
            return token
        client_id, secret = settings.client_id.value, settings.client_secret.value or self._kept_secret("client_secret")
        if not (client_id and secret):
            raise AuthError(
                f"the Management API of {self.tenant.domain} needs a token, and none is configured",
                "Set AUTH0_API_TOKEN, or AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET of a machine-to-machine client.",
            )
        from auth0ctl.protocol import ClientAuthentication, ClientAuthMethod
        from auth0ctl.tenant.token_endpoint import TokenEndpoint, client_credentials

        self.step(f"asking for a Management token with client {client_id}")
        endpoint = TokenEndpoint(
            http=self.http,
            url=self.discovery.token_endpoint,
            issuer=self.discovery.issuer,
            client_id=client_id,
            authentication=ClientAuthentication(method=ClientAuthMethod.POST, client_secret=secret),
            now=self.now,
        )
        got = client_credentials(endpoint, audience=f"{self.tenant.issuer}api/v2/")
        if not got.access_token:
            raise AuthError("the token endpoint answered without an access token for the Management API")
        return got.access_token

    def _management_token(self) -> str:
        return self._management

    def _kept_secret(self, *names: str) -> str | None:
        """A secret of this tenant's profile from the vault, if one was kept."""
        from auth0ctl.vault import secret_account

        tenant = self.settings().tenant.value
        if tenant not in self.profiles.by_name:
            return None
        return next((kept for name in names if (kept := self.vault.get(secret_account(tenant, name)))), None)
