"""Claims and their provenance: the answer, and what people decide about it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from importlib import import_module
from typing import Any

from firsthand.types.found import Act, Attribution, AttributionId, Link, Story, StoryId
from firsthand.types.glance import table
from firsthand.types.page import Article, ArticleId, CaptureId, Record, Span

ClaimId = str


# ---------------------------------------------------------------- claim


class Account(Record, frozen=True, kw_only=True):
    """One telling of a claim in one article: an attributed content or the outlet's own words."""

    article: ArticleId
    spans: tuple[Span, ...]
    attribution: AttributionId | None = None  # None: stated in the outlet's own voice
    near: bool = False  # tells part of the claim or something close; counts for nothing


class Scope(StrEnum):
    """How much of a claim a response answers."""

    SPECIFIC = "specific"
    GENERAL = "general"
    PARTIAL = "partial"


class Response(Record, frozen=True, kw_only=True):
    """What somebody says to a claim. A response never counts as an origin."""

    by: str
    act: Act
    scope: Scope
    spans: tuple[Span, ...]
    attribution: AttributionId | None = None
    answers: tuple[Span, ...] = ()  # the words answered, where the page says so


class Discrepancy(Record, frozen=True, kw_only=True):
    """Two accounts of one claim differ; both sides are pinned."""

    # value | added_detail | dropped_detail | hedge_dropped | quote_wording | scope
    # | response_missing
    kind: str
    left: tuple[Span, ...]
    right: tuple[Span, ...]
    note: str


class Proposition(Record, frozen=True, kw_only=True):
    """One thing that is said, with every account of it: a claim before its origins are counted."""

    id: ClaimId
    story: StoryId
    text: str  # the clearest account's words
    accounts: tuple[Account, ...]
    responses: tuple[Response, ...] = ()
    discrepancies: tuple[Discrepancy, ...] = ()
    caveats: tuple[Span, ...] = ()  # "could not be independently verified"
    about: ClaimId | None = None  # P, where this is "the document says P"
    by: str = "claim/2"

    @property
    def told(self) -> tuple[Account, ...]:
        """The accounts that tell the claim itself; origins and differences rest on these."""
        return tuple(item for item in self.accounts if not item.near)


# ---------------------------------------------------------------- provenance


class NodeKind(StrEnum):
    """What stands on a chain."""

    PERSON = "person"
    ORGANISATION = "organisation"
    UNNAMED = "unnamed"
    DOCUMENT = "document"
    OUTLET = "outlet"
    ARTICLE = "article"
    UNATTRIBUTED = "unattributed"
    OBSERVATION = "observation"  # an outlet's own, stated in its text


class Node(Record, frozen=True, kw_only=True):
    """A person, document, outlet or article that a chain passes through."""

    id: str
    kind: NodeKind
    name: str
    captured: bool = False
    spans: tuple[Span, ...] = ()


class Edge(Record, frozen=True, kw_only=True):
    """`target` got it from `source`, as these words say."""

    source: str
    target: str
    kind: str  # says | via | pickup | copy | reads | unattributed
    hedged: bool = False
    spans: tuple[Span, ...] = ()


class Chain(Record, frozen=True, kw_only=True):
    """One way from an origin to a page: node ids, origin first, article last."""

    article: ArticleId
    nodes: tuple[str, ...]
    names: tuple[str, ...]
    circular: bool = False


class Origins(Record, frozen=True, kw_only=True):
    """How many independent origins stand behind a claim: at least, at most, and who."""

    least: int
    most: int
    names: tuple[str, ...]


class Status(StrEnum):
    """How well a claim is sourced; never whether it is so."""

    SINGLE_SOURCE = "single-source"
    CORROBORATED = "corroborated"
    UNCLEAR = "unclear"


class Step(Record, frozen=True, kw_only=True):
    """One rule used on the way to a count, what it did, and the words it rests on."""

    rule: str  # "R1" … "R12"
    text: str
    spans: tuple[Span, ...] = ()


class Claim(Record, frozen=True, kw_only=True):
    """A proposition with its provenance: who said it, through whom, how many origins."""

    id: ClaimId
    story: StoryId
    text: str
    accounts: tuple[Account, ...]
    origins: Origins
    bottlenecks: tuple[str, ...]  # names of the nodes that every chain passes through
    chains: tuple[Chain, ...]
    responses: tuple[Response, ...]
    discrepancies: tuple[Discrepancy, ...]
    status: Status
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    steps: tuple[Step, ...] = ()
    caveats: tuple[Span, ...] = ()
    uncaptured: tuple[str, ...] = ()  # coverage that is named but not in the case (R12)
    about: ClaimId | None = None
    by: str = "provenance/1"

    @property
    def told(self) -> tuple[Account, ...]:
        """The accounts that tell the claim itself, without those that only come near it."""
        return tuple(item for item in self.accounts if not item.near)

    @property
    def pages(self) -> int:
        """How many articles tell the claim itself."""
        return len({item.article for item in self.told})

    @property
    def weakness(self) -> tuple[object, ...]:
        """Sort key, weakest sourcing first: what several pages tell, then what one page alone does.

        A claim that many pages repeat and that rests on one origin is where harm is likeliest,
        so it leads; that one page has one source for a thing is no news, and comes last. Then
        what is told most often, what somebody answers to, and the order of the pages. What a
        document says about P stands after P.
        """
        first = min((span for account in self.told for span in account.spans), default=None)
        place = (first.article, first.start) if first else ("", 0)
        count = (self.pages < 2, self.origins.most, self.origins.least, -self.pages)
        answers = -len(self.responses)
        return (*count, self.about is not None, -len(self.told), answers, place, self.id)

    def _repr_html_(self) -> str:
        """Show the claim in a notebook."""
        few = self.origins
        count = str(few.most) if few.least == few.most else f"{few.least} to {few.most}"
        rows = [
            ("origins", f"{count} ({self.status.value}): {'; '.join(few.names)}"),
            ("every chain passes", "; ".join(self.bottlenecks)),
            *(
                ("chain", " → ".join(names))
                for names in dict.fromkeys(c.names for c in self.chains)
            ),
            *(("answer", f"{item.by}: {item.act.value}") for item in self.responses),
            *(("rule", f"{step.rule}: {step.text}") for step in self.steps),
        ]
        return table(f"“{self.text}”", ("", ""), rows)


class Event(Record, frozen=True, kw_only=True):
    """Something on a story's timeline: a stated date, a publication, a capture."""

    story: StoryId
    kind: str  # stated | published | modified | captured
    text: str
    earliest: datetime
    latest: datetime
    spans: tuple[Span, ...] = ()


class Decision(Record, frozen=True, kw_only=True):
    """What a person decided about an item; the machine's answer stays beside it."""

    item: str  # the claim's, attribution's or link's id
    verdict: str  # accept | reject | amend
    note: str
    by: str
    at: datetime  # UTC, aware
    signature: str  # sha256 over the fields above and the decision before it


class Outcome(Record, frozen=True, kw_only=True):
    """What became of one input of `add`."""

    name: str
    capture: CaptureId | None = None
    article: ArticleId | None = None
    attributions: int = 0
    held: bool = False  # the same bytes were there already
    note: str | None = None  # what was left out on purpose: a language that is not read
    error: str | None = None


class Case(Record, frozen=True, kw_only=True):
    """The whole answer on a set of articles."""

    articles: tuple[Article, ...]
    stories: tuple[Story, ...]
    attributions: tuple[Attribution, ...]
    links: tuple[Link, ...]
    claims: tuple[Claim, ...]
    timeline: tuple[Event, ...] = ()

    def _repr_html_(self) -> str:
        """Show the case in a notebook: its claims in their order."""
        title = (
            f"{len(self.articles)} pages, {len(self.stories)} stories, {len(self.claims)} claims"
        )
        rows = [
            (
                claim.text,
                claim.status.value,
                f"{claim.origins.least}–{claim.origins.most}",
                "; ".join(claim.origins.names),
                claim.pages,
            )
            for claim in self.claims
        ]
        return table(title, ("claim", "status", "origins", "who", "pages"), rows)

    def to_arrow(self, table: str = "claims") -> Any:
        """Give one table of the case as a `pyarrow.Table`; `firsthand.report.tables` names them.

        Raises InputError for a table that isn't known, ModelError without the extra `tables`.
        """
        return _tables().to_arrow(_tables().CaseReader(case=self), table)

    def to_pandas(self, table: str = "claims") -> Any:
        """Give one table of the case as a `pandas.DataFrame`. Raises as `to_arrow` does."""
        return _tables().to_pandas(_tables().CaseReader(case=self), table)


def _tables() -> Any:
    """Find the room that writes tables: a handle for notebooks, taken only when it is called.

    Records know no room; these two methods are the one exception, because `case.to_pandas()` is
    what people type.
    """
    return import_module("firsthand.report")
