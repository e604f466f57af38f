"""The entry of the room: an article in, its attributions out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from firsthand.attribution.answers import with_answers
from firsthand.attribution.quotations import quotations
from firsthand.attribution.reading import read
from firsthand.attribution.recovery import complete
from firsthand.attribution.strays import without_strays
from firsthand.attribution.tagger import Found, Tagger
from firsthand.language.asides import Shortened, asides
from firsthand.language.detect import language_of
from firsthand.language.sentences import sentences
from firsthand.types import Article, Attribution, Span

__all__ = ["LANGUAGES", "AttributionModels", "attributions", "is_supported", "load"]

LANGUAGES = frozenset(["en"])  # that the tagger and the tables know


_SPEAKS = re.compile(
    r"\b(?:said|say|says|told|tell\w*|ask\w*|den(?:y|ied|ies|ials?)|alleg\w+|claim\w*|report\w*|accus\w+|show\w*|quot\w+|wrote|reject\w*|conclud\w+|believ\w+|promis\w+|confirm\w*|according|request\w*|urg\w+)\b"
)
# Least scores of the tagger: the highest at which PolNeAR dev still detects 88 % (joint 71.6 ->
# 71.8, attribution F1 of bench/provenance dev 66.5 -> 68.2). Rerun both with a new model.
_SURE, _SURE_ALONE = 0.6, 0.7
_LEAST = 60  # characters of a content that is looked into


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
    cuts = [cut for zone in article.blocks for cut in asides(article.text, zone.start, zone.end)]
    if not cuts:
        return _read(article, models)
    short = Shortened(article.text, cuts)
    return tuple(_put_back(item, article, short) for item in _read(_cut(article, short), models))


def _cut(article: Article, short: Shortened) -> Article:
    """Give the article without its asides: sentences are read as they were written."""
    zones = tuple(
        replace(zone, start=short.forth(zone.start), end=short.forth(zone.end))
        for zone in article.zones
    )
    return replace(article, text=short.text, zones=zones)


def _put_back(item: Attribution, article: Article, short: Shortened) -> Attribution:
    """Pin an attribution of the cut article to the whole one's characters."""

    def pinned(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(
            article.span(*place) for span in spans for place in short.back(span.start, span.end)
        )

    return replace(
        item,
        content=pinned(item.content),
        cue=pinned(item.cue),
        source=pinned(item.source),
        source_evidence=pinned(item.source_evidence),
        hops=tuple(replace(hop, spans=pinned(hop.spans)) for hop in item.hops),
    )


def _read(article: Article, models: AttributionModels) -> tuple[Attribution, ...]:
    blocks = [(zone.start, zone.end) for zone in article.blocks]
    tagged = models.tagger.tag(article.text, blocks)
    tagged = [*tagged, *_nested(article.text, tagged, models.tagger)]
    marks = quotations(article.text, blocks)
    kept = [item for item in tagged if _is_sure(item) or _is_quoted(article.text, item)]
    whole = complete(article.text, blocks, marks, kept)
    cut = [piece for start, end in blocks for piece in sentences(article.text, start, end)]
    whole = list(without_strays(article.text, cut, whole))
    return read(article, blocks, with_answers(article.text, cut, whole))


def _is_sure(item: Found) -> bool:
    """Whether the tagger is sure enough; of a statement without a source more is asked."""
    return item.score >= (_SURE if item.source else _SURE_ALONE)


def _is_quoted(text: str, item: Found) -> bool:
    """Whether it opens with a quotation mark: no quotation is lost for a low score."""
    return any(text[start] in '“"«„' for start, _ in item.content)


def _nested(text: str, tagged: Sequence[Found], tagger: SpanTagger) -> list[Found]:
    """Give the attributions inside what others say: the tagger marks the outermost only."""
    spans = sorted(
        {span for item in tagged for span in item.content if _SPEAKS.search(text, *span)}
    )
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if (
            text[start] not in '“"'
            and end - start >= _LEAST
            and (not apart or start >= apart[-1][1])
        ):
            apart.append((start, end))
    return [item for item in tagger.tag(text, apart) if item.cue and item.content and item.source]
