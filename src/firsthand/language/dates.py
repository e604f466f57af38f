"""Dates in running text, resolved against the day an article appeared.

The decision: a date is a range of days. "Tuesday" and "last month" mean something only beside the
article's own date; without one they stay unresolved and are not reported, because a guessed day
orders events that the page does not order. Whether "Friday" is the last one or the next is told by
the words before it, as in HeidelTime (Strötgen and Gertz 2013).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

__all__ = ["YEAR", "When", "dates"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
YEAR = r"(?:1[89]|20)\d\d"
_YEAR = rf"(?P<year>{YEAR})"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
# What is still to come: "will meet on Friday"; "had to" and "would have" are not.
_AHEAD = re.compile(
    r"\b(?:will|won[’']t|shall|would(?! have)|(?:is|are|am) to|upcoming|"
    r"(?:set|due|scheduled|slated|expected|likely|going|plan\w*|intend\w*|hope[sd]?) (?:to|for))\b",
    re.IGNORECASE,
)
# A verb behind that: "will resign, he said Friday".
_PAST = re.compile(
    r"\b(?:said|told|announced|wrote|added|reported|tweeted|testified|confirmed|denied|had|was|were|"
    r"met|voted|began|died|won|lost)\b",
    re.IGNORECASE,
)
_FRONT = 400  # characters before a date in which such words are looked for
_ENDS = re.compile(r"[.!?][”\"’]?\s+")
_WEEKDAY = r"(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"


class When(Struct, frozen=True, kw_only=True):
    """A date as printed and the days it allows, both ends included."""

    start: int
    end: int
    exact: str
    earliest: date
    latest: date

    def meets(self, other: When) -> bool:
        """Whether the two can be the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest


def dates(text: str, anchor: date | None = None) -> tuple[When, ...]:
    """Give the dates of a text in order; `anchor` is the day the article appeared.

    A day of the week or a month is the last one up to the anchor, or the next where the words
    before it speak of what is to come; a day and month without a year are the nearest to it.
    Without an anchor only dates with a year are given.
    """
    found: list[When] = []
    taken: list[tuple[int, int]] = []
    for pattern, resolve in _RULES:
        for match in pattern.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            days = resolve(match, anchor)
            if days is not None:
                taken.append(match.span())
                found.append(
                    When(
                        start=match.start(),
                        end=match.end(),
                        exact=match.group(),
                        earliest=days[0],
                        latest=days[1],
                    )
                )
    return tuple(sorted(found, key=lambda item: item.start))


_Days = tuple[date, date] | None


def _month_of(match: re.Match[str]) -> int:
    return _MONTHS.index(match["month"][:3].casefold()) + 1


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _whole(match: re.Match[str], anchor: date | None) -> _Days:
    day = _day_of(int(match["year"]), _month_of(match), int(match["day"]))
    return (day, day) if day else None


def _iso(match: re.Match[str], anchor: date | None) -> _Days:
    day = _day_of(int(match["year"]), int(match["number"]), int(match["day"]))
    return (day, day) if day else None


def _month_year(match: re.Match[str], anchor: date | None) -> _Days:
    return _month_days(int(match["year"]), _month_of(match))


def _month_days(year: int, month: int) -> tuple[date, date]:
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return first, after - timedelta(days=1)


def _no_year(match: re.Match[str], anchor: date | None) -> _Days:
    if anchor is None:
        return None
    options = [
        day
        for year in (anchor.year - 1, anchor.year, anchor.year + 1)
        if (day := _day_of(year, _month_of(match), int(match["day"])))
    ]
    if not options:
        return None
    near = min(options, key=lambda day: (abs((day - anchor).days), day))
    return near, near


def _bare_month(match: re.Match[str], anchor: date | None) -> _Days:
    if anchor is None:
        return None
    month, way = _month_of(match), (match["way"] or "").casefold()
    year = anchor.year
    if way == "next":
        year += month <= anchor.month
    elif way == "last":
        year -= month >= anchor.month
    elif way != "this":
        ahead = way != "since" and _is_ahead(match)
        year += (month < anchor.month) if ahead else -(month > anchor.month)
    return _month_days(year, month)


def _is_ahead(match: re.Match[str]) -> bool:
    """Whether the words of its sentence before a date speak of what is to come."""
    front = _ENDS.split(match.string[max(0, match.start() - _FRONT) : match.start()])[-1]
    signs = list(_AHEAD.finditer(front))
    return bool(signs) and not _PAST.search(front, signs[-1].end())


def _year_only(match: re.Match[str], anchor: date | None) -> _Days:
    year, part = int(match["year"]), (match["part"] or "").casefold()
    if part.startswith("early"):
        return date(year, 1, 1), date(year, 4, 30)
    if part.startswith("mid"):
        return date(year, 4, 1), date(year, 9, 30)
    if part.startswith("late"):
        return date(year, 9, 1), date(year, 12, 31)
    return date(year, 1, 1), date(year, 12, 31)


def _weekday(match: re.Match[str], anchor: date | None) -> _Days:
    if anchor is None:
        return None
    index = next(k for k, name in enumerate(_DAYS) if name.startswith(match["weekday"].casefold()))
    way = (match["way"] or "").casefold()
    back = (anchor.weekday() - index) % 7
    if way == "next":
        day = anchor + timedelta(days=7 - back)
        return day, day
    if not way and back and _is_ahead(match):
        back -= 7
    day = anchor - timedelta(days=back)
    if way == "last":  # "last Tuesday" may be this week's or the one before
        return day - timedelta(days=7), day
    return day, day


def _near(match: re.Match[str], anchor: date | None) -> _Days:
    if anchor is None:
        return None
    word = match["word"].casefold()
    shift = {"yesterday": -1, "tomorrow": 1, "last night": -1}.get(word, 0)
    day = anchor + timedelta(days=shift)
    return day, day


def _span_of_time(match: re.Match[str], anchor: date | None) -> _Days:
    if anchor is None:
        return None
    shift = {"last": -1, "this": 0, "next": 1}[match["way"].casefold()]
    unit = match["unit"].casefold()
    if unit == "year":
        year = anchor.year + shift
        return date(year, 1, 1), date(year, 12, 31)
    if unit == "month":
        month = anchor.month - 1 + shift
        return _month_days(anchor.year + month // 12, month % 12 + 1)
    monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=shift)
    return monday, monday + timedelta(days=6)


_Resolve = Callable[[re.Match[str], "date | None"], _Days]
_RULES: tuple[tuple[re.Pattern[str], _Resolve], ...] = (
    (re.compile(rf"\b{_MONTH}\s{_DAY}(?:,\s|\s){_YEAR}\b"), _whole),
    (re.compile(rf"\b{_DAY}(?:\sof)?\s{_MONTH},?\s{_YEAR}\b"), _whole),
    (re.compile(rf"\b{_YEAR}-(?P<number>[01]\d)-(?P<day>[0-3]\d)\b"), _iso),
    (re.compile(rf"\b{_MONTH}(?:\sof)?,?\s{_YEAR}\b"), _month_year),
    (re.compile(rf"\b{_MONTH}\s{_DAY}(?![\d:,.]*\d)\b"), _no_year),
    (re.compile(rf"\b{_DAY}\s{_MONTH}\b"), _no_year),
    (
        re.compile(
            rf"\b(?:(?P<part>early(?:\sin)?|mid|late)[\s-])?(?<![$€£.,\d]){_YEAR}\b(?![-,.]\d|%)"
        ),
        _year_only,
    ),
    (
        re.compile(rf"\b(?:(?P<way>last|next|this)\s)?{_WEEKDAY}\b"),
        _weekday,
    ),
    (
        re.compile(r"\b(?P<word>today|yesterday|tomorrow|tonight|last night|this morning)\b", re.I),
        _near,
    ),
    (re.compile(r"\b(?P<way>last|this|next)\s(?P<unit>week|month|year)\b", re.I), _span_of_time),
    (
        re.compile(rf"\b(?:(?P<way>last|next|this|in|since|until|by)\s){_MONTH}\b(?!\s[\dA-Z])"),
        _bare_month,
    ),
)
