"""The zone network's gradient, written out, so that training needs numpy and nothing else."""

from __future__ import annotations

import numpy as np

from firsthand.article.features import WORD_BUCKETS, Page
from firsthand.article.model import LABELS, REACH, forward, softmax
from firsthand.article.tags import HASHED

HIDDEN = 48
DENSE_DROP, WORD_DROP, CLASS_DROP, HIDDEN_DROP = 0.1, 0.5, 0.5, 0.25


def fresh(columns: int, seed: int) -> dict[str, np.ndarray]:
    """Return weights to start from."""
    chance = np.random.default_rng(seed)

    def draw(rows: int, width: int, scale: float) -> np.ndarray:
        return chance.normal(0, scale, (rows, width)).astype(np.float32)

    weights = {
        "dense": draw(columns, HIDDEN, (1 / 30) ** 0.5),
        "dense_bias": np.zeros(HIDDEN, np.float32),
        "words": draw(WORD_BUCKETS, HIDDEN, 0.05),
        "classes": draw(HASHED, HIDDEN, 0.05),
        "page": draw(HIDDEN, HIDDEN, 0.05),
        "out": draw(HIDDEN, len(LABELS), 0.1),
        "out_bias": np.zeros(len(LABELS), np.float32),
    }
    for place, (_, side) in enumerate(REACH):
        wide = HIDDEN * (2 * side + 1)
        weights[f"around{place}"] = draw(wide, HIDDEN, (1 / wide) ** 0.5)
        weights[f"around{place}_bias"] = np.zeros(HIDDEN, np.float32)
    return weights


def thinned(page: Page, chance: np.random.Generator, agreement: slice) -> Page:
    """Hide some of what the model sees, so that it leans on nothing alone."""
    dense = page.dense * (chance.random(page.dense.shape) > DENSE_DROP)
    if chance.random() < 0.2:
        dense[:, agreement] = 0
    words = chance.random(len(page.words)) > WORD_DROP
    classes = chance.random(len(page.classes)) > (1.0 if chance.random() < 0.15 else CLASS_DROP)
    return Page(
        dense.astype(np.float32),
        page.word_rows[words],
        page.words[words],
        page.class_rows[classes],
        page.classes[classes],
    )


def gradient(
    weights: dict[str, np.ndarray],
    page: Page,
    labels: np.ndarray,
    shares: np.ndarray,
    chance: np.random.Generator | None = None,
) -> tuple[float, dict[str, np.ndarray]]:
    """Return the loss of one page and its gradient for every weight."""
    if chance is not None and HIDDEN_DROP:
        # Dropping hidden units: the same as thinning the rows of what reads them.
        kept = (chance.random(HIDDEN) > HIDDEN_DROP) / (1 - HIDDEN_DROP)
        whole = weights
        weights = dict(weights)
        mask = kept.astype(np.float32)
        weights["out"] = whole["out"] * mask[:, None]
        for place, (_, side) in enumerate(REACH):
            wide_mask = np.tile(mask, 2 * side + 1)
            weights[f"around{place}"] = whole[f"around{place}"] * wide_mask[:, None]
    layers = forward(weights, page)
    chances = softmax(layers[-1])
    rows = np.arange(len(labels))
    loss = -float((shares * np.log(chances[rows, labels] + 1e-9)).sum())
    delta = chances * shares[:, None]
    delta[rows, labels] -= shares
    hidden = layers[-2]
    slopes = {"out": hidden.T @ delta, "out_bias": delta.sum(0)}
    back = delta @ weights["out"].T
    for place in reversed(range(len(REACH))):
        _, wide, around, _ = layers[3 * place : 3 * place + 4]
        below = layers[3 * place]
        step, side = REACH[place]
        local = back * (around > 0)
        slopes[f"around{place}"] = wide.T @ local
        slopes[f"around{place}_bias"] = local.sum(0)
        back = back + _gathered(local @ weights[f"around{place}"].T, step, side)
        if place == 1:
            total = local.sum(0)
            slopes["page"] = np.outer(below.mean(0), total)
            back = back + (weights["page"] @ total) / len(labels)
    back = back * (layers[0] > 0)
    if chance is not None and HIDDEN_DROP:
        slopes["out"] *= mask[:, None]
        for place, (_, side) in enumerate(REACH):
            slopes[f"around{place}"] *= np.tile(mask, 2 * side + 1)[:, None]
    slopes["dense"] = page.dense.T @ back
    slopes["dense_bias"] = back.sum(0)
    slopes["words"] = _scattered(page.words, back[page.word_rows], WORD_BUCKETS)
    slopes["classes"] = _scattered(page.classes, back[page.class_rows], HASHED)
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
    sums = np.zeros((buckets, HIDDEN), np.float32)
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
