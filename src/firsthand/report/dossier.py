"""What a story comes to: the five numbers, who carries it, what is weak, what is missing.

The pages, the Markdown and HTML dossiers and the API all show these records, so a number is
worked out in one place only. Claims stand in order of weakest sourcing: what most pages repeat
on the word of one origin comes first, because that is where a reader is most easily misled, and
what one page alone tells comes last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from firsthand.report import wording
from firsthand.report.parts import Parts
from firsthand.types import (
    Act,
    Article,
    ArticleId,
    Attribution,
    CaptureId,
    Claim,
    ClaimId,
    Discrepancy,
    Event,
    Link,
    LinkKind,
    NodeKind,
    Origins,
    Record,
    Response,
    Span,
    Status,
    StoryId,
)

SAME_TEXT = {LinkKind.COPY}
CARRIES = (LinkKind.COPY, LinkKind.REWRITE, LinkKind.EXCERPT, LinkKind.PICKUP, LinkKind.MATCH)
SILENT = (Act.NO_RESPONSE, Act.UNREACHABLE, Act.DECLINES)


class Head(Record, frozen=True, kw_only=True):
    """An article without its text: what a list shows of it."""

    id: ArticleId
    capture: CaptureId
    outlet: str
    title: str
    published: str  # as printed, with the doubt about its zone
    url: str | None
    name: str | None
    folder: str | None
    credit: str | None
    authors: tuple[str, ...]
    language: str | None
    words: int  # of the body


class Carrier(Record, frozen=True, kw_only=True):
    """How one page came by the story."""

    article: ArticleId
    outlet: str
    how: str  # own text | copy | rewrite | excerpt | pickup | own reporting of the same
    of: str | None  # whose text or reporting it carries
    link: str | None  # the link's id, where one says so
    evidence: tuple[Span, ...] = ()
    reasons: tuple[str, ...] = ()


class Gap(Record, frozen=True, kw_only=True):
    """Something that a reporter could still find out."""

    kind: str  # uncaptured | silent | unattributed | circular | caveat | undated
    text: str
    spans: tuple[Span, ...] = ()


class Numbers(Record, frozen=True, kw_only=True):
    """The five numbers of a story."""

    pages: int
    texts: int  # distinct texts: pages less the copies whose text is also in the case
    copies: int  # pages that are copies of another text, captured or not
    origins: int  # distinct origins named behind the story's claims
    gaps: int


class ClaimRow(Record, frozen=True, kw_only=True):
    """A claim as a list shows it."""

    id: ClaimId
    text: str
    status: Status
    origins: Origins
    pages: int
    outlets: tuple[str, ...]
    bottlenecks: tuple[str, ...]
    responses: tuple[Response, ...]
    discrepancies: int
    about: ClaimId | None = None


class Dossier(Record, frozen=True, kw_only=True):
    """One story, ready to be shown."""

    id: StoryId
    title: str
    sentence: str  # the story in one line
    numbers: Numbers
    weakest: Status | None
    articles: tuple[Head, ...]
    carriers: tuple[Carrier, ...]
    claims: tuple[ClaimRow, ...]
    discrepancies: tuple[tuple[ClaimId, Discrepancy], ...]
    timeline: tuple[Event, ...]
    uncaptured: tuple[str, ...]
    gaps: tuple[Gap, ...]
    history: tuple[str, ...] = ()


def head(article: Article) -> Head:
    """Give what a list shows of an article."""
    return Head(
        id=article.id,
        capture=article.capture,
        outlet=wording.outlet(article),
        title=wording.shown(article.title or "Untitled page", 200),
        published=wording.when(article.published),
        url=article.url,
        name=article.name,
        folder=article.folder,
        credit=article.credit,
        authors=article.authors,
        language=article.language,
        words=sum(len(article.text[zone.start : zone.end].split()) for zone in article.blocks),
    )


def row(claim: Claim, heads: Mapping[ArticleId, Head]) -> ClaimRow:
    """Give what a list shows of a claim."""
    pages = list(dict.fromkeys(account.article for account in claim.told))
    outlets = dict.fromkeys(heads[page].outlet for page in pages if page in heads)
    return ClaimRow(
        id=claim.id,
        text=claim.text,
        status=claim.status,
        origins=claim.origins,
        pages=len(pages),
        outlets=tuple(outlets),
        bottlenecks=claim.bottlenecks,
        responses=claim.responses,
        discrepancies=len(claim.discrepancies),
        about=claim.about,
    )


def carriers(
    articles: Sequence[Article], links: Iterable[Link], heads: Mapping[ArticleId, Head]
) -> tuple[Carrier, ...]:
    """Say of each article how it came by the story: the strongest link into it, or its credit."""
    into: dict[ArticleId, Link] = {}
    for link in links:
        if link.kind not in CARRIES:
            continue
        held = into.get(link.right)
        if held is None or _strength(link) < _strength(held):
            into[link.right] = link
    return tuple(_carrier(article, into.get(article.id), heads) for article in articles)


def _strength(link: Link) -> tuple[int, float, str]:
    return (CARRIES.index(link.kind), -link.score, link.id)


def _carrier(article: Article, link: Link | None, heads: Mapping[ArticleId, Head]) -> Carrier:
    outlet = wording.outlet(article)
    if link is not None:
        left = heads.get(link.left)
        return Carrier(
            article=article.id,
            outlet=outlet,
            how=wording.LINKS[link.kind],
            of=left.outlet if left else link.left.removeprefix("outlet:"),
            link=link.id,
            evidence=link.evidence,
            reasons=link.reasons,
        )
    if article.credit and article.credit != article.outlet:
        spans = tuple(span for credit in article.credits for span in credit.spans)
        return Carrier(
            article=article.id,
            outlet=outlet,
            how="copy",
            of=article.credit,
            link=None,
            evidence=spans,
            reasons=("credited to another outlet",) if spans else (),
        )
    return Carrier(article=article.id, outlet=outlet, how="own text", of=None, link=None)


def distinct_texts(articles: Sequence[ArticleId], links: Iterable[Link]) -> int:
    """Count the texts once copies are put together; a copied text that isn't held counts too."""
    parent = {article: article for article in articles}

    def top(item: str) -> str:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for link in sorted(links, key=lambda item: item.id):
        if link.kind in SAME_TEXT and link.left in parent and link.right in parent:
            first, second = sorted((top(link.left), top(link.right)))
            parent[second] = first
    return len({top(article) for article in articles})


def gaps(
    claims: Sequence[Claim], attributions: Sequence[Attribution], articles: Sequence[Article]
) -> tuple[Gap, ...]:
    """List what a reporter could still find out, each with its words."""
    found: dict[tuple[str, str, tuple[Span, ...]], Gap] = {}
    for gap in (*_unheard(claims, attributions), *_unsourced(claims), *_undated(articles)):
        key = gap.spans if gap.kind == "caveat" else ()
        found.setdefault((gap.kind, gap.text.casefold(), key), gap)
    return tuple(found.values())


def _unheard(claims: Sequence[Claim], attributions: Sequence[Attribution]) -> Iterator[Gap]:
    for name in uncaptured(claims):
        yield Gap(kind="uncaptured", text=f"{name}: named on a page, not captured")
    for item in attributions:
        if item.act in SILENT:
            who = item.source_name or wording.quoted(item.source) or "Somebody"
            text = f"{who} {wording.ACTS[item.act]}"
            yield Gap(kind="silent", text=text, spans=(*item.cue, *item.content))


def _unsourced(claims: Sequence[Claim]) -> Iterator[Gap]:
    for claim in claims:
        short = wording.shown(claim.text, 160)
        if any(node.kind is NodeKind.UNATTRIBUTED for node in claim.nodes):
            yield Gap(kind="unattributed", text=f"Nobody is named for: {short}")
        if any(chain.circular for chain in claim.chains):
            yield Gap(kind="circular", text=f"The chain runs in a circle: {short}")
        for span in claim.caveats:
            yield Gap(kind="caveat", text="A page says that it could not check", spans=(span,))


def _undated(articles: Sequence[Article]) -> Iterator[Gap]:
    for article in articles:
        if article.published is None:
            text = f"{wording.outlet(article)}: no time of publication found on the page"
            yield Gap(kind="undated", text=text)


def uncaptured(claims: Sequence[Claim]) -> tuple[str, ...]:
    """List the coverage that is named on a page but is not in the case, each once."""
    names: dict[str, str] = {}
    for claim in claims:
        for name in claim.uncaptured:
            names.setdefault(name.casefold(), name)
    return tuple(names[key] for key in sorted(names))


def of_parts(item: Parts) -> Dossier:
    """Put one story together for showing."""
    story, claims, articles = item.story, item.claims, item.articles
    heads = {article.id: head(article) for article in articles}
    order = list(heads.values())
    ranked = sorted(claims, key=lambda claim: claim.weakness)
    carried = carriers(articles, item.links, heads)
    by_article = {item.article: item for item in carried}
    missing = gaps(ranked, item.attributions, articles)
    numbers = Numbers(
        pages=len(order),
        texts=distinct_texts([item.id for item in order], item.links),
        copies=sum(item.how == "copy" for item in carried),
        origins=len({name for claim in claims for name in claim.origins.names}),
        gaps=len(missing),
    )
    title = story.title or (order[0].title if order else "Untitled story")
    return Dossier(
        id=story.id,
        title=wording.shown(title, 200),
        sentence=sentence(numbers, ranked),
        numbers=numbers,
        weakest=ranked[0].status if ranked else None,
        articles=tuple(order),
        carriers=tuple(by_article[item.id] for item in order),
        claims=tuple(row(claim, heads) for claim in ranked),
        discrepancies=_differences(ranked),
        timeline=tuple(sorted(item.timeline, key=lambda event: (event.earliest, event.latest))),
        uncaptured=uncaptured(claims),
        gaps=missing,
        history=story.history,
    )


def sentence(numbers: Numbers, ranked: Sequence[Claim]) -> str:
    """Say in one line what stands behind a story."""
    texts = wording.counted(numbers.texts, "distinct text")
    pages = wording.counted(numbers.pages, "page")
    said = [f"{pages} in {texts}" if numbers.pages != numbers.texts else pages]
    if not ranked:
        return f"{said[0]}; no attributed claim was found."
    weak = [claim for claim in ranked if claim.status is Status.SINGLE_SOURCE]
    said.append(
        f"{len(weak):,} of {wording.counted(len(ranked), 'claim')} rest on a single source"
        if len(weak) != 1
        else f"1 of {wording.counted(len(ranked), 'claim')} rests on a single source"
    )
    spread = max(weak, key=lambda claim: claim.pages, default=None)
    if spread is not None and spread.pages > 1:
        names = wording.listed([wording.shown(name, 60) for name in spread.origins.names], 2)
        said.append(
            f"the most repeated of these stands on {spread.pages} pages"
            + (f" and comes from {names}" if names else "")
        )
    return "; ".join(said) + "."


def _differences(claims: Sequence[Claim]) -> tuple[tuple[ClaimId, Discrepancy], ...]:
    """Give each difference once, with the first claim that has it."""
    seen: dict[tuple[str, tuple[Span, ...], tuple[Span, ...]], tuple[ClaimId, Discrepancy]] = {}
    for claim in claims:
        for item in claim.discrepancies:
            seen.setdefault((item.kind, item.left, item.right), (claim.id, item))
    return tuple(seen.values())
