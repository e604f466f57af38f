"""Bytes to text and back: every character knows its bytes, whatever the label says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.article.decode import Decoded, decode
from firsthand.errors import CaptureError

from .pages import capture

WORDS = "Überraschung in Malmö: der Fährmann kam früher, als alle dachten. " * 4
RUSSIAN = "Паром закрыли на два года, сообщил совет порта во вторник вечером. " * 4
JAPANESE = "港の評議会は火曜日の夜、古い桟橋を二年間閉鎖することを決めた。" * 6


def check(found: Decoded, body: bytes) -> None:
    places = found.offsets(np.arange(len(found.text) + 1, dtype=np.int64))
    assert places[-1] == len(body)
    assert (np.diff(places) >= 0).all()
    for at in range(0, len(found.text), max(1, len(found.text) // 50)):
        if at not in found.faults:
            said = body[int(places[at]) : int(places[at + 1])]
            assert said.decode(found.encoding) == found.text[at]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WORDS, "utf-8"),
        (WORDS, "cp1252"),
        (WORDS, "utf-16-le"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "utf-8"),
    ],
)
def test_a_declared_encoding_is_read_and_mapped(text: str, encoding: str):
    head = f'<html><head><meta charset="{encoding}"></head><body><p>'
    body = (head + text).encode(encoding)
    found = decode(capture(body))

    assert found.text == head + text
    check(found, body)


@pytest.mark.parametrize("label", ["utf-16", "iso-8859-1", "shift_jis", "nonsense", "hex"])
def test_valid_utf8_is_utf8_whatever_the_label_says(label: str):
    body = f"<meta charset={label}><p>{WORDS}".encode()

    assert WORDS in decode(capture(body)).text


def test_faults_keep_their_place():
    body = b"good \xff\xfe words, " + "später ".encode() * 20 + b"\xe4\xbd end"
    found = decode(capture(body))

    check(found, body)


def test_a_shift_belongs_to_the_character_after_it():
    found = decode(capture("a pier: 港の桟橋 closed".encode("iso2022_jp")))
    places = found.offsets(np.arange(len(found.text) + 1, dtype=np.int64)).tolist()

    assert found.text == "a pier: 港の桟橋 closed"
    assert places == [*range(9), 13, 15, 17, 19, *range(23, 30)]


def test_a_byte_order_mark_is_no_text():
    found = decode(capture("\ufeffplain words".encode()))

    assert found.text == "plain words"
    assert found.skip == 3


@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_mapped_or_refused(body: bytes):
    try:
        found = decode(capture(body))
    except CaptureError:
        return

    check(found, body)
