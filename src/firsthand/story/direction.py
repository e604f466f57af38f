"""Which of two texts came first, by what the pages say and, failing that, by their times.

A clock alone says little: pages are backdated, updated and printed without a zone. So a credit
that names the other side's outlet goes before any time, times count only where their ranges do not
touch, and where nothing speaks the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from firsthand.story.outlets import is_same_outlet
from firsthand.types import Article, Credit, Direction, Span, Time

__all__ = ["Verdict", "timed", "verdict"]

Credits = Callable[[Article], tuple[Credit, ...]]

_SAID = {
    "text": "says that the text is from",
    "licence": "says that the text is licensed from",
    "agency": "is marked as a text of",
    "copyright": "carries the copyright line of",
}


class Verdict(Struct, frozen=True, kw_only=True):
    """What is known of the way a text went, from left to right unless `is_reversed`."""

    direction: Direction
    is_reversed: bool = False
    evidence: tuple[Span, ...] = ()
    reasons: tuple[str, ...] = ()


def verdict(left: Article, right: Article, credited: Credits) -> Verdict:
    """Say which way the text went between two articles that share it.

    `credited` gives the credits of an article that say whose text it is.
    """
    onward, back = _stated(left, right, credited), _stated(right, left, credited)
    if bool(onward) != bool(back):
        found = onward or back
        return Verdict(
            direction=Direction.STATED,
            is_reversed=bool(back),
            evidence=tuple(span for span, _ in found if span),
            reasons=tuple(reason for _, reason in found),
        )
    return timed(left, right)


def _stated(left: Article, right: Article, credited: Credits) -> list[tuple[Span | None, str]]:
    """Give the words of the right page that credit the left page's outlet."""
    if not left.outlet or is_same_outlet(left.outlet, right.outlet):
        return []
    found: list[tuple[Span | None, str]] = []
    for credit in credited(right):
        if is_same_outlet(credit.outlet, left.outlet):
            reason = f"{right.outlet or 'the page'} {_SAID[credit.kind]} {credit.outlet}"
            found.extend((span, reason) for span in credit.spans or (None,))
    return found


def timed(left: Article, right: Article) -> Verdict:
    """Say which of two articles came first by their times alone, where zones allow it."""
    one, other = left.published, right.published
    if one is None or other is None:
        return Verdict(direction=Direction.UNKNOWN)
    if one.latest < other.earliest:
        return _by_time(one, other, is_reversed=False)
    if other.latest < one.earliest:
        return _by_time(other, one, is_reversed=True)
    reason = f"the times leave it open: {one.printed}, {other.printed}"
    return Verdict(
        direction=Direction.UNKNOWN, evidence=(*one.spans, *other.spans), reasons=(reason,)
    )


def _by_time(first: Time, second: Time, *, is_reversed: bool) -> Verdict:
    return Verdict(
        direction=Direction.TIMED,
        is_reversed=is_reversed,
        evidence=(*first.spans, *second.spans),
        reasons=(f"published before: {first.printed}, then {second.printed}",),
    )
