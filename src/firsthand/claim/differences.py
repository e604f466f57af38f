"""Where the accounts of one claim differ, with the words of both sides.

Pages are compared two by two, copies of one text aside. A difference is one of: a value that does
not fit, a detail (a name, a number, a date) that only one side has, a doubt that one side drops, a
quotation worded otherwise, an answer that one side leaves out or flattens.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from firsthand.claim.tellings import ANSWERS
from firsthand.claim.terms import stem
from firsthand.language.dates import When, dates
from firsthand.language.identity import tokens
from firsthand.language.names import Name, names
from firsthand.language.numbers import Quantity, agree, quantities
from firsthand.language.words import words
from firsthand.types import (
    Account,
    Act,
    Article,
    Attribution,
    Discrepancy,
    Link,
    LinkKind,
    Proposition,
    Scope,
    Span,
)

__all__ = ["with_differences"]

_MOST = 8  # differences of one claim between two pages; more bury each other
_PAGES = 12  # pages of one claim that are compared; the earliest by id
_LEAST_RUN = 4  # words that two forms of one quotation have in common
_HEDGE = re.compile(
    r"\b(?:[Rr]eportedly|[Aa]llegedly|[Aa]pparently|[Ss]upposedly|[Pp]urportedly|may|might|[Pp]ossibly"
    r"|[Pp]erhaps|[Mm]aybe|[Pp]robably|[Ss]eemingly|suggests?|appears?|appeared|alleged|claimed)\b"
)
_QUOTED = re.compile(r"[“\"]([^“”\"]{12,}?)[”\"]")


class _Side(Struct, frozen=True):
    """What one page tells of a claim."""

    page: Article
    accounts: tuple[Account, ...]
    spans: tuple[Span, ...]
    stems: frozenset[str]
    quantities: tuple[tuple[Quantity, Span], ...]
    dates: tuple[tuple[When, Span], ...]
    names: tuple[tuple[Name, Span], ...]
    quotes: tuple[Span, ...]
    whole: frozenset[str]  # stems of the page's body


def with_differences(
    drafts: Sequence[Proposition],
    articles: Sequence[Article],
    attributions: Sequence[Attribution],
    links: Sequence[Link],
) -> tuple[Proposition, ...]:
    """Give the claims with the differences between the pages that tell them."""
    pages = {page.id: page for page in articles}
    said = {item.id: item for item in attributions}
    same = {frozenset((link.left, link.right)) for link in links if link.kind is LinkKind.COPY}
    heard = {
        (item.article, word)
        for item in said.values()
        if item.act in ANSWERS
        for word in tokens(item.source_name or "")
    }
    stems: dict[str, frozenset[str]] = {}  # of whole pages, made once each
    return tuple(
        replace(draft, discrepancies=tuple(_differences(draft, pages, said, same, stems, heard)))
        for draft in drafts
    )


def _differences(
    draft: Proposition,
    pages: Mapping[str, Article],
    said: Mapping[str, Attribution],
    same: set[frozenset[str]],
    stems: dict[str, frozenset[str]],
    heard: set[tuple[str, str]],
) -> Iterator[Discrepancy]:
    by_page: defaultdict[str, list[Account]] = defaultdict(list)
    for account in draft.told:
        by_page[account.article].append(account)
    if len(by_page) < 2:
        return
    sides = [
        _side(pages[page], by_page[page], _stems(pages[page], stems))
        for page in sorted(by_page)[:_PAGES]
    ]
    found: list[Discrepancy] = []
    for left, right in combinations(sides, 2):
        pair = [*_values(left, right), *_hedges(left, right, said), *_quotes(left, right)]
        if frozenset((left.page.id, right.page.id)) not in same:
            pair += [*_details(left, right), *_details(right, left)]
        found += [*pair[:_MOST], *_answers(draft, left, right, heard)]
    first = {(item.kind, item.note): item for item in reversed(found)}
    yield from reversed(first.values())


def _side(page: Article, accounts: Sequence[Account], whole: frozenset[str]) -> _Side:
    spans = tuple(sorted({span for account in accounts for span in account.spans}))
    anchor: date | None = page.published.earliest.date() if page.published else None
    return _Side(
        page=page,
        accounts=tuple(accounts),
        spans=spans,
        stems=frozenset(stem(word.text) for span in spans for word in words(span.exact)),
        quantities=tuple(
            (item, page.span(span.start + item.start, span.start + item.end))
            for span in spans
            for item in quantities(span.exact)
        ),
        dates=tuple(
            (item, page.span(span.start + item.start, span.start + item.end))
            for span in spans
            for item in dates(span.exact, anchor)
        ),
        names=tuple(
            (item, page.span(item.start, item.end))
            for span in spans
            for item in names(page.text, span.start, span.end)
        ),
        quotes=tuple(
            page.span(span.start + found.start(1), span.start + found.end(1))
            for span in spans
            for found in _QUOTED.finditer(span.exact)
        ),
        whole=whole,
    )


def _stems(page: Article, known: dict[str, frozenset[str]]) -> frozenset[str]:
    if page.id not in known:
        known[page.id] = frozenset(stem(word.text) for word in words(page.body))
    return known[page.id]


def _values(left: _Side, right: _Side) -> Iterator[Discrepancy]:
    """Yield numbers of one unit that no number of the other side fits."""
    for item, span in left.quantities:
        rivals = [pair for pair in right.quantities if _one_unit(item, pair[0])]
        if rivals and not any(agree(item, other) for other, _ in rivals):
            note = f"{span.exact} against {rivals[0][1].exact}"
            yield Discrepancy(kind="value", left=(span,), right=(rivals[0][1],), note=note)


def _one_unit(one: Quantity, other: Quantity) -> bool:
    if one.unit is None or other.unit is None:
        return False
    return one.unit == other.unit or stem(one.unit) == stem(other.unit)


def _hedges(left: _Side, right: _Side, said: Mapping[str, Attribution]) -> Iterator[Discrepancy]:
    """Yield where one side tells with doubt what the other tells without."""
    one, other = _doubt(left, said), _doubt(right, said)
    if bool(one) == bool(other):
        return
    hedged, flat = (left, right) if one else (right, left)
    spans = one or other
    note = f"“{spans[0].exact}” on one side, told without doubt on the other"
    flat_spans = flat.spans[:1]
    yield Discrepancy(
        kind="hedge_dropped",
        left=spans[:1] if hedged is left else flat_spans,
        right=flat_spans if hedged is left else spans[:1],
        note=note,
    )


def _doubt(side: _Side, said: Mapping[str, Attribution]) -> tuple[Span, ...]:
    """Give the words of doubt in every account of a side; nothing where one tells it flatly."""
    found: list[Span] = []
    for account in side.accounts:
        mine = [
            side.page.span(span.start + match.start(), span.start + match.end())
            for span in account.spans
            for match in _HEDGE.finditer(span.exact)
        ]
        told = said.get(account.attribution or "")
        if told is not None and told.hedged and not mine:
            mine = list(told.cue[:1]) or list(account.spans[:1])
        if not mine:
            return ()
        found += mine
    return tuple(found)


def _quotes(left: _Side, right: _Side) -> Iterator[Discrepancy]:
    """Yield quotations that share a run of words and differ inside it."""
    for one in left.quotes:
        for other in right.quotes:
            mine, theirs = _folded(one.exact), _folded(other.exact)
            if mine == theirs or " ".join(mine) in " ".join(theirs):
                continue
            if " ".join(theirs) in " ".join(mine):
                continue
            shared = _common(mine, theirs)
            if shared >= max(_LEAST_RUN, min(len(mine), len(theirs)) // 2):
                yield Discrepancy(
                    kind="quote_wording",
                    left=(one,),
                    right=(other,),
                    note="one quotation, worded differently",
                )


def _folded(text: str) -> list[str]:
    return [stem(word.text) for word in words(text)]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return len(set(one) & set(other))


def _details(left: _Side, right: _Side) -> Iterator[Discrepancy]:
    """Yield names, numbers and dates that only the left side has."""
    for span, note in _extras(left, right):
        yield Discrepancy(kind="added_detail", left=(span,), right=right.spans[:1], note=note)


def _extras(left: _Side, right: _Side) -> Iterator[tuple[Span, str]]:
    for when, span in left.dates:
        if not any(when.meets(item) for item, _ in right.dates):
            yield span, f"only one side dates it: {when.exact}"
    for number, span in left.quantities:
        if not any(_one_unit(number, item) or agree(number, item) for item, _ in right.quantities):
            yield span, f"only one side counts: {number.exact}"
    for name, span in left.names:
        parts = {stem(part) for part in tokens(name.text)}
        if parts and not parts & right.stems and not parts <= right.whole:
            yield span, f"only one side names: {name.text}"


def _answers(
    draft: Proposition, left: _Side, right: _Side, heard: set[tuple[str, str]]
) -> Iterator[Discrepancy]:
    """Yield answers that one page has and the other leaves out, or gives less exactly.

    `heard` holds each page's words for whoever answers there, whatever the answer answers.
    """
    for one, other in ((left, right), (right, left)):
        theirs = [item for item in draft.responses if _on(item.spans, other)]
        for item in draft.responses:
            if item.act is Act.CONFIRMS or not _on(item.spans, one):
                continue
            same = [reply for reply in theirs if set(tokens(reply.by)) & set(tokens(item.by))]
            if any((other.page.id, word) in heard for word in tokens(item.by)) and not same:
                continue
            if not same:
                sides = item.spans, other.spans[:1]
                home = other.page.outlet or other.page.title or "the other page"
                note = f"{home} leaves out the answer of {item.by}"
                yield _sided("response_missing", sides, one is left, note)
            elif item.scope is Scope.SPECIFIC and all(r.scope is Scope.GENERAL for r in same):
                note = f"{item.by} answers this very point on one page, in general on the other"
                yield _sided("scope", (item.spans, same[0].spans), one is left, note)


def _on(spans: Sequence[Span], side: _Side) -> bool:
    return bool(spans) and spans[0].article == side.page.id


def _sided(
    kind: str, sides: tuple[tuple[Span, ...], tuple[Span, ...]], in_order: bool, note: str
) -> Discrepancy:
    left, right = sides if in_order else sides[::-1]
    return Discrepancy(kind=kind, left=left, right=right, note=note)
