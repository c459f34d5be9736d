"""Verify a token from Python: the checks and findings of ``auth0ctl token verify``, as values.

    from auth0ctl import verify_token

    result = verify_token(token, issuer="https://x.eu.auth0.com/", audience="https://api.example.com")
    assert result.passed, [finding.detail for finding in result.findings]

For tests, scripts and tools. The requirements are RFC 8725 and RFC 9068 for access tokens, OpenID Connect Core 1.0
section 3.1.3.7 for ID tokens; each check names the one that it stands for.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from urllib.parse import urlsplit

from auth0ctl.errors import UsageError
from auth0ctl.findings import Check, Finding, Status
from auth0ctl.journeys.tokens.keys import keys_at, keys_in
from auth0ctl.journeys.tokens.verify import KeySource, verify
from auth0ctl.model import Expected, Tenant, TokenKind
from auth0ctl.settings import is_loopback, tenant_origin
from auth0ctl.tenant.discovery import discover
from auth0ctl.tenant.http import Http
from auth0ctl.tokens.decode import decode
from auth0ctl.tokens.jwks import KeySet

KINDS = {"access": TokenKind.ACCESS, "id": TokenKind.ID}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What came of a verification. True where it passed: ``if verify_token(...):`` means what it says.

    ``checks``: every requirement in order, with ``id`` ("V12"), ``title`` ("issuer"), ``status`` ("pass", "fail" or
    "skip") and ``detail``. ``findings``: what the failures mean, the root cause first, each with ``rule``, ``detail``,
    ``evidence`` and ``fix``. ``header`` and ``claims``: the token's own, as JSON values; empty unless it passed, so
    that nothing of a forged token is used by mistake. ``auth0ctl token decode`` shows what is in one that did not.
    """

    passed: bool
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    header: Mapping[str, Any] = field(default_factory=dict)
    claims: Mapping[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.passed

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that failed."""
        return tuple(check for check in self.checks if check.status is Status.FAIL)


def verify_token(
    token: str,
    *,
    issuer: str,
    audience: str,
    as_: Literal["access", "id"] = "access",
    client_id: str | None = None,
    scopes: Sequence[str] = (),
    permissions: Sequence[str] = (),
    claims: Mapping[str, str | None] | None = None,
    nonce: str | None = None,
    max_age: int | None = None,
    access_token: str | None = None,
    algorithms: Sequence[str] = ("RS256",),
    jwks: str | bytes | Mapping[str, Any] | None = None,
    secret: bytes | None = None,
    at: datetime | None = None,
    leeway: int = 60,
    timeout: float = 30.0,
    ca_file: str | None = None,
) -> Verification:
    """Check a token: form, signature, issuer, audience, times, and whatever else is asked for here.

    A bad token never raises, however bad it is: it does not pass, and the checks and findings say why.

    ``issuer``: who must have issued it, such as ``https://x.eu.auth0.com/``, with or without the slash at the end; on
    this machine it may be ``http://127.0.0.1:PORT/``. ``audience``: the API's identifier for an access token, the
    client id for an ID token. ``as_``: which of the two it must be. ``client_id``: the client that an access token must
    have been issued to (its ``azp`` or ``client_id``). ``scopes`` and ``permissions``: all of these must be in it.
    ``claims``: these must be in it, with this value unless it is None. ``nonce``, ``max_age`` (seconds since the login)
    and ``access_token`` (for ``at_hash``): what an ID token is held against.

    ``algorithms``: the ones accepted; HS256 alone where ``secret`` (the client's or the API's, as bytes) is given.
    ``jwks``: the key set, as its JSON text or as a mapping; with it, or with a secret, nobody is asked over the
    network. Otherwise the issuer's discovery document and key set are fetched, at every call. ``at``: judge as of this
    time, which must have a time zone; now, if left out. ``leeway``: seconds of clock skew to forgive. ``timeout``:
    seconds for each request. ``ca_file``: certificates (PEM) to trust besides the system's.

    Raises ValueError for an argument that makes no sense, ``auth0ctl.errors.NetworkError`` where the issuer gives no
    answer, ``auth0ctl.errors.TenantError`` where it answers and is no OpenID provider or has no key set.
    """
    if as_ not in KINDS:
        raise ValueError(f"as_ must be 'access' or 'id', not {as_!r}")
    if at is not None and at.tzinfo is None:
        raise ValueError("at must have a time zone")
    if not audience:
        raise ValueError("audience must not be empty: without it every API's token would pass")
    origin = _origin(issuer)
    kind = KINDS[as_]
    expected = Expected(
        kind=kind,
        at=at or datetime.now(UTC),
        issuer=f"{origin}/",
        audience=audience if kind is TokenKind.ACCESS else None,
        client_id=audience if kind is TokenKind.ID else client_id,
        nonce=nonce,
        max_age=max_age,
        algs=("HS256",) if secret is not None else tuple(algorithms),
        leeway=leeway,
        require_scopes=tuple(scopes),
        require_permissions=tuple(permissions),
        require_claims=tuple((claims or {}).items()),
        access_token=access_token,
    )
    if secret is not None or jwks is not None:
        return _judged(token, expected, None if jwks is None else keys_in(_document(jwks)), secret)
    with Http(timeout=timeout, ca_file=ca_file) as http:
        return _judged(token, expected, _keys_of(http, origin), secret)


def _judged(token: str, expected: Expected, keys: KeySource | None, secret: bytes | None) -> Verification:
    report = verify(token, expected, keys, secret=secret)
    read = decode(token)
    return Verification(
        passed=report.passed,
        checks=report.checks,
        findings=report.findings,
        header=read.header if report.passed else {},
        claims=read.claims if report.passed else {},
    )


def _keys_of(http: Http, origin: str) -> KeySource:
    """The issuer's published keys, asked for only where the token's form makes it worth while."""
    found: list[KeySource] = []

    def source(kid: str | None, refresh: bool) -> KeySet:
        if not found:
            found.append(keys_at(http, discover(http, Tenant(name="", origin=origin)).jwks_uri))
        return found[0](kid, refresh)

    return source


def _origin(issuer: str) -> str:
    """The origin of an issuer: of a host, or of a server on this machine. Raises ValueError."""
    parts = urlsplit(issuer)
    here = parts.scheme == "http" or is_loopback(parts.hostname or "")
    if parts.scheme not in ("http", "https") or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("issuer must be a URL such as https://x.eu.auth0.com/, with no path")
    try:
        return tenant_origin(issuer if here else parts.netloc)
    except UsageError as error:
        raise ValueError(f"issuer cannot be used: {error.message}") from None


def _document(jwks: str | bytes | Mapping[str, Any]) -> bytes:
    if isinstance(jwks, Mapping):
        return json.dumps(jwks).encode()
    return jwks.encode() if isinstance(jwks, str) else jwks
