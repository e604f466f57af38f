"""The order of the stages: the one place where rooms meet each other and a store.

Every stage takes records and gives records and knows nothing of the others, so this module can
be read as the recipe of the whole program.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from msgspec import Struct

from firsthand import article as article_room
from firsthand import attribution as attribution_room
from firsthand import claim as claim_room
from firsthand import provenance as provenance_room
from firsthand import story as story_room
from firsthand.types import Article, Attribution, Capture, Case, Claim, Event, Link, Story


class Models(Struct, frozen=True):
    """What the stages have learned, loaded once per process and passed in."""

    zones: article_room.ZoneModel
    attribution: attribution_room.AttributionModels


def load_models() -> Models:
    """Load every model from the installed package. Raises ModelError where one is missing."""
    return Models(zones=article_room.load(), attribution=attribution_room.load())


def read(
    data: bytes, models: Models, *, url: str | None = None, media_type: str | None = None
) -> Article:
    """Read one capture's bytes. Raises CaptureError where there is no page in them."""
    capture = Capture(id=capture_id(data), body=data, url=url, media_type=media_type)
    return article_room.read(capture, models.zones)


def attribute(article: Article, models: Models) -> tuple[Attribution, ...]:
    """Find every reported statement of one article."""
    return attribution_room.attributions(article, models.attribution)


def gather(
    articles: Sequence[Article], attributions: Sequence[Attribution]
) -> tuple[tuple[Link, ...], tuple[Story, ...]]:
    """Link the texts of a case and sort them into stories, in order of publication."""
    links = (*story_room.copies(articles), *provenance_room.pickups(articles, attributions))
    grouper = story_room.Grouper()
    for item in sorted(articles, key=arrival):
        grouper.add(item)
    return links, grouper.stories()


def arrival(article: Article) -> tuple[str, str]:
    """Sort key: the earliest instant an article's time allows; undated articles come last."""
    when = article.published or article.modified
    return (when.earliest.isoformat() if when else "9999", article.id)


def account(
    story: Story,
    articles: Sequence[Article],
    attributions: Sequence[Attribution],
    links: Sequence[Link],
) -> tuple[tuple[Claim, ...], tuple[Event, ...]]:
    """Give the claims of one story with their provenance, and its timeline."""
    members = [item for item in articles if item.id in story.articles]
    said = [item for item in attributions if item.article in story.articles]
    near = [item for item in links if item.right in story.articles]
    propositions = claim_room.propositions(story, members, said, near)
    claims = provenance_room.trace(propositions, members, said, near)
    return claims, claim_room.timeline(story, members, said)


def analyse(articles: Iterable[Article], models: Models) -> Case:
    """Do the whole job in memory, on articles in any order."""
    unique = tuple(sorted({item.id: item for item in articles}.values(), key=arrival))
    attributions = tuple(found for item in unique for found in attribute(item, models))
    links, stories = gather(unique, attributions)
    answers = [account(story, unique, attributions, links) for story in stories]
    return Case(
        articles=unique,
        stories=stories,
        attributions=attributions,
        links=links,
        claims=tuple(claim for claims, _ in answers for claim in claims),
        timeline=tuple(event for _, events in answers for event in events),
    )


def capture_id(data: bytes) -> str:
    """Return the name of these bytes: their plain sha256, so that `sha256sum` agrees."""
    return sha256(data).hexdigest()
