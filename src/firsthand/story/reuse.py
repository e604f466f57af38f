"""Links between the articles that share a text: what they share, and which way it went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from firsthand.story.align import Side, passages, sides
from firsthand.story.direction import Credits, timed, verdict
from firsthand.story.fingerprint import Fingerprint
from firsthand.story.index import DEFAULTS, Params, ReuseIndex, arrival
from firsthand.story.judge import Match
from firsthand.story.outlets import credits
from firsthand.types import Article, ArticleId, Credit, Link, LinkKind, Passage, Span, digest

__all__ = ["copies", "links"]

_SIDES = 512  # laid ready at a time, some 30 KB each
_TOGETHER = 64  # matches whose sides are made ready in one go
_PRINTS = 20_000  # fingerprints kept from comparing for linking, 4 KB each
_NONE: Mapping[ArticleId, Fingerprint] = MappingProxyType({})


def copies(articles: Iterable[Article], params: Params = DEFAULTS) -> tuple[Link, ...]:
    """Link the articles that share a text; the same answer for any order of input.

    Both sides of each link are among the articles. An article is linked to the best source of
    each part of its text, not to every other copy of it.
    """
    known = {item.id: item for item in sorted(articles, key=arrival)}
    index = ReuseIndex(replace(params, prints=_PRINTS))
    index.take(known.values())
    return links(index.settle(), known, index.prints)


def links(
    matches: Iterable[Match],
    articles: Mapping[ArticleId, Article],
    prints: Mapping[ArticleId, Fingerprint] = _NONE,
) -> tuple[Link, ...]:
    """Make links of matches: paragraphs side by side, direction, and the words that show both.

    `prints` holds fingerprints that are known already, which saves making them again.
    """
    laid: dict[ArticleId, Side] = {}
    credited: dict[ArticleId, tuple[Credit, ...]] = {}

    def credits_of(article: Article) -> tuple[Credit, ...]:
        if article.id not in credited:
            credited[article.id] = credits(article)
        return credited[article.id]

    matches = tuple(matches)
    carried = _carriers(matches, articles)
    made: list[Link] = []
    for start in range(0, len(matches), _TOGETHER):
        few = matches[start : start + _TOGETHER]
        names = dict.fromkeys(name for match in few for name in (match.left, match.right))
        if len(laid) > _SIDES:
            laid = {name: side for name, side in laid.items() if name in names}
        laid.update(sides([articles[name] for name in names if name not in laid], prints))
        for match in few:
            outlets = carried.get(match.left, 0)
            made.append(_link(match, (laid[match.left], laid[match.right]), credits_of, outlets))
    return tuple(made)


def _carriers(
    matches: Iterable[Match], articles: Mapping[ArticleId, Article]
) -> dict[ArticleId, int]:
    """Count the outlets that carry each text, the source's own among them."""
    outlets: dict[ArticleId, set[str | None]] = {}
    for match in matches:
        if match.kind is LinkKind.COPY:
            known = outlets.setdefault(match.left, {articles[match.left].outlet})
            known.add(articles[match.right].outlet)
    return {name: len(known - {None}) for name, known in outlets.items()}


def _link(match: Match, both: tuple[Side, Side], credited: Credits, outlets: int) -> Link:
    left, right = both
    if match.kind is LinkKind.COMMON_QUOTE:  # both have it from the speaker: no credit tells more
        way = timed(left.article, right.article)
    else:
        way = verdict(left.article, right.article, credited, outlets)
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
