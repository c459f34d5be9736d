"""A hybrid login brings two ID tokens: each says which way it came."""

from dataclasses import replace
from io import StringIO

import pytest
from made_login import made_login

from auth0ctl.lookup import load
from auth0ctl.render import RENDERERS
from auth0ctl.render.tokenwords import channels
from auth0ctl.results import Login


def drawn(result: Login, output: str) -> str:
    text = StringIO()
    load(RENDERERS[output])(result, text)
    return text.getvalue()


@pytest.mark.parametrize("output", ["terminal", "html"])
def test_two_id_tokens_are_told_apart(output: str) -> None:
    result = made_login()
    id_token = result.verified[0]
    hybrid = replace(result, verified=(replace(id_token, label="front-channel ID token"), *result.verified))
    shown = drawn(hybrid, output)
    assert shown.count("ID token, JWT, from /authorize (front channel)") == 1
    assert shown.count("ID token, JWT, from the token endpoint") == 1
    assert "from the token endpoint" not in drawn(result, output)


def test_one_way_needs_no_words() -> None:
    assert channels(made_login().verified) == ("", "")
