"""Which groups of furniture words a block matches: one look-up a word, no regular expressions.

Two hundred blocks a page and a thousand phrases in a dozen languages leave no time for patterns,
so phrases are filed under their first word and compared word by word.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from msgspec import Struct

WORD = re.compile(r"[^\W_]+")
STEM = 5  # letters that a phrase ending in * is filed under


class Phrase(Struct, frozen=True):
    """One phrase of one group, without its first word."""

    bit: int
    words: int  # longest block it is tried on
    where: str  # whole | start | inside
    rest: tuple[str, ...]
    stem: str = ""  # what the last word begins with, where the phrase is open
    second: str = ""  # what the second word begins with


class Lexicon(Struct, frozen=True):
    """The phrases of all groups by first word; the open one-word phrases by their first letters."""

    kinds: tuple[str, ...]
    by_word: dict[str, tuple[Phrase, ...]]
    by_stem: dict[str, tuple[Phrase, ...]]
    words: dict[str, tuple[int, int]]  # of the keys of both, in what blocks a phrase begins there
    stems: dict[str, tuple[int, int]]


@cache
def lexicon() -> Lexicon:
    """Return the furniture phrases shipped with the room."""
    table = tomllib.loads(files(__package__).joinpath("furniture.toml").read_text("utf8"))
    by_word: dict[str, list[Phrase]] = {}
    by_stem: dict[str, list[Phrase]] = {}
    for place, group in enumerate(table["group"]):
        for where in ("whole", "start", "inside"):
            for spelled in group[where]:
                first, *rest = WORD.findall(spelled)
                stem = (rest[-1] if rest else first) if spelled.endswith("*") else ""
                phrase = Phrase(1 << place, group["words"], where, tuple(rest), stem, *rest[:1])
                if stem and not rest:
                    by_stem.setdefault(first[:STEM], []).append(phrase)
                else:
                    by_word.setdefault(first, []).append(phrase)
    return Lexicon(
        kinds=tuple(group["kind"] for group in table["group"]),
        by_word={word: tuple(found) for word, found in by_word.items()},
        by_stem={word: tuple(found) for word, found in by_stem.items()},
        words={
            word: _reach([*found, *by_stem.get(word[:STEM], ())]) for word, found in by_word.items()
        },
        stems={word: _reach(found) for word, found in by_stem.items()},
    )


def _reach(phrases: list[Phrase]) -> tuple[int, int]:
    """Return how many words a block has at most: any, and one with the phrase not at its start."""
    inside = [phrase.words for phrase in phrases if phrase.where == "inside"]
    return max(phrase.words for phrase in phrases), max(inside, default=0)


def telling(vocabulary: dict[str, int]) -> dict[int, tuple[int, int]]:
    """Return which of these words (lower case, numbered) phrases begin with, and in what blocks.

    The blocks have up to so many words: where the word comes first, where it stands anywhere.
    """
    known = lexicon()
    found = {vocabulary[word]: known.words[word] for word in known.words.keys() & vocabulary.keys()}
    if not known.stems.keys().isdisjoint({word[:STEM] for word in vocabulary}):
        for word, number in vocabulary.items():
            limits = known.stems.get(word[:STEM])
            if limits is not None:
                found.setdefault(number, limits)
    return found


def groups_at(words: list[str], place: int) -> int:
    """Return the groups whose phrases these words (lower case, in order) match here, as bits."""
    known, count = lexicon(), len(words)
    word, found = words[place], 0
    following = words[place + 1] if place + 1 < count else ""
    for phrase in known.by_word.get(word, ()):
        if count > phrase.words or not following.startswith(phrase.second):
            continue
        if place == 0 or phrase.where == "inside":
            end = place + 1 + len(phrase.rest)
            if _goes_on(phrase, words[place + 1 : end]) and (
                phrase.where != "whole" or all(map(str.isdigit, words[end:]))
            ):
                found |= phrase.bit
    for phrase in known.by_stem.get(word[:STEM], ()):
        is_placed = place == 0 or phrase.where == "inside"
        if count <= phrase.words and is_placed and word.startswith(phrase.stem):
            found |= phrase.bit
    return found


def _goes_on(phrase: Phrase, words: list[str]) -> bool:
    """Tell whether these are the words of a phrase after its first."""
    rest = phrase.rest
    if not rest or len(words) < len(rest):
        return not rest
    if phrase.stem:
        return words[-1].startswith(phrase.stem) and tuple(words[:-1]) == rest[:-1]
    return tuple(words) == rest
