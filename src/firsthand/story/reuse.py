"""Links between the articles that share a text: what they share, and which way it went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from firsthand.story.align import Side, passages, side
from firsthand.story.direction import verdict
from firsthand.story.index import DEFAULTS, Match, Params, ReuseIndex, arrival
from firsthand.types import Article, ArticleId, Link, LinkKind, Passage, Span, digest

__all__ = ["copies", "links"]

_SIDES = 512  # laid ready at a time, some 10 KB each


def copies(articles: Iterable[Article], params: Params = DEFAULTS) -> tuple[Link, ...]:
    """Link the articles that share a text; the same answer for any order of input.

    Both sides of each link are among the articles. An article is linked to the best source of
    each part of its text, not to every other copy of it.
    """
    known = {item.id: item for item in sorted(articles, key=arrival)}
    index = ReuseIndex(params)
    index.add(known.values())
    return links(index.settle(), known)


def links(matches: Iterable[Match], articles: Mapping[ArticleId, Article]) -> tuple[Link, ...]:
    """Make links of matches: paragraphs side by side, direction, and the words that show both."""
    ready: dict[ArticleId, Side] = {}
    found = []
    for match in matches:
        for name in (match.left, match.right):
            if name not in ready:
                if len(ready) >= _SIDES:
                    del ready[next(iter(ready))]
                ready[name] = side(articles[name])
        found.append(_link(match, ready[match.left], ready[match.right]))
    return tuple(found)


def _link(match: Match, left: Side, right: Side) -> Link:
    way = verdict(left, right)
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
