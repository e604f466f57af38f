"""`add` that is killed half-way: what it reported is there, and running it again finishes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from firsthand.cli.app import run
from firsthand.store import Store

PROGRAM = [sys.executable, "-c", "from firsthand.cli import main; main()"]


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for number in range(10):
        words = (
            f"Pier {number} closed\n\nPier {number} is closed, said Ana Ito, the harbour master.\n"
        )
        (folder / f"pier-{number:02}.txt").write_text(words + "More. " * number, encoding="utf8")
    return folder


def contents(case: Path) -> dict[str, object]:
    with Store.open(case) as store:
        return {
            "captures": sorted(held.id for held in store.captures()),
            "articles": sorted(page.id for page in store.articles()),
            "attributions": sorted(item.id for item in store.attributions()),
            "claims": sorted((item.text, str(item.origins)) for item in store.claims()),
        }


@pytest.mark.parametrize(("workers", "after"), [(0, 4), (2, 2)])
def test_a_killed_add_loses_nothing_it_reported(pages, tmp_path, capsys, workers, after):
    case = tmp_path / "case"
    words = ["--case", str(case), "add", "--json", "--workers", str(workers), str(pages)]
    with subprocess.Popen([*PROGRAM, *words], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        reported = [json.loads(process.stdout.readline()) for _ in range(after)]
        os.kill(process.pid, signal.SIGKILL)

    with Store.open(case) as store:
        for row in reported:
            page = store.article(row["article"])
            assert store.capture_bytes(page.capture) == (pages.parent / row["name"]).read_bytes()
            assert len(list(store.attributions(article=page.id))) == row["attributions"]
    assert run([*words[:-1], "--workers", "0", str(pages)]) == 0
    again = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    held = {row["article"] for row in again if row["held"]}
    assert {row["article"] for row in reported} <= held

    fresh = tmp_path / "fresh"
    assert run(["--case", str(fresh), "add", "--workers", "0", str(pages)]) == 0
    assert contents(case) == contents(fresh)
