"""Who tells what another origin of the claim said: one origin, however many tell of it (R4).

The decision: an account whose own words are about what a person or an institution said ("Ito's
refusal", "statements made by Ito", "in an interview Ito did not rule out"), while this very person
speaks in another account of the claim, comes from that one. Whoever counts such a retelling counts
the echo. What the account adds of its own stays listed with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from firsthand.language.identity import tokens
from firsthand.provenance.strands import Stop, Strand
from firsthand.provenance.words import saying
from firsthand.types import NodeKind

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
    return [_carried(strand, speakers) for strand in found]


def _carried(strand: Strand, speakers: dict[str, Stop]) -> Strand:
    first = strand.stops[0]
    if first.kind not in _TELLERS:
        return strand
    said = strand.attribution
    spans = said.content if said and first.kind is not NodeKind.UNATTRIBUTED else first.spans
    text = " ".join(span.exact for span in spans)
    for key in sorted(speakers):
        if key == first.id or not _tells_of(text, speakers[key], first.kind):
            continue
        behind = replace(speakers[key], spans=spans)
        is_bare = first.kind is NodeKind.UNATTRIBUTED
        stops = (behind, *strand.stops[1:]) if is_bare else (behind, *strand.stops)
        rules = tuple(rule for rule in strand.rules if rule != "R10")
        return replace(
            strand, stops=stops, rules=(*rules, "R4"), teller="" if is_bare else first.id
        )
    return strand


def _tells_of(text: str, who: Stop, kind: NodeKind) -> bool:
    """Tell whether these words are about what somebody said."""
    name = re.escape(who.name.split()[-1] if who.kind is NodeKind.PERSON else who.name)
    nouns, verbs = saying().nouns, saying().verbs
    forms = [
        rf"\b{name}[’']s?\s(?:[\w-]+\s){{0,3}}?(?:{nouns})\b",
        rf"\b(?:{nouns})\s(?:made\s)?(?:by|from|of)\s(?:[\w.’'-]+\s){{0,4}}{name}\b",
        rf"\b{name},?\s{_ADVERBS}(?:{verbs})\b",
    ]
    if any(re.search(form, text) for form in forms):
        return True
    # An outlet's plain sentence about what this person did on an occasion tells what all heard.
    return kind is NodeKind.UNATTRIBUTED and bool(re.match(rf"{_OPENING}{name}\b(?![’']s)", text))
