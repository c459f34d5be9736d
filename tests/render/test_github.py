"""GitHub Actions: annotations that a runner reads as they were meant, and a summary that foreign text cannot shape."""

import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any, NamedTuple

import pytest
from hostile_payloads import HOSTILE
from made_login import made_login, refused_login, token_texts
from made_smoked import cause, green_smoked, made_smoked
from markdown_it import MarkdownIt

from auth0ctl.errors import NetworkError, UsageError
from auth0ctl.findings import Report
from auth0ctl.render.github import LONGEST_SUMMARY, harmless, render, render_error, summary
from auth0ctl.results import Bare, Diagnosed, Listing

# Each would be a command, a table's cell, a heading, a link, an element or an autolink where foreign text is let out.
INJECTIONS = [
    "x\n::error::owned",
    "x\r::add-mask::a",
    "x\r\n  ::stop-commands::t",
    "##[add-path]/tmp/evil",
    ",line=99,file=/etc/passwd::owned",
    "title::owned",
    "%0A::error::owned",
    "a%3Ab",
    "| x | y |",
    "\\| x \\\\| y",
    "\n\n# owned\n\n| a |\n|---|\n",
    "</code></td></tr></table>\n\n[x](https://evil.example)",
    "`</code>` ``` ~~~ ***",
    "<img src=https://evil.example/x>",
    "https://evil.example www.evil.example a@evil.example @octocat #1",
    "<!-- ",
    "-->]]>",
    "&lt;b&gt; &#60;script&#62;",
    "$$x$$ $`y`$",
]


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    message: str


def read(line: str) -> Command | None:
    """A line of output as a runner reads it: a command, or None for what is only printed."""
    found = re.fullmatch(r"::([a-z-]+)(?: (.*?))?::(.*)", line.lstrip())
    if not found:
        assert "##[" not in line, "the older form of a command, anywhere in a line"
        return None
    properties = dict(one.split("=", 1) for one in (found[2] or "").split(",") if one)
    return Command(found[1], {name: plain(value) for name, value in properties.items()}, plain(found[3]))


def plain(text: str) -> str:
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def commands(result: Any) -> list[Command]:
    out = io.StringIO()
    render(result, out)
    return [one for line in out.getvalue().splitlines() if (one := read(line))]


def test_each_check_that_is_not_green_has_an_annotation_the_worst_first() -> None:
    found = commands(made_smoked())
    assert [(one.name, one.properties["line"]) for one in found] == [
        ("error", "12"),
        ("error", "20"),
        ("error", "30"),
        ("error", "41"),
        ("error", "66"),
        ("warning", "26"),
    ]
    assert {one.properties["file"] for one in found} == {"ci/auth0ctl.toml"}
    first = found[0]
    assert first.properties["title"] == "auth0ctl: the SPA has its callback"
    assert "fix: auth0ctl client update spa --add-callback https://app.example.com/callback" in first.message.split(
        "\n"
    )


def test_green_is_one_line_and_no_annotation() -> None:
    out = io.StringIO()
    render(green_smoked(), out)
    assert out.getvalue() == "auth0ctl smoke: 1 passed\n"


@pytest.mark.parametrize("foreign", INJECTIONS)
def test_S10_rejects_a_command_in_foreign_text(foreign: str) -> None:
    for make in (made_smoked, made_login, refused_login):
        ours, theirs = commands(make()), commands(make(foreign))
        assert [(one.name, set(one.properties)) for one in theirs] == [(one.name, set(one.properties)) for one in ours]
        lines = [one.properties.get("line") for one in ours]
        assert [one.properties.get("line") for one in theirs] == lines


def test_a_file_with_odd_letters_is_one_property() -> None:
    (file,) = {one.properties["file"] for one in commands(made_smoked(file="a,line=9:b%3A::c.toml"))}
    assert file == "a,line=9:b%3A::c.toml"


def test_long_evidence_is_cut_in_an_annotation() -> None:
    report = Report(subject="x", findings=(replace(cause(), evidence=("e" * 9000,)),))
    (one,) = commands(Diagnosed(report=report, passed=False))
    assert len(one.message) < 5000
    assert one.message.endswith("…")


def test_an_error_is_an_annotation() -> None:
    out = io.StringIO()
    render_error(NetworkError("no answer from\n::error::x", "Try 50% later."), out)
    (line,) = out.getvalue().splitlines()
    found = read(line)
    assert found is not None
    assert found.properties["title"] == "auth0ctl: network, TLS or timeout"
    assert found.message.endswith("\nTry 50% later.")


@pytest.mark.parametrize("foreign", INJECTIONS)
def test_talk_is_no_command(foreign: str) -> None:
    assert [read(line) for line in harmless(f"{foreign}\n\u00a0::error::x\n##[group]").splitlines()].count(None) > 0
    assert all(not line.lstrip().startswith("::") for line in harmless(f"{foreign}\n {foreign}").splitlines())


def test_ordinary_talk_is_left_as_it_is() -> None:
    assert harmless("listening on [::1]:80") == "listening on [::1]:80"


# The job summary


class Elements(HTMLParser):
    """The elements of a page, and the words of it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}", ()))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", ()))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def shown(markdown: str) -> Elements:
    """The summary as a reader of Markdown with tables and links of its own makes it."""
    page = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)
    read = Elements()
    read.feed(page)
    read.close()
    return read


@pytest.mark.parametrize("foreign", [*INJECTIONS, "|".join(HOSTILE)], ids=range(len(INJECTIONS) + 1))
def test_S10_rejects_markup_in_a_summary(foreign: str) -> None:
    for make in (made_smoked, made_login, refused_login):
        assert shown(summary(make(foreign))).found == shown(summary(make("x"))).found


def test_the_summary_says_what_is_wrong_and_how_to_mend_it() -> None:
    text = summary(made_smoked())
    assert text.startswith("## ❌ auth0ctl smoke: 2 passed, 3 failed, 1 flaky, 1 unreached, 1 skipped, 1 warning\n\n")
    words = "".join(shown(text).words)
    for wanted in ("prod.eu.auth0.com", "the SPA has its callback", "http://localhost:3000", "1 not judged", "fix: "):
        assert wanted in words
    assert summary(green_smoked()).startswith("## ✅ auth0ctl smoke: 1 passed\n")


def test_a_summary_stays_below_what_github_takes() -> None:
    whole = made_smoked()
    many = replace(whole, checks=whole.checks[1:2] * 4000)
    text = summary(many)
    assert len(text.encode()) < LONGEST_SUMMARY + 1000
    assert "left out here" in text


def test_no_token_stands_in_either() -> None:
    login = made_login()
    out = io.StringIO()
    render(login, out)
    assert [one for one in token_texts(login) if one in out.getvalue() + summary(login)] == []


def test_bare_text_stays_bare_and_a_list_is_refused() -> None:
    out = io.StringIO()
    render(Bare(name="token", text="t"), out)
    assert (out.getvalue(), summary(Bare(name="token", text="t"))) == ("t\n", "")
    for write in (summary, lambda one: render(one, io.StringIO())):
        with pytest.raises(UsageError):
            write(Listing(noun="clients", columns=(), rows=(), objects=()))
