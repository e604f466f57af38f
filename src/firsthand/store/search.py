"""Full-text search over what stands on the pages, what is attributed and what is claimed.

A query is read as words, so that whatever a person types is a valid question; the engine's own
query language never shows.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping

from firsthand.errors import InputError
from firsthand.types import ARTICLE_ZONES, Article, Attribution, Claim, Hit, Span

# Facet -> the condition it sets. Names are found by any part of them, codes by the whole.
FACETS = {
    "kind": "finds.kind = :kind",
    "speaker": "finds.speaker LIKE :speaker ESCAPE '\\'",
    "act": "finds.act = :act",
    "outlet": "finds.outlet LIKE :outlet ESCAPE '\\'",
    "source": "finds.source = :source",
    "status": "finds.status = :status",
    "story": "finds.article IN (SELECT article FROM members WHERE story = :story)",
    "folder": "finds.article IN (SELECT articles.id FROM articles JOIN sightings"
    " ON sightings.capture = articles.capture WHERE sightings.folder LIKE :folder ESCAPE '\\')",
    "since": "finds.day >= :since",
    "until": "substr(finds.day, 1, length(:until)) <= :until",
}
_PARTIAL = {"speaker", "outlet", "folder"}
_COLUMNS = "kind, item, article, first, last, text, speaker, act, outlet, source, status, day"
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')


def query(words: str) -> str | None:
    """Write a person's words in the engine's language; None where there are none.

    Raises InputError where only unwanted words are given.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in _TERM.findall(words):
        text = phrase or word
        tokens = re.findall(r"\w+", text)
        if not tokens:
            continue
        term = '"' + " ".join(tokens) + '"'
        if word.endswith("*"):
            term += " *"
        (unwanted if minus else wanted).append(term)
    if unwanted and not wanted:
        raise InputError("only words to leave out are given", where=words, fix="add one to find")
    if not wanted:
        return None
    found = " AND ".join(wanted)
    return f"({found}) NOT ({' OR '.join(unwanted)})" if unwanted else found


def search(
    database: sqlite3.Connection, words: str, facets: Mapping[str, str], limit: int
) -> Iterator[sqlite3.Row]:
    """Give the rows of `finds` that fit, best first, matches marked in `marked`."""
    for facet in facets:
        if facet not in FACETS:
            raise InputError(f"no facet {facet!r}", fix=f"use one of {', '.join(FACETS)}")
    asked = query(words)
    if asked is None and not facets:
        raise InputError("there is nothing to look for", where=words, fix="give a word")
    values = {
        key: f"%{_literal(value)}%" if key in _PARTIAL else value for key, value in facets.items()
    }
    where = [FACETS[key] for key in facets]
    if asked is None:
        sql = "SELECT finds.*, finds.text AS marked FROM finds"
        order = "finds.number"
    else:
        sql = (
            "SELECT finds.*, highlight(words, 0, '‹', '›') AS marked"
            " FROM words JOIN finds ON finds.number = words.rowid"
        )
        where.insert(0, "words MATCH :asked")
        values["asked"] = asked
        order = "words.rank, finds.number"
    sql += f" WHERE {' AND '.join(where)} ORDER BY {order} LIMIT :limit"
    yield from database.execute(sql, {**values, "limit": limit})


def hit(row: sqlite3.Row, article: Article) -> Hit:
    """Make the answer of a row; its span is cut from the article's text, so it fits or fails."""
    span = None
    if row["first"] is not None:
        span = article.span(row["first"], row["last"])
    return Hit(
        kind=row["kind"],
        id=row["item"],
        article=row["article"],
        span=span,
        text=" ".join(str(row["marked"]).split()),
        outlet=row["outlet"],
        speaker=row["speaker"],
        act=row["act"],
        status=row["status"],
        date=row["day"],
    )


def index_article(
    database: sqlite3.Connection, article: Article, attributions: Iterable[Attribution]
) -> None:
    """Make an article and its attributions findable. Furniture is left out."""
    day = article.published.iso if article.published else None
    about: dict[str, str | None] = {"outlet": article.outlet, "day": day}
    for zone in article.zones:
        start, end = _trim(article.text, zone.start, zone.end)
        if zone.kind in ARTICLE_ZONES and start < end:
            span = article.span(start, end)
            _put(database, "article", article.id, span, {**about, "text": span.exact})
    for item in attributions:
        if not item.content:
            continue
        words = {
            **about,
            "text": item.text,
            "speaker": item.source_name or " ".join(span.exact for span in item.source) or None,
            "act": item.act.value,
            "source": item.source_kind.value,
        }
        _put(database, "attribution", item.id, item.content[0], words)


def index_claim(database: sqlite3.Connection, claim: Claim, outlet: str | None) -> None:
    """Make a claim findable by its words, its status and its origins' names."""
    if not claim.accounts:
        return
    words = {
        "text": claim.text,
        "status": claim.status.value,
        "speaker": "; ".join(claim.origins.names) or None,
        "outlet": outlet,
    }
    _put(database, "claim", claim.id, claim.accounts[0].article, words)


def forget(database: sqlite3.Connection, kind: str, items: Iterable[str]) -> None:
    """Take items out of the search."""
    database.executemany(
        "DELETE FROM finds WHERE kind = ? AND item = ?", ((kind, item) for item in items)
    )


def _put(
    database: sqlite3.Connection,
    kind: str,
    item: str,
    at: Span | str,
    words: Mapping[str, str | None],
) -> None:
    article, first, last = (
        (at.article, at.start, at.end) if isinstance(at, Span) else (at, None, None)
    )
    rest = ("text", "speaker", "act", "outlet", "source", "status", "day")
    database.execute(
        f"INSERT INTO finds ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (kind, item, article, first, last, *(words.get(column) for column in rest)),
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the white space at both ends of a stretch."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _literal(value: str) -> str:
    """Keep a person's % and _ from being patterns."""
    return re.sub(r"([\\%_])", r"\\\1", value)
