"""What the zone model sees of each block: its words, its place, its neighbours, its markup.

One table of numbers and two bags of hashed words a page. A text capture has no markup: those
columns stay zero and one column says so. Everything is relative to the page, so that the model
learns what articles look like and not what one outlet's pages look like.
"""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.article.markup import Block, Element
from firsthand.article.phrases import WORD, groups, lexicon
from firsthand.article.tags import bucket, hint_names

TAGS = (
    ("p",), ("h1",), ("h2",), ("h3",), ("h4", "h5", "h6"), ("li",), ("div", "body", "html"),
    ("td", "th", "caption"), ("figcaption",), ("blockquote",), ("button", "label", "option"),
    ("pre",), ("dt", "dd"), ("section", "article", "main"), ("header", "footer", "nav", "aside"),
    ("figure", "address", "form", "center"),
)  # fmt: skip
TAG_COLUMN = {name: column for column, names in enumerate(TAGS) for name in names}
ABOVE = (
    "nav", "header", "footer", "aside", "article", "main", "figure", "figcaption", "ul", "ol",
    "table", "blockquote", "form", "button", "section", "a", "p", "li", "h1", "h2", "h3", "h4",
    "label", "dl", "details", "span", "address",
)  # fmt: skip
ABOVE_BIT = {name: 1 << place for place, name in enumerate(ABOVE)}
SHORT_WORDS = 14  # blocks up to this many words show their words to the model
WORD_BUCKETS = 2048
LEVELS = 4  # containers above a block whose share of the running text counts
PROSE = 0.3  # share of linked characters above which a block is no running text

SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»“)\]]*\s*$")
DATE = re.compile(
    r"\b\d{1,2}[./ -]+(?:\d{1,2}|\w{3,10})\.?,?[./ -]+(?:19|20)\d\d\b"
    r"|\b(?:19|20)\d\d[-/.年]\d|\b\w{3,10}\.? \d{1,2},? (?:19|20)\d\d\b"
)
DIGIT = re.compile(r"\d")
UPPER = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯЁЄІЇҐ]")
TITLED = re.compile(r"(?<!\S)[^\w\s]*[A-ZÀ-ÖØ-ÞА-ЯЁЄІЇҐ][^\WA-ZÀ-ÖØ-Þ]*[^\w\s]*(?!\S)")
CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")


class Page(Struct, frozen=True):
    """The numbers of one page: a row for each block."""

    dense: NDArray[np.float32]
    word_rows: NDArray[np.int64]  # block of each hashed word
    words: NDArray[np.int64]
    class_rows: NDArray[np.int64]  # block of each hashed class word
    classes: NDArray[np.int64]
    groups: tuple[int, ...] = ()  # furniture groups of each block, as bits
    tokens: tuple[list[str], ...] = ()  # words of each block, in lower case


class Known(Struct, frozen=True):
    """What the page's hidden data say, to compare blocks with."""

    titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()


WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uff00-\uffef]")
WIDE_WEIGHT = 2.5  # Latin letters that say as much as one of these characters


def weight(piece: str) -> float:
    """Length of a piece in Latin letters; a Chinese, Japanese or Korean character counts more."""
    size = len(piece.strip())
    if piece.isascii():
        return float(size)
    return size + (WIDE_WEIGHT - 1) * len(WIDE.findall(piece))


def squeeze(text: str) -> str:
    """Return only the letters and digits of a text, in lower case."""
    return "".join(WORD.findall(text.lower()))


def describe(text: str, blocks: list[Block], known: Known) -> Page:
    """Describe every block of a page."""
    pieces = [text[block.start : block.end] for block in blocks]
    tokens = [WORD.findall(piece[:4000].lower()) for piece in pieces]
    is_html = any(block.element is not None for block in blocks)
    sizes = np.array([weight(piece) for piece in pieces], np.float64)
    linked = np.array([block.linked for block in blocks], np.float64)
    prose = np.where((sizes >= 80) & (linked < PROSE * sizes), sizes, 0.0)
    ends = np.array([SENTENCE_END.search(piece[-8:]) is not None for piece in pieces])
    found = [groups(words) for words in tokens]
    columns = [
        _words(pieces, tokens, sizes),
        _places(text, blocks, pieces, prose, sizes),
        _segments(sizes, prose, ends),
        _coherence(tokens, prose),
        _agreements(pieces, tokens, known),
        _bits(np.array(found, np.int64), len(lexicon().kinds)),
    ]
    columns += list(_markup(blocks, prose)) if is_html else [np.zeros((len(blocks), MARKUP))]
    dense = np.concatenate(columns, axis=1).astype(np.float32)
    word_rows, words = _hashed(tokens)
    class_rows, classes = _classes(blocks)
    return Page(dense, word_rows, words, class_rows, classes, tuple(found), tuple(tokens))


def _words(
    pieces: list[str], tokens: list[list[str]], sizes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The shape of each block's words; shares are of its first 300 characters."""
    rows = []
    for piece, words, weighed in zip(pieces, tokens, sizes.tolist(), strict=True):
        bare = piece.strip()
        size, count = weighed or 1, max(len(words), int(weighed / 12)) or 1
        start, head, tail = bare[:300], bare[:1], bare[-1:]
        digits = len(DIGIT.findall(start))
        titled = len(TITLED.findall(start))
        rows.append(
            (
                size,
                count,
                SENTENCE_END.search(bare[-8:]) is not None,
                tail == ":",
                tail == "…" or bare.endswith("..."),
                head.islower(),
                head.isdigit(),
                head in "\"“„«‘'»–—-",
                head in "•*·-□☆◦▪○●■+",
                "|" in bare,
                len(UPPER.findall(start)),
                digits,
                titled / min(count, 50) if titled < count else 1.0,
                bare.count(",") + bare.count("、"),
                bare.count(". ") + bare.count("。"),
                bare.count("“") + bare.count('"') + bare.count("„") + bare.count("«"),
                len("".join(words[:60])) / min(count, 60) / 10,
                digits > 0 and DATE.search(bare[:200]) is not None,
                digits > 0 and CLOCK.search(bare[:200]) is not None,
                "©" in bare,
                "@" in bare or "http" in bare or "www." in bare,
                "(" in bare,
                "/" in bare,
                not words,
            )
        )
    raw = np.array(rows, np.float64).reshape(len(pieces), -1)
    size, short = raw[:, 0], np.minimum(raw[:, 0], 300)
    return np.column_stack(
        (
            np.log1p(size) / 6,
            np.log1p(raw[:, 1]) / 5,
            size < 25,
            size < 60,
            size < 120,
            size > 250,
            raw[:, 2:10],
            raw[:, 10] / short,
            raw[:, 11] / short,
            raw[:, 12],
            np.minimum(raw[:, 13], 8) / 8,
            np.minimum(raw[:, 14], 6) / 6,
            np.minimum(raw[:, 15], 4) / 4,
            raw[:, 16:],
        )
    )


WORDS, PLACES = 28, 19 + 9 + 3


def _places(
    text: str,
    blocks: list[Block],
    pieces: list[str],
    prose: NDArray[np.float64],
    sizes: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Where a block stands, and how the running text is spread around it."""
    count = len(blocks)
    total = prose.sum() or 1.0
    before = np.cumsum(prose) - prose
    order = np.arange(count)
    seen = Counter(pieces)
    repeats = np.array([seen[piece] for piece in pieces], np.float64)
    first: dict[str, int] = {}
    is_again = np.array(
        [first.setdefault(piece, place) != place for place, piece in enumerate(pieces)]
    )
    gaps = np.ones(count)
    for place in range(1, count):
        gaps[place] = min(text.count("\n", blocks[place - 1].end, blocks[place].start), 4)
    after_gap = np.append(gaps[1:], 1.0)
    lead = np.array([len(piece) - len(piece.lstrip()) for piece in pieces], np.float64)
    table = [
        order / max(count - 1, 1),
        np.minimum(order, 50) / 50,
        np.minimum(count - 1 - order, 50) / 50,
        before / total,
        (total - before - prose) / total,
        prose / total,
        np.full(count, np.log1p(total) / 10),
        np.full(count, np.log1p(count) / 7),
        np.minimum(repeats - 1, 3) / 3,
        is_again.astype(np.float64),
        gaps / 4,
        after_gap / 4,
        np.minimum(lead, 12) / 12,
        *(_smooth(prose > 0, width) for width in (2, 5, 12)),
        *(_smooth(sizes < 40, width) for width in (2, 5, 12)),
    ]
    return np.stack(table, axis=1)


def _segments(
    sizes: NDArray[np.float64], prose: NDArray[np.float64], ends: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Whether a block lies in the page's heaviest stretches of text, and how deep."""
    count = len(sizes)
    place = np.arange(count)
    columns = []
    for values in (
        np.clip(sizes / 6 - 12, -12, 60),
        np.where(ends & (prose > 0), np.clip(sizes / 6, 0, 60), -8.0),
        np.where(ends & (prose > 0), np.clip(sizes / 6, 0, 60), -25.0),
    ):
        start, end = _heaviest(values.tolist())
        columns += [
            (place >= start) & (place < end),
            np.clip(place - start, -12, 12) / 12,
            np.clip(end - 1 - place, -12, 12) / 12,
        ]
    return np.stack(columns, axis=1).astype(np.float64)


def _heaviest(values: list[float]) -> tuple[int, int]:
    """Return the stretch [start, end) with the greatest sum (Kadane)."""
    best, span, running, start = 0.0, (0, 0), 0.0, 0
    for place, value in enumerate(values):
        if running <= 0:
            running, start = 0.0, place
        running += value
        if running > best:
            best, span = running, (start, place + 1)
    return span


def _coherence(tokens: list[list[str]], prose: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of a block's vocabulary the page's running text uses elsewhere."""
    owned = [frozenset(word for word in words[:200] if len(word) >= 5) for words in tokens]
    spread: Counter[str] = Counter()
    for words, size in zip(owned, prose.tolist(), strict=True):
        if size:
            spread.update(words)
    rows = np.zeros((len(tokens), 3))
    for place, words in enumerate(owned):
        if words:
            own = 1 if prose[place] else 0
            shared = [spread[word] - own for word in words]
            rows[place] = (
                sum(number >= 1 for number in shared) / len(words),
                sum(number >= 3 for number in shared) / len(words),
                min(sum(shared) / len(words), 10) / 10,
            )
    return rows


def _smooth(flags: NDArray[np.bool_], width: int) -> NDArray[np.float64]:
    """Share of flagged blocks within `width` places on either side."""
    sums = np.concatenate(([0.0], np.cumsum(flags)))
    count = len(flags)
    low = np.maximum(np.arange(count) - width, 0)
    high = np.minimum(np.arange(count) + width + 1, count)
    shares: NDArray[np.float64] = (sums[high] - sums[low]) / np.maximum(high - low, 1)
    return shares


def _agreements(pieces: list[str], tokens: list[list[str]], known: Known) -> NDArray[np.float64]:
    """How far each block repeats the title, the description or the text in the page's data."""
    titles = [frozenset(WORD.findall(title.lower())) for title in known.titles if title]
    descriptions = [squeeze(text) for text in known.descriptions if len(text) > 20]
    bodies = "\n".join(squeeze(text) for text in known.bodies)
    rows = np.zeros((len(pieces), 7))
    for place, words in enumerate(tokens):
        if not words:
            continue
        if titles and len(words) < 60:
            own = frozenset(words)
            rows[place, 0] = max(len(own & title) / len(own | title) for title in titles if title)
            rows[place, 1] = max(len(own & title) / len(title) for title in titles if title)
        if len(words) > 4 and (descriptions or bodies):
            key = "".join(words)
            rows[place, 2] = any(key[:60] in text or text[:60] in key for text in descriptions)
            rows[place, 3] = bool(bodies) and key[:80] in bodies
            rows[place, 4] = bool(bodies) and key[-60:] in bodies
    rows[:, 5] = bool(bodies)
    rows[:, 6] = bool(titles)
    return rows


def _bits(values: NDArray[np.int64], width: int) -> NDArray[np.float64]:
    """Spread the bits of each value over columns."""
    return ((values[:, None] >> np.arange(width)) & 1).astype(np.float64)


def _above(element: Element | None) -> tuple[int, ...]:
    """Hints and kinds of an element and all above it, and hints in three bands going up.

    A band is the inline elements up to a block element, and that element.
    """
    waiting = []
    while element is not None and element.memo is None:
        waiting.append(element)
        element = element.parent
    found = element.memo if element is not None and element.memo else (0, 0, 0, 0, 0)
    for inner in reversed(waiting):
        hints = inner.tag.named[0]
        far, kinds = found[0] | hints, found[1] | ABOVE_BIT.get(inner.tag.name, 0)
        if inner.tag.is_block:
            found = (far, kinds, hints, found[2], found[3])
        else:
            found = (far, kinds, hints | found[2], found[3], found[4])
        inner.memo = found
    return found


def _markup(blocks: list[Block], prose: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    hints = len(hint_names())
    rows, bits = [], []
    for block in blocks:
        element, inner = block.element, block.inner
        far, kinds, _, _, _ = _above(element)
        own = element.tag.named[0] if element is not None else 0
        own |= inner.tag.named[0] if inner is not None else 0
        above = _above(element.parent) if element is not None else (0, 0, 0, 0, 0)
        bits.append((own, above[2] | above[3] | above[4], far, kinds))
        size = max(block.end - block.start, 1)
        column, depth = (TAG_COLUMN.get(element.tag.name, 6), element.depth) if element else (6, 0)
        rows.append(
            (column, block.linked / size, min(block.links, 5) / 5, block.strong / size, depth / 30)
        )
    shape = np.array(rows, np.float64).reshape(-1, 5)
    kinds_of_tag = np.zeros((len(blocks), len(TAGS)))
    kinds_of_tag[np.arange(len(blocks)), shape[:, 0].astype(np.int64)] = 1.0
    table = np.array(bits, np.int64).reshape(-1, 4)
    spread = [_bits(table[:, at], hints) for at in range(3)]
    return (
        kinds_of_tag,
        shape[:, 1:],
        np.ones((len(blocks), 1)),
        _containers(blocks, prose),
        *spread,
        _bits(table[:, 3], len(ABOVE)),
    )


def _containers(blocks: list[Block], prose: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of the page's running text that lies in each of the containers above a block."""
    weights: dict[int, float] = {}
    ladders: dict[int, tuple[int, ...]] = {}
    keys = [id(block.element) for block in blocks]
    for key, block, size in zip(keys, blocks, prose.tolist(), strict=True):
        if key not in ladders:
            ladders[key] = _ladder(block.element)
        if size:
            for step in ladders[key]:
                weights[step] = weights.get(step, 0.0) + size
    total = float(prose.sum()) or 1.0
    best = max(weights, key=weights.__getitem__) if weights else None
    rows: dict[int, list[float]] = {}
    for key, ladder in ladders.items():
        shares = [weights.get(step, 0.0) / total for step in ladder]
        rows[key] = [
            *shares, *[0.0] * (LEVELS - len(shares)), max(shares, default=0.0), best in ladder
        ]  # fmt: skip
    return np.array([rows[key] for key in keys], np.float64).reshape(-1, LEVELS + 2)


def _ladder(element: Element | None) -> tuple[int, ...]:
    """Name the containers above an element, nearest first."""
    ladder: list[int] = []
    element = element.parent if element is not None else None
    while element is not None and len(ladder) < LEVELS:
        if element.tag.is_block:
            ladder.append(id(element))
        element = element.parent
    return tuple(ladder)


MARKUP = len(TAGS) + 5 + LEVELS + 2 + 3 * len(hint_names()) + len(ABOVE)


def _hashed(tokens: list[list[str]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rows, words = [], []
    for place, spelled in enumerate(tokens):
        if len(spelled) <= SHORT_WORDS:
            for word in set(spelled):
                rows.append(place)
                words.append(bucket(word, WORD_BUCKETS))
    return np.array(rows, np.int64), np.array(words, np.int64)


def _classes(blocks: list[Block]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Hashed class words of a block's element and the two block elements above it."""
    rows: list[int] = []
    words: list[int] = []
    known: dict[int, frozenset[int]] = {}
    for place, block in enumerate(blocks):
        element = block.inner or block.element
        if element is None:
            continue
        found = known.get(id(element))
        if found is None:
            found = known[id(element)] = _spelled(element)
        rows += [place] * len(found)
        words += found
    return np.array(rows, np.int64), np.array(words, np.int64)


def _spelled(element: Element | None) -> frozenset[int]:
    found: set[int] = set()
    level = 0
    while element is not None and level < 3:
        words = element.tag.named[1]
        while words:
            low = words & -words
            found.add(low.bit_length() - 1)
            words ^= low
        level += element.tag.is_block
        element = element.parent
    return frozenset(found)
