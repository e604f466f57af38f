import itertools

from hypothesis import given
from hypothesis import strategies as st

from firsthand.language.sentences import sentence_at, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_a_stop_ends_a_sentence() -> None:
    assert cut("It rained. The pier closed! Why? Nobody knew.") == [
        "It rained.",
        "The pier closed!",
        "Why?",
        "Nobody knew.",
    ]


def test_titles_initials_and_abbreviations_end_nothing() -> None:
    text = "Sen. A. B. Ito of the U.S. Senate met Dr. Lund at 5 p.m. on Oct. 8 in St. Hilda."

    assert cut(text) == [text]


def test_an_abbreviation_ends_a_sentence_when_a_sentence_starts_after_it() -> None:
    assert cut("They left the U.S. The talks went on.") == [
        "They left the U.S.",
        "The talks went on.",
    ]


def test_closing_marks_stay_with_their_sentence() -> None:
    assert cut("“It is late.” She left. (Nobody saw.) He stayed.") == [
        "“It is late.”",
        "She left.",
        "(Nobody saw.)",
        "He stayed.",
    ]


def test_a_blank_line_ends_a_sentence() -> None:
    assert cut("No stop here\n\nNext one") == ["No stop here", "Next one"]


def test_a_small_letter_goes_on() -> None:
    assert cut("“Why?” she asked.") == ["“Why?” she asked."]


@given(st.text())
def test_every_letter_is_in_one_sentence(text: str) -> None:
    spans = list(sentences(text))

    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert [c for c in kept if not c.isspace()] == [c for c in text if not c.isspace()]


@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_a_part_is_cut_inside_its_bounds(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))

    assert all(start <= a < b <= end for a, b in sentences(text, start, end))


def test_every_place_of_a_sentence_leads_to_it():
    text = "It rained. She left."
    cut = list(sentences(text))

    assert [sentence_at(cut, at) for at in (0, 9, 10, 11, 19)] == [*[cut[0]] * 3, *[cut[1]] * 2]
    assert sentence_at([], 4) == (4, 4)
