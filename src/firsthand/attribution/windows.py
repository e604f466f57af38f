"""Cuts body paragraphs into the windows of word pieces that the tagger reads.

Training and running share this module, so that a model always sees what it was trained on. The
encoder is uncased and blind to layout: letter case and the state of the quotation marks, which
tell a name from a word and speech from the reporter's prose, come in beside each piece as a small
feature number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from tokenizers import Tokenizer

__all__ = ["CLS", "FEATURES", "PIECES", "SEP", "Paragraph", "Window", "paragraphs", "windows"]

CLS, SEP = 101, 102
PIECES = 190  # of one window; a longer paragraph is cut. Set by models/attribution, as trained
FEATURES = 14  # 0 for pieces that mark a border, then 1 + 3 * case + quotation state

_OUTSIDE, _INSIDE, _MARK = 0, 1, 2
_PAIRS = {"“": "”", "«": "»", "„": "“”", "‟": "”", "»": "«", "「": "」", "『": "』"}
_LONE = re.compile("[\ud800-\udfff]")  # half a pair: no encoder takes it
_SENTENCE_END = re.compile(r"[.!?…\"'”’»)]\s+\S")


@dataclass(slots=True)
class Paragraph:
    """The word pieces of one body paragraph; offsets count code points of the whole text."""

    ids: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    first: list[bool] = field(default_factory=list)  # the piece begins a word
    features: list[int] = field(default_factory=list)

    def cut(self, start: int, end: int) -> Paragraph:
        """Return the pieces [start, end)."""
        here = slice(start, end)
        return Paragraph(
            self.ids[here],
            self.starts[here],
            self.ends[here],
            self.first[here],
            self.features[here],
        )


@dataclass(slots=True)
class Window:
    """Pieces of neighbouring paragraphs with a border piece around each; borders start at -1."""

    ids: list[int] = field(default_factory=lambda: [CLS])
    starts: list[int] = field(default_factory=lambda: [-1])
    ends: list[int] = field(default_factory=lambda: [-1])
    first: list[bool] = field(default_factory=lambda: [False])
    features: list[int] = field(default_factory=lambda: [0])
    paragraph: list[int] = field(default_factory=lambda: [-1])  # counted in this window

    def add(self, pieces: Paragraph, number: int) -> None:
        """Append one paragraph and the border after it."""
        self.ids += [*pieces.ids, SEP]
        self.starts += [*pieces.starts, -1]
        self.ends += [*pieces.ends, -1]
        self.first += [*pieces.first, False]
        self.features += [*pieces.features, 0]
        self.paragraph += [*([number] * len(pieces.ids)), -1]


def _opens(words: str, at: int) -> bool:
    """Whether a straight mark can open a quotation: space or a bracket before, a word after."""
    before = words[at - 1] if at else " "
    after = words[at + 1] if at + 1 < len(words) else " "
    return (before.isspace() or before in "([{—–-") and not after.isspace()


def quotation_states(words: str, inside: bool = False) -> tuple[bytearray, bool]:
    """Say for each code point whether it is outside, inside, or itself a mark.

    `inside` tells that the paragraph before left a quotation open. The second value tells whether
    this one does.
    """
    states = bytearray(len(words))
    closing = "”»\"“'" if inside else ""
    for at, letter in enumerate(words):
        if closing and letter in closing and not (letter == '"' and _opens(words, at)):
            states[at], closing = _MARK, ""
        elif letter in _PAIRS and not closing:
            states[at], closing = _MARK, _PAIRS[letter]
        elif letter == '"' and (not closing or _opens(words, at)):
            states[at], closing = _MARK, '"' if _opens(words, at) else ""
        elif letter in _PAIRS and at == 0:
            states[at], closing = _MARK, _PAIRS[letter]  # an open quotation taken up again
        else:
            states[at] = _INSIDE if closing else _OUTSIDE
    return states, bool(closing)


def _case(word: str) -> int:
    """Letter case of a piece: 0 small, 1 capital first, 2 all capitals, 3 no letter."""
    if not word[:1].isalpha():
        return 3
    if len(word) > 1 and word.isupper():
        return 2
    return 1 if word[0].isupper() else 0


def paragraphs(
    text: str, blocks: Iterable[tuple[int, int]], tokenizer: Tokenizer
) -> Iterator[Paragraph]:
    """Yield the pieces of each block that holds any; lines inside a block stay together."""
    carried = False
    for start, end in blocks:
        words = text[start:end]
        coded = tokenizer.encode(_LONE.sub("\ufffd", words), add_special_tokens=False)
        states, left_open = quotation_states(words, inside=False)
        if carried and words[:1] not in _PAIRS and words[:1] != '"':
            closed_early = next((at for at, letter in enumerate(words) if letter in '”“«»"'), -1)
            if closed_early >= 0 and words[closed_early] in "”»":
                states, left_open = quotation_states(words, inside=True)
        carried = left_open
        pieces = Paragraph()
        for number, (low, high), token in zip(coded.ids, coded.offsets, coded.tokens, strict=True):
            pieces.ids.append(number)
            pieces.starts.append(start + low)
            pieces.ends.append(start + high)
            pieces.first.append(not token.startswith("##"))
            state = states[low] if low < len(states) else _OUTSIDE
            pieces.features.append(1 + 3 * _case(words[low:high]) + state)
        if pieces.ids:
            yield pieces


def _fitting(text: str, pieces: Paragraph, limit: int) -> Iterator[Paragraph]:
    """Cut a paragraph that is longer than a window, after a sentence where one ends."""
    start = 0
    while len(pieces.ids) - start > limit:
        end = start + limit
        for at in range(end - 1, start + limit // 2, -1):
            gap = text[pieces.ends[at - 1] - 1 : pieces.starts[at] + 1]
            if _SENTENCE_END.match(gap):
                end = at
                break
        while end > start + limit // 2 and not pieces.first[end]:
            end -= 1
        yield pieces.cut(start, end)
        start = end
    yield pieces.cut(start, len(pieces.ids))


def windows(
    text: str,
    blocks: Iterable[tuple[int, int]],
    tokenizer: Tokenizer,
    limit: int = PIECES,
) -> Iterator[Window]:
    """Pack paragraphs, in order, into windows of at most `limit` pieces and two borders more."""
    window, number = Window(), 0
    for whole in paragraphs(text, blocks, tokenizer):
        for pieces in _fitting(text, whole, limit):
            if number and len(window.ids) + len(pieces.ids) + 1 > limit + 2:
                yield window
                window, number = Window(), 0
            window.add(pieces, number)
            number += 1
    if number:
        yield window


def padded(batch: Sequence[Window]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Stack windows into ids, features and the mask that is 1 on pieces and 0 on padding."""
    width = max(len(window.ids) for window in batch)
    ids = np.zeros((len(batch), width), np.int64)
    features = np.zeros((len(batch), width), np.int64)
    mask = np.zeros((len(batch), width), np.float32)
    for row, window in enumerate(batch):
        here = len(window.ids)
        ids[row, :here], features[row, :here], mask[row, :here] = window.ids, window.features, 1
    return ids, features, mask
