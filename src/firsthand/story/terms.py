"""What an article is about: the stems of its title and first paragraphs, names marked."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from unicodedata import normalize
from zlib import crc32

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.language.words import fold, pattern
from firsthand.types import BODY_ZONES, Article

__all__ = ["WEIGHTS", "Common", "Lexicon", "Opening", "bare", "common", "opening"]

_LEAD = 1600  # characters of the body, some 270 words: news says early what it is about
_NAME = 1.75  # weight of a capitalised word or a number: it tells one flood from another
_COUNTED = 50  # articles that the table of common words weighs as much as: a case soon knows better
_INFLECTED = 5  # letters from which a word may have an ending
_SHORTEST = 3  # letters that an ending must leave
_HEADLINE_CASE = 0.6  # share of capitals from which a title's capitals mark no names
_KNOWN = 1 << 16  # words of a lexicon, and as many older ones at most: some 130 bytes each
_MOST = 127  # times that a word counts
_PARTING = (*'-—–/…"“”()[]:;?!', ", ", ". ")  # what parts words as a space does
_FIRST_WORD = np.uint64(1 << 17)  # numbers of stems lie above 17 bits for place and name
_SPACED = pattern("")  # the reading of texts whose words are parted by spaces

_times = 1 + np.log(np.maximum(np.arange(256) >> 1, 1))
WEIGHTS: NDArray[np.float32] = np.where(np.arange(256) & 1, _NAME * _times, _times).astype(
    np.float32
)
"""Weight of a term in its article, by its code: twice the times it stands there, and 1 for a name.
"""


class Lexicon(dict[str, int]):
    """The number of a word as written: twice that of its stem, and 1 for a name or a number.

    A word is what stands between spaces, with the marks around it; what is no word has 0.
    It is read once and looked up after that; what is not used for long is forgotten.
    """

    def __init__(self) -> None:
        super().__init__()
        self._older: dict[str, int] = {}

    def __missing__(self, written: str) -> int:
        if len(self) >= _KNOWN:
            self._older = dict(self)
            self.clear()
        found = self._older.get(written)
        if found is None:
            found = _number(written)
        self[written] = found
        return found


def _number(written: str) -> int:
    word = written if written.isalnum() else bare(written)
    if not word:
        return 0
    first, low = word[0], word.lower()
    if not low.isascii():
        low = fold(_plain(low))
    elif "is" in low or "ys" in low or not low.isalpha():
        low = fold(low)
    is_name = first.isupper() or first.istitle() or first.isdigit()
    return crc32(_stem(low).encode("utf8", "surrogatepass")) << 1 | is_name


def bare(written: str) -> str:
    """Return a word as written without the marks around it; nothing where it is none."""
    match = pattern(written).search(written)
    return match[0] if match else ""


def _plain(word: str) -> str:
    """Return a word without accents."""
    return "".join(normalize("NFD", letter)[0] for letter in word)


def _stem(word: str) -> str:
    """Take the English endings off a folded word.

    Rough on purpose and the same for all texts; a language with other endings loses little.
    """
    if len(word) < _INFLECTED or word[0].isdigit():
        return word
    stem = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    if stem.endswith(("ed", "ly")):
        stem = stem[:-2]
    elif stem.endswith("ing"):
        stem = stem[:-3]
    elif stem.endswith(("e", "i", "y")):
        stem = stem[:-1]
    return stem if len(stem) >= _SHORTEST else word


class Opening(Struct, frozen=True):
    """The words that say what an article is about: their terms, each once, in order."""

    keys: NDArray[np.uint32]
    codes: NDArray[np.uint8]  # see WEIGHTS
    place: NDArray[np.int64]  # of the word that each is shown by
    written: list[str]

    def words(self, which: NDArray[np.int64]) -> list[str]:
        """Give these terms as written, marks around them included: see `bare`."""
        return [self.written[place] for place in self.place[which].tolist()]


class Common(Struct, frozen=True):
    """How many of `articles` news articles hold the common words; other words are in none."""

    keys: NDArray[np.uint32]
    holders: NDArray[np.float64]
    articles: int

    def held(self, keys: NDArray[np.uint32]) -> NDArray[np.float64]:
        """Return how many of the articles hold each of these words."""
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.holders[at], 0.0)


@cache
def common() -> Common:
    """Return what is known of words before the first article."""
    table = tomllib.loads(files("firsthand.story").joinpath("common_words.toml").read_text("utf8"))
    found: dict[int, float] = {}
    for band in table["band"]:
        for word in band["words"].split():
            key = _number(word) >> 1
            found[key] = max(found.get(key, 0.0), band["share"])
    keys = np.array(sorted(found), np.uint32)
    shares = np.array([found[key] for key in keys.tolist()])
    return Common(keys=keys, holders=shares * _COUNTED, articles=_COUNTED)


def opening(article: Article, lexicon: Lexicon) -> Opening:
    """Return what an article is about: its title and the beginning of its body."""
    title, body = _words((article.title or "")[:_LEAD]), _words(_beginning(article))
    written = title + body
    numbers = np.fromiter(map(lexicon.__getitem__, written), np.uint64, len(written))
    capital = numbers[: len(title)] & np.uint64(1)
    if np.count_nonzero(capital) > _HEADLINE_CASE * len(title):
        numbers[: len(title)] -= capital
    packed = numbers << np.uint64(16) | np.arange(len(written), dtype=np.uint64)
    packed.sort()
    packed = packed[np.searchsorted(packed, _FIRST_WORD) :]  # what is no word comes first
    keys = (packed >> np.uint64(17)).astype(np.uint32)
    last = np.append(np.nonzero(keys[1:] != keys[:-1])[0], len(keys) - 1)[: len(keys)]
    counts = last.copy()
    counts[1:] -= last[:-1]
    counts[:1] += 1
    told = packed[last].astype(np.int64)  # the last of a stem is a name if any of them is
    codes = np.minimum(counts, _MOST) << 1 | (told >> 16 & 1)
    return Opening(keys[last], codes.astype(np.uint8), told & 0xFFFF, written)


def _beginning(article: Article) -> str:
    """Return the first paragraphs of an article."""
    parts, size = [], 0
    for zone in article.zones:
        if zone.kind not in BODY_ZONES:
            continue
        parts.append(article.text[zone.start : min(zone.end, zone.start + _LEAD - size)])
        size += len(parts[-1])
        if size >= _LEAD:
            break
    return "\n".join(parts)


def _words(text: str) -> list[str]:
    """Part a text at its spaces, or word by word where it has none."""
    reader = pattern(text)
    if reader is not _SPACED:
        return reader.findall(text)
    for mark in _PARTING:
        text = text.replace(mark, " ")
    return text.split()
