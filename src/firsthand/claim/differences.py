"""Where the accounts of one claim differ, with the words of both sides.

Pages are compared two by two, copies of one text aside, each account with the one most like it. A
difference is one of: a number or a date that does not fit, a detail (a name, a number, a date, an
occasion) that only one side has, a doubt that one side drops, a quotation worded otherwise, an
answer that one side leaves out or flattens.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from msgspec import Struct
from msgspec.structs import replace

from firsthand.claim.details import details, values
from firsthand.claim.doubt import drift, hedges
from firsthand.claim.sides import Side, side
from firsthand.claim.terms import Vocabulary, stem
from firsthand.language.identity import tokens
from firsthand.language.words import fold, words
from firsthand.types import (
    ANSWERS,
    Account,
    Act,
    Article,
    Attribution,
    Discrepancy,
    Link,
    LinkKind,
    Proposition,
    Response,
    Scope,
)

__all__ = ["with_differences"]

_MOST = 8  # differences of one claim between two pages; more bury each other
_PAGES = 12  # pages of one claim that are compared; the earliest by id
_LEAST_RUN = 4  # words that two forms of one quotation have in common without a break
_ONE_QUOTE = 0.6  # of the shorter form's words, that the other has in the same order
_SHORT = 3  # letters; shorter words of a description name nobody
_VOICE = re.compile(r"\b(?:spokes|communications|press|lawyer|attorney|counsel)")
_CONTRARY = frozenset({Act.DENIES, Act.DISPUTES})


class _Story(Struct, frozen=True):
    """What the comparing of all of a story's claims looks up."""

    pages: Mapping[str, Article]
    said: Mapping[str, Attribution]
    copies: frozenset[frozenset[str]]  # pairs of pages that are one text
    heard: frozenset[tuple[str, str]]  # each page's words for whoever answers there, whatever to
    vocabulary: Vocabulary
    stems: Mapping[str, frozenset[str]]  # of each page's body


def with_differences(
    drafts: Sequence[Proposition],
    articles: Sequence[Article],
    attributions: Sequence[Attribution],
    links: Sequence[Link],
    vocabulary: Vocabulary,
) -> tuple[Proposition, ...]:
    """Give the claims with the differences between the pages that tell them."""
    story = _Story(
        pages={page.id: page for page in articles},
        said={item.id: item for item in attributions},
        copies=frozenset(
            frozenset((link.left, link.right)) for link in links if link.kind is LinkKind.COPY
        ),
        heard=frozenset(
            (item.article, word)
            for item in attributions
            if item.act in ANSWERS
            for word in tokens(item.source_name or "")
        ),
        vocabulary=vocabulary,
        stems={
            page.id: frozenset(stem(word.text) for word in words(page.body)) for page in articles
        },
    )
    found = []
    for draft in drafts:
        items = list(_differences(draft, story))
        first = {(item.kind, item.note): item for item in reversed(items)}
        found.append(replace(draft, discrepancies=tuple(reversed(first.values()))))
    return tuple(found)


def _differences(draft: Proposition, story: _Story) -> Iterator[Discrepancy]:
    by_page: defaultdict[str, list[Account]] = defaultdict(list)
    for account in draft.told:
        by_page[account.article].append(account)
    sides = [
        side(story.pages[page], by_page[page], story.stems[page], story.vocabulary)
        for page in sorted(by_page)[:_PAGES]
    ]
    for left, right in combinations(sides, 2):
        conflicts = list(values(left, right, story.vocabulary))
        pair = [
            *conflicts,
            *hedges(left, right, story.said, story.vocabulary),
            *_quotes(left, right),
        ]
        if frozenset((left.page.id, right.page.id)) not in story.copies:
            conflicts += values(right, left, story.vocabulary)
            apart = {span for item in conflicts for span in (*item.left, *item.right)}
            pair += details(left, right, apart, story.vocabulary)
            pair += details(right, left, apart, story.vocabulary)
        yield from pair[:_MOST]
        yield from _answers(draft, left, right, story)
        yield from _answers(draft, right, left, story)
    yield from drift(sides, story.said, story.vocabulary)


def _quotes(left: Side, right: Side) -> Iterator[Discrepancy]:
    """Yield quotations of one run of words that differ inside it, with the words that differ."""
    for one in [quote for version in left.versions for quote in version.quotes]:
        for other in [quote for version in right.versions for quote in version.quotes]:
            apart = _apart(one.exact, other.exact)
            if apart is not None:
                mine, theirs = (f"“{part}”" if part else "nothing" for part in apart)
                note = f"one quotation: {mine} in {left.outlet}, {theirs} in {right.outlet}"
                yield Discrepancy(kind="quote_wording", left=(one,), right=(other,), note=note)


def _apart(one: str, other: str) -> tuple[str, str] | None:
    """Give the words that differ between the first and the last words two quotations share."""
    mine, theirs = list(words(one)), list(words(other))
    matcher = SequenceMatcher(
        None, [fold(word.text) for word in mine], [fold(word.text) for word in theirs], False
    )
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    shared = sum(block.size for block in blocks)
    if len(blocks) < 2 or max(block.size for block in blocks) < _LEAST_RUN:
        return None
    if shared < _ONE_QUOTE * min(len(mine), len(theirs)):
        return None
    first, last = blocks[0], blocks[-1]
    parts = []
    for found, text, low, high in (
        (mine, one, first.a + first.size, last.a),
        (theirs, other, first.b + first.size, last.b),
    ):
        parts.append(text[found[low].start : found[high - 1].end] if low < high else "")
    return parts[0], parts[1]


def _answers(draft: Proposition, one: Side, other: Side, story: _Story) -> Iterator[Discrepancy]:
    """Yield answers on the first page that the second leaves out, or gives less exactly.

    Answers of one paragraph and one kind are left out together: "the port denied it. 'Not so,'
    its spokeswoman said".
    """
    theirs = [item for item in draft.responses if _on(item, other)]
    missing: dict[tuple[Act, int], list[Response]] = {}
    for item in draft.responses:
        if item.act is Act.CONFIRMS or not _on(item, one):
            continue
        same = [reply for reply in theirs if set(tokens(reply.by)) & set(tokens(item.by))]
        if not same and not _heard(item, one, other, story):
            start = item.spans[0].start
            zone = one.page.zone_at(start)
            missing.setdefault((item.act, zone.start if zone else start), []).append(item)
        elif _flattened(item, same):
            note = (
                f"{item.by} answers this very point in {one.outlet}, in general in {other.outlet}"
            )
            yield Discrepancy(kind="scope", left=item.spans, right=same[0].spans, note=note)
    for items in missing.values():
        names = " and ".join(dict.fromkeys(item.by for item in items))
        yield Discrepancy(
            kind="response_missing",
            left=tuple(sorted({span for item in items for span in item.spans})),
            right=other.versions[0].spans[:1],
            note=f"{other.outlet} leaves out the answer of {names}",
        )


def _on(item: Response, place: Side) -> bool:
    return bool(item.spans) and item.spans[0].article == place.page.id


def _heard(item: Response, one: Side, other: Side, story: _Story) -> bool:
    """Whether the other page has an answer of the same, or of whom the page says they speak for."""
    names = [*tokens(item.by)]
    last = re.escape(item.by.split()[-1])
    names += [
        fold(word.text)
        for found in re.finditer(rf"\b{last},\s([^,.;“\"]{{3,60}})", one.page.text)
        if _VOICE.search(found[1])
        for word in words(found[1])
        if len(word.text) > _SHORT
    ]
    return any((other.page.id, name) in story.heard for name in names)


def _flattened(item: Response, same: Sequence[Response]) -> bool:
    """Whether a denial of this very point is a denial of everything in the other account."""
    denials = [reply for reply in same if reply.act in _CONTRARY]
    return (
        item.act in _CONTRARY
        and item.scope is Scope.SPECIFIC
        and bool(denials)
        and all(reply.scope is Scope.GENERAL for reply in denials)
    )
