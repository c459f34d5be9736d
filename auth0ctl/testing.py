"""The embedded tenant for test suites: a running Auth0-shaped server that a test can fill, ask and break.

With pytest the fixtures ``auth0_tenant`` and ``auth0_tenant_session`` are there by themselves (auth0ctl.pytest_plugin);
``auth0ctl.local_tenant`` is for everything else. This module is cheap to import: the server is loaded when one starts.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from auth0ctl.localtenant import LocalTenant

Seed = Mapping[str, Any] | str | Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Auth0Tenant:
    """A local tenant that listens. It is not Auth0.

    ``issuer`` ends in a slash. ``domain`` is what SDKs ask for: ``localhost:PORT`` over https, else the whole origin.
    ``client_id``, ``user`` and ``password`` are those of the client and the user that every new tenant has.
    ``ca_file`` is the certificate to trust over https, None over http.
    """

    issuer: str
    domain: str
    client_id: str
    user: str
    password: str
    ca_file: Path | None
    _local: "LocalTenant" = field(repr=False)
    _seed: Seed | None = field(repr=False)

    @property
    def url(self) -> str:
        """The address, without a slash at the end: what paths are added to."""
        return self.issuer.removesuffix("/")

    @property
    def jwks_uri(self) -> str:
        """Where the public keys are."""
        return f"{self.issuer}.well-known/jwks.json"

    @property
    def token_url(self) -> str:
        """The token endpoint."""
        return f"{self.issuer}oauth/token"

    @property
    def environ(self) -> dict[str, str]:
        """Variables by which Node, OpenSSL's users and requests trust the tenant; empty over http."""
        names = ("NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
        return dict.fromkeys(names, str(self.ca_file)) if self.ca_file else {}

    def seed(self, document: Seed) -> None:
        """Add what the document says: clients, resource_servers, client_grants, connections, roles, users and so on,
        with the Management API's field names. A string or a path is the name of a JSON file.

        Raises ``ValueError`` with the place that is wrong; then nothing is added.
        """
        self._local.seed(document if isinstance(document, Mapping) else _read(Path(document)))

    def add_user(self, email: str, *, password: str = "password", **profile: Any) -> dict[str, Any]:
        """Add a user of the database connection who can log in, and return it as the Management API shows it.

        ``profile``: further members, such as ``user_id``, ``name``, ``app_metadata``; also ``permissions``, ``roles``.
        """
        return self._local.add_user({"email": email, "email_verified": True, "password": password, **profile})

    def mint(
        self,
        *,
        kind: Literal["access", "id"] = "access",
        audience: str | None = None,
        scope: str = "",
        user: str | None = None,
        client_id: str | None = None,
        organization: str | None = None,
        nonce: str | None = None,
        lifetime: int | None = None,
        expired: bool = False,
        claims: Mapping[str, Any] | None = None,
        header: Mapping[str, Any] | None = None,
        alg: str | None = None,
        signature: Literal["good", "foreign", "broken", "none"] = "good",
        secret: str | None = None,
    ) -> str:
        """A token as the tenant would issue it, except for what is said here.

        ``audience``: the API; an access token needs one, which need not exist. ``scope``: separated by spaces, taken as
        it is. ``user``: an e-mail address or a user id; without it an access token is a machine's and an ID token that
        of the first user. ``lifetime`` in seconds. ``claims`` and ``header`` replace members; None takes one away.
        ``alg``: RS256, RS384, RS512, PS256, HS256 (with ``secret``, or the client's or API's own), ES256 or none.
        ``signature``: ``foreign`` is by another key under the published key id, ``broken`` has a wrong last byte.

        Raises ``ValueError`` for what cannot be had.
        """
        from auth0ctl.localtenant import Wanted

        wanted = Wanted(
            kind=kind,
            audience=audience,
            scope=tuple(scope.split()),
            user=user,
            client_id=client_id,
            organization=organization,
            nonce=nonce,
            lifetime=lifetime,
            expired=expired,
            claims=claims or {},
            header=header or {},
            alg=alg,
            signature=signature,
            secret=secret.encode() if secret else None,
        )
        return self._local.mint(wanted)

    def management_token(self, scope: str | None = None) -> str:
        """A token for the tenant's own Management API: with these scopes, or with all."""
        return self._local.management_token(scope)

    def log(self, kind: str | None = None) -> list[dict[str, Any]]:
        """The tenant's log, oldest entry first; only those of one type (``s``, ``fp``, ``seacft`` ...) if given."""
        return [entry for entry in self._local.log() if kind in (None, entry["type"])]

    def requests(self) -> tuple[str, ...]:
        """Every request since the last reset, oldest first, such as ``POST /oauth/token``."""
        return self._local.requests

    @contextmanager
    def faults(self, *names: str) -> Iterator[None]:
        """Inside the block the tenant gets these things wrong: ``with auth0_tenant.faults("expired"): ...``.

        The names are those of ``auth0ctl local serve --help``. Raises ``ValueError`` for one that does not exist.
        """
        self._local.misbehave(*names)
        try:
            yield
        finally:
            self._local.misbehave()

    def reset(self) -> None:
        """As new: the first client and user, then the seed it was started with. The keys stay."""
        self._local.misbehave()
        self._local.reset()
        if self._seed is not None:
            self.seed(self._seed)


@contextmanager
def local_tenant(
    folder: Path | None = None,
    *,
    https: bool = False,
    port: int = 0,
    seed: Seed | None = None,
    auto_login: str | None = None,
    faults: Sequence[str] = (),
    seed_random: int | None = None,
) -> Iterator[Auth0Tenant]:
    """A tenant that listens on loopback while the block runs: ``with local_tenant() as tenant: ...``. It is not Auth0.

    It keeps its state in ``folder``; without one in a temporary folder, removed at the end. ``https``: with its own
    certificate authority (``tenant.ca_file``). ``port`` 0 takes a free one. ``seed``: what it holds from the start
    (see ``Auth0Tenant.seed``). ``auto_login``: the e-mail address of a user who is logged in without a page.
    ``faults``: what it gets wrong (see ``Auth0Tenant.faults``). ``seed_random``: a number, for the same ids, keys,
    codes and tokens in every run.

    Raises ``ValueError`` for a seed or a fault that is wrong, ``OSError`` when the port is taken.
    """
    from auth0ctl.localtenant import free_port, open_tenant
    from auth0ctl.localtenant.first_run import CLIENT_ID, PASSWORD, USER_EMAIL

    port = port or free_port()
    origin = f"https://localhost:{port}" if https else f"http://127.0.0.1:{port}"
    with ExitStack() as closing:
        if folder is None:
            folder = Path(closing.enter_context(TemporaryDirectory(prefix="auth0ctl-"))) / "tenant"
        local = open_tenant(folder, issuer=f"{origin}/", auto_login=auto_login, faults=faults, seed_random=seed_random)
        closing.callback(local.close)
        tenant = Auth0Tenant(
            issuer=local.issuer,
            domain=origin.removeprefix("https://"),
            client_id=CLIENT_ID,
            user=USER_EMAIL,
            password=PASSWORD,
            ca_file=local.ca_file if https else None,
            _local=local,
            _seed=seed,
        )
        if seed is not None:
            tenant.seed(seed)
        closing.enter_context(local.listen(port=port, tls=https))
        yield tenant


def _read(file: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{file} is no JSON: {error}") from None
    except RecursionError:
        raise ValueError(f"{file} is no seed: brackets stand within brackets too deep") from None
    if not isinstance(document, dict):
        raise ValueError(f"{file} is no seed: it must hold a JSON object")
    return document
