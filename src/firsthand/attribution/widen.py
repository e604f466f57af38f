"""Source spans that a tagger cut inside a noun phrase, made whole: "Port" of "Port spokesman Lund".

The decision: a source grows only over words that lie between it and its cue, or over a name that
it breaks off before, and only where the result ends in a noun that can speak or in a name.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from firsthand.attribution.cast import Cast
from firsthand.attribution.forms import folded
from firsthand.attribution.lexicon import nouns, singular
from firsthand.attribution.pronouns import PRONOUNS, RELATIVE
from firsthand.attribution.tagger import Found
from firsthand.types import SourceKind

__all__ = ["widened"]

Stretch = tuple[int, int]

_GAP = re.compile(
    r"(?:[’']s)?(?: (?!(?:that|who|which|and|but|or|has|had|have|was|were|is|are|will|would|could|"
    r"did|does|do|to|in|on|at|by|for|from|with|of|as|also|then|later|again|still|never|not|first|"
    r"\w+ly|\w+ed|\w+day)\b)[\w’'.-]+){0,6}(?:, [A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){0,3})?,?\s*"
)
_LONGEST = 80  # characters of a gap


def widened(cast: Cast, item: Found) -> Found:
    """Give the item with its source made whole, where it breaks off before a name or its cue."""
    if len(item.source) != 1 or not item.cue:
        return item
    start, end = item.source[0]
    end = _over_name(cast, start, end)
    cue = item.cue[0][0]
    if (
        not _is_whole(cast, start, end)
        and end < cue <= end + _LONGEST
        and _GAP.fullmatch(cast.text, end, cue)
    ):
        longer = end + len(cast.text[end:cue].rstrip(" ,\n"))
        if longer > end and _can_speak(cast.text[start:longer]):
            end = longer
    return replace(item, source=((start, end),))


def _over_name(cast: Cast, start: int, end: int) -> int:
    """Give the end of the name that the span is cut in, or that stands right behind a role."""
    last = folded(cast.text[start:end]).split()[-1:]
    is_role = bool(last) and singular(last[0]) in nouns().roles
    for mention in cast.inside(start, end + 2):
        if mention.start < end < mention.end or (is_role and mention.start == end + 1):
            end = mention.end
    return end


def _is_whole(cast: Cast, start: int, end: int) -> bool:
    """Whether the span is a pronoun already, or ends with a person's full name."""
    if folded(cast.text[start:end]) in PRONOUNS | RELATIVE:
        return True
    people = [m for m in cast.inside(start, end) if m.member.kind is SourceKind.PERSON]
    return any(m.is_full and m.end == end and not m.is_possessive for m in people)


def _can_speak(words: str) -> bool:
    """Whether the last word is a head noun that we know, or a capital."""
    last = words.split()[-1].strip(".,")
    table = nouns()
    known = table.roles | table.documents | table.organisations | table.crowd
    small = folded(last)
    return last[:1].isupper() or small in known or singular(small) in known
