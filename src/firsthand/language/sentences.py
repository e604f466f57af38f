"""Sentences of a text by rule: where one ends and the next begins.

The decision: a full stop ends a sentence unless evidence says otherwise (an abbreviation, an
initial, a small letter after it), because a sentence cut too late only widens a search, while one
cut inside a name loses the name. One pass, no look-behind over more than a word, so a line of
fifty megabytes costs what its length says.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from operator import itemgetter

__all__ = ["sentence_at", "sentences"]

_END = re.compile(r"[.!?…。！？][.!?…。！？\"'”’»)\]›]*(?=\s)|\n[^\S\n]*\n\s*")
_WORD_BEFORE = 24  # characters looked back for an abbreviation


@cache
def _words(table: str) -> frozenset[str]:
    """Give one table of the data file beside this module."""
    data = tomllib.loads((files(__package__) / "sentences.toml").read_text("utf8"))
    return frozenset(str(data[table]).split())


def _is_end(text: str, stop: int, after: int) -> bool:
    """Whether the mark at `stop` ends a sentence, given where the next word starts."""
    if after >= len(text):
        return True
    follows = text[after]
    if follows.islower():
        return False
    if text[stop] != "." or (stop + 1 < len(text) and text[stop + 1] in ".!?"):
        return True
    head = text[max(0, stop - _WORD_BEFORE) : stop]
    word = head.split()[-1].lstrip("\"'“‘«(").casefold() if head.strip() else ""
    if word in _words("never"):
        return False
    if word in _words("seldom") or (len(word) == 1 and word.isalpha()) or "." in word:
        first = re.match(r"[\"“‘«('\[]*([^\W\d_]+)", text[after : after + 24])
        return first is not None and first.group(1).casefold() in _words("starters")
    return True


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the sentences of text[start:end] as [start, end) without outer white space.

    A blank line always ends one; closing quotation marks stay with the sentence they close.
    """
    limit = len(text) if end is None else min(end, len(text))
    begin = start
    for match in _END.finditer(text, start, limit):
        after = match.end()
        while after < limit and text[after].isspace():
            after += 1
        if match.group()[0] != "\n" and not _is_end(text, match.start(), min(after, limit)):
            continue
        if after >= limit:
            break
        yield from _trimmed(text, begin, match.end())
        begin = after
    yield from _trimmed(text, begin, limit)


def sentence_at(cut: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    """Give the sentence of a cut text that holds this place; (at, at) before the first."""
    index = bisect_right(cut, at, key=itemgetter(0)) - 1
    return cut[index] if index >= 0 else (at, at)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the stretch without white space around it, nothing where that is all."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
