"""Who answered a claim, how, and how much of it; and what the outlet says of it in its own voice.

The decision: an answer belongs to the claim whose words it takes up. One that takes up nobody's
words ("declined to comment") answers what its page is about: the claim of that page that is told
most. It is shown there as general, so that nobody reads it as an answer to a detail.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from firsthand.claim.tellings import ANSWERS, answers
from firsthand.claim.terms import Vocabulary
from firsthand.types import Act, Article, Attribution, Link, LinkKind, Proposition, Response, Scope

__all__ = ["answered"]

_TAKES_UP = 0.25  # likeness from which an answer takes up a claim's words; set as match.Params
_AS_WELL = 0.8  # of the best likeness, from which an answer takes up another claim too
_LEAST_TERMS = 3  # an answer with fewer takes up nothing
_MOST_TERMS = 3  # a contradiction that says more speaks of something of its own
_OPENING = 6  # accounts that open a page
_CONTRARY = frozenset({Act.DENIES, Act.DISPUTES})
_REPORT = re.compile(
    r"\b(?:reports?|reporting|allegations?|claims?|accounts?|accusations?|stor(?:y|ies)|articles?|book"
    r"|memo|charges?|characteri[sz]ation|suggestions?|assertions?|news)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"\b(?:comment|respond|response|repl(?:y|ies)|questions?)\b", re.IGNORECASE)
_POINTER = re.compile(r"^(?:that|this|the|these|those|it)\b", re.IGNORECASE)


class _Target(Struct, frozen=True):
    """A claim as answers see it."""

    index: int
    pages: frozenset[str]
    accounts: frozenset[str]  # attribution ids
    terms: tuple[frozenset[str], ...]
    starts: tuple[tuple[str, int], ...]  # page and offset of each account
    tellers: frozenset[str | None]


def answered(
    drafts: Sequence[Proposition],
    attributions: Sequence[Attribution],
    articles: Sequence[Article],
    vocabulary: Vocabulary,
    links: Sequence[Link],
) -> tuple[Proposition, ...]:
    """Give the claims with their responses; `drafts` come most told first."""
    said = {item.id: item for item in attributions}
    targets = [_target(index, item, said, vocabulary) for index, item in enumerate(drafts)]
    pages = {page.id: page for page in articles}
    texts = _texts(links)
    found: defaultdict[int, dict[tuple[str, Act, str], Response]] = defaultdict(dict)
    before: tuple[tuple[str, int], list[tuple[int, Scope]]] | None = None
    for item in answers(attributions):
        place = _paragraph(item, pages)
        aims = list(_aims(item, targets, vocabulary, pages))
        if before and before[0] == place and all(scope is Scope.GENERAL for _, scope in aims):
            aims = before[1]  # "This is not true," right after a denial, answers what that answers
        before = (place, aims)
        for index, scope in aims:
            _keep(found[index], item, scope, texts)
    for index, draft in enumerate(drafts):
        for account in draft.told:
            told = said.get(account.attribution or "")
            if told is not None and told.act is Act.CONFIRMS and told.source_name:
                _keep(found[index], told, Scope.SPECIFIC, texts)
    return tuple(
        replace(draft, responses=_ordered(found[index])) for index, draft in enumerate(drafts)
    )


def _texts(links: Sequence[Link]) -> dict[str, str]:
    """Give for each copy the page whose text it is, a captured one where there is one."""
    copies = [link for link in links if link.kind is LinkKind.COPY and link.left != link.right]
    first: dict[str, str] = {}
    for link in sorted(copies, key=lambda link: (link.left_captured, link.id)):
        first[link.right] = link.left
    texts = {}
    for page in first:
        seen, at = {page}, first[page]
        while at in first and at not in seen:
            seen.add(at)
            at = first[at]
        texts[page] = min(seen) if at in seen else at
    return texts


def _target(
    index: int, item: Proposition, said: Mapping[str, Attribution], vocabulary: Vocabulary
) -> _Target:
    terms = {
        vocabulary.terms(" ".join(span.exact for span in account.spans)) for account in item.told
    }
    return _Target(
        index,
        frozenset(account.article for account in item.told),
        frozenset(account.attribution for account in item.told if account.attribution),
        tuple(sorted(terms, key=sorted)),
        tuple((account.article, account.spans[0].start) for account in item.told),
        frozenset(
            told.source_name if (told := said.get(account.attribution or "")) else None
            for account in item.told
        ),
    )


def _aims(
    item: Attribution,
    targets: Sequence[_Target],
    vocabulary: Vocabulary,
    pages: Mapping[str, Article],
) -> Iterator[tuple[int, Scope]]:
    """Yield the claims that an answer answers, each with how much of it."""
    told = " ".join(span.exact for span in item.content)
    mine = vocabulary.terms(_COMMENT.sub(" ", told))
    scores = {
        target.index: max(vocabulary.overlap(mine, terms) for terms in target.terms)
        for target in targets
        if item.id not in target.accounts and target.tellers != {item.source_name}
    }
    best = max(scores.values(), default=0.0)
    knows_nothing = item.act is Act.DISCLAIMS and best > 0
    if len(mine) >= _LEAST_TERMS and (best >= _TAKES_UP or knows_nothing):
        taken = [
            index for index, score in scores.items() if score >= max(_TAKES_UP, _AS_WELL * best)
        ]
        yield from ((index, Scope.SPECIFIC) for index in taken)
        yield from _as_well(item, scores, taken, targets)
        return
    if item.parent or (item.act in _CONTRARY and len(mine) > _MOST_TERMS and not _refers(item)):
        return  # told by another, or of something that the story does not claim
    yield from ((index, Scope.GENERAL) for index in _general(item, targets, pages))


def _as_well(
    item: Attribution,
    scores: Mapping[int, float],
    taken: Sequence[int],
    targets: Sequence[_Target],
) -> Iterator[tuple[int, Scope]]:
    """Yield what an answer answers beside the claims whose words it takes up.

    Who rejects a report rejects all that its page opens with; who knows nothing speaks of the
    nearest claim there.
    """
    enough = max(scores.values()) / 2
    opening = [target for target in _opening(item.article, targets) if target.index in scores]
    if item.act is Act.DISCLAIMS:
        nearest = max(opening, key=lambda target: scores[target.index], default=None)
        opening = [nearest] if nearest else []
    elif item.act in _CONTRARY and _refers(item):
        opening = [target for target in opening if len(target.pages) > 1]
    else:
        opening = [target for target in opening[:1] if scores[target.index] >= enough]
    for target in opening:
        if target.index not in taken:
            told = scores[target.index] >= enough
            yield target.index, Scope.SPECIFIC if told else Scope.GENERAL


def _general(
    item: Attribution, targets: Sequence[_Target], pages: Mapping[str, Article]
) -> Iterator[int]:
    """Yield the claims that an answer without words of its own answers."""
    near = _before(item, targets, pages)
    if item.act is Act.DECLINES and near is None and not (_says_nothing(item) or _refers(item)):
        return  # "would not say how he plans to win" answers nothing that is claimed
    if near is None or not (_points(item) or not item.content):
        near = _main(item.article, targets)
    if near is None:
        return
    yield near.index
    if item.act in _CONTRARY:  # who rejects a report rejects all that it opens with
        for other in _opening(item.article, targets):
            if other is not near and len(other.pages) > 1:
                yield other.index


def _paragraph(item: Attribution, pages: Mapping[str, Article]) -> tuple[str, int]:
    start = min(span.start for span in (*item.source, *item.cue, *item.content))
    zone = pages[item.article].zone_at(start)
    return item.article, zone.start if zone else start


def _refers(item: Attribution) -> bool:
    """Tell whether an answer's words take up a report as a whole: "the allegations", "the book"."""
    return bool(_REPORT.search(" ".join(span.exact for span in (*item.content, *item.cue))))


def _says_nothing(item: Attribution) -> bool:
    """Tell whether an answer's content is only that there is none: "to comment"."""
    text = " ".join(span.exact for span in (*item.content, *item.cue))
    return not item.content or bool(_COMMENT.search(text))


def _points(item: Attribution) -> bool:
    """Tell whether an answer's words point back: "that report", "this"."""
    return bool(_POINTER.search(" ".join(span.exact for span in item.content)))


def _before(
    item: Attribution, targets: Sequence[_Target], pages: Mapping[str, Article]
) -> _Target | None:
    """Give the claim told last before an answer in its paragraph."""
    start = min(span.start for span in (*item.source, *item.cue, *item.content))
    zone = pages[item.article].zone_at(start)
    if zone is None:
        return None
    told = [
        (at, -target.index, target)
        for target in targets
        for page, at in target.starts
        if page == item.article and zone.start <= at < start and item.id not in target.accounts
    ]
    return max(told, key=lambda entry: entry[:2])[2] if told else None


def _main(page: str, targets: Sequence[_Target]) -> _Target | None:
    """Give what a page is about: of the claims it opens with, the one told most."""
    return next(_opening(page, targets), None)


def _opening(page: str, targets: Sequence[_Target]) -> Iterator[_Target]:
    """Yield the claims that a page opens with, most told first."""
    first = sorted(
        (at, target.index) for target in targets for home, at in target.starts if home == page
    )
    opening = {index for _, index in first[:_OPENING]}
    yield from (target for target in targets if target.index in opening)


def _keep(
    found: dict[tuple[str, Act, str], Response],
    item: Attribution,
    scope: Scope,
    texts: Mapping[str, str],
) -> None:
    """Keep one response for each speaker, act and text; the specific one before the general."""
    by = item.source_name or item.source[0].exact
    key = (by, item.act, texts.get(item.article, item.article))
    old = found.get(key)
    if old is None or (old.scope is Scope.GENERAL and scope is Scope.SPECIFIC):
        found[key] = Response(
            by=by,
            act=item.act,
            scope=scope,
            spans=tuple(sorted({*item.source, *item.cue, *item.content})),
            attribution=item.id,
            answers=item.content if item.act in ANSWERS else (),
        )


def _ordered(found: Mapping[tuple[str, Act, str], Response]) -> tuple[Response, ...]:
    return tuple(sorted(found.values(), key=lambda item: (item.spans, item.by, item.act)))
