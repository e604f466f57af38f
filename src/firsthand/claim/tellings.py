"""The tellings of a story: every stretch of words that states something, with what it is about.

A telling is an attributed content, or a sentence in the outlet's own voice that no attribution
covers. Both can be accounts of a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from msgspec import Struct

from firsthand.claim.terms import Vocabulary
from firsthand.claim.words import listed
from firsthand.language.asides import told_sentences
from firsthand.language.dates import YEAR
from firsthand.language.identity import Identities
from firsthand.language.numbers import Quantity, quantities
from firsthand.language.words import folded
from firsthand.types import ANSWERS, Article, Attribution, SourceKind, Span, ZoneKind

__all__ = [
    "RUN",
    "Telling",
    "own_voice",
    "said",
    "story_sentences",
    "telling",
]

_PARTS = re.compile(r"(?<=[.!?…][”\"’])\s+|(?<=[.!?…])\s+(?=[\"“A-Z])|;\s|\s[—–]\s|\s…\s")
_SENTENCE = re.compile(r"[a-z].*[.!?…][”\"’')\]]*\Z", re.DOTALL)  # links and headlines have no end
_COVERED = (
    0.3  # share of a sentence's letters in attributions from which it is not the outlet's own
)
_EDGES = re.compile(r"^(?:[,;:.\s]|that,?\s)+|[,;:\s]+$")
_YEAR = re.compile(rf"\b{YEAR}\b")
_GAP = 2  # characters between two pieces that no word stands in
RUN = 4  # words; shorter runs that two tellings share are phrases of the language
_LEAST_TERMS = 3  # a telling with fewer says too little to be told from others


@cache
def _not() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(listed('not'))})\b|n[’']t\b", re.IGNORECASE)


class Telling(Struct, frozen=True, kw_only=True):
    """One stretch of words that states something."""

    article: str
    spans: tuple[Span, ...]
    attribution: Attribution | None
    terms: frozenset[str]
    parts: tuple[frozenset[str], ...]  # of each sentence or clause, where there are several
    words: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]  # its runs of `RUN` words
    chain: frozenset[str]  # identities of the source and the hops
    numbers: tuple[Quantity, ...]
    years: frozenset[str]  # that it names
    negated: bool
    headline: bool
    around: frozenset[str]  # the terms of the paragraph it stands in, its own among them

    @property
    def key(self) -> tuple[str, int, int, str]:
        """A sort key that depends on the words alone."""
        who = self.attribution.id if self.attribution else ""
        return (self.article, self.spans[0].start, self.spans[-1].end, who)

    @property
    def text(self) -> str:
        """The telling's words; pieces that a gap of words parts are joined by an ellipsis."""
        text = self.spans[0].exact
        for before, span in pairwise(self.spans):
            near = span.start - before.end <= _GAP
            text += f"{' ' if near else ' … '}{span.exact}"
        return _EDGES.sub("", " ".join(text.split()))


def story_sentences(articles: Iterable[Article]) -> Iterator[str]:
    """Yield the sentences of the articles' bodies."""
    for article in articles:
        for places in told_sentences(article.text, _blocks(article)):
            yield " ".join(article.text[start:end] for start, end in places)


def _blocks(article: Article) -> Iterator[tuple[int, int]]:
    return ((zone.start, zone.end) for zone in article.blocks)


def said(
    attributions: Iterable[Attribution],
    pages: Mapping[str, Article],
    vocabulary: Vocabulary,
    identities: Identities,
) -> list[Telling]:
    """Give the attributed tellings: every content that is not an answer to somebody else's.

    An answer inside another's content ("the king denied it, she said") is part of what is told.
    """
    return [
        telling(pages[item.article], item.content, item, vocabulary, identities)
        for item in attributions
        if item.content and (item.act not in ANSWERS or item.parent)
    ]


def own_voice(
    article: Article,
    attributions: Sequence[Attribution],
    vocabulary: Vocabulary,
    identities: Identities,
) -> Iterator[Telling]:
    """Yield the article's headlines, and its body sentences outside every attribution."""
    covered = sorted(
        (span.start, span.end)
        for item in attributions
        for span in (*item.content, *item.cue, *item.source)
    )
    for zone in article.zones:
        if zone.kind is ZoneKind.HEADLINE:
            yield telling(
                article, (article.span(zone.start, zone.end),), None, vocabulary, identities
            )
    for places in told_sentences(article.text, _blocks(article)):
        start, end = places[0][0], places[-1][1]
        inside = sum(max(0, min(end, b) - max(start, a)) for a, b in covered)
        if inside > _COVERED * (end - start) or not _SENTENCE.search(article.text[start:end]):
            continue
        spans = tuple(article.span(*place) for place in places)
        found = telling(article, spans, None, vocabulary, identities)
        if len(found.terms) >= _LEAST_TERMS:
            yield found


def telling(
    article: Article,
    spans: tuple[Span, ...],
    attribution: Attribution | None,
    vocabulary: Vocabulary,
    identities: Identities,
) -> Telling:
    """Describe one stretch of a page's words; `attribution` is None for the outlet's own voice."""
    zone = article.zone_at(spans[0].start)
    text = " … ".join(span.exact for span in spans)
    told = folded(text)
    parts = [vocabulary.terms(part) for part in _PARTS.split(text)]
    chain: set[str] = set()
    if attribution is not None:
        chain = {identities.key(hop.name) for hop in attribution.hops}
        if attribution.source_name and attribution.source_kind is not SourceKind.NONE:
            chain.add(identities.key(attribution.source_name))
    return Telling(
        article=spans[0].article,
        spans=spans,
        attribution=attribution,
        terms=vocabulary.terms(text),
        parts=tuple(part for part in parts if len(part) >= _LEAST_TERMS) if len(parts) > 1 else (),
        words=tuple(told),
        runs=frozenset(tuple(told[at : at + RUN]) for at in range(len(told) - RUN + 1)),
        chain=frozenset(chain),
        numbers=tuple(quantities(text)),
        years=frozenset(_YEAR.findall(text)),
        negated=bool(_not().search(text)),
        headline=zone is not None and zone.kind is ZoneKind.HEADLINE,
        around=vocabulary.terms(article.text[zone.start : zone.end]) if zone else frozenset(),
    )
