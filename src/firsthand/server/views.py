"""What the pages over a whole case show: the case itself, everyone who speaks in it, a search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from firsthand.report import wording
from firsthand.report.dossier import Head, carriers, head
from firsthand.report.people import OutletRow, Speaker, outlets, speakers
from firsthand.types import (
    ArticleId,
    Counts,
    Hit,
    Reader,
    Record,
    Status,
    Story,
    StoryId,
    Unreadable,
)

SORTS = ("weakest", "time", "size")
PER_PAGE = 50


class StoryRow(Record, frozen=True, kw_only=True):
    """A story as the case page lists it."""

    id: StoryId
    name: str
    title: str
    pages: int
    outlets: tuple[str, ...]
    folders: tuple[str, ...]
    published: str
    earliest: str  # ISO 8601; "9999" where no page is dated
    claims: int
    single: int  # claims that rest on a single source
    spread: int  # pages of the most repeated single-source claim
    origins: tuple[str, ...]  # of that claim
    example: str | None  # its words


class CasePage(Record, frozen=True, kw_only=True):
    """The case at a glance."""

    counts: Counts
    sort: str
    folder: str | None
    folders: tuple[tuple[str, int], ...]  # with their stories
    stories: tuple[StoryRow, ...]
    page: int
    pages: int
    unreadable: tuple[Unreadable, ...]


class PeoplePage(Record, frozen=True, kw_only=True):
    """Everyone who speaks in the case, and the outlets."""

    speakers: tuple[Speaker, ...]
    total: int
    page: int
    pages: int
    outlets: tuple[OutletRow, ...]


class SearchPage(Record, frozen=True, kw_only=True):
    """A search with its facets and what it found."""

    q: str
    facets: tuple[tuple[str, str], ...]
    hits: tuple[Hit, ...]
    limit: int
    values: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]  # facet -> value, hits
    problem: str | None = None


def story_row(reader: Reader, story: Story) -> StoryRow:
    """Sum one story up."""
    heads = [head(reader.article(item)) for item in story.articles]
    claims = tuple(reader.claims(story=story.id))
    single = [claim for claim in claims if claim.status is Status.SINGLE_SOURCE]
    worst = max(single, key=lambda claim: (claim.pages, claim.id), default=None)
    times = [
        (article.published.earliest.isoformat(), wording.when(article.published))
        for article in map(reader.article, story.articles)
        if article.published
    ]
    earliest, published = min(times, default=("9999", "no time found"))
    return StoryRow(
        id=story.id,
        name=reader.name(story.id),
        title=wording.shown(story.title or (heads[0].title if heads else "Untitled story"), 200),
        pages=len(heads),
        outlets=tuple(dict.fromkeys(item.outlet for item in heads)),
        folders=tuple(dict.fromkeys(item.folder for item in heads if item.folder)),
        published=published,
        earliest=earliest,
        claims=len(claims),
        single=len(single),
        spread=worst.pages if worst else 0,
        origins=worst.origins.names if worst else (),
        example=worst.text if worst else None,
    )


def case_page(
    reader: Reader, rows: tuple[StoryRow, ...], *, sort: str, folder: str | None, page: int
) -> CasePage:
    """Sort and cut the list of stories."""
    folders = Counter(name for row in rows for name in row.folders)
    chosen = [row for row in rows if folder is None or folder in row.folders]
    if sort == "time":
        chosen.sort(key=lambda row: (row.earliest, row.id))
    elif sort == "weakest":
        chosen.sort(key=lambda row: (-row.spread, -row.single, -row.pages, row.id))
    pages = max(1, -(-len(chosen) // PER_PAGE))
    page = min(max(1, page), pages)
    return CasePage(
        counts=reader.counts(),
        sort=sort,
        folder=folder,
        folders=tuple(sorted(folders.items())),
        stories=tuple(chosen[(page - 1) * PER_PAGE : page * PER_PAGE]),
        page=page,
        pages=pages,
        unreadable=reader.unreadable()[:200],
    )


def everyone(reader: Reader) -> tuple[tuple[Speaker, ...], tuple[OutletRow, ...]]:
    """Gather speakers and outlets over the whole case."""
    articles = list(reader.articles())
    heads: Mapping[ArticleId, Head] = {item.id: head(item) for item in articles}
    return (
        speakers(reader.attributions(), heads),
        outlets(carriers(articles, reader.links(), heads)),
    )


def search_page(reader: Reader, q: str, facets: dict[str, str], limit: int) -> SearchPage:
    """Search, and count what the facets would narrow the answer to. Raises InputError."""
    hits: tuple[Hit, ...] = ()
    if q.strip() or facets:
        hits = reader.search(q, facets=facets, limit=limit)
    columns: dict[str, list[str | None]] = {
        "kind": [hit.kind for hit in hits],
        "speaker": [hit.speaker for hit in hits if hit.kind == "attribution"],
        "act": [hit.act for hit in hits],
        "outlet": [hit.outlet for hit in hits if hit.kind != "claim"],
        "status": [hit.status for hit in hits],
    }
    values = tuple(
        (facet, tuple(Counter(filter(None, found)).most_common(12)))
        for facet, found in columns.items()
        if facet not in facets
    )
    return SearchPage(
        q=q,
        facets=tuple(sorted(facets.items())),
        hits=hits,
        limit=limit,
        values=tuple((facet, found) for facet, found in values if found),
    )
