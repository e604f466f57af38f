"""Which two origins of a claim are one by what the pages call them (R4).

The decision: a body that bears a person's name speaks for that person ("Ito's office"); a person
who is called by a body's name speaks for the body ("Ito, president of the Harbour Union"); a
document's author is the document. It holds only between two origins of one claim: two officials of
one ministry stay two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.language.identity import tokens
from firsthand.provenance.affiliation import Roles
from firsthand.provenance.strands import Stop
from firsthand.provenance.words import saying
from firsthand.types import NodeKind

__all__ = ["belonging"]

_BODIES = frozenset({NodeKind.ORGANISATION, NodeKind.UNNAMED})
_AUTHOR = re.compile(r"\b(?:co-?)?authors?\b|\bwriter\b", re.IGNORECASE)
_PAST = re.compile(r"\b(?:former|ex|then|late|retired|ousted|onetime)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=\s)[A-Z]\w+")


def belonging(told: Sequence[Stop], called: Roles) -> list[tuple[Stop, Stop, str]]:
    """Give the pairs that are one, each with the sentence that says why."""
    people = [stop for stop in told if stop.kind is NodeKind.PERSON]
    found = []
    for who in people:
        for other in told:
            if other.kind in _BODIES and _owner(other.name) == tokens(who.name)[-1]:
                found.append((other, who, f"{other.name} speaks for {who.name}, who speaks too"))
                continue
            for role in called.get(who.id, ()):
                if _leads(role, other) or _wrote(role, other):
                    found.append((other, who, f"{who.name} is called “{role}”"))
                    break
    return found


def _owner(body: str) -> str | None:
    """Give the family name of the person that a body bears the name of: "Ito's office"."""
    found = re.match(rf"(?:the\s)?(.+?)(?:[’']s?)?\s(?:{saying().bodies})\Z", body, re.IGNORECASE)
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
