"""The story's timeline: when pages were published, changed and captured, and what they date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from firsthand.types import Article, Attribution, Event, Story, Time


def timeline(
    story: Story, articles: Sequence[Article], attributions: Sequence[Attribution]
) -> tuple[Event, ...]:
    """Give the story's events by the earliest instant they allow."""
    events = [event for article in articles for event in _bounds(story, article)]
    return tuple(sorted(events, key=lambda event: (event.earliest, event.latest, event.text)))


def _bounds(story: Story, article: Article) -> list[Event]:
    name = article.outlet or article.title or article.id[:8]
    found = []
    for kind, time in (("published", article.published), ("modified", article.modified)):
        if time is not None:
            found.append(_event(story, kind, f"{name}: {kind} {time.printed}", time))
    if article.fetched_at is not None:
        at: datetime = article.fetched_at
        found.append(
            Event(story=story.id, kind="captured", text=f"{name}: captured", earliest=at, latest=at)
        )
    return found


def _event(story: Story, kind: str, text: str, time: Time) -> Event:
    return Event(
        story=story.id,
        kind=kind,
        text=text,
        earliest=time.earliest,
        latest=time.latest,
        spans=time.spans,
    )
