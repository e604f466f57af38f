"""Who answered a claim, how, and how much of it.

The decision: an answer belongs to what its own page tells. Of the claims told there it answers the
one whose words it takes up, that its paragraph is about, that was told last before it and that the
story tells most; `responses.toml` holds what each of these weighs. Where tellings of that claim
come near another, both are about one thing, and the answer stands at both. An answer that takes up
nobody's words is shown as general, so that nobody reads it as an answer to a detail.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import log, log1p

from msgspec import Struct
from msgspec.structs import replace

from firsthand.claim.tellings import ANSWERS
from firsthand.claim.terms import Vocabulary
from firsthand.types import Act, Article, Attribution, Link, LinkKind, Proposition, Response, Scope

__all__ = ["answered"]

_TAKES_UP = 0.25  # likeness from which an answer takes up a claim's words; set as match.Params
_LEAST_TERMS = 3  # an answer with fewer takes up nothing
_LEAST = -0.5  # score up to which an answer in words of its own speaks of nothing claimed
_LEVEL = 0.5  # below the best claim's score, within which an answer answers another as well
_SHARED = 2.0  # the same for a claim of which these hold a third of the tellings, or it of theirs
_THIRD = 1 / 3
_ELSEWHERE = 0.5  # likeness of words from which an answer takes up a claim its page does not tell
_FAR = 8.0  # log of the characters between a telling and an answer that are far apart
_AFTER = 1.2  # the gap of a claim that the page tells only after the answer
_SLIGHT = 0.1  # keeps the share of an answer without weight finite
_REPORT = re.compile(
    r"\b(?:reports?|reporting|allegations?|claims?|accounts?|accusations?|stor(?:y|ies)|articles?|book"
    r"|memo|charges?|characteri[sz]ation|suggestions?|assertions?|news)\b",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"\b(?:comment|respond|response|repl(?:y|ies)|questions?)\b", re.IGNORECASE)

Terms = frozenset[str]


class _Target(Struct, frozen=True):
    """A claim as the answers of one page see it."""

    index: int
    starts: tuple[tuple[int, str | None], ...]  # of each account there, with its attribution
    terms: tuple[tuple[Terms, str | None], ...]  # of the same
    all_terms: Terms
    accounts: frozenset[tuple[str, int, int]]  # in the story, the near ones too
    tellers: frozenset[str | None]
    told: int  # accounts in the story


class _Answer(Struct, frozen=True):
    """An answer with the words it stands among."""

    item: Attribution
    start: int
    zone: tuple[int, int]
    terms: Terms
    speaker: Terms
    paragraph: Terms
    previous: Terms


@cache
def _weights() -> Mapping[str, float]:
    data = tomllib.loads((files(__package__) / "responses.toml").read_text("utf8"))
    return dict(data["weights"])


def answered(
    drafts: Sequence[Proposition],
    attributions: Sequence[Attribution],
    articles: Sequence[Article],
    vocabulary: Vocabulary,
    links: Sequence[Link],
) -> tuple[Proposition, ...]:
    """Give the claims with their responses; `drafts` come most told first."""
    said = {item.id: item for item in attributions}
    targets = _targets(drafts, said, vocabulary)
    pages = {page.id: page for page in articles}
    texts = _texts(links)
    found: defaultdict[int, dict[tuple[str, Act, str], Response]] = defaultdict(dict)
    wordings = [vocabulary.terms(draft.text) for draft in drafts]
    before: tuple[tuple[str, int], list[tuple[int, Scope]]] | None = None
    for item in attributions:
        if not item.source_name or not (item.act in ANSWERS or item.act is Act.CONFIRMS):
            continue
        answer = _answer(item, pages[item.article], vocabulary)
        place = (item.article, answer.zone[0])
        aims = list(_aims(answer, targets[item.article], vocabulary))
        if before and before[0] == place and not _has_words(answer):
            aims = before[1]  # "This is not true," right after a denial, answers what that answers
        aims = aims or list(_elsewhere(answer, wordings, vocabulary))
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


def _targets(
    drafts: Sequence[Proposition], said: Mapping[str, Attribution], vocabulary: Vocabulary
) -> Mapping[str, list[_Target]]:
    """Give for each page the claims that it tells or comes near."""
    targets: defaultdict[str, list[_Target]] = defaultdict(list)
    for index, draft in enumerate(drafts):
        homes: defaultdict[str, list[tuple[int, str | None, Terms]]] = defaultdict(list)
        for account in draft.accounts:
            words = vocabulary.terms(" ".join(span.exact for span in account.spans))
            homes[account.article].append((account.spans[0].start, account.attribution, words))
        accounts = frozenset(
            (item.article, item.spans[0].start, item.spans[-1].end) for item in draft.accounts
        )
        tellers = frozenset(
            told.source_name if (told := said.get(account.attribution or "")) else None
            for account in draft.told
        )
        for page, here in homes.items():
            targets[page].append(
                _Target(
                    index,
                    tuple((start, who) for start, who, _ in here),
                    tuple((words, who) for _, who, words in here),
                    frozenset().union(*(words for _, _, words in here)),
                    accounts,
                    tellers,
                    len(draft.told),
                )
            )
    return targets


def _answer(item: Attribution, page: Article, vocabulary: Vocabulary) -> _Answer:
    start = min(span.start for span in (*item.source, *item.cue, *item.content))
    blocks = [(zone.start, zone.end) for zone in page.blocks if zone.start <= start]
    here = blocks[-1] if blocks else (start, start)
    previous = blocks[-2] if len(blocks) > 1 else (start, start)
    told = " ".join(span.exact for span in item.content)
    return _Answer(
        item,
        start,
        here,
        vocabulary.terms(_COMMENT.sub(" ", told)),
        vocabulary.terms(item.source_name or ""),
        vocabulary.terms(page.text[slice(*here)]),
        vocabulary.terms(page.text[slice(*previous)]),
    )


def _aims(
    answer: _Answer, targets: Sequence[_Target], vocabulary: Vocabulary
) -> Iterator[tuple[int, Scope]]:
    """Yield the claims of its page that an answer answers, each with how much of it."""
    scored = [
        (_score(answer, target, vocabulary), target)
        for target in targets
        if any(who != answer.item.id for _, who in target.starts)
    ]
    best = max((score for score, _ in scored), default=_LEAST)
    has_words = _has_words(answer)
    if has_words and best <= _LEAST:
        return
    chosen = [target for score, target in scored if score >= best - _LEVEL]
    for score, target in scored:
        scope = _scope(answer, target, vocabulary)
        if scope is Scope.GENERAL and answer.item.act is Act.DECLINES and _is_about(answer.item):
            continue  # "would not say how he plans to win" answers nothing that is claimed
        if target in chosen:
            yield target.index, scope
        elif score < best - _SHARED or (has_words and scope is Scope.GENERAL):
            continue
        elif any(_shares(target, one) for one in chosen):
            yield target.index, scope


def _elsewhere(
    answer: _Answer, wordings: Sequence[Terms], vocabulary: Vocabulary
) -> Iterator[tuple[int, Scope]]:
    """Yield the claims of other pages whose words an answer takes up."""
    if len(answer.terms) >= _LEAST_TERMS:
        for index, words in enumerate(wordings):
            if vocabulary.overlap(answer.terms, words) >= _ELSEWHERE:
                yield index, Scope.SPECIFIC


def _shares(one: _Target, other: _Target) -> bool:
    """Tell whether two claims are about one thing: many tellings of one come near the other."""
    fewer = min(len(one.accounts), len(other.accounts))
    return len(one.accounts & other.accounts) >= fewer * _THIRD


def _has_words(answer: _Answer) -> bool:
    """Tell whether an answer says something of its own: not "to comment", not "the report"."""
    return bool(answer.terms) and _is_about(answer.item)


def _is_about(item: Attribution) -> bool:
    """Tell whether an answer says what it is about, rather than that there is none."""
    return not (_says_nothing(item) or _refers(item))


def _refers(item: Attribution) -> bool:
    """Tell whether an answer's words take up a report as a whole: "the allegations", "the book"."""
    return bool(_REPORT.search(" ".join(span.exact for span in (*item.content, *item.cue))))


def _says_nothing(item: Attribution) -> bool:
    """Tell whether an answer's content is only that there is none: "to comment"."""
    text = " ".join(span.exact for span in (*item.content, *item.cue))
    return not item.content or bool(_COMMENT.search(text))


def _score(answer: _Answer, target: _Target, vocabulary: Vocabulary) -> float:
    """How much speaks for a claim as the one that is answered, up to a constant."""
    mine, weights = answer.terms, _weights()
    tellings = [words for words, who in target.terms if who != answer.item.id]
    total = vocabulary.total
    before = [answer.start - start for start, _ in target.starts if start < answer.start]
    return (
        weights["inside"] * total(mine & target.all_terms) / max(total(mine), _SLIGHT)
        + weights["hold"] * max(total(mine & one) / max(total(one), _SLIGHT) for one in tellings)
        + weights["paragraph"] * max(vocabulary.overlap(answer.paragraph, one) for one in tellings)
        + weights["previous"] * max(vocabulary.overlap(answer.previous, one) for one in tellings)
        + weights["gap"] * (log1p(min(before)) / _FAR if before else _AFTER)
        + weights["told"] * log(target.told)
        + weights["named"] * (not answer.speaker.isdisjoint(target.all_terms))
        + weights["own"] * (answer.item.source_name in target.tellers)
    )


def _scope(answer: _Answer, target: _Target, vocabulary: Vocabulary) -> Scope:
    """Tell an answer that takes up a claim's own words from one that does not."""
    if len(answer.terms) < _LEAST_TERMS:
        return Scope.GENERAL
    near = max(vocabulary.overlap(answer.terms, words) for words, _ in target.terms)
    return Scope.SPECIFIC if near >= _TAKES_UP else Scope.GENERAL


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
