"""What a person names on the command line -> captures: files, folders, archives, standard input.

What a file is, its first bytes say; its name only decides whether a folder's file is a page at
all. A file that might hold words is given on and reported by whoever can't read it, so that
nothing is left out in silence but pictures, styles, scripts, a browser's side folders and cases
of our own.
"""

from __future__ import annotations

import gzip
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from firsthand.capture import archive, mhtml, warc
from firsthand.capture.limits import LIMITS, Limits
from firsthand.capture.page import page
from firsthand.errors import CaptureError
from firsthand.types import Capture

Found = Capture | CaptureError

_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)", re.I)
_ASSET = re.compile(
    r"\.(avif|bmp|css|eot|flac|gif|ico|jpe?g|js|m4a|map|mjs|mov|mp3|mp4|ogg|otf|png|svg|tiff?"
    r"|ttf|wasm|wav|webm|webp|woff2?)",
    re.I,
)
# A browser puts a page's pictures in a folder beside it and names it in its own language.
_SIDE_FOLDER = re.compile(
    r"(?P<page>.+)[ _-](files|file|dateien|fichiers|archivos|bestanden|ficheiros|pliki|elemei"
    r"|filer|tiedostot|soubory|dosyalar|arquivos)",
    re.I,
)
CASE_FILE = "case.sqlite"  # a folder that holds it is a case of ours, whose captures are held
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml")
_HEAD = 4096  # bytes that tell what a file is


def captures(
    inputs: Sequence[str], *, stdin: BinaryIO | None = None, limits: Limits = LIMITS
) -> Iterator[Found]:
    """Give the pages of each input in order; what can't be read is given as an error.

    "-" reads `stdin`. A folder gives its files in order of their paths, and each capture knows
    its folder below the one that was named.
    """
    for name in inputs:
        if name == "-":
            data = stdin.read(limits.page + 1) if stdin else b""
            yield from _opened(BytesIO(data), "-", None, limits)
        elif _ADDRESS.match(name):
            cure = "save the page and add the file"
            yield CaptureError("addresses can't be fetched yet", where=name, fix=cure)
        else:
            yield from _path(Path(name), name, limits)


def _path(path: Path, name: str, limits: Limits) -> Iterator[Found]:
    if path.is_dir():
        top = path.resolve().name
        for file, folder in files(path):
            shown = (Path(top) / file.relative_to(path)).as_posix()
            yield from _file(file, shown, folder, limits)
    elif path.exists():
        yield from _file(path, _plain(path), None, limits)
    else:
        yield CaptureError("there is no such file or folder", where=name, fix="check the path")


def _plain(path: Path) -> str:
    """Give a file's name as the case keeps it: whoever gets the case sees no foreign folders."""
    is_below = not path.is_absolute() and ".." not in path.parts
    return path.as_posix() if is_below else path.name


def files(top: Path) -> Iterator[tuple[Path, str | None]]:
    """Give (file, folder below `top`) for each file that may be a page, in order of path."""
    for place, folders, names in os.walk(top):
        if CASE_FILE in names:
            folders[:] = []
            continue
        beside = {name.lower() for name in names}
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not _is_side(name, beside)
        )
        below = Path(place).relative_to(top).as_posix()
        for name in sorted(names):
            if is_candidate(name):
                yield Path(place) / name, None if below == "." else below


def is_candidate(name: str) -> bool:
    """Whether a file found in a folder or an archive may be a page, by its name."""
    suffix = name[name.rfind(".") :] if "." in name else ""
    is_hidden = name.startswith((".", "__MACOSX")) or name.lower() == "thumbs.db"
    return not is_hidden and not _ASSET.fullmatch(suffix)


def is_wanted(path: str, paths: frozenset[str]) -> bool:
    """Whether a file of an archive may be a page, by its path and what lies beside it."""
    parts = path.split("/")
    if not all(is_candidate(part) for part in parts):
        return False
    lower = {other.lower() for other in paths}
    above = ["/".join(parts[:count]) for count in range(1, len(parts))]
    return not any(_is_side(folder, lower) for folder in above)


def _is_side(folder: str, beside: Iterable[str]) -> bool:
    """Whether a folder holds the parts of a saved page that lies beside it."""
    side = _SIDE_FOLDER.fullmatch(folder.lower())
    return side is not None and any(side["page"] + suffix in beside for suffix in _PAGE_SUFFIXES)


def _file(path: Path, name: str, folder: str | None, limits: Limits) -> Iterator[Found]:
    try:
        with path.open("rb") as file:
            yield from _opened(file, name, folder, limits)
    except OSError as error:
        yield CaptureError(f"the file can't be read: {error.strerror}", where=name)


def _opened(file: BinaryIO, name: str, folder: str | None, limits: Limits) -> Iterator[Found]:
    """Read an open file as what its first bytes say it is."""
    head = file.read(_HEAD)
    file.seek(0)
    if archive.is_zip(head):
        yield from _unpacked(file, (name, folder), limits)
    elif _holds_warc(head, name):
        yield from warc.captures(file, name=name, folder=folder, limits=limits)
    else:
        yield _single(file, head, (name, folder), limits)


def _unpacked(file: BinaryIO, named: tuple[str, str | None], limits: Limits) -> Iterator[Found]:
    """Read the files of a zip file."""
    name, folder = named
    if not limits.depth:
        yield CaptureError("too many archives inside archives", where=name, fix="unpack it first")
        return
    inner = replace(limits, depth=limits.depth - 1)
    for member in archive.members(file, name=name, folder=folder, limits=limits, wanted=is_wanted):
        if isinstance(member, CaptureError):
            yield member
        else:
            yield from _opened(BytesIO(member.data), member.name, member.folder, inner)


def _holds_warc(head: bytes, name: str) -> bool:
    """Tell a WARC file by its first bytes, a damaged one by its name."""
    if warc.HEAD.match(head) or name.lower().endswith((".warc.gz", ".warc")):
        return True
    if not head.startswith(warc.GZIP):
        return False
    try:
        return bool(warc.HEAD.match(zlib.decompressobj(wbits=31).decompress(head, 16)))
    except zlib.error:
        return False


def _single(file: BinaryIO, head: bytes, named: tuple[str, str | None], limits: Limits) -> Found:
    """Read a file that holds one page."""
    name, folder = named
    try:
        if head.startswith(warc.GZIP):
            with gzip.GzipFile(fileobj=file) as unpacked:
                data = unpacked.read(limits.page + 1)
        else:
            data = file.read(limits.page + 1)
        if len(data) > limits.page:
            fault = f"the file has more than {limits.page} bytes, which no page has"
            raise CaptureError(fault, where=name)
        if mhtml.is_mhtml(data[:_HEAD]):
            return mhtml.capture(data, name=name, folder=folder)
    except CaptureError as error:
        return error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        fault = f"the gzip data is damaged: {error}"
        return CaptureError(fault, where=name, fix="fetch the file again")
    return page(data, name=name.removesuffix(".gz"), folder=folder)
