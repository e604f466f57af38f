"""An interim tagger by rule, until the learned one lands: quotations, reporting verbs, denials.

It gives what the learned tagger gives, so the room above it does not know which one ran.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.attribution.tagger import Found
from firsthand.language.sentences import sentences

__all__ = ["RuleTagger"]

Stretch = tuple[int, int]


_VERB = (
    r"(?:said|says|say|told|added|adds|wrote|writes|tweeted|reported|reports|announced|claimed"
    r"|claims|alleged|alleges|argued|argues|noted|notes|warned|warns|confirmed|confirms|suggested"
    r"|suggests|stated|states|acknowledged|insisted|concluded|testified|replied|responded|explained"
    r"|denied|denies|disputed|rejected|declined|refused|asked|urged|promised|vowed|accused|found"
    r"|shows|predicted|continued|recalled|called|maintained|admitted|revealed|estimated)"
)
_PERSON = (
    r"(?:[Hh]e|[Ss]he|[Tt]hey|(?:[Tt]he |[Aa]n? )?(?:[\w.’'-]+ ){0,5}?[\w’'-]+"
    r"(?:, [^,.“”\"]{3,60},)?)"
)
_CLAUSE = re.compile(
    rf"(?P<source>{_PERSON}) (?P<cue>(?:also |has |have |had )?{_VERB})\b(?: that)?"
)
_ACCORDING = re.compile(r"[Aa]ccording to (?P<source>[^,.“”\"\n]{3,80})")
_QUOTE = re.compile(r"“[^“”\n]{2,2000}[”\n]|\"[^\"\n]{2,2000}\"")
_BEFORE = re.compile(rf"(?P<source>{_PERSON}) (?P<cue>{_VERB})[^“”\"]{{0,40}}[,:] ?$")
_AFTER = re.compile(
    rf",? ?(?:(?P<source>{_PERSON}) (?P<cue>{_VERB})\b"
    rf"|(?P<cue2>{_VERB}) (?P<source2>{_PERSON})[.,])"
)


class RuleTagger:
    """Finds attributions by pattern, a sentence at a time."""

    def tag(self, text: str, blocks: Sequence[Stretch]) -> list[Found]:
        """Give the attributions of these blocks, in order."""
        return [
            found
            for start, end in blocks
            for low, high in sentences(text, start, end)
            for found in _sentence(text, low, high)
        ]


def _sentence(text: str, low: int, high: int) -> Iterator[Found]:
    words = text[low:high]
    according = _ACCORDING.search(words)
    if according:
        cue = (low + according.start(), low + according.start("source") - 1)
        source = (low + according.start("source"), low + according.end())
        yield _found(tuple(_around(text, (low, high), (cue[0], source[1]))), cue, source)
        return
    quotes = [(low + m.start(), low + m.end()) for m in _QUOTE.finditer(words)]
    for start, end in quotes:
        match = _AFTER.match(text, end, high) or _BEFORE.search(text[low:start])
        if match is None:
            continue
        shift = 0 if match.re is _AFTER else low
        number = "2" if "source2" in match.groupdict() and match.group("source2") else ""
        spans = [
            (match.start(f"{role}{number}") + shift, match.end(f"{role}{number}") + shift)
            for role in ("cue", "source")
        ]
        yield _found(tuple(quotes), spans[0], spans[1])
        return
    match = _CLAUSE.search(words)
    if match and match.end() + 3 < len(words):
        content = ((low + match.end() + 1, high),)
        cue = (low + match.start("cue"), low + match.end("cue"))
        yield _found(content, cue, (low + match.start("source"), low + match.end("source")))


def _found(content: tuple[Stretch, ...], cue: Stretch, source: Stretch) -> Found:
    return Found(content=content, cue=(cue,), source=(source,), score=0.5)


def _around(text: str, whole: Stretch, hole: Stretch) -> Iterator[Stretch]:
    """Yield what stands before and after the hole, without the punctuation at its edges."""
    for start, end in ((whole[0], hole[0]), (hole[1], whole[1])):
        while start < end and text[start] in " ,.;:—–-\n":
            start += 1
        while end > start and text[end - 1] in " ,.;:—–-\n":
            end -= 1
        if start < end:
            yield start, end
