"""Capture segments: any WARC tool reads them, and a torn tail is never built upon."""

from __future__ import annotations

from fastwarc.warc import ArchiveIterator
from warcio.archiveiterator import ArchiveIterator as OtherIterator

from firsthand.store import Store, segments
from tests.store import made


def put(store: Store, word: str) -> bytes:
    source = made.capture(f"{word}\n\nWords of a page. Menu", name=f"{word}.txt")
    store.put(source, made.article(source), [], made.AT)
    return source.body


def test_two_other_programs_read_the_captures(tmp_path):
    with Store.open(tmp_path, write=True) as store:
        bodies = [put(store, word) for word in ("one", "two", "three")]
    path = tmp_path / "captures" / "000001.warc.gz"

    with path.open("rb") as file:
        assert [record.reader.read() for record in ArchiveIterator(file)] == bodies
    with path.open("rb") as file:
        found = [record.content_stream().read() for record in OtherIterator(file)]
    assert found == bodies


def test_a_torn_tail_is_left_alone_and_a_new_segment_begins(tmp_path):
    with Store.open(tmp_path, write=True) as store:
        first = put(store, "one")
    path = tmp_path / "captures" / "000001.warc.gz"
    torn = path.read_bytes() + b"\x1f\x8b\x08half a member"
    path.write_bytes(torn)
    with Store.open(tmp_path, write=True) as store:
        bodies = [first, put(store, "two"), put(store, "three")]

        assert path.read_bytes() == torn
        assert [held.segment[:6] for held in store.captures()] == ["000001", "000002", "000002"]
        assert [store.capture_bytes(held.id) for held in store.captures()] == bodies


def test_a_full_segment_is_followed_by_another(tmp_path, monkeypatch):
    monkeypatch.setattr(segments, "SEGMENT_BYTES", 100)
    with Store.open(tmp_path, write=True) as store:
        bodies = [put(store, word) for word in ("one", "two")]

        assert [held.segment[:6] for held in store.captures()] == ["000001", "000002"]
        assert [store.capture_bytes(held.id) for held in store.captures()] == bodies


def test_a_header_can_not_be_smuggled_in_by_an_address(tmp_path):
    source = made.capture()
    place = segments.Segments(tmp_path).append(
        type(source)(
            id=source.id, body=source.body, url="http://a.example/\r\nContent-Length: 3\r\n\r\nxyz"
        ),
        at=made.AT,
        known_end=None,
    )

    assert segments.Segments(tmp_path).read(place, source.id) == source.body
