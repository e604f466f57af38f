"""How near two tellings are to telling one thing.

Words find the candidates, and words, names, numbers and chains decide, by a few argued weights:
what two tellings say counts most, then a run of the same words (one quotation), then one chain
(the same speaker, book or outlet behind both). Sentence vectors were measured and left out: on the
stories of bench/provenance they rank pairs below plain weighted words (F1 .41 against .45).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import sqrt

import numpy as np
from msgspec import Struct

from firsthand.claim.tellings import Telling
from firsthand.claim.terms import Vocabulary
from firsthand.language.numbers import agree

_ROWS = 512  # of the table of terms that are compared at once

__all__ = ["DEFAULTS", "Params", "candidates", "likeness"]


class Params(Struct, frozen=True, kw_only=True):
    """Weights of likeness. Set by bench/provenance on the dev split, on a grid of coarse steps."""

    part: float = 0.0  # share of the best pair of clauses against that of the whole tellings
    chain: float = 0.2  # one speaker, book or outlet behind both, in full where it is rare
    run: float = 0.2  # a common run of words, in full from `run_words` on
    run_words: int = 8
    number: float = 0.1  # an estimate both have, "up to seven"; a bare number may be chance
    turned: float = 0.1  # taken off where only one of the two says "not"
    same: float = 0.3  # likeness from which two tellings are one claim
    least_weight: float = 0.3  # of all its terms; a telling with less is only itself
    alike: float = 0.8  # likeness of words from which two such tellings are one all the same
    pairs: float = 0.1  # likeness below which a pair is not kept
    crowd: int = 60  # a term in more tellings than this finds no candidates


DEFAULTS = Params()


def candidates(
    tellings: Sequence[Telling], vocabulary: Vocabulary, params: Params
) -> Iterator[tuple[int, int]]:
    """Yield index pairs of tellings that share telling terms, each pair once, in order.

    Terms that stand in a crowd of tellings find nobody; they still count once a pair is found.
    """
    homes: defaultdict[str, list[int]] = defaultdict(list)
    for index, telling in enumerate(tellings):
        for term in telling.terms:
            homes[term].append(index)
    crowd = max(params.crowd, len(tellings) // 20)
    kept = sorted(term for term, members in homes.items() if 1 < len(members) <= crowd)
    table = np.zeros((len(tellings), len(kept)), dtype=np.float32)
    for column, term in enumerate(kept):
        table[homes[term], column] = sqrt(vocabulary.weight(term))
    sizes = np.array([max(vocabulary.total(item.terms), 1e-6) for item in tellings])
    table /= np.sqrt(sizes, dtype=np.float32)[:, None]
    for start in range(0, len(tellings), _ROWS):
        near = table[start : start + _ROWS] @ table.T
        for row, column in zip(*np.nonzero(near >= params.pairs / 2), strict=True):
            if start + row < column:
                yield int(start + row), int(column)


def likeness(one: Telling, other: Telling, vocabulary: Vocabulary, params: Params) -> float:
    """How near two tellings are, from 0; about 1 for the same words of one speaker."""
    if one.article == other.article and _overlaid(one, other):
        return 1.0
    whole = vocabulary.overlap(one.terms, other.terms)
    lighter = min(vocabulary.total(one.terms), vocabulary.total(other.terms))
    if lighter < params.least_weight and whole < params.alike:
        return 0.0  # "Ito and Lund": it names what others tell of, and tells nothing
    score = whole
    if params.part and (one.parts or other.parts):
        best = max(
            vocabulary.overlap(left, right)
            for left in (one.terms, *one.parts)
            for right in (other.terms, *other.parts)
        )
        score = (1 - params.part) * whole + params.part * best
    if score < params.pairs:
        return 0.0
    hands = one.chain & other.chain
    if hands:
        score += params.chain * max(vocabulary.rarity(hand) for hand in hands)
    if one.article != other.article and one.runs & other.runs:
        run = common_run(one.words, other.words)
        score += params.run * min(run, params.run_words) / params.run_words
    if any(agree(left, right) for left in one.numbers for right in other.numbers):
        score += params.number
    if one.negated != other.negated:
        score -= params.turned
    return score


def _overlaid(one: Telling, other: Telling) -> bool:
    """Tell whether one telling's words stand inside the other's."""
    small, large = sorted(
        (one, other), key=lambda item: sum(len(span.exact) for span in item.spans)
    )
    inside = sum(
        max(0, min(span.end, over.end) - max(span.start, over.start))
        for span in small.spans
        for over in large.spans
    )
    return inside >= 0.8 * sum(len(span.exact) for span in small.spans)


def common_run(left: Sequence[str], right: Sequence[str]) -> int:
    """Give the length of the longest run of words that stands in both."""
    best = 0
    before = [0] * (len(right) + 1)
    for word in left:
        now = [0] * (len(right) + 1)
        for at, other in enumerate(right):
            if word == other:
                now[at + 1] = before[at] + 1
                best = max(best, now[at + 1])
        before = now
    return best
