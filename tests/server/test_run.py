"""Starting the server: where it listens, and what it says when it can't."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress

import pytest
from litestar.testing import TestClient

from firsthand.errors import InputError, StoreError
from firsthand.server import create_app, serve
from firsthand.server.run import changed
from firsthand.store import Store
from tests.conftest import DEMO
from tests.server.conftest import BASE, PORT, fill


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "case.example", "::"])
def test_an_address_that_others_could_reach_is_refused(host, tmp_path):
    with pytest.raises(InputError, match="only this computer"):
        serve(tmp_path, host=host, port=0, write=False)


def test_a_missing_case_and_a_taken_port_are_said(tmp_path, demo_case):
    with pytest.raises(StoreError, match="no case"):
        serve(tmp_path / "none", host="127.0.0.1", port=0, write=False)
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        with pytest.raises(InputError, match="another --port"):
            serve(demo_case, host="127.0.0.1", port=held.getsockname()[1], write=False)


def test_the_program_prints_where_it_listens_and_answers_there(demo_case):
    line = "from firsthand.cli import main; main()"
    command = [sys.executable, "-c", line, "--case", str(demo_case), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        said = ""
        while "Open" not in said:
            said = server.stderr.readline()
            assert said, "the server ended"
        address = re.findall(r"http://\S+", said)[0]
        body = b""
        until = time.monotonic() + 30
        while not body and time.monotonic() < until:
            with (
                suppress(OSError),  # it prints the address just before it listens
                urllib.request.urlopen(f"{address}v1/counts", timeout=10) as answer,
            ):
                body = answer.read()
        server.terminate()

    assert b'"articles"' in body


def test_what_another_process_writes_is_seen(tmp_path):
    case = tmp_path / "case"
    fill(case, DEMO / "captures" / "agency" / "continental-wire.txt")
    with Store.open(case) as reader:
        app = create_app(reader, port=PORT, stamp=lambda: changed(case))
        with TestClient(app, base_url=BASE) as client:
            before, stamp = client.get("/case.json").json(), changed(case)
            fill(case, DEMO / "captures" / "local" / "merrow-today.html")
            after = client.get("/case.json").json()

    assert changed(case) != stamp
    assert (before["counts"]["articles"], after["counts"]["articles"]) == (1, 2)
    assert sum(row["pages"] for row in after["stories"]) == 2
