"""What is named on the command line becomes captures; what can't be read becomes an error."""

from __future__ import annotations

import gzip
import io
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.capture import Limits, captures
from firsthand.errors import CaptureError
from firsthand.store import Store
from firsthand.types import Capture
from tests.capture.test_warc import WHOLE

PAGE = b"<!doctype html><html><body><p>Tide late</p></body></html>"


def names(found) -> list[str | None]:
    return [item.name if isinstance(item, Capture) else f"! {item.where}" for item in found]


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@given(data=st.binary(max_size=300))
def test_any_bytes_are_a_capture_of_just_these_bytes_or_an_error(data, tmp_path_factory):
    path = tmp_path_factory.mktemp("in") / "page.html"
    path.write_bytes(data)
    found = list(captures([str(path)]))

    for item in found:
        assert isinstance(item, Capture | CaptureError)
        if isinstance(item, Capture):
            assert item.id == sha256(item.body).hexdigest()
    if not data.startswith((b"\x1f\x8b", b"PK", b"WARC/")):
        assert [item.body for item in found if isinstance(item, Capture)] == [data]


def test_a_folder_gives_its_pages_in_order_with_their_folders(tmp_path):
    for name in (
        "b/late.html",
        "a/x/early.txt",
        "top.htm",
        "a/picture.png",
        ".git/config",
        "a/b.php",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PAGE)
    found = [item for item in captures([str(tmp_path)]) if isinstance(item, Capture)]

    assert [(Path(item.name or "").name, item.folder) for item in found] == [
        ("top.htm", None),
        ("b.php", "a"),
        ("early.txt", "a/x"),
        ("late.html", "b"),
    ]


@pytest.mark.parametrize("side", ["tide_files", "tide-Dateien", "tide_fichiers"])
def test_the_side_folder_of_a_saved_page_is_left_out(tmp_path, side):
    (tmp_path / side).mkdir()
    (tmp_path / "tide.html").write_bytes(PAGE)
    (tmp_path / side / "frame.html").write_bytes(PAGE)
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "own.html").write_bytes(PAGE)

    found = [Path(name or "").name for name in names(captures([str(tmp_path)]))]
    assert found == ["tide.html", "own.html"]


def test_a_browser_says_where_a_page_came_from(tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(b"<!-- saved from url=(0026)https://quay.example/tide -->\r\n" + PAGE)
    (item,) = captures([str(path)])

    assert isinstance(item, Capture)
    assert item.url == "https://quay.example/tide"
    assert item.media_type == "text/html"


def test_standard_input_may_be_a_page_or_an_archive():
    (page,) = captures(["-"], stdin=io.BytesIO(PAGE))
    archived = list(captures(["-"], stdin=io.BytesIO(WHOLE)))

    assert isinstance(page, Capture)
    assert (page.name, page.body) == ("-", PAGE)
    assert len(archived) == 4


@pytest.mark.parametrize("address", ["https://quay.example/", "http://x", "www.quay.example"])
def test_an_address_says_that_fetching_comes_later(address):
    (item,) = captures([address])

    assert isinstance(item, CaptureError)
    assert "can't be fetched yet" in str(item)
    assert item.exit_code == 2


def test_a_zip_file_gives_its_pages(tmp_path):
    path = tmp_path / "pages.zip"
    files = {
        "march/tide.html": PAGE,
        "march/tide_files/frame.html": PAGE,
        "march/tide_files/logo.png": b"png",
        "__MACOSX/march/._tide.html": b"\0",
        "crawl.warc.gz": WHOLE,
    }
    path.write_bytes(zipped(files))
    found = list(captures([str(path)]))

    assert len(found) == 5
    assert isinstance(found[4], Capture)
    assert found[4].name == "pages.zip/march/tide.html"
    assert found[4].folder == "march"


def test_a_zip_file_that_unpacks_to_too_much_is_stopped(tmp_path):
    bomb = zipped({"a.html": b"0" * 30_000_000, "b.html": PAGE})
    (tmp_path / "bomb.zip").write_bytes(bomb)
    found = list(captures([str(tmp_path / "bomb.zip")]))
    capped = list(captures([str(tmp_path / "bomb.zip")], limits=Limits(page=1000)))

    assert [isinstance(item, CaptureError) for item in found] == [True, False]
    assert "times its size" in str(found[0])
    assert [isinstance(item, CaptureError) for item in capped] == [True, False]


def test_archives_inside_archives_have_an_end(tmp_path):
    data = zipped({"tide.html": PAGE})
    for number in range(4):
        data = zipped({f"{number}.zip": data})
    (tmp_path / "deep.zip").write_bytes(data)
    (item,) = captures([str(tmp_path / "deep.zip")])

    assert "archives inside archives" in str(item)


@pytest.mark.parametrize("data", [b"PK\x03\x04 and no more", zipped({"a.html": PAGE})[:-30]])
def test_a_damaged_zip_file_is_named(tmp_path, data):
    (tmp_path / "bad.zip").write_bytes(data)
    found = list(captures([str(tmp_path / "bad.zip")]))

    assert found
    assert isinstance(found[0], CaptureError)


def test_a_packed_page_is_unpacked_and_a_torn_one_is_named(tmp_path):
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(PAGE))
    (tmp_path / "torn.html.gz").write_bytes(gzip.compress(PAGE)[:-12])
    page, torn = captures([str(tmp_path)])

    assert isinstance(page, Capture)
    assert page.body == PAGE
    assert isinstance(torn, CaptureError)
    assert "gzip data is damaged" in str(torn)


def test_what_is_not_there_is_named_and_the_rest_is_read(tmp_path):
    (tmp_path / "page.txt").write_bytes(b"Tide late")
    (tmp_path / "huge.txt").write_bytes(b"x" * 2000)
    wanted = [str(tmp_path / name) for name in ("none.txt", "huge.txt", "page.txt")]

    found = list(captures(wanted, limits=Limits(page=1000)))
    assert names(found) == [f"! {wanted[0]}", "! huge.txt", "page.txt"]


def test_a_case_inside_a_folder_is_left_out(tmp_path):
    Store.open(tmp_path / "pages" / "firsthand-case", write=True).close()
    (tmp_path / "pages" / "page.txt").write_bytes(PAGE)

    assert names(captures([str(tmp_path / "pages")])) == ["pages/page.txt"]


def test_the_case_keeps_no_path_of_its_maker(tmp_path, monkeypatch):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.txt").write_bytes(PAGE)
    monkeypatch.chdir(tmp_path)
    inputs = [str(tmp_path / "pages"), "pages/page.txt", "pages/../pages/page.txt"]
    inputs.append(str(tmp_path / "pages" / "page.txt"))

    found = names(captures(inputs))
    assert found == ["pages/page.txt", "pages/page.txt", "page.txt", "page.txt"]


def test_mhtml_gives_the_page_as_it_was_decoded(tmp_path):
    path = tmp_path / "page.mhtml"
    path.write_bytes(
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://quay.example/tide\r\n"
        b"Date: Tue, 3 Feb 2026 04:05:06 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="----x"\r\n\r\n'
        b"------x\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>caf=C3=A9 =\r\nlate</p>\r\n"
        b"------x\r\nContent-Type: image/png\r\n\r\npng\r\n------x--\r\n"
    )
    (item,) = captures([str(path)])

    assert isinstance(item, Capture)
    assert item.body.strip() == "<p>café late</p>".encode()
    assert (item.url, item.charset) == ("https://quay.example/tide", "utf-8")
