"""What one HTML tag means: its kind of element, whether it hides, and the hints its names give.

Tags repeat a lot within a page, so a page keeps one parsed `Tag` for each distinct spelling.
"""

from __future__ import annotations

import html
import re
import tomllib
from functools import cache
from importlib.resources import files

from msgspec import Struct

BLOCK = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html label "
    "legend li main menu nav ol optgroup option p pre search section summary table tbody td tfoot "
    "th thead tr ul".split()
)
# A blank line stands around these in the reading text, a single break around the others.
SPACED = frozenset(
    "article aside blockquote dl figure footer form h1 h2 h3 h4 h5 h6 header hgroup main nav ol p "
    "pre section table ul".split()
)
VOID = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr".split()
)
# Their content is no markup, or none that a reader sees: skipped to the end tag in one step.
RAW = frozenset(
    "script style noscript svg select textarea title iframe noembed noframes xmp object".split()
)
# Shown only by scripts or on request; what they hold is not visible text.
UNSEEN = frozenset("template datalist audio video canvas map rp".split())
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
FENCES = frozenset("ul ol dl table menu dir div section article aside main nav form".split())
STRONG = frozenset(("b", "strong", "em", "i"))

ATTRIBUTE = re.compile(
    r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""",
)
NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
HASHED = 512  # buckets for the words of classes and ids


class Tag(Struct, frozen=True):
    """One spelling of a start or end tag."""

    name: str
    is_end: bool = False
    is_block: bool = False
    is_spaced: bool = False
    is_void: bool = False
    is_raw: bool = False
    is_hidden: bool = False
    is_link: bool = False
    is_strong: bool = False
    hints: int = 0  # bits in the order of HINT_NAMES
    words: tuple[int, ...] = ()  # hashed words of class, id and role
    attributes: dict[str, str] = {}


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


def attributes_of(source: str) -> dict[str, str]:
    """Return the attributes written in the inside of a tag; the first of each name counts."""
    found: dict[str, str] = {}
    for name, double, single, bare in ATTRIBUTE.findall(source):
        value = double or single or bare
        found.setdefault(name.lower(), html.unescape(value) if "&" in value else value)
    return found


def parse(name: str, slash: str, inside: str) -> Tag:
    """Read one tag from its name, its leading slash and the rest of its inside."""
    name = name.lower()
    if slash:
        return Tag(name, True, name in BLOCK, name in SPACED)
    attributes = attributes_of(inside) if inside.strip(" /") else {}
    hints, words = _named(
        attributes.get("class", ""),
        attributes.get("id", ""),
        f"{attributes.get('role', '')} {attributes.get('itemprop', '')}",
    )
    return Tag(
        name,
        False,
        name in BLOCK,
        name in SPACED,
        name in VOID,
        name in RAW,
        _is_hidden(name, attributes),
        name == "a" and "href" in attributes,
        name in STRONG,
        hints,
        words,
        attributes,
    )


def _is_hidden(name: str, attributes: dict[str, str]) -> bool:
    if name in UNSEEN or "hidden" in attributes:
        return attributes.get("hidden", "").lower() != "until-found" or name in UNSEEN
    if name == "dialog":
        return "open" not in attributes
    style = attributes.get("style")
    return style is not None and HIDING.search(style) is not None


def _named(*names: str) -> tuple[int, tuple[int, ...]]:
    """Return the hints and hashed words in the names an author gave an element."""
    bits = _lexicon()[1]
    hints, words = 0, set()
    for spelled in names:
        if not spelled or spelled == " ":
            continue
        for word in NAME_WORD.findall(spelled[:300]):
            word = word.lower()
            if len(word) > 1:
                hints |= bits.get(word, 0)
                words.add(bucket(word))
    return hints, tuple(sorted(words))


def bucket(word: str) -> int:
    """Hash a word to one of HASHED buckets, the same on every machine (FNV-1a)."""
    value = 2166136261
    for code in word.encode():
        value = ((value ^ code) * 16777619) & 0xFFFFFFFF
    return value % HASHED
