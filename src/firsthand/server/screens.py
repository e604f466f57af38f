"""The pages: each is an API answer plus a template, and the same address with `.json` gives it.

Every page works without a script; htmx only saves loading the whole article when a panel opens.
"""

from __future__ import annotations

import hmac
import re
from importlib.resources import files
from typing import Annotated

import msgspec
from litestar import MediaType, Request, Response, get
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Redirect

from firsthand import report
from firsthand.errors import InputError, NotFound
from firsthand.report.compare import comparison
from firsthand.report.marking import Pointer, marked
from firsthand.report.pages import style
from firsthand.report.sheets import article_sheet, claim_sheet, said
from firsthand.server import views
from firsthand.server.api import dossier_of, found
from firsthand.server.desk import Desk, DeskRecord
from firsthand.server.export import packed
from firsthand.server.guard import CAPTURE_POLICY, COOKIE
from firsthand.types import Record

CLAIMS_PER_PAGE = 60
SPEAKERS_PER_PAGE = 200
STATIC = {
    "firsthand.js": "text/javascript; charset=utf-8",
    "vendor/htmx.min.js": "text/javascript; charset=utf-8",
}
_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")


def _page(desk: DeskRecord, template: str, **values: object) -> Response[bytes]:
    text = desk.render(template, **values).encode("utf8", "replace")
    return Response(text, media_type=MediaType.HTML)


def _json(record: Record) -> Response[bytes]:
    return Response(msgspec.json.encode(record), media_type=MediaType.JSON)


def _split(name: str) -> tuple[str, bool]:
    """Take ".json" off the end of an address's last part."""
    return name.removesuffix(".json"), name.endswith(".json")


# ---------------------------------------------------------------- the case


@get("/", sync_to_thread=False, include_in_schema=False)
def home(desk: Desk, token: FromQuery[str | None] = None) -> Redirect:
    """Go to the case; the address printed at the start brings the token, which becomes a cookie."""
    answer = Redirect("/case", status_code=303)
    if desk.writer and token and hmac.compare_digest(token.encode(), desk.token.encode()):
        answer.set_cookie(COOKIE, desk.token, httponly=True, samesite="strict", path="/")
    return answer


@get(["/case", "/case.json"], sync_to_thread=False, include_in_schema=False)
def case(
    desk: Desk,
    request: Request,  # type: ignore[type-arg]
    sort: FromQuery[str] = "weakest",
    folder: FromQuery[str | None] = None,
    page: FromQuery[int] = 1,
) -> Response[bytes]:
    """The case: stories by weakest sourcing, by time or by size; folders; what failed."""
    if sort not in views.SORTS:
        raise InputError(f"no order {sort!r}", fix=f"use {', '.join(views.SORTS)}")
    rows = desk.once(
        ("rows",),
        lambda: tuple(views.story_row(desk.reader, item) for item in desk.reader.stories()),
    )
    record = views.case_page(desk.reader, rows, sort=sort, folder=folder, page=page)
    if request.url.path.endswith(".json"):
        return _json(record)
    return _page(desk, "case.html", page=record, formats=report.FORMATS, here="case")


@get("/stories/{name:str}", sync_to_thread=False, include_in_schema=False)
def story(desk: Desk, name: FromPath[str], page: FromQuery[int] = 1) -> Response[bytes]:
    """One story's dossier."""
    name, is_json = _split(name)
    one = dossier_of(desk, found(desk, name, "story"))
    if is_json:
        return _json(one)
    start = max(0, page - 1) * CLAIMS_PER_PAGE
    rest = len(one.claims) > start + CLAIMS_PER_PAGE
    return _page(
        desk,
        "page_story.html",
        one=one,
        heads={item.id: item for item in one.articles},
        claims=one.claims[start : start + CLAIMS_PER_PAGE],
        first=start + 1,
        more=f"?page={page + 1}#claims" if rest else None,
        here="case",
    )


@get("/claims/{name:str}", sync_to_thread=False, include_in_schema=False)
def claim(desk: Desk, name: FromPath[str]) -> Response[bytes]:
    """One claim: graph, accounts, rules, answers, review."""
    name, is_json = _split(name)
    sheet = claim_sheet(desk.reader, desk.reader.claim(found(desk, name, "claim")))
    if is_json:
        return _json(sheet)
    heads = {item.id: item for item in sheet.articles}
    return _page(desk, "page_claim.html", sheet=sheet, heads=heads, here="case")


# ---------------------------------------------------------------- articles


@get("/articles/{name:str}", sync_to_thread=False, include_in_schema=False)
def article(
    desk: Desk,
    request: Request,  # type: ignore[type-arg]
    name: FromPath[str],
    at: FromQuery[str | None] = None,
    words: FromQuery[str | None] = None,
) -> Response[bytes]:
    """One article's marked text; `at` opens an attribution's panel, `words` points at a span."""
    name, is_json = _split(name)
    one = desk.reader.article(found(desk, name, "article"))
    panel = None
    if at:
        attribution = desk.reader.attribution(found(desk, at, "attribution"))
        if attribution.article != one.id:
            raise NotFound("this statement is on another page", where=at)
        story_id = desk.once(
            ("home", one.id),
            lambda: next((s.id for s in desk.reader.stories() if one.id in s.articles), None),
        )
        claims = desk.reader.claims(story=story_id) if story_id else ()
        panel = said(desk.reader, attribution, claims)
        if request.headers.get("hx-request") == "true":
            answer = _page(desk, "panel.html", panel=panel)
            answer.headers["vary"] = "hx-request"
            return answer
    sheet = article_sheet(desk.reader, one)
    if is_json:
        return _json(sheet)
    point = Pointer(
        focus=_focus(words, len(one.text)), chosen=panel.attribution.id if panel else None
    )
    text = marked(
        one,
        sheet.attributions,
        href=lambda item: f"?at={item.id[:16]}#a-{item.id[:12]}",
        point=point,
    )
    return _page(desk, "page_article.html", sheet=sheet, text=text, panel=panel, here="case")


def _focus(words: str | None, length: int) -> tuple[int, int] | None:
    """Read "120-140" as offsets. Raises InputError where the text has no such place."""
    if words is None:
        return None
    match = _RANGE.fullmatch(words)
    if not match or not int(match[1]) < int(match[2]) <= length:
        raise InputError("the page has no such place", where=words, fix="write start-end")
    return int(match[1]), int(match[2])


@get("/articles/{name:str}/raw", sync_to_thread=False, include_in_schema=False)
def raw(desk: Desk, name: FromPath[str]) -> Response[bytes]:
    """The capture as it came, in a frame that runs nothing."""
    one = desk.reader.article(found(desk, name, "article"))
    sheet = article_sheet(desk.reader, one)
    return _page(desk, "page_raw.html", sheet=sheet, here="case")


@get("/articles/{name:str}/body", sync_to_thread=False, include_in_schema=False)
def body(desk: Desk, name: FromPath[str]) -> Response[bytes]:
    """The capture's bytes for that frame: sandboxed, without scripts or network."""
    one = desk.reader.article(found(desk, name, "article"))
    kind = "text/html" if "html" in one.media_type else "text/plain"
    return Response(
        desk.reader.capture_bytes(one.capture),
        media_type=f"{kind}; charset={re.sub('[^A-Za-z0-9_-]', '', one.encoding) or 'utf-8'}",
        headers={
            "content-security-policy": CAPTURE_POLICY,
            "referrer-policy": "no-referrer",
            "x-frame-options": "SAMEORIGIN",
        },
    )


@get("/compare/{left:str}/{right:str}", sync_to_thread=False, include_in_schema=False)
def compare(desk: Desk, left: FromPath[str], right: FromPath[str]) -> Response[bytes]:
    """Two articles side by side."""
    right, is_json = _split(right)
    ids = [found(desk, name, "article") for name in (left, right)]
    stories = [item for item in desk.reader.stories() if set(ids) & set(item.articles)]
    record = comparison(
        desk.reader.article(ids[0]),
        desk.reader.article(ids[1]),
        links=tuple(desk.reader.links(article=ids[0])),
        claims=tuple(claim for item in stories for claim in desk.reader.claims(story=item.id)),
    )
    if is_json:
        return _json(record)
    heads = {record.left.id: record.left, record.right.id: record.right}
    return _page(desk, "page_compare.html", page=record, heads=heads, here="case")


# ---------------------------------------------------------------- people, search


@get(["/people", "/people.json"], sync_to_thread=False, include_in_schema=False)
def people(
    desk: Desk,
    request: Request,  # type: ignore[type-arg]
    page: FromQuery[int] = 1,
) -> Response[bytes]:
    """Everyone who speaks in the case, and the outlets."""
    speakers, outlets = desk.once(("people",), lambda: views.everyone(desk.reader))
    pages = max(1, -(-len(speakers) // SPEAKERS_PER_PAGE))
    page = min(max(1, page), pages)
    record = views.PeoplePage(
        speakers=speakers[(page - 1) * SPEAKERS_PER_PAGE : page * SPEAKERS_PER_PAGE],
        total=len(speakers),
        page=page,
        pages=pages,
        outlets=outlets,
    )
    if request.url.path.endswith(".json"):
        return _json(record)
    return _page(desk, "page_people.html", page=record, here="people")


FACETS = ("kind", "speaker", "act", "outlet", "source", "status", "since", "until")


@get(["/search", "/search.json"], sync_to_thread=False, include_in_schema=False)
def search(
    desk: Desk,
    request: Request,  # type: ignore[type-arg]
    q: FromQuery[str] = "",
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 40,
) -> Response[bytes]:
    """Search over articles, attributions and claims."""
    facets = {
        name: value.strip()
        for name in FACETS
        if (value := str(request.query_params.get(name, ""))).strip()
    }
    try:
        record = views.search_page(desk.reader, q, facets, limit)
    except InputError as error:
        if request.url.path.endswith(".json"):
            raise
        record = views.SearchPage(
            q=q,
            facets=tuple(facets.items()),
            hits=(),
            limit=limit,
            values=(),
            problem=f"{error.what}: {error.fix}" if error.fix else error.what,
        )
    if request.url.path.endswith(".json"):
        return _json(record)
    heads = {hit.article: desk.reader.article(hit.article) for hit in record.hits}
    return _page(desk, "page_search.html", page=record, articles=heads, here="search")


# ---------------------------------------------------------------- the rest


@get("/jobs/{job_id:str}", sync_to_thread=False, include_in_schema=False)
def job(desk: Desk, job_id: FromPath[str]) -> Response[bytes]:
    """How far the files given to the case are."""
    job_id, is_json = _split(job_id)
    record = desk.jobs.get(job_id)
    return _json(record) if is_json else _page(desk, "page_job.html", job=record, here="case")


@get("/export/{form:str}", sync_to_thread=True, include_in_schema=False)
def export(desk: Desk, form: FromPath[str]) -> Response[bytes]:
    """The case in one of the export formats, as a download."""
    name, data, media_type = packed(desk.reader, form)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=media_type, headers=headers)


@get("/static/firsthand.css", sync_to_thread=False, include_in_schema=False)
def style_sheet() -> Response[str]:
    """The style sheet that the single-file dossier has too."""
    return Response(style(), media_type=MediaType.CSS)


@get("/static/{path:path}", sync_to_thread=False, include_in_schema=False)
def static(path: FromPath[str]) -> Response[bytes]:
    """One of the few files that pages load; nothing else is ever read."""
    name = path.lstrip("/")
    if name not in STATIC:
        raise NotFound("no such file", where=name[:80])
    data = files("firsthand.server").joinpath("static", *name.split("/")).read_bytes()
    return Response(data, media_type=STATIC[name])


@get("/favicon.ico", sync_to_thread=False, include_in_schema=False, status_code=204)
def icon() -> None:
    """No picture: the browser asks in any case."""


PAGES = [
    *(home, case, story, claim, article, raw, body, compare, people, search, job),
    *(export, style_sheet, static, icon),
]
