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

from msgspec import Struct

from firsthand.article.tags import (
    BLOCK,
    CLOSE,
    FENCES,
    HIDDEN,
    LINK,
    NOTE,
    OPEN,
    PRE,
    SKIP,
    STRONG,
    STRONG_TEXT,
    VOID,
    Kind,
    Tag,
    kind_of,
    tag_of,
)
from firsthand.errors import CaptureError

# A group that is repeated without giving back is atomic, "(?>…)*+" and not "(?:…)*+": Python before
# 3.11.5 goes wrong where a group it repeats so ends in a look ahead (gh-100061). "(?>(?:…)*)" is
# right as well, but keeps a record of each round: 800 MB for a page of 5 MB.
# The inside of a tag, quotes respected.
INSIDE = r"""[^>=]*+(?>=(?:"[^"]*+"|\s*+(?:"[^"]*+"|'[^']*+')|)[^>=]*+)*+"""
# Elements whose content is no markup, in the alternation that fails soonest.
RAW_NAME = r"s(?:cript|tyle|vg|elect)|t(?:extarea|itle)|no(?:script|embed|frames)|iframe|xmp|object"
# What is commonest comes first: end tags, start tags whose first letter no raw element has.
TOKEN = re.compile(
    rf"(<(?:/[a-zA-Z](?:[a-zA-Z0-9]*+>|{INSIDE}>?+)"
    rf"|[a-hj-mp-ruvwyzA-HJ-MP-RUVWYZ]{INSIDE}>?+"
    rf"|(?i:({RAW_NAME}))(?=[\s/>]){INSIDE}>"
    rf"(?>[^<]++|<(?!/(?i:\2)[\s/>]))*+(?><{INSIDE}>?+)?+"
    rf"|[a-zA-Z]{INSIDE}>?+"
    rf"|!--(?:-?>|(?>[^-]++|-(?!-!?>))*+(?>--!?>)?+)"
    rf"|[!?/][^>]*+>?+))"
)
OPENING = re.compile(rf"<[^\s/>]+({INSIDE})>")
NAME = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
SPECIAL = re.compile(r"[&\t\n\r\f]")
PIECE = re.compile(
    r"((?>[^& \t\n\r\f]++|&(?![#\w]))++(?> (?>[^& \t\n\r\f]++|&(?![#\w]))++)*+)"
    r"|([ \t\n\r\f]++)|(&(?:#\w++|\w++|#);?+)"
)
KEPT = re.compile(r"(?>[^&]++|&(?![#\w]))++|&(?:#\w++|\w++|#);?+")
SPACES = " \t\n\r\f"
NEAR = 64  # levels looked through for an element that a tag ends without naming it
DEEPEST = 512  # levels of nesting, as browsers do
MOST_TAGS = 600_000  # a page of 5 MB holds a tenth of it; more is no page and would take for ever
MOST_RUNS = 300_000  # pieces of the source map; a page of 5 MB holds a tenth of it
NO_TAG = tag_of(kind_of("img"))
OFTEN = {name: kind_of(name) for name in BLOCK | VOID | STRONG | {"a", "span"}}
SHORT = 16  # characters of a tag, attributes included, that many pages spell alike: "</div>"


class Element(Struct, eq=False, gc=False):
    """An element that words stand in: what it is, and where it stands."""

    tag: Tag
    parent: Element | None = None
    # The nearest block element above: never itself, or only the collector could free it.
    box: Element | None = None
    depth: int = 0
    memo: tuple[int, int, int, int] | None = None  # of setting.py


class Block(Struct, eq=False, gc=False):
    """A line of the reading text, its innermost block element, and how it is set."""

    start: int
    element: Element | None
    inner: Element | None = None  # the innermost element of its first words
    end: int = 0
    linked: int = 0  # characters inside links
    links: int = 0
    strong: int = 0  # characters in bold or italics


class Mark(Struct, eq=False, gc=False):
    """A tag or a raw element kept for the metadata: where it stands in the source."""

    tag: Tag
    start: int
    end: int
    inner: tuple[int, int]  # of a raw element: what stands between its tags
    place: int  # in the reading text


class Page:
    """The reading text of one HTML source, its blocks, and the map back to the source.

    Raises CaptureError for a source of more tags or pieces of text than any page has.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.length = 0
        self.blocks: list[Block] = []
        self.marks: list[Mark] = []
        # The map, one entry a run: text start and end, source start and end, direct or not.
        self.runs: list[tuple[int, int, int, int, bool]] = []
        # What is open, from the root on: tags, their names, and what each hands down. Elements
        # are made of the first of them only, when words stand in them: most never hold any.
        root = tag_of(kind_of("html"))
        self._tags, self._names, self._flags = [root], [""], [root.flags]
        self._elements = [Element(root)]
        self._block: Block | None = None
        self._gap = 0
        self._space: tuple[int, int] | None = None
        self._walk()
        self.text = "".join(self.pieces)

    def _walk(self) -> None:  # noqa: C901, PLR0915 - calls cost half the time
        parts = TOKEN.split(self.source)
        if len(parts) > 3 * MOST_TAGS:
            raise CaptureError("the page has more tags than can be read", fix="capture it again")
        meant: dict[str, Tag] = {}
        names, tags, flags = self._names, self._tags, self._flags
        elements = self._elements
        end = 0
        for text, written, raw in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
            start = end + len(text)
            if text and (self._block is not None or text.strip(SPACES)):
                self._chars(text, end, start)
            end = start + len(written)
            if raw is not None:
                self._raw(raw.lower(), written, start, end)
                continue
            tag = meant.get(written)
            if tag is None:
                tag = meant[written] = _read(written)
            act = tag.act
            if act == SKIP:
                continue
            gap = tag.gap
            if gap:
                block = self._block
                if block is not None:
                    block.end = self.length
                    self.blocks.append(block)
                    self._block = None
                self._space = None
                if gap > self._gap:
                    self._gap = gap
            if act == OPEN:
                if tag.is_picky and names[-1] not in FENCES:
                    self._end_others(tag.kind)
                elif tag.flags & LINK:
                    self._link()
                if len(names) < DEEPEST:
                    names.append(tag.name)
                    tags.append(tag)
                    flags.append(tag.flags | flags[-1])
                if tag.is_noted:
                    self._mark(tag, start, end, (end, end))
            elif act == CLOSE:
                if names[-1] == tag.name:
                    names.pop()
                    tags.pop()
                    flags.pop()
                    if len(elements) > len(names):
                        elements.pop()
                elif tag.name in names:
                    self._close(tag)
            elif act == NOTE:
                self._mark(tag, start, end, (end, end))
        if parts[-1]:
            self._chars(parts[-1], end, len(self.source))
        if self._block is not None:
            self._block.end = self.length
            self.blocks.append(self._block)

    def _end_others(self, kind: Kind) -> None:
        """Close what a start tag of this kind ends without naming it."""
        if kind.closes_p and "p" in self._names:
            self._imply(("p",))
        if kind.siblings is not None:
            self._imply(kind.siblings)

    def _link(self) -> None:
        """Count a link; it ends the one it stands in."""
        if self._flags[-1] & LINK:
            self._imply(("a",))
        if self._block is not None:
            self._block.links += 1

    def _raw(self, name: str, written: str, start: int, end: int) -> None:
        """Step over a raw element; scripts with data and the title are kept for the metadata."""
        if name == "title" or (name == "script" and "ld+json" in written[:400].lower()):
            opening = OPENING.match(written)
            if opening is not None:
                stop = written.rfind("</")
                inner = (start + opening.end(), start + (stop if stop > 0 else len(written)))
                self._mark(tag_of(kind_of(name), opening[1]), start, end, inner)

    def _mark(self, tag: Tag, start: int, end: int, inner: tuple[int, int]) -> None:
        self.marks.append(Mark(tag, start, end, inner, self.length))

    def _imply(self, closed: tuple[str, ...]) -> None:
        """Close the nearest open element of these names, unless a container comes first."""
        names = self._names
        for place in range(len(names) - 1, max(0, len(names) - NEAR), -1):
            name = names[place]
            if name in closed:
                self._pop(place)
                return
            if name in FENCES:
                return

    def _pop(self, place: int) -> None:
        """Close the element at this place and all inside it."""
        del self._names[place:], self._tags[place:], self._flags[place:], self._elements[place:]

    def _close(self, tag: Tag) -> None:
        """Close the nearest open element of a name, at an end tag that stands amid others."""
        names, tags, name = self._names, self._tags, tag.name
        for place in range(len(names) - 1, 0 if tag.is_block else max(0, len(names) - NEAR), -1):
            if names[place] == name:
                self._pop(place)
                return
            if tags[place].is_block and not tag.is_block:
                return

    def _chars(self, chunk: str, start: int, end: int) -> None:
        bare = chunk.strip(SPACES)
        if not bare and self._block is None:
            return
        flags = self._flags[-1]
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
        flags = self._flags[-1]
        block = self._block
        if block is None:
            block = self._begin()
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
        if len(self.runs) > MOST_RUNS:
            raise CaptureError(
                "the page has more character references than can be read", fix="capture it again"
            )
        self.length += size
        if flags & LINK:
            block.linked += size
        if flags & STRONG_TEXT:
            block.strong += size

    def _begin(self) -> Block:
        if self.length:
            self.pieces.append("\n" * self._gap if self._gap else "\n")
            self.length += max(self._gap, 1)
        self._gap = 0
        elements = self._elements
        element = elements[-1]
        inmost = element if element.tag.is_block else element.box
        for depth in range(len(elements), len(self._tags)):
            tag = self._tags[depth]
            element = Element(tag, element, inmost, depth)
            elements.append(element)
            if tag.is_block:
                inmost = element
        self._block = block = Block(self.length, inmost, element)
        return block


def _read(written: str) -> Tag:
    """Read one tag, comment or declaration as it stands in the source."""
    return _read_short(written) if len(written) <= SHORT else _tag(written)


def _tag(written: str) -> Tag:
    if written[-1] != ">":  # cut off by the source's end
        return NO_TAG
    kind = OFTEN.get(written[1 : written.find(" ")])  # most tags are so: "<div class=…>"
    if kind is not None:
        return NO_TAG if kind.act == SKIP else tag_of(kind, written[len(kind.name) + 1 : -1])
    found = NAME.match(written)
    if found is None:
        return NO_TAG
    kind, is_end = kind_of(found[1]), written[1] == "/"
    if kind.act == SKIP and not is_end:
        return NO_TAG
    return tag_of(kind, written[found.end() : -1], is_end)


_read_short = lru_cache(maxsize=4096)(_tag)


__all__ = ["Block", "Element", "Mark", "Page"]
