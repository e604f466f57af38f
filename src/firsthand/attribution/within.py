"""Hops that the sentence itself names: the document that words stand in, the outlet that has it.

The decision: only what is said in so many words makes a hop. "Obtained by N", "in a report dated…",
"told the auditors" on a page that reads the audit, "the paper's sources". A statement and an email
to the newsroom are the source itself speaking.
"""

from __future__ import annotations

import re

from firsthand.attribution import chain
from firsthand.attribution.cast import Mention
from firsthand.attribution.forms import folded
from firsthand.attribution.lexicon import singular
from firsthand.attribution.page import Draft, Page
from firsthand.attribution.phrases import described
from firsthand.attribution.who import Who
from firsthand.types import Hop, SourceKind

__all__ = ["stands_in"]

PERSON, ORGANISATION, UNNAMED, DOCUMENT, OUTLET = (
    SourceKind.PERSON,
    SourceKind.ORGANISATION,
    SourceKind.UNNAMED,
    SourceKind.DOCUMENT,
    SourceKind.OUTLET,
)
_PRINTED = re.compile(
    r"\b(?:obtained|reviewed|seen|viewed|published|released|reported|described|uncovered|unearthed|"
    r"dug up|disclosed|revealed|posted|leaked|cited|quoted|interviewed|sent|"
    r"provided|given|shared)(?: \w+day)?(?: (?:by|to|in|with))? (?:[Tt]he )?$"
)
_PAPER = (
    r"(?P<head>memorandum|memo|report|complaint|affidavit|filing|declaration|deposition|transcript|"
    r"recording|testimony|petition|lawsuit|diary|cable|papers|filings|documents|records|note|letters?|"
    r"e-?mails?|text messages?|texts?|messages?)"
)
_IN_PAPER = re.compile(
    rf"\b[Ii]n (?P<which>an?|the|his|her|their|its|one|another|that|this|court|sworn|legal) "
    rf"(?:(?!(?:that|which|who|whether|statement|interview|and|the|a)\b)[\w’'-]+ ){{0,5}}?"
    rf"{_PAPER}\b(?! (?:that|which)\b)(?P<tail>[^.;:“”\"\n]{{0,80}})"
)
_IN_IT = re.compile(r"^[“\"]?In it, ")
_LETTERS = re.compile(r"(?:letter|e-?mail|text|message)")
_SEIZED = re.compile(
    r"\b(?:turned over|obtained|reviewed|included|attached|filed|released|seen|leaked|unsealed|"
    r"published|disclosed|dated)\b"
)
_INQUIRERS = re.compile(
    r"^(?:the |federal |state |county |military |congressional |house |senate |committee |fire |"
    r"safety |two )*(?:investigators|auditors|inspectors|board|unit|firm|panel|committee|"
    r"commission|inquiry|agents|detectives|reviewers|examiners|grand jury|inspectors? general|"
    r"task force)\b"
)
_FINDINGS = frozenset(
    [
        *("report", "audit", "review", "memo", "complaint", "filing", "affidavit", "indictment"),
        *("document", "transcript", "findings", "study", "inquiry", "investigation", "summary"),
        *("deposition", "testimony"),
    ]
)
_SOURCES = re.compile(r"[’']s (?:own )?(?:\w+ )?(?:sources?|informants?)$", re.IGNORECASE)
_BESIDE = 300  # characters between an attribution and the paper that it stands in
_BACK = 3000  # characters in which a document that spoke is still the one on the table


def stands_in(page: Page, draft: Draft, who: Who) -> list[Hop] | None:
    """Give the hops that the sentence names for this source; None where it names none."""
    if who.kind in (DOCUMENT, UNNAMED):
        outlet = _printed_in(page, draft) or _sources_of(page, draft)
        if outlet is not None:
            return [_outlet_hop(page, outlet)]
    if who.kind in (PERSON, UNNAMED, ORGANISATION):
        paper = _told_inquiry(page, draft) or _in_paper(page, draft, who)
        if paper is not None:
            return [chain.hop(paper, page.article), *page.channels.get(paper.entity, [])]
    return None


def _outlet_hop(page: Page, mention: Mention) -> Hop:
    member = mention.member
    span = page.article.span(mention.start, mention.end)
    return Hop(name=member.name, kind=member.kind, spans=(span,))


def _printed_in(page: Page, draft: Draft) -> Mention | None:
    """Give the outlet inside "emails obtained by the Quayside Eye"."""
    for start, end in draft.source:
        for mention in page.cast.inside(start, end):
            if mention.member.kind is not OUTLET or chain.is_own(page.article, mention.member.name):
                continue
            if _PRINTED.search(page.article.text, start, mention.start):
                return mention
    return None


def _sources_of(page: Page, draft: Draft) -> Mention | None:
    """Give the outlet of "the paper's sources", the one that the page spoke of last."""
    if not draft.source:
        return None
    start, end = draft.source[0]
    if not _SOURCES.search(page.article.text[start:end]):
        return None
    for mention in [*page.cast.inside(start, end), *page.cast.before(start, 12)]:
        if mention.member.kind is OUTLET:
            own = chain.is_own(page.article, mention.member.name)
            return None if own else mention
    return None


def _told_inquiry(page: Page, draft: Draft) -> Who | None:
    """Read "he told the auditors" on a page that reads their report: the report passes it on."""
    told = chain.addressee(page.article.text, draft.found.cue, draft.sentence[1])
    if told is None or not _INQUIRERS.match(folded(page.article.text[slice(*told)])):
        return None
    return _paper_before(page, draft, _FINDINGS)


def _paper_before(page: Page, draft: Draft, heads: frozenset[str] | None) -> Who | None:
    """Give the document that spoke last before this attribution."""
    at = draft.sentence[0]
    for start, who in reversed(page.sources.past):
        if start > at + 1 or at - start > _BACK:
            continue
        if who.kind is DOCUMENT and who.name:
            words = {singular(word) for word in folded(who.name).split()}
            if heads is None or words & heads:
                return who
    return None


def _is_beside(text: str, draft: Draft, at: int) -> bool:
    """Whether these words open the sentence or stand right behind those of the attribution."""
    spans = [*draft.found.content, *draft.found.cue, *draft.source]
    low = max((end for _, end in spans if end <= at), default=draft.sentence[0])
    return at - low < _BESIDE and not re.search(r"[,;]\s\w", text[low:at])


def _in_paper(page: Page, draft: Draft, who: Who) -> Who | None:
    """Read "she wrote in a report dated May 2": the report passes on what she wrote."""
    text = page.article.text
    if _IN_IT.match(text[draft.sentence[0] : draft.sentence[1]]) and who.kind is not PERSON:
        return _paper_before(page, draft, None)
    for match in _IN_PAPER.finditer(text, *draft.near):
        if any(start <= match.start() < end for start, end in draft.found.content):
            continue
        if not _is_beside(text, draft, match.start()):
            continue
        words = folded(match.group())
        head = singular(folded(match["head"])).replace("memorandum", "memo")
        if _LETTERS.match(head) and not _SEIZED.search(words):
            continue
        span = (match.start("which"), match.end("head"))
        named = page.sources.glance(span, "in")
        if named.kind is not DOCUMENT or named.name is None:
            return None
        if who.kind is PERSON and who.name and who.name.split()[-1] not in named.name:
            dated = re.match(r",? (?:dated )?((?:[A-Z][a-z]+\.? \d+))", match["tail"])
            date = f" of {dated.group(1)}" if dated else ""
            what = " ".join([*described(text[slice(*span)]).split()[:-1], head])
            named.name = f"{who.name}'s {what}{date}"
        return named
    return None
