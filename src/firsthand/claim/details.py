"""Numbers and dates that do not fit, and details that only one of two pages has.

Each account is laid beside the one most like it on the other page; what it has beyond that one and
no account of the other page has either is a detail of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from datetime import timedelta

from firsthand.claim.sides import Side, Version, around, nearest, phrase
from firsthand.claim.terms import Vocabulary, stem
from firsthand.language.dates import When
from firsthand.language.identity import tokens
from firsthand.language.numbers import Bound, Quantity, agree
from firsthand.language.words import fold, words
from firsthand.types import Discrepancy, Span

__all__ = ["details", "values"]

_FAR = 4.0  # times; numbers further apart than that count different things
_BEYOND = 0.25  # of itself: as far as a number lies from the limit that a page gives for it
_BEFORE = 5  # words shown before a date
_AFTER = 2  # words shown after a name or a number
_SHORT = 3  # letters; a shorter word stands before too many things
_HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0}
_ONE_LONG = re.compile(r"\b(?:an?|one)\s(hour|day|week)\b", re.IGNORECASE)


def values(left: Side, right: Side, vocabulary: Vocabulary) -> Iterator[Discrepancy]:
    """Yield numbers and dates of one thing that do not fit each other."""
    found = (*_numbers_apart(left, right, vocabulary), *_days_apart(left, right, vocabulary))
    for (mine, one), (theirs, other) in found:
        first, second = _shown(mine, one, left), _shown(theirs, other, right)
        note = f"{first} in {left.outlet} against {second} in {right.outlet}"
        yield Discrepancy(kind="value", left=(mine,), right=(theirs,), note=note)


def _shown(span: Span, version: Version, home: Side) -> str:
    """Give a number with what it counts, or a date with the day it is."""
    for when, place in version.dates:
        if place == span and when.exact.casefold() not in str(when.earliest):
            days = dict.fromkeys((when.earliest.isoformat(), when.latest.isoformat()))
            return f"“{span.exact}” ({' to '.join(days)})"
    for number, place in version.quantities:
        if place == span and number.unit and number.unit not in span.exact:
            return f"“{phrase(span, version, home.page, 0, 1).exact}”"
    return f"“{span.exact}”"


_Place = tuple[Span, Version]


def _numbers_apart(
    left: Side, right: Side, vocabulary: Vocabulary
) -> Iterator[tuple[_Place, _Place]]:
    """Yield numbers of one kind that no number of the other side fits.

    They are of one thing where words beside them agree, or where neither side has another one.
    """
    theirs = [(item, span, other) for other in right.versions for item, span in other.quantities]
    mine = [(item, span, one) for one in left.versions for item, span in one.quantities]
    for number, span, one in mine:
        rivals = [row for row in theirs if _one_kind(number, row[0])]
        if not rivals or any(_agree(number, rival) for rival, _, _ in rivals):
            continue
        alone = len({row[0].value for row in mine if _one_kind(number, row[0])}) == 1
        alone = alone and len({rival.value for rival, _, _ in rivals}) == 1
        near = around(span, one, vocabulary) - vocabulary.terms(number.unit or "")
        for _, place, other in rivals:
            if alone or near & around(place, other, vocabulary):
                yield (span, one), (place, other)
                break


def _one_kind(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers may count one thing: one unit, and neither is many times the other."""
    low, high = sorted((_hours(one) or one.value, _hours(other) or other.value))
    return _one_unit(one, other) and high <= _FAR * low


def _one_unit(one: Quantity, other: Quantity) -> bool:
    if one.unit is None or other.unit is None:
        return False
    return (
        stem(one.unit) == stem(other.unit)
        or {one.unit.removesuffix("s"), other.unit.removesuffix("s")} <= _HOURS.keys()
    )


def _agree(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers of one kind fit; "24 hours" is a day, "over 600" can be 612."""
    hours = _hours(one), _hours(other)
    if agree(one, other) or (hours[0] is not None and hours[0] == hours[1]):
        return True
    return _bounded(one, other) or _bounded(other, one)


def _bounded(bound: Quantity, number: Quantity) -> bool:
    if bound.unit != number.unit or bound.bound not in (Bound.LEAST, Bound.MOST):
        return False
    low, high = sorted((bound.value, number.value))
    inside = bound.low <= number.value <= bound.high
    return inside and high <= (1 + _BEYOND) * low


def _hours(number: Quantity) -> float | None:
    size = _HOURS.get((number.unit or "").removesuffix("s"))
    return None if size is None else number.value * size


def _days_apart(left: Side, right: Side, vocabulary: Vocabulary) -> Iterator[tuple[_Place, _Place]]:
    """Yield dates beside the same words that cannot be one day, or one year."""
    theirs = [(when, span, other) for other in right.versions for when, span in other.dates]
    mine = [(when, span, one) for one in left.versions for when, span in one.dates]
    for when, span, one in mine:
        if any(when.meets(rival) for rival, _, _ in theirs):
            continue
        near = around(span, one, vocabulary)
        for rival, place, other in theirs:
            fits = rival.exact == when.exact or any(rival.meets(item) for item, _, _ in mine)
            as_fine = _is_day(when) == _is_day(rival)
            if not fits and as_fine and near & around(place, other, vocabulary):
                yield (span, one), (place, other)
                break


def _is_day(when: When) -> bool:
    return when.latest - when.earliest <= timedelta(days=7)


def details(
    left: Side, right: Side, apart: Set[Span], vocabulary: Vocabulary
) -> Iterator[Discrepancy]:
    """Yield names, numbers, dates and occasions that only the left side has.

    `apart` are the numbers and dates of both sides that `values` has set against each other.
    """
    yield from _occasions(left, right)
    for one in left.versions:
        other = nearest(one, right.versions, vocabulary)
        if other is None:
            continue
        for span, rival, note in _extras(one, other, left, right):
            if span not in apart:
                theirs = (rival,) if rival else other.spans
                yield Discrepancy(kind="added_detail", left=(span,), right=theirs, note=note)


def _occasions(left: Side, right: Side) -> Iterator[Discrepancy]:
    """Yield occasions where no account of the right side has a word for any."""
    if any(version.tells_occasion for version in right.versions):
        return
    for one in left.versions:
        for span in one.occasions:
            note = f"only {left.outlet} tells the occasion: “{span.exact}”"
            theirs = right.versions[0].spans
            yield Discrepancy(kind="added_detail", left=(span,), right=theirs, note=note)


def _extras(
    one: Version, other: Version, left: Side, right: Side
) -> Iterator[tuple[Span, Span | None, str]]:
    """Yield each detail of an account, what stands for it in the other, and a note."""
    only = f"only {left.outlet}"
    rest = right.versions
    for when, span in one.dates:
        if not any(when.meets(item) for version in rest for item, _ in version.dates):
            shown = phrase(span, one, left.page, _BEFORE)
            yield span, None, f"{only} dates it: “{shown.exact}”"
    for name, span in one.names:
        parts = {stem(part) for part in tokens(name.text)}
        if parts and not parts & _stems(rest) and not parts <= right.stems:
            shown = phrase(span, one, left.page, 0, _AFTER)
            rival = _counterpart(shown, span, other, right)
            note = f"{only} names it: “{shown.exact}”"
            if rival is not None:
                note += f" against “{rival.exact}”"
            yield span, rival, note
    for number, span in one.quantities:
        if not any(_known(number, version) for version in rest):
            yield span, None, f"{only} counts: {_shown(span, one, left)}"


def _known(number: Quantity, version: Version) -> bool:
    """Whether an account counts the same thing, or says the same length of time in words."""
    if any(_one_unit(number, item) or agree(number, item) for item, _ in version.quantities):
        return True
    long = {
        _HOURS[found[1].casefold()]
        for span in version.spans
        for found in _ONE_LONG.finditer(span.exact)
    }
    return _hours(number) in long


def _stems(versions: Iterable[Version]) -> frozenset[str]:
    return frozenset(
        stem(word.text)
        for version in versions
        for span in version.spans
        for word in words(span.exact)
    )


def _counterpart(shown: Span, name: Span, other: Version, right: Side) -> Span | None:
    """Give what the other side calls the thing that a name stands before: "pump parts".

    It is a word of the tail ("pump fittings") with its neighbour, where both sides have that word.
    """
    tail = [fold(word.text) for word in words(shown.exact[len(name.exact) :])]
    for span in other.spans:
        found = list(words(span.exact))
        for at, word in enumerate(found[:-1]):
            if fold(word.text) in tail[:1] and len(word.text) > _SHORT:
                low, high = span.start + word.start, span.start + found[at + 1].end
                if not re.search(r"[^\w\s’'-]", right.page.text[low:high]):
                    return right.page.span(low, high)
    return None
