"""The zone network's gradient, written out, so that training needs numpy and nothing else."""

from __future__ import annotations

import numpy as np
from corpus import Sample
from msgspec import Struct

from firsthand.article.features import PLACES, WORD_BUCKETS, WORDS
from firsthand.article.model import LABELS, REACH, looks, softmax, summed
from firsthand.article.tags import HASHED

HIDDEN, AGAIN = 48, 24  # hidden units of the first pass and of the second
DENSE_DROP, WORD_DROP, CLASS_DROP, HIDDEN_DROP = 0.1, 0.5, 0.5, 0.25
NO_CLASSES, NO_AGREEMENT = 0.15, 0.2  # chances that a page hides its class names, its data
AGREEMENT = slice(WORDS + PLACES, WORDS + PLACES + 7)
ONE_HOT = np.eye(len(LABELS), dtype=np.float32)
GAP = max(step * side for step, side in REACH)  # empty rows between two pages


def fresh(columns: int, seed: int, hidden: int) -> dict[str, np.ndarray]:
    """Return weights to start from. The second pass, which has fewer units, sees no words."""
    chance = np.random.default_rng(seed)

    def draw(rows: int, width: int, scale: float) -> np.ndarray:
        return chance.normal(0, scale, (rows, width)).astype(np.float32)

    weights = {
        "dense": draw(columns, hidden, (1 / 30) ** 0.5),
        "dense_bias": np.zeros(hidden, np.float32),
        "page": draw(hidden, hidden, 0.05),
        "out": draw(hidden, len(LABELS), 0.1),
        "out_bias": np.zeros(len(LABELS), np.float32),
    }
    if hidden == HIDDEN:
        weights["words"] = draw(WORD_BUCKETS, hidden, 0.05)
        weights["classes"] = draw(HASHED, hidden, 0.05)
    for place, (_, side) in enumerate(REACH):
        wide = hidden * (2 * side + 1)
        weights[f"around{place}"] = draw(wide, hidden, (1 / wide) ** 0.5)
        weights[f"around{place}_bias"] = np.zeros(hidden, np.float32)
    return weights


class Batch(Struct, frozen=True):
    """Several pages in one table, thinned out; between two of them stand empty rows.

    Of as many rows each: `dense`, `live` (1 for a block, 0 for an empty row), `targets`
    (probability of each label), `shares` (weight in the loss), `kept` (hidden units, 0 where
    dropped), `pages` (number of the page).
    """

    dense: np.ndarray
    live: np.ndarray
    targets: np.ndarray
    shares: np.ndarray
    kept: np.ndarray
    pages: np.ndarray
    sizes: np.ndarray  # blocks of each page
    word_rows: np.ndarray
    words: np.ndarray
    class_rows: np.ndarray
    classes: np.ndarray


def batch(
    items: list[Sample], form_weight: dict[str, float], chance: np.random.Generator, hidden: int
) -> Batch:
    """Put pages together; hide some of what is seen, so that nothing is leant on."""
    sizes = np.array([len(item.labels) for item in items])
    starts = np.cumsum(sizes + GAP) - sizes - GAP
    count = int(starts[-1] + sizes[-1] + GAP)
    dense = np.zeros((count, items[0].page.dense.shape[1]), np.float32)
    live, kept = np.zeros((count, 1), np.float32), np.ones((count, hidden), np.float32)
    targets, shares = np.zeros((count, len(LABELS)), np.float32), np.zeros(count, np.float32)
    hashed: list[list[np.ndarray]] = [[], [], [], []]
    for item, start, size in zip(items, starts, sizes, strict=True):
        rows = slice(start, start + size)
        page = item.page
        dense[rows], live[rows] = page.dense, 1
        targets[rows] = ONE_HOT[item.labels] if item.targets is None else item.targets
        shares[rows] = item.weights / item.weights.sum() * form_weight[item.kind]
        dense[rows] *= chance.random(page.dense.shape, dtype=np.float32) > DENSE_DROP
        kept[rows] = (chance.random(hidden) > HIDDEN_DROP) / (1 - HIDDEN_DROP)
        words = chance.random(len(page.words)) > WORD_DROP
        classes = chance.random(len(page.classes)) > CLASS_DROP
        if chance.random() < NO_AGREEMENT:
            dense[rows, AGREEMENT] = 0
        if chance.random() < NO_CLASSES:
            classes[:] = False
        for held, found in zip(
            hashed,
            (
                page.word_rows[words] + start, page.words[words],
                page.class_rows[classes] + start, page.classes[classes],
            ),
            strict=True,
        ):  # fmt: skip
            held.append(found)
    pages = np.repeat(np.arange(len(items)), sizes + GAP)
    return Batch(
        dense, live, targets, shares, kept, pages, sizes.astype(np.float32)[:, None],
        *map(np.concatenate, hashed),
    )  # fmt: skip


def gradient(weights: dict[str, np.ndarray], seen: Batch) -> tuple[float, dict[str, np.ndarray]]:
    """Return the loss of a batch and its gradient for every weight.

    The layers are those of `firsthand.article.model.forward`, over several pages at once.
    """
    count, firsts = len(seen.dense), np.searchsorted(seen.pages, np.arange(len(seen.sizes)))
    first = seen.dense @ weights["dense"] + weights["dense_bias"]
    if "words" in weights:
        first += summed(seen.word_rows, weights["words"][seen.words], count)
        first += summed(seen.class_rows, weights["classes"][seen.classes], count)
    hidden = base = np.maximum(first, 0) * seen.live
    wides, arounds = [], []
    for place, (step, side) in enumerate(REACH):
        wide = looks(hidden * seen.kept, step, side)
        around = wide @ weights[f"around{place}"] + weights[f"around{place}_bias"]
        if place == 1:
            means = np.add.reduceat(hidden, firsts, axis=0) / seen.sizes
            around += (means @ weights["page"])[seen.pages]
        around = np.maximum(around, 0) * seen.live
        hidden = hidden + around
        wides.append(wide)
        arounds.append(around)
    told = hidden * seen.kept
    chances = softmax(told @ weights["out"] + weights["out_bias"])
    loss = -float((seen.shares[:, None] * seen.targets * np.log(chances + 1e-9)).sum())
    delta = (chances - seen.targets) * seen.shares[:, None]
    slopes = {"out": told.T @ delta, "out_bias": delta.sum(0)}
    back = (delta @ weights["out"].T) * seen.kept
    for place in reversed(range(len(REACH))):
        step, side = REACH[place]
        local = back * (arounds[place] > 0)
        slopes[f"around{place}"] = wides[place].T @ local
        slopes[f"around{place}_bias"] = local.sum(0)
        back = back + seen.kept * _gathered(local @ weights[f"around{place}"].T, step, side)
        if place == 1:
            totals = np.add.reduceat(local, firsts, axis=0)
            slopes["page"] = means.T @ totals
            back = back + (totals @ weights["page"].T / seen.sizes)[seen.pages]
        back = back * seen.live
    back = back * (base > 0)
    slopes["dense"] = seen.dense.T @ back
    slopes["dense_bias"] = back.sum(0)
    if "words" in weights:
        slopes["words"] = _scattered(seen.words, back[seen.word_rows], WORD_BUCKETS)
        slopes["classes"] = _scattered(seen.classes, back[seen.class_rows], HASHED)
    return loss, slopes


def _gathered(wide: np.ndarray, step: int, side: int) -> np.ndarray:
    """Bring the gradient of laid-out neighbours back to the blocks they came from."""
    count, width = len(wide), wide.shape[1] // (2 * side + 1)
    pad = step * side
    padded = np.zeros((count + 2 * pad, width), np.float32)
    for place, at in enumerate(range(-side, side + 1)):
        start = pad + step * at
        padded[start : start + count] += wide[:, place * width : (place + 1) * width]
    return padded[pad : pad + count]


def _scattered(places: np.ndarray, vectors: np.ndarray, buckets: int) -> np.ndarray:
    sums = np.zeros((buckets, vectors.shape[1]), np.float32)
    if len(places):
        order = np.argsort(places, kind="stable")
        held = places[order]
        firsts = np.flatnonzero(np.concatenate(([True], held[1:] != held[:-1])))
        sums[held[firsts]] = np.add.reduceat(vectors[order], firsts, axis=0)
    return sums


class Adam:
    """Adam with decoupled weight decay."""

    def __init__(self, weights: dict[str, np.ndarray], decay: float) -> None:
        self.weights, self.decay, self.time = weights, decay, 0
        self.means = {name: np.zeros_like(value) for name, value in weights.items()}
        self.squares = {name: np.zeros_like(value) for name, value in weights.items()}

    def step(self, slopes: dict[str, np.ndarray], rate: float) -> None:
        """Move the weights down these slopes."""
        self.time += 1
        for name, slope in slopes.items():
            mean, square, weight = self.means[name], self.squares[name], self.weights[name]
            mean += 0.1 * (slope - mean)
            square += 0.01 * (slope * slope - square)
            fixed = rate * (1 - 0.99**self.time) ** 0.5 / (1 - 0.9**self.time)
            weight -= fixed * mean / (np.sqrt(square) + 1e-6)
            if not name.endswith("bias"):
                weight -= rate * self.decay * weight
