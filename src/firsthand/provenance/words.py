"""The words this room goes by, from words.toml: of unnamed sources, of saying, of polls."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from msgspec import Struct

__all__ = ["Words", "lists"]


class Words(Struct, frozen=True):
    """The lists of words.toml; the last three are alternatives for patterns, parted by "|"."""

    heads: dict[str, str]  # nouns that say no more of a source than that it is one
    plain: frozenset[str]  # words that do not tell one unnamed source from another
    apart: frozenset[str]  # words that say that a source is not the one before
    polling: frozenset[str]  # words of a poll's name that do not say whose it is
    nouns: str  # what somebody's words are called, singular and plural
    verbs: str  # what somebody did who said them
    bodies: str  # what speaks for the person whose name it bears


@cache
def lists() -> Words:
    """Load the words, once a process."""
    data = tomllib.loads((files(__package__) / "words.toml").read_text("utf8"))
    saying = data["saying"]
    nouns = [
        f"{noun[:-1]}(?:y|ies)" if noun[-1] == "y" else f"{noun}s?"
        for noun in saying["nouns"].split()
    ]
    return Words(
        heads=data["heads"],
        plain=frozenset(data["plain"]["words"].split()),
        apart=frozenset(data["apart"]["words"].split()),
        polling=frozenset(data["polls"]["words"].split()),
        nouns="|".join(nouns),
        verbs="|".join(saying["verbs"].split()),
        bodies="|".join(saying["bodies"].split()),
    )
