import pytest

from firsthand.claim.answer_scope import worded
from tests.claim.scenes import page


def scope(marked, act):
    _, (item,) = page("Harrow Tribune", f"{marked} | name=Bo_Lund kind=person act={act}")
    return worded(item).value


@pytest.mark.parametrize(
    ("marked", "act"),
    [
        ("{source:Lund} {cue:declined to comment}.", "declines"),
        ("{source:Lund} {cue:did not respond}.", "no_response"),
        ("{source:Lund} {cue:called} {content:the book fiction}.", "denies"),
        ("{source:Lund} {cue:denied} {content:all of it}.", "denies"),
        ("{source:Lund} {cue:denied} {content:any wrongdoing}.", "denies"),
        ("{source:Lund} {cue:declined} {content:an interview}.", "declines"),
    ],
)
def test_who_answers_everything_at_once_answers_in_general(marked, act):
    assert scope(marked, act) == "general"


@pytest.mark.parametrize(
    ("marked", "act"),
    [
        ("{source:Lund} {cue:denied} {content:it}.", "denies"),
        ("{source:Lund} {cue:said} {content:no such bonus was paid}.", "denies"),
        ("{source:Lund} {cue:would not say} {content:whether the bonus was paid}.", "declines"),
        ("{source:Lund} {cue:denied} {content:the reports about a bonus}.", "denies"),
    ],
)
def test_who_answers_one_thing_answers_it_in_particular(marked, act):
    assert scope(marked, act) == "specific"


def test_an_answer_that_leaves_some_open_is_partial():
    assert (
        scope(
            "{source:Lund} {cue:confirmed} {content:the bonus, but said it was smaller}.",
            "confirms",
        )
        == "partial"
    )
