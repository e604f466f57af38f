"""Silence and hearsay: "did not respond", "declined to comment", "reportedly".

The decision: a refusal to answer has no content, so words like "to requests for comment" belong to
its cue; and where the tagger leaves out a sentence of one of these two fixed kinds, a pattern puts
it in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec.structs import replace

from firsthand.attribution.tagger import Found

__all__ = ["with_answers"]

Stretch = tuple[int, int]

_MANY = 4  # adverbs of hearsay read in one sentence
_SCORE = 0.5  # of what rules find
_NOT = (
    r"(?:did not|didn[’']t|has not|hasn[’']t|have not|haven[’']t|had not|failed to|would not|"
    r"wouldn[’']t)"
)
_SOON = r"(?:(?:\w+ly|yet) )*"
_ASKING = (
    r"(?:(?:a|an|any|several|multiple|repeated|numerous|further|immediate|official|[A-Z][\w’'.]*|"
    r"the|an? email|phone|emailed|written) ){0,4}(?:requests?|messages?|e-?mails?|calls?|inquir\w+|"
    r"questions?|comment)(?: (?:seeking|for|on|requesting) (?:an? )?comments?)?"
)
_SILENCE = re.compile(
    rf"(?P<cue>\b(?:{_NOT} (?:{_SOON})(?:(?:respond|repl[iy]|comment|elaborat)\w*(?: to)?"
    rf"(?: {_ASKING})?|return\w* {_ASKING})|(?:could not|couldn[’']t) (?:immediately )?be reached"
    r"(?: for comment)?|declined (?:to )?comment|had no (?:immediate |official |further )?comment|"
    r"said nothing))\b"
)
_EMPTY = re.compile(
    rf"^(?:to )?(?:{_ASKING}|comment|elaborate)(?: further)?"
    r"(?: on \w+day| (?:this|last) week)?[.,]?$"
)
_ASKED = re.compile(r"Asked\b")
_REFUSAL = re.compile(
    r"\b(?:declin\w+|respond\w*|repl\w+|return\w*|refus\w+|reach\w*|comment\w*|offered)\b"
)
_HEARSAY = re.compile(r"\b(?:reportedly|allegedly|purportedly)\b")
_SUBJECT = re.compile(
    r"(?:^|[,;:—–]\s*|\b(?:and|but|while|that|because|as|after|though|although)\s+)"
    r"(?P<who>(?:[\w’'.&-]+ ){0,11}[\w’'.&)-]+(?:, [^,]{3,80},)?)\s+(?:also |has |have |had )?$"
)
_JOINT = re.compile(r"[,;:—–]|\b(?:and|but|while|even as|because|after|who|which|that)\b")
_NAMES = re.compile(r"\s*(?:[Tt]he )?(?:[A-Z][\w’'.-]*[ \u00a0]){1,5}")  # of "Ito and Lund"


def with_answers(text: str, sentences: Sequence[Stretch], found: Sequence[Found]) -> list[Found]:
    """Give the attributions with silences cut to their cue, and those that were left out."""
    kept = [_emptied(text, item) for item in found if not _opens_answer(text, item)]
    cues = sorted(span for item in kept for span in item.cue)
    for start, end in sentences:
        for match in _SILENCE.finditer(text, start, end):
            if not _overlaps(cues, match.span("cue")):
                kept += _silence(text, start, match)
        for match in islice(_HEARSAY.finditer(text, start, end), _MANY):
            if not _overlaps(cues, match.span()):
                kept += _hearsay(text, (start, end), match.span())
    return kept


def _emptied(text: str, item: Found) -> Found:
    """Move "to requests for comment" from the content of a refusal to its cue."""
    if len(item.content) != 1 or len(item.cue) != 1:
        return item
    (start, end), (low, high) = item.content[0], item.cue[0]
    near = high <= start <= high + 2 and _REFUSAL.search(text, low, high)
    if near and _EMPTY.match(text[start:end].strip()):
        return replace(item, content=(), cue=((low, end),))
    return item


def _opens_answer(text: str, item: Found) -> bool:
    """Whether it is "Asked about the fax": what is asked opens the answer that follows."""
    return not item.source and any(_ASKED.match(text, start) for start, _ in item.cue)


def _overlaps(spans: Sequence[Stretch], span: Stretch) -> bool:
    at = bisect_right(spans, (span[1], 0))
    return any(low < span[1] and span[0] < high for low, high in spans[max(0, at - 4) : at])


def _silence(text: str, start: int, match: re.Match[str]) -> Iterator[Found]:
    subject = _SUBJECT.search(text[start : match.start("cue")])
    if subject is None:
        return
    cue = (match.span("cue"),)
    source = ((start + subject.start("who"), start + subject.end("who")),)
    yield Found(content=(), cue=cue, source=source, score=_SCORE)


def _hearsay(text: str, sentence: Stretch, adverb: Stretch) -> Iterator[Found]:
    """Yield the clause around the adverb as said by nobody."""
    low = sentence[0]
    for joint in _JOINT.finditer(text, sentence[0], adverb[0]):
        if joint.group() != "and" or not _NAMES.fullmatch(text, low, joint.start()):
            low = joint.end()
    after = _JOINT.search(text, adverb[1], sentence[1])
    high = after.start() if after else sentence[1]
    pieces = [_bare(text, low, adverb[0]), _bare(text, adverb[1], high)]
    content = tuple(piece for piece in pieces if piece[1] > piece[0])
    if content:
        yield Found(content=content, cue=(adverb,), source=(), score=_SCORE)


def _bare(text: str, low: int, high: int) -> Stretch:
    """Give the stretch without white space and a full stop at its ends."""
    while low < high and text[low].isspace():
        low += 1
    while high > low and (text[high - 1].isspace() or text[high - 1] in ".,"):
        high -= 1
    return low, high
