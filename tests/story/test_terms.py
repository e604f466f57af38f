"""What an article is about: stems, names, and the words they are looked up by."""

from __future__ import annotations

import numpy as np
import pytest

from firsthand.story import terms
from firsthand.story.terms import WEIGHTS, Lexicon, opening
from tests.story.texts import BRIDGE, make


def numbers(*written: str) -> set[int]:
    lexicon = Lexicon()
    return {lexicon[word] >> 1 for word in written}


@pytest.mark.parametrize(
    "spellings",
    [
        ("closes", "closed", "closing", "close"),
        ("(Orlin", "Orlin’s", "“Orlin,", "ORLIN"),
        ("organised", "organized"),
        ("Škoda", "Skoda"),
        ("1,000", "1000"),
    ],
)
def test_forms_of_one_word_have_one_number(spellings):
    assert len(numbers(*spellings)) == 1


def test_other_words_have_other_numbers():
    assert len(numbers("bridge", "bride", "1000", "1001", "is", "as")) == 6


def test_what_is_no_word_has_none():
    assert numbers("…", "—", "***") == {0}


def test_names_and_numbers_weigh_more_but_not_in_headline_case():
    lexicon = Lexicon()
    plain = opening(make(["The mayor of Orlin spoke for 9 hours."]), lexicon)
    shouted = opening(make(["…"], "Orlin Mayor Speaks For Nine Hours"), lexicon)
    heavy = {plain.written[at] for at in plain.place[WEIGHTS[plain.codes] > 1]}

    assert heavy == {"The", "Orlin", "9"}
    assert set(WEIGHTS[shouted.codes].tolist()) == {1.0}


def test_a_full_lexicon_forgets_and_says_the_same(monkeypatch):
    whole = opening(make(BRIDGE), Lexicon())
    monkeypatch.setattr(terms, "_KNOWN", 7)
    lexicon = Lexicon()
    small = opening(make(BRIDGE), lexicon)

    assert np.array_equal(whole.keys, small.keys)
    assert np.array_equal(whole.codes, small.codes)
    assert len(lexicon) <= 7


def test_scripts_without_spaces_give_words_too():
    assert len(opening(make(["日本語の記事です。"]), Lexicon()).keys) > 5
