"""Bytes of one page -> Capture, with what the bytes themselves say about where they came from."""

from __future__ import annotations

import re
from hashlib import sha256

from firsthand.types import Capture

# Written into the file by browsers ("Save page as") and by page savers, before the page begins.
_SAVED_FROM = re.compile(
    rb"<!--\s*saved from url=\(\d+\)(?P<browser>\S+)\s*-->"
    rb"|<!--\s*\n\s*Page saved with SingleFile\s*\n\s*url:\s*(?P<saver>\S+)"
)
_SAVED_WITHIN = 4096  # bytes from the start
_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".shtml": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".text": "text/plain",
}


def page(
    body: bytes,
    *,
    name: str,
    folder: str | None = None,
    url: str | None = None,
    media_type: str | None = None,
) -> Capture:
    """Make a capture of one page's bytes, named by their plain sha256."""
    saved = _SAVED_FROM.search(body[:_SAVED_WITHIN])
    if url is None and saved:
        found = (saved["browser"] or saved["saver"]).decode("utf8", "replace")
        url = found if found.startswith(("http://", "https://")) else None
    return Capture(
        id=sha256(body).hexdigest(),
        body=body,
        name=name,
        folder=folder,
        url=url,
        media_type=media_type or type_of(name),
    )


def type_of(name: str) -> str | None:
    """Give the media type that a file's name declares, None where it declares none."""
    dot = name.rfind(".")
    return _TYPES.get(name[dot:].lower()) if dot >= 0 else None
