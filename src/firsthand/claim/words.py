"""The word lists this room goes by, from words.toml; the file is read once a process."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

__all__ = ["listed"]


@cache
def _tables() -> dict[str, str]:
    return tomllib.loads((files(__package__) / "words.toml").read_text("utf8"))


def listed(name: str) -> tuple[str, ...]:
    """Give the words of a list, in the order of the file."""
    return tuple(_tables()[name].split())
