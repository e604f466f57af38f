"""Fit the likeness of two tellings: a logistic regression over `claim.match.FEATURES`.

usage: python models/claims/train.py [--stories DIR] [--train train.jsonl.gz] [--out likeness.toml]

On every pair of tellings of one story of which at least one tells a labelled claim; a ridge on
standardised features; each story weighs the same. Prints figures of stories left out, on pairs of
two pages, both labelled, as the stick counts.
"""

from __future__ import annotations

import pickle
from itertools import combinations
from pathlib import Path

import numpy as np
from corpus import ROOT, Labelled, invented, labelled, options, real
from logistic import fitted

from firsthand.claim.match import FEATURES, features

HERE = Path(__file__).parent
RIDGE = 3.0
FOLDS = 6
BESIDE = 0.3  # weight of a pair of which only one tells a labelled claim: the other may too
REAL = 3.0  # weight of a real story against an invented one


def pairs(story: Labelled) -> list[tuple[bool, bool, bool, tuple[float, ...]]]:
    """Give each pair: same claim, both labelled, on two pages, features."""
    found = []
    for left, right in combinations(range(len(story.tellings)), 2):
        mine, theirs = story.claims[left], story.claims[right]
        one, other = story.tellings[left], story.tellings[right]
        if (mine or theirs) and one.terms & other.terms:
            found.append(
                (
                    bool(mine & theirs),
                    bool(mine and theirs),
                    one.article != other.article,
                    features(one, other, story.vocabulary),
                )
            )
    return found


def average_precision(labels: np.ndarray, scores: np.ndarray) -> tuple[float, float]:
    """Give average precision and the best F1 over thresholds."""
    right = labels[np.argsort(-scores, kind="stable")]
    hits, ranks = np.cumsum(right), np.arange(1, len(right) + 1)
    best = (2 * hits / (ranks + right.sum())).max()
    return float((hits / ranks * right).sum() / right.sum()), float(best)


def main() -> None:
    """Read the stories, print held-out figures, fit on all and write the weights."""
    given = options(__doc__, ROOT / "src/firsthand/claim/likeness.toml").parse_args()
    if given.keep and given.keep.exists():
        sets = pickle.loads(given.keep.read_bytes())
    else:
        sets = {
            "real": [labelled(item) for item in real(HERE / "labels.jsonl", given.train)],
            "invented": [labelled(item) for item in invented(given.stories)],
        }
        if given.keep:
            given.keep.write_bytes(pickle.dumps(sets))
    rows, labels, weights, told, group = [], [], [], [], []
    number = 0
    kinds = []
    for kind, stories in sets.items():
        for story in stories:
            found = pairs(story)
            mass = sum(1.0 if both else BESIDE for _, both, _, _ in found)
            for same, both, apart, values in found:
                rows.append(values)
                labels.append(same)
                weights.append((1.0 if both else BESIDE) / mass * (REAL if kind == "real" else 1.0))
                told.append(both and apart)
                group.append(number)
            kinds.append(kind)
            number += 1
    table, right = np.array(rows), np.array(labels, float)
    heavy = np.array(weights)
    counted, home = np.array(told), np.array(group)
    held = np.zeros(len(table))
    for fold in range(FOLDS):
        out = home % FOLDS == fold
        beta = fitted(table[~out], right[~out], heavy[~out], RIDGE)
        held[out] = 1 / (1 + np.exp(-(table[out] @ beta[:-1] + beta[-1])))
    for kind in sets:
        here = counted & np.array([kinds[item] == kind for item in group])
        figures = average_precision(right[here], held[here])
        print(f"{kind:9} held out: average precision {figures[0]:.3f}, best F1 {figures[1]:.3f}")
    beta = fitted(table, right, heavy, RIDGE)
    lines = [
        "# Weights of likeness (match.py), written by models/claims/train.py. Not for hand.",
        f"constant = {beta[-1]:.4f}",
        "",
        "[weights]",
        *(f"{name} = {value:.4f}" for name, value in zip(FEATURES, beta[:-1], strict=True)),
    ]
    given.out.write_text("\n".join(lines) + "\n", "utf8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
