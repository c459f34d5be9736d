"""Tokens like one that has passed. Most of a million tokens differ from each other in whom they are about and when.

What the full judgement said of a token that passed holds for another one whose header and payload are the same text,
but for gaps in the payload: the subject, the times, and what the judgement does not read, each filled with a value of
the same kind. Left to judge are the times and the signature. Whatever is not alike in this sense goes to the full
judgement, and so does what does not pass here: nothing is ever refused by likeness.
"""

import re
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from datetime import datetime
from math import floor
from typing import Any

from pybase64 import b64decode

from auth0ctl.model import Expected, Token, TokenKind
from auth0ctl.tokens import strictjson
from auth0ctl.tokens.base64url import padded
from auth0ctl.tokens.decode import MAX_TOKEN
from auth0ctl.tokens.provers import Prover
from auth0ctl.tokens.times import current

MAX_KNOWN = 1024  # headers, and clients of one shape
MAX_SHAPES = 16  # of one header; they are tried in turn, and to make one costs about ten full judgements

# Of the other base64 alphabet. As numbers they are looked for ten times as fast as as bytes.
_PLUS, _SLASH, _EQUALS = b"+/="

# Every claim whose value the judgement reads is here (the tests watch it read), or is ``sub``, ``iat`` or ``exp``, or
# is read only for being a text.
SAME = ("iss", "aud", "azp", "client_id", "gty")  # has to be what it was
NEVER = ("nbf", "cnf")  # rare, and more to judge

# A payload with none of these bytes spells each text in one way, and a text ends at the next quotation mark.
_ODD = bytes(range(32)) + b"\\"
# What may stand in a gap. None of them can hold the end of what it stands in, so all around a gap stays as it was:
# no member more, none less, none named twice.
# No second thoughts ("+" behind "+" or "*"): what fits in one way fits in no other, and not to look for one is faster.
_TEXT = '"[^"]++"'
_NUMBER = "(?:0|[1-9][0-9]{0,14})"
_KINDS = (_TEXT, _NUMBER, "(?:true|false)", rf"\[{_TEXT}(?:, ?{_TEXT})*+\]")
_MACHINE = "@clients"
_PERSON = f'"[^"]++(?<!{_MACHINE})"'
_TIMES = ("iat", "exp")


@dataclass(frozen=True, slots=True)
class _Shape:
    """A payload with gaps. ``known`` tells what a token is whose gaps numbered ``same`` are filled with these texts."""

    match: Callable[[str], re.Match[str] | None]
    same: tuple[int, ...]
    times: tuple[int, int]  # the numbers of the gaps for iat and exp
    known: dict[Any, tuple[TokenKind, Prover]] = field(default_factory=dict)


class Likeness:
    """Remembers what passed. ``of_id`` and ``of_access`` are the expectations that it passed against."""

    def __init__(self, of_id: Expected, of_access: Expected) -> None:
        self.move_to(of_access.at)
        self._learns = _reads_no_more(of_id) and _reads_no_more(of_access)
        demanded = {name for one in (of_id, of_access) for name, _ in one.require_claims}
        if of_id.require_scopes or of_access.require_scopes:
            demanded.add("scope")
        if of_id.require_permissions or of_access.require_permissions:
            demanded.add("permissions")
        self._same = demanded.union(SAME)
        self._shapes: dict[bytes, dict[str, _Shape]] = {}  # by header, then by pattern

    def move_to(self, at: datetime) -> None:
        """From now on the times of a token are judged as of ``at``."""
        self._now = floor(at.timestamp())  # times in tokens are whole seconds: for them it makes no difference

    def learn(self, token: Token, prover: Prover | None) -> None:
        """Remember a token that passed every check, with the proof of its key."""
        if not self._learns or prover is None or any(name in token.claims for name in NEVER):
            return
        header, payload, _ = token.text.encode().split(b".")
        raw = b64decode(padded(payload), b"-_", True)
        text = raw.decode()
        if raw.translate(None, _ODD) != raw or (header not in self._shapes and len(self._shapes) == MAX_KNOWN):
            return
        # A machine's subject is judged with its client.
        machine = "gty" in token.claims or token.claims["sub"].endswith(_MACHINE)
        source = _with_gaps(text, self._same | {"sub"} if machine else self._same)
        shapes = self._shapes.setdefault(header, {})
        if source not in shapes and len(shapes) < MAX_SHAPES and all(f"(?P<{name}>" in source for name in _TIMES):
            pattern = re.compile(source)
            issued, expires = (pattern.groupindex[name] for name in _TIMES)
            same = (group for group in range(1, pattern.groups + 1) if group not in (issued, expires))
            shapes[source] = _Shape(pattern.fullmatch, tuple(same), (issued, expires))
        shape = shapes.get(source)
        if shape and len(shape.known) < MAX_KNOWN and (found := shape.match(text)):
            shape.known[found.group(*shape.same)] = (token.kind, prover)

    def kind(self, text: bytes) -> TokenKind | None:
        """What kind of token ``text`` is, where it is like one that passed, and passes as well. None: not known."""
        if len(text) > MAX_TOKEN or _PLUS in text or _SLASH in text or _EQUALS in text:
            return None
        try:
            content, _, signature = text.rpartition(b".")
            header, _, payload = content.partition(b".")
            # Reading base64url is a sixth of the work; pybase64 does it ten times as fast as the standard library.
            raw = b64decode(padded(payload), b"-_", True)
            if len(raw.translate(None, _ODD)) != len(raw):
                return None
            claims = raw.decode()
            for shape in self._shapes.get(header, {}).values():
                found = shape.match(claims)
                if found is None or (known := shape.known.get(found.group(*shape.same))) is None:
                    continue
                issued, expires = found.group(*shape.times)
                if not current(int(issued), int(expires), self._now):
                    return None
                kind, prover = known
                return kind if prover(content, b64decode(padded(signature), b"-_", True)) else None
        except ValueError:  # not base64url, or not UTF-8
            pass
        return None


def _with_gaps(text: str, same: Set[str]) -> str:
    """A pattern for the payload ``text``. What stands in its groups that have no name has to be known."""
    pattern, at = "", 0
    for name, begin, end in strictjson.places(text):
        pattern += re.escape(text[at:begin]) + _gap(name, text[begin:end], name in same)
        at = end
    return pattern + re.escape(text[at:])


def _gap(name: str, value: str, same: bool) -> str:
    kind = next((one for one in _KINDS if re.fullmatch(one, value)), None)
    if kind is None:
        return re.escape(value)
    if same:
        return f"({kind})"
    if name in _TIMES:
        return f"(?P<{name}>{_NUMBER})"
    return _PERSON if name == "sub" else kind


def _reads_no_more(expected: Expected) -> bool:
    """Does the judgement read only the claims named above? What comes with a login makes it read more."""
    beside = (expected.nonce, expected.max_age, expected.access_token, expected.code, expected.state)
    return not (any(one is not None for one in beside) or expected.acr or expected.at_login)
