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
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.story.fingerprint import Shingles, fingerprint, shingles
from firsthand.story.postings import Postings
from firsthand.types import Article, ArticleId, LinkKind

__all__ = ["DEFAULTS", "Match", "Params", "ReuseIndex", "arrival"]

_FEWEST = 3  # shingles kept of some ten words
_NEARLY_ALL = 0.8
_SPREAD = 0.5  # share of the paragraphs that a rewrite touches; an excerpt touches few

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint32]


class Params(Struct, frozen=True, kw_only=True):
    """What the judgement rests on. Counts are of kept shingles: every second plain one."""

    least: int = 6  # shared shingles below which nothing is said: some 16 words in a row
    copied: float = 0.5  # share of the shorter side from which a match is a copy
    own_outlet: float = 0.4  # share needed between pages of one outlet, which share furniture
    unrelated: int = 4  # texts that hold a shingle from which on it is furniture
    same_text: float = 0.5  # share of the shorter side from which two count as one text
    quoted: int = 4  # quoted shingles in common that make a common quotation: 8 words in a row
    as_good: float = 0.9  # an earlier source with this share of the best one's matches is taken
    holders: int = 16  # of one shingle, kept in one run
    window_days: float | None = None  # None: all that came before
    memory_bytes: int = 1 << 29  # for postings; what is beyond goes to files
    chunk: int = 512  # articles looked up at once


DEFAULTS = Params()


class Match(Struct, frozen=True, kw_only=True):
    """`right` holds text of `left`, which came before it."""

    left: ArticleId
    right: ArticleId
    kind: LinkKind
    score: float  # share of the shorter side's shingles that both have


class _Held(Struct):
    """What is remembered of one article."""

    id: ArticleId
    outlet: str | None
    when: datetime | None
    plain: int  # kept shingles outside quotations
    blocks: int  # those with a kept plain shingle


class _Found(Struct):
    """A pair under judgement: the shingles they share, as kept."""

    left: int
    right: int
    plain: Hashes
    quoted: Hashes
    touched: int  # blocks of the right side that hold a plain one


class ReuseIndex:
    """Tells of each article that comes which earlier ones it shares a text with."""

    def __init__(self, params: Params = DEFAULTS, *, folder: Path | None = None) -> None:
        self._params = params
        self._postings = Postings(
            most=params.holders, memory_bytes=params.memory_bytes, folder=folder
        )
        self._held: list[_Held] = []
        self._text: list[int] = []  # union-find: articles that are one text by their bulk
        self._found: list[_Found] = []
        self._known: set[ArticleId] = set()

    @property
    def bytes_held(self) -> int:
        """Bytes of the postings."""
        return self._postings.bytes_held

    def add(self, articles: Iterable[Article]) -> tuple[Match, ...]:
        """Take articles in, in order of arrival, and give their matches as far as known now.

        An article that is held already is passed over.
        """
        matches: list[Match] = []
        for chunk in _chunks(articles, self._params.chunk):
            fresh = [item for item in dict((a.id, a) for a in chunk).values()]
            fresh = [item for item in fresh if item.id not in self._known]
            if fresh:
                found = self._take(fresh)
                self._found += found
                matches += self._judged(found)
        return tuple(matches)

    def settle(self) -> tuple[Match, ...]:
        """Give all matches so far, judged by all that is known of furniture now."""
        return tuple(self._judged(self._found))

    # ------------------------------------------------------------ taking in

    def _take(self, articles: Sequence[Article]) -> list[_Found]:
        base = len(self._held)
        kept = [_kept(shingles(fingerprint(item))) for item in articles]
        for item, (_, quoted, block) in zip(articles, kept, strict=True):
            when = item.published or item.modified
            self._known.add(item.id)
            self._text.append(len(self._held))
            self._held.append(
                _Held(
                    id=item.id,
                    outlet=item.outlet,
                    when=when.earliest if when else None,
                    plain=int((~quoted).sum()),
                    blocks=len(np.unique(block[~quoted])),
                )
            )
        owner = np.repeat(np.arange(base, base + len(kept)), [len(k[0]) for k in kept])
        hashes = np.concatenate([k[0] for k in kept])
        quoted = np.concatenate([k[1] for k in kept])
        block = np.concatenate([k[2] for k in kept])
        self._postings.add(hashes, (owner << 1 | quoted).astype(np.uint32))
        self._forget()
        return self._pairs(base, _Rows(hashes=hashes, owner=owner, quoted=quoted, block=block))

    def _forget(self) -> None:
        """Let articles at the head of the line go whose time is out of the window."""
        days, held = self._params.window_days, self._held
        times = [one.when for one in held[-self._params.chunk :] if one.when]
        if days is None or not times:
            return
        limit = max(times) - timedelta(days=days)
        first = self._postings.first_live >> 1
        while first < len(held):
            when = held[first].when
            if when is None or when >= limit:
                break
            first += 1
        self._postings.first_live = first << 1

    def _pairs(self, base: int, rows: _Rows) -> list[_Found]:
        """Give the pairs of the new articles, from `base` on, with earlier ones."""
        ask, row_ask = np.unique(rows.hashes, return_inverse=True)
        place, posted = self._postings.find(ask)
        place, posted = self._sift(base, place, posted, len(ask))
        holder, spoken = posted >> 1, (posted & 1).astype(np.bool_)
        row, entry = _joined(row_ask, place, len(ask))
        earlier = holder[entry] < rows.owner[row]
        row, entry = row[earlier], entry[earlier]
        pair = rows.owner[row] << 32 | holder[entry]
        plain = ~(rows.quoted[row] | spoken[entry])
        self._unite(pair[plain])
        clean = self._is_clean(place, holder, len(ask))
        fit = clean[row_ask[row]] | ~plain
        return _gathered(rows, row[fit], pair[fit], plain[fit], self._params)

    def _sift(self, base: int, place: Ints, posted: Ints, asked: int) -> tuple[Ints, Ints]:
        """Leave out shingles that are plainly furniture, before they multiply."""
        texts = _distinct(place, self._roots(posted >> 1), asked, (posted >> 1) < base)
        keep = texts[place] < 2 * self._params.unrelated
        return place[keep], posted[keep]

    def _unite(self, pair: Ints) -> None:
        """Join the texts of pairs that share the bulk of the shorter side."""
        keys, counts = np.unique(pair, return_counts=True)
        for key, count in zip(
            keys[counts >= self._params.least].tolist(),
            counts[counts >= self._params.least].tolist(),
            strict=True,
        ):
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
        distinct, back = np.unique(holders, return_inverse=True)
        roots = np.fromiter((self._root(one) for one in distinct.tolist()), np.int64, len(distinct))
        return roots[back]

    def _is_clean(self, place: Ints, holder: Ints, asked: int) -> NDArray[np.bool_]:
        return _distinct(place, self._roots(holder), asked) < self._params.unrelated

    # ------------------------------------------------------------ judging

    def _judged(self, found: Sequence[_Found]) -> Iterator[Match]:
        """Judge pairs, all those of one right side together."""
        if not found:
            return
        ask = np.unique(np.concatenate([one.plain for one in found]))
        place, posted = self._postings.find(ask)
        clean = self._is_clean(place, posted >> 1, len(ask))
        start = 0
        for end in range(1, len(found) + 1):
            if end == len(found) or found[end].right != found[start].right:
                yield from self._chosen(found[start:end], ask, clean)
                start = end

    def _chosen(
        self, rivals: Sequence[_Found], ask: Hashes, clean: NDArray[np.bool_]
    ) -> Iterator[Match]:
        """Give the sources of one article: the best first, then what each adds to it."""
        open_, shared = {}, {}
        for k, one in enumerate(rivals):
            both = one.plain[clean[np.searchsorted(ask, one.plain)]]
            if len(both) >= self._needed(one):
                open_[k], shared[k] = set(both.tolist()), len(both)
        told: set[int] = set()
        while open_:
            best = max(len(gain) for gain in open_.values())
            enough = self._params.as_good * best - math.sqrt(best)
            chosen = min(k for k, gain in open_.items() if len(gain) >= enough)
            explained = open_.pop(chosen)
            match = self._match(rivals[chosen], shared[chosen])
            if match:
                told.add(chosen)
                yield match
            open_ = {k: gain - explained for k, gain in open_.items()}
            open_ = {k: gain for k, gain in open_.items() if len(gain) >= self._needed(rivals[k])}
        copied = [rivals[k].quoted for k in sorted(told)]
        others = [one for k, one in enumerate(rivals) if k not in told]
        yield from self._quotations(others, copied)

    def _needed(self, pair: _Found) -> float:
        """How many shingles a match takes: fewer where a whole text has hardly more."""
        shorter = min(self._held[pair.left].plain, self._held[pair.right].plain)
        return min(self._params.least, max(_FEWEST, _NEARLY_ALL * shorter))

    def _match(self, pair: _Found, shared: int) -> Match | None:
        left, right = self._held[pair.left], self._held[pair.right]
        score = min(1.0, shared / max(1, min(left.plain, right.plain)))
        one_outlet = left.outlet is not None and left.outlet == right.outlet
        if one_outlet and score < self._params.own_outlet:
            return None
        kind = LinkKind.COPY
        if score < self._params.copied:
            spread = pair.touched / max(1, right.blocks)
            kind = LinkKind.REWRITE if spread >= _SPREAD else LinkKind.EXCERPT
        return Match(left=left.id, right=right.id, kind=kind, score=score)

    def _quotations(self, rivals: Sequence[_Found], copied: list[Hashes]) -> Iterator[Match]:
        """Link an article to the first that has each quotation that it did not copy."""
        least = self._params.quoted
        rivals = [pair for pair in rivals if len(pair.quoted) >= least]
        explained = set(np.concatenate(copied).tolist()) if copied and rivals else set()
        for pair in rivals:
            fresh = set(pair.quoted.tolist()) - explained
            if len(fresh) >= least:
                explained |= fresh
                left, right = self._held[pair.left], self._held[pair.right]
                shorter = max(1, min(left.plain, right.plain) + len(pair.quoted))
                yield Match(
                    left=left.id,
                    right=right.id,
                    kind=LinkKind.COMMON_QUOTE,
                    score=min(1.0, len(pair.quoted) / shorter),
                )


class _Rows(Struct, frozen=True):
    """The kept shingles of a chunk of articles, row by row."""

    hashes: Hashes
    owner: Ints
    quoted: NDArray[np.bool_]
    block: NDArray[np.int32]


def arrival(article: Article) -> tuple[datetime, str]:
    """Sort key: the earliest instant an article's time allows; undated ones come last."""
    when = article.published or article.modified
    return (when.earliest if when else datetime.max.replace(tzinfo=UTC), article.id)


def _chunks(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    chunk: list[Article] = []
    for item in articles:
        chunk.append(item)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _kept(print_: Shingles) -> tuple[Hashes, NDArray[np.bool_], NDArray[np.int32]]:
    """Return the shingles to keep, each once: all quoted ones, every second plain one."""
    quoted = ~print_.plain
    keep = quoted | (print_.hashes & np.uint64(1) == 0)
    short = (print_.hashes[keep] >> np.uint64(32)).astype(np.uint32)
    distinct, first = np.unique(short, return_index=True)
    return distinct, quoted[keep][first], print_.block[keep][first]


def _joined(row_ask: Ints, place: Ints, asked: int) -> tuple[Ints, Ints]:
    """Pair each row with all entries found for its shingle: two columns of numbers."""
    counts = np.bincount(place, minlength=asked)
    first = np.cumsum(counts) - counts
    each = counts[row_ask]
    row = np.repeat(np.arange(len(row_ask)), each)
    step = np.arange(len(row)) - np.repeat(np.cumsum(each) - each, each)
    return row, first[row_ask[row]] + step


def _distinct(place: Ints, root: Ints, asked: int, among: NDArray[np.bool_] | None = None) -> Ints:
    """Count the different texts that hold each shingle."""
    if among is not None:
        place, root = place[among], root[among]
    pairs = np.unique(place << 32 | root)
    return np.bincount(pairs >> 32, minlength=asked)


def _gathered(
    rows: _Rows, row: Ints, pair: Ints, plain: NDArray[np.bool_], params: Params
) -> list[_Found]:
    """Collect the shared shingles of each pair, where there are enough to look at."""
    order = np.lexsort((row, pair))
    row, pair, plain = row[order], pair[order], plain[order]
    bounds = [0, *(np.nonzero(pair[1:] != pair[:-1])[0] + 1).tolist(), len(pair)]
    said = np.concatenate(([0], np.cumsum(plain)))
    found = []
    for low, high in pairwise(bounds):
        words = int(said[high] - said[low])
        if words < _FEWEST and high - low - words < params.quoted:
            continue
        mine, is_plain = row[low:high], plain[low:high]
        key = int(pair[low])
        found.append(
            _Found(
                left=key & 0xFFFFFFFF,
                right=key >> 32,
                plain=rows.hashes[mine[is_plain]],
                quoted=np.unique(rows.hashes[mine[~is_plain]]),
                touched=len(np.unique(rows.block[mine[is_plain]])),
            )
        )
    return found
