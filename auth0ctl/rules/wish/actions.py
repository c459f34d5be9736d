"""What the code of an Action does to tokens and logins, as far as its text tells. Nothing of it is run.

Claim names are read from string literals, from template strings and from constants of the same file; a name that is
put together otherwise is "". This is a reading of text, not of a program: a finding from it says what it read.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from auth0ctl.records import Action

COMMENT = re.compile(r"/\*.*?\*/|(?<![:'\"`\w])//[^\n]*", re.DOTALL)
CONSTANT = re.compile(r"\b(?:const|let|var)\s+(\w+)\s*=\s*(['\"`])([^'\"`\n]*)\2")
SETTER = re.compile(r"\b(accessToken|idToken)\.setCustomClaim\(\s*([^,]+),")
LITERAL = re.compile(r"(['\"`])([^'\"`]*)\1\Z")
HOLE = re.compile(r"\$\{\s*(\w+)\s*\}")
DENY = re.compile(r"\bapi\.access\.deny\(\s*(?:(['\"`])(.*?)\1)?")
GUARD = re.compile(r"\bif\s*\(")
TOKENS = {"accessToken": "access_token", "idToken": "id_token"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClaim:
    """A claim that the code sets: on which token, and under which name ("" where the text does not tell)."""

    token: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """A call that denies the login; ``condition`` is the text of the ``if`` around it, "" where there is none."""

    reason: str
    condition: str


def claims_set(action: Action) -> tuple[SetClaim, ...]:
    """Every claim that the code sets, in the order of the text."""
    code = COMMENT.sub("", action.code)
    constants = {match[1]: match[3] for match in CONSTANT.finditer(code)}
    return tuple(SetClaim(token=TOKENS[match[1]], name=text_of(match[2], constants)) for match in SETTER.finditer(code))


def text_of(expression: str, constants: Mapping[str, str]) -> str:
    """The string that an expression stands for: literals, constants, templates and their sums; "" for anything else."""
    pieces = []
    for part in (one.strip() for one in expression.split("+")):
        if part in constants:
            pieces.append(constants[part])
        elif match := LITERAL.match(part):
            text = HOLE.sub(lambda hole: constants.get(hole[1], hole[0]), match[2])
            if "${" in text:
                return ""
            pieces.append(text)
        else:
            return ""
    return "".join(pieces)


def denials(action: Action) -> tuple[Denial, ...]:
    """Every ``api.access.deny``, with the condition nearest around it."""
    code = COMMENT.sub("", action.code)
    return tuple(
        Denial(reason=match[2] or "", condition=condition_at(code, match.start())) for match in DENY.finditer(code)
    )


def condition_at(code: str, at: int) -> str:
    """The condition of the innermost ``if`` whose branch holds the place; "(several ways)" where control is otherwise
    in doubt: a ``return`` before it, a switch, an ``else``, a function that something else calls."""
    for guard in reversed([match for match in GUARD.finditer(code) if match.start() < at]):
        opening = guard.end() - 1
        closing = matching(code, opening)
        if closing is None or closing > at:
            continue
        body = closing + 1
        while body < len(code) and code[body].isspace():
            body += 1
        end = matching(code, body) if code[body : body + 1] == "{" else code.find(";", body)
        if end is not None and end >= at:
            return " ".join(code[opening + 1 : closing].split())
    before = code[:at]
    doubtful = re.search(r"\breturn\b|\bswitch\b|\belse\b|\?\s*$|&&\s*$|\|\|\s*$|\bcatch\b", before)
    return "(several ways)" if doubtful else ""


def matching(code: str, opening: int) -> int | None:
    """The place of the bracket that closes the one at ``opening``; None where it is never closed."""
    pairs = {"(": ")", "{": "}"}
    first = code[opening : opening + 1]
    depth = 0
    for number in range(opening, len(code)):
        if code[number] == first:
            depth += 1
        elif code[number] == pairs.get(first):
            depth -= 1
            if depth == 0:
                return number
    return None
