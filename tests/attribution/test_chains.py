"""Through whom a statement came: cases with the spans marked in place, and their hops."""

import pytest

from firsthand.attribution.reading import read
from firsthand.types import Article
from tests.attribution.test_resolution import cases, unmarked


@pytest.mark.parametrize(("marked", "wanted"), list(cases("chains.txt")))
def test_chain(marked: str, wanted: list[str]) -> None:
    text, found = unmarked(marked)
    article = Article.from_text(text)

    items = read(article, [(zone.start, zone.end) for zone in article.blocks], found)

    assert [f"via {', '.join(item.via)}" if item.via else "direct" for item in items] == wanted
