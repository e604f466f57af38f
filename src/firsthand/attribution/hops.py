"""The chain of one attribution: every hop between its source and this page, with its evidence.

The decision: a nested attribution came through the one around it; any other is asked for, in this
order, who stands behind its source (`behind`), in which text it stands (`within`), to which outlet
it was said (`chain`), who passes it on in the same sentence (`relays`), by whom its document was
printed, who brought its unnamed source onto the page, and whom it goes on from.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from firsthand.attribution import chain
from firsthand.attribution.acts import act_of, is_hedged
from firsthand.attribution.behind import speaker_behind
from firsthand.attribution.cast import Member
from firsthand.attribution.documents import Document
from firsthand.attribution.page import Draft, Page, Stretch, form_of, said
from firsthand.attribution.phrases import described, phrase
from firsthand.attribution.pronouns import PRONOUNS
from firsthand.attribution.relays import given_by, is_its_own, passed_on
from firsthand.attribution.takeup import taken_up
from firsthand.attribution.who import Who, member_as_source
from firsthand.attribution.within import stands_in
from firsthand.types import Act, Form, Hop, SourceKind

__all__ = ["resolve", "trace"]

_ATTRIBUTED = re.compile(
    r"\b(?:attribut(?:ed|es|ing)|credit(?:ed|s|ing)|sourced) (?P<what>[^.;“”\"]{2,140}?) to "
    r"(?P<who>(?:an?|one|two|three|several|unnamed|the)\b[^,;.“”\"]{2,80})"
)
_AUTHOR_CUE = re.compile(
    r"\b(?:writ\w+|wrote|report\w*|describ\w+|recount\w*|characteri[sz]\w+|quot\w+|claim\w*|detail\w*|"
    r"alleg\w+|depict\w*|portray\w*|reveal\w*)\b"
)
_BOOKS = ("book", "memoir", "biography")
_AT_ONCE = 200  # characters after which "he said" is still the same talk
_GOES_ON = re.compile(r"\b(?:add\w*|continu\w+|went on|also)\b", re.I)


def resolve(page: Page, drafts: list[Draft], at: int) -> None:
    """Fill in who the source is; a nested "I" is the speaker around it."""
    draft = drafts[at]
    if draft.who is not None:
        return
    speaker = None
    if draft.parent is not None:
        resolve(page, drafts, draft.parent)
        speaker = drafts[draft.parent].who
    cue = " ".join(page.article.text[start:end] for start, end in draft.found.cue)
    draft.who = page.sources.resolve(draft.source, cue, speaker, draft.found.content)
    found = taken_up(page, draft, draft.who)
    if found is not draft.who:
        draft.who = found
        page.sources.past[-1] = (draft.source[0][0], found)


def trace(page: Page, drafts: list[Draft], at: int) -> list[Hop]:
    """Fill in the hops of one attribution, nearest to its source first."""
    draft = drafts[at]
    if draft.hops is not None:
        return draft.hops
    resolve(page, drafts, at)
    draft.hops = []  # a parent that leads back here adds nothing
    who = draft.who
    if who is None or who.kind is SourceKind.NONE:
        return draft.hops
    if draft.parent is not None:
        above = drafts[draft.parent]
        if who.kind is SourceKind.OUTLET and _is_answer(page, above):
            return draft.hops  # what a denial is about came to the page by itself
        further = trace(page, drafts, draft.parent)
        if _is_relay(page, above, who):
            assert above.who is not None
            relays = [above.who]
            if above.who.kind is SourceKind.DOCUMENT and above.source:
                relays += given_by(page, draft, who, above.source[0])
            hedged = _is_hedged(page, above)
            hops = [*(chain.hop(relay, page.article, hedged) for relay in relays), *further]
            draft.hops = list({hop.name: hop for hop in hops}.values())
        else:
            draft.hops = list(further)
    else:
        draft.hops = _own_chain(page, drafts, at)
    _remember(page, draft, who)
    return draft.hops


def _is_relay(page: Page, above: Draft, who: Who) -> bool:
    """Whether the attribution around this one passes on what `who` says, and is not the same."""
    if above.who is None or not above.who.name or above.who.name == who.name:
        return False
    words = page.article.text[slice(*above.source[0])] if above.source else ""
    return not (above.who.kind is SourceKind.DOCUMENT and is_its_own(who, words))


def _is_hedged(page: Page, draft: Draft) -> bool:
    is_direct = form_of(page, draft.found.content) is Form.DIRECT
    return is_hedged(*said(page, draft), is_direct)


def _is_answer(page: Page, draft: Draft) -> bool:
    cue = " ".join(page.article.text[start:end] for start, end in draft.found.cue)
    return act_of(cue, "", "", False) in (Act.DENIES, Act.DISPUTES)


def _own_chain(page: Page, drafts: list[Draft], at: int) -> list[Hop]:
    """Give the hops of an attribution that stands in no other."""
    draft = drafts[at]
    who = draft.who
    assert who is not None
    relayed = (
        _credited(page, draft) or speaker_behind(page, drafts, draft) or _after_citing(page, draft)
    )
    if relayed is not None:
        return relayed
    if who.kind is SourceKind.OUTLET:
        return []
    named = [
        *(stands_in(page, draft, who) or _from_book(page, draft, who)),
        *_told(page, draft, who),
        *passed_on(page, draft, who),
    ]
    if named:
        return list({hop.name: hop for hop in named}.values())
    known = page.channels.get(who.entity) or _printed_by(page, draft, who)
    if known:
        return list(known)
    return _introduced(page, drafts, at) or _went_on(page, drafts, at)


def _told(page: Page, draft: Draft, who: Who) -> list[Hop]:
    """Give the outlet to which, or on which, this sentence or the one before says it was said."""
    told = chain.channel(page.cast, page.article, draft.sentence, draft.found.content)
    first = min(start for start, _ in (*draft.found.content, *draft.found.cue))
    told = told or chain.opened(page.cast, page.sentences, page.sentence_at(first), who)
    if told is None:
        media = chain.unnamed_media(page.article.text, draft.near, draft.found.content)
        name = described(page.article.text[slice(*media)]) if media else ""
        spans = (page.article.span(*media),) if media else ()
        return [Hop(name=name, kind=SourceKind.OUTLET, spans=spans)] if media else []
    if told.member is who.entity:
        return []
    return [_outlet_hop(page, told.member, (told.start, told.end))]


def _printed_by(page: Page, draft: Draft, who: Who) -> list[Hop]:
    """Give the outlet that printed or obtained the document, or the op-ed of this author."""
    head = ""
    if who.kind is SourceKind.DOCUMENT:
        head = who.entity.head if isinstance(who.entity, Document) else ""
        head = (
            head or phrase(page.article.text[slice(*draft.source[0])]).base
            if draft.source
            else head
        )
    elif who.kind is SourceKind.UNNAMED and draft.source:
        words = page.article.text[slice(*draft.source[0])]
        head = "op-ed" if re.search(r"\b[Tt]he (?:[\w-]+ )?(?:author|writer)\b", words) else ""
    mention = page.printed.get(head)
    if mention is None:
        return []
    return [_outlet_hop(page, mention.member, (mention.start, mention.end))]


def _outlet_hop(page: Page, member: Member, span: Stretch) -> Hop:
    return Hop(name=member.name, kind=member.kind, spans=(page.article.span(*span),))


def _credited(page: Page, draft: Draft) -> list[Hop] | None:
    """Turn "Calder attributed her account to an aide" round: the aide, through Calder's book."""
    match = _ATTRIBUTED.search(page.article.text, *draft.sentence)
    if match is None or not draft.found.cue:
        return None
    if not match.start() <= draft.found.cue[0][0] <= match.start("what"):
        return None
    relay = draft.who
    if not draft.source or draft.source[0][0] > match.start():  # the tagger took another's words
        named = page.cast.inside(draft.sentence[0], match.start())[:1]
        relay = member_as_source(named[0].member) if named else None
    if relay is None:
        return None
    draft.source = (match.span("who"),)
    draft.found = replace(draft.found, content=(match.span("what"),))
    draft.who = page.sources.resolve(draft.source, "attributed")
    book = _book_of(page, relay)
    hops = [chain.hop(book or relay, page.article), *page.channels.get((book or relay).entity, [])]
    if draft.who.phrase is not None:
        page.credited[draft.who.phrase.base] = hops
    return hops


def _book_of(page: Page, who: Who) -> Who | None:
    """Give the book of which this person is the author, where the page has one."""
    for paper in page.papers:
        if who.name and paper.author == who.name and paper.head in _BOOKS:
            return Who(paper.name, SourceKind.DOCUMENT, paper, evidence=paper.spans[:2])
    return None


def _after_citing(page: Page, draft: Draft) -> list[Hop] | None:
    """Give the outlet that cites this source: "the Post, citing two officials, reported"."""
    if not draft.source or draft.who is None or draft.who.kind is SourceKind.OUTLET:
        return None
    start = draft.source[0][0]
    if not re.search(r"\b(?:citing|quoting)\s+$", page.article.text[max(0, start - 12) : start]):
        return None
    for mention in page.cast.inside(draft.sentence[0], start)[::-1]:
        member = mention.member
        if member.kind is SourceKind.OUTLET and not chain.is_own(page.article, member.name):
            return [_outlet_hop(page, member, (mention.start, mention.end))]
    return None


def _from_book(page: Page, draft: Draft, who: Who) -> list[Hop]:
    """Give the book in which its author writes this, or in which somebody told it to the author."""
    if who.kind is not SourceKind.PERSON:
        return []
    cue = " ".join(page.article.text[start:end] for start, end in draft.found.cue)
    book = _told_author(page, draft, who)
    if book is None and _AUTHOR_CUE.search(cue):
        book = _book_of(page, who)
    if book is None:
        return []
    return [chain.hop(book, page.article), *page.channels.get(book.entity, [])]


def _told_author(page: Page, draft: Draft, who: Who) -> Who | None:
    """Read "she told Calder", who wrote the book that the page is about: it came in the book."""
    told = chain.addressee(page.article.text, draft.found.cue, draft.sentence[1])
    if told is None or not page.papers:
        return None
    hearer = page.sources.hearer(told, who)
    return _book_of(page, hearer) if hearer is not None else None


def _introduced(page: Page, drafts: list[Draft], at: int) -> list[Hop]:
    """Give the channel of a source that an outlet's or a document's words brought onto the page.

    "The book describes how she sent an aide away. The aide said …": the aide speaks in the book.
    """
    draft, text = drafts[at], page.article.text
    who = draft.who
    assert who is not None
    if who.kind is not SourceKind.UNNAMED or not draft.source:
        return []
    parts = phrase(text[slice(*draft.source[0])])
    if parts.determiner not in ("the", "this", "that", "those", "these") or len(parts.base) < 3:
        return []
    new = re.compile(
        rf"\b(?:an?|one|single|two|three|some)\b[^.;]{{0,40}}\b{re.escape(parts.base)}"
    )
    for earlier in drafts[:at][::-1][:12]:
        relay = earlier.who
        if relay is None or relay.kind not in (SourceKind.OUTLET, SourceKind.DOCUMENT):
            continue
        if any(new.search(text, *span) for span in earlier.found.content) and relay.name:
            return [chain.hop(relay, page.article), *(earlier.hops or [])]
    return []


def _went_on(page: Page, drafts: list[Draft], at: int) -> list[Hop]:
    """Give the channel of the attribution just before, where the same source goes on speaking."""
    draft = drafts[at]
    if not draft.found.content:
        return []  # who does not answer, does not answer this page
    cue = " ".join(page.article.text[start:end] for start, end in draft.found.cue)
    for earlier in drafts[:at][::-1][:2]:
        if earlier.parent is not None or draft.who is None or earlier.who is None:
            continue
        if earlier.who.entity is not draft.who.entity or draft.who.entity is None:
            continue
        if not earlier.hops:
            break  # in between it spoke to this page itself
        between = page.article.text[earlier.sentence[1] : draft.sentence[0]]
        words = page.article.text[slice(*draft.source[0])] if draft.source else ""
        at_once = len(between) < _AT_ONCE and words.casefold() in PRONOUNS
        if at_once or not between.strip(" ") or _GOES_ON.search(cue):
            return list(earlier.hops)
    return []


def _remember(page: Page, draft: Draft, who: Who) -> None:
    """Keep by which channel an unnamed source or a document came onto this page."""
    who = draft.who or who
    sticky = who.kind in (SourceKind.UNNAMED, SourceKind.DOCUMENT)
    if sticky and who.entity is not None and draft.hops:
        page.channels.setdefault(who.entity, list(draft.hops))
