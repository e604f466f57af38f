"""What a source does with the content, by the words alone; and what is no act at all."""

import pytest

from firsthand.attribution.acts import act_of
from firsthand.attribution.answers import with_answers
from firsthand.attribution.tagger import Found
from firsthand.language.sentences import sentences
from firsthand.types import Act


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("said", "“I never ordered that,”", Act.DENIES),
        ("said", "“I never thought it would rain,”", Act.ASSERTS),
        ("said", "“We did not pay them,”", Act.DENIES),
        ("said", "“We did not expect this many people,”", Act.ASSERTS),
        ("said", "there was no deal", Act.DENIES),
        ("said", "there was no rain", Act.ASSERTS),
        ("said", "the story was a complete fabrication", Act.DENIES),
        ("said", "the quotation had been taken out of context", Act.DISPUTES),
        ("said", "“We made a mistake,”", Act.CONFIRMS),
        ("said", "“We will not be discussing that,”", Act.DECLINES),
        ("said", "“I was not in the room,”", Act.DISCLAIMS),
        ("said", "“Why did we not pay them? Ask the port.”", Act.ASSERTS),
        ("said", "“Who would do that? We did not pay them.”", Act.DENIES),
        ("refused", "to vote on the plan", Act.ASSERTS),
        ("would not offer", "details of the plan", Act.DECLINES),
        ("refused", "to say who had voted", Act.DECLINES),
        ("declined", "to make the sheet public", Act.DECLINES),
        ("said", "“She just made it up,”", Act.DENIES),
        ("pleaded guilty", "to two counts", Act.CONFIRMS),
        ("pleaded not guilty", "to two counts", Act.DENIES),
        ("ignored requests for comment", "", Act.NO_RESPONSE),
        ("could not independently verify", "the figure", Act.DISCLAIMS),
    ],
)
def test_act(cue: str, content: str, act: Act) -> None:
    assert act_of(cue, content, cue, content.startswith("“")) is act


def test_what_is_asked_before_an_answer_is_no_statement() -> None:
    text = "Asked about the crane, Ana Ito said it was old."
    asked = Found(content=((12, 21),), cue=((0, 11),), source=(), score=0.9)

    kept = with_answers(text, list(sentences(text)), [asked])

    assert kept == []


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        (
            "Ana Ito did not directly respond to the Courier’s requests to discuss it.",
            "did not directly respond to the Courier’s requests",
        ),
        ("Ana Ito wouldn’t comment.", "wouldn’t comment"),
        ("She did not elaborate.", "did not elaborate"),
        ("The port did not return repeated calls.", "did not return repeated calls"),
        ("Ana Ito did not return to the port.", None),
    ],
)
def test_a_silence_that_the_tagger_left_out_is_put_in(text: str, cue: str | None) -> None:
    kept = with_answers(text, list(sentences(text)), [])

    assert [text[slice(*item.cue[0])] for item in kept] == ([cue] if cue else [])
