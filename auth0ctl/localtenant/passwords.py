"""Passwords at rest, as Werkzeug hashes them (scrypt); imported when there is one."""

from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash


def hashed(password: str) -> str:
    return generate_password_hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Takes as long where nothing is stored."""
    same = check_password_hash(stored or _nobody(), password)
    return same and bool(stored)


@cache
def _nobody() -> str:
    return generate_password_hash("nobody has this password")
