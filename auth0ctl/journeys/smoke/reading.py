"""Reads a smoke file: every mistake in it is one sentence with file, line and column, before anybody is asked."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from typing import Any

from auth0ctl.errors import ConfigError
from auth0ctl.findings import Severity
from auth0ctl.journeys.smoke.declared import (
    CHOICES,
    EXCLUSIVE,
    FITS,
    KEYS,
    KINDS,
    NEEDED,
    NEEDED_BY_FLOW,
    SECONDS,
    Declared,
    Value,
    known,
)
from auth0ctl.journeys.smoke.fields import FIELDS
from auth0ctl.journeys.smoke.needs import with_needs
from auth0ctl.journeys.smoke.places import Path, read_toml, spot
from auth0ctl.journeys.smoke.values import Wrong, check_field, check_value, words
from auth0ctl.redact import SECRET_NAMES

DEFAULTS_TABLE = "smoke"  # of the file: what holds for all its checks
JWT = re.compile(r"eyJ[A-Za-z0-9_-]{5,}\.")
TOKEN_TABLES = ("access_token", "id_token", "refresh_token")  # of a flow: what is expected, no token


class Reader:
    """One file being read."""

    def __init__(self, data: bytes, file: str) -> None:
        self.file = file
        self.document, self.places = read_toml(data, file)

    def wrong(self, path: Path, sentence: str, hint: str = "", *, at_key: bool = False) -> ConfigError:
        """The error for something that stands at ``path``."""
        place = self.places.key(*path) if at_key else self.places.value(*path)
        return ConfigError(f"{spot(self.file, place)}: {sentence}", hint)

    def unknown(self, path: Path, names: Iterable[str], what: str) -> ConfigError:
        """The error for a name that there is none of, with the one that was probably meant."""
        name = str(path[-1])
        near = get_close_matches(name, names, n=1, cutoff=0.6)
        hint = f"Did you mean {near[0]}?" if near else ""
        return self.wrong(path, f"{what} has no {name}", hint, at_key=True)


def read_smoke(data: bytes, file: str) -> tuple[Declared, ...]:
    """The checks of a file, in its order. ``file`` is its name as it is told to people. Raises ConfigError."""
    reader = Reader(data, file)
    refuse_secrets(reader, reader.document, ())
    defaults = read_defaults(reader)
    checks: list[Declared] = []
    for kind, tables in reader.document.items():
        if kind == DEFAULTS_TABLE:
            continue
        if kind not in KINDS:
            raise reader.unknown((kind,), (*KINDS, DEFAULTS_TABLE), "a smoke file")
        if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            raise reader.wrong((kind,), f"checks are written as [[{kind}]], with two brackets", at_key=True)
        checks += [read_check(reader, kind, number, table, defaults) for number, table in enumerate(tables)]
    if not checks:
        raise ConfigError(f"{file} declares no check", "See `auth0ctl smoke --help` for one of each kind.")
    checks.sort(key=lambda one: one.place)
    return with_needs(with_ids(reader, checks), file)


def refuse_secrets(reader: Reader, value: Any, path: Path) -> None:
    """Raises ConfigError for what is a secret by its name or its looks. The sentence does not repeat it."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            secret = name.lower().replace("-", "_") in SECRET_NAMES and not isinstance(one, Mapping | bool)
            if secret and "claims" not in path:
                raise reader.wrong(
                    (*path, name),
                    f"{name} is a secret, and a secret is never written into this file",
                    f'Put it into an environment variable and name that: {name}_env = "NAME".',
                )
            refuse_secrets(reader, one, (*path, name))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            refuse_secrets(reader, one, (*path, number))
    elif isinstance(value, str) and JWT.search(value):
        raise reader.wrong(path, "this looks like a token, and a token is never written into this file")


def read_defaults(reader: Reader) -> Mapping[str, Any]:
    """``[smoke]``: the timeout and the severity of every check that names none."""
    table = reader.document.get(DEFAULTS_TABLE, {})
    if not isinstance(table, dict):
        raise reader.wrong((DEFAULTS_TABLE,), "what holds for all checks is written as [smoke]", at_key=True)
    for name, value in table.items():
        path = (DEFAULTS_TABLE, name)
        if name not in ("timeout", "severity"):
            raise reader.unknown(path, ("timeout", "severity"), "[smoke]")
        checked(reader, path, Value.SECONDS if name == "timeout" else Value.TEXT, value)
        choose(reader, path, value, CHOICES["client", "severity"] if name == "severity" else ())
    return table


def read_check(
    reader: Reader, kind: str, number: int, table: Mapping[str, Any], defaults: Mapping[str, Any]
) -> Declared:
    """One table. Raises ConfigError."""
    at: Path = (kind, number)
    given: dict[str, Any] = {}
    settings: dict[str, Any] = {}
    for name, value in table.items():
        path = (*at, name)
        if name in KEYS[kind]:
            checked(reader, path, KEYS[kind][name], value)
            choose(reader, path, value, CHOICES.get((kind, name), ()))
            given[name] = value
        elif name in FIELDS.get(kind, {}):
            guarded(reader, path, partial(check_field, FIELDS[kind][name], value))
            settings[name] = value
        else:
            raise reader.unknown(path, known(kind), f"[[{kind}]]")
    fit_together(reader, at, kind, {**given, **settings})
    settings |= given.get("settings", {})
    return Declared(
        id=given.get("id", ""),
        kind=kind,
        title=title_of(kind, given),
        place=reader.places.key(*at),
        severity=Severity(given.get("severity", defaults.get("severity", Severity.ERROR))),
        timeout=float(given.get("timeout", defaults.get("timeout", SECONDS))),
        needs=words(given.get("needs", ())),
        given=given,
        settings=settings,
        places={name: reader.places.value(*at, name) for name in table},
    )


def checked(reader: Reader, path: Path, wanted: Value, value: Any) -> None:
    guarded(reader, path, partial(check_value, wanted, value))


def guarded(reader: Reader, path: Path, check: Callable[[], None]) -> None:
    """Run a check of one value; what is wrong with it gets its place."""
    try:
        check()
    except Wrong as wrong:
        name = next(str(part) for part in reversed((*path, *wrong.path)) if isinstance(part, str))
        raise reader.wrong((*path, *wrong.path), f"{name} {wrong.sentence}", wrong.hint, at_key=wrong.at_key) from None


def choose(reader: Reader, path: Path, value: Any, choices: tuple[str, ...]) -> None:
    if choices and value not in choices:
        near = get_close_matches(str(value), choices, n=1, cutoff=0.6)
        hint = f"Did you mean {near[0]}?" if near else ""
        raise reader.wrong(path, f"{path[-1]} is one of {', '.join(choices)}", hint)


def fit_together(reader: Reader, at: Path, kind: str, given: Mapping[str, Any]) -> None:
    """Raises ConfigError for what is missing, and for keys that exclude each other or mean nothing together."""
    for name in NEEDED[kind]:
        if name not in given:
            raise reader.wrong(at, f"[[{kind}]] needs {name}", at_key=True)
    for one, other, why in EXCLUSIVE:
        if one in given and other in given:
            raise reader.wrong((*at, other), f"{one} and {other} exclude each other: {why}", at_key=True)
    if kind in ("flow", "refused"):
        fit_flow(reader, at, given)
    if kind == "call" and "token_from" not in given:
        for name in ("with_token", "with_id_token", "with_forged_token"):
            if given.get(name, False) is not False:
                raise reader.wrong((*at, name), f"{name} needs token_from, the flow that brings the token", at_key=True)


def fit_flow(reader: Reader, at: Path, given: Mapping[str, Any]) -> None:
    """Raises ConfigError for a key that means nothing to the flow, and for one that it lacks."""
    flow = str(given["flow"])
    for name in given:
        if flow not in FITS.get(name, (flow,)):
            raise reader.wrong((*at, name), f'{name} means nothing to flow = "{flow}"', at_key=True)
    for name in NEEDED_BY_FLOW.get(flow, ()):
        if name not in given:
            raise reader.wrong((*at, "flow"), f'flow = "{flow}" needs {name}')
    if flow == "refresh" and not {"refresh_token_env", "token_from"} & set(given):
        raise reader.wrong((*at, "flow"), 'flow = "refresh" needs token_from or refresh_token_env')


def title_of(kind: str, given: Mapping[str, Any]) -> str:
    """A check in a few words."""
    client, audience = given.get("client", ""), given.get("audience", "")
    match kind:
        case "client":
            return f"the settings of {client}"
        case "api":
            return f"the settings of {given.get('identifier', '')}"
        case "grant":
            return f"{'no ' if given.get('absent') else ''}client grant of {client} for {audience}"
        case "flow":
            return f"{client} gets tokens by {given.get('flow')}" + (f" for {audience}" if audience else "")
        case "refused":
            return f"{given.get('flow')} is refused to {client}: {given.get('error')}"
        case "call":
            return f"{given.get('url')} asks for a token"
        case _:
            return "doctor: " + (
                ", ".join(str(given[one]) for one in ("client", "flow") if one in given) or "the tenant"
            )


def with_ids(reader: Reader, checks: list[Declared]) -> list[Declared]:
    """Every check with an id of its own: the one it gives, else one made of what it is about."""
    taken: dict[str, Declared] = {}
    for one in (one for one in checks if one.id):
        if one.id in taken:
            place = one.places["id"]
            raise ConfigError(
                f"{spot(reader.file, place)}: the id {one.id} is taken by line {taken[one.id].places['id'].line}"
            )
        taken[one.id] = one
    found: list[Declared] = []
    for one in checks:
        if one.id:
            found.append(one)
            continue
        about = one.given.get("client") or one.given.get("identifier") or one.given.get("url") or "tenant"
        flow = one.given.get("flow", one.given.get("audience", ""))
        name = f"{one.kind}:{about}" + (f":{flow}" if flow else "")
        number = 1
        while (own := name if number == 1 else f"{name}:{number}") in taken:
            number += 1
        taken[own] = one
        found.append(replace(one, id=own))
    return found
