"""What a case on disk holds besides the findings, and how every reader of a case reads it.

`Reader` is what reports, the server and the command line need; a store gives it. Its methods
check what they give: bytes against their sha256, articles against their capture's bytes, spans
against their article's text. They raise NotFound for an unknown id, StoreError for a capture
that is changed or missing and SpanError for words that moved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol

from firsthand.types.answer import Claim, ClaimId, Decision, Event
from firsthand.types.found import Attribution, Link, Story, StoryId
from firsthand.types.page import Article, ArticleId, CaptureId, Record, Span


class Held(Record, frozen=True, kw_only=True):
    """Where a capture's bytes lie in a case and where they were seen; the bytes come apart."""

    id: CaptureId
    size: int  # bytes
    names: tuple[str, ...]  # every place these bytes were added from, in order
    folders: tuple[str, ...] = ()
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    fetched_at: datetime | None = None
    added_at: datetime
    segment: str  # file below the case's captures/ folder
    offset: int  # of the record's gzip member in the segment, bytes
    length: int  # of that member, bytes


class Unreadable(Record, frozen=True, kw_only=True):
    """An input that could not be read, and why."""

    name: str
    error: str
    capture: CaptureId | None = None  # None: there were no bytes to name
    at: datetime


class Hit(Record, frozen=True, kw_only=True):
    """One answer of a search, best first."""

    kind: str  # article | attribution | claim
    id: str  # of that article, attribution or claim
    article: ArticleId
    span: Span | None  # the words found; None for a claim, whose accounts carry them
    text: str  # the words found, on one line, matches between ‹ and ›
    outlet: str | None = None
    speaker: str | None = None
    act: str | None = None
    status: str | None = None
    date: str | None = None  # the article's own, as printed (ISO 8601)


class Counts(Record, frozen=True, kw_only=True):
    """How much a case holds."""

    captures: int
    articles: int
    attributions: int
    stories: int
    claims: int
    links: int
    decisions: int
    unreadable: int


class Reader(Protocol):
    """A case as its readers see it. Every method may be called at any time, in any order."""

    def counts(self) -> Counts:
        """Give how much there is of everything."""

    def captures(self) -> Iterator[Held]:
        """Give every capture, in order of arrival, without its bytes."""

    def capture(self, capture_id: CaptureId) -> Held:
        """Give one capture, without its bytes."""

    def capture_bytes(self, capture_id: CaptureId) -> bytes:
        """Give the bytes as they came, checked against their name."""

    def articles(self) -> Iterator[Article]:
        """Give every article, in order of arrival."""

    def article(self, article_id: ArticleId) -> Article:
        """Give one article."""

    def attributions(
        self, *, article: ArticleId | None = None, story: StoryId | None = None
    ) -> Iterator[Attribution]:
        """Give attributions in order of the page: of an article, of a story, or all."""

    def attribution(self, attribution_id: str) -> Attribution:
        """Give one attribution."""

    def stories(self) -> tuple[Story, ...]:
        """Give the stories, largest first."""

    def story(self, story_id: StoryId) -> Story:
        """Give one story."""

    def links(self, *, article: ArticleId | None = None) -> Iterator[Link]:
        """Give the links of a text on either side, or all."""

    def claims(self, *, story: StoryId | None = None) -> Iterator[Claim]:
        """Give claims by weakest sourcing: of a story, or of all stories in their order."""

    def claim(self, claim_id: ClaimId) -> Claim:
        """Give one claim."""

    def timeline(self, *, story: StoryId | None = None) -> tuple[Event, ...]:
        """Give events by their earliest instant."""

    def decisions(self, *, item: str | None = None) -> tuple[Decision, ...]:
        """Give what people decided, oldest first: about one item's id, or all."""

    def unreadable(self) -> tuple[Unreadable, ...]:
        """Give the inputs that could not be read, in order of arrival."""

    def search(
        self, words: str, *, facets: Mapping[str, str] | None = None, limit: int = 20
    ) -> tuple[Hit, ...]:
        """Give what holds these words: all of them, "a phrase" together, -word not, wor* open.

        Facets narrow it: kind (article, attribution, claim), speaker, act, outlet, source
        (person, document, …), status, story, folder, since, until (YYYY-MM-DD). Empty words list
        all that fits the facets. Raises InputError for an unknown facet or nothing to look for.
        """

    def resolve(self, name: str, *, kinds: tuple[str, ...] = ()) -> tuple[str, str]:
        """Give (kind, id) for a short name ("c1", "s1", "a-page") or the start of an id.

        Kinds are capture, article, attribution, story, claim; empty means any. A page's name
        gives its article. Raises NotFound, and InputError where it could be several.
        """

    def name(self, item_id: str) -> str:
        """Give an id's short name: "c1", "s1", "a-page", or twelve characters of the id."""
