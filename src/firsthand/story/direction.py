"""Which of two texts came first, by what the pages say and, failing that, by their times.

A clock alone says little: pages are backdated, updated and printed without a zone. So a credit
that names the other side's outlet goes before any time, times count only where their ranges do not
touch, and where nothing speaks the answer is unknown. Of a text that several outlets carry, a page
that has an agency's mark on it is nearer to the source than one that has lost it.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from firsthand.story.outlets import is_same_outlet
from firsthand.types import Article, Credit, Direction, Span, Time, ZoneKind

__all__ = ["Verdict", "timed", "verdict"]

Credits = Callable[[Article], tuple[Credit, ...]]

_MANY = 3  # outlets from which on a text that bears an agency's mark is taken for a wire's

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


def verdict(left: Article, right: Article, credited: Credits, outlets: int = 2) -> Verdict:
    """Say which way the text went between two articles that share it.

    `credited` gives the credits of an article that say whose text it is, `outlets` is how many
    carry the text.
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
    way = _versions(left, right, credited) or timed(left, right)
    if way.direction is Direction.UNKNOWN and outlets >= _MANY:
        return _wire(left, right, credited, outlets) or way
    return way


def _wire(left: Article, right: Article, credited: Credits, outlets: int) -> Verdict | None:
    """Tell the page that kept an agency's mark from the one that lost it."""
    marks = [
        [one for one in credited(side) if one.kind == "agency" and one.spans]
        for side in (left, right)
    ]
    if bool(marks[0]) == bool(marks[1]):
        return None
    spans = [(one.outlet, span) for one in marks[0] or marks[1] for span in one.spans]
    return Verdict(
        direction=Direction.STATED,
        is_reversed=bool(marks[1]),
        evidence=tuple(span for _, span in spans),
        reasons=tuple(
            f"{outlets} outlets carry the text, and the mark of {name} stands on one side only"
            for name, _ in spans
        ),
    )


def _versions(left: Article, right: Article, credited: Credits) -> Verdict | None:
    """Tell the corrected one of two versions of one outlet's text: it came after the other."""
    if not any(
        is_same_outlet(one, other)
        for one in _own_names(left, credited)
        for other in _own_names(right, credited)
    ):
        return None
    before, after = _corrections(left), _corrections(right)
    if bool(before) == bool(after):
        return None
    return Verdict(
        direction=Direction.STATED,
        is_reversed=bool(before),
        evidence=before or after,
        reasons=("the page says that it has been corrected",) * len(before or after),
    )


def _corrections(article: Article) -> tuple[Span, ...]:
    """Pin what a page says of its own corrections."""
    return tuple(
        article.span(zone.start, zone.start + len(article.text[zone.start : zone.end].rstrip()))
        for zone in article.zones
        if zone.kind is ZoneKind.CORRECTION and article.text[zone.start : zone.end].strip()
    )


def _stated(left: Article, right: Article, credited: Credits) -> list[tuple[Span | None, str]]:
    """Give the words of the right page that credit the left page's outlet."""
    names = _own_names(left, credited)
    if not names or any(is_same_outlet(name, right.outlet) for name in names):
        return []
    found: list[tuple[Span | None, str]] = []
    for credit in credited(right):
        if any(is_same_outlet(credit.outlet, name) for name in names):
            reason = f"{right.outlet or 'the page'} {_SAID[credit.kind]} {credit.outlet}"
            found.extend((span, reason) for span in credit.spans or (None,))
    return found


def _own_names(article: Article, credited: Credits) -> tuple[str, ...]:
    """Give a page's outlet; where that is unknown, the agency whose mark its text carries."""
    if article.outlet:
        return (article.outlet,)
    return tuple(credit.outlet for credit in credited(article) if credit.kind == "agency")


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
