"""How a flow ended: tokens, a code that is still to be redeemed, or a refusal."""

from dataclasses import dataclass, field

from auth0ctl.protocol import Refusal, TokenSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """``delivered`` is the way a callback came ("query", "fragment", "form_post"), empty where there was none.

    A callback may carry both tokens and a ``code`` (hybrid): those tokens are then judged before the code is redeemed.
    """

    delivered: str = ""
    tokens: TokenSet | None = None
    code: str | None = field(repr=False, default=None)
    refusal: Refusal | None = None
