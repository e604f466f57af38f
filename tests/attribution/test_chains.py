"""Through whom a statement came: cases with the spans marked in place, and their hops."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from firsthand.attribution.reading import read
from firsthand.types import Article
from tests.attribution.test_resolution import unmarked

CASES = (Path(__file__).parent / "cases" / "chains.txt").read_text("utf8")


def cases() -> Iterator[ParameterSet]:
    for block in re.split(r"^== ", CASES, flags=re.M)[1:]:
        title, _, rest = block.partition("\n")
        marked, *wanted = rest.strip().split("\n-> ")
        yield pytest.param(marked, wanted, id=title)


@pytest.mark.parametrize(("marked", "wanted"), list(cases()))
def test_chain(marked: str, wanted: list[str]) -> None:
    text, found = unmarked(marked)
    article = Article.from_text(text)

    items = read(article, [(zone.start, zone.end) for zone in article.blocks], found)

    assert [f"via {', '.join(item.via)}" if item.via else "direct" for item in items] == wanted
