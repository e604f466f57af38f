"""What a description takes up on its page, after the first rules had their say.

The decision: a second look with the whole page in view, and only at sources that stayed a mere
description. "One of them" is one of the people described before; "the document" is the one that
spoke before; "the Lisbon company" is the company that the page is about; "the newsletter" is never
the page's own. What fits two, and what fits none, stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from firsthand.attribution import chain
from firsthand.attribution.cast import Member
from firsthand.attribution.documents import LENGTH, Document, issuer, without_copy
from firsthand.attribution.forms import folded
from firsthand.attribution.lexicon import PUBLIC, nouns, singular
from firsthand.attribution.page import Draft, Page
from firsthand.attribution.phrases import Phrase, phrase
from firsthand.attribution.who import Who, member_as_source
from firsthand.types import SourceKind

__all__ = ["taken_up"]

PERSON, ORGANISATION, UNNAMED, DOCUMENT, OUTLET = (
    SourceKind.PERSON,
    SourceKind.ORGANISATION,
    SourceKind.UNNAMED,
    SourceKind.DOCUMENT,
    SourceKind.OUTLET,
)
_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|\d+)"
)
_PART = re.compile(
    rf"^(?:a |the )?(?:one|another|other|second|third|either|neither|{_NUMBER}|some|several|most)"
    rf"(?: of (?:them|those|(?:the|these|those)(?: {_NUMBER})?"
    r"(?: \w+s|people)?))?$"
)
_WHOLE = re.compile(
    rf"^(?:both|all {_NUMBER}|all of them|both of them|the {_NUMBER}|"
    rf"(?:the|these|those)(?: {_NUMBER})? (?:people|sources|persons))$"
)
_THAT = re.compile(r"^(?:that|this|the same) (?:person|source)$")
_SINGLE = re.compile(r"^(?:a |the )?(?:one|another|other|second|third|either|neither)\b")
_LEAD, _NEXT, _BESIDE = 400, 900, 120  # characters: of a lead, to the name, from name to role
_PARTS_BACK = 4000  # characters over which "one of them" is still one of those
_ANY_PAPER = frozenset(["document", "paper", "file", "text", "material"])
_LETTERS = frozenset(["message", "e-mail", "email", "letter", "text", "note", "post", "memo"])
_REPORTS = frozenset(["report", "audit", "review", "study", "paper", "analysis", "finding"])
_OWN_REPORT = frozenset(["report", "study", "review", "analysis", "investigation", "paper"])
_FIRM = frozenset(
    [
        *("company", "firm", "chain", "maker", "manufacturer", "business", "outfit", "startup"),
        *("retailer", "vendor", "supplier", "airline", "carrier", "bank", "lender", "insurer"),
        *("utility", "shipbuilder", "developer", "contractor", "gang", "group", "crew", "brand"),
        *("hospital", "university", "school", "church", "union", "agency", "drugmaker", "grocer"),
        *("automaker", "chipmaker", "consultancy", "nonprofit", "charity", "publisher"),
    ]
)
_ANY_FIRM = frozenset(["company", "firm", "business", "chain", "maker", "manufacturer"])
_IN_NAME = {
    "airline": ("air", "airlines", "airways"),
    "bank": ("bank", "savings", "trust", "bancorp"),
    "insurer": ("mutual", "insurance", "assurance"),
    "drugmaker": ("therapeutics", "pharma", "pharmaceuticals", "bio", "biosciences"),
    "utility": ("electric", "energy", "water", "power", "gas"),
    "firm": ("llp", "llc", "partners", "associates", "group", "security", "strategies"),
}


def taken_up(page: Page, draft: Draft, who: Who) -> Who:
    """Give whom this source takes up, or the source as it was read."""
    if not draft.source:
        return who
    words = page.article.text[slice(*draft.source[0])]
    found = None
    if who.kind is UNNAMED:
        found = _part(page, draft, words) or _named_next(page, draft, who)
    if found is None and who.kind is OUTLET:
        found = _not_own(page, draft, who, words)
    if found is None and who.kind is DOCUMENT:
        found = _paper(page, draft, who, words)
    if found is None and who.kind in (ORGANISATION, UNNAMED):
        found = _body(page, draft, who, words)
    return found or who


# ------------------------------------------------------------ people


def _part(page: Page, draft: Draft, words: str) -> Who | None:
    """Give "one of them", "all three", "that person": of the people described before."""
    small = re.split(r", (?:who|a|an|which)\b", folded(words))[0].strip(" ,.")
    part, whole = _PART.match(small), _WHOLE.match(small)
    if part is None and whole is None and _THAT.match(small) is None:
        return None
    at = draft.source[0][0]
    wants_plural = _THAT.match(small) is None
    for start, who in reversed(page.sources.past[:-1]):
        if at - start > _PARTS_BACK or start >= at:
            continue
        if who.kind is not UNNAMED or not who.name or who.is_plural != wants_plural:
            continue
        if _PART.match(folded(who.name)) or _WHOLE.match(folded(who.name)):
            continue
        if not wants_plural or whole:
            return replace(who)
        alone = bool(_SINGLE.match(small))
        name = f"one of {who.name[0].lower()}{who.name[1:]}" if alone else who.name
        return replace(who, name=name, entity=object(), is_plural=not alone, count=None)
    return None


def _named_next(page: Page, draft: Draft, who: Who) -> Who | None:
    """Give whom the lead describes and the next paragraphs name: "A general said … Gen. Ito"."""
    parts, at = who.phrase, draft.source[0][0]
    if parts is None or parts.is_plural or parts.determiner not in ("a", "an"):
        return None
    if at - page.blocks[0][0] > _LEAD:
        return None
    wanted = {parts.base, *nouns().also.get(parts.base, ())}
    fits = []
    for member in page.cast.people():
        first = member.mentions[0].start
        held = [role for role in member.roles if abs(role.span[0] - first) < _BESIDE]
        if at < first < at + _NEXT and any(role.head in wanted for role in held):
            fits.append(member)
    return member_as_source(fits[0]) if len(fits) == 1 else None


# ------------------------------------------------------------ outlets and documents


def _not_own(page: Page, draft: Draft, who: Who, words: str) -> Who | None:
    """Give the other outlet, or the document, where a description was taken for the page itself."""
    if not who.name or not chain.is_own(page.article, who.name):
        return None
    if any(m.member is who.entity for m in page.cast.inside(*draft.source[0])):
        return None
    parts = phrase(words)
    if parts.base in _OWN_REPORT and (paper := _earlier(page, draft, parts)) is not None:
        return paper
    if parts.base in _OWN_REPORT and parts.base != "paper":
        return Who(" ".join(parts.words[1:]) or parts.head, DOCUMENT, object(), phrase=parts)
    for mention in page.cast.before(draft.source[0][0]):
        member = mention.member
        if member.kind is OUTLET and not chain.is_own(page.article, member.name):
            return member_as_source(member)
    return None


def _paper(page: Page, draft: Draft, who: Who, words: str) -> Who | None:
    """Take up a document that spoke before: "the 14-page document"."""
    if isinstance(who.entity, Document) or not who.name:
        return None
    parts = phrase(without_copy(words))
    earlier = _earlier(page, draft, parts) if parts.is_definite else None
    if earlier is not None:
        author = issuer(page.cast, draft.source[0])
        if author and earlier.name and author.split()[-1] not in earlier.name:
            earlier.name = f"{author} {earlier.name}"
    return earlier


def _earlier(page: Page, draft: Draft, parts: Phrase) -> Who | None:
    """Give the document that spoke before and that these words can mean: "the 14-page document"."""
    said = {word for word in parts.modifiers if not LENGTH.match(word)}
    base = parts.base
    same = {base}
    for family in (_LETTERS, _REPORTS):
        if base in family:
            same |= family
    own = draft.source[0][0]
    for start, who in reversed(page.sources.past):
        if who.kind is not DOCUMENT or not who.name or start >= own:
            continue
        told = [singular(word) for word in folded(who.name).split()]
        if who.phrase is not None and who.phrase.base == base and not said:
            return replace(who)
        if base in _ANY_PAPER and not said:
            return replace(who)
        if said <= set(told) and (base in told or (not said and same & set(told))):
            return replace(who)
    return None


# ------------------------------------------------------------ bodies


def _body(page: Page, draft: Draft, who: Who, words: str) -> Who | None:
    """Give the named body of the page that "the Lisbon company" or "the airline" means."""
    if isinstance(who.entity, Member):
        return None
    parts = phrase(words)
    if parts.base not in _FIRM or parts.determiner != "the" or parts.is_plural:
        return None
    at = draft.source[0][0]
    inside = [mention.member for mention in page.cast.inside(*draft.source[0])]
    named = [member for member in inside if not member.is_place and len(member.mentions) > 1]
    if " of " in words or " for " in words or named:
        return None
    bodies = [*_bodies(page, at), *_unsaid(page, at)]
    called = [member for member in bodies if _is_called(page, member, parts.base)]
    if not called and parts.base in _ANY_FIRM:
        called = [body for body in _bodies(page, at) if not PUBLIC.search(body.name)]
        called = _most_named(called, at)
    kept = list({id(body): body for body in called if body not in inside}.values())
    return replace(member_as_source(kept[0]), kind=ORGANISATION) if len(kept) == 1 else None


def _bodies(page: Page, at: int) -> list[Member]:
    return [
        member
        for member in page.cast.members
        if member.kind is ORGANISATION
        and not (member.is_place or member.is_crowd)
        and member.mentions[0].start < at
    ]


def _unsaid(page: Page, at: int) -> list[Member]:
    """Give the names of which nothing says that they are persons': "Tarn, a ransomware gang"."""
    return [
        member
        for member in page.cast.people()
        if not (member.gender or member.roles) and member.mentions[0].start < at
    ]


def _is_called(page: Page, member: Member, base: str) -> bool:
    """Whether the page calls this body so, beside its name or in it."""
    small = folded(member.name).split()
    if base in small or set(_IN_NAME.get(base, ())) & set(small):
        return True
    after = re.compile(rf",? (?:\(\w+\),? )?(?:an?|the|which is an?) (?:[\w’'-]+ ){{0,6}}?{base}\b")
    before = re.compile(rf"\b{base}(?: called| named)?,? (?:[Tt]he )?$")
    return any(
        after.match(page.article.text, mention.end)
        or before.search(page.article.text, max(0, mention.start - 30), mention.start)
        for mention in member.mentions
    )


def _most_named(bodies: list[Member], at: int) -> list[Member]:
    """Give the body that the page has named far more often than any other."""
    counts = Counter(
        {number: sum(m.start < at for m in body.mentions) for number, body in enumerate(bodies)}
    )
    best = counts.most_common(2)
    if not best or best[0][1] < 2 or (len(best) > 1 and best[1][1] * 2 > best[0][1]):
        return []
    return [bodies[best[0][0]]]
