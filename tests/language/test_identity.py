import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.language.identity import Identities


def test_a_surname_is_the_only_full_name_it_fits():
    names = Identities(["Ana Ito", "Ito", "Mayor Ito", "Bo Lund"])

    assert names.key("Ito") == names.key("Ana Ito") == names.key("Mayor Ito")
    assert names.key("Ito") != names.key("Bo Lund")
    assert names.name("Ito") == "Ana Ito"


def test_a_surname_of_two_people_is_neither():
    names = Identities(["Ana Ito", "Ken Ito", "Ito"])

    assert len({names.key("Ana Ito"), names.key("Ken Ito"), names.key("Ito")}) == 3


def test_editions_and_letters_are_one_outlet():
    names = Identities(["The Quill Post", "Quill Post Online", "Bay Harbour Times", "BHT"])

    assert names.key("The Quill Post") == names.key("Quill Post Online")
    assert names.key("BHT") == names.key("Bay Harbour Times")


@given(st.lists(st.text(min_size=1), max_size=6))
def test_order_never_matters(words):
    one, other = Identities(words), Identities(reversed(words))

    assert [one.key(word) for word in words] == [other.key(word) for word in words]


@pytest.mark.parametrize(
    ("names", "one"),
    [
        (["Joe Biro", "Joseph R. Biro Jr."], True),
        (["Bob Ito", "Robert Ito"], True),
        (["Bob Ito", "Rowan Ito"], False),
        (["Ian Ito", "Ian Ito Jr."], False),
        (["Ian Ito", "Ian T. Ito"], True),
        (["Iñigo Peña", "Inigo Pena"], True),
        (["Bo Lazăr Lund", "Bo Lund Lazar"], True),
        (["Bo Lund", "Lund Bo"], False),
    ],
)
def test_short_given_names_and_generations(names, one):
    found = Identities(names)

    assert (found.key(names[0]) == found.key(names[1])) is one


def test_a_short_name_of_two_people_is_neither():
    found = Identities(["Ed Ito", "Edward Ito", "Edwin Ito"])

    assert len({found.key(name) for name in ("Ed Ito", "Edward Ito", "Edwin Ito")}) == 3


def test_a_son_who_is_called_so_is_not_his_father():
    found = Identities(["Ian T. Ito", "Ian Ito", "Ian Ito Jr."])

    assert found.key("Ian Ito") == found.key("Ian T. Ito") != found.key("Ian Ito Jr.")
