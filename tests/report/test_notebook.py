"""A case in a notebook: what a cell shows, and the tables behind it."""

from __future__ import annotations

from importlib.util import find_spec

import pytest
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from firsthand.errors import InputError, ModelError
from firsthand.report import CaseReader, to_arrow
from tests.report.cases import BRAKES, CASE, first

needs_arrow = pytest.mark.skipif(find_spec("pyarrow") is None, reason="the extra tables is absent")


@pytest.mark.parametrize("record", [CASE, BRAKES, first], ids=lambda item: type(item).__name__)
def test_a_record_shows_itself_as_a_table(record):
    tree = LexborHTMLParser(record._repr_html_())

    assert tree.css("table caption")
    assert "Halcyon" in tree.text()


def test_words_of_a_page_stay_words():
    evil = replace(BRAKES, text="<img src=x onerror=alert(1)>\u202e\x00" + "x" * 9999)
    tree = LexborHTMLParser(evil._repr_html_())

    assert tree.css("img") == []
    assert len(evil._repr_html_()) < 5000


@needs_arrow
def test_a_case_becomes_arrow_tables():
    claims = CASE.to_arrow()
    spans = to_arrow(CaseReader(case=CASE), "spans")

    assert claims.column("id").to_pylist() == [claim.id for claim in CASE.claims]
    assert spans.num_rows > 10
    with pytest.raises(InputError, match="nonsense"):
        CASE.to_arrow("nonsense")


@needs_arrow
@pytest.mark.skipif(find_spec("pandas") is not None, reason="pandas is here")
def test_a_missing_extra_is_named():
    with pytest.raises(ModelError, match="pip install pandas"):
        CASE.to_pandas()


@needs_arrow
@pytest.mark.skipif(find_spec("pandas") is None, reason="pandas is not here")
def test_a_case_becomes_a_data_frame():
    assert list(CASE.to_pandas()["origins_least"]) == [1, 1]
