from tests.claim.scenes import claims, page, the_claim

BOOK = "hops=The_Lantern_Book:document>Quill_Post:outlet"


def _notes(scenes, words, kind):
    claim = the_claim(claims(scenes), words)
    assert all(item.left and item.right for item in claim.discrepancies)
    return [item.note for item in claim.discrepancies if item.kind == kind]


def _pair(one, other):
    form = "{content:%s}, {source:Ana Ito} {cue:said}. | name=Ana_Ito kind=person"
    return [page("Harrow Tribune", form % one), page("Quill Post", form % other)]


def test_a_date_that_only_one_page_gives_is_told_with_its_words():
    scenes = _pair(
        "The harbour master spoke with the smugglers after she left the port office in 2019",
        "The harbour master spoke with the smugglers after she had left the port office",
    )

    notes = _notes(scenes, "in 2019", "added_detail")
    assert notes == ["only Harrow Tribune dates it: “left the port office in 2019”"]


def test_a_brand_stands_against_the_plain_word():
    scenes = _pair(
        "The mayor secretly sent the smugglers rare Sarno Point of Care test machines",
        "The mayor secretly sent the smugglers rare test devices",
    )

    notes = _notes(scenes, "Sarno", "added_detail")
    assert notes == [
        "only Harrow Tribune names it: “Sarno Point of Care test machines” against “test devices”"
    ]


def test_an_occasion_that_only_one_page_tells():
    scenes = _pair(
        "In a phone conversation with Bo Lund, the smuggler asked him not to disclose the gift",
        "the smuggler urged Bo Lund not to disclose the gift",
    )

    notes = _notes(scenes, "urged", "added_detail")
    assert notes == [
        "only Harrow Tribune tells the occasion: “In a phone conversation with Bo Lund”"
    ]


def test_dates_that_cannot_be_one_day_are_a_conflict():
    scenes = _pair(
        "The company learned of the leak in the sewage tank on April 17",
        "The company learned of the leak in the sewage tank on April 29",
    )

    (note,) = _notes(scenes, "April 17", "value")
    assert "“April 17” (2026-04-17) in Harrow Tribune" in note
    assert "“April 29” (2026-04-29) in Quill Post" in note
    assert not _notes(scenes, "April 17", "added_detail")


def test_one_day_printed_in_two_ways_is_no_conflict():
    scenes = _pair(
        "The company learned of the leak in the sewage tank on Monday",
        "The company learned of the leak in the sewage tank on March 2",
    )

    assert not _notes(scenes, "on Monday", "value")
    assert not _notes(scenes, "on Monday", "added_detail")


def test_numbers_that_fit_a_bound_or_a_length_of_time_are_no_conflict():
    over = _pair(
        "The dishwasher plant will put more than 600 people out of work in Marlow",
        "The dishwasher plant will put 612 people out of work in Marlow",
    )
    day = _pair(
        "The mayor promised to drain the flooded sewage tank within 24 hours",
        "The mayor promised to drain the flooded sewage tank within a day",
    )

    assert not _notes(over, "612 people", "value")
    assert the_claim(claims(day), "24 hours").discrepancies == ()


def test_numbers_of_one_kind_conflict_with_what_they_count():
    scenes = _pair(
        "Customers of the bank took out about $140 million on one day",
        "Customers of the bank took out $300 million on one day",
    )

    (note,) = _notes(scenes, "$300 million", "value")
    assert "“about $140 million” in Harrow Tribune" in note
    assert "“$300 million” in Quill Post" in note


def test_a_doubt_is_followed_down_the_chain():
    first = page(
        "Harrow Tribune",
        "{content:The governor met the smugglers as many as nine times}, {cue:according to} "
        "{source:the book}. | name=The_Lantern_Book kind=document hops=Quill_Post:outlet",
        "{source:The aide} {cue:said} {content:the governor met the smugglers what the book "
        f"described as “maybe as many as nine” times}}. | name=port_aide kind=unnamed {BOOK}",
    )
    second = page(
        "Eastfen Star",
        "{content:The governor met the smugglers as many as nine times}, {cue:according to} "
        "{source:the book}. | name=The_Lantern_Book kind=document hops=Quill_Post:outlet",
    )

    notes = _notes([first, second], "maybe", "hedge_dropped")
    assert len(notes) == 1
    assert notes[0].startswith("“maybe as many as nine” (port aide, in Harrow Tribune); then")
    assert "without doubt “as many as nine times” (Eastfen Star, of The Lantern Book)" in notes[0]


def test_may_have_becomes_has():
    scenes = _pair(
        "The governor may have sold the old lighthouse to the smugglers",
        "The governor sold the old lighthouse to the smugglers",
    )

    notes = _notes(scenes, "may have", "hedge_dropped")
    assert any(note.startswith("“may” in Harrow Tribune") for note in notes)


def test_a_quotation_in_other_words_shows_which():
    scenes = _pair(
        "“I will not tell the harbour board about the missing boats,”",
        "“I shall never tell the harbour board about the missing boats,”",
    )

    (note,) = _notes(scenes, "missing boats", "quote_wording")
    assert "“will not”" in note
    assert "“shall never”" in note


def test_a_shorter_quotation_is_no_other_wording():
    scenes = _pair(
        "“I will not tell the harbour board about the missing boats,”",
        "“not tell the harbour board about the missing boats,”",
    )

    assert not _notes(scenes, "missing boats", "quote_wording")


def test_an_institution_and_its_voice_leave_out_one_answer():
    told = "{content:The company dumped sewage in the river}, {source:Ana Ito} {cue:said}."
    told += " | name=Ana_Ito kind=person"
    full = page(
        "Harrow Tribune",
        told,
        "{source:Tarnish Water} {cue:denied} {content:dumping sewage in the river}. "
        "| name=Tarnish_Water kind=organisation act=denies",
    )
    bare = page("Quill Post", told)

    notes = _notes([full, bare], "dumped", "response_missing")
    assert notes == ["Quill Post leaves out the answer of Tarnish Water"]


def test_an_occasion_in_other_words_is_told_too():
    scenes = _pair(
        "In a phone conversation with Bo Lund, the smuggler asked him not to disclose the gift",
        "the smuggler urged Bo Lund to hold a call and not to disclose the gift",
    )

    assert not _notes(scenes, "urged", "added_detail")
