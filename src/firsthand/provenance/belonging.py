"""Which two origins of a claim are one by what the pages call them (R4).

The decision: whoever issued a document speaks in it ("report by Ana Ito"); a body that bears a
person's name speaks for that person ("Ito's office"); a person who is called by a body's name
speaks for the body ("Ito, president of the Harbour Union"); a document's author is the document.
It holds only between two origins of one claim: two officials of one ministry stay two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from msgspec import Struct

from firsthand.language.identity import tokens
from firsthand.provenance.affiliation import Roles
from firsthand.provenance.strands import Stop, Strand
from firsthand.provenance.words import lists
from firsthand.types import NodeKind, Span

__all__ = ["Belonging", "belonging"]

_ISSUERS = frozenset(
    {NodeKind.PERSON, NodeKind.ORGANISATION, NodeKind.OUTLET, NodeKind.OBSERVATION}
)
_BODIES = frozenset({NodeKind.ORGANISATION, NodeKind.UNNAMED})
_AUTHOR = re.compile(r"\b(?:co-?)?authors?\b|\bwriter\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:former|ex|then|late|retired|ousted|onetime)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=\s)[A-Z]\w+")


class Belonging(Struct, frozen=True):
    """Two origins that are one."""

    what: Stop  # a document or a body
    who: Stop
    said: str  # the sentence that tells why
    spans: tuple[Span, ...]  # the words it rests on


def belonging(found: Sequence[Strand], keys: Set[str], called: Roles) -> list[Belonging]:
    """Give the pairs of a claim's strands that are one; `keys` are what counts as an origin."""
    passed = {stop.id: stop for strand in found for stop in strand.stops}
    told = {strand.stops[0].id: strand.stops[0] for strand in found}
    papers = [passed[name] for name in sorted(keys & passed.keys())]
    return [
        *_issued([stop for stop in papers if stop.kind is NodeKind.DOCUMENT], told),
        *_serving([told[name] for name in sorted(told)], called),
    ]


def _issued(papers: Sequence[Stop], told: Mapping[str, Stop]) -> Iterator[Belonging]:
    """Yield the documents beside who issued them."""
    issuers = [told[name] for name in sorted(told) if told[name].kind in _ISSUERS]
    for paper in papers:
        for who in issuers:
            if _bears_name(paper.name, who):
                said = (
                    f"{paper.name} bears the name of {who.name}, who has it too; what somebody says"
                    " and what their paper says is one origin."
                )
                yield Belonging(paper, who, said, paper.spans)


def _bears_name(paper: str, who: Stop) -> bool:
    """Tell whether a document is called by who issued it: "Ito's memo", "report by Ana Ito".

    "Harbour Union filing" is the union's; "the Ito trial" is only about her: a person's name must
    say so.
    """
    called, paper = who.name.replace("’", "'"), paper.replace("’", "'")
    whole, last = re.escape(called), re.escape(called.split()[-1])
    forms = [
        rf"(?:the\s)?(?:{whole}|{last})(?:'s|(?<=s)')\s",
        rf".*\b(?:by|from)\s(?:the\s)?{whole}\b",
        rf".*\({whole}\)\Z",
    ]
    if who.kind is not NodeKind.PERSON:
        forms.append(rf"(?:the\s)?{whole}\s")
    return any(re.match(form, paper, re.IGNORECASE) for form in forms)


def _serving(told: Sequence[Stop], called: Roles) -> Iterator[Belonging]:
    """Yield the bodies beside who speaks for them, and the papers beside their authors."""
    for who in told:
        if who.kind is not NodeKind.PERSON:
            continue
        for other in told:
            if (why := _why(other, who, called)) is not None:
                said = f"{why}. What {other.name} and {who.name} say is one origin."
                yield Belonging(other, who, said, (*who.spans, *other.spans))


def _why(other: Stop, who: Stop, called: Roles) -> str | None:
    """Say why a person and another origin are one; None where the pages do not say so."""
    if other.kind in _BODIES and _owner(other.name) == tokens(who.name)[-1]:
        return f"{other.name} speaks for {who.name}, who speaks too"
    for role in called.get(who.id, ()):
        if _leads(role, other) or _wrote(role, other):
            return f"{who.name} is called “{role}”"
    return None


def _owner(body: str) -> str | None:
    """Give the family name of the person that a body bears the name of: "Ito's office"."""
    found = re.match(rf"(?:the\s)?(.+?)(?:[’']s?)?\s(?:{lists().bodies})\Z", body, re.IGNORECASE)
    return tokens(found[1])[-1] if found else None


def _leads(role: str, body: Stop) -> bool:
    """Tell whether a role names a body: "president of the Harbour Union", "Ito's adviser"."""
    if body.kind is not NodeKind.ORGANISATION or _PAST.search(role):
        return False
    *rest, last = tokens(body.name)
    words = set(tokens(role))
    if _owner(body.name) in words:
        return True
    names_another = any(set(tokens(word)) - {last} for word in _CAPITAL.findall(role))
    return last in words and (set(rest) <= words or not names_another)


def _wrote(role: str, paper: Stop) -> bool:
    """Tell whether a role is that of a document's author: "the study's first author"."""
    return paper.kind is NodeKind.DOCUMENT and bool(_AUTHOR.search(role))
