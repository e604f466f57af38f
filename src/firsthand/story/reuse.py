"""Texts that stand in more than one article."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations

from firsthand.language.words import folded
from firsthand.types import Article, Direction, Link, LinkKind, digest

_N = 5  # words to a shingle
_COPY = 0.2  # share of the shorter side


def copies(articles: Iterable[Article]) -> tuple[Link, ...]:
    """Link the articles that share a text, in any order of input."""
    unique = sorted({item.id: item for item in articles}.values(), key=_arrival)
    shingles = {item.id: _shingles(item) for item in unique}
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, item in enumerate(unique):
        for shingle in shingles[item.id]:
            holders[shingle].append(number)
    shared = Counter(
        pair for found in holders.values() if len(found) < 50 for pair in combinations(found, 2)
    )
    links = []
    for (first, second), count in sorted(shared.items()):
        left, right = unique[first], unique[second]
        score = count / max(1, min(len(shingles[left.id]), len(shingles[right.id])))
        if score >= _COPY:
            links.append(_link(left, right, min(score, 1.0)))
    return tuple(links)


def _link(left: Article, right: Article, score: float) -> Link:
    timed = left.published and right.published and left.published.latest < right.published.earliest
    return Link(
        id=digest("copy", left.id, right.id),
        left=left.id,
        right=right.id,
        kind=LinkKind.COPY,
        score=score,
        direction=Direction.TIMED if timed else Direction.UNKNOWN,
    )


def _arrival(article: Article) -> tuple[str, str]:
    when = article.published or article.modified
    return (when.earliest.isoformat() if when else "9999", article.id)


def _shingles(article: Article) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for zone in article.blocks:
        words = folded(article.text[zone.start : zone.end])
        found.update(tuple(words[at : at + _N]) for at in range(len(words) - _N + 1))
    return found
