"""A case that was worked out in memory, read as one on disk is.

It lets `firsthand.analyse` feed every export, the pages and the tests. It holds no index: a
search reads every text, which is fine for the pages of one story.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from msgspec import Struct, field

from firsthand.errors import InputError, NotFound, StoreError
from firsthand.types import (
    Article,
    Attribution,
    Capture,
    Case,
    Claim,
    Counts,
    Decision,
    Event,
    Held,
    Hit,
    Link,
    Story,
    Unreadable,
)

T = TypeVar("T", Article, Attribution, Claim, Held, Story)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class CaseReader(Struct, frozen=True, kw_only=True):
    """A Case as a Reader, with its captures and decisions where the caller has them."""

    case: Case
    bodies: dict[str, Capture] = field(default_factory=dict)
    decided: tuple[Decision, ...] = ()
    failed: tuple[Unreadable, ...] = ()

    def counts(self) -> Counts:
        """Give how much there is of everything."""
        case = self.case
        return Counts(
            captures=len({article.capture for article in case.articles}),
            articles=len(case.articles),
            attributions=len(case.attributions),
            stories=len(case.stories),
            claims=len(case.claims),
            links=len(case.links),
            decisions=len(self.decided),
            unreadable=len(self.failed),
        )

    def captures(self) -> Iterator[Held]:
        """Give every capture, in order of its article."""
        seen: set[str] = set()
        for article in self.case.articles:
            if article.capture not in seen:
                seen.add(article.capture)
                yield self._held(article)

    def capture(self, capture_id: str) -> Held:
        """Give one capture, without its bytes."""
        return _one(self.captures(), capture_id)

    def capture_bytes(self, capture_id: str) -> bytes:
        """Give the bytes as they came. Raises StoreError where the caller gave none."""
        if capture_id not in self.bodies:
            raise StoreError("the bytes of this capture are not in memory", where=capture_id[:12])
        return self.bodies[capture_id].body

    def articles(self) -> Iterator[Article]:
        """Give every article."""
        return iter(self.case.articles)

    def article(self, article_id: str) -> Article:
        """Give one article."""
        return _one(self.case.articles, article_id)

    def attributions(
        self, *, article: str | None = None, story: str | None = None
    ) -> Iterator[Attribution]:
        """Give the attributions of an article, of a story, or all."""
        members = set(self.story(story).articles) if story else None
        for item in self.case.attributions:
            if article in (None, item.article) and (members is None or item.article in members):
                yield item

    def attribution(self, attribution_id: str) -> Attribution:
        """Give one attribution."""
        return _one(self.case.attributions, attribution_id)

    def stories(self) -> tuple[Story, ...]:
        """Give the stories, largest first."""
        return tuple(sorted(self.case.stories, key=lambda item: (-len(item.articles), item.id)))

    def story(self, story_id: str) -> Story:
        """Give one story."""
        return _one(self.case.stories, story_id)

    def links(self, *, article: str | None = None) -> Iterator[Link]:
        """Give the links of a text on either side, or all."""
        return (item for item in self.case.links if article in (None, item.left, item.right))

    def claims(self, *, story: str | None = None) -> Iterator[Claim]:
        """Give the claims of a story, or of all."""
        return (item for item in self.case.claims if story in (None, item.story))

    def claim(self, claim_id: str) -> Claim:
        """Give one claim."""
        return _one(self.case.claims, claim_id)

    def timeline(self, *, story: str | None = None) -> tuple[Event, ...]:
        """Give events by their earliest instant."""
        found = [item for item in self.case.timeline if story in (None, item.story)]
        return tuple(sorted(found, key=lambda item: (item.earliest, item.latest)))

    def decisions(self, *, item: str | None = None) -> tuple[Decision, ...]:
        """Give what people decided, oldest first."""
        return tuple(one for one in self.decided if item in (None, one.item))

    def unreadable(self) -> tuple[Unreadable, ...]:
        """Give the inputs that could not be read."""
        return self.failed

    def search(
        self, words: str, *, facets: Mapping[str, str] | None = None, limit: int = 20
    ) -> tuple[Hit, ...]:
        """Give the articles and attributions that hold these words, in order of the case."""
        if not words.strip() and not facets:
            raise InputError("nothing to look for", fix="give a word")
        needle = words.casefold().strip('" ')
        hits = (*self._in_articles(needle), *self._in_attributions(needle))
        wanted = (facets or {}).get("kind")
        return tuple(hit for hit in hits if wanted in (None, hit.kind))[:limit]

    def _in_articles(self, needle: str) -> Iterator[Hit]:
        for article in self.case.articles:
            at = article.text.casefold().find(needle)
            if at >= 0 and len(article.text.casefold()) == len(article.text):
                span = article.span(at, at + max(1, len(needle)))
                yield Hit(
                    kind="article",
                    id=article.id,
                    article=article.id,
                    span=span,
                    text=f"‹{span.exact}›",
                    outlet=article.outlet,
                )

    def _in_attributions(self, needle: str) -> Iterator[Hit]:
        for item in self.case.attributions:
            if needle in item.text.casefold() and item.content:
                yield Hit(
                    kind="attribution",
                    id=item.id,
                    article=item.article,
                    span=item.content[0],
                    text=item.text,
                    speaker=item.source_name,
                    act=item.act,
                )

    def resolve(self, name: str, *, kinds: tuple[str, ...] = ()) -> tuple[str, str]:
        """Give (kind, id) for the start of an id. Raises NotFound, InputError for several."""
        case = self.case
        places: tuple[tuple[str, Iterable[Article | Attribution | Claim | Held | Story]], ...] = (
            ("capture", self.captures()),
            ("article", case.articles),
            ("attribution", case.attributions),
            ("story", case.stories),
            ("claim", case.claims),
        )
        found = [
            (kind, item.id)
            for kind, items in places
            if not kinds or kind in kinds
            for item in items
            if item.id.startswith(name)
        ]
        if not found or not name:
            raise NotFound("there is nothing under this name", where=name)
        if len(found) > 1:
            raise InputError("several ids start so", where=name, fix="give more of the id")
        return found[0]

    def name(self, item_id: str) -> str:
        """Give twelve characters of the id."""
        return item_id[:12]

    def _held(self, article: Article) -> Held:
        capture = self.bodies.get(article.capture)
        return Held(
            id=article.capture,
            size=len(capture.body) if capture else 0,
            names=(article.name,) if article.name else (),
            folders=(article.folder,) if article.folder else (),
            url=article.url,
            media_type=article.media_type,
            fetched_at=article.fetched_at,
            added_at=article.fetched_at or _EPOCH,
            segment="",
            offset=0,
            length=0,
        )


def _one(items: Iterable[T], item_id: str) -> T:
    """Find a record by its id. Raises NotFound."""
    for item in items:
        if item.id == item_id:
            return item
    raise NotFound("there is nothing under this id", where=item_id[:12])
