"""One page laid out for reading its facts: text, zones and hidden data, and how to pin a value.

Every value the room reports stands on spans of the reading text or on bytes of the capture; what
can be found in neither is not reported.
"""

from __future__ import annotations

import html
import json
import re

from msgspec import Struct

from firsthand.article.decode import Decoded
from firsthand.article.embedded import Embedded, Node
from firsthand.article.markup import Mark, Page
from firsthand.types import ByteSpan, Method, Span, Value, Zone, ZoneKind

LITERAL = re.compile(r'"(?>[^"\\]|\\.)*+"')
CONTENT = re.compile(r"""\b(?:content|datetime)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)


class Sheet(Struct, frozen=True):
    """A page with its zones, before its facts are read."""

    capture: str
    article: str
    text: str
    zones: tuple[Zone, ...]
    decoded: Decoded
    found: Embedded
    page: Page | None = None
    url: str | None = None

    def span(self, start: int, end: int) -> Span:
        """Pin [start, end) of the reading text, white space at its ends left out."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        return Span(article=self.article, start=start, end=end, exact=self.text[start:end])

    def of(self, *kinds: ZoneKind) -> list[Zone]:
        """Return the zones of these kinds, in order of the page."""
        wanted = frozenset(kinds)
        return [zone for zone in self.zones if zone.kind in wanted]

    def words(self, zone: Zone) -> str:
        """Return the words of a zone."""
        return self.text[zone.start : zone.end].strip()

    def byte_span(self, start: int, end: int) -> ByteSpan:
        """Pin [start, end) of the decoded source to the capture's bytes."""
        return ByteSpan(
            capture=self.capture,
            start=self.decoded.offset(start),
            end=self.decoded.offset(end),
            exact=self.decoded.text[start:end],
        )

    def in_node(self, node: Node, key: str, value: str) -> tuple[ByteSpan, ...]:
        """Pin a text of a JSON-LD script: its literal after the key, or the first anywhere."""
        source, spelled = self.decoded.text, json.dumps(value, ensure_ascii=False)
        starts = [
            found.end()
            for found in re.finditer(rf'"{re.escape(key)}"\s*:', source[node.start : node.end])
        ]
        for start in [*(node.start + at for at in starts), node.start]:
            at = source.find(spelled, start, node.end)
            if at >= 0:
                return (self.byte_span(at + 1, at + len(spelled) - 1),)
        return self._escaped(node, value)

    def _escaped(self, node: Node, value: str) -> tuple[ByteSpan, ...]:
        for found in LITERAL.finditer(self.decoded.text, node.start, node.end):
            if abs(found.end() - found.start() - 2 - len(value)) > 6 * len(value) + 8:
                continue
            try:
                meant = json.loads(found[0], strict=False)
            except ValueError:
                continue
            if meant == value:
                return (self.byte_span(found.start() + 1, found.end() - 1),)
        return ()

    def in_tag(self, mark: Mark) -> tuple[ByteSpan, ...]:
        """Pin the content (or datetime) attribute of a tag."""
        found = CONTENT.search(self.decoded.text, mark.start, mark.end)
        if found is None or found.lastindex is None:
            return ()
        start, end = found.span(found.lastindex)
        return (self.byte_span(start, end),) if end > start else ()

    def visible(self, words: str, *kinds: ZoneKind) -> tuple[Span, ...]:
        """Pin the first place where these words stand in zones of these kinds (else anywhere)."""
        words = words.strip()
        if not words:
            return ()
        for zone in self.of(*kinds) if kinds else self.zones:
            at = self.text.find(words, zone.start, zone.end)
            if at >= 0:
                return (self.span(at, at + len(words)),)
        return ()

    def value(
        self,
        field: str,
        value: str,
        by: Method,
        spans: tuple[Span, ...] = (),
        captured: tuple[ByteSpan, ...] = (),
    ) -> tuple[Value, ...]:
        """Return one value with its evidence, or nothing where it has none."""
        value = re.sub(r"\s+", " ", html.unescape(value)).strip()
        if not value or not (spans or captured):
            return ()
        return (Value(field=field, value=value, by=by, spans=spans, captured=captured),)
