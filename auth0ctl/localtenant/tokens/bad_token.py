"""A token that comes in and is none of ours."""

from typing import Literal


class BadToken(Exception):
    """A bearer token that is not a good access token of this tenant."""

    def __init__(self, kind: Literal["malformed", "expired", "invalid"]) -> None:
        super().__init__(kind)
        self.kind = kind
