"""Text captures to blocks: lines, with hard-wrapped paragraphs put together again.

A dump of a terminal browser breaks every paragraph at one width. A line goes on in the next one
when the next line's first word would not have fitted on it, so un-wrapping needs no grammar.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from firsthand.article.markup import Block

LINE = re.compile(r"[^\n]*\S[^\n]*")
BULLET = re.compile(r"\s*(?:[•·*◦▪‣⁃□☆★○●■\-–—+>]|\d{1,3}[.)])\s+\S")
WIDTHS = range(60, 101)  # widths at which dumps are hard-wrapped, in characters
MOST_LINES = 30_000  # lines looked at; what comes after them is no part of an article
FULL = 0.35  # share of the long lines that end within a word's length of the width


def blocks(text: str) -> list[Block]:
    """Return the lines of a text capture, joined where a hard wrap parted them."""
    spans = [found.span() for found in islice(LINE.finditer(text), MOST_LINES)]
    width = wrap_width(text, spans)
    found: list[Block] = []
    previous = (0, 0)
    for start, end in spans:
        if width and found and _goes_on(text, previous, (start, end), width):
            found[-1].end = end
        else:
            block = Block(start, None)
            block.end = end
            found.append(block)
        previous = (start, end)
    return found


def wrap_width(text: str, spans: list[tuple[int, int]]) -> int:
    """Return the width at which the lines are hard-wrapped, 0 where they are not."""
    sizes = Counter(min(end - start, 200) for start, end in spans if end - start >= 50)
    total = sum(sizes.values())
    over = sum(count for size, count in sizes.items() if size > WIDTHS.stop)
    if total < 4 or over > 0.1 * total:
        return 0
    width = max(size for size in sizes if size <= WIDTHS.stop)
    near = sum(count for size, count in sizes.items() if width - 12 <= size <= width)
    return width if width >= WIDTHS.start and near >= FULL * total else 0


def _goes_on(text: str, line: tuple[int, int], after: tuple[int, int], width: int) -> bool:
    if text.count("\n", line[1], after[0]) > 1 or BULLET.match(text, *after):
        return False
    indent = len(text[line[0] : line[1]]) - len(text[line[0] : line[1]].lstrip())
    room = width - len(text[line[0] : line[1]].rstrip())
    next_line = text[after[0] : after[1]]
    next_indent = len(next_line) - len(next_line.lstrip())
    word = next_line.split(None, 1)[0]
    return len(word) + 1 > room and abs(next_indent - indent) <= 4
