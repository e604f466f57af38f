"""Writing a case: `Store`, a reader that holds the writer's lock.

Everything that is put is checked first, and one article with its capture and findings goes in
together or not at all. Putting a thing twice is putting it once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from firsthand.errors import SpanError, StoreError
from firsthand.store import decide, names, search
from firsthand.store.check import check_article, check_spans
from firsthand.store.database import connect, transaction
from firsthand.store.lock import Lock
from firsthand.store.read import SqliteReader, text_sum
from firsthand.store.segments import Place
from firsthand.types import (
    Article,
    ArticleId,
    Attribution,
    Capture,
    CaptureId,
    Claim,
    Decision,
    Event,
    Link,
    Record,
    Story,
    StoryId,
    Unreadable,
)


class Store(SqliteReader):
    """A case on disk. Opened for writing it holds the lock until it is closed."""

    def __init__(self, folder: Path, database: sqlite3.Connection, lock: Lock | None) -> None:
        super().__init__(folder, database)
        self._lock = lock

    @classmethod
    def open(cls, folder: Path | str, *, write: bool = False) -> Store:
        """Open a case; for writing, begin one where there is none.

        Raises StoreError where it is missing, damaged, of another version, or, for writing,
        where another process writes.
        """
        place = Path(folder)
        if place.exists() and not place.is_dir():
            fault = "a case is a folder, this is a file"
            raise StoreError(fault, where=str(place), fix="unpack it, or name another --case")
        lock = None
        if write:
            try:
                place.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                fault = f"the case can't be begun: {error.strerror}"
                raise StoreError(fault, where=str(place), fix="name another --case") from error
            lock = Lock(place / "lock")
        try:
            return cls(place, connect(place, write=write), lock)
        except StoreError:
            if lock:
                lock.release()
            raise

    def close(self) -> None:
        """Fold the log into the database, close it and give the lock back."""
        if self._lock:
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        super().close()
        if self._lock:
            self._lock.release()

    def __enter__(self) -> Store:
        return self

    def unit(self) -> AbstractContextManager[None]:
        """Give a block whose writes happen together or not at all."""
        if not self._lock:
            fault = "the case is open for reading"
            raise StoreError(fault, where=str(self.folder), fix="open it with write=True")
        return transaction(self._database)

    # -------------------------------------------------------------- what comes in

    def holds(self, capture_id: CaptureId) -> ArticleId | None:
        """Give the article that these bytes were read as, None where they are new."""
        row = self._one("SELECT id FROM articles WHERE capture = ? AND current = 1", capture_id)
        return str(row["id"]) if row else None

    def stopped(self, capture_id: CaptureId) -> str | None:
        """Say how these bytes killed or hung their reader before; None where they did not."""
        row = self._one(
            "SELECT error FROM unreadable WHERE capture = ? AND stopped = 1", capture_id
        )
        return str(row["error"]) if row else None

    def put(
        self, capture: Capture, article: Article, attributions: Sequence[Attribution], at: datetime
    ) -> None:
        """Keep a capture with its article and attributions. Raises SpanError, StoreError.

        `at` is when it is added, aware. A second reading of the same capture takes the place of
        the first; the first stays, because decisions may rest on it.
        """
        check_article(article, capture.body)
        for item in attributions:
            check_spans(item, {article.id: article.text}.__getitem__)
        with self.unit():
            self._put_capture(capture, at)
            self._sight(capture)
            self._put_article(article)
            self._put_attributions(article, attributions)
            self._database.execute("DELETE FROM unreadable WHERE capture = ?", (capture.id,))
            self._database.execute("DELETE FROM facts WHERE key = 'derived'")

    def sight(self, capture: Capture) -> None:
        """Note one more place where bytes that are held were seen."""
        with self.unit():
            self._sight(capture)

    def put_unreadable(self, entry: Unreadable, *, stopped: bool = False) -> None:
        """Note an input that could not be read; `stopped` where it killed or hung its reader."""
        with self.unit():
            self._database.execute(
                "INSERT INTO unreadable (name, capture, error, at, stopped) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (name, capture) DO UPDATE SET"
                " error = excluded.error, at = excluded.at, stopped = excluded.stopped",
                (entry.name, entry.capture or "", entry.error, _iso(entry.at), int(stopped)),
            )

    def _put_capture(self, capture: Capture, at: datetime) -> None:
        """Write the bytes to a segment, then name their place."""
        if self._one("SELECT 1 FROM captures WHERE id = ?", capture.id):
            return
        place = self._segments.append(capture, at=at, known_end=self._known_end())
        self._database.execute(
            "INSERT INTO captures (id, size, url, media_type, charset, fetched_at, added_at,"
            " segment, start, length) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                capture.id,
                len(capture.body),
                capture.url,
                capture.media_type,
                capture.charset,
                _iso(capture.fetched_at) if capture.fetched_at else None,
                _iso(at),
                place.segment,
                place.start,
                place.length,
            ),
        )

    def _known_end(self) -> int | None:
        """Give where the newest segment ends as far as this database knows, in bytes."""
        newest = self._segments.newest()
        row = self._one(
            "SELECT max(start + length) AS stop FROM captures WHERE segment = ?", newest or ""
        )
        return int(row["stop"]) if row and row["stop"] is not None else None

    def place(self, capture_id: CaptureId) -> Place:
        """Give where a capture's record lies."""
        held = self.capture(capture_id)
        return Place(held.segment, held.offset, held.length)

    def _sight(self, capture: Capture) -> None:
        self._database.execute(
            "INSERT OR IGNORE INTO sightings (capture, name, folder) VALUES (?, ?, ?)",
            (capture.id, capture.name or "", capture.folder or ""),
        )

    def _put_article(self, article: Article) -> None:
        earlier = self._database.execute(
            "SELECT id FROM articles WHERE capture = ? AND id <> ?", (article.capture, article.id)
        ).fetchall()
        for row in earlier:
            self._retire(row["id"])
        self._database.execute(
            "INSERT INTO articles (id, capture, reader, text_sha256, record)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " current = 1, reader = excluded.reader, record = excluded.record",
            (article.id, article.capture, article.reader, text_sum(article.text), _json(article)),
        )
        if earlier:
            self._database.execute(
                "UPDATE OR IGNORE names SET id = ? WHERE kind = 'article' AND id = ?",
                (article.id, earlier[-1]["id"]),
            )
        names.give_slug(self._database, article)
        self._cache.pop(article.id, None)

    def _put_attributions(self, article: Article, attributions: Sequence[Attribution]) -> None:
        self._forget_findings(article.id)
        self._database.executemany(
            "INSERT INTO attributions (id, article, place, record) VALUES (?, ?, ?, ?)",
            (
                (item.id, article.id, place, _json(item))
                for place, item in enumerate({item.id: item for item in attributions}.values())
            ),
        )
        search.index_article(self._database, article, attributions)

    def _retire(self, article_id: ArticleId) -> None:
        self._database.execute("UPDATE articles SET current = 0 WHERE id = ?", (article_id,))
        self._forget_findings(article_id)

    def _forget_findings(self, article_id: ArticleId) -> None:
        """Clear an article's attributions and its entries in the search."""
        old = self._database.execute(
            "SELECT id FROM attributions WHERE article = ?", (article_id,)
        ).fetchall()
        search.forget(self._database, "attribution", (row["id"] for row in old))
        search.forget(self._database, "article", (article_id,))
        self._database.execute("DELETE FROM attributions WHERE article = ?", (article_id,))

    # -------------------------------------------------------------- what is found between them

    def put_links(self, links: Iterable[Link]) -> None:
        """Put these links in the place of all earlier ones. Raises SpanError."""
        rows = []
        for place, link in enumerate(links):
            check_spans(link, self._text)
            rows.append((link.id, link.left, link.right, place, _json(link)))
        with self.unit():
            self._database.execute("DELETE FROM links")
            self._database.executemany(
                "INSERT OR REPLACE INTO links (id, left_text, right_text, place, record)"
                " VALUES (?, ?, ?, ?, ?)",
                rows,
            )

    def put_stories(self, stories: Sequence[Story]) -> None:
        """Put these stories in the place of all earlier ones; claims of lost stories go."""
        with self.unit():
            before = {
                row["id"]: row["inputs"]
                for row in self._database.execute("SELECT id, inputs FROM stories")
            }
            self._database.execute("DELETE FROM stories")
            for place, story in enumerate(stories):
                self._database.execute(
                    "INSERT INTO stories (id, place, inputs, record) VALUES (?, ?, ?, ?)",
                    (story.id, place, before.pop(story.id, None), _json(story)),
                )
                self._database.executemany(
                    "INSERT INTO members (article, story) VALUES (?, ?)",
                    ((article_id, story.id) for article_id in story.articles),
                )
                names.number_story(self._database, story.id)
            for lost in before:
                self._forget_claims(lost)
                self._database.execute("DELETE FROM names WHERE kind = 'story' AND id = ?", (lost,))

    def inputs(self, story_id: StoryId) -> str | None:
        """Give the digest of what a story's claims were made from; None: they are to be made."""
        row = self._one("SELECT inputs FROM stories WHERE id = ?", story_id)
        return row["inputs"] if row else None

    def put_account(
        self, story: Story, claims: Sequence[Claim], events: Sequence[Event], inputs: str
    ) -> None:
        """Put a story's claims and timeline in the place of earlier ones. Raises SpanError."""
        for item in (*claims, *events):
            check_spans(item, self._text)
        ordered = sorted(
            {claim.id: claim for claim in claims}.values(), key=lambda claim: claim.weakness
        )
        with self.unit():
            self._forget_claims(story.id)
            for place, claim in enumerate(ordered):
                self._database.execute(
                    "INSERT OR REPLACE INTO claims (id, story, place, record) VALUES (?, ?, ?, ?)",
                    (claim.id, story.id, place, _json(claim)),
                )
                search.index_claim(self._database, claim, self._outlets(claim))
            self._database.executemany(
                "INSERT INTO events (story, place, record) VALUES (?, ?, ?)",
                ((story.id, place, _json(event)) for place, event in enumerate(events)),
            )
            self._database.execute("UPDATE stories SET inputs = ? WHERE id = ?", (inputs, story.id))

    def derived(self) -> str | None:
        """Give what the answers of today were made by; None where an article came in since."""
        row = self._one("SELECT value FROM facts WHERE key = 'derived'")
        return str(row["value"]) if row else None

    def finish(self, by: str) -> None:
        """Number all claims anew and note by what they were made.

        Stories stand in their order, in each the weakest sourcing comes first.
        """
        with self.unit():
            rows = self._database.execute(
                "SELECT claims.id FROM claims JOIN stories ON stories.id = claims.story"
                " ORDER BY stories.place, claims.place"
            ).fetchall()
            names.number_claims(self._database, (row["id"] for row in rows))
            self._database.execute(
                "INSERT OR REPLACE INTO facts (key, value) VALUES ('derived', ?)", (by,)
            )

    def _forget_claims(self, story_id: StoryId) -> None:
        rows = self._database.execute("SELECT id FROM claims WHERE story = ?", (story_id,))
        search.forget(self._database, "claim", [row["id"] for row in rows.fetchall()])
        self._database.execute("DELETE FROM claims WHERE story = ?", (story_id,))
        self._database.execute("DELETE FROM events WHERE story = ?", (story_id,))

    def _outlets(self, claim: Claim) -> str | None:
        found = (self.article(account.article).outlet for account in claim.told)
        return "; ".join(dict.fromkeys(outlet for outlet in found if outlet)) or None

    # -------------------------------------------------------------- what people decide

    def decide(self, decision: Decision) -> Decision:
        """Sign a decision about a claim, an attribution or a link and keep it for good.

        Raises NotFound for an unknown item, InputError for a decision that says nothing.
        """
        answer = self._answer(decision.item)
        with self.unit():
            return decide.append(self._database, decision, answer)

    def _answer(self, item_id: str) -> bytes:
        """Give the machine's answer about an item as it stands, as JSON."""
        for table in ("attributions", "links"):
            row = self._one(f"SELECT record FROM {table} WHERE id = ?", item_id)
            if row:
                return str(row["record"]).encode("utf8")
        return msgspec.json.encode(self.claim(item_id))


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _json(record: Record) -> str:
    try:
        return msgspec.json.encode(record).decode("utf8")
    except UnicodeEncodeError as error:  # half a surrogate pair: no file can hold it
        fault = "its text holds half a character, which no file can keep"
        raise SpanError(fault, where=type(record).__name__.lower()) from error
