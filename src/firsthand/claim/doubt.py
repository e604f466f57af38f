"""Where a doubt about a claim is lost: between two pages, and hop by hop on its way.

The decision: a doubt belongs to what it stands before. "Maybe as many as nine" is lost where the
same number is told without it, "may have left" where somebody left; a doubt about anything else in
the sentence is not looked for. "Reportedly" and "allegedly" doubt the whole telling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from firsthand.claim.sides import Side, Version, nearest, phrase
from firsthand.claim.terms import Vocabulary
from firsthand.language.identity import tokens
from firsthand.language.numbers import agree, quantities
from firsthand.types import Attribution, Discrepancy, Span

__all__ = ["drift", "hedges"]

_WHOLE = (
    r"[Rr]eportedly|[Aa]llegedly|[Aa]pparently|[Ss]upposedly|[Pp]urportedly|[Ss]eemingly|alleged"
    r"|(?:appear(?:s|ed)?|seem(?:s|ed)?)\s(?=to\b)"
)
_HEDGE = re.compile(
    rf"\b(?:{_WHOLE}|may|might|could\shave|[Pp]ossibly|[Pp]erhaps|[Mm]aybe|[Pp]robably|suggests?)\b"
)
_OF_A_PART = re.compile(r"(?:may|might|could\shave|[Pp]ossibly|[Pp]erhaps|[Mm]aybe|[Pp]robably)\b")
_CALLED = re.compile(
    r"\bwhat\s(?P<who>[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,3})\s(?:has\s|had\s)?"
    r"(?:characteri[sz]ed|described|called|termed|put)\s(?:as\s)?(?=[“\"])"
)
_SHOWN = 4  # words shown after what is doubted
_NEXT = 2  # words of weight after a doubt that say what it is about
_HOPS = 5  # flat tellings shown on one way


class _Doubt(Struct, frozen=True):
    """A doubt as one account has it."""

    side: Side
    version: Version
    word: Span
    shown: Span  # the doubt with what it is about
    way: tuple[str, ...]  # who tells it, then through whom; the page last


def hedges(
    left: Side, right: Side, said: Mapping[str, Attribution], vocabulary: Vocabulary
) -> Iterator[Discrepancy]:
    """Yield where one page tells with doubt what the other tells without."""
    pairs = [
        (one, other)
        for one in left.versions
        if (other := nearest(one, right.versions, vocabulary)) is not None
    ]
    mine = [_doubtful(left, one, said) for one, _ in pairs]
    theirs = [_doubtful(right, other, said) for _, other in pairs]
    if not pairs or all(mine) == all(theirs) or (any(mine) and any(theirs)):
        return
    hedged, flat, doubt = (left, right, mine[0]) if all(mine) else (right, left, theirs[0])
    bare = pairs[0][1 if hedged is left else 0].spans[:1]
    word = doubt[:1]
    note = f"“{word[0].exact}” in {hedged.outlet}, told without doubt in {flat.outlet}"
    first, second = (word, bare) if hedged is left else (bare, word)
    yield Discrepancy(kind="hedge_dropped", left=first, right=second, note=note)


def _doubtful(side: Side, version: Version, said: Mapping[str, Attribution]) -> tuple[Span, ...]:
    """Give the words of doubt in an account; nothing where it is told flatly."""
    found = tuple(
        side.page.span(span.start + match.start(), span.start + match.end())
        for span in version.spans
        for match in _HEDGE.finditer(span.exact)
    )
    told = said.get(version.account.attribution or "")
    if not found and told is not None and told.hedged:
        return told.cue[:1] or version.spans[:1]
    return found


def drift(
    sides: Sequence[Side], said: Mapping[str, Attribution], vocabulary: Vocabulary
) -> Iterator[Discrepancy]:
    """Yield doubts of one teller that others further down the same way leave out, hop by hop."""
    for side in sides:
        for version in side.versions:
            for doubt in _doubts(side, version, said):
                flat = sorted(_flat(doubt, sides, said, vocabulary), key=lambda item: item[0])
                if flat:
                    yield _told(doubt, [item for _, item in flat[:_HOPS]])


def _doubts(side: Side, version: Version, said: Mapping[str, Attribution]) -> Iterator[_Doubt]:
    way = _way(side, version, said)
    for span in version.spans:
        for match in _HEDGE.finditer(span.exact):
            if not _OF_A_PART.match(match[0]):
                continue
            word = side.page.span(span.start + match.start(), span.start + match.end())
            called = [item for item in _CALLED.finditer(span.exact, 0, match.start())]
            yield _Doubt(
                side=side,
                version=version,
                word=word,
                shown=phrase(word, version, side.page, 0, _SHOWN),
                way=_nested(way, called[-1]["who"]) if called else way,
            )


def _way(side: Side, version: Version, said: Mapping[str, Attribution]) -> tuple[str, ...]:
    told = said.get(version.account.attribution or "")
    if told is None:
        return (side.outlet,)
    return (*([told.source_name] if told.source_name else []), *told.via, side.outlet)


def _nested(way: tuple[str, ...], who: str) -> tuple[str, ...]:
    """Begin a way at the one on it whose words these are: "what Ito described as"."""
    last = tokens(who)[-1]
    for at, name in enumerate(way):
        if last in re.findall(r"\w+", name.casefold()):
            return way[at:]
    return way


def _flat(
    doubt: _Doubt, sides: Sequence[Side], said: Mapping[str, Attribution], vocabulary: Vocabulary
) -> Iterator[tuple[tuple[int, str], tuple[str, Span]]]:
    """Yield who tells without the doubt what it is about, with its place on the way."""
    places = {tokens(name): at for at, name in enumerate(doubt.way)}
    seen = set()
    for side in sides:
        for version in side.versions:
            if version is doubt.version:
                continue
            way = _way(side, version, said)
            place = places.get(tokens(way[0]))
            at = next((places[tokens(name)] for name in way if tokens(name) in places), None)
            words = _same_without(doubt, side, version, vocabulary)
            if words is None or at is None or (way[0], side.outlet) in seen:
                continue
            seen.add((way[0], side.outlet))
            teller = way[0] if len(way) == 1 else f"{side.outlet}, of {way[0]}"
            yield (at if place is None else place, side.outlet), (teller, words)


def _same_without(
    doubt: _Doubt, side: Side, version: Version, vocabulary: Vocabulary
) -> Span | None:
    """Give an account's words for what is doubted, if it tells that without any doubt."""
    if any(_HEDGE.search(span.exact) for span in version.spans):
        return None
    number = next(iter(quantities(doubt.shown.exact)), None)
    if number is not None:
        for other, span in version.quantities:
            if agree(number, other):
                return phrase(span, version, side.page, 0, 1)
        return None
    about = _about(doubt, vocabulary)
    if not about or nearest(doubt.version, [version], vocabulary) is None:
        return None
    return version.spans[0] if about <= version.terms else None


def _about(doubt: _Doubt, vocabulary: Vocabulary) -> frozenset[str]:
    home = next(item for item in doubt.version.spans if item.start <= doubt.word.start < item.end)
    after = home.exact[doubt.word.end - home.start :]
    found: set[str] = set()
    for word in re.findall(r"[\w’'-]+", after):
        found |= vocabulary.terms(word)
        if len(found) >= _NEXT:
            break
    return frozenset(found) if len(found) >= _NEXT else frozenset()


def _told(doubt: _Doubt, flat: Sequence[tuple[str, Span]]) -> Discrepancy:
    teller = doubt.way[0]
    page = doubt.side.outlet
    whose = page if teller == page else f"{teller}, in {page}"
    hops = "; ".join(f"without doubt “{words.exact}” ({who})" for who, words in flat)
    return Discrepancy(
        kind="hedge_dropped",
        left=(doubt.shown,),
        right=tuple(words for _, words in flat),
        note=f"“{doubt.shown.exact}” ({whose}); then {hops}",
    )
