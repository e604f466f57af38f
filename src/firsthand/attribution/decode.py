"""Turns the tagger's scores for one window into attributions: tag spans, then link them.

Three steps. The likeliest tag sequence under the trained chain gives spans of content, cue and
source. Every cue is one attribution: it takes the source that its pointer and nearness favour,
or none. Every content span goes to the cue that its words point at. Gold attributions lie in one
paragraph (99.3 % of PolNeAR's), so a link across paragraphs must be worth much.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from firsthand.attribution.windows import Window

__all__ = ["DEFAULTS", "Chain", "Draft", "Params", "drafts"]

Floats = NDArray[np.float32]

SOURCE, CUE, CONTENT = 1, 3, 5  # the tag that begins a span; one more continues it
_NEVER = -1e9


@dataclass(frozen=True, slots=True)
class Params:
    """Weights of the decoder, set on the documents that training holds back (models/attribution).

    Scores are log probabilities; distances count word pieces.
    """

    near: float = 0.05  # lost with each piece between two linked spans
    reach: int = 40  # pieces after which distance costs no more
    apart: float = 4.0  # lost when two spans stand in different paragraphs
    floor: float = -10.0  # no pointer counts as less likely than this
    alone: float = -2.0  # added to "this cue has no source"
    steal: float = 8.0  # pieces within which a cue without content takes a neighbour's second one


DEFAULTS = Params()


@dataclass(frozen=True, slots=True)
class Chain:
    """How tags follow each other, fitted after the network (models/attribution/chain.py).

    The network is as sure of a span's tenth word as if it had not seen the ninth, so that its
    scores count one judgement many times over: `scale` weighs each tag's score by what it adds.
    """

    change: Floats  # score of going from one tag to another [7, 7]; `-1e9` where none may
    scale: Floats  # factor on each tag's log probability [7]

    @classmethod
    def of(cls, change: Floats, scale: Floats) -> Chain:
        """Make a chain in which a span can only be continued by its own kind."""
        barred = change.astype(np.float32).copy()
        for inner in (SOURCE + 1, CUE + 1, CONTENT + 1):
            for before in range(len(barred)):
                if before not in (inner, inner - 1):
                    barred[before, inner] = _NEVER
        return cls(barred, scale.astype(np.float32))


@dataclass(slots=True)
class Draft:
    """One attribution in a window; each span is the positions of its words' first pieces."""

    cue: list[int]
    source: list[int] = field(default_factory=list)
    content: list[list[int]] = field(default_factory=list)
    score: float = 0.0


def likeliest(scores: Floats, change: Floats, fresh: NDArray[np.bool_]) -> list[int]:
    """Best tag sequence (Viterbi); at a `fresh` word a paragraph begins and no span goes on."""
    closed = np.zeros(scores.shape[1], np.float32)
    closed[[SOURCE + 1, CUE + 1, CONTENT + 1]] = _NEVER
    total = scores[0] + closed
    back = np.zeros(scores.shape, np.int64)
    for k in range(1, len(scores)):
        ways = total[:, None] + change
        back[k] = ways.argmax(0)
        total = ways.max(0) + scores[k]
        if fresh[k]:
            total = total + closed
    tags = [int(total.argmax())]
    for k in range(len(scores) - 1, 0, -1):
        tags.append(int(back[k, tags[-1]]))
    return tags[::-1]


def spans(words: NDArray[np.int64], tags: list[int]) -> dict[int, list[list[int]]]:
    """Group tagged words into spans by the tag that begins them."""
    found: dict[int, list[list[int]]] = {SOURCE: [], CUE: [], CONTENT: []}
    kind = 0
    for word, tag in zip(words.tolist(), tags, strict=True):
        if tag == 0:
            kind = 0
        elif tag % 2 or kind != tag - 1:
            kind = tag if tag % 2 else tag - 1
            found[kind].append([word])
        else:
            found[kind][-1].append(word)
    return found


def _gap(cue: list[int], other: list[int]) -> float:
    """Pieces between two spans; what stands before the cue counts a little farther."""
    return other[0] - cue[-1] if other[0] > cue[-1] else cue[0] - other[-1] + 1.5


class _Linker:
    """The pointers of one window, with distances and paragraphs beside them."""

    def __init__(self, window: Window, cues: Floats, sources: Floats, params: Params) -> None:
        self.paragraph = window.paragraph
        self.cues, self.sources, self.params = cues, sources, params

    def _place(self, cue: list[int], other: list[int]) -> float:
        params = self.params
        lost = params.near * min(abs(_gap(cue, other)), params.reach)
        return lost + params.apart * (self.paragraph[cue[0]] != self.paragraph[other[0]])

    def source(self, cue: list[int], found: list[list[int]]) -> list[int]:
        """Return the likeliest source of a cue, or nothing."""
        params = self.params
        best = max(float(self.sources[cue[0], 0]), params.floor) + params.alone
        taken: list[int] = []
        for span in found:
            points = float(np.logaddexp.reduce(self.sources[cue[0], span]))
            value = max(points, params.floor) - self._place(cue, span)
            if value > best:
                best, taken = value, span
        return taken

    def owner(self, content: list[int], cues: list[list[int]]) -> int:
        """Return the number of the cue that this content belongs to, -1 for none near."""
        values = []
        for cue in cues:
            points = np.logaddexp.reduce(self.cues[np.ix_(content, cue)], axis=1)
            value = float(np.maximum(points, self.params.floor).mean())
            values.append(value - self._place(cue, content))
        if not values:
            return -1
        best = int(np.argmax(values))
        same = self.paragraph[cues[best][0]] == self.paragraph[content[0]]
        return best if same else -1


def _share(found: list[Draft], linker: _Linker) -> None:
    """Give a cue without content the second content of a neighbour, where it stands closer."""
    for poor in found:
        if poor.content:
            continue
        offers = [
            (abs(_gap(poor.cue, span)), number, place)
            for number, rich in enumerate(found)
            if len(rich.content) > 1
            for place, span in enumerate(rich.content)
            if linker.paragraph[span[0]] == linker.paragraph[poor.cue[0]]
            and abs(_gap(poor.cue, span)) < abs(_gap(rich.cue, span))
        ]
        near = [offer for offer in offers if offer[0] <= linker.params.steal]
        if near:
            _, number, place = min(near)
            poor.content.append(found[number].content.pop(place))


def drafts(
    window: Window,
    scores: tuple[Floats, Floats, Floats],
    chain: Chain,
    params: Params = DEFAULTS,
) -> list[Draft]:
    """Attributions of one window: those with a cue and content, in the order of their cues.

    `scores` are the log probabilities of tags [n, 7], of each word's cue and of each cue's source
    [n, n].
    """
    words = np.flatnonzero(window.first)
    if not len(words):
        return []
    tag_scores = scores[0][words] * chain.scale
    numbers = np.asarray(window.paragraph)[words]
    fresh = np.concatenate([[True], numbers[1:] != numbers[:-1]])
    tags = likeliest(tag_scores, chain.change, fresh)
    found = spans(words, tags)
    linker = _Linker(window, scores[1], scores[2], params)
    sure = dict(zip(words.tolist(), np.exp(scores[0][words, tags]).tolist(), strict=True))
    made = [Draft(cue, linker.source(cue, found[SOURCE])) for cue in found[CUE]]
    for content in found[CONTENT]:
        owner = linker.owner(content, found[CUE])
        if owner >= 0:
            made[owner].content.append(content)
    _share(made, linker)
    for draft in made:
        parts = [draft.cue, draft.source, *draft.content]
        draft.score = float(np.mean([sure[word] for part in parts for word in part]))
    return [draft for draft in made if draft.content]
