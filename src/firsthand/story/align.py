"""The paragraphs of two texts side by side: which are the same, changed, added, cut."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.story.fingerprint import Fingerprint, Shingles, fingerprint, shingles
from firsthand.types import Article, LinkKind, Passage, Span, Zone

__all__ = ["Side", "passages", "side"]

Ints = NDArray[np.int64]

_WHOLE = frozenset({LinkKind.COPY, LinkKind.REWRITE})


class Side(Struct, frozen=True):
    """One of two texts, ready to be laid beside the other."""

    article: Article
    print_: Fingerprint
    shingles: Shingles
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
    return Side(
        article=article,
        print_=print_,
        shingles=shingles(print_),
        bounds=np.searchsorted(print_.block, np.arange(len(blocks) + 1)),
        blocks=blocks,
    )


def passages(left: Side, right: Side, kind: LinkKind) -> tuple[Passage, ...]:
    """Lay the paragraphs of two texts side by side, in order of the right one.

    Of a copy or a rewrite every paragraph is accounted for; of an excerpt or a common quotation
    only what both have.
    """
    partner, is_quote = _partners(left, right)
    used: set[int] = set()
    found = []
    for number, (mate, quote) in enumerate(zip(partner.tolist(), is_quote.tolist(), strict=True)):
        if mate < 0 and kind not in _WHOLE:
            continue
        span = right.span(number)
        if span is None:
            continue
        if mate < 0:
            found.append(Passage(left=None, right=span, kind="added"))
            continue
        used.add(mate)
        same = "same" if _is_same(left, mate, right, number) else "changed"
        found.append(Passage(left=left.span(mate), right=span, kind="quote" if quote else same))
    if kind in _WHOLE:
        missing = (n for n in range(len(left.bounds) - 1) if n not in used)
        cut = (left.span(number) for number in missing)
        found.extend(Passage(left=span, right=None, kind="cut") for span in cut if span)
    return tuple(found)


def _partners(left: Side, right: Side) -> tuple[Ints, NDArray[np.bool_]]:
    """Give each right block's left block, -1 for none, and whether only quoted words join them."""
    blocks = len(right.bounds) - 1
    partner = np.full(blocks, -1, np.int64)
    is_quote = np.zeros(blocks, np.bool_)
    known, first = np.unique(left.shingles.hashes, return_index=True)
    if not len(known) or not len(right.shingles.hashes):
        return partner, is_quote
    place = np.minimum(np.searchsorted(known, right.shingles.hashes), len(known) - 1)
    hit = np.nonzero(known[place] == right.shingles.hashes)[0]
    origin = first[place[hit]]
    plain = right.shingles.plain[hit] & left.shingles.plain[origin]
    width = len(left.bounds)
    cell = right.shingles.block[hit].astype(np.int64) * width + left.shingles.block[origin]
    cells, back = np.unique(cell, return_inverse=True)
    counts = np.bincount(back)
    spoken = np.bincount(back, weights=plain) == 0
    order = np.argsort(counts, kind="stable")
    partner[cells[order] // width] = cells[order] % width
    is_quote[cells[order] // width] = spoken[order]
    return partner, is_quote


def _is_same(left: Side, one: int, right: Side, other: int) -> bool:
    first = left.print_.words[left.bounds[one] : left.bounds[one + 1]]
    second = right.print_.words[right.bounds[other] : right.bounds[other + 1]]
    return bool(np.array_equal(first, second))
