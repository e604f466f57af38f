"""Turns a reading text into HTML with its zones and its attributions marked.

The text is cut at every place where a zone or a marked span begins or ends, so that marks may
overlap in any way and the words on the page are exactly the capture's. Each piece belongs to the
innermost attribution around it. Nothing from a page gets through unescaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from markupsafe import Markup, escape
from msgspec import Struct

from firsthand.report import wording
from firsthand.types import ARTICLE_ZONES, Article, Attribution, Span, Zone, ZoneKind

TAGS = {ZoneKind.HEADLINE: "h2", ZoneKind.SUBHEADING: "h3", ZoneKind.QUOTE_BLOCK: "blockquote"}
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
CLIP = 200_000  # code points of one stretch of furniture shown; the rest is said to be there


class Mark(Struct, frozen=True, kw_only=True):
    """A role of one attribution on a stretch of text."""

    start: int
    end: int
    role: str  # content | cue | source
    attribution: Attribution


class Pointer(Struct, frozen=True, kw_only=True):
    """What a marked text points at."""

    focus: tuple[int, int] | None = None  # a stretch to show; its first piece is #words
    chosen: str | None = None  # the attribution whose panel is open
    pins: Mapping[int, str] = {}  # places that get an id of their own


NOWHERE = Pointer()
Href = Callable[[Attribution], str]


def marked(
    article: Article,
    attributions: Sequence[Attribution],
    *,
    href: Href,
    point: Pointer = NOWHERE,
) -> Markup:
    """Give the whole page as HTML: article zones open, furniture folded between them."""
    marker = _Marker(article, attributions, href=href, point=point)
    pieces: list[Markup] = []
    for is_article, group in groupby(article.zones, key=lambda zone: zone.kind in ARTICLE_ZONES):
        zones = list(group)
        if is_article:
            pieces.extend(map(marker.zone, zones))
        else:
            pieces.append(_furniture(article, zones, marker, point.focus))
    return Markup("").join(pieces)


class _Marker:
    """One article's marks, cut and sorted once, taken zone by zone."""

    def __init__(
        self,
        article: Article,
        attributions: Sequence[Attribution],
        *,
        href: Href,
        point: Pointer,
    ) -> None:
        self.text = article.text
        self.href = href
        self.point = point
        self.marks = sorted(_marks(attributions), key=lambda mark: (mark.start, mark.end))
        edges = {edge for mark in self.marks for edge in (mark.start, mark.end)}
        self.cuts = sorted(edges | set(point.focus or ()) | set(point.pins))
        self.seen: set[str] = set()
        self.focused = False
        self.next_mark = self.next_cut = 0
        self.open: list[Mark] = []

    def zone(self, zone: Zone) -> Markup:
        """Give one zone as a block."""
        tag = TAGS.get(zone.kind, "div" if zone.kind not in ARTICLE_ZONES else "p")
        inside = self.inside(zone.start, min(zone.end, zone.start + CLIP))
        if not inside.strip():
            return Markup("")
        label = "" if zone.kind is ZoneKind.PARAGRAPH else zone.kind.value.replace("_", " ")
        more = zone.end - zone.start - CLIP
        rest = Markup("<em>… {:,} more characters</em>").format(more) if more > 0 else ""
        return Markup('<{tag} class="zone {kind}"{label} dir="auto">{inside}{rest}</{tag}>').format(
            tag=Markup(tag),
            kind=zone.kind.value,
            label=Markup(' data-zone="{}"').format(label) if label else "",
            inside=inside,
            rest=rest,
        )

    def inside(self, start: int, end: int) -> Markup:
        """Give the pieces of [start, end); stretches are asked for in order of the page."""
        while self.next_cut < len(self.cuts) and self.cuts[self.next_cut] <= start:
            self.next_cut += 1
        edges = [start]
        while self.next_cut < len(self.cuts) and self.cuts[self.next_cut] < end:
            edges.append(self.cuts[self.next_cut])
            self.next_cut += 1
        edges.append(end)
        return Markup("").join(self._piece(first, last) for first, last in pairwise(edges))

    def _piece(self, start: int, end: int) -> Markup:
        while self.next_mark < len(self.marks) and self.marks[self.next_mark].start <= start:
            self.open.append(self.marks[self.next_mark])
            self.next_mark += 1
        self.open = [mark for mark in self.open if mark.end > start]
        words = visible(self.text[start:end])
        if self.open:
            words = self._link(words)
        focus = self.point.focus
        if focus and focus[0] <= start < focus[1]:
            place = "" if self.focused else Markup(' id="words"')
            self.focused = True
            words = Markup('<mark class="here"{}>{}</mark>').format(place, words)
        if start in self.point.pins:
            words = Markup('<i class="pin" id="{}"></i>{}').format(self.point.pins[start], words)
        return words

    def _link(self, words: Markup) -> Markup:
        """Wrap a piece in a link to the panel of the innermost attribution around it."""
        inner = min(self.open, key=lambda mark: (_width(mark), mark.role == "content"))
        found = inner.attribution
        roles = " ".join(sorted({mark.role for mark in self.open}))
        chosen = any(mark.attribution.id == self.point.chosen for mark in self.open)
        is_first = found.id not in self.seen
        self.seen.add(found.id)
        name = Markup(' id="a-{}"').format(found.id[:12]) if is_first else ""
        skip = "" if is_first else Markup(' tabindex="-1"')
        return Markup(
            '<a class="said {roles} {act}{chosen}" href="{href}"{name}{skip}>{}</a>'
        ).format(
            words,
            roles=roles,
            act=found.act.value,
            chosen=" chosen" if chosen else "",
            href=self.href(found),
            name=name,
            skip=skip,
        )


def _marks(attributions: Sequence[Attribution]) -> Iterator[Mark]:
    for item in attributions:
        roles: Mapping[str, tuple[Span, ...]] = {
            "content": item.content,
            "cue": item.cue,
            "source": item.source,
        }
        for role, spans in roles.items():
            for span in spans:
                yield Mark(start=span.start, end=span.end, role=role, attribution=item)


def _width(mark: Mark) -> int:
    """Length of the whole attribution: the innermost of several is the shortest."""
    spans = (*mark.attribution.content, *mark.attribution.cue, *mark.attribution.source)
    return max(span.end for span in spans) - min(span.start for span in spans)


def _furniture(
    article: Article, zones: list[Zone], marker: _Marker, focus: tuple[int, int] | None
) -> Markup:
    """Fold a run of furniture into one line that says what it holds; open where it is asked for."""
    inside = [marker.zone(zone) for zone in zones]
    if not any(inside):
        return Markup("")
    kinds = dict.fromkeys(zone.kind.value.replace("_", " ") for zone in zones)
    lines = sum(article.text.count("\n", zone.start, zone.end) + 1 for zone in zones)
    is_open = focus is not None and any(
        zone.start < focus[1] and focus[0] < zone.end for zone in zones
    )
    return Markup(
        '<details class="furniture"{open}><summary>Not part of the article: {kinds} '
        "<small>({lines})</small></summary>{inside}</details>"
    ).format(
        open=Markup(" open") if is_open else "",
        kinds=wording.listed(list(kinds), 5),
        lines=wording.counted(lines, "line"),
        inside=Markup("").join(inside),
    )


def visible(text: str) -> Markup:
    """Escape text and name the characters that would turn or hide it; all else stays as it is."""
    if text.isascii() and not _CONTROLS.search(text):
        return escape(text)
    parts = []
    for is_hidden, group in groupby(text, key=wording.is_hidden):
        words = "".join(group)
        if is_hidden:
            parts.append(
                Markup('<span class="hidden-character">{}</span>').format(
                    "".join(map(wording.named, words))
                )
            )
        else:
            parts.append(escape(words))
    return Markup("").join(parts)
