"""Words of a text with their offsets, and the folding under which two spellings are one word.

Folding is for comparison only: it never touches a text, and no offset counts folded characters.
A word is a run of letters, digits and marks with inner apostrophes, points or commas ("don't",
"U.S.", "4,500.5"); a hyphen parts words, so that "health-care" and "health care" agree. Scripts
that write no spaces give one word a character, which is enough to compare texts by.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from msgspec import Struct

__all__ = ["Word", "fold", "folded", "pattern", "words"]

# `\w` leaves out the marks that stand on letters (accents written apart, Hebrew and Arabic points,
# Indic vowel signs), and does not part the words of scripts that write no spaces: texts with
# either go the slower way.
_SPECIAL = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0900-\u0963\u0966-\u0df3\u200d"
)
_SINGLE = (
    r"\u3041-\u3096\u309d-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff"
    r"\u0e01-\u0e4e\u0ea5-\u0ed9\u1000-\u109f\u1780-\u17e9"
)
_NEEDS_CARE = re.compile(rf"[{_SPECIAL}{_SINGLE}]")
_QUICK = re.compile(r"\w+(?:['’]\w+|[.,](?=\d|\w\b)\w+)*")
_CAREFUL = re.compile(
    rf"[{_SINGLE}]|(?:(?![{_SINGLE}])[\w{_SPECIAL}])+"
    rf"(?:['’](?:(?![{_SINGLE}])[\w{_SPECIAL}])+|[.,](?=\d|\w\b)\w+)*"
)
_BRITISH = re.compile(r"(?<=[a-z]{3})is(?=(?:e[sd]?|ing|ation|ations|ers?)\Z)")
_BRITISH_Y = re.compile(r"(?<=al)ys(?=(?:e[sd]?|ing|ers?)\Z)")


class Word(Struct, frozen=True):
    """A word as written, at [start, end) of its text."""

    text: str
    start: int
    end: int


def pattern(text: str) -> re.Pattern[str]:
    """Return the expression that matches one word of this text.

    `pattern(text).findall(text)` is the quick way where no offsets are needed.
    """
    return _CAREFUL if _NEEDS_CARE.search(text) else _QUICK


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Give the words of text[start:end] in order, offsets counted from the text's beginning."""
    for match in pattern(text).finditer(text, start, len(text) if end is None else end):
        yield Word(match[0], match.start(), match.end())


def fold(word: str) -> str:
    """Return the form under which spellings of one word compare equal.

    Case, apostrophe shape, accents' composition, the possessive ending, the points of "U.S."
    and British -ise, -isation, -yse fold away. The result may be no word ("promize").
    """
    text = word.casefold()
    if text.isascii() and text.isalpha():
        return _american(text) if "s" in text else text
    text = unicodedata.normalize("NFC", text).replace("’", "'")
    if text.endswith("'s"):
        text = text[:-2]
    if text[0].isdigit():
        return text.replace(",", "")
    if "." in text:  # "u.s": points part single letters only
        text = text.replace(".", "")
    return _american(text)


def folded(text: str) -> list[str]:
    """Return the folded words of a text in order."""
    return [fold(word) for word in pattern(text).findall(text)]


def _american(text: str) -> str:
    if len(text) < 6:
        return text
    text = _BRITISH.sub("iz", text)
    return _BRITISH_Y.sub("yz", text)
