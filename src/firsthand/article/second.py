"""What the zone model sees when it reads a page again, knowing what it took for the article.

The first pass looks at a block and at those around it. Whether a stretch of prose is the article
or the comments under it, one knows by the article: by the words they share, by where it begins
and ends, by how its paragraphs are set.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from firsthand.article.features import Page
from firsthand.article.surroundings import heaviest, smooth
from firsthand.article.wording import Floats, Ints, beside

BODY, TITLE, CAPTION, STANDFIRST = 1, 2, 3, 4  # columns of the scores
SURE = 0.6  # probability of a block that is surely article
WIDTHS = (1, 3, 8, 20)  # blocks on either side
PENALTIES = (0.35, 0.5)  # probabilities at which a block neither adds to a stretch nor takes away
LEAST, MOST = 10, 300  # letters that a block weighs in a stretch
EDGE, FADE, STEP = 12, 30.0, 4.0  # blocks
# Of the columns of the page: length, sentence end, first and last signs, gaps, indent.
SETTING = (0, *range(6, 13), 38, 39, 40)


def second(page: Page, scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the page's table with columns beside it that say what the first pass makes of it.

    Takes the scores that it gave to each block, rows as blocks.
    """
    likely = (scores[:, BODY] + scores[:, STANDFIRST]).astype(np.float64)
    title = int(scores[:, TITLE].argmax())
    mass = likely * page.sizes
    table = (
        np.log((likely + 0.01) / (1.01 - likely)) / 4,
        *scores.T[[BODY, STANDFIRST, TITLE, CAPTION]],
        *_nearby(likely, page.sizes),
        *_stretches(likely, page.sizes),
        *_vocabulary(page, likely, title),
        _within(np.arange(len(likely)) - title, -15, 15) / 15,
        np.full(len(likely), scores[title, TITLE]),
        *_setting(page, mass),
    )
    columns = page.dense.shape[1]
    dense = np.empty((len(likely), columns + len(table)), np.float32)
    dense[:, :columns] = page.dense
    dense[:, columns:] = beside(*table)
    return dense


def _within(values: Floats | Ints, low: int, high: int) -> Floats:
    clipped: Floats = np.minimum(np.maximum(values, low), high)  # np.clip takes five times as long
    return clipped


def _nearby(likely: Floats, sizes: Floats) -> list[Floats]:
    """How likely the blocks around are, by number and by length; how much lies on either side."""
    order = np.arange(len(likely))
    mass = likely * sizes
    around, heavy, size = smooth(np.stack((likely, mass, sizes)), WIDTHS)
    total, running = float(mass.sum()) + 1e-6, np.cumsum(mass)
    is_sure = likely > SURE
    last = np.maximum.accumulate(np.where(is_sure, order, -1_000))
    after = np.minimum.accumulate(np.where(is_sure, order, 100_000)[::-1])[::-1]
    return [
        *around,
        *heavy / np.maximum(size, 0.1),
        (running - mass) / total,
        (total - running) / total,
        mass / total,
        np.full(len(likely), np.log1p(total) / 8),
        np.full(len(likely), total / (float(sizes.sum()) + 1)),
        np.exp((last - order) / STEP),
        np.exp((order - after) / STEP),
    ]


def _stretches(likely: Floats, sizes: Floats) -> list[Floats]:
    """Whether a block lies in the likeliest stretches of article, how deep, and how far off."""
    order = np.arange(len(likely))
    weight = _within(sizes, LEAST, MOST)
    columns: list[Floats] = []
    for penalty in PENALTIES:
        start, end = heaviest((likely - penalty) * weight)
        columns += [
            ((order >= start) & (order < end)).astype(np.float64),
            _within(order - start, -EDGE, EDGE) / EDGE,
            _within(end - 1 - order, -EDGE, EDGE) / EDGE,
            np.exp(np.minimum(order - start, 0) / FADE) * (order < start),
            np.exp(np.minimum(end - 1 - order, 0) / FADE) * (order >= end),
        ]
    return columns


def _vocabulary(page: Page, likely: Floats, title: int) -> list[Floats]:
    """How far the long words of a block are those of the article, of the rest, of the title."""
    rows, ids = page.topic_rows, page.topics
    count, words = len(likely), int(ids.max(initial=0)) + 1
    chance = likely[rows]
    inside = np.bincount(ids, chance, words)[ids] - chance
    outside = np.bincount(ids, minlength=words)[ids] - 1 - inside
    own = np.maximum(np.bincount(rows, minlength=count), 1)
    is_in, is_out = inside > 0.5, outside > 0.5
    in_title = np.zeros(words, np.bool_)
    in_title[ids[rows == title]] = True
    hits = np.bincount(rows[in_title[ids]], minlength=count)
    return [
        np.bincount(rows, np.log((inside + 0.2) / (outside + 0.2)), count) / own / 2,
        np.bincount(rows[is_in], minlength=count) / own,
        np.bincount(rows[is_in & ~is_out], minlength=count) / own,
        np.bincount(rows[is_out], minlength=count) / own,
        hits / max(int(in_title.sum()), 1),
        hits / own,
    ]


def _setting(page: Page, mass: Floats) -> Floats:
    """How far a block is set otherwise than the article's blocks are on the mean."""
    columns = page.dense[:, SETTING].astype(np.float64)
    apart: Floats = columns.T - ((mass / (mass.sum() + 1e-6)) @ columns)[:, None]
    return apart
