"""One story at a time out of a case, so that a report never holds a whole case in memory."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from firsthand.types import Article, Attribution, Claim, Event, Link, Reader, Story, StoryId


class Parts(Struct, frozen=True, kw_only=True):
    """Everything of one story."""

    story: Story
    articles: tuple[Article, ...]
    attributions: tuple[Attribution, ...]
    links: tuple[Link, ...]
    claims: tuple[Claim, ...]
    timeline: tuple[Event, ...]


def parts(reader: Reader, story: Story) -> Parts:
    """Read everything of one story."""
    return Parts(
        story=story,
        articles=tuple(reader.article(item) for item in story.articles),
        attributions=tuple(reader.attributions(story=story.id)),
        links=links_of(reader, story),
        claims=tuple(reader.claims(story=story.id)),
        timeline=reader.timeline(story=story.id),
    )


def links_of(reader: Reader, story: Story) -> tuple[Link, ...]:
    """Read the links between a story's own articles, and from texts that are only named."""
    members = set(story.articles)
    found = {
        link.id: link
        for article in story.articles
        for link in reader.links(article=article)
        if link.right in members
    }
    return tuple(found[key] for key in sorted(found))


def every(reader: Reader, only: StoryId | None = None) -> Iterator[Parts]:
    """Read the stories of a case one after the other, or one of them. Raises NotFound."""
    for story in reader.stories() if only is None else (reader.story(only),):
        yield parts(reader, story)
