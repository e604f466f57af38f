import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.attribution.quotations import Quotation, quotations, share_quoted


def marks(text: str) -> list[tuple[str, bool]]:
    return [(text[mark.start : mark.end], mark.is_speech) for mark in found(text)]


def found(text: str) -> list[Quotation]:
    blocks, at = [], 0
    for part in text.split("\n"):
        blocks.append((at, at + len(part)))
        at += len(part) + 1
    return quotations(text, blocks)


@pytest.mark.parametrize(
    "text",
    [
        "“We will not pay them,” she said.",
        '"We will not pay them," she said.',
        "«We will not pay them», she said.",
        "»We will not pay them«, she said.",
        "„We will not pay them“, she said.",
        "‘We will not pay them,’ she said.",
        "「We will not pay them」 she said.",
    ],
)
def test_marks_of_every_kind(text: str) -> None:
    ((words, is_speech),) = marks(text)

    assert "We will not pay them" in words
    assert is_speech


def test_an_apostrophe_closes_nothing() -> None:
    assert marks("‘It’s the crew’s pier,’ he said.") == [("‘It’s the crew’s pier,’", True)]


def test_a_nested_quotation_belongs_to_the_outer_one() -> None:
    text = "“He said ‘never’ and left the room,” she said."

    assert marks(text) == [("“He said ‘never’ and left the room,”", True)]


def test_an_open_mark_ends_with_its_paragraph_and_is_taken_up() -> None:
    text = "“We waited all day.\n“Then we left.” She sat down.\nIt rained."

    assert [words for words, _ in marks(text)] == ["“We waited all day.", "“Then we left.”"]
    first, second = found(text)
    assert not first.closed
    assert second.continues


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “expert” left.",
        "Her novel “The Long Pier of Saint Hilda” is out.",
        "The “Long Pier Accord of Saint Hilda” was signed.",
    ],
)
def test_scare_quotes_and_titles_are_no_speech(text: str) -> None:
    assert [is_speech for _, is_speech in marks(text)] == [False]


def test_inches_and_stray_marks_open_nothing() -> None:
    assert marks('A 12" pipe and an end” of something') == []


def test_share_counts_letters() -> None:
    text = "she “left” now"
    assert share_quoted([(0, len(text))], found(text), text) == (4, 10)


@given(st.text(alphabet='ab .“”"‘’«»„‟\n', max_size=60))
def test_quotations_lie_apart_in_their_paragraphs(text: str) -> None:
    pieces = quotations(text, [(0, len(text))])

    assert all(0 <= mark.start < mark.end <= len(text) for mark in pieces)
    assert all(a.end <= b.start for a, b in itertools.pairwise(pieces))
