"""What the claim page and the article page show: records, like everything else.

A page's `.json` is one of these, so a page never knows more than the API does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from firsthand.report import wording
from firsthand.report.dossier import ClaimRow, Head, head, row
from firsthand.types import (
    Account,
    Article,
    ArticleId,
    Attribution,
    Claim,
    Decision,
    Held,
    Link,
    Reader,
    Record,
    Response,
    Story,
)


class Telling(Record, frozen=True, kw_only=True):
    """One account of a claim with the page and the attribution it stands in."""

    article: Head
    attribution: Attribution | None
    words: str


class ClaimSheet(Record, frozen=True, kw_only=True):
    """A claim with everything that its page shows."""

    claim: Claim
    name: str
    story: Story
    story_title: str
    articles: tuple[Head, ...]
    tellings: tuple[tuple[Head, tuple[Telling, ...]], ...]  # by page
    near: tuple[Telling, ...]  # what comes near the claim and counts for nothing
    decisions: tuple[Decision, ...]
    about: ClaimRow | None


class ArticleSheet(Record, frozen=True, kw_only=True):
    """An article with everything that its page shows besides the marked text."""

    article: Article
    head: Head
    held: Held
    attributions: tuple[Attribution, ...]
    links: tuple[Link, ...]
    others: tuple[Head, ...]  # the pages of the same story
    story: Story | None


class Said(Record, frozen=True, kw_only=True):
    """One attribution with the claims it stands in, their other accounts and their answers."""

    attribution: Attribution
    article: Head
    claims: tuple[ClaimRow, ...]
    others: tuple[Telling, ...]
    responses: tuple[Response, ...]
    decisions: tuple[Decision, ...]


def claim_sheet(reader: Reader, claim: Claim) -> ClaimSheet:
    """Gather what a claim's page shows."""
    story = reader.story(claim.story)
    wanted = [
        *(account.article for account in claim.accounts),
        *(span.article for item in claim.responses for span in item.spans),
        *(span.article for step in claim.steps for span in step.spans),
        *(span.article for node in claim.nodes for span in node.spans),
        *(span.article for edge in claim.edges for span in edge.spans),
        *(chain.article for chain in claim.chains),
        *(span.article for item in claim.discrepancies for span in (*item.left, *item.right)),
        *(span.article for span in claim.caveats),
    ]
    heads = {item: head(reader.article(item)) for item in dict.fromkeys(wanted)}
    by_page: dict[str, list[Telling]] = {}
    near: list[Telling] = []
    for account in claim.accounts:
        home = near if account.near else by_page.setdefault(account.article, [])
        home.append(_telling(reader, account, heads))
    return ClaimSheet(
        claim=claim,
        name=reader.name(claim.id),
        story=story,
        story_title=story.title or head(reader.article(story.articles[0])).title,
        articles=tuple(heads.values()),
        tellings=tuple((heads[page], tuple(items)) for page, items in by_page.items()),
        near=tuple(near),
        decisions=reader.decisions(item=claim.id),
        about=row(reader.claim(claim.about), heads) if claim.about else None,
    )


def _telling(reader: Reader, account: Account, heads: Mapping[ArticleId, Head]) -> Telling:
    said = reader.attribution(account.attribution) if account.attribution else None
    return Telling(
        article=heads[account.article], attribution=said, words=wording.quoted(account.spans)
    )


def article_sheet(reader: Reader, article: Article) -> ArticleSheet:
    """Gather what an article's page shows."""
    story = next((item for item in reader.stories() if article.id in item.articles), None)
    near = [item for item in (story.articles if story else ()) if item != article.id]
    return ArticleSheet(
        article=article,
        head=head(article),
        held=reader.capture(article.capture),
        attributions=tuple(reader.attributions(article=article.id)),
        links=tuple(reader.links(article=article.id)),
        others=tuple(head(reader.article(item)) for item in near[:40]),
        story=story,
    )


def said(reader: Reader, attribution: Attribution, claims: Iterable[Claim]) -> Said:
    """Gather what the panel beside an article shows of one attribution."""
    mine = [claim for claim in claims if _holds(claim, attribution)]
    accounts = [
        account for claim in mine for account in claim.told if account.attribution != attribution.id
    ]
    wanted = dict.fromkeys([attribution.article, *(item.article for item in accounts)])
    heads = {item: head(reader.article(item)) for item in wanted}
    others = tuple(_telling(reader, item, heads) for item in accounts)
    return Said(
        attribution=attribution,
        article=heads[attribution.article],
        claims=tuple(row(claim, heads) for claim in mine),
        others=others,
        responses=_distinct(mine),
        decisions=reader.decisions(item=attribution.id),
    )


def _holds(claim: Claim, attribution: Attribution) -> bool:
    tellings = (account.attribution for account in claim.told)
    answers = (item.attribution for item in claim.responses)
    return attribution.id in tellings or attribution.id in answers


def _distinct(claims: Sequence[Claim]) -> tuple[Response, ...]:
    return tuple(dict.fromkeys(item for claim in claims for item in claim.responses))
