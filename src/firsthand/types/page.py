"""Captures, spans, zones and articles: what stands on a page.

Offsets count code points of a capture's reading text, [start, end), unless a name says bytes.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Self

from msgspec import Struct

from firsthand.errors import InputError

CaptureId = str
ArticleId = str


def digest(*parts: str | bytes) -> str:
    """Return the sha256 of the parts in hex; ("ab", "c") is not ("a", "bc")."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode("utf8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()


# Characters of scripts that part no words by spaces: a line may end between any two.
UNPARTED = "\u2e80-\u2fff\u3001-\u4dbf\u4e00-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60"
_INSIDE_A_WORD = re.compile(rf"(?<=[{UNPARTED}])[ \t]*\n[ \t]*(?=[{UNPARTED}])")


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of all records."""


# ---------------------------------------------------------------- capture


class Capture(Record, frozen=True, kw_only=True):
    """Bytes as they came: a file, a member of an archive, a WARC record. Never changed."""

    id: CaptureId  # sha256 of body, nothing else: the same bytes are one capture
    body: bytes
    name: str | None = None  # where they lay: "news/page.html", "crawl.warc.gz#1042", "-"
    folder: str | None = None  # the folder below the path that was added, a facet
    url: str | None = None
    media_type: str | None = None  # as the world declared it; reading may think otherwise
    charset: str | None = None  # as declared by a response header
    fetched_at: datetime | None = None  # UTC, always aware


# ---------------------------------------------------------------- spans and zones


class Span(Record, frozen=True, kw_only=True, order=True):
    """A stretch of one article's reading text, pinned by offset and by its exact words."""

    article: ArticleId
    start: int
    end: int
    exact: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.exact):
            fault = f"span [{self.start}, {self.end}) does not fit its words"
            raise InputError(fault, where=self.article)


class ByteSpan(Record, frozen=True, kw_only=True, order=True):
    """A stretch of a capture's bytes that no reader sees: JSON-LD, a meta tag, an attribute."""

    capture: CaptureId
    start: int
    end: int
    exact: str  # the bytes as decoded for reading, escapes still in place


class ZoneKind(StrEnum):
    """What a stretch of the reading text is."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    CREDIT = "credit"
    DATELINE = "dateline"
    TIMESTAMP = "timestamp"
    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"
    LIST = "list"
    QUOTE_BLOCK = "quote_block"
    CAPTION = "caption"
    PHOTO_CREDIT = "photo_credit"
    EMBED = "embed"
    CORRECTION = "correction"
    NAVIGATION = "navigation"
    PROMOTION = "promotion"
    SUBSCRIPTION = "subscription"
    ADVERTISEMENT = "advertisement"
    RELATED = "related"
    FEED = "feed"
    COMMENT = "comment"
    SHARE = "share"
    NEWSLETTER = "newsletter"
    MEDIA_CONTROL = "media_control"
    LEGAL = "legal"
    OTHER = "other"


# The standfirst is body too: it is the outlet's own summary, with claims of its own, and every
# reader of news pages counts it so.
BODY_ZONES = frozenset(
    {
        ZoneKind.STANDFIRST,
        ZoneKind.PARAGRAPH,
        ZoneKind.SUBHEADING,
        ZoneKind.LIST,
        ZoneKind.QUOTE_BLOCK,
    }
)
ARTICLE_ZONES = BODY_ZONES | {
    ZoneKind.HEADLINE,
    ZoneKind.STANDFIRST,
    ZoneKind.BYLINE,
    ZoneKind.CREDIT,
    ZoneKind.DATELINE,
    ZoneKind.TIMESTAMP,
    ZoneKind.CAPTION,
    ZoneKind.PHOTO_CREDIT,
    ZoneKind.EMBED,
    ZoneKind.CORRECTION,
}


class Zone(Record, frozen=True, kw_only=True):
    """A typed stretch of the reading text. Zones lie in order, apart, and cover the text."""

    kind: ZoneKind
    start: int
    end: int


class Run(Record, frozen=True, kw_only=True, array_like=True):
    """A piece of the source map: text [start, end) comes from capture bytes [first, last).

    `direct` runs decode to exactly these characters; the others are escapes (`&amp;`), folded
    white space, or breaks that the layout adds.
    """

    start: int
    end: int
    first: int
    last: int
    direct: bool


# ---------------------------------------------------------------- article


class Method(StrEnum):
    """Where on the page a value was read."""

    JSON_LD = "json-ld"
    MICRODATA = "microdata"
    META = "meta"  # Open Graph, Twitter, Dublin Core and other meta tags
    MARKUP = "markup"  # an element's own meaning: <title>, <time datetime>, rel=author
    VISIBLE = "visible"  # words of the reading text
    ADDRESS = "address"  # the capture's URL
    GIVEN = "given"  # said by the caller of Article.from_text


class ZoneStatus(StrEnum):
    """How the time zone of a printed time is known."""

    STATED = "stated"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class Value(Record, frozen=True, kw_only=True):
    """One reading of one field with its evidence. Readings that disagree stand side by side."""

    field: str  # title, author, published, modified, outlet, credit, section, language, paywall, …
    value: str
    by: Method
    spans: tuple[Span, ...] = ()
    captured: tuple[ByteSpan, ...] = ()


class Time(Record, frozen=True, kw_only=True):
    """A time as printed, with the range of instants it allows.

    `iso` is the local reading at the precision printed ("2024-10-08", "2024-10-08T20:52",
    with an offset only where one is stated). `earliest` and `latest` are aware UTC bounds:
    an unknown zone leaves 26 hours more than the precision does (UTC−12 to UTC+14).
    """

    printed: str
    iso: str
    earliest: datetime
    latest: datetime
    zone: ZoneStatus
    by: Method
    spans: tuple[Span, ...] = ()
    captured: tuple[ByteSpan, ...] = ()

    def __str__(self) -> str:
        return self.iso


class Credit(Record, frozen=True, kw_only=True):
    """Words that say whose text this is, or who added to it."""

    outlet: str  # the agency or outlet named, as written: "The Example Times"
    kind: str  # text | licence | agency | copyright | additional | photo
    spans: tuple[Span, ...] = ()
    captured: tuple[ByteSpan, ...] = ()


class Article(Record, frozen=True, kw_only=True):
    """The reading text of one capture, its zones and what they say, as one reader saw it."""

    id: ArticleId  # sha256 of capture, reader and text: new code, new id, old spans stay true
    capture: CaptureId
    reader: str  # "article/1"
    text: str  # the whole page, furniture included; never normalised
    zones: tuple[Zone, ...]
    source_map: tuple[Run, ...] = ()
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    name: str | None = None
    folder: str | None = None
    url: str | None = None
    fetched_at: datetime | None = None
    title: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    published: Time | None = None
    modified: Time | None = None
    times: tuple[Time, ...] = ()
    outlet: str | None = None
    credit: str | None = None  # the outlet or agency whose text this is; None: the outlet's own
    credits: tuple[Credit, ...] = ()
    section: str | None = None
    language: str | None = None  # BCP 47, as detected from the body
    paywalled: bool | None = None
    values: tuple[Value, ...] = ()  # every reading of every field, with evidence

    def span(self, start: int, end: int) -> Span:
        """Pin [start, end) of this text: the only way a room makes a span."""
        return Span(article=self.id, start=start, end=end, exact=self.text[start:end])

    @property
    def blocks(self) -> tuple[Zone, ...]:
        """The zones that make the body, in order."""
        return tuple(zone for zone in self.zones if zone.kind in BODY_ZONES)

    @property
    def body(self) -> str:
        """Standfirst, paragraphs, subheadings, lists and quote blocks, parted by blank lines.

        A line end between two characters that no space parts, left by a program that wrapped a
        Japanese or Chinese text, is no part of it.
        """
        body = "\n\n".join(self.text[zone.start : zone.end].strip() for zone in self.blocks)
        return body if body.isascii() else _INSIDE_A_WORD.sub("", body)

    def zone_at(self, position: int) -> Zone | None:
        """Return the zone that holds this code point, None outside the text."""
        low, high = 0, len(self.zones)
        while low < high:
            middle = (low + high) // 2
            if self.zones[middle].end <= position:
                low = middle + 1
            else:
                high = middle
        found = self.zones[low] if low < len(self.zones) else None
        return found if found and found.start <= position else None

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        title: str | None = None,
        outlet: str | None = None,
        published: str | None = None,
        url: str | None = None,
    ) -> Self:
        """Make an article of a text that comes without a page: every paragraph is body.

        A first paragraph that repeats the title is its headline; a title alone is a text of one
        headline. The other values are taken as given and carry no span. `published` is ISO 8601.
        Raises InputError where there are no words at all, or for an unreadable time.
        """
        text = text if text.strip() else title or ""
        if not text.strip():
            raise InputError("the text is empty", where=title or url, fix="give the words")
        capture = digest(text)
        given = {"title": title, "outlet": outlet, "published": published, "url": url}
        time = _given_time(published) if published else None
        return cls(
            id=digest(capture, "given/1", *(f"{key}={value}" for key, value in given.items())),
            capture=capture,
            reader="given/1",
            text=text,
            zones=_given_zones(text, title),
            url=url,
            title=title,
            published=time,
            times=(time,) if time else (),
            outlet=outlet,
            values=tuple(
                Value(field=key, value=value, by=Method.GIVEN)
                for key, value in given.items()
                if value
            ),
        )


def _given_zones(text: str, title: str | None) -> tuple[Zone, ...]:
    """Cut a bare text at its blank lines; each block takes the white space after it."""
    starts = [match.start() for match in re.finditer(r"(?:\A|(?<=\n))[^\S\n]*\S", text)]
    starts = [0, *starts[1:]] if starts else [0]
    if re.search(
        r"\S[^\S\n]*\n[^\S\n]*\n", text
    ):  # blank lines part paragraphs; single breaks don't
        starts = [
            0,
            *(
                at
                for at in starts[1:]
                if re.search(r"\n[^\S\n]*\n[^\S\n]*\Z", text[max(0, at - 40) : at])
            ),
        ]
    ends = [*starts[1:], len(text)]
    zones = []
    for start, end in zip(starts, ends, strict=True):
        is_title = start == 0 and title is not None and text[start:end].split() == title.split()
        kind = ZoneKind.HEADLINE if is_title else ZoneKind.PARAGRAPH
        zones.append(Zone(kind=kind, start=start, end=end))
    return tuple(zones)


def _given_time(printed: str) -> Time:
    """Read an ISO 8601 date or date-time as given by a caller."""
    try:
        moment = datetime.fromisoformat(printed)
    except ValueError as error:
        raise InputError(
            f"not an ISO 8601 time: {printed!r}", fix="write 2024-10-08 or 2024-10-08T20:52:00Z"
        ) from error
    width = timedelta(days=1) if len(printed) <= 10 else timedelta(minutes=1)
    if moment.tzinfo is not None:
        earliest, status = moment.astimezone(UTC), ZoneStatus.STATED
        latest = earliest + width
    else:
        naive, status = moment.replace(tzinfo=UTC), ZoneStatus.UNKNOWN
        earliest, latest = naive - timedelta(hours=14), naive + width + timedelta(hours=12)
    return Time(
        printed=printed, iso=printed, earliest=earliest, latest=latest, zone=status, by=Method.GIVEN
    )
