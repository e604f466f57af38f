"""What an export promises, whatever the format: all of it, pinned, and nothing half-written."""

from __future__ import annotations

import pytest

from firsthand.errors import InputError
from firsthand.report import FORMATS, export
from firsthand.report.jsonl import record
from firsthand.types import Case
from tests.report.cases import CASE, DECISIONS, UNREADABLE, reader


def test_json_lines_give_every_record_back(tmp_path):
    [path] = export(reader(), ["jsonl"], tmp_path)
    records = [record(line) for line in path.read_bytes().splitlines()]

    assert records[0] is None
    assert {type(item).__name__.lower() for item in records[1:]} == {
        *("held", "unreadable", "article", "attribution", "link"),
        *("story", "claim", "event", "decision"),
    }
    for name in Case.__struct_fields__:
        for item in getattr(CASE, name):
            assert item in records
    assert DECISIONS[0] in records
    assert UNREADABLE[0] in records


def test_the_dossier_says_what_an_editor_asks(tmp_path):
    [path] = export(reader(), ["md"], tmp_path)
    text = path.read_text(encoding="utf8")

    assert "| pages | distinct texts | copies | origins | open gaps |" in text
    assert "| 3 | 2 | 1 | 1 |" in text
    assert "Harbour Times (copy of Lakeside Agency)" in text
    assert "Every chain passes through an inspector and Lakeside Agency." in text
    assert "Blue Line denies, this very point" in text
    assert "twice against three times" in text
    assert "The Evening Courier: named on a page, not captured" in text
    assert "ask the \\*operator\\* again" in text
    assert "broken.gz: gzip ends inside a record" in text
    for article in CASE.articles:
        assert article.capture in text
    start = CASE.articles[0].text.index("The brakes")
    assert f"@ {start}–{start + 51}" in text


def test_weakest_sourcing_comes_first(tmp_path):
    text = export(reader(), ["md"], tmp_path)[0].read_text(encoding="utf8")

    assert text.index("### 1. The brakes") < text.index("### 2. Nobody wrote it down")


def test_no_format_says_that_a_claim_is_true(tmp_path):
    for path in export(reader(), ["md"], tmp_path):
        words = path.read_text(encoding="utf8").casefold()

        assert "is true" not in words
        assert " verified" not in words.replace("could not be independently verified", "")


def test_an_unknown_format_writes_nothing(tmp_path):
    with pytest.raises(InputError, match="docx"):
        export(reader(), ["jsonl", "docx"], tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "taken").write_text("a file")

    with pytest.raises(InputError, match="taken"):
        export(reader(), ["md"], tmp_path / "taken")


def test_exports_are_the_same_bytes_each_time(tmp_path):
    first = [path.read_bytes() for path in export(reader(), list(FORMATS), tmp_path / "a")]
    second = [path.read_bytes() for path in export(reader(), list(FORMATS), tmp_path / "b")]

    assert first == second
    assert not list(tmp_path.rglob("*.part"))
