"""Reading the JWTs that clients make: assertions and DPoP proofs. Nothing in them is believed here."""

import json
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from auth0ctl.localtenant.store.state import JSON

_FAR = 1e15  # seconds; beyond it a number is no time, and arithmetic may overflow


def parts(text: str) -> tuple[JSON, JSON]:
    """Header and claims of a compact JWS, unverified. Raises ``ValueError`` for anything else."""
    try:
        parsed = jws.extract_compact(text.encode())
        header, claims = dict(parsed.headers()), json.loads(parsed.payload)
        # Half a surrogate pair is no text; the store could not keep it.
        json.dumps([header, claims], ensure_ascii=False).encode()
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise ValueError("no compact JWS") from error
    if not isinstance(claims, dict):
        raise ValueError("the claims are no object")
    return header, claims


def seconds(value: Any) -> float | None:
    """A NumericDate, or None for what is none."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) < _FAR:
        return None
    return value
