"""Joins tellings into claims: nearest first, until the nearest two groups are too far apart.

Two groups are as near as their average pair (UPGMA, Sokal and Michener 1958). The nearest pair
would chain claims into one through any sentence that tells two; weighing it in by a half or a
quarter was measured and lost. A retelling that the average keeps out comes near the claim instead.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence

__all__ = ["joined", "nearest"]

Pair = tuple[int, int]


def joined(count: int, likenesses: Mapping[Pair, float], least: float) -> list[tuple[int, ...]]:
    """Group indexes 0..count-1; every pair that is not given is as far apart as can be.

    The answer depends on the indexes' order only where two pairs are equally near.
    """
    groups = _Groups(count, likenesses, least)
    groups.run()
    return sorted(tuple(sorted(members)) for members in groups.members.values())


def nearest(
    groups: Sequence[Sequence[int]], likenesses: Mapping[Pair, float], least: float
) -> list[tuple[int, ...]]:
    """Give for each group the indexes outside it whose mean likeness to it is at least `least`."""
    home = {index: number for number, members in enumerate(groups) for index in members}
    total: defaultdict[tuple[int, int], float] = defaultdict(float)
    for (left, right), value in sorted(likenesses.items()):
        if home[left] != home[right]:
            total[home[left], right] += value
            total[home[right], left] += value
    found: list[list[int]] = [[] for _ in groups]
    for (number, index), value in total.items():
        if value >= least * len(groups[number]):
            found[number].append(index)
    return [tuple(sorted(members)) for members in found]


class _Groups:
    """The groups while they join, with the sums of likeness between neighbours."""

    def __init__(self, count: int, likenesses: Mapping[Pair, float], least: float) -> None:
        self.members = {index: [index] for index in range(count)}
        self.least = least
        self.total: dict[int, dict[int, float]] = {index: {} for index in range(count)}
        self.heap: list[tuple[float, int, int, int, int]] = []
        for (left, right), value in sorted(likenesses.items()):
            for one, other in ((left, right), (right, left)):
                self.total[one][other] = value
            self._offer(left, right)

    def _offer(self, left: int, right: int) -> None:
        left, right = min(left, right), max(left, right)
        sizes = len(self.members[left]), len(self.members[right])
        near = self.total[left][right] / (sizes[0] * sizes[1])
        if near >= self.least:
            heapq.heappush(self.heap, (-near, left, right, *sizes))

    def run(self) -> None:
        """Join until nothing near enough is left."""
        while self.heap:
            _, left, right, size_left, size_right = heapq.heappop(self.heap)
            if (
                len(self.members.get(left, ())) == size_left
                and len(self.members.get(right, ())) == size_right
            ):
                self._join(left, right)

    def _join(self, left: int, right: int) -> None:
        self.members[left] += self.members.pop(right)
        totals = self.total.pop(right)
        for other, value in totals.items():
            del self.total[other][right]
            if other == left:
                continue
            total = self.total[left].get(other, 0.0) + value
            self.total[left][other] = self.total[other][left] = total
        for other in self.total[left]:
            self._offer(left, other)
