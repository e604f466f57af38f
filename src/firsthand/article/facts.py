"""The facts of an article, gathered from the modules that read them."""

from __future__ import annotations

from msgspec import Struct

from firsthand.article.credits import credited, credits
from firsthand.article.outlets import outlets, paywalls, sections
from firsthand.article.people import authors, best
from firsthand.article.sheet import Sheet
from firsthand.article.times import as_value, times
from firsthand.article.titles import titles
from firsthand.types import Credit, Method, Time, Value, ZoneKind


class Facts(Struct, frozen=True):
    """What a page says of itself; fields as on Article."""

    title: str | None
    standfirst: str | None
    authors: tuple[str, ...]
    published: Time | None
    modified: Time | None
    times: tuple[Time, ...]
    outlet: str | None
    credit: str | None
    credits: tuple[Credit, ...]
    section: str | None
    paywalled: bool | None
    values: tuple[Value, ...]


def facts(sheet: Sheet) -> Facts:
    """Read every fact of a page, with all readings of each and the best one chosen."""
    owners = outlets(sheet)
    names = tuple(dict.fromkeys(value.value for value in owners))
    heads = titles(sheet, names)
    people = authors(sheet, names)
    dated = list(times(sheet))
    given = credits(sheet, names[:3])
    areas, walls = sections(sheet), paywalls(sheet)
    lead = standfirst(sheet)
    stamps = tuple(as_value(field, time) for field, time in dated)
    return Facts(
        title=heads[0].value if heads else None,
        standfirst=lead[0].value if lead else None,
        authors=best(people),
        published=_first(dated, "published"),
        modified=_first(dated, "modified"),
        times=tuple(dict.fromkeys(time for _, time in dated)),
        outlet=names[0] if names else None,
        credit=credited(given),
        credits=given,
        section=areas[0].value if areas else None,
        paywalled=(walls[0].value == "yes") if walls else None,
        values=tuple(dict.fromkeys((*heads, *lead, *people, *stamps, *owners, *areas, *walls))),
    )


def standfirst(sheet: Sheet) -> tuple[Value, ...]:
    """Return the standfirst as printed."""
    found = sheet.of(ZoneKind.STANDFIRST)
    if not found:
        return ()
    spans = tuple(sheet.span(zone.start, zone.end) for zone in found)
    words = "\n\n".join(span.exact for span in spans)
    return sheet.value("standfirst", words, Method.VISIBLE, spans)


def _first(dated: list[tuple[str, Time]], field: str) -> Time | None:
    return next((time for name, time in dated if name == field), None)
