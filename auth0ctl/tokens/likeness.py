"""Tokens like one that has passed. Most of a million tokens differ from each other in whom they are about and when.

What the full judgement said of a token that passed holds for another one whose header is the same text, whose claims
have the same names, and whose claims have the same values wherever the judgement reads the value. Left to judge are
the subject, the times, a few claims that may hold any text, and the signature. Whatever is not alike in this sense
goes to the full judgement, and so does what does not pass here: nothing is ever refused by likeness.
"""

from typing import Any

from auth0ctl.model import Expected, Token, TokenKind
from auth0ctl.protocol import JSONObject
from auth0ctl.tokens import base64url, strictjson
from auth0ctl.tokens.decode import MAX_TOKEN
from auth0ctl.tokens.provers import Prover
from auth0ctl.tokens.times import current

MAX_KEPT = 1024  # an API sees a few: one for each client and set of claims

# Every claim whose value the judgement reads is here (the tests watch it read), or is one of ``sub``, ``iat``, ``exp``.
SAME = ("iss", "aud", "azp", "client_id", "gty")  # has to be what it was
ANY_TEXT = ("jti", "nonce", "sid", "org_id", "at_hash", "c_hash", "s_hash")  # one text is as good as another
NEVER = ("nbf", "cnf")  # rare, and more to judge

_MACHINE = "@clients"


class Likeness:
    """Remembers what passed. ``of_id`` and ``of_access`` are the expectations that it passed against.

    ``now``, in seconds since 1970, is the time at which the times of a token are judged.
    """

    def __init__(self, of_id: Expected, of_access: Expected) -> None:
        self.now = of_access.at.timestamp()
        self._learns = _reads_no_more(of_id) and _reads_no_more(of_access)
        demanded = {name for one in (of_id, of_access) for name, _ in one.require_claims}
        if of_id.require_scopes or of_access.require_scopes:
            demanded.add("scope")
        if of_id.require_permissions or of_access.require_permissions:
            demanded.add("permissions")
        self._same = (*SAME, *sorted(demanded.difference(SAME)))
        self._kept: dict[tuple[Any, ...], tuple[TokenKind, Prover, tuple[str, ...]]] = {}

    def learn(self, token: Token, prover: Prover | None) -> None:
        """Remember a token that passed every check, with the proof of its key."""
        if not self._learns or prover is None or any(name in token.claims for name in NEVER):
            return
        if not all(_is_text(token.claims[name]) for name in self._same if name in token.claims):
            return
        alike = self._alike(base64url.standard(token.text.partition(".")[0].encode()), token.claims)
        if len(self._kept) >= MAX_KEPT:
            self._kept.clear()
        self._kept[alike] = (token.kind, prover, tuple(name for name in ANY_TEXT if name in token.claims))

    def kind(self, text: bytes) -> TokenKind | None:
        """What kind of token ``text`` is, where it is like one that passed, and passes as well. None: not known."""
        if len(text) > MAX_TOKEN:
            return None
        try:
            header, payload, signature = base64url.standard(text).split(b".")
            claims = strictjson.plain(base64url.spelled(payload).decode())
            if claims is None or not current(claims.get("iat"), claims.get("exp"), self.now):
                return None
            found = self._kept.get(self._alike(header, claims))
            if found is None:
                return None
            kind, prover, texts = found
            for name in texts:
                if not claims[name] or type(claims[name]) is not str:
                    return None
            return kind if prover(text[: text.rindex(b".")], base64url.spelled(signature)) else None
        except (ValueError, TypeError):  # not base64url or not UTF-8; a claim that has to be the same is not text
            return None

    def _alike(self, header: bytes, claims: JSONObject) -> tuple[Any, ...]:
        """Tokens for which this is equal are alike. Raises TypeError for claims that cannot be."""
        subject = claims.get("sub")
        if type(subject) is not str or not subject:
            raise TypeError
        # A machine's subject is judged with its client.
        machine = subject if "gty" in claims or subject.endswith(_MACHINE) else None
        values = [tuple(one) if type(one := claims.get(name)) is list else one for name in self._same]
        return header, machine, *values, *claims


def _is_text(value: Any) -> bool:
    """Text, or a list of texts, is equal to nothing else; but 1 is equal to true, which is another value."""
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _reads_no_more(expected: Expected) -> bool:
    """Does the judgement read only the claims named above? What comes with a login makes it read more."""
    beside = (expected.nonce, expected.max_age, expected.access_token, expected.code, expected.state)
    return not (any(one is not None for one in beside) or expected.acr or expected.at_login)
