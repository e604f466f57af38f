"""A marked page shows the capture's words, all of them, and none of its markup."""

from __future__ import annotations

from html import unescape
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from firsthand.report import wording
from firsthand.report.marking import Pointer, marked
from firsthand.types import Act, Article, Attribution, Zone, ZoneKind
from tests.report.cases import ATTRIBUTIONS, denial, wire

PROSE = st.text(st.characters(codec="utf-8"), min_size=1, max_size=120)
EVIL = st.sampled_from(["<script>alert(1)</script>", '"><img src=x onerror=a()>', "&lt;b&gt;", "‮"])


@st.composite
def pages(pick) -> tuple[Article, tuple[Attribution, ...], Pointer]:
    """Any text, cut into zones anywhere, with overlapping attributions anywhere."""
    text = "".join(pick(st.lists(st.one_of(PROSE, EVIL), min_size=1, max_size=6))) + "x"
    places = st.integers(0, len(text))
    cuts = sorted({0, len(text), *pick(st.lists(places, max_size=5))})
    kinds = st.sampled_from(list(ZoneKind))
    zones = tuple(Zone(kind=pick(kinds), start=a, end=b) for a, b in pairwise(cuts))
    article = Article(id="a", capture="c", reader="test/1", text=text, zones=zones)

    def span():
        start, end = sorted(pick(st.lists(places, min_size=2, max_size=2, unique=True)))
        return (article.span(start, end),)

    said = tuple(
        Attribution(
            id=f"i{i}", article="a", content=span(), cue=span(), source=span(), act=Act.DENIES
        )
        for i in range(pick(st.integers(0, 4)))
    )
    focus = (span()[0].start, len(text)) if pick(st.booleans()) else None
    return article, said, Pointer(focus=focus, chosen="i0")


@given(pages())
def test_every_word_is_shown_once_and_nothing_else_is_markup(page):
    article, said, point = page
    html = str(marked(article, said, href=lambda item: f"?at={item.id}", point=point))
    tree = LexborHTMLParser(f"<body>{html}</body>")
    allowed = {
        "a",
        "p",
        "h2",
        "h3",
        "div",
        "blockquote",
        "mark",
        "details",
        "summary",
        "small",
        "span",
    }
    tags = {node.tag for node in tree.css("body *")}

    assert tags <= allowed
    assert not [
        key for node in tree.css("body *") for key in node.attributes if key.startswith("on")
    ]
    for zone in article.zones:
        words = article.text[zone.start : zone.end]
        if words.strip():
            shown = "".join(map(wording.named, words))
            assert "".join(shown.split()) in "".join(unescape(strip(html)).split())


def strip(html: str) -> str:
    """Take our own tags out; every angle bracket of the page is escaped."""
    out, depth = [], 0
    for char in html:
        depth += (char == "<") - (char == ">" and depth > 0)
        if not depth and char != ">":
            out.append(char)
    return "".join(out)


def test_the_innermost_statement_gets_the_click():
    html = marked(wire, ATTRIBUTIONS[:4], href=lambda item: f"?at={item.id}")
    tree = LexborHTMLParser(f"<body>{html}</body>")
    denied = [node for node in tree.css("a.said.cue") if node.text() == "denied"]

    assert [node.attributes["href"] for node in denied] == [f"?at={denial.id}"]
    assert "denies" in str(denied[0].attributes["class"])
    assert len(tree.css("a.said[id]")) == 4
