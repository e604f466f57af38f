"""How likely two tellings tell one claim.

Words find the candidates; words, names, numbers and chains decide, by a logistic regression
(Berkson 1944) over the features below. It was fitted on stories labelled by hand after the
annotation guide, never on a dev file: `models/claims/` holds the script, the labels and the card.
Sentence vectors were measured on the same pairs and left out: with the story's mean taken off they
add .03 of average precision and .01 of the stick's F1, for a second network of 22 MB and twice the
time; the card has the figures.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from math import exp, log, sqrt

import numpy as np
from msgspec import Struct

from firsthand.claim.tellings import Telling
from firsthand.claim.terms import Vocabulary
from firsthand.language.numbers import Bound, agree

_ROWS = 512  # of the table of terms that are compared at once
_RUN = 8  # words; a longer common run is one quotation all the same
_SLIGHT = 0.1  # of all its terms' weight: keeps the logarithm of an empty telling finite

__all__ = ["DEFAULTS", "FEATURES", "Params", "candidates", "features", "likeness"]


class Params(Struct, frozen=True, kw_only=True):
    """When tellings are one claim; `same` and `near` by models/claims/, the others argued."""

    same: float = 0.35  # likeness of two groups from which they are one claim
    near: float = 0.3  # mean likeness to a claim's tellings from which one comes near it
    least_weight: float = 0.3  # of all its terms; a telling with less is only itself
    alike: float = 0.8  # likeness of words from which two such tellings are one all the same
    years: float = 0.5  # of its likeness that a pair keeps whose years exclude each other
    pairs: float = 0.05  # likeness of words below which a pair is not looked at
    crowd: int = 60  # a term in more tellings than this finds no candidates


DEFAULTS = Params()

FEATURES = (
    "words",  # weight of common terms, cosine
    "inside",  # share of the lighter telling's weight that the other has
    "common",  # log of the common weight
    "rarest",  # weight of the rarest common term
    "clause",  # the best pair of their clauses, cosine
    "around",  # their paragraphs, cosine
    "voice",  # one speaker, book or outlet behind both, in full where it is rare
    "voiced",  # one behind both at all
    "run",  # longest common run of words
    "estimate",  # an estimate that agrees: "up to seven"
    "number",  # any number that agrees
    "turned",  # only one of the two says "not"
    "lighter",  # log weight of the lighter telling
    "heavier",  # and of the heavier
    "own",  # how many of the two are in an outlet's own voice
)


@cache
def _weights() -> tuple[tuple[float, ...], float]:
    """Give the fitted weights in the order of `FEATURES`, and the constant."""
    data = tomllib.loads((files(__package__) / "likeness.toml").read_text("utf8"))
    return tuple(data["weights"][name] for name in FEATURES), data["constant"]


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
        for row, column in zip(*np.nonzero(near >= params.pairs), strict=True):
            if start + row < column:
                yield int(start + row), int(column)


def likeness(one: Telling, other: Telling, vocabulary: Vocabulary, params: Params) -> float:
    """How likely two tellings tell one claim, in [0, 1]."""
    if one.article == other.article and _overlaid(one, other):
        return 1.0
    lighter = min(vocabulary.total(one.terms), vocabulary.total(other.terms))
    if lighter < params.least_weight and (
        vocabulary.overlap(one.terms, other.terms) < params.alike
    ):
        return 0.0  # "Ito and Lund": it names what others tell of, and tells nothing
    weights, constant = _weights()
    score = constant + sum(
        weight * value
        for weight, value in zip(weights, features(one, other, vocabulary), strict=True)
    )
    apart = one.years and other.years and not one.years & other.years
    return (params.years if apart else 1.0) / (1 + exp(-score))


def features(one: Telling, other: Telling, vocabulary: Vocabulary) -> tuple[float, ...]:
    """Describe a pair of tellings, in the order of `FEATURES`."""
    shared = one.terms & other.terms
    common = sum(vocabulary.weight(term) for term in sorted(shared))
    lighter, heavier = sorted((vocabulary.total(one.terms), vocabulary.total(other.terms)))
    hands = one.chain & other.chain
    run = common_run(one.words, other.words) if one.runs & other.runs else 0
    agreed = [
        (left, right) for left in one.numbers for right in other.numbers if agree(left, right)
    ]
    return (
        vocabulary.overlap(one.terms, other.terms),
        common / max(lighter, _SLIGHT),
        log(_SLIGHT + common),
        max((vocabulary.weight(term) for term in shared), default=0.0),
        max(
            vocabulary.overlap(left, right)
            for left in (one.terms, *one.parts)
            for right in (other.terms, *other.parts)
        ),
        vocabulary.overlap(one.around, other.around),
        max((vocabulary.rarity(hand) for hand in hands), default=0.0),
        float(bool(hands)),
        min(run, _RUN) / _RUN,
        float(any(Bound.EXACT not in (left.bound, right.bound) for left, right in agreed)),
        float(bool(agreed)),
        float(one.negated != other.negated),
        log(_SLIGHT + lighter),
        log(_SLIGHT + heavier),
        float((one.attribution is None) + (other.attribution is None)),
    )


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
