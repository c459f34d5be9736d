"""Many tokens against the same expectations and the same keys.

The judgement is that of one token: the same functions make the same lines. What is saved is what many tokens have in
common (a header is read once, a key chosen once) and what nobody asks for (the sentences of the lines that pass).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from auth0ctl.model import Expected, Token, TokenForm, TokenKind
from auth0ctl.protocol import JSONObject
from auth0ctl.tokens import claims, form, signature
from auth0ctl.tokens.decode import decode
from auth0ctl.tokens.jwks import KeySet
from auth0ctl.tokens.lines import FAIL, failed


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectations:
    """What a token is held against: ``of_id`` where it clearly is an ID token, ``of_access`` where it is anything else.

    The two are the same where the caller says what every token must be. They never differ in ``algs``.
    """

    of_id: Expected
    of_access: Expected


class Judged(NamedTuple):
    """A token, what it was held against, and the ids of the checks that failed, in their order."""

    token: Token
    expected: Expected
    failed: tuple[str, ...]


class Bench:
    """Judges one token after the other. ``keys`` is None where there are none; ``secret`` is that of HS256 tokens."""

    def __init__(self, expectations: Expectations, keys: KeySet | None, secret: bytes | None = None) -> None:
        self._of_id, self._of_access = expectations.of_id, expectations.of_access
        self._algs = expectations.of_access.algs
        self._keys = keys
        self._secret = secret
        self._headers: dict[str, JSONObject] = {}
        self._choices: dict[int, _Chosen] = {}

    def move_to(self, at: datetime) -> None:
        """From now on judge as of ``at``."""
        if at != self._of_access.at:
            self._of_id, self._of_access = replace(self._of_id, at=at), replace(self._of_access, at=at)

    def judge(self, text: str) -> Judged | None:
        """Judge one token; None for a token whose ``kid`` the keys do not have: newer keys may."""
        token = decode(text, self._headers)
        # Equal first parts share one header object (see decode), so its identity stands for all that it says.
        kept = self._choices.get(id(token.header))
        if kept is not None and kept.header is token.header:
            return self._judge(token, kept)
        if self._unknown_kid(token):
            return None
        chosen = self._choose(token)
        if token.form is TokenForm.JWS and not token.faults:
            if len(self._choices) >= len(self._headers):
                self._choices.clear()  # decode has forgotten the headers of the choices before
            self._choices[id(token.header)] = chosen
        return self._judge(token, chosen)

    def judge_finally(self, text: str) -> Judged:
        """Judge one token with these keys, whatever newer ones might say."""
        token = decode(text, self._headers)
        return self._judge(token, self._choose(token))

    def _choose(self, token: Token) -> "_Chosen":
        choice = signature.choose(token, self._keys, self._algs, self._secret)
        return _Chosen(header=token.header, choice=choice, failed=failed(choice.lines))

    def _judge(self, token: Token, chosen: "_Chosen") -> Judged:
        expected = self._of_id if token.kind is TokenKind.ID else self._of_access
        wrong = failed(form.lines(token, expected.kind)) + chosen.failed
        proof = signature.prove(token, chosen.choice)
        if proof[2] is FAIL:
            wrong.append(proof[0])
        wrong += failed(claims.lines(token, expected))
        return Judged(token, expected, tuple(dict.fromkeys(wrong)) if wrong else ())

    def _unknown_kid(self, token: Token) -> bool:
        kid, alg = token.header.get("kid"), token.header.get("alg")
        asked = token.form is TokenForm.JWS and isinstance(alg, str) and alg in self._algs
        if self._keys is None or self._secret is not None or not asked or not isinstance(kid, str):
            return False
        return not self._keys.named(kid)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """What a header leads to: the choice, and the ids of those of its lines that failed."""

    header: JSONObject
    choice: signature.Choice
    failed: list[str]
