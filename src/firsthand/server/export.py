"""One export as one download: the file itself, or a ZIP where a format writes several."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from firsthand import report
from firsthand.errors import NotFound
from firsthand.types import Reader

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown; charset=utf-8",
    ".wacz": "application/wacz",
    ".zip": "application/zip",
}


def packed(reader: Reader, form: str) -> tuple[str, bytes, str]:
    """Give (file name, bytes, media type). Raises NotFound for a format that isn't known."""
    if form not in report.FORMATS:
        raise NotFound(f"no format {form[:40]!r}", fix=f"use {', '.join(report.FORMATS)}")
    with tempfile.TemporaryDirectory(prefix="firsthand-") as folder:
        paths = report.export(reader, [form], Path(folder))
        if len(paths) == 1:
            name, data = paths[0].name, paths[0].read_bytes()
        else:
            name, held = f"firsthand-{form}.zip", io.BytesIO()
            with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as pack:
                for path in paths:
                    pack.write(path, path.relative_to(folder))
            data = held.getvalue()
    return name, data, MEDIA_TYPES.get(Path(name).suffix, "application/octet-stream")
