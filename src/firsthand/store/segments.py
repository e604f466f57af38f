"""Captured bytes on disk: gzip members in WARC files, found by offset.

Each capture is one WARC `resource` record in a gzip member of its own, appended to the newest
segment and synced before the database names its place. So any WARC tool reads a case without
us, and a run that is killed leaves at most an unnamed tail: the next run starts a new segment
behind it and never cuts or overwrites anything.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import zlib
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from msgspec import Struct

from firsthand.errors import StoreError
from firsthand.types import Capture, CaptureId

SEGMENT_BYTES = 256 * 1024 * 1024  # a new file from here on, so that copies and zips stay handy


class Place(Struct, frozen=True):
    """Where a record lies: file name, first byte and number of bytes of its gzip member."""

    segment: str
    start: int
    length: int


class Segments:
    """The segment files of one case. Only the holder of the case's lock may append."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._newest: str | None = None

    def append(self, capture: Capture, *, at: datetime, known_end: int | None) -> Place:
        """Write one capture behind the newest segment, sync it, and give its place.

        `known_end` is where the database says the newest segment ends; bytes behind it are the
        tail of a killed run, and a new segment begins.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / self._current(known_end)
        member = gzip.compress(_record(capture, at), compresslevel=6, mtime=0)
        with path.open("ab") as file:
            start = file.tell()
            file.write(member)
            file.flush()
            os.fsync(file.fileno())
        return Place(path.name, start, len(member))

    def newest(self) -> str | None:
        """Give the name of the segment that was begun last."""
        names = sorted(path.name for path in self.folder.glob("*.warc.gz"))
        return names[-1] if names else None

    def _current(self, known_end: int | None) -> str:
        """Name the segment to append to."""
        newest = self._newest or self.newest()
        if newest is None:
            self._newest = _name(1)
        else:
            size = (self.folder / newest).stat().st_size
            full = size >= SEGMENT_BYTES or size != (known_end or 0)
            self._newest = _name(int(newest.split(".")[0]) + 1) if full else newest
        return self._newest

    def read(self, place: Place, capture_id: CaptureId) -> bytes:
        """Give a capture's bytes. Raises StoreError where they are missing or changed."""
        path = self.folder / place.segment
        cure = "put back the file from a copy of the case"
        where = f"capture {capture_id[:12]}, {path}, byte {place.start}"
        try:
            with path.open("rb") as file:
                file.seek(place.start)
                record = gzip.decompress(file.read(place.length))
        except FileNotFoundError as error:
            raise StoreError("the capture's file is missing", where=where, fix=cure) from error
        except (OSError, EOFError, zlib.error) as error:
            fault = f"the capture is damaged: {error}"
            raise StoreError(fault, where=where, fix=cure) from error
        body = _payload(record)
        if body is None or hashlib.sha256(body).hexdigest() != capture_id:
            raise StoreError("the capture's bytes have changed", where=where, fix=cure)
        return body


def _name(number: int) -> str:
    return f"{number:06}.warc.gz"


def _record(capture: Capture, at: datetime) -> bytes:
    """Write a capture as a WARC 1.1 resource record; it holds nothing that changes by run."""
    when = (capture.fetched_at or at).astimezone(UTC)
    kind = capture.media_type or "application/octet-stream"
    lines = (
        "WARC/1.1",
        "WARC-Type: resource",
        f"WARC-Record-ID: <urn:uuid:{UUID(capture.id[:32])}>",
        f"WARC-Date: {when:%Y-%m-%dT%H:%M:%SZ}",
        f"WARC-Target-URI: {_one_line(capture.url or f'urn:sha256:{capture.id}')}",
        f"WARC-Block-Digest: sha256:{capture.id}",
        f"Content-Type: {_one_line(kind)}",
        f"Content-Length: {len(capture.body)}",
    )
    head = "\r\n".join(lines).encode("utf8", "replace")
    return head + b"\r\n\r\n" + capture.body + b"\r\n\r\n"


def _one_line(value: str) -> str:
    """Keep a header value from breaking its line."""
    return " ".join(value.split())


def _payload(record: bytes) -> bytes | None:
    """Cut the block out of a WARC record; None where it isn't one."""
    head, parting, rest = record.partition(b"\r\n\r\n")
    length = re.search(rb"\r\nContent-Length: (\d+)", head)
    if not parting or not length:
        return None
    return rest[: int(length[1])]
