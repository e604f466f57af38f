"""Whose text a page says it carries, and when two names mean one outlet."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from msgspec import Struct

from firsthand.language.words import folded
from firsthand.types import Article, Credit

__all__ = ["OWNING", "credits", "is_same_outlet"]

OWNING = frozenset({"text", "licence", "agency", "copyright"})
"""Kinds of credit that say whose text it is; a photo or a contribution does not."""

_NAME = (
    r"(?P<name>(?:[Tt]he )?[A-Z][\w&.'’-]*"
    r"(?: (?:(?:of|the|and|de|du|der|&) ){0,2}[A-Z][\w&.'’-]*)*)"
)
_FIRST_BLOCKS = 4
_LONGEST = 300  # characters of a block that may be a credit line or open with a dateline
_EMPTY = frozenset({"the", "com", "news", "online", "web", "www", "org", "newspaper", "magazine"})


def credits(article: Article) -> tuple[Credit, ...]:
    """Give the credits that say whose text an article carries.

    Those that reading found come first; a text that came without a page is searched for credit
    lines here.
    """
    found = tuple(one for one in article.credits if one.kind in OWNING)
    return found or _in_words(article)


@lru_cache(4096)
def is_same_outlet(one: str | None, other: str | None) -> bool:
    """Say whether two names mean one outlet: "The Example Times", "Example Times (News)", "ET"."""
    if not one or not other:
        return False
    left, right = _core(one), _core(other)
    if not left or not right:
        return False
    if left == right or "".join(left) == "".join(right):
        return True
    return _is_short_for(left, right) or _is_short_for(right, left)


def _core(name: str) -> tuple[str, ...]:
    plain = re.sub(r"\(.*?\)|\.(?:com|org|net|co\.\w\w)\b", " ", name)
    words = folded(plain)
    core = tuple(word for word in words if word not in _EMPTY)
    return core or tuple(words)


def _is_short_for(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return len(short) == 1 and len(long) > 1 and short[0] == "".join(word[0] for word in long)


def _in_words(article: Article) -> tuple[Credit, ...]:
    """Search the short blocks for credit lines, and the first ones for a dateline."""
    found, lines = [], _lines()
    for number, zone in enumerate(article.zones):
        is_short = zone.end - zone.start <= _LONGEST
        if not is_short and number >= _FIRST_BLOCKS:
            continue
        block = article.text[zone.start : min(zone.end, zone.start + _LONGEST)]
        low = block.casefold()
        for line in lines:
            hit = line.find(block, is_short) if line.hint in low else None
            if hit:
                start = zone.start + hit.start()
                span = article.span(start, start + len(hit[0].rstrip()))
                name = hit["name"].rstrip(".'’-")
                found.append(Credit(outlet=name, kind=line.kind, spans=(span,)))
                break
    return tuple(found)


class _Line(Struct, frozen=True):
    """A way to say whose text it is."""

    kind: str
    hint: str  # stands in every block that has the line, in lower case
    is_anchored: bool  # opens its block, which may be a long one
    pattern: re.Pattern[str]

    def find(self, block: str, is_short: bool) -> re.Match[str] | None:
        """Find the line in a block, or in the beginning of a long one."""
        if self.is_anchored:
            return self.pattern.match(block)
        return self.pattern.search(block) if is_short else None


@cache
def _lines() -> tuple[_Line, ...]:
    table = tomllib.loads(files("firsthand.story").joinpath("credits.toml").read_text("utf8"))
    return tuple(
        _Line(
            kind=line["kind"],
            hint=line["hint"],
            is_anchored=line.get("anchored", False),
            pattern=re.compile(line["pattern"].replace("NAME", _NAME)),
        )
        for line in table["line"]
    )
