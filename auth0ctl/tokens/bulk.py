"""Many tokens against the same expectations and the same keys.

The judgement is that of one token: the same functions make the same lines. What is saved is the sentences, which
nobody asks for, and, for a token that is like one that passed (``likeness``), what was judged with that one.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from auth0ctl.model import Expected, Token, TokenForm, TokenKind
from auth0ctl.tokens import claims, form, signature
from auth0ctl.tokens.decode import decode
from auth0ctl.tokens.jwks import KeySet
from auth0ctl.tokens.likeness import Likeness
from auth0ctl.tokens.lines import failed


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
        self._likeness = Likeness(self._of_id, self._of_access)
        # The kind of a token (bytes) that is like one judged before and passes as well. None says nothing: judge it.
        self.passes = self._likeness.kind

    def move_to(self, at: datetime) -> None:
        """From now on judge as of ``at``."""
        if at != self._of_access.at:
            self._of_id, self._of_access = replace(self._of_id, at=at), replace(self._of_access, at=at)
            self._likeness.move_to(at)

    def judge(self, text: str) -> Judged | None:
        """Judge one token; None for a token whose ``kid`` the keys do not have: newer keys may."""
        token = decode(text)
        return None if self._unknown_kid(token) else self._judge(token)

    def judge_finally(self, text: str) -> Judged:
        """Judge one token with these keys, whatever newer ones might say."""
        return self._judge(decode(text))

    def _judge(self, token: Token) -> Judged:
        expected = self._of_id if token.kind is TokenKind.ID else self._of_access
        choice = signature.choose(token, self._keys, self._algs, self._secret)
        lines = (
            *form.lines(token, expected.kind),
            *signature.lines(token, choice),
            *claims.lines(token, expected),
        )
        wrong = tuple(dict.fromkeys(failed(lines)))
        if not wrong:
            self._likeness.learn(token, choice.prover)
        return Judged(token, expected, wrong)

    def _unknown_kid(self, token: Token) -> bool:
        kid, alg = token.header.get("kid"), token.header.get("alg")
        asked = token.form is TokenForm.JWS and isinstance(alg, str) and alg in self._algs
        if self._keys is None or self._secret is not None or not asked or not isinstance(kid, str):
            return False
        return not self._keys.named(kid)
