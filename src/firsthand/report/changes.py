"""What changed inside a paragraph that two texts share: a number, a name, who says it.

The words that differ are marked elsewhere; this says which of the differences an editor asks
about. Each side is pinned; a side that is None has nothing there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from firsthand.language.names import names
from firsthand.language.numbers import Quantity, agree, quantities
from firsthand.language.words import folded
from firsthand.types import Article, Record, Span

_CUE = re.compile(
    r"\b(?:said|says|told|tells|according to|report(?:ed|s|edly)|alleg(?:ed|es|edly)|"
    r"claim(?:ed|s)|den(?:ied|ies)|confirm(?:ed|s)|announced|stated|citing)\b",
    re.I,
)


class Change(Record, frozen=True, kw_only=True):
    """One thing that one side has otherwise, or not at all."""

    kind: str  # number | name | attribution
    left: Span | None
    right: Span | None


def changes(left: Article, right: Article, here: Span, there: Span) -> tuple[Change, ...]:
    """Compare two paragraphs, one of each article; numbers first, each kind in page order."""
    return (
        *_numbers(left, right, here, there),
        *_words("name", left, right, (_names(here), _names(there))),
        *_words("attribution", left, right, (_cues(here), _cues(there))),
    )


def _numbers(left: Article, right: Article, here: Span, there: Span) -> Iterator[Change]:
    mine, theirs = list(quantities(here.exact)), list(quantities(there.exact))
    for item in tuple(mine):
        match = next((other for other in theirs if _alike(item, other)), None)
        if match is not None:
            mine.remove(item)
            theirs.remove(match)
    for item in mine:
        other = next((other for other in theirs if other.unit == item.unit), None)
        if other is not None:
            theirs.remove(other)
        yield Change(kind="number", left=_pin(left, here, item), right=_pin(right, there, other))
    for item in theirs:
        yield Change(kind="number", left=None, right=_pin(right, there, item))


def _alike(one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit and one.bound == other.bound and agree(one, other)


def _pin(article: Article, paragraph: Span, item: Quantity | None) -> Span | None:
    if item is None:
        return None
    return article.span(paragraph.start + item.start, paragraph.start + item.end)


Found = tuple[str, int, int]  # what it compares by, start, end


def _names(paragraph: Span) -> list[Found]:
    return [
        (" ".join(folded(item.text)), paragraph.start + item.core, paragraph.start + item.end)
        for item in names(paragraph.exact)
        if item.sure
    ]


def _cues(paragraph: Span) -> list[Found]:
    return [
        (item[0].casefold(), paragraph.start + item.start(), paragraph.start + item.end())
        for item in _CUE.finditer(paragraph.exact)
    ]


def _words(
    kind: str, left: Article, right: Article, found: tuple[list[Found], list[Found]]
) -> Iterator[Change]:
    """Yield what one side has more often than the other, each word once."""
    mine, theirs = (Counter(word for word, _, _ in side) for side in found)
    for word, start, end in _first(found[0], mine - theirs):
        if word not in theirs:
            yield Change(kind=kind, left=left.span(start, end), right=None)
    for word, start, end in _first(found[1], theirs - mine):
        if word not in mine:
            yield Change(kind=kind, left=None, right=right.span(start, end))


def _first(side: list[Found], extra: Counter[str]) -> Iterator[Found]:
    seen: set[str] = set()
    for item in side:
        if item[0] in extra and item[0] not in seen:
            seen.add(item[0])
            yield item
