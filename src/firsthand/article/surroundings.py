"""What the zone model sees of the blocks around a block: headings above it, its like beside it.

A heading such as "Comments" speaks for all that stands below it; a caption repeats the picture's
description; a list of teasers has a date every third line. The network looks at eight blocks on
either side, so what lies farther off, and which words two blocks share, is put in numbers here.
"""

from __future__ import annotations

import numpy as np

from firsthand.article.phrases import lexicon
from firsthand.article.wording import Flags, Floats, Ints, Wording, beside, spread

HEADING = 10  # words of a block whose furniture words speak for what is below it
FADE = 20.0  # blocks over which that fades
TELLING = ("newsletter", "comment", "related", "feed")  # kinds of headings that end an article
NEAR, FEWEST = 3, 3  # blocks between two that are compared; long words that a block needs for it
DATED = 60  # characters at the start of a block in which three digits are a date or a time
PATTERNS = (3, 8, 20)  # blocks on either side over which patterns are counted
GRAM = 4  # words in a row that are looked for elsewhere on the page
MIXERS = (1, 40_503, 30_011, 2_477)  # odd numbers that spread them over 16 bits
LONGER = 1.3  # how many times as long a block is from which a sentence was drawn out


def smooth(values: Flags | Floats, widths: tuple[int, ...]) -> Floats:
    """Mean of the blocks within each width on either side: by row of values, then by width."""
    rows, count = values.shape
    sums = np.zeros((rows, count + 1))
    np.cumsum(values, axis=1, out=sums[:, 1:])
    low, high = _reaches(count, widths)
    means: Floats = (sums[:, high] - sums[:, low]) / (high - low)
    return means


def _reaches(count: int, widths: tuple[int, ...]) -> tuple[Ints, Ints]:
    order, wide = np.arange(count), np.array(widths)[:, None]
    return np.maximum(order - wide, 0), np.minimum(order + wide + 1, count)


def heaviest(values: Floats) -> tuple[int, int]:
    """Return the stretch [start, end) with the greatest sum: the steepest rise of the sums."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    lowest = np.minimum.accumulate(sums)
    end = int((sums - lowest).argmax())
    return int((sums[: end + 1] <= lowest[end]).nonzero()[0][-1]), end


def repetitions(words: Wording) -> Floats:
    """How much of a block is said again: in itself, below, above, near by, in a longer block.

    A drawn-out quotation repeats a paragraph, a caption the picture's description, a teaser its
    copy at the foot of the page; of an article's own paragraphs few repeat anything.
    """
    rows, others = _echoes(words)
    count = len(words.pieces)
    shares = 1 / (words.counts[rows] - GRAM + 2)  # never all of it: four words are no proof
    apart = others - rows
    is_longer = words.counts[others] > LONGER * words.counts[rows]
    wanted = (apart == 0, apart > 0, apart < 0, (apart != 0) & (abs(apart) <= NEAR), is_longer)
    return beside(*(np.minimum(np.bincount(rows, shares * flags, count), 1.0) for flags in wanted))


def _echoes(words: Wording) -> tuple[Ints, Ints]:
    """Find where a few words in a row stand again, the next time they do, and the other way round.

    Gives the blocks of the ones and of the others, the same block twice where it repeats itself.
    """
    rows, reach = words.rows, GRAM - 1
    places = (rows[reach:] == rows[: max(len(rows) - reach, 0)]).nonzero()[0]
    spelled = words.ids.astype(np.uint16)
    keys = np.zeros(len(places), np.uint16)
    for step, mixer in enumerate(MIXERS):
        keys += spelled[places + step] * np.uint16(mixer)
    order = keys.argsort(kind="stable")  # of sixteen bits: a radix sort
    keys = keys[order]
    twice = (keys[1:] == keys[:-1]).nonzero()[0]
    first, again = places[order[twice]], places[order[twice + 1]]
    for step in range(GRAM):
        is_same = words.ids[first + step] == words.ids[again + step]
        first, again = first[is_same], again[is_same]
    pairs = np.stack((rows[first], rows[again]))
    return pairs.ravel(), pairs[::-1].ravel()


def surroundings(
    words: Wording, prose: Floats, ends: Flags, bullets: Flags, topics: tuple[Ints, Ints]
) -> Floats:
    """Describe what stands around each block. Takes the blocks and numbers of their long words."""
    stop = np.minimum(words.bare_end, words.bare_start + DATED)
    dated = words.within(0, words.bare_start, stop) >= 3
    flags = np.stack((dated, bullets, ends & (prose > 0), words.counts <= 2))
    return beside(
        *smooth(flags, PATTERNS).reshape(-1, len(stop)),
        *_likeness(words, topics),
    )


def headings(words: Wording, found: list[int], prose: Floats) -> Floats:
    """How near above each block a heading of each kind of furniture stands.

    For the kinds that end an article also how much of the running text stands before it.
    """
    kinds = lexicon().kinds
    order = np.arange(len(found))
    is_heading = (spread(np.array(found, np.int64), len(kinds)).T > 0) & (words.counts <= HEADING)
    last = np.maximum.accumulate(np.where(is_heading, order, -10_000), axis=1)
    places = last[[kinds.index(kind) for kind in TELLING]]
    share = (np.cumsum(prose) - prose) / max(float(prose.sum()), 1.0)
    return beside(
        *np.exp((last - order) / FADE), *np.where(places >= 0, share[np.maximum(places, 0)], 0.0)
    )


def _likeness(words: Wording, topics: tuple[Ints, Ints]) -> Floats:
    """Share of a block's long words that a block shortly before it has, and one shortly after."""
    rows, ids = topics
    count, vocabulary = len(words.pieces), len(words.vocabulary)
    order = ids.astype(np.uint16 if vocabulary < 1 << 16 else np.int64).argsort(kind="stable")
    rows, ids = rows[order], ids[order]
    both = np.zeros(count * NEAR)
    for step in range(1, NEAR + 1):
        gaps = rows[step:] - rows[:-step]
        fits = (ids[step:] == ids[:-step]) & (gaps <= NEAR)
        both += np.bincount(rows[:-step][fits] * NEAR + gaps[fits] - 1, minlength=len(both))
    shared = both.reshape(count, NEAR)
    own = np.bincount(rows, minlength=count)
    own = np.where(own >= FEWEST, own, 1_000_000)
    found = np.zeros((2, count))
    for gap in range(1, min(NEAR + 1, count)):
        after, before = shared[:-gap, gap - 1] / own[:-gap], shared[:-gap, gap - 1] / own[gap:]
        found[0, gap:] = np.maximum(found[0, gap:], before)
        found[1, :-gap] = np.maximum(found[1, :-gap], after)
    return found
