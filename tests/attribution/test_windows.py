"""Paragraphs in, windows of pieces out: nothing lost, nothing moved."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from firsthand.attribution.tagger import _FOLDER
from firsthand.attribution.windows import PIECES, quotation_states, windows


@pytest.fixture(scope="module")
def tokenizer():
    if not (_FOLDER / "tokenizer.json").exists():
        pytest.skip("the tagger's model is not in this checkout")
    found = Tokenizer.from_file(str(_FOLDER / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


def lines(text):
    return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def marked(words, inside=False):
    states, left_open = quotation_states(words, inside)
    return "".join(".i|"[state] for state in states), left_open


def test_curly_straight_and_foreign_marks():
    assert marked("a “b” c") == ("..|i|..", False)
    assert marked('a "b" c') == ("..|i|..", False)
    assert marked("«b» c") == ("|i|..", False)
    assert marked("„b“ c") == ("|i|..", False)


def test_an_open_quotation_is_reported_and_taken_up():
    assert marked("“b c") == ("|iii", True)
    assert marked("b” c", inside=True) == ("i|..", False)


def test_pieces_lie_on_their_words(tokenizer):
    text = "Ana Ito resigned.\n\n“Too late,” said the mayor of Port Bly."
    (window,) = windows(text, lines(text), tokenizer)

    pairs = zip(window.starts, window.ends, strict=True)
    assert " ".join(text[a:b] for a, b in pairs if a >= 0).startswith("Ana It")
    assert window.paragraph.count(-1) == 3  # a border before, between and after


def test_a_paragraph_longer_than_a_window_is_cut_after_a_sentence(tokenizer):
    text = "The ferry left the old harbour at nine. " * 60
    found = list(windows(text, lines(text), tokenizer))

    assert len(found) > 2
    assert all(len(window.ids) <= PIECES + 2 for window in found)
    assert all(text[window.ends[-2] - 1] == "." for window in found)


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_any_text_keeps_order_and_size(tokenizer, text):
    last = 0
    for window in windows(text, lines(text), tokenizer):
        assert len(window.ids) <= PIECES + 2
        for start, end in zip(window.starts, window.ends, strict=True):
            if start >= 0:
                assert last <= start <= end <= len(text)
                last = start
