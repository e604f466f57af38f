"""The words that stand for a claim: a telling's own, or with who says it and how.

The decision: a telling that states nothing by itself ("a moderate", "the museum's new wing") is
shown in its clause, verbatim, with source and cue: "Ito called him a moderate". What states a thing
is told by a cue that only says, a finite auxiliary or a pronoun that a verb follows, and by not
hanging on the cue ("to resign") nor pointing back at who speaks ("he would"); a clause without
these is shown with its source, too, which is longer and no less true.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from firsthand.claim.tellings import Telling
from firsthand.claim.words import listed
from firsthand.types import Span

__all__ = ["LONGEST", "readable", "states"]

LONGEST = 300  # characters of the words that stand for a claim, where there is a choice
_NEAR = 60  # characters between two pieces of one clause that are shown with it
_POINTING = re.compile(r"(?:he|she|it|they|his|her|its|their)\b(?!\s(?:is|was)\s(?:\w+\s)?that\b)")
_PRONOUN = re.compile(r"he|she|it|they|who|which|that|his|her|its|their|we|I", re.IGNORECASE)
_WORD = re.compile(r"\w")


@cache
def _finite() -> re.Pattern[str]:
    helpers, subjects = _any_of("helpers"), _any_of("subjects")
    return re.compile(
        rf"\b(?:{helpers})\b|n[’']t\b|\b(?:{subjects})[’'](?:s|re|d|ll|ve|m)\b"
        rf"|\b(?:{subjects})\s(?!(?:the|an?|as|of|to|for|in|on|with|and|or)\b)\w",
        re.IGNORECASE,
    )


@cache
def _hanging() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any_of('hanging', 'helpers')})\b|her\s(?:of|to|as|for|not)\b")


@cache
def _saying() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of('saying')})\b", re.IGNORECASE)


@cache
def _turning() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_any_of('not', 'doubting')})\b|n[’']t\b", re.IGNORECASE)


def _any_of(*lists: str) -> str:
    return "|".join(word for name in lists for word in listed(name))


def states(item: Telling) -> bool:
    """Tell whether a telling's words state something without its cue."""
    if item.attribution is None:
        return True
    if _is_turned(item):
        return False
    cue = " ".join(span.exact for span in item.attribution.cue)
    is_clause = bool(_saying().search(cue)) or item.spans[0].exact.startswith("that ")
    return (is_clause or bool(_finite().search(item.text))) and not _hanging().match(item.text)


def _points_back(item: Telling) -> bool:
    """Tell whether "he" opens the words while the page names who speaks: "Ito said he would"."""
    said = item.attribution
    named = said is not None and any(not _PRONOUN.fullmatch(span.exact) for span in said.source)
    return named and bool(_POINTING.match(item.text))


def _is_turned(item: Telling) -> bool:
    """Tell whether the content alone says the contrary: "did not believe the dam would hold"."""
    said = item.attribution
    return said is not None and any(_turning().search(span.exact) for span in said.cue)


def readable(item: Telling, page: str) -> str:
    """Give a telling's words, in their clause where they cannot stand alone; `page` is its text."""
    if item.attribution is None or (states(item) and not _points_back(item)):
        return item.text
    if len(item.text) > LONGEST and not _is_turned(item):
        return item.text
    spans = sorted(
        {*item.attribution.source, *item.attribution.cue, *item.spans},
        key=lambda span: (span.start, span.end),
    )
    return " ".join(_pieces(spans, page).split()).lstrip(",;:. ").rstrip(",;: ")


def _pieces(spans: list[Span], page: str) -> str:
    """Join stretches of a page with what parts them; more than a few words are an ellipsis."""
    text, end = spans[0].exact, spans[0].end
    for _, span in pairwise(spans):
        between = page[end : span.start]
        is_far = len(between) > _NEAR or "\n" in between
        text += " … " if is_far and _WORD.search(between) else between
        text += page[max(end, span.start) : span.end]
        end = max(end, span.end)
    return text
