"""Attributions, links and stories: what the rooms find on and between pages."""

from __future__ import annotations

from enum import StrEnum

from firsthand.types.glance import table
from firsthand.types.page import ArticleId, Record, Span

AttributionId = str
StoryId = str


# ---------------------------------------------------------------- attribution


class SourceKind(StrEnum):
    """What a source is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    UNNAMED = "unnamed"
    DOCUMENT = "document"
    OUTLET = "outlet"
    NONE = "none"


class Form(StrEnum):
    """How the content stands on the page: in quotation marks, in the reporter's words, or both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Act(StrEnum):
    """What the source does with the content."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DECLINES = "declines"
    NO_RESPONSE = "no_response"
    UNREACHABLE = "unreachable"
    DISCLAIMS = "disclaims"  # "I would not know"
    CONFIRMS = "confirms"
    DISPUTES = "disputes"
    ASKS = "asks"


ANSWERS = frozenset(  # acts that answer somebody else's claim and assert nothing themselves
    {Act.DENIES, Act.DECLINES, Act.NO_RESPONSE, Act.UNREACHABLE, Act.DISCLAIMS, Act.DISPUTES}
)


class Hop(Record, frozen=True, kw_only=True):
    """One step of a chain: who or what passed the statement on, by which words."""

    name: str
    kind: SourceKind
    hedged: bool = False
    spans: tuple[Span, ...] = ()


class Attribution(Record, frozen=True, kw_only=True):
    """A reported statement: content, cue and source, as in PARC 3 and PolNeAR."""

    id: AttributionId  # sha256 of the article and the three roles' offsets
    article: ArticleId
    content: tuple[Span, ...]  # several where the cue breaks the quotation
    cue: tuple[Span, ...]
    source: tuple[Span, ...]  # as written ("she"); empty for "allegedly"
    source_name: str | None = None  # who that is over the page; None where evidence fails
    source_kind: SourceKind = SourceKind.NONE
    source_count: int | None = None  # stated number: "three people" -> 3
    source_plural: bool = False  # "officials", "people familiar with the matter"
    source_evidence: tuple[Span, ...] = ()  # the words that name or describe the source
    form: Form = Form.INDIRECT
    act: Act = Act.ASSERTS
    hedged: bool = False
    addressee: str | None = None
    parent: AttributionId | None = None  # when it stands inside another's content
    hops: tuple[Hop, ...] = ()  # between the source and this page, nearest to the source first
    score: float = 1.0
    by: str = "attribution/1"

    @property
    def via(self) -> tuple[str, ...]:
        """The names of the hops, nearest to the source first."""
        return tuple(hop.name for hop in self.hops)

    @property
    def text(self) -> str:
        """The content's words; pieces that a cue parts are joined by an ellipsis."""
        words = ""
        for place, span in enumerate(self.content):
            if place:  # a line break alone parts nothing
                words += " " if span.start - self.content[place - 1].end <= 1 else " … "
            words += span.exact
        return words

    def _repr_html_(self) -> str:
        """Show the attribution in a notebook."""
        who = self.source_name or " … ".join(span.exact for span in self.source) or "nobody named"
        rows = [
            ("source", f"{who} ({self.source_kind.value})"),
            ("act", f"{self.act.value}{', hedged' if self.hedged else ''}"),
            ("cue", " … ".join(span.exact for span in self.cue)),
            ("via", " → ".join(self.via)),
            ("place", ", ".join(f"{span.start}–{span.end}" for span in self.content)),
            ("article", self.article),
        ]
        return table(f"“{self.text}”", ("", ""), rows)


# ---------------------------------------------------------------- story


class LinkKind(StrEnum):
    """What two texts have to do with each other."""

    COPY = "copy"  # the same text, syndicated or in another version
    EXCERPT = "excerpt"  # part of one stands in the other
    REWRITE = "rewrite"  # the same text in changed words
    COMMON_QUOTE = "common_quote"  # both quote the same words; no copy
    PICKUP = "pickup"  # right reports, in own words, what left reported
    MATCH = "match"  # right has its own reporting of what left reported


class Direction(StrEnum):
    """Whether the evidence says which text came first."""

    STATED = "stated"  # credit, syndication line, dateline, copyright
    TIMED = "timed"  # only times with known zones
    UNKNOWN = "unknown"


class Passage(Record, frozen=True, kw_only=True):
    """Two aligned stretches, one of each text; an empty side was added or cut."""

    left: Span | None
    right: Span | None
    kind: str  # same | changed | added | cut | quote


class Link(Record, frozen=True, kw_only=True):
    """A relation between two texts; left is the earlier one, or the one it comes from."""

    id: str
    left: str  # an article id, or "outlet:NAME" for a text that is named but not captured
    right: ArticleId
    kind: LinkKind
    score: float  # 0..1: share of the shorter side that both have
    direction: Direction = Direction.UNKNOWN
    evidence: tuple[Span, ...] = ()
    reasons: tuple[str, ...] = ()  # one for each piece of evidence, in words
    passages: tuple[Passage, ...] = ()
    by: str = "story/1"

    @property
    def left_captured(self) -> bool:
        """Whether the left side is an article of the case."""
        return not self.left.startswith("outlet:")


class Story(Record, frozen=True, kw_only=True):
    """Articles on one event, in order of publication."""

    id: StoryId  # of its first article, kept while the story grows
    articles: tuple[ArticleId, ...]
    title: str | None = None
    history: tuple[str, ...] = ()  # merges and splits, in words, in order
