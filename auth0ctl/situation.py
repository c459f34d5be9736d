"""What is known about one situation besides the tenant's objects: what the person wants, what was seen, what failed.

Evidence readers make these values; rules look at them through ``Facts``. None and empty mean "not known".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auth0ctl.protocol import JSONObject, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the person has in mind: the kind of app and what it should get. Only what was said; the rest is None.

    ``flow`` is the app's own: ``spa-pkce``, ``web-code``, ``native-pkce``, ``implicit``, ``hybrid``,
    ``client-credentials``, ``password``, ``password-realm``, ``device``, ``silent``, ``refresh``, ``logout``,
    ``signup`` or ``cross-origin-login``. ``app_domain`` is the domain the app is configured with, where it differs.
    """

    flow: str | None = None
    origin: str | None = None
    resource: str | None = None
    return_to: str | None = None
    app_domain: str | None = None
    connection: str | None = None
    organization: str | None = None
    user_id: str | None = None
    client_secret: str | None = field(repr=False, default=None)
    has_secret: bool | None = None  # whether the app sends a secret; None: as the flow says
    want_refresh_token: bool = False
    expect_audience: str | None = None
    expect_claims: tuple[str, ...] = ()
    expect_in: str | None = None  # id_token, access_token
    expect_scopes: tuple[str, ...] = ()
    require_scopes: tuple[str, ...] = ()
    require_permissions: tuple[str, ...] = ()
    expect_membership: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An error text somebody pasted. ``text`` is decoded and on few lines; ``known`` what the person added to it."""

    text: str
    error: str = ""  # OAuth's ``error`` where one could be read
    description: str = ""
    status: int | None = None
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Exchange:
    """One request and its answer as a browser recorded them. ``form`` and ``query`` are parsed, first value each.

    ``status`` is 0 where no answer came, ``answer`` the plain words of a refusal, and header names are lower case. Two
    are never equal, so that a recording can be a key.
    """

    method: str
    url: str = field(repr=False)
    status: int
    query: Mapping[str, str] = field(repr=False, default_factory=dict)
    form: Mapping[str, str] = field(repr=False, default_factory=dict)
    answer: str = field(repr=False, default="")
    answer_json: JSONObject | None = field(repr=False, default=None)
    request_headers: Mapping[str, str] = field(repr=False, default_factory=dict)
    answer_headers: Mapping[str, str] = field(repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoutRequest:
    """A ``/v2/logout`` or ``/oidc/logout`` URL, read."""

    url: str
    endpoint: str  # "/v2/logout" or "/oidc/logout"
    client_id: str | None
    return_to: str | None
    has_id_token_hint: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A harmless question to the tenant and its answer. ``outcome``: ``login page``, ``refused``, ``answered``, ..."""

    name: str  # "authorize", "silent", "token", "cors", "discovery", "jwks"
    outcome: str
    refusal: Refusal | None = None
    detail: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSetting:
    """One setting of the user's app. ``role``: domain, client_id, audience, issuer, scope, redirect_uri, algorithm, ...

    A secret's value is never kept: ``value`` is then "", "(placeholder)" or "(hidden)". Of an ``expression`` (a value
    that only the running program knows) there is the role alone, with the code's own text.
    """

    role: str
    name: str  # as written there: VITE_AUTH0_DOMAIN
    value: str
    file: str  # relative to the project, with slashes
    line: int
    side: str  # "front": in a browser or on a phone; "web": a server that logs people in; "back": an API
    part: str = ""  # the folder of the program that reads it, "" for the project's own
    environment: str = ""  # "production", "development", ...; "" where it holds for all
    overridden_by: str = ""  # the file whose value wins over this one
    expression: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAnswer:
    """How the user's own API answered. ``sent``: "nothing", "access token", "ID token", "broken signature" (the access
    token with another signature), "unsigned" (the same with alg none) or "preflight" (a browser's CORS question)."""

    sent: str
    status: int
    challenge: str  # WWW-Authenticate
    body: str = ""  # of a refusal, its beginning
    url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)  # lower case; only those that say something about access
