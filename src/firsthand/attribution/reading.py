"""One page read through: tagged spans in, attributions with names, acts and chains out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from firsthand.attribution import chain
from firsthand.attribution.acts import act_of, is_hedged
from firsthand.attribution.hops import resolve, trace
from firsthand.attribution.page import Draft, Page, Ranges, Stretch, form_of, make_page, said
from firsthand.attribution.tagger import Found
from firsthand.attribution.who import Who
from firsthand.attribution.widen import widened
from firsthand.types import Article, Attribution, Form, Hop, SourceKind, Span, digest

__all__ = ["read"]


def read(
    article: Article, blocks: Iterable[Stretch], found: Iterable[Found]
) -> tuple[Attribution, ...]:
    """Give the attributions of these tagged spans, in order of the page."""
    page = make_page(article, list(blocks))
    found = [widened(page.cast, _edged(article.text, item)) for item in found]
    items = sorted(found, key=lambda item: min(_all(item), default=(0, 0)))
    items = [item for item in items if item.content or item.cue]
    items = list({_all(item): item for item in items}.values())
    above = chain.parents([item.content for item in items], [_marker(item) for item in items])
    drafts = [
        Draft(item, parent, page.sentence_at(_place(item)), source=item.source)
        for item, parent in zip(items, above, strict=True)
    ]
    order = sorted(
        range(len(drafts)), key=lambda at: min(drafts[at].source, default=(_place(items[at]), 0))
    )
    for at in order:
        resolve(page, drafts, at)
        trace(page, drafts, at)
    ids = [_identity(article, draft) for draft in drafts]
    return tuple(
        _attribution(page, draft, ids[at], ids[draft.parent] if draft.parent is not None else None)
        for at, draft in enumerate(drafts)
    )


def _edged(text: str, item: Found) -> Found:
    """Take white space and stray punctuation off the ends of every span."""
    return replace(
        item,
        content=tuple(_bare(text, item.content, " \t\n\u00a0,;:.)—–-", " \t\n\u00a0,;:(—–-")),
        cue=tuple(_bare(text, item.cue, " \t\n\u00a0,;.)—–", " \t\n\u00a0,;.(")),
        source=tuple(_bare(text, item.source, " \t\n\u00a0,;:.—–-", " \t\n\u00a0,;:—–-")),
    )


def _bare(text: str, spans: Ranges, front: str, back: str) -> Iterator[Stretch]:
    for start, end in spans:
        while start < end and text[start] in front:
            start += 1
        while end > start and text[end - 1] in back:
            end -= 1
        if start < end and text[start] in '"”' and text[start + 1 : start + 2] in " \n":
            start += 2  # the mark that closes what stands before
        if start < end:
            yield start, end


def _all(item: Found) -> Ranges:
    return (*item.content, *item.cue, *item.source)


def _marker(item: Found) -> Ranges:
    """The spans that must lie in another's content for this one to be nested there."""
    return (*item.cue, *item.source) or item.content


def _place(item: Found) -> int:
    """Where the attribution speaks: its cue, else its source, else its content."""
    for role in (item.cue, item.source, item.content):
        if role:
            return role[0][0]
    return 0


def _identity(article: Article, draft: Draft) -> str:
    roles = (draft.found.content, draft.found.cue, draft.source)
    return digest(article.id, *(str(role) for role in roles))


def _attribution(page: Page, draft: Draft, own: str, parent: str | None) -> Attribution:
    """Make the record; every span is cut from the page."""
    article, found, who = page.article, draft.found, draft.who or Who(None, SourceKind.NONE)
    text = article.text
    cue, content, around = said(page, draft)
    form = form_of(page, found.content)
    told = chain.addressee(text, found.cue, draft.sentence[1])
    direct = form is Form.DIRECT
    return Attribution(
        id=own,
        article=article.id,
        content=_spans(article, found.content),
        cue=_spans(article, found.cue),
        source=_spans(article, draft.source),
        source_name=who.name,
        source_kind=who.kind,
        source_count=who.count,
        source_plural=who.is_plural,
        source_evidence=_spans(article, sorted(set(who.evidence))),
        form=form,
        act=act_of(cue, content, around, direct),
        hedged=is_hedged(cue, content, around, direct),
        addressee=text[slice(*told)] if told else None,
        parent=parent,
        hops=tuple(hop for hop in draft.hops or () if hop.name and not _is_own(article, hop)),
        score=found.score,
    )


def _is_own(article: Article, hop: Hop) -> bool:
    """Whether this is the page's own outlet, which passes nothing on to itself."""
    return hop.kind is SourceKind.OUTLET and chain.is_own(article, hop.name)


def _spans(article: Article, ranges: Sequence[Stretch]) -> tuple[Span, ...]:
    return tuple(article.span(start, end) for start, end in ranges if end > start)
