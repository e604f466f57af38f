"""What one HTML tag means: its kind of element, whether it hides, and the hints its names give.

Tags repeat a lot within a page, so a page keeps one parsed `Tag` for each distinct spelling.
"""

from __future__ import annotations

import html
import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from msgspec import Struct

BLOCK = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd",
        "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
        "hr", "html", "label", "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option",
        "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "ul",
    )
)  # fmt: skip
# A blank line stands around these in the reading text, a single break around the others.
SPACED = frozenset(
    (
        "article", "aside", "blockquote", "dl", "figure", "footer", "form", "h1", "h2", "h3",
        "h4", "h5", "h6", "header", "hgroup", "main", "nav", "ol", "p", "pre", "section",
        "table", "ul",
    )
)  # fmt: skip
VOID = frozenset(
    (
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img",
        "input", "keygen", "link", "meta", "param", "source", "track", "wbr",
    )
)  # fmt: skip
# Their content is no markup, or none that a reader sees: skipped to the end tag in one step.
RAW = frozenset(
    (
        "script", "style", "noscript", "svg", "select", "textarea", "title", "iframe", "noembed",
        "noframes", "xmp", "object",
    )
)  # fmt: skip
# Shown only by scripts or on request; what they hold is not visible text.
UNSEEN = frozenset(
    (
        "template", "datalist", "audio", "video", "canvas", "map", "rp",
    )
)  # fmt: skip
CLOSES_P = BLOCK - {"button", "label", "option", "optgroup", "body", "html", "legend", "summary"}
CLOSES_P -= {"td", "th", "tr", "tbody", "thead", "tfoot", "caption"}
# A start tag that ends an open element of the same family, up to the family's container.
SIBLINGS = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "tr": ("tr", "td", "th"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tbody": ("tbody", "thead", "tfoot", "tr", "td", "th"),
    "tfoot": ("tbody", "thead", "tfoot", "tr", "td", "th"),
    "option": ("option",),
}
FENCES = frozenset(
    (
        "ul", "ol", "dl", "table", "menu", "dir", "div", "section", "article", "aside", "main",
        "nav", "form",
    )
)  # fmt: skip
STRONG = frozenset(("b", "strong", "em", "i"))

VALUE = r"""(?>\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?+"""
ATTRIBUTE = re.compile(rf"""([^\s"'>/=]++){VALUE}""")


def picking(*names: str) -> re.Pattern[str]:
    """Return the pattern of the attributes of these names; it steps over all others.

    Most of a start tag is addresses, sizes and scripts' data that nobody asks for.
    """
    wanted = rf"""(?i:{"|".join(names)})(?![^\s"'>/=])"""
    other = VALUE.replace("([", "(?:[")
    return re.compile(
        rf"""(?>[\s"'>/=]++|(?!{wanted})[^\s"'>/=]++{other})*+(?>([^\s"'>/=]++){VALUE})?+"""
    )


NAMED = {"class": 1, "id": 2, "role": 4, "itemprop": 8}
NAMING = picking(*NAMED)
# What stands before a quoted value: the attribute's name, and before it names without values.
BEFORE_VALUE = re.compile(r"""\s*((?:[^\s"'>/=]+\s+)*?)([^\s"'>/=]+)\s*=\s*""")
SHOWING = picking("hidden", "id", "open", "style")
NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
# Pages sent in pieces (React's streaming) hold each piece hidden under such an id, and a script
# shows it at once: what stands there is what readers see.
STREAMED = re.compile(r"S:[0-9a-f]+$")
# Elements that say something of all blocks inside them.
ABOVE = (
    "nav", "header", "footer", "aside", "article", "main", "figure", "figcaption", "ul", "ol",
    "table", "blockquote", "form", "button", "section", "a", "p", "li", "h1", "h2", "h3", "h4",
    "label", "dl", "details", "span", "address",
)  # fmt: skip
HASHED = 512  # buckets for the words of classes and ids
HINTS, NAMES, BITS = HASHED, HASHED + 64, HASHED + 128  # where bits begin, and how many there are
NAME_BITS = {name: 1 << NAMES + place for place, name in enumerate(ABOVE)}

# What the reader does at a tag; NOTE is a void element kept for the metadata.
SKIP, OPEN, CLOSE, BREAK, NOTE = range(5)
VOID_ACTS = {"br": BREAK, "hr": BREAK, "meta": NOTE}
HIDDEN, LINK, STRONG_TEXT, PRE = 1, 2, 4, 8  # what an element hands down to all inside it


class Kind:
    """What all tags of one name have in common."""

    __slots__ = (
        "act",
        "closes_p",
        "end_act",
        "end_gap",
        "flags",
        "gap",
        "is_block",
        "is_hider",
        "is_picky",
        "name",
        "siblings",
    )

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_block = name in BLOCK
        # Line breaks before its tags: none, one, or a blank line.
        self.end_gap = 2 if name in SPACED else int(name in BLOCK or name == "br")
        self.gap = 2 if name == "hr" else self.end_gap
        self.closes_p = name in CLOSES_P
        self.siblings = SIBLINGS.get(name)
        self.is_picky = self.closes_p or self.siblings is not None
        self.flags = (STRONG_TEXT if name in STRONG else 0) | (PRE if name == "pre" else 0)
        self.act = VOID_ACTS.get(name, SKIP) if name in VOID else OPEN
        self.is_hider = name in UNSEEN or name == "dialog"
        self.end_act = BREAK if name == "br" else CLOSE  # "</br>" breaks a line as "<br>" does


@lru_cache(maxsize=4096)
def kind_of(name: str) -> Kind:
    """Return what all tags of a name, in either case, have in common."""
    return Kind(name.lower())


class Tag(Struct, eq=False, gc=False):
    """One spelling of a start or end tag. Its attributes are read when first asked for."""

    kind: Kind
    name: str
    inside: str
    act: int  # SKIP, OPEN, …
    gap: int  # line breaks before it: none, one, or a blank line
    flags: int  # HIDDEN, LINK, …
    is_block: bool
    is_noted: bool  # whether it is kept for the metadata
    is_picky: bool  # whether it may end elements that it does not name
    bits: int | None = None  # see read_bits
    held: dict[str, str] | None = None  # attributes, once they are read

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes by lower-case name; the first of each name counts."""
        if self.held is None:
            self.held = attributes_of(self.inside)
        return self.held

    def read_bits(self) -> int:
        """Read `bits`: what the element's name and the names its author gave it say.

        Hashed words of class, id, role and itemprop from bit 0 on; hints from HINTS on, in the
        order of `hint_names`; the element's own name from NAMES on, in the order of ABOVE.
        """
        bits = NAME_BITS.get(self.name, 0)
        if self.inside:
            bits |= _named(self.inside)
        self.bits = bits
        return bits


def tag_of(kind: Kind, inside: str = "", is_end: bool = False) -> Tag:
    """Return the tag of a kind with what is written in it."""
    if is_end or kind.act != OPEN:
        act, gap = (kind.end_act, kind.end_gap) if is_end else (kind.act, kind.gap)
        return Tag(kind, kind.name, inside, act, gap, 0, kind.is_block, False, False)
    name, flags = kind.name, kind.flags
    is_noted = name == "time"
    if inside or kind.is_hider:
        if name == "a" and "href" in inside:
            flags |= LINK
        if "itemprop" in inside or ("rel=" in inside and "author" in inside):
            is_noted = True
        if _may_hide(kind, inside) and _is_hidden(name, inside):
            flags |= HIDDEN
    return Tag(kind, name, inside, OPEN, kind.gap, flags, kind.is_block, is_noted, kind.is_picky)


def _named(inside: str) -> int:
    """Return what the names in the inside of a tag say, as bits.

    Nearly all tags hold attributes in double quotes alone: cut at the quotes, which spares the
    pattern that steps over attributes of every other kind.
    """
    parts = inside.split('"')
    bits = seen = 0
    if len(parts) % 2 == 0 or parts[-1].strip(" /\t\n\r\f"):
        return _named_anyhow(inside)
    for place in range(0, len(parts) - 1, 2):
        which = _which(parts[place])
        if which:
            value = parts[place + 1]
            if which < 0 or "&" in value:
                return _named_anyhow(inside)
            if not seen & which:  # the first of each name counts
                seen |= which
                bits |= _words(value)
    return bits


def _named_anyhow(inside: str) -> int:
    bits = 0
    found = NAMING.findall(inside)
    if len(found) == 2:  # one attribute, and nothing at the end
        _, double, single, bare = found[0]
        bits |= _words(double or single or bare)
    elif len(found) > 2:
        for value in attributes_of(inside, NAMING).values():
            bits |= _words(value)
    return bits


@lru_cache(maxsize=4096)
def _which(before: str) -> int:
    """Return which of NAMED this attribute is, 0 for others, -1 where the pattern must look."""
    found = BEFORE_VALUE.fullmatch(before)
    if found is None or not NAMED.keys().isdisjoint(found[1].lower().split()):
        return -1
    return NAMED.get(found[2].lower(), 0)


@cache
def _lexicon() -> tuple[tuple[str, ...], dict[str, int]]:
    table = tomllib.loads(files(__package__).joinpath("hints.toml").read_text("utf8"))["hints"]
    bits: dict[str, int] = {}
    for place, words in enumerate(table.values()):
        for word in words:
            bits[word] = bits.get(word, 0) | 1 << place
    return tuple(table), bits


def hint_names() -> tuple[str, ...]:
    """Return the names of the hints, in the order of their bits."""
    return _lexicon()[0]


def attributes_of(source: str, pattern: re.Pattern[str] = ATTRIBUTE) -> dict[str, str]:
    """Return the attributes written in the inside of a tag; the first of each name counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in pattern.findall(source):
        if name:  # not so where only attributes to step over were left
            value = double or single or bare
            found.setdefault(name.lower(), html.unescape(value) if "&" in value else value)
    return found


def _may_hide(kind: Kind, inside: str) -> bool:
    return "hidden" in inside or "isplay" in inside or "DISPLAY" in inside or kind.is_hider


def _is_hidden(name: str, inside: str) -> bool:
    attributes = attributes_of(inside, SHOWING)
    if "hidden" in attributes and STREAMED.match(attributes.get("id", "")):
        return False
    if name in UNSEEN or "hidden" in attributes:
        return attributes.get("hidden", "").lower() != "until-found" or name in UNSEEN
    if name == "dialog":
        return "open" not in attributes
    style = attributes.get("style")
    return style is not None and HIDING.search(style) is not None


@lru_cache(maxsize=50_000)
def _words(spelled: str) -> int:
    """Return the hints and hashed words, as bits, in one name that an author gave an element."""
    spelled = html.unescape(spelled) if "&" in spelled else spelled
    bits = 0
    for word in NAME_WORD.findall(spelled[:300]):
        bits |= _word(word)
    return bits


@lru_cache(maxsize=20_000)
def _word(written: str) -> int:
    """Return the hints and the hash, as bits, of one word of a name."""
    word = written.lower()
    return _lexicon()[1].get(word, 0) << HINTS | 1 << hashed(word) % HASHED if len(word) > 1 else 0


@lru_cache(maxsize=50_000)
def hashed(word: str) -> int:
    """Return 16 bits of a word's hash, the same on every machine (FNV-1a): the lowest ones.

    A product's lowest bits come of the factors' lowest bits alone: no need of all 32.
    """
    value = 2166136261
    for code in word.encode():
        value = (value ^ code) * 16777619 & 0xFFFF
    return value
