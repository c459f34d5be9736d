"""What the tenant says on its standard error when one of its own handlers has failed and the caller got a 500."""

import contextlib
import traceback
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_LONGEST = 200  # characters of a path


def tell(stream: TextIO, environ: "WSGIEnvironment", error: Exception, *, steps: bool = False) -> None:
    """One line: the request without its query, the kind of error and where it was raised; ``steps`` adds the way there.

    The error's own text stays out: it may quote what was sent, a password or a token.
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    # PATH_INFO is percent-decoded, and whoever calls decides what is in it: no line break and no escape goes out.
    path = ascii(environ.get("PATH_INFO", "")[:_LONGEST])[1:-1]
    lines = [f"auth0ctl local tenant: 500 for {environ['REQUEST_METHOD']} {path}: {type(error).__name__}{place}\n"]
    if steps:
        lines += traceback.format_list(frames)
    with contextlib.suppress(OSError, ValueError):  # a closed stream must not cost the caller the answer
        stream.write("".join(lines))
        stream.flush()
