"""Articles into stories: average linkage over the pairs that are alike.

Two groups become one where their articles are alike on average, counting pairs that are not known
as unlike. Two groups that hold together much better than they hold to each other stay apart, be
they two floods in one week or two turns of one saga.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from msgspec import Struct

from firsthand.story.similar import Edges

__all__ = ["Linkage", "clusters"]


class Linkage(Struct, frozen=True, kw_only=True):
    """When groups of articles become one."""

    least: float = 0.09  # mean likeness of two groups
    cohesion: float = 0.55  # of the looser group's own mean likeness, that theirs must reach
    grown: int = 2  # articles from which a group has a cohesion to speak of


class _Groups:
    """The groups so far: their size, likeness inside, and likeness to their neighbours."""

    def __init__(self, count: int, edges: Edges) -> None:
        self.members: list[list[int]] = [[number] for number in range(count)]
        self.inside = [0.0] * count  # sum over pairs of members
        self.near: list[dict[int, float]] = [{} for _ in range(count)]  # sum over pairs between
        for left, right, likeness in zip(
            edges.left.tolist(), edges.right.tolist(), edges.likeness.tolist(), strict=True
        ):
            self.near[left][right] = likeness
            self.near[right][left] = likeness

    def mean_between(self, one: int, two: int) -> float:
        return self.near[one][two] / (len(self.members[one]) * len(self.members[two]))

    def mean_inside(self, one: int) -> float:
        size = len(self.members[one])
        return self.inside[one] / (size * (size - 1) / 2)

    def join(self, one: int, two: int) -> None:
        """Put the second group into the first."""
        self.inside[one] += self.inside[two] + self.near[one].pop(two)
        del self.near[two][one]
        for other, likeness in self.near[two].items():
            del self.near[other][two]
            total = self.near[one].get(other, 0.0) + likeness
            self.near[one][other] = self.near[other][one] = total
        self.near[two] = {}
        self.members[one] += self.members[two]
        self.members[two] = []


def clusters(count: int, edges: Edges, params: Linkage) -> list[list[int]]:
    """Sort articles 0 … count-1 into groups; each in order, groups by their first article."""
    groups = _Groups(count, edges)
    heap = [
        (-likeness, left, right)
        for left, right, likeness in zip(
            edges.left.tolist(), edges.right.tolist(), edges.likeness.tolist(), strict=True
        )
        if likeness >= params.least
    ]
    heapify(heap)
    while heap:
        value, one, two = heappop(heap)
        if two not in groups.near[one] or -groups.mean_between(one, two) != value:
            continue  # of groups that have changed since
        if not _may_join(groups, one, two, params):
            continue
        if len(groups.near[one]) < len(groups.near[two]):
            one, two = two, one
        groups.join(one, two)
        for other in groups.near[one]:
            mean = groups.mean_between(one, other)
            if mean >= params.least:
                heappush(heap, (-mean, min(one, other), max(one, other)))
    found = [sorted(members) for members in groups.members if members]
    return sorted(found)


def _may_join(groups: _Groups, one: int, two: int, params: Linkage) -> bool:
    if min(len(groups.members[one]), len(groups.members[two])) < params.grown:
        return True
    looser = min(groups.mean_inside(one), groups.mean_inside(two))
    return groups.mean_between(one, two) >= params.cohesion * looser
