"""Who has text of whom: kinds, sources, direction, paragraphs side by side."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from firsthand.story import copies
from firsthand.types import Article, Direction, Link, LinkKind, ZoneKind
from tests.story.texts import BRIDGE, BUDGET, FOOTER, MILL, make, own_words

WIRE = make(BRIDGE, "Bridge shut", outlet="Wire", published="2024-05-07T09:00:00Z")


def kinds(links: tuple[Link, ...]) -> list[LinkKind]:
    return [link.kind for link in links]


def test_the_same_text_is_a_copy():
    copied = make([*BRIDGE, FOOTER], outlet="Lantern", published="2024-05-07T11:00:00Z")

    (link,) = copies([copied, WIRE])

    assert (link.left, link.right, link.kind) == (WIRE.id, copied.id, LinkKind.COPY)
    assert link.direction is Direction.TIMED
    assert link.score > 0.9


def test_british_spelling_and_another_case_are_no_change():
    american = [text.replace("centre", "CENTRE").replace("harbour", "Harbour") for text in BRIDGE]
    (link,) = copies([WIRE, make(american, published="2024-05-08")])

    assert {passage.kind for passage in link.passages} == {"same"}


def test_an_abridged_text_is_a_copy_with_its_cuts_told():
    short = make([BRIDGE[0], BRIDGE[1], BRIDGE[5]], published="2024-05-08T09:00:00Z")

    (link,) = copies([short, WIRE])

    assert link.kind is LinkKind.COPY
    assert [one.kind for one in link.passages].count("cut") == len(BRIDGE) - 3


def test_two_lifted_paragraphs_are_an_excerpt():
    host = make([*MILL, BRIDGE[3], BRIDGE[5], *BUDGET], published="2024-05-09T09:00:00Z")

    (link,) = copies([host, WIRE])

    assert link.kind is LinkKind.EXCERPT
    lifted = [one.right.exact for one in link.passages if one.right]
    assert lifted == [BRIDGE[3], BRIDGE[5]]


def test_a_text_in_other_words_is_a_rewrite():
    rewritten = make([own_words(text) for text in BRIDGE], published="2024-05-08T09:00:00Z")

    (link,) = copies([rewritten, WIRE])

    assert link.kind in (LinkKind.REWRITE, LinkKind.COPY)
    assert "changed" in {one.kind for one in link.passages}


def test_two_who_quote_one_speech_have_not_copied():
    other = make([MILL[0], BRIDGE[2], MILL[1]], published="2024-05-08T09:00:00Z")
    quoting = make([*BUDGET, "The mayor said: " + BRIDGE[2].split(" Mayor")[0] + " That was all."])

    links = copies([WIRE, quoting])

    assert kinds(links) == [LinkKind.COMMON_QUOTE]
    assert {one.kind for one in links[0].passages} == {"quote"}
    assert kinds(copies([WIRE, other])) != [LinkKind.COPY]


SPEECH = (
    "“I have walked these nine parishes since the thaw, and there is not one well among them from "
    "which I would let my own grandchildren drink before the winter is out,” she said.",
    "“Give me the pumps that were promised in March, give me forty honest workers, and by the "
    "feast of the lanterns there will be clean water in every kitchen of the lower town.”",
    "“Those who sold us the old pipes knew what they were selling, and I will say so under oath "
    "before any court that has the courage to hear it.”",
)


def quoting(lead: str, last: str) -> list[str]:
    """A report that has three quotations of one speech, its own words around them."""
    return [lead, SPEECH[0], f"To applause she added: {SPEECH[1]}", SPEECH[2], last]


def test_who_quotes_a_whole_speech_of_an_article_is_no_copy_of_it():
    first = make(quoting(MILL[0], MILL[3]), outlet="Wire", published="2024-05-07T09:00:00Z")
    second = make(
        [BUDGET[0], *(f"Later came this: {said}" for said in SPEECH), BUDGET[1]],
        outlet="Post",
        published="2024-05-08T09:00:00Z",
    )
    spliced = make(
        [BRIDGE[0], " ".join(SPEECH), BRIDGE[3], BRIDGE[4]], published="2024-05-09T09:00:00Z"
    )

    for pages in ([first, second], [first, spliced], [first, second, spliced]):
        links = copies(pages)

        assert links
        assert set(kinds(links)) == {LinkKind.COMMON_QUOTE}


def test_who_takes_the_words_around_the_quotations_too_has_copied():
    first = make(quoting(MILL[0], MILL[3]), outlet="Wire", published="2024-05-07T09:00:00Z")
    other = make(quoting(MILL[0], BUDGET[0]), outlet="Post", published="2024-05-08T09:00:00Z")

    assert kinds(copies([first, other])) == [LinkKind.COPY]


def test_what_unrelated_pages_share_is_furniture():
    strange = tuple(text[::-1] for text in MILL)
    pages = [make([*body, FOOTER]) for body in (BRIDGE, MILL, BUDGET, strange)]

    assert len(copies(pages[:2])) == 1
    assert copies(pages) == ()


def test_copies_of_a_copy_link_to_the_first_one_only():
    later = [
        make([*BRIDGE, f"Our reader {name} saw it."], published=f"2024-05-08T1{hour}:00:00Z")
        for hour, name in enumerate(("Ana", "Bo", "Cy", "Di"))
    ]

    links = copies([*later, WIRE])

    assert {link.left for link in links} == {WIRE.id}
    assert {link.right for link in links} == {item.id for item in later}


def test_pages_of_one_outlet_need_more_than_a_paragraph():
    one = make([*MILL, BRIDGE[3]], outlet="The Lantern", published="2024-05-01")
    two = make([*BUDGET, BRIDGE[3]], outlet="Lantern", published="2024-05-09")

    assert copies([one, two]) == ()


def test_unknown_where_zones_leave_the_order_open():
    one = make(BRIDGE, outlet="A", published="2024-05-07T09:00:00")
    two = make([*BRIDGE, "And more."], outlet="B", published="2024-05-07T12:00:00")

    (link,) = copies([two, one])

    assert link.direction is Direction.UNKNOWN
    assert "leave it open" in link.reasons[0]


def test_a_credit_goes_before_the_clock():
    early = make(
        [*BRIDGE, "This article originally appeared in The Orlin Wire."],
        outlet="Lantern",
        published="2024-05-07T08:00:00Z",
    )
    source = make(BRIDGE, outlet="Orlin Wire", published="2024-05-07T09:00:00Z")

    (link,) = copies([early, source])

    assert (link.left, link.direction) == (source.id, Direction.STATED)
    assert link.evidence[0].exact == "originally appeared in The Orlin Wire."
    assert "text is from The Orlin Wire" in link.reasons[0]


def test_an_agencys_own_page_is_known_by_its_mark():
    wire = make(["ORLIN (Wire Nine) — " + BRIDGE[0], *BRIDGE[1:]])
    paper = make([*BRIDGE, "Distributed by Wire Nine"], outlet="Lantern")

    (link,) = copies([paper, wire])

    assert (link.left, link.direction) == (wire.id, Direction.STATED)


def test_of_a_text_that_many_carry_the_page_with_the_wires_mark_is_nearer_to_the_source():
    marked = make(["ORLIN (Wire Nine) — " + BRIDGE[0], *BRIDGE[1:]], outlet="Lantern")
    bare = [make([*BRIDGE, f"More from {name}."], outlet=name) for name in ("Post", "Courier")]

    links = copies([marked, *bare])
    alone = copies([marked, bare[0]])

    assert {
        (link.left, link.direction) for link in links if marked.id in (link.left, link.right)
    } == {(marked.id, Direction.STATED)}
    assert any("3 outlets carry the text" in reason for link in links for reason in link.reasons)
    assert [link.direction for link in alone] == [Direction.UNKNOWN]


def test_a_certain_time_goes_before_the_wires_mark():
    day = "2024-05-0{}T09:00:00Z"
    first = make(BRIDGE, outlet="Post", published=day.format(7))
    marked = make(
        ["ORLIN (Wire Nine) — " + BRIDGE[0], *BRIDGE[1:]], outlet="Lantern", published=day.format(8)
    )
    third = make([*BRIDGE, "More."], outlet="Courier", published=day.format(9))

    links = copies([first, marked, third])

    assert {(link.left, link.direction) for link in links} == {(first.id, Direction.TIMED)}


def test_a_corrected_version_comes_after_the_first():
    note = "Correction: an earlier version gave the length of the closure as nineteen weeks."
    first = make(BRIDGE, outlet="Wire", published="2024-05-07")
    whole = make([*BRIDGE, note], outlet="The Wire", published="2024-05-07")
    zones = (*whole.zones[:-1], replace(whole.zones[-1], kind=ZoneKind.CORRECTION))
    corrected = replace(whole, zones=zones)

    (link,) = copies([corrected, first])

    assert (link.left, link.right) == (first.id, corrected.id)
    assert link.direction is Direction.STATED
    assert link.evidence[0].exact == note


def test_each_link_shows_words_of_both_sides():
    (link,) = copies([WIRE, make([*BUDGET, *BRIDGE[3:]], published="2024-05-09")])

    shown = {span.article for span in link.evidence}
    assert shown == {link.left, link.right}


@pytest.mark.parametrize("texts", [[], ["Short."], ["Short.", "Short."], ["日本語の記事です。"]])
def test_little_text_is_no_fault(texts):
    assert copies([make([text], str(k)) for k, text in enumerate(texts)]) == ()


def test_an_empty_body_is_no_fault():
    assert copies([Article.from_text("", title="Only a title")] * 2) == ()


PARAGRAPHS = st.lists(st.sampled_from([*BRIDGE, *MILL, *BUDGET, FOOTER]), min_size=1, max_size=6)
DAYS = st.sampled_from(["2024-05-01", "2024-05-02T08:00:00Z", "2024-05-03T08:00:00+02:00", None])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(PARAGRAPHS, DAYS), min_size=2, max_size=7), st.integers(0, 99))
def test_links_are_pinned_and_do_not_depend_on_order(pages, seed):
    articles = [make(texts, published=day) for texts, day in pages]
    shuffled = random.Random(seed).sample(articles, len(articles))
    known = {item.id: item for item in articles}

    links = copies(articles)

    assert copies(shuffled) == links
    assert msgspec.json.decode(msgspec.json.encode(links), type=tuple[Link, ...]) == links
    for link in links:
        assert {link.left, link.right} <= known.keys()
        assert link.left != link.right
        assert 0 < link.score <= 1
        spans = [*link.evidence, *(s for p in link.passages for s in (p.left, p.right) if s)]
        assert all(known[one.article].text[one.start : one.end] == one.exact for one in spans)
