"""Words as arrays: they agree with the words that are read one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.language.coded import BREAK, coded, hashed
from firsthand.language.words import words

PLAIN = st.text(st.sampled_from('abceisz ABC -"“”\n019é😀'), max_size=120)


def quoted_words(text: str) -> list[str]:
    found = coded(text)
    inside = found.quoted()
    return [
        text[start:end]
        for start, end, is_quoted in zip(found.start, found.end, inside, strict=True)
        if is_quoted
    ]


@given(PLAIN)
def test_the_words_are_those_read_one_by_one(text):
    found = coded(text)

    assert [(word.start, word.end) for word in words(text)] == list(
        zip(found.start.tolist(), found.end.tolist(), strict=True)
    )


@given(st.text(max_size=60))
def test_any_text_gives_words_in_order(text):
    found = coded(text)

    assert (found.start < found.end).all()
    assert (found.end[:-1] <= found.start[1:]).all()
    assert len(hashed(found)) == len(found.quoted()) == len(found.blocks()) == len(found.start)


@given(PLAIN, PLAIN)
def test_a_word_has_one_number_wherever_it_stands(before, after):
    alone = hashed(coded("mayor")).tolist()

    assert set(alone) <= set(hashed(coded(f"{before} mayor {after}")).tolist())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organised", "organized"),
        ("Nato", "NATO"),
        ("U.S.", "US"),
        ("Mayor’s", "mayor"),
        ("don’t", "don't"),
        ("1,000", "1000"),
        ("Škoda", "Skoda"),
        ("cafe\u0301", "café"),
    ],
)
def test_spellings_of_one_word_have_one_number(one, other):
    assert hashed(coded(one)).tolist() == hashed(coded(other)).tolist()


def test_numbers_are_the_same_on_every_machine():
    assert hashed(coded("The mayor resigned")).tolist() == [1777537325, 2105716388, 2114244054]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "we will go" and went.', ["we", "will", "go"]),
        ("He said “the workers’ rights” matter.", ["the", "workers", "rights"]),
        ("It was ‘fine’, the boys’ father said.", ["fine"]),
        ("„Wir gehen“, sagte er.", ["Wir", "gehen"]),
        ("«Nous partons», dit-il.", ["Nous", "partons"]),
        (f"“It goes on{BREAK}“and on,” he said.", ["It", "goes", "on", "and", "on"]),
        (f'An open "quotation ends{BREAK}with its block', ["quotation", "ends"]),
        ("It’s the boys’ ball, isn’t it", []),
    ],
)
def test_words_inside_quotation_marks(text, quoted):
    assert quoted_words(text) == quoted


def test_long_and_short_texts_agree():
    long = coded("mayor " * 9000)

    assert np.unique(hashed(long)).tolist() == hashed(coded("mayor")).tolist()
