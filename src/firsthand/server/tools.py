"""The five questions an assistant can ask of a case, each answered with spans and hashes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from firsthand.errors import InputError, NotFound
from firsthand.report import wording
from firsthand.report.dossier import ClaimRow, Dossier, Numbers, head, of_parts
from firsthand.report.parts import parts
from firsthand.types import (
    Claim,
    Discrepancy,
    Reader,
    Record,
    Span,
)

CONTEXT = 200  # code points of the page on either side of a span, at most


class Quote(Record, frozen=True, kw_only=True):
    """Exact words and where they stand, for quoting and checking."""

    exact: str
    outlet: str
    title: str
    published: str
    capture: str  # sha256 of the captured bytes
    article: str
    start: int  # code points of the article's reading text
    end: int
    url: str | None = None
    before: str = ""
    after: str = ""


class Found(Record, frozen=True, kw_only=True):
    """One thing that a search found."""

    kind: str
    id: str
    name: str
    text: str
    speaker: str | None
    act: str | None
    status: str | None
    quote: Quote | None


class SearchAnswer(Record, frozen=True, kw_only=True):
    """What a search found, best first."""

    found: tuple[Found, ...]


class ClaimLine(Record, frozen=True, kw_only=True):
    """A claim in a story's list."""

    id: str
    name: str
    text: str
    status: str
    origins: str
    named: tuple[str, ...]
    pages: int
    answers: tuple[str, ...]
    quote: Quote | None  # the first account's words


class StoryAnswer(Record, frozen=True, kw_only=True):
    """A story in short; without a name, the list of stories."""

    id: str
    name: str
    title: str
    sentence: str
    numbers: Numbers
    carried_by: tuple[str, ...]
    claims: tuple[ClaimLine, ...]
    gaps: tuple[tuple[str, tuple[Quote, ...]], ...]
    more_claims: int


class StoriesAnswer(Record, frozen=True, kw_only=True):
    """The stories of the case, largest first."""

    stories: tuple[tuple[str, str, int], ...]  # name, title, pages
    total: int


class Answer(Record, frozen=True, kw_only=True):
    """Somebody's answer to a claim."""

    by: str
    act: str
    scope: str
    quotes: tuple[Quote, ...]


class ClaimAnswer(Record, frozen=True, kw_only=True):
    """A claim with its accounts, chains and answers."""

    id: str
    name: str
    text: str
    status: str
    meaning: str
    origins: str
    named: tuple[str, ...]
    bottlenecks: tuple[str, ...]
    chains: tuple[tuple[str, ...], ...]
    accounts: tuple[Quote, ...]
    answers: tuple[Answer, ...]
    discrepancies: tuple[tuple[str, str, tuple[Quote, ...], tuple[Quote, ...]], ...]
    uncaptured: tuple[str, ...]


class Reason(Record, frozen=True, kw_only=True):
    """One rule on the way to a count."""

    rule: str
    meaning: str
    text: str
    quotes: tuple[Quote, ...]


class WhyAnswer(Record, frozen=True, kw_only=True):
    """Why a claim has the count it has."""

    claim: str
    text: str
    origins: str
    status: str
    reasons: tuple[Reason, ...]


class EvidenceAnswer(Record, frozen=True, kw_only=True):
    """The words behind an attribution, claim or link, with the text around them."""

    quotes: tuple[Quote, ...]


class SearchQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """What to look for."""

    words: Annotated[
        str, Meta(description='All words; "a phrase", -without, wor* are understood.')
    ] = ""
    facets: Annotated[
        dict[str, str],
        Meta(
            description="Narrow it: kind (article, attribution, claim), speaker, act (asserts, "
            "denies, declines, no_response, disclaims, confirms, disputes, asks), outlet, source, "
            "status (single-source, corroborated, unclear), since, until (YYYY-MM-DD)."
        ),
    ] = {}
    limit: Annotated[int, Meta(ge=1, le=50)] = 10


class StoryQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """Which story."""

    story: Annotated[str, Meta(description='Its name ("s1") or id; empty lists the stories.')] = ""


class ClaimQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """Which claim."""

    claim: Annotated[str, Meta(description='Its name ("c1") or the start of its id.')]


class EvidenceQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """Of what."""

    item: Annotated[str, Meta(description="An attribution's, claim's or article's name or id.")]


def quote(reader: Reader, span: Span, context: int = 0) -> Quote:
    """Give a span as words with their place."""
    article = reader.article(span.article)
    one = head(article)
    return Quote(
        exact=span.exact,
        outlet=one.outlet,
        title=one.title,
        published=one.published,
        capture=article.capture,
        article=article.id,
        start=span.start,
        end=span.end,
        url=article.url,
        before=article.text[max(0, span.start - context) : span.start] if context else "",
        after=article.text[span.end : span.end + context] if context else "",
    )


def _quotes(reader: Reader, spans: tuple[Span, ...], context: int = 0) -> tuple[Quote, ...]:
    return tuple(quote(reader, span, context) for span in spans[:40])


def search(reader: Reader, asked: SearchQuestion) -> SearchAnswer:
    """Search pages, statements and claims."""
    hits = reader.search(asked.words, facets=asked.facets, limit=asked.limit)
    return SearchAnswer(
        found=tuple(
            Found(
                kind=hit.kind,
                id=hit.id,
                name=reader.name(hit.id),
                text=hit.text,
                speaker=hit.speaker,
                act=hit.act,
                status=hit.status,
                quote=quote(reader, hit.span) if hit.span else None,
            )
            for hit in hits
        )
    )


def story(reader: Reader, asked: StoryQuestion) -> StoryAnswer | StoriesAnswer:
    """Give one story in short, or the list of stories."""
    stories = reader.stories()
    if not asked.story:
        lines = [
            (
                reader.name(item.id),
                wording.shown(item.title or head(reader.article(item.articles[0])).title, 160),
                len(item.articles),
            )
            for item in stories[:100]
        ]
        return StoriesAnswer(stories=tuple(lines), total=len(stories))
    found = reader.story(reader.resolve(asked.story, kinds=("story",))[1])
    inside = parts(reader, found)
    one: Dossier = of_parts(inside)
    by_id = {item.id: item for item in inside.claims}
    return StoryAnswer(
        id=one.id,
        name=reader.name(one.id),
        title=one.title,
        sentence=one.sentence,
        numbers=one.numbers,
        carried_by=tuple(
            f"{item.outlet}: {item.how}{f' of {item.of}' if item.of else ''}"
            for item in one.carriers
        ),
        claims=tuple(_line(reader, item, by_id[item.id]) for item in one.claims[:50]),
        gaps=tuple((gap.text, _quotes(reader, gap.spans)) for gap in one.gaps[:50]),
        more_claims=max(0, len(one.claims) - 50),
    )


def _line(reader: Reader, item: ClaimRow, whole: Claim) -> ClaimLine:
    spans = [span for account in whole.accounts for span in account.spans]
    return ClaimLine(
        id=item.id,
        name=reader.name(item.id),
        text=item.text,
        status=item.status.value,
        origins=wording.interval(item.origins),
        named=item.origins.names,
        pages=item.pages,
        answers=tuple(f"{r.by} {wording.ACTS[r.act]}" for r, _ in wording.answers(item.responses)),
        quote=quote(reader, spans[0]) if spans else None,
    )


def _claim(reader: Reader, name: str) -> Claim:
    return reader.claim(reader.resolve(name, kinds=("claim",))[1])


def claim(reader: Reader, asked: ClaimQuestion) -> ClaimAnswer:
    """Give one claim: who said it, through whom, how many origins, who answers."""
    found = _claim(reader, asked.claim)

    def side(item: Discrepancy) -> tuple[str, str, tuple[Quote, ...], tuple[Quote, ...]]:
        return (item.kind, item.note, _quotes(reader, item.left), _quotes(reader, item.right))

    return ClaimAnswer(
        id=found.id,
        name=reader.name(found.id),
        text=found.text,
        status=found.status.value,
        meaning=wording.STATUS_HELP[found.status],
        origins=wording.interval(found.origins),
        named=found.origins.names,
        bottlenecks=found.bottlenecks,
        chains=tuple(dict.fromkeys(chain.names for chain in found.chains)),
        accounts=tuple(quoted for item in found.accounts for quoted in _quotes(reader, item.spans)),
        answers=tuple(
            Answer(
                by=item.by,
                act=item.act.value,
                scope=item.scope.value,
                quotes=_quotes(reader, item.spans),
            )
            for item in found.responses
        ),
        discrepancies=tuple(map(side, found.discrepancies)),
        uncaptured=found.uncaptured,
    )


def why(reader: Reader, asked: ClaimQuestion) -> WhyAnswer:
    """Give every rule behind a count with the words it rests on."""
    found = _claim(reader, asked.claim)
    return WhyAnswer(
        claim=reader.name(found.id),
        text=found.text,
        origins=wording.interval(found.origins),
        status=found.status.value,
        reasons=tuple(
            Reason(
                rule=step.rule,
                meaning=wording.RULES.get(step.rule, ""),
                text=step.text,
                quotes=_quotes(reader, step.spans),
            )
            for step in found.steps
        ),
    )


def evidence(reader: Reader, asked: EvidenceQuestion) -> EvidenceAnswer:
    """Give the exact words behind an item with the text around them."""
    kind, item_id = reader.resolve(asked.item, kinds=("attribution", "claim", "article"))
    spans: tuple[Span, ...]
    if kind == "attribution":
        item = reader.attribution(item_id)
        spans = (*item.content, *item.cue, *item.source, *item.source_evidence)
    elif kind == "claim":
        spans = tuple(span for one in reader.claim(item_id).accounts for span in one.spans)
    else:
        spans = tuple(span for one in reader.article(item_id).values for span in one.spans)
    if not spans:
        raise NotFound("this item carries no words of a page", where=asked.item)
    return EvidenceAnswer(quotes=_quotes(reader, spans, CONTEXT))


class Tool(Struct, frozen=True, kw_only=True):
    """One question: its words for the assistant, what it takes, and who answers it."""

    name: str
    title: str
    description: str
    question: type[Struct]
    answer: Callable[[Reader, Any], Record]

    def listed(self) -> dict[str, Any]:
        """Describe the tool as the protocol has it."""
        _, described = msgspec.json.schema_components([self.question])
        own = described[self.question.__name__]
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "inputSchema": {key: value for key, value in own.items() if key != "title"},
            "annotations": {"readOnlyHint": True, "openWorldHint": False},
        }


TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            name="search",
            title="Search the case",
            description="Find pages, statements and claims by words and facets.",
            question=SearchQuestion,
            answer=search,
        ),
        Tool(
            name="story",
            title="A story in short",
            description="Five numbers, who carries it, claims by weakest sourcing, open gaps.",
            question=StoryQuestion,
            answer=story,
        ),
        Tool(
            name="claim",
            title="A claim with its provenance",
            description="Who said it, through whom, how many independent origins, who answers.",
            question=ClaimQuestion,
            answer=claim,
        ),
        Tool(
            name="why",
            title="Why a claim has its count",
            description="Every rule that counted, with the exact words it rests on.",
            question=ClaimQuestion,
            answer=why,
        ),
        Tool(
            name="evidence",
            title="The words behind an item",
            description="Exact words with offsets, capture hash and the text around them.",
            question=EvidenceQuestion,
            answer=evidence,
        ),
    )
}


def call(reader: Reader, name: str, arguments: Mapping[str, Any]) -> Record:
    """Ask one question. Raises InputError for arguments that don't fit, NotFound."""
    tool = TOOLS[name]
    try:
        asked = msgspec.convert(dict(arguments), tool.question)
    except msgspec.ValidationError as error:
        raise InputError(f"the arguments don't fit: {error}", where=name) from error
    return tool.answer(reader, asked)
