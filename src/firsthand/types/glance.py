"""How a record shows itself where a notebook's cell ends in one: a small table, all escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

MOST_ROWS = 20
MOST_LETTERS = 160


def table(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give a captioned HTML table of the first rows, and say how many more there are."""
    found = list(rows)
    head = "".join(f'<th style="text-align:left">{escape(name)}</th>' for name in header)
    body = "".join(f"<tr>{''.join(map(_data, row))}</tr>" for row in found[:MOST_ROWS])
    rest = len(found) - MOST_ROWS
    more = f"<p>and {rest:,} more</p>" if rest > 0 else ""
    return (
        f"<table><caption style='text-align:left'>{cell(title)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
    )


def _data(value: object) -> str:
    return f'<td style="text-align:left">{cell(value)}</td>'


def cell(value: object) -> str:
    """Give a value as one short escaped line."""
    line = " ".join(str(value).split())
    line = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)
    return escape(line if len(line) <= MOST_LETTERS else f"{line[:MOST_LETTERS]}…")
