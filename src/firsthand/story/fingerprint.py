"""What the reuse index keeps of an article: its body's words as numbers, quotations marked.

Five words in a row inside one paragraph make a shingle. A shingle that touches a quotation is
kept apart, because two reporters who hear one speech share it honestly.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.language.coded import BREAK, coded, hashed
from firsthand.types import Article

__all__ = ["SHINGLE", "Fingerprint", "Shingles", "fingerprint", "shingles"]

SHINGLE = 5  # words; the field's usual length for news, where 4 is chance and 8 misses rewrites

_LONGEST = 1 << 20
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
    block: NDArray[np.int32]  # of each word: the number of its block in `Article.blocks`


class Shingles(Struct, frozen=True):
    """The shingles of a fingerprint in order of the text."""

    hashes: NDArray[np.uint64]
    at: NDArray[np.int32]  # number of each shingle's first word
    plain: NDArray[np.bool_]  # no word of it is quoted
    block: NDArray[np.int32]


def fingerprint(article: Article) -> Fingerprint:
    """Return the fingerprint of an article's body, of a book its first million characters."""
    text, blocks, size = article.text, [], 0
    for zone in article.blocks:
        blocks.append(text[zone.start : min(zone.end, zone.start + _LONGEST - size)])
        size += len(blocks[-1])
        if size >= _LONGEST:
            break
    words = coded(BREAK.join(blocks))
    return Fingerprint(
        words=hashed(words), quoted=words.quoted(), block=words.blocks().astype(np.int32)
    )


def shingles(print_: Fingerprint) -> Shingles:
    """Return the shingles of a fingerprint; none spans two blocks."""
    count = len(print_.words) - SHINGLE + 1
    if count <= 0:
        none = np.zeros(0, np.int32)
        return Shingles(
            hashes=none.astype(np.uint64), at=none, plain=none.astype(np.bool_), block=none
        )
    wide = print_.words.astype(np.uint64)
    hashes = wide[:count] * _FACTORS[0]
    for offset in range(1, SHINGLE):
        hashes += wide[offset : offset + count] * _FACTORS[offset]
    hashes ^= hashes >> np.uint64(32)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(29)
    spoken = np.concatenate(([0], np.cumsum(print_.quoted, dtype=np.int32)))
    plain = spoken[SHINGLE:] == spoken[:count]
    at = np.nonzero(print_.block[:count] == print_.block[SHINGLE - 1 :])[0].astype(np.int32)
    return Shingles(hashes=hashes[at], at=at, plain=plain[at], block=print_.block[at])
