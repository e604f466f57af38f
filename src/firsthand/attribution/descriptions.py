"""Sources that are described and not named: "the aide", "his office", "a new poll", "the paper".

The decision: a description is first offered to what the page has named (who holds this role, which
outlet, whose campaign), then to what it has described before; only then is it somebody new, known
by the description alone.
"""

from __future__ import annotations

import re
from dataclasses import replace

from firsthand.attribution.bodies import Bodies
from firsthand.attribution.cast import Member
from firsthand.attribution.context import POSSESSOR, Context
from firsthand.attribution.documents import is_study
from firsthand.attribution.forms import folded
from firsthand.attribution.lexicon import nouns, singular
from firsthand.attribution.phrases import Phrase, agrees, described, stated_number
from firsthand.attribution.publications import Publications
from firsthand.attribution.recalled import by_role, is_whole
from firsthand.attribution.roles import gender_of
from firsthand.attribution.who import Who, member_as_source
from firsthand.types import SourceKind

__all__ = ["Descriptions"]

Stretch = tuple[int, int]
PERSON, ORGANISATION, UNNAMED, DOCUMENT, OUTLET = (
    SourceKind.PERSON,
    SourceKind.ORGANISATION,
    SourceKind.UNNAMED,
    SourceKind.DOCUMENT,
    SourceKind.OUTLET,
)

_NAMELESS = frozenset(["unnamed", "anonymous", "unidentified", "same"])
_OUTLETS = frozenset(
    [
        *("newspaper", "paper", "magazine", "outlet", "network", "broadcaster", "newswire", "wire"),
        *("website", "site", "tabloid", "channel", "publication", "daily", "weekly", "newsletter"),
        *("blog", "podcast", "station", "television", "tv", "radio"),
    ]
)
_TRADE = re.compile(
    r"\b(?:news|trade|gossip|celebrity|sports|tech\w*|financial|health|political)\b"
)
_WIRE = re.compile(r"\b(?:news agency|news outlet|wire service|state(?:-run|-owned)? media)\b")
_OFFICE = re.compile(  # a holder without a name speaks for the office
    r"\b(?:medical examiner|coroner|inspector general|ombudsman|parliamentarian|auditor general)$"
)
_STOOD_FOR = re.compile(
    r"^(?:an?|the|one|another)? ?(?:[\w-]+ )?(?:representative|rep)$|"
    r"\b(?:press|media|communications) (?:officer|secretary|director|aide)$"
)
_NEW = re.compile(r"^(?:an?|another|one|a second|second|two|three|four|five|six|seven|several)\b")
_LOOK_BACK = 6000  # characters in which a description may be taken up again


class Descriptions:
    """Resolves descriptions on one page."""

    def __init__(self, context: Context) -> None:
        self._context, self._cast = context, context.cast
        self._bodies = Bodies(context)
        self.publications = Publications(context, self._bodies)

    def resolve(self, span: Stretch, words: str, parts: Phrase) -> Who:
        """Resolve a phrase without a name at its head."""
        table = nouns()
        if parts.base in table.spokes or _STOOD_FOR.search(folded(" ".join(parts.words))):
            body = self._bodies.spokesperson(span, words, parts)
            return body or self._unnamed(span, words, parts)
        if parts.base == "source" and "poll" not in words:
            return self._unnamed(span, words, parts)
        if (who := self._written(span, words, parts)) is not None:
            return who
        if parts.base in ("reporter", "journalist", "correspondent") and not _NEW.match(words):
            owner = self._context.owner(span, parts)
            if owner is not None and owner.kind is OUTLET:
                return member_as_source(owner)
        if parts.head in table.organisations or parts.base in table.organisations:
            return self._bodies.resolve(span, words, parts)
        who = self.person(span, words, parts)
        if who.kind is UNNAMED and parts.is_definite and _OFFICE.search(" ".join(parts.words)):
            return replace(who, kind=ORGANISATION)
        return who

    def _written(self, span: Stretch, words: str, parts: Phrase) -> Who | None:
        """Resolve a document, those who wrote the one that spoke, or an outlet; None for others."""
        table = nouns()
        if parts.head == "authors" and parts.is_definite:
            said = (who for _, who in self._context.recent() if who.kind is DOCUMENT)
            if (last := next(said, None)) is not None:
                return replace(last)
        is_paper = parts.head in table.documents or parts.base in table.documents
        is_outlet = parts.base in _OUTLETS and (not is_paper or bool(_TRADE.search(words)))
        if parts.base == "paper" and is_study(words, parts.is_definite, self._cast.text[: span[0]]):
            is_paper, is_outlet = True, False
        if is_outlet or _WIRE.search(folded(words)):
            return self.publications.outlet(span, words, parts)
        if is_paper and parts.base not in table.roles:
            return self.publications.document(span, words, parts)
        return None

    def person(self, span: Stretch, words: str, parts: Phrase) -> Who:
        """Resolve "the former president", "Ito's lawyer", "two officials"."""
        if not parts.is_plural and not _NEW.match(folded(words)):
            owner = self._context.owner(span, parts)
            member = self._holder(parts, span[0], owner) or self._just_named(parts, span[0])
            taken_up = self._taken_up(span, words, parts, strict=True)
            if taken_up is not None and (member is None or self._spoke(taken_up, member)):
                return replace(taken_up)
            if member is not None:
                return member_as_source(member)
            if is_whole(words, parts) and not (owner and owner.kind is PERSON):
                called = by_role(span, parts, self._context)
                if called is not None:
                    return called
        return self._unnamed(span, words, parts)

    def _spoke(self, who: Who, member: Member) -> bool:
        """Whether the unnamed source spoke, and after the page last named this person."""
        spoke = (at for at, past in reversed(self._context.past) if past.entity is who.entity)
        at = next(spoke, -1)
        return not any(mention.start > at for mention in member.mentions[:1])

    def _holder(self, parts: Phrase, at: int, owner: Member | None) -> Member | None:
        """Give the one person of the page who holds this role; None where two could."""
        base = nouns().short.get(parts.base, parts.base)
        if base not in nouns().roles and base not in nouns().also:
            return None
        wanted = {base, *nouns().also.get(base, ())}
        modifiers = {singular(w) for w in parts.modifiers} - {"current", "then", "new", "u.s", "us"}
        if owner is not None:
            modifiers |= {owner.surname or folded(owner.name).split()[-1]}
            modifiers -= {"jr", "jr."}
        fits: dict[int, tuple[int, Member]] = {}
        for member in self._cast.people():
            if owner is member:
                continue
            said = [role for role in member.roles if role.span[0] <= at and role.head in wanted]
            for role in said:  # a role said later is of somebody not yet there
                if not agrees(modifiers, role.words):
                    continue
                extra = len(role.words - modifiers - wanted)
                rank = (0 if role.head == base else 4) + (0 if modifiers else min(extra, 3))
                if id(member) not in fits or rank < fits[id(member)][0]:
                    fits[id(member)] = (rank, member)
        if not fits:
            return None
        best = min(rank for rank, _ in fits.values())
        left = [member for rank, member in fits.values() if rank == best]
        if len(left) == 1:
            return left[0]
        near = [m.member for m in self._cast.before(at, 12) if m.member in left]
        return near[0] if near and len(set(map(id, near[:3]))) == 1 else None

    def _just_named(self, parts: Phrase, at: int) -> Member | None:
        """Give the only person of this sentence and the one before, called again by a role.

        "Ana Ito won. The Ohio senator said …": nobody else can be meant, and nothing that the
        page says of her speaks against it.
        """
        role = parts.base in nouns().roles and parts.base not in nouns().generic
        if not role or not parts.is_definite or parts.determiner in ("his", "her", "their"):
            return None
        near = self._context.pronouns.named_near(at)
        if len(near) != 1:
            return None
        member = near[0]
        heads = {role.head for role in member.roles}
        gender = gender_of([parts.base])
        if gender is not None and member.gender not in (None, gender):
            return None
        wanted = {parts.base, *nouns().also.get(parts.base, ())}
        party = {"republican", "democrat", "conservative", "liberal", "candidate", "nominee"}
        return member if not heads or heads & (wanted | party) or parts.base in party else None

    def _unnamed(self, span: Stretch, words: str, parts: Phrase) -> Who:
        """Give an unnamed source: the one described before that the words take up, or a new one."""
        taken_up = self._taken_up(span, words, parts)
        if taken_up is not None:
            return replace(taken_up, is_plural=taken_up.is_plural or parts.is_plural)
        count = stated_number(words)
        plural = parts.is_plural or (count or 1) > 1
        name = described(words) or None
        if name and POSSESSOR.match(parts.determiner):
            owner = self._context.owner(span, parts)
            name = f"{owner.name}'s {' '.join(name.split()[1:])}" if owner else name
        return Who(name, UNNAMED, object(), plural, count if plural else None, None, [span], parts)

    def _taken_up(
        self, span: Stretch, words: str, parts: Phrase, strict: bool = False
    ) -> Who | None:
        """Give the earlier unnamed source that "the official" or bare "officials" takes up."""
        small = folded(words)
        if _NEW.match(small) or (parts.determiner in nouns().indefinite):
            return None
        generic = parts.base in nouns().generic
        for start, who in self._context.recent():
            if span[0] - start > _LOOK_BACK:
                break
            earlier = who.phrase
            if who.kind is not UNNAMED or earlier is None or who.is_plural != parts.is_plural:
                continue
            told = {singular(word) for word in folded(who.name or "").split()}
            told |= earlier.modifiers | set(earlier.words)
            if parts.base in told and parts.modifiers - _NAMELESS <= told:
                return who
            if not strict and generic and parts.is_definite and not parts.modifiers - _NAMELESS:
                return who
        return None
