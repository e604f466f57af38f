"""Everyone who speaks in a case, and every outlet: how often, through whom, on whose reporting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from firsthand.report import wording
from firsthand.report.dossier import Carrier, Head
from firsthand.types import Act, ArticleId, Attribution, AttributionId, Record, SourceKind


class Speaker(Record, frozen=True, kw_only=True):
    """One source by name, or one kind of nameless source on one page."""

    name: str
    kind: SourceKind
    is_named: bool
    statements: int
    pages: int
    outlets: tuple[str, ...]
    via: tuple[str, ...]  # through whom, most often first
    acts: tuple[tuple[Act, int], ...]  # what they do, most often first
    first: AttributionId
    first_article: ArticleId


class OutletRow(Record, frozen=True, kw_only=True):
    """One outlet: what it reported itself, and what it took from others."""

    name: str
    pages: int
    own: int
    copies: int
    rewrites: int  # and excerpts
    pickups: int
    matches: int
    of: tuple[str, ...]  # whose texts and reporting it carries, most often first


def speakers(
    attributions: Iterable[Attribution], heads: Mapping[ArticleId, Head]
) -> tuple[Speaker, ...]:
    """Gather sources over all pages, those on most pages first.

    Named sources are one over the whole case. A nameless one is never merged over two pages,
    because nothing shows that "an official" here is "an official" there.
    """
    groups: dict[tuple[str, ...], list[Attribution]] = {}
    for item in attributions:
        if item.source_kind is SourceKind.NONE and not item.source:
            continue
        name = item.source_name or wording.quoted(item.source)
        is_named = _is_named(item)
        key = (name.casefold(),) if is_named else (name.casefold(), item.article)
        groups.setdefault(key, []).append(item)
    found = [_speaker(items, heads) for items in groups.values()]
    return tuple(sorted(found, key=lambda item: (-item.pages, -item.statements, item.name)))


def _is_named(item: Attribution) -> bool:
    return item.source_name is not None and item.source_kind not in (
        SourceKind.UNNAMED,
        SourceKind.NONE,
    )


def _speaker(items: Sequence[Attribution], heads: Mapping[ArticleId, Head]) -> Speaker:
    names = Counter(item.source_name or wording.quoted(item.source) for item in items)
    kinds = Counter(item.source_kind for item in items)
    pages = list(dict.fromkeys(item.article for item in items))
    via = Counter(name for item in items for name in item.via)
    return Speaker(
        name=wording.shown(names.most_common(1)[0][0], 120),
        kind=kinds.most_common(1)[0][0],
        is_named=_is_named(items[0]),
        statements=len(items),
        pages=len(pages),
        outlets=tuple(dict.fromkeys(heads[page].outlet for page in pages if page in heads)),
        via=tuple(name for name, _ in via.most_common(5)),
        acts=tuple(Counter(item.act for item in items).most_common()),
        first=items[0].id,
        first_article=items[0].article,
    )


def outlets(carried: Iterable[Carrier]) -> tuple[OutletRow, ...]:
    """Count for each outlet its own texts against copies, rewrites, pickups and matches."""
    groups: dict[str, list[Carrier]] = {}
    for item in carried:
        groups.setdefault(item.outlet, []).append(item)
    rows = []
    for name, items in groups.items():
        how = Counter(item.how for item in items)
        of = Counter(item.of for item in items if item.of)
        rows.append(
            OutletRow(
                name=name,
                pages=len(items),
                own=how["own text"],
                copies=how["copy"],
                rewrites=how["rewrite"] + how["excerpt"],
                pickups=how["pickup"],
                matches=how["own reporting of the same"],
                of=tuple(outlet for outlet, _ in of.most_common(5)),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.pages, row.name)))
