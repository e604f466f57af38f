"""Finds where a page says that another outlet reported something."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.types import (
    Article,
    Attribution,
    Direction,
    Link,
    LinkKind,
    SourceKind,
    Span,
    digest,
)


def pickups(articles: Sequence[Article], attributions: Sequence[Attribution]) -> tuple[Link, ...]:
    """Give one link for each outlet that a page names as having reported; order never matters."""
    homes = {article.id: article for article in articles}
    outlets: dict[str, list[str]] = {}
    for article in sorted(articles, key=lambda item: item.id):
        outlets.setdefault((article.outlet or "").casefold(), []).append(article.id)
    evidence: dict[tuple[str, str], set[Span]] = {}
    for item in attributions:
        names = [(hop.name, hop.spans) for hop in item.hops if hop.kind is SourceKind.OUTLET]
        if item.source_kind is SourceKind.OUTLET and item.source_name:
            names.append((item.source_name, (*item.source, *item.cue)))
        for name, spans in names:
            own = (homes[item.article].outlet or "").casefold() if item.article in homes else ""
            if spans and name.casefold() != own:
                captured = [one for one in outlets.get(name.casefold(), []) if one != item.article]
                left = captured[0] if captured else f"outlet:{name}"
                evidence.setdefault((left, item.article), set()).update(spans)
    return tuple(
        Link(
            id=digest("link", left, right, LinkKind.PICKUP),
            left=left,
            right=right,
            kind=LinkKind.PICKUP,
            score=1.0,
            direction=Direction.STATED,
            evidence=tuple(sorted(spans)),
            reasons=("the page says that another outlet reported it",),
            by="provenance/1",
        )
        for (left, right), spans in sorted(evidence.items())
    )
