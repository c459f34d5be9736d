"""What the deployed and bound Actions do to a login, or to a machine's token: claims, or a refusal.

Actions are read, never executed as JavaScript (code.py says what can be read). An Action that cannot be read,
or that JavaScript would have broken off with an error, changes nothing and is named in ``not_run``, so that nobody
takes its silence for its approval.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from auth0ctl.localtenant.actions.code import CREDENTIALS_EXCHANGE, POST_LOGIN, parse
from auth0ctl.localtenant.actions.pieces import Unreadable
from auth0ctl.localtenant.actions.syntax import (
    Array,
    Ask,
    Coalesce,
    Const,
    Deny,
    Expression,
    If,
    Literal,
    Not,
    Object,
    Path,
    Return,
    SetClaim,
    Statement,
    Sum,
    Template,
    Undefined,
)
from auth0ctl.localtenant.store.state import JSON, State


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionResult:
    """``denied`` is the reason given to ``api.access.deny``, ``denied_code`` the error that a machine's Action names.

    ``asks`` names what the user would be asked, ``mfa`` or ``redirect``: this tenant shows a page for the first, and
    where no page could be shown it refuses as Auth0 does. ``not_run`` holds ``"name: why"`` of Actions passed over.

    The claims are as the Actions set them: what Auth0 drops of them afterwards is not decided here.
    """

    id_token_claims: JSON = field(default_factory=dict)
    access_token_claims: JSON = field(default_factory=dict)
    denied: str | None = None
    denied_code: str = "access_denied"
    asks: frozenset[str] = frozenset()
    not_run: list[str] = field(default_factory=list)


class _Broken(Exception):
    """JavaScript would have thrown here, or the value is of a kind that is not followed."""


class _Stop(Exception):
    """``return``."""


_UNDEFINED = object()


# Trigger -> the function that its Actions export.
_FUNCTIONS = {"post-login": POST_LOGIN, "credentials-exchange": CREDENTIALS_EXCHANGE}


def run(state: State, event: Mapping[str, Any], trigger: str = "post-login") -> ActionResult:
    """Run the bound Actions of the trigger (post-login or credentials-exchange) in binding order.

    ``event`` is Auth0's event object (docs: customize/actions/reference), without ``secrets``, which come from each
    Action. An absent ``authorization`` is read as that of a user without roles.
    """
    id_token: JSON = {}
    access_token: JSON = {}
    not_run: list[str] = []
    asks: set[str] = set()
    for name, code, secrets in _bound(state, trigger):
        seen = {"authorization": {"roles": []}, **event, "secrets": secrets}
        try:
            outcome = _follow(code, seen, _FUNCTIONS[trigger])
        except (Unreadable, _Broken) as error:
            not_run.append(f"{name}: {error}")
            continue
        id_token |= outcome.claims["idToken"]
        access_token |= outcome.claims["accessToken"]
        asks |= outcome.asks
        not_run += [f"{name}: {_ASKED[what]}" for what in sorted(outcome.asks)]
        if outcome.denied is not None:  # the Actions after a refusal are not run
            return ActionResult(
                id_token_claims=id_token,
                access_token_claims=access_token,
                denied=outcome.denied,
                denied_code=outcome.denied_code,
                asks=frozenset(asks),
                not_run=not_run,
            )
    return ActionResult(
        id_token_claims=id_token, access_token_claims=access_token, asks=frozenset(asks), not_run=not_run
    )


_ASKED = {
    "mfa": "the second factor is not asked for on a page here",
    "redirect": "the user is not sent to another page here",
}


def are_bound(state: State, trigger: str) -> bool:
    """Is any Action bound to the trigger? Where there is none, nobody need make an event."""
    return bool((state.get("binding", trigger) or {}).get("bindings"))


def _bound(state: State, trigger: str) -> list[tuple[str, str, JSON]]:
    """Name, deployed source and secrets of each Action that takes effect: bound to the trigger and deployed."""
    found: list[tuple[str, str, JSON]] = []
    for binding in (state.get("binding", trigger) or {}).get("bindings", ()):
        action = state.get("action", binding["action_id"])
        deployed = (action or {}).get("deployed_version")
        if action and deployed:
            found.append((action["name"], deployed["code"], action.get("_secret_values", {})))
    return found


def _follow(code: str, event: JSON, function: str) -> "_Run":
    program = parse(code, function)
    run_ = _Run(program.event, event)
    try:
        run_.statements(program.constants)
        run_.statements(program.statements)
    except _Stop:
        pass
    return run_


class _Run:
    """One Action over one event."""

    def __init__(self, event_name: str, event: JSON) -> None:
        self._names: dict[str, Any] = {event_name: event}
        self.claims: dict[str, JSON] = {"idToken": {}, "accessToken": {}}
        self.denied: str | None = None
        self.denied_code = "access_denied"
        self.asks: set[str] = set()

    def statements(self, statements: Sequence[Statement]) -> None:
        for statement in statements:
            self._statement(statement)

    def _statement(self, statement: Statement) -> None:
        match statement:
            case Const(name, value):
                if name in self._names:
                    raise _Broken(f"{name} is declared twice")
                self._names[name] = self._value(value)
            case SetClaim(token, name, value):
                self._set_claim(token, self._text(name), self._value(value))
            case Deny(reason, code):
                self.denied_code = "access_denied" if code is None else self._text(code)
                self.denied = self._text(reason)
            case Ask(what):
                self.asks.add(what)
            case If(condition, then, otherwise):
                outer = dict(self._names)  # const is seen only inside its block
                self.statements(then if _truthy(self._value(condition)) else otherwise)
                self._names = outer
            case Return():
                raise _Stop

    def _set_claim(self, token: str, name: str, value: Any) -> None:
        if value is not _UNDEFINED:
            self.claims[token][name] = value

    def _text(self, expression: Expression) -> str:
        value = self._value(expression)
        if not isinstance(value, str):
            raise _Broken("a name or reason is not a string")
        return value

    def _value(self, expression: Expression) -> Any:
        match expression:
            case Literal(value):
                return value
            case Undefined():
                return _UNDEFINED
            case Path():
                return self._path(expression)
            case Not(value):
                return not _truthy(self._value(value))
            case Coalesce(left, right):
                value = self._value(left)
                return self._value(right) if value is None or value is _UNDEFINED else value
            case Array(items):
                # As JSON would carry it: undefined becomes null in an array and vanishes from an object.
                values = [self._value(item) for item in items]
                return [None if value is _UNDEFINED else value for value in values]
            case Object(members):
                pairs = {name: self._value(value) for name, value in members}
                return {name: value for name, value in pairs.items() if value is not _UNDEFINED}
            case Template(parts):
                return "".join(self._text(part) for part in parts)
            case Sum(left, right):
                return self._text(left) + self._text(right)

    def _path(self, path: Path) -> Any:
        if path.root not in self._names:
            raise _Broken(f"{path.root} is not defined")
        value = self._names[path.root]
        for name, optional in path.steps:
            if value is None or value is _UNDEFINED:
                if optional:
                    return _UNDEFINED
                word = "null" if value is None else "undefined"
                raise _Broken(f"TypeError: Cannot read properties of {word} (reading '{name}')")
            if not isinstance(value, Mapping):
                raise _Broken(f".{name} of a value that is not an object is not followed")
            value = value.get(name, _UNDEFINED)
        return value


def _truthy(value: Any) -> bool:
    """JavaScript's idea of it: empty arrays and objects count as true."""
    if value is _UNDEFINED or value is None:
        return False
    if isinstance(value, bool | int | float | str):
        return bool(value)
    return True
