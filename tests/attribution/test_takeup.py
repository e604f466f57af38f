"""What a description takes up on its page: cases with the spans marked in place."""

import pytest

from firsthand.attribution.reading import read
from firsthand.types import Article
from tests.attribution.test_resolution import cases, unmarked


@pytest.mark.parametrize(("marked", "wanted"), list(cases("takeup.txt")))
def test_description(marked: str, wanted: list[str]) -> None:
    text, found = unmarked(marked)
    article = Article.from_text(text, outlet="The Example Wire")

    items = read(article, [(zone.start, zone.end) for zone in article.blocks], found)

    assert [f"{item.source_name} | {item.source_kind}" for item in items] == wanted
