"""Quotations of a page: where marks of any kind open and close, and which hold speech.

The decision: marks are paired paragraph by paragraph with a stack, and a mark that is never closed
ends with its paragraph. So an unbalanced mark costs one paragraph, not the rest of the page; a
paragraph that begins with an opening mark while one is open takes the quotation up again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

__all__ = ["Quotation", "quotations", "share_quoted"]


class Quotation(Struct, frozen=True):
    """One quotation at [start, end), marks included, inside one paragraph."""

    start: int
    end: int
    closed: bool = True
    continues: bool = False  # takes up the one left open by the paragraph before
    is_speech: bool = True  # False: a scare quote or a title


_OPENERS = {"“": "”", "«": "»", "„": "“”", "‟": "”", "‹": "›", "「": "」", "『": "』"}
_REVERSED = {"»": "«", "›": "‹"}  # German and Danish books print them this way round
_ANY = re.compile('[“”«»„‟‹›「」『』"‘’]')
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_TITLE_BEFORE = re.compile(
    r"\b(?:book|novel|memoir|song|film|movie|album|series|show|titled|called|entitled|dubbed|named|"
    r"nicknamed|headlined|essay|documentary|play|podcast|so-called|known as|term)(?:,)?\s*$"
)
_SPEECH_WORDS = 4  # a shorter quotation inside a sentence is a term unless a mark ends it


def quotations(text: str, blocks: Iterable[tuple[int, int]]) -> list[Quotation]:
    """Give the outermost quotations of these paragraphs, in order."""
    found: list[Quotation] = []
    left_open = False
    for start, end in blocks:
        here = list(_in_paragraph(text, start, end, left_open))
        found += here
        left_open = bool(here) and not here[-1].closed
    return found


def _in_paragraph(text: str, start: int, end: int, left_open: bool) -> Iterator[Quotation]:
    """Yield the outermost quotations of one paragraph."""
    low = start
    while low < end and text[low].isspace():
        low += 1
    high = end
    while high > low and text[high - 1].isspace():
        high -= 1
    opened, closing, taken_up = -1, "", False
    for match in _ANY.finditer(text, low, high):
        at, mark = match.start(), match.group()
        if opened < 0:
            closing = _opening(text, at, mark, high)
            if closing:
                opened, taken_up = at, left_open and at == low
        elif mark in closing and not _is_apostrophe(text, at, mark):
            yield _quotation(text, opened, at + 1, True, taken_up)
            opened, closing = -1, ""
    if opened >= 0 and closing not in ("’",):
        yield _quotation(text, opened, high, False, taken_up)


def _opening(text: str, at: int, mark: str, end: int) -> str:
    """Give the marks that can close what this one opens; "" where it opens nothing."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < end else " "
    if mark in _OPENERS:
        return _OPENERS[mark]
    if mark in _REVERSED:
        return _REVERSED[mark] if not after.isspace() else ""
    free = before.isspace() or before in "([{—–-/"
    if mark == '"':
        return '"' if free and not after.isspace() else ""
    if mark == "‘" and free and not after.isspace():
        return "’"
    return ""


def _is_apostrophe(text: str, at: int, mark: str) -> bool:
    """Whether a ’ stands inside a word or for letters left out."""
    if mark != "’":
        return False
    after = text[at + 1] if at + 1 < len(text) else " "
    return after.isalnum() and at > 0 and text[at - 1].isalnum()


def _quotation(text: str, start: int, end: int, closed: bool, taken_up: bool) -> Quotation:
    return Quotation(start, end, closed, taken_up, _is_speech(text, start, end))


def _is_speech(text: str, start: int, end: int) -> bool:
    """Whether the words in these marks were said: enough of them, or a sentence of their own."""
    inner = text[start + 1 : end - 1]
    words = _WORD.findall(inner)
    if not words:
        return False
    ends = inner.rstrip()[-1:] in ".,!?…—" or text[end : end + 1] == ","
    if _TITLE_BEFORE.search(text[max(0, start - 24) : start]):
        return len(words) > 2 * _SPEECH_WORDS
    if len(words) >= _SPEECH_WORDS:
        return not _is_title_case(words)
    return ends and words[0][0].isupper() and text[end : end + 1] != "s"


def _is_title_case(words: Sequence[str]) -> bool:
    """Whether all long words are capitals: a book, a song, a headline."""
    long_words = [word for word in words if len(word) > 3]
    return len(long_words) > 1 and all(word[0].isupper() for word in long_words)


def share_quoted(
    spans: Iterable[tuple[int, int]], marks: Sequence[Quotation], text: str
) -> tuple[int, int]:
    """Count the letters of these spans inside quotations, and all of them."""
    inside = total = 0
    for start, end in spans:
        total += _letters(text[start:end])
        first = max(0, bisect_right(marks, start, key=_start) - 1)
        for mark in marks[first : bisect_right(marks, end, key=_start)]:
            if mark.end > start:
                inside += _letters(text[max(start, mark.start) : min(end, mark.end)])
    return inside, total


def _start(mark: Quotation) -> int:
    return mark.start


def _letters(words: str) -> int:
    return sum(map(str.isalnum, words))
