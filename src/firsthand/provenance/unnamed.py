"""Who an unnamed source could be: "the aide" and "an unidentified Trump aide" of one book are one.

An unnamed source is told by what it is called (its head noun), whom it spoke to (its channel: the
book, the outlet) and whom it works for. Two that agree in all they say are one; two that only could
be one stay apart here and make an interval in the count (R7).
"""

from __future__ import annotations

import re

from msgspec import Struct

from firsthand.provenance.words import lists

__all__ = ["Descriptor", "Unnamed", "could_be_one", "descriptor"]

_HEAD_ENDS = re.compile(
    r"\b(?:who|whom|whose|with|of|in|at|from|for|on|familiar|close|briefed|speaking|inside|to|near"
    r"|knowledgeable|involved|that|apparently|and|both|not|quoted|cited)\b|[,(;:—–]"
)
_ONE_OF = re.compile(
    r"(?:one|two|three|some|several|many|most|any|both|each|another|none)\s+of\s+"
    r"(?:(?:the|these|those|his|her|its|their)\s+)?"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Descriptor(Struct, frozen=True):
    """What a page calls an unnamed source."""

    head: str
    marks: frozenset[str]  # words that tell it apart: employer, rank in a list
    apart: bool  # "a second official": stated not to be the one before


def descriptor(words: str) -> Descriptor:
    """Read an unnamed source's description; total."""
    known = lists()
    text = words.casefold()
    lead = _ONE_OF.match(text)  # "one of the officials" is told by what the officials are
    rest = text[lead.end() :] if lead else text
    cut = _HEAD_ENDS.search(rest)
    front = rest[: cut.start()] if cut and cut.start() else rest
    found = [word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(front)]
    head = found[-1] if found else "person"
    head = known.heads.get(head, head[:-1] if re.search(r"[^s]s$", head) else head)
    marks = frozenset(word for word in found[:-1] if word not in known.plain)
    said = {*found, *(lead[0].split() if lead else ())}
    return Descriptor(head, marks, bool(known.apart & said))


def could_be_one(one: str, other: str) -> bool:
    """Tell whether two descriptions say nothing against being one source's."""
    left, right = descriptor(one), descriptor(other)
    heads = left.head == right.head or "person" in (left.head, right.head)
    return heads and _agree(left.marks, right.marks)


class Unnamed:
    """The unnamed sources of one count, each with one identity."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], list[frozenset[str]]] = {}

    def learn(self, name: str, channel: str) -> None:
        """Take in one description; the longest must come first: it makes the identity."""
        told = descriptor(name)
        kinds = self._known.setdefault((told.head, channel), [])
        if not any(_agree(told.marks, marks) for marks in kinds):
            kinds.append(told.marks)

    def key(self, name: str, channel: str) -> str:
        """Give the identity of a description spoken to a channel."""
        told = descriptor(name)
        kinds = self._known.get((told.head, channel), [])
        marks = next((kind for kind in kinds if _agree(told.marks, kind)), told.marks)
        return f"{' '.join(sorted(marks))} {told.head}".strip() + f" to {channel}"


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two sets of marks can be one source's: one says no more than the other."""
    return not one or not other or one <= other or other <= one
