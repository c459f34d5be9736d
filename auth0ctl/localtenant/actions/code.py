"""Reads the source of an Action into statements. The source is never executed as JavaScript.

What is read is one fixed shape and the small language around it::

    exports.onExecutePostLogin = async (event, api) => { STATEMENTS };

with the statements ``api.idToken.setCustomClaim(NAME, VALUE)``, ``api.accessToken.setCustomClaim(NAME, VALUE)``,
``api.access.deny(REASON)``, ``api.multifactor.enable(...)``, ``api.redirect.sendUserTo(...)``, ``const NAME = VALUE``,
``if (VALUE) ... else ...`` and ``return``. ``onExecuteCredentialsExchange`` has ``api.accessToken.setCustomClaim`` and
``api.access.deny(CODE, REASON)``. A value is a literal,
an array, an object, a template string, a dotted path such as ``event.user.email`` (with ``?.``), ``!VALUE``, a sum of
strings, or ``VALUE ?? VALUE``. Anything else raises Unreadable, with the line.
"""

import json
import re
from collections.abc import Callable
from typing import TypeVar

from auth0ctl.localtenant.actions.pieces import Piece, Unreadable, pieces, plain, unquoted
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
    Program,
    Return,
    SetClaim,
    Statement,
    Sum,
    Template,
    Undefined,
)

T = TypeVar("T")


_WORDS = {"true": True, "false": False, "null": None}
_RESERVED = frozenset(
    (
        "await", "break", "case", "catch", "class", "continue", "delete", "do", "else", "export", "extends", "finally",
        "for", "function", "if", "import", "in", "instanceof", "let", "new", "return", "super", "switch", "this",
        "throw", "try", "typeof", "var", "void", "while", "with", "yield", "const", "async",
    )
)  # fmt: skip
MAX_DEPTH = 50
POST_LOGIN = "onExecutePostLogin"
CREDENTIALS_EXCHANGE = "onExecuteCredentialsExchange"


def parse(source: str, function: str = POST_LOGIN) -> Program:
    """Read a whole Action that exports ``function``. Raises Unreadable."""
    return _Reader(pieces(source), function).program()


class _Reader:
    """Recursive descent over the pieces."""

    def __init__(self, pieces: list[Piece], function: str) -> None:
        self._pieces = pieces
        self._function = function
        self._at = 0
        self._depth = 0
        self._api = "api"

    def program(self) -> Program:
        constants: list[Const] = []
        while self._see("const"):
            constants.append(self._const())
        for text in ("exports", ".", self._function, "=", "async", "("):
            self._expect(text)
        event = self._name()
        self._expect(",")
        self._api = self._name()
        for text in (")", "=>"):
            self._expect(text)
        statements = self._block()
        self._skip(";")
        if self._next().kind != "end":
            raise self._unreadable(self._next())
        return Program(event, tuple(constants), statements)

    def _block(self) -> tuple[Statement, ...]:
        self._expect("{")
        statements: list[Statement] = []
        while not self._see("}"):
            statements += self._statement()
        self._expect("}")
        return tuple(statements)

    def _statement(self) -> list[Statement]:
        """Usually one; none for a bare ``;``, two for ``return api.access.deny(...)``."""
        if self._skip(";"):
            return []
        if self._see("const"):
            return [self._const()]
        if self._see("if"):
            return [self._nested(self._if)]
        if self._skip("return"):
            before = [] if self._see(";") or self._see("}") else [self._call()]
            self._skip(";")
            return [*before, Return()]
        return [self._call()]

    def _if(self) -> If:
        self._expect("if")
        self._expect("(")
        condition = self._expression()
        self._expect(")")
        then = self._branch()
        return If(condition, then, self._branch() if self._skip("else") else ())

    def _branch(self) -> tuple[Statement, ...]:
        return self._block() if self._see("{") else tuple(self._statement())

    def _const(self) -> Const:
        self._expect("const")
        name = self._name()
        self._expect("=")
        value = self._expression()
        self._skip(";")
        return Const(name, value)

    def _call(self) -> Statement:
        start = self._next()
        words = [self._name()]
        while self._skip("."):
            words.append(self._name())
        if words[0] != self._api or not self._see("("):
            raise self._unreadable(start)
        self._expect("(")
        arguments = [self._expression()]
        while self._skip(",") and not self._see(")"):
            arguments.append(self._expression())
        self._expect(")")
        self._skip(";")
        statement = (self._of_login if self._function == POST_LOGIN else self._of_machine)(words[1:], arguments)
        if statement is None:
            raise Unreadable(f"line {start.line}: {'.'.join(words)}() is not supported here")
        return statement

    def _of_login(self, words: list[str], arguments: list[Expression]) -> Statement | None:
        match words, arguments:
            case [("idToken" | "accessToken") as token, "setCustomClaim"], [name, value]:
                return SetClaim(token, name, value)
            case ["access", "deny"], [reason]:
                return Deny(reason)
            case ["multifactor", "enable"], [_, *_]:
                return Ask("mfa")
            case ["redirect", "sendUserTo"], [_, *_]:
                return Ask("redirect")
        return None

    def _of_machine(self, words: list[str], arguments: list[Expression]) -> Statement | None:
        match words, arguments:
            case ["accessToken", "setCustomClaim"], [name, value]:
                return SetClaim("accessToken", name, value)
            case ["access", "deny"], [code, reason]:
                return Deny(reason, code)
        return None

    def _expression(self) -> Expression:
        return self._nested(self._coalesce)

    def _coalesce(self) -> Expression:
        value = self._sum()
        while self._skip("??"):
            value = Coalesce(value, self._sum())
        return value

    def _sum(self) -> Expression:
        value = self._unary()
        while self._skip("+"):
            value = Sum(value, self._unary())
        return value

    def _unary(self) -> Expression:
        if self._skip("!"):
            return Not(self._nested(self._unary))
        return self._primary()

    def _primary(self) -> Expression:
        piece = self._next()
        if piece.kind == "string":
            return Literal(unquoted(self._take()))
        if piece.kind == "template":
            return self._template(self._take())
        if piece.kind == "number":
            return Literal(json.loads(self._take().text))
        if self._skip("("):
            value = self._expression()
            self._expect(")")
            return value
        if self._see("["):
            return Array(tuple(self._items("[", "]", self._expression)))
        if self._see("{"):
            return Object(tuple(self._items("{", "}", self._member)))
        if piece.text in _WORDS:
            return Literal(_WORDS[self._take().text])
        if piece.text == "undefined":
            self._take()
            return Undefined()
        return self._path()

    def _path(self) -> Path:
        start = self._next()
        root = self._name()
        steps: list[tuple[str, bool]] = []
        while self._see(".") or self._see("?."):
            optional = self._take().text == "?."
            if self._next().kind != "name":
                raise self._unreadable(self._next())
            steps.append((self._take().text, optional))
        if self._see("(") or self._see("["):
            raise Unreadable(f"line {start.line}: only plain dotted paths are understood, not calls or indexes")
        return Path(root, tuple(steps))

    def _items(self, opening: str, closing: str, read: Callable[[], T]) -> list[T]:
        self._expect(opening)
        items: list[T] = []
        while not self._see(closing):
            items.append(read())
            if not self._skip(","):
                break
        self._expect(closing)
        return items

    def _member(self) -> tuple[str, Expression]:
        piece = self._take()
        if piece.kind not in ("string", "name"):
            raise self._unreadable(piece)
        self._expect(":")
        return (unquoted(piece) if piece.kind == "string" else piece.text), self._expression()

    def _template(self, piece: Piece) -> Template:
        parts: list[Expression] = []
        # Only ${path} inside: anything richer has no place in a claim's name.
        for index, part in enumerate(re.split(r"(?<!\\)\$\{([^{}`]*)\}", piece.text[1:-1])):
            if index % 2:
                reader = _Reader(pieces(part, piece.line), self._function)
                parts.append(reader._expression())
                if reader._next().kind != "end":
                    raise self._unreadable(reader._next())
            elif part:
                parts.append(Literal(plain(part, piece.line)))
        return Template(tuple(parts))

    def _nested(self, read: Callable[[], T]) -> T:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Unreadable(f"line {self._next().line}: nested too deeply")
        try:
            return read()
        finally:
            self._depth -= 1

    def _next(self) -> Piece:
        return self._pieces[self._at]

    def _take(self) -> Piece:
        piece = self._pieces[self._at]
        self._at = min(self._at + 1, len(self._pieces) - 1)
        return piece

    def _see(self, text: str) -> bool:
        return self._next().text == text and self._next().kind in ("name", "mark")

    def _skip(self, text: str) -> bool:
        seen = self._see(text)
        if seen:
            self._take()
        return seen

    def _expect(self, text: str) -> None:
        if not self._skip(text):
            raise Unreadable(f"line {self._next().line}: expected {text}, found {self._next().text}")

    def _name(self) -> str:
        piece = self._next()
        if piece.kind != "name" or piece.text in _RESERVED:
            raise self._unreadable(piece)
        return self._take().text

    def _unreadable(self, piece: Piece) -> Unreadable:
        return Unreadable(f"line {piece.line}: {piece.text} is not understood here")
