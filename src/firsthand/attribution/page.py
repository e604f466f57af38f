"""What the rules of this room look at: one page read once, and an attribution in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from firsthand.attribution import chain
from firsthand.attribution.cast import Cast, Mention
from firsthand.attribution.documents import Document, documents
from firsthand.attribution.pronouns import Pronouns
from firsthand.attribution.quotations import Quotation, quotations, share_quoted
from firsthand.attribution.sources import Sources
from firsthand.attribution.tagger import Found
from firsthand.attribution.who import Who
from firsthand.language.sentences import sentence_at, sentences
from firsthand.types import Article, Form, Hop

__all__ = ["Draft", "Page", "Ranges", "Stretch", "form_of", "make_page", "said"]

Stretch = tuple[int, int]
Ranges = tuple[Stretch, ...]

_FAR = 600  # characters
_LOW_SHARE, _HIGH_SHARE = 0.08, 0.92  # of letters in quotation marks: indirect, mixed, direct


@dataclass(slots=True)
class Draft:
    """One attribution while it is being read."""

    found: Found
    parent: int | None
    sentence: Stretch
    who: Who | None = None
    hops: list[Hop] | None = None
    source: Ranges = ()

    @property
    def near(self) -> Stretch:
        """The sentence, of one without end what lies close to the attribution."""
        spans = [*self.found.content, *self.found.cue, *self.source]
        low, high = min(start for start, _ in spans), max(end for _, end in spans)
        return max(self.sentence[0], low - _FAR), min(self.sentence[1], high + _FAR)


@dataclass(slots=True)
class Page:
    """One page with all that is named, quoted and cut on it."""

    article: Article
    blocks: list[Stretch]
    sentences: list[Stretch]
    marks: list[Quotation]
    cast: Cast
    papers: list[Document]
    sources: Sources
    channels: dict[object, list[Hop]] = field(default_factory=dict)
    credited: dict[str, list[Hop]] = field(default_factory=dict)  # by head of the source
    printed: dict[str, Mention] = field(default_factory=dict)  # by whom, by head of document

    def sentence_at(self, at: int) -> Stretch:
        """Give the sentence that holds this place."""
        return sentence_at(self.sentences, at)


def make_page(article: Article, blocks: list[Stretch]) -> Page:
    """Read the page once: sentences, quotations, names, documents."""
    text = article.text
    cut = [piece for start, end in blocks for piece in sentences(text, start, end)]
    marks = quotations(text, blocks)
    cast = Cast(text, blocks, article.outlet)
    papers = documents(text, blocks, cast)
    pronouns = Pronouns(cast, cut, marks)
    sources = Sources(cast, papers, pronouns)
    printed = chain.paper_channels(cast, article)
    return Page(article, blocks, cut, marks, cast, papers, sources, printed=printed)


def said(page: Page, draft: Draft) -> tuple[str, str, str]:
    """Give the words of the cue, of the content, and around the cue."""
    text = page.article.text
    cue = " ".join(text[start:end] for start, end in draft.found.cue)
    content = " ".join(text[start:end] for start, end in draft.found.content)
    return cue, content, _around(text, draft)


def _around(text: str, draft: Draft) -> str:
    """Give the words from source to cue, where an adverb or a "not" may stand."""
    spans = sorted([*draft.found.cue, *draft.source])
    if not spans or not draft.found.cue:
        return ""
    low, high = draft.found.cue[0][0], draft.found.cue[-1][1]
    near = [span for span in draft.source if abs(span[1] - low) < 40]
    start = min([low - 24, *(span[1] for span in near)]) if near else low - 24
    before = [end for _, end in draft.found.content if end <= low]
    after = [begin for begin, _ in draft.found.content if begin >= high]
    begin = max(draft.sentence[0], start, *before)
    return text[begin : min(high + 24, draft.sentence[1], *after)]


def form_of(page: Page, content: Ranges) -> Form:
    """Give how much of the content stands in quotation marks."""
    inside, total = share_quoted(content, page.marks, page.article.text)
    if not total:
        return Form.INDIRECT
    share = inside / total
    if share >= _HIGH_SHARE:
        return Form.DIRECT
    return Form.MIXED if share >= _LOW_SHARE else Form.INDIRECT
