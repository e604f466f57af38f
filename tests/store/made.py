"""Made-up captures, articles and findings, small and real enough for a store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256

from firsthand.types import (
    Account,
    Article,
    Attribution,
    Capture,
    Chain,
    Claim,
    Event,
    Link,
    LinkKind,
    Origins,
    Run,
    SourceKind,
    Status,
    Story,
    Zone,
    ZoneKind,
    digest,
)

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = (
    "Ferry stranded\n\nThe ferry ran aground, said Ana Ito, the harbour master.\n\n"
    "Menu Sport Weather\n"
)


def capture(text: str = TEXT, name: str = "news/ferry.txt", folder: str | None = None) -> Capture:
    body = text.encode("utf8")
    return Capture(id=sha256(body).hexdigest(), body=body, name=name, folder=folder)


def article(source: Capture, *, reader: str = "made/1", outlet: str = "Quay Post") -> Article:
    text = source.body.decode("utf8")
    cut, menu = text.find("\n\n") + 2, text.find("Menu")
    edges = [(0, cut, ZoneKind.HEADLINE), (cut, menu, ZoneKind.PARAGRAPH)]
    edges.append((menu, len(text), ZoneKind.NAVIGATION))
    return Article(
        id=digest(source.id, reader, text),
        capture=source.id,
        reader=reader,
        text=text,
        zones=tuple(Zone(kind=kind, start=start, end=end) for start, end, kind in edges),
        source_map=(Run(start=0, end=len(text), first=0, last=len(source.body), direct=True),),
        name=source.name,
        folder=source.folder,
        title=text.split("\n")[0],
        outlet=outlet,
    )


def attribution(page: Article) -> Attribution:
    start = page.text.find("The ferry ran aground")
    content = page.span(start, start + len("The ferry ran aground"))
    cue = page.span(content.end + 2, content.end + 6)
    source = page.span(content.end + 7, content.end + 14)
    return Attribution(
        id=digest("made", page.id, str(start)),
        article=page.id,
        content=(content,),
        cue=(cue,),
        source=(source,),
        source_name="Ana Ito",
        source_kind=SourceKind.PERSON,
    )


def claim(story: Story, said: Sequence[Attribution], number: int = 0, most: int = 1) -> Claim:
    first = said[0]
    return Claim(
        id=digest("claim", story.id, str(number)),
        story=story.id,
        text=first.text,
        accounts=tuple(
            Account(article=item.article, spans=item.content, attribution=item.id) for item in said
        ),
        origins=Origins(least=1, most=most, names=("Ana Ito",)),
        bottlenecks=("Ana Ito",),
        chains=(Chain(article=first.article, nodes=("a", "b"), names=("Ana Ito", "Quay Post")),),
        responses=(),
        discrepancies=(),
        status=Status.SINGLE_SOURCE if most == 1 else Status.UNCLEAR,
    )


def link(left: Article, right: Article) -> Link:
    return Link(
        id=digest("link", left.id, right.id),
        left=left.id,
        right=right.id,
        kind=LinkKind.COPY,
        score=0.9,
        evidence=(right.span(0, 5),),
    )


def story(*pages: Article) -> Story:
    ids = tuple(page.id for page in pages)
    return Story(id=digest("story", ids[0]), articles=ids, title=pages[0].title)


def event(of: Story, page: Article) -> Event:
    words = (page.span(0, 5),)
    return Event(story=of.id, kind="stated", text="Ferry", earliest=AT, latest=AT, spans=words)
