"""Fits the zone model: `python train.py --data FOLDER [--folds 5] [--out FOLDER]`.

With `--folds` it prints cross-validated figures (folds never split an outlet); with `--out` it
fits on everything and writes zones.npz and zones.json. Needs numpy only; one core is enough.
"""

from __future__ import annotations

import argparse
import json
import time
import zlib
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import msgspec
import numpy as np
from corpus import Sample, samples
from measure import figures
from mix import mixed
from network import AGAIN, HIDDEN, ONE_HOT, Adam, batch, fresh, gradient

from firsthand.article.model import LABELS, ZoneModel, reread

VERSION = "zones/4"
PASSES, BATCH, RATE, DECAY = 10, 8, 3e-3, 0.02
SEED, FOLDS = 1, 4
TEACHERS = (0, 10)  # added to the seed: of the networks that say what unseen outlets look like
REREAD = 0.7  # passes of the second network, which has a page for each teacher
TEMPER = 0.3  # how much of a target is what networks that have not seen the outlet say
DOUBTED = 0.3  # chance of the gold label below which it counts for less
# A page counts once however many forms it has been brought to, HTML twice.
FORM_WEIGHT = {"html": 2.6, "bare": 0.7, "resi": 1.2, "w3m": 1.0}


def fit(
    found: list[Sample], seed: int, passes: int = PASSES, hidden: int = HIDDEN
) -> dict[str, np.ndarray]:
    """Fit one network."""
    chance = np.random.default_rng(seed)
    weights = fresh(found[0].page.dense.shape[1], seed, hidden)
    adam = Adam(weights, DECAY)
    steps, done = passes * (len(found) // BATCH), 0
    for number in range(passes):
        order, losses = chance.permutation(len(found)), []
        for start in range(0, len(order) - BATCH + 1, BATCH):
            items = [found[at] for at in order[start : start + BATCH]]
            loss, slopes = gradient(weights, batch(items, FORM_WEIGHT, chance, hidden))
            losses.append(loss / BATCH)
            adam.step(slopes, RATE * (1 - done / steps))
            done += 1
        print(f"pass {number} loss {np.mean(losses):.4f}", flush=True)
    return weights


def both_passes(found: list[Sample], seed: int, passes: int) -> list[dict[str, np.ndarray]]:
    """Fit the network of each pass over a page, on the pages and on mixed ones.

    Scores of networks that have not seen a page's outlet do two things: they are what the second
    pass learns from, for on its own pages the first is surer than it will ever be, and they temper
    the gold, which leaves out whole sections of some outlets' articles.
    """
    every = [*found, *mixed(found, seed)]
    told = [_unseen(found, every, seed + step, passes) for step in TEACHERS]
    taught = [
        tempered(item, sum(scores) / len(scores))
        for item, *scores in zip(every, *told, strict=True)
    ]
    again = [
        msgspec.structs.replace(item, page=reread(item.page, scores))
        for one in told
        for item, scores in zip(taught, one, strict=True)
    ]
    return [
        fit(taught, seed, passes),
        fit(again, seed + 1, round(REREAD * passes), AGAIN),
    ]


def _unseen(found: list[Sample], every: list[Sample], seed: int, passes: int) -> list[np.ndarray]:
    """Score every page with a network fitted on the pages of other outlets."""
    scores: list[np.ndarray] = [np.zeros(0)] * len(every)
    for fold in range(FOLDS):
        kept = [item for item in found if fold_of(item.group, FOLDS) != fold]
        weights = fit([*kept, *mixed(kept, seed + FOLDS)], seed, passes)
        for place, item in enumerate(every):
            if fold_of(item.group, FOLDS) == fold:
                scores[place] = predicted([weights], item)
    return scores


def tempered(item: Sample, scores: np.ndarray) -> Sample:
    """Mix the gold with scores from elsewhere, and trust it less where they gave it no chance."""
    chance = scores[np.arange(len(scores)), item.labels]
    return msgspec.structs.replace(
        item,
        targets=(1 - TEMPER) * ONE_HOT[item.labels] + TEMPER * scores,
        weights=item.weights * np.clip(chance / DOUBTED, DOUBTED, 1),
    )


def fold_of(group: str, folds: int) -> int:
    return zlib.crc32(group.encode()) % folds


def predicted(weights: list[dict[str, np.ndarray]], item: Sample) -> np.ndarray:
    return ZoneModel("", tuple(weights)).scores(item.page)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--only", type=int, help="run the first so many folds")
    parser.add_argument("--passes", type=int, default=PASSES)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    found = list(samples(options.data))
    started = time.process_time()
    if options.folds:
        tried = []
        for fold in range(options.only or options.folds):
            kept = [item for item in found if fold_of(item.group, options.folds) != fold]
            held = [item for item in found if fold_of(item.group, options.folds) == fold]
            weights = both_passes(kept, SEED, options.passes)
            tried += [(item, predicted(weights, item)) for item in held]
        print(figures(tried))
    if options.out:
        write(both_passes(found, SEED, options.passes), options.out, time.process_time() - started)


def write(weights: list[dict[str, np.ndarray]], folder: Path, seconds: float) -> None:
    """Write the weights in half precision, and their hash beside them."""
    buffer = BytesIO()
    halves = {
        f"{number}.{name}": held.astype(np.float16)
        for number, member in enumerate(weights)
        for name, held in member.items()
    }
    np.savez_compressed(buffer, **halves)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "zones.npz").write_bytes(buffer.getvalue())
    meta = {
        "version": VERSION,
        "sha256": sha256(buffer.getvalue()).hexdigest(),
        "labels": list(LABELS),
        "trained_cpu_s": round(seconds),
    }
    (folder / "zones.json").write_text(json.dumps(meta, indent=2) + "\n")


if __name__ == "__main__":
    main()
