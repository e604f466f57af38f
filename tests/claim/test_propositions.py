import pytest

from tests.claim.scenes import claims, copy, page, the_claim

FIRST = page(
    "Harrow Tribune",
    "{content:The company released untreated sewage into the river on 14 nights}, "
    "{source:Ana Ito}, the harbour master, {cue:said}. | name=Ana_Ito kind=person",
    "The figures could not be independently verified.",
    "{source:Tarnish Water} {cue:denied} {content:releasing untreated sewage into the river}. "
    "| name=Tarnish_Water kind=organisation act=denies",
    "{source:The mayor's office} {cue:did not respond}. "
    "| name=the_mayor's_office kind=organisation act=no_response",
)
SECOND = page(
    "Quill Post",
    "{content:Raw, untreated sewage was let into the river by the company on 12 nights in "
    "January 2026}, {source:Ito} {cue:said}. | name=Ana_Ito kind=person",
    "{content:A new library opens in Dunmoor}, {source:Bo Lund} {cue:said}. "
    "| name=Bo_Lund kind=person",
)


def test_paraphrases_are_one_claim_and_other_things_are_not():
    found = claims([FIRST, SECOND])

    claim = the_claim(found, "Raw, untreated sewage")
    assert {account.article for account in claim.accounts} == {FIRST[0].id, SECOND[0].id}
    assert the_claim(found, "library").id != claim.id
    assert found[0] == claim  # most retold first


FLOOD = "{source:Ana Ito} {cue:said} {content:%s}. | name=Ana_Ito kind=person"


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("the Harrow dam was inspected early in 2017", "early in 2024 the dam was painted", False),
        ("the Harrow dam was inspected early", "early in 2024 the dam was painted", True),
        (
            "the Harrow dam leaked at three places in 2017",
            "the Harrow dam leaked at three places in 2018",
            True,  # one claim with a year that differs
        ),
    ],
)
def test_years_that_exclude_each_other_part_what_is_told_of_one_thing(one, other, together):
    (left, _), (right, _) = pages = [
        page("Quill Post", FLOOD % one),
        page("Reed Times", FLOOD % other, "The mayor opened a library on Friday."),
    ]
    homes = [{account.article for account in claim.accounts} for claim in claims(pages)]

    assert ({left.id, right.id} in homes) is together


def test_answers_stand_beside_the_claim_they_answer():
    claim = the_claim(claims([FIRST, SECOND]), "Raw, untreated sewage")

    assert {(item.by, item.act.value, item.scope.value) for item in claim.responses} == {
        ("Tarnish Water", "denies", "specific"),
        ("the mayor's office", "no_response", "general"),
    }


def test_a_caveat_stands_beside_the_count_and_never_changes_it():
    claim = the_claim(claims([FIRST, SECOND]), "Raw, untreated sewage")

    assert [span.exact for span in claim.caveats] == [
        "The figures could not be independently verified."
    ]
    assert (claim.origins.least, claim.origins.most) == (1, 1)


def test_what_could_not_be_checked_comes_before_what_was_not_given():
    words = "{content:The ferry hit the pier at dawn}, {source:Ana Ito} {cue:said}. | name=Ana_Ito"
    lines = ("Ito offered no further details.", "There was no independent confirmation.")
    claim = the_claim(claims([page("Quill Post", f"{words} kind=person", *lines)]), "ferry")

    assert [span.exact for span in claim.caveats] == [lines[1], lines[0]]


def test_a_caveat_that_two_pages_print_is_no_claim():
    words = "{content:The ferry hit the pier at dawn}, {source:Ana Ito} {cue:said}. | name=Ana_Ito"
    caveat = "The account of the accident could not be independently verified."
    pages = [page(outlet, f"{words} kind=person", caveat) for outlet in ("Quill Post", "Day Star")]

    found = claims(pages)
    assert all("verified" not in claim.text for claim in found)
    assert {span.exact for span in the_claim(found, "ferry").caveats} == {caveat}


def test_what_only_names_a_paper_or_somebody_is_no_claim():
    text = (
        "{source:The Star} {cue:reported} {content:that the ferry hit the pier at dawn}. "
        "| name=Harbour_Star kind=outlet",
        "{source:Ana Ito} {cue:dismissed} {content:a report by the Harbour Star}. "
        "| name=Ana_Ito kind=person",
    )
    found = claims([page("Quill Post", *text)])
    assert [claim.text for claim in found] == ["the ferry hit the pier at dawn"]


def test_differences_have_both_sides():
    claim = the_claim(claims([FIRST, SECOND]), "Raw, untreated sewage")

    kinds = {item.kind for item in claim.discrepancies}
    assert {"value", "added_detail", "response_missing"} <= kinds
    assert all(item.left and item.right for item in claim.discrepancies)
    (value,) = [item for item in claim.discrepancies if item.kind == "value"]
    assert {value.left[0].exact, value.right[0].exact} == {"14", "12"}


def test_a_copy_that_has_the_answer_does_not_leave_it_out():
    twin = page(
        "Eastfen Star",
        "{content:The company released untreated sewage into the river on 14 nights}, "
        "{source:Ana Ito}, the harbour master, {cue:said}. | name=Ana_Ito kind=person",
        "{source:Tarnish Water} {cue:denied} {content:releasing untreated sewage into the river}. "
        "| name=Tarnish_Water kind=organisation act=denies",
    )

    claim = the_claim(claims([FIRST, twin], [copy(FIRST[0], twin[0])]), "on 14 nights")
    assert [item.by for item in claim.responses].count("Tarnish Water") == 1
    assert not [item for item in claim.discrepancies if "Tarnish Water" in item.note]


def test_the_outlets_own_words_are_an_account():
    other = page("Eastfen Star", "The company released untreated sewage into the river for weeks.")

    claim = the_claim(claims([FIRST, other]), "for weeks")
    assert [account.attribution for account in claim.accounts].count(None) == 1
    assert (claim.origins.least, claim.origins.most) == (1, 2)


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        (
            "{cue:accused} {content:him of hiding the leak in the dam}",
            "Ana Ito accused him of hiding the leak in the dam",
        ),
        (
            "{cue:refused} {content:to close the dam above Dunmoor}",
            "Ana Ito refused to close the dam above Dunmoor",
        ),
        (
            "{cue:reminded} Mr. Lund {content:of the leak in the dam}",
            "Ana Ito reminded Mr. Lund of the leak in the dam",
        ),
        (
            "{cue:called} {content:the dam above Dunmoor a sieve}",
            "Ana Ito called the dam above Dunmoor a sieve",
        ),
        (
            "{cue:asked} {content:whether the dam above Dunmoor is safe}",
            "Ana Ito asked whether the dam above Dunmoor is safe",
        ),
        (
            "{cue:feared} {content:that the dam above Dunmoor leaks}",
            "the dam above Dunmoor leaks",
        ),
        (
            "{cue:suspected} {content:was the cause of the flood at Dunmoor}",
            "Ana Ito suspected was the cause of the flood at Dunmoor",
        ),
        (
            "{cue:did not believe} {content:the dam above Dunmoor would hold}",
            "Ana Ito did not believe the dam above Dunmoor would hold",
        ),
        (
            "{cue:did not believe} {content:the dam above Dunmoor "
            + "would hold on and " * 20
            + "on}",
            "Ana Ito did not believe the dam above Dunmoor " + "would hold on and " * 20 + "on",
        ),
        (
            "{cue:doubted} {content:that the dam above Dunmoor would hold}",
            "Ana Ito doubted that the dam above Dunmoor would hold",
        ),
        (
            "{cue:said} {content:she would close the dam above Dunmoor}",
            "Ana Ito said she would close the dam above Dunmoor",
        ),
        (
            "{cue:insisted} {content:the dam above Dunmoor was safe}",
            "the dam above Dunmoor was safe",
        ),
        (
            "{cue:said} {content:the dam above Dunmoor leaks}",
            "the dam above Dunmoor leaks",
        ),
    ],
)
def test_words_that_cannot_stand_alone_are_shown_with_what_they_hang_on(marked, text):
    scene = page("Harrow Tribune", f"{{source:Ana Ito}} {marked}. | name=Ana_Ito kind=person")

    assert [claim.text for claim in claims([scene])] == [text]


def test_what_a_document_says_is_a_second_claim():
    one = page(
        "Harrow Tribune",
        "{content:The pension fund lost 9 million crowns}, {cue:according to} "
        "{source:an internal audit}. | name=internal_audit kind=document",
    )
    two = page(
        "Quill Post",
        "{content:9 million crowns were lost from the pension fund}, {source:an internal audit} "
        "{cue:says}. | name=internal_audit kind=document",
    )

    found = claims([one, two])
    about = [claim for claim in found if claim.about]
    assert [claim.about for claim in about] == [the_claim(found, "9 million crowns were").id]
    assert (about[0].origins.least, about[0].origins.most) == (1, 2)  # two outlets read it
    assert the_claim(found, "9 million crowns were").origins.most == 1


def test_no_pages_no_claims():
    assert claims([]) == ()
    assert claims([page("Quill Post", "Nothing was said.")]) == ()
