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
from itertools import pairwise
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.story.fingerprint import Fingerprint, fingerprint, shingles
from firsthand.story.judge import FEWEST, Held, Match, Rule, matches
from firsthand.story.postings import Postings
from firsthand.story.rows import (
    Found,
    Ints,
    Rows,
    counted,
    distinct,
    gathered,
    joined,
    kept,
    stacked,
)
from firsthand.types import Article, ArticleId, ZoneKind

__all__ = ["DEFAULTS", "Params", "ReuseIndex", "arrival"]

_DAY_S = 86400.0
_NEVER = datetime.max.replace(tzinfo=UTC)


class Params(Struct, frozen=True, kw_only=True):
    """How the index is kept, and what its judgement rests on."""

    rule: Rule = Rule()
    unrelated: int = 4  # texts that hold a shingle from which on it is furniture
    same_text: float = 0.5  # share of the shorter side from which two articles are one text
    holders: int = 16  # of one shingle, kept in one run
    window_days: float | None = None  # None: all that came before
    memory_bytes: int = 1 << 29  # for postings; what is beyond goes to files
    chunk: int = 512  # articles looked up at once
    prints: int = 0  # fingerprints remembered of articles with matches, 7 KB each


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
        self._found: list[Found] = []
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
        for chunk in _chunks(articles, self._params.chunk):
            fresh = {item.id: item for item in chunk if item.id not in self._known}
            if fresh:
                pairs = self._take(list(fresh.values()))
                self._found += pairs
                found += self._judged(pairs)
        return tuple(found)

    def settle(self) -> tuple[Match, ...]:
        """Give all matches so far, judged by all that is known of furniture now."""
        return tuple(self._judged(self._found))

    # ------------------------------------------------------------ taking in

    def _take(self, articles: Sequence[Article]) -> list[Found]:
        base = len(self._held)
        prints = [fingerprint(item) for item in articles]
        each = [kept(shingles(one), base + number) for number, one in enumerate(prints)]
        for item, rows in zip(articles, each, strict=True):
            self._known.add(item.id)
            self._text.append(len(self._held))
            self._held.append(_held(item, rows))
        self._forget(self._held[base:])
        rows = stacked(each)
        found = self._pairs(base, rows)
        self._postings.add(rows.hashes, (rows.owner << 1 | rows.quoted).astype(np.uint32))
        for one in {number for pair in found for number in (pair.left, pair.right)}:
            if one >= base and len(self.prints) < self._params.prints:
                self.prints[self._held[one].id] = prints[one - base]
        return found

    def _forget(self, fresh: Sequence[Held]) -> None:
        """Let articles at the head of the line go that left the window before these came."""
        days, held = self._params.window_days, self._held
        came = min((one.day for one in fresh if not math.isnan(one.day)), default=-math.inf)
        self._now = max(self._now, came)
        if days is None:
            return
        first = self._postings.first_live >> 1
        while first < len(held) and held[first].day < self._now - days:
            first += 1
        self._postings.first_live = first << 1

    def _pairs(self, base: int, rows: Rows) -> list[Found]:
        """Give the pairs of the new articles, from `base` on, with earlier ones."""
        ask, own = counted(rows.hashes)
        row_ask = np.repeat(np.arange(len(ask)), own)
        place, posted = self._postings.find(ask)
        place, posted = self._sift(place, posted, len(ask))
        # most shingles stand in one article only: they go before anything is multiplied
        many = own + np.bincount(place, minlength=len(ask)) > 1
        number = np.cumsum(many) - 1
        asked = int(many.sum())
        place = number[place]
        rows, row_ask = rows.where(many[row_ask]), number[row_ask[many[row_ask]]]
        rank = np.arange(len(row_ask)) - np.searchsorted(row_ask, np.arange(asked))[row_ask]
        first = rank < self._params.holders
        place = np.concatenate((place, row_ask[first]))
        posted = np.concatenate((posted, (rows.owner << 1 | rows.quoted)[first]))
        packed = np.sort(place << 32 | posted)
        place, holder, spoken = packed >> 32, (packed & 0xFFFFFFFF) >> 1, packed & 1 == 1
        row, entry = joined(row_ask, place, asked)
        earlier = holder[entry] < rows.owner[row]
        row, entry = row[earlier], entry[earlier]
        pair = rows.owner[row] << 32 | holder[entry]
        plain = ~(rows.quoted[row] | spoken[entry])
        self._unite(pair[plain])
        clean = self._is_clean(place, holder, asked)
        fit = clean[row_ask[row]] | ~plain
        least = (FEWEST, self._params.rule.quoted)
        return gathered(rows, row[fit], pair[fit], plain[fit], least)

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

    def _is_clean(self, place: Ints, holder: Ints, asked: int) -> NDArray[np.bool_]:
        return distinct(place, self._roots(holder), asked) < self._params.unrelated

    # ------------------------------------------------------------ judging

    def _judged(self, found: Sequence[Found]) -> Iterator[Match]:
        """Judge pairs, all those of one right side together."""
        if not found:
            return
        ask, _ = counted(np.concatenate([one.plain for one in found]))
        place, posted = self._postings.find(ask)
        clean = self._is_clean(place, posted >> 1, len(ask))
        shared = [one.plain[clean[np.searchsorted(ask, one.plain)]] for one in found]
        turns = [k for k in range(1, len(found)) if found[k].right != found[k - 1].right]
        for start, end in pairwise([0, *turns, len(found)]):
            yield from matches(found[start:end], shared[start:end], self._held, self._params.rule)


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


def _held(article: Article, rows: Rows) -> Held:
    when = article.published or article.modified
    plain = ~rows.quoted
    return Held(
        id=article.id,
        outlet=article.outlet,
        day=when.earliest.timestamp() / _DAY_S if when else math.nan,
        plain=int(plain.sum()),
        blocks=len(counted(rows.block[plain])[0]),
    )


def _chunks(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    chunk: list[Article] = []
    for item in articles:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
