"""Who stands behind an outlet or a document that the tagger names as the source.

The decision: where the page says from whom a relay has its words (whom it cites, quotes or says to
have told it, whose claim it brought), the words are given back to that one, through the relay.
Where it does not say so, the relay itself is as far back as the page leads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.attribution import chain
from firsthand.attribution.page import Draft, Page, Stretch
from firsthand.attribution.pronouns import PRONOUNS
from firsthand.attribution.relays import can_speak
from firsthand.attribution.who import Who
from firsthand.types import Hop, SourceKind

__all__ = ["speaker_behind"]

_WHO = r"(?P<who>[^,;:“”\"\n]{2,60}?)"
_NAMED = r"(?P<who>(?:the |an? )?[\w’'.-]+(?: [\w’'.-]+){0,5}?(?:, [^,;“”\"\n]{2,70},)?)"
_FINDS = (
    r"(?:found|finds|said|says|told (?:it|them|the \w+)|told|shows?|showed|states?|stated|"
    r"concluded|warned|ruled|alleged|indicated|suggested)"
)
_WHEN = r"(?: (?:on |late |early )?\w+day| last \w+| earlier)?"
_SAW = r"(?: (?:that )?(?:it|they) (?:had )?(?:seen|obtained|reviewed|saw))?"
# After the source: "quotes Ito as saying", "published a memo showing".
_QUOTING = re.compile(
    rf" (?:(?:also|then|later|has) )?(?:quotes|quoted|cites|cited) {_WHO}"
    r"(?:, [^,;“”\"\n]{2,60},)? (?:as )?(?:saying|telling|writing|stating|showing|reading)\b"
)
_PRINTING = re.compile(
    r" (?:(?:has|had|first|also) )?(?:published|obtained|reviewed|saw|posted|leaked|unearthed)"
    rf" {_WHO} (?:showing|saying|stating|suggesting|indicating|(?:that|which) {_FINDS})\b"
)
# Between the content and "according to the memo": "…,” the aide wrote, ".
_SAID_BEHIND = re.compile(
    rf"[”\"]? ?{_NAMED} (?:reportedly |allegedly |then |also )?"
    r"(?:told|said|says|tells|asked|wrote|writes|added|replied)\b"
)
# Before the content, where the paper follows it: "Ito told the committee …, testimony shows".
_TOLD_BEHIND = re.compile(
    rf"(?:^|[.;:] ){_NAMED} (?:told (?:[\w’'-]+ ){{1,5}}|(?:said|wrote|testified|claimed|warned|"
    r"insisted) )(?:that )?[“\"]?$"
)
# Between the cue and the content: "reported that the audit found", "said it was told by aides".
_FOUND_BEHIND = re.compile(
    rf"{_WHEN}(?: that)? (?:{_WHO}{_SAW} {_FINDS}|it (?:was|had been) told by (?P<teller>"
    r"[^,;:“”\"\n]{2,60}?))(?: that)? ?[“\"]?$"
)
# Before "first reported by the Post": "Ito’s claim".
_CLAIM_OF = re.compile(
    r"(?:^| )(?P<who>(?:[A-Z][\w.’'-]*? ?){1,5})[’']s? (?:\w+ )?(?:assertion|claim|allegation|"
    r"account|statement|remark|comment|accusation|admission|suggestion|charge|denial)s?,? $"
)
_BROUGHT = re.compile(
    r"\b(?:reported|published|revealed|disclosed|made|described) (?:by|in|to|on)$"
)
_CITING = re.compile(
    r"\b(?:citing|quoting|which (?:cited|quoted)|based on(?: interviews with)?|"
    r"attributing (?:it|this|that|the \w+) to)\s+"
    r"(?:what (?:it|they) (?:said|called|described as)(?: was| were)? )?",
    re.I,
)
_CITED = re.compile(
    r"([^,.;“”\"\n]{3,120}?)(?=[,.;“”\"\n]| that | who | and (?:said|added|reported)|$)"
)
_CITES_NEXT = re.compile(
    r"(?:It|They|[Tt]he (?:\w+ )?(?:newspaper|paper|network|agency|report|outlet|magazine|site|"
    r"story|article|website|station|channel|broadcaster)) (?:also )?(?:cited|cites|quoted|"
    r"attributed (?:it|this|the \w+) to|based (?:it|this|its \w+) on) "
    r"(?P<who>[^,.;“”\"\n]{3,120}?)(?=[,.]|$)"
)
_FAR = 250  # characters before the words in which their speaker may stand
_RELAYS = (SourceKind.OUTLET, SourceKind.DOCUMENT, SourceKind.ORGANISATION)


def speaker_behind(page: Page, drafts: Sequence[Draft], draft: Draft) -> list[Hop] | None:
    """Turn the attribution round, and give its hops; None where nobody stands behind its source."""
    relay = draft.who
    if relay is None or not draft.source:
        return None
    for span in (*_told(page, draft, relay), *_cited(page, drafts, draft, relay)):
        words = page.article.text[slice(*span)]
        if not (can_speak(page, span, words) or words.casefold() in PRONOUNS):
            continue
        draft.source = (span,)
        draft.who = page.sources.resolve(draft.source, "said")
        return [chain.hop(relay, page.article), *page.channels.get(relay.entity, [])]
    return None


def _told(page: Page, draft: Draft, relay: Who) -> Iterator[Stretch]:
    """Yield who is said to have told, written or found it, by where the relay and its cue stand."""
    text, end = page.article.text, draft.source[0][1]
    cue = draft.found.cue[0] if draft.found.cue else (end, end)
    low = max((end for _, end in draft.found.content if end <= cue[0]), default=cue[0])
    if quotes := _QUOTING.match(text, end, draft.sentence[1]):
        yield quotes.span("who")
    elif relay.kind in _RELAYS and (behind := _SAID_BEHIND.match(text, low, cue[0])):
        yield behind.span("who")
    elif relay.kind in (SourceKind.OUTLET, SourceKind.DOCUMENT):
        yield from _around_content(page, draft, cue, relay.kind is SourceKind.OUTLET)


def _around_content(page: Page, draft: Draft, cue: Stretch, is_outlet: bool) -> Iterator[Stretch]:
    """Yield whom the words right before the content name: "reported that the audit found"."""
    text = page.article.text
    opens = min((start for start, _ in draft.found.content), default=0)
    first = max(draft.sentence[0], min(opens, cue[0]) - _FAR)
    if opens < cue[0]:
        if front := _TOLD_BEHIND.search(text[first:opens]):
            yield (first + front.start("who"), first + front.end("who"))
    elif is_outlet and (paper := _PRINTING.match(text, draft.source[0][1], opens)):
        yield paper.span("who")
    elif found := _FOUND_BEHIND.match(text, cue[1], opens):
        yield found.span("teller" if found["teller"] else "who")
    elif is_outlet and _BROUGHT.search(text, *cue):
        claim = _CLAIM_OF.search(text, first, cue[0])
        yield from [claim.span("who")] if claim else []


def _cited(page: Page, drafts: Sequence[Draft], draft: Draft, relay: Who) -> Iterator[Stretch]:
    """Yield whom the relay cites: "the Post reported, citing two officials"."""
    if relay.kind not in _RELAYS:
        return
    text = page.article.text
    span = None
    if citing := _CITING.search(text, *draft.near):
        others = page.cast.inside(draft.source[0][1], citing.start())
        if any(m.member.kind is SourceKind.OUTLET for m in others):
            return  # "Ito said …, the Post reported, citing her office"
        cited = _CITED.match(text, citing.end(), draft.sentence[1])
        span = cited.span(1) if cited else None
    elif relay.kind is SourceKind.OUTLET:
        after = page.sentence_at(draft.sentence[1] + 2)
        following = _CITES_NEXT.match(text, *after) if after[0] >= draft.sentence[1] else None
        span = following.span("who") if following else None
    taken = [stretch for other in drafts for stretch in other.source]
    if span is not None and not any(a < span[1] and span[0] < b for a, b in taken):
        yield span
