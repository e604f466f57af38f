"""Names, titles and credits as pages write them."""

from __future__ import annotations

import pytest

from firsthand.article.lines import blocks
from firsthand.article.people import cut, is_person
from firsthand.article.signs import (
    agency_line,
    is_byline,
    is_copyright,
    is_credit_line,
    is_timestamp,
    photo_credit_at,
)
from firsthand.article.titles import without_site


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Ida Fenn and Jon Ask", ["Ida Fenn", "Jon Ask"]),
        ("Von Ida Fenn, Jon Ask und Lea Brandt", ["Ida Fenn", "Jon Ask", "Lea Brandt"]),
        ("Ida Fenn, Senior Political Editor", ["Ida Fenn"]),
        ("Ida Fenn (Port Linden)", ["Ida Fenn"]),
        ("By Ida Fenn in Port Linden", ["Ida Fenn"]),
        ("Written by: Ida Fenn", ["Ida Fenn"]),
    ],
)
def test_a_byline_is_cut_into_names(written: str, names: list[str]):
    assert cut(written) == names


@pytest.mark.parametrize(
    ("name", "answer"),
    [("Ida Fenn", True), ("dpa", False), ("Courier Staff", False), ("linden.example.com", False),
     ("The Linden Courier", False), ("大渡 美咲", True)],
)  # fmt: skip
def test_only_people_are_people(name: str, answer: bool):
    assert is_person(name, ("The Linden Courier",)) is answer


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Pier closed | The Linden Courier", "Pier closed"),
        ("Pier closed - linden.com", "Pier closed"),
        ("The Linden Courier: Pier closed", "The Linden Courier: Pier closed"),
        ("Pier closed – for two years", "Pier closed – for two years"),
        ("Pier closed - 04.03.2031 | The Linden Courier", "Pier closed"),
    ],
)
def test_a_title_loses_the_sites_name_only(title: str, bare: str):
    assert without_site(title, ("The Linden Courier",)) == bare


def test_lines_are_told_apart():
    assert is_byline("By Ida Fenn")
    assert not is_byline("By noon the hall was full of people who wanted answers.")
    assert is_credit_line("This article originally appeared in The Linden Courier.")
    assert is_credit_line("dpa/AFP")
    assert not is_credit_line("The Courier reported it first on Monday.")
    assert is_copyright("©2031 THE LINDEN COURIER")
    assert is_timestamp("4 March 2031, 21:15 Uhr")
    assert is_timestamp("3 hours ago")
    assert not is_timestamp("In 2031 the town had 4,000 people.")
    assert agency_line("AP / AFP") == ("AP", "AFP")
    assert photo_credit_at("The pier. Photo / Lea Brandt, Coastpix") == 10
    assert photo_credit_at("Photo: Lea Brandt") == 0
    assert photo_credit_at("She took a photo and left.") is None


def test_hard_wrapped_paragraphs_are_put_together():
    words = (
        "The harbour board of Port Linden voted on Tuesday night to close the pier. " * 9
    ).split()
    lines, line = [], ""
    for word in words:
        if len(line) + 1 + len(word) > 80:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    wrapped = "\n".join([*lines, line])
    text = f"Headline\n\n{wrapped}\n\n{wrapped}\n"

    found = [text[block.start : block.end] for block in blocks(text)]

    assert found == ["Headline", wrapped, wrapped]
