"""What changes a case: files given to it, and what people decide. Only with `--write`.

The guard has checked the token before anything here runs.
"""

from __future__ import annotations

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, JSONBody, URLEncodedBody
from litestar.response import Redirect
from msgspec import Struct

from firsthand.errors import InputError
from firsthand.server.desk import Desk, DeskRecord
from firsthand.server.jobs import Job
from firsthand.types import Decision


class Verdict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody decides about a claim, an attribution or a link."""

    item: str  # its full id
    verdict: str  # accept | reject | amend
    by: str
    note: str = ""


class ReviewForm(Struct, frozen=True, kw_only=True):
    """A verdict as the form on a page sends it."""

    item: str
    verdict: str
    by: str
    note: str = ""
    back: str = "/"


def _decide(desk: DeskRecord, given: Verdict | ReviewForm) -> Decision:
    wanted = Decision(
        item=given.item,
        verdict=given.verdict,
        note=given.note.strip(),
        by=given.by.strip(),
        at=desk.now(),
        signature="",
    )
    with desk.writing() as store:
        signed = store.decide(wanted)
    desk.jobs.changed()
    return signed


@post("/decisions", sync_to_thread=True, tags=["review"])
def decide(desk: Desk, data: JSONBody[Verdict]) -> Decision:
    """Sign a decision and keep it for good; the machine's answer stays beside it."""
    return _decide(desk, data)


@post("/captures", tags=["captures"], status_code=202)
async def add_captures(desk: Desk, request: Request) -> Job:  # type: ignore[type-arg]
    """Add files (multipart/form-data, field `files`): a job that you can look at."""
    return desk.jobs.start(await _files(request))


@get("/jobs/{job_id:str}", sync_to_thread=False, tags=["captures"])
def job(desk: Desk, job_id: FromPath[str]) -> Job:
    """A job as it stands."""
    return desk.jobs.get(job_id)


@post("/review", sync_to_thread=True, include_in_schema=False)
def review(desk: Desk, data: URLEncodedBody[ReviewForm]) -> Redirect:
    """Take a verdict from a page's form and go back to that page."""
    if not data.back.startswith("/") or data.back.startswith(("//", "/\\")):
        raise InputError("not a page of this server", where=data.back, fix="go back by hand")
    _decide(desk, data)
    return Redirect(data.back, status_code=303)


@post("/add", include_in_schema=False)
async def add(desk: Desk, request: Request) -> Redirect:  # type: ignore[type-arg]
    """Take files from the case page's form and go to their progress."""
    started = desk.jobs.start(await _files(request))
    return Redirect(f"/jobs/{started.id}", status_code=303)


async def _files(request: Request) -> list[tuple[str, bytes]]:  # type: ignore[type-arg]
    form = await request.form()
    given = [item for item in form.getall("files", []) if isinstance(item, UploadFile)]
    return [(item.filename or "page", await item.read()) for item in given if item.filename]


API = [decide, add_captures, job]
FORMS = [review, add]
