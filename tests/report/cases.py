"""One small invented case with every kind of record in it, made by hand and not by the rooms."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from msgspec.structs import replace

from firsthand.report import CaseReader
from firsthand.types import (
    Account,
    Act,
    Article,
    Attribution,
    Capture,
    Case,
    Chain,
    Claim,
    Decision,
    Direction,
    Discrepancy,
    Edge,
    Event,
    Form,
    Hop,
    Link,
    LinkKind,
    Node,
    NodeKind,
    Origins,
    Passage,
    Response,
    Scope,
    SourceKind,
    Span,
    Status,
    Step,
    Story,
    Unreadable,
    digest,
)

WIRE = """Ferry brakes failed twice, inspector says

By Lotte Arend

The brakes of the ferry Halcyon failed twice in May, according to an inspector who asked not
to be named.

“Nobody wrote it down,” the inspector told the Lakeside Agency.

The operator, Blue Line, denied that the brakes had failed.
Its captain did not respond to questions.

The claim could not be independently verified.
"""
COPY = """Ferry brakes failed twice

Lakeside Agency

The brakes of the ferry Halcyon failed two times in May, according to an inspector who asked not
to be named.

“Nobody wrote it down,” the inspector told the Lakeside Agency.

Copyright Lakeside Agency. Reprinted with permission.
"""
PICKUP = """What we know of the Halcyon

The brakes of a lake ferry failed three times, the Lakeside Agency reports.

The Evening Courier carried the story as well.
"""
WHEN = datetime(2026, 5, 30, 9, 0, tzinfo=UTC)


def pin(article: Article, words: str) -> tuple[Span, ...]:
    """Pin the first place where these words stand."""
    start = article.text.index(words)
    return (article.span(start, start + len(words)),)


def _article(text: str, title: str, outlet: str, published: str) -> Article:
    article = Article.from_text(
        text,
        title=title,
        outlet=outlet,
        published=published,
        url=f"https://{outlet.lower().replace(' ', '-')}.example/halcyon",
    )
    return replace(article, capture=sha256(text.encode()).hexdigest())


wire = _article(WIRE, "Ferry brakes failed twice, inspector says", "Lakeside Agency", "2026-05-30")
copy = _article(COPY, "Ferry brakes failed twice", "Harbour Times", "2026-05-31")
pickup = _article(PICKUP, "What we know of the Halcyon", "Valley Post", "2026-05-31T08:00:00+02:00")
ARTICLES = (wire, copy, pickup)


def _said(article: Article, content: str, cue: str, source: str, **more: object) -> Attribution:
    spans = (pin(article, content), pin(article, cue), pin(article, source) if source else ())
    fields: dict[str, object] = {
        "source_name": "an inspector",
        "source_kind": SourceKind.UNNAMED,
        "source_evidence": spans[2],
        **more,
    }
    return Attribution(
        id=digest("attribution", article.id, content),
        article=article.id,
        content=spans[0],
        cue=spans[1],
        source=spans[2],
        **fields,  # type: ignore[arg-type]
    )


first = _said(
    wire,
    "The brakes of the ferry Halcyon failed twice in May",
    "according to",
    "an inspector who asked not\nto be named",
)
quote = _said(wire, "“Nobody wrote it down,”", "told", "the inspector", form=Form.DIRECT)
denial = _said(
    wire,
    "that the brakes had failed",
    "denied",
    "The operator, Blue Line",
    source_name="Blue Line",
    source_kind=SourceKind.ORGANISATION,
    act=Act.DENIES,
)
silence = _said(
    wire,
    "to questions",
    "did not respond",
    "Its captain",
    source_name=None,
    source_kind=SourceKind.PERSON,
    act=Act.NO_RESPONSE,
)
again = _said(
    copy,
    "The brakes of the ferry Halcyon failed two times in May",
    "according to",
    "an inspector who asked not\nto be named",
)
passed_on = _said(
    pickup,
    "The brakes of a lake ferry failed three times",
    "reports",
    "the Lakeside Agency",
    source_name="Lakeside Agency",
    source_kind=SourceKind.OUTLET,
    hedged=True,
    hops=(
        Hop(
            name="Lakeside Agency",
            kind=SourceKind.OUTLET,
            spans=pin(pickup, "the Lakeside Agency"),
        ),
    ),
)
ATTRIBUTIONS = (first, quote, denial, silence, again, passed_on)

LINKS = (
    Link(
        id=digest("link", wire.id, copy.id),
        left=wire.id,
        right=copy.id,
        kind=LinkKind.COPY,
        score=0.9,
        direction=Direction.STATED,
        evidence=pin(copy, "Copyright Lakeside Agency. Reprinted with permission."),
        reasons=("a licence line names the agency",),
        passages=(
            Passage(
                left=quote.content[0], right=pin(copy, "“Nobody wrote it down,”")[0], kind="same"
            ),
            Passage(left=first.content[0], right=again.content[0], kind="changed"),
            Passage(left=denial.content[0], right=None, kind="cut"),
        ),
    ),
    Link(
        id=digest("link", wire.id, pickup.id),
        left=wire.id,
        right=pickup.id,
        kind=LinkKind.PICKUP,
        score=1.0,
        direction=Direction.STATED,
        evidence=pin(pickup, "the Lakeside Agency reports"),
        reasons=("the page says that the agency reported it",),
    ),
)
STORY = Story(
    id=digest("story", wire.id),
    articles=tuple(article.id for article in ARTICLES),
    title="Ferry brakes failed twice",
)
_NODES = (
    Node(id="n1", kind=NodeKind.UNNAMED, name="an inspector", spans=first.source),
    Node(id="n2", kind=NodeKind.OUTLET, name="Lakeside Agency", captured=True),
    *(
        Node(id=article.id, kind=NodeKind.ARTICLE, name=article.outlet or "", captured=True)
        for article in ARTICLES
    ),
)
BRAKES = Claim(
    id=digest("claim", "brakes"),
    story=STORY.id,
    text="The brakes of the ferry Halcyon failed twice in May",
    accounts=tuple(
        Account(article=item.article, spans=item.content, attribution=item.id)
        for item in (first, again, passed_on)
    ),
    origins=Origins(least=1, most=1, names=("an inspector",)),
    bottlenecks=("an inspector", "Lakeside Agency"),
    chains=tuple(
        Chain(
            article=article.id,
            nodes=("n1", "n2", article.id),
            names=("an inspector", "Lakeside Agency", article.outlet or ""),
        )
        for article in ARTICLES
    ),
    responses=(
        Response(
            by="Blue Line",
            act=Act.DENIES,
            scope=Scope.SPECIFIC,
            spans=(*denial.cue, *denial.content),
            attribution=denial.id,
        ),
    ),
    discrepancies=(
        Discrepancy(
            kind="value",
            left=pin(wire, "twice in May"),
            right=pin(pickup, "three times"),
            note="twice against three times",
        ),
        Discrepancy(kind="response_missing", left=denial.cue, right=(), note="no denial"),
    ),
    status=Status.SINGLE_SOURCE,
    nodes=_NODES,
    edges=(
        Edge(source="n1", target="n2", kind="says", spans=quote.cue),
        Edge(source="n2", target=wire.id, kind="says"),
        Edge(source=wire.id, target=copy.id, kind="copy", spans=LINKS[0].evidence),
        Edge(source=wire.id, target=pickup.id, kind="pickup", hedged=True, spans=LINKS[1].evidence),
    ),
    steps=(
        Step(rule="R1", text="Harbour Times is a copy", spans=LINKS[0].evidence),
        Step(rule="R2", text="Valley Post is a pickup", spans=LINKS[1].evidence),
    ),
    caveats=pin(wire, "The claim could not be independently verified."),
    uncaptured=("The Evening Courier",),
)
QUOTE = Claim(
    id=digest("claim", "quote"),
    story=STORY.id,
    text="Nobody wrote it down",
    accounts=(Account(article=wire.id, spans=quote.content, attribution=quote.id),),
    origins=Origins(least=1, most=2, names=("an inspector",)),
    bottlenecks=(),
    chains=(
        Chain(
            article=wire.id,
            nodes=("n1", wire.id),
            names=("an inspector", "Lakeside Agency"),
            circular=True,
        ),
    ),
    responses=(),
    discrepancies=(),
    status=Status.UNCLEAR,
)
CASE = Case(
    articles=ARTICLES,
    stories=(STORY,),
    attributions=ATTRIBUTIONS,
    links=LINKS,
    claims=(QUOTE, BRAKES),
    timeline=(
        Event(
            story=STORY.id,
            kind="stated",
            text="in May",
            earliest=datetime(2026, 5, 1, tzinfo=UTC),
            latest=datetime(2026, 6, 1, tzinfo=UTC),
            spans=pin(wire, "in May"),
        ),
        Event(
            story=STORY.id,
            kind="published",
            text="Lakeside Agency publishes",
            earliest=WHEN,
            latest=WHEN,
        ),
    ),
)
BODIES = {
    article.capture: Capture(
        id=article.capture, body=article.text.encode(), url=article.url, name="halcyon.txt"
    )
    for article in ARTICLES
}
DECISIONS = (
    Decision(
        item=BRAKES.id,
        verdict="amend",
        note="ask the *operator* again",
        by="Mara",
        at=WHEN,
        signature=sha256(b"x").hexdigest(),
    ),
)
UNREADABLE = (Unreadable(name="broken.gz", error="gzip ends inside a record", at=WHEN),)


def reader() -> CaseReader:
    """Give the case as a reader."""
    return CaseReader(case=CASE, bodies=BODIES, decided=DECISIONS, failed=UNREADABLE)
