"""Short names: "c1", "s1", "harbour-post", and what each of them stands for.

A page keeps the name it got when it came in, a story its number; claims are numbered with each
answer, weakest sourcing first, so that c1 is where a checker begins. Decisions go by full id and
never depend on a number.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable

from firsthand.errors import InputError, NotFound
from firsthand.types import Article, Held

SHORT = 12  # characters of an id where nothing shorter names it: 48 bits
LONGEST_SLUG = 40
KINDS = ("article", "capture", "claim", "story", "attribution")
_TABLES = {
    "article": "articles",
    "attribution": "attributions",
    "capture": "captures",
    "claim": "claims",
    "story": "stories",
}
_NUMBERED = re.compile(r"[cs]\d+", re.I)


def slug(article: Article) -> str:
    """Make a readable name of where a page lay; pages of an archive go by their title."""
    stem = (article.name or "").replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    stem = re.sub(r"\.(html?|xhtml|txt|text|mhtml?|gz)$", "", stem, flags=re.I)
    if not stem.strip("-") or "#" in stem or stem.lower() in ("index", "page", "stdin"):
        stem = f"{article.outlet or ''} {article.title or ''}".strip() or "page"
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii")
    made = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST_SLUG].rstrip("-")
    return f"page-{made}".rstrip("-") if not made or _NUMBERED.fullmatch(made) else made


def give_slug(database: sqlite3.Connection, article: Article) -> None:
    """Give a new article its name; a second of that name gets the start of its capture's id."""
    base = slug(article)
    for name in (base, f"{base}-{article.capture[:4]}", f"{base}-{article.id[:SHORT]}"):
        done = database.execute(
            "INSERT OR IGNORE INTO names (name, kind, id) VALUES (?, 'article', ?)",
            (name, article.id),
        )
        if done.rowcount:
            return


def number_story(database: sqlite3.Connection, story_id: str) -> None:
    """Give a new story the next number; one that has a number keeps it."""
    row = database.execute(
        "SELECT coalesce(max(CAST(substr(name, 2) AS INTEGER)), 0) + 1 AS next"
        " FROM names WHERE kind = 'story'"
    ).fetchone()
    database.execute(
        "INSERT OR IGNORE INTO names (name, kind, id) VALUES (?, 'story', ?)",
        (f"s{row['next']}", story_id),
    )


def number_claims(database: sqlite3.Connection, claim_ids: Iterable[str]) -> None:
    """Number all claims of the case anew, in the order given."""
    database.execute("DELETE FROM names WHERE kind = 'claim'")
    database.executemany(
        "INSERT INTO names (name, kind, id) VALUES (?, 'claim', ?)",
        ((f"c{number}", claim_id) for number, claim_id in enumerate(claim_ids, 1)),
    )


def resolve(database: sqlite3.Connection, name: str, kinds: tuple[str, ...]) -> tuple[str, str]:
    """Give (kind, id) for a short name, an id or its start. Raises NotFound, InputError."""
    wanted = kinds or KINDS
    row = database.execute(
        "SELECT kind, id FROM names WHERE name = ?", (name.strip().lower(),)
    ).fetchone()
    if row and row["kind"] in wanted:
        return row["kind"], row["id"]
    found = _by_prefix(database, name.strip().lower(), wanted)
    if not found:
        what = " or ".join(wanted)
        cure = "firsthand stories and firsthand claims list the names"
        raise NotFound(f"no {what} goes by this name", where=name, fix=cure)
    if len(found) > 1:
        choices = ", ".join(f"{kind} {item[:16]}" for kind, item in found[:4])
        raise InputError(f"could be {choices}", where=name, fix="give more characters")
    return found[0]


def _by_prefix(
    database: sqlite3.Connection, start: str, kinds: tuple[str, ...]
) -> list[tuple[str, str]]:
    """Find ids that begin so, and pages whose name begins so."""
    found: list[tuple[str, str]] = []
    if re.fullmatch(r"[0-9a-z:_-]{4,}", start):
        for kind in kinds:
            rows = database.execute(
                f"SELECT id FROM {_TABLES[kind]} WHERE id >= ? AND id < ? LIMIT 3",
                (start, f"{start}\U0010ffff"),
            )
            found += [(kind, row["id"]) for row in rows]
    if not found and "article" in kinds and start:
        rows = database.execute(
            "SELECT kind, id FROM names WHERE kind = 'article' AND substr(name, 1, ?) = ? LIMIT 3",
            (len(start), start),
        )
        found = [(row["kind"], row["id"]) for row in rows]
    return found


def short(database: sqlite3.Connection, item_id: str) -> str:
    """Give an id's short name, or its first characters."""
    row = database.execute("SELECT name FROM names WHERE id = ?", (item_id,)).fetchone()
    return str(row["name"]) if row else item_id[:SHORT]


def title(held: Held) -> str:
    """Give the place a capture came from, or the start of its id."""
    return held.names[0] if held.names else held.id[:SHORT]
