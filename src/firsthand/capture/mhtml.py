"""MHTML, a page in one file as browsers save it: the page itself, without its pictures."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from msgspec.structs import replace

from firsthand.capture.page import page
from firsthand.errors import CaptureError
from firsthand.types import Capture


def is_mhtml(head: bytes) -> bool:
    """Tell a saved page by its mail headers."""
    start = head.lstrip()[:4096].lower()
    return b"mime-version:" in start and b"content-type: multipart/related" in start


def capture(data: bytes, *, name: str, folder: str | None = None) -> Capture:
    """Give the page of an MHTML file, decoded. Raises CaptureError where it holds none."""
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise CaptureError("the file holds no parts", where=name)
    for part in message.walk():
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes) or not body:
            continue
        address = str(
            message.get("Snapshot-Content-Location") or part.get("Content-Location") or ""
        )
        made = page(
            body,
            name=name,
            folder=folder,
            url=address if address.startswith(("http://", "https://")) else None,
            media_type=part.get_content_type(),
        )
        return replace(
            made, charset=part.get_content_charset(), fetched_at=_date(message.get("Date"))
        )
    raise CaptureError("the file holds no page", where=name, fix="save the page again")


def _date(printed: object) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(printed))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None
