"""The application: the API under /v1, the pages, the guard in front of both."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib.metadata import version

import msgspec
from litestar import Litestar, Request, Response, Router, get
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ASGIApp

from firsthand.server import api, problems, screens, writing
from firsthand.server.desk import DeskRecord
from firsthand.server.guard import Guard, Rules, loopback
from firsthand.server.jobs import MOST_BYTES
from firsthand.store import Store
from firsthand.types import Reader

DESCRIPTION = (
    "Who said it, through whom it reached the page, and how many independent origins stand behind "
    "it. Every finding carries the exact words of an unchanged capture. Counts say how well a "
    "claim is sourced, never whether it is so."
)


def create_app(
    reader: Reader,
    *,
    host: str = "127.0.0.1",
    port: int = 8340,
    writer: Callable[[], AbstractContextManager[Store]] | None = None,
    stamp: Callable[[], object] = lambda: None,
) -> Litestar:
    """Make the application over an open case.

    `writer` opens the case for writing; `stamp` gives something else whenever the case changed,
    so that no answer outlives the case it was worked out from.
    """
    desk = DeskRecord(reader, writer=writer, stamp=stamp)
    rules = Rules(hosts=loopback(host, port), token=desk.token if writer else None)

    def guard(app: ASGIApp) -> ASGIApp:
        return Guard(app, rules)

    return Litestar(
        route_handlers=[
            Router("/v1", route_handlers=[schema, *api.READING, *writing.API]),
            *screens.PAGES,
            *writing.FORMS,
        ],
        dependencies={"desk": Provide(_desk, sync_to_thread=False)},
        exception_handlers={Exception: problems.answer},
        middleware=[guard],
        openapi_config=_openapi(),
        request_max_body_size=MOST_BYTES,
        state=State({"desk": desk}),
        logging_config=None,
    )


@get("/openapi.json", sync_to_thread=False, include_in_schema=False)
def schema(request: Request) -> Response[bytes]:  # type: ignore[type-arg]
    """Give the API's schema, OpenAPI 3.1."""
    found = request.app.openapi_schema.to_schema()
    return Response(msgspec.json.encode(found), media_type="application/vnd.oai.openapi+json")


def _desk(state: State) -> DeskRecord:
    found = state.desk
    assert isinstance(found, DeskRecord)
    return found


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Firsthand",
        version=version("firsthand"),
        description=DESCRIPTION,
        path="/v1/schema",
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        use_handler_docstrings=True,
    )
