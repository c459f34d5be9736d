"""Passwords at rest, as Werkzeug hashes them (scrypt); imported when there is one."""

from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

from auth0ctl.localtenant.lazy import load

IMPORTED = "imported:"  # begins a hash that came with an import of users


def hashed(password: str) -> str:
    return generate_password_hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Takes as long where nothing is stored."""
    if stored and stored.startswith(IMPORTED):
        return bool(load("management.imported_passwords:fits")(stored, password))
    same = check_password_hash(stored or _nobody(), password)
    return same and bool(stored)


@cache
def _nobody() -> str:
    return generate_password_hash("nobody has this password")
