"""What an article is about: the stems of its title and first paragraphs, names marked."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.language.coded import BREAK, Coded, coded, hashed
from firsthand.types import Article

__all__ = ["Common", "Opening", "Terms", "common", "opening"]

Ints = NDArray[np.int64]

_LEAD = 1600  # characters of the body, some 270 words: news says early what it is about
_NAME = 1.75  # weight of a capitalised word or a number: it tells one flood from another
_COUNTED = 50  # articles that the table of common words weighs as much as: a case soon knows better
_INFLECTED = 5  # letters from which a word may have an ending
_SHORTEST = 3  # letters that an ending must leave
_S, _E, _D, _L, _Y, _I, _N, _G = (ord(letter) for letter in "sedlying")
_HEADLINE_CASE = 0.6  # share of capitals from which a title's capitals mark no names


class Terms(Struct, frozen=True):
    """The stems of one article as numbers, in order, with their weight in it."""

    keys: NDArray[np.uint32]
    weights: NDArray[np.float32]


class Opening(Struct, frozen=True):
    """The words that say what an article is about: its terms, and each one's first place."""

    text: str
    terms: Terms
    start: Ints
    end: Ints

    def words(self, which: Ints) -> list[str]:
        """Give these terms as written where they first stand."""
        return [
            self.text[start:end]
            for start, end in zip(self.start[which].tolist(), self.end[which].tolist(), strict=True)
        ]


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
        words = coded(band["words"])
        for key in hashed(words, _stems(words)).tolist():
            found[key] = max(found.get(key, 0.0), band["share"])
    keys = np.array(sorted(found), np.uint32)
    shares = np.array([found[key] for key in keys.tolist()])
    return Common(keys=keys, holders=shares * _COUNTED, articles=_COUNTED)


def opening(article: Article) -> Opening:
    """Return what an article is about: its title and the beginning of its body."""
    text = _beginning(article)
    words = coded(text)
    keys = hashed(words, _stems(words))
    if not len(keys):
        terms = Terms(keys, keys.astype(np.float32))
        return Opening(text, terms, words.start, words.end)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.concatenate(([0], np.nonzero(keys[1:] != keys[:-1])[0] + 1))
    counts = np.diff(np.append(first, len(keys)))
    named = np.maximum.reduceat(_named(words)[order], first)
    weights = (1 + np.log(counts)) * np.where(named, _NAME, 1.0)
    place = order[first]
    terms = Terms(keys[first], weights.astype(np.float32))
    return Opening(text, terms, words.start[place], words.end[place])


def _beginning(article: Article) -> str:
    """Return an article's title and first paragraphs, parted by breaks."""
    parts, size = [article.title or ""], 0
    for zone in article.blocks:
        parts.append(article.text[zone.start : min(zone.end, zone.start + _LEAD - size)])
        size += len(parts[-1])
        if size >= _LEAD:
            break
    return BREAK.join(parts)


def _named(words: Coded) -> NDArray[np.bool_]:
    """Say of each word whether it is a name or a number."""
    capital = words.capital
    in_title = words.blocks() == 0
    if in_title.any() and capital[in_title].mean() > _HEADLINE_CASE:
        capital = capital & ~in_title
    return capital | words.number


def _stems(words: Coded) -> Ints:
    """Return how many letters of each word make its stem: English endings come off.

    Rough on purpose and the same for all texts; a language with other endings loses little.
    """
    size = words.size
    letters = [
        words.letters.take(words.first + np.maximum(size - back, 0), mode="clip")
        for back in (1, 2, 3, 4)
    ]
    long = (size >= _INFLECTED) & ~words.number
    plural = long & (letters[0] == _S) & (letters[1] != _S)
    last, second, third = (np.where(plural, letters[k + 1], letters[k]) for k in range(3))
    size = size - plural
    past = long & (second == _E) & (last == _D)
    adverb = long & (second == _L) & (last == _Y)
    going = long & (third == _I) & (second == _N) & (last == _G)
    vowel = long & ~past & ~adverb & ((last == _E) | (last == _I) | (last == _Y))
    cut: Ints = size - 2 * (past | adverb) - 3 * going - vowel
    return np.where(cut >= _SHORTEST, cut, size)
