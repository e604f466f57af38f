"""The reuse index: which texts stand in which earlier ones, as articles arrive.

Three things pass for copying and are not: page furniture, quotations, and the copies of a copy.
A shingle held by articles of several unrelated texts is furniture; a shingle inside quotation
marks counts for a common quotation only; and what a better source explains already is not
counted again for a lesser one. What is left decides. Because furniture shows itself only when
more pages have come, small matches are judged again by `settle`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import numpy as np
from msgspec import Struct

from firsthand.story.fingerprint import Fingerprint, fingerprints
from firsthand.story.judge import FEWEST, Held, Match, Rule, matches
from firsthand.story.postings import Postings
from firsthand.story.rows import (
    Bools,
    Ints,
    Pairs,
    Rows,
    counted,
    distinct,
    gathered,
    joined,
    kept,
    runs,
)
from firsthand.types import Article, ArticleId, ZoneKind

__all__ = ["DEFAULTS", "Params", "ReuseIndex", "arrival"]

_DAY_S = 86400.0
_NEVER = datetime.max.replace(tzinfo=UTC)


class Params(Struct, frozen=True, kw_only=True):
    """How the index is kept, and what its judgement rests on.

    `unrelated` and `same_text` are set with bench/quality/story_cases.py.
    """

    rule: Rule = Rule()
    unrelated: int = 4  # texts that hold a shingle from which on it is furniture
    same_text: float = 0.6  # share of the shorter side from which two articles are one text
    holders: int = 16  # of one shingle, kept in one run
    window_days: float | None = None  # None: all that came before
    memory_bytes: int = 1 << 29  # for postings; what is beyond goes to files
    chunk: int = 512  # articles looked up at once
    prints: int = 0  # fingerprints remembered, 4 KB each


DEFAULTS = Params()


class ReuseIndex:
    """Tells of each article that comes which earlier ones it shares a text with."""

    def __init__(self, params: Params = DEFAULTS, *, folder: Path | None = None) -> None:
        self._params = params
        self._postings = Postings(
            most=params.holders, memory_bytes=params.memory_bytes, folder=folder
        )
        self._held: list[Held] = []
        self._text: list[int] = []  # union-find: articles that are one text by their bulk
        self._found: list[Pairs] = []
        self._settled: list[Match] = []  # of pairs that left the window
        self._known: set[ArticleId] = set()
        self._now = -math.inf  # in days
        self.prints: dict[ArticleId, Fingerprint] = {}

    @property
    def bytes_held(self) -> int:
        """Bytes of the postings, in memory and in files."""
        return self._postings.bytes_held

    def add(self, articles: Iterable[Article]) -> tuple[Match, ...]:
        """Take articles in, in order of arrival, and give their matches as far as known now.

        An article that is held already is passed over.
        """
        found: list[Match] = []
        for pairs in self._chunks(articles):
            found += self._judged(pairs)
        return tuple(found)

    def take(self, articles: Iterable[Article]) -> None:
        """Take articles in like `add`, and leave the judgement to `settle`."""
        for _ in self._chunks(articles):
            pass

    def settle(self) -> tuple[Match, ...]:
        """Give all matches so far, judged by all that is known of furniture now."""
        later = (match for pairs in self._found for match in self._judged(pairs))
        return (*self._settled, *later)

    # ------------------------------------------------------------ taking in

    def _chunks(self, articles: Iterable[Article]) -> Iterator[Pairs]:
        """Take articles in and give the pairs of each chunk with what came before."""
        for chunk in _chunked(articles, self._params.chunk):
            fresh = {item.id: item for item in chunk if item.id not in self._known}
            if fresh:
                pairs = self._take(list(fresh.values()))
                self._found.append(pairs)
                yield pairs

    def _take(self, articles: Sequence[Article]) -> Pairs:
        base = len(self._held)
        prints = list(fingerprints(articles))
        rows = kept(prints)
        self._known.update(item.id for item in articles)
        self._text += range(base, base + len(articles))
        self._held += _held(articles, rows)
        self._forget(self._held[base:])
        found = self._pairs(base, rows)
        holders = rows.owner[rows.row] + base << 1 | rows.quoted[rows.row]
        self._postings.add(rows.hashes, holders.astype(np.uint32))
        spare = self._params.prints - len(self.prints)
        self.prints |= {item.id: one for item, one in zip(articles[:spare], prints, strict=False)}
        return found

    def _forget(self, fresh: Sequence[Held]) -> None:
        """Let articles at the head of the line go that left the window before these came.

        Their pairs are judged for good, while those that show what is furniture are still known.
        """
        days, held = self._params.window_days, self._held
        came = min((one.day for one in fresh if not math.isnan(one.day)), default=-math.inf)
        self._now = max(self._now, came)
        if days is None:
            return
        first = self._postings.first_live >> 1
        while first < len(held) and held[first].day < self._now - days:
            first += 1
        while self._found and self._found[0].right.max(initial=-1) < first:
            self._settled += self._judged(self._found.pop(0))
        self._postings.first_live = first << 1

    def _pairs(self, base: int, rows: Rows) -> Pairs:
        """Give the pairs of the new articles, from `base` on, with earlier ones."""
        ask, own = runs(rows.hashes)
        place, posted = self._postings.find(ask)
        place, posted = self._sift(place, posted, len(ask))
        # most shingles stand in one article only: they go before anything is multiplied
        many = own + np.bincount(place, minlength=len(ask)) > 1
        number = np.cumsum(many) - 1
        asked = int(many.sum())
        place = number[place]
        here = np.repeat(many, own)
        row_ask, row = np.repeat(np.arange(asked), own[many]), rows.row[here]
        owner = rows.owner[row] + base
        rank = np.arange(len(row_ask)) - np.searchsorted(row_ask, np.arange(asked))[row_ask]
        first = rank < self._params.holders
        place = np.concatenate((place, row_ask[first]))
        posted = np.concatenate((posted, (owner << 1 | rows.quoted[row])[first]))
        packed = np.sort(place << 32 | posted)
        place, holder, spoken = packed >> 32, (packed & 0xFFFFFFFF) >> 1, packed & 1 == 1
        asking, entry = joined(row_ask, place, asked)
        earlier = holder[entry] < owner[asking]
        asking, entry = asking[earlier], entry[earlier]
        plain = ~(rows.quoted[row[asking]] | spoken[entry])
        self._unite(owner[asking[plain]] << 32 | holder[entry[plain]])
        clean = self._is_clean(place, holder, asked)
        fit = clean[row_ask[asking]] | ~plain
        shared = holder[entry[fit]] << 32 | row[asking[fit]] << 1 | plain[fit]
        hashes = np.zeros(len(rows.owner), np.uint32)
        hashes[rows.row] = rows.hashes
        least = (FEWEST, self._params.rule.quoted)
        return gathered(rows, hashes, shared.astype(np.uint64), base, least)

    def _sift(self, place: Ints, posted: Ints, asked: int) -> tuple[Ints, Ints]:
        """Leave out the holders of shingles that are plainly furniture, before they multiply."""
        texts = distinct(place, self._roots(posted >> 1), asked)
        keep = texts[place] < 2 * self._params.unrelated
        return place[keep], posted[keep]

    def _unite(self, pair: Ints) -> None:
        """Join the texts of pairs that share the bulk of the shorter side."""
        keys, counts = counted(pair)
        enough = counts >= self._params.rule.least
        for key, count in zip(keys[enough].tolist(), counts[enough].tolist(), strict=True):
            right, left = key >> 32, key & 0xFFFFFFFF
            shorter = min(self._held[left].plain, self._held[right].plain)
            if count >= self._params.same_text * shorter:
                one, two = sorted((self._root(left), self._root(right)))
                self._text[two] = one

    def _root(self, number: int) -> int:
        text = self._text
        while text[number] != number:
            text[number] = text[text[number]]
            number = text[number]
        return number

    def _roots(self, holders: Ints) -> Ints:
        """Return the text that each holder is a copy of."""
        each, _ = counted(holders)
        roots = np.fromiter(map(self._root, each.tolist()), np.int64, len(each))
        return roots[np.searchsorted(each, holders)] if len(each) else holders

    def _is_clean(self, place: Ints, holder: Ints, asked: int) -> Bools:
        return distinct(place, self._roots(holder), asked) < self._params.unrelated

    # ------------------------------------------------------------ judging

    def _judged(self, found: Pairs) -> Iterator[Match]:
        """Judge pairs without what is known to be furniture now."""
        ask, _ = counted(found.plain)
        place, posted = self._postings.find(ask)
        clean = self._is_clean(place, posted >> 1, len(ask))
        fit = clean[np.searchsorted(ask, found.plain)]
        return matches(found, fit, self._held, self._params.rule)


def arrival(article: Article) -> tuple[datetime, bool, datetime, str]:
    """Sort key: the earliest instant an article's time allows; undated ones come last.

    Of two that allow the same, a corrected or a later modified page comes after the other.
    """
    when, then = article.published or article.modified, article.modified or article.published
    return (
        when.earliest if when else _NEVER,
        any(zone.kind is ZoneKind.CORRECTION for zone in article.zones),
        then.earliest if then else _NEVER,
        article.id,
    )


def _held(articles: Sequence[Article], rows: Rows) -> Iterator[Held]:
    """Note what is to be remembered of some articles, given their kept shingles."""
    said = rows.row[~rows.quoted[rows.row]]
    plain = np.bincount(rows.owner[said], minlength=len(articles))
    owner = np.full(int(rows.block[-1]) + 1 if len(rows.block) else 0, -1)
    owner[rows.block[said]] = rows.owner[said]
    touched = np.bincount(owner[owner >= 0], minlength=len(articles))
    for item, words, spread in zip(articles, plain.tolist(), touched.tolist(), strict=True):
        when = item.published or item.modified
        yield Held(
            id=item.id,
            outlet=item.outlet,
            day=when.earliest.timestamp() / _DAY_S if when else math.nan,
            plain=words,
            blocks=spread,
        )


def _chunked(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    waiting = iter(articles)
    while chunk := list(islice(waiting, size)):
        yield chunk
