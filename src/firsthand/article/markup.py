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
from functools import lru_cache

from firsthand.article.tags import (
    CLOSE,
    FENCES,
    HIDDEN,
    LINK,
    NOTE,
    OPEN,
    PRE,
    SKIP,
    STRONG_TEXT,
    Tag,
    kind_of,
)
from firsthand.errors import CaptureError

INSIDE = r"[^>=]*+(?:=(?:\s*+(?:\"[^\"]*+\"|'[^']*+'))?+[^>=]*+)*+"  # of a tag, quotes respected
# Elements whose content is no markup, in the alternation that fails soonest.
RAW_NAME = r"s(?:cript|tyle|vg|elect)|t(?:extarea|itle)|no(?:script|embed|frames)|iframe|xmp|object"
TOKEN = re.compile(
    rf"(<(?:!--(?:-?>|(?s:.*?)(?:--!?>|\Z))"
    rf"|(?=[iInNoOsStTxX])(?i:({RAW_NAME}))(?=[\s/>]){INSIDE}>"
    rf"(?:[^<]++|<(?!/(?i:\2)[\s/>]))*+(?:<{INSIDE}>?+)?+"
    rf"|/?[a-zA-Z]{INSIDE}>?+"
    rf"|[!?/][^>]*+>?+))"
)
OPENING = re.compile(rf"<[^\s/>]+({INSIDE})>")
NAME = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
SPECIAL = re.compile(r"[&\t\n\r\f]")
PIECE = re.compile(
    r"((?:[^& \t\n\r\f]|&(?![#\w]))++(?: (?:[^& \t\n\r\f]|&(?![#\w]))++)*+)"
    r"|([ \t\n\r\f]++)|(&(?:#\w++|\w++|#);?+)"
)
KEPT = re.compile(r"(?:[^&]|&(?![#\w]))++|&(?:#\w++|\w++|#);?+")
SPACES = " \t\n\r\f"
NEAR = 64  # levels looked through for an element that a tag ends without naming it
DEEPEST = 512  # levels of nesting, as browsers do
MOST_TAGS = 600_000  # a page of 5 MB holds a tenth of it; more is no page and would take for ever
NO_TAG = Tag(kind_of("img"))
SHORT = 16  # characters of a tag, attributes included, that many pages spell alike: "</div>"


class Element:
    """An open element: what it is, where it stands, and what it hands down."""

    __slots__ = ("box", "depth", "flags", "memo", "parent", "tag")

    def __init__(self, tag: Tag, parent: Element | None) -> None:
        self.tag = tag
        self.parent = parent
        self.memo: tuple[int, int, int, int] | None = None  # of setting.py
        # The nearest block element above: never itself, or only the collector could free it.
        self.box: Element | None = None
        if parent is None:
            self.depth, self.flags = 0, tag.flags
        else:
            self.depth = parent.depth + 1
            self.flags = tag.flags | parent.flags
            self.box = parent if parent.tag.is_block else parent.box


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
        self._stack = [Element(Tag(kind_of("html")), None)]
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
        end = 0
        for text, written, raw in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            start = end + len(text)
            if text:
                self._chars(text, end, start)
            end = start + len(written)
            if raw is not None:
                self._raw(raw.lower(), written, start, end)
                continue
            tag = tags.get(written)
            if tag is None:
                tag = tags[written] = _read(written)
            if tag.act == OPEN:
                self._open(tag, start, end)
            elif tag.act == CLOSE:
                self._close(tag)
            elif tag.act != SKIP:
                self._void(tag, start, end)
        if parts[-1]:
            self._chars(parts[-1], end, len(self.source))
        self._finish()

    def _open(self, tag: Tag, start: int, end: int) -> None:
        stack, counts, kind = self._stack, self._open_names, tag.kind
        if kind.is_block:
            self._break(kind.gap)
            if kind.closes_p and counts.get("p"):
                self._imply(("p",))
            if kind.siblings is not None:
                self._imply(kind.siblings)
        elif tag.flags & LINK:
            if stack[-1].flags & LINK:
                self._imply(("a",))
            if self._block is not None:
                self._block.links += 1
        if len(stack) < DEEPEST:
            stack.append(Element(tag, stack[-1]))
            name = tag.name
            counts[name] = counts.get(name, 0) + 1
        if tag.is_noted:
            self._mark(tag, start, end, (end, end))

    def _void(self, tag: Tag, start: int, end: int) -> None:
        """Break at `br`, `hr` and `</p>`; keep `meta` for the metadata."""
        if tag.act == NOTE:
            self._mark(tag, start, end, (end, end))
            return
        self._break(2 if tag.name == "hr" else tag.kind.gap)
        if tag.name == "p":
            self._close(tag)

    def _raw(self, name: str, written: str, start: int, end: int) -> None:
        """Step over a raw element; scripts with data and the title are kept for the metadata."""
        if name == "title" or (name == "script" and "ld+json" in written[:400].lower()):
            opening = OPENING.match(written)
            if opening is not None:
                stop = written.rfind("</")
                inner = (start + opening.end(), start + (stop if stop > 0 else len(written)))
                self._mark(Tag(kind_of(name), opening[1]), start, end, inner)

    def _mark(self, tag: Tag, start: int, end: int, inner: tuple[int, int]) -> None:
        mark = Mark(tag, start, end, inner)
        mark.place = self.length
        self.marks.append(mark)

    def _imply(self, names: tuple[str, ...]) -> None:
        """Close the nearest open element of these names, unless a container comes first."""
        stack, counts = self._stack, self._open_names
        if not any(map(counts.get, names)):
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

    def _close(self, tag: Tag) -> None:
        stack, name = self._stack, tag.name
        if tag.is_block:
            self._break(tag.kind.gap)
        if stack[-1].tag.name == name and len(stack) > 1:
            self._open_names[name] -= 1
            stack.pop()
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

    def _chars(self, chunk: str, start: int, end: int) -> None:
        bare = chunk.strip(SPACES)
        if not bare and self._block is None:
            return
        flags = self._stack[-1].flags
        if flags & (HIDDEN | PRE):
            if not flags & HIDDEN:
                self._kept(chunk, start)
            return
        if not bare:
            self._space = self._space or (start, end)
            return
        first, last = start, end
        if len(bare) < len(chunk):
            first = end - len(chunk.lstrip(SPACES))
            last = first + len(bare)
            if first > start:
                self._space = self._space or (start, first)
        if "  " in bare or SPECIAL.search(bare) is not None:
            self._fold(bare, first)
        else:
            self._put(bare, first, last, True)
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
        top = self._stack[-1]
        flags = top.flags
        block = self._block
        if block is None:
            block = self._begin(top)
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
        inner = element if element.tag.is_block else element.box
        self._block = block = Block(self.length, inner)
        block.inner = element
        return block


def _read(written: str) -> Tag:
    """Read one tag, comment or declaration as it stands in the source."""
    return _read_short(written) if len(written) <= SHORT else _tag(written)


def _tag(written: str) -> Tag:
    found = NAME.match(written)
    if found is None or written[-1] != ">":  # no tag, or one that the source's end cuts off
        return NO_TAG
    kind, is_end = kind_of(found[1]), written[1] == "/"
    if kind.act == SKIP and not is_end:
        return NO_TAG
    return Tag(kind, written[found.end() : -1], is_end)


_read_short = lru_cache(maxsize=4096)(_tag)


__all__ = ["Block", "Element", "Mark", "Page"]
