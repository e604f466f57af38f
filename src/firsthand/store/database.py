"""The one SQLite file of a case: how it is opened, and which schema it has.

Migrations are `sql/NNNN_*.sql`, applied in order by whoever holds the writer's lock. A reader
never changes a case: it refuses one that is older or newer than this program.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.resources import files
from pathlib import Path

from firsthand.errors import StoreError
from firsthand.types import RECORDS_VERSION

FILE_NAME = "case.sqlite"
APPLICATION = 0x46485744  # "FHWD", so that `file` and other tools can tell what this is
WAIT_MS = 10_000  # a reader waits this long while the writer checkpoints


def connect(folder: Path, *, write: bool) -> sqlite3.Connection:
    """Open a case's database. Raises StoreError where it is missing, damaged or unfit."""
    path = folder / FILE_NAME
    if not write and not path.is_file():
        cure = f"firsthand --case {folder} add PATH begins one"
        raise StoreError("there is no case here", where=str(folder), fix=cure)
    mode = "rwc" if write else "rw" if _can_share(folder) else "ro&immutable=1"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    with ExitStack() as unfit:  # a database that is refused is closed again
        try:
            database = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
            unfit.callback(database.close)
            database.row_factory = sqlite3.Row
            database.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
            database.execute("PRAGMA foreign_keys = ON")
            if write:
                database.execute("PRAGMA journal_mode = WAL")
                database.execute("PRAGMA synchronous = FULL")
                _migrate(database, path)
            else:
                database.execute("PRAGMA query_only = ON")
            _check(database, path)
        except sqlite3.DatabaseError as error:
            fault = f"the database can't be read: {error}"
            cure = "put back the case from a copy"
            raise StoreError(fault, where=str(path), fix=cure) from error
        unfit.pop_all()
    return database


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Do all of it or none of it; a unit inside another joins it."""
    if database.in_transaction:
        yield
        return
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def migrations() -> list[tuple[int, str]]:
    """Give (number, statements) of each migration, in order."""
    found = []
    for entry in files(__package__).joinpath("sql").iterdir():
        if entry.name.endswith(".sql"):
            found.append((int(entry.name[:4]), entry.read_text(encoding="utf8")))
    return sorted(found)


def _can_share(folder: Path) -> bool:
    """Whether a reader can keep the side files that a write-ahead log needs."""
    probe = folder / f"{FILE_NAME}-shm"
    try:
        if probe.exists():
            return True
        with probe.open("xb"):
            pass
        probe.unlink()
    except FileExistsError:
        return True
    except OSError:
        return False
    return True


def _migrate(database: sqlite3.Connection, path: Path) -> None:
    """Bring a new or older case to this program's schema."""
    steps = migrations()
    version = _version(database)
    if version > steps[-1][0]:
        raise _newer(path)
    for number, statements in steps:
        if number <= version:
            continue
        script = (
            f"BEGIN IMMEDIATE; {statements}; PRAGMA user_version = {number};"
            f" PRAGMA application_id = {APPLICATION}; COMMIT;"
        )
        database.executescript(script)
    if version == 0:
        row = ("records", str(RECORDS_VERSION))
        database.execute("INSERT INTO facts (key, value) VALUES (?, ?)", row)


def _check(database: sqlite3.Connection, path: Path) -> None:
    """Refuse what this program can't read rightly."""
    newest = migrations()[-1][0]
    version = _version(database)
    if version > newest:
        raise _newer(path)
    if version < newest:
        cure = "firsthand add brings it up to date"
        raise StoreError("the case is of an older version", where=str(path), fix=cure)
    row = database.execute("SELECT value FROM facts WHERE key = 'records'").fetchone()
    held = int(row["value"]) if row else 0
    if held > RECORDS_VERSION:
        raise _newer(path)
    if held < RECORDS_VERSION:
        fault = f"the case holds records of version {held}, this program reads {RECORDS_VERSION}"
        raise StoreError(fault, where=str(path), fix="add its captures to a new case")


def _version(database: sqlite3.Connection) -> int:
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _newer(path: Path) -> StoreError:
    fault = "the case was written by a newer version of this program"
    return StoreError(fault, where=str(path), fix="update firsthand")
