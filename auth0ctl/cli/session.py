"""Everything impure that a command may need, in one value: streams, environment, clock, network, browser, vault.

Each thing is made, and its module imported, when a command first asks for it. Below this file all of it arrives as a
parameter, which is what makes the rest testable without patching.
"""

import contextlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from auth0ctl.cli.speech import Speech
from auth0ctl.errors import AuthError, ConfigError, UsageError

if TYPE_CHECKING:
    from auth0ctl.files import Folders
    from auth0ctl.journal import Journal
    from auth0ctl.localtenant import LocalTenant
    from auth0ctl.model import Tenant
    from auth0ctl.profiles import Profiles
    from auth0ctl.protocol import Discovery
    from auth0ctl.settings import Settings
    from auth0ctl.tenant.http import Http
    from auth0ctl.tenant.management import Management
    from auth0ctl.vault import Vault

LONGEST_REQUEST = 60.0  # seconds; a longer --timeout is for people, not for a server that hangs


class Session(Speech):
    """One run of the command line."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self._closing.close()
        finally:
            self.end(error)

    # What is made on first use

    @cached_property
    def _closing(self) -> contextlib.ExitStack:
        return contextlib.ExitStack()

    @cached_property
    def folders(self) -> "Folders":
        from auth0ctl.files import find_folders

        return find_folders(self.environ)

    @cached_property
    def profiles(self) -> "Profiles":
        from auth0ctl.profiles import read_profiles

        found = read_profiles(self.folders, now=self.now)
        for note in found.notes:
            self.say_once(note)
        return found

    def settings(self, **flags: Any) -> "Settings":
        """The settings in force, with a command's own options on top. Says what has to be said about them, once."""
        from auth0ctl.settings import resolve

        self.check_output()
        found = resolve({**self.given, **flags}, self.environ, self.profiles)
        for note in found.notes:
            self.say_once(note)
        return found

    def trace_to(self, file: str | None, command: str) -> None:
        """From now on keep the trace of this command in ``file``, where one is named. Raises UsageError."""
        if file is not None:
            settings = self.settings()
            tenant = (settings.origin or settings.tenant.value).removeprefix("https://")
            self.recorder.describe(command=command, tenant=tenant, client_id=settings.client_id.value)
            self.recorder.write(file)

    @cached_property
    def http(self) -> "Http":
        return self._closing.enter_context(self.make_http())

    def make_http(self, **others: Any) -> "Http":
        """The HTTP door of this command. ``others``: what a test gives it besides."""
        from auth0ctl.tenant.http import Http
        from auth0ctl.tenant.patience import Patience
        from auth0ctl.tenant.proxies import passwords

        settings = self.settings()
        timeout = min(settings.timeout.value, LONGEST_REQUEST)
        for password in passwords(self.environ):
            self.redactor.learn(password)
        return Http(
            timeout=timeout,
            observe=self.recorder.exchange,
            environ=self.environ,
            ca_file=settings.ca_file.value,
            patience=Patience(seconds=timeout, pause=self.pause, say=self.say),
            **others,
        )

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
            self.say_once("No tenant is configured: using the built-in local tenant, which is not Auth0.")

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

    @contextlib.contextmanager
    def letting_in(self, email: str | None, client_id: str) -> Iterator[None]:
        """While a check logs in at the embedded tenant: it answers its pages by itself, as this user, or as the first
        one that may log in to the client. Raises UsageError where there is none.
        """
        unknown = self.local.state.get("client", client_id) is None  # the tenant itself says so then, to anybody
        usable = {
            one["name"]
            for one in self.local.state.all("connection")
            if unknown or client_id in (one.get("enabled_clients") or ()) or one.get("is_domain_connection")
        }
        users = [
            str(one.get("email", ""))
            for one in self.local.state.all("user")
            if any(identity.get("connection") in usable for identity in one.get("identities", ()))
        ]
        who = next((one for one in users if one and email in (None, one)), None)
        if who is None:
            whom = email or "user"
            raise UsageError(
                f"the local tenant has no {whom} in a connection of client {client_id}",
                "Add one to the seed, and enable its connection for the client: `auth0ctl local seed FILE`.",
            )
        self.local.log_in_by_itself(who)
        try:
            yield
        finally:
            self.local.log_in_by_itself(None)

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
        from auth0ctl.tenant.pace import Pace

        return Management(self.http, self.tenant, self._management_token, Pace(self.pause))

    @cached_property
    def journal(self) -> "Journal":
        """What broken-off commands may have left changed on a tenant."""
        from auth0ctl.journal import Journal

        return Journal(self.folders.data / "journal", say=self.say, now=self.now)

    @cached_property
    def writing(self) -> "Management":
        """The Management API for a command that changes something: what an earlier one left there is put back first."""
        from auth0ctl.journeys.borrowed.undo import put_back_leftovers

        put_back_leftovers(self.journal, self.management, self.say)
        return self.management

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
            from auth0ctl.tenant.management import of_a_served_one

            raise AuthError(
                f"the Management API of {self.tenant.domain} needs a token, and none is configured",
                "Set AUTH0_API_TOKEN, or AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET of a machine-to-machine client."
                + of_a_served_one(self.tenant),
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

    def management_token(self, scope: str | None = None) -> str:
        """The token that the Management API is called with, for scripts. ``scope``: with these alone.

        Raises AuthError when there is nothing to get it with, UsageError for scopes at a tenant that is not built in.
        """
        self.say_whose_tenant()
        if scope is None:
            return self._management
        if not self.settings().built_in:
            raise UsageError(
                "only the built-in tenant takes --scope for a Management token",
                "A real tenant's token has the scopes of the client's grant: `auth0ctl grant list`.",
            )
        return self.local.management_token(scope)

    def _kept_secret(self, *names: str) -> str | None:
        """A secret of this tenant's profile from the vault, if one was kept."""
        from auth0ctl.vault import secret_account

        tenant = self.settings().tenant.value
        if tenant not in self.profiles.by_name:
            return None
        kept = next((kept for name in names if (kept := self.vault.get(secret_account(tenant, name)))), None)
        self.redactor.learn(kept)
        return kept
