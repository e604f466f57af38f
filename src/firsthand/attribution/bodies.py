"""Bodies that are described and not named: "the Ito campaign", "his office", "the company".

The decision: a body is first what the page has named or described before; a description in full
("Vestra’s foreign ministry") names every later "the ministry"; whoever speaks for a body and has no
name is the body.
"""

from __future__ import annotations

import re
from dataclasses import replace

from firsthand.attribution.cast import Member
from firsthand.attribution.context import POSSESSOR, Context
from firsthand.attribution.forms import folded
from firsthand.attribution.lexicon import PUBLIC, nouns
from firsthand.attribution.phrases import Phrase, described, phrase
from firsthand.attribution.who import Who, first_full, member_as_source
from firsthand.types import SourceKind

__all__ = ["Bodies"]

Stretch = tuple[int, int]
PERSON, ORGANISATION, OUTLET = SourceKind.PERSON, SourceKind.ORGANISATION, SourceKind.OUTLET

_FIRMS = frozenset(
    ["company", "firm", "chain", "airline", "manufacturer", "retailer", "startup", "corporation"]
)
_BODIES = frozenset(["group", "organization", "organisation", "agency"])
_OF_PERSONS = frozenset(["campaign", "administration", "team", "office", "camp", "group"])
_TELLING = (
    r"(?: (?!(?:the|an?|of|to|in|at|for|from|with|by|on|and|or|his|her|its|their|is|was|has|had|"
    r"said|told|as|that)\b)[A-Za-z-]+(?<!ed)){0,2}"
)
_SPOKEN_FOR = re.compile(r"\b(?:campaign|office|administration)\b")
_LOOK_BACK = 6000  # characters in which a body may have been told in full
_NEAR = 300  # characters in which a name was "just" said


class Bodies:
    """Resolves bodies on one page."""

    def __init__(self, context: Context) -> None:
        self._context, self._cast = context, context.cast

    def resolve(self, span: Stretch, words: str, parts: Phrase) -> Who:
        """Resolve "the Trump campaign", "his office", "the company", "the committee"."""
        owner = self._context.owner(span, parts)
        if owner is not None and owner.kind is PERSON:
            return self._led_by(parts) or self._body_of(owner, parts)
        is_firm = parts.is_definite and parts.base in _FIRMS
        if owner is not None and not owner.is_crowd and not (is_firm and owner.is_place):
            name = described(words)
            return Who(name, ORGANISATION, folded(name), evidence=[first_full(owner)])
        if parts.is_definite:
            member = self.taken_up(span[0], parts)
            if isinstance(member, Member):
                return member_as_source(member)
            if member is not None:
                return member
        name = self._in_full(span[0], words, parts) or described(words)
        if parts.is_plural and not parts.is_definite:
            return Who(name, ORGANISATION, folded(name), True, phrase=parts)
        return Who(name, ORGANISATION, folded(name), phrase=parts)

    def spokesperson(self, span: Stretch, words: str, parts: Phrase) -> Who | None:
        """Give whom a spokesperson without a name speaks for; None where nothing says it."""
        member = self._context.named_after(span) or self._context.owner(span, parts)
        if member is not None and member.kind in (ORGANISATION, OUTLET):
            return member_as_source(member)
        if member is not None and not (member.given or member.roles or member.gender):
            return replace(member_as_source(member), kind=ORGANISATION)
        body = _SPOKEN_FOR.search(words)
        if member is not None and body:
            name = f"{member.name.split()[-1]} {body.group()}"
            return Who(name, ORGANISATION, name, evidence=[first_full(member)])
        body_named = re.search(r"\bfor (the [\w ]+)", words)
        if member is None and body_named:
            inner = phrase(body_named.group(1))
            if inner.base in nouns().organisations:
                low = span[0] + body_named.start(1)
                return self.resolve((low, span[1]), body_named.group(1), inner)
        if member is None and parts.base in nouns().spokes:
            return self._spoken_for(span[0], parts)
        return None

    def _spoken_for(self, at: int, parts: Phrase) -> Who | None:
        """Give the body of "a district spokeswoman", or whose "the spokeswoman" spoke before."""
        before = [word.removesuffix("'s") for word in parts.words[:-1]]
        bodies = [word for word in before if word in nouns().organisations]
        if bodies:
            inner = phrase(f"the {bodies[-1]}")
            found = self.taken_up(at, inner)
            if isinstance(found, Member):
                return member_as_source(found)
            name = " ".join(word for word in before if word not in ("a", "an", "the"))
            return found or Who(name, ORGANISATION, name, phrase=inner)
        if not parts.is_definite:
            return None
        said = (who for _, who in self._context.recent() if who.kind is ORGANISATION)
        return replace(last) if (last := next(said, None)) is not None else None

    def _in_full(self, at: int, words: str, parts: Phrase) -> str | None:
        """Give the words that told the body before: "Vestra’s foreign ministry … the ministry"."""
        bare = parts.is_definite and not parts.modifiers and " of " not in words
        if not bare or parts.base in _OF_PERSONS:
            return None
        told = re.compile(
            rf"\b(?!Wh|How|That|This)[A-Z][\w-]+(?:[’']s)?{_TELLING} {re.escape(parts.base)}\b"
        )
        found = [
            match.group() for match in told.finditer(self._cast.text, max(0, at - _LOOK_BACK), at)
        ]
        fits = [words for words in found if folded(words).split()[0] not in nouns().definite]
        return fits[-1] if fits else None

    def _led_by(self, parts: Phrase) -> Who | None:
        """Give the only body of the page that "her department" can mean."""
        if (
            not POSSESSOR.match(parts.determiner)
            or len(parts.words) > 2
            or not PUBLIC.search(parts.base.title())
        ):
            return None
        fits = [
            member
            for member in self._cast.members
            if member.kind is ORGANISATION and parts.base in folded(member.name).split()
        ]
        return member_as_source(fits[0]) if len(fits) == 1 else None

    def _body_of(self, owner: Member, parts: Phrase) -> Who:
        """Name what belongs to a person: "Ito campaign", "Ito's office"."""
        surname = owner.name.split()[-1]
        joint = " " if parts.base in ("campaign", "administration", "government", "camp") else "'s "
        head = "campaign" if parts.base == "camp" else parts.head
        if parts.base == "team" and re.search(
            rf"\b{re.escape(surname)}(?:[’']s)? campaign\b", self._cast.text
        ):
            joint, head = " ", "campaign"
        name = f"{surname}{joint}{head}"
        return Who(name, ORGANISATION, name.casefold(), evidence=[first_full(owner)])

    def taken_up(self, at: int, parts: Phrase) -> Member | Who | None:
        """Give the body that "the committee" takes up; for "the company" any that fits."""
        if parts.base in _BODIES and not parts.modifiers and self._context.past:
            # "The agency" may be a bureau, where that just spoke.
            start, who = self._context.past[-1]
            near = who.kind is ORGANISATION and at - start < _NEAR
            if near and isinstance(who.entity, Member) and not who.entity.is_place:
                return who.entity
        for _, who in self._context.recent():
            if who.kind is ORGANISATION and who.name and parts.base in folded(who.name).split():
                return replace(who)
        for mention in self._cast.before(at, 200):
            member = mention.member
            if member.kind is ORGANISATION and parts.base in folded(member.name).split():
                return member
        if parts.base in ("administration", "campaign"):
            return self._body_by_president(at, parts)
        if parts.base == "group" and parts.modifiers:
            return None  # "the armed group" is another
        if parts.base in _FIRMS or parts.base in _BODIES:
            return self._company(at, parts.base in _FIRMS)
        return None

    def _company(self, at: int, is_firm: bool) -> Member | None:
        """Give the organisation that spoke or was named just before; a firm is no public body."""
        spoke = [who.entity for _, who in self._context.past[-6:][::-1] if who.kind is ORGANISATION]
        near = [m.member for m in self._cast.before(at, 6) if at - m.end < _NEAR]
        far = [m.member for m in self._cast.before(at, 200)] if is_firm else []
        # One word that stands once may be anything: "the Tarn estuary" names no firm.
        named = [m for m in near if " " in m.name or len(m.mentions) > 1 or not is_firm]
        named += [m for m in far if " " in m.name]
        for body in (*spoke, *(member for member in named if member.kind is ORGANISATION)):
            if not isinstance(body, Member) or body.is_place:
                continue
            if not (is_firm and PUBLIC.search(body.name)):
                return body
        return None

    def _body_by_president(self, at: int, parts: Phrase) -> Who | None:
        """ "The administration" of a page with one president is that president's."""
        text = self._cast.text
        owned = re.compile(rf"(?:[’']s?)? {parts.base}\b", re.I)
        for mention in self._cast.before(at, 400):
            if mention.member.kind is PERSON and owned.match(text, mention.end):
                return self._body_of(mention.member, parts)
        wanted = "president" if parts.base == "administration" else "candidate"
        heads = {m for m in self._cast.people() if any(r.head == wanted for r in m.roles)}
        return self._body_of(heads.pop(), parts) if len(heads) == 1 else None
