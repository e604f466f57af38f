"""Dumps of text browsers: which lines are one paragraph, and which texts are left as they are."""

from __future__ import annotations

import gzip
import re
from textwrap import fill, indent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.article import load, read
from firsthand.article.lines import blocks, wrap_width

from ..conftest import SHARED
from .pages import BODY, TEXT, capture

LIST = (
    "The pier stays open to the lifeboat and to the pilots, who have no other place to moor when "
    "the wind blows from the east.",
    "Tickets that were sold for the summer are paid back by the line, within thirty days and "
    "without a fee for the work.",
)
WIDE = "港の桟橋は老朽化のため二年間閉鎖されることになり、町の漁業者からは反対の声が上がった。"


def said(text: str) -> list[str]:
    """Return the words of each block, on one line."""
    return [" ".join(text[block.start : block.end].split()) for block in blocks(text)]


def test_a_width_is_what_explains_most_line_ends():
    ends = [(71, 76), (74, 82), (70, 77), (73, 79), (75, 80), (45, 48)]

    assert wrap_width(ends, [75, 74, 30]) == 75
    assert wrap_width(ends, [75, 90, 95, 99, 120]) == 0
    assert wrap_width(ends[:3], []) == 0
    assert wrap_width([], []) == 0


@pytest.mark.parametrize("width", [64, 72, 80, 100, 120])
def test_paragraphs_are_put_together_again(width: int):
    text = "\n\n".join(fill(paragraph, width) for paragraph in (*BODY, *LIST))

    assert said(text) == [*BODY, *LIST]


def test_paragraphs_with_no_blank_line_between_are_told_apart():
    text = "\n".join(fill(paragraph, 79) for paragraph in BODY)

    assert said(text) == list(BODY)


def test_items_go_on_under_their_words():
    items = [
        fill(item, 79, initial_indent="  • ", subsequent_indent="    ", break_on_hyphens=False)
        for item in LIST
    ]
    text = "\n".join([*(fill(paragraph, 79) + "\n" for paragraph in BODY), *items, "  • Sea"])

    assert said(text) == [*BODY, *(f"• {item}" for item in LIST), "• Sea"]


def test_headings_are_wider_than_paragraphs_that_are_set_in():
    heading = (
        "Port Linden closes its ferry pier for two years after a vote that nobody had seen coming"
    )
    paragraphs = [indent(fill(paragraph, 71), "   ") for paragraph in BODY]
    text = "\n\n".join([fill(heading, 77), *paragraphs])

    assert len(fill(heading, 77).split("\n")[0]) > 74
    assert said(text) == [heading, *BODY]


def test_a_label_after_a_full_line_stands_alone():
    full = "The order needs her approval before the end of the month of May, he said."
    text = "\n\n".join([*(fill(paragraph, 75) for paragraph in BODY), f"{full}\nRelated topics"])

    assert said(text) == [*BODY, full, "Related topics"]


def test_wide_characters_take_two_columns():
    paragraphs = [sign + WIDE + WIDE for sign in "甲乙丙丁"]
    wrapped = [re.sub(r"(.{36})(?=.)", r"\1\n", paragraph) for paragraph in paragraphs]

    assert [piece.replace(" ", "") for piece in said("\n\n".join(wrapped))] == paragraphs


def test_what_is_not_wrapped_is_left_as_it_is(real_captures):
    texts = [path.read_text(encoding="utf8") for path in real_captures]
    folders = [SHARED / "bench" / "article" / name for name in ("news/text/resi", "news/text/w3m")]
    dumps = [path for folder in folders for path in sorted(folder.glob("*.txt.gz"))[::5]]
    texts += [gzip.decompress(path.read_bytes()).decode("utf8", "replace") for path in dumps]

    for text in (TEXT, *texts):
        assert not any("\n" in text[block.start : block.end] for block in blocks(text))


def test_a_wrapped_page_is_read_like_the_whole_one():
    model = load()
    text = "\n".join(line if line.startswith(" ") else fill(line, 79) for line in TEXT.split("\n"))
    article = read(capture(text, "text/plain"), model)

    assert article.text == text
    assert [" ".join(piece.split()) for piece in article.body.split("\n\n")] == list(BODY)


@given(st.lists(st.text("ab .!-•港\u3000\u00a0\t\n", max_size=90), max_size=40))
def test_blocks_hold_every_line_once(lines: list[str]):
    text = "\n".join(lines)
    found = blocks(text)
    kept = [line for block in found for line in text[block.start : block.end].split("\n")]

    assert kept == [line for line in text.split("\n") if line.strip()]
    assert all(text[max(block.start - 1, 0)] == "\n" or block.start == 0 for block in found)
