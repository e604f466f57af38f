"""What outlets say in their own voice of how far a claim could be checked.

A caveat stands beside the count and never changes it: it tells what an outlet could not do, not
whether the claim is so.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from msgspec.structs import replace

from firsthand.language.sentences import sentences
from firsthand.types import Article, Attribution, Proposition, Span

__all__ = ["with_caveats"]

_NEAR = 900  # characters before a caveat in which the claim stands that it speaks of


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Give what tells a caveat, and what tells one of something that could not be checked."""
    data = tomllib.loads((files(__package__) / "caveats.toml").read_text("utf8"))
    checked = "|".join(data["checked"])
    return (
        re.compile("|".join((checked, *data["given"])), re.IGNORECASE),
        re.compile(checked, re.IGNORECASE),
    )


def _weight(caveat: Span) -> tuple[bool, Span]:
    """Sort key: what an outlet could not check comes before what a source did not give."""
    return (not _patterns()[1].search(caveat.exact), caveat)


def with_caveats(
    drafts: Sequence[Proposition], articles: Sequence[Article], attributions: Sequence[Attribution]
) -> tuple[Proposition, ...]:
    """Give the claims with the caveats of the pages that tell them; `drafts` most told first.

    A caveat that several pages print in the same words is no claim by itself.
    """
    covered: defaultdict[str, list[Span]] = defaultdict(list)
    for item in attributions:
        covered[item.article] += item.content
    caveats = [span for page in articles for span in _caveats(page, covered[page.id])]
    printed = frozenset(caveats)
    kept = [
        draft for draft in drafts if not all(printed & {*item.spans} for item in draft.told)
    ] or drafts
    found: defaultdict[int, set[Span]] = defaultdict(set)
    for span in caveats:
        index = _claim(span, kept)
        if index is not None:
            found[index].add(span)
    return tuple(
        replace(draft, caveats=tuple(sorted(found[index], key=_weight))) if found[index] else draft
        for index, draft in enumerate(kept)
    )


def _caveats(page: Article, covered: Sequence[Span]) -> list[Span]:
    """Give the sentences that hold a caveat outside anybody's words."""
    return [
        page.span(start, end)
        for zone in page.blocks
        for start, end in sentences(page.text, zone.start, zone.end)
        if (match := _patterns()[0].search(page.text, start, end))
        and not any(span.start <= match.start() < span.end for span in covered)
    ]


def _claim(caveat: Span, drafts: Sequence[Proposition]) -> int | None:
    """Give the claim a caveat speaks of: the most told of those that stand shortly before it."""
    near = [
        (-len(draft.told), index)
        for index, draft in enumerate(drafts)
        for account in draft.told
        if account.article == caveat.article and 0 <= caveat.start - account.spans[0].start <= _NEAR
    ]
    if near:
        return min(near)[1]
    told = (
        draft_index
        for draft_index, draft in enumerate(drafts)
        for account in draft.told
        if account.article == caveat.article
    )
    return next(told, None)
