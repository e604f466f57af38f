"""Which articles hold a shingle: sorted runs of numbers, in memory or in files.

A posting is one 64-bit number, 32 bits of the shingle above 32 of the holder, so that a run is a
plain sorted array: looking up a thousand shingles is two binary searches over whole arrays, and a
run too big for the memory bound is the same array in a file. Runs of like size merge as they
come, so that there are few of them and each posting is written some ten times in a year's crawl.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["Postings"]

Numbers = NDArray[np.uint64]

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


class Postings:
    """Shingles and their holders, for as many as there are within a window of holders.

    At most `most` holders of a shingle are kept in a run, the earliest: more tell nothing new.
    Runs beyond `memory_bytes` in all go to files in `folder`, where one is given.
    """

    def __init__(self, *, most: int, memory_bytes: int, folder: Path | None = None) -> None:
        self._most = most
        self._memory_bytes = memory_bytes
        self._folder = folder
        self._runs: list[Numbers] = []
        self._files: dict[int, Path] = {}  # by the run's identity
        self._written = 0
        self.first_live = 0  # holders below it have left the window; merging forgets them

    @property
    def bytes_held(self) -> int:
        """Bytes of all runs, in memory and in files."""
        return sum(run.nbytes for run in self._runs)

    def add(self, shingles: NDArray[np.uint32], holders: NDArray[np.uint32]) -> None:
        """Take postings in, in any order."""
        if not len(shingles):
            return
        run = (shingles.astype(np.uint64) << _HALF) | holders.astype(np.uint64)
        run.sort()
        self._runs.append(self._capped(run))
        while len(self._runs) > 1 and len(self._runs[-2]) < 2 * len(self._runs[-1]):
            self._merge()

    def find(self, shingles: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the holders of sorted, distinct shingles: two columns, shingle's place, holder.

        Rows are in no order.
        """
        low = shingles.astype(np.uint64) << _HALF
        places, holders = [], []
        for run in self._runs:
            first = np.minimum(np.searchsorted(run, low), len(run) - 1)
            hit = np.nonzero(run[first] >> _HALF == shingles)[0]
            first = first[hit]
            counts = np.searchsorted(run, low[hit] | _LOW, side="right") - first
            counts = np.minimum(counts, self._most)
            step = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
            places.append(np.repeat(hit, counts))
            holders.append((run[np.repeat(first, counts) + step] & _LOW).astype(np.int64))
        if not places:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        place, holder = np.concatenate(places), np.concatenate(holders)
        live = holder >= self.first_live
        return place[live], holder[live]

    def _merge(self) -> None:
        newer, older = self._runs.pop(), self._runs.pop()
        run = np.concatenate((older, newer))
        run.sort(kind="stable")  # two sorted halves: one pass
        run = run[(run & _LOW) >= np.uint64(self.first_live)]
        self._runs.append(self._placed(self._capped(run)))
        for old in (older, newer):
            file = self._files.pop(id(old), None)
            if file is not None:
                file.unlink()

    def _capped(self, run: Numbers) -> Numbers:
        if len(run) <= self._most:
            return run
        shingle = run >> _HALF
        fresh = shingle[self._most :] != shingle[: -self._most]
        kept: Numbers = run[np.concatenate((np.ones(self._most, np.bool_), fresh))]
        return kept

    def _placed(self, run: Numbers) -> Numbers:
        """Move a run to a file where memory is full."""
        held = sum(one.nbytes for one in self._runs if id(one) not in self._files)
        if self._folder is None or held + run.nbytes <= self._memory_bytes:
            return run
        self._written += 1
        file = self._folder / f"run-{self._written}.u64"
        run.tofile(file)
        mapped: Numbers = np.memmap(file, np.uint64, mode="r")
        self._files[id(mapped)] = file
        return mapped
