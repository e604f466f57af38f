"""Whose text a page says it carries, and when two names mean one outlet."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from firsthand.language.words import folded
from firsthand.types import Article, Credit

__all__ = ["OWNING", "credits", "is_same_outlet"]

OWNING = frozenset({"text", "licence", "agency", "copyright"})
"""Kinds of credit that say whose text it is; a photo or a contribution does not."""

_NAME = (
    r"(?P<name>(?:[Tt]he )?[A-Z][\w&.'’-]*"
    r"(?: (?:(?:of|the|and|de|du|der|&) ){0,2}[A-Z][\w&.'’-]*)*)"
)
_LONGEST = 300  # characters of a block that may be a credit line or open with a dateline
_EMPTY = frozenset({"the", "com", "news", "online", "web", "www", "org", "newspaper", "magazine"})


def credits(article: Article) -> tuple[Credit, ...]:
    """Give the credits that say whose text an article carries.

    Those that reading found come first; a text that came without a page is searched for credit
    lines here.
    """
    found = tuple(one for one in article.credits if one.kind in OWNING)
    return found or _in_words(article)


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
    found = []
    for zone in article.zones:
        block = article.text[zone.start : min(zone.end, zone.start + _LONGEST)]
        whole = zone.end - zone.start <= _LONGEST
        for kind, line in _lines():
            if not whole and kind != "agency":
                continue
            match = line.search(block)
            if match:
                span = article.span(zone.start + match.start(), zone.start + match.end())
                name = match["name"].rstrip(".'’-")
                found.append(Credit(outlet=name, kind=kind, spans=(span,)))
                break
    return tuple(found)


@cache
def _lines() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = tomllib.loads(files("firsthand.story").joinpath("credits.toml").read_text("utf8"))
    return tuple(
        (line["kind"], re.compile(line["pattern"].replace("NAME", _NAME))) for line in table["line"]
    )
