"""Patterns mean the same to every Python that the project allows."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]

import pytest

import firsthand

NAMES = sorted(
    found.name
    for found in pkgutil.walk_packages(firsthand.__path__, "firsthand.")
    if not found.name.endswith("__main__")
)


def repeated(parsed: object) -> Iterator[object]:
    """Yield what a parsed pattern repeats without giving back, if it is more than one sign."""
    if isinstance(parsed, _parser.SubPattern | list | tuple):
        if len(parsed) == 2 and str(parsed[0]) == "POSSESSIVE_REPEAT":
            inner = parsed[1][2]
            if len(inner) > 1 or str(inner[0][0]) in ("SUBPATTERN", "BRANCH"):
                yield inner
        for part in parsed:
            yield from repeated(part)


def faults(pattern: str, flags: int = 0) -> list[object]:
    return list(repeated(_parser.parse(pattern, flags)))


@pytest.mark.parametrize("name", NAMES)
def test_a_group_repeated_without_giving_back_is_atomic(name: str):
    patterns = [
        value for value in vars(importlib.import_module(name)).values() if type(value) is re.Pattern
    ]

    # Python before 3.11.5 takes too much there (gh-100061); see article/markup.py.
    assert not [
        found.pattern
        for found in patterns
        if isinstance(found.pattern, str) and faults(found.pattern, found.flags)
    ]


def test_the_check_sees_such_groups():
    assert all(map(faults, (r"x(?:[^<]++|<(?!/x))*+", r"(?:ab)?+", r"((a)++b)*+")))
    assert not faults(r"a++(?>[^<]++|<(?!/x))*+[ab]?+")
