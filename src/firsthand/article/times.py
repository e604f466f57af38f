"""When it was published and changed: times as printed, with the instants they allow.

A time zone is `stated` where the page prints an offset or a zone's name, `inferred` where the name
means two offsets by season, `unknown` otherwise; nothing is ever ordered on an assumed zone, so
an unknown zone leaves 26 hours more than the precision does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import islice

from firsthand.article.embedded import strings
from firsthand.article.markup import Mark
from firsthand.article.sheet import Sheet
from firsthand.article.signs import months, printed_date, table
from firsthand.types import ByteSpan, Method, Span, Time, Value, ZoneKind, ZoneStatus

ISO = re.compile(
    r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(Z|z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}\b)?"
)
COMPACT = re.compile(r"^\s*((?:19|20)\d{2})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?\s*(Z)?$")
CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))(?::(?P<second>\d{2}))?\s*(?P<half>[ap]\.?\s?m(?![a-z])\.?)?"
    r"|\b(?P<hour2>\d{1,2})\s*(?P<half2>[ap]\.?\s?m(?![a-z])\.?)",
    re.I,
)
CLOCK_AFTER = re.compile(
    r"[\s,|·•–-]*(?:at|um|à|a las|alle|kl\.?|klo|,)?\s*"
    + CLOCK.pattern
    + r"(?:\s*(?:Uhr|Z\b|[A-Z]{2,5}\b(?!\w)|(?:GMT|UTC)?\s*[+-]\d{1,2}:?\d{0,2}))?",
    re.I,
)
CLOCK_BEFORE = re.compile(
    CLOCK.pattern + r"(?:\s*(?:Uhr|[A-Z]{2,5}\b))?[\s,|·•–-]*(?:on|am|le)?\s*$"
)
LETTERS = re.compile(r"[^\W\d_]+")
OFFSET = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?\b")
ZONE_NAME = re.compile(r"\b[A-Z]{1,5}\b")
MOST_NOTED = 10_000  # time elements and microdata read, more than any page has
NEAR = 40  # characters around a printed date in which its clock time and zone stand
PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "pubdate",
    "publishdate", "publish-date", "publication_date", "parsely-pub-date", "sailthru.date",
    "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "article.published", "published_time", "og:published_time",
    "citation_publication_date", "datecreated", "last-modified-published", "original-publish-date",
    "article:published", "iso-8601-publish-date", "displaydate", "release_date", "og:pubdate",
)  # fmt: skip
MODIFIED_META = (
    "article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod",
    "dc.date.modified", "dcterms.modified", "article.updated", "article:modified",
)  # fmt: skip


class Moment:
    """A local reading at the precision printed, with what is known of its zone."""

    __slots__ = ("iso", "offsets", "start", "status", "width")

    def __init__(
        self, start: datetime, width: timedelta, offsets: tuple[int, int] | None, status: ZoneStatus
    ) -> None:
        self.start = start  # naive, local
        self.width = width
        self.offsets = offsets  # least and most minutes from UTC
        self.status = status
        form = "%Y-%m-%d" if width >= timedelta(days=1) else "%Y-%m-%dT%H:%M"
        if width < timedelta(minutes=1):
            form += ":%S"
        self.iso = start.strftime(form)
        if offsets and status is ZoneStatus.STATED and width < timedelta(days=1):
            sign = "-" if offsets[0] < 0 else "+"
            self.iso += f"{sign}{abs(offsets[0]) // 60:02}:{abs(offsets[0]) % 60:02}"

    def time(
        self,
        printed: str,
        by: Method,
        spans: tuple[Span, ...] = (),
        captured: tuple[ByteSpan, ...] = (),
    ) -> Time:
        """Return the record of this reading."""
        low, high = self.offsets or (-12 * 60, 14 * 60)
        start = self.start.replace(tzinfo=UTC)
        return Time(
            printed=printed,
            iso=self.iso,
            earliest=start - timedelta(minutes=high),
            latest=start + self.width - timedelta(minutes=low),
            zone=self.status,
            by=by,
            spans=spans,
            captured=captured,
        )


def machine(printed: str) -> Moment | None:
    """Read a time written for machines: ISO 8601, its compact form, RFC 2822, Unix seconds."""
    found = ISO.match(printed)
    if found:
        return _built(found.groups()[:6], found[7])
    found = COMPACT.match(printed)
    if found:
        return _built(found.groups()[:6], found[7])
    if re.fullmatch(r"\d{10}(?:\d{3})?", printed.strip()):
        stamp = datetime.fromtimestamp(int(printed.strip()[:10]), UTC)
        return Moment(stamp.replace(tzinfo=None), timedelta(seconds=1), (0, 0), ZoneStatus.STATED)
    try:
        stamp = parsedate_to_datetime(printed)
    except (ValueError, TypeError, IndexError, OverflowError):
        return printed_moment(printed)
    offset = stamp.utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else None
    pair = (minutes, minutes) if minutes is not None else None
    status = ZoneStatus.STATED if pair else ZoneStatus.UNKNOWN
    return Moment(stamp.replace(tzinfo=None), timedelta(seconds=1), pair, status)


def _built(parts: tuple[str | None, ...], zone: str | None) -> Moment | None:
    year, month, day, hour, minute, second = (int(part) if part else None for part in parts)
    width = timedelta(days=1) if hour is None else timedelta(minutes=1)
    width = timedelta(seconds=1) if second is not None else width
    try:
        start = datetime(
            year or 0, month or 0, day or 0, (hour or 0) % 24, minute or 0, (second or 0) % 60
        )
    except ValueError:
        return None
    if not 1900 <= start.year <= 2100:
        return None
    if zone and hour is not None:
        minutes = _minutes(zone)
        return Moment(start, width, (minutes, minutes), ZoneStatus.STATED)
    return Moment(start, width, None, ZoneStatus.UNKNOWN)


def _minutes(zone: str) -> int:
    found = re.fullmatch(r"([+-])(\d{2}):?(\d{2})?", zone)
    if not found:
        return 0
    total = int(found[2]) * 60 + int(found[3] or 0)
    return -total if found[1] == "-" else total


def printed_moment(printed: str) -> Moment | None:
    """Read the first printed date of a text, with the clock time and zone beside it."""
    found = printed_date().search(printed)
    if not found:
        return None
    day = _day(found)
    if day is None:
        return None
    around = (
        printed[max(0, found.start() - NEAR) : found.start()],
        printed[found.end() : found.end() + NEAR],
    )
    for words in (around[1], around[0]):
        clock = CLOCK.search(words)
        if clock:
            hour, minute = _clock(clock)
            if hour < 24 and minute < 60:
                low, high, status = _zone(words[clock.end() : clock.end() + 14])
                pair = None if status is ZoneStatus.UNKNOWN else (low, high)
                return Moment(
                    day.replace(hour=hour, minute=minute), timedelta(minutes=1), pair, status
                )
    return Moment(day, timedelta(days=1), None, ZoneStatus.UNKNOWN)


def _day(found: re.Match[str]) -> datetime | None:
    part = found.groupdict()
    names = months()
    if part["iso"]:
        year, month, day = int(part["iso"]), int(part["isomonth"]), int(part["isoday"])
    elif part["cjkyear"]:
        year, month, day = int(part["cjkyear"]), int(part["cjkmonth"]), int(part["cjkday"])
    elif part["day1"]:
        year, month, day = int(part["year1"]), names[part["month1"].lower()], int(part["day1"])
    elif part["day2"]:
        year, month, day = int(part["year2"]), names[part["month2"].lower()], int(part["day2"])
    else:
        year, month, day = int(part["year3"]), int(part["month3"]), int(part["day3"])
        year += 2000 if year < 100 else 0
        if month > 12 >= day:  # written month first
            month, day = day, month
        elif part["mark"] == "/" and day <= 12 and month <= 12 and month != day:
            return None  # "03/04/2024" is two days on two sides of an ocean: not guessed
    try:
        return datetime(year, month, day)
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> tuple[int, int]:
    hour, minute = int(found["hour"] or found["hour2"]), int(found["minute"] or 0)
    half = (found["half"] or found["half2"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    if half.startswith("a") and hour == 12:
        hour = 0
    return hour, minute


def _zone(words: str) -> tuple[int, int, ZoneStatus]:
    """Read the zone printed after a clock time."""
    offset = OFFSET.match(words.strip())
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        minutes = -minutes if offset[1] == "-" else minutes
        return minutes, minutes, ZoneStatus.STATED
    for name in ZONE_NAME.findall(words):
        if name in table()["zones"]:
            minutes = table()["zones"][name]
            return minutes, minutes, ZoneStatus.STATED
        if name in table()["zones_inferred"]:
            low, high = table()["zones_inferred"][name]
            return low, high, ZoneStatus.INFERRED
    return 0, 0, ZoneStatus.UNKNOWN


def times(sheet: Sheet) -> Iterator[tuple[str, Time]]:
    """Yield every reading of a time, the best first: field (published, modified, …) and time."""
    for field, key in (("published", "datePublished"), ("modified", "dateModified"),
                       ("published", "dateCreated"), ("published", "uploadDate")):  # fmt: skip
        for node in sheet.found.articles:
            for printed in strings(node.fields.get(key))[:1]:
                moment = machine(printed)
                pinned = sheet.in_node(node, key, printed)
                if moment and pinned:
                    yield field, moment.time(printed, Method.JSON_LD, captured=pinned)
    for field, names in (("published", PUBLISHED_META), ("modified", MODIFIED_META)):
        for printed, mark in sheet.found.meta(*names):
            moment = machine(printed)
            pinned = sheet.in_tag(mark)
            if moment and pinned:
                yield field, moment.time(printed, Method.META, captured=pinned)
    yield from _elements(sheet)
    yield from _visible(sheet)


def _elements(sheet: Sheet) -> Iterator[tuple[str, Time]]:
    """Read time elements and microdata that stand before the body's end."""
    if sheet.page is None:
        return
    blocks = [zone for zone in sheet.zones if zone.kind in (ZoneKind.PARAGRAPH, ZoneKind.HEADLINE)]
    last = blocks[-1].end if blocks else 0
    first = blocks[0].start - 600 if blocks else 0
    noted = (mark for mark in sheet.page.marks if mark.tag.is_noted)
    for mark in islice(noted, MOST_NOTED):
        found = mark.tag.attributes
        prop = found.get("itemprop", "").lower()
        printed = found.get("datetime") or (found.get("content") if prop else None) or ""
        if not printed or not (prop.startswith("date") or mark.tag.name == "time"):
            continue
        if mark.tag.name == "time" and not prop and not first <= mark.place <= last:
            continue
        moment, pinned = machine(printed), sheet.in_tag(mark)
        if moment and pinned:
            method = Method.MICRODATA if prop else Method.MARKUP
            yield _field_of(sheet, prop, mark), moment.time(printed, method, captured=pinned)


def _field_of(sheet: Sheet, prop: str, mark: Mark) -> str:
    if "modified" in prop:
        return "modified"
    before = sheet.text[max(0, mark.place - 40) : mark.place].lower()
    return "modified" if not prop and _said(before, "modified") else "published"


def _said(words: str, field: str) -> bool:
    tail = LETTERS.findall(words.rsplit("\n\n", 1)[-1])[-4:]
    return bool(tail) and _words_of(field).search(" ".join(tail)) is not None


@cache
def _words_of(field: str) -> re.Pattern[str]:
    """Return the pattern of the words that say which time a time is."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, table()['times'][field]))})\b")


def _visible(sheet: Sheet) -> Iterator[tuple[str, Time]]:
    """Read the printed times near the headline and the byline."""
    zones = sheet.of(ZoneKind.TIMESTAMP, ZoneKind.BYLINE, ZoneKind.DATELINE, ZoneKind.CREDIT)
    heads = sheet.of(ZoneKind.HEADLINE)
    body = sheet.of(ZoneKind.PARAGRAPH)
    low = heads[0].start - 400 if heads else 0
    high = body[-1].end + 400 if body else len(sheet.text)
    for zone in zones:
        if not low <= zone.start <= high:
            continue
        words = sheet.text[zone.start : zone.end]
        for found in printed_date().finditer(words):
            start, end = _reach(words, found)
            moment = printed_moment(words[start:end])
            if moment:
                span = sheet.span(zone.start + start, zone.start + end)
                before = words[max(0, found.start() - NEAR) : found.start()].lower()
                field = "modified" if _said(before[-NEAR:], "modified") else "published"
                yield field, moment.time(span.exact, Method.VISIBLE, (span,))


def _reach(words: str, found: re.Match[str]) -> tuple[int, int]:
    """Widen a date to the clock time and zone printed with it."""
    start, end = found.span()
    after = CLOCK_AFTER.match(words, end)
    if after and after.end() - end <= NEAR:
        return start, after.end()
    before = CLOCK_BEFORE.search(words[max(0, start - NEAR) : start])
    if before:
        return max(0, start - NEAR) + before.start(), end
    return start, end


def as_value(field: str, time: Time) -> Value:
    """Return a time as a value of the page."""
    return Value(field=field, value=time.iso, by=time.by, spans=time.spans, captured=time.captured)


UTC_ZONE = UTC
