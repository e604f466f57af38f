"""New pages out of old ones: furniture taken away, and furniture of other pages put in.

The gold pages are few and each outlet's furniture looks the same on all of its pages, so a network
learns menus by heart. Mixed pages keep every article line of a page in order and change what
stands around it. Only text forms are mixed: there a block is its words and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import numpy as np
from corpus import OTHER, Sample

from firsthand.article.features import Known, describe
from firsthand.article.markup import Block
from firsthand.article.phrases import WORD

DROPPED, CUT, PUT_IN = 0.35, 0.3, 0.3  # chances of each change, a stretch of furniture at a time
LONGEST = 60  # blocks put in at one place


def mixed(found: list[Sample], seed: int) -> Iterator[Sample]:
    """Yield one mixed page for each page in a text form, with furniture of the same form."""
    chance = np.random.default_rng(seed)
    for form in ("bare", "resi", "w3m"):
        pages = [item for item in found if item.kind == form and len(item.labels) < 1500]
        donors = [stretch for item in pages for stretch in _stretches(item) if len(stretch) > 2]
        for item in pages:
            yield _mix(item, donors, chance)


def _stretches(item: Sample) -> list[list[str]]:
    """Return the runs of furniture of a page."""
    runs: list[list[str]] = [[]]
    for piece, label in zip(item.pieces, item.labels, strict=True):
        if label == OTHER:
            runs[-1].append(piece)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _mix(item: Sample, donors: list[list[str]], chance: np.random.Generator) -> Sample:
    pieces: list[str] = []
    labels: list[int] = []

    def furnish(run: list[str]) -> None:
        if chance.random() < DROPPED:
            run = []
        elif chance.random() < CUT and len(run) > 3:
            start, end = sorted(chance.integers(0, len(run) + 1, 2))
            run = run[start:end]
        if chance.random() < PUT_IN:
            other = donors[int(chance.integers(len(donors)))]
            start = int(chance.integers(len(other)))
            run = run + other[start : start + int(chance.integers(1, LONGEST))]
        pieces.extend(run)
        labels.extend([OTHER] * len(run))

    waiting: list[str] = []
    for piece, label in zip(item.pieces, item.labels, strict=True):
        if label == OTHER:
            waiting.append(piece)
            continue
        if waiting:
            furnish(waiting)
            waiting = []
        pieces.append(piece)
        labels.append(int(label))
    furnish(waiting)
    return _built(item, pieces, labels, chance)


def _built(
    item: Sample, pieces: list[str], labels: list[int], chance: np.random.Generator
) -> Sample:
    blocks, text, gap = [], "", 2 if chance.random() < 0.5 else 0
    parts: list[str] = []
    length = 0
    for piece in pieces:
        if parts:
            breaks = "\n" * (gap or int(chance.integers(1, 3)))
            parts.append(breaks)
            length += len(breaks)
        block = Block(length, None)
        parts.append(piece)
        length += len(piece)
        block.end = length
        blocks.append(block)
    text = "".join(parts)
    sizes = np.array([len(WORD.findall(piece)) for piece in pieces], np.float32)
    return msgspec.structs.replace(
        item,
        page=describe(text, blocks, Known()),
        labels=np.array(labels, np.int64),
        weights=0.5 + np.log1p(sizes),
        pieces=tuple(pieces),
    )
