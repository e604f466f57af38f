"""Shingles as rows of numbers, and the counting that the reuse index does on whole columns."""

from __future__ import annotations

from itertools import pairwise
from typing import TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.story.fingerprint import Shingles

__all__ = ["Found", "Ints", "Rows", "counted", "distinct", "gathered", "joined", "kept", "stacked"]

_N = TypeVar("_N", np.int64, np.uint32)
Ints = NDArray[np.int64]
Hashes = NDArray[np.uint32]
Bools = NDArray[np.bool_]

_GAP = 6  # words; a longer gap inside a run has one chance in 64

_UPPER = np.uint64(0xFFFFFFFF00000000)
_LOWER = np.uint64(0xFFFFFFFF)


class Rows(Struct, frozen=True):
    """Kept shingles, row by row: of one article, or of a chunk of them in order of the shingle."""

    hashes: Hashes
    quoted: Bools
    block: Ints
    at: Ints  # number of its first word
    owner: Ints  # number of the article

    def where(self, which: Bools | Ints) -> Rows:
        """Return some of the rows, or all in another order."""
        return Rows(
            self.hashes[which],
            self.quoted[which],
            self.block[which],
            self.at[which],
            self.owner[which],
        )


class Found(Struct):
    """A pair of articles under judgement: the kept shingles they share."""

    left: int
    right: int
    plain: Hashes
    quoted: Hashes
    touched: int  # blocks of the right side that hold a plain one
    longest: int  # plain ones in the longest run of the right side's words


def kept(print_: Shingles, owner: int) -> Rows:
    """Return the shingles to keep of an article: all quoted ones, every second plain one.

    Each is there once, in order.
    """
    keep = np.nonzero(~print_.plain | (print_.hashes & np.uint64(1) == 0))[0]
    # the upper half names the shingle, the lower half says where it stands: one sort does both
    packed = (print_.hashes[keep] & _UPPER) | keep.astype(np.uint64)
    packed.sort()
    short = (packed >> np.uint64(32)).astype(np.uint32)
    first = np.ones(len(short), np.bool_)
    first[1:] = short[1:] != short[:-1]
    at = (packed[first] & _LOWER).astype(np.int64)
    return Rows(
        short[first],
        ~print_.plain[at],
        print_.block[at].astype(np.int64),
        print_.at[at].astype(np.int64),
        np.full(len(at), owner),
    )


def stacked(articles: list[Rows]) -> Rows:
    """Put the rows of several articles into one, in order of the shingle, then the article."""
    hashes = np.concatenate([one.hashes for one in articles])
    packed = hashes.astype(np.uint64) << np.uint64(32) | np.arange(len(hashes), dtype=np.uint64)
    packed.sort()
    order = (packed & _LOWER).astype(np.int64)
    return Rows(
        hashes,
        np.concatenate([one.quoted for one in articles]),
        np.concatenate([one.block for one in articles]),
        np.concatenate([one.at for one in articles]),
        np.concatenate([one.owner for one in articles]),
    ).where(order)


def counted(numbers: NDArray[_N]) -> tuple[NDArray[_N], Ints]:
    """Return the different numbers in order, and how often each is there.

    Sorting beats the hashing that numpy's own `unique` does by a factor of three here.
    """
    if not len(numbers):
        return numbers, np.zeros(0, np.int64)
    numbers = np.sort(numbers)
    bounds = np.concatenate(([0], np.nonzero(numbers[1:] != numbers[:-1])[0] + 1, [len(numbers)]))
    return numbers[bounds[:-1]], np.diff(bounds)


def joined(row_ask: Ints, place: Ints, asked: int) -> tuple[Ints, Ints]:
    """Pair each row with all entries of its shingle: two columns, row and entry.

    `row_ask` says which shingle each row has, `place`, in order, which one each entry has.
    """
    counts = np.bincount(place, minlength=asked)
    first = np.cumsum(counts) - counts
    each = counts[row_ask]
    row = np.repeat(np.arange(len(row_ask)), each)
    step = np.arange(len(row)) - np.repeat(np.cumsum(each) - each, each)
    return row, first[row_ask[row]] + step


def distinct(place: Ints, root: Ints, asked: int) -> Ints:
    """Count the different roots among the entries of each shingle."""
    pairs, _ = counted(place << 32 | root)
    return np.bincount(pairs >> 32, minlength=asked)


def gathered(
    rows: Rows, row: Ints, pair: Ints, plain: Bools, least: tuple[int, int]
) -> list[Found]:
    """Collect the shared shingles of each pair, where there are enough plain or quoted ones."""
    order = np.lexsort((row, pair))
    row, pair, plain = row[order], pair[order], plain[order]
    bounds = [0, *(np.nonzero(pair[1:] != pair[:-1])[0] + 1).tolist(), len(pair)]
    said = np.concatenate(([0], np.cumsum(plain))).tolist()
    found = []
    for low, high in pairwise(bounds):
        words = said[high] - said[low]
        if words < least[0] and high - low - words < least[1]:
            continue
        mine, is_plain = row[low:high], plain[low:high]
        key = int(pair[low])
        said_plainly = mine[is_plain]
        found.append(
            Found(
                left=key & 0xFFFFFFFF,
                right=key >> 32,
                plain=rows.hashes[said_plainly],
                quoted=rows.hashes[mine[~is_plain]],
                touched=len(counted(rows.block[said_plainly])[0]),
                longest=_longest(rows.at[said_plainly]),
            )
        )
    return found


def _longest(at: Ints) -> int:
    """Count the shingles of the longest run; every second one is kept, so small gaps are none."""
    if not len(at):
        return 0
    at = np.sort(at)
    breaks = np.nonzero(at[1:] - at[:-1] > _GAP)[0] + 1
    return int(np.diff(np.concatenate(([0], breaks, [len(at)]))).max())
