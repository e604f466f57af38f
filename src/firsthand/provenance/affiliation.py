"""Whom a named speaker speaks for, as the page says: "Ana Ito, a spokeswoman for the port".

Two who speak for one institution are one origin (R4), so what matters is only whether a page's
words make somebody a voice of somebody else. Members, officials and experts are voices of their
own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from firsthand.language.identity import tokens
from firsthand.types import Article, Attribution, SourceKind, Span

__all__ = ["Voice", "voices"]

_ROLE = (
    r"(?:(?:chief|deputy|senior|top|lead|company|campaign|press|principal|assistant)\s)*"
    r"(?:spokes(?:man|woman|person)|press\s(?:secretary|officer|aide)"
    r"|communications\s(?:director|chief|manager)|(?:media|press)\sofficer"
    r"|head\sof\s(?:communications|media)|lawyer|attorney|counsel)"
)
_WHOM = (
    r"(?P<whom>(?:the\s)?[A-Z][\w.&-]*(?:\s(?:(?:of|for|and|the)\s)?[A-Z][\w.&-]*)*"
    r"|(?:the|his|her|its|their)\s(?:[a-z]+\s){0,2}(?:campaign|company|office|ministry|party"
    r"|group|union|department|agency|committee|family))"
)
_AROUND = 120  # characters looked at on both sides of a name

Voice = tuple[str, tuple[Span, ...]]  # whom somebody speaks for, and the words that say so


def voices(attributions: Iterable[Attribution], articles: Sequence[Article]) -> dict[str, Voice]:
    """Give for each named person whom they speak for, where a page says so."""
    pages = {page.id: page for page in articles}
    found: dict[str, Voice] = {}
    by_page: dict[str, list[Attribution]] = {}
    for item in sorted(attributions, key=lambda item: (item.article, _start(item), item.id)):
        by_page.setdefault(item.article, []).append(item)
    for page_id, items in sorted(by_page.items()):
        page = pages.get(page_id)
        if page is None:
            continue
        for item in items:
            name = item.source_name
            if item.source_kind is SourceKind.PERSON and name and name not in found:
                voice = _stated(page, name) or _bare(page, item, items)
                if voice:
                    found[name] = voice
    return found


def _start(item: Attribution) -> int:
    return min((span.start for span in (*item.source, *item.cue, *item.content)), default=0)


@cache
def _patterns(last: str) -> tuple[re.Pattern[str], ...]:
    whole = rf"(?:[A-Z][\w.’'-]*\s){{0,3}}(?i:{re.escape(last)})"
    plain = r"(?P<whom>(?:the\s)?(?:campaign|company|party|ministry|union|group|agency))"
    forms = (
        rf"{whole},\s(?:(?:a|an|the|who\sis\sa)\s)?{_ROLE}\s(?:for|of|to|at|with)\s{_WHOM}",
        rf"{whole},\s(?:the|a|its)\s{plain}\s{_ROLE}",
        rf"{whole},\s{_WHOM}(?:[’']s?)?\s{_ROLE}",
        rf"{_ROLE}\s(?:for|of|to|at)\s{_WHOM},?\s{whole}",
        rf"{_WHOM}(?:[’']s?)?\s{_ROLE},?\s{whole}",
    )
    return tuple(re.compile(form) for form in forms)


def _stated(page: Article, name: str) -> Voice | None:
    """Find the words that make this name somebody's voice."""
    last = tokens(name)[-1]
    folded = page.text.casefold()
    if len(folded) != len(page.text):
        return None  # folding moved the offsets; rare scripts only
    at = folded.find(last)
    while at >= 0:
        low, high = max(0, at - _AROUND), at + len(last) + _AROUND
        for pattern in _patterns(last):
            for found in pattern.finditer(page.text, low, high):
                if found.start() <= at < found.end() and last not in tokens(found["whom"]):
                    return found["whom"], (page.span(*found.span()),)
        at = folded.find(last, at + len(last))
    return None


def _bare(page: Article, item: Attribution, items: Sequence[Attribution]) -> Voice | None:
    """Read "Ana Ito, a spokeswoman," as a voice of the institution that the paragraph quotes."""
    name = re.escape(tokens(item.source_name or "")[-1])
    found = re.search(rf"(?i:{name}),\s(?:an?|its|the)\s{_ROLE}\b", page.text)
    if found is None:
        return None
    zone = page.zone_at(found.start())
    if zone is None:
        return None
    before = [
        other
        for other in items
        if other.source_kind is SourceKind.ORGANISATION
        and other.source_name
        and zone.start <= _start(other) < found.start()
    ]
    if not before:
        return None
    other = before[-1]
    return other.source_name or "", (*other.source, page.span(*found.span()))
