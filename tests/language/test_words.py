"""Words with offsets, and spellings that are one word."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.language.words import fold, folded, words

PROSE = st.text(
    st.one_of(
        st.sampled_from("abcdeisz ABC'’.,-\"“”\n019éßİñ日本नमस्ते\u0301😀"),
        st.characters(codec="utf8"),
    ),
    max_size=80,
)


@given(PROSE)
def test_words_are_pinned_in_order_and_apart(text):
    found = list(words(text))

    assert all(word.text == text[word.start : word.end] for word in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


@given(PROSE)
def test_folding_twice_changes_nothing_more(text):
    assert [fold(word) for word in folded(text)] == folded(text)


@given(PROSE, st.integers(0, 80), st.integers(0, 80))
def test_a_part_of_a_text_keeps_the_offsets_of_the_whole(text, one, two):
    start, end = sorted((min(one, len(text)), min(two, len(text))))

    assert all(start <= word.start < word.end <= end for word in words(text, start, end))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Organisation", "organization"),
        ("CRITICISED", "criticized"),
        ("analyse", "analyze"),
        ("Nato", "NATO"),
        ("U.S", "US"),
        ("mayor’s", "mayor"),
        ("don’t", "don't"),
        ("12,500", "12500"),
        ("cafe\u0301", "café"),
    ],
)
def test_spellings_of_one_word_fold_together(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("wise", "size"), ("4.5", "45"), ("rose", "roses")])
def test_different_words_stay_apart(one, other):
    assert fold(one) != fold(other)


def test_what_a_word_is():
    text = "The U.S. well-known €4,500.5m don’t end.The 日本 workers’"

    assert [word.text for word in words(text)] == [
        *("The", "U.S", "well", "known", "4,500.5m", "don’t", "end", "The", "日", "本", "workers"),
    ]
