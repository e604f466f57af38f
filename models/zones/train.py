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

import numpy as np
from corpus import Sample, samples
from measure import figures
from mix import mixed
from network import Adam, batch, fresh, gradient

from firsthand.article.model import LABELS, ZoneModel

VERSION = "zones/2"
PASSES, BATCH, RATE, DECAY = 10, 8, 3e-3, 0.02
SEEDS = (1,)  # one network each; more of them vote, each costs half a millisecond a page
# A page counts once however many forms it has been brought to, HTML twice.
FORM_WEIGHT = {"html": 2.0, "bare": 0.7, "resi": 1.2, "w3m": 1.0}


def fit(found: list[Sample], seed: int, passes: int = PASSES) -> dict[str, np.ndarray]:
    """Fit one network."""
    chance = np.random.default_rng(seed)
    weights = fresh(found[0].page.dense.shape[1], seed)
    adam = Adam(weights, DECAY)
    steps, done = passes * (len(found) // BATCH), 0
    for number in range(passes):
        order, losses = chance.permutation(len(found)), []
        for start in range(0, len(order) - BATCH + 1, BATCH):
            items = [found[at] for at in order[start : start + BATCH]]
            loss, slopes = gradient(weights, batch(items, FORM_WEIGHT, chance))
            losses.append(loss / BATCH)
            adam.step(slopes, RATE * (1 - done / steps))
            done += 1
        print(f"pass {number} loss {np.mean(losses):.4f}", flush=True)
    return weights


def ensemble(found: list[Sample], passes: int) -> list[dict[str, np.ndarray]]:
    """Fit the networks that vote, each on the pages and on its own mixed pages."""
    return [fit([*found, *mixed(found, seed)], seed, passes) for seed in SEEDS]


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
            weights = ensemble(kept, options.passes)
            tried += [(item, predicted(weights, item)) for item in held]
        print(figures(tried))
    if options.out:
        write(ensemble(found, options.passes), options.out, time.process_time() - started)


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
