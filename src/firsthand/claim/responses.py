"""Who answered a claim, how, and how much of it."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.claim.terms import Vocabulary
from firsthand.types import Article, Attribution, Proposition

__all__ = ["responses"]


def responses(
    drafts: Sequence[Proposition],
    attributions: Sequence[Attribution],
    articles: Sequence[Article],
    vocabulary: Vocabulary,
) -> tuple[Proposition, ...]:
    return tuple(drafts)
