"""Groups by mean likeness, and ids and history when groups change."""

from __future__ import annotations

import numpy as np

from firsthand.story import Grouper
from firsthand.story.cluster import Linkage, clusters
from firsthand.story.similar import Edges
from tests.story.texts import BRIDGE, MILL, make


def edges(*pairs: tuple[int, int, float]) -> Edges:
    left, right, likeness = zip(*pairs, strict=True)
    return Edges(np.array(left), np.array(right), np.array(likeness))


def test_pairs_below_the_threshold_stay_apart():
    assert clusters(3, edges((0, 1, 0.5), (1, 2, 0.05)), Linkage()) == [[0, 1], [2]]


def test_pairs_that_are_not_known_count_as_unlike():
    chain = edges((0, 1, 0.2), (1, 2, 0.15))

    assert clusters(3, chain, Linkage(least=0.1)) == [[0, 1], [2]]


def test_groups_that_hold_together_better_than_to_each_other_stay_apart():
    two_floods = edges(
        *((0, 1, 0.6), (2, 3, 0.6), (0, 2, 0.2), (0, 3, 0.2), (1, 2, 0.2), (1, 3, 0.2))
    )

    assert clusters(4, two_floods, Linkage()) == [[0, 1], [2, 3]]
    assert clusters(4, two_floods, Linkage(cohesion=0.1)) == [[0, 1, 2, 3]]


def test_no_articles_no_groups():
    none = np.zeros(0, np.int64)

    assert clusters(0, Edges(none, none, np.zeros(0)), Linkage()) == []


def test_merges_and_splits_are_recorded_and_ids_stay():
    grouper = Grouper()
    for texts in (BRIDGE, MILL):
        grouper.add(make(texts, texts[0][:40]))
    apart = {story.id for story in grouper.stories()}

    grouper._linkage, grouper._found = Linkage(least=0.0, cohesion=0.0), None
    grouper._similarity = type(grouper._similarity)(least=0.0)
    (merged,) = grouper.stories()
    grouper._linkage, grouper._found = Linkage(), None
    again = grouper.stories()

    assert len(apart) == 2
    assert merged.id in apart
    assert merged.history == (f"merged with {(apart - {merged.id}).pop()}",)
    assert {story.id for story in again} == apart
    assert {line.split()[0] for story in again for line in story.history} == {"merged", "split"}
