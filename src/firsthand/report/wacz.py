"""WACZ 1.1.1: the captures as any web archive tool opens them, with our annotations inside.

Every capture is a WARC `resource` record holding the bytes as they came. Nothing in the file
depends on when it is written, so the same case gives the same bytes.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote, urlsplit
from uuid import NAMESPACE_URL, uuid5

import msgspec

from firsthand.report import web_annotation, wording
from firsthand.types import Article, Held, Reader

STORED_AT = (1980, 1, 1, 0, 0, 0)  # the earliest time a ZIP can hold
ARCHIVE, INDEX = "archive/data.warc.gz", "indexes/index.cdx"
PAGES, NOTES = "pages/pages.jsonl", "annotations/annotations.jsonld"


class _File:
    """One file of the archive on its way in: counted and summed."""

    def __init__(self, pack: zipfile.ZipFile, path: str) -> None:
        info = zipfile.ZipInfo(path, STORED_AT)
        info.compress_type = zipfile.ZIP_STORED  # as the format asks, so that parts can be read
        info.external_attr = 0o644 << 16
        self._out = pack.open(info, "w", force_zip64=True)
        self._sum = sha256()
        self.path = path
        self.size = 0

    def write(self, data: bytes) -> None:
        self._out.write(data)
        self._sum.update(data)
        self.size += len(data)

    def close(self) -> dict[str, object]:
        """Finish the file and describe it."""
        self._out.close()
        return {
            "name": self.path.rsplit("/", 1)[-1],
            "path": self.path,
            "hash": f"sha256:{self._sum.hexdigest()}",
            "bytes": self.size,
        }


def write(reader: Reader, path: Path) -> None:
    """Write a case's captures, their index, the list of pages and the annotations."""
    articles = {article.capture: article for article in reader.articles()}
    with zipfile.ZipFile(path, "w") as pack:
        index, pages = [], []
        out = _File(pack, ARCHIVE)
        out.write(_member(_info()))
        newest = datetime(1980, 1, 1, tzinfo=UTC)
        for held in reader.captures():
            article = articles.get(held.id)
            body = reader.capture_bytes(held.id)
            member = _member(record(held, body))
            index.append(_line(held, article, out.size, len(member)))
            pages.append(_page(held, article))
            out.write(member)
            newest = max(newest, when(held))
        resources = [out.close()]
        resources.append(_put(pack, INDEX, sorted(index)))
        resources.append(_put(pack, PAGES, [_pages_head(), *pages]))
        resources.append(_put(pack, NOTES, web_annotation.page(reader)))
        package = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": "Captures of a Firsthand case",
            "software": f"firsthand {version('firsthand')}",
            "created": _iso(newest),
            "resources": resources,
        }
        data = msgspec.json.format(msgspec.json.encode(package), indent=1)
        _put(pack, "datapackage.json", [data])
        sealed = {"path": "datapackage.json", "hash": f"sha256:{sha256(data).hexdigest()}"}
        _put(pack, "datapackage-digest.json", [msgspec.json.encode(sealed)])


def _put(pack: zipfile.ZipFile, path: str, pieces: Iterable[bytes]) -> dict[str, object]:
    out = _File(pack, path)
    for piece in pieces:
        out.write(piece)
    return out.close()


def _member(data: bytes) -> bytes:
    """Compress one record as a gzip member of its own, the same bytes each time."""
    held = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=held, compresslevel=6, mtime=0) as out:
        out.write(data)
    return held.getvalue()


def address(held: Held) -> str:
    """Give the capture's address; one without any goes by its hash."""
    return quote(held.url, safe=":/?#[]@!$&'()*+,;=%~-._") if held.url else f"urn:sha256:{held.id}"


def when(held: Held) -> datetime:
    """Give when the bytes were fetched, or came into the case."""
    return (held.fetched_at or held.added_at).astimezone(UTC)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def record(held: Held, body: bytes) -> bytes:
    """Give a capture as a WARC resource record."""
    kind = held.media_type or "application/octet-stream"
    kind = kind if kind.isascii() and kind.isprintable() else "application/octet-stream"
    return _record(
        {
            "WARC-Type": "resource",
            "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, held.id)}>",
            "WARC-Target-URI": address(held),
            "WARC-Date": _iso(when(held)),
            "WARC-Block-Digest": f"sha256:{held.id}",
            "Content-Type": kind,
        },
        body,
    )


def _info() -> bytes:
    body = (
        f"software: firsthand {version('firsthand')}\r\nformat: WARC File Format 1.1\r\n".encode()
    )
    return _record(
        {
            "WARC-Type": "warcinfo",
            "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, 'firsthand')}>",
            "WARC-Date": "1980-01-01T00:00:00Z",
            "Content-Type": "application/warc-fields",
        },
        body,
    )


def _record(headers: dict[str, str], body: bytes) -> bytes:
    lines = [f"{key}: {value}" for key, value in headers.items()]
    head = "\r\n".join(["WARC/1.1", *lines, f"Content-Length: {len(body)}", "", ""])
    return head.encode() + body + b"\r\n\r\n"


def _line(held: Held, article: Article | None, offset: int, length: int) -> bytes:
    """Give a capture's line of the CDXJ index."""
    fields = {
        "url": address(held),
        "mime": article.media_type if article else held.media_type or "unk",
        "status": "200",
        "digest": f"sha256:{held.id}",
        "length": str(length),
        "offset": str(offset),
        "filename": ARCHIVE.rsplit("/", 1)[-1],
    }
    stamp = when(held).strftime("%Y%m%d%H%M%S")
    return b"%s %s %s\n" % (
        surt(address(held)).encode(),
        stamp.encode(),
        msgspec.json.encode(fields),
    )


def surt(url: str) -> str:
    """Give an address in the sort order of web archives: host turned round, then the rest."""
    parts = urlsplit(url)
    if not parts.hostname:
        return url.lower()
    host = ",".join(reversed(parts.hostname.removeprefix("www.").split(".")))
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}){parts.path or '/'}{query}".lower()


def _pages_head() -> bytes:
    return (
        msgspec.json.encode({"format": "json-pages-1.0", "id": "pages", "title": "Pages"}) + b"\n"
    )


def _page(held: Held, article: Article | None) -> bytes:
    title = wording.shown(article.title or wording.outlet(article), 300) if article else held.id
    fields = {"id": held.id[:32], "url": address(held), "ts": _iso(when(held)), "title": title}
    return msgspec.json.encode(fields) + b"\n"
