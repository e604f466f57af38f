"""JSON lines: every record of a case, one a line, each with its `type` first.

The lines are the records themselves as `firsthand.types` defines them, so reading one back gives
an equal record. Captures come without their bytes; the WACZ export holds those.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

import msgspec

from firsthand.types import (
    RECORDS_VERSION,
    Article,
    Attribution,
    Claim,
    Decision,
    Event,
    Held,
    Link,
    Reader,
    Record,
    Story,
    Unreadable,
)

TYPES: dict[str, type[Record]] = {
    "capture": Held,
    "unreadable": Unreadable,
    "article": Article,
    "attribution": Attribution,
    "link": Link,
    "story": Story,
    "claim": Claim,
    "event": Event,
    "decision": Decision,
}
_ENCODER = msgspec.json.Encoder()


def lines(reader: Reader) -> Iterator[bytes]:
    """Give the case as JSON lines: a line about the case, then every record."""
    about = {"type": "case", "records": RECORDS_VERSION, "by": f"firsthand/{version('firsthand')}"}
    yield _ENCODER.encode(about) + b"\n"
    for held in reader.captures():
        yield line("capture", held)
    for failure in reader.unreadable():
        yield line("unreadable", failure)
    for article in reader.articles():
        yield line("article", article)
    for attribution in reader.attributions():
        yield line("attribution", attribution)
    for link in reader.links():
        yield line("link", link)
    for story in reader.stories():
        yield line("story", story)
    for claim in reader.claims():
        yield line("claim", claim)
    for event in reader.timeline():
        yield line("event", event)
    for decision in reader.decisions():
        yield line("decision", decision)


def line(kind: str, record: Record) -> bytes:
    """Give one record as one line of JSON with its type in front."""
    return b'{"type":"%s",' % kind.encode() + _ENCODER.encode(record)[1:] + b"\n"


def record(text: bytes | str) -> Record | None:
    """Read one line back; None for the line about the case. Raises msgspec.ValidationError."""
    fields = msgspec.json.decode(text, type=dict[str, object])
    kind = str(fields.pop("type", ""))
    if kind == "case":
        return None
    if kind not in TYPES:
        raise msgspec.ValidationError(f"no record is called {kind!r}")
    return msgspec.convert(fields, type=TYPES[kind])
