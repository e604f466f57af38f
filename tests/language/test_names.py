import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.language.names import Gender, NameKind, is_doubtful_outlet, names, outlet_named


def found(text: str) -> list[tuple[str, str]]:
    return [(name.text, name.kind.value) for name in names(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("On Monday Anna Reyes left.", [("Anna Reyes", "person")]),
        ("Senate Majority Leader Hugo Brandt spoke.", [("Hugo Brandt", "person")]),
        ("It was said by Mr. Lund of Norway.", [("Lund", "person"), ("Norway", "place")]),
        ("The king, King Osric, spoke.", [("King Osric", "person")]),
        ("She met the Secretary of State.", [("Secretary of State", "role")]),
        (
            "the Department of Ports and Harbours",
            [("Department of Ports and Harbours", "organisation")],
        ),
        ("a Quay Street resident", [("Quay Street", "place")]),
        ("The Harbour Gazette reported", [("Harbour Gazette", "outlet")]),
        ("told Reuters on Tuesday", [("Reuters", "outlet")]),
        ("some Senate Republicans left", [("Senate Republicans", "group")]),
        ("the Harbour Safety Act", [("Harbour Safety Act", "work")]),
        ("the NPA said", [("NPA", "organisation")]),
        ("But they said it. It rained.", []),
        ("nothing here at all", []),
    ],
)
def test_kinds(text: str, wanted: list[tuple[str, str]]) -> None:
    assert found(text) == wanted


def test_a_title_stands_apart_from_the_name() -> None:
    (name,) = names("said Prime Minister Helga Lund.")

    assert (name.title, name.text, name.gender) == ("Prime Minister", "Helga Lund", Gender.FEMALE)


def test_a_possessive_lies_outside() -> None:
    text = "Omar Reyes’s plan"
    (name,) = names(text)

    assert text[name.start : name.end] == "Omar Reyes"


def test_a_headline_in_capitals_names_nobody() -> None:
    assert found("Mayor Says The Old Harbour Will Never Be Sold Again To Anyone") == []


def test_outlets_by_every_form_of_their_name() -> None:
    assert outlet_named("the NYT") == "New York Times"
    assert outlet_named("The Times") is None
    assert is_doubtful_outlet("Times")
    assert outlet_named("Ana Ito") is None


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_names_lie_in_order_inside_the_text(text: str) -> None:
    spans = names(text)

    assert all(0 <= name.start <= name.core < name.end <= len(text) for name in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert all(isinstance(name.kind, NameKind) for name in spans)


@given(st.text(alphabet="ABab .’-&andof\n", max_size=80))
def test_capitals_of_every_shape_raise_nothing(text: str) -> None:
    assert all(name.text == text[name.core : name.end] for name in names(text))
