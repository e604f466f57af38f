"""Records -> files: what people take away from a case.

Every format is written from the same records, in the open format its readers already know, and
every statement in it keeps the capture's hash and the exact words. No format carries a rating.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from firsthand.errors import InputError
from firsthand.report import (
    csl,
    graphs,
    html,
    jsonl,
    markdown,
    schema_org,
    tables,
    w3c_prov,
    wacz,
    web_annotation,
)
from firsthand.report.memory import CaseReader
from firsthand.report.notebook import to_arrow, to_pandas
from firsthand.types import Reader

__all__ = ["FORMATS", "CaseReader", "export", "to_arrow", "to_pandas"]

FORMATS: dict[str, str] = {
    "jsonl": "every record, one a line",
    "md": "the dossier as Markdown, for reading and handing over",
    "html": "the dossier as one HTML file, pages and graphs inside",
    "csv": "tables for a spreadsheet",
    "parquet": "the same tables for a notebook (needs firsthand[tables])",
    "prov": "W3C PROV of every claim's chains, as PROV-JSON and PROV-N",
    "annotations": "W3C Web Annotation of every span",
    "schema-org": "schema.org claims and where they appear, without any rating",
    "graphml": "the graph of all claims, GraphML",
    "gexf": "the graph of all claims, GEXF",
    "csl": "the captured pages as references, CSL-JSON",
    "wacz": "the captures with the annotations, as a web archive",
}


def export(reader: Reader, formats: Sequence[str], folder: Path) -> list[Path]:
    """Write a case in each of the formats and give the files, in order of `formats`.

    Files that are there already are replaced. Raises InputError for a format that isn't known
    or a folder that can't be written, ModelError for a missing extra, before anything is written.
    """
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        raise InputError(
            f"no format is called {unknown[0]!r}", fix=f"choose from {', '.join(FORMATS)}"
        )
    if "parquet" in formats:
        tables.arrow()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            error.strerror or "can't be made", where=str(folder), fix="choose another folder"
        ) from error
    return [path for name in dict.fromkeys(formats) for path in _WRITERS[name](reader, folder)]


def _whole(path: Path, write: Callable[[Path], None]) -> Path:
    """Write a file whole or not at all: a broken export never stands under its final name."""
    part = path.with_name(path.name + ".part")
    write(part)
    part.replace(path)
    return path


def _bytes(path: Path, pieces: Iterable[bytes]) -> Path:
    def write(part: Path) -> None:
        with part.open("wb") as out:
            out.writelines(pieces)

    return _whole(path, write)


def _text(path: Path, lines: Iterable[str], end: str = "\n") -> Path:
    return _bytes(path, (f"{line}{end}".encode("utf8", "replace") for line in lines))


def _csv(reader: Reader, folder: Path) -> Iterator[Path]:
    for name, rows in tables.rows(reader).items():
        yield _bytes(folder / f"{name}.csv", tables.csv_bytes(name, rows()))


def _parquet(reader: Reader, folder: Path) -> Iterator[Path]:
    for name, rows in tables.rows(reader).items():
        yield _whole(
            folder / f"{name}.parquet", partial(tables.write_parquet, name=name, rows=rows)
        )


def _prov(reader: Reader, folder: Path) -> Iterator[Path]:
    found = w3c_prov.statements(reader)
    yield _bytes(folder / "prov.json", [w3c_prov.prov_json(found)])
    yield _text(folder / "prov.provn", w3c_prov.prov_n(found))


def _wacz(reader: Reader, folder: Path) -> Iterator[Path]:
    yield _whole(folder / "case.wacz", partial(wacz.write, reader))


_WRITERS: dict[str, Callable[[Reader, Path], Iterable[Path]]] = {
    "jsonl": lambda reader, folder: [_bytes(folder / "case.jsonl", jsonl.lines(reader))],
    "md": lambda reader, folder: [_text(folder / "dossier.md", markdown.markdown(reader))],
    "html": lambda reader, folder: [_text(folder / "dossier.html", html.page(reader), "")],
    "csv": _csv,
    "parquet": _parquet,
    "prov": _prov,
    "annotations": lambda reader, folder: [
        _bytes(folder / "annotations.jsonld", web_annotation.page(reader))
    ],
    "schema-org": lambda reader, folder: [
        _bytes(folder / "claims.jsonld", [schema_org.graph(reader)])
    ],
    "graphml": lambda reader, folder: [
        _text(folder / "case.graphml", graphs.graphml(*graphs.whole(reader)))
    ],
    "gexf": lambda reader, folder: [
        _text(folder / "case.gexf", graphs.gexf(*graphs.whole(reader)))
    ],
    "csl": lambda reader, folder: [_bytes(folder / "references.json", [csl.references(reader)])],
    "wacz": _wacz,
}
