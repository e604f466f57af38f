"""Gold attributions as labels on the tagger's own windows."""

from __future__ import annotations

import gzip
import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from firsthand.attribution.windows import Window, windows

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
BEGIN = {"source": 1, "cue": 3, "content": 5}
IGNORED = -1


@dataclass(slots=True)
class Example:
    """One window with its labels; each list is as long as the window's ids."""

    window: Window
    tags: np.ndarray  # on the first piece of each word, else IGNORED
    cues: np.ndarray  # on content words: where the first word of their cue stands
    sources: np.ndarray  # on the first word of a cue: where its source begins, 0 for none


def load(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def split(documents: list[dict[str, Any]], share: float, seed: int) -> tuple[list, list]:
    """Part the documents into those to fit and those to tune on."""
    shuffled = sorted(documents, key=lambda document: document["id"])
    random.Random(seed).shuffle(shuffled)
    held = round(len(shuffled) * share)
    return shuffled[held:], shuffled[:held]


def blocks(text: str) -> list[tuple[int, int]]:
    """Every line that holds words, as the gold texts are laid out."""
    return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


class Marks:
    """The gold roles of one document, by character."""

    def __init__(self, document: dict[str, Any]) -> None:
        size = len(document["text"]) + 1
        self.tag = np.zeros(size, np.int8)
        self.owner = np.full(size, -1)
        self.ignored = np.zeros(size, bool)
        self.cue_at: list[int] = []
        self.source_at: list[int] = []
        for start, end in document.get("discard") or []:
            self.ignored[start:end] = True
        for number, item in enumerate(document["attributions"]):
            self.cue_at.append(min((start for start, _ in item["cue"]), default=-1))
            self.source_at.append(min((start for start, _ in item["source"]), default=-1))
            for role in ("content", "source", "cue"):
                for start, end in item[role]:
                    self.tag[start:end] = BEGIN[role] + 1
                    self.owner[start:end] = number
                    self.tag[start] = BEGIN[role]


def labelled(window: Window, marks: Marks) -> Example:
    size = len(window.ids)
    example = Example(window, *(np.full(size, IGNORED, np.int64) for _ in range(3)))
    at = {start: k for k, start in enumerate(window.starts) if start >= 0 and window.first[k]}

    def place(character: int) -> int:
        near = (at.get(character + step) for step in range(3))
        return next((k for k in near if k is not None), -1) if character >= 0 else -1

    before = 0
    for k in range(size):
        here = window.starts[k]
        if here < 0 or marks.ignored[here]:
            before = 0
            continue
        if not window.first[k]:
            continue
        tag, owner = int(marks.tag[here]), int(marks.owner[here])
        if tag and tag % 2 == 0 and before not in (tag, tag - 1):
            tag -= 1  # the span begins on a piece that no word begins with
        example.tags[k] = before = tag
        if tag in (5, 6):
            example.cues[k] = place(marks.cue_at[owner])
        elif tag == 3 and place(marks.cue_at[owner]) == k:
            source = marks.source_at[owner]
            example.sources[k] = 0 if source < 0 else place(source)
    return example


def examples(documents: list[dict[str, Any]], tokenizer: Tokenizer, limit: int) -> list[Example]:
    found = []
    for document in documents:
        marks = Marks(document)
        text = document["text"]
        found += [labelled(w, marks) for w in windows(text, blocks(text), tokenizer, limit)]
    return found


def batches(found: list[Example], budget: int, seed: int) -> list[list[Example]]:
    """Shuffle, then group windows of like length so that a batch holds about `budget` pieces."""
    random.Random(seed).shuffle(found)
    ordered = []
    for start in range(0, len(found), 400):
        ordered += sorted(found[start : start + 400], key=lambda e: len(e.window.ids))
    groups: list[list[Example]] = [[]]
    for example in ordered:
        width = max([len(example.window.ids), *(len(e.window.ids) for e in groups[-1])])
        if groups[-1] and width * (len(groups[-1]) + 1) > budget:
            groups.append([])
        groups[-1].append(example)
    random.Random(seed + 1).shuffle(groups)
    return groups
