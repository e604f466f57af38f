"""How alike articles are: rare words, names and numbers in common, within days of each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.story.terms import Terms, common

__all__ = ["Edges", "Similarity", "edges", "rarity"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Similarity(Struct, frozen=True, kw_only=True):
    """How two articles are compared. Likeness is a cosine in [0, 1], times the decay of time."""

    sharpness: float = 1.25  # power of a word's rarity: rare words tell stories apart
    kept: int = 80  # words of an article that count, those of the most weight
    days: float = 3.0  # time in which likeness falls to 1/e
    window_days: float = 9.0  # beyond it articles are not compared: decay leaves 0.05
    least: float = 0.03  # likeness below which a pair is no pair
    neighbours: int = 32  # pairs kept with earlier articles


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


def edges(items: Sequence[Terms], days: Floats, params: Similarity) -> Edges:
    """Find the pairs that are alike. Items are in order of time, the undated (nan) at the end."""
    sizes = np.array([len(one.keys) for one in items])
    if not sizes.sum():
        return _none()
    owner = np.repeat(np.arange(len(items)), sizes)
    vocabulary, word = np.unique(np.concatenate([one.keys for one in items]), return_inverse=True)
    holders = np.bincount(word)
    rare = rarity(vocabulary, holders, len(items), params)
    weight = np.concatenate([one.weights for one in items]) * rare[word]
    owner, word, weight = _heaviest(owner, word, weight, sizes, params.kept)
    norm = np.sqrt(np.bincount(owner, weights=weight * weight, minlength=len(items)))
    weight = weight / norm[owner]
    shared = holders[word] > 1
    return _matched(owner[shared], word[shared], weight[shared], len(vocabulary), days, params)


def _heaviest(
    owner: Ints, word: Ints, weight: Floats, sizes: Ints, kept: int
) -> tuple[Ints, Ints, Floats]:
    """Keep each article's heaviest words."""
    order = np.lexsort((word, -weight, owner))
    rank = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    order = np.sort(order[rank < kept])
    return owner[order], word[order], weight[order]


def _matched(
    owner: Ints, word: Ints, weight: Floats, words: int, days: Floats, params: Similarity
) -> Edges:
    """Lay each article over those before it within the window, word by word."""
    count = len(days)
    by_word = np.lexsort((owner, word))
    holder, held = owner[by_word], weight[by_word]
    rank = np.empty(len(by_word), np.int64)  # of each row among its word's holders
    rank[by_word] = np.arange(len(by_word))
    key = word[by_word] * count + holder
    first = np.searchsorted(owner, np.arange(count + 1))
    since = _since(days, params.window_days)
    left, right, likeness = [], [], []
    for mine in range(count):
        rows = slice(first[mine], first[mine + 1])
        begin = np.searchsorted(key, word[rows] * count + since[mine])
        lengths = rank[rows] - begin
        total = int(lengths.sum())
        if not total:
            continue
        at = np.arange(total) + np.repeat(begin - (np.cumsum(lengths) - lengths), lengths)
        scores = np.bincount(
            holder[at] - since[mine], weights=held[at] * np.repeat(weight[rows], lengths)
        )
        near = np.nonzero(scores >= params.least)[0]
        scores, near = scores[near], near + since[mine]
        gap = np.abs(days[mine] - days[near])
        scores = scores * np.exp(-np.where(np.isnan(gap), 0.0, gap) / params.days)
        keep = np.nonzero(scores >= params.least)[0]
        if len(keep) > params.neighbours:
            keep = np.sort(keep[np.argsort(-scores[keep], kind="stable")[: params.neighbours]])
        left.append(near[keep])
        right.append(np.full(len(keep), mine))
        likeness.append(scores[keep])
    if not left:
        return _none()
    return Edges(np.concatenate(left), np.concatenate(right), np.concatenate(likeness))


def _none() -> Edges:
    none = np.zeros(0, np.int64)
    return Edges(none, none, np.zeros(0))


def _since(days: Floats, window: float) -> Ints:
    """Return the first article that each is compared with; undated ones meet all."""
    dated = int(np.count_nonzero(~np.isnan(days)))
    since = np.zeros(len(days), np.int64)
    since[:dated] = np.searchsorted(days[:dated], days[:dated] - window)
    return since
