"""Documents and outlets that are described and not named: "a new poll", "the paper", "its report".

The decision: an outlet's report is the outlet speaking; any other document is one that the page has
titled or described before, and only then a new one, called by its description and whose it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from firsthand.attribution.bodies import Bodies
from firsthand.attribution.cast import Member
from firsthand.attribution.context import POSSESSOR, Context
from firsthand.attribution.documents import Document, issuer, of_head, titled_by
from firsthand.attribution.forms import folded
from firsthand.attribution.lexicon import nouns
from firsthand.attribution.phrases import Phrase, described, phrase
from firsthand.attribution.who import Who, member_as_source
from firsthand.types import SourceKind

__all__ = ["Publications"]

Stretch = tuple[int, int]
ORGANISATION, DOCUMENT, OUTLET = SourceKind.ORGANISATION, SourceKind.DOCUMENT, SourceKind.OUTLET

_PRESS = re.compile(r"\b(?:news|media|press|published|story|stories|articles?|coverage)\b")
_ISSUED = (
    r"\b(?:\d+-page|preliminary|interim|final|draft|annual|audit\w*|inspection|incident|police|autopsy|"
    r"internal|confidential|official|federal|state|government|committee|inspector general[’']s)"
)


class Publications:
    """Resolves documents and outlets on one page."""

    def __init__(self, context: Context, bodies: Bodies) -> None:
        self._context, self._cast, self._bodies = context, context.cast, bodies

    def document(self, span: Stretch, words: str, parts: Phrase) -> Who:
        """Resolve a book, a memo, a poll; an outlet's report is the outlet speaking."""
        owner = self._context.owner(span, parts)
        reporting = parts.base in nouns().reporting
        own = parts.base not in ("poll", "survey", "op-ed")
        own = own and (reporting or parts.base == parts.words[-1])
        if owner is not None and owner.kind is OUTLET and own:
            return member_as_source(owner)
        papers = self._context.papers
        paper = of_head(papers, parts.base, span[0] + 1)
        inside = [p for p in papers if any(span[0] <= low < span[1] for low, _ in p.spans)]
        if inside:
            paper = inside[0]
        fits = owner is None or paper is None or paper.author in (None, owner.name)
        if paper is not None and fits and (parts.is_definite or owner is not None or inside):
            return Who(paper.name, DOCUMENT, paper, evidence=paper.spans[:3])
        if reporting and parts.is_definite and not (owner or parts.modifiers or parts.is_plural):
            outlet = self._last_outlet(span[0])
            # Not where the outlet itself speaks: its report tells of another report.
            told = outlet is not None and outlet is not self._context.speaker
            if outlet is not None and told and not self._is_official(span[0], parts):
                return member_as_source(outlet)
        return self._paper_described(span, words, parts, owner)

    def outlet(self, span: Stretch, words: str, parts: Phrase) -> Who:
        """ "The newspaper" is the outlet that the page spoke of last."""
        if parts.is_definite:
            outlet = self._last_outlet(span[0])
            if outlet is not None:
                return member_as_source(outlet)
            earlier = self._same_head(parts, OUTLET)
            if earlier is not None:
                return replace(earlier)
        name = described(words)
        return Who(name, OUTLET, folded(name), parts.is_plural, phrase=parts)

    def _last_outlet(self, at: int) -> Member | None:
        for _, who in self._context.recent():
            if isinstance(who.entity, Member) and who.kind is OUTLET:
                return who.entity
        for mention in self._cast.before(at):
            if mention.member.kind is OUTLET:
                return mention.member
        return None

    def _is_official(self, at: int, parts: Phrase) -> bool:
        """Whether the page spoke of such a document that is no outlet's: "the 88-page report"."""
        if self._same_head(parts, DOCUMENT) is not None:
            return True
        return bool(re.search(rf"{_ISSUED} (?:[\w-]+ ){{0,2}}{parts.base}\b", self._cast.text[:at]))

    def _paper_described(
        self, span: Stretch, words: str, parts: Phrase, owner: Member | None
    ) -> Who:
        """Name a document by its description, or by an earlier one of the same head."""
        if parts.is_definite and owner is None:
            earlier = self._same_head(parts, DOCUMENT)
            if earlier is not None:
                return replace(earlier)
        name = titled_by(described(words))
        if owner is None and parts.head in nouns().press and _PRESS.search(words):
            return Who(name, OUTLET, folded(name), parts.is_plural, phrase=parts)
        if owner is None:
            owner = self._possessor(span[0], parts)
            own = owner is not None
        else:
            own = bool(POSSESSOR.match(parts.determiner))
        if owner is not None and own:
            name = f"{owner.name}'s {' '.join(name.split()[1:]) or parts.head}"
        for mention in self._cast.inside(*span):
            letters = self._cast.text[mention.start : mention.end]
            if letters.isupper() and mention.member.kind is ORGANISATION:
                name = name.replace(letters, mention.member.name)
        author = issuer(self._cast, span)
        name = f"{author} {name}" if author else name
        return Who(name, DOCUMENT, folded(name), parts.is_plural, phrase=parts)

    def _possessor(self, at: int, parts: Phrase) -> Member | None:
        """Give the body of "the agency’s notice", the one that the page spoke of."""
        if len(parts.words) < 3 or not parts.words[1].endswith("'s"):
            return None
        inner = phrase(f"the {parts.words[1].removesuffix(chr(39) + 's')}")
        if parts.determiner != "the" or inner.base not in nouns().organisations:
            return None
        found = self._bodies.taken_up(at, inner)
        return found if isinstance(found, Member) else None

    def _same_head(self, parts: Phrase, kind: SourceKind) -> Who | None:
        """Give the last source of this kind whose description these words could shorten."""
        for _, who in self._context.recent():
            if who.kind is not kind:
                continue
            if isinstance(who.entity, Document):
                same = who.entity.head == parts.base
            else:
                earlier = who.phrase
                same = earlier is not None and earlier.base == parts.base
                same = same and parts.modifiers <= (earlier.modifiers if earlier else set())
            if same:
                return who
        return None
