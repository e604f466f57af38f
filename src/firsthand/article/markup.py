"""HTML to reading text: the visible words in document order, each with its place in the source.

The decision: our own tokenizer, because tree builders throw the places away. It follows the HTML
standard where text depends on it (raw elements, character references, implied end tags, nesting
to 512 levels) and is otherwise a single pass that can't fail: any characters give a page.

Not visible, so not in the reading text: what is `hidden`, `display:none` or `visibility:hidden`
in its own style, a closed dialog, templates, scripts, styles, noscript, form choices, drawings,
and the inside of players and frames. White space folds to one space outside `pre`; blocks are
parted by one line break or a blank line.
"""

from __future__ import annotations

import html
import re
from collections import Counter

from firsthand.article.tags import CLOSES_P, FENCES, RAW, SIBLINGS, Tag

TOKEN = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>?+|<!--|<[!?/]"
)
SPECIAL = re.compile(r"[&\t\n\r\f]|  ")
PIECE = re.compile(
    r"([^& \t\n\r\f]++(?: [^& \t\n\r\f]++)*+)|([ \t\n\r\f]++)|(&(?:#\w++|\w++);?+)|(&)"
)
SPACES = " \t\n\r\f"
NEAR = 64  # levels looked through for an element that a tag ends without naming it
DEEPEST = 512  # levels of nesting, as browsers do
RAW_END = {name: re.compile(rf"</(?i:{name})(?=[\s/>]|\Z)") for name in RAW}


class Element:
    """An open element: what it is and what it inherits."""

    __slots__ = ("chars", "depth", "hidden", "is_link", "is_pre", "is_strong", "parent", "tag")

    def __init__(self, tag: Tag, parent: Element | None) -> None:
        self.tag = tag
        self.parent = parent
        self.depth: int = 0
        self.hidden: bool = tag.is_hidden
        self.is_link: bool = tag.is_link
        self.is_strong: bool = tag.is_strong
        self.is_pre: bool = tag.name == "pre"
        self.chars = 0.0  # weight of paragraph text below it, filled in by the features
        if parent is not None:
            self.depth = parent.depth + 1
            self.hidden = self.hidden or parent.hidden
            self.is_link = self.is_link or parent.is_link
            self.is_strong = self.is_strong or parent.is_strong
            self.is_pre = self.is_pre or parent.is_pre


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
    """The reading text of one HTML source, its blocks, and the map back to the source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.marks: list[Mark] = []
        # The map, one entry a run: text start and end, source start and end, direct or not.
        self.runs: list[tuple[int, int, int, int, bool]] = []
        self._root = Element(Tag("html"), None)
        self._stack = [self._root]
        self._block: Block | None = None
        self._gap = 0
        self._space: tuple[int, int] | None = None
        self._tags: dict[str, Tag] = {}
        self._open_names: Counter[str] = Counter()
        self._walk()
        self.text = "".join(self.pieces)

    def _walk(self) -> None:
        source, search, at, total = self.source, TOKEN.search, 0, len(self.source)
        while at < total:
            found = search(source, at)
            if found is None:
                self._chars(at, total)
                break
            start, end = found.span()
            if start > at:
                self._chars(at, start)
            name = found[2]
            if name is None:
                at = self._comment(start)
                continue
            tag = self._tags.get(found[0])
            if tag is None:
                tag = self._tags[found[0]] = Tag(name, found[1], found[3])
            if tag.is_end:
                self._close(tag)
                at = end
            elif found[0][-1] != ">":  # cut off inside a tag
                break
            else:
                at = self._open(tag, start, end)
        self._finish()

    def _comment(self, start: int) -> int:
        """Return where a comment, doctype or processing instruction ends."""
        source = self.source
        if source.startswith("<!-->", start) or source.startswith("<!--->", start):
            return source.index(">", start) + 1
        if not source.startswith("<!--", start):
            end = source.find(">", start)
            return end + 1 if end >= 0 else len(source)
        end = source.find("-->", start + 4)
        return end + 3 if end >= 0 else len(source)

    def _open(self, tag: Tag, start: int, end: int) -> int:
        name = tag.name
        if tag.is_raw:
            return self._raw(tag, start, end)
        if tag.is_void:
            self._void(tag, start, end)
            return end
        if tag.is_block:
            self._break(2 if tag.is_spaced else 1)
            if name in CLOSES_P:
                self._imply(("p",), FENCES)
        if name in SIBLINGS:
            self._imply(SIBLINGS[name], FENCES)
        elif name == "a" and self._stack[-1].is_link:
            self._imply(("a",), FENCES)
        if len(self._stack) < DEEPEST:
            self._stack.append(Element(tag, self._stack[-1]))
            self._open_names[name] += 1
        if tag.is_link and self._block is not None:
            self._block.links += 1
        if tag.is_noted:
            self._mark(tag, start, end, (end, end))
        return end

    def _raw(self, tag: Tag, start: int, end: int) -> int:
        closing = RAW_END[tag.name].search(self.source, end)
        stop = closing.start() if closing else len(self.source)
        if tag.name in ("script", "title"):
            self._mark(tag, start, end, (end, stop))
        if closing is None:
            return len(self.source)
        after = self.source.find(">", stop)
        return after + 1 if after >= 0 else len(self.source)

    def _void(self, tag: Tag, start: int, end: int) -> None:
        if tag.name == "br":
            self._break(1)
        elif tag.name == "hr":
            self._break(2)
        elif tag.name in ("meta", "link"):
            self._mark(tag, start, end, (end, end))

    def _mark(self, tag: Tag, start: int, end: int, inner: tuple[int, int]) -> None:
        mark = Mark(tag, start, end, inner)
        mark.place = self.length
        self.marks.append(mark)

    def _imply(self, names: tuple[str, ...], fences: frozenset[str]) -> None:
        """Close the nearest open element of these names, unless a container comes first."""
        stack, counts = self._stack, self._open_names
        if not any(counts[name] for name in names):
            return
        for place in range(len(stack) - 1, max(0, len(stack) - NEAR), -1):
            name = stack[place].tag.name
            if name in names:
                self._pop(place)
                return
            if name in fences:
                return

    def _pop(self, place: int) -> None:
        """Close the element at this place of the stack and all inside it."""
        for element in self._stack[place:]:
            self._open_names[element.tag.name] -= 1
        del self._stack[place:]

    def _close(self, tag: Tag) -> None:
        stack, name = self._stack, tag.name
        if tag.is_block:
            self._break(2 if tag.is_spaced else 1)
        if not self._open_names[name]:
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

    def _chars(self, start: int, end: int) -> None:
        element = self._stack[-1]
        if element.hidden:
            return
        if element.is_pre:
            self._kept(start, end)
            return
        chunk = self.source[start:end]
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
            plain, space, reference, _ = found.groups()
            if space:
                self._space = self._space or (offset + start, offset + end)
            elif reference:
                self._refer(reference, offset + start, offset + end)
            else:
                self._put(plain or "&", offset + start, offset + end, True)

    def _refer(self, written: str, start: int, end: int) -> None:
        meant = html.unescape(written)
        if meant.strip(SPACES):
            self._put(meant, start, end, meant == written)
        elif meant:
            self._space = self._space or (start, end)

    def _kept(self, start: int, end: int) -> None:
        """Write text as it stands, white space included."""
        for found in re.finditer(r"[^&]+|&(?:#\w+|\w+);?|&", self.source[start:end]):
            written = found[0]
            meant = html.unescape(written) if written[0] == "&" else written
            if meant and (self._block is not None or meant.strip()):
                first, last = start + found.start(), start + found.end()
                self._put(meant, first, last, meant == written)

    def _put(self, text: str, start: int, end: int, direct: bool) -> None:
        element = self._stack[-1]
        block = self._block
        if block is None:
            block = self._begin(element)
            if element.is_link:
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
        if element.is_link:
            block.linked += size
        if element.is_strong:
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


__all__ = ["Block", "Element", "Mark", "Page"]
