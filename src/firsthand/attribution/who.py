"""A resolved source, as the modules of this room hand it around."""

from __future__ import annotations

from dataclasses import dataclass, field

from firsthand.attribution.phrases import Phrase
from firsthand.language.names import Gender
from firsthand.types import SourceKind

__all__ = ["Who"]

Stretch = tuple[int, int]


@dataclass(slots=True, eq=False)
class Who:
    """A resolved source. `entity` is one object for all sources that are the same one."""

    name: str | None
    kind: SourceKind
    entity: object = None
    is_plural: bool = False
    count: int | None = None
    gender: Gender | None = None
    evidence: list[Stretch] = field(default_factory=list)
    phrase: Phrase | None = None
