"""Which names over a story are one: "Ito" and "Ana Ito", "NYT" and "The New York Times".

The decision: a name joins a longer one only where the longer one is the only candidate in the
story. "Trump" beside "Donald Trump" and "Melania Trump" stays apart from both: a wrong join would
lose a person, and the answer's interval says what a missing one leaves open.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any
from unicodedata import normalize

from firsthand.language.words import fold, words

__all__ = ["Identities", "tokens"]

_ACCENTS = re.compile(r"[\u0300-\u036f]")
_ASIDE = re.compile(r"\s*(?:\([^)]*\)|\s-\s.*$|[“\"«„].*[”\"»“])")


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "identity.toml").read_text("utf8"))


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(str(_tables()[table]).split())


@lru_cache(maxsize=1 << 14)
def tokens(name: str) -> tuple[str, ...]:
    """Give the folded words of a name that tell it apart, in order; titles fall away.

    So do accents: one outlet writes them and the next does not.
    """
    bare = _ASIDE.sub("", name).strip() or name
    found = [_ACCENTS.sub("", normalize("NFKD", fold(word.text))) for word in words(bare)]
    kept = tuple(word for word in found if word not in _words("empty"))
    return kept or tuple(found) or (name.strip().casefold(),)


@lru_cache(maxsize=1 << 14)
def _whole(given: str) -> frozenset[str]:
    """Give what a given name can be short for, itself included."""
    return frozenset([given, *_tables()["short"].get(given, "").split()])


def _is_short(form: tuple[str, ...]) -> bool:
    return len(form) > 1 and len(_whole(form[0])) > 1


@lru_cache(maxsize=1 << 14)
def _edition(parts: tuple[str, ...]) -> tuple[str, ...]:
    """Drop the words that tell editions of one publisher apart."""
    kept = tuple(part for part in parts if part not in _words("edition"))
    return kept or parts


class Identities:
    """One identity for each person, institution and outlet that a story names."""

    def __init__(self, names: Iterable[str], *, loose: bool = False) -> None:
        """Learn the story's names; order never matters.

        `loose` is for titles: any words of a longer one may be short for it.
        """
        self._loose = loose
        written = {name: tokens(name) for name in names if name.strip()}
        forms = sorted(set(written.values()), key=lambda form: (-len(form), _is_short(form), form))
        self._home: dict[tuple[str, ...], tuple[str, ...]] = {}
        for form in forms:
            self._home[form] = self._found(form)
        self._name: dict[tuple[str, ...], str] = {}
        for name in sorted(written, key=lambda item: (-len(item), item)):
            home = self._home[written[name]]
            best = self._name.get(home)
            if best is None or (written[name] == home and written[name] != tokens(best)):
                self._name[home] = name

    def _found(self, form: tuple[str, ...]) -> tuple[str, ...]:
        """Give the one longer form this name is short for, else the form itself."""
        homes = {home for longer, home in self._home.items() if self._fits(form, longer)}
        return homes.pop() if len(homes) == 1 else form

    def _fits(self, form: tuple[str, ...], longer: tuple[str, ...]) -> bool:
        return _short_for(form, longer) or (self._loose and set(form) < set(longer))

    def key(self, name: str) -> str:
        """Give the identity of a name: equal for two names of one bearer."""
        form = tokens(name)
        return " ".join(self._home.get(form) or self._found(form))

    def name(self, name: str) -> str:
        """Give the fullest form in which the story writes this name."""
        form = tokens(name)
        return self._name.get(self._home.get(form) or self._found(form), name)


def _short_for(form: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Tell whether one name can be short for another."""
    if _edition(form) == _edition(longer):
        return True
    if len(form) == 1 and len(longer) > 1 and form[0] == "".join(word[0] for word in longer):
        return True
    if len(form) > 2 and sorted(form) == sorted(longer):
        return True  # the same words in the order of another language: "Bo Ito Lund", "Bo Lund Ito"
    if form[1:] == longer[1:] and len(form) > 1:  # one family name: "Bob Ito" and "Robert Ito"
        return bool(_whole(form[0]) & _whole(longer[0]))
    if len(form) >= len(longer):
        return False
    if longer[:-1] == form and longer[-1] in _words("generation"):
        return False  # where nothing else tells them apart, "Jr." does: "Ian Ito" and "Ian Ito Jr."
    at = iter(longer)
    if all(part in at for part in form):
        return form[-1] == longer[-1] or form[0] == longer[0] or len(form) > 1
    said_short = len(form) > 1 and longer[0] != form[0] and longer[0] in _whole(form[0])
    return said_short and _short_for((longer[0], *form[1:]), longer)
