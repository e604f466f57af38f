"""Which articles hold a shingle: sorted runs of numbers, in memory or in files.

A posting is one 64-bit number, 32 bits of the shingle above 32 of the holder, so that a run is a
plain sorted array: looking up a thousand shingles is a binary search over whole arrays, and a
run too big for the memory bound is the same array in a file. Most shingles that are asked for
were never seen; a bit for each few values of a shingle says so before any run is searched.
Runs of like size merge as they come, so that there are few of them and each posting is written
some five times in a year's crawl.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["Postings"]

Numbers = NDArray[np.uint64]
Ints = NDArray[np.int64]

_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)
_FAN = 4  # runs of like size that become one
_LONG = 1 << 20
_FEWEST_BITS = 20  # the filter has 2 to the power of so many bits at least
_MOST_BITS = 31
_FULL = 4  # bits that the filter has for a posting, at least: it passes a fifth of the unseen


class Postings:
    """Shingles and their holders, for as many as there are within a window of holders.

    At most `most` holders of a shingle are found in a run, the earliest: more tell nothing new.
    Runs beyond `memory_bytes` in all go to files in `folder`, where one is given.
    """

    def __init__(self, *, most: int, memory_bytes: int, folder: Path | None = None) -> None:
        self._most = most
        self._memory_bytes = memory_bytes
        self._folder = folder
        self._runs: list[Numbers] = []
        self._files: dict[int, Path] = {}  # by the run's identity
        self._written = 0
        self._bits = _FEWEST_BITS
        self._filter = np.zeros(1 << _FEWEST_BITS - 3, np.uint8)
        self._noted = 0  # postings that the filter knows
        self.first_live = 0  # holders below it have left the window; merging forgets them

    @property
    def bytes_held(self) -> int:
        """Bytes of all runs, in memory and in files, and of the filter."""
        return sum(run.nbytes for run in self._runs) + self._filter.nbytes

    def add(self, shingles: NDArray[np.uint32], holders: NDArray[np.uint32]) -> None:
        """Take postings in, in any order."""
        if not len(shingles):
            return
        run = (shingles.astype(np.uint64) << _HALF) | holders.astype(np.uint64)
        run.sort(kind="stable")  # quick where it comes in order
        self._runs.append(run)
        while len(self._runs) >= _FAN and len(self._runs[-_FAN]) < _FAN * len(self._runs[-1]):
            self._merge()
        self._note(run)

    def find(self, shingles: NDArray[np.uint32]) -> tuple[Ints, Ints]:
        """Return the holders of sorted, distinct shingles: two columns, shingle's place, holder.

        Rows are in no order.
        """
        maybe = np.nonzero(self._has(shingles))[0]
        asked = shingles[maybe].astype(np.uint64)
        low = asked << _HALF
        places, holders = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for run in self._runs:
            at = np.searchsorted(run, low)
            at[at == len(run)] = 0
            hit = np.nonzero(run[at] >> _HALF == asked)[0]
            at = at[hit]
            for _ in range(self._most):  # nearly all shingles have one or two holders
                if not len(hit):
                    break
                places.append(maybe[hit])
                holders.append((run[at] & _LOW).astype(np.int64))
                at, hit = at[at < len(run) - 1] + 1, hit[at < len(run) - 1]
                more = run[at] >> _HALF == asked[hit]
                at, hit = at[more], hit[more]
        place, holder = np.concatenate(places), np.concatenate(holders)
        live = holder >= self.first_live
        return place[live], holder[live]

    # ------------------------------------------------------------ the filter

    def _has(self, shingles: NDArray[np.uint32]) -> NDArray[np.bool_]:
        """Say which shingles may be held; where it says no, none is."""
        place = shingles >> np.uint32(32 - self._bits)
        bit = np.uint8(1) << (place & np.uint32(7)).astype(np.uint8)
        found: NDArray[np.bool_] = (self._filter[place >> np.uint32(3)] & bit) != 0
        return found

    def _note(self, run: Numbers) -> None:
        """Set the bits of a run's shingles; make the filter anew where it gets too full."""
        self._noted += len(run)
        if self._noted * _FULL <= 1 << self._bits or self._bits == _MOST_BITS:
            self._set(run)
            return
        self._noted = sum(map(len, self._runs))
        self._bits = min(_MOST_BITS, max(_FEWEST_BITS, (2 * _FULL * self._noted).bit_length()))
        self._filter = np.zeros(1 << self._bits - 3, np.uint8)
        for one in self._runs:
            self._set(one)

    def _set(self, run: Numbers) -> None:
        place = run >> np.uint64(64 - self._bits)
        byte = (place >> np.uint64(3)).astype(np.int64)
        bit = np.uint8(1) << (place & np.uint64(7)).astype(np.uint8)
        first = np.concatenate(([0], np.nonzero(byte[1:] != byte[:-1])[0] + 1))
        self._filter[byte[first]] |= np.bitwise_or.reduceat(bit, first)

    # ------------------------------------------------------------ merging

    def _merge(self) -> None:
        """Make one run of the last few, without what has left the window."""
        old, self._runs = self._runs[-_FAN:], self._runs[:-_FAN]
        run = np.concatenate(old)
        run.sort(kind="stable")  # a few sorted stretches: one pass for two of them
        if self.first_live:
            run = run[(run & _LOW) >= np.uint64(self.first_live)]
        self._runs.append(self._placed(self._capped(run)))
        for one in old:
            file = self._files.pop(id(one), None)
            if file is not None:
                file.unlink()

    def _capped(self, run: Numbers) -> Numbers:
        """Leave out the holders that are never found; of long runs little would go."""
        if not self._most < len(run) <= _LONG:
            return run
        shingle = (run >> _HALF).astype(np.uint32)
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
