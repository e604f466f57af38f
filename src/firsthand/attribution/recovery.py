"""Quotations never lost: what the tagger left out or cut short is put back by the marks.

The decision: quotation marks are the surest sign on a page, so they overrule the tagger on few
points. A content that holds most of a quotation holds all of it; a quotation that goes on
after "she said" belongs to the attribution it goes on from; a quotation that nobody claims, with
a speaker beside it, is an attribution of its own; and so is each line of a transcript.
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
_INTRO = re.compile(
    rf"(?:^|[.!?]\s+|, |\n)(?P<who>(?:{_NAME}\s){{1,5}}|[Hh]e |[Ss]he |[Tt]hey |[Tt]he [a-z-]+ )"
    r"(?P<cue>(?:[a-z]+ ){0,2}?[a-z]+(?:ed|es|s|ote|aid|ent)\b[^.:“”\"\n]{0,60}):\s*$"
)
_SIGNED = re.compile(
    rf"\s*(?P<cue>[―—–-]{{1,2}})\s*(?P<who>{_NAME}(?: {_NAME}){{0,4}})(?=\s*[.,]?\s*(?:\n|$))"
)
_LINE = re.compile(r"\s*[“\"]?(?P<who>[A-Z][A-Z .’'-]{2,30})(?P<cue>:)\s+(?=\S)")
_WORD = re.compile(r"\w")
_NEAR = 200  # characters between two paragraphs of one quotation
_GOES_ON = re.compile(r"[^“”\"\n]{0,160}[.!?]\s*$|[^“”\"\n]{0,120}[,:;—–]\s*$")


def complete(
    text: str, blocks: Sequence[Stretch], marks: Sequence[Quotation], found: Sequence[Found]
) -> list[Found]:
    """Give the tagged attributions with the page's quotations put in whole."""
    speech = [mark for mark in marks if mark.is_speech]
    lines = _transcript(text, blocks)
    kept = [_snapped(text, _in_its_line(item, lines), speech) for item in found]
    kept += [line for _, line in lines]
    holders = _holders(speech, kept)
    starts = [start for start, _ in blocks]
    for at, mark in enumerate(speech):
        if holders[at] is not None:
            continue
        number = max(0, bisect_right(starts, mark.start) - 1)
        block, above = blocks[number], blocks[max(0, number - 1)]
        own = _own(text, block, above, mark)
        before = holders[at - 1] if at else None
        if own is not None:
            holders[at] = len(kept)
            kept.append(own)
        elif before is not None and _goes_on(text, block, (speech[at - 1], mark), kept[before]):
            content = tuple(sorted([*kept[before].content, (mark.start, mark.end)]))
            kept[before] = replace(kept[before], content=content)
            holders[at] = before
    return kept


def _transcript(text: str, blocks: Sequence[Stretch]) -> list[tuple[Stretch, Found]]:
    """Give the lines of a transcript ("ITO: We go on.") with their paragraphs; one line is none."""
    found = []
    for start, end in blocks:
        line = _LINE.match(text, start, end)
        words = text[line.end() : end].rstrip().rstrip('”"') if line else ""
        if line and words:
            content = ((line.end(), line.end() + len(words)),)
            cue, source = (line.span("cue"),), (line.span("who"),)
            item = Found(content=content, cue=cue, source=source, score=_SCORE)
            found.append(((start, end), item))
    return found if len(found) > 1 else []


def _in_its_line(item: Found, lines: Sequence[tuple[Stretch, Found]]) -> Found:
    """Take from the item what other speakers of a transcript say."""
    if not lines or not item.cue:
        return item
    at = item.cue[0][0]
    foreign = [block for block, _ in lines if not block[0] <= at < block[1]]
    content = tuple(
        (start, end)
        for start, end in item.content
        if not any(low <= start < high for low, high in foreign)
    )
    return replace(item, content=content)


def _snapped(text: str, item: Found, marks: Sequence[Quotation]) -> Found:
    """Give the item whole every quotation that its content holds most of, and no spill."""
    fixed = [*item.cue, *item.source]
    content = list(item.content)
    for mark in {mark.start: mark for span in content for mark in _near(marks, *span)}.values():
        shared = sum(
            min(end, mark.end) - max(start, mark.start)
            for start, end in content
            if start < mark.end and end > mark.start
        )
        touches = any(start < mark.end and mark.start < end for start, end in fixed)
        if shared >= _MOST * (mark.end - mark.start) and not touches:
            content.append((mark.start, mark.end))
    return replace(item, content=tuple(_trimmed(text, list(_merged(content)), marks)))


def _trimmed(
    text: str, content: Sequence[Stretch], marks: Sequence[Quotation]
) -> Iterator[Stretch]:
    """Yield the spans without what spills over the end of a quotation that ends a sentence."""
    for start, end in content:
        for mark in _near(marks, start, end):
            opens = abs(mark.start - start) <= 1 and mark.end < end
            if opens and text[mark.end - 2] in ".,?!…" and not _near(marks, mark.end + 1, end):
                end = mark.end
        yield start, end


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


def _holders(marks: Sequence[Quotation], found: Sequence[Found]) -> list[int | None]:
    """Give for each quotation the attribution whose content holds most of it, or None."""
    holders: list[int | None] = [None] * len(marks)
    for index, item in enumerate(found):
        for start, end in item.content:
            first = max(0, bisect_right(marks, start, key=_start) - 1)
            for at in range(first, bisect_right(marks, end, key=_start)):
                mark = marks[at]
                shared = min(end, mark.end) - max(start, mark.start)
                if shared >= _MOST * (mark.end - mark.start):
                    holders[at] = index
    return holders


def _goes_on(text: str, block: Stretch, pair: tuple[Quotation, Quotation], item: Found) -> bool:
    """Whether the second quotation goes on from the first: “…,” she said. “…”"""
    last, mark = pair
    if mark.continues:
        return True
    between = text[last.end : mark.start]
    if last.start >= block[0]:
        cued = any(last.end <= start < mark.start for start, _ in item.cue)
        return cued and len(between) < 2 * _NEAR and bool(_GOES_ON.match(between))
    if between.rstrip()[-1:] == ":":
        return False
    is_alone = not text[block[0] : mark.start].strip() and _is_all(text, block, mark)
    return is_alone and len(between) < _NEAR


def _is_all(text: str, block: Stretch, mark: Quotation) -> bool:
    """Whether a paragraph is nothing but quotation."""
    return not _WORD.search(re.sub('“[^”]*”?|"[^"]*"?', "", text[mark.start : block[1]]))


def _own(text: str, block: Stretch, above: Stretch, mark: Quotation) -> Found | None:
    """Give the attribution of a quotation beside which a speaker stands, with a verb or a dash."""
    match = _AFTER.match(text, mark.end, block[1]) or _SIGNED.match(text, mark.end, block[1])
    low = 0
    if match is None:
        low = max(block[0], mark.start - 200)
        opens = not text[low : mark.start].strip()
        if opens and text[above[0] : above[1]].rstrip()[-1:] == ":":
            low = max(above[0], above[1] - 200)  # "She went on:" in a paragraph of its own
        front = text[low : mark.start]
        match = _INTRO.search(front) or _BEFORE.search(front)
    if match is None:
        return None
    number = "2" if match.groupdict().get("who2") else ""
    cue, source = (
        (
            low + match.start(f"{role}{number}"),
            low + match.start(f"{role}{number}") + len(match[f"{role}{number}"].rstrip()),
        )
        for role in ("cue", "who")
    )
    content = ((mark.start, mark.end),)
    return Found(content=content, cue=(cue,), source=(source,), score=_SCORE)
