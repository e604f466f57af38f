"""Articles into stories: average linkage over the pairs that are alike.

Two groups become one where their articles are alike on average, counting pairs that are not known
as unlike. Two groups that hold together much better than they hold to each other stay apart, be
they two floods in one week or two turns of one saga. In each round all groups that are each
other's nearest become one: for average linkage the order among such pairs does not matter.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from firsthand.story.rows import Bools, Ints
from firsthand.story.similar import Edges, Floats

__all__ = ["Linkage", "clusters"]


class Linkage(Struct, frozen=True, kw_only=True):
    """When groups of articles become one. Set with bench/quality/story_cases.py."""

    least: float = 0.09  # mean likeness of two groups
    cohesion: float = 0.55  # of the looser group's own mean likeness, that theirs must reach
    grown: int = 2  # articles from which a group has a cohesion to speak of


class _Groups:
    """The groups so far: their size, likeness inside, and likeness to their neighbours.

    A group has the number of its first article.
    """

    def __init__(self, count: int, edges: Edges) -> None:
        self.of = np.arange(count)  # the group of each article
        self.size = np.ones(count)
        self.inside = np.zeros(count)  # sum over pairs of members
        self.left, self.right = edges.left, edges.right
        self.between = edges.likeness  # sum over pairs of members of the two
        self.mean = edges.likeness

    def keep(self, which: Bools) -> None:
        """Forget the other pairs of groups."""
        self.left, self.right = self.left[which], self.right[which]
        self.between, self.mean = self.between[which], self.mean[which]

    def may_join(self, params: Linkage) -> Bools:
        """Say which pairs are alike enough, and hold to each other as they hold together."""
        size = self.size
        pairs = np.maximum(size * (size - 1) / 2, 1)
        own = np.where(size < params.grown, 0.0, self.inside / pairs)
        looser = np.minimum(own[self.left], own[self.right])
        found: Bools = (self.mean >= params.least) & (self.mean >= params.cohesion * looser)
        return found

    def join(self, pair: Ints) -> None:
        """Make one group of each of these pairs; no group is in two of them."""
        into, gone = self.left[pair], self.right[pair]
        self.inside[into] += self.inside[gone] + self.between[pair]
        self.size[into] += self.size[gone]
        root = np.arange(len(self.of))
        root[gone] = into
        self.of = root[self.of]
        one, two = root[self.left], root[self.right]
        left, right = np.minimum(one, two), np.maximum(one, two)
        key = left * len(self.of) + right
        order = np.argsort(key, kind="stable")
        order = order[left[order] != right[order]]
        key = key[order]
        first = np.nonzero(np.concatenate(([True], key[1:] != key[:-1])))[0][: len(key)]
        self.left, self.right = left[order[first]], right[order[first]]
        self.between = np.add.reduceat(self.between[order], first) if len(key) else self.between[:0]
        self.mean = self.between / (self.size[self.left] * self.size[self.right])


def clusters(count: int, edges: Edges, params: Linkage) -> list[list[int]]:
    """Sort articles 0 … count-1 into groups; each in order, groups by their first article."""
    groups = _Groups(count, edges)
    while len(groups.left):
        # a group to which none is alike enough will never be joined: a mean never grows
        alive = np.zeros(count, np.bool_)
        near = groups.mean >= params.least
        alive[groups.left[near]] = alive[groups.right[near]] = True
        groups.keep(alive[groups.left] & alive[groups.right])
        pair = np.nonzero(groups.may_join(params))[0]
        if not len(pair):
            break
        groups.join(_mutual(groups, pair))
    members: dict[int, list[int]] = {}
    for article, group in enumerate(groups.of.tolist()):
        members.setdefault(group, []).append(article)
    return list(members.values())


def _mutual(groups: _Groups, pair: Ints) -> Ints:
    """Return the pairs of groups that are each other's nearest; of equally near, the earliest."""
    left, right, mean = groups.left[pair], groups.right[pair], groups.mean[pair]
    best: Floats = np.zeros(len(groups.of))
    np.maximum.at(best, left, mean)
    np.maximum.at(best, right, mean)
    pick = (mean == best[left]) & (mean == best[right])
    pair, left, right = pair[pick], left[pick], right[pick]
    first = np.full(len(groups.of), len(groups.left))
    np.minimum.at(first, left, pair)
    np.minimum.at(first, right, pair)
    found: Ints = pair[(first[left] == pair) & (first[right] == pair)]
    return found
