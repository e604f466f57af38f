"""Asides: other pages' headlines that a site prints inside a sentence, after a name it links.

A copy of such a page reads "Mayor Lund Ida Maria LundBudget vote delayed Lund to visit the port
MORE told reporters": after a name the full name once more, run into headlines, up to the link's
own word MORE. A reader of the page sees a box; whoever reads the sentence must step over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from firsthand.language.sentences import sentences

__all__ = ["Shortened", "asides", "told_sentences"]

Stretch = tuple[int, int]

_LONGEST = 900  # characters of an aside: full name and a handful of headlines
_LEAST = 15  # of its headlines
_NAME = r"[A-Z(][\w.'’()-]*"
_TWICE = re.compile(  # a name, and once more in full
    rf"\b(?P<last>[A-Z][\w'’-]+)\s(?P<next>{_NAME})\s(?:{_NAME}\s){{0,4}}?(?P=last)"
    r"(?!\s(?P=next))(?=\s?[A-Z\"“'‘(\d])"
)
_MORE = re.compile(r"\sMORE(?=\W)")


def asides(text: str, start: int = 0, end: int | None = None) -> list[Stretch]:
    """Give the asides of text[start:end] as [start, end), in order and apart."""
    limit = len(text) if end is None else end
    found: list[Stretch] = []
    done = start
    for more in _MORE.finditer(text, start, limit):
        low = max(done, more.start() - _LONGEST)
        low = max(low, text.rfind("\n", low, more.start()) + 1)
        name = _last_name(text, low, more.start() - _LEAST)
        if name is not None:
            done = more.end()
            found.append((name, done))
    return found


def _last_name(text: str, low: int, high: int) -> int | None:
    """Give where the first name ends that is said again in full: after its last word.

    "Ida Lund Ida Maria Lund" says "Ida" twice too.
    """
    match = _TWICE.search(text, low, high)
    later = match
    while match and (later := _TWICE.search(text, match.end("last"), high)):
        if later.start() >= match.end():
            break
        match = later
    return match.end("last") if match else None


class Shortened:
    """A text without its asides, and the way back to where each stretch of it stands."""

    def __init__(self, text: str, cuts: Sequence[Stretch]) -> None:
        starts = [0, *(end for _, end in cuts)]
        ends = [*(start for start, _ in cuts), len(text)]
        self._kept = list(zip(starts, ends, strict=True))
        self.text = "".join(text[start:end] for start, end in self._kept)

    def forth(self, place: int) -> int:
        """Give where a place of the whole text stands here; inside an aside, where it was cut."""
        before = 0
        for start, end in self._kept:
            if place <= end:
                return before + max(0, place - start)
            before += end - start
        return before

    def back(self, start: int, end: int) -> Iterator[Stretch]:
        """Yield the stretches of the whole text that make [start, end) here."""
        before = 0
        for low, high in self._kept:
            first, last = max(start, before), min(end, before + high - low)
            if first < last:
                yield first - before + low, last - before + low
            before += high - low


def told_sentences(text: str, blocks: Iterable[Stretch]) -> Iterator[tuple[Stretch, ...]]:
    """Yield the sentences of the blocks, each as the stretches that stand around its asides."""
    for start, end in blocks:
        cuts = asides(text, start, end)
        if not cuts:
            yield from ((place,) for place in sentences(text, start, end))
            continue
        short = Shortened(text[start:end], [(low - start, high - start) for low, high in cuts])
        for first, last in sentences(short.text):
            yield tuple((low + start, high + start) for low, high in short.back(first, last))
