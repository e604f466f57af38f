"""How alike articles are: rare words, names and numbers in common, within days of each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.story.rows import Bools, Ints, ordered, ranges, runs
from firsthand.story.terms import WEIGHTS, common

__all__ = ["Edges", "Leads", "Similarity", "edges", "rarity"]

Floats = NDArray[np.float64]

_BLOCK = 64  # articles compared at once
_NOTHING = 1e-9
_CELLS = 1 << 19  # pairs looked at in one go


class Similarity(Struct, frozen=True, kw_only=True):
    """How two articles are compared. Likeness is a cosine in [0, 1], times the decay of time.

    Set with bench/quality/story_cases.py on texts that no stick holds; rerun before changing.
    """

    sharpness: float = 1.25  # power of a word's rarity: rare words tell stories apart
    kept: int = 60  # words of an article that count, those of the most weight
    days: float = 3.5  # time in which likeness falls to 1/e
    window_days: float = 9.0  # beyond it articles are not compared: decay leaves 0.08
    least: float = 0.03  # likeness below which a pair is no pair
    neighbours: int = 32  # pairs kept with earlier articles


class Leads(Struct, frozen=True):
    """The terms of some articles, one after the other, in order of time; undated ones come last."""

    keys: NDArray[np.uint32]
    codes: NDArray[np.uint8]  # see terms.WEIGHTS
    sizes: Ints  # terms of each article
    days: Floats  # since 1970; nan without a time


class Edges(Struct, frozen=True):
    """Pairs of articles that are alike, left before right."""

    left: Ints
    right: Ints
    likeness: Floats


def rarity(keys: NDArray[np.uint32], holders: Ints, articles: int, params: Similarity) -> Floats:
    """Return the weight of words that so many of the articles hold, and of common words less."""
    known = common()
    ratio = (articles + known.articles + 1) / (holders + known.held(keys) + 0.5)
    weights: Floats = np.log(ratio) ** params.sharpness
    return weights


def edges(leads: Leads, params: Similarity) -> Edges:
    """Find the pairs that are alike."""
    none = np.zeros(0, np.int64)
    parts = list(_matched(_Table(leads, params), leads.days, params))
    return Edges(
        np.concatenate([none, *(part.left for part in parts)]),
        np.concatenate([none, *(part.right for part in parts)]),
        np.concatenate([np.zeros(0), *(part.likeness for part in parts)]),
    )


class _Table:
    """The words that count, twice: article by article, and word by word in order of time."""

    def __init__(self, leads: Leads, params: Similarity) -> None:
        count = len(leads.sizes)
        owner = np.repeat(np.arange(count), leads.sizes)
        by_word = ordered(leads.keys)
        vocabulary, holders = runs(leads.keys[by_word])
        rare = rarity(vocabulary, holders, count, params)
        word = np.empty(len(owner), np.int64)
        word[by_word] = np.repeat(np.arange(len(vocabulary)), holders)
        weight = WEIGHTS[leads.codes] * rare[word]
        counts = _heaviest(weight, leads.sizes, params.kept)
        norm = np.sqrt(np.bincount(owner[counts], weight[counts] ** 2, minlength=count))
        counts &= holders[word] > 1
        by_word = by_word[counts[by_word]]
        rank = np.empty(len(owner), np.int64)  # of each row in order of words
        rank[by_word] = np.arange(len(by_word))
        self.word = word[counts]
        self.weight = weight[counts] / norm[owner[counts]]
        self.rank = rank[counts]
        self.first = np.searchsorted(owner[counts], np.arange(count + 1))  # row of each article
        self.holder = owner[by_word]
        self.held = weight[by_word] / norm[self.holder]
        self.begin = np.searchsorted(word[by_word], np.arange(len(vocabulary)))  # of each word


def _heaviest(weight: Floats, sizes: Ints, kept: int) -> Bools:
    """Say which words are among the heaviest of their article; of equal ones all are."""
    counts = np.ones(len(weight), np.bool_)
    first = np.cumsum(sizes) - sizes
    for begin in range(0, len(sizes), _BLOCK):
        long = begin + np.nonzero(sizes[begin : begin + _BLOCK] > kept)[0]
        if not len(long):
            continue
        rows = ranges(first[long], sizes[long])
        line = np.repeat(np.arange(len(long)), sizes[long])
        laid = np.zeros((len(long), int(sizes[long].max())))
        laid[line, rows - first[long][line]] = -weight[rows]
        laid.partition(kept - 1, axis=1)
        counts[rows] = weight[rows] >= -laid[line, kept - 1]
    return counts


def _matched(table: _Table, days: Floats, params: Similarity) -> Iterator[Edges]:
    """Lay articles over those before them within the window, some at a time."""
    count, gone, start = len(days), 0, 0
    begin, since = table.begin, _since(days, params.window_days)
    dated = int(np.count_nonzero(~np.isnan(days)))
    while start < count:
        if since[start] < gone:  # the undated ones begin: they meet all
            begin, gone = table.begin, 0
        span = max(1, min(_BLOCK, _CELLS // (start - since[start] + 1)))
        end = min(dated if start < dated else count, start + span)
        # the window moves on: of each word, those who left it are passed over
        left = table.word[table.first[gone] : table.first[since[start]]]
        begin = begin + np.bincount(left, minlength=len(begin)) if len(left) else begin
        gone = since[start]
        rows = slice(table.first[start], table.first[end])
        first = begin[table.word[rows]]
        lengths = table.rank[rows] - first
        at = ranges(first, lengths)
        mine = np.repeat(np.arange(end - start), np.diff(table.first[start : end + 1]))
        width = end - gone
        likeness = table.held[at] * np.repeat(table.weight[rows], lengths)
        pair = np.repeat(mine * width - gone, lengths) + table.holder[at]
        scores = np.bincount(pair, likeness).astype(np.float64)
        cell = np.nonzero(scores >= max(params.least, _NOTHING))[0]
        yield _nearest(cell % width + gone, cell // width + start, scores[cell], days, params)
        start = end


def _nearest(left: Ints, right: Ints, scores: Floats, days: Floats, params: Similarity) -> Edges:
    """Keep the pairs that are alike and near in time, of each article the nearest."""
    gap = np.abs(days[right] - days[left])
    scores = scores * np.exp(-np.where(np.isnan(gap), 0.0, gap) / params.days)
    keep = np.nonzero((scores >= params.least) & ~(gap > params.window_days))[0]
    left, right, scores = left[keep], right[keep], scores[keep]
    order = np.lexsort((left, -scores, right))
    rank = np.arange(len(order)) - np.searchsorted(right[order], right[order])
    keep = np.sort(order[rank < params.neighbours])
    return Edges(left[keep], right[keep], scores[keep])


def _since(days: Floats, window: float) -> Ints:
    """Return the first article that each is compared with; undated ones meet all."""
    dated = int(np.count_nonzero(~np.isnan(days)))
    since = np.zeros(len(days), np.int64)
    since[:dated] = np.searchsorted(days[:dated], days[:dated] - window)
    return since
