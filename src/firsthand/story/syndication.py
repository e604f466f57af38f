"""Texts that an article's own credits name, whether or not they are in the case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from firsthand.story.outlets import credits, is_same_outlet
from firsthand.types import (
    Article,
    ArticleId,
    Credit,
    Direction,
    Link,
    LinkKind,
    digest,
)

__all__ = ["syndicated"]

_SAID = {"text": "originally theirs", "licence": "licensed", "agency": "marked as theirs"}


def syndicated(articles: Iterable[Article], known: Sequence[Link] = ()) -> tuple[Link, ...]:
    """Link each article to the outlet or agency whose text it is by its own credits.

    The left side is "outlet:NAME": a text that is named and not captured. Where `known` links,
    those of `copies`, already lead to that outlet's own page, there is nothing to add. A
    copyright line alone is not enough: most pages carry their publisher's.
    """
    pages = {item.id: item for item in articles}
    return tuple(
        _link(article, named)
        for _, article in sorted(pages.items())
        for named in _owners(article)
        if not _is_captured(article.id, named[0].outlet, known, pages)
    )


def _owners(article: Article) -> list[list[Credit]]:
    """Give the credits of each outlet that an article names as the owner of its text."""
    owners: list[list[Credit]] = []
    for credit in credits(article):
        if is_same_outlet(credit.outlet, article.outlet) or not credit.spans:
            continue
        for owner in owners:
            if is_same_outlet(owner[0].outlet, credit.outlet):
                owner.append(credit)
                break
        else:
            owners.append([credit])
    return [
        sorted(owner, key=lambda one: one.kind == "copyright")
        for owner in owners
        if any(one.kind != "copyright" for one in owner)
        or is_same_outlet(owner[0].outlet, article.credit)
    ]


def _is_captured(
    right: ArticleId, name: str, known: Sequence[Link], pages: dict[ArticleId, Article]
) -> bool:
    return any(
        link.right == right
        and link.kind is not LinkKind.COMMON_QUOTE
        and link.left in pages
        and is_same_outlet(pages[link.left].outlet, name)
        for link in known
    )


def _link(article: Article, named: list[Credit]) -> Link:
    name = named[0].outlet
    told = [(credit, span) for credit in named for span in credit.spans]
    return Link(
        id=digest("syndicated", name, article.id),
        left=f"outlet:{name}",
        right=article.id,
        kind=LinkKind.COPY,
        score=1.0,
        direction=Direction.STATED,
        evidence=tuple(span for _, span in told),
        reasons=tuple(
            f"the text is {_SAID.get(credit.kind, 'under their copyright')}: {name}"
            for credit, _ in told
        ),
    )
