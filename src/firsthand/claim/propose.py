"""Gathers the tellings of one claim over a story into one proposition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from firsthand.claim.caveats import with_caveats
from firsthand.claim.differences import with_differences
from firsthand.claim.group import joined, nearest
from firsthand.claim.match import DEFAULTS, Params, candidates, likeness
from firsthand.claim.papers import papers
from firsthand.claim.responses import answered
from firsthand.claim.tellings import Telling, own_voice, said, story_sentences
from firsthand.claim.terms import Vocabulary
from firsthand.claim.wording import LONGEST, readable, states
from firsthand.claim.words import listed
from firsthand.language.identity import Identities
from firsthand.types import (
    Account,
    Article,
    Attribution,
    Link,
    Proposition,
    SourceKind,
    Story,
    digest,
)

__all__ = ["propositions", "told_in"]

_LEAST_TERMS = 2  # of a telling that makes a claim by itself: one word states nothing


def propositions(
    story: Story,
    articles: Sequence[Article],
    attributions: Sequence[Attribution],
    links: Sequence[Link],
    params: Params = DEFAULTS,
) -> tuple[Proposition, ...]:
    """Give every claim of a story with its accounts and responses, most retold first.

    The order of articles, attributions and links never matters.
    """
    pages = sorted({item.id: item for item in articles}.values(), key=lambda item: item.id)
    found = sorted({item.id: item for item in attributions}.values(), key=_place)
    vocabulary, tellings = told_in(pages, found)
    groups = _groups(tellings, vocabulary, params)
    texts = {page.id: page.text for page in pages}
    drafts = [_draft(story, group, near, vocabulary, texts) for group, near in groups]
    drafts.sort(key=lambda item: (-len({a.article for a in item.told}), -len(item.told), item.id))
    replied = answered(drafts, found, pages, vocabulary, links)
    told = with_caveats(replied, pages, found)
    compared = with_differences(told, pages, found, links, vocabulary)
    said_by = {item.id: item for item in found}
    return tuple(one for item in compared for one in (item, *papers(item, said_by)))


def told_in(
    pages: Sequence[Article], found: Sequence[Attribution]
) -> tuple[Vocabulary, list[Telling]]:
    """Give all tellings of a story's pages, in order, and the vocabulary that weighs them."""
    vocabulary = Vocabulary([page.text for page in pages], story_sentences(pages))
    identities = Identities(name for item in found for name in _names(item))
    tellings = said(found, {page.id: page for page in pages}, vocabulary, identities)
    for page in pages:
        near = [item for item in found if item.article == page.id]
        tellings += own_voice(page, near, vocabulary, identities)
    tellings.sort(key=lambda item: item.key)
    vocabulary.hear({(item.words, item.chain): item.chain for item in tellings}.values())
    return vocabulary, tellings


def _place(item: Attribution) -> tuple[str, int, str]:
    spans = (*item.content, *item.cue, *item.source)
    return (item.article, min((span.start for span in spans), default=0), item.id)


def _names(item: Attribution) -> list[str]:
    return [*([item.source_name] if item.source_name else []), *item.via]


def _groups(
    tellings: Sequence[Telling], vocabulary: Vocabulary, params: Params
) -> list[tuple[list[Telling], list[Telling]]]:
    """Give the tellings of each claim, and those near it; one page's own words alone make none.

    Nor does what only names somebody, an outlet or a paper ("denied a report by the Star").
    Tellings in the same words through the same hands are one here, so that no number of copies
    moves a claim. What comes near one claim may tell another: it can stand in several.
    """
    twins: dict[object, list[Telling]] = {}
    for item in tellings:
        voice = (item.attribution is None, item.headline)
        twins.setdefault((item.words, item.chain, voice), []).append(item)
    heads = [members[0] for members in twins.values()]
    alike = {}
    for left, right in candidates(heads, vocabulary, params):
        value = likeness(heads[left], heads[right], vocabulary, params)
        if value > 0:
            alike[left, right] = value
    told = list(twins.values())

    def members(places: Iterable[int]) -> list[Telling]:
        return sorted((item for at in places for item in told[at]), key=lambda item: item.key)

    groups = joined(len(heads), _without_headlines(alike, heads), params.same)
    around = nearest(groups, alike, params.near)
    found = [(members(group), members(near)) for group, near in zip(groups, around, strict=True)]
    names = _naming(tellings, vocabulary)
    return [(group, near) for group, near in found if _is_claim(group, names)]


def _is_claim(group: Sequence[Telling], names: frozenset[str]) -> bool:
    stating = [item for item in group if _states(item, names)]
    pages = {item.article for item in group if not item.headline}
    return any(item.attribution for item in stating) or (bool(stating) and len(pages) > 1)


def _states(item: Telling, names: frozenset[str]) -> bool:
    return bool(item.numbers) or (len(item.terms) >= _LEAST_TERMS and not item.terms <= names)


def _naming(tellings: Iterable[Telling], vocabulary: Vocabulary) -> frozenset[str]:
    """Give the terms of the story's named sources and hops, and of words for papers."""
    named = {
        name
        for item in tellings
        if item.attribution and item.attribution.source_kind is not SourceKind.UNNAMED
        for name in _names(item.attribution)
    }
    return vocabulary.terms(" ".join(listed("papers"))).union(*map(vocabulary.terms, sorted(named)))


def _without_headlines(
    alike: Mapping[tuple[int, int], float], heads: Sequence[Telling]
) -> dict[tuple[int, int], float]:
    """Leave out the pairs with a headline: it only sums up what its page tells and from whom."""
    return {
        (left, right): value
        for (left, right), value in alike.items()
        if not heads[left].headline and not heads[right].headline
    }


def _draft(
    story: Story,
    group: Sequence[Telling],
    near: Sequence[Telling],
    vocabulary: Vocabulary,
    texts: Mapping[str, str],
) -> Proposition:
    accounts = tuple(
        Account(
            article=item.article,
            spans=item.spans,
            attribution=item.attribution.id if item.attribution else None,
            near=is_near,
        )
        for is_near, items in ((False, group), (True, near))
        for item in items
    )
    shared = Counter(term for item in group for term in item.terms)
    known = frozenset(term for term, times in shared.items() if times > 1 or len(group) == 1)
    clear = [item for item in group if len(item.text) <= LONGEST] or list(group)
    middle = max(
        clear,
        key=lambda item: (
            states(item),
            round(vocabulary.total(item.terms & known), 6),
            -len(item.text),
            item.key,
        ),
    )
    first = min(item.key for item in group)
    return Proposition(
        id=digest("claim", story.id, *map(str, first)),
        story=story.id,
        text=readable(middle, texts[middle.article]),
        accounts=accounts,
    )
