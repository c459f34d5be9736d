"""What a token may be asked to be, for negative tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The token that is asked for.

    ``kind`` is ``access`` or ``id``. ``user`` is an e-mail address or a user id; without one an access token is a
    machine's, and an ID token the first user's. ``client_id`` may be one that the tenant does not know, and so may
    ``audience``. ``scope`` goes in as it is. ``lifetime`` in seconds. ``claims`` and ``header`` replace members, None
    takes one away; ``{{now-60}}``, ``{{kid}}`` and ``{{domain}}`` are filled in. ``signature``: ``good``; ``foreign``,
    by a key that is not published, under the kid of the one that is; ``broken``; ``none``. ``secret`` is what HS256
    signs with; without one it is the client's or the API's.
    """

    kind: str = "access"
    user: str | None = None
    client_id: str | None = None
    audience: str | None = None
    scope: tuple[str, ...] = ()
    organization: str | None = None
    nonce: str | None = None
    lifetime: int | None = None
    expired: bool = False
    claims: Mapping[str, Any] = field(default_factory=dict)
    header: Mapping[str, Any] = field(default_factory=dict)
    alg: str | None = None
    signature: str = "good"
    secret: bytes | None = field(default=None, repr=False)
