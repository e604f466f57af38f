"""Spans are pinned by offset and words; bare texts become articles."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.errors import InputError
from firsthand.types import Article, Span, Time, ZoneKind, ZoneStatus, digest

PROSE = st.text(alphabet="abc é“”\"'.\n\t 🙂\u0301", max_size=200)


@given(PROSE, st.data())
def test_a_span_says_the_words_it_is_pinned_to(text, data):
    if not text.strip():
        with pytest.raises(InputError):
            Article.from_text(text)
        return
    article = Article.from_text(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    span = article.span(start, end)

    assert span.exact == text[start:end]
    assert msgspec.json.decode(msgspec.json.encode(span), type=Span) == span


@given(PROSE.filter(lambda text: bool(text.strip())))
def test_zones_of_a_bare_text_cover_it_without_a_gap(text):
    article = Article.from_text(text)

    assert article.text == text
    assert "".join(text[zone.start : zone.end] for zone in article.zones) == text
    assert all(article.zone_at(zone.start) == zone for zone in article.zones)
    assert article.zone_at(len(text)) is None
    assert msgspec.json.decode(msgspec.json.encode(article), type=Article) == article


@pytest.mark.parametrize(("start", "end", "exact"), [(-1, 2, "abc"), (2, 2, ""), (0, 3, "ab")])
def test_a_span_that_does_not_fit_is_an_error(start, end, exact):
    with pytest.raises(InputError):
        Span(article="a", start=start, end=end, exact=exact)


def test_the_first_paragraph_that_repeats_the_title_is_the_headline():
    article = Article.from_text("Ferry back\n\nThe ferry is back.\nAgain.", title="Ferry back")

    assert [zone.kind for zone in article.zones] == [ZoneKind.HEADLINE, ZoneKind.PARAGRAPH]
    assert article.body == "The ferry is back.\nAgain."


def test_lines_are_paragraphs_where_no_blank_line_parts_them():
    article = Article.from_text("One line.\nAnother line.\n")

    assert article.body == "One line.\n\nAnother line."


@pytest.mark.parametrize(
    ("printed", "zone", "hours"),
    [
        ("2026-02-03", ZoneStatus.UNKNOWN, 24 + 26),
        ("2026-02-03T10:00:00Z", ZoneStatus.STATED, 1 / 60),
        ("2026-02-03T10:00:00", ZoneStatus.UNKNOWN, 26 + 1 / 60),
    ],
)
def test_a_given_time_says_how_much_it_leaves_open(printed, zone, hours):
    time = Article.from_text("Words.", published=printed).published

    assert isinstance(time, Time)
    assert (time.zone, str(time)) == (zone, printed)
    assert (time.latest - time.earliest).total_seconds() == pytest.approx(hours * 3600)


def test_an_unreadable_time_is_an_error_that_says_what_to_write():
    with pytest.raises(InputError, match="2024-10-08"):
        Article.from_text("Words.", published="last Tuesday")


def test_what_is_given_makes_the_id():
    bare = Article.from_text("Words.")

    assert bare.id == Article.from_text("Words.").id
    assert bare.id != Article.from_text("Words.", outlet="The Paper").id
    assert bare.capture == Article.from_text("Words.", outlet="The Paper").capture


def test_digests_keep_their_parts_apart():
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("ab") == digest(b"ab")


def test_a_line_end_inside_a_word_that_no_space_parts_is_no_part_of_the_body():
    article = Article.from_text(
        "港は新しい計\n画を発表した。\n\n反対する声もある。\n\nThe pier\nis shut."
    )

    assert article.body == "港は新しい計画を発表した。\n\n反対する声もある。\n\nThe pier\nis shut."
