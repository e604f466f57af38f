from hypothesis import given
from hypothesis import strategies as st

from firsthand.claim.answer_signs import SIGNS, Scene, signs
from firsthand.claim.propose import told_in
from firsthand.types import Account, Proposition
from tests.claim.scenes import page

TOLD, SAID = page(
    "Harrow Tribune",
    "{content:Tarnish Water released untreated sewage into the river}, {source:Ana Ito} "
    "{cue:said}. | name=Ana_Ito kind=person",
    "{content:Bo Lund, head of the pension fund, took a bonus}, {source:an audit} {cue:says}. "
    "| name=audit kind=document",
    "{source:Bo Lund, its chairman,} {cue:denied} {content:taking a bonus}. "
    "| name=Bo_Lund kind=person act=denies",
)


def scene(said=SAID):
    drafts = [
        Proposition(
            id=item.id,
            story="s",
            text=item.content[0].exact,
            accounts=(Account(article=TOLD.id, spans=item.content, attribution=item.id),),
        )
        for item in SAID[:2]
    ]
    vocabulary, _ = told_in([TOLD], SAID)
    return Scene(drafts, said, [TOLD], vocabulary)


def described(told):
    answer = told.answer(SAID[2])
    targets = told.candidates(answer)
    rows = signs(answer, targets, told.vocabulary)
    return [dict(zip(SIGNS, row, strict=True)) for row in rows]


def test_the_claim_that_names_who_answers_and_has_its_words_shows_both():
    sewage, bonus = described(scene())

    assert bonus["named"] > 0
    assert bonus["hold"] > sewage["hold"]
    assert bonus["hold best"] == 0 > sewage["hold best"]
    assert bonus["distance"] < sewage["distance"]


def test_an_answer_is_no_telling_of_the_claim_it_answers():
    assert [row["own"] for row in described(scene())] == [0, 0]


@given(st.permutations(SAID))
def test_the_order_of_attributions_never_matters(said):
    assert described(scene(said)) == described(scene())
