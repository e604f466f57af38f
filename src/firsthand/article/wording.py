"""The words of a page's blocks, as numbers: each distinct word is looked at once.

A page repeats its words three times over, and a look-up in an array costs a hundredth of one in
Python. So words become numbers in the order of their first use, and what is said of blocks is
counted over all blocks at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import chain

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
SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»“)\]]*\s*$")
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
QUOTES, BULLETS = "\"“„«‘'»–—-", "•*·-□☆◦▪○●■+"


class Wording(Struct, frozen=True):
    """The blocks of a page, their texts and their words.

    A block stands at [start, end) of the reading text, `bare_start` and `bare_end` leave out the
    white space at its ends. `rows`, `ids` and `order` have one entry for each word of the page:
    its block, its number in the vocabulary, its place in the block.
    """

    text: str
    pieces: list[str]
    bare: list[str]
    start: Ints
    end: Ints
    bare_start: Ints
    bare_end: Ints
    places: tuple[Ints, ...]  # of digits, capitals, wide signs, line breaks, capitalised words
    tokens: list[list[str]]
    counts: Ints  # words of each block
    vocabulary: list[str]
    rows: Ints
    ids: Ints
    order: Ints

    def within(self, kind: int, low: Ints, high: Ints) -> Ints:
        """Count what is of one of the kinds of `places` in [low, high)."""
        places = self.places[kind]
        counts: Ints = np.searchsorted(places, high) - np.searchsorted(places, low)
        return counts

    def distinct(self, wanted: Flags) -> tuple[Ints, Ints]:
        """Return the blocks and numbers of these words, each word once a block, in order."""
        size = len(self.vocabulary) or 1
        keys = self.rows[wanted] * size + self.ids[wanted]
        keys.sort()
        if len(keys):
            keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))]
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
    kinds = _kinds_of(text)
    spelled, rows, counts = _words(text, kinds, start, np.minimum(end, start + LONGEST))
    firsts = np.cumsum(counts) - counts
    cuts = firsts.tolist()
    vocabulary = list(dict.fromkeys(spelled))
    numbers = dict(zip(vocabulary, range(len(vocabulary)), strict=True))
    return Wording(
        text, pieces, bare, start, end, bare_start, bare_start + lengths(bare), _places(kinds),
        tokens=[spelled[low:high] for low, high in zip(cuts, [*cuts[1:], None], strict=True)],
        counts=counts,
        vocabulary=vocabulary,
        rows=rows,
        ids=np.fromiter(map(numbers.__getitem__, spelled), np.int64, len(spelled)),
        order=np.arange(len(spelled)) - firsts[rows],
    )  # fmt: skip


def _words(
    text: str, kinds: NDArray[np.uint8], start: Ints, end: Ints
) -> tuple[list[str], Ints, Ints]:
    """Return the words of all blocks in lower case, the block of each, and how many each has."""
    lower = text.lower()
    if len(lower) != len(text):  # "İ" becomes two characters
        tokens = [
            WORD.findall(text[low:high].lower())
            for low, high in zip(start.tolist(), end.tolist(), strict=True)
        ]
        counts = lengths(tokens)
        return list(chain.from_iterable(tokens)), np.repeat(np.arange(len(tokens)), counts), counts
    begins, stops = runs(kinds & (IS_WORD | IS_LINE) == IS_WORD)
    rows = np.searchsorted(start, begins, "right") - 1
    is_in = begins < end[rows]
    rows, begins = rows[is_in], begins[is_in]
    stops = np.minimum(stops[is_in], end[rows])
    spelled = [lower[low:high] for low, high in zip(begins.tolist(), stops.tolist(), strict=True)]
    return spelled, rows, np.bincount(rows, minlength=len(start))


def runs(flags: Flags) -> tuple[Ints, Ints]:
    """Return where runs of true flags begin and end."""
    padded = np.zeros(len(flags) + 2, np.bool_)
    padded[1:-1] = flags
    edges = np.flatnonzero(padded[1:] != padded[:-1])
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


def _kinds_of(text: str) -> NDArray[np.uint8]:
    """Return the kinds of each character of a text, as bits."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = np.take(_kinds(), codes, mode="clip")
    if len(codes) and codes.max() > 0xFFFF:  # of these only letters and digits are of any kind
        high = np.flatnonzero(codes > 0xFFFF)
        kinds[high] = [
            IS_WORD * character.isalnum() | IS_DIGIT * (DIGIT.match(character) is not None)
            for character in map(text.__getitem__, high.tolist())
        ]
    return kinds


def _places(kinds: NDArray[np.uint8]) -> tuple[Ints, ...]:
    """Return where digits, capitals, wide characters, line breaks and capitalised words are."""
    places = (np.flatnonzero(kinds & bit) for bit in (IS_DIGIT, IS_UPPER, IS_WIDE, IS_BREAK))
    return *places, _titled(kinds)


def _titled(kinds: NDArray[np.uint8]) -> Ints:
    """Return where words begin that have one capital, in front, and nothing around but signs.

    A run of word characters is one if no other run stands beside it without a space between.
    """
    starts, ends = runs(kinds & IS_WORD > 0)
    spaces = np.cumsum(kinds & IS_SPACE > 0)
    capitals = np.concatenate(([0], np.cumsum(kinds & IS_LATIN_UPPER > 0)))
    written = np.concatenate(([-1], spaces[starts], [-1]))  # which word between spaces it is in
    is_alone = (written[1:-1] != written[:-2]) & (written[1:-1] != written[2:])
    is_plain = capitals[ends] == capitals[starts + 1]
    found: Ints = starts[is_alone & is_plain & (kinds[starts] & IS_UPPER > 0)]
    return found


def weights(words: Wording) -> Floats:
    """Length of each block in Latin letters; one Chinese, Japanese or Korean sign counts more."""
    sizes = lengths(words.bare).astype(np.float64)
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


ENDS, CLOSERS = frozenset(".!?…。！？"), frozenset("\"'”’»“)]")
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
    letters = words.per_block(words.rows[first], lengths(words.vocabulary)[words.ids[first]])
    dated = np.zeros((2, len(bare)))
    for place in np.flatnonzero(digits).tolist():
        piece = bare[place][:200]
        dated[0, place] = ("19" in piece or "20" in piece) and DATE.search(piece) is not None
        dated[1, place] = CLOCK.search(piece) is not None
    return np.column_stack(
        (
            np.log1p(size) / 6,
            np.log1p(count) / 5,
            size < 25,
            size < 60,
            size < 120,
            size > 250,
            ends,
            edges,
            _holding(words, "|"),
            words.within(1, words.bare_start, stop) / short,
            digits / short,
            np.where(titled < count, titled / np.minimum(count, 50), 1.0),
            np.minimum(_counted(words, ",、"), 8) / 8,
            np.minimum(_counted(words, (". ", "。")), 6) / 6,
            np.minimum(_counted(words, '“"„«'), 4) / 4,
            letters / np.minimum(count, 60) / 10,
            dated[0],
            dated[1],
            _holding(words, "©"),
            _holding(words, "@") | _holding(words, "http") | _holding(words, "www."),
            _holding(words, "("),
            _holding(words, "/"),
            words.counts == 0,
        )
    )


def _titled_words(words: Wording, stop: Ints) -> Ints:
    """Count the capitalised words up to a place in each block, which may cut the last word."""
    whole, cut = stop.copy(), np.zeros(len(stop), np.int64)
    for place in np.flatnonzero(words.bare_end > stop).tolist():
        last = words.bare[place][:SHAPED]
        last = "" if last[-1].isspace() else last.split()[-1]
        whole[place] -= len(last)
        cut[place] = TITLED.fullmatch(last) is not None
    cut += words.within(4, words.bare_start, whole)
    return cut


def _counted(words: Wording, symbols: Iterable[str]) -> Ints:
    """Count these symbols in each block."""
    counts = np.zeros(len(words.bare), np.int64)
    for symbol in symbols:
        if symbol in words.text:
            counts += np.array([piece.count(symbol) for piece in words.bare], np.int64)
    return counts


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
