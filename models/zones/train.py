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
from corpus import BODY, STANDFIRST, Sample, samples
from measure import figures
from network import Adam, fresh, gradient, thinned

from firsthand.article.features import PLACES, WORDS
from firsthand.article.model import ZoneModel, softmax

VERSION = "zones/1"
AGREEMENT = slice(WORDS + PLACES, WORDS + PLACES + 7)
PASSES, BATCH, RATE, DECAY = 12, 8, 3e-3, 0.02
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
            sums: dict[str, np.ndarray] = {}
            for at in order[start : start + BATCH]:
                item = found[at]
                shares = item.weights / item.weights.sum() * FORM_WEIGHT[item.kind]
                page = thinned(item.page, chance, AGREEMENT)
                loss, slopes = gradient(
                    weights, page, item.labels, shares.astype(np.float32), chance
                )
                losses.append(loss)
                for name, slope in slopes.items():
                    sums[name] = sums[name] + slope if name in sums else slope
            adam.step(sums, RATE * (1 - done / steps))
            done += 1
        print(f"pass {number} loss {np.mean(losses):.4f}", flush=True)
    return weights


def fold_of(group: str, folds: int) -> int:
    return zlib.crc32(group.encode()) % folds


def predicted(weights: list[dict[str, np.ndarray]], item: Sample) -> np.ndarray:
    return np.mean([ZoneModel("", held).scores(item.page) for held in weights], axis=0)


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
            weights = fit(kept, fold, options.passes)
            tried += [(item, predicted([weights], item)) for item in held]
        print(figures(tried))
    if options.out:
        write(fit(found, 1, options.passes), options.out, time.process_time() - started)


def write(weights: dict[str, np.ndarray], folder: Path, seconds: float) -> None:
    """Write the weights in half precision, and their hash beside them."""
    buffer = BytesIO()
    np.savez_compressed(buffer, **{name: held.astype(np.float16) for name, held in weights.items()})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "zones.npz").write_bytes(buffer.getvalue())
    meta = {
        "version": VERSION,
        "sha256": sha256(buffer.getvalue()).hexdigest(),
        "trained_cpu_s": round(seconds),
    }
    (folder / "zones.json").write_text(json.dumps(meta, indent=2) + "\n")


__all__ = ["BODY", "STANDFIRST", "softmax"]

if __name__ == "__main__":
    main()
