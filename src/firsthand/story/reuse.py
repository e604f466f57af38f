"""Links between the articles that share a text: what they share, and which way it went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from msgspec.structs import replace

from firsthand.story.align import Side, passages, side
from firsthand.story.direction import Credits, timed, verdict
from firsthand.story.fingerprint import Fingerprint
from firsthand.story.index import DEFAULTS, Params, ReuseIndex, arrival
from firsthand.story.judge import Match
from firsthand.story.outlets import credits
from firsthand.types import Article, ArticleId, Link, LinkKind, Passage, Span, digest

__all__ = ["copies", "links"]

_SIDES = 512  # laid ready at a time, some 10 KB each
_PRINTS = 20_000  # fingerprints kept from comparing for linking, 7 KB each
_NONE: Mapping[ArticleId, Fingerprint] = MappingProxyType({})


def copies(articles: Iterable[Article], params: Params = DEFAULTS) -> tuple[Link, ...]:
    """Link the articles that share a text; the same answer for any order of input.

    Both sides of each link are among the articles. An article is linked to the best source of
    each part of its text, not to every other copy of it.
    """
    known = {item.id: item for item in sorted(articles, key=arrival)}
    index = ReuseIndex(replace(params, prints=_PRINTS))
    index.add(known.values())
    return links(index.settle(), known, index.prints)


def links(
    matches: Iterable[Match],
    articles: Mapping[ArticleId, Article],
    prints: Mapping[ArticleId, Fingerprint] = _NONE,
) -> tuple[Link, ...]:
    """Make links of matches: paragraphs side by side, direction, and the words that show both.

    `prints` holds fingerprints that are known already, which saves making them again.
    """
    laid = lru_cache(_SIDES)(lambda name: side(articles[name], prints.get(name)))
    credited = lru_cache(_SIDES)(lambda name: credits(articles[name]))
    return tuple(
        _link(match, laid(match.left), laid(match.right), lambda article: credited(article.id))
        for match in matches
    )


def _link(match: Match, left: Side, right: Side, credited: Credits) -> Link:
    if match.kind is LinkKind.COMMON_QUOTE:  # both have it from the speaker: no credit tells more
        way = timed(left.article, right.article)
    else:
        way = verdict(left.article, right.article, credited)
    if way.is_reversed:
        left, right = right, left
    beside = passages(left, right, match.kind)
    shown = _longest(beside)
    what = "both quote" if match.kind is LinkKind.COMMON_QUOTE else "both have"
    return Link(
        id=digest("reuse", left.article.id, right.article.id),
        left=left.article.id,
        right=right.article.id,
        kind=match.kind,
        score=match.score,
        direction=way.direction,
        evidence=(*way.evidence, *shown),
        reasons=(*way.reasons, *((what,) if shown else ())),
        passages=beside,
    )


def _longest(beside: tuple[Passage, ...]) -> tuple[Span, ...]:
    """Return both sides of the longest passage that two texts share."""
    pairs = [(one.left, one.right) for one in beside if one.left and one.right]
    return max(pairs, key=lambda pair: len(pair[1].exact), default=())
