"""The story's timeline: what pages date, and when they were published, changed and captured.

Nothing is ordered on an assumed zone: a stated day allows every instant that is this day somewhere,
and a page's own times keep the bounds that the article room read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from firsthand.language.dates import dates
from firsthand.language.sentences import sentences
from firsthand.types import Article, Attribution, Event, Span, Story, Time

__all__ = ["timeline"]

_EAST, _WEST = timedelta(hours=14), timedelta(hours=12)  # the zones furthest from UTC


def timeline(
    story: Story, articles: Sequence[Article], attributions: Sequence[Attribution]
) -> tuple[Event, ...]:
    """Give the story's events by the earliest instant they allow; order of input never matters."""
    events = [
        event
        for article in {item.id: item for item in articles}.values()
        for event in (*_bounds(story, article), *_stated(story, article, attributions))
    ]
    return tuple(
        sorted(
            events, key=lambda item: (item.earliest, item.latest, item.kind, item.text, item.spans)
        )
    )


def _bounds(story: Story, article: Article) -> Iterator[Event]:
    """Yield when a page was published, modified and captured."""
    name = article.outlet or article.title or article.name or f"page {article.id[:8]}"
    for kind, when in (("published", article.published), ("modified", article.modified)):
        if when is not None:
            yield _timed(story, kind, f"{name}: {kind} {when.printed}", when)
    if article.fetched_at is not None:
        at = article.fetched_at
        yield Event(
            story=story.id, kind="captured", text=f"{name}: captured", earliest=at, latest=at
        )


def _timed(story: Story, kind: str, text: str, when: Time) -> Event:
    return Event(
        story=story.id,
        kind=kind,
        text=text,
        earliest=when.earliest,
        latest=when.latest,
        spans=when.spans,
    )


def _stated(story: Story, article: Article, attributions: Sequence[Attribution]) -> Iterator[Event]:
    """Yield the sentences of the body that date something, with the days they allow."""
    anchor = article.published.earliest.date() if article.published else None
    said = [item for item in attributions if item.article == article.id]
    for zone in article.blocks:
        for start, end in sentences(article.text, zone.start, zone.end):
            for when in dates(article.text[start:end], anchor):
                span = article.span(start + when.start, start + when.end)
                yield Event(
                    story=story.id,
                    kind="stated",
                    text=" ".join(article.text[start:end].split()),
                    earliest=_midnight(when.earliest) - _EAST,
                    latest=_midnight(when.latest + timedelta(days=1)) + _WEST,
                    spans=(span, article.span(start, end), *_who(said, span)),
                )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _who(said: Sequence[Attribution], span: Span) -> tuple[Span, ...]:
    """Give the source that dates it, where the date stands in somebody's words."""
    for item in said:
        if any(part.start <= span.start and span.end <= part.end for part in item.content):
            return item.source[:1]
    return ()
