"""Whom a named speaker speaks for, as the page says: "Ana Ito, a spokeswoman for the port".

Two who speak for one institution are one origin (R4), so what matters is only whether a page's
words make somebody a voice of somebody else. Members, officials and experts are voices of their
own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from firsthand.language.identity import tokens
from firsthand.types import Article, Attribution, SourceKind, Span

__all__ = ["Roles", "Voice", "roles", "voices"]

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
_WHO = r"(?P<who>[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,3})"
_PLAIN = r"(?P<whom>(?:the\s)?(?:campaign|company|party|ministry|union|group|agency))"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_WHO},\s(?:(?:a|an|the|who\sis\sa)\s)?{_ROLE}\s(?:for|of|to|at|with)\s{_WHOM}",
        rf"{_WHO},\s(?:the|a|its)\s{_PLAIN}\s{_ROLE}",
        rf"{_WHO},\s{_WHOM}(?:[’']s?)?\s{_ROLE}",
        rf"{_ROLE}\s(?:for|of|to|at)\s{_WHOM},?\s{_WHO}",
        rf"{_WHOM}(?:[’']s?)?\s{_ROLE},?\s{_WHO}",
    )
)
_BARE = re.compile(rf"{_WHO},\s(?:an?|its|the)\s{_ROLE}\b")
_ROLES = re.compile(_ROLE)
_AROUND = 120  # characters looked at on both sides of a role

Voice = tuple[str, tuple[Span, ...]]  # whom somebody speaks for, and the words that say so
Roles = Mapping[str, tuple[str, ...]]  # what the pages call a person, by the person's node id


def voices(attributions: Iterable[Attribution], articles: Sequence[Article]) -> dict[str, Voice]:
    """Give for each named person whom they speak for, where a page says so."""
    pages = {page.id: page for page in articles}
    by_page: dict[str, list[Attribution]] = {}
    for item in sorted(attributions, key=lambda item: (item.article, _start(item), item.id)):
        by_page.setdefault(item.article, []).append(item)
    found: dict[str, Voice] = {}
    for page_id, items in sorted(by_page.items()):
        page = pages.get(page_id)
        people = {
            item.source_name
            for item in items
            if item.source_kind is SourceKind.PERSON and item.source_name
        }
        if page is None or not people - found.keys():
            continue
        stated = _stated(page)
        for name in sorted(people - found.keys()):
            last = tokens(name)[-1]
            voice = stated.get(last) or _bare(page, last, items)
            if voice:
                found[name] = voice
    return found


def _start(item: Attribution) -> int:
    return min((span.start for span in (*item.source, *item.cue, *item.content)), default=0)


def _stated(page: Article) -> dict[str, Voice]:
    """Give by surname whom the page says somebody speaks for."""
    found: dict[str, Voice] = {}
    for role in _ROLES.finditer(page.text):
        low, high = max(0, role.start() - _AROUND), role.end() + _AROUND
        for form in _FORMS:
            for match in form.finditer(page.text, low, high):
                last = tokens(match["who"])[-1]
                near = match.start() <= role.start() < match.end()
                if near and last not in tokens(match["whom"]):
                    found.setdefault(last, (match["whom"], (page.span(*match.span()),)))
    return found


def _bare(page: Article, last: str, items: Sequence[Attribution]) -> Voice | None:
    """Read "Ana Ito, a spokeswoman," as a voice of the institution that the paragraph quotes."""
    for found in _BARE.finditer(page.text):
        zone = page.zone_at(found.start())
        if zone is None or tokens(found["who"])[-1] != last:
            continue
        before = [
            other
            for other in items
            if other.source_kind is SourceKind.ORGANISATION
            and other.source_name
            and zone.start <= _start(other) < found.start()
        ]
        if before:
            other = before[-1]
            return other.source_name or "", (*other.source, page.span(*found.span()))
    return None


def roles(attributions: Iterable[Attribution], key: Callable[[str], str]) -> Roles:
    """Collect what a story calls each person; `key` gives the node id of a name."""
    found: dict[str, set[str]] = {}
    for item in attributions:
        if item.source_kind is not SourceKind.PERSON or not item.source_name:
            continue
        name = set(tokens(item.source_name))
        for span in item.source_evidence:
            words = " ".join(span.exact.split())
            if not set(tokens(words)) <= name:
                found.setdefault(key(item.source_name), set()).add(words)
    return {name: tuple(sorted(found[name])) for name in sorted(found)}
