"""Language codes: right on a few sentences, silent where there is too little to go by."""

from __future__ import annotations

import pytest

from firsthand.language.detect import language_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The harbour board voted on Tuesday night to close the old ferry pier.", "en"),
        ("Der Hafenrat stimmte am Dienstag dafür, den alten Anleger zu schließen.", "de"),
        ("Le conseil du port a voté mardi soir la fermeture du vieil embarcadère.", "fr"),
        ("El consejo del puerto votó el martes por la noche el cierre del viejo muelle.", "es"),
        ("港の評議会は火曜日の夜、古い桟橋を二年間閉鎖することを決めた。", "ja"),
    ],
)
def test_a_sentence_names_its_language(text: str, code: str):
    assert language_of(text) == code


@pytest.mark.parametrize("text", ["", "1,2,3", "OK", "12:30 – 14:00"])
def test_too_little_text_names_none(text: str):
    assert language_of(text) is None


def test_line_breaks_and_nulls_do_no_harm():
    assert language_of("The harbour board\nvoted on Tuesday\x00 night to close the pier.") == "en"
