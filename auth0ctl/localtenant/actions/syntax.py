"""The statements and expressions that code.py reads out of an Action and run.py follows."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Literal:
    value: Any


@dataclass(frozen=True, slots=True)
class Undefined:
    """The word ``undefined``."""


@dataclass(frozen=True, slots=True)
class Path:
    """``root.step?.step``: each step is a name and whether it came with ``?.``."""

    root: str
    steps: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Array:
    items: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Object:
    members: tuple[tuple[str, "Expression"], ...]


@dataclass(frozen=True, slots=True)
class Template:
    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Sum:
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Coalesce:
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Not:
    value: "Expression"


Expression = Literal | Undefined | Path | Array | Object | Template | Sum | Coalesce | Not


@dataclass(frozen=True, slots=True)
class SetClaim:
    token: str  # "idToken" or "accessToken"
    name: Expression
    value: Expression


@dataclass(frozen=True, slots=True)
class Deny:
    reason: Expression
    code: Expression | None = None  # credentials-exchange Actions alone give one


@dataclass(frozen=True, slots=True)
class Ask:
    """The user would be asked something: ``mfa`` (multifactor.enable) or ``redirect`` (redirect.sendUserTo)."""

    what: str


@dataclass(frozen=True, slots=True)
class Const:
    name: str
    value: Expression


@dataclass(frozen=True, slots=True)
class If:
    condition: Expression
    then: tuple["Statement", ...]
    otherwise: tuple["Statement", ...]


@dataclass(frozen=True, slots=True)
class Return:
    pass


Statement = SetClaim | Deny | Ask | Const | If | Return


@dataclass(frozen=True, slots=True)
class Program:
    """``event`` and ``api`` are the names the function gives its two parameters."""

    event: str
    constants: tuple[Const, ...]
    statements: tuple[Statement, ...]
