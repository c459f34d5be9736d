"""A smoke run as a page: what is red comes with its cause, each link has its place, and no foreign word is markup."""

import io
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from made_login import made_login, token_texts
from made_smoked import cause, green_smoked, made_smoked

from auth0ctl.findings import Report
from auth0ctl.render.html.page import render
from auth0ctl.results import Explained, Inspection, Section
from auth0ctl.smoked import Smoked

OURS = ("https://auth0.com/", "#")
MARKUP = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><style>*{}</style>", "&lt;b&gt;"]


class Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        named = dict(attrs)
        self.links += [named["href"] or ""] if "href" in named else []
        self.ids += [named["id"] or ""] if "id" in named else []
        assert not [name for name, _ in attrs if name.startswith("on") or name in ("src", "style")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def parts(result: Any) -> Parts:
    out = io.StringIO()
    render(result, out)
    read = Parts()
    read.feed(out.getvalue())
    read.close()
    return read


def words(result: Any) -> str:
    return "".join(parts(result).words)


def test_what_is_red_comes_with_what_was_expected_and_its_cause() -> None:
    told = words(made_smoked())
    for wanted in (
        "7 of 9 checks are not green",
        "ci/auth0ctl.toml, line 12",
        "expected",
        "http://localhost:3000",
        "AZ103 callback-url-not-registered",
        "auth0ctl client update spa --add-callback",
        "a person logs in",
        "The way there",
        "OIDC: who issued it",
    ):
        assert wanted in told, wanted


def test_a_page_says_how_the_run_ended() -> None:
    assert "the one check passed" in words(green_smoked())
    assert "nothing was checked" in words(replace(green_smoked(), checks=()))
    whole = made_smoked()
    mild = replace(whole, checks=(whole.checks[0], whole.checks[3]))
    assert "1 of 2 checks is not green, none of them counts as an error" in words(mild)


def test_each_link_has_its_place() -> None:
    read = parts(made_smoked())
    assert len(set(read.ids)) == len(read.ids)
    assert {one[1:] for one in read.links if one.startswith("#")} == set(read.ids)
    assert not [one for one in read.links if not one.startswith(OURS)]


@pytest.mark.parametrize("foreign", MARKUP)
def test_S10_rejects_markup_in_every_place_of_a_smoke_page(foreign: str) -> None:
    plain, hostile = parts(made_smoked("x")), parts(made_smoked(foreign))
    ours = {"text", "tspan"}  # long labels of the diagram wrap into more of these
    assert [one for one in hostile.elements if one not in ours] == [one for one in plain.elements if one not in ours]
    assert foreign in "".join(hostile.words)


def test_no_token_stands_in_a_smoke_page() -> None:
    out = io.StringIO()
    whole: Smoked = made_smoked()
    render(whole, out)
    logins = [check.login for check in whole.checks if check.login and check.login.tokens]
    assert logins
    assert [one for login in logins for one in token_texts(login) if one in out.getvalue()] == []
    assert made_login().tokens is not None


def test_an_explanation_and_an_inspection_are_pages_with_cards() -> None:
    report = Report(subject="the error text", findings=(cause(),))
    said = parts(Explained(report=report, read=(("error", "<b>"),)))
    shown = parts(
        Inspection(
            resource={}, title="The SPA", sections=(Section(title="Grants", rows=(("a", "b"),)),), findings=(cause(),)
        )
    )
    for read in (said, shown):
        assert "article" in read.elements
        assert "b" not in read.elements
    assert "Give the URL." in words(Explained(report=Report(subject="x"), read=(), advice=("Give the URL.",)))
