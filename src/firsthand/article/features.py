"""What the zone model sees of each block: its words, its place, its neighbours, its markup.

One table of numbers and two bags of hashed words a page. A text capture has no markup: those
columns stay zero and one column says so. Everything is relative to the page, so that the model
learns what articles look like and not what one outlet's pages look like.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.article.markup import Block
from firsthand.article.phrases import WORD, groups_at, lexicon, telling
from firsthand.article.setting import MARKUP, markup
from firsthand.article.surroundings import (
    headings,
    heaviest,
    repetitions,
    smooth,
    surroundings,
)
from firsthand.article.tags import hashed
from firsthand.article.wording import (
    Flags,
    Floats,
    Ints,
    Wording,
    beside,
    sentence_ends,
    shapes,
    spread,
    weights,
    wording,
)

SHORT_WORDS = 14  # blocks up to this many words show their words to the model
WORD_BUCKETS = 2048
TITLE_WORDS = 60  # blocks of as many words are compared with no title
LONG_WORD = 4  # letters of a word that says something of the topic
TOPIC_WORDS = 200  # words of a block that are compared with the running text
PROSE = 0.3  # share of linked characters above which a block is no running text
WORDS, PLACES = 28, 19 + 9 + 3
BULLET = 12  # column that says that a block begins with a bullet
NOTHING, NO_WORDS = np.zeros(0, np.float64), np.zeros(0, np.int64)


class Page(Struct, frozen=True):
    """The numbers of one page: a row for each block."""

    dense: NDArray[np.float32]
    word_rows: NDArray[np.int64]  # block of each hashed word
    words: NDArray[np.int64]
    class_rows: NDArray[np.int64]  # block of each hashed class word
    classes: NDArray[np.int64]
    groups: tuple[int, ...] = ()  # furniture groups of each block, as bits
    tokens: tuple[list[str], ...] = ()  # words of each block, in lower case
    sizes: NDArray[np.float64] = NOTHING  # length of each block, in Latin letters
    topic_rows: NDArray[np.int64] = NO_WORDS  # block of each long word
    topics: NDArray[np.int64] = NO_WORDS  # their numbers, each once a block


class Known(Struct, frozen=True):
    """What the page's hidden data say, to compare blocks with."""

    titles: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()


def squeeze(text: str) -> str:
    """Return only the letters and digits of a text, in lower case."""
    return "".join(WORD.findall(text.lower()))


def describe(text: str, blocks: list[Block], known: Known) -> Page:
    """Describe every block of a page."""
    words = wording(text, blocks)
    is_html = any(block.element is not None for block in blocks)
    sizes = weights(words)
    linked = np.array([block.linked for block in blocks], np.float64)
    prose = np.where((sizes >= 80) & (linked < PROSE * sizes), sizes, 0.0)
    whole, ends = sentence_ends(words)
    found = _groups(words)
    if is_html:
        tables, class_rows, classes = markup(blocks, prose, words.end - words.start)
    else:
        tables = [np.zeros((len(blocks), MARKUP))]
        class_rows = classes = np.zeros(0, np.int64)
    topics = words.distinct((words.sizes >= LONG_WORD) & (words.order < TOPIC_WORDS))
    shape = shapes(words, sizes, ends)
    columns = (
        shape,
        _places(words, prose, sizes),
        _segments(sizes, prose, whole),
        _coherence(words, prose, topics),
        _agreements(words, known),
        spread(np.array(found, np.int64), len(lexicon().kinds)),
        *tables,
        headings(words, found, prose),
        surroundings(words, prose, ends, shape[:, BULLET] > 0, topics),
        _kinship(words, prose, sizes, ends, topics),
        repetitions(words),
    )
    dense = np.empty((len(blocks), sum(table.shape[1] for table in columns)), np.float32)
    at = 0
    for table in columns:
        dense[:, at : at + table.shape[1]] = table
        at += table.shape[1]
    return Page(
        dense, *_hashed(words), class_rows, classes, tuple(found), tuple(words.tokens),
        sizes, *topics,
    )  # fmt: skip


def _groups(words: Wording) -> list[int]:
    """Which groups of furniture words each block matches, as bits."""
    found = [0] * len(words.pieces)
    reach = telling(words.vocabulary)
    longest = np.zeros((2, len(words.vocabulary)), np.int64)
    longest[:, list(reach)] = np.array(list(reach.values()), np.int64).reshape(-1, 2).T
    reaches = np.where(words.order > 0, longest[1][words.ids], longest[0][words.ids])
    spots = (words.counts[words.rows] <= reaches).nonzero()[0]
    for row, place in zip(words.rows[spots].tolist(), words.order[spots].tolist(), strict=True):
        found[row] |= groups_at(words.tokens[row], place)
    return found


def _places(words: Wording, prose: Floats, sizes: Floats) -> Floats:
    """Where a block stands, and how the running text is spread around it."""
    count = len(words.pieces)
    total = prose.sum() or 1.0
    before = np.cumsum(prose) - prose
    order = np.arange(count)
    numbers: dict[str, int] = {}
    same = np.array([numbers.setdefault(piece, len(numbers)) for piece in words.pieces], np.int64)
    first = np.zeros(len(numbers), np.int64)
    first[same[::-1]] = order[::-1]
    gaps = np.ones(count)
    gaps[1:] = np.minimum(words.within(3, words.end[:-1], words.start[1:]), 4)
    around = np.stack((prose > 0, sizes < 40))
    table = (
        order / max(count - 1, 1),
        np.minimum(order, 50) / 50,
        np.minimum(count - 1 - order, 50) / 50,
        before / total,
        (total - before - prose) / total,
        prose / total,
        np.full(count, np.log1p(total) / 10),
        np.full(count, np.log1p(count) / 7),
        np.minimum(np.bincount(same)[same] - 1, 3) / 3,
        first[same] != order,
        gaps / 4,
        np.append(gaps[1:], 1.0) / 4,
        np.minimum(words.bare_start - words.start, 12) / 12,
    )
    return beside(*table, *smooth(around, (2, 5, 12)).reshape(-1, count))


def _segments(sizes: Floats, prose: Floats, ends: Flags) -> Floats:
    """Whether a block lies in the page's heaviest stretches of text, and how deep."""
    count = len(sizes)
    place = np.arange(count)
    columns = []
    for values in (
        np.clip(sizes / 6 - 12, -12, 60),
        np.where(ends & (prose > 0), np.clip(sizes / 6, 0, 60), -8.0),
        np.where(ends & (prose > 0), np.clip(sizes / 6, 0, 60), -25.0),
    ):
        start, end = heaviest(values)
        columns += [
            (place >= start) & (place < end),
            np.clip(place - start, -12, 12) / 12,
            np.clip(end - 1 - place, -12, 12) / 12,
        ]
    return beside(*columns)


def _coherence(words: Wording, prose: Floats, topics: tuple[Ints, Ints]) -> Floats:
    """How much of a block's vocabulary the page's running text uses elsewhere."""
    rows, ids = topics
    is_prose = (prose > 0)[rows]
    shared = np.bincount(ids[is_prose], minlength=len(words.vocabulary))[ids] - is_prose
    size = np.maximum(words.per_block(rows), 1)
    return beside(
        words.per_block(rows[shared >= 1]) / size,
        words.per_block(rows[shared >= 3]) / size,
        np.minimum(words.per_block(rows, shared) / size, 10) / 10,
    )


def _kinship(
    words: Wording, prose: Floats, sizes: Floats, ends: Flags, topics: tuple[Ints, Ints]
) -> Floats:
    """How far a block's long words are those of the page's heaviest text, and of the rest."""
    rows, ids = topics
    values = np.where(ends & (prose > 0), np.clip(sizes / 6, 0, 60), -12.0)
    start, end = heaviest(values)
    is_in = (rows >= start) & (rows < end)
    inside = np.bincount(ids[is_in], minlength=len(words.vocabulary))[ids] - is_in
    outside = np.bincount(ids, minlength=len(words.vocabulary))[ids] - 1 - inside
    size = np.maximum(words.per_block(rows), 1)
    return beside(
        words.per_block(rows, np.log((inside + 0.3) / (outside + 0.3))) / size / 2,
        words.per_block(rows[inside > 0]) / size,
        words.per_block(rows[(inside > 0) & (outside == 0)]) / size,
    )


def _agreements(words: Wording, known: Known) -> Floats:
    """How far each block repeats the title, the description or the text in the page's data."""
    table = np.zeros((len(words.pieces), 7))
    table[:, :2] = _like_titles(words, known.titles)
    descriptions = [squeeze(text) for text in known.descriptions if len(text) > 20]
    bodies = "\n".join(squeeze(text) for text in known.bodies)
    if descriptions or bodies:
        heads = [text[:60] for text in descriptions]
        for place in (words.counts > 4).nonzero()[0].tolist():
            key = "".join(words.tokens[place])
            start = key[:60]
            for text, head in zip(descriptions, heads, strict=True):
                if head in key or start in text:
                    table[place, 2] = 1.0
            if bodies:
                table[place, 3] = key[:80] in bodies
                table[place, 4] = key[-60:] in bodies
    table[:, 5] = bool(bodies)
    table[:, 6] = any(known.titles)
    return table


def _like_titles(words: Wording, titles: Sequence[str]) -> Floats:
    """Words that a short block shares with a title: of both together, and of the title."""
    best = np.zeros((len(words.pieces), 2))
    spelled = {frozenset(WORD.findall(title.lower())) for title in titles}
    rows, ids = words.distinct((words.counts < TITLE_WORDS)[words.rows])
    own = words.per_block(rows)
    for title in filter(None, spelled):
        is_in = np.zeros(len(words.vocabulary), np.bool_)
        is_in[[words.vocabulary[word] for word in title if word in words.vocabulary]] = True
        both = words.per_block(rows[is_in[ids]])
        best[:, 0] = np.maximum(best[:, 0], both / (own + len(title) - both))
        best[:, 1] = np.maximum(best[:, 1], both / len(title))
    return best


def _hashed(words: Wording) -> tuple[Ints, Ints]:
    """The words of short blocks, hashed: their blocks and buckets."""
    rows, ids = words.distinct((words.counts <= SHORT_WORDS)[words.rows])
    is_shown = np.zeros(len(words.vocabulary), np.bool_)
    is_shown[ids] = True
    shown = compress(words.vocabulary, is_shown.tolist())
    buckets = np.zeros(len(words.vocabulary), np.int64)
    buckets[is_shown] = list(map(hashed, shown))
    return rows, buckets[ids] % WORD_BUCKETS
