"""The HTML page: one file that needs nothing else, in which foreign text stays text and no token stands."""

import io
import itertools
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from forge import AT
from hostile_payloads import HOSTILE, acting
from made_login import RULE, events, made_login, refused_login, token_texts

from auth0ctl.findings import Report
from auth0ctl.protocol import TokenRequest
from auth0ctl.render.html.diagram import diagram
from auth0ctl.render.html.page import render
from auth0ctl.render.terminal.page import cells
from auth0ctl.results import (
    Bare,
    Changed,
    Compared,
    Decoded,
    Difference,
    Inspection,
    Listing,
    Login,
    Section,
    Step,
    Story,
)

MARKUP = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</title><base href=//evil.example>",
    "</style><style>*{display:none}</style>",
    "<!-- ",
    "]]>",
    "&lt;b&gt; &amp; &#60;",
    "javascript:alert(1)",
    "<a href=https://evil.example>click</a>",
    "</svg></div></main>",
    "{{7*7}} ${7*7}",
]
VOID = {"meta"}


class Parts(HTMLParser):
    """The elements of a page with their attributes, its text, and whether each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.odd: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID and tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.odd.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def handle_comment(self, data: str) -> None:
        self.odd.append(data)


def html(result: Any) -> str:
    out = io.StringIO()
    render(result, out)
    return out.getvalue()


def parts(page: str) -> Parts:
    read = Parts()
    read.feed(page)
    read.close()
    assert (read.open, read.odd) == ([], []), "each element is closed, in order"
    return read


def test_the_page_needs_nothing_else_and_lets_nothing_in() -> None:
    page = html(made_login())
    read = parts(page)
    names = {name for name, _ in read.elements}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "input", "button"}
    for name, attributes in read.elements:
        assert not [one for one in attributes if one.startswith("on") or one in ("style", "src", "srcset", "action")]
        if "href" in attributes:
            assert (name, attributes["href"]) == ("a", RULE.docs)
    (policy,) = [a["content"] for n, a in read.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "url(" not in page
    assert "@import" not in page
    assert page.isascii()


@pytest.mark.parametrize("login", [made_login(), made_login(good=True)], ids=["bad", "good"])
def test_no_token_and_no_signature_stands_in_it(login: Login) -> None:
    page = html(login)
    assert [one for one in token_texts(login) if one in page] == []
    assert "256 bytes" in page


def test_it_says_all_of_a_login() -> None:
    words = " ".join("".join(parts(html(made_login())).words).split())
    for wanted in (
        "The login came back, but not clean",
        "AZ402 audience-missing-opaque-token",
        "auth0ctl login --audience https://api.example.com",
        "tenant.eu.auth0.com",
        "Example SPA (localSPA000000000000000000000000)",
        "POST /oauth/token",
        "403 invalid_grant",
        "expires in 2 h",
        "OIDC: who issued it",
        "an Action: custom claim",
        "1 of 3 checks failed",
        "same sub",
        "A Person",
        "Kept in the keyring",
        "1 rule could not be judged",
    ):
        assert wanted in words, wanted
    assert "The login works" in html(made_login(good=True))
    assert "no browser was needed" not in html(made_login())


def test_a_refused_login_shows_the_refusal_first() -> None:
    words = "".join(parts(html(refused_login())).words)
    assert words.index("The login was refused") < words.index("Asked") < words.index("The way there")
    assert "Callback URL mismatch." in words
    assert "it was not needed to find out" in words


def test_a_login_without_a_browser_has_a_page_too() -> None:
    request = TokenRequest(
        grant_type="client_credentials", client_id="m2m", scope=(), parameters={"organization": "org_1"}
    )
    words = "".join(parts(html(replace(made_login(good=True), request=request, delivered="", trace=()))).words)
    assert "client_credentials" in words
    assert "org_1" in words
    assert "The way there" not in words


@pytest.mark.parametrize("foreign", MARKUP)
def test_S10_rejects_markup_in_every_place(foreign: str) -> None:
    plain, hostile = parts(html(made_login("x"))), parts(html(made_login(foreign)))
    # Long labels wrap into more <text> elements; everything else is the same skeleton.
    ours = {"text", "tspan"}
    assert [one for one, _ in hostile.elements if one not in ours] == [
        one for one, _ in plain.elements if one not in ours
    ]
    for name, attributes in hostile.elements:
        assert not [one for one in attributes if one.startswith("on")]
        if name == "a":
            assert attributes["href"] == RULE.docs
    assert foreign in "".join(hostile.words)
    parts(html(refused_login(foreign)))


def test_S10_rejects_every_payload_in_a_page() -> None:
    for start in range(0, len(HOSTILE), 8):
        foreign = "|".join(HOSTILE[start : start + 8])
        words = "".join(parts(html(made_login(foreign))).words)
        assert acting(words.replace("\n", " "), colours=False) == [], HOSTILE[start : start + 8]


OTHERS = [
    Changed(sentence="Made <b>it</b>.", resource={"id": "x"}, next="auth0ctl api list"),
    Listing(noun="clients", columns=("name", "id"), rows=(("<i>a</i>", "b"),), objects=({},)),
    Listing(noun="clients", columns=("name",), rows=(), objects=(), empty="auth0ctl client create"),
    Inspection(resource={}, title="The <b>client</b>", sections=(Section(title="Grants", rows=(("a", "b\nc"),)),)),
    Report(subject="nothing"),
    made_login().verified[0],
    Decoded(token=made_login().verified[0].token, at=AT),
    Compared(
        a=made_login().verified[0].token,
        b=made_login().verified[1].token,
        at=AT,
        differences=(Difference(where="claim", name="<b>", a=1, b=2, meaning="x"),),
    ),
    Story(
        title="The story",
        steps=(Step(number=1, title="one", command="auth0ctl x", told="so", result=Changed(sentence="a"), ok=True),),
        browser="none",
    ),
]


@pytest.mark.parametrize("result", OTHERS, ids=lambda one: type(one).__name__)
def test_every_other_result_has_a_page(result: Any) -> None:
    read = parts(html(result))
    assert not {name for name, _ in read.elements} & {"b", "i", "script"}
    assert "".join(read.words).strip()


def test_bare_text_stays_bare() -> None:
    assert html(Bare(name="script", text="echo <hi>")) == "echo <hi>\n"


# The diagram


LONG = "https://a-very-long-host.example.com/and/a/path/that/never/ends?with=parameters&and=more " * 3
TEXTS = ["", "short", LONG, "w" * 400, "日本語のとても長い名前" * 20, "🔑 " * 80, "a\nb\tc", "<&>\"'"]


def number(element: ElementTree.Element, name: str) -> float:
    return float(element.attrib[name])


@pytest.mark.parametrize("foreign", TEXTS, ids=range(len(TEXTS)))
@pytest.mark.parametrize("count", [0, 40])
def test_labels_touch_neither_each_other_nor_an_arrow_nor_the_edge(foreign: str, count: int) -> None:
    found = re.search(r"<svg.*</svg>", diagram(events(foreign, count=count), tenant="t" * 90))
    assert found
    svg = ElementTree.fromstring(found[0])
    width = number(svg, "width")
    bottom = 46.0
    for group in [one for one in svg.iter("g") if "step" in one.attrib["class"]]:
        labels = [one for one in group.iter("text") if one.attrib["class"] == "what"]
        arrows = [one for one in group.iter("line") if one.attrib["class"] == "way"]
        tops = [number(one, "y") - 10 for one in labels]
        assert tops == sorted(set(tops))
        assert tops[0] >= bottom, "the label begins under the arrow before it"
        assert [b - a for a, b in itertools.pairwise(tops) if b - a < 14] == []
        end = number(labels[-1], "y") + 2
        for one in labels:
            half = cells(one.text or "") * 7.3 / 2
            middle = number(one, "x")
            assert half < middle < width - half
            for arrow in arrows:
                ends = sorted((number(arrow, "x1"), number(arrow, "x2")))
                assert ends[0] - 9 <= middle - half
                assert middle + half <= ends[1] + 9
        bottom = max([end, *(number(arrow, "y1") for arrow in arrows)])
    assert bottom < number(svg, "height")


def test_no_events_no_diagram() -> None:
    assert diagram(()) == ""


def test_a_failed_step_is_marked_and_an_answer_is_dashed() -> None:
    drawn = diagram(events())
    assert drawn.count("failed") == 1
    assert drawn.count("answer") == 2


def test_words_between_backticks_are_code_in_our_sentences_alone() -> None:
    login = made_login()
    rule = replace(RULE, title="`aud` is wrong", why="It is `<b>` and `x & y`.", fix="Ask for `audience`.")
    finding = replace(login.findings[0], rule=rule, detail="`a`: `b`", evidence=("seen `c`",), fix="")
    page = html(replace(login, findings=(finding,), userinfo={"name": "`d`"}))
    for code in ("aud", "a", "b", "x &amp; y", "audience"):
        assert f"<code>{code}</code>" in page
    assert "<b>" not in page
    assert "seen `c`" in page  # what was seen is shown as it was
    assert "`d`" in page
