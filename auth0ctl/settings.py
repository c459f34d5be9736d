"""Settings: flag > environment > profile > default, each value with its origin in words.

One table (``ROWS``) names every setting with its flag and its environment variable. The ``AUTH0_*`` names are those of
Auth0's own tools and belong together: where they speak of another tenant than the one asked for, none of them is used,
so that no secret reaches a tenant it was not meant for.
"""

import ipaddress
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from auth0ctl.errors import ConfigError, UsageError
from auth0ctl.profiles import LOCAL, Profile, Profiles, known_names

T = TypeVar("T")

DEFAULT_TIMEOUT = 60.0  # seconds, for a whole command (standards.md Q06)
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})
LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?=.{{1,253}}\Z)({LABEL}\.)+(?!\d+\Z){LABEL}")
DASHBOARD = re.compile(r"(?:https?://)?manage\.auth0\.com(?:[/:?#]|$)", re.IGNORECASE)
IN_THE_DASHBOARD = (
    "The dashboard shows it under Applications, any application, Settings, Domain; it looks like x.eu.auth0.com."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Generic[T]):
    """A value and its origin: ``--client``, ``AUTH0_CLIENT_ID``, ``profile prod``, ``built in``, ``default``."""

    value: T = field(repr=False)  # may be a secret
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a command runs with. ``tenant`` is a profile's name, ``local`` for the built-in one, or a domain (ad hoc).

    ``origin`` is the URL requests go to, None for the built-in tenant. ``notes`` are sentences for stderr.
    """

    tenant: Setting[str]
    domain: Setting[str | None]
    origin: str | None
    client_id: Setting[str | None]
    client_secret: Setting[str | None] = field(repr=False)
    api_token: Setting[str | None] = field(repr=False)
    audience: Setting[str | None]
    scope: Setting[str | None]
    connection: Setting[str | None]
    organization: Setting[str | None]
    output: Setting[str]
    timeout: Setting[float]
    ca_file: Setting[str | None]
    insecure_storage: Setting[bool]
    keyring_backend: Setting[str | None]
    notes: tuple[str, ...] = ()

    @property
    def built_in(self) -> bool:
        """True for the embedded local tenant."""
        return self.origin is None


def _text(value: str) -> str:
    return value


def _seconds(value: str) -> float:
    seconds = float(value)
    if not (math.isfinite(seconds) and seconds > 0):
        raise ValueError
    return seconds


def _yes_or_no(value: str) -> bool:
    word = value.strip().lower()
    if word not in TRUE | FALSE:
        raise ValueError
    return word in TRUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One setting: its field, flag and environment variable, how text is read, and what a good value looks like."""

    name: str
    flag: str
    variable: str
    read: Callable[[str], Any] = _text
    wants: str = ""
    default: Any = None


ROWS = (
    Row(name="client_id", flag="--client", variable="AUTH0_CLIENT_ID"),
    # The flags of the two secrets name a file, never the value: a command line is public (standards.md S06).
    Row(name="client_secret", flag="--client-secret-file", variable="AUTH0_CLIENT_SECRET"),
    Row(name="api_token", flag="--api-token-file", variable="AUTH0_API_TOKEN"),
    Row(name="audience", flag="--audience", variable="AUTH0_AUDIENCE"),
    Row(name="scope", flag="--scope", variable="AUTH0CTL_SCOPE"),
    Row(name="connection", flag="--connection", variable="AUTH0CTL_CONNECTION"),
    Row(name="organization", flag="--organization", variable="AUTH0CTL_ORGANIZATION"),
    Row(name="output", flag="--output", variable="AUTH0CTL_OUTPUT", default="terminal"),
    Row(
        name="timeout",
        flag="--timeout",
        variable="AUTH0CTL_TIMEOUT",
        read=_seconds,
        wants="a number of seconds above 0",
        default=DEFAULT_TIMEOUT,
    ),
    Row(name="ca_file", flag="--ca-file", variable="AUTH0CTL_CA_FILE"),
    Row(
        name="insecure_storage",
        flag="--insecure-storage",
        variable="AUTH0CTL_INSECURE_STORAGE",
        read=_yes_or_no,
        wants="one of true, false, yes, no, on, off, 1, 0",
        default=False,
    ),
    Row(name="keyring_backend", flag="--keyring-backend", variable="AUTH0CTL_KEYRING_BACKEND"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """Which tenant it is."""

    tenant: Setting[str]
    domain: Setting[str | None]
    profile: Profile | None = None


def resolve(flags: Mapping[str, Any], environ: Mapping[str, str], profiles: Profiles) -> Settings:
    """Every setting with its origin.

    ``flags`` maps the names of ``ROWS``, ``tenant`` and ``domain`` to what was typed; None or absent means not typed.
    An empty environment variable counts as unset. Raises UsageError for a bad flag, and ConfigError for a bad variable
    or profile, an unknown tenant, or when profiles exist and none is chosen.
    """
    chosen = _choose(flags, environ, profiles)
    notes = profiles.notes
    if environ.get("AUTH0_DOMAIN") not in {None, "", chosen.domain.value}:
        unused = [row.variable for row in ROWS if row.variable.startswith("AUTH0_") and environ.get(row.variable)]
        environ = {name: value for name, value in environ.items() if name not in unused}
        if unused:
            verb = "is" if len(unused) == 1 else "are"
            other = f"AUTH0_DOMAIN names another tenant than {chosen.tenant.value}"
            notes += (f"{other}, so {', '.join(unused)} {verb} not used.",)
    values: dict[str, Any] = {row.name: _setting(row, flags, environ, chosen) for row in ROWS}
    origin = None if chosen.domain.value is None else _origin_of(chosen.domain.value, chosen.domain.origin)
    return Settings(tenant=chosen.tenant, domain=chosen.domain, origin=origin, notes=notes, **values)


def _choose(flags: Mapping[str, Any], environ: Mapping[str, str], profiles: Profiles) -> _Choice:
    asked = _first(flags.get("tenant"), "--tenant", environ.get("AUTH0CTL_TENANT"), "AUTH0CTL_TENANT")
    given = _first(flags.get("domain"), "--domain", environ.get("AUTH0_DOMAIN"), "AUTH0_DOMAIN")
    if asked and not (given and given.origin == "--domain" and asked.origin != "--tenant"):
        return _asked(asked, given, profiles)
    if given:
        return _given(given, profiles)
    if profiles.current:
        return _asked(Setting(value=profiles.current, origin="current tenant"), None, profiles)
    if profiles.by_name:
        raise ConfigError(
            f"No tenant is chosen; known: {known_names(profiles)}.", "auth0ctl tenant use NAME, or --tenant NAME."
        )
    return _Choice(tenant=Setting(value=LOCAL, origin="built in"), domain=Setting(value=None, origin="built in"))


def _first(flag: Any, flag_name: str, variable: str | None, variable_name: str) -> Setting[str] | None:
    """The flag, else the variable, else None. An empty flag is a value, and a bad one; an empty variable is not."""
    if flag is not None:
        return Setting(value=str(flag), origin=flag_name)
    return Setting(value=variable, origin=variable_name) if variable else None


def _asked(asked: Setting[str], given: Setting[str] | None, profiles: Profiles) -> _Choice:
    """A tenant was named. It wins over AUTH0_DOMAIN; a --domain beside it must agree."""
    profile = profiles.by_name.get(asked.value)
    if profile is None and asked.value != LOCAL:
        raise ConfigError(
            f"There is no tenant called {asked.value} ({asked.origin}); known: {known_names(profiles)}.",
            "auth0ctl tenant add NAME --domain DOMAIN",
        )
    if given and given.origin == "--domain" and not (profile and given.value == profile.domain):
        raise UsageError(f"--tenant {asked.value} and --domain name two tenants.", "Give one of them.")
    if profile is None:
        return _Choice(tenant=asked, domain=Setting(value=None, origin="built in"))
    domain: Setting[str | None] = Setting(value=profile.domain, origin=f"profile {profile.name}")
    return _Choice(tenant=asked, domain=domain, profile=profile)


def _given(given: Setting[str], profiles: Profiles) -> _Choice:
    """A domain was named: its profile where exactly one has it (the current one first), else a tenant ad hoc."""
    same = [profile for profile in profiles.by_name.values() if profile.domain == given.value]
    current = [profile for profile in same if profile.name == profiles.current]
    domain: Setting[str | None] = Setting(value=given.value, origin=given.origin)
    if len(current or same) == 1:
        profile = (current or same)[0]
        return _Choice(tenant=Setting(value=profile.name, origin=given.origin), domain=domain, profile=profile)
    return _Choice(tenant=given, domain=domain)


def _setting(row: Row, flags: Mapping[str, Any], environ: Mapping[str, str], chosen: _Choice) -> Setting[Any]:
    flag = flags.get(row.name)
    if flag is not None:
        return Setting(value=_read(row, flag, row.flag, UsageError), origin=row.flag)
    variable = environ.get(row.variable)
    if variable:
        return Setting(value=_read(row, variable, row.variable, ConfigError), origin=row.variable)
    kept = getattr(chosen.profile, row.name, None)
    if chosen.profile is not None and kept is not None:
        return Setting(value=kept, origin=f"profile {chosen.profile.name}")
    if row.name == "insecure_storage" and chosen.domain.value is None:
        # The built-in tenant's tokens open nothing but itself, and its keys lie in the same folder: a file will do.
        return Setting(value=True, origin="built in")
    return Setting(value=row.default, origin="default")


def _read(row: Row, value: Any, origin: str, kind: type[UsageError | ConfigError]) -> Any:
    if not isinstance(value, str):
        value = str(value)
    try:
        return row.read(value)
    except ValueError:
        raise kind(f"{origin} wants {row.wants}.") from None


def _origin_of(domain: str, origin: str) -> str:
    try:
        return tenant_origin(domain)
    except UsageError as error:
        if origin == "--domain":
            raise
        raise ConfigError(f"{origin}: {error.message}", error.hint) from None


def tenant_origin(domain: str) -> str:
    """The URL (no trailing slash) that a domain as people write it stands for: ``https://x.eu.auth0.com``.

    A domain is a host name in lower case; for this machine alone it is an ``http://`` or ``https://`` URL with a port.
    Raises UsageError for everything else, each with its own sentence; nothing is put right silently.
    """
    hint = "It looks like x.eu.auth0.com."
    if not domain:
        raise UsageError("The domain is empty.", hint)
    _refuse_what_was_pasted(domain, hint)
    if "://" in domain:
        return _url_origin(domain, hint)
    host, slash, path = domain.partition("/")
    if slash:
        what = "a path" if path else "a slash"
        raise UsageError(f"The domain is a host name, without {what}: {host}", hint)
    if ":" in host:
        name = host.rpartition(":")[0]
        if is_loopback(name):
            raise UsageError(f"This machine is written as a URL with a port: http://{host} (or https://)")
        raise UsageError(f"The domain is a host name, without a port: {name}", hint)
    if is_loopback(host):
        raise UsageError(f"This machine is written as a URL with a port: http://{host}:PORT (or https://)")
    if host != host.lower():
        raise UsageError(f"The domain is written in lower case: {host.lower()}", hint)
    if "." not in host:
        raise UsageError(f"{host} is not a whole host name.", hint)
    if not HOST.fullmatch(host):
        raise UsageError(f"{host} is not a host name.", hint)
    return f"https://{host}"


def _refuse_what_was_pasted(domain: str, hint: str) -> None:
    """Raises UsageError for what stands around a domain where it was copied from."""
    if any(char.isspace() or not char.isprintable() for char in domain):
        raise UsageError("The domain has a space or an unprintable character in it.", hint)
    if "@" in domain:  # not repeated: it may hold a password
        raise UsageError("The domain has a user name in it (user@): a domain is a host name alone.", hint)
    if DASHBOARD.match(domain):
        raise UsageError("manage.auth0.com is the dashboard, not a tenant's domain.", IN_THE_DASHBOARD)
    if "?" in domain or "#" in domain:
        raise UsageError("The domain has a query or a fragment in it: a domain is a host name alone.", hint)


def _url_origin(domain: str, hint: str) -> str:
    try:
        url = urlsplit(domain)
        host, port = url.hostname or "", url.port
    except ValueError:
        raise UsageError("The domain is not a host name, and not a URL either.", hint) from None
    if url.scheme not in {"http", "https"}:
        raise UsageError(f"The domain is a host name, without {url.scheme}://.", hint)
    if not is_loopback(host):
        raise UsageError(f"The domain is a host name, without {url.scheme}://: {host}", hint)
    if url.path not in {"", "/"}:
        raise UsageError(f"The URL of a tenant on this machine has no path: {url.scheme}://{url.netloc}")
    if port is None:
        raise UsageError(f"The URL of a tenant on this machine needs its port: {url.scheme}://{url.netloc}:PORT")
    return f"{url.scheme}://{url.netloc.lower()}"


def is_loopback(host: str) -> bool:
    """True for ``localhost`` and the loopback addresses. Not for ``x.localhost``: a name server may answer for that."""
    bare = host.removeprefix("[").removesuffix("]")
    if bare.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False
