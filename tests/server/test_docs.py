"""The documentation: its code runs, its links lead somewhere, it names every route and format."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from firsthand.cli.app import run
from firsthand.report import FORMATS
from firsthand.report.tables import COLUMNS
from firsthand.report.wording import RULES
from firsthand.server.tools import TOOLS
from tests.conftest import DEMO, ROOT

DOCS = sorted((ROOT / "docs").rglob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.S | re.M)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT / "docs"))


def blocks(path: Path, language: str) -> list[str]:
    found = BLOCK.findall(path.read_text(encoding="utf8"))
    return [body for kind, body in found if kind == language]


@pytest.fixture(scope="module")
def desk(tmp_path_factory) -> Path:
    """A folder with the demo in it; the pages share its case, so that it is read once."""
    folder: Path = tmp_path_factory.mktemp("desk")
    (folder / "demo").symlink_to(DEMO)
    return folder


@pytest.mark.parametrize(
    "path", [path for path in DOCS if blocks(path, "python") or blocks(path, "console")], ids=name
)
def test_the_code_on_a_page_runs(path, desk, monkeypatch, capsys):
    monkeypatch.chdir(desk)
    monkeypatch.setenv("FIRSTHAND_WORKERS", "0")
    for body in blocks(path, "console"):
        for line in body.splitlines():
            program, *arguments = shlex.split(line.removeprefix("$ "))
            assert program == "firsthand", line
            code = run(arguments)
            assert code == 0, f"{line}\n{capsys.readouterr().err}"
    scope: dict[str, object] = {}
    for body in blocks(path, "python"):
        exec(compile(body, str(path), "exec"), scope)


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_links_lead_somewhere(path):
    wanted = [link for link in LINK.findall(path.read_text(encoding="utf8")) if "://" not in link]

    assert [link for link in wanted if not (path.parent / link).exists()] == []


def test_every_format_table_rule_and_tool_is_described():
    exports = (ROOT / "docs/reference/exports.md").read_text(encoding="utf8")
    rules = (ROOT / "docs/explanation/origins.md").read_text(encoding="utf8")
    tools = (ROOT / "docs/how-to/assistant.md").read_text(encoding="utf8")

    assert [form for form in FORMATS if f"`{form}`" not in exports] == []
    assert [table for table in COLUMNS if f"`{table}.csv`" not in exports] == []
    assert [rule for rule in RULES if f"| {rule} |" not in rules] == []
    assert [tool for tool in TOOLS if f"`{tool}`" not in tools] == []


def test_every_route_of_the_api_is_described(client):
    page = (ROOT / "docs/reference/api.md").read_text(encoding="utf8")
    paths = client.get("/v1/openapi.json").json()["paths"]

    assert [path for path in paths if path not in page] == []
