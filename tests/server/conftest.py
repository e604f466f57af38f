"""Clients for the application: over the hand-made case, and over a real case on disk."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from firsthand import pipeline
from firsthand.capture import captures
from firsthand.report import CaseReader
from firsthand.server import create_app
from firsthand.store import Store
from tests.conftest import DEMO
from tests.report import cases

PORT = 8340
BASE = f"http://127.0.0.1:{PORT}"


def fill(case: Path, *inputs: Path) -> None:
    """Add captures to a case on disk and derive its answers, in this process."""
    with Store.open(case, write=True) as store:
        plan = pipeline.Plan(workers=0)
        found = captures([str(item) for item in inputs])
        for _ in pipeline.ingest(found, store, plan, lambda: datetime(2026, 2, 5, tzinfo=UTC)):
            pass
        pipeline.derive(store)


@pytest.fixture(scope="session")
def hand_made() -> CaseReader:
    return cases.reader()


@pytest.fixture(scope="session")
def client(hand_made):
    with TestClient(create_app(hand_made, port=PORT), base_url=BASE) as found:
        yield found


@pytest.fixture(scope="session")
def demo_case(tmp_path_factory):
    case = tmp_path_factory.mktemp("demo") / "case"
    fill(case, DEMO / "captures")
    return case


@pytest.fixture
def writable(tmp_path, demo_case):
    """A client over a case on disk that may be written, with its token."""
    case = Path(shutil.copytree(demo_case, tmp_path / "case"))
    with Store.open(case) as reader:
        app = create_app(reader, port=PORT, writer=lambda: Store.open(case, write=True))
        with TestClient(app, base_url=BASE) as found:
            yield found, token_of(app)


def token_of(app: Litestar) -> str:
    token = app.state.desk.token
    assert isinstance(token, str)
    return token
