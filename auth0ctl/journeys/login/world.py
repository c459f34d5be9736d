"""Everything outside that a login touches, in one value."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from auth0ctl.flows.callback.server import CallbackServer
from auth0ctl.journal import Journal
from auth0ctl.journeys.tokens.verify import KeySource
from auth0ctl.model import Tenant
from auth0ctl.protocol import ClientAuthentication, Discovery, Event
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.token_endpoint import TokenEndpoint


def not_traced(event: Event) -> None:
    """Where nobody asked for a trace."""


def not_pasted(_server: CallbackServer) -> AbstractContextManager[None]:
    """Where nobody is there to paste an address."""
    return nullcontext()


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """``send_person_to`` opens or prints a URL. ``trace`` gets the login's story, one event at a time.

    ``pasting`` is entered while a callback server waits: a person may then paste the address that a browser ended at.
    """

    http: Http
    tenant: Tenant
    discovery: Discovery
    management: Management | None
    why_no_management: str
    authentication: ClientAuthentication = field(default_factory=ClientAuthentication)
    keys: KeySource
    send_person_to: Callable[[str], None]
    tick: Callable[[float], None]  # called about once a second with the seconds left
    warn: Callable[[str], None]
    step: Callable[[str], None]
    trace: Callable[[Event], None] = not_traced
    clean: Callable[[str], str] = str  # takes this run's secrets out of what the browser's page says
    pasting: Callable[[CallbackServer], AbstractContextManager[None]] = not_pasted
    journal: Journal | None = None  # where borrowed state is written down
    now: Callable[[], datetime]

    def tell(self, source: str, target: str, what: str, **details: Any) -> None:
        """Add an arrow to the login's story; HTTP requests add their own."""
        self.trace(Event(at=self.now(), source=source, target=target, what=what, details=details))

    def endpoint(self, client_id: str) -> TokenEndpoint:
        """The tenant's token endpoint, as that client asks it."""
        return TokenEndpoint(
            http=self.http,
            url=self.discovery.token_endpoint,
            issuer=self.discovery.issuer,
            client_id=client_id,
            authentication=self.authentication,
            now=self.now,
        )
