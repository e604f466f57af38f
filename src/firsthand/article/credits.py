"""Whose text this is: the words by which a page says that another outlet or agency wrote it.

Licence lines, wire bylines and datelines, copyright lines and photo credits are told apart by
their own words and by where they stand; the page's own outlet is never its own credit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.article.embedded import strings
from firsthand.article.outlets import COMPANY
from firsthand.article.phrases import WORD
from firsthand.article.sheet import Sheet
from firsthand.article.signs import (
    ADDITIONAL,
    COPYRIGHT,
    PHOTO,
    UPPER,
    agency_line,
    original,
    table,
)
from firsthand.language.names import outlet_named
from firsthand.types import BODY_ZONES, Credit, Span, Zone, ZoneKind

# Which kinds of credit say whose text it is, the strongest first.
TEXT_KINDS = ("licence", "text", "agency", "copyright")
DATELINE = re.compile(
    rf"^\W*(?:[{UPPER}][\w'’. /-]{{1,40}}?(?:,\s*[\w'’. ]{{2,25}})?)?\W{{0,3}}"
    r"(?:\((?P<inside>[\w/., &-]{2,40})\)|(?P<bare>[A-Za-z]{2,9}))\s*(?:[-–—:]|\Z)"
)
WIRE_END = re.compile(r"\((?P<names>[\w/., &+-]{2,30})\)\s*$")
SOURCES = re.compile(r"^\W*(?:quellen?|sources?|fuentes?|fonti?e?)\s*:\s*(?P<names>.+)$", re.I)
PLACE_LINE = 5  # words of a line that names an outlet under the byline, at most
LEADING_THE = re.compile(r"^(?:the|der|die|das|le|la|el|il)\s+", re.I)


def credits(sheet: Sheet, outlets: tuple[str, ...]) -> tuple[Credit, ...]:
    """Return the credits of the page in order of their strength."""
    found = [*_data(sheet), *_lines(sheet), *_under_byline(sheet), *_wires(sheet), *_photos(sheet)]
    own = {_key(outlet) for outlet in outlets}
    kept = [
        credit
        for credit in found
        if credit.kind in ("photo", "additional") or not _is_own(_key(credit.outlet), own)
    ]
    kept = [credit for credit in kept if credit.kind != "copyright" or _is_borne_out(credit, kept)]
    order = {kind: place for place, kind in enumerate((*TEXT_KINDS, "additional", "photo"))}
    return tuple(dict.fromkeys(sorted(kept, key=lambda credit: order[credit.kind])))


def credited(credits: tuple[Credit, ...]) -> str | None:
    """Return the outlet or agency whose text this is, None where it is the outlet's own."""
    for credit in credits:
        if credit.kind in TEXT_KINDS:
            return credit.outlet
    return None


def _key(name: str) -> str:
    return "".join(WORD.findall(LEADING_THE.sub("", name.strip()).lower()))


def _is_own(key: str, own: set[str]) -> bool:
    return not key or any(
        key == name or (len(key) > 4 and key in name) or (len(name) > 4 and name in key)
        for name in own
    )


def _is_borne_out(credit: Credit, found: list[Credit]) -> bool:
    """A copyright line alone may name the owner's company; beside another credit it proves it."""
    key = _key(credit.outlet)
    return outlet_named(credit.outlet) is not None or any(
        other.kind in ("licence", "text", "agency") and _is_own(key, {_key(other.outlet)})
        for other in found
    )


def full_name(name: str) -> str:
    """Return an agency's or outlet's full name for its short form, else the name as written."""
    agencies: dict[str, str] = table()["agencies"]
    return agencies.get(name.strip(), name.strip())


def _data(sheet: Sheet) -> Iterator[Credit]:
    """Read authors and copyright holders in the data that are agencies or other outlets."""
    for node in sheet.found.articles:
        for key in ("author", "creator", "sourceOrganization", "copyrightHolder", "isBasedOn"):
            for name in strings(node.fields.get(key)):
                known = name.strip() in table()["agencies"] or outlet_named(name) is not None
                pinned = sheet.in_node(node, key, name)
                if known and pinned:
                    kind = "copyright" if key == "copyrightHolder" else "agency"
                    yield Credit(outlet=full_name(name), kind=kind, captured=pinned)
    for name, mark in sheet.found.meta("author", "syndication-source", "original-source",
                                       "dc.source", "article:author"):  # fmt: skip
        if name in table()["agencies"]:
            yield Credit(outlet=full_name(name), kind="agency", captured=sheet.in_tag(mark))


def _lines(sheet: Sheet) -> Iterator[Credit]:
    """Read licence, help and copyright lines at the article's ends."""
    for zone in sheet.of(ZoneKind.CREDIT, ZoneKind.BYLINE, ZoneKind.CORRECTION):
        words = sheet.words(zone)
        start = sheet.text.find(words, zone.start)
        line = sheet.span(start, start + len(words))
        first = original(words)
        if first:
            yield Credit(outlet=first["outlet"].strip(" .\"”'’"), kind="licence", spans=(line,))
        elif ADDITIONAL.search(words):
            yield from _helpers(words, line)
        elif agency_line(words):
            for name in agency_line(words):
                yield Credit(outlet=full_name(name), kind="agency", spans=(line,))
        else:
            yield from _owner(words, line)
            yield from _sources(words, line)


def _helpers(words: str, line: Span) -> Iterator[Credit]:
    """Read who helped: agencies by name, else the words after "by"."""
    named = [name for name in table()["agencies"] if re.search(rf"\b{re.escape(name)}\b", words)]
    for name in named:
        yield Credit(outlet=full_name(name), kind="additional", spans=(line,))
    if not named:
        by = re.search(rf"\b(?:by|from|von|par|por)\s+(?P<name>[{UPPER}][^.;\n]{{2,80}})", words)
        if by:
            yield Credit(outlet=by["name"].strip(), kind="additional", spans=(line,))


def _owner(words: str, line: Span) -> Iterator[Credit]:
    found = COPYRIGHT.match(words)
    if found and found["outlet"]:
        name = COMPANY.sub("", found["outlet"].strip(" ,."))
        if len(WORD.findall(name)) <= 6 and not name.isdigit():
            yield Credit(outlet=_titled(name), kind="copyright", spans=(line,))


def _sources(words: str, line: Span) -> Iterator[Credit]:
    """Read "Source: dpa, own" and the agencies at the end of a text."""
    found = SOURCES.match(words)
    for name in re.split(r"\s*[/,&+]\s*", found["names"].strip(" .")) if found else ():
        if name in table()["agencies"]:
            yield Credit(outlet=full_name(name), kind="agency", spans=(line,))


def _titled(name: str) -> str:
    """Write a name in capitals as names are written."""
    if not name.isupper() or len(name) < 6:
        return name
    small = {"Of", "And", "The", "De", "Der"}
    words = [word.capitalize() for word in name.lower().split()]
    return " ".join(
        word.lower() if place and word in small else word for place, word in enumerate(words)
    )


def _under_byline(sheet: Sheet) -> Iterator[Credit]:
    """Read a line under the byline that names a known outlet, or one credited elsewhere."""
    heads = sheet.of(ZoneKind.HEADLINE)
    body = [zone for zone in sheet.zones if zone.kind in BODY_ZONES]
    if not heads or not body:
        return
    elsewhere = {
        _key(found["outlet"])
        for zone in sheet.of(ZoneKind.CREDIT)
        for found in (original(sheet.words(zone)), COPYRIGHT.match(sheet.words(zone)))
        if found and found["outlet"]
    }
    for zone in sheet.zones:
        if not heads[0].start <= zone.start <= body[0].start or zone.kind in BODY_ZONES:
            continue
        for found in re.finditer(r"[^\n]+", sheet.text[zone.start : zone.end]):
            name = found[0].strip(" \u00a0·•|,–—-")
            if not name or len(WORD.findall(name)) > PLACE_LINE:
                continue
            if outlet_named(name) or (_key(name) in elsewhere) or name in table()["agencies"]:
                at = sheet.text.find(name, zone.start + found.start())
                kind = "agency" if name in table()["agencies"] else "text"
                span = sheet.span(at, at + len(name))
                yield Credit(outlet=full_name(name), kind=kind, spans=(span,))


def _wires(sheet: Sheet) -> Iterator[Credit]:
    """Read datelines such as "PARIS (AP) —" and the agencies that a text closes with."""
    body = [zone for zone in sheet.zones if zone.kind in (ZoneKind.PARAGRAPH, ZoneKind.STANDFIRST)]
    for zone in body[:3]:
        found = DATELINE.match(sheet.text[zone.start : min(zone.end, zone.start + 120)].lstrip())
        if found:
            yield from _agencies(sheet, zone, found, "inside" if found["inside"] else "bare")
    for zone in body[-1:]:
        words = sheet.text[zone.start : zone.end].rstrip()
        found = WIRE_END.search(words)
        if found:
            yield from _agencies(sheet, zone, found, "names")


def _agencies(sheet: Sheet, zone: Zone, found: re.Match[str], group: str) -> Iterator[Credit]:
    for name in re.split(r"\s*[/,&+]\s*", found[group].strip()):
        if name in table()["agencies"]:
            at = sheet.text.find(name, zone.start + found.start(group))
            span = sheet.span(at, at + len(name))
            yield Credit(outlet=full_name(name), kind="agency", spans=(span,))


def _photos(sheet: Sheet) -> Iterator[Credit]:
    for zone in sheet.of(ZoneKind.PHOTO_CREDIT):
        words = sheet.words(zone)
        if not words:
            continue
        found = PHOTO.search(words)
        said = re.sub(
            r"^\W*(?:photo(?:graph)?s?|images?|pictures?|illustrations?|video|fotos?|bild(?:er|quelle)?|"
            r"grafik|cr[eé]dits?|imagen|immagine)?\s*(?:credit|by|par|von|de|di|courtesy(?: of)?)?"
            r"\s*[:/©|]?\s*", "", words, flags=re.I,
        ).strip("() ")  # fmt: skip
        if said and (found or len(said) < 80):
            start = sheet.text.find(words, zone.start)
            yield Credit(outlet=said, kind="photo", spans=(sheet.span(start, start + len(words)),))
