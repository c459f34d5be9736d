"""What may follow each option and each command, for all shells: words, files, or names from the cache.

The names are lines of files that listing commands write (``auth0ctl.cli.remembered``), read by the shell itself. No
program is started when TAB is pressed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from auth0ctl.cli.app import build, command_of
from auth0ctl.cli.speech import FORMATS
from auth0ctl.cli.table import COMMANDS, REPORTS
from auth0ctl.findings import Severity
from auth0ctl.flows import FLOWS
from auth0ctl.flows.apps import APP_FLOWS
from auth0ctl.lookup import load
from auth0ctl.protocol import ClientAuthMethod
from auth0ctl.render import REPORT_FORMATS

SHELLS = ("bash", "zsh", "fish", "powershell")
HEADER = "# Generated from auth0ctl's command table: `auth0ctl completions {}`. Do not edit."
FILES, FREE = "@files", "@free"
CLIENTS, APIS, TENANTS = "@clients", "@apis", "@tenants"
NAMED = (CLIENTS, APIS, TENANTS)
ASYMMETRIC = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
# An option -> what follows it, wherever it stands; with a command before it, for that command alone.
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "--output": tuple(one for one in FORMATS if one not in REPORT_FORMATS),
    "--tenant": (TENANTS,),
    "--client": (CLIENTS,),
    "--audience": (APIS,),
    "--expect-audience": (APIS,),
    "--client-auth": tuple(ClientAuthMethod),
    "--as": ("access", "id"),
    "--kind": ("access", "id"),
    "--subject-type": ("client", "user"),
    "--type": ("spa", "native", "regular_web", "non_interactive"),
    "--signing-alg": ("RS256", "PS256", "HS256"),
    "--alg": (*ASYMMETRIC, "EdDSA"),
    "--fail-on": tuple(Severity),
    "--expect-in": ("id_token", "access_token"),
    "--response-mode": ("query", "fragment", "form_post"),
    "--response-type": tuple(dict.fromkeys(one for flow in FLOWS.values() for one in flow.response_types)),
    "--prompt": ("none", "login", "consent", "select_account"),
    "--jwks": (FILES,),
    "--export": (FILES,),
    "login --flow": tuple(FLOWS),
    "doctor --flow": APP_FLOWS,
    "probe --flow": APP_FLOWS,
    "tenant add --from": ("auth0-cli", FILES),
    "tenant add --client": (FREE,),  # of a tenant that is not known yet
}
ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "client": (CLIENTS,),
    "api": (APIS,),
    "file": (FILES,),
    "shell": SHELLS,
    "tenant use name": (TENANTS,),
    "tenant remove name": (TENANTS,),
    "tenant show name": (TENANTS,),
}
FILE_METAVARS = frozenset(("FILE", "DIR", "FOLDER", "URL|FILE"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option as it is typed: its names, and what follows it; nothing for one that stands alone."""

    names: tuple[str, ...]
    values: tuple[str, ...] = ()

    @property
    def long(self) -> str:
        return next((name for name in self.names if name.startswith("--")), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What can be typed after a path: further words, options, and what a command's argument is (empty: any text)."""

    path: str
    words: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    argument: tuple[str, ...] = ()


@cache
def places() -> tuple[Place, ...]:
    """The top level, every group, every command."""
    tops = tuple(dict.fromkeys(command.path.partition(" ")[0] for command in COMMANDS))
    nothing = (*options_of("", build()), Option(names=("--version",)))
    found = [Place(path="", words=tops, options=nothing)]
    commands = {command.path: command for command in COMMANDS}
    found += [Place(path=top, words=under(top)) for top in tops if top not in commands]
    for command in COMMANDS:
        loaded = command_of(command, command.path)
        arguments = [one for one in loaded.params if one.param_type_name == "argument"]
        argument = values_of_argument(command.path, arguments[0].name) if arguments else ()
        # a command may have others under it: `smoke` and `smoke init`
        found.append(
            Place(
                path=command.path,
                words=under(command.path),
                options=tuple(options_of(command.path, loaded)),
                argument=argument,
            )
        )
    return tuple(found)


def under(path: str) -> tuple[str, ...]:
    """The next words of the commands that begin with ``path``."""
    return tuple(one.path.removeprefix(f"{path} ") for one in COMMANDS if one.path.startswith(f"{path} "))


def options_of(path: str, command: Any) -> Iterator[Option]:
    """The options of a command, the hidden ones left out."""
    for param in command.params:
        if param.param_type_name != "option" or getattr(param, "hidden", False):
            continue
        flag = bool(getattr(param, "is_flag", False)) or bool(getattr(param, "count", False))
        names = tuple(param.opts)
        yield Option(names=names, values=() if flag else values_of_option(path, names, param.metavar or ""))
    yield Option(names=("--help", "-h"))


def values_of_option(path: str, names: tuple[str, ...], metavar: str) -> tuple[str, ...]:
    if "--output" in names and path in REPORTS:
        return FORMATS
    if "--fault" in names:
        return tuple(load("auth0ctl.cli.local:FAULTS"))  # the wing opens to that module alone
    for name in names:
        if found := OPTIONS.get(f"{path} {name}") or OPTIONS.get(name):
            return found
    return (FILES,) if metavar in FILE_METAVARS else (FREE,)


def values_of_argument(path: str, name: str) -> tuple[str, ...]:
    return ARGUMENTS.get(f"{path} {name}") or ARGUMENTS.get(name, ())


def valued() -> tuple[str, ...]:
    """The options that something follows, in every command that has them."""
    every = [(name, bool(one.values)) for place in places() for one in place.options for name in one.names]
    alone = {name for name, follows in every if not follows}
    return tuple(dict.fromkeys(name for name, follows in every if follows and name not in alone))


def cases() -> dict[tuple[str, ...], list[str]]:
    """What follows -> the places, as ``PATH OPTION`` (``PATH`` and a blank for an argument). Free text is left out."""
    found: dict[tuple[str, ...], list[str]] = {}
    for place in places():
        if place.argument:
            found.setdefault((*place.words, *place.argument), []).append(f"{place.path} ")
        for option in place.options:
            if option.values:
                found.setdefault(option.values, []).extend(f"{place.path} {name}" for name in option.names)
    return found


def offered(place: Place) -> tuple[str, ...]:
    """The words and long options of a place, in the order that they are shown in."""
    return (*place.words, *dict.fromkeys(one.long for one in place.options if one.long))
