"""Who answered a claim, how, and how much of it.

The decision: an answer belongs to the claims that its page tells near it, that name who answers,
whose words it takes up, and that others tell: `answer_signs.py` reads these off, `responses.toml`
holds what each weighs. Of the claims of a page it answers the likeliest, those about as likely, and
those that tell one thing with them. What is not worded as an answer is none: an implied denial
could not be told from any other statement (models/claims/README.md).
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp

from msgspec.structs import replace

from firsthand.claim.answer_scope import worded
from firsthand.claim.answer_signs import SIGNS, Answer, Scene, Target, says_nothing, signs
from firsthand.claim.terms import Vocabulary
from firsthand.types import (
    ANSWERS,
    Act,
    Article,
    Attribution,
    Link,
    LinkKind,
    Proposition,
    Response,
    Scope,
)

__all__ = ["answered", "is_answer"]

_TAKES_UP = 0.25  # likeness from which an answer takes up a claim's words; set as match.Params
_LEAST_TERMS = 3  # an answer with fewer takes up nothing
_OWN_WORDS = 4  # terms from which an answer that shares none with a claim is about something else
_POINTING = 1  # terms up to which an answer only points back: "a conclusion that he rejected"
# Chances from which a claim is answered, on the stories that were fitted on, left out in five
# folds; F1 is flat about them (32.1 to 32.5).
_SURE = 0.25  # it is, whatever else is
_LIKELIEST = 0.15  # or the likeliest is, where it is at least this
_ABOUT = 0.75  # and what has this share of the likeliest's chance
_PLANS = re.compile(r"\b(?:would|will|should|plans?|intends?|hopes?)\b", re.IGNORECASE)


def is_answer(item: Attribution) -> bool:
    """Tell whether a statement is worded as an answer to somebody's claim, by somebody."""
    return bool(item.source_name) and (item.act in ANSWERS or item.act is Act.CONFIRMS)


def answered(
    drafts: Sequence[Proposition],
    attributions: Sequence[Attribution],
    articles: Sequence[Article],
    vocabulary: Vocabulary,
    links: Sequence[Link],
) -> tuple[Proposition, ...]:
    """Give the claims with their responses; `drafts` come most told first."""
    scene = Scene(drafts, attributions, articles, vocabulary)
    texts = _texts(links)
    found: defaultdict[int, dict[tuple[str, Act, str], Response]] = defaultdict(dict)
    before: tuple[tuple[str, int, Act], list[int], Scope] | None = None
    for item in attributions:
        if not is_answer(item):
            continue
        answer = scene.answer(item)
        place = (item.article, answer.paragraph, item.act)
        if before and before[0] == place and not _has_words(answer):
            # "This is not true," right after a denial, answers what that answers
            _, aims, scope = before
        else:
            aims = list(_aims(answer, scene.candidates(answer), vocabulary))
            scope = worded(item)
        before = (place, aims, scope)
        for index in aims:
            _keep(found[index], item, scope, texts)
    return tuple(
        replace(draft, responses=_ordered(found[index])) for index, draft in enumerate(drafts)
    )


def _aims(answer: Answer, targets: Sequence[Target], vocabulary: Vocabulary) -> Iterator[int]:
    """Yield the claims that an answer answers."""
    likely = [
        (chance, target)
        for chance, target in zip(_chances(answer, targets, vocabulary), targets, strict=True)
        if not _is_strange(answer, target)
    ]
    if answer.item.content and len(answer.terms) <= _POINTING:
        likely = [pair for pair in likely if _just_told(answer, pair[1])] or likely
    best = max((chance for chance, _ in likely), default=0.0)
    if best < _LIKELIEST:
        return
    chosen = [target for chance, target in likely if chance >= min(_SURE, best * _ABOUT)]
    for chance, target in likely:
        is_one = chance >= _LIKELIEST and any(_shares(target, other) for other in chosen)
        is_idle = _is_of_plans(answer.item) and not _takes_up(answer, target, vocabulary)
        if (target in chosen or is_one) and not is_idle:
            yield target.index


def _shares(one: Target, other: Target) -> bool:
    """Tell whether two claims are about one thing: half of one's tellings come near the other."""
    mine, theirs = ({(heard.page, heard.start) for heard in item.heard} for item in (one, other))
    return 2 * len(mine & theirs) >= min(len(mine), len(theirs))


def _chances(answer: Answer, targets: Sequence[Target], vocabulary: Vocabulary) -> Iterator[float]:
    """Yield for each claim how likely it is one that is answered, in (0, 1)."""
    weights, constant = _weights("confirms" if answer.item.act is Act.CONFIRMS else "answers")
    for row in signs(answer, targets, vocabulary):
        score = constant + sum(map(float.__mul__, weights, row))
        yield 1 / (1 + exp(-score))


def _is_of_plans(item: Attribution) -> bool:
    """Tell who won't say what is to be: "how he would end the war" answers nothing claimed."""
    told = " ".join(span.exact for span in item.content)
    return item.act is Act.DECLINES and bool(_PLANS.search(told))


def _has_words(answer: Answer) -> bool:
    """Tell whether an answer says something of its own: not "to comment", not "the report"."""
    return bool(answer.terms) and not says_nothing(answer.item)


def _just_told(answer: Answer, target: Target) -> bool:
    """Tell whether the answer's paragraph tells a claim before it."""
    return any(
        one.page == answer.item.article
        and one.paragraph == answer.paragraph
        and one.start < answer.start
        for one in target.heard
    )


def _is_strange(answer: Answer, target: Target) -> bool:
    """Tell whether an answer in words of its own has none of a claim's."""
    if len(answer.terms) < _OWN_WORDS or not _has_words(answer):
        return False
    if answer.item.act is Act.CONFIRMS:
        return False
    return all(answer.terms.isdisjoint(one.terms) for one in target.heard)


@cache
def _weights(kind: str) -> tuple[tuple[float, ...], float]:
    """Give the fitted weights in the order of `SIGNS`, and the constant."""
    data = tomllib.loads((files(__package__) / "responses.toml").read_text("utf8"))[kind]
    return tuple(float(data["weights"].get(name, 0)) for name in SIGNS), float(data["constant"])


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


def _takes_up(answer: Answer, target: Target, vocabulary: Vocabulary) -> bool:
    """Tell whether an answer has a claim's own words."""
    if len(answer.terms) < _LEAST_TERMS:
        return False
    near = max(vocabulary.overlap(answer.terms, one.terms) for one in target.heard)
    return near >= _TAKES_UP


def _keep(
    found: dict[tuple[str, Act, str], Response],
    item: Attribution,
    scope: Scope,
    texts: Mapping[str, str],
) -> None:
    """Keep one response for each speaker, act and text; a general one gives way."""
    by = item.source_name or item.source[0].exact
    key = (by, item.act, texts.get(item.article, item.article))
    old = found.get(key)
    if old is None or (old.scope is Scope.GENERAL and scope is not Scope.GENERAL):
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
