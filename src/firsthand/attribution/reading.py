"""One page read through: tagged spans in, attributions with names, acts and chains out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from firsthand.attribution import chain
from firsthand.attribution.acts import act_of, is_hedged
from firsthand.attribution.cast import Cast, Member, Mention
from firsthand.attribution.documents import Document, documents
from firsthand.attribution.lexicon import nouns
from firsthand.attribution.phrases import phrase
from firsthand.attribution.pronouns import Pronouns
from firsthand.attribution.quotations import Quotation, quotations, share_quoted
from firsthand.attribution.sources import Sources
from firsthand.attribution.tagger import Found
from firsthand.attribution.who import Who
from firsthand.language.sentences import sentences
from firsthand.types import Act, Article, Attribution, Form, Hop, SourceKind, Span, digest

__all__ = ["read"]

Stretch = tuple[int, int]
Ranges = tuple[Stretch, ...]

_ACCORDING = re.compile(
    r"\b[Aa]ccording to (?P<who>[^,;“”\n]{2,120}?(?:,? [“\"][^“”\"\n]{2,60}[”\"])?)"
    r"(?=[,;.“”\n]|$| (?:who|and said|that) )"
)
_ATTRIBUTED = re.compile(
    r"\b(?:attribut(?:ed|es|ing)|credit(?:ed|s|ing)|sourced) (?P<what>[^.;“”\"]{2,140}?) to "
    r"(?P<who>(?:an?|one|two|three|several|unnamed|the)\b[^,;.“”\"]{2,80})"
)
_AUTHOR_CUE = re.compile(
    r"\b(?:writ\w+|wrote|report\w*|describ\w+|recount\w*|characteri[sz]\w+|quot\w+|claim\w*|detail\w*|"
    r"alleg\w+|depict\w*|portray\w*|reveal\w*)\b"
)
_BOOKS = ("book", "memoir", "biography")
_GOES_ON = re.compile(r"\b(?:add\w*|continu\w+|went on|also)\b", re.I)
_RELAYS = (SourceKind.OUTLET, SourceKind.DOCUMENT, SourceKind.ORGANISATION)
_LOW_SHARE, _HIGH_SHARE = 0.08, 0.92  # of letters in quotation marks: indirect, mixed, direct


@dataclass(slots=True)
class _Draft:
    """One attribution while it is being read."""

    found: Found
    parent: int | None
    sentence: Stretch
    who: Who | None = None
    hops: list[Hop] | None = None
    source: Ranges = ()
    hedged: bool = False


@dataclass(slots=True)
class _Page:
    """What the rules look at."""

    article: Article
    blocks: list[Stretch]
    sentences: list[Stretch]
    marks: list[Quotation]
    cast: Cast
    papers: list[Document]
    sources: Sources
    channels: dict[object, list[Hop]] = field(default_factory=dict)
    credited: dict[str, list[Hop]] = field(default_factory=dict)  # by head of the source
    printed: dict[str, Mention] = field(default_factory=dict)  # by whom, by head of document

    def sentence_at(self, at: int) -> Stretch:
        """Give the sentence that holds this place."""
        index = bisect_right(self.sentences, (at, len(self.article.text) + 1)) - 1
        return self.sentences[index] if index >= 0 else (at, at)


def read(
    article: Article, blocks: Iterable[Stretch], found: Iterable[Found]
) -> tuple[Attribution, ...]:
    """Give the attributions of these tagged spans, in order of the page."""
    page = _page(article, list(blocks))
    items = sorted(found, key=lambda item: min(_all(item), default=(0, 0)))
    items = [item for item in items if item.content or item.cue]
    items = list({_all(item): item for item in items}.values())
    above = chain.parents([item.content for item in items], [_marker(item) for item in items])
    drafts = [
        _Draft(item, parent, page.sentence_at(_place(item)), source=item.source)
        for item, parent in zip(items, above, strict=True)
    ]
    order = sorted(
        range(len(drafts)), key=lambda at: min(drafts[at].source, default=(_place(items[at]), 0))
    )
    for at in order:
        _resolve(page, drafts, at)
        _trace(page, drafts, at)
    ids = [_identity(article, draft) for draft in drafts]
    return tuple(
        _attribution(page, draft, ids[at], ids[draft.parent] if draft.parent is not None else None)
        for at, draft in enumerate(drafts)
    )


def _page(article: Article, blocks: list[Stretch]) -> _Page:
    text = article.text
    cut = [piece for start, end in blocks for piece in sentences(text, start, end)]
    marks = quotations(text, blocks)
    cast = Cast(text, blocks)
    papers = documents(text, blocks, cast)
    pronouns = Pronouns(cast, cut, marks)
    sources = Sources(cast, papers, pronouns)
    printed = chain.paper_channels(cast, article)
    return _Page(article, blocks, cut, marks, cast, papers, sources, printed=printed)


def _all(item: Found) -> Ranges:
    return (*item.content, *item.cue, *item.source)


def _marker(item: Found) -> Ranges:
    """The spans that must lie in another's content for this one to be nested there."""
    return (*item.cue, *item.source) or item.content


def _place(item: Found) -> int:
    """Where the attribution speaks: its cue, else its source, else its content."""
    for role in (item.cue, item.source, item.content):
        if role:
            return role[0][0]
    return 0


def _resolve(page: _Page, drafts: list[_Draft], at: int) -> None:
    """Fill in who the source is; a nested "I" is the speaker around it."""
    draft = drafts[at]
    if draft.who is not None:
        return
    speaker = None
    if draft.parent is not None:
        _resolve(page, drafts, draft.parent)
        speaker = drafts[draft.parent].who
    cue = " ".join(page.article.text[start:end] for start, end in draft.found.cue)
    draft.who = page.sources.resolve(draft.source, cue, speaker)


def _trace(page: _Page, drafts: list[_Draft], at: int) -> list[Hop]:
    """Fill in the hops of one attribution, nearest to its source first."""
    draft = drafts[at]
    if draft.hops is not None:
        return draft.hops
    _resolve(page, drafts, at)
    draft.hops = []  # a parent that leads back here adds nothing
    who = draft.who
    if who is None or who.kind is SourceKind.NONE:
        return draft.hops
    if draft.parent is not None:
        above = drafts[draft.parent]
        if who.kind is SourceKind.OUTLET and _is_answer(page, above):
            return draft.hops  # what a denial is about came to the page by itself
        further = _trace(page, drafts, draft.parent)
        if above.who is not None and above.who.name and above.who.name != who.name:
            draft.hops = [chain.hop(above.who, page.article, above.hedged), *further]
        else:
            draft.hops = list(further)
    else:
        draft.hops = _own_chain(page, drafts, at)
    _remember(page, draft, who)
    return draft.hops


def _is_answer(page: _Page, draft: _Draft) -> bool:
    cue = " ".join(page.article.text[start:end] for start, end in draft.found.cue)
    return act_of(cue, "", "", False) in (Act.DENIES, Act.DISPUTES)


def _own_chain(page: _Page, drafts: list[_Draft], at: int) -> list[Hop]:
    """Give the hops of an attribution that stands in no other."""
    draft = drafts[at]
    who = draft.who
    assert who is not None
    relayed = _credited(page, draft) or _cited(page, drafts, draft) or _after_citing(page, draft)
    if relayed is not None:
        return relayed
    said_in = _said_in(page, draft, who)
    if said_in is not None:
        return said_in
    if who.kind is SourceKind.OUTLET:
        return []
    told = chain.channel(page.cast, page.article, draft.sentence, _quoted(draft))
    if told is not None and told.member is not who.entity:
        return [_outlet_hop(page, told.member, (told.start, told.end))]
    known = page.channels.get(who.entity) or _printed_by(page, draft, who)
    if known:
        return list(known)
    return _introduced(page, drafts, at) or _went_on(page, drafts, at)


def _printed_by(page: _Page, draft: _Draft, who: Who) -> list[Hop]:
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


def _quoted(draft: _Draft) -> Ranges:
    return draft.found.content


def _outlet_hop(page: _Page, member: Member, span: Stretch) -> Hop:
    return Hop(name=member.name, kind=member.kind, spans=(page.article.span(*span),))


def _cited(page: _Page, drafts: Sequence[_Draft], draft: _Draft) -> list[Hop] | None:
    """Turn "the Post reported, citing two officials" round: officials, through the Post."""
    who = draft.who
    if who is None or who.kind not in _RELAYS or not draft.source:
        return None
    span = chain.relayed_source(page.article.text, draft.sentence)
    taken = [stretch for other in drafts for stretch in other.source]
    if span is None or any(a < span[1] and span[0] < b for a, b in taken):
        return None
    words = page.article.text[span[0] : span[1]]
    if not _can_speak(page, span, words):
        return None
    cited = page.sources.resolve([span], "citing")
    relay = chain.hop(who, page.article)
    draft.who, draft.source = cited, (span,)
    further = page.channels.get(who.entity, [])
    return [relay, *further]


def _credited(page: _Page, draft: _Draft) -> list[Hop] | None:
    """Turn "Calder attributed her account to an aide" round: the aide, through Calder's book."""
    relay = draft.who
    match = _ATTRIBUTED.search(page.article.text, *draft.sentence)
    if match is None or relay is None or not draft.source or not draft.found.cue:
        return None
    if draft.source[0][0] > match.start() or draft.found.cue[0][0] < match.start():
        return None
    if draft.found.cue[0][0] > match.start("what"):
        return None
    draft.source = (match.span("who"),)
    draft.found = replace(draft.found, content=(match.span("what"),))
    draft.who = page.sources.resolve(draft.source, "attributed")
    book = _book_of(page, relay)
    hops = [chain.hop(book or relay, page.article), *page.channels.get((book or relay).entity, [])]
    if draft.who.phrase is not None:
        page.credited[draft.who.phrase.base] = hops
    return hops


def _book_of(page: _Page, who: Who) -> Who | None:
    """Give the book of which this person is the author, where the page has one."""
    for paper in page.papers:
        if who.name and paper.author == who.name and paper.head in _BOOKS:
            return Who(paper.name, SourceKind.DOCUMENT, paper, evidence=paper.spans[:2])
    return None


def _after_citing(page: _Page, draft: _Draft) -> list[Hop] | None:
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


def _can_speak(page: _Page, span: Stretch, words: str) -> bool:
    """Whether what is cited is somebody or a document, and no reason or number."""
    parts = phrase(words)
    table = nouns()
    known = table.roles | table.documents | table.crowd | table.organisations
    return parts.base in known or parts.head in known or bool(page.cast.inside(*span))


def _said_in(page: _Page, draft: _Draft, who: Who) -> list[Hop] | None:
    """Read "Ito told him, according to the book": the book passes on what Ito said."""
    text = page.article.text
    match = _ACCORDING.search(text, *draft.sentence)
    if match and not _overlaps(draft, match.span("who")):
        relay = page.sources.resolve([match.span("who")], "according to")
        papers = who.kind is SourceKind.DOCUMENT and relay.kind is SourceKind.DOCUMENT
        if relay.name and relay.name != who.name and relay.kind in _RELAYS and not papers:
            if relay.kind is SourceKind.OUTLET and chain.is_own(page.article, relay.name):
                return None
            return [chain.hop(relay, page.article), *page.channels.get(relay.entity, [])]
    if who.kind is not SourceKind.PERSON:
        return None
    cue = " ".join(text[start:end] for start, end in draft.found.cue)
    if _AUTHOR_CUE.search(cue) and (book := _book_of(page, who)) is not None:
        return [chain.hop(book, page.article), *page.channels.get(book.entity, [])]
    return None


def _overlaps(draft: _Draft, span: Stretch) -> bool:
    inside = [*draft.source, *draft.found.cue]
    return any(a < span[1] and span[0] - 13 < b for a, b in inside)


def _introduced(page: _Page, drafts: list[_Draft], at: int) -> list[Hop]:
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


def _went_on(page: _Page, drafts: list[_Draft], at: int) -> list[Hop]:
    """Give the channel of the attribution just before, where the same source goes on speaking."""
    draft = drafts[at]
    cue = " ".join(page.article.text[start:end] for start, end in draft.found.cue)
    for earlier in drafts[:at][::-1][:2]:
        if (
            earlier.parent is not None
            or not earlier.hops
            or draft.who is None
            or earlier.who is None
        ):
            continue
        if earlier.who.entity is not draft.who.entity or draft.who.entity is None:
            continue
        between = page.article.text[earlier.sentence[1] : draft.sentence[0]]
        if "\n" not in between.strip(" ") or _GOES_ON.search(cue):
            return list(earlier.hops)
    return []


def _remember(page: _Page, draft: _Draft, who: Who) -> None:
    """Keep by which channel an unnamed source or a document came onto this page."""
    who = draft.who or who
    sticky = who.kind in (SourceKind.UNNAMED, SourceKind.DOCUMENT)
    if sticky and who.entity is not None and draft.hops:
        page.channels.setdefault(who.entity, list(draft.hops))


def _identity(article: Article, draft: _Draft) -> str:
    roles = (draft.found.content, draft.found.cue, draft.source)
    return digest(article.id, *(str(role) for role in roles))


def _attribution(page: _Page, draft: _Draft, own: str, parent: str | None) -> Attribution:
    """Make the record; every span is cut from the page."""
    article, found, who = page.article, draft.found, draft.who or Who(None, SourceKind.NONE)
    text = article.text
    cue = " ".join(text[start:end] for start, end in found.cue)
    content = " ".join(text[start:end] for start, end in found.content)
    form = _form(page, found.content)
    around = _around(text, draft)
    told = chain.addressee(text, found.cue, draft.sentence[1])
    direct = form is Form.DIRECT
    return Attribution(
        id=own,
        article=article.id,
        content=_spans(article, found.content),
        cue=_spans(article, found.cue),
        source=_spans(article, draft.source),
        source_name=who.name,
        source_kind=who.kind,
        source_count=who.count,
        source_plural=who.is_plural,
        source_evidence=_spans(article, sorted(set(who.evidence))),
        form=form,
        act=act_of(cue, content, around, direct),
        hedged=is_hedged(cue, content, around, direct),
        addressee=text[slice(*told)] if told else None,
        parent=parent,
        hops=tuple(hop for hop in draft.hops or () if hop.name),
        score=found.score,
    )


def _spans(article: Article, ranges: Sequence[Stretch]) -> tuple[Span, ...]:
    return tuple(article.span(start, end) for start, end in ranges if end > start)


def _around(text: str, draft: _Draft) -> str:
    """Give the words from source to cue, where an adverb or a "not" may stand."""
    spans = sorted([*draft.found.cue, *draft.source])
    if not spans or not draft.found.cue:
        return ""
    low, high = draft.found.cue[0][0], draft.found.cue[-1][1]
    near = [span for span in draft.source if abs(span[1] - low) < 40]
    start = min([low - 24, *(span[1] for span in near)]) if near else low - 24
    before = [end for _, end in draft.found.content if end <= low]
    after = [begin for begin, _ in draft.found.content if begin >= high]
    begin = max(draft.sentence[0], start, *before)
    return text[begin : min(high + 24, draft.sentence[1], *after)]


def _form(page: _Page, content: Ranges) -> Form:
    inside, total = share_quoted(content, page.marks, page.article.text)
    if not total:
        return Form.INDIRECT
    share = inside / total
    if share >= _HIGH_SHARE:
        return Form.DIRECT
    return Form.MIXED if share >= _LOW_SHARE else Form.INDIRECT
