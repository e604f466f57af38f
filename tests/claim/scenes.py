"""Invented pages with their attributions marked up in place, for the claim and provenance tests.

A paragraph marks roles in braces and ends with the facts about its source:
"{content:The dam leaks}, {source:Ana Ito} {cue:said}. | name=Ana Ito kind=person".
Hops stand as hops=Name:kind>Name:kind, nearest to the source first; _ stands for a space.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.claim import propositions
from firsthand.provenance import pickups, trace
from firsthand.types import (
    Act,
    Article,
    Attribution,
    Claim,
    Direction,
    Hop,
    Link,
    LinkKind,
    SourceKind,
    Story,
    digest,
)

_MARK = re.compile(r"\{(\w+):([^{}]*)\}")
Scene = tuple[Article, tuple[Attribution, ...]]


def page(outlet: str, *paragraphs: str, published: str = "2026-03-04", url: str = "") -> Scene:
    """Give an article and its attributions from marked-up paragraphs."""
    text, rows = "", []
    for paragraph in paragraphs:
        words, _, facts = paragraph.partition(" | ")
        text += "\n\n" if text else ""
        marks: dict[str, list[tuple[int, int]]] = {}
        at = 0
        for mark in _MARK.finditer(words):
            text += words[at : mark.start()]
            marks.setdefault(mark[1], []).append((len(text), len(text) + len(mark[2])))
            text += mark[2]
            at = mark.end()
        text += words[at:]
        if marks:
            rows.append((marks, dict(fact.split("=", 1) for fact in facts.split())))
    article = Article.from_text(text, outlet=outlet, published=published, url=url or None)
    return article, tuple(_attribution(article, at, *row) for at, row in enumerate(rows))


def _attribution(
    article: Article, at: int, marks: dict[str, list[tuple[int, int]]], facts: dict[str, str]
) -> Attribution:
    spans = {
        role: tuple(article.span(start, end) for start, end in places)
        for role, places in marks.items()
    }
    plain = {key: value.replace("_", " ") for key, value in facts.items()}
    hops = [hop.split(":") for hop in plain.get("hops", "").split(">") if hop]
    return Attribution(
        id=digest(article.id, str(at)),
        article=article.id,
        content=spans.get("content", ()),
        cue=spans.get("cue", ()),
        source=spans.get("source", ()),
        source_evidence=spans.get("evidence", ()),
        source_name=plain.get("name"),
        source_kind=SourceKind(plain.get("kind", "none")),
        source_count=int(plain["count"]) if "count" in plain else None,
        source_plural="count" in plain or "plural" in plain,
        act=Act(facts.get("act", "asserts")),
        hedged="hedged" in plain,
        hops=tuple(Hop(name=name, kind=SourceKind(kind)) for name, kind in hops),
    )


def copy(left: Article | str, right: Article) -> Link:
    """Give a stated copy."""
    name = left if isinstance(left, str) else left.id
    return Link(
        id=digest(name, right.id),
        left=name,
        right=right.id,
        kind=LinkKind.COPY,
        score=1.0,
        direction=Direction.STATED,
        evidence=(right.span(0, 5),),
    )


def claims(scenes: Sequence[Scene], links: Sequence[Link] = ()) -> tuple[Claim, ...]:
    """Give the claims of a story of these pages."""
    articles = [article for article, _ in scenes]
    said = [item for _, found in scenes for item in found]
    story = Story(id="story", articles=tuple(article.id for article in articles))
    near = (*links, *pickups(articles, said))
    return trace(propositions(story, articles, said, near), articles, said, near)


def the_claim(found: Sequence[Claim], words: str) -> Claim:
    """Give the one claim, "the document says" aside, with an account that holds these words."""
    held = [
        claim
        for claim in found
        if claim.about is None
        and any(words in span.exact for account in claim.accounts for span in account.spans)
    ]
    assert len(held) == 1, [claim.text for claim in held]
    return held[0]
