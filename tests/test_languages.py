"""A language that the attribution room does not read is said, and the page is kept."""

from __future__ import annotations

from datetime import UTC, datetime

from firsthand import pipeline
from firsthand.store import Store
from firsthand.types import Capture

NOW = datetime(2026, 2, 3, tzinfo=UTC)

GERMAN = """Die Stadt kauft zwei neue Fähren

Von Jana Weber
3. Februar 2026

Die Stadt kauft zwei neue Fähren für den Hafen. Das sagte der Bürgermeister am Dienstag vor dem
Rathaus. Die Schiffe sollen im Herbst kommen und zwölf Millionen kosten.

„Wir haben lange darauf gewartet“, sagte der Bürgermeister, der das Geschäft ausgehandelt hatte.
"""


def test_an_unread_language_is_said(tmp_path):
    body = GERMAN.encode()
    capture = Capture(id=pipeline.capture_id(body), body=body, name="faehren.txt")

    with Store.open(tmp_path / "case", write=True) as store:
        outcomes = list(pipeline.ingest([capture], store, pipeline.Plan(), lambda: NOW))

    assert [outcome.note for outcome in outcomes] == ["language de: no statements read"]
    assert [outcome.error for outcome in outcomes] == [None]
