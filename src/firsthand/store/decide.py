"""What people decided: a chain of records that only grows.

Each decision's signature covers its own fields and the signature before it, so that a changed,
dropped or reordered decision shows. The machine's answer as it stood then is kept beside it.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC

import msgspec

from firsthand.errors import InputError, NotFound, StoreError
from firsthand.types import Decision, digest

VERDICTS = ("accept", "reject", "amend")


def signature(decision: Decision, before: str) -> str:
    """Give the sha256 over a decision's fields and the signature of the one before it."""
    return digest(
        before,
        decision.item,
        decision.verdict,
        decision.note,
        decision.by,
        decision.at.astimezone(UTC).isoformat(),
    )


def append(database: sqlite3.Connection, decision: Decision, answer: bytes) -> Decision:
    """Sign a decision and put it behind the others. Raises InputError for one that says nothing."""
    if decision.verdict not in VERDICTS:
        fix = f"use {', '.join(VERDICTS)}"
        raise InputError(f"no verdict {decision.verdict!r}", where=decision.item[:12], fix=fix)
    if not decision.by.strip():
        raise InputError("a decision needs a name", where=decision.item[:12], fix="add --by NAME")
    if decision.verdict == "amend" and not decision.note.strip():
        fault = "an amendment needs its words"
        raise InputError(fault, where=decision.item[:12], fix="add --note WORDS")
    row = database.execute("SELECT record FROM decisions ORDER BY number DESC LIMIT 1").fetchone()
    before = msgspec.json.decode(row["record"], type=Decision).signature if row else ""
    signed = msgspec.structs.replace(decision, signature=signature(decision, before))
    database.execute(
        "INSERT INTO decisions (item, answer, record) VALUES (?, ?, ?)",
        (signed.item, answer.decode("utf8"), msgspec.json.encode(signed).decode("utf8")),
    )
    return signed


def decisions(database: sqlite3.Connection, *, where: str) -> list[Decision]:
    """Give all decisions, oldest first, each checked against the one before it."""
    found: list[Decision] = []
    before = ""
    rows = database.execute("SELECT number, record FROM decisions ORDER BY number")
    for place, row in enumerate(rows, 1):
        decision = msgspec.json.decode(row["record"], type=Decision)
        if decision.signature != signature(decision, before) or row["number"] != place:
            fault = f"decision {place} was changed after it was signed, or one before it is gone"
            raise StoreError(fault, where=where, fix="put back the case from a copy")
        before = decision.signature
        found.append(decision)
    return found


def answer(database: sqlite3.Connection, decision: Decision) -> bytes:
    """Give the machine's answer as it stood when a decision was taken, as JSON."""
    rows = database.execute(
        "SELECT answer, record FROM decisions WHERE item = ?", (decision.item,)
    ).fetchall()
    for row in rows:
        if msgspec.json.decode(row["record"], type=Decision).signature == decision.signature:
            return str(row["answer"]).encode("utf8")
    raise NotFound("no such decision", where=decision.signature[:12])


def pinned(answer: bytes) -> frozenset[tuple[str, int, int]]:
    """Give where the accounts of a claim stood; nothing for an answer of another kind."""
    accounts = msgspec.json.decode(answer).get("accounts", ())
    return frozenset(
        (span["article"], span["start"], span["end"])
        for account in accounts
        for span in account.get("spans", ())
    )
