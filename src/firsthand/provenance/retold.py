"""Who tells what another origin of the claim said: one origin, however many tell of it (R4).

The decision: an account whose own words are about what a person or an institution said ("Ito's
refusal", "statements made by Ito", "in an interview Ito did not rule out"), while this very person
speaks in another account of the claim, comes from that one. Whoever counts such a retelling counts
the echo. What the account adds of its own stays listed with it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec.structs import replace

from firsthand.language.identity import tokens
from firsthand.provenance.strands import Stop, Strand
from firsthand.provenance.words import lists
from firsthand.types import NodeKind, Span

__all__ = ["retold"]

_NAMED = frozenset({NodeKind.PERSON, NodeKind.ORGANISATION})
_TELLERS = _NAMED | {NodeKind.UNNAMED, NodeKind.UNATTRIBUTED}
_LONGEST = 4  # words of a name; a longer one is a description
_ADVERBS = r"(?:(?:has|had|have|also|once|then|later|again|\w+ly) )*"
_OPENING = r"(?:In|On|At|During|After)\s[^.;]{0,80},\s(?:[\w.’'-]+\s){0,3}?"


def retold(found: Sequence[Strand]) -> list[Strand]:
    """Carry strands that tell of another one's origin back to it; the order never matters."""
    speakers = {
        strand.stops[0].id: strand.stops[0]
        for strand in found
        if strand.stops[0].kind in _NAMED and len(tokens(strand.stops[0].name)) <= _LONGEST
    }
    told = [_spoken_of(strand, speakers) for strand in found]
    # Of two who only speak of each other, neither is the other's origin.
    plain = {strand.stops[0].id for strand, names in zip(found, told, strict=True) if not names}
    return [
        _carried(strand, [speakers[name] for name in names if name in plain])
        for strand, names in zip(found, told, strict=True)
    ]


def _words_of(strand: Strand) -> tuple[Span, ...]:
    said = strand.attribution
    is_bare = strand.stops[0].kind is NodeKind.UNATTRIBUTED
    return said.content if said and not is_bare else strand.stops[0].spans


def _spoken_of(strand: Strand, speakers: Mapping[str, Stop]) -> list[str]:
    """Give the speakers whose saying this strand's own words are about."""
    first = strand.stops[0]
    if first.kind not in _TELLERS:
        return []
    text = " ".join(span.exact for span in _words_of(strand))
    return [
        name
        for name in sorted(speakers)
        if name != first.id and _tells_of(text, speakers[name], first.kind)
    ]


def _carried(strand: Strand, behind: Sequence[Stop]) -> Strand:
    """Give the strand with the first of these speakers as its origin; as it is without one."""
    if not behind:
        return strand
    first = strand.stops[0]
    origin = replace(behind[0], spans=_words_of(strand))
    is_bare = first.kind is NodeKind.UNATTRIBUTED
    stops = strand.stops[1:] if is_bare else strand.stops
    rules = tuple(rule for rule in strand.rules if rule != "R10")
    teller = "" if is_bare else first.id
    return replace(strand, stops=(origin, *stops), rules=(*rules, "R4"), teller=teller)


def _tells_of(text: str, who: Stop, kind: NodeKind) -> bool:
    """Tell whether these words are about what somebody said."""
    said, occasion = _forms(who.name.split()[-1] if who.kind is NodeKind.PERSON else who.name)
    # An outlet's plain sentence about what this person did on an occasion tells what all heard.
    is_heard = kind is NodeKind.UNATTRIBUTED and occasion.match(text)
    return bool(said.search(text) or is_heard)


@lru_cache(maxsize=1 << 12)
def _forms(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give the patterns of words about what this name said, and of what it did somewhere."""
    name, words = re.escape(name), lists()
    said = (
        rf"\b{name}[’']s?\s(?:[\w-]+\s){{0,3}}?(?:{words.nouns})\b"
        rf"|\b(?:{words.nouns})\s(?:made\s)?(?:by|from|of)\s(?:[\w.’'-]+\s){{0,4}}{name}\b"
        rf"|\b{name},?\s{_ADVERBS}(?:{words.verbs})\b"
    )
    return re.compile(said), re.compile(rf"{_OPENING}{name}\b(?![’']s)")
