"""The countdown of a login that waits: rewritten in place, and gone before anything else is said."""

from io import StringIO

import pytest

from auth0ctl.cli.session import Session
from auth0ctl.errors import NetworkError
from auth0ctl.results import Changed


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True

    def shown(self) -> str:
        """What stands on the screen: a carriage return goes to the line's beginning, what follows overwrites it."""
        lines = []
        for line in self.getvalue().split("\n"):
            cells: list[str] = []
            for piece in line.split("\r"):
                cells[: len(piece)] = piece
            lines.append("".join(cells).rstrip())
        return "\n".join(lines)


@pytest.fixture
def screen() -> Terminal:
    return Terminal()


@pytest.fixture
def session(screen: Terminal) -> Session:
    return Session(environ={}, stdin=StringIO(), stdout=screen, stderr=screen)


def test_it_is_rewritten_in_place(session: Session, screen: Terminal) -> None:
    session.count_down(600)
    session.count_down(59.9)
    assert screen.shown() == "0:59 left to log in; Ctrl-C gives up."


def test_nothing_of_it_is_left_before_a_result(session: Session, screen: Terminal) -> None:
    session.count_down(299)
    session.show(Changed(sentence="Done."))
    assert "Done." in screen.shown()
    assert "left to log in" not in screen.shown()


def test_nothing_of_it_is_left_before_a_sentence(session: Session, screen: Terminal) -> None:
    session.count_down(299)
    session.say("Short.")
    assert screen.shown() == "Short.\n"


def test_nothing_of_it_is_left_before_an_error(session: Session, screen: Terminal) -> None:
    session.count_down(1)
    session.fail(NetworkError("no answer"))
    assert "left to log in" not in screen.shown()
    assert "no answer" in screen.shown()


def test_no_countdown_where_nobody_looks(screen: Terminal) -> None:
    pipe = StringIO()
    Session(environ={}, stdout=screen, stderr=pipe).count_down(10)
    assert pipe.getvalue() == ""
