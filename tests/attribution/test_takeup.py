"""What a description takes up on its page: cases with the spans marked in place."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from firsthand.attribution.reading import read
from firsthand.types import Article
from tests.attribution.test_resolution import unmarked

CASES = (Path(__file__).parent / "cases" / "takeup.txt").read_text("utf8")


def cases() -> Iterator[ParameterSet]:
    for block in re.split(r"^== ", CASES, flags=re.M)[1:]:
        title, _, rest = block.partition("\n")
        marked, *wanted = rest.strip().split("\n-> ")
        yield pytest.param(marked, wanted, id=title)


@pytest.mark.parametrize(("marked", "wanted"), list(cases()))
def test_description(marked: str, wanted: list[str]) -> None:
    text, found = unmarked(marked)
    article = Article.from_text(text, outlet="The Example Wire")

    items = read(article, [(zone.start, zone.end) for zone in article.blocks], found)

    assert [f"{item.source_name} | {item.source_kind}" for item in items] == wanted
