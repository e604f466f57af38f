"""Names of outlets, and the credits that say whose text it is."""

from __future__ import annotations

import pytest

from firsthand.story import syndicated
from firsthand.story.outlets import credits, is_same_outlet
from firsthand.types import Direction
from tests.story.texts import BRIDGE, make


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Orlin Wire", "Orlin Wire"),
        ("Orlin Wire (News)", "THE ORLIN WIRE"),
        ("Orlin Daily Post", "ODP"),
        ("lanternpost.com", "Lantern Post"),
    ],
)
def test_names_of_one_outlet(one, other):
    assert is_same_outlet(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Orlin Wire", "Orlin Post"), ("The", None), ("", ""), ("Post", "Orlin Post")],
)
def test_names_of_different_outlets(one, other):
    assert not is_same_outlet(one, other)


@pytest.mark.parametrize(
    ("line", "name", "kind"),
    [
        ("This article originally appeared in The Orlin Wire.", "The Orlin Wire", "text"),
        ("First published by Castra Times on Monday", "Castra Times", "text"),
        ("Reprinted with permission from the Bay of Pines Courier", None, "licence"),
        ("Republished from Lantern & Sons", "Lantern & Sons", "licence"),
        ("© 2024 Orlin Wire", "Orlin Wire", "copyright"),
        ("ORLIN (Wire Nine) — The bridge", "Wire Nine", "agency"),
        ("By Ana Ito, Wire Nine", "Wire Nine", "agency"),
    ],
)
def test_credit_lines(line, name, kind):
    found = credits(make([line, *BRIDGE]))

    assert [one.kind for one in found] == [kind]
    assert found[0].spans[0].exact in line
    if name:
        assert found[0].outlet == name


@pytest.mark.parametrize(
    "line",
    ["The law was first published in 1920.", "He appeared in court.", "By the river, Ana waited."],
)
def test_no_credit_lines(line):
    assert credits(make([line, *BRIDGE])) == ()


def test_a_credit_names_a_text_that_is_not_captured():
    page = make([*BRIDGE, "This article originally appeared in Orlin Wire."], outlet="Lantern")
    (link,) = syndicated([page])

    assert (link.left, link.right) == ("outlet:Orlin Wire", page.id)
    assert link.direction is Direction.STATED
    assert not link.left_captured
    assert link.evidence[0].article == page.id


def test_an_outlets_own_copyright_line_is_no_syndication():
    assert syndicated([make([*BRIDGE, "© 2024 Lantern"], outlet="The Lantern")]) == ()
    assert syndicated([make([*BRIDGE, "© 2024 Lantern Publishing"], outlet="The Lantern")]) == ()
