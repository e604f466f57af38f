"""Pieces of content that the tagger tore out of another sentence than the cue's, taken away.

The decision: what somebody says goes on over sentences, not over bits of them. An unquoted piece
outside the cue's sentence goes where it breaks off before its sentence does, or is a few words.
Counted on PolNeAR's train split: of 64 such pieces 50 were none of the statement's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from firsthand.attribution.tagger import Found
from firsthand.language.sentences import sentence_at

__all__ = ["without_strays"]

Stretch = tuple[int, int]

_QUOTED = re.compile(r"[“”\"„«]|''")
_WORD = re.compile(r"\w+")
_REST = 3  # words of the sentence behind a piece that breaks off
_FEW = 6  # words of a piece that is too short to go on from another sentence


def without_strays(
    text: str, sentences: Sequence[Stretch], found: Sequence[Found]
) -> Iterator[Found]:
    """Yield the attributions; one keeps every piece where any of them is quoted."""
    for item in found:
        quoted = any(_QUOTED.search(text, *piece) for piece in item.content)
        if quoted or len(item.content) < 2 or not item.cue:
            yield item
            continue
        home = sentence_at(sentences, item.cue[0][0])
        kept = tuple(
            piece
            for piece in item.content
            if (there := sentence_at(sentences, piece[0])) == home
            or not _is_stray(text, piece, there, sentence_at(sentences, piece[1] - 1))
        )
        yield replace(item, content=kept) if kept else item


def _is_stray(text: str, piece: Stretch, first: Stretch, last: Stretch) -> bool:
    """Whether a piece that lies in sentences `first` to `last` is a bit of them."""
    start, end = piece
    if len(_WORD.findall(text, end, last[1])) >= _REST:
        return True
    opens = not _WORD.search(text, first[0], start)
    return not opens and len(_WORD.findall(text, start, end)) <= _FEW
