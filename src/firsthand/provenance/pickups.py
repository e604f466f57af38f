"""Finds where a page says that another outlet reported something, and where it has its own source.

The decision: only words on the page make a pickup. Two reports of one fact without such words stay
two reports, and the count of origins is left to say what that is worth.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from firsthand.language.identity import Identities, tokens
from firsthand.language.names import NameKind, names
from firsthand.types import (
    Article,
    ArticleId,
    Attribution,
    Direction,
    Link,
    LinkKind,
    SourceKind,
    Span,
    digest,
)

__all__ = ["pickups"]

_NAME = "\ue000"  # a private character: no page has it
_NEAR = 60  # characters beside an outlet's name in which its cue stands
_RELATED = 0.08  # share of capitalised words that a report and its pickup have at least in common
_NEARLY = 0.8  # of the best share: versions of one report
_DAYS = 14  # between a report and its pickup
_REASONS = {
    LinkKind.PICKUP: "the page says that this outlet reported it",
    LinkKind.MATCH: "the page has its own source for what this outlet reported",
}
_CAPITALS = re.compile(r"\b[A-Z][\w’'-]{2,}")


def pickups(articles: Sequence[Article], attributions: Sequence[Attribution]) -> tuple[Link, ...]:
    """Give a link for each outlet that a page names as having reported; order never matters.

    The left side is that outlet's captured page on the same event, where there is one.
    """
    pages = {page.id: page for page in sorted(articles, key=lambda page: page.id)}
    said: defaultdict[ArticleId, list[Attribution]] = defaultdict(list)
    for item in sorted(attributions, key=lambda item: item.id):
        said[item.article].append(item)
    captured = frozenset(tokens(page.outlet) for page in pages.values() if page.outlet)
    found: dict[ArticleId, list[tuple[str, tuple[Span, ...]]]] = {
        page.id: [*_attributed(said[page.id], captured), *_worded(page)] for page in pages.values()
    }
    written = [page.outlet for page in pages.values() if page.outlet]
    identities = Identities([*written, *(name for rows in found.values() for name, _ in rows)])
    homes: defaultdict[str, list[Article]] = defaultdict(list)
    for page in pages.values():
        if page.outlet:
            homes[identities.key(page.outlet)].append(page)
    return tuple(
        link
        for page in pages.values()
        for link in _links(page, _grouped(page, found[page.id], identities), homes, identities)
    )


def _attributed(
    attributions: Iterable[Attribution], captured: frozenset[tuple[str, ...]]
) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Yield the outlets that attributions name as source or on the way."""
    for item in attributions:
        named = [(hop.name, hop.kind, hop.spans) for hop in item.hops]
        if item.source_name:
            named.append((item.source_name, item.source_kind, (*item.source, *item.cue)))
        for name, kind, spans in named:
            if spans and (kind is SourceKind.OUTLET or tokens(name) in captured):
                yield name, spans


def _worded(page: Article) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Yield the outlets that the body names beside a cue of reporting."""
    for zone in page.blocks:
        for name in names(page.text, zone.start, zone.end):
            if name.kind is NameKind.OUTLET and (span := _cued(page, name.start, name.end)):
                yield name.text, (span,)


@cache
def _patterns(table: str) -> tuple[re.Pattern[str], ...]:
    """Compile the cues; one private character stands for the outlet's name."""
    data = tomllib.loads((files(__package__) / "pickups.toml").read_text("utf8"))
    return tuple(re.compile(cue.replace("OUTLET", _NAME), re.IGNORECASE) for cue in data[table])


def _cued(page: Article, start: int, end: int, table: str = "pickup") -> Span | None:
    """Give the words around an outlet's name that make it a report, if there are any."""
    low, high = max(0, start - _NEAR), min(len(page.text), end + _NEAR)
    window = page.text[low:start] + _NAME + page.text[end:high]
    for pattern in _patterns(table):
        for found in pattern.finditer(window):
            if found.start() <= start - low < found.end():
                return page.span(low + found.start(), low + found.end() + end - start - 1)
    return None


def _grouped(
    page: Article, rows: Iterable[tuple[str, tuple[Span, ...]]], identities: Identities
) -> dict[str, tuple[str, set[Span]]]:
    """Gather the evidence by outlet; the page's own outlet and whose text it is are no pickups."""
    own = {
        identities.key(name)
        for name in (page.outlet, page.credit, *(credit.outlet for credit in page.credits))
        if name
    }
    grouped: dict[str, tuple[str, set[Span]]] = {}
    for name, spans in rows:
        key = identities.key(name)
        if key not in own:
            grouped.setdefault(key, (identities.name(name), set()))[1].update(spans)
    return grouped


def _links(
    page: Article,
    grouped: Mapping[str, tuple[str, set[Span]]],
    homes: Mapping[str, Sequence[Article]],
    identities: Identities,
) -> Iterator[Link]:
    own = _own_sources(page) if grouped else ()
    for key in sorted(grouped):
        name, spans = grouped[key]
        source = _report(page, homes.get(key, ()))
        left = source.id if source else f"outlet:{name}"
        yield _link(left, page.id, LinkKind.PICKUP, spans)
        if own:
            yield _link(left, page.id, LinkKind.MATCH, own)


def _own_sources(page: Article) -> tuple[Span, ...]:
    """Give the words by which a page says that it has its own source: "told" the page's outlet."""
    if not page.outlet:
        return ()
    word = re.compile(re.escape(re.sub(r"^the\s", "", page.outlet, flags=re.IGNORECASE)))
    spans = [
        span
        for zone in page.blocks
        for found in word.finditer(page.text, zone.start, zone.end)
        if (span := _cued(page, found.start(), found.end(), "own"))
    ]
    return tuple(dict.fromkeys(spans))


def _report(page: Article, candidates: Sequence[Article]) -> Article | None:
    """Give an outlet's page on the same event: its first version that names the same."""
    mine = _capitals(page)
    rated = []
    for other in candidates:
        theirs = _capitals(other)
        share = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
        if other.id != page.id and share >= _RELATED and _in_time(page, other):
            rated.append((share, other))
    best = max((share for share, _ in rated), default=0.0)
    near = [other for share, other in rated if share >= _NEARLY * best]
    return min(near, key=_version, default=None)


def _version(page: Article) -> tuple[str, str, str]:
    """Sort key: the earliest version first, undated ones last."""
    published, modified = (
        when.earliest.isoformat() if when else "9999" for when in (page.published, page.modified)
    )
    return (published, modified if page.modified else "", page.id)


def _capitals(page: Article) -> frozenset[str]:
    return frozenset(_CAPITALS.findall(page.body))


def _in_time(page: Article, other: Article) -> bool:
    if page.published is None or other.published is None:
        return True
    apart = page.published.earliest - other.published.latest
    return -_DAYS <= apart.days <= _DAYS


def _link(left: str, right: ArticleId, kind: LinkKind, spans: Iterable[Span]) -> Link:
    return Link(
        id=digest("link", left, right, kind),
        left=left,
        right=right,
        kind=kind,
        score=1.0,
        direction=Direction.STATED,
        evidence=tuple(sorted(spans)),
        reasons=(_REASONS[kind],),
        by="provenance/2",
    )
