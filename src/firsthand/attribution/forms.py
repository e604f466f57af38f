"""The forms of one name: how it is looked up, spelled out, cut into first name and surname."""

from __future__ import annotations

import re

from firsthand.attribution.lexicon import nouns
from firsthand.language.names import Name

__all__ = ["folded", "in_full", "initials", "key_of", "parts_of", "split_name"]


def folded(words: str) -> str:
    """Give words in small letters with straight apostrophes and single spaces."""
    return " ".join(words.replace("’", "'").casefold().split())


def key_of(name: str) -> str:
    """Give the form under which a name is looked up."""
    return folded(name).replace(".", "").removeprefix("the ")


def in_full(name: Name) -> str:
    """Give the name that the letters stand for, where they are those of a body known by both."""
    known = nouns().acronyms.get(key_of(name.text)) if name.text.isupper() else None
    return known or name.text


def initials(name: str) -> str:
    """Give the first letters of a name's words, small words left out."""
    small = ("of", "and", "the", "for", "on", "in", "to", "&")
    words = re.split(r"[\s-]+", name)
    return "".join(word[0] for word in words if word and word.casefold() not in small)


def parts_of(name: str) -> list[str]:
    """Give the folded words of a person's name."""
    return [part.strip(".") for part in re.split(r"[\s,]+", folded(name)) if part.strip(".")]


def split_name(parts: list[str]) -> tuple[str, str, bool]:
    """Give first name, surname and whether "Jr." follows."""
    junior = parts[-1] == "jr"
    core = [part for part in parts if part not in ("jr", "sr", "ii", "iii", "iv")]
    return (core[0], core[-1], junior) if len(core) > 1 else ("", core[0] if core else "", junior)
