"""WARC files: every readable record is read, every damaged one is named with its byte."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.capture import Limits, warc
from firsthand.errors import CaptureError
from firsthand.types import Capture

PAGE = "<html><body>page {} with a naïve café</body></html>"


def record(number: int, *, status: str = "200 OK", kind: str = "text/html", packed: bool = False):
    """Write one response record as a gzip member of its own."""
    body = PAGE.format(number).encode("utf8")
    fields = [f"HTTP/1.1 {status}", f"Content-Type: {kind}; charset=utf-8"]
    if packed:
        body = gzip.compress(body)
        fields.append("Content-Encoding: gzip")
    block = "\r\n".join([*fields, "", ""]).encode() + body
    head = (
        "WARC/1.0",
        "WARC-Type: response",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>",
        "WARC-Date: 2026-02-03T04:05:06Z",
        f"WARC-Target-URI: http://quay.example/{number}",
        "Content-Type: application/http; msgtype=response",
        f"Content-Length: {len(block)}",
    )
    return gzip.compress("\r\n".join([*head, "", ""]).encode() + block + b"\r\n\r\n")


MEMBERS = [record(number, packed=number == 2) for number in range(4)]
STARTS = [sum(map(len, MEMBERS[:number])) for number in range(4)]
WHOLE = b"".join(MEMBERS)


def read(data: bytes, **limits) -> tuple[list[Capture], list[CaptureError]]:
    found = list(warc.captures(io.BytesIO(data), name="a.warc.gz", limits=Limits(**limits)))
    pages = [item for item in found if isinstance(item, Capture)]
    return pages, [item for item in found if isinstance(item, CaptureError)]


@pytest.mark.parametrize(
    "data",
    [WHOLE, gzip.decompress(WHOLE), gzip.compress(gzip.decompress(WHOLE))],
    ids=["a member a record", "not packed", "one member for all"],
)
def test_pages_come_with_what_their_headers_say(data):
    pages, faults = read(data)

    assert faults == []
    assert [page.body.decode("utf8") for page in pages] == [PAGE.format(n) for n in range(4)]
    assert pages[1].url == "http://quay.example/1"
    assert (pages[1].media_type, pages[1].charset) == ("text/html", "utf-8")
    assert pages[1].fetched_at == datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize("cut", [1, 20, len(MEMBERS[3]) - 5])
def test_a_cut_file_gives_what_is_whole_and_names_the_byte(cut):
    pages, faults = read(WHOLE[:-cut])

    assert len(pages) == 3
    assert [f"byte {STARTS[3]}" in str(fault) for fault in faults] == [True]


@pytest.mark.parametrize("number", range(4))
def test_a_damaged_record_is_named_and_the_next_is_read(number):
    data = bytearray(WHOLE)
    start = STARTS[number] + 60
    data[start : start + 20] = bytes(20)
    pages, faults = read(bytes(data))

    assert len(pages) == 3
    assert len(faults) >= 1
    assert f"byte {STARTS[number]}" in str(faults[0])


def test_a_damaged_record_in_an_unpacked_file_is_named_and_the_next_is_read():
    data = gzip.decompress(WHOLE).replace(b"WARC/1.0", b"WRAC/1.0", 2).replace(b"WRAC", b"WARC", 1)
    pages, faults = read(data)

    assert len(pages) == 3
    assert "no WARC record" in str(faults[0])


def test_what_is_no_page_is_passed_over():
    data = record(1) + record(2, kind="image/png") + record(3, status="404 Not Found")
    pages, faults = read(data)

    assert len(pages) == 1
    assert faults == []


def test_a_record_that_unpacks_to_too_much_is_named():
    pages, faults = read(WHOLE + record(9), page=200)

    assert pages == []
    assert "more than 200 bytes" in str(faults[0])


@given(
    start=st.integers(0, len(WHOLE) - 1),
    junk=st.binary(max_size=60),
    is_packed=st.booleans(),
)
def test_any_damage_gives_pages_and_errors_and_loses_no_other_record(start, junk, is_packed):
    data = WHOLE if is_packed else gzip.decompress(WHOLE)
    start %= len(data)
    pages, _ = read(data[:start] + junk + data[start + len(junk) :])
    whole = {page.id for page in read(WHOLE)[0]}

    assert len({page.id for page in pages} & whole) >= 2
