from tests.claim.scenes import claims, page, the_claim

SEWAGE = (
    "{content:Tarnish Water released untreated sewage into the river on 14 nights}, "
    "{source:Ana Ito} {cue:said}. | name=Ana_Ito kind=person"
)
BONUS = (
    "{content:Bo Lund, head of the pension fund, took a bonus of 9 million crowns in May}, "
    "{source:an internal audit} {cue:says}. | name=internal_audit kind=document"
)


def answers(pages, words):
    found = the_claim(claims(pages), words).responses
    return {(item.by, item.act.value, item.scope.value) for item in found}


def test_a_general_answer_stands_at_what_was_told_before_it_not_at_all_of_the_page():
    told = page(
        "Harrow Tribune",
        SEWAGE,
        BONUS,
        "{source:Lund} {cue:did not respond}. | name=Bo_Lund kind=person act=no_response",
    )

    assert answers([told], "a bonus of 9 million") == {("Bo Lund", "no_response", "general")}
    assert answers([told], "untreated sewage") == set()


def test_an_answer_that_takes_up_a_claim_stands_there_however_far_below():
    told = page(
        "Harrow Tribune",
        SEWAGE,
        BONUS,
        "{source:Tarnish Water} {cue:denied} {content:releasing untreated sewage into the river}. "
        "| name=Tarnish_Water kind=organisation act=denies",
    )

    assert answers([told], "on 14 nights") == {("Tarnish Water", "denies", "specific")}
    assert answers([told], "a bonus of 9 million") == set()


def test_words_that_only_point_back_answer_what_stands_before_them():
    told = page(
        "Harrow Tribune",
        SEWAGE,
        BONUS,
        "{source:Cy Moss} {cue:denied} {content:this}. | name=Cy_Moss kind=person act=denies",
    )

    assert answers([told], "a bonus of 9 million") == {("Cy Moss", "denies", "specific")}


def test_an_answer_in_words_of_its_own_that_nothing_claims_stands_nowhere():
    told = page(
        "Harrow Tribune",
        SEWAGE,
        "The weather turned in the evening and the harbour lay quiet until the ferry came.",
        "Elsewhere the choir sang for an hour, and nobody spoke of anything but old songs.",
        "{source:Di Rask} {cue:rejected} {content:a verdict of 1998 on forged paintings}. "
        "| name=Di_Rask kind=person act=denies",
    )

    assert answers([told], "untreated sewage") == set()


def test_a_confirmation_stands_beside_the_claim_it_confirms():
    told = page(
        "Harrow Tribune",
        SEWAGE,
        BONUS,
        "{source:Fay Oster} {cue:confirmed} {content:the bonus}. "
        "| name=Fay_Oster kind=person act=confirms",
    )

    assert ("Fay Oster", "confirms", "specific") in answers([told], "a bonus of 9 million")
    assert answers([told], "untreated sewage") == set()


def test_a_refusal_stands_at_the_claim_that_names_who_refuses_though_another_is_nearer():
    told = page(
        "Harrow Tribune",
        BONUS,
        "{content:The bridge over the Tarn will be closed from June}, {source:the county} "
        "{cue:said}. | name=county kind=organisation",
        "{source:Bo Lund} {cue:declined to comment}. | name=Bo_Lund kind=person act=declines",
    )

    assert answers([told], "a bonus of 9 million") == {("Bo Lund", "declines", "general")}


def test_an_answer_that_only_points_back_stays_in_its_paragraph():
    audit = page("Evening Star", BONUS)
    told = page(
        "Harrow Tribune",
        SEWAGE,
        "Bo Lund, head of the pension fund, took a bonus of 9 million crowns in May, the audit "
        "found. It was {content:a finding} that {source:Lund} {cue:rejected}. "
        "| name=Bo_Lund kind=person act=denies",
    )

    assert answers([audit, told], "a bonus of 9 million") == {("Bo Lund", "denies", "specific")}
    assert answers([audit, told], "untreated sewage") == set()


def test_who_will_not_say_what_is_planned_answers_nothing_that_is_claimed():
    told = page(
        "Harrow Tribune",
        BONUS,
        "{source:Bo Lund} {cue:would not say} {content:how he would mend the roof}. "
        "| name=Bo_Lund kind=person act=declines",
    )

    assert answers([told], "a bonus of 9 million") == set()


def test_an_answer_of_another_page_stands_where_its_words_are_taken_up():
    told = page("Harrow Tribune", SEWAGE)
    denied = page(
        "Evening Star",
        "{source:Tarnish Water} {cue:denied} {content:releasing untreated sewage into the river "
        "on 14 nights}. | name=Tarnish_Water kind=organisation act=denies",
    )

    assert answers([told, denied], "on 14 nights") == {("Tarnish Water", "denies", "specific")}


def test_an_answer_stands_at_every_claim_that_tells_the_same_thing():
    told = page(
        "Harrow Tribune",
        "{content:Bo Lund took a bonus of 9 million crowns in May, the month of the strike}, "
        "{source:an internal audit} {cue:says}. | name=internal_audit kind=document",
        "{content:Bo Lund took his bonus in May}, {source:Ana Ito} {cue:said}. "
        "| name=Ana_Ito kind=person",
        "{source:Bo Lund} {cue:denied} {content:taking a bonus}. "
        "| name=Bo_Lund kind=person act=denies",
    )

    for one in claims([told]):
        assert [item.by for item in one.responses] == ["Bo Lund"]
