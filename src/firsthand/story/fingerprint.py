"""What the reuse index keeps of an article: its body's words as numbers, quotations marked.

Five words in a row inside one paragraph make a shingle. A shingle that touches a quotation is
kept apart, because two reporters who hear one speech share it honestly. Articles are read several
at a time: most of the cost of a short text is that of starting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.language.coded import BREAK, coded, hashed
from firsthand.types import Article

__all__ = ["SHINGLE", "Fingerprint", "Shingles", "fingerprints", "shingles"]

Ints = NDArray[np.int64]

SHINGLE = 5  # words; the field's usual length for news, where 4 is chance and 8 misses rewrites

_LONGEST = 1 << 20  # characters of one article
_TOGETHER = 1 << 16  # characters read at once: some thirteen articles, which the cache can hold
_FACTORS = np.array(
    [
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0x94D049BB133111EB,
        0xD6E8FEB86659FD93,
        0xA0761D6478BD642F,
    ],
    dtype=np.uint64,
)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


class Fingerprint(Struct, frozen=True):
    """The words of an article's body blocks, as numbers."""

    words: NDArray[np.uint32]
    quoted: NDArray[np.bool_]  # of each word: it stands inside quotation marks
    bounds: NDArray[np.int32]  # of each block of `Article.blocks`: its first word; then the end
    said: NDArray[np.int32]  # of each quoted word: start and end in its block, two columns


class Shingles(Struct, frozen=True):
    """The shingles of some articles in order of the text."""

    hashes: NDArray[np.uint64]
    at: Ints  # number of each shingle's first word, counted through all the articles
    plain: NDArray[np.bool_]  # no word of it is quoted
    block: Ints  # counted through all the articles


def fingerprints(articles: Iterable[Article]) -> Iterator[Fingerprint]:
    """Give the fingerprint of each article's body, of a book its first million characters."""
    waiting: list[list[str]] = []
    size = 0
    for article in articles:
        blocks = _blocks(article)
        waiting.append(blocks)
        size += sum(map(len, blocks))
        if size >= _TOGETHER:
            yield from _read(waiting)
            waiting, size = [], 0
    if waiting:
        yield from _read(waiting)


def _blocks(article: Article) -> list[str]:
    """Return the text of an article's body blocks; those beyond its bound are empty."""
    text = article.text.replace(BREAK, " ")
    if len(text) <= _LONGEST:
        return [text[zone.start : zone.end] for zone in article.blocks]
    blocks, size = [], 0
    for zone in article.blocks:
        blocks.append(text[zone.start : min(zone.end, zone.start + _LONGEST - size)])
        size += len(blocks[-1])
    return blocks


def _read(waiting: Sequence[list[str]]) -> Iterator[Fingerprint]:
    """Read several articles as one text whose blocks are theirs."""
    texts = [text for blocks in waiting for text in blocks]
    words = coded(BREAK.join(texts))
    numbers, quoted = hashed(words), words.quoted()
    bounds = np.concatenate(([0], words.breaks(), [len(numbers)])).astype(np.int32)
    origin = np.cumsum([0, *(len(text) + 1 for text in texts)])  # of each block in what is read
    spoken = np.nonzero(quoted)[0]
    origin = origin[np.searchsorted(bounds, spoken, side="right") - 1]
    said = np.stack((words.start[spoken] - origin, words.end[spoken] - origin), 1).astype(np.int32)
    block = spoke = 0
    for blocks in waiting:
        own = bounds[block : block + len(blocks) + 1]
        first, last = (int(own[0]), int(own[-1])) if blocks else (0, 0)
        until = spoke + int(np.count_nonzero(quoted[first:last]))
        yield Fingerprint(numbers[first:last], quoted[first:last], own - own[:1], said[spoke:until])
        block, spoke = block + len(blocks), until


def shingles(prints: Sequence[Fingerprint]) -> Shingles:
    """Return the shingles of some articles; none spans two blocks."""
    words = np.concatenate([one.words for one in prints])
    count = len(words) - SHINGLE + 1
    if count <= 0:
        none = np.zeros(0, np.int64)
        return Shingles(none.astype(np.uint64), none, none.astype(np.bool_), none)
    wide = words.astype(np.uint64)
    hashes = wide[:count] * _FACTORS[0]
    for offset in range(1, SHINGLE):
        hashes += wide[offset : offset + count] * _FACTORS[offset]
    hashes ^= hashes >> np.uint64(32)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(29)
    spoken = np.zeros(len(words) + 1, np.int32)
    np.cumsum(np.concatenate([one.quoted for one in prints]), out=spoken[1:])
    sizes = np.concatenate([np.diff(one.bounds) for one in prints])
    block = np.repeat(np.arange(len(sizes)), sizes)
    at = np.nonzero(block[:count] == block[SHINGLE - 1 :])[0]
    return Shingles(
        hashes=hashes[at],
        at=at,
        plain=spoken[at + SHINGLE] == spoken[at],
        block=block[at],
    )
