"""The zone model: a small network that labels the blocks of a page in one go.

Each block's numbers and hashed words become a vector; two layers look at the blocks around it, the
second of them at the whole page too; the last says how likely each label is. A second, smaller
network reads the page again with what the first said. Run in numpy alone, both take about a
millisecond and a half a page. Trained by models/zones/train.py; see the model card there.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO

import msgspec
import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from firsthand.article.features import Page
from firsthand.article.second import second
from firsthand.errors import ModelError

LABELS = ("other", "body", "title", "caption", "standfirst")
REACH = ((1, 2), (3, 2))  # of each layer: distance between looks, looks on either side
NONE = np.zeros(0, np.int64)
ROWS = 16  # blocks multiplied at once: from about twenty on, OpenBLAS wakes all its threads

Array = NDArray[np.float32]


class ZoneModel(Struct, frozen=True):
    """What the room has learned, loaded once per process and passed in."""

    version: str
    passes: tuple[dict[str, Array], ...]  # the weights of each pass over the page

    def scores(self, page: Page) -> Array:
        """Return the probability of each label (columns, as LABELS) for each block (rows).

        Each pass but the first sees what the one before it said.
        """
        first, *others = self.passes
        scores = softmax(forward(first, page)[-1])
        for weights in others:
            scores = softmax(forward(weights, reread(page, scores))[-1])
        return scores


def reread(page: Page, scores: Array) -> Page:
    """Return a page with what the last pass said of it; the next one sees no hashed words."""
    return replace(
        page, dense=second(page, scores), word_rows=NONE, words=NONE, class_rows=NONE, classes=NONE
    )


def softmax(scores: Array) -> Array:
    """Return probabilities that sum to one over the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)


def summed(rows: NDArray[np.int64], vectors: Array, count: int) -> Array:
    """Add up vectors by row; the rows come in order."""
    sums = np.zeros((count, vectors.shape[1]), np.float32)
    if len(rows):
        firsts = np.flatnonzero(np.concatenate(([True], rows[1:] != rows[:-1])))
        sums[rows[firsts]] = np.add.reduceat(vectors, firsts, axis=0)
    return sums


def looks(hidden: Array, step: int, side: int) -> Array:
    """Lay the vectors of a block's neighbours beside its own, zeros beyond the page's ends."""
    count, width = hidden.shape
    pad = step * side
    padded = np.zeros((count + 2 * pad, width), np.float32)
    padded[pad : pad + count] = hidden
    return np.concatenate(
        [padded[pad + step * at : pad + step * at + count] for at in range(-side, side + 1)], axis=1
    )


def product(rows: Array, weights: Array) -> Array:
    """Multiply in pieces that BLAS does on the calling thread.

    A page's matrices are too small for threads: they halve the time to do it and then wait
    spinning for the next page, which cost three times what everything else did.
    """
    count, width = rows.shape
    padded = np.zeros((-(-count // ROWS) * ROWS, width), np.float32)
    padded[:count] = rows
    return (padded.reshape(-1, ROWS, width) @ weights).reshape(-1, weights.shape[1])[:count]


def forward(weights: dict[str, Array], page: Page) -> list[Array]:
    """Return the activations of every layer, the label scores last."""
    count = len(page.dense)
    first = product(page.dense, weights["dense"]) + weights["dense_bias"]
    if len(page.words) or len(page.classes):
        first += summed(page.word_rows, weights["words"][page.words], count)
        first += summed(page.class_rows, weights["classes"][page.classes], count)
    hidden = np.maximum(first, 0)
    layers = [hidden]
    for place, (step, side) in enumerate(REACH):
        wide = looks(hidden, step, side)
        around = product(wide, weights[f"around{place}"]) + weights[f"around{place}_bias"]
        if place == 1:
            around += hidden.mean(axis=0) @ weights["page"]
        around = np.maximum(around, 0)
        hidden = hidden + around
        layers += [wide, around, hidden]
    layers.append(product(hidden, weights["out"]) + weights["out_bias"])
    return layers


@cache
def load() -> ZoneModel:
    """Load the zone model shipped with the package. Raises ModelError where it is damaged."""
    folder = files(__package__).joinpath("model")
    try:
        meta = msgspec.json.decode(folder.joinpath("zones.json").read_bytes())
        data = folder.joinpath("zones.npz").read_bytes()
    except FileNotFoundError as error:
        raise ModelError(
            "the zone model is missing", where="article/model", fix="install firsthand again"
        ) from error
    if sha256(data).hexdigest() != meta["sha256"]:
        raise ModelError(
            "the zone model is damaged", where="article/model", fix="install firsthand again"
        )
    with np.load(BytesIO(data)) as held:
        members: dict[str, dict[str, Array]] = {}
        for name in held.files:
            number, _, part = name.rpartition(".")
            members.setdefault(number, {})[part] = held[name].astype(np.float32)
    return ZoneModel(version=meta["version"], passes=tuple(members.values()))
