"""Text captures to blocks: lines, with hard-wrapped paragraphs put together again.

A dump of a terminal browser breaks every paragraph at one width. A line goes on in the next one
when the next line's first word would not have fitted on it, so un-wrapping needs no grammar, only
the width; and the width is the one that explains the most line ends of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate, islice, pairwise
from unicodedata import category, east_asian_width

from msgspec import Struct

from firsthand.article.markup import Block
from firsthand.types import UNPARTED

LINE = re.compile(r"[^\n]*\S[^\n]*")
BULLET = re.compile(r" *(?:(?P<sign>[•·*◦▪‣⁃□☆★○●■+>])|[-–—]|\d{1,3}[.)])\s+(?=\S)")
# Scripts that part no words: a line of them may end after every character but those that must
# not end one, and before every character but those that must not begin one (JIS X 4051).
CLOSERS = "、。，．・：；？！ー）」』】〉》〕］｝’”…々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
OPENERS = "（「『【〈《〔［｛‘“"
WORD = re.compile(
    rf"[{OPENERS}]*(?:[{UNPARTED}]|[^ \t\u3000{UNPARTED}]+)[{CLOSERS}]*|[^ \t\u3000]+"
)
IS_UNPARTED = re.compile(rf"[{UNPARTED}]")
CELLS = re.compile(r"\S {3,}\S")  # columns of a table stand apart
SENTENCE_END = re.compile(r"[.!?…:।。！？]['\"”’»)\]」』）]*\Z")
SHORT = 20  # columns: a shorter line that ends no sentence, after one that does, is a label
WIDTHS = range(40, 141)  # widths at which dumps are hard-wrapped, in columns
LONG = 40  # columns: line ends after shorter lines say nothing of the width
MARGINS = (0, 3)  # columns by which paragraphs are set in on both sides: w3m; lynx and links
MOST = 2 * WIDTHS.stop  # characters of a line that are looked at
SAMPLE = 40_000  # characters that tell whether a text has some that are not one column wide
ODD = 0.002  # the share of them from which they may move line ends
MOST_LINES = 30_000  # lines looked at; what comes after them is no part of an article
SHARE = 0.35  # share of the line ends after long lines that the width must explain
FEWEST = 4  # line ends that must speak for a width, less those against it
CLEAR = 1.6  # line ends for a width to one line that is wider

Measure = Callable[[str], int]


class Line(Struct, gc=False):
    """A line of a capture, measured in the columns of a terminal."""

    words: str
    indent: int
    hang: int  # where its words begin after a bullet, and so do the lines in which it goes on
    stop: int  # where its last word ends
    need: int  # what its first word would have taken on the line before
    is_new: bool  # it begins with a blank line, a bullet or an indent of a paragraph


def blocks(text: str) -> list[Block]:
    """Return the lines of a text capture, joined where a hard wrap parted them."""
    spans = [found.span() for found in islice(LINE.finditer(text), MOST_LINES)]
    joined = _joined(text, spans) if _may_be_wrapped(text, spans) else set()
    found: list[Block] = []
    for at, (start, end) in enumerate(spans):
        if at in joined:
            found[-1].end = end
        else:
            block = Block(start, None)
            block.end = end
            found.append(block)
    return found


def _may_be_wrapped(text: str, spans: list[tuple[int, int]]) -> bool:
    """Tell from the lengths of the lines whether a look at their ends is worth while."""
    least = LONG if text.isascii() else LONG // 2  # characters, which may be two columns wide
    ends = sum(
        after == end + 1 and least <= end - start < WIDTHS.stop
        for (start, end), (after, _) in pairwise(spans)
    )
    if ends < FEWEST:
        return False
    wide = (text[start : start + MOST] for start, end in spans if end - start >= WIDTHS.stop)
    return ends >= CLEAR * sum(map(_is_prose, wide))


def _is_prose(line: str) -> bool:
    """Tell a line that could have been broken from a row of a table and from a long address."""
    return " " in line.strip() and not ("   " in line and CELLS.search(line))


def _joined(text: str, spans: list[tuple[int, int]]) -> set[int]:
    """Return the numbers of the lines that go on with the line before them.

    Where some characters take two columns or none, browsers differ: w3m counts columns, lynx and
    links count characters. Whichever explains more is taken.
    """
    sample = text[:SAMPLE]
    odd = {character for character in set(sample) if _columns(character) != 1}
    if not odd or sum(character in odd for character in sample) < ODD * len(sample):
        return _joined_by(len, text, spans)
    return max((_joined_by(measure, text, spans) for measure in (columns, len)), key=len)


def _joined_by(measure: Measure, text: str, spans: list[tuple[int, int]]) -> set[int]:
    lines = _lines(measure, text, spans)
    pairs = {
        at: (before, line)
        for at, (before, line) in enumerate(pairwise(lines), 1)
        if not line.is_new and _is_set_as(before, line)
    }
    ends = [(before.stop, before.stop + line.need) for before, line in pairs.values()]
    over = [line.stop for line in lines if line.stop > LONG and _is_prose(line.words)]
    width = wrap_width(ends, over)
    if not width:
        return set()
    found = [
        {at for at, (before, line) in pairs.items() if _goes_on(before, line, width, margin)}
        for margin in MARGINS
    ]
    joined = max(found, key=len)
    return {at for at in joined if at + 1 in joined or not _is_label(lines[at - 1], lines[at])}


def _is_label(before: Line, line: Line) -> bool:
    """Tell a short line without a stop from the end of a paragraph whose last line was full."""
    is_short = line.stop - line.indent < SHORT and not SENTENCE_END.search(line.words)
    return is_short and bool(SENTENCE_END.search(before.words))


def _is_set_as(before: Line, line: Line) -> bool:
    """Tell whether a line begins where one that goes on with the line before it would."""
    apart = min(abs(line.indent - before.indent), abs(line.indent - before.hang))
    centre = line.indent + line.stop - before.indent - before.stop
    return apart <= 2 or abs(centre) <= 1


def _goes_on(before: Line, line: Line, width: int, margin: int) -> bool:
    # Text browsers set paragraphs in from both sides, but not all headings.
    beyond = max(margin - before.indent, 0)
    return before.stop <= width + 2 * beyond and before.stop + line.need > width + beyond


def wrap_width(ends: Iterable[tuple[int, int]], stops: Iterable[int]) -> int:
    """Return the width that explains the most line ends, in columns; 0 where none explains enough.

    A line end is where the line's last word ends, and where the next line's first word would have
    ended: a width explains it that holds the line, but not the word as well. A line that stops
    beyond a width speaks against it.
    """
    steps = [0] * (WIDTHS.stop + 1)
    total = 0
    for low, high in ends:
        if low >= LONG:
            steps[min(low, WIDTHS.stop)] += 1
            steps[min(high, WIDTHS.stop)] -= 1
            total += 1
    votes = list(accumulate(steps))[: WIDTHS.stop]
    beyond = [0] * (WIDTHS.stop + 1)
    for stop in stops:
        beyond[min(stop, WIDTHS.stop)] += 1
    against = list(accumulate(reversed(beyond)))[::-1]
    scores = [vote - against[at + 1] for at, vote in enumerate(votes)]
    best = max(WIDTHS, key=scores.__getitem__)
    is_clear = scores[best] >= FEWEST and votes[best] >= CLEAR * against[best + 1]
    return best if is_clear and votes[best] >= SHARE * total else 0


def _lines(measure: Measure, text: str, spans: list[tuple[int, int]]) -> list[Line]:
    lines: list[Line] = []
    end_before, is_unparted = 0, False
    for start, end in spans:
        piece = text[start : min(end, start + MOST)].expandtabs().rstrip()
        words = piece.lstrip(" ")
        indent = len(piece) - len(words)
        bullet = BULLET.match(piece)
        starts_paragraph = words.startswith("\u3000")
        word = WORD.match(words.lstrip())
        first = word[0] if word else words
        parted = not (is_unparted or IS_UNPARTED.match(first, len(first) - 1))
        lines.append(
            Line(
                words=words,
                indent=indent,
                hang=measure(bullet[0]) if bullet else indent,
                stop=measure(piece),
                need=measure(first) + parted,
                is_new=starts_paragraph
                or bool(bullet and bullet["sign"])
                or text.count("\n", end_before, start) != 1,
            )
        )
        end_before, is_unparted = end, bool(IS_UNPARTED.match(piece, len(piece) - 1))
    return lines


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@lru_cache(maxsize=65_536)
def _columns(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf", "Mc"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
