"""A case as tables for a notebook: Arrow, and data frames where pandas is installed."""

from __future__ import annotations

from typing import Any

from firsthand.errors import InputError, ModelError
from firsthand.report import tables
from firsthand.types import Reader


def to_arrow(reader: Reader, table: str = "claims") -> Any:
    """Give one table of a case (see `tables.COLUMNS`) as a `pyarrow.Table`.

    Raises InputError for a table that isn't known, ModelError without the extra.
    """
    if table not in tables.COLUMNS:
        known = ", ".join(tables.COLUMNS)
        raise InputError(f"no table is called {table!r}", fix=f"choose from {known}")
    return tables.arrow_table(table, tables.rows(reader)[table]())


def to_pandas(reader: Reader, table: str = "claims") -> Any:
    """Give one table of a case as a `pandas.DataFrame`. Raises as `to_arrow` does."""
    found = to_arrow(reader, table)
    try:
        return found.to_pandas()
    except ImportError as error:
        raise ModelError(
            "data frames need pandas", where="to_pandas", fix="pip install pandas"
        ) from error
