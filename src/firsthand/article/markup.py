"""HTML to reading text: the visible words in document order, each with its place in the source.

The decision: our own tokenizer, because tree builders throw the places away. It follows the HTML
standard where text depends on it (raw elements, character references, implied end tags, nesting
to 512 levels) and is otherwise a single pass that can't fail: any characters give a page.

Not visible, so not in the reading text: what is `hidden` (but for the pieces that a page streams
in and shows by script), `display:none` or `visibility:hidden` in its own style, a closed dialog,
templates, scripts, styles, noscript, form choices, drawings, and the inside of players and frames.
White space folds to one space outside `pre`; blocks are parted by one line break or a blank line.
"""

from __future__ import annotations

import html
import re

from firsthand.article.tags import (
    FENCES,
    HIDDEN,
    LINK,
    PRE,
    RAW,
    STRONG_TEXT,
    Act,
    Tag,
)
from firsthand.errors import CaptureError

INSIDE = r"(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+"  # of a tag, quotes respected
TOKEN = re.compile(
    rf"(<(?:!--(?:-?>|(?s:.*?)(?:--!?>|\Z))"
    rf"|(?i:({'|'.join(sorted(RAW))}))(?=[\s/>]){INSIDE}>(?:[^<]++|<(?!/(?i:\2)[\s/>]))*+(?:<{INSIDE}>?+)?+"
    rf"|/?[a-zA-Z]{INSIDE}>?+"
    rf"|[!?/][^>]*+>?+))"
)
OPENING = re.compile(rf"<[^\s/>]+({INSIDE})>")
NAME = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
SPECIAL = re.compile(r"[&\t\n\r\f]|  ")
PIECE = re.compile(
    r"((?:[^& \t\n\r\f]|&(?![#\w]))++(?: (?:[^& \t\n\r\f]|&(?![#\w]))++)*+)"
    r"|([ \t\n\r\f]++)|(&(?:#\w++|\w++|#);?+)"
)
KEPT = re.compile(r"(?:[^&]|&(?![#\w]))++|&(?:#\w++|\w++|#);?+")
SPACES = " \t\n\r\f"
NEAR = 64  # levels looked through for an element that a tag ends without naming it
DEEPEST = 512  # levels of nesting, as browsers do
MOST_TAGS = 600_000  # a page of 5 MB holds a tenth of it; more is no page and would take for ever
NO_TAG = Tag("img")


class Element:
    """An open element: what it is, where it stands, and what it hands down."""

    __slots__ = ("depth", "flags", "memo", "parent", "tag")

    def __init__(self, tag: Tag, parent: Element | None) -> None:
        self.tag = tag
        self.parent = parent
        self.memo: tuple[int, int, int, int, int] | None = None  # of features.py
        if parent is None:
            self.depth, self.flags = 0, tag.flags
        else:
            self.depth = parent.depth + 1
            self.flags = tag.flags | parent.flags


class Block:
    """A line of the reading text, its innermost block element, and how it is set."""

    __slots__ = ("element", "end", "inner", "linked", "links", "start", "strong")

    def __init__(self, start: int, element: Element | None) -> None:
        self.start = start
        self.end = start
        self.element = element
        self.inner: Element | None = element  # the innermost element of its first words
        self.linked = 0  # characters inside links
        self.links = 0
        self.strong = 0  # characters in bold or italics


class Mark:
    """A tag or a raw element kept for the metadata: where it stands in the source."""

    __slots__ = ("end", "inner", "place", "start", "tag")

    def __init__(self, tag: Tag, start: int, end: int, inner: tuple[int, int]) -> None:
        self.tag = tag
        self.start = start
        self.end = end
        self.inner = inner  # of a raw element: what stands between its tags
        self.place = 0  # in the reading text


class Page:
    """The reading text of one HTML source, its blocks, and the map back to the source.

    Raises CaptureError for a source of more tags than any page has.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.marks: list[Mark] = []
        # The map, one entry a run: text start and end, source start and end, direct or not.
        self.runs: list[tuple[int, int, int, int, bool]] = []
        self._top = Element(Tag("html"), None)
        self._stack = [self._top]
        self._block: Block | None = None
        self._gap = 0
        self._space: tuple[int, int] | None = None
        self._open_names: dict[str, int] = {}
        self._walk()
        self.text = "".join(self.pieces)

    def _walk(self) -> None:
        parts = TOKEN.split(self.source)
        if len(parts) > 3 * MOST_TAGS:
            raise CaptureError("the page has more tags than can be read", fix="capture it again")
        tags: dict[str, Tag] = {}
        at = 0
        for place in range(0, len(parts) - 1, 3):
            text, written = parts[place], parts[place + 1]
            if text:
                if not self._top.flags & HIDDEN:
                    self._chars(text, at)
                at += len(text)
            end = at + len(written)
            if parts[place + 2] is not None:
                self._raw(parts[place + 2].lower(), written, at, end)
            else:
                tag = tags.get(written)
                if tag is None:
                    tag = tags[written] = _read(written)
                if tag.act is not Act.SKIP:
                    self._act(tag, at, end)
            at = end
        if parts[-1] and not self._top.flags & HIDDEN:
            self._chars(parts[-1], at)
        self._finish()

    def _act(self, tag: Tag, start: int, end: int) -> None:
        if tag.act is Act.OPEN:
            self._open(tag, start, end)
        elif tag.act is Act.CLOSE:
            self._close(tag)
        elif tag.act is Act.BREAK:
            self._break(tag.gap)
            if tag.name == "p":
                self._close(tag)
        else:
            self._mark(tag, start, end, (end, end))

    def _open(self, tag: Tag, start: int, end: int) -> None:
        if tag.is_block:
            self._break(tag.gap)
            if tag.closes_p and self._open_names.get("p"):
                self._imply(("p",))
            if tag.siblings is not None:
                self._imply(tag.siblings)
        elif tag.flags & LINK:
            if self._top.flags & LINK:
                self._imply(("a",))
            if self._block is not None:
                self._block.links += 1
        if len(self._stack) < DEEPEST:
            self._top = Element(tag, self._top)
            self._stack.append(self._top)
            names = self._open_names
            names[tag.name] = names.get(tag.name, 0) + 1
        if tag.is_noted:
            self._mark(tag, start, end, (end, end))

    def _raw(self, name: str, written: str, start: int, end: int) -> None:
        """Step over a raw element; scripts with data and the title are kept for the metadata."""
        if name == "title" or (name == "script" and "ld+json" in written[:400].lower()):
            opening = OPENING.match(written)
            if opening is not None:
                stop = written.rfind("</")
                inner = (start + opening.end(), start + (stop if stop > 0 else len(written)))
                self._mark(Tag(name, opening[1]), start, end, inner)

    def _mark(self, tag: Tag, start: int, end: int, inner: tuple[int, int]) -> None:
        mark = Mark(tag, start, end, inner)
        mark.place = self.length
        self.marks.append(mark)

    def _imply(self, names: tuple[str, ...]) -> None:
        """Close the nearest open element of these names, unless a container comes first."""
        stack, counts = self._stack, self._open_names
        if not any(counts.get(name) for name in names):
            return
        for place in range(len(stack) - 1, max(0, len(stack) - NEAR), -1):
            name = stack[place].tag.name
            if name in names:
                self._pop(place)
                return
            if name in FENCES:
                return

    def _pop(self, place: int) -> None:
        """Close the element at this place of the stack and all inside it."""
        stack, counts = self._stack, self._open_names
        for element in stack[place:]:
            counts[element.tag.name] -= 1
        del stack[place:]
        self._top = stack[-1]

    def _close(self, tag: Tag) -> None:
        stack, name = self._stack, tag.name
        if tag.is_block:
            self._break(tag.gap)
        if self._top.tag.name == name and len(stack) > 1:
            self._open_names[name] -= 1
            stack.pop()
            self._top = stack[-1]
            return
        if not self._open_names.get(name):
            return
        for place in range(len(stack) - 1, 0 if tag.is_block else max(0, len(stack) - NEAR), -1):
            open_tag = stack[place].tag
            if open_tag.name == name:
                self._pop(place)
                return
            if open_tag.is_block and not tag.is_block:
                return

    def _break(self, size: int) -> None:
        if self._block is not None:
            self._finish()
        self._space = None
        if size > self._gap:
            self._gap = size

    def _finish(self) -> None:
        """End the current block; one of only invisible spaces leaves nothing."""
        block = self._block
        if block is None:
            return
        self._block = None
        block.end = self.length
        self.blocks.append(block)

    def _chars(self, chunk: str, start: int) -> None:
        flags = self._top.flags
        if flags & PRE:
            self._kept(chunk, start)
            return
        end = start + len(chunk)
        bare = chunk.lstrip(SPACES)
        if not bare:
            self._space = self._space or (start, end)
            return
        first = end - len(bare)
        if first > start:
            self._space = self._space or (start, first)
        bare = bare.rstrip(SPACES)
        last = first + len(bare)
        if SPECIAL.search(bare) is None:
            self._put(bare, first, last, True)
        else:
            self._fold(bare, first)
        if last < end:
            self._space = (last, end)

    def _fold(self, chunk: str, offset: int) -> None:
        """Write text with character references or white space to fold."""
        for found in PIECE.finditer(chunk):
            start, end = found.span()
            plain, space, reference = found.groups()
            if space:
                self._space = self._space or (offset + start, offset + end)
            elif reference:
                self._refer(reference, offset + start, offset + end)
            else:
                self._put(plain, offset + start, offset + end, True)

    def _refer(self, written: str, start: int, end: int) -> None:
        meant = html.unescape(written)
        if meant.strip(SPACES):
            self._put(meant, start, end, meant == written)
        elif meant:
            self._space = self._space or (start, end)

    def _kept(self, chunk: str, start: int) -> None:
        """Write text as it stands, white space included."""
        for found in KEPT.finditer(chunk):
            written = found[0]
            meant = html.unescape(written) if written[0] == "&" else written
            if meant and (self._block is not None or meant.strip()):
                self._put(meant, start + found.start(), start + found.end(), meant == written)

    def _put(self, text: str, start: int, end: int, direct: bool) -> None:
        flags = self._top.flags
        block = self._block
        if block is None:
            block = self._begin(self._top)
            if flags & LINK:
                block.links += 1
        elif self._space is not None:
            first, last = self._space
            plain = last - first == 1 and self.source[first] == " "
            self.pieces.append(" ")
            self.runs.append((self.length, self.length + 1, first, last, plain))
            self.length += 1
        self._space = None
        size = len(text)
        self.pieces.append(text)
        self.runs.append((self.length, self.length + size, start, end, direct))
        self.length += size
        if flags & LINK:
            block.linked += size
        if flags & STRONG_TEXT:
            block.strong += size

    def _begin(self, element: Element) -> Block:
        if self.length:
            self.pieces.append("\n" * self._gap if self._gap else "\n")
            self.length += max(self._gap, 1)
        self._gap = 0
        inner: Element | None = element
        while inner is not None and not inner.tag.is_block:
            inner = inner.parent
        self._block = Block(self.length, inner)
        self._block.inner = element
        return self._block


def _read(written: str) -> Tag:
    """Read one tag, comment or declaration as it stands in the source."""
    found = NAME.match(written)
    if found is None or written[-1] != ">":  # no tag, or one that the source's end cuts off
        return NO_TAG
    return Tag(found[1], written[found.end() : -1], written[1] == "/")


__all__ = ["Block", "Element", "Mark", "Page"]
