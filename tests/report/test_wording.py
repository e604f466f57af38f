"""Text from pages is shown so that it cannot pass for something else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from firsthand.report.markdown import escape
from firsthand.report.wording import counted, listed, place_name, quoted, shown
from firsthand.types import Article


@given(st.text(st.characters(codec=None), max_size=2000))
def test_any_text_becomes_one_short_visible_line(text):
    line = shown(text, 100)

    assert len(line) <= 101
    assert "\n" not in line
    line.encode("utf8")
    assert not set(line) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200b\x00\x1b")


def test_direction_overrides_are_named():
    assert shown("paid \u202enot") == "paid ⟨U+202E⟩not"
    assert shown("family 👨\u200d👩") == "family 👨\u200d👩"


@given(st.text(max_size=200))
def test_no_page_can_write_markdown(text):
    line = escape(text)

    assert "<" not in line.replace("\\<", "")
    assert "|" not in line.replace("\\|", "").replace("\\\\", "")


def test_counts_and_lists_read_as_english():
    assert counted(1, "page") == "1 page"
    assert counted(0, "story", "stories") == "0 stories"
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(list("abcdefgh"), 3) == "a, b, c and 5 more"


def test_words_broken_by_a_line_are_one_and_a_gap_is_shown():
    article = Article.from_text("The brakes\nfailed on Monday twice")

    assert quoted((article.span(0, 10), article.span(11, 17))) == "The brakes failed"
    assert quoted((article.span(0, 10), article.span(28, 33))) == "The brakes … twice"


def test_a_path_is_named_by_its_last_part():
    assert place_name("captures/local/harbour-post.html") == "harbour-post"
    assert place_name("The Harbour Post") == "The Harbour Post"
    assert place_name("and/or") == "and/or"
