"""Errors on their way out: RFC 9457 problem+json for programs, a page for people."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.types import Send

from firsthand.errors import FirsthandError
from firsthand.types import Record

JSON = "application/problem+json"


class Problem(Record, frozen=True, kw_only=True):
    """An error as RFC 9457 has it, with our three parts: where, what, what to do."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    where: str | None = None
    fix: str | None = None


def problem(error: Exception) -> Problem:
    """Say what went wrong; faults of our own are not explained to the asker."""
    if isinstance(error, FirsthandError):
        return _problem(error.http_status, error.what, where=error.where, fix=error.fix)
    if isinstance(error, HTTPException):
        extra = getattr(error, "extra", None)
        more = f": {msgspec.json.encode(extra).decode()}" if extra else ""
        return _problem(error.status_code, f"{error.detail or 'the request is wrong'}{more}")
    return _problem(500, "a fault of the program; its output says more")


def _problem(
    status: int, detail: str, *, where: str | None = None, fix: str | None = None
) -> Problem:
    title = HTTPStatus(status).phrase
    return Problem(title=title, status=status, detail=detail, where=where, fix=fix)


def answer(request: Request, error: Exception) -> Response[bytes]:  # type: ignore[type-arg]
    """Answer an error: as a page where a person asked for one, else as problem+json."""
    found = problem(error)
    path = request.url.path
    is_page = not (path.startswith("/v1") or path.endswith(".json"))
    if is_page and "text/html" in request.headers.get("accept", ""):
        text = request.app.state.desk.render("problem.html", problem=found, here="")
        return Response(text.encode(), status_code=found.status, media_type=MediaType.HTML)
    return Response(msgspec.json.encode(found), status_code=found.status, media_type=JSON)


async def refuse(send: Send, status: int, detail: str, fix: str) -> None:
    """Answer a request that never reaches the application."""
    body = msgspec.json.encode(_problem(status, detail, fix=fix))
    headers = [
        (b"content-type", JSON.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
