"""Fits the tagger: `python train.py --data train.jsonl.gz --encoder FOLDER --out run.pt`.

One document in twelve is held back for tuning the decoder and for the loss printed after every
pass. `--start` begins with the lower layers of a fitted network instead of a bare encoder, and
`--teacher` makes a student of it, which learns from a larger network's scores beside the gold.
The weights are written after every pass.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import network
import numpy as np
import torch
from corpus import IGNORED, Example, batches, examples, load, split
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from firsthand.attribution.windows import PIECES, padded

SPLIT_SEED = 7  # of the held-back documents; never change it: the decoder is tuned on them
HELD_SHARE = 0.08
DROP = 0.1
CUE_WEIGHT, SOURCE_WEIGHT, LOCAL_WEIGHT = 0.3, 0.15, 1.0


def stacked(batch: list[Example]) -> dict[str, Tensor]:
    ids, features, mask = padded([example.window for example in batch])
    held = {"ids": ids, "features": features, "mask": mask}
    for name in ("tags", "cues", "sources"):
        rows = np.full(ids.shape, IGNORED, np.int64)
        for row, example in zip(rows, batch, strict=True):
            labels = getattr(example, name)
            row[: len(labels)] = labels
        held[name] = rows
    return {name: torch.from_numpy(rows) for name, rows in held.items()}


def packed(scores: Tensor, tags: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Keep the labelled words of each row, moved to its front."""
    has = tags >= 0
    order = torch.argsort((~has).int(), dim=1, stable=True)[:, : int(has.sum(1).max())]
    rows = torch.gather(scores, 1, order[:, :, None].expand(-1, -1, scores.shape[2]))
    return rows, tags.gather(1, order), has.gather(1, order).float()


def losses(model: network.Network, batch: dict[str, Tensor], out: tuple[Tensor, ...]) -> Tensor:
    """Tag chain, tag of each word alone, cue pointer, source pointer: each a mean per item."""
    scores, tags, mask = packed(out[0], batch["tags"])
    chain = network.chain_loss(scores, tags, mask, model.change).sum() / mask.sum().clamp(min=1)
    parts = [chain]
    for found, name in zip(out, ("tags", "cues", "sources"), strict=True):
        labels = batch[name]
        count = (labels >= 0).sum().clamp(min=1)
        flat = found.flatten(0, 1), labels.flatten()
        parts.append(F.cross_entropy(*flat, ignore_index=IGNORED, reduction="sum") / count)
    return torch.stack(parts)


WEIGHTS = torch.tensor([1.0, LOCAL_WEIGHT, CUE_WEIGHT, SOURCE_WEIGHT])


def imitation(out: tuple[Tensor, ...], taught: tuple[Tensor, ...], batch: dict) -> Tensor:
    """Cross-entropy to the teacher's own distributions, on the words that have labels."""
    total = torch.zeros(())
    weights = (LOCAL_WEIGHT, CUE_WEIGHT, SOURCE_WEIGHT)
    for found, aim, name, weight in zip(
        out, taught, ("tags", "cues", "sources"), weights, strict=True
    ):
        here = batch[name] >= 0
        soft = F.softmax(aim[here], -1)
        total = total - weight * (soft * F.log_softmax(found[here], -1)).sum(-1).mean()
    return total


def groups(model: network.Network, rate: float, decay: float) -> list[dict]:
    """Lower layers learn more slowly by `decay` a layer; heads five times faster."""
    found: dict[tuple[float, float], list] = {}
    for name, weights in model.named_parameters():
        if not weights.requires_grad:
            continue
        own = rate * decay**model.shape.layers
        if name.startswith("blocks."):
            own = rate * decay ** (model.shape.layers - 1 - int(name.split(".")[1]))
        elif name.startswith(("tags", "change", "pointer", "feature")):
            own = rate * 5
        shrink = 0.01 if weights.ndim > 1 and not name.startswith("change") else 0.0
        found.setdefault((own, shrink), []).append(weights)
    return [{"params": p, "lr": r, "top": r, "weight_decay": s} for (r, s), p in found.items()]


def held_loss(model: network.Network, held: list[Example]) -> list[float]:
    with torch.no_grad():
        rows = []
        for group in batches(list(held), 4096, 0):
            batch = stacked(group)
            rows.append(losses(model, batch, model(batch["ids"], batch["features"], batch["mask"])))
    return [round(float(value), 4) for value in torch.stack(rows).mean(0)]


def fit(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    network.NOISE = np.random.default_rng(options.seed)
    tokenizer = Tokenizer.from_file(str(options.tokenizer))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    fitting, tuning = split(load(options.data), HELD_SHARE, SPLIT_SEED)
    if options.all:
        fitting = fitting + tuning
    held = examples(tuning, tokenizer, options.limit)
    teacher = network.restored(options.teacher) if options.teacher else None
    if options.start:
        model = network.shortened(network.restored(options.start), options.layers)
    else:
        model = network.pretrained(options.encoder, options.layers)
    # Every pass packs the paragraphs anew, so that they stand in other company.
    rng = np.random.default_rng(options.seed)
    limits = [options.limit, *rng.integers(options.limit * 2 // 3, options.limit, 20).tolist()]
    passes = [examples(fitting, tokenizer, limit) for limit in limits[: options.passes]]
    schedule = [
        (number, group)
        for number, found in enumerate(passes)
        for group in batches(found, options.budget, options.seed * 100 + number)
    ]
    schedule = schedule[: options.steps]
    optimizer = torch.optim.AdamW(
        groups(model, options.rate, options.decay), betas=(0.9, 0.98), fused=True
    )
    run(model, teacher, optimizer, schedule, held, options)


def run(model, teacher, optimizer, schedule, held, options) -> None:
    started, seen, recent = time.monotonic(), 0, []
    warm = 60
    for step, (number, group) in enumerate(schedule):
        batch = stacked(group)
        pace = min(1.0, (step + 1) / warm) * max(0.0, 1 - step / len(schedule))
        for part in optimizer.param_groups:
            part["lr"] = part["top"] * pace
        out = model(batch["ids"], batch["features"], batch["mask"], DROP)
        parts = losses(model, batch, out)
        loss = (parts * WEIGHTS).sum()
        if teacher is not None:
            with torch.no_grad():
                taught = teacher(batch["ids"], batch["features"], batch["mask"])
            loss = loss * (1 - options.trust) + 2 * options.trust * imitation(out, taught, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        seen += int(batch["mask"].sum())
        recent.append(parts.detach())
        last = step + 1 == len(schedule) or schedule[step + 1][0] != number
        if step % 25 == 24 or last:
            mean = [round(float(value), 4) for value in torch.stack(recent).mean(0)]
            passed = time.monotonic() - started
            print(
                f"{passed:.0f}s step {step + 1}/{len(schedule)} {mean} {seen / passed:.0f}/s",
                flush=True,
            )
            recent = []
        if last:
            torch.save(network.saved(model), options.out)
            print(f"pass {number + 1} held {held_loss(model, held)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, help="folder with model.safetensors")
    parser.add_argument("--tokenizer", type=Path, required=True, help="BERT's tokenizer.json")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument("--steps", type=int, help="stop after so many batches")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--decay", type=float, default=1.0)
    parser.add_argument("--budget", type=int, default=2304)
    parser.add_argument("--limit", type=int, default=PIECES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="a fitted network to shorten")
    parser.add_argument("--teacher", type=Path)
    parser.add_argument("--trust", type=float, default=0.5, help="weight of the teacher, 0 to 1")
    parser.add_argument("--all", action="store_true", help="fit on the held-back documents too")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    fit(options)


if __name__ == "__main__":
    main()
