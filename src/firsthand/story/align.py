"""The paragraphs of two texts side by side: which are the same, changed, added, cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.language.coded import coded
from firsthand.story.fingerprint import SHINGLE, Fingerprint, fingerprints, shingles
from firsthand.story.rows import Bools, Ints, runs
from firsthand.types import Article, ArticleId, LinkKind, Passage, Span, Zone

__all__ = ["Side", "passages", "sides"]

_WHOLE = frozenset({LinkKind.COPY, LinkKind.REWRITE})
_OWNER = ("'s", "’s")
_ROW = np.uint64(20)  # bits that number the shingles of one article: it has fewer words
_ROWS = np.uint64((1 << 20) - 1)


class Side:
    """One of two texts, ready to be laid beside the other."""

    def __init__(self, article: Article, print_: Fingerprint, columns: _Columns) -> None:
        self.article = article
        self.print_ = print_
        self.columns = columns
        self.blocks: tuple[Zone, ...] = article.blocks
        self.bounds: list[int] = print_.bounds.tolist()
        self._raw = print_.words.tobytes()
        self._spans: dict[int, Span | None] = {}

    def span(self, number: int) -> Span | None:
        """Pin a block without the white space around it; None for an empty one."""
        if number not in self._spans:
            zone = self.blocks[number]
            text = self.article.text[zone.start : zone.end]
            start = zone.start + len(text) - len(text.lstrip())
            end = zone.start + len(text.rstrip())
            self._spans[number] = self.article.span(start, end) if start < end else None
        return self._spans[number]

    def words(self, number: int) -> bytes:
        """Give the numbers of a block's words: of equal blocks they are equal."""
        return self._raw[4 * self.bounds[number] : 4 * self.bounds[number + 1]]


class _Columns(Struct, frozen=True):
    """The shingles of one article in order of the text."""

    at: Ints  # number of the first word
    block: Ints
    plain: Bools
    by_hash: NDArray[np.uint64]  # 44 bits of hash above the number of the row, in order


def sides(
    articles: Sequence[Article], prints: Mapping[ArticleId, Fingerprint]
) -> Iterator[tuple[ArticleId, Side]]:
    """Make articles ready to be laid side by side; fingerprints that are not given are made."""
    fresh = [item for item in articles if item.id not in prints]
    made = dict(zip((item.id for item in fresh), fingerprints(fresh), strict=True))
    known = [prints.get(item.id) or made[item.id] for item in articles]
    found = shingles(known) if known else None
    if found is None:
        return
    words = np.cumsum([0, *(len(one.words) for one in known)])
    blocks = np.cumsum([0, *(len(one.bounds) - 1 for one in known)]).tolist()
    rows = np.searchsorted(found.at, words).tolist()
    for number, (item, print_) in enumerate(zip(articles, known, strict=True)):
        here = slice(rows[number], rows[number + 1])
        by_hash = (found.hashes[here] & ~_ROWS) | np.arange(here.stop - here.start).astype(
            np.uint64
        )
        by_hash.sort()
        columns = _Columns(
            found.at[here] - words[number],
            found.block[here] - blocks[number],
            found.plain[here],
            by_hash,
        )
        yield item.id, Side(item, print_, columns)


def passages(left: Side, right: Side, kind: LinkKind) -> tuple[Passage, ...]:
    """Lay the paragraphs of two texts side by side, in order of the right one.

    Of a copy or a rewrite every paragraph is accounted for; of an excerpt only what both have; of
    a common quotation the quoted words only.
    """
    shared = _shared(left.columns, right.columns)
    mates, is_quote = _mates(shared, len(right.blocks), max(1, len(left.blocks)))
    found = []
    for number, mate in enumerate(mates):
        if mate < 0:
            span = right.span(number) if kind in _WHOLE else None
            found.append(Passage(left=None, right=span, kind="added") if span else None)
            continue
        if kind is LinkKind.COMMON_QUOTE:
            if is_quote[number]:
                found.append(_quotation(left, right, shared, (number, mate)))
        else:
            same = "same" if left.words(mate) == right.words(number) else "changed"
            found.append(Passage(left=left.span(mate), right=right.span(number), kind=same))
    if kind in _WHOLE:
        missing = sorted(set(range(len(left.blocks))) - set(mates))
        cut = (left.span(number) for number in missing)
        found.extend(Passage(left=span, right=None, kind="cut") for span in cut if span)
    return tuple(passage for passage in found if passage)


class _Shared(Struct, frozen=True):
    """The shingles that both sides have: the numbers of their first words and their blocks."""

    left_at: Ints
    right_at: Ints
    left_block: Ints
    right_block: Ints
    plain: Bools  # on both sides


def _shared(left: _Columns, right: _Columns) -> _Shared:
    """Find each shingle of the right side where the left side has it first."""
    known, asked = left.by_hash >> _ROW, right.by_hash >> _ROW
    place = np.searchsorted(known, asked)
    hit = np.nonzero(place < len(known))[0]
    hit = hit[known[place[hit]] == asked[hit]]
    mine = (left.by_hash[place[hit]] & _ROWS).astype(np.int64)
    theirs = (right.by_hash[hit] & _ROWS).astype(np.int64)
    return _Shared(
        left.at[mine],
        right.at[theirs],
        left.block[mine],
        right.block[theirs],
        left.plain[mine] & right.plain[theirs],
    )


def _mates(shared: _Shared, right_blocks: int, left_blocks: int) -> tuple[list[int], list[bool]]:
    """Give each right block the left block it shares most with, -1 where there is none.

    The second list says where quoted words are all that they share.
    """
    mates, is_quote = [-1] * right_blocks, [False] * right_blocks
    cell = shared.right_block * left_blocks + shared.left_block
    packed = np.sort(cell << 1 | shared.plain)
    cells, counts = runs(packed >> 1)
    said = packed[np.cumsum(counts) - 1] & 1 == 1
    order = np.argsort(counts, kind="stable")
    for one, plain in zip(cells[order].tolist(), said[order].tolist(), strict=True):
        mates[one // left_blocks], is_quote[one // left_blocks] = one % left_blocks, not plain
    return mates, is_quote


def _quotation(left: Side, right: Side, shared: _Shared, blocks: tuple[int, int]) -> Passage:
    """Pin the quoted words that two blocks share, from the first one to the last."""
    here = (shared.right_block == blocks[0]) & (shared.left_block == blocks[1])
    return Passage(
        left=_stretch(left, blocks[1], shared.left_at[here]),
        right=_stretch(right, blocks[0], shared.right_at[here]),
        kind="quote",
    )


def _stretch(side: Side, block: int, at: Ints) -> Span:
    """Pin the words that shingles at these places have in a block, of quoted ones only those."""
    quoted, low, high = side.print_.quoted, int(at.min()), int(at.max()) + SHINGLE
    zone = side.blocks[block]
    spoken = np.count_nonzero(quoted[low:high])
    if spoken:
        first = np.count_nonzero(quoted[:low])
        start, end = side.print_.said[first, 0], side.print_.said[first + spoken - 1, 1]
    else:  # the other side has them in quotation marks
        words = coded(side.article.text[zone.start : zone.end])
        start, end = (
            words.start[low - side.bounds[block]],
            words.end[high - side.bounds[block] - 1],
        )
    until = zone.start + int(end)
    if side.article.text[until : until + 2] in _OWNER:  # it is left out when words are compared
        until += 2
    return side.article.span(zone.start + int(start), until)
