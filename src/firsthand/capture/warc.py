"""WARC files -> captures, one for each page that was answered with 200.

The decision: this module finds where records begin and end itself and gives one at a time to the
WARC library, because a library that reads a damaged file as a stream stops without a word. Here a
damaged or cut record is reported with its byte, and reading goes on at the next one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from msgspec import Struct

from firsthand.capture.limits import LIMITS, Limits
from firsthand.errors import CaptureError
from firsthand.types import Capture

GZIP = b"\x1f\x8b\x08"
HEAD = re.compile(rb"WARC/\d\.\d\r?\n")
_LENGTH = re.compile(rb"\r?\nContent-Length:[ \t]*(\d+)", re.I)
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEAD = 256 * 1024  # bytes
_PIECE = 32 * 1024  # bytes unpacked at once: about one record, so that little is copied twice
_CHUNK = 1024 * 1024  # bytes read at once
# What a page can be; everything else in a crawl is pictures, styles and scripts.
_PAGES = ("text/html", "application/xhtml+xml", "text/plain", "multipart/related")


class Piece(Struct, frozen=True):
    """A stretch of a WARC file: one record's bytes, unpacked, or the fault that hides it."""

    start: int  # byte in the file
    record: bytes | None = None
    fault: str | None = None


def captures(
    file: BinaryIO, *, name: str, folder: str | None = None, limits: Limits = LIMITS
) -> Iterator[Capture | CaptureError]:
    """Give the pages of a WARC file in order, and an error for each stretch that is damaged."""
    head = file.read(_CHUNK)
    file.seek(0)
    is_packed = not HEAD.search(head) and GZIP in head
    for piece in packed(file, limits) if is_packed else plain(file, limits):
        where = f"{name}, byte {piece.start}"
        if piece.record is None:
            cure = "fetch the file again; the other records were read"
            yield CaptureError(piece.fault or "damaged", where=where, fix=cure)
            continue
        try:
            yield from _pages(piece, f"{name}#{piece.start}", folder)
        except (OSError, ValueError) as error:
            yield CaptureError(f"the record can't be read: {error}", where=where)


# ---------------------------------------------------------------- where records lie


def packed(file: BinaryIO, limits: Limits = LIMITS) -> Iterator[Piece]:
    """Cut a .warc.gz into records by its gzip members; behind a damaged one, find the next."""
    window = _Window(file)
    while window.fill(len(GZIP)):
        start = window.at
        if not window.data.startswith(GZIP):
            skipped = window.seek(GZIP)
            yield Piece(start, fault=f"{skipped} bytes are no gzip member")
            continue
        try:
            data = _member(window, limits.page)
        except (zlib.error, EOFError, OverflowError) as error:
            window.back(start + 1)
            more = window.seek(GZIP)
            cut = f", {more + 1} bytes are lost" if not isinstance(error, OverflowError) else ""
            yield Piece(start, fault=f"{error}{cut}")
            continue
        yield from _split(data, start)


def plain(file: BinaryIO, limits: Limits = LIMITS) -> Iterator[Piece]:
    """Cut an uncompressed WARC into records by their lengths; behind a fault, find the next."""
    window = _Window(file)
    while window.fill(8):
        start = window.at
        if window.data[:1] in b"\r\n":
            window.drop(1)
            continue
        window.fill(_LONGEST_HEAD)
        total = _record_length(bytes(window.data[:_LONGEST_HEAD]))
        if total is None:
            window.drop(1)
            skipped = window.seek(b"WARC/1.")
            yield Piece(start, fault=f"{skipped + 1} bytes are no WARC record")
            continue
        if total > limits.page:
            window.skip(total)
            yield Piece(start, fault=f"the record has {total} bytes, more than a page may have")
            continue
        if not window.fill(total):
            yield Piece(start, fault=f"the file ends {total - len(window.data)} bytes too early")
            return
        yield Piece(start, record=bytes(window.data[:total]))
        window.drop(total)


class _Window:
    """The part of a file that is in memory, and where it begins."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.at = 0
        self.data = bytearray()

    def fill(self, size: int) -> bool:
        """Have at least `size` bytes; say whether the file had them."""
        while len(self.data) < size:
            more = self.file.read(max(_CHUNK, size - len(self.data)))
            if not more:
                return False
            self.data += more
        return True

    def drop(self, size: int) -> None:
        """Move the beginning forward, within what is in memory."""
        del self.data[:size]
        self.at += size

    def skip(self, size: int) -> None:
        """Move the beginning forward, to anywhere."""
        self.back(self.at + size)

    def back(self, at: int) -> None:
        """Begin again at a byte of the file."""
        self.file.seek(at)
        self.at = at
        self.data.clear()

    def seek(self, mark: bytes) -> int:
        """Go to the next place of these bytes, or to the end; give how many were passed."""
        start = self.at
        while True:
            found = self.data.find(mark)
            if found >= 0:
                self.drop(found)
                return self.at - start
            self.drop(max(0, len(self.data) - len(mark) + 1))
            if not self.fill(len(self.data) + 1):
                self.drop(len(self.data))
                return self.at - start


def _member(window: _Window, limit: int) -> bytes:
    """Unpack one gzip member and pass it. Raises zlib.error, EOFError, OverflowError."""
    unpacker = zlib.decompressobj(wbits=31)
    made = bytearray()
    while not unpacker.eof:
        if not window.fill(1):
            raise EOFError("the file ends inside a gzip member")
        piece = bytes(window.data[:_PIECE])
        made += unpacker.decompress(piece, limit + 1 - len(made))
        window.drop(len(piece) - len(unpacker.unused_data or unpacker.unconsumed_tail))
        if len(made) > limit:
            raise OverflowError(f"a gzip member unpacks to more than {limit} bytes")
    return bytes(made)


def _split(data: bytes, start: int) -> Iterator[Piece]:
    """Cut an unpacked member into its records: one, where the writer kept to the standard."""
    at = 0
    while at < len(data):
        if data[at : at + 1] in b"\r\n":
            at += 1
            continue
        total = _record_length(data[at : at + _LONGEST_HEAD])
        if total is None:
            yield Piece(start, fault="the gzip member holds no WARC record")
            return
        if at + total > len(data):
            yield Piece(start, fault=f"the record ends {at + total - len(data)} bytes too early")
            return
        yield Piece(start, record=data[at : at + total])
        at += total


def _record_length(data: bytes) -> int | None:
    """Give the bytes of the record that begins here, head included; None where none does."""
    if not HEAD.match(data):
        return None
    end = _HEAD_END.search(data)
    length = _LENGTH.search(data, 0, end.start() + 1 if end else len(data))
    if not end or not length:
        return None
    return end.end() + int(length[1])


# ---------------------------------------------------------------- what they hold


def _pages(piece: Piece, name: str, folder: str | None) -> Iterator[Capture]:
    """Give the page of a record, if it holds one."""
    wanted = WarcRecordType.response | WarcRecordType.resource
    whole = BytesIO((piece.record or b"") + b"\r\n\r\n")
    for record in ArchiveIterator(
        whole, record_types=wanted, parse_http=True, auto_decode="all", stream_detect=False
    ):
        media_type = _media_type(record)
        answered = record.http_headers
        if media_type and not media_type.startswith(_PAGES):
            continue
        if answered is not None and answered.status_code not in (200, 203, 206):
            continue
        body = record.reader.read()
        url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
        yield Capture(
            id=sha256(body).hexdigest(),
            body=body,
            name=name,
            folder=folder,
            url=url if url.startswith(("http://", "https://")) else None,
            media_type=media_type,
            charset=record.http_charset if record.is_http else None,
            fetched_at=_date(record.headers.get("WARC-Date") or ""),
        )


def _media_type(record: WarcRecord) -> str | None:
    declared = (
        record.http_content_type if record.is_http else record.headers.get("Content-Type", "")
    )
    found = (declared or "").split(";")[0].strip().lower()
    return None if found in ("", "application/octet-stream") else found


def _date(printed: str) -> datetime | None:
    """Read a WARC date; a second or a fraction of it, always UTC."""
    try:
        moment = datetime.fromisoformat(printed.replace("Z", "+00:00"))
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
