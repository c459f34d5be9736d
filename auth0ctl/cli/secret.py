"""How a secret comes in: a file, standard input, or a prompt without echo. Never an argument (standards.md S06)."""

from pathlib import Path

from auth0ctl.cli.session import Session
from auth0ctl.errors import UsageError

LARGEST = 1024 * 1024  # bytes; nobody's secret is longer, and a slip of the hand often is


def read_secret(session: Session, file: str | None, what: str) -> str | None:
    """The secret in ``file`` (``-``: standard input), without the line end; None where no file is named."""
    if file is None:
        return None
    text = read_text(session, file, what).strip()
    if not text:
        raise UsageError(f"the {what} in {'standard input' if file == '-' else file} is empty")
    session.redactor.learn(text)
    return text


def read_text(session: Session, file: str, what: str) -> str:
    """The text of a file or of standard input. Raises UsageError when it cannot be read or is far too long."""
    if file == "-":
        return session.stdin.read(LARGEST)
    try:
        with Path(file).open(encoding="utf-8", errors="replace") as source:
            return source.read(LARGEST)
    except OSError as error:
        raise UsageError(f"the {what} cannot be read from {file}: {error.strerror}") from None
