import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.language.numbers import Bound, agree, quantities


@pytest.mark.parametrize(
    ("text", "exact", "value", "bound", "unit"),
    [
        ("as many as seven times", "as many as seven", 7, Bound.MOST, "times"),
        ("up to 7 calls", "up to 7", 7, Bound.MOST, "calls"),
        ("cost $60 billion", "$60 billion", 60e9, Bound.EXACT, "$"),
        ("a half-dozen other nights", "half-dozen", 6, Bound.EXACT, "nights"),
        ("more than 40 percent", "more than 40", 40, Bound.LEAST, "%"),
        ("twenty-one men", "twenty-one", 21, Bound.EXACT, "men"),
        ("about 1,000 members", "about 1,000", 1000, Bound.ABOUT, "members"),
        ("2.5m people", "2.5m", 2.5e6, Bound.EXACT, "people"),
        ("three dozen crates", "three dozen", 36, Bound.EXACT, "crates"),
    ],
)
def test_reads_a_number_with_bound_and_unit(text, exact, value, bound, unit):
    found = quantities(text)

    assert [(item.exact, item.value, item.bound, item.unit) for item in found] == [
        (exact, value, bound, unit)
    ]


@pytest.mark.parametrize("text", ["in 2018", "on Oct. 8", "8 October", "at 9:04 PM", "one of them"])
def test_dates_and_pronouns_are_no_numbers(text):
    assert not [item for item in quantities(text) if item.value != 1]


def test_a_range_is_one_number():
    (found,) = quantities("five to seven aides")

    assert (found.low, found.high, found.bound) == (5, 7, Bound.BETWEEN)


def test_a_bound_agrees_with_its_limit():
    seven, most, eight = (quantities(text)[0] for text in ("seven", "up to seven", "eight"))

    assert agree(seven, most)
    assert not agree(seven, eight)
    assert agree(quantities("about 40")[0], quantities("42")[0])


@given(st.text())
def test_numbers_stand_where_they_say(text):
    for item in quantities(text):
        assert text[item.start : item.end] == item.exact
