"""Search: any words are a valid question, and what is found is pinned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import InputError
from firsthand.store import Store
from firsthand.store.search import query
from tests.store import made
from tests.store.test_store import fill


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with Store.open(tmp_path_factory.mktemp("case"), write=True) as opened:
        fill(opened)
        yield opened


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("aground", {"article", "attribution", "claim"}),
        ("AGROUND ferry", {"article", "attribution", "claim"}),
        ('"harbour master"', {"article"}),
        ('"master harbour"', set()),
        ("ferries", {"article", "attribution", "claim"}),
        ("groun* OR", set()),
        ("agrou*", {"article", "attribution", "claim"}),
        ("ferry -stranded", {"article", "attribution", "claim"}),
        ("weather", set()),  # furniture
    ],
)
def test_words_find_what_holds_all_of_them(store, words, kinds):
    assert {hit.kind for hit in store.search(words)} == kinds


def test_a_hit_is_pinned_and_marked(store):
    hits = store.search("master", facets={"outlet": "quay"})

    assert [hit.text for hit in hits] == [
        "The ferry ran aground, said Ana Ito, the harbour ‹master›."
    ]
    span = hits[0].span
    assert span
    assert store.article(span.article).text[span.start : span.end] == span.exact


@pytest.mark.parametrize(
    ("facets", "count"),
    [
        ({"speaker": "ito", "kind": "attribution"}, 2),
        ({"speaker": "i%o"}, 0),
        ({"act": "denies"}, 0),
        ({"source": "person"}, 2),
        ({"status": "single-source"}, 1),
        ({"outlet": "bay", "kind": "attribution"}, 1),
        ({"folder": "copy", "kind": "attribution"}, 1),
    ],
)
def test_facets_narrow_and_list(store, facets, count):
    assert len(store.search("", facets=facets)) == count


@pytest.mark.parametrize("words", ["", "   ", '"""', "(((", "-only", '-"a b"'])
def test_nothing_to_look_for_is_a_kind_error(store, words):
    with pytest.raises(InputError):
        store.search(words)


def test_an_unknown_facet_names_those_there_are(store):
    with pytest.raises(InputError, match="speaker"):
        store.search("ferry", facets={"colour": "red"})


@given(words=st.text(max_size=40) | st.from_regex(r'[a-z"*()^:{}+ -]{0,30}', fullmatch=True))
def test_any_words_are_a_valid_question(store, words):
    try:
        found = store.search(words)
    except InputError:
        return

    assert all(hit.text for hit in found)


def test_the_query_is_written_in_quotation_marks():
    assert query("ferry NEAR(x) text:y") == '"ferry" AND "NEAR x" AND "text y"'
    assert query("a -b -c") == '("a") NOT ("b" OR "c")'


def test_findings_follow_a_second_reading(tmp_path):
    with Store.open(tmp_path, write=True) as store:
        fill(store)
        source = made.capture()
        store.put(source, made.article(source, reader="made/2"), [], made.AT)

        assert len(store.search("aground", facets={"kind": "attribution"})) == 1
        assert len(store.search("aground", facets={"kind": "article"})) == 2
