from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.language.dates import dates

WEDNESDAY = date(2024, 10, 9)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("October 8, 2024", date(2024, 10, 8), date(2024, 10, 8)),
        ("8 Oct, 2024", date(2024, 10, 8), date(2024, 10, 8)),
        ("2024-10-08", date(2024, 10, 8), date(2024, 10, 8)),
        ("Oct. 8", date(2024, 10, 8), date(2024, 10, 8)),
        ("Dec. 30", date(2024, 12, 30), date(2024, 12, 30)),
        ("Tuesday", date(2024, 10, 8), date(2024, 10, 8)),
        ("Wednesday", WEDNESDAY, WEDNESDAY),
        ("last Tuesday", date(2024, 10, 1), date(2024, 10, 8)),
        ("early 2024", date(2024, 1, 1), date(2024, 4, 30)),
        ("July 2018", date(2018, 7, 1), date(2018, 7, 31)),
        ("in December", date(2023, 12, 1), date(2023, 12, 31)),
        ("yesterday", date(2024, 10, 8), date(2024, 10, 8)),
        ("last month", date(2024, 9, 1), date(2024, 9, 30)),
        ("this year", date(2024, 1, 1), date(2024, 12, 31)),
        ("seeks re-election this November", date(2024, 11, 1), date(2024, 11, 30)),
        ("last November", date(2023, 11, 1), date(2023, 11, 30)),
        ("the vote will be held in December", date(2024, 12, 1), date(2024, 12, 31)),
        ("it is expected to close in March", date(2025, 3, 1), date(2025, 3, 31)),
        ("the mine, shut since December", date(2023, 12, 1), date(2023, 12, 31)),
        ("The two will meet on Friday", date(2024, 10, 11), date(2024, 10, 11)),
        ("The hearing, scheduled for Monday", date(2024, 10, 14), date(2024, 10, 14)),
        ("She will speak on Wednesday", WEDNESDAY, WEDNESDAY),
        ("He will resign, he said on Friday", date(2024, 10, 4), date(2024, 10, 4)),
        ("He would have gone on Friday", date(2024, 10, 4), date(2024, 10, 4)),
        ("It will rain. They met on Friday", date(2024, 10, 4), date(2024, 10, 4)),
    ],
)
def test_resolves_against_the_day_of_the_article(text, earliest, latest):
    (found,) = dates(text, WEDNESDAY)

    assert (found.earliest, found.latest) == (earliest, latest)


def test_without_an_article_date_only_years_are_known():
    found = dates("On Tuesday, Oct. 8, and in 2021 again", None)

    assert [item.exact for item in found] == ["2021"]


@pytest.mark.parametrize("text", ["Sept. 31, 2020", "he may go", "$2024", "room 1,999"])
def test_no_date_is_made_up(text):
    assert all(item.earliest.year == 2020 for item in dates(text, None))


@given(
    st.text(alphabet="0123456789 ,.-/JanuaryOctMay"), st.dates(date(1990, 1, 1), date(2090, 1, 1))
)
def test_dates_stand_where_they_say(text, anchor):
    for item in dates(text, anchor):
        assert text[item.start : item.end] == item.exact
        assert item.earliest <= item.latest
