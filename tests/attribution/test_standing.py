"""What an unknown name is, by the words around it: outlets, bodies, persons, sentence openers."""

import pytest

from firsthand.attribution.cast import Cast
from firsthand.types import SourceKind

PERSON, ORGANISATION, OUTLET = SourceKind.PERSON, SourceKind.ORGANISATION, SourceKind.OUTLET


def cast(text: str, outlet: str | None = None) -> dict[str, SourceKind]:
    return {member.name: member.kind for member in Cast(text, [(0, len(text))], outlet).members}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The pier is shut, a harbour clerk told the Quayside Eye.", "The Quayside Eye", OUTLET),
        ("The memo was obtained by Tideline on Monday.", "Tideline", OUTLET),
        ("The pier is shut, Tideline reported Monday, citing a memo.", "Tideline", OUTLET),
        ("It leaks, a clerk told Tideline this week.", "Tideline", OUTLET),
        ("It spoke of cracks. “Old steel,” he said in an interview on WQQX.", "WQQX", OUTLET),
        ("The crane maker Velnor & Dray closed.", "Velnor & Dray", ORGANISATION),
        ("Velnor’s shareholders met. Velnor said it would pay.", "Velnor", ORGANISATION),
        ("Velnor Karst, a Lisbon-based crane maker, closed.", "Velnor Karst", ORGANISATION),
        ("Velnor, 57, said he was ill.", "Velnor", PERSON),
        ("Ana Ito told Velnor that he was late. Tom Velnor left.", "Tom Velnor", PERSON),
    ],
)
def test_kind_by_the_words_around(text: str, name: str, kind: SourceKind) -> None:
    assert cast(text)[name] is kind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It leaks, Ana Ito told the FBI.", "Federal Bureau of Investigation (FBI)"),
        ("It leaks, Ana Ito told Dunmoor residents.", "Dunmoor"),
        ("It leaks, Ana Ito said in an interview in Dunmoor.", "Dunmoor"),
        ("It leaks, Ana Ito said, speaking to Dunmorians.", "Dunmorians"),
        ("It leaks, Ana Ito told QPAC in a speech to QPAC.", "QPAC"),
        ("The Quayside Port Audit Committee met. It leaks, Ito told QPAC.", "QPAC"),
    ],
)
def test_who_is_told_something_is_not_always_an_outlet(text: str, name: str) -> None:
    assert cast(text).get(name) is not OUTLET


def test_a_body_is_known_by_its_first_word() -> None:
    text = "Velnor Karst, a crane maker, closed. Velnor’s customers were told."

    assert list(cast(text)) == ["Velnor Karst"]


def test_an_outlet_is_known_by_its_last_word_after_the() -> None:
    text = "The pier is shut, the Quayside Sentinel reported. The Sentinel saw the memo."

    assert list(cast(text)) == ["The Quayside Sentinel"]


def test_the_page_knows_its_own_outlet() -> None:
    text = "“We are done,” she told the Eye."

    assert cast(text, "The Quayside Eye") == {"The Quayside Eye": OUTLET}


def test_a_capital_of_the_sentence_only_is_no_name() -> None:
    assert cast("Harbour officials left. Reached by phone, the clerk said no. I’d go.") == {}
