"""W3C Web Annotation: every span of every finding, anchored by its words and by its place.

Offsets are code points of the capture's reading text, as the model's TextPositionSelector has
them; the words with what stands before and after let a tool that counts otherwise find them too.
The source is the capture by its hash, with its address beside it where there is one.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from firsthand.report import wording
from firsthand.report.tables import pinned
from firsthand.types import Reader, Span, digest

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # code points before and after, enough to tell repeated words apart on most pages
_ENCODER = msgspec.json.Encoder()


def page(reader: Reader) -> Iterator[bytes]:
    """Give one AnnotationPage as JSON-LD, piece by piece."""
    head = {"@context": CONTEXT, "id": "urn:firsthand:annotations", "type": "AnnotationPage"}
    yield _ENCODER.encode(head)[:-1] + b',"items":['
    for number, note in enumerate(every(reader)):
        yield (b",\n" if number else b"\n") + _ENCODER.encode(note)
    yield b"]}\n"


def every(reader: Reader) -> Iterator[dict[str, object]]:
    """Give an annotation for each (item, role, span) of a case, each once."""
    notes = _notes(reader)
    seen: set[str] = set()
    for item, role, span in pinned(reader):
        key = digest(item, role, span.article, str(span.start), str(span.end))
        if key not in seen:
            seen.add(key)
            yield annotation(reader, span, key=key, role=role, note=notes.get(item, item))


def annotation(reader: Reader, span: Span, *, key: str, role: str, note: str) -> dict[str, object]:
    """Give one annotation: what the words are, and where they stand."""
    article = reader.article(span.article)
    source: dict[str, object] = {
        "id": f"urn:sha256:{article.capture}",
        "type": "Text",
        "format": article.media_type,
    }
    if article.url:
        source["canonical"] = article.url
    return {
        "id": f"urn:firsthand:annotation:{key}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": role},
            {"type": "TextualBody", "purpose": "describing", "value": note},
        ],
        "target": {
            "source": source,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": span.exact,
                    "prefix": article.text[max(0, span.start - AROUND) : span.start],
                    "suffix": article.text[span.end : span.end + AROUND],
                },
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            ],
        },
    }


def _notes(reader: Reader) -> dict[str, str]:
    """Say of each item what it is, in a few words."""
    notes = {}
    for item in reader.attributions():
        who = item.source_name or wording.quoted(item.source) or "nobody named"
        notes[item.id] = f"attribution: {wording.shown(who, 120)} {wording.ACTS[item.act]}"
    for link in reader.links():
        notes[link.id] = f"link: {wording.LINKS[link.kind]}"
    for claim in reader.claims():
        notes[claim.id] = (
            f"claim, {wording.STATUSES[claim.status]}, {wording.interval(claim.origins)} "
            f"origins: {wording.shown(claim.text, 200)}"
        )
    return notes
