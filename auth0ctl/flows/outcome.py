"""How a flow ended: tokens, or a refusal."""

from dataclasses import dataclass

from auth0ctl.protocol import Refusal, TokenSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """``delivered`` is the way a callback came ("query", "fragment", "form_post"), empty where there was none."""

    delivered: str = ""
    tokens: TokenSet | None = None
    refusal: Refusal | None = None
