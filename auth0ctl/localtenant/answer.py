"""An answer as it stands on the connection (RFC 9112 section 4)."""

import time
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def message(
    status: str, headers: list[tuple[str, str]], body: bytes, environ: "WSGIEnvironment", *, ends: bool
) -> bytes:
    """Head and body. ``environ`` is the request's, empty where there is none; ``ends``: the connection does."""
    head = [f"HTTP/1.1 {status}"]
    head += [f"{name}: {value}" for name, value in headers]
    bodiless = status.startswith(("204", "304", "1"))
    if not bodiless and not any(name.lower() == "content-length" for name, _ in headers):
        head.append(f"Content-Length: {len(body)}")
    head.append(f"Date: {_date(int(time.time()))}")
    if ends:
        head.append("Connection: close")
    elif environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        head.append("Connection: keep-alive")
    text = "\r\n".join(head).encode("latin-1") + b"\r\n\r\n"
    return text if bodiless or environ.get("REQUEST_METHOD") == "HEAD" else text + body


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    # Not strftime, which speaks the locale's language; not email.utils, which takes long to import.
    year, month, day, hour, minute, seconds, weekday, *_ = time.gmtime(second)
    return f"{_DAYS[weekday]}, {day:02} {_MONTHS[month - 1]} {year} {hour:02}:{minute:02}:{seconds:02} GMT"
