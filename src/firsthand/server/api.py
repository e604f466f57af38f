"""`/v1`: the records as JSON, with cursors.

Every list gives {"items": […], "next": cursor or null}; every record is the one in
`firsthand.types`. GET changes nothing.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Annotated, Generic, TypeVar

import msgspec
from litestar import Response, get
from litestar.params import FromPath, FromQuery, QueryParameter
from msgspec import Struct

from firsthand.errors import InputError
from firsthand.report.dossier import Dossier, Head, head, of_parts
from firsthand.report.parts import parts
from firsthand.server.desk import Desk, DeskRecord
from firsthand.types import (
    Article,
    Attribution,
    Claim,
    Counts,
    Decision,
    Event,
    Held,
    Hit,
    Link,
    Story,
    Unreadable,
    digest,
)

T = TypeVar("T")
Limit = Annotated[int, QueryParameter(ge=1, le=1000, description="Items in one answer, at most.")]
Cursor = Annotated[
    str | None,
    QueryParameter(name="cursor", description="The `next` of the answer before."),
]


class Listing(Struct, Generic[T], frozen=True, kw_only=True):
    """A part of a list, and where it goes on."""

    items: tuple[T, ...]
    next: str | None


def listing(
    items: Iterable[T], cursor: str | None, limit: int, key: Callable[[T], str]
) -> Listing[T]:
    """Cut a list after the item that the cursor names. Raises InputError for a cursor not ours.

    A cursor names its item and not a number, so that nothing is skipped or given twice when the
    case grows between two questions.
    """
    rest = iter(items)
    if cursor is not None:
        wanted = _opened(cursor)
        for item in rest:
            if key(item) == wanted:
                break
        else:
            raise InputError("the list has no such place", where="cursor", fix="start again")
    page = tuple(islice(rest, limit))
    more = next(rest, None)
    return Listing(items=page, next=_closed(key(page[-1])) if more is not None else None)


def _closed(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _opened(cursor: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise InputError("not a cursor", where="cursor", fix="use `next` as it came") from error


def _id(item: Article | Attribution | Claim | Held | Link | Story | Head) -> str:
    return item.id


def _sum(item: Decision | Event | Unreadable | Hit) -> str:
    return digest(msgspec.json.encode(item))[:24]


def found(desk: DeskRecord, name: str, kind: str) -> str:
    """Give the id that a short name or the start of an id stands for. Raises NotFound."""
    return desk.reader.resolve(name, kinds=(kind,))[1]


# ---------------------------------------------------------------- the case


@get("/counts", sync_to_thread=False, tags=["case"])
def counts(desk: Desk) -> Counts:
    """How much the case holds."""
    return desk.reader.counts()


@get("/captures", sync_to_thread=False, tags=["captures"])
def captures(desk: Desk, cursor: Cursor = None, limit: Limit = 100) -> Listing[Held]:
    """Every capture, in order of arrival, without its bytes."""
    return listing(desk.reader.captures(), cursor, limit, _id)


@get("/captures/{name:str}", sync_to_thread=False, tags=["captures"])
def capture(desk: Desk, name: FromPath[str]) -> Held:
    """One capture, without its bytes."""
    return desk.reader.capture(found(desk, name, "capture"))


@get("/captures/{name:str}/body", sync_to_thread=False, tags=["captures"])
def capture_body(desk: Desk, name: FromPath[str]) -> Response[bytes]:
    """The captured bytes as they came, checked against their sha256, as a download."""
    capture_id = found(desk, name, "capture")
    return Response(
        desk.reader.capture_bytes(capture_id),
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="{capture_id}"'},
    )


@get("/unreadable", sync_to_thread=False, tags=["captures"])
def unreadable(desk: Desk, cursor: Cursor = None, limit: Limit = 100) -> Listing[Unreadable]:
    """The inputs that could not be read, and why."""
    return listing(desk.reader.unreadable(), cursor, limit, _sum)


# ---------------------------------------------------------------- articles


@get("/articles", sync_to_thread=False, tags=["articles"])
def articles(desk: Desk, cursor: Cursor = None, limit: Limit = 100) -> Listing[Head]:
    """Every article without its text, in order of arrival."""
    heads = (head(item) for item in desk.reader.articles())
    return listing(heads, cursor, limit, _id)


@get("/articles/{name:str}", sync_to_thread=False, tags=["articles"])
def article(desk: Desk, name: FromPath[str]) -> Article:
    """One article: its reading text, zones, times, credits and values with evidence."""
    return desk.reader.article(found(desk, name, "article"))


@get("/attributions", sync_to_thread=False, tags=["attributions"])
def attributions(
    desk: Desk,
    article: FromQuery[str | None] = None,
    story: FromQuery[str | None] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Listing[Attribution]:
    """Who says what: on one article, in one story, or all, in order of the page."""
    items = desk.reader.attributions(
        article=found(desk, article, "article") if article else None,
        story=found(desk, story, "story") if story else None,
    )
    return listing(items, cursor, limit, _id)


@get("/attributions/{name:str}", sync_to_thread=False, tags=["attributions"])
def attribution(desk: Desk, name: FromPath[str]) -> Attribution:
    """One attribution."""
    return desk.reader.attribution(found(desk, name, "attribution"))


@get("/links", sync_to_thread=False, tags=["links"])
def links(
    desk: Desk, article: FromQuery[str | None] = None, cursor: Cursor = None, limit: Limit = 100
) -> Listing[Link]:
    """Copies, pickups and other links: of one article on either side, or all."""
    wanted = found(desk, article, "article") if article else None
    return listing(desk.reader.links(article=wanted), cursor, limit, _id)


# ---------------------------------------------------------------- stories and claims


@get("/stories", sync_to_thread=False, tags=["stories"])
def stories(desk: Desk, cursor: Cursor = None, limit: Limit = 100) -> Listing[Story]:
    """The stories, largest first."""
    return listing(desk.reader.stories(), cursor, limit, _id)


@get("/stories/{name:str}", sync_to_thread=False, tags=["stories"])
def story(desk: Desk, name: FromPath[str]) -> Dossier:
    """One story with its five numbers, carriers, claims, differences, gaps and timeline."""
    return dossier_of(desk, found(desk, name, "story"))


def dossier_of(desk: DeskRecord, story_id: str) -> Dossier:
    """Work a dossier out once for a state of the case."""

    def work() -> Dossier:
        return of_parts(parts(desk.reader, desk.reader.story(story_id)))

    return desk.once(("dossier", story_id), work)


@get("/claims", sync_to_thread=False, tags=["claims"])
def claims(
    desk: Desk, story: FromQuery[str | None] = None, cursor: Cursor = None, limit: Limit = 100
) -> Listing[Claim]:
    """Claims by weakest sourcing: of one story, or of all in their order."""
    wanted = found(desk, story, "story") if story else None
    return listing(desk.reader.claims(story=wanted), cursor, limit, _id)


@get("/claims/{name:str}", sync_to_thread=False, tags=["claims"])
def claim(desk: Desk, name: FromPath[str]) -> Claim:
    """One claim with its origins, chains, answers, differences and every rule that counted."""
    return desk.reader.claim(found(desk, name, "claim"))


@get("/timeline", sync_to_thread=False, tags=["stories"])
def timeline(
    desk: Desk, story: FromQuery[str | None] = None, cursor: Cursor = None, limit: Limit = 100
) -> Listing[Event]:
    """Stated dates and publications, by their earliest instant."""
    wanted = found(desk, story, "story") if story else None
    return listing(desk.reader.timeline(story=wanted), cursor, limit, _sum)


@get("/decisions", sync_to_thread=False, tags=["review"])
def decisions(
    desk: Desk, item: FromQuery[str | None] = None, cursor: Cursor = None, limit: Limit = 100
) -> Listing[Decision]:
    """What people decided, oldest first: about one item's full id, or all."""
    return listing(desk.reader.decisions(item=item), cursor, limit, _sum)


@get("/search", sync_to_thread=False, tags=["search"])
def search(
    desk: Desk,
    q: FromQuery[str] = "",
    facets: Annotated[
        list[str] | None, QueryParameter(name="facet", description="facet:value, more than one")
    ] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 20,
) -> Listing[Hit]:
    """What holds these words, best first. Facets are written `speaker:Ito`, `act:denies`."""
    hits = desk.reader.search(q, facets=facet_values(facets or []), limit=limit)
    return Listing(items=hits, next=None)


def facet_values(pairs: Iterable[str]) -> dict[str, str]:
    """Read "speaker:Ito" pairs. Raises InputError for one without a colon."""
    values = {}
    for pair in pairs:
        name, colon, value = pair.partition(":")
        if not colon or not value.strip():
            raise InputError("a facet is written name:value", where=pair, fix="e.g. act:denies")
        values[name] = value.strip()
    return values


READING = [
    *(counts, captures, capture, capture_body, unreadable),
    *(articles, article, attributions, attribution, links),
    *(stories, story, claims, claim, timeline, decisions, search),
]
