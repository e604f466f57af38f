"""Flat tables of a case: CSV for a spreadsheet, Parquet for a notebook.

One row for one thing, the same columns in both. Every row that claims something carries the
capture's sha256, the offsets and the exact words, so that a row cut out of its table can still be
checked. Spans that were broken get a row each in `spans`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

from firsthand.errors import ModelError
from firsthand.report import wording
from firsthand.report.dossier import head
from firsthand.types import Article, Link, Reader, Span

Cell = str | int | float | bool | datetime | None
Row = dict[str, Cell]
ROWS_AT_ONCE = 5000  # of one Parquet row group

# Column -> its type, in order, for each table.
COLUMNS: dict[str, dict[str, type]] = {
    "captures": {
        "id": str,
        "name": str,
        "url": str,
        "media_type": str,
        "size": int,
        "fetched_at": datetime,
        "added_at": datetime,
    },
    "articles": {
        "id": str,
        "capture": str,
        "outlet": str,
        "title": str,
        "authors": str,
        "published_printed": str,
        "published_iso": str,
        "published_earliest": datetime,
        "published_latest": datetime,
        "time_zone": str,
        "credit": str,
        "language": str,
        "words": int,
        "url": str,
        "folder": str,
        "story": str,
    },
    "attributions": {
        "id": str,
        "article": str,
        "capture": str,
        "content": str,
        "cue": str,
        "source": str,
        "source_name": str,
        "source_kind": str,
        "form": str,
        "act": str,
        "hedged": bool,
        "via": str,
        "parent": str,
        "start": int,
        "end": int,
        "score": float,
        "by": str,
    },
    "claims": {
        "id": str,
        "story": str,
        "text": str,
        "status": str,
        "origins_least": int,
        "origins_most": int,
        "origins": str,
        "bottlenecks": str,
        "pages": int,
        "responses": int,
        "discrepancies": int,
        "uncaptured": str,
        "by": str,
    },
    "accounts": {"claim": str, "article": str, "attribution": str, "near": bool, "words": str},
    "responses": {"claim": str, "respondent": str, "act": str, "scope": str, "words": str},
    "links": {
        "id": str,
        "left": str,
        "right": str,
        "kind": str,
        "score": float,
        "direction": str,
        "evidence": str,
        "by": str,
    },
    "spans": {
        "item": str,
        "role": str,
        "article": str,
        "capture": str,
        "start": int,
        "end": int,
        "exact": str,
    },
}


def rows(reader: Reader) -> dict[str, Callable[[], Iterator[Row]]]:
    """Give for each table the function that makes its rows."""
    captures: dict[str, str] = {}

    def capture_of(article: str) -> str:
        if article not in captures:
            captures[article] = reader.article(article).capture
        return captures[article]

    return {
        "captures": lambda: _captures(reader),
        "articles": lambda: _articles(reader),
        "attributions": lambda: _attributions(reader, capture_of),
        "claims": lambda: _claims(reader),
        "accounts": lambda: _accounts(reader),
        "responses": lambda: _responses(reader),
        "links": lambda: map(_link, reader.links()),
        "spans": lambda: _spans(reader, capture_of),
    }


def _captures(reader: Reader) -> Iterator[Row]:
    for held in reader.captures():
        yield {
            "id": held.id,
            "name": "; ".join(held.names) or None,
            "url": held.url,
            "media_type": held.media_type,
            "size": held.size,
            "fetched_at": held.fetched_at,
            "added_at": held.added_at,
        }


def _articles(reader: Reader) -> Iterator[Row]:
    homes = {article: story.id for story in reader.stories() for article in story.articles}
    for article in reader.articles():
        yield _article(article, homes)


def _article(article: Article, homes: Mapping[str, str]) -> Row:
    time = article.published
    return {
        "id": article.id,
        "capture": article.capture,
        "outlet": article.outlet,
        "title": article.title,
        "authors": "; ".join(article.authors) or None,
        "published_printed": time.printed if time else None,
        "published_iso": time.iso if time else None,
        "published_earliest": time.earliest if time else None,
        "published_latest": time.latest if time else None,
        "time_zone": time.zone.value if time else None,
        "credit": article.credit,
        "language": article.language,
        "words": head(article).words,
        "url": article.url,
        "folder": article.folder,
        "story": homes.get(article.id),
    }


def _attributions(reader: Reader, capture_of: Callable[[str], str]) -> Iterator[Row]:
    for item in reader.attributions():
        yield {
            "id": item.id,
            "article": item.article,
            "capture": capture_of(item.article),
            "content": wording.quoted(item.content),
            "cue": wording.quoted(item.cue),
            "source": wording.quoted(item.source) or None,
            "source_name": item.source_name,
            "source_kind": item.source_kind.value,
            "form": item.form.value,
            "act": item.act.value,
            "hedged": item.hedged,
            "via": "; ".join(item.via) or None,
            "parent": item.parent,
            "start": min((span.start for span in item.content), default=None),
            "end": max((span.end for span in item.content), default=None),
            "score": item.score,
            "by": item.by,
        }


def _claims(reader: Reader) -> Iterator[Row]:
    for claim in reader.claims():
        yield {
            "id": claim.id,
            "story": claim.story,
            "text": claim.text,
            "status": claim.status.value,
            "origins_least": claim.origins.least,
            "origins_most": claim.origins.most,
            "origins": "; ".join(claim.origins.names) or None,
            "bottlenecks": "; ".join(claim.bottlenecks) or None,
            "pages": claim.pages,
            "responses": len(claim.responses),
            "discrepancies": len(claim.discrepancies),
            "uncaptured": "; ".join(claim.uncaptured) or None,
            "by": claim.by,
        }


def _accounts(reader: Reader) -> Iterator[Row]:
    for claim in reader.claims():
        for account in claim.accounts:
            yield {
                "claim": claim.id,
                "article": account.article,
                "attribution": account.attribution,
                "near": account.near,
                "words": wording.quoted(account.spans),
            }


def _responses(reader: Reader) -> Iterator[Row]:
    for claim in reader.claims():
        for item in claim.responses:
            yield {
                "claim": claim.id,
                "respondent": item.by,
                "act": item.act.value,
                "scope": item.scope.value,
                "words": wording.quoted(item.spans),
            }


def _link(link: Link) -> Row:
    return {
        "id": link.id,
        "left": link.left,
        "right": link.right,
        "kind": link.kind.value,
        "score": link.score,
        "direction": link.direction.value,
        "evidence": wording.quoted(link.evidence),
        "by": link.by,
    }


def pinned(reader: Reader) -> Iterator[tuple[str, str, Span]]:
    """Give (item, role, span) for every span of the case's findings."""
    for item in reader.attributions():
        for role, spans in (
            ("content", item.content),
            ("cue", item.cue),
            ("source", item.source),
            ("source_evidence", item.source_evidence),
        ):
            yield from ((item.id, role, span) for span in spans)
        yield from ((item.id, "hop", span) for hop in item.hops for span in hop.spans)
    for link in reader.links():
        yield from ((link.id, "evidence", span) for span in link.evidence)
    for claim in reader.claims():
        yield from ((claim.id, "account", span) for one in claim.accounts for span in one.spans)
        yield from ((claim.id, "response", span) for one in claim.responses for span in one.spans)
        yield from ((claim.id, step.rule, span) for step in claim.steps for span in step.spans)
        yield from ((claim.id, "caveat", span) for span in claim.caveats)


def _spans(reader: Reader, capture_of: Callable[[str], str]) -> Iterator[Row]:
    for item, role, span in pinned(reader):
        yield {
            "item": item,
            "role": role,
            "article": span.article,
            "capture": capture_of(span.article),
            "start": span.start,
            "end": span.end,
            "exact": span.exact,
        }


# ---------------------------------------------------------------- CSV


def csv_bytes(table: str, found: Iterable[Row]) -> Iterator[bytes]:
    """Give one table as CSV (RFC 4180, UTF-8, a header), a few rows at a time.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front: words of a
    page must never run in an editor's spreadsheet. `spans` and `words` columns are no exception;
    JSON lines and Parquet have them as they stand.
    """
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, list(COLUMNS[table]), lineterminator="\r\n")
    writer.writeheader()
    for row in found:
        writer.writerow({key: _safe(value) for key, value in row.items()})
        if buffer.tell() > 65536:
            yield buffer.getvalue().encode("utf8", "replace")
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode("utf8", "replace")


def _safe(value: Cell) -> Cell:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


# ---------------------------------------------------------------- Parquet


def arrow() -> ModuleType:
    """Import pyarrow. Raises ModelError where the extra is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ModelError(
            "tables need pyarrow", where="parquet", fix="pip install 'firsthand[tables]'"
        ) from error
    found: ModuleType = pyarrow
    return found


def schema(table: str) -> Any:
    """Give a table's Arrow schema."""
    pa = arrow()
    kinds = {
        str: pa.string(),
        int: pa.int64(),
        float: pa.float64(),
        bool: pa.bool_(),
        datetime: pa.timestamp("us", tz="UTC"),
    }
    return pa.schema([(name, kinds[kind]) for name, kind in COLUMNS[table].items()])


def arrow_table(table: str, found: Iterable[Row]) -> Any:
    """Give one table as an Arrow table. Raises ModelError without the extra."""
    return arrow().Table.from_pylist(list(found), schema=schema(table))


def write_parquet(path: Path, *, name: str, rows: Callable[[], Iterator[Row]]) -> None:
    """Write one table as Parquet, one row group at a time. Raises ModelError."""
    pa = arrow()
    found = rows()
    with pa.parquet.ParquetWriter(str(path), schema(name), compression="zstd") as writer:
        while part := list(islice(found, ROWS_AT_ONCE)):
            writer.write_table(arrow_table(name, part))
