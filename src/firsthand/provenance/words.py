"""The words by which this room knows what people say and who speaks for whom; from words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from msgspec import Struct

__all__ = ["Saying", "saying"]


class Saying(Struct, frozen=True):
    """Alternatives for patterns, parted by "|"."""

    nouns: str  # what somebody's words are called, singular and plural
    verbs: str  # what somebody did who said them
    bodies: str  # what speaks for the person whose name it bears


@cache
def saying() -> Saying:
    """Load the words, once a process."""
    data = tomllib.loads((files(__package__) / "words.toml").read_text("utf8"))["saying"]
    nouns = [
        f"{noun[:-1]}(?:y|ies)" if noun[-1] == "y" else f"{noun}s?"
        for noun in data["nouns"].split()
    ]
    return Saying(
        "|".join(nouns), "|".join(data["verbs"].split()), "|".join(data["bodies"].split())
    )
