"""Sources that are described and not named: "the aide", "his office", "a new poll", "the paper".

The decision: a description is first offered to what the page has named (who holds this role, which
outlet, whose campaign), then to what it has described before; only then is it somebody new, known
by the description alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from firsthand.attribution.cast import Cast, Member, folded, gender_of
from firsthand.attribution.documents import Document, is_study, issuer, of_head, titled_by
from firsthand.attribution.lexicon import PUBLIC, nouns, singular
from firsthand.attribution.phrases import Phrase, agrees, described, phrase, stated_number
from firsthand.attribution.pronouns import Pronouns
from firsthand.attribution.recalled import by_role, is_whole
from firsthand.attribution.who import Who, first_full, member_as_source
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

_PRESS = re.compile(r"\b(?:news|media|press|published|story|stories|articles?|coverage)\b")
_NAMELESS = frozenset(["unnamed", "anonymous", "unidentified", "same"])
_POSSESSOR = re.compile(r"^(?:his|her|their|its|my|our)$")
_FIRMS = frozenset(
    ["company", "firm", "chain", "airline", "manufacturer", "retailer", "startup", "corporation"]
)
_BODIES = frozenset(["group", "organization", "organisation", "agency"])
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
_OF_PERSONS = frozenset(["campaign", "administration", "team", "office", "camp", "group"])
_TELLING = (
    r"(?: (?!(?:the|an?|of|to|in|at|for|from|with|by|on|and|or|his|her|its|their|is|was|has|had|"
    r"said|told|as|that)\b)[A-Za-z-]+(?<!ed)){0,2}"
)
_ISSUED = (
    r"\b(?:\d+-page|preliminary|interim|final|draft|annual|audit\w*|inspection|incident|police|autopsy|"
    r"internal|confidential|official|federal|state|government|committee|inspector general[’']s)"
)
_OFFICE = re.compile(  # a holder without a name speaks for the office
    r"\b(?:medical examiner|coroner|inspector general|ombudsman|parliamentarian|auditor general)$"
)
_STOOD_FOR = re.compile(
    r"^(?:an?|the|one|another)? ?(?:[\w-]+ )?(?:representative|rep)$|"
    r"\b(?:press|media|communications) (?:officer|secretary|director|aide)$"
)
_NEW = re.compile(r"^(?:an?|another|one|a second|second|two|three|four|five|six|seven|several)\b")
_LOOK_BACK = 6000  # characters in which a description may be taken up again
_NEAR = 300  # characters in which a name was "just" said
_MEMORY = 200  # earlier sources looked through


class Descriptions:
    """Resolves descriptions on one page; `past` is the list that the sources of the page keep."""

    def __init__(
        self,
        cast: Cast,
        papers: Sequence[Document],
        pronouns: Pronouns,
        past: list[tuple[int, Who]],
    ) -> None:
        self._cast, self._papers, self._pronouns, self._past = cast, papers, pronouns, past
        self.speaker: object = None  # who says the quotation that is being read

    def resolve(self, span: Stretch, words: str, parts: Phrase) -> Who:
        """Resolve a phrase without a name at its head."""
        table = nouns()
        if parts.base in table.spokes or _STOOD_FOR.search(folded(" ".join(parts.words))):
            return self._spokesperson(span, words, parts)
        if parts.base == "source" and "poll" not in words:
            return self._unnamed(span, words, parts)
        if (who := self._written(span, words, parts)) is not None:
            return who
        if parts.base in ("reporter", "journalist", "correspondent") and not _NEW.match(words):
            owner = self._owner(span, parts)
            if owner is not None and owner.kind is OUTLET:
                return member_as_source(owner)
        if parts.head in table.organisations or parts.base in table.organisations:
            return self._organisation(span, words, parts)
        who = self.person(span, words, parts)
        if who.kind is UNNAMED and parts.is_definite and _OFFICE.search(" ".join(parts.words)):
            return replace(who, kind=ORGANISATION)
        return who

    def _written(self, span: Stretch, words: str, parts: Phrase) -> Who | None:
        """Resolve a document, those who wrote the one that spoke, or an outlet; None for others."""
        table = nouns()
        if parts.head == "authors" and parts.is_definite:
            said = (who for _, who in reversed(self._past[-_MEMORY:]) if who.kind is DOCUMENT)
            if (last := next(said, None)) is not None:
                return replace(last)
        is_paper = parts.head in table.documents or parts.base in table.documents
        is_outlet = parts.base in _OUTLETS and (not is_paper or bool(_TRADE.search(words)))
        if parts.base == "paper" and is_study(words, parts.is_definite, self._cast.text[: span[0]]):
            is_paper, is_outlet = True, False
        if is_outlet or _WIRE.search(folded(words)):
            return self._outlet_described(span, words, parts)
        if is_paper and parts.base not in table.roles:
            return self.document(span, words, parts)
        return None

    def _owner(self, span: Stretch, parts: Phrase) -> Member | None:
        """Give whose office, campaign, lawyer it is: a name in front of the head, or "his"."""
        if _POSSESSOR.match(parts.determiner):
            found = self._pronouns.antecedent(parts.determiner, span[0], self._past, self.speaker)
            if isinstance(found, Who):
                return found.entity if isinstance(found.entity, Member) else None
            return found if isinstance(found, Member) else None
        limit = span[0] + len(" ".join(parts.words))
        inside = self._cast.inside(span[0], min(limit, span[1]))
        if not inside or self._cast.text[inside[0].start - 1] == "-":  # "a pro-Ito group"
            return None
        return inside[0].member

    def _of(self, span: Stretch) -> Member | None:
        """Give the name after "for" or "of": "a spokesman for the bank"."""
        text = self._cast.text
        for mention in self._cast.inside(*span):
            front = text[span[0] : mention.start]
            if re.search(r"\b(?:for|of|at|from|with)\b[^,]*$", front):
                return mention.member
        return None

    def _spokesperson(self, span: Stretch, words: str, parts: Phrase) -> Who:
        """A spokesperson without a name speaks for the institution."""
        member = self._of(span) or self._owner(span, parts)
        if member is not None and member.kind in (ORGANISATION, OUTLET):
            return member_as_source(member)
        if member is not None and not (member.given or member.roles or member.gender):
            return replace(member_as_source(member), kind=ORGANISATION)
        if member is not None and re.search(r"\b(?:campaign|office|administration)\b", words):
            body = re.search(r"\b(campaign|office|administration)\b", words)
            name = f"{member.name.split()[-1]} {body.group(1) if body else ''}"
            return Who(name, ORGANISATION, name, evidence=[first_full(member)])
        body_named = re.search(r"\bfor (the [\w ]+)", words)
        if member is None and body_named:
            inner = phrase(body_named.group(1))
            if inner.base in nouns().organisations:
                low = span[0] + body_named.start(1)
                return self._organisation((low, span[1]), body_named.group(1), inner)
        if member is None and parts.base in nouns().spokes:
            spoken_for = self._spoken_for(span[0], parts)
            if spoken_for is not None:
                return spoken_for
        return self._unnamed(span, words, parts)

    def _spoken_for(self, at: int, parts: Phrase) -> Who | None:
        """Give the body of "a district spokeswoman", or whose "the spokeswoman" spoke before."""
        before = [word.removesuffix("'s") for word in parts.words[:-1]]
        bodies = [word for word in before if word in nouns().organisations]
        if bodies:
            inner = phrase(f"the {bodies[-1]}")
            found = self._body_before(at, inner)
            if isinstance(found, Member):
                return member_as_source(found)
            name = " ".join(word for word in before if word not in ("a", "an", "the"))
            return found or Who(name, ORGANISATION, name, phrase=inner)
        if not parts.is_definite:
            return None
        said = (who for _, who in reversed(self._past[-_MEMORY:]) if who.kind is ORGANISATION)
        return replace(last) if (last := next(said, None)) is not None else None

    def _outlet_described(self, span: Stretch, words: str, parts: Phrase) -> Who:
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
        for _, who in reversed(self._past[-_MEMORY:]):
            if isinstance(who.entity, Member) and who.kind is OUTLET:
                return who.entity
        for mention in self._cast.before(at):
            if mention.member.kind is OUTLET:
                return mention.member
        return None

    def document(self, span: Stretch, words: str, parts: Phrase) -> Who:
        """Resolve a book, a memo, a poll; an outlet's report is the outlet speaking."""
        owner = self._owner(span, parts)
        reporting = parts.base in nouns().reporting
        own = parts.base not in ("poll", "survey", "op-ed")
        own = own and (reporting or parts.base == parts.words[-1])
        if owner is not None and owner.kind is OUTLET and own:
            return member_as_source(owner)
        paper = of_head(self._papers, parts.base, span[0] + 1)
        inside = [p for p in self._papers if any(span[0] <= low < span[1] for low, _ in p.spans)]
        if inside:
            paper = inside[0]
        fits = owner is None or paper is None or paper.author in (None, owner.name)
        if paper is not None and fits and (parts.is_definite or owner is not None or inside):
            return Who(paper.name, DOCUMENT, paper, evidence=paper.spans[:3])
        if reporting and parts.is_definite and not (owner or parts.modifiers or parts.is_plural):
            outlet = self._last_outlet(span[0])
            told = outlet is not None and outlet is not self.speaker  # its report says of a report
            if outlet is not None and told and not self._is_official(span[0], parts):
                return member_as_source(outlet)
        return self._paper_described(span, words, parts, owner)

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
            own = bool(_POSSESSOR.match(parts.determiner))
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
        found = self._body_before(at, inner)
        return found if isinstance(found, Member) else None

    def _same_head(self, parts: Phrase, kind: SourceKind) -> Who | None:
        """Give the last source of this kind whose description these words could shorten."""
        for _, who in reversed(self._past[-_MEMORY:]):
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

    def _organisation(self, span: Stretch, words: str, parts: Phrase) -> Who:
        """Resolve "the Trump campaign", "his office", "the company", "the committee"."""
        owner = self._owner(span, parts)
        if owner is not None and owner.kind is PERSON:
            return self._led_by(parts) or self._body_of(owner, parts)
        is_firm = parts.is_definite and parts.base in _FIRMS
        if owner is not None and not owner.is_crowd and not (is_firm and owner.is_place):
            name = described(words)
            return Who(name, ORGANISATION, folded(name), evidence=[first_full(owner)])
        if parts.is_definite:
            member = self._body_before(span[0], parts)
            if isinstance(member, Member):
                return member_as_source(member)
            if member is not None:
                return member
        name = self._in_full(span[0], words, parts) or described(words)
        if parts.is_plural and not parts.is_definite:
            return Who(name, ORGANISATION, folded(name), True, phrase=parts)
        return Who(name, ORGANISATION, folded(name), phrase=parts)

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
            not _POSSESSOR.match(parts.determiner)
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

    def _body_before(self, at: int, parts: Phrase) -> Member | Who | None:
        """Give the body that "the committee" takes up; for "the company" any that fits."""
        if parts.base in _BODIES and not parts.modifiers and self._past:
            start, who = self._past[-1]  # "the agency" may be a bureau, where that just spoke
            near = who.kind is ORGANISATION and at - start < _NEAR
            if near and isinstance(who.entity, Member) and not who.entity.is_place:
                return who.entity
        for _, who in reversed(self._past[-_MEMORY:]):
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
        spoke = [who.entity for _, who in self._past[-6:][::-1] if who.kind is ORGANISATION]
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

    def person(self, span: Stretch, words: str, parts: Phrase) -> Who:
        """Resolve "the former president", "Ito's lawyer", "two officials"."""
        if not parts.is_plural and not _NEW.match(folded(words)):
            owner = self._owner(span, parts)
            member = self._holder(parts, span[0], owner) or self._just_named(parts, span[0])
            taken_up = self._taken_up(span, words, parts, strict=True)
            if taken_up is not None and (member is None or self._spoke(taken_up, member)):
                return replace(taken_up)
            if member is not None:
                return member_as_source(member)
            if is_whole(words, parts) and not (owner and owner.kind is PERSON):
                called = by_role(span, parts, self._cast, self._pronouns, self._past)
                if called is not None:
                    return called
        return self._unnamed(span, words, parts)

    def _spoke(self, who: Who, member: Member) -> bool:
        """Whether the unnamed source spoke, and after the page last named this person."""
        at = next((start for start, past in reversed(self._past) if past.entity is who.entity), -1)
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
        near = self._pronouns.named_near(at)
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
        if name and _POSSESSOR.match(parts.determiner):
            owner = self._owner(span, parts)
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
        for start, who in reversed(self._past[-_MEMORY:]):
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
