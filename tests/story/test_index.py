"""The reuse index as articles arrive: in one go or one by one, in memory or in files."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.story.index import Params, ReuseIndex
from firsthand.story.postings import Postings
from tests.story.texts import BRIDGE, BUDGET, FOOTER, MILL, make

PAGES = [
    make(BRIDGE, published="2024-05-01T08:00:00Z"),
    make(MILL, published="2024-05-02T08:00:00Z"),
    make([*BRIDGE[:4], *BUDGET], published="2024-05-03T08:00:00Z"),
    make([*BUDGET, MILL[4]], published="2024-05-04T08:00:00Z"),
    make([*MILL, FOOTER], published="2024-06-20T08:00:00Z"),
]


def test_one_by_one_finds_what_all_at_once_finds():
    at_once, one_by_one = ReuseIndex(), ReuseIndex()
    at_once.add(PAGES)

    found = [match for page in PAGES for match in one_by_one.add([page])]

    assert tuple(found) == at_once.settle() == one_by_one.settle()
    assert len(found) > 1


def test_an_article_that_is_held_is_passed_over():
    index = ReuseIndex()
    index.add(PAGES)

    assert index.add(PAGES) == ()


def test_what_left_the_window_is_not_found():
    everything, window = ReuseIndex(), ReuseIndex(Params(window_days=10, chunk=1))

    assert len(everything.add(PAGES)) == 1 + len(window.add(PAGES))


def test_what_left_the_window_stays_judged():
    copies_then = [
        make([*body, FOOTER], published=f"2024-0{month}-0{day}T08:00:00Z")
        for month, body in enumerate((BRIDGE, MILL, BUDGET), 5)
        for day in (1, 2)
    ]
    index = ReuseIndex(Params(window_days=10, chunk=1))
    index.add(copies_then)
    said = {(match.left, match.right) for match in index.settle()}

    assert said == {
        (one.id, two.id) for one, two in zip(copies_then[::2], copies_then[1::2], strict=True)
    }
    assert len(index._found) < len(copies_then)


def test_furniture_is_known_when_more_pages_have_come():
    index = ReuseIndex()
    bodies = (MILL, BRIDGE, BUDGET, tuple(text[::-1] for text in MILL))
    early = index.add([make([*body, FOOTER]) for body in bodies[:2]])
    index.add([make([*body, FOOTER]) for body in bodies[2:]])

    assert len(early) == 1
    assert index.settle() == ()


def test_files_beyond_the_memory_bound_give_the_same(tmp_path):
    small = ReuseIndex(Params(memory_bytes=1, chunk=1), folder=tmp_path)

    assert small.add(PAGES) == ReuseIndex(Params(chunk=1)).add(PAGES)
    assert list(tmp_path.iterdir())


ROWS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 50)), max_size=40)


@given(st.lists(ROWS, max_size=5))
def test_postings_give_back_the_earliest_holders(batches):
    postings = Postings(most=3, memory_bytes=1 << 20)
    for rows in batches:
        table = np.array(sorted(set(rows)), np.uint32).reshape(-1, 2)
        postings.add(table[:, 0], table[:, 1])
    asked = np.arange(10, dtype=np.uint32)

    place, holder = postings.find(asked)

    held = {row for rows in batches for row in rows}
    found = set(zip(place.tolist(), holder.tolist(), strict=True))
    assert found <= held
    for shingle in range(10):
        first = sorted(h for s, h in held if s == shingle)[:1]
        assert {h for s, h in found if s == shingle} >= set(first)
