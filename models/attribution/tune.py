"""Sets the decoder's weights on the held-back documents: `python tune.py FOLDER DATA --bench DIR`.

One weight at a time, in turn, towards a higher joint F1; prints the Params to write in decode.py.
Half of the documents chooses and the other half is printed beside it, so that luck shows.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from corpus import blocks, load, split
from evaluate import Cached, answer, bench_score
from train import HELD_SHARE, SPLIT_SEED

from firsthand.attribution.decode import DEFAULTS, Params
from firsthand.attribution.tagger import Tagger

GRID = {
    "near": (0.05, 0.1, 0.15, 0.2),
    "alone": (-4.0, -3.0, -2.0, -1.0),
    "steal": (2.0, 4.0, 8.0, 16.0),
    "apart": (2.0, 4.0),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    held = split(load(options.data), HELD_SHARE, SPLIT_SEED)[1]
    tagger, score = Cached(Tagger.load(options.folder)), bench_score(options.bench)

    def joint(params: Params, documents: list[dict]) -> float:
        tagger._params = params
        rows, _, _ = score(
            documents, lambda text: [answer(item) for item in tagger.tag(text, blocks(text))]
        )
        return rows["joint"]["F1"]

    def shown(params: Params) -> str:
        return f"all {joint(params, held)} halves {[joint(params, held[k::2]) for k in (0, 1)]}"

    best = DEFAULTS
    print(best, shown(best), flush=True)
    for _ in range(options.rounds):
        for name, values in GRID.items():
            tried = [(joint(replace(best, **{name: v}), held), v) for v in values]
            print(name, tried, flush=True)
            top = max(tried)
            if top[0] > joint(best, held):
                best = replace(best, **{name: top[1]})
    print(best, shown(best))


if __name__ == "__main__":
    main()
