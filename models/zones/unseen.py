"""Figures on outlets never trained on: `python unseen.py --data FOLDER [--modes html,text:resi]`.

The pages are split into two halves by outlet. The model is fitted on one half and the whole reader,
rules included, reads the other with it; then the other way round. The measuring stick's own
`score.py` counts. Means of both halves, weighted by pages, are the figures; they understate the
shipped model, which has seen twice as many outlets.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from corpus import Sample, samples
from train import PASSES, SEED, both_passes

import firsthand
from firsthand.article.model import ZoneModel
from firsthand.article.room import read
from firsthand.types import Article, Capture, digest

SETS = {"html": "news,web", "text:resi": "news,web", "text:w3m": "news"}

Weights = list[dict]
Table = dict[str, dict[str, float]]


def half_of(row: dict) -> int:
    """Return the half of a gold row: news ids begin with the outlet, web pages have a host."""
    host = re.sub(r"^https?://(www\.)?", "", row.get("url") or row["id"]).split("/")[0]
    outlet = host if row["id"].isdigit() else row["id"].rsplit("_20", 1)[0]
    return sha256(outlet.encode()).digest()[-1] % 2


def rows_of(data: Path) -> Iterator[tuple[str, dict]]:
    """Yield the gold rows of every set."""
    for name in ("news", "web"):
        for line in (data / name / "gold.jsonl").open(encoding="utf8"):
            yield name, json.loads(line)


def apart(data: Path, out: Path) -> None:
    """Write the gold of each half under out/0 and out/1, with the pages of both linked."""
    for name, row in rows_of(data):
        folder = out / str(half_of(row)) / name
        if not folder.exists():
            folder.mkdir(parents=True)
            for part in ("pages", "text"):
                (folder / part).symlink_to((data / name / part).resolve())
        with (folder / "gold.jsonl").open("a", encoding="utf8") as gold:
            gold.write(json.dumps(row) + "\n")


@contextmanager
def reading_with(weights: Weights) -> Iterator[None]:
    """Let `firsthand.read` read with these weights."""
    model, usual = ZoneModel("", tuple(weights)), firsthand.read

    def held(data: bytes, *, url: str | None = None, media_type: str | None = None) -> Article:
        return read(Capture(id=digest(data), body=data, url=url, media_type=media_type), model)

    firsthand.read = held
    try:
        yield
    finally:
        firsthand.read = usual


def measure(data: Path, fitted: tuple[Weights, Weights], modes: tuple[str, ...]) -> Table:
    """Score each half with the weights fitted on the other; the means are weighted by pages."""
    spec = importlib.util.spec_from_file_location("score", data / "score.py")
    stick = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(stick)
    halves: dict[str, list[dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        apart(data, Path(folder))
        for half, weights in enumerate(reversed(fitted)):
            with reading_with(weights):
                for mode in modes:
                    for name in SETS[mode].split(","):
                        found = stick.score(Path(folder) / str(half) / name, mode)
                        halves.setdefault(f"{name} {mode}", []).append(found)
    return {key: _mean(found) for key, found in halves.items()}


def _mean(found: list[dict[str, float]]) -> dict[str, float]:
    total = sum(item["pages"] for item in found)
    means = {
        name: sum(item[name] * item["pages"] for item in found) / total
        for name in found[0]
        if name not in ("pages", "errors", "pages_per_cpu_s")
    }
    return means | {f"half {at}": item["F1"] for at, item in enumerate(found)}


def unseen(
    data: Path,
    found: list[Sample],
    fit: Callable[[list[Sample]], Weights],
    modes: tuple[str, ...] = tuple(SETS),
) -> Table:
    """Fit on each half and score the other. Return the figures by set and mode."""
    place = {row["id"]: half_of(row) for _, row in rows_of(data)}
    first, second = (fit([item for item in found if place[item.name] == half]) for half in (0, 1))
    return measure(data, (first, second), modes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=PASSES)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--modes", default=",".join(SETS))
    options = parser.parse_args()
    found = list(samples(options.data))
    table = unseen(
        options.data,
        found,
        lambda kept: both_passes(kept, options.seed, options.passes),
        tuple(options.modes.split(",")),
    )
    for key, figures in table.items():
        print(key, " ".join(f"{name} {value:.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
