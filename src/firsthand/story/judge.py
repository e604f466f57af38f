"""What shared shingles mean: a copy, an excerpt, a rewrite, a common quotation, or nothing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.story.outlets import is_same_outlet
from firsthand.story.rows import Found
from firsthand.types import ArticleId, LinkKind

__all__ = ["FEWEST", "Held", "Match", "Rule", "matches"]

FEWEST = 3  # shared shingles below which a pair is not looked at: some ten words
_NEARLY_ALL = 0.8  # share of a text of few words that a match takes
_SPREAD = 0.5  # share of the paragraphs that a rewrite touches; an excerpt touches few


class Rule(Struct, frozen=True, kw_only=True):
    """What the judgement rests on. Counts are of kept shingles: every second plain one."""

    least: int = 6  # shared shingles below which nothing is said: some 16 words in a row
    copied: float = 0.5  # share of the shorter side from which a match is a copy
    sentence: int = 5  # shared shingles in one run: words were taken, not only facts
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


def matches(
    rivals: Sequence[Found], shared: Sequence[NDArray[np.uint32]], held: Sequence[Held], rule: Rule
) -> Iterator[Match]:
    """Give the sources of one article: the best first, then what each adds to it.

    `shared` holds each rival's plain shingles without furniture. Rivals are in order of arrival;
    of sources about as good as the best, the earliest is it. What a chosen source explains is
    not counted again for another, so that the copies of a copy do not all link to each other.
    """
    need = [_needed(held[one.left], held[one.right], rule) for one in rivals]
    gains = {k: set(both.tolist()) for k, both in enumerate(shared) if len(both) >= need[k]}
    told: set[int] = set()
    while gains:
        best = max(len(gain) for gain in gains.values())
        enough = rule.as_good * best - math.sqrt(best)  # within the sampling error
        chosen = min(k for k, gain in gains.items() if len(gain) >= enough)
        explained = gains.pop(chosen)
        match = _match(rivals[chosen], len(shared[chosen]), held, rule)
        if match:
            told.add(chosen)
            yield match
        gains = {k: gain - explained for k, gain in gains.items()}
        gains = {k: gain for k, gain in gains.items() if len(gain) >= need[k]}
    copied = {word for k in told for word in rivals[k].quoted.tolist()}
    others = [one for k, one in enumerate(rivals) if k not in told]
    yield from _quotations(others, copied, held, rule)


def _needed(left: Held, right: Held, rule: Rule) -> float:
    """How many shingles a match takes: fewer where a whole text has hardly more."""
    return min(rule.least, max(FEWEST, _NEARLY_ALL * min(left.plain, right.plain)))


def _match(pair: Found, shared: int, held: Sequence[Held], rule: Rule) -> Match | None:
    left, right = held[pair.left], held[pair.right]
    score = min(1.0, shared / max(1, min(left.plain, right.plain)))
    if score < rule.own_outlet and is_same_outlet(left.outlet, right.outlet):
        return None
    if pair.longest < rule.sentence and score < rule.rewritten:
        return None
    kind = LinkKind.COPY
    if score < rule.copied:
        spread = pair.touched / max(1, right.blocks)
        kind = LinkKind.REWRITE if spread >= _SPREAD else LinkKind.EXCERPT
    return Match(left=left.id, right=right.id, kind=kind, score=score)


def _quotations(
    rivals: Sequence[Found], copied: set[int], held: Sequence[Held], rule: Rule
) -> Iterator[Match]:
    """Link an article to the first that has each quotation which it did not copy."""
    explained = set(copied)
    for pair in rivals:
        fresh = set(pair.quoted.tolist()) - explained
        if len(fresh) < rule.quoted:
            continue
        explained |= fresh
        left, right = held[pair.left], held[pair.right]
        words = len(pair.quoted)
        score = words / max(1, min(left.plain, right.plain) + words)
        yield Match(left=left.id, right=right.id, kind=LinkKind.COMMON_QUOTE, score=score)
