"""What a stretch of text is about, as weighted terms that paraphrases share.

Two pages tell one thing in different words, so a term is not a word: endings fold away, words of
one meaning fold together (`thesaurus.toml`), and the letters of an institution meet its full name.
A term weighs what it tells apart inside this story: the name that stands in every sentence of a
story says nothing about which of its claims a sentence tells.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from math import log, sqrt

from firsthand.claim.words import listed
from firsthand.language.words import fold, words

__all__ = ["Vocabulary", "stem"]

_ENDINGS = (
    ("ational", "ate"),
    ("ations", "ate"),
    ("ation", "ate"),
    ("nesses", ""),
    ("ness", ""),
    ("ments", ""),
    ("ment", ""),
    ("ingly", ""),
    ("edly", ""),
    ("ings", ""),
    ("ing", ""),
    ("ied", "y"),
    ("ies", "y"),
    ("ers", ""),
    ("er", ""),
    ("ed", ""),
    ("es", ""),
    ("ly", ""),
    ("s", ""),
    ("ion", ""),
)
_FULL_NAME = re.compile(r"[A-Z][\w’'-]*(?:\s(?:(?:of|for|and|the|on)\s)?[A-Z][\w’'-]*)+")
_LETTERS = re.compile(r"\b[A-Z]{3,6}\b")


@cache
def stem(word: str) -> str:
    """Give the form under which inflections of one English word meet; not always a word."""
    form = fold(word)
    for ending, rest in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= 3:
            form = form[: -len(ending)] + rest
            break
    if len(form) > 4 and form[-1] == form[-2]:
        form = form[:-1]
    return form[:-1] if len(form) > 4 and form.endswith("e") else form


@cache
def _stop() -> frozenset[str]:
    """Give the words without weight."""
    return frozenset(listed("stop"))


@cache
def _meanings() -> dict[str, str]:
    """Give each stem of the thesaurus its line's mark."""
    lines = tomllib.loads((files(__package__) / "thesaurus.toml").read_text("utf8"))["meanings"]
    found: dict[str, str] = {}
    for line in lines:
        members = line.split()
        for word in members:
            found.setdefault(stem(word), f"@{members[0]}")
    return found


class Vocabulary:
    """The terms of one story and what each weighs there."""

    def __init__(self, texts: Iterable[str], sentences: Iterable[str]) -> None:
        """Learn short forms from whole texts, weights from sentences; order never matters.

        A sentence counts once however often it is carried: a copy must move no weight.
        """
        self._known: dict[str, frozenset[str]] = {}
        self._short = _short_forms(texts)
        self._pattern = (
            re.compile("|".join(map(re.escape, sorted(self._short, key=len, reverse=True))))
            if self._short
            else None
        )
        self._seen: Counter[str] = Counter()
        self._sentences = 0
        self._hands: Counter[str] = Counter()
        self._tellings = 2
        for sentence in set(sentences):
            self._sentences += 1
            self._seen.update(self.terms(sentence))
        self._weights: dict[str, float] = {}
        self._totals: dict[frozenset[str], float] = {}
        self._top = log(self._sentences + 2)

    def terms(self, text: str) -> frozenset[str]:
        """Give the terms of a text; each is read once: a story comes back to its sentences."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._read(text)
        return known

    def _read(self, text: str) -> frozenset[str]:
        if self._pattern:
            text = self._pattern.sub(lambda match: self._short[match[0]], text)
        meanings, stop = _meanings(), _stop()
        found = set()
        for word in words(text):
            form = fold(word.text)
            if form not in stop and (len(form) > 1 or form.isdigit()):
                mark = stem(word.text)
                found.add(meanings.get(mark, mark))
        return frozenset(found)

    def weight(self, term: str) -> float:
        """What a term tells apart in this story, in (0, 1]: 1 for a term seen in no sentence."""
        known = self._weights.get(term)
        if known is None:
            known = log((self._sentences + 2) / (self._seen[term] + 1)) / self._top
            self._weights[term] = known
        return known

    def hear(self, chains: Iterable[Iterable[str]]) -> None:
        """Learn how often each speaker, document and outlet stands behind a telling."""
        self._hands = Counter(hand for chain in chains for hand in chain)
        self._tellings = max(2, self._hands.total())

    def rarity(self, hand: str) -> float:
        """What a speaker, document or outlet tells apart in this story, in [0, 1]."""
        return log(self._tellings / max(1, self._hands[hand])) / log(self._tellings)

    def overlap(self, left: frozenset[str], right: frozenset[str]) -> float:
        """Share of weight that two sets of terms have in common, in [0, 1] (cosine)."""
        common = sum(self.weight(term) for term in sorted(left & right))
        if not common:
            return 0.0
        return common / sqrt(self.total(left) * self.total(right))

    def total(self, terms: frozenset[str]) -> float:
        """Weight of a whole set of terms."""
        known = self._totals.get(terms)
        if known is None:
            known = self._totals[terms] = sum(self.weight(term) for term in sorted(terms))
        return known


def _short_forms(texts: Iterable[str]) -> dict[str, str]:
    """Map full names to their letters where the story uses both, in every form they stand in."""
    texts = list(texts)
    letters = {found for text in texts for found in _LETTERS.findall(text)}
    short: dict[str, str] = {}
    for text in texts if letters else ():
        for match in _FULL_NAME.finditer(text):
            short.update(_initials(match[0].split(), letters))
    return short


def _initials(name: Sequence[str], letters: set[str]) -> Iterable[tuple[str, str]]:
    """Yield the parts of a name whose capitals spell known letters."""
    for first in range(len(name)):
        for last in range(first + 2, len(name) + 1):
            part = name[first:last]
            spelt = "".join(word[0] for word in part if word[0].isupper())
            if part[0][0].isupper() and part[-1][0].isupper() and spelt in letters:
                yield " ".join(part), spelt
