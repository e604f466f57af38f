"""Records -> files: what people take away from a case.

Every format is written from the same records, in the open format its readers already know, and
every statement in it keeps the capture's hash and the exact words. No format carries a rating.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from firsthand.errors import InputError
from firsthand.report import html, jsonl, markdown
from firsthand.report.memory import CaseReader
from firsthand.types import Reader

__all__ = ["FORMATS", "CaseReader", "export"]

FORMATS: dict[str, str] = {
    "jsonl": "every record, one a line",
    "md": "the dossier as Markdown, for reading and handing over",
    "html": "the dossier as one HTML file, pages and graphs inside",
}


def export(reader: Reader, formats: Sequence[str], folder: Path) -> list[Path]:
    """Write a case in each of the formats and give the files, in order of `formats`.

    Files that are there already are replaced. Raises InputError for a format that isn't known
    or a folder that can't be written, before anything is written.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise InputError(
            f"no format is called {unknown[0]!r}", fix=f"choose from {', '.join(FORMATS)}"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            error.strerror or "can't be made", where=str(folder), fix="choose another folder"
        ) from error
    return [path for name in dict.fromkeys(formats) for path in _WRITERS[name](reader, folder)]


def _jsonl(reader: Reader, folder: Path) -> list[Path]:
    return [_written(folder / "case.jsonl", jsonl.lines(reader))]


def _markdown(reader: Reader, folder: Path) -> list[Path]:
    lines = (f"{line}\n".encode("utf8", "replace") for line in markdown.markdown(reader))
    return [_written(folder / "dossier.md", lines)]


def _html(reader: Reader, folder: Path) -> list[Path]:
    pieces = (piece.encode("utf8", "replace") for piece in html.page(reader))
    return [_written(folder / "dossier.html", pieces)]


def _written(path: Path, pieces: Iterable[bytes]) -> Path:
    """Write a file whole or not at all: a broken export never stands under its final name."""
    partial = path.with_name(path.name + ".part")
    with partial.open("wb") as out:
        out.writelines(pieces)
    partial.replace(path)
    return path


_WRITERS: dict[str, Callable[[Reader, Path], list[Path]]] = {
    "jsonl": _jsonl,
    "md": _markdown,
    "html": _html,
}
