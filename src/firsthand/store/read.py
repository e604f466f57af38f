"""Reading a case from its SQLite file: `SqliteReader`, which gives what `Reader` asks for.

Everything is checked on the way out. An article is compared with its capture's bytes once per
open case, a finding's spans with their article each time.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import msgspec

from firsthand.errors import NotFound, SpanError, StoreError
from firsthand.store import decide, names, search
from firsthand.store.check import check_article, check_spans
from firsthand.store.segments import Place, Segments
from firsthand.types import (
    Article,
    ArticleId,
    Attribution,
    CaptureId,
    Claim,
    ClaimId,
    Counts,
    Decision,
    Event,
    Held,
    Hit,
    Link,
    Record,
    Story,
    StoryId,
    Unreadable,
)

CACHED = 256  # articles kept decoded: one of 20 kB takes about 60 kB
AnyRecord = TypeVar("AnyRecord", bound=Record)


class SqliteReader:
    """A case on disk, for reading."""

    def __init__(self, folder: Path, database: sqlite3.Connection) -> None:
        self.folder = folder
        self._database = database
        self._segments = Segments(folder / "captures")
        self._cache: OrderedDict[ArticleId, Article] = OrderedDict()
        self._checked: set[ArticleId] = set()

    def close(self) -> None:
        """Close the database; the reader is of no use after."""
        self._database.close()

    def __enter__(self) -> SqliteReader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -------------------------------------------------------------- captures

    def counts(self) -> Counts:
        """Give how much there is of everything."""
        tables = ("captures", "attributions", "stories", "claims", "links", "decisions")
        found = {name: self._count(name) for name in tables}
        articles = self._count("articles WHERE current = 1")
        return Counts(articles=articles, unreadable=self._count("unreadable"), **found)

    def captures(self) -> Iterator[Held]:
        """Give every capture, in order of arrival, without its bytes."""
        rows = self._database.execute("SELECT * FROM captures ORDER BY number").fetchall()
        return (self._held(row) for row in rows)

    def capture(self, capture_id: CaptureId) -> Held:
        """Give one capture, without its bytes."""
        row = self._one("SELECT * FROM captures WHERE id = ?", capture_id)
        if row is None:
            raise NotFound("no such capture", where=capture_id[: names.SHORT])
        return self._held(row)

    def capture_bytes(self, capture_id: CaptureId) -> bytes:
        """Give the bytes as they came, checked against their name."""
        held = self.capture(capture_id)
        return self._segments.read(Place(held.segment, held.offset, held.length), capture_id)

    def unreadable(self) -> tuple[Unreadable, ...]:
        """Give the inputs that could not be read, in order of arrival."""
        rows = self._database.execute("SELECT * FROM unreadable ORDER BY number")
        return tuple(
            Unreadable(
                name=row["name"],
                error=row["error"],
                capture=row["capture"] or None,
                at=datetime.fromisoformat(row["at"]),
            )
            for row in rows
        )

    # -------------------------------------------------------------- articles

    def articles(self) -> Iterator[Article]:
        """Give every article, in order of arrival."""
        rows = self._database.execute("SELECT id FROM articles WHERE current = 1 ORDER BY number")
        return (self.article(row["id"]) for row in rows.fetchall())

    def article(self, article_id: ArticleId) -> Article:
        """Give one article, compared with its capture. Raises StoreError, SpanError."""
        if article_id in self._cache:
            self._cache.move_to_end(article_id)
            return self._cache[article_id]
        row = self._one("SELECT record, text_sha256 FROM articles WHERE id = ?", article_id)
        if row is None:
            raise NotFound("no such article", where=article_id[: names.SHORT])
        article = _decode(row["record"], Article)
        if article_id not in self._checked:
            self._check(article, row["text_sha256"])
        self._cache[article_id] = article
        while len(self._cache) > CACHED:
            self._cache.popitem(last=False)
        return article

    def attributions(
        self, *, article: ArticleId | None = None, story: StoryId | None = None
    ) -> Iterator[Attribution]:
        """Give attributions in order of the page: of an article, of a story, or all."""
        sql = (
            "SELECT attributions.record FROM attributions"
            " JOIN articles ON articles.id = attributions.article WHERE articles.current = 1"
        )
        values: tuple[str, ...] = ()
        if article is not None:
            sql, values = f"{sql} AND attributions.article = ?", (article,)
        if story is not None:
            sql += " AND attributions.article IN (SELECT article FROM members WHERE story = ?)"
            values = (*values, story)
        rows = self._database.execute(f"{sql} ORDER BY articles.number, place", values).fetchall()
        return (self._checked_record(row["record"], Attribution) for row in rows)

    def attribution(self, attribution_id: str) -> Attribution:
        """Give one attribution."""
        return self._by_id("attributions", attribution_id, Attribution)

    # -------------------------------------------------------------- between articles

    def stories(self) -> tuple[Story, ...]:
        """Give the stories, largest first."""
        rows = self._database.execute("SELECT record FROM stories ORDER BY place")
        return tuple(_decode(row["record"], Story) for row in rows)

    def story(self, story_id: StoryId) -> Story:
        """Give one story."""
        return self._by_id("stories", story_id, Story)

    def links(self, *, article: ArticleId | None = None) -> Iterator[Link]:
        """Give the links of a text on either side, or all."""
        sql = "SELECT record FROM links WHERE ?1 IS NULL OR left_text = ?1 OR right_text = ?1"
        rows = self._database.execute(f"{sql} ORDER BY place", (article,)).fetchall()
        return (self._checked_record(row["record"], Link) for row in rows)

    def claims(self, *, story: StoryId | None = None) -> Iterator[Claim]:
        """Give claims by weakest sourcing: of a story, or of all stories in their order."""
        sql = (
            "SELECT claims.record FROM claims JOIN stories ON stories.id = claims.story"
            " WHERE ?1 IS NULL OR claims.story = ?1 ORDER BY stories.place, claims.place"
        )
        rows = self._database.execute(sql, (story,)).fetchall()
        return (self._checked_record(row["record"], Claim) for row in rows)

    def claim(self, claim_id: ClaimId) -> Claim:
        """Give one claim."""
        return self._by_id("claims", claim_id, Claim)

    def timeline(self, *, story: StoryId | None = None) -> tuple[Event, ...]:
        """Give events by their earliest instant."""
        sql = "SELECT record FROM events WHERE ?1 IS NULL OR story = ?1"
        rows = self._database.execute(sql, (story,)).fetchall()
        found = [self._checked_record(row["record"], Event) for row in rows]
        return tuple(sorted(found, key=lambda event: (event.earliest, event.latest, event.text)))

    # -------------------------------------------------------------- people's part

    def decisions(self, *, item: str | None = None) -> tuple[Decision, ...]:
        """Give what people decided, oldest first. Raises StoreError where one was changed."""
        kept = decide.decisions(self._database, where=str(self.folder))
        return tuple(entry for entry in kept if item is None or entry.item == item)

    def answer_then(self, decision: Decision) -> bytes:
        """Give the machine's answer as it stood when a decision was taken, as JSON."""
        return decide.answer(self._database, decision)

    def is_there(self, item_id: str) -> bool:
        """Whether a claim, an attribution or a link of today goes by this id."""
        tables = ("claims", "attributions", "links")
        found = (self._one(f"SELECT 1 FROM {table} WHERE id = ?", item_id) for table in tables)
        return any(row is not None for row in found)

    def decided_now(self, decision: Decision) -> str:
        """Give the id of today's item that a decision is about.

        Claims made anew from more pages may go by another id; then it is the claim that shares
        most words with the one that was decided about, and its own old id where none does.
        """
        if self.is_there(decision.item):
            return decision.item
        pinned = decide.pinned(self.answer_then(decision))
        best = (0, decision.item)
        for claim in self.claims() if pinned else ():
            spans = {span for account in claim.told for span in account.spans}
            shared = sum((span.article, span.start, span.end) in pinned for span in spans)
            best = max(best, (shared, claim.id)) if shared else best
        return best[1]

    def search(
        self, words: str, *, facets: Mapping[str, str] | None = None, limit: int = 20
    ) -> tuple[Hit, ...]:
        """Give what holds these words, best first. Raises InputError for an unknown facet."""
        rows = search.search(self._database, words, facets or {}, limit)
        return tuple(search.hit(row, self.article(row["article"])) for row in rows)

    def resolve(self, name: str, *, kinds: tuple[str, ...] = ()) -> tuple[str, str]:
        """Give (kind, id) for a short name or the start of an id."""
        return names.resolve(self._database, name, kinds)

    def name(self, item_id: str) -> str:
        """Give an id's short name, or its first characters."""
        return names.short(self._database, item_id)

    # -------------------------------------------------------------- inside

    def _one(self, sql: str, *values: str) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._database.execute(sql, values).fetchone()
        return row

    def _count(self, table: str) -> int:
        return int(self._database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def _by_id(self, table: str, item_id: str, kind: type[AnyRecord]) -> AnyRecord:
        row = self._one(f"SELECT record FROM {table} WHERE id = ?", item_id)
        if row is None:
            fault = f"no such {kind.__name__.lower()}"
            raise NotFound(fault, where=item_id[: names.SHORT])
        return self._checked_record(row["record"], kind)

    def _checked_record(self, record: str, kind: type[AnyRecord]) -> AnyRecord:
        item = _decode(record, kind)
        check_spans(item, self._text)
        return item

    def _text(self, article_id: ArticleId) -> str:
        try:
            return self.article(article_id).text
        except NotFound as error:
            fault = "a span's article is not in the case"
            raise SpanError(fault, where=f"article {article_id[: names.SHORT]}") from error

    def _check(self, article: Article, text_sha256: str) -> None:
        """Compare an article with the sum taken when it was written, and with its capture."""
        if text_sum(article.text) != text_sha256:
            fault = "the article's text has changed"
            raise StoreError(fault, where=f"article {article.id[: names.SHORT]}")
        check_article(article, self.capture_bytes(article.capture))
        self._checked.add(article.id)

    def _held(self, row: sqlite3.Row) -> Held:
        seen = self._database.execute(
            "SELECT name, folder FROM sightings WHERE capture = ? ORDER BY number", (row["id"],)
        ).fetchall()
        fetched = row["fetched_at"]
        return Held(
            id=row["id"],
            size=row["size"],
            names=tuple(entry["name"] for entry in seen if entry["name"]),
            folders=tuple(dict.fromkeys(entry["folder"] for entry in seen if entry["folder"])),
            url=row["url"],
            media_type=row["media_type"],
            charset=row["charset"],
            fetched_at=datetime.fromisoformat(fetched) if fetched else None,
            added_at=datetime.fromisoformat(row["added_at"]),
            segment=row["segment"],
            offset=row["start"],
            length=row["length"],
        )


def text_sum(text: str) -> str:
    """Give the sha256 of a text."""
    return sha256(text.encode("utf8", "surrogatepass")).hexdigest()


def _decode(record: str, kind: type[AnyRecord]) -> AnyRecord:
    try:
        return msgspec.json.decode(record, type=kind)
    except msgspec.MsgspecError as error:
        fault = f"a record can't be read: {error}"
        cure = "add the captures to a new case"
        raise StoreError(fault, where=kind.__name__.lower(), fix=cure) from error
