"""Finds outlets that a page names as having reported it too: "The Post and the Wire also did".

Such coverage is no pickup: the page does not say that it has anything from there. It is listed
where it is not captured, and adds nothing (R12).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from msgspec import Struct

from firsthand.language.names import NameKind, names
from firsthand.language.sentences import sentences
from firsthand.language.words import folded
from firsthand.types import Article, ArticleId, Attribution, SourceKind, Span

__all__ = ["Coverage", "coverage"]

_SUBJECT = re.compile(r"(?:^|[,;:—–]\s|\band\s|\bwhile\s|\bas\s)(?P<the>(?:[Tt]he\s)?)$")
_SHORT = 3  # letters; shorter words of a document's mention name no document


class Coverage(Struct, frozen=True, kw_only=True):
    """One outlet that a page names as having reported on something too."""

    outlet: str
    span: Span  # the outlet's name up to the words that say so
    papers: frozenset[str]  # the documents it reported on, as the page names them
    zone: int  # where the paragraph begins that says so


@cache
def _cues() -> re.Pattern[str]:
    data = tomllib.loads((files(__package__) / "pickups.toml").read_text("utf8"))
    return re.compile(rf"\b(?:{'|'.join(data['coverage'])})\b")


def coverage(
    articles: Iterable[Article], attributions: Sequence[Attribution]
) -> dict[ArticleId, tuple[Coverage, ...]]:
    """Give for each page the outlets that it names as having reported too."""
    papers: dict[ArticleId, dict[str, set[str]]] = {}
    for item in attributions:
        for name, spans in _documents(item):
            words = papers.setdefault(item.article, {}).setdefault(name, set())
            for text in (name, *(span.exact for span in spans)):
                words.update(word for word in folded(text) if len(word) > _SHORT)
    return {page.id: tuple(_found(page, papers.get(page.id, {}))) for page in articles}


def _documents(item: Attribution) -> Iterator[tuple[str, tuple[Span, ...]]]:
    if item.source_kind is SourceKind.DOCUMENT and item.source_name:
        yield item.source_name, item.source
    for hop in item.hops:
        if hop.kind is SourceKind.DOCUMENT:
            yield hop.name, hop.spans


def _found(page: Article, papers: Mapping[str, set[str]]) -> Iterator[Coverage]:
    for zone in page.blocks:
        for start, end in sentences(page.text, zone.start, zone.end):
            cue = _cues().search(page.text, start, end)
            if cue is None:
                continue
            after = set(folded(page.text[cue.end() : end]))
            told = frozenset(name for name, words in papers.items() if words & after)
            for name in names(page.text, start, cue.start()):
                subject = _SUBJECT.search(page.text[start : name.start])
                if name.kind is NameKind.OUTLET and subject:
                    low = start + subject.start("the")
                    yield Coverage(
                        outlet=page.text[low : name.end],
                        span=page.span(low, cue.end()),
                        papers=told,
                        zone=zone.start,
                    )
