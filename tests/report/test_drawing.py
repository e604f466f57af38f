"""The graph: every node and edge drawn once, nothing on top of another, the same every time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from firsthand.report.drawing import _places, draw
from firsthand.report.layout import graph, layers
from firsthand.types import Claim, Edge, Node, NodeKind
from tests.report.cases import BRAKES, QUOTE

KINDS = list(NodeKind)


@st.composite
def claims(pick) -> Claim:
    count = pick(st.integers(1, 14))
    nodes = tuple(
        Node(id=f"n{i}", kind=pick(st.sampled_from(KINDS)), name=pick(st.text(max_size=40)) or "x")
        for i in range(count)
    )
    ends = st.integers(0, count - 1)
    pairs = pick(st.lists(st.tuples(ends, ends), max_size=24, unique=True))
    edges = tuple(Edge(source=f"n{a}", target=f"n{b}", kind="via") for a, b in pairs)
    return replace(BRAKES, nodes=nodes, edges=edges)


@given(claims())
def test_boxes_never_overlap_and_edges_flow_onward(claim):
    drawn = graph(claim)
    placed = layers(drawn)
    for down in (False, True):
        boxes, width, height = _places(drawn, placed, down=down)
        found = [boxes[node.id] for node in drawn.nodes]
        for number, one in enumerate(found):
            assert one.x - one.w / 2 >= 0
            assert one.x + one.w / 2 <= width
            assert one.y + one.h / 2 <= height
            for other in found[number + 1 :]:
                apart = abs(one.x - other.x) >= (one.w + other.w) / 2
                assert apart or abs(one.y - other.y) >= (one.h + other.h) / 2
    depth = {item: row for row, items in enumerate(placed.rows) for item in items}
    for pair, points in placed.paths.items():
        rows = [depth[point] for point in points]
        assert rows == sorted(rows, reverse=pair in placed.turned)


@given(claims())
def test_a_drawing_is_the_same_each_time_and_says_every_node(claim):
    picture = draw(claim)
    tree = LexborHTMLParser(f"<body>{picture}</body>")

    assert picture == draw(claim)
    assert len(tree.css("a.node")) == len(graph(claim).nodes)
    assert tree.css("script") == []


def test_kinds_hedges_and_bottlenecks_are_told_in_words():
    text = LexborHTMLParser(str(draw(BRAKES))).text()

    for words in ("unnamed source", "page", "copied by", "picked up by, hedged"):
        assert words in text
    assert "every chain passes here" in text


def test_a_claim_with_chains_only_is_drawn():
    assert "an inspector" in draw(QUOTE)


def test_many_pages_become_one_box():
    pages = tuple(Node(id=f"p{i}", kind=NodeKind.ARTICLE, name=f"Post {i}") for i in range(300))
    edges = tuple(Edge(source="n1", target=page.id, kind="says") for page in pages)
    claim = replace(BRAKES, nodes=(BRAKES.nodes[0], *pages), edges=edges)
    picture = draw(claim)

    assert "and 294 more pages" in picture
    assert len(graph(claim).nodes) == 8
