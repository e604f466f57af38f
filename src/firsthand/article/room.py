"""The entry of the room: one capture in, its article out."""

from __future__ import annotations

import re

import numpy as np
from msgspec import Struct

from firsthand.article.decode import Decoded, decode
from firsthand.article.markup import Page
from firsthand.types import Article, Capture, Run, Zone, ZoneKind, digest

READER = "article/1"
LOOKS_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|p|div|article|title|meta)\b", re.I)


class ZoneModel(Struct, frozen=True):
    """What the room has learned, loaded once per process and passed in."""

    version: str = "rules/1"


def load() -> ZoneModel:
    """Load the zone model of the installed package. Raises ModelError where it is damaged."""
    return ZoneModel()


def read(capture: Capture, model: ZoneModel) -> Article:
    """Read one capture: its text, zones, and what they say. Raises CaptureError."""
    decoded = decode(capture)
    is_html = _is_html(decoded, capture)
    if is_html:
        page = Page(decoded.text)
        text, runs = page.text, _runs(page, decoded)
        lines = [(block.start, block.end) for block in page.blocks]
    else:
        text = decoded.text
        runs = (
            Run(start=0, end=len(text), first=decoded.skip, last=len(capture.body), direct=True),
        )
        lines = [found.span() for found in re.finditer(r"[^\n]*\S[^\n]*", text)]
    zones = _zones(text, lines)
    title = next((text[z.start : z.end].strip() for z in zones if z.kind == "headline"), None)
    return Article(
        id=digest(capture.id, READER, text),
        capture=capture.id,
        reader=READER,
        text=text,
        zones=zones,
        source_map=runs,
        media_type="text/html" if is_html else "text/plain",
        encoding=decoded.encoding,
        name=capture.name,
        folder=capture.folder,
        url=capture.url,
        fetched_at=capture.fetched_at,
        title=title,
        language="en",
    )


def _is_html(decoded: Decoded, capture: Capture) -> bool:
    declared = capture.media_type or ""
    if "html" in declared or "xml" in declared:
        return True
    return not declared.startswith("text/plain") and bool(LOOKS_HTML.search(decoded.text[:2000]))


def _runs(page: Page, decoded: Decoded) -> tuple[Run, ...]:
    table = np.array([(run[2], run[3]) for run in page.runs], np.int64).reshape(-1, 2)
    places = decoded.offsets(table).tolist()
    return tuple(
        Run(start=start, end=end, first=first, last=last, direct=direct)
        for (start, end, _, _, direct), (first, last) in zip(page.runs, places, strict=True)
    )


def _zones(text: str, lines: list[tuple[int, int]]) -> tuple[Zone, ...]:
    """A first cut by length and sentence ends, until the model lands."""
    good = [
        end - start >= 80 and bool(re.search(r"[.!?…”\"')]\s*$", text[start:end]))
        for start, end in lines
    ]
    first = good.index(True) if True in good else 0
    zones, at = [], 0
    for place, (start, end) in enumerate(lines):
        kind = ZoneKind.PARAGRAPH if good[place] else ZoneKind.OTHER
        if place < first and 30 < end - start < 160 and not zones_has_headline(zones):
            kind = ZoneKind.HEADLINE
        stop = lines[place + 1][0] if place + 1 < len(lines) else len(text)
        zones.append(Zone(kind=kind, start=at, end=stop))
        at = stop
    return tuple(zones) if zones else (Zone(kind=ZoneKind.OTHER, start=0, end=len(text)),)


def zones_has_headline(zones: list[Zone]) -> bool:
    """Tell whether a headline is already among the zones."""
    return any(zone.kind is ZoneKind.HEADLINE for zone in zones)
