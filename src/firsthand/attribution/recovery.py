"""Quotations never lost: what the tagger left out or cut short is put back by the marks.

The decision: quotation marks are the surest sign on a page, so they overrule the tagger on three
points only. A content that holds most of a quotation holds all of it; a quotation that goes on
after "she said" belongs to the attribution it goes on from; and a quotation that nobody claims,
with a speaker and a verb of speech beside it, is an attribution of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from firsthand.attribution.quotations import Quotation
from firsthand.attribution.tagger import Found

__all__ = ["complete"]

Stretch = tuple[int, int]

_MOST = 0.5  # share of a quotation's letters that claims it
_SCORE = 0.5  # of what rules find
_VERB = (
    r"(?:said|says|say|told|tells|added|adds|wrote|writes|tweeted|noted|notes|warned|warns|stated|"
    r"states|replied|replies|responded|explained|explains|recalled|recalls|continued|continues|"
    r"concluded|testified|insisted|insists|argued|argues|asked|asks|declared|joked|quipped|"
    r"acknowledged|admitted|announced|claimed|claims|read|reads|posted|remarked|observed|shouted|"
    r"yelled|exclaimed|lamented|predicted|vowed|promised|boasted|countered|reported)"
)
_ADVERB = r"(?:(?:also|later|then|reportedly|once|has|had|further|simply|once again) )?"
_NAME = r"(?:[A-Z][\w.’'-]+)"
_WHO = (
    rf"(?:he|she|they|He|She|They|(?:the |a |an |The |A |An |one |One )?"
    rf"(?:{_NAME} |[a-z-]+ ){{0,4}}?(?:{_NAME}|[a-z-]+)(?:, [^,.“”\"]{{3,70}},)?)"
)
_AFTER = re.compile(
    rf"[,.]?\s+(?:(?P<who>{_WHO}) (?P<cue>{_ADVERB}{_VERB})\b|(?P<cue2>{_VERB}) (?P<who2>{_NAME}"
    rf"(?: {_NAME}){{0,3}}|the [a-z-]+(?: [a-z-]+)?)(?=[,.;]|\s(?:of|in|on|who|at|after|during)\b))"
)
_BEFORE = re.compile(
    rf"(?:^|[.!?]\s+|[”\"]\s+|, |\b(?:as|but|and|But|And|while) )(?P<who>{_WHO}) "
    rf"(?P<cue>{_ADVERB}{_VERB})(?:(?: [\w’'.-]+){{0,8}})?[,:]\s*$"
)
_WORD = re.compile(r"\w")
_NEAR = 200  # characters between two paragraphs of one quotation
_GOES_ON = re.compile(r"[^“”\"\n]{0,160}[.!?]\s*$|[^“”\"\n]{0,120}[,:;—–]\s*$")


def complete(
    text: str, blocks: Sequence[Stretch], marks: Sequence[Quotation], found: Sequence[Found]
) -> list[Found]:
    """Give the tagged attributions with the page's quotations put in whole."""
    speech = [mark for mark in marks if mark.is_speech]
    kept = [_snapped(item, speech) for item in found]
    claimed = [_is_claimed(mark, kept) for mark in speech]
    starts = [start for start, _ in blocks]
    for at, mark in enumerate(speech):
        if claimed[at]:
            continue
        number = max(0, bisect_right(starts, mark.start) - 1)
        block = blocks[number]
        owner = _owner(text, block, speech[max(0, at - 1) : at], mark, kept)
        if owner is not None:
            content = tuple(sorted([*kept[owner].content, (mark.start, mark.end)]))
            kept[owner] = replace(kept[owner], content=content)
            continue
        kept += _own(text, block, blocks[number - 1] if number else block, mark)
    return kept


def _snapped(item: Found, marks: Sequence[Quotation]) -> Found:
    """Widen each content span to the quotation that it holds most of, or lies mostly in."""
    fixed = [*item.cue, *item.source]
    content = []
    for start, end in item.content:
        for mark in _near(marks, start, end):
            shared = min(end, mark.end) - max(start, mark.start)
            low, high = min(start, mark.start), max(end, mark.end)
            touches = any(a < high and low < b for a, b in fixed)
            if shared >= _MOST * (mark.end - mark.start) and not touches:
                start, end = low, high
        content.append((start, end))
    return replace(item, content=tuple(_merged(content)))


def _merged(spans: list[Stretch]) -> Iterator[Stretch]:
    """Yield the spans in order, those that overlap as one."""
    last: Stretch | None = None
    for start, end in sorted(spans):
        if last is not None and start < last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last


def _near(marks: Sequence[Quotation], start: int, end: int) -> Sequence[Quotation]:
    first = max(0, bisect_right(marks, start, key=_start) - 1)
    return [m for m in marks[first : bisect_right(marks, end, key=_start)] if m.end > start]


def _start(mark: Quotation) -> int:
    return mark.start


def _is_claimed(mark: Quotation, found: Sequence[Found]) -> bool:
    for item in found:
        for start, end in item.content:
            if min(end, mark.end) - max(start, mark.start) >= _MOST * (mark.end - mark.start):
                return True
    return False


def _owner(
    text: str,
    block: Stretch,
    before: Sequence[Quotation],
    mark: Quotation,
    found: Sequence[Found],
) -> int | None:
    """Give the attribution whose quotation goes on here: “…,” she said. “…”"""
    if not before:
        return None
    last = before[-1]
    between = text[last.end : mark.start]
    same = last.start >= block[0]
    alone = not same and not text[block[0] : mark.start].strip() and _is_all(text, block, mark)
    alone = alone and len(between) < _NEAR
    if not (mark.continues or alone or (same and _GOES_ON.match(between))):
        return None
    for index in range(len(found) - 1, -1, -1):
        item = found[index]
        ends = [end for start, end in item.content if start < last.end and end > last.start]
        if ends and (
            mark.continues or alone or any(last.end <= a < mark.start for a, _ in item.cue)
        ):
            return index
    return None


def _is_all(text: str, block: Stretch, mark: Quotation) -> bool:
    """Whether a paragraph is nothing but quotation."""
    return not _WORD.search(re.sub('“[^”]*”?|"[^"]*"?', "", text[mark.start : block[1]]))


def _own(text: str, block: Stretch, above: Stretch, mark: Quotation) -> Iterator[Found]:
    """Yield the attribution of a quotation that nobody claims, where a speaker stands beside it."""
    after = _AFTER.match(text, mark.end, block[1])
    if after:
        number = "" if after.group("who") else "2"
        source, cue = after.span(f"who{number}"), after.span(f"cue{number}")
    else:
        low = max(block[0], mark.start - 200)
        if not text[low : mark.start].strip() and text[above[0] : above[1]].rstrip()[-1:] == ":":
            low = max(above[0], above[1] - 200)  # "She went on:" in a paragraph of its own
        front = _BEFORE.search(text[low : mark.start])
        if front is None:
            return
        source = (low + front.start("who"), low + front.end("who"))
        cue = (low + front.start("cue"), low + front.end("cue"))
    yield Found(content=((mark.start, mark.end),), cue=(cue,), source=(source,), score=_SCORE)
