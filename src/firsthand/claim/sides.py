"""What each account of a claim says that can be laid beside another account.

Two pages are not compared as heaps of words: each account is compared with the account of the
other page that is most like it, so that no number is set against a number of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from firsthand.claim.terms import Vocabulary
from firsthand.claim.words import listed
from firsthand.language.dates import When, dates
from firsthand.language.names import Name, NameKind, names
from firsthand.language.numbers import Quantity, quantities
from firsthand.types import Account, Article, Span

__all__ = ["Side", "Version", "around", "nearest", "phrase", "side"]

_ALIKE = 0.25  # likeness of two accounts from which they are compared; as match.Params.near, argued
_QUOTED = re.compile(r"[“\"]([^“”\"]{12,}?)[”\"]")
_OPENING = re.compile(r"(?:^|[.!?:\n“”\"‘’'(\[—–])\s*$")
_OF = re.compile(r"\s(?:of|for)\s(?:the\s)?")
_RELATIVE = re.compile(r"today|tonight|yesterday|tomorrow|last night|this morning", re.IGNORECASE)
_WORD = re.compile(r"[\w’'-]+")
_CLAUSE = re.compile(r"[,;:.!?()“”\"\n—–]")
_REACH = 6  # words on each side of a number or a date that say what it is of


class Version(Struct, frozen=True, kw_only=True):
    """One account of a claim, taken apart."""

    account: Account
    spans: tuple[Span, ...]
    terms: frozenset[str]
    quantities: tuple[tuple[Quantity, Span], ...]
    dates: tuple[tuple[When, Span], ...]
    names: tuple[tuple[Name, Span], ...]
    quotes: tuple[Span, ...]
    occasions: tuple[Span, ...]  # "in a phone call with Ana Ito"
    tells_occasion: bool  # whether it has a word for one at all: "to hold a phone call"


class Side(Struct, frozen=True, kw_only=True):
    """What one page tells of a claim."""

    page: Article
    versions: tuple[Version, ...]
    stems: frozenset[str]  # of the page's whole body

    @property
    def outlet(self) -> str:
        """The name of the page's outlet, for a note."""
        return self.page.outlet or self.page.name or self.page.title or "one page"


def side(
    page: Article, accounts: Sequence[Account], stems: frozenset[str], vocabulary: Vocabulary
) -> Side:
    """Take a page's accounts of one claim apart; one inside another stands once."""
    kept = [
        account
        for account in accounts
        if not any(other != account and _inside(account, other) for other in accounts)
    ]
    versions = tuple(_version(page, item, vocabulary) for item in kept)
    return Side(page=page, versions=versions, stems=stems)


def _inside(one: Account, other: Account) -> bool:
    held = all(
        any(wide.start <= span.start and span.end <= wide.end for wide in other.spans)
        for span in one.spans
    )
    return held and (
        one.spans != other.spans or (one.attribution or "") > (other.attribution or "")
    )


def _version(page: Article, account: Account, vocabulary: Vocabulary) -> Version:
    spans = tuple(sorted(account.spans))
    anchor: date | None = page.published.earliest.date() if page.published else None

    def pinned(span: Span, start: int, end: int) -> Span:
        return page.span(span.start + start, span.start + end)

    return Version(
        account=account,
        spans=spans,
        terms=vocabulary.terms(" … ".join(span.exact for span in spans)),
        quantities=tuple(
            (item, pinned(span, item.start, item.end))
            for span in spans
            for item in quantities(span.exact)
        ),
        dates=tuple(
            (_loose(item), pinned(span, item.start, item.end))
            for span in spans
            for item in dates(span.exact, anchor)
        ),
        names=tuple(
            (item, page.span(item.start, item.end)) for span in spans for item in _names(page, span)
        ),
        quotes=tuple(
            pinned(span, found.start(1), found.end(1))
            for span in spans
            for found in _QUOTED.finditer(span.exact)
        ),
        occasions=tuple(
            pinned(span, *found.span("whole"))
            for span in spans
            for found in _occasions().finditer(span.exact)
        ),
        tells_occasion=any(_occasion_words().search(span.exact) for span in spans),
    )


def _loose(when: When) -> When:
    """Let "today" be the day before or after as well: pages print it in zones of their own."""
    if not _RELATIVE.fullmatch(when.exact):
        return when
    day = timedelta(days=1)
    return replace(when, earliest=when.earliest - day, latest=when.latest + day)


def _names(page: Article, span: Span) -> Iterator[Name]:
    """Yield the names in a span, no offices; "Abbey of Lisse" is one."""
    whole: Name | None = None
    for item in names(page.text, span.start, span.end):
        if item.kind is NameKind.ROLE or _only_opens(item, page):
            continue
        if whole and _OF.fullmatch(page.text, whole.end, item.start):
            text = page.text[whole.core : item.end]
            whole = replace(whole, end=item.end, text=text)
            continue
        if whole:
            yield whole
        whole = item
    if whole:
        yield whole


def _only_opens(name: Name, page: Article) -> bool:
    """Whether a word's capital only opens a sentence or a quotation: "Right now"."""
    before = page.text[max(0, name.start - 4) : name.start]
    if " " in name.text or not _OPENING.search(before):
        return False
    return not re.search(rf"[\w,;]\s{re.escape(name.text)}\b", page.text)


@cache
def _occasion_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(listed('occasions'))})s?\b")


@cache
def _occasions() -> re.Pattern[str]:
    """Compile the phrases that say on what occasion something was said or done."""
    nouns = _occasion_words().pattern.removeprefix(r"\b").removesuffix(r"s?\b")
    return re.compile(
        rf"\b(?P<whole>(?i:in|during|at|over|by|via)\s(?:an?|the|his|her|their)\s(?:[\w-]+\s){{0,2}}?"
        rf"{nouns}(?:\s(?:with|to|on)\s(?:the\s)?[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*)?)\b"
    )


def nearest(one: Version, others: Iterable[Version], vocabulary: Vocabulary) -> Version | None:
    """Give the version most like this one; None where none is like it."""
    rated = [(vocabulary.overlap(one.terms, other.terms), other) for other in others]
    best = max(rated, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= _ALIKE else None


def around(span: Span, version: Version, vocabulary: Vocabulary) -> frozenset[str]:
    """Give the terms of the words beside a span, inside its account."""
    home = next(item for item in version.spans if item.start <= span.start <= item.end)
    low, high = span.start - home.start, span.end - home.start
    before = [found[0] for found in _WORD.finditer(home.exact[:low])][-_REACH:]
    after = [found[0] for found in _WORD.finditer(home.exact[high:])][:_REACH]
    return vocabulary.terms(" ".join(before)) | vocabulary.terms(" ".join(after))


def phrase(span: Span, version: Version, page: Article, before: int, after: int = 0) -> Span:
    """Widen a span by up to so many words on each side, inside its clause."""
    home = next(item for item in version.spans if item.start <= span.start <= item.end)
    left = _CLAUSE.split(page.text[home.start : span.start])[-1]
    right = _CLAUSE.split(page.text[span.end : home.end])[0]
    starts = [found.start() for found in _WORD.finditer(left)][-before:] if before else []
    ends = [found.end() for found in _WORD.finditer(right)][:after]
    low = span.start - len(left) + starts[0] if starts else span.start
    return page.span(low, span.end + ends[-1] if ends else span.end)
