"""What shared shingles mean: a copy, an excerpt, a rewrite, a common quotation, or nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.story.outlets import is_same_outlet
from firsthand.story.rows import Bools, Ints, Pairs
from firsthand.types import ArticleId, LinkKind

__all__ = ["FEWEST", "Held", "Match", "Rule", "matches"]

FEWEST = 3  # shared shingles below which a pair is not looked at: some ten words
_NEARLY_ALL = 0.8  # share of a text of few words that a match takes
_SPREAD = 0.5  # share of the paragraphs that a rewrite touches; an excerpt touches few


class Rule(Struct, frozen=True, kw_only=True):
    """What the judgement rests on. Counts are of kept shingles: every second plain one.

    Set with bench/quality/story_cases.py on texts that no stick holds; rerun before changing.
    """

    least: int = 6  # shared shingles below which nothing is said: some 16 words in a row
    copied: float = 0.5  # share of the shorter side from which a match is a copy
    sentence: int = 4  # shared shingles in one run: words were taken, not only facts
    rewritten: float = 0.1  # share of the shorter side from which scattered words make a rewrite
    own_outlet: float = 0.4  # share needed between pages of one outlet, which share furniture
    quoted: int = 4  # quoted shingles in common that make a common quotation: 8 words in a row
    as_good: float = 0.85  # an earlier source with this share of the best one's matches is taken


class Held(Struct):
    """What is remembered of one article."""

    id: ArticleId
    outlet: str | None
    day: float  # days since 1970, nan without a time
    plain: int  # kept shingles outside quotations
    blocks: int  # paragraphs with such a shingle


class Match(Struct, frozen=True, kw_only=True):
    """`right` holds text of `left`, which came before it."""

    left: ArticleId
    right: ArticleId
    kind: LinkKind
    score: float  # share of the shorter side's shingles that both have


class _Case(Struct, frozen=True):
    """Pairs under judgement, and what the judgement rests on."""

    found: Pairs
    fit: Bools  # of each plain shingle of the pairs: it is no furniture
    shared: list[int]  # plain shingles of each pair that are no furniture
    need: list[float]  # how many it takes
    held: Sequence[Held]
    rule: Rule

    def plain(self, pair: int) -> set[int]:
        """Return the plain shingles of a pair without furniture."""
        here = slice(self.found.first_plain[pair], self.found.first_plain[pair + 1])
        return set(self.found.plain[here][self.fit[here]].tolist())

    def quoted(self, pair: int) -> set[int]:
        """Return the quoted shingles of a pair."""
        here = slice(self.found.first_quoted[pair], self.found.first_quoted[pair + 1])
        return set(self.found.quoted[here].tolist())

    def sides(self, pair: int) -> tuple[Held, Held]:
        return self.held[self.found.left[pair]], self.held[self.found.right[pair]]


def matches(found: Pairs, fit: Bools, held: Sequence[Held], rule: Rule) -> Iterator[Match]:
    """Judge pairs, all those of one right side together, in order of arrival.

    `fit` says which of the pairs' plain shingles are no furniture.
    """
    clean = np.concatenate(([0], np.cumsum(fit)))
    shared = clean[found.first_plain[1:]] - clean[found.first_plain[:-1]]
    plain = np.array([one.plain for one in held])
    short = np.minimum(plain[found.left], plain[found.right])
    need = _needed(short, rule)
    case = _Case(found, fit, shared.tolist(), need.tolist(), held, rule)
    spoken = np.diff(found.first_quoted) >= rule.quoted
    rights = found.right.tolist()
    for _, rivals in groupby(
        np.nonzero((shared >= need) | spoken)[0].tolist(), key=rights.__getitem__
    ):
        yield from _sources(case, list(rivals))


def _needed(short: Ints, rule: Rule) -> NDArray[np.float64]:
    """How many shingles a match takes: fewer where a whole text has hardly more."""
    needed: NDArray[np.float64] = np.minimum(rule.least, np.maximum(FEWEST, _NEARLY_ALL * short))
    return needed


def _sources(case: _Case, rivals: Sequence[int]) -> Iterator[Match]:
    """Give the sources of one article: the best first, then what each adds to it.

    Of sources about as good as the best, the earliest is it. What a chosen source explains is
    not counted again for another, so that the copies of a copy do not all link to each other.
    """
    gains = {k: case.plain(k) for k in rivals if case.shared[k] >= case.need[k]}
    told: set[int] = set()
    while gains:
        best = max(len(gain) for gain in gains.values())
        enough = case.rule.as_good * best - math.sqrt(best)  # within the sampling error
        chosen = min(k for k, gain in gains.items() if len(gain) >= enough)
        explained = gains.pop(chosen)
        match = _match(case, chosen)
        if match:
            told.add(chosen)
            yield match
        gains = {k: gain - explained for k, gain in gains.items()}
        gains = {k: gain for k, gain in gains.items() if len(gain) >= case.need[k]}
    yield from _quotations(case, [k for k in rivals if k not in told], told)


def _match(case: _Case, pair: int) -> Match | None:
    left, right = case.sides(pair)
    rule = case.rule
    score = min(1.0, case.shared[pair] / max(1, min(left.plain, right.plain)))
    if score < rule.own_outlet and is_same_outlet(left.outlet, right.outlet):
        return None
    if case.found.longest[pair] < rule.sentence and score < rule.rewritten:
        return None
    kind = LinkKind.COPY
    if score < rule.copied:
        spread = case.found.touched[pair] / max(1, right.blocks)
        kind = LinkKind.REWRITE if spread >= _SPREAD else LinkKind.EXCERPT
    return Match(left=left.id, right=right.id, kind=kind, score=score)


def _quotations(case: _Case, rivals: Sequence[int], told: set[int]) -> Iterator[Match]:
    """Link an article to the first that has each quotation which it did not copy."""
    found = case.found
    words = {k: case.quoted(k) for k in rivals if _quoted(found, k) >= case.rule.quoted}
    if not words:
        return
    explained = {word for k in told for word in case.quoted(k)}
    for pair, said in words.items():
        fresh = said - explained
        if len(fresh) < case.rule.quoted:
            continue
        explained |= fresh
        left, right = case.sides(pair)
        score = len(said) / max(1, min(left.plain, right.plain) + len(said))
        yield Match(left=left.id, right=right.id, kind=LinkKind.COMMON_QUOTE, score=score)


def _quoted(found: Pairs, pair: int) -> int:
    return int(found.first_quoted[pair + 1] - found.first_quoted[pair])
