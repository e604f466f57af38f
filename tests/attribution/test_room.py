"""The room as the pipeline calls it: any article in, pinned attributions out."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.attribution import AttributionModels, attributions, is_supported
from firsthand.attribution.reading import read
from firsthand.attribution.tagger import Found
from firsthand.types import Article, Attribution, Method, Value, Zone, ZoneKind

PAGE = (
    "Menu Home Sport\n\n"
    "Ana Ito, who leads the harbour union, said the strike goes on. “We will not pay,” Hugo Brandt "
    "told the Harbour Gazette.\n\n"
    "Related: Omar Reyes said it rained."
)


class Sayings:
    """A tagger that takes every "NAME said REST." for an attribution."""

    def tag(self, text: str, blocks: Sequence[tuple[int, int]]) -> list[Found]:
        found = []
        for start, end in blocks:
            at = text.find(" said ", start, end)
            stop = text.find(".", at, end)
            if at > start and stop > at + 6:
                found.append(
                    Found(
                        content=((at + 6, stop),),
                        cue=((at + 1, at + 5),),
                        source=((start, at),),
                        score=0.9,
                    )
                )
        return found


MODELS = AttributionModels(tagger=Sayings())


def page(language: str | None = "en") -> Article:
    start = PAGE.index("Ana")
    feed = PAGE.index("Related")
    return msgspec.structs.replace(
        Article.from_text(PAGE),
        language=language,
        zones=(
            Zone(kind=ZoneKind.NAVIGATION, start=0, end=start),
            Zone(kind=ZoneKind.PARAGRAPH, start=start, end=feed),
            Zone(kind=ZoneKind.FEED, start=feed, end=len(PAGE)),
        ),
    )


def test_furniture_says_nothing() -> None:
    items = attributions(page(), MODELS)

    assert [item.source_name for item in items] == ["Ana Ito", "Hugo Brandt"]


@pytest.mark.parametrize("language", ["de", "fr-CA", "ja"])
def test_an_unsupported_language_is_skipped(language: str) -> None:
    assert attributions(page(language), MODELS) == ()


def test_english_of_any_country_is_read() -> None:
    assert attributions(page("en-NZ"), MODELS)


def test_values_of_the_article_do_not_matter() -> None:
    article = msgspec.structs.replace(
        page(), values=(Value(field="title", value="x", by=Method.GIVEN),)
    )

    assert attributions(article, MODELS) == attributions(page(), MODELS)


PROSE = st.text(alphabet=st.sampled_from("abcAB .,:;“”\"'’‘\n\u0301é漢字😀-—()0"), max_size=120)


@given(PROSE, st.data())
@settings(max_examples=60, deadline=None)
def test_attributions_are_pinned_and_survive_json(text: str, data: st.DataObject) -> None:
    text = f"Ana Ito said {text} the end."
    article = Article.from_text(text)
    spot = st.integers(0, len(text) - 1)
    pairs = st.tuples(spot, spot).map(lambda pair: (min(pair), max(pair) + 1))
    ranges = st.lists(pairs, max_size=2).map(lambda found: tuple(sorted(found)))
    one = st.builds(Found, content=ranges, cue=ranges, source=ranges, score=st.just(0.5))
    found = data.draw(st.lists(one, max_size=4))

    items = read(article, [(zone.start, zone.end) for zone in article.blocks], found)

    for item in items:
        spans = (*item.content, *item.cue, *item.source, *item.source_evidence)
        assert all(span.exact == text[span.start : span.end] for span in spans)
    assert msgspec.json.decode(msgspec.json.encode(items), type=tuple[Attribution, ...]) == items
    assert len({item.id for item in items}) == len(items)


def test_a_chain_of_parents_has_no_cycle() -> None:
    text = "Ana Ito said Omar Reyes said Hugo Brandt said it rained."
    article = Article.from_text(text)
    found = []
    for name in ("Ana Ito", "Omar Reyes", "Hugo Brandt"):
        start = text.index(name)
        said = start + len(name) + 1
        content = ((said + 5, len(text) - 1),)
        found.append(
            Found(content=content, cue=((said, said + 4),), source=((start, said - 1),), score=1.0)
        )

    items = read(article, [(0, len(text))], found)

    assert [item.via for item in items] == [(), ("Ana Ito",), ("Omar Reyes", "Ana Ito")]
    assert items[0].parent is None
    assert [item.parent for item in items[1:]] == [items[0].id, items[1].id]


def test_a_text_without_a_stated_language_is_looked_at() -> None:
    german = "Der Hafen bleibt am Montag geschlossen, sagte die Sprecherin der Stadt am Abend. " * 3

    assert not is_supported(Article.from_text(german))
    assert attributions(Article.from_text(german), MODELS) == ()
    assert is_supported(Article.from_text("said"))


def test_nesting_without_end_is_cut() -> None:
    text = "reportedly " * 3000 + "it rained."

    assert len(attributions(Article.from_text(text), MODELS)) < 4000


def test_contents_that_hold_each_other_make_no_cycle() -> None:
    text = "aa bb cc dd ee ff"
    spans = [((0, 2), (3, 5)), ((3, 5), (6, 8)), ((6, 8), (0, 2))]
    found = [Found(content=(outer,), cue=(inner,), source=(), score=1.0) for outer, inner in spans]

    items = read(Article.from_text(text), [(0, len(text))], found)

    assert any(item.parent is None for item in items)


def test_attribution_steps_over_headlines_printed_after_a_name():
    box = " Ida Maria LundBudget vote delayed to spring Lund to open harbour baths MORE"
    text = f"Lund said the levy against mayor Ida Lund{box} was dropped in May."
    article = Article.from_text(text)
    (item,) = attributions(article, AttributionModels(tagger=Sayings()))
    assert [span.exact for span in item.content] == [
        "the levy against mayor Ida Lund",
        " was dropped in May",
    ]
    assert all(span.exact == text[span.start : span.end] for span in item.content)
