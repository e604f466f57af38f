"""What speaks for a claim as the one that an answer is about: words, place, people.

The decision: everything is read off the page on which the answer stands and the claim's tellings,
in numbers that can be printed beside the answer. `responses.py` weighs them; the weights come from
`models/claims/answers.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import log, log1p

from msgspec import Struct

from firsthand.claim.terms import Vocabulary
from firsthand.language.numbers import Quantity, agree, quantities
from firsthand.types import Act, Article, Attribution, Proposition, SourceKind

__all__ = ["COMMENT", "SIGNS", "Answer", "Scene", "Target", "says_nothing", "signs"]

_FAR = 8.0  # log of the characters between a telling and an answer that are far apart
_UNHEARD = 1.2  # the distance of a claim that the page does not tell before the answer
_SLIGHT = 0.1  # keeps the share of words without weight finite
_TELLINGS = 12  # of a claim that an answer is held against; the answer's own page comes first
_ELSEWHERE = 0.3  # likeness of words from which a claim that its page does not tell is looked at
_SOURCE = 200  # characters of a source phrase that may introduce who speaks
_REPORT = re.compile(
    r"\b(?:reports?|reporting|allegations?|claims?|accounts?|accusations?|stor(?:y|ies)|articles?|book"
    r"|memo|charges?|characteri[sz]ation|suggestions?|assertions?|news)\b",
    re.IGNORECASE,
)
COMMENT = re.compile(r"\b(?:comment|respond|response|repl(?:y|ies)|questions?)\b", re.IGNORECASE)
_SPEAKS_FOR = re.compile(
    r"\b(?:spokes\w+|lawyers?|attorneys?|counsel|represent\w*|aides?|chief of staff|publicist"
    r"|campaign)\b",
    re.IGNORECASE,
)

# Of a claim and an answer, then of the answer alone. "best": less that of the answer's best claim.
SIGNS = (
    "distance",  # log of the characters from the claim's last telling before the answer
    "unheard",  # the page tells the claim only after the answer, or not at all
    "elsewhere",  # the page does not tell it
    "next",  # the paragraph after the answer's tells it
    "named",  # weight of the rarest word for who answers that the claim has
    "name",  # share of the weight of who answers' name that the claim has
    "hold",  # share of a telling's weight that the answer's words hold
    "hold best",
    "paragraph",  # likeness of the answer's paragraph to a telling's paragraph
    "paragraph best",
    "title",  # likeness of the page's title to the claim, for an answer that says nothing itself
    "tellers",  # log of how many others tell the claim
    "told",  # log of how many tellings it has
    "told best",
    "own",  # the answer is itself a telling of the claim
    "teller",  # who answers tells the claim elsewhere, or comes near it
    "number",  # a number that agrees
    "document",  # who answers is a document
    "unnamed",  # or unnamed
    "speaks for",  # or somebody's spokesman or lawyer
    "unreachable",
    "inside",  # it stands inside another's content
)
_BEST = ("hold", "paragraph", "told")

Terms = frozenset[str]


class Heard(Struct, frozen=True):
    """One telling of a claim."""

    page: str
    start: int
    paragraph: int  # its place among the page's blocks
    attribution: str | None
    teller: str | None
    near: bool
    terms: Terms
    around: Terms  # of its paragraph
    numbers: tuple[Quantity, ...]


class Target(Struct, frozen=True):
    """A claim that an answer may be about."""

    index: int
    heard: tuple[Heard, ...]


class Answer(Struct, frozen=True):
    """An answer with the words it stands among."""

    item: Attribution
    start: int
    paragraph: int
    place: tuple[int, int]  # of its paragraph
    terms: Terms  # of what it says itself
    around: Terms
    title: Terms
    name: Terms
    names: Terms  # and however the story's pages introduce who speaks
    numbers: tuple[Quantity, ...]


class Scene:
    """The claims and answers of one story, with what its pages call who answers."""

    def __init__(
        self,
        drafts: Sequence[Proposition],
        attributions: Sequence[Attribution],
        articles: Sequence[Article],
        vocabulary: Vocabulary,
    ) -> None:
        """Describe every telling once; the order of the attributions never matters."""
        self.drafts = drafts
        self.attributions = attributions
        self.vocabulary = vocabulary
        self._pages = {page.id: page for page in articles}
        self._blocks = {page.id: [zone.start for zone in page.blocks] for page in articles}
        self._said = {item.id: item for item in attributions}
        self.targets = [Target(index, self._heard(draft)) for index, draft in enumerate(drafts)]
        self._of_page: defaultdict[str, list[int]] = defaultdict(list)
        self._of_term: defaultdict[str, set[int]] = defaultdict(set)
        for target in self.targets:
            for page in sorted({item.page for item in target.heard}):
                self._of_page[page].append(target.index)
            for term in frozenset().union(*(item.terms for item in target.heard)):
                self._of_term[term].add(target.index)
        names: defaultdict[str, set[str]] = defaultdict(set)
        for item in attributions:
            if item.source_name:
                known = names[item.source_name]
                known |= vocabulary.terms(item.source_name)
                for span in item.source:
                    if len(span.exact) < _SOURCE:
                        known |= vocabulary.terms(span.exact)
        self._names = {name: frozenset(terms) for name, terms in names.items()}

    def _heard(self, draft: Proposition) -> tuple[Heard, ...]:
        found = []
        for account in draft.accounts:
            page, start = self._pages[account.article], account.spans[0].start
            zone = page.zone_at(start)
            text = " ".join(span.exact for span in account.spans)
            terms = self.vocabulary.terms(text)
            said = self._said.get(account.attribution or "")
            found.append(
                Heard(
                    page=page.id,
                    start=start,
                    paragraph=bisect_right(self._blocks[page.id], start) - 1,
                    attribution=account.attribution,
                    teller=said.source_name if said else None,
                    near=account.near,
                    terms=terms,
                    around=self.vocabulary.terms(page.text[zone.start : zone.end])
                    if zone
                    else terms,
                    numbers=tuple(quantities(text)),
                )
            )
        return tuple(found)

    def answer(self, item: Attribution) -> Answer:
        """Describe an answer."""
        page = self._pages[item.article]
        start = min(span.start for span in (*item.source, *item.cue, *item.content))
        blocks = self._blocks[page.id]
        paragraph = bisect_right(blocks, start) - 1
        zone = page.blocks[paragraph] if paragraph >= 0 else None
        place = (zone.start, zone.end) if zone else (start, start)
        told = " ".join(span.exact for span in item.content)
        name = item.source_name or ""
        return Answer(
            item=item,
            start=start,
            paragraph=paragraph,
            place=place,
            terms=self.vocabulary.terms(COMMENT.sub(" ", told)),
            around=self.vocabulary.terms(page.text[slice(*place)]),
            title=self.vocabulary.terms(page.title or ""),
            name=self.vocabulary.terms(name),
            names=self._names.get(name, frozenset()),
            numbers=tuple(quantities(told)),
        )

    def candidates(self, answer: Answer) -> list[Target]:
        """Give the claims that its page tells, and those that its words take up, most told first.

        A claim that is only told by the answer itself is one of its own: who confirms a thing
        tells it too. A denial tells nothing, so it has none.
        """
        found = set(self._of_page[answer.item.article])
        beside = {index for term in answer.terms for index in self._of_term[term]} - found
        found |= {
            index
            for index in beside
            if max(
                self.vocabulary.overlap(answer.terms, item.terms)
                for item in self.targets[index].heard[:_TELLINGS]
            )
            >= _ELSEWHERE
        }
        return [self.targets[index] for index in sorted(found)]


def says_nothing(item: Attribution) -> bool:
    """Tell whether an answer has no words of its own: "to comment", "denied the report"."""
    text = " ".join(span.exact for span in (*item.content, *item.cue))
    return not item.content or bool(COMMENT.search(text) or _REPORT.search(text))


def signs(
    answer: Answer, targets: Sequence[Target], vocabulary: Vocabulary
) -> list[tuple[float, ...]]:
    """Describe each claim as the one that is answered, in the order of `SIGNS`."""
    alone = _alone(answer)
    rows = [{**_signs(answer, target, vocabulary), **alone} for target in targets]
    for name in _BEST:
        best = max((row[name] for row in rows), default=0.0)
        for row in rows:
            row[f"{name} best"] = row[name] - best
    return [tuple(row[name] for name in SIGNS) for row in rows]


def _alone(answer: Answer) -> Mapping[str, float]:
    item = answer.item
    source = " ".join(span.exact for span in item.source)
    return {
        "document": float(item.source_kind is SourceKind.DOCUMENT),
        "unnamed": float(item.source_kind is SourceKind.UNNAMED),
        "speaks for": float(bool(_SPEAKS_FOR.search(source))),
        "unreachable": float(item.act is Act.UNREACHABLE),
        "inside": float(bool(item.parent)),
    }


def _signs(answer: Answer, target: Target, vocabulary: Vocabulary) -> dict[str, float]:
    item, total = answer.item, vocabulary.total
    own = [one for one in target.heard if one.attribution == item.id]
    heard = [one for one in target.heard if one.attribution != item.id]
    heard.sort(key=lambda one: (one.page != item.article, one.near))
    here = [one for one in heard if one.page == item.article]
    before = [answer.start - one.start for one in here if one.start < answer.start]
    told = [one for one in heard if not one.near]
    words: Terms = frozenset().union(*(one.terms for one in told or heard))
    near = heard[:_TELLINGS]
    return {
        "distance": log1p(min(before)) / _FAR if before else _UNHEARD,
        "unheard": float(not before),
        "elsewhere": float(not here),
        "next": float(any(one.paragraph == answer.paragraph + 1 for one in here)),
        "named": max((vocabulary.weight(term) for term in answer.names & words), default=0.0),
        "name": total(answer.name & words) / max(total(answer.name), _SLIGHT),
        "hold": max(
            (total(answer.terms & one.terms) / max(total(one.terms), _SLIGHT) for one in near),
            default=0.0,
        ),
        "paragraph": max(
            (vocabulary.overlap(answer.around, one.around) for one in _apart(answer, near)),
            default=0.0,
        ),
        "title": max((vocabulary.overlap(answer.title, one.terms) for one in near), default=0.0)
        if says_nothing(item)
        else 0.0,
        "tellers": log1p(len({one.teller for one in told} - {item.source_name})),
        "told": log(max(1, len(told))),
        "own": float(any(not one.near for one in own)),
        "teller": float(item.source_name in {one.teller for one in heard}),
        "number": float(
            any(agree(one, two) for one in answer.numbers for has in near for two in has.numbers)
        ),
    }


def _apart(answer: Answer, heard: Sequence[Heard]) -> Iterator[Heard]:
    """Yield the tellings outside the answer's paragraph."""
    for one in heard:
        if one.page != answer.item.article or one.paragraph != answer.paragraph:
            yield one
