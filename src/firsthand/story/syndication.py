"""Texts that an article's own credits name, whether or not they are in the case."""

from __future__ import annotations

from collections.abc import Iterable

from firsthand.types import Article, Credit, Direction, Link, LinkKind, digest

_OWNING = frozenset({"text", "licence", "agency", "copyright"})


def syndicated(articles: Iterable[Article]) -> tuple[Link, ...]:
    """Link each article to the outlet or agency whose text it is by its own credits.

    The left side is "outlet:NAME": a text that is named and not captured.
    """
    links = []
    for article in sorted(articles, key=lambda item: item.id):
        named: dict[str, list[Credit]] = {}
        for credit in article.credits:
            own = article.outlet and credit.outlet.casefold() == article.outlet.casefold()
            if credit.kind in _OWNING and credit.spans and not own:
                named.setdefault(credit.outlet.casefold(), []).append(credit)
        for credits in named.values():
            name = credits[0].outlet
            links.append(
                Link(
                    id=digest("syndicated", name, article.id),
                    left=f"outlet:{name}",
                    right=article.id,
                    kind=LinkKind.COPY,
                    score=1.0,
                    direction=Direction.STATED,
                    evidence=tuple(span for credit in credits for span in credit.spans),
                    reasons=tuple(
                        f"{credit.kind} credit to {name}"
                        for credit in credits
                        for _ in credit.spans
                    ),
                )
            )
    return tuple(links)
