"""The entry of the room: an article in, its attributions out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from firsthand.attribution.quotations import quotations
from firsthand.attribution.reading import read
from firsthand.attribution.recovery import complete
from firsthand.attribution.tagger import Found, Tagger
from firsthand.language.detect import language_of
from firsthand.types import Article, Attribution

__all__ = ["LANGUAGES", "AttributionModels", "attributions", "is_supported", "load"]

LANGUAGES = frozenset(["en"])  # that the tagger and the tables know


class SpanTagger(Protocol):
    """What the room needs of a tagger."""

    def tag(self, text: str, blocks: Sequence[tuple[int, int]]) -> list[Found]:
        """Give the attributions of these blocks as spans, in order."""
        ...


class AttributionModels(Struct, frozen=True):
    """What the room has learned, loaded once per process and passed in."""

    tagger: SpanTagger


def load() -> AttributionModels:
    """Load the models of the room. Raises ModelError where one is missing."""
    return AttributionModels(tagger=Tagger.load())


def is_supported(article: Article) -> bool:
    """Whether the room reads the article's language; one that nobody could tell is tried."""
    language = article.language or language_of(article.body)
    return language is None or language.split("-")[0] in LANGUAGES


def attributions(article: Article, models: AttributionModels) -> tuple[Attribution, ...]:
    """Give every reported statement of the article's body and standfirst, in order of the page.

    A headline only repeats what the body attributes, and furniture is other pages' news: neither is
    read. An article in a language the room does not read gives none: ask `is_supported` to say so.
    """
    if not is_supported(article):
        return ()
    blocks = [(zone.start, zone.end) for zone in article.blocks]
    tagged = models.tagger.tag(article.text, blocks)
    marks = quotations(article.text, blocks)
    return read(article, blocks, complete(article.text, blocks, marks, tagged))
