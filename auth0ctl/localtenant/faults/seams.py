"""The seams at which a fault may take hold, and how the chosen faults are applied there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class Minting:
    """The token that is being made.

    ``kind``: ``id`` or ``access``. ``channel``: ``front`` straight from /authorize, else ``back``. ``gty`` is None for
    an authorization code.
    """

    kind: str
    channel: str
    gty: str | None
    client: JSON = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One row: what goes wrong, and a function for each seam where it does. A seam left out is left alone.

    ``login`` and ``signing`` run before an /authorize answer and before an ID token is signed. ``signed`` gets the good
    token and returns another. ``answer`` replaces the whole HTTP answer of a machine's endpoint, ``userinfo_answer``
    that of /userinfo.
    """

    discovery: Callable[[JSON], JSON] | None = None
    jwks: Callable[[JSON], JSON] | None = None
    claims: Callable[[JSON, Minting], JSON] | None = None
    login: Callable[[Tenant], None] | None = None
    signing: Callable[[Tenant], None] | None = None
    signed: Callable[[Tenant, JSON, Minting, str], str] | None = None
    callback: Callable[[Mapping[str, str]], dict[str, str]] | None = None
    token_answer: Callable[[JSON], JSON] | None = None
    userinfo: Callable[[JSON, Tenant], JSON] | None = None
    userinfo_answer: Callable[[JSON, Tenant, str], Response] | None = None
    answer: Callable[[Request, Tenant], Response | None] | None = None


# The endpoints that programs call. Discovery and the pages keep working, so that a login gets as far as it can.
_MACHINES = ("/oauth/", "/userinfo", "/api/v2/")


class Faults:
    """The chosen faults, applied in the order of their choice. Without any, every method gives back what it got."""

    def __init__(self, rows: tuple[Fault, ...] = ()) -> None:
        self._rows = rows

    def discovery(self, document: JSON) -> JSON:
        for row in self._rows:
            document = row.discovery(document) if row.discovery else document
        return document

    def jwks(self, keys: JSON) -> JSON:
        for row in self._rows:
            keys = row.jwks(keys) if row.jwks else keys
        return keys

    def claims(self, claims: JSON, minting: Minting) -> JSON:
        for row in self._rows:
            claims = row.claims(claims, minting) if row.claims else claims
        return claims

    def login(self, tenant: Tenant) -> None:
        for row in self._rows:
            if row.login:
                row.login(tenant)

    def signing(self, tenant: Tenant) -> None:
        for row in self._rows:
            if row.signing:
                row.signing(tenant)

    def signed(self, tenant: Tenant, claims: JSON, minting: Minting, token: str) -> str:
        for row in self._rows:
            token = row.signed(tenant, claims, minting, token) if row.signed else token
        return token

    def callback(self, params: dict[str, str]) -> dict[str, str]:
        for row in self._rows:
            params = row.callback(params) if row.callback else params
        return params

    def token_answer(self, body: JSON) -> JSON:
        for row in self._rows:
            body = row.token_answer(body) if row.token_answer else body
        return body

    def userinfo(self, body: JSON, tenant: Tenant) -> JSON:
        for row in self._rows:
            body = row.userinfo(body, tenant) if row.userinfo else body
        return body

    def userinfo_answer(self, body: JSON, tenant: Tenant, client_id: str) -> Response | None:
        """The answer that stands for the usual one, if a fault gives any."""
        return next((row.userinfo_answer(body, tenant, client_id) for row in self._rows if row.userinfo_answer), None)

    def answer(self, request: Request, tenant: Tenant) -> Response | None:
        """The answer that stands for the endpoint's own, if a fault gives any."""
        if not request.path.startswith(_MACHINES):
            return None
        answers = (row.answer(request, tenant) for row in self._rows if row.answer)
        return next((answer for answer in answers if answer is not None), None)
