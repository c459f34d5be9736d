"""A user's own authenticator app: one-time codes by time (RFC 6238), on the tenant's clock.

A secret that /mfa/associate has given counts once a code of it was right; until then, and for users without one, the
code of stand_ins.py does. No code is taken twice (RFC 6238 section 5.2). That codes of one step before and after are
taken as well is INFERRED.
"""

import base64
import hashlib
import hmac
import struct

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.grants import stand_ins
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

MEMBER = "_totp"  # of a user, private to the store: a list of id, secret (Base32), active, used (the last step)
STEP = 30  # seconds
_DIGITS = 6
_DRIFT = 1  # steps


def code(secret: str, at: float) -> str:
    """The code of a Base32 secret at a Unix second. Raises ``ValueError`` for what is no Base32."""
    return _code(_key(secret), int(at) // STEP)


def new(secret: str = "", *, active: bool = False) -> JSON:
    """An authenticator for a user's ``MEMBER``. Raises ``ValueError`` for what is no Base32."""
    given = secret or base64.b32encode(chance.token_bytes(20)).decode()
    _key(given)
    return {"id": f"totp|dev_{chance.token_urlsafe(12)}", "secret": given, "active": active, "used": 0}


def enrol(tenant: Tenant, user_id: str) -> str:
    """Give the user a secret. One that no code has confirmed yet is replaced. Returns the secret, in Base32."""
    made = new()
    with tenant.state.transaction():
        user = tenant.state.get("user", user_id)
        if user is not None:
            user[MEMBER] = [*(one for one in user.get(MEMBER, ()) if one["active"]), made]
            tenant.state.put("user", user_id, user)
    return str(made["secret"])


def is_enrolled(user: JSON) -> bool:
    return any(one["active"] for one in user.get(MEMBER, ()))


def accepts(tenant: Tenant, user: JSON, given: str) -> bool:
    """Is this a code that the user may enter now? One that is, is used up."""
    given = given.strip()
    with tenant.state.transaction():
        current = tenant.state.get("user", str(user["user_id"])) or user
        for one in current.get(MEMBER, ()):
            if step := _step_of(one, given, tenant.now()):
                one.update(active=True, used=step)
                tenant.state.put("user", current["user_id"], current)
                return True
    return not is_enrolled(current) and hmac.compare_digest(given.encode(), stand_ins.CODE.encode())


def _step_of(authenticator: JSON, given: str, now: float) -> int:
    """The step that the code is of, if it may still be used; else 0."""
    key = _key(authenticator["secret"])
    present = int(now) // STEP
    for step in range(present - _DRIFT, present + _DRIFT + 1):
        if step > authenticator["used"] and hmac.compare_digest(given.encode(), _code(key, step).encode()):
            return step
    return 0


def _key(secret: str) -> bytes:
    bare = secret.replace(" ", "").rstrip("=").upper()
    try:
        key = base64.b32decode(bare + "=" * (-len(bare) % 8))
    except ValueError as error:
        raise ValueError("a TOTP secret is written in Base32") from error
    if not key:
        raise ValueError("a TOTP secret is not empty")
    return key


def _code(key: bytes, step: int) -> str:
    # RFC 4226 section 5.3: four bytes of the HMAC, from where its last half byte says.
    digest = hmac.digest(key, struct.pack(">Q", step), hashlib.sha1)
    start = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFF_FFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}d}"
