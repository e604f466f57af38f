"""Scores a run with the bench's own score: `python evaluate.py RUN DATA --bench FOLDER`.

RUN is a network (.pt) or a folder with an exported model. With `--held` only the documents
that training holds back are scored, which is where the decoder's weights are set.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from corpus import blocks, load, split
from tokenizers import Tokenizer
from train import HELD_SHARE, SPLIT_SEED

from firsthand.attribution.decode import DEFAULTS, Chain, Params
from firsthand.attribution.tagger import Found, Tagger
from firsthand.attribution.windows import Window


class TorchTagger(Tagger):
    """The tagger on a network that is not exported yet."""

    def __init__(self, run: Path, tokenizer: Path, params: Params = DEFAULTS) -> None:
        import torch
        from network import restored

        torch.set_num_threads(1)
        self._torch, self._network = torch, restored(run)
        reader = Tokenizer.from_file(str(tokenizer))
        reader.no_truncation()
        reader.no_padding()
        change = self._network.change.detach().numpy()
        super().__init__(None, reader, Chain.of(change, np.ones(len(change))), params)

    def scores(self, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """As the tagger's."""
        torch = self._torch
        with torch.no_grad():
            ids, features = torch.tensor([window.ids]), torch.tensor([window.features])
            out = self._network(ids, features, torch.ones(ids.shape))
            return tuple(torch.log_softmax(part, -1)[0].numpy() for part in out)


class Cached(Tagger):
    """A tagger that keeps every window's scores, for trying decoders."""

    def __init__(self, inner: Tagger) -> None:
        self.inner, self.kept = inner, {}
        self._tokenizer, self._chain, self._params = inner._tokenizer, inner._chain, inner._params

    def scores(self, window: Window) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """As the tagger's."""
        key = tuple(window.ids) + tuple(window.starts)
        if key not in self.kept:
            self.kept[key] = self.inner.scores(window)
        return self.kept[key]


def bench_score(folder: Path) -> Callable:
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.score


def answer(item: Found) -> dict:
    return {role: getattr(item, role) for role in ("source", "cue", "content")}


def report(rows: dict, construction: dict, speed: float) -> str:
    lines = []
    for name in ("detect", "content.exact", "content.overlap", "cue.head", "source.head", "joint"):
        row = rows[name]
        lines.append(f"{name:16} P {row['P']:5} R {row['R']:5} F1 {row['F1']:5}")
    for name, row in construction.items():
        recall = f"joint {row['joint recall']:5} detect {row['detect recall']:5}"
        lines.append(f"  {name or '-':40} {row['n']:5} {recall}")
    return "\n".join([*lines, f"{speed:.0f} words/s"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path)
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--limit", type=int, help="score the first documents only")
    options = parser.parse_args()
    documents = load(options.data)
    if options.held:
        documents = split(documents, HELD_SHARE, SPLIT_SEED)[1]
    if options.run.is_dir():
        tagger = Tagger.load(options.run)
    else:
        tagger = TorchTagger(options.run, options.tokenizer)
    documents = documents[: options.limit]
    tagger.tag("“Late,” she said.", [(0, 17)])
    started = time.process_time()
    scored = bench_score(options.bench)(
        documents, lambda text: [answer(item) for item in tagger.tag(text, blocks(text))]
    )
    print(report(*scored), f"({time.process_time() - started:.1f} s of one core)")


if __name__ == "__main__":
    main()
