"""One invented scene for each rule of the design."""

import pytest
from msgspec.structs import replace

from firsthand.types import Status
from tests.claim.scenes import claims, copy, page, the_claim

WORDS = "the dam above Dunmoor has leaked since March"
ITO = "name=Ana_Ito kind=person"


def ito(outlet, **more):
    return page(outlet, f"{{content:{WORDS}}}, {{source:Ana Ito}} {{cue:said}}. | {ITO}", **more)


def told(outlet, source, facts, cue="said"):
    return page(outlet, f"{{source:{source}}} {{cue:{cue}}} {{content:{WORDS}}}. | {facts}")


def count(scenes, links=()):
    origins = the_claim(claims(scenes, links), WORDS).origins
    return origins.least, origins.most


def rules(scenes, links=()):
    return {step.rule for step in the_claim(claims(scenes, links), WORDS).steps}


def test_r1_a_copy_is_the_text_it_copies():
    first, second = ito("Harrow Tribune"), ito("Quill Post")
    link = copy(first[0], second[0])

    assert count([first, second], [link]) == (1, 1)
    assert "R1" in rules([first, second], [link])


def test_r2_a_pickup_adds_nothing():
    first = told("Harrow Tribune", "An aide", "name=aide kind=unnamed", cue="told Harrow Tribune")
    second = told("Quill Post", "Harrow Tribune", "name=Harrow_Tribune kind=outlet", cue="reported")

    assert count([first, second]) == (1, 1)
    claim = the_claim(claims([first, second]), WORDS)
    assert ("aide", "Harrow Tribune", "Quill Post") in {chain.names for chain in claim.chains}
    assert "R2" in rules([first, second])


def test_r3_readers_of_one_document_add_nothing():
    one = told("Harrow Tribune", "An internal audit", "name=internal_audit kind=document", "says")
    two = told("Quill Post", "The audit", "name=the_audit kind=document", "says")

    assert count([one, two]) == (1, 1)
    claim = the_claim(claims([one, two]), WORDS)
    assert claim.status is Status.SINGLE_SOURCE
    assert "R3" in rules([one, two])


def test_r3_shares_of_people_are_the_poll_that_counted_them():
    poll = page(
        "Harrow Tribune",
        "{content:Most voters fear for the dam}, {source:a Tideway University poll} {cue:found}. "
        "| name=Tideway_University_poll kind=document",
        f"{{source:57 percent}} {{cue:said}} {{content:{WORDS}}}. | name=57_percent kind=unnamed",
        f"{{source:About four in 10 voters}} {{cue:said}} {{content:{WORDS}}}. "
        "| name=About_four_in_10_voters kind=unnamed",
        f"{{source:A majority of those surveyed}} {{cue:said}} {{content:{WORDS}}}. "
        "| name=majority_of_those_surveyed kind=unnamed",
    )

    claim = the_claim(claims([poll]), WORDS)
    assert (claim.origins.least, claim.origins.most) == (1, 1)
    assert claim.origins.names == ("Tideway University poll",)
    assert any(step.rule == "R3" for step in claim.steps)


@pytest.mark.parametrize(
    ("other", "most"),
    [("Harbour News poll", 2), ("new poll", 1), ("new Tideway poll of voters", 1)],
)
def test_polls_of_two_pollsters_are_two_documents(other, most):
    one = told("Harrow Tribune", "A Tideway poll", "name=Tideway_poll kind=document", "found")
    two = told("Quill Post", "A poll", f"name={other.replace(' ', '_')} kind=document", "found")

    assert count([one, two]) == (1, most)


def test_shares_without_a_poll_stay_who_they_are():
    said = told("Harrow Tribune", "57 percent", "name=57_percent kind=unnamed")

    assert the_claim(claims([said]), WORDS).origins.names == ("57 percent",)


def test_two_who_only_name_a_thing_are_no_corroboration():
    both = page(
        "Harrow Tribune",
        "{source:Ana Ito} {cue:spoke of} {content:the old dam above Dunmoor}. "
        "| name=Ana_Ito kind=person",
        "{source:Bo Lund} {cue:criticized} {content:the dam above Dunmoor}. "
        "| name=Bo_Lund kind=person",
    )

    claim = the_claim(claims([both]), "dam above Dunmoor")
    assert (claim.origins.least, claim.origins.most) == (1, 2)


def test_r4_one_speaker_is_one_and_so_are_two_voices_of_one_institution():
    voice = "{content:%s}, {source:%s}, a spokeswoman for the River Board, {cue:said}. | name=%s"
    one = page("Harrow Tribune", voice % (WORDS, "Bo Lund", "Bo_Lund kind=person"))
    two = page("Quill Post", voice % (WORDS, "Cy Dahl", "Cy_Dahl kind=person"))

    assert count([ito("Harrow Tribune"), ito("Quill Post")]) == (1, 1)
    assert count([one, two]) == (1, 1)
    assert count([one, two, ito("Eastfen Star")]) == (2, 2)


def test_r4_what_somebody_says_and_what_their_paper_says_is_one():
    for paper, source, kind in (
        ("Ana_Ito's_memo", "Ana_Ito", "person"),
        ("the_River_Board_filing", "River_Board", "organisation"),
        ("report_by_Ana_Ito", "Ana_Ito", "person"),
    ):
        read = told("Harrow Tribune", "The paper", f"name={paper} kind=document", "says")
        heard = told("Quill Post", "The source", f"name={source} kind={kind}")
        assert count([read, heard]) == (1, 1)
        assert "R4" in rules([read, heard])
    about = told("Harrow Tribune", "The paper", "name=the_Ito_verdict kind=document", "says")
    assert count([about, ito("Quill Post")])[1] == 2


def test_r4_who_tells_what_another_origin_said_adds_nothing():
    said = ito("Harrow Tribune")
    for words in (
        f"Ms. Ito’s statement that {WORDS}",
        f"the claim by Ana Ito that {WORDS}",
        f"Ito has repeatedly said {WORDS}",
    ):
        retold = page(
            "Quill Post",
            f"{{source:Cy Dahl}} {{cue:mocked}} {{content:{words}}}. | name=Cy_Dahl kind=person",
        )
        claim = the_claim(claims([said, retold]), WORDS)
        assert (claim.origins.least, claim.origins.most) == (1, 1), words
        assert any("tells of what Ana Ito said" in step.text for step in claim.steps)
        assert ("Ana Ito", "Cy Dahl", "Quill Post") in {chain.names for chain in claim.chains}
    own = told("Quill Post", "Cy Dahl", "name=Cy_Dahl kind=person")
    assert count([said, own]) == (2, 2)


def test_r4_of_two_who_speak_of_each_other_neither_is_the_others_origin():
    one = page(
        "Harrow Tribune",
        f"{{content:Dahl’s claim that {WORDS}}}, {{source:Ana Ito}} {{cue:said}}. | {ITO}",
    )
    two = page(
        "Quill Post",
        f"{{content:Ito’s claim that {WORDS}}}, {{source:Cy Dahl}} {{cue:said}}. "
        "| name=Cy_Dahl kind=person",
    )
    claim = the_claim(claims([one, two]), WORDS)

    assert {chain.names for chain in claim.chains} == {
        ("Ana Ito", "Harrow Tribune"),
        ("Cy Dahl", "Quill Post"),
    }


def test_r4_an_outlet_that_tells_what_a_speaker_said_somewhere_has_it_from_the_speaker():
    own = page("Quill Post", f"At a hearing on Monday, Ana Ito did not deny that {WORDS}.")

    assert count([ito("Harrow Tribune"), own]) == (1, 1)
    plain = page("Quill Post", f"It is plain that {WORDS}.")
    assert count([ito("Harrow Tribune"), plain]) == (1, 2)


def test_r4_a_campaign_and_its_candidate_are_one():
    office = told("Quill Post", "Her office", "name=Ito's_office kind=organisation")
    other = told("Quill Post", "The office", "name=Dahl's_office kind=organisation")

    assert count([ito("Harrow Tribune"), office]) == (1, 1)
    assert any(
        "speaks for Ana Ito" in s.text
        for s in the_claim(claims([ito("Harrow Tribune"), office]), WORDS).steps
    )
    assert count([ito("Harrow Tribune"), other]) == (2, 2)


@pytest.mark.parametrize(
    ("role", "body", "kind", "one"),
    [
        ("president of the Harbour Union", "Harbour_Union", "organisation", True),
        ("a vice president of the controllers' union", "union", "organisation", True),
        ("Lund's senior adviser", "Lund_campaign", "organisation", True),
        ("president of the Harbour Union", "River_Union", "organisation", False),
        ("a former governor", "Harbour_Union", "organisation", False),
        ("a former president of the Harbour Union", "Harbour_Union", "organisation", False),
        ("the study's first author", "study_of_12_dams", "document", True),
        ("a critic of the study", "study_of_12_dams", "document", False),
    ],
)
def test_r4_who_is_called_by_a_body_or_a_paper_is_one_with_it(role, body, kind, one):
    person = page(
        "Harrow Tribune",
        f"{{content:{WORDS}}}, {{source:Ana Ito}}, {{evidence:{role}}}, {{cue:said}}. | {ITO}",
    )
    other = told("Quill Post", "The other", f"name={body} kind={kind}")

    assert count([person, other])[1] == (1 if one else 2)


def test_r5_an_outlet_and_its_own_page_are_one():
    own = page("Harrow Tribune", f"{WORDS.capitalize()}.")
    named = told("Quill Post", "The Tribune", "name=Harrow_Tribune kind=outlet", cue="reported")
    other = told("Eastfen Star", "An engineer", "name=an_engineer kind=unnamed")

    assert count([own, named]) == (1, 1)
    assert count([own, named, other]) == (1, 2)


def test_r5_editions_of_one_publisher_are_one():
    one = page("Harrow Tribune", f"{WORDS.capitalize()}.")
    two = page("Harrow Tribune Online", f"It is plain that {WORDS}.")

    found = the_claim(claims([one, two]), WORDS[4:])
    assert (found.origins.least, found.origins.most) == (1, 1)


def test_r6_a_denial_is_no_origin():
    denial = page(
        "Quill Post",
        f"{{source:Tarnish Water}} {{cue:denied}} that {{content:{WORDS}}}. "
        "| name=Tarnish_Water kind=organisation act=denies",
    )

    assert count([ito("Harrow Tribune"), denial]) == (1, 1)
    claim = the_claim(claims([ito("Harrow Tribune"), denial]), WORDS)
    assert [item.by for item in claim.responses] == ["Tarnish Water"]


def test_r7_unnamed_sources_make_an_interval():
    one = told("Harrow Tribune", "An engineer", "name=an_engineer kind=unnamed")
    two = told("Quill Post", "A ministry official", "name=a_ministry_official kind=unnamed")
    both = page(
        "Quill Post",
        f"{{source:An engineer}} {{cue:said}} {{content:{WORDS}}}. | name=an_engineer kind=unnamed",
        f"{{source:A second engineer}} {{cue:said}} {{content:{WORDS}}}. "
        "| name=a_second_engineer kind=unnamed",
    )

    assert count([one, two]) == (1, 2)
    assert the_claim(claims([one, two]), WORDS).status is Status.UNCLEAR
    assert count([both]) == (2, 2)


def test_r7_one_source_of_a_document_is_known_by_its_fullest_description():
    first = told("Harrow Tribune", "An aide", "name=unnamed_aide kind=unnamed hops=War:document")
    second = told("Quill Post", "An aide", "name=a_mayoral_aide kind=unnamed hops=War:document")
    claim = the_claim(claims([first, second]), WORDS)

    assert {chain.names[0] for chain in claim.chains} == {"a mayoral aide"}
    assert {"a mayoral aide", "War"} <= set(claim.bottlenecks)


def test_r7_a_second_source_that_tells_something_near_is_no_corroboration():
    other = "the leak above the dam at Dunmoor grew wider after the storm of last week"
    text = (
        f"{{source:An engineer}} {{cue:said}} {{content:{WORDS}}}. | name=an_engineer kind=unnamed",
        f"{{source:A second engineer}} {{cue:said}} {{content:{other}}}. "
        "| name=a_second_engineer kind=unnamed",
    )
    claim = the_claim(claims([page("Quill Post", *text)]), WORDS)
    assert claim.origins.least == 1


def test_r7_one_unnamed_source_has_one_name_on_every_chain():
    first = told("Harrow Tribune", "A dam engineer", "name=dam_engineer kind=unnamed")
    second = told(
        "Quill Post", "An engineer", "name=unnamed_engineer kind=unnamed hops=Harrow_Tribune:outlet"
    )
    claim = the_claim(claims([first, second]), WORDS)

    assert {chain.names[0] for chain in claim.chains} == {"dam engineer"}
    assert claim.origins.names == ("dam engineer",)
    assert "dam engineer" in claim.bottlenecks


def test_r8_a_plural_is_one_unless_a_number_is_stated():
    plural = told("Harrow Tribune", "Officials", "name=officials kind=unnamed plural=1")
    three = told("Harrow Tribune", "Three aides", "name=three_aides kind=unnamed count=3")

    assert count([plural]) == (1, 1)
    assert count([three]) == (1, 3)
    one = told("Harrow Tribune", "One", "name=one_of_three_aides kind=unnamed")
    assert count([three, one]) == (1, 3)


def test_r9_own_sources_beside_a_document_add_one():
    paper = told("Harrow Tribune", "An audit", "name=audit kind=document", "says")
    own = page(
        "Quill Post",
        f"{{source:Two workers}} {{cue:told}} Quill Post {{content:{WORDS}}}. "
        "| name=two_workers kind=unnamed count=2",
        "The account matches an audit first reported by Harrow Tribune.",
    )

    assert count([paper, own]) == (2, 3)
    assert the_claim(claims([paper, own]), WORDS).status is Status.CORROBORATED


def test_r10_a_plain_statement_is_unattributed():
    plain = page("Quill Post", f"It is known that {WORDS}.")

    claim = the_claim(claims([ito("Harrow Tribune"), plain]), WORDS)
    assert (claim.origins.least, claim.origins.most) == (1, 2)
    assert "unattributed (Quill Post)" in claim.origins.names


def test_a_page_without_an_outlet_is_called_by_its_file():
    article, said = page("Quill Post", f"It is known that {WORDS}.")
    plain = (replace(article, outlet=None, name="case/2.txt"), said)

    claim = the_claim(claims([ito("Harrow Tribune"), plain]), WORDS)
    assert "unattributed (case/2.txt)" in claim.origins.names


def test_what_several_pages_tell_comes_before_what_one_page_tells():
    pages = [
        page(
            "Harrow Tribune",
            "{content:The ferry to Dunmoor is late}, {source:Bo Lund} {cue:said}. "
            "| name=Bo_Lund kind=person",
            f"{{content:{WORDS}}}, {{source:Ana Ito}} {{cue:said}}. | name=Ana_Ito kind=person",
        ),
        told("Quill Post", "Fay Oster", "name=Fay_Oster kind=person"),
    ]

    found = sorted(claims(pages), key=lambda claim: claim.weakness)
    assert [(claim.pages, claim.origins.most) for claim in found] == [(2, 2), (1, 1)]


def test_r11_a_circle_is_reported_and_leads_to_no_origin():
    one = told("Harrow Tribune", "Quill Post", "name=Quill_Post kind=outlet", cue="reported")
    two = told("Quill Post", "Harrow Tribune", "name=Harrow_Tribune kind=outlet", cue="reported")

    claim = the_claim(claims([one, two]), WORDS)
    assert any(chain.circular for chain in claim.chains)
    assert (claim.origins.least, claim.origins.most) == (1, 1)
    assert "R11" in rules([one, two])


def test_r12_named_coverage_that_is_not_captured_is_listed():
    report = told("Quill Post", "Union Wire", "name=Union_Wire kind=outlet", cue="reported")

    claim = the_claim(claims([report]), WORDS)
    assert claim.uncaptured == ("Union Wire",)
    assert (claim.origins.least, claim.origins.most) == (1, 1)
    assert "R12" in rules([report])


def test_every_chain_through_one_book_makes_it_a_bottleneck():
    facts = "name=an_aide kind=unnamed hops=The_Long_Tide:document"
    one = told("Harrow Tribune", "an aide", facts)
    two = told("Quill Post", "the unnamed aide", facts.replace("an_aide", "the_unnamed_aide"))

    claim = the_claim(claims([one, two]), WORDS)
    assert "The Long Tide" in claim.bottlenecks
    assert (claim.origins.least, claim.origins.most) == (1, 1)


def test_steps_have_words_of_the_page():
    claim = the_claim(claims([ito("Harrow Tribune"), ito("Quill Post")]), WORDS)

    assert claim.steps
    assert all(step.spans and step.text.endswith(".") for step in claim.steps)
