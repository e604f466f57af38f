"""What a page has said so far, for whoever resolves the next source on it.

The decision: earlier sources are one list in the order of the page, which everybody reads and only
`Sources` adds to; who says the quotation that is being read stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.attribution.cast import Cast, Member
from firsthand.attribution.documents import Document
from firsthand.attribution.phrases import Phrase
from firsthand.attribution.pronouns import Pronouns
from firsthand.attribution.who import Who

__all__ = ["POSSESSOR", "Context"]

Stretch = tuple[int, int]

POSSESSOR = re.compile(r"^(?:his|her|their|its|my|our)$")
_MEMORY = 200  # earlier sources looked through


class Context:
    """One page while its sources are resolved."""

    def __init__(self, cast: Cast, papers: Sequence[Document], pronouns: Pronouns) -> None:
        self.cast, self.papers, self.pronouns = cast, papers, pronouns
        self.past: list[tuple[int, Who]] = []  # where each source so far begins, and who it is
        self.speaker: object = None  # who says the quotation that is being read

    def recent(self) -> Iterator[tuple[int, Who]]:
        """Yield the sources so far, the last first."""
        return reversed(self.past[-_MEMORY:])

    def owner(self, span: Stretch, parts: Phrase) -> Member | None:
        """Give whose office, campaign, lawyer it is: a name in front of the head, or "his"."""
        if POSSESSOR.match(parts.determiner):
            found = self.pronouns.antecedent(parts.determiner, span[0], self.past, self.speaker)
            if isinstance(found, Who):
                return found.entity if isinstance(found.entity, Member) else None
            return found if isinstance(found, Member) else None
        limit = span[0] + len(" ".join(parts.words))
        inside = self.cast.inside(span[0], min(limit, span[1]))
        if not inside or self.cast.text[inside[0].start - 1] == "-":  # "a pro-Ito group"
            return None
        return inside[0].member

    def named_after(self, span: Stretch) -> Member | None:
        """Give the name after "for" or "of": "a spokesman for the bank"."""
        text = self.cast.text
        for mention in self.cast.inside(*span):
            front = text[span[0] : mention.start]
            if re.search(r"\b(?:for|of|at|from|with)\b[^,]*$", front):
                return mention.member
        return None
