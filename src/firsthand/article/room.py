"""The entry of the room: one capture in, its article out."""

from __future__ import annotations

import gc
import re

import msgspec
import numpy as np

from firsthand.article.decode import Decoded, decode
from firsthand.article.embedded import Embedded, embedded, known_of
from firsthand.article.facts import facts
from firsthand.article.features import Known, describe
from firsthand.article.lines import blocks as text_blocks
from firsthand.article.markup import Page
from firsthand.article.model import ZoneModel, load
from firsthand.article.sheet import Sheet
from firsthand.article.zones import zones
from firsthand.errors import CaptureError
from firsthand.language.detect import language_of
from firsthand.types import BODY_ZONES, Article, Capture, Run, Zone, digest

__all__ = ["READER", "ZoneModel", "load", "read"]

READER = "article/10"  # bump when the output of any capture changes
LOOKS_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|p|div|article|title|meta|script|span|table|h1)\b", re.I
)
MOST_BLOCKS = 6_000  # blocks looked at, twice the most on any page seen; the rest is furniture


def read(capture: Capture, model: ZoneModel) -> Article:
    """Read one capture: its text, zones, and what they say. Raises CaptureError."""
    # A page is thousands of small objects that all go when it is read and hold no cycles; that the
    # collector looked for some among them, again and again, took a sixth of the time. With threads,
    # the first to end turns it on again, so it is never left off.
    was_on = gc.isenabled()
    gc.disable()
    try:
        return _read(capture, model)
    finally:
        if was_on:
            gc.enable()


def _read(capture: Capture, model: ZoneModel) -> Article:
    decoded = decode(capture)
    page = Page(decoded.text) if _is_html(decoded, capture) else None
    found = embedded(page) if page else Embedded((), (), {})
    text = page.text if page else decoded.text
    blocks = (page.blocks if page else text_blocks(text))[:MOST_BLOCKS]
    if not blocks:
        raise CaptureError(
            "the page shows no words", where=capture.name or capture.id[:12], fix="capture it again"
        )
    known = known_of(page, found) if page else Known()
    seen = describe(text, blocks, known)
    cut = zones(text, blocks, model.scores(seen), seen)
    article = digest(capture.id, READER, text)
    said = facts(Sheet(capture.id, article, text, cut, decoded, found, page, capture.url))
    return Article(
        id=article,
        capture=capture.id,
        reader=READER,
        text=text,
        zones=cut,
        source_map=_html_runs(page, decoded) if page else _text_runs(decoded, len(capture.body)),
        media_type="text/html" if page else "text/plain",
        encoding=decoded.encoding,
        name=capture.name,
        folder=capture.folder,
        url=capture.url,
        fetched_at=capture.fetched_at,
        title=said.title,
        standfirst=said.standfirst,
        authors=said.authors,
        published=said.published,
        modified=said.modified,
        times=said.times,
        outlet=said.outlet,
        credit=said.credit,
        credits=said.credits,
        section=said.section,
        language=_language(text, cut),
        paywalled=said.paywalled,
        values=said.values,
    )


def _is_html(decoded: Decoded, capture: Capture) -> bool:
    declared = (capture.media_type or "").lower()
    if "html" in declared or "xml" in declared:
        return True
    return not declared.startswith("text/plain") and bool(LOOKS_HTML.search(decoded.text[:4000]))


def _language(text: str, cut: tuple[Zone, ...]) -> str | None:
    body = [text[zone.start : zone.end] for zone in cut if zone.kind in BODY_ZONES]
    return language_of("\n".join(body) or text)


def _html_runs(page: Page, decoded: Decoded) -> tuple[Run, ...]:
    starts, ends, lows, highs, directs = zip(*page.runs, strict=True)
    firsts = decoded.offsets(np.array(lows, np.int64)).tolist()
    lasts = decoded.offsets(np.array(highs, np.int64)).tolist()
    faults = decoded.faults
    if faults:
        directs = tuple(
            direct and not any(at in faults for at in range(low, high))
            for low, high, direct in zip(lows, highs, directs, strict=True)
        )
    rows = list(zip(starts, ends, firsts, lasts, directs, strict=True))
    return msgspec.convert(rows, tuple[Run, ...])


def _text_runs(decoded: Decoded, size: int) -> tuple[Run, ...]:
    """Map a text capture: one run, parted where bytes could not be decoded."""
    length = len(decoded.text)
    edges = [0]
    for fault in sorted(decoded.faults):
        edges += [fault, fault + 1]
    edges = sorted({*edges, length})
    places = decoded.offsets(np.array(edges, np.int64)).tolist() if edges[-1] else [0]
    return tuple(
        Run(start=low, end=high, first=first, last=last, direct=low not in decoded.faults)
        for low, high, first, last in zip(edges, edges[1:], places, places[1:], strict=False)
    )
