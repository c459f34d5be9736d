"""One check as its file declares it, and which keys each kind of check has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from auth0ctl.findings import Severity
from auth0ctl.flows.apps import APP_FLOWS, APP_OF
from auth0ctl.journeys.smoke.fields import FIELDS
from auth0ctl.journeys.smoke.places import Place

DEFAULT_FILE = "auth0ctl.toml"
SECONDS = 30.0  # for one check, unless the file says otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """``given`` holds the keys of the check's table, ``settings`` what is declared of an object's fields.

    ``places`` says where each key's value stands; ``timeout`` is in seconds; ``needs`` are ids of other checks.
    """

    id: str
    kind: str
    title: str
    place: Place
    severity: Severity = Severity.ERROR
    timeout: float = SECONDS
    needs: tuple[str, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)


class Value(Enum):
    """What a key of a check takes; the value says so in an error."""

    TEXT = "text in quotes"
    WORDS = "text in quotes, or a list of it"
    FLAG = "true or false"
    SECONDS = "a number of seconds above 0"
    VARIABLE = "the name of an environment variable"
    PARAMETERS = 'a table { name = "value" } of text'
    TOKEN = "true, false, or a table of what is in the token"
    STATUS = "a status such as 401, a list of them, or false"
    SETTINGS = "a table { field = value }"


def keys(value: Value, names: str) -> dict[str, Value]:
    return dict.fromkeys(names.split(), value)


COMMON = {
    **keys(Value.TEXT, "id severity"),
    "timeout": Value.SECONDS,
    "needs": Value.WORDS,
}
# What a login or a token request asks for, and with what the client and the person prove themselves.
ASKED = {
    **keys(
        Value.TEXT,
        """flow client audience organization connection realm username redirect_uri response_type response_mode
        client_auth key_id token_from""",
    ),
    "scope": Value.WORDS,
    "parameters": Value.PARAMETERS,
    **keys(Value.VARIABLE, "client_secret_env private_key_env password_env refresh_token_env"),
}
KEYS: Mapping[str, Mapping[str, Value]] = {
    "client": {**COMMON, "client": Value.TEXT, "settings": Value.SETTINGS},
    "api": {**COMMON, "identifier": Value.TEXT, "settings": Value.SETTINGS},
    "grant": {
        **COMMON,
        **keys(Value.TEXT, "client audience subject_type"),
        "absent": Value.FLAG,
        "settings": Value.SETTINGS,
    },
    "flow": {**COMMON, **ASKED, **keys(Value.TOKEN, "access_token id_token"), "refresh_token": Value.FLAG},
    "refused": {**COMMON, **ASKED, **keys(Value.TEXT, "error description")},
    "call": {
        **COMMON,
        **keys(Value.TEXT, "url token_from"),
        **keys(Value.STATUS, "with_token without_token with_id_token with_forged_token"),
    },
    "doctor": {
        **COMMON,
        **keys(
            Value.TEXT,
            """client flow audience redirect_uri origin connection organization user resource return_to app_domain
            expect_audience expect_in fail_on""",
        ),
        **keys(Value.WORDS, "scope expect_claim expect_scope require_scope require_permission select ignore"),
        **keys(Value.FLAG, "expect_membership want_refresh_token has_secret"),
        "client_secret_env": Value.VARIABLE,
    },
}
KINDS = tuple(KEYS)
NEEDED: Mapping[str, tuple[str, ...]] = {
    "client": ("client",),
    "api": ("identifier",),
    "grant": ("client", "audience"),
    "flow": ("flow", "client"),
    "refused": ("flow", "client", "error"),
    "call": ("url",),
    "doctor": (),
}
EXCLUSIVE = (
    ("client_secret_env", "private_key_env", "a client proves itself with one of them"),
    ("refresh_token_env", "token_from", "a refresh uses one refresh token"),
    ("absent", "scope", "a grant that is not there has no scope"),
    ("absent", "settings", "a grant that is not there has no settings"),
)
# What is declared of a token.
IN_TOKEN: Mapping[str, str] = {
    "scopes": "list",
    "permissions": "list",
    "audience": "list",
    "claims": "table",
    "lifetime": "number",
    "alg": "text",
    "typ": "text",
    "form": "text",
}
PASSWORD = ("password", "password-realm")
BROWSER = ("pkce", "code", "implicit", "hybrid")
FLOW_NAMES = (*BROWSER, "client-credentials", *PASSWORD, "refresh")
# Keys that mean something to some flows alone.
FITS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("redirect_uri", "response_type", "response_mode", "connection"), BROWSER),
    **dict.fromkeys(("password_env",), PASSWORD),
    "username": (*PASSWORD, *BROWSER),
    "realm": PASSWORD,
    **dict.fromkeys(("refresh_token_env", "token_from"), ("refresh",)),
}
NEEDED_BY_FLOW: Mapping[str, tuple[str, ...]] = {
    "password": ("username", "password_env"),
    "password-realm": ("username", "password_env", "realm"),
}
CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("flow", "flow"): FLOW_NAMES,
    ("refused", "flow"): (*FLOW_NAMES, "device"),
    ("doctor", "flow"): (*APP_FLOWS, *APP_OF.values()),
    ("doctor", "fail_on"): tuple(Severity),
    ("doctor", "expect_in"): ("id_token", "access_token"),
    ("grant", "subject_type"): ("client", "user"),
    **{
        (kind, "client_auth"): ("none", "client_secret_basic", "client_secret_post", "private_key_jwt")
        for kind in ("flow", "refused")
    },
    **{(kind, "severity"): tuple(Severity) for kind in KEYS},
}


def known(kind: str) -> tuple[str, ...]:
    """Every name that may stand in a check of this kind."""
    return (*KEYS[kind], *FIELDS.get(kind, {}))
