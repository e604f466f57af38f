"""The paragraphs of two texts side by side: which are the same, changed, added, cut."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.language.coded import coded
from firsthand.language.words import words
from firsthand.story.fingerprint import SHINGLE, Fingerprint, Shingles, fingerprint, shingles
from firsthand.types import Article, LinkKind, Passage, Span, Zone

__all__ = ["Side", "passages", "side"]

Ints = NDArray[np.int64]

_WHOLE = frozenset({LinkKind.COPY, LinkKind.REWRITE})


class Side(Struct, frozen=True):
    """One of two texts, ready to be laid beside the other."""

    article: Article
    print_: Fingerprint
    shingles: Shingles
    known: NDArray[np.uint64]  # the shingles, sorted, each once
    first: Ints  # where each of them stands first
    bounds: Ints  # of each block: number of its first word, and one past the last word
    blocks: tuple[Zone, ...]

    def span(self, number: int) -> Span | None:
        """Pin a block without the white space around it; None for an empty one."""
        zone = self.blocks[number]
        text = self.article.text[zone.start : zone.end]
        start = zone.start + len(text) - len(text.lstrip())
        end = zone.start + len(text.rstrip())
        return self.article.span(start, end) if start < end else None


def side(article: Article, print_: Fingerprint | None = None) -> Side:
    """Make an article ready to be laid beside others; its fingerprint is made unless given."""
    print_ = print_ or fingerprint(article)
    blocks = article.blocks
    row = shingles(print_)
    known, first = np.unique(row.hashes, return_index=True)
    return Side(
        article=article,
        print_=print_,
        shingles=row,
        known=known,
        first=first,
        bounds=np.searchsorted(print_.block, np.arange(len(blocks) + 1)),
        blocks=blocks,
    )


def passages(left: Side, right: Side, kind: LinkKind) -> tuple[Passage, ...]:
    """Lay the paragraphs of two texts side by side, in order of the right one.

    Of a copy or a rewrite every paragraph is accounted for; of an excerpt only what both have; of
    a common quotation the quoted words only.
    """
    shared = _shared(left, right)
    mates, is_quote = _mates(shared, len(right.blocks), max(1, len(left.blocks)))
    found = []
    for number, mate in enumerate(mates.tolist()):
        if mate < 0:
            span = right.span(number) if kind in _WHOLE else None
            found.append(Passage(left=None, right=span, kind="added") if span else None)
            continue
        if kind is LinkKind.COMMON_QUOTE:
            if is_quote[number]:
                found.append(_quotation(left, right, shared, (number, mate)))
        else:
            same = "same" if _is_same(left, mate, right, number) else "changed"
            found.append(Passage(left=left.span(mate), right=right.span(number), kind=same))
    if kind in _WHOLE:
        missing = sorted(set(range(len(left.blocks))) - set(mates.tolist()))
        cut = (left.span(number) for number in missing)
        found.extend(Passage(left=span, right=None, kind="cut") for span in cut if span)
    return tuple(passage for passage in found if passage)


class _Shared(Struct, frozen=True):
    """The shingles that both sides have: the numbers of their first words and their blocks."""

    left_at: Ints
    right_at: Ints
    left_block: Ints
    right_block: Ints
    plain: NDArray[np.bool_]  # on both sides


def _shared(left: Side, right: Side) -> _Shared:
    known, first, asked = left.known, left.first, right.shingles.hashes
    place = np.searchsorted(known, asked)
    hit = np.nonzero(known[np.minimum(place, len(known) - 1)] == asked)[0] if len(known) else place
    origin = first[place[hit]]
    return _Shared(
        left.shingles.at[origin].astype(np.int64),
        right.shingles.at[hit].astype(np.int64),
        left.shingles.block[origin].astype(np.int64),
        right.shingles.block[hit].astype(np.int64),
        right.shingles.plain[hit] & left.shingles.plain[origin],
    )


def _mates(shared: _Shared, right_blocks: int, left_blocks: int) -> tuple[Ints, NDArray[np.bool_]]:
    """Give each right block the left block it shares most with, -1 where there is none.

    The second column says where quoted words are all that they share.
    """
    mates = np.full(right_blocks, -1, np.int64)
    is_quote = np.zeros(right_blocks, np.bool_)
    cell = shared.right_block * left_blocks + shared.left_block
    cells, back, counts = np.unique(cell, return_inverse=True, return_counts=True)
    order = np.argsort(counts, kind="stable")
    row = cells[order] // left_blocks
    mates[row] = cells[order] % left_blocks
    is_quote[row] = (np.bincount(back, weights=shared.plain) == 0)[order]
    return mates, is_quote


def _quotation(left: Side, right: Side, shared: _Shared, blocks: tuple[int, int]) -> Passage:
    """Pin the quoted words that two blocks share, from the first one to the last."""
    here = (shared.right_block == blocks[0]) & (shared.left_block == blocks[1])
    return Passage(
        left=_stretch(left, shared.left_at[here]),
        right=_stretch(right, shared.right_at[here]),
        kind="quote",
    )


def _stretch(side_: Side, at: Ints) -> Span:
    block = int(side_.print_.block[at[0]])
    first, last = int(at.min()), int(at.max()) + SHINGLE - 1
    spoken = np.nonzero(side_.print_.quoted[first : last + 1])[0]
    if len(spoken):
        first, last = first + int(spoken[0]), first + int(spoken[-1])
    zone = side_.blocks[block]
    first, last = (int(which - side_.bounds[block]) for which in (first, last))
    found = list(words(side_.article.text, zone.start, zone.end))
    if len(found) == side_.bounds[block + 1] - side_.bounds[block]:
        return side_.article.span(found[first].start, found[last].end)
    exact = coded(side_.article.text[zone.start : zone.end])  # the slower way is the judge
    return side_.article.span(
        zone.start + int(exact.start[first]), zone.start + int(exact.end[last])
    )


def _is_same(left: Side, one: int, right: Side, other: int) -> bool:
    first = left.print_.words[left.bounds[one] : left.bounds[one + 1]]
    second = right.print_.words[right.bounds[other] : right.bounds[other + 1]]
    return bool(np.array_equal(first, second))
