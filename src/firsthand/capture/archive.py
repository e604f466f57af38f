"""Zip files -> their members, with caps on what they may unpack to.

A WACZ is a zip file whose WARC members are read as such, so it needs nothing of its own.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from msgspec import Struct

from firsthand.capture.limits import Limits
from firsthand.errors import CaptureError

Wanted = Callable[[str, frozenset[str]], bool]  # (path, all paths) -> may it be a page?


class Member(Struct, frozen=True):
    """One file of an archive, unpacked."""

    name: str  # "news.zip/march/page.html"
    folder: str | None
    data: bytes


def is_zip(head: bytes) -> bool:
    """Tell a zip file by its first bytes."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def members(
    file: BinaryIO, *, name: str, folder: str | None, limits: Limits, wanted: Wanted
) -> Iterator[Member | CaptureError]:
    """Give the files of an archive in order of their paths; an error where one is unreadable."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        fault = f"the zip file is damaged: {error}"
        yield CaptureError(fault, where=name, fix="fetch the file again")
        return
    with archive:
        left = limits.archive
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        paths = frozenset(entry.filename for entry in entries)
        for entry in sorted(entries, key=lambda entry: entry.filename):
            if not wanted(entry.filename, paths):
                continue
            found = _member(archive, entry, name, min(left, limits.page), limits)
            if isinstance(found, Member):
                left -= len(found.data)
                below = posixpath.dirname(entry.filename)
                where = posixpath.join(folder or "", below) or None
                found = Member(name=found.name, folder=where, data=found.data)
            yield found
            if left <= 0:
                fault = f"the archive unpacks to more than {limits.archive} bytes"
                yield CaptureError(fault, where=name, fix="add its parts one by one")
                return


def _member(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, room: int, limits: Limits
) -> Member | CaptureError:
    """Unpack one file, never more than it may hold whatever its header says."""
    where = f"{name}/{entry.filename}"
    if entry.flag_bits & 1:
        return CaptureError("the file is locked by a password", where=where, fix="unpack it first")
    try:
        with archive.open(entry) as packed:
            data = packed.read(room + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
        return CaptureError(f"the file is damaged: {error}", where=where)
    if len(data) > room:
        return CaptureError(f"the file unpacks to more than {room} bytes", where=where)
    if len(data) > limits.ratio_from and len(data) > limits.ratio * max(1, entry.compress_size):
        times = len(data) // max(1, entry.compress_size)
        fault = f"the file unpacks to {times} times its size, which no page does"
        return CaptureError(fault, where=where)
    return Member(name=where, folder=None, data=data)
