"""Quantities as written: "as many as seven", "up to 7", "$60 billion", "five to seven aides".

The decision: a quantity is a range of values with a unit, because two pages seldom print one
number in the same form; "as many as seven" and "up to 7" are one range, and a bare year is a date
and no quantity. Ordinals ("25th Amendment") name things and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from math import inf

from msgspec import Struct

__all__ = ["Bound", "Quantity", "agree", "quantities"]

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen"
)
_DECADES = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: value for value, word in enumerate(_UNITS.split())}
_TENS = {word: 10 * value for value, word in enumerate(_DECADES.split(), start=2)}
_SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "m": 1e6,
    "mn": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
_WORD = "|".join([*_SMALL, *_TENS])
_SCALE = r"dozen|hundred|thousand|million|billion|trillion"
_VALUE = (
    r"(?:(?P<sign>[$€£¥])\s?)?"
    r"(?:(?P<digits>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<short>(?:bn|mn|tn|m|k)\b)?"
    rf"|(?P<half>half(?:[- ]a)?)[- ](?={_SCALE})"
    rf"|(?P<some>an?|several|a\ few|a\ couple\ of)\ (?=(?:{_SCALE})\b)"
    rf"|(?P<words>(?:{_WORD})(?:[- ](?:{_WORD}))?))"
    rf"(?:[-\s]?(?P<scale>(?:{_SCALE})s?(?:\ (?:thousand|million|billion))?))?"
)
_PATTERN = re.compile(rf"(?<![\w.,/:-]){_VALUE}(?![\w:/]|[.,]\d)", re.IGNORECASE)
_MONTH = r"jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_IS_DAY = re.compile(rf"(?:{_MONTH})[a-z]*\.?\s$", re.IGNORECASE)
_BEFORE_MONTH = re.compile(rf"\s(?:{_MONTH})[a-z]*\b", re.IGNORECASE)
_IS_CLOCK = re.compile(r"\s?(?:[ap]\.?m\b|o'clock)", re.IGNORECASE)
_JOIN = re.compile(r"\s?(?:-|–|—|to|and|or)\s?", re.IGNORECASE)
_UNIT = re.compile(
    r"[\s-]?(?P<percent>%|per\s?cent\b|percentage\ points?\b)"
    r"|[\s-](?:(?:of|the|other|more|additional|different|separate|new|former|senior|people's)\s)*(?P<noun>[^\W\d_]+)",
    re.IGNORECASE,
)
_LOOK = 26  # characters before a number in which its bound is read; the longest bound has 21


class Bound(StrEnum):
    """How the page limits a number."""

    EXACT = "exact"
    ABOUT = "about"
    MOST = "at most"
    LEAST = "at least"
    BETWEEN = "between"


_BOUNDS = (
    (
        re.compile(
            r"(?:as (?:many|much|few|high) as|up to|no (?:more|greater) than|at most|a maximum of"
            r"|(?:fewer|less) than|under|below|maybe as many as)\s$",
            re.IGNORECASE,
        ),
        Bound.MOST,
    ),
    (
        re.compile(
            r"(?:at least|no (?:fewer|less) than|more than|over|above|upwards of|a minimum of)\s$",
            re.IGNORECASE,
        ),
        Bound.LEAST,
    ),
    (
        re.compile(
            r"(?:about|around|some|roughly|nearly|almost|approximately|an estimated|close to|maybe"
            r"|perhaps)\s$",
            re.IGNORECASE,
        ),
        Bound.ABOUT,
    ),
)


class Quantity(Struct, frozen=True, kw_only=True):
    """A number on the page: the range it allows and what it counts.

    `low` and `high` are in the unit's own size ("$60 billion" is 6e10 of "$"); `unit` is "%", a
    currency sign, or the small-letter noun after the number; None where nothing is counted.
    """

    start: int
    end: int
    exact: str
    low: float
    high: float
    bound: Bound
    unit: str | None

    @property
    def value(self) -> float:
        """The number printed: the limit of a bound, the middle of a range."""
        if self.bound is Bound.LEAST:
            return self.low
        if self.bound is Bound.MOST:
            return self.high
        return (self.low + self.high) / 2


def quantities(text: str) -> tuple[Quantity, ...]:
    """Give the numbers of a text in order; years, days of a month and clock times are none."""
    return tuple(_ranges(text, list(_single(text))))


def agree(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities can be one number: their ranges meet or are near enough.

    A bound agrees with its limit ("up to seven" with "seven", "more than 40" with "about 40").
    """
    near = 0.1 if Bound.ABOUT in (one.bound, other.bound) else 0.0
    if abs(one.value - other.value) <= near * max(abs(one.value), abs(other.value)):
        return True
    if Bound.BETWEEN in (one.bound, other.bound):
        return one.low <= other.high and other.low <= one.high
    return False


def _single(text: str) -> Iterator[Quantity]:
    for match in _PATTERN.finditer(text):
        value = _value(match)
        if value is None or _is_date(text, match):
            continue
        bound, start = _bound(text, match.start())
        unit = match["sign"] or _unit(text, match.end())
        low, high = _limits(value, bound)
        yield Quantity(
            start=start,
            end=match.end(),
            exact=text[start : match.end()],
            low=low,
            high=high,
            bound=bound,
            unit=unit,
        )


def _limits(value: float, bound: Bound) -> tuple[float, float]:
    if bound is Bound.MOST:
        return 0.0, value
    if bound is Bound.LEAST:
        return value, inf
    return value, value


def _value(match: re.Match[str]) -> float | None:
    scale = 1.0
    for word in re.split(r"[-\s]+", (match["scale"] or "").casefold()):
        scale *= _SCALES.get(word.removesuffix("s"), 1.0)
    if match["digits"]:
        short = _SCALES.get((match["short"] or "").casefold(), 1.0)
        return float(match["digits"].replace(",", "")) * short * scale
    if match["half"]:
        return scale / 2
    if match["some"]:
        return scale if match["some"].casefold() in ("a", "an") else None
    parts = [part.casefold() for part in re.split(r"[-\s]", match["words"])]
    if len(parts) == 2 and (parts[0] not in _TENS or parts[1] in _TENS):
        return None
    return float(sum(_SMALL.get(part, _TENS.get(part, 0)) for part in parts)) * scale


def _is_date(text: str, match: re.Match[str]) -> bool:
    digits, after = match["digits"], text[match.end() : match.end() + 12]
    if match["sign"] or match["scale"] or match["short"]:
        return False
    if match["words"] and match["words"].casefold() == "one" and not _unit(text, match.end()):
        return True  # the pronoun
    if not digits:
        return False
    is_year = len(digits) == 4 and digits.isdigit() and 1500 <= int(digits) <= 2100
    before = text[max(0, match.start() - 12) : match.start()]
    near_month = bool(_IS_DAY.search(before) or _BEFORE_MONTH.match(after))
    return is_year or near_month or bool(_IS_CLOCK.match(after))


def _bound(text: str, start: int) -> tuple[Bound, int]:
    before = text[max(0, start - _LOOK) : start]
    for pattern, bound in _BOUNDS:
        if found := pattern.search(before):
            return bound, start - (len(before) - found.start())
    return Bound.EXACT, start


def _unit(text: str, end: int) -> str | None:
    found = _UNIT.match(text, end)
    if found is None:
        return None
    return "%" if found["percent"] else found["noun"].casefold()


def _ranges(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """Join "five to seven" and "between five and seven"; "one and two" stay apart."""
    skip = False
    for index, item in enumerate(found):
        after = found[index + 1] if index + 1 < len(found) else None
        if skip:
            skip = False
            continue
        joint = text[item.end : after.start] if after else ""
        is_range = after is not None and _JOIN.fullmatch(joint) and item.low < after.high
        if (
            after is None
            or not is_range
            or ("and" in joint.casefold() and not _after_between(text, item))
        ):
            yield item
            continue
        skip = True
        yield Quantity(
            start=item.start,
            end=after.end,
            exact=text[item.start : after.end],
            low=item.low,
            high=after.high,
            bound=Bound.BETWEEN,
            unit=after.unit,
        )


def _after_between(text: str, item: Quantity) -> bool:
    return text[max(0, item.start - 8) : item.start].casefold().endswith("between ")
