"""Fits how tags follow each other: `python chain.py FOLDER DATA`, rewriting `model.json`.

On the held-back documents, which the network has not seen: a weight for each tag's score and one
for each change of tag, by likelihood (L-BFGS). Inside the network these would be fitted on
documents that it half knows by heart, and come out far too sure.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from corpus import TAGS, Marks, blocks, labelled, load, split
from network import chain_loss
from torch import Tensor
from train import HELD_SHARE, SPLIT_SEED

from firsthand.attribution.decode import Chain
from firsthand.attribution.tagger import Tagger
from firsthand.attribution.windows import windows

CALM = 1e-4  # pulls the changes towards 0 where the documents say little
TRUST = 0.5  # of the fit; the whole of it is most likely but finds too little. Set by held-back F1


def sequences(tagger: Tagger, documents: list[dict]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Scores and gold tags of every paragraph's words."""
    found = []
    for document in documents:
        marks = Marks(document)
        text = document["text"]
        for window in windows(text, blocks(text), tagger._tokenizer):
            tags = labelled(window, marks).tags
            scores = tagger.scores(window)[0]
            for number in set(window.paragraph) - {-1}:
                here = np.flatnonzero((tags >= 0) & (np.asarray(window.paragraph) == number))
                if len(here):
                    found.append((scores[here], tags[here]))
    return found


def stacked(found: list[tuple[np.ndarray, np.ndarray]]) -> tuple[Tensor, Tensor, Tensor]:
    longest = max(len(tags) for _, tags in found)
    scores = torch.zeros(len(found), longest, len(TAGS))
    gold = torch.zeros(len(found), longest, dtype=torch.long)
    mask = torch.zeros(len(found), longest)
    for row, (values, tags) in enumerate(found):
        scores[row, : len(tags)] = torch.from_numpy(values)
        gold[row, : len(tags)] = torch.from_numpy(tags)
        mask[row, : len(tags)] = 1
    return scores, gold, mask


def fitted(found: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Give the changes and the scale of the likeliest chain."""
    scores, gold, mask = stacked(found)
    barred = Chain.of(np.zeros((len(TAGS), len(TAGS))), np.ones(len(TAGS))).change
    barred = torch.from_numpy(barred).clamp(min=-30)
    change = torch.zeros(len(TAGS), len(TAGS), requires_grad=True)
    scale = torch.ones(len(TAGS), requires_grad=True)
    search = torch.optim.LBFGS([change, scale], lr=0.5, max_iter=40)

    def loss() -> Tensor:
        search.zero_grad()
        value = chain_loss(scores * scale, gold, mask, change + barred).sum() / mask.sum()
        value = value + CALM * (change**2).sum()
        value.backward()
        return value

    search.step(loss)
    return TRUST * change.detach().numpy(), TRUST * scale.detach().numpy() + 1 - TRUST


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("data", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(1)
    held = split(load(options.data), HELD_SHARE, SPLIT_SEED)[1]
    change, scale = fitted(sequences(Tagger.load(options.folder), held))
    place = options.folder / "model.json"
    notes = json.loads(place.read_text("utf8"))
    notes["change"] = [[round(float(value), 4) for value in row] for row in change]
    notes["scale"] = [round(float(value), 4) for value in scale]
    place.write_text(json.dumps(notes, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
