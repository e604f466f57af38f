"""CSL-JSON: the captured pages as references, for Zotero, Pandoc and every citation manager."""

from __future__ import annotations

import re

import msgspec

from firsthand.report import wording
from firsthand.types import Article, Reader, Time


def references(reader: Reader) -> bytes:
    """Give one reference for each article of a case, with its capture's hash in the note."""
    items = [reference(article, reader.name(article.id)) for article in reader.articles()]
    return msgspec.json.format(msgspec.json.encode(items), indent=1) + b"\n"


def reference(article: Article, name: str) -> dict[str, object]:
    """Give one article as a reference; a date is given only as precisely as it is printed."""
    found: dict[str, object] = {
        "id": name,
        "type": "article-newspaper" if article.outlet else "webpage",
        "title": wording.shown(article.title or "Untitled page", 500),
        "note": f"Capture sha256:{article.capture}",
    }
    if article.outlet:
        found["container-title"] = wording.shown(article.outlet, 200)
    if article.authors:
        found["author"] = [{"literal": wording.shown(name, 200)} for name in article.authors]
    if article.credit and article.credit != article.outlet:
        found["source"] = wording.shown(article.credit, 200)
    issued = _date(article.published)
    if issued:
        found["issued"] = issued
    if article.fetched_at:
        moment = article.fetched_at
        found["accessed"] = {"date-parts": [[moment.year, moment.month, moment.day]]}
    if article.url:
        found["URL"] = article.url
    if article.language:
        found["language"] = article.language
    return found


def _date(time: Time | None) -> dict[str, object] | None:
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", time.iso) if time else None
    if not match:
        return None
    return {"date-parts": [[int(part) for part in match.groups() if part]]}
