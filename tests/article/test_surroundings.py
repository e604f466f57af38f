"""Blocks that say the same words as others."""

import pytest

from firsthand.article.lines import blocks
from firsthand.article.surroundings import repetitions
from firsthand.article.wording import wording

QUOTE = "We have never been asked to open those books"
PARAGRAPH = (
    "The auditors came in March and left in May without a word to anyone, Lindqvist said. "
    f"“{QUOTE}, and nobody will find anything in them that should not be there.”"
)
IN_ITSELF, BELOW, ABOVE, NEAR, LONGER = range(5)


def repeated(*lines):
    """Say how much of each line is said again, and where."""
    text = "\n\n".join(lines)
    return repetitions(wording(text, blocks(text)))


def test_a_drawn_out_quotation_stands_in_a_longer_block_too():
    table = repeated(PARAGRAPH, "Nobody else spoke.", QUOTE)
    assert table[2, ABOVE] == table[2, LONGER] == pytest.approx(6 / 7)
    assert table[2, BELOW] == 0
    assert 0 < table[0, BELOW] < 0.25
    assert not table[1].any()


def test_a_caption_that_repeats_its_picture_is_said_twice_in_one_block():
    caption = "Two men stand at the gate of the mill"
    table = repeated(f"{caption}. {caption}. Photo: A. Holm", PARAGRAPH)
    assert table[0, IN_ITSELF] > 0.5
    assert not table[0, [BELOW, ABOVE, NEAR, LONGER]].any()


def test_what_is_far_off_is_not_near():
    table = repeated(QUOTE, *(f"Line {number}" for number in range(9)), QUOTE)
    assert table[0, BELOW] > 0.5
    assert table[0, NEAR] == 0


@pytest.mark.parametrize("text", ["One", "One two", "One two three", "One two three four"])
def test_a_few_words_repeat_nothing(text):
    assert not repeated(text).any()
