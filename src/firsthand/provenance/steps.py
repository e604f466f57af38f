"""Says, rule by rule, how a count came about, with the words it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.provenance.origins import Count
from firsthand.provenance.scene import Scene
from firsthand.provenance.strands import Strand
from firsthand.types import Proposition, Step

__all__ = ["steps"]


def steps(
    item: Proposition, found: Sequence[Strand], count: Count, place: Scene
) -> tuple[Step, ...]:
    """Give the rules used on the way to a claim's count, each in one sentence."""
    return ()
