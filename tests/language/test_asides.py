"""Headlines that a site prints inside a sentence are stepped over, and every place leads back."""

from hypothesis import given
from hypothesis import strategies as st

from firsthand.language.asides import Shortened, asides, told_sentences

BOX = (
    "Ida Maria LundBudget vote delayed to spring On the Quay: ferries, fares Lund to open harbour"
    " baths MORE"
)
TEXT = f"Mayor Ida Lund {BOX} told reporters she would resign. The council meets on Friday."


def test_full_name_and_headlines_after_a_name_are_an_aside():
    (place,) = asides(TEXT)
    assert TEXT[slice(*place)] == f" {BOX}"


def test_a_name_said_in_full_both_times_is_cut_after_its_last_word():
    text = "Sen. Olaf Berg Olaf Berg Port strike enters third week Berg quits MORE (Lab.) said so."
    (place,) = asides(text)
    assert text[: place[0]].endswith("Olaf Berg")
    assert text[place[1] :] == " (Lab.) said so."


def test_capitals_alone_are_no_aside():
    for text in (
        "We need MORE, the mayor wrote. Ida Lund said Lund wants MORE than that.",
        "READ MORE about the harbour. Ida Lund spoke.",
        "Lund said. Lund Budget vote delayed MORE",
    ):
        assert asides(text) == []


def test_a_name_twice_within_the_headlines_does_not_shorten_the_aside():
    box = " Ida Maria LundBerg Says Berg will stay On the Quay: Lund Meets Lund voters MORE"
    text = f"The mayor, Ida Lund{box} said so."
    assert [text[slice(*place)] for place in asides(text)] == [box]


def test_many_names_and_boxes_take_no_longer_than_their_length():
    text = "Ab Cd Ab Ef " * 20_000 + "said MORE now. " + "Ab Cd AbEf is here today MORE " * 5_000
    assert asides(text)


def test_sentence_is_told_around_its_aside():
    first, second = told_sentences(TEXT, [(0, len(TEXT))])
    assert "".join(TEXT[a:b] for a, b in first) == "Mayor Ida Lund told reporters she would resign."
    assert [TEXT[a:b] for a, b in second] == ["The council meets on Friday."]


@given(st.text(min_size=1), st.lists(st.integers(0, 40), max_size=6))
def test_every_stretch_leads_back_to_its_words(text, marks):
    marks = sorted({min(mark, len(text)) for mark in marks})
    cuts = [(low, high) for low, high in zip(marks[::2], marks[1::2], strict=False) if low < high]
    short = Shortened(text, cuts)
    for start in range(len(short.text) + 1):
        for end in range(start, len(short.text) + 1):
            places = list(short.back(start, end))
            assert "".join(text[a:b] for a, b in places) == short.text[start:end]
    assert [short.forth(at) for at in (0, len(text))] == [0, len(short.text)]
