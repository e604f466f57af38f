"""The words of a page's blocks, as numbers: each distinct word is looked at once.

A page repeats its words three times over, and a look-up in an array costs a hundredth of one in
Python. So words become numbers in the order of their first use, and what is said of blocks is
counted over all blocks at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import chain, count
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.article.markup import Block
from firsthand.article.phrases import WORD

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LONGEST = 4000  # characters of a block whose words are read
SHAPED = 300  # characters of a block whose capitals and digits count
SENTENCE_END = re.compile(r"[.!?…。！？।॥؟۔։።။។][\"'”’»“)\]]*\s*$")
DATE = re.compile(
    r"\b\d{1,2}[./ -]+(?:\d{1,2}|\w{3,10})\.?,?[./ -]+(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d[-/.年]\d|\b\w{3,10}\.? \d{1,2},? (?:19|20)\d\d\b"
)
CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")
DIGIT = re.compile(r"\d")
UPPER = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯЁЄІЇҐ]")
WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]")
LATIN_UPPER = re.compile(r"[A-ZÀ-ÖØ-Þ]")
TITLED = re.compile(rf"[^\w\s]*{UPPER.pattern}[^\WA-ZÀ-ÖØ-Þ]*[^\w\s]*")
WIDE_WEIGHT = 2.5  # Latin letters that say as much as one of these characters
IS_DIGIT, IS_UPPER, IS_WIDE, IS_BREAK, IS_SPACE, IS_WORD, IS_LATIN_UPPER, IS_LINE = (
    1, 2, 4, 8, 16, 32, 64, 128
)  # fmt: skip
SIGNS = ',、。.|©@(/"“„«'  # signs that are counted
STOP = SIGNS.index(".")
QUOTES, BULLETS = "\"“„«‘'»–—-", "•*·-□☆◦▪○●■+"


class Wording(Struct, frozen=True):
    """The blocks of a page, their texts and their words.

    A block stands at [start, end) of the reading text, `bare_start` and `bare_end` leave out the
    white space at its ends. `rows`, `ids`, `order` and `sizes` have one entry for each word of the
    page: its block, its number in the vocabulary, its place in the block, its length.
    """

    text: str
    pieces: list[str]
    bare: list[str]
    start: Ints
    end: Ints
    bare_start: Ints
    bare_end: Ints
    places: tuple[Ints, ...]  # of digits, capitals, wide signs, line breaks, capitalised words
    signs: Ints  # how often each of SIGNS stands in each block
    tokens: list[list[str]]
    counts: Ints  # words of each block
    vocabulary: dict[str, int]  # distinct words with their numbers, in order
    rows: Ints
    ids: Ints
    order: Ints
    sizes: Ints

    def within(self, kind: int, low: Ints, high: Ints) -> Ints:
        """Count what is of one of the kinds of `places` in [low, high)."""
        places = self.places[kind]
        counts: Ints = places.searchsorted(high) - places.searchsorted(low)
        return counts

    def distinct(self, wanted: Flags) -> tuple[Ints, Ints]:
        """Return the blocks and numbers of these words, each word once a block, in order."""
        size = len(self.vocabulary) or 1
        keys = self.rows[wanted] * size + self.ids[wanted]
        keys.sort()
        if len(keys):
            is_new = np.empty(len(keys), np.bool_)
            is_new[0] = True
            np.not_equal(keys[1:], keys[:-1], out=is_new[1:])
            keys = keys[is_new]
        rows = keys // size
        return rows, keys - rows * size

    def per_block(self, rows: Ints, weights: Floats | Ints | None = None) -> Floats:
        """Add up by block."""
        return np.bincount(rows, weights, len(self.pieces)).astype(np.float64)


def wording(text: str, blocks: list[Block]) -> Wording:
    """Read the words of all blocks."""
    start = np.array([block.start for block in blocks], np.int64)
    end = np.array([block.end for block in blocks], np.int64)
    pieces = [text[block.start : block.end] for block in blocks]
    lefts = [piece.lstrip() for piece in pieces]
    bare = [piece.rstrip() for piece in lefts]
    bare_start = end - lengths(lefts)
    bare_end = bare_start + lengths(bare)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = _kinds_of(text, codes)
    spelled, rows, counts, sizes = _words(text, kinds, start, np.minimum(end, start + LONGEST))
    firsts = counts.cumsum() - counts
    cuts = firsts.tolist()
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    ids = np.fromiter(map(numbers.__getitem__, spelled), np.int64, len(spelled))
    return Wording(
        text, pieces, bare, start, end, bare_start, bare_end, _places(kinds),
        signs=_signs(codes, kinds, start, bare_end),
        tokens=[spelled[low:high] for low, high in zip(cuts, [*cuts[1:], None], strict=True)],
        counts=counts,
        vocabulary=numbers,
        rows=rows,
        ids=ids,
        order=np.arange(len(spelled)) - firsts[rows],
        sizes=sizes,
    )  # fmt: skip


def _words(
    text: str, kinds: NDArray[np.uint8], start: Ints, end: Ints
) -> tuple[list[str], Ints, Ints, Ints]:
    """Return the words of all blocks in lower case; their blocks; how many each has; lengths."""
    lower = text.lower()
    if len(lower) != len(text):  # "İ" becomes two characters
        tokens = [
            WORD.findall(text[low:high].lower())
            for low, high in zip(start.tolist(), end.tolist(), strict=True)
        ]
        counts, spelled = lengths(tokens), list(chain.from_iterable(tokens))
        return spelled, np.arange(len(tokens)).repeat(counts), counts, lengths(spelled)
    begins, stops = runs(kinds & (IS_WORD | IS_LINE) == IS_WORD)
    rows = start.searchsorted(begins, "right") - 1
    is_in = begins < end[rows]
    rows, begins = rows[is_in], begins[is_in]
    stops = np.minimum(stops[is_in], end[rows])
    spelled = [lower[low:high] for low, high in zip(begins.tolist(), stops.tolist(), strict=True)]
    return spelled, rows, np.bincount(rows, minlength=len(start)), stops - begins


def runs(flags: Flags) -> tuple[Ints, Ints]:
    """Return where runs of true flags begin and end."""
    padded = np.zeros(len(flags) + 2, np.bool_)
    padded[1:-1] = flags
    edges = (padded[1:] != padded[:-1]).nonzero()[0]
    return edges[::2], edges[1::2]


def lengths(items: list[str] | list[list[str]]) -> Ints:
    """Return the length of each item."""
    return np.fromiter(map(len, items), np.int64, len(items))


@cache
def _kinds() -> NDArray[np.uint8]:
    """Return what kinds each character of the basic plane has, as bits."""
    plane = "".join(map(chr, range(0x10000)))
    kinds = np.zeros(len(plane), np.uint8)
    for bit, pattern in (
        (IS_DIGIT, DIGIT), (IS_UPPER, UPPER), (IS_WIDE, WIDE), (IS_BREAK, re.compile("\n")),
        (IS_SPACE, re.compile(r"\s")), (IS_WORD, re.compile(r"\w")),
        (IS_LATIN_UPPER, LATIN_UPPER), (IS_LINE, re.compile("_")),
    ):  # fmt: skip
        kinds[[ord(character) for character in pattern.findall(plane)]] |= bit
    return kinds


@cache
def _sign_table() -> NDArray[np.uint8]:
    """Return the number of each character of the basic plane among SIGNS, counted from 1."""
    table = np.zeros(0x10000, np.uint8)
    table[[ord(sign) for sign in SIGNS]] = np.arange(1, len(SIGNS) + 1)
    return table


def _kinds_of(text: str, codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return the kinds of each character of a text, as bits."""
    kinds = _kinds().take(codes, mode="clip")
    if len(codes) and codes.max() > 0xFFFF:  # of these only letters and digits are of any kind
        high = (codes > 0xFFFF).nonzero()[0]
        kinds[high] = [
            IS_WORD * character.isalnum() | IS_DIGIT * (DIGIT.match(character) is not None)
            for character in map(text.__getitem__, high.tolist())
        ]
    return kinds


def _signs(codes: NDArray[np.uint32], kinds: NDArray[np.uint8], start: Ints, end: Ints) -> Ints:
    """Count each of SIGNS in each block, rows as in SIGNS; the last row counts ". "."""
    table = np.zeros((len(SIGNS) + 1, len(start)), np.int64)
    found = _sign_table().take(codes, mode="clip")
    at = found.view(np.bool_).nonzero()[0]
    rows = start.searchsorted(at, "right") - 1
    is_in = at < end[rows]
    at, rows = at[is_in], rows[is_in]
    which = found[at] - np.uint8(1)
    np.add.at(table, (which, rows), 1)
    stops = which == STOP
    at, rows = at[stops], rows[stops]
    ended = codes[np.minimum(at + 1, len(codes) - 1)] == ord(" ")
    table[-1] = np.bincount(rows[ended & (at + 1 < end[rows])], minlength=len(start))
    return table


def _places(kinds: NDArray[np.uint8]) -> tuple[Ints, ...]:
    """Return where digits, capitals, wide characters, line breaks and capitalised words are."""
    places = ((kinds & bit != 0).nonzero()[0] for bit in (IS_DIGIT, IS_UPPER, IS_WIDE, IS_BREAK))
    return *places, _titled(kinds)


def _titled(kinds: NDArray[np.uint8]) -> Ints:
    """Return where words begin that have one capital, in front, and nothing around but signs.

    A run of word characters is one if no other run stands beside it without a space between.
    """
    starts, ends = runs(kinds & IS_WORD != 0)
    spaces = (kinds & IS_SPACE != 0).nonzero()[0]
    capitals = (kinds & IS_LATIN_UPPER != 0).nonzero()[0]
    apart = np.ones(len(starts) + 1, np.bool_)  # whether a space stands between a run and the last
    written = spaces.searchsorted(starts)
    np.not_equal(written[1:], written[:-1], out=apart[1:-1])
    wanted = apart[:-1] & apart[1:] & (kinds[starts] & IS_UPPER != 0)
    starts, ends = starts[wanted], ends[wanted]
    found: Ints = starts[capitals.searchsorted(ends) == capitals.searchsorted(starts + 1)]
    return found


def weights(words: Wording) -> Floats:
    """Length of each block in Latin letters; one Chinese, Japanese or Korean sign counts more."""
    sizes = (words.bare_end - words.bare_start).astype(np.float64)
    if len(words.places[2]):
        sizes += (WIDE_WEIGHT - 1) * words.within(2, words.start, words.end)
    return sizes


def sentence_ends(words: Wording) -> tuple[Flags, Flags]:
    """Tell which blocks end as sentences do: as they stand, and without white space around."""
    bare = [_ends(piece) for piece in words.bare]
    whole = [
        ended if len(piece) == len(short) else SENTENCE_END.search(piece[-8:]) is not None
        for piece, short, ended in zip(words.pieces, words.bare, bare, strict=True)
    ]
    return np.array(whole, np.bool_), np.array(bare, np.bool_)


def _ends(bare: str) -> bool:
    last = bare[-1:]
    return last in ENDS or (last in CLOSERS and bare[-8:].rstrip("\"'”’»“)]")[-1:] in ENDS)


ENDS, CLOSERS = frozenset(".!?…。！？।॥؟۔։።။។"), frozenset("\"'”’»“)]")
FIRSTS, LASTS = 4, 2  # columns that the first and the last character of a block fill


@lru_cache(maxsize=4096)
def _edges(first: str, last: str) -> int:
    """Return what the first and the last character of a block say, as bits."""
    said = (
        last == ":", last == "…",
        first.islower(), first.isdigit(), first in QUOTES, first in BULLETS,
    )  # fmt: skip
    return sum(1 << place for place, is_so in enumerate(said) if is_so)


def shapes(words: Wording, sizes: Floats, ends: Flags) -> Floats:
    """The shape of each block's words; shares are of its first 300 characters."""
    bare, text = words.bare, words.text
    size = np.where(sizes > 0, sizes, 1.0)
    count = np.maximum(np.maximum(words.counts, (sizes / 12).astype(np.int64)), 1)
    short = np.minimum(size, SHAPED)
    stop = np.minimum(words.bare_end, words.bare_start + SHAPED)
    digits = words.within(0, words.bare_start, stop)
    titled = _titled_words(words, stop)
    edges = spread(np.array([_edges(piece[:1], piece[-1:]) for piece in bare], np.int64), 6)
    if "..." in text:
        edges[:, 1] = np.maximum(edges[:, 1], _holding(words, "...", str.endswith))
    first = words.order < 60
    letters = words.per_block(words.rows[first], words.sizes[first])
    dated = np.zeros((2, len(bare)))
    for place in digits.nonzero()[0].tolist():
        piece = bare[place][:200]
        dated[0, place] = ("19" in piece or "20" in piece) and DATE.search(piece) is not None
        dated[1, place] = CLOCK.search(piece) is not None
    comma, list_comma, full_stop, _, bar, owner, at, opened, slash, *quotes, stops = words.signs
    return beside(
        np.log1p(size) / 6,
        np.log1p(count) / 5,
        size < 25,
        size < 60,
        size < 120,
        size > 250,
        ends,
        *edges.T,
        bar > 0,
        words.within(1, words.bare_start, stop) / short,
        digits / short,
        np.where(titled < count, titled / np.minimum(count, 50), 1.0),
        np.minimum(comma + list_comma, 8) / 8,
        np.minimum(stops + full_stop, 6) / 6,
        np.minimum(sum(quotes), 4) / 4,
        letters / np.minimum(count, 60) / 10,
        *dated,
        owner > 0,
        (at > 0) | _holding(words, "http") | _holding(words, "www."),
        opened > 0,
        slash > 0,
        words.counts == 0,
    )


def beside(*columns: NDArray[Any]) -> Floats:
    """Lay columns side by side."""
    table: Floats = np.concatenate(columns, dtype=np.float64).reshape(len(columns), -1).T
    return table


def _titled_words(words: Wording, stop: Ints) -> Ints:
    """Count the capitalised words up to a place in each block, which may cut the last word."""
    whole, cut = stop.copy(), np.zeros(len(stop), np.int64)
    for place in (words.bare_end > stop).nonzero()[0].tolist():
        last = words.bare[place][:SHAPED]
        last = "" if last[-1].isspace() else last.split()[-1]
        whole[place] -= len(last)
        cut[place] = TITLED.fullmatch(last) is not None
    cut += words.within(4, words.bare_start, whole)
    return cut


def _holding(
    words: Wording, symbol: str, how: Callable[[str, str], bool] = str.__contains__
) -> Flags:
    """Tell which blocks hold (or end with) this symbol."""
    if symbol not in words.text:
        return np.zeros(len(words.bare), np.bool_)
    return np.array([how(piece, symbol) for piece in words.bare], np.bool_)


def spread(values: Ints, width: int) -> NDArray[np.uint8]:
    """Spread the lowest bits of each value over columns."""
    octets = values.astype("<i8").view(np.uint8).reshape(len(values), 8)
    return np.unpackbits(octets, axis=1, count=width, bitorder="little")
