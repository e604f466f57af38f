"""What is mended on the tagger's spans: quotations whole, silences, sources cut short."""

import pytest

from firsthand.attribution.answers import with_answers
from firsthand.attribution.cast import Cast
from firsthand.attribution.quotations import quotations
from firsthand.attribution.recovery import complete
from firsthand.attribution.strays import without_strays
from firsthand.attribution.tagger import Found
from firsthand.attribution.widen import widened
from firsthand.language.sentences import sentences


def found(text: str, content: tuple[str, ...], cue: str, source: str) -> Found:
    def spans(*words: str) -> tuple[tuple[int, int], ...]:
        return tuple((text.index(word), text.index(word) + len(word)) for word in words if word)

    return Found(content=spans(*content), cue=spans(cue), source=spans(source), score=0.9)


def whole(text: str, *items: Found) -> list[tuple[list[str], list[str], list[str]]]:
    blocks, at = [], 0
    for part in text.split("\n"):
        blocks.append((at, at + len(part)))
        at += len(part) + 1
    mended = complete(text, blocks, quotations(text, blocks), list(items))
    return [
        tuple([text[a:b] for a, b in role] for role in (item.content, item.cue, item.source))  # type: ignore[misc]
        for item in mended
    ]


def test_a_quotation_that_is_mostly_tagged_is_taken_whole() -> None:
    text = "“We will not pay. Not now. Not ever,” Ana Ito said."
    item = found(text, ("We will not pay. Not now",), "said", "Ana Ito")

    ((content, _, _),) = whole(text, item)

    assert content == ["“We will not pay. Not now. Not ever,”"]


def test_a_quotation_goes_on_after_the_cue() -> None:
    text = "“We will not pay,” Ana Ito said. “The city knows that.”"
    item = found(text, ("“We will not pay,”",), "said", "Ana Ito")

    ((content, _, _),) = whole(text, item)

    assert content == ["“We will not pay,”", "“The city knows that.”"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“We will not pay them a thing,” Ana Ito said.", "Ana Ito"),
        ("“We will not pay them a thing,” said Ana Ito.", "Ana Ito"),
        ("Ana Ito replied: “We will not pay them a thing.”", "Ana Ito"),
        ("Ana Ito echoed that:\n“We will not pay them a thing.”", "Ana Ito"),
        ("“We will not pay them a thing.” ― Ana Ito", "Ana Ito"),
    ],
)
def test_a_quotation_that_nobody_claims_is_not_lost(text: str, source: str) -> None:
    ((content, _, speaker),) = whole(text)

    assert "We will not pay them a thing" in content[0]
    assert speaker == [source]


def test_lines_of_a_transcript_are_their_speakers() -> None:
    text = "ITO: We go on.\nREYES: Until when?"

    assert whole(text) == [(["We go on."], [":"], ["ITO"]), (["Until when?"], [":"], ["REYES"])]


def test_one_line_with_a_colon_is_no_transcript() -> None:
    assert whole("NOTE: The pier is closed.") == []


def test_a_silence_has_no_content() -> None:
    text = "The Harbour Ministry did not respond to requests for comment."
    item = found(text, ("requests for comment",), "did not respond to", "The Harbour Ministry")

    (mended,) = with_answers(text, list(sentences(text)), [item])

    assert mended.content == ()
    assert text[slice(*mended.cue[0])] == "did not respond to requests for comment"


def test_a_silence_and_hearsay_that_were_left_out_are_put_in() -> None:
    text = "The ministry declined to comment. The crane reportedly fell at noon."

    silence, hearsay = with_answers(text, list(sentences(text)), [])

    assert text[slice(*silence.source[0])] == "The ministry"
    assert [text[a:b] for a, b in hearsay.content] == ["The crane", "fell at noon"]
    assert hearsay.source == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ito and Brandt allegedly met on the pier.", ["Ito and Brandt", "met on the pier"]),
        ("The pier closed and Brandt allegedly left.", ["Brandt", "left"]),
        ("Ito allegedly paid even as the port was closing.", ["Ito", "paid"]),
    ],
)
def test_hearsay_is_told_of_its_whole_clause(text: str, told: list[str]) -> None:
    (hearsay,) = with_answers(text, list(sentences(text)), [])

    assert [text[a:b] for a, b in hearsay.content] == told


@pytest.mark.parametrize(
    ("pieces", "kept"),
    [
        (("many of those he met", "it was safe"), ["it was safe"]),
        (("in quarantine", "it was safe"), ["it was safe"]),
        (
            ("He saw many of those he met go in quarantine", "it was safe"),
            ["He saw many of those he met go in quarantine", "it was safe"],
        ),
    ],
)
def test_a_bit_of_another_sentence_is_no_part_of_what_is_said(
    pieces: tuple[str, ...], kept: list[str]
) -> None:
    text = "He saw many of those he met go in quarantine. The mayor claimed it was safe."
    item = found(text, pieces, "claimed", "The mayor")

    (mended,) = without_strays(text, list(sentences(text)), [item])

    assert [text[a:b] for a, b in mended.content] == kept


def test_a_bit_of_a_quotation_is_kept() -> None:
    text = "He saw “many of those” in quarantine. The mayor claimed it was safe."
    item = found(text, ("“many of those”", "it was safe"), "claimed", "The mayor")

    assert list(without_strays(text, list(sentences(text)), [item])) == [item]


@pytest.mark.parametrize(
    ("text", "cut", "mended"),
    [
        ("NPA spokesman Hugo Brandt said it rained.", "NPA", "NPA spokesman Hugo Brandt"),
        ("Ito's lawyer said it rained.", "Ito", "Ito's lawyer"),
        (
            "Port spokesman Hugo Brandt said it rained.",
            "Port spokesman",
            "Port spokesman Hugo Brandt",
        ),
        ("Ana Ito later said it rained.", "Ana Ito", "Ana Ito"),
        ("The mayor reportedly said it rained.", "The mayor", "The mayor"),
    ],
)
def test_a_source_that_was_cut_is_made_whole(text: str, cut: str, mended: str) -> None:
    item = found(text, ("it rained",), "said", cut)

    source = widened(Cast(text, [(0, len(text))]), item).source

    assert [text[a:b] for a, b in source] == [mended]
