"""The shipped tagger on invented news, and on anything else."""

import json
import re
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.attribution.tagger import _FOLDER, Tagger
from firsthand.errors import ModelError


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger.load()


def lines(text):
    return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]


def told(tagger, text):
    """What is found, as words: (source, cue, content)."""
    return [
        tuple(" … ".join(text[a:b] for a, b in role) for role in (i.source, i.cue, i.content))
        for i in tagger.tag(text, lines(text))
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        (
            "“The bridge will stay shut until May,” Mayor Ana Ito said on Monday.",
            "Mayor Ana Ito",
            "The bridge will stay shut until May",
        ),
        (
            "Ana Ito, who leads the dockers' union, said that the ferry was unsafe.",
            "Ana Ito",
            "the ferry was unsafe",
        ),
        (
            "The harbour lost 40 jobs last year, according to a report by the port board.",
            "report",
            "The harbour lost 40 jobs last year",
        ),
        (
            "Two officials familiar with the talks told the Bly Courier that the deal was off.",
            "Two officials",
            "the deal was off",
        ),
    ],
)
def test_everyday_reports(tagger, text, source, content):
    found = told(tagger, text)

    assert any(source in item[0] and content in item[2] for item in found), found


def test_plain_narration_reports_nothing(tagger):
    assert told(tagger, "The ferry left at nine and reached the island an hour later.") == []


def test_a_quotation_broken_by_its_cue_is_one_attribution(tagger):
    text = "“We will appeal,” said Ana Ito, the union's lawyer. “Nobody asked the crew.”"

    (only,) = tagger.tag(text, lines(text))

    assert len(only.content) == 2


def test_offsets_are_of_the_whole_text_and_only_of_the_blocks(tagger):
    aside = "Subscribe now, said the banner.\n\n"
    text = aside + "The mayor said the ferry was late."

    found = tagger.tag(text, [(len(aside), len(text))])

    assert found
    assert all(start >= len(aside) for item in found for start, _ in item.content + item.cue)


@settings(deadline=None, max_examples=25)
@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_any_text_gives_pinned_spans(tagger, text):
    for item in tagger.tag(text, lines(text)):
        for role in (item.content, item.cue, item.source):
            assert list(role) == sorted(role)
            assert all(0 <= start < end <= len(text) for start, end in role)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "a" * 5000,
        "“" * 900,
        "वह बोला कि देर हो गई।\n" * 9,
        "他说太晚了。" * 400,
        "\ud800 said it",
        "\x00",
    ],
    ids=["empty", "blank", "one word", "marks", "Hindi", "Chinese", "half a pair", "null"],
)
def test_odd_texts_do_not_raise(tagger, text):
    tagger.tag(text, lines(text))


def test_the_same_text_gives_the_same_answer(tagger):
    text = "The mayor said it was late. “Go home,” she told the crew."

    assert tagger.tag(text, lines(text)) == tagger.tag(text, lines(text))


def test_a_missing_model_says_what_to_do(tmp_path):
    with pytest.raises(ModelError, match=r"model\.json is missing") as caught:
        Tagger.load(tmp_path)

    assert caught.value.fix


def test_a_damaged_model_is_refused(tmp_path):
    for file in _FOLDER.iterdir():
        shutil.copy(file, tmp_path)
    with (tmp_path / "tokenizer.json").open("a") as file:
        file.write(" ")

    with pytest.raises(ModelError, match="damaged"):
        Tagger.load(tmp_path)


def test_an_unreadable_note_is_a_model_error(tmp_path):
    (tmp_path / "model.json").write_text(json.dumps({"change": []}))

    with pytest.raises(ModelError, match="can't be read"):
        Tagger.load(tmp_path)
