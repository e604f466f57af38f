"""Shingles as columns of numbers, and the counting that the reuse index does on whole columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.story.fingerprint import Fingerprint, shingles

__all__ = [
    "Bools",
    "Hashes",
    "Ints",
    "Pairs",
    "Rows",
    "counted",
    "distinct",
    "gathered",
    "joined",
    "kept",
    "ordered",
    "ranges",
    "runs",
]

_N = TypeVar("_N", np.int64, np.uint64, np.uint32)
Ints = NDArray[np.int64]
Hashes = NDArray[np.uint32]
Bools = NDArray[np.bool_]

_GAP = 6  # words; a longer gap inside a run has one chance in 64

_LOWER = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)


class Rows(Struct, frozen=True):
    """The kept shingles of a chunk of articles, each once an article, in order of the shingle.

    A shingle is the upper half of its hash. `row` says which row of the other columns it has;
    those are in order of the text, an article after the other.
    """

    hashes: Hashes
    row: Ints
    owner: Ints  # number of the article within the chunk
    quoted: Bools
    block: Ints  # counted through the chunk
    at: Ints  # number of its first word, counted through the chunk


class Pairs(Struct, frozen=True):
    """Pairs of articles under judgement, and the kept shingles that each pair shares.

    Pair k has plain[first_plain[k]:first_plain[k + 1]], and quoted ones likewise.
    """

    left: Ints
    right: Ints
    touched: Ints  # blocks of the right side that hold a plain one
    longest: Ints  # plain ones in the longest run of the right side's words
    plain: Hashes
    first_plain: Ints
    quoted: Hashes
    first_quoted: Ints


def kept(prints: Sequence[Fingerprint]) -> Rows:
    """Return the shingles to keep of some articles: all quoted ones, every second plain one."""
    found = shingles(prints)
    keep = np.nonzero(~found.plain | (found.hashes & np.uint64(1) == 0))[0]
    hashes = (found.hashes[keep] >> np.uint64(32)).astype(np.uint32)
    row = ordered(hashes)
    hashes = hashes[row]
    ends = np.cumsum([len(one.words) for one in prints])
    owner = np.searchsorted(ends, found.at[keep], side="right")
    first = np.ones(len(row), np.bool_)
    first[1:] = (hashes[1:] != hashes[:-1]) | (owner[row[1:]] != owner[row[:-1]])
    return Rows(
        hashes[first],
        row[first],
        owner,
        ~found.plain[keep],
        found.block[keep],
        found.at[keep],
    )


def ordered(numbers: Hashes) -> Ints:
    """Return the places of numbers in order of size; equal ones stay as they are.

    numpy sorts 16-bit numbers by counting, so that two passes are four times as fast as one sort.
    """
    low = np.argsort(numbers.astype(np.uint16), kind="stable")
    high = (numbers >> np.uint32(16)).astype(np.uint16)
    return low[np.argsort(high[low], kind="stable")]


def runs(numbers: NDArray[_N]) -> tuple[NDArray[_N], Ints]:
    """Return the different numbers of a sorted column, and how often each is there."""
    if not len(numbers):
        return numbers, np.zeros(0, np.int64)
    turns = np.nonzero(numbers[1:] != numbers[:-1])[0] + 1
    bounds = np.concatenate(([0], turns, [len(numbers)]))
    return numbers[bounds[:-1]], np.diff(bounds)


def counted(numbers: NDArray[_N]) -> tuple[NDArray[_N], Ints]:
    """Return the different numbers in order, and how often each is there.

    Sorting beats the hashing that numpy's own `unique` does by a factor of three here.
    """
    return runs(np.sort(numbers))


def ranges(first: Ints, counts: Ints) -> Ints:
    """Return first[0], first[0] + 1, … so many, then those from first[1] on, and so forth."""
    before = np.cumsum(counts) - counts
    found: Ints = np.arange(counts.sum()) + np.repeat(first - before, counts)
    return found


def joined(row_ask: Ints, place: Ints, asked: int) -> tuple[Ints, Ints]:
    """Pair each row with all entries of its shingle: two columns, row and entry.

    `row_ask` says which shingle each row has, `place`, in order, which one each entry has.
    """
    counts = np.bincount(place, minlength=asked)
    first = np.cumsum(counts) - counts
    each = counts[row_ask]
    return np.repeat(np.arange(len(row_ask)), each), ranges(first[row_ask], each)


def distinct(place: Ints, root: Ints, asked: int) -> Ints:
    """Count the different roots among the entries of each shingle."""
    pairs, _ = counted(place << 32 | root)
    return np.bincount(pairs >> 32, minlength=asked)


def gathered(
    rows: Rows, hashes: Hashes, shared: NDArray[np.uint64], base: int, least: tuple[int, int]
) -> Pairs:
    """Collect the shared shingles of each pair, where there are enough plain or quoted ones.

    `shared` holds the earlier article's number in its upper half, below it the row of the later
    one's shingle, and in its last bit whether the shingle is plain on both sides. `hashes` gives
    the shingle of each row, `base` is the number of the chunk's first article.
    """
    shared = np.sort(shared)
    left = (shared >> _HALF).astype(np.int64)
    row = ((shared & _LOWER) >> np.uint64(1)).astype(np.int64)
    plain = (shared & np.uint64(1)) == 1
    right = rows.owner[row]
    number = np.zeros(len(shared), np.int64)  # of the pair
    np.cumsum((left[1:] != left[:-1]) | (right[1:] != right[:-1]), out=number[1:])
    sizes = np.bincount(number) if len(shared) else number
    words = np.bincount(number, weights=plain).astype(np.int64) if len(shared) else number
    enough = (words >= least[0]) | (sizes - words >= least[1])
    fit = np.nonzero(enough[number])[0]
    number, row, plain = (np.cumsum(enough) - 1)[number[fit]], row[fit], plain[fit]
    first = fit[np.searchsorted(number, np.arange(int(enough.sum())))]
    order = np.lexsort((left[first], right[first]))  # all pairs of one right side together
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    resort = np.argsort(place[number], kind="stable")
    number, row, plain = place[number][resort], row[resort], plain[resort]
    left, right = left[first][order], right[first][order] + base
    said, quoted = np.nonzero(plain)[0], np.nonzero(~plain)[0]
    touched, longest = _spread(rows, row[said], number[said], len(order))
    edges = np.arange(len(order) + 1)
    return Pairs(
        left,
        right,
        touched,
        longest,
        hashes[row[said]],
        np.searchsorted(number[said], edges),
        hashes[row[quoted]],
        np.searchsorted(number[quoted], edges),
    )


def _spread(rows: Rows, row: Ints, number: Ints, pairs: int) -> tuple[Ints, Ints]:
    """Count the blocks that each pair's shingles touch, and those in their longest run.

    Every second shingle is kept, so small gaps are none.
    """
    longest = np.zeros(pairs, np.int64)
    if not len(row):
        return longest, longest
    turn = np.ones(len(row), np.bool_)
    turn[1:] = number[1:] != number[:-1]
    block, at = rows.block[row], rows.at[row]
    touches, breaks = turn.copy(), turn.copy()
    touches[1:] |= block[1:] != block[:-1]
    breaks[1:] |= at[1:] - at[:-1] > _GAP
    begins = np.nonzero(breaks)[0]
    np.maximum.at(longest, number[begins], np.diff(np.append(begins, len(row))))
    return np.bincount(number[touches], minlength=pairs), longest
