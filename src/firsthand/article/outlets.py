"""Whose page this is: the outlet, from its data, its address and the words of its furniture.

A text copy has no data. Then the page's own furniture names the outlet over and over: the logo
line, "About …", "Subscribe to …", "Millions read …", the copyright line. The name that most of
them agree on is the outlet; one mention that nothing repeats is not enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from firsthand.article.embedded import strings
from firsthand.article.phrases import WORD
from firsthand.article.sheet import Sheet
from firsthand.article.signs import COPYRIGHT, UPPER
from firsthand.types import ARTICLE_ZONES, Method, Value, ZoneKind

WORD_OF_NAME = rf"[{UPPER}][\w'’&.-]*"
PROPER = (
    rf"(?:[Tt]he\s+)?{WORD_OF_NAME}"
    rf"(?:\s+(?:(?:of|de|der|des|du|for|and|&)\s+)?{WORD_OF_NAME}){{0,4}}"
)
# Words before an outlet's name in its own furniture.
CALLS = re.compile(
    rf"\b(?P<call>[Aa]bout|[Cc]ontact|[Ss]ubscribe to|[Ss]ubscribers? (?:of|to)|[Rr]ead(?:ing)?|"
    rf"[Ss]upport(?:ing)?|[Aa]dvertise (?:with|on)|[Ww]elcome to|[Jj]oin|[Ff]ollow|"
    rf"[Tt]hanks? (?:you )?for reading|[Mm]embers? of|[Ww]ork (?:at|for)|[Mm]ade by|"
    rf"[Pp]ublished by|[Ss]hare with|[Ff]rom the editors of|"
    rf"[Aa]bonnez-vous (?:à|au)|[Üü]ber|[Aa]cerca de)\s+"
    rf"(?P<name>{PROPER})"
)
# A text browser prints a picture's words in brackets: "[logo] The Example".
NAME_LINE = re.compile(rf"^(?:\s*\[\w+\])?\W*(?P<name>{PROPER})\W*$")
LOGO_LINES = 4  # lines at the top of a page where its name can stand alone
COMPANY = re.compile(
    r"[\s,]+(?:(?:Publishing|Media|Newspapers?|Holdings?|Group|Verlag\w*)\s+)?"
    r"(?:Limited|Ltd\.?|LLC|Inc\.?|GmbH(?:\s*&\s*Co\.?\s*KG)?|AG|SE|PLC|plc|S\.?A\.?S?|S\.?L\.?|"
    r"S\.?p\.?A\.?|B\.?V\.?|AB|A/S|AS|Oy|Pty\.?(?:\s+Ltd\.?)?)\.?$"
)
NOT_NAMES = frozenset(
    ("us", "our", "more", "the", "privacy", "terms", "home", "news", "newsletter", "newsletters")
)
LEADING_THE = re.compile(r"^[Tt]he\s+")
MOST_LINES = 10_000  # of one zone; only what a page has too much of is longer
ENOUGH = 1.5  # votes that a name read from furniture alone needs


def outlets(sheet: Sheet) -> tuple[Value, ...]:
    """Return every reading of the outlet's name, the best first."""
    found = tuple(_data(sheet))
    return found or tuple(_furniture(sheet))


def _data(sheet: Sheet) -> Iterator[Value]:
    for name, mark in sheet.found.meta("og:site_name", "application-name", "al:ios:app_name"):
        if len(name) <= 60:
            pinned = sheet.in_tag(mark)
            yield from sheet.value("outlet", name, Method.META, captured=pinned)
    for node in sheet.found.articles:
        for name in strings(node.fields.get("publisher"))[:1]:
            pinned = sheet.in_node(node, "publisher", name)
            yield from sheet.value("outlet", name, Method.JSON_LD, captured=pinned)
    for node in sheet.found.nodes:
        if {"NewsMediaOrganization", "WebSite"} & set(node.types):
            for name in strings(node.fields.get("name"))[:1]:
                pinned = sheet.in_node(node, "name", name)
                yield from sheet.value("outlet", name, Method.JSON_LD, captured=pinned)


def _furniture(sheet: Sheet) -> Iterator[Value]:
    """Count the names that the furniture calls the outlet by."""
    votes: dict[str, float] = {}
    places: dict[str, tuple[str, int, int]] = {}
    seen: set[str] = set()

    def vote(name: str, start: int, weight: float) -> None:
        name = re.sub(r"[.,;:'’]+$", "", name)
        bare, key = LEADING_THE.sub("", name), _key(name)
        if len(key) > 2 and key not in NOT_NAMES and not key.isdigit():
            votes[key] = votes.get(key, 0.0) + weight
            places.setdefault(key, (bare, start + len(name) - len(bare), start + len(name)))

    for start, line in _lines(sheet):
        is_top = start < 400 and sheet.text.count("\n", 0, start) < LOGO_LINES
        found = NAME_LINE.match(line)
        if found and len(line) < 50:
            vote(found["name"], start + found.start("name"), 3.0 if is_top else 0.3)
        for call in CALLS.finditer(line) if line not in seen else ():
            weight = 0.5 if call["call"].lower().startswith("advertise") else 1.5
            vote(call["name"], start + call.start("name"), weight)
        seen.add(line)
    address = _address_key(sheet.url)
    for key in votes:
        if address and (key in address or address in key):
            votes[key] += 2.0
    called = {key for key in votes if votes[key] >= ENOUGH}
    holders = tuple(_key(name) for name in _holders(sheet))
    for key, _ in sorted(votes.items(), key=lambda item: (-item[1], places[item[0]][1])):
        if key in called and _is_named_as_outlet(sheet, key, address, holders):
            name, start, end = places[key]
            yield from sheet.value("outlet", name, Method.VISIBLE, (sheet.span(start, end),))
            return
    yield from _copyright(sheet)


def _is_named_as_outlet(
    sheet: Sheet, key: str, address: str | None, holders: tuple[str, ...]
) -> bool:
    """Leave out section names: menus repeat "World" and "Business" as often as the outlet."""
    if address and (key in address or address in key):
        return True
    calls = sum(0.5 for holder in holders if _same_house(key, holder))
    top = False
    for start, line in _lines(sheet):
        for call in CALLS.finditer(line):
            if _key(call["name"]) == key:
                calls += 0.5 + (len(WORD.findall(LEADING_THE.sub("", call["name"]))) > 1)
        found = NAME_LINE.match(line)
        if found and start < 400 and sheet.text.count("\n", 0, start) < LOGO_LINES:
            top = top or _key(found["name"]) == key
    return calls >= 1.5 or (top and calls >= 0.5)


def _key(name: str) -> str:
    """The letters of a name without its article: what its spellings have in common."""
    return "".join(WORD.findall(LEADING_THE.sub("", name).lower()))


def _same_house(key: str, holder: str) -> bool:
    """Tell whether a copyright holder is the outlet or its house: "Example Newspapers Ltd"."""
    return key in holder or (len(holder) > 3 and holder in key)


def _holders(sheet: Sheet) -> Iterator[str]:
    """Yield the names that the page's copyright lines give."""
    for zone in sheet.of(ZoneKind.LEGAL, ZoneKind.CREDIT, ZoneKind.OTHER):
        for found in COPYRIGHT.finditer(sheet.text, zone.start, zone.end):
            if found["outlet"]:
                yield COMPANY.sub("", found["outlet"].strip(" ,."))


def _lines(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """Yield the lines of the furniture with their places; article zones don't name the page."""
    for zone in sheet.zones:
        if zone.kind not in ARTICLE_ZONES and zone.kind not in (ZoneKind.RELATED, ZoneKind.FEED):
            lines = re.finditer(r"[^\n]+", sheet.text[zone.start : zone.end])
            for found in islice(lines, MOST_LINES):
                if len(found[0]) < 400:
                    yield zone.start + found.start(), found[0]


def _copyright(sheet: Sheet) -> Iterator[Value]:
    for zone in sheet.of(ZoneKind.LEGAL):
        found = COPYRIGHT.match(sheet.text[zone.start : zone.end])
        if found and found["outlet"]:
            start = zone.start + found.start("outlet")
            name = COMPANY.sub("", found["outlet"].strip(" ,."))
            if name and len(WORD.findall(name)) <= 6:
                at = sheet.text.find(name, start)
                yield from sheet.value(
                    "outlet", name, Method.VISIBLE, (sheet.span(at, at + len(name)),)
                )
                return


def _address_key(url: str | None) -> str | None:
    """Return the letters of the site's own name in an address."""
    if not url:
        return None
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    parts = [part for part in host.split(".") if part not in ("www", "m", "amp", "edition", "co")]
    return "".join(WORD.findall(parts[-2])) if len(parts) >= 2 else None


def sections(sheet: Sheet) -> tuple[Value, ...]:
    """Return the section the article stands in, as the page's data say."""
    values: list[Value] = []
    for node in sheet.found.articles:
        for name in strings(node.fields.get("articleSection"))[:1]:
            pinned = sheet.in_node(node, "articleSection", name)
            values += sheet.value("section", name, Method.JSON_LD, captured=pinned)
    for name, mark in sheet.found.meta("article:section", "section", "cxenseparse:section"):
        values += sheet.value("section", name, Method.META, captured=sheet.in_tag(mark))
    return tuple(values) or tuple(_printed_section(sheet))


def _printed_section(sheet: Sheet) -> Iterator[Value]:
    """Read the last step of a trail such as "Home / World"."""
    trail = re.compile(
        r"^\s*(?:Home|Start|Startseite|Accueil|Inicio)\s*[/>›»|]\s*(?:[^\n]{1,40}[/>›»|]\s*)*"
        r"(?P<section>[^/>›»|\n]{2,30}?)\s*$",
        re.M,
    )
    for zone in sheet.zones:
        if zone.kind in ARTICLE_ZONES:
            continue
        found = trail.search(sheet.text, zone.start, zone.end)
        if found:
            span = sheet.span(found.start("section"), found.end("section"))
            yield from sheet.value("section", span.exact, Method.VISIBLE, (span,))
            return


def paywalls(sheet: Sheet) -> tuple[Value, ...]:
    """Return the marks that say whether the article is behind a paywall ("yes" or "no")."""
    values: list[Value] = []
    for node in sheet.found.articles:
        free = node.fields.get("isAccessibleForFree")
        if free is None:
            continue
        is_free = str(free).strip().lower() in (
            "true",
            "http://schema.org/true",
            "https://schema.org/true",
        )
        found = re.compile(r'"isAccessibleForFree"\s*:\s*"?([^",}\s]+)').search(
            sheet.decoded.text, node.start, node.end
        )
        if found:
            pinned = (sheet.byte_span(*found.span(1)),)
            said = "no" if is_free else "yes"
            values += sheet.value("paywall", said, Method.JSON_LD, captured=pinned)
    for tier, mark in sheet.found.meta("article:content_tier"):
        said = "no" if tier.lower() == "free" else "yes"
        values += sheet.value("paywall", said, Method.META, captured=sheet.in_tag(mark))
    if values:
        return tuple(values)
    printed = re.compile(
        r"\b(?:this is an? (?:premium|subscriber[- ]only|exclusive) (?:article|story)|"
        r"requires a subscription to read|(?:only|exclusively|reserved) for subscribers|"
        r"réservé aux abonnés|exclusivo para suscriptores|nur für abonnenten)\b[^\n.]*",
        re.I,
    )
    for zone in sheet.of(ZoneKind.SUBSCRIPTION, ZoneKind.OTHER, ZoneKind.PROMOTION):
        found = printed.search(sheet.text, zone.start, zone.end)
        if found:
            return sheet.value("paywall", "yes", Method.VISIBLE, (sheet.span(*found.span()),))
    return ()
