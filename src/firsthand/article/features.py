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
    r"\b\d{1,2}[./ -]+(?:\d{1,2}|\w{3,10})\.?,?[./ -]+(?:19|20)\d\d\b|\b(?:19|20)\d\d[-/.年]\d|\b\w{3,10}\.? \d{1,2},? (?:19|20)\d\d\b"
)
CLOCK = re.compile(r"\b\d{1,2}[:.h]\d{2}\b")


class Page(Struct, frozen=True):
    """The numbers of one page: a row for each block."""

    dense: NDArray[np.float32]
    word_rows: NDArray[np.int64]  # block of each hashed word
    words: NDArray[np.int64]
    class_rows: NDArray[np.int64]  # block of each hashed class word
    classes: NDArray[np.int64]


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
    columns = [
        _words(pieces, tokens, sizes),
        _places(text, blocks, pieces, prose, sizes),
        _segments(sizes, prose, ends),
        _coherence(tokens, prose),
        _agreements(pieces, tokens, known),
        _furniture(tokens),
    ]
    columns += list(_markup(blocks, prose)) if is_html else [np.zeros((len(blocks), MARKUP))]
    dense = np.concatenate(columns, axis=1).astype(np.float32)
    word_rows, words = _hashed(tokens)
    class_rows, classes = _classes(blocks)
    return Page(dense, word_rows, words, class_rows, classes)


def _words(
    pieces: list[str], tokens: list[list[str]], sizes: NDArray[np.float64]
) -> NDArray[np.float64]:
    rows = []
    for piece, words, size in zip(pieces, tokens, sizes.tolist(), strict=True):
        bare = piece.strip()
        size, count = size or 1, max(len(words), int(size / 12)) or 1
        head, tail = bare[:1], bare[-1:]
        capitals = sum(map(str.isupper, bare[:300]))
        digits = sum(map(str.isdigit, bare[:300]))
        titled = sum(map(str.istitle, bare[:300].split()))
        rows.append(
            (
                np.log1p(size) / 6,
                np.log1p(count) / 5,
                size < 25,
                size < 60,
                size < 120,
                size > 250,
                SENTENCE_END.search(bare[-8:]) is not None,
                tail == ":",
                tail == "…" or bare.endswith("..."),
                head.islower(),
                head.isdigit(),
                head in "\"“„«‘'»–—-",
                head in "•*·-□☆◦▪○●■+",
                "|" in bare,
                capitals / min(size, 300),
                digits / min(size, 300),
                titled / min(count, 50) if titled < count else 1.0,
                min(bare.count(",") + bare.count("、"), 8) / 8,
                min(bare.count(". ") + bare.count("。"), 6) / 6,
                min(bare.count("“") + bare.count('"') + bare.count("„") + bare.count("«"), 4) / 4,
                sum(map(len, words[:60])) / min(count, 60) / 10,
                bool(digits) and DATE.search(bare[:200]) is not None,
                bool(digits) and CLOCK.search(bare[:200]) is not None,
                "©" in bare,
                "@" in bare or "http" in bare or "www." in bare,
                "(" in bare,
                "/" in bare,
                not words,
            )
        )
    return np.array(rows, np.float64).reshape(len(pieces), WORDS)


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
    starts = np.array([block.start for block in blocks])
    ends = np.array([block.end for block in blocks])
    gaps = np.empty(count)
    gaps[:1] = 1
    for place in range(1, count):
        gaps[place] = min(text.count("\n", ends[place - 1], starts[place]), 4)
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
    return (sums[high] - sums[low]) / np.maximum(high - low, 1)


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


def _furniture(tokens: list[list[str]]) -> NDArray[np.float64]:
    count = len(lexicon().kinds)
    found = np.array([groups(words) for words in tokens], np.int64)
    return ((found[:, None] >> np.arange(count)) & 1).astype(np.float64)


def _chain(element: Element | None) -> tuple[int, int, int, int]:
    """Hints of a block's own element, of the three above it, of all above, and their kinds."""
    own, near, far, kinds, level = 0, 0, 0, 0, 0
    while element is not None:
        hints = element.tag.named[0]
        kinds |= ABOVE_BIT.get(element.tag.name, 0)
        if level == 0:
            own = hints
        elif level <= 3:
            near |= hints
        far |= hints
        if level == 0 or element.tag.is_block:
            level += 1
        element = element.parent
    return own, near, far, kinds


def _markup(blocks: list[Block], prose: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    hints = len(hint_names())
    chains: dict[int, tuple[int, int, int, int]] = {}
    rows, bits = [], []
    for block in blocks:
        element = block.element
        found = chains.get(id(element))
        if found is None:
            found = chains[id(element)] = _chain(element)
        inner = block.inner.tag.named[0] if block.inner is not None else 0
        bits.append((found[0] | inner, found[1], found[2], found[3]))
        size = max(block.end - block.start, 1)
        row = [0.0] * len(TAGS)
        row[TAG_COLUMN.get(element.tag.name, 6) if element else 6] = 1.0
        depth = element.depth if element else 0
        row += [block.linked / size, min(block.links, 5) / 5, block.strong / size, depth / 30, 1.0]
        rows.append(row)
    table = np.array(bits, np.int64).reshape(-1, 4)
    spread = [
        ((table[:, place : place + 1] >> np.arange(width)) & 1).astype(np.float64)
        for place, width in ((0, hints), (1, hints), (2, hints), (3, len(ABOVE)))
    ]
    return (np.array(rows).reshape(len(blocks), -1), _containers(blocks, prose), *spread)


def _containers(blocks: list[Block], prose: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of the page's running text that lies in each of the containers above a block."""
    weights: Counter[int] = Counter()
    total = 0.0
    ladders = []
    for block, size in zip(blocks, prose.tolist(), strict=True):
        ladder = []
        element = block.element.parent if block.element is not None else None
        while element is not None and len(ladder) < LEVELS:
            if element.tag.is_block:
                ladder.append(id(element))
            element = element.parent
        ladders.append(ladder)
        if size:
            total += size
            for key in ladder:
                weights[key] += size
    table = np.zeros((len(blocks), LEVELS + 2))
    best = weights.most_common(1)[0][0] if weights else None
    for row, ladder in enumerate(ladders):
        for level, key in enumerate(ladder):
            table[row, level] = weights[key] / (total or 1.0)
        table[row, LEVELS] = max((weights[key] for key in ladder), default=0) / (total or 1.0)
        table[row, LEVELS + 1] = best in ladder
    return table


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
    rows, words = [], []
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
        found.update(element.tag.named[1])
        level += element.tag.is_block
        element = element.parent
    return frozenset(found)
