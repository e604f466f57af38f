"""The entry of the room: an article in, its attributions out."""

from __future__ import annotations

from msgspec import Struct

from firsthand.attribution.rules import RuleTagger, Tagged
from firsthand.types import Article, Attribution, Form, SourceKind, Span, digest

__all__ = ["AttributionModels", "attributions", "load"]


class AttributionModels(Struct, frozen=True):
    """What the room has learned, loaded once per process and passed in."""

    tagger: RuleTagger


def load() -> AttributionModels:
    """Load the models of the room."""
    return AttributionModels(tagger=RuleTagger())


def attributions(article: Article, models: AttributionModels) -> tuple[Attribution, ...]:
    """Give every reported statement of the article's body, in order of the page.

    An article in a language the room does not read gives none.
    """
    if article.language and not article.language.startswith("en"):
        return ()
    blocks = [(zone.start, zone.end) for zone in article.blocks]
    return tuple(_attribution(article, found) for found in models.tagger.tag(article.text, blocks))


def _attribution(article: Article, found: Tagged) -> Attribution:
    content, cue, source = (
        tuple(Span(article=article.id, start=a, end=b, exact=article.text[a:b]) for a, b in role)
        for role in (found.content, found.cue, found.source)
    )
    quoted = [span.exact[0] in '“"' for span in content]
    form = Form.DIRECT if quoted and all(quoted) else Form.MIXED if any(quoted) else Form.INDIRECT
    return Attribution(
        id=digest(article.id, *(f"{role}" for role in (found.content, found.cue, found.source))),
        article=article.id,
        content=content,
        cue=cue,
        source=source,
        source_name=source[0].exact if source else None,
        source_kind=SourceKind.PERSON if source else SourceKind.NONE,
        form=form,
        score=found.score,
    )
