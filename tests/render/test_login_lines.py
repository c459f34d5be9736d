"""A login on a terminal: what passed is counted, what failed is shown, and --verbose shows each check."""

import io
from dataclasses import replace

from made_login import made_login

from auth0ctl.render.json import document
from auth0ctl.render.terminal.draw import render
from auth0ctl.results import Login


def drawn(result: Login) -> str:
    out = io.StringIO()
    render(result, out)
    return out.getvalue()


def test_where_all_is_well_the_checks_are_counted() -> None:
    text = drawn(made_login(good=True))
    assert text.count("2 checks passed; -v shows each") == 2
    assert "1 check passed; -v shows each" in text  # what was held against each other
    assert "✓  issuer" not in text
    assert "no nonce was sent" not in text  # of a token that passed, nothing is missing


def test_what_failed_is_shown_and_why_others_were_not_run() -> None:
    text = drawn(made_login())
    assert text.count("✗  audience") == 2
    assert text.count("1 check not run: no nonce was sent") == 2
    assert "✓  issuer" not in text


def test_verbose_shows_each_check_and_json_is_the_same() -> None:
    result = made_login(good=True)
    every = replace(result, line_by_line=True)
    text = drawn(every)
    assert text.count("✓  issuer") == text.count("–  nonce") == 2
    assert "same sub" in text
    assert "-v" not in text
    assert document(every) == document(result)
