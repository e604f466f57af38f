"""Whole pages: zones cover the text, facts carry their words, any bytes give a page or an error."""

from __future__ import annotations

import contextlib
import gc
import gzip
import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.article import load, read
from firsthand.errors import CaptureError
from firsthand.types import Article, ZoneKind, ZoneStatus

from ..conftest import SHARED
from .pages import BODY, HTML, TEXT, capture

MODEL = load()


def check(article: Article, body: bytes) -> None:
    """Hold what must be true of every article."""
    assert article.zones[0].start == 0
    assert article.zones[-1].end == len(article.text)
    assert all(a.end == b.start for a, b in zip(article.zones, article.zones[1:], strict=False))
    assert all(zone.start < zone.end for zone in article.zones)
    spans = [span for value in article.values for span in value.spans]
    spans += [span for time_ in article.times for span in time_.spans]
    spans += [span for credit in article.credits for span in credit.spans]
    assert all(span.exact == article.text[span.start : span.end] for span in spans)
    pinned = [span for value in article.values for span in value.captured]
    encoding = article.encoding
    for span in pinned:
        assert body[span.start : span.end].decode(encoding, "replace") == span.exact
    assert all(value.spans or value.captured for value in article.values)


def test_an_html_page_is_read_whole():
    article = read(capture(HTML), MODEL)

    check(article, HTML.encode())
    assert article.body == "\n\n".join(BODY)
    assert article.title == "Port Linden closes its ferry pier"
    assert article.authors == ("Ida Fenn", "Jon Ask")
    assert str(article.published) == "2031-03-04T21:15:00+01:00"
    assert str(article.modified) == "2031-03-05T08:00:00+01:00"
    assert article.published is not None
    assert article.published.zone is ZoneStatus.STATED
    assert article.outlet == "The Linden Courier"
    assert article.credit is None
    assert article.language == "en"
    assert "never shown" not in article.text
    assert "color: red" not in article.text


def test_a_copy_as_text_says_whose_it_is():
    article = read(capture(TEXT, "text/plain"), MODEL)

    check(article, TEXT.encode())
    assert article.text == TEXT
    assert article.body == "\n\n".join(BODY)
    assert article.title == "Port Linden closes its ferry pier after a stormy vote"
    assert article.authors == ("Ida Fenn",)
    assert article.outlet == "Fennmark Post"
    assert article.credit == "The Linden Courier"
    assert {"licence", "copyright", "photo"} <= {credit.kind for credit in article.credits}
    assert article.published is not None
    assert article.published.iso == "2031-03-04T21:15"
    assert article.published.zone is ZoneStatus.UNKNOWN
    hours = (article.published.latest - article.published.earliest).total_seconds() / 3600
    assert 26 <= hours < 26.1


def test_furniture_is_typed_and_kept():
    article = read(capture(TEXT, "text/plain"), MODEL)
    kinds = {article.text[z.start : z.end].strip(): z.kind for z in article.zones}

    assert kinds["By Ida Fenn"] is ZoneKind.BYLINE
    assert kinds["Advertisement"] is ZoneKind.ADVERTISEMENT
    assert kinds["Share this article"] is ZoneKind.SHARE
    assert kinds["Latest from Town"] is ZoneKind.FEED
    assert kinds["This article originally appeared in The Linden Courier."] is ZoneKind.CREDIT
    assert kinds["• Home"] is ZoneKind.NAVIGATION


def test_the_same_bytes_give_the_same_article():
    assert read(capture(HTML), MODEL) == read(capture(HTML), MODEL)


def test_a_page_leaves_nothing_to_the_collector():
    read(capture(HTML), MODEL)
    gc.collect()
    gc.disable()
    try:
        read(capture(HTML), MODEL)
        left = gc.collect()
    finally:
        gc.enable()

    assert left == 0
    assert gc.isenabled()


def test_a_title_without_a_word_is_no_title():
    body = "<title>##</title><h1>Port Linden</h1><p>The board has voted to close the pier.</p>"

    assert read(capture(body, "text/html"), MODEL).title == "Port Linden"


@given(st.binary(max_size=400))
def test_any_bytes_give_an_article_or_a_capture_error(body: bytes):
    for media_type in (None, "text/html", "text/plain"):
        try:
            article = read(capture(body, media_type), MODEL)
        except CaptureError:
            continue
        check(article, body)


@given(st.text(max_size=300))
def test_a_text_capture_is_its_own_reading_text(text: str):
    body = text.encode("utf8", "surrogatepass")
    try:
        article = read(capture(body, "text/plain"), MODEL)
    except CaptureError:
        return
    check(article, body)

    assert article.encoding != "utf-8" or article.text == body.decode("utf8").removeprefix("\ufeff")


@given(st.lists(st.sampled_from(HTML.replace("><", ">\0<").split("\0")), max_size=60))
def test_any_order_of_tags_gives_an_article_or_a_capture_error(parts: list[str]):
    body = "".join(parts).encode()
    try:
        article = read(capture(body, "text/html"), MODEL)
    except CaptureError:
        return

    check(article, body)


@pytest.mark.parametrize("cut", [10, 200, 900, 1300, 1900, 2600])
def test_a_page_cut_off_anywhere_is_still_read(cut: int):
    try:
        article = read(capture(HTML.encode()[:cut], "text/html"), MODEL)
    except CaptureError:
        return

    check(article, HTML.encode()[:cut])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   \n\n",
        b"\x00" * 500,
        b"%PDF-1.7 something",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        gzip.compress(b"a page" * 100),
        random.Random(7).randbytes(20_000),
    ],
)
def test_what_is_no_page_is_a_capture_error(body: bytes):
    with pytest.raises(CaptureError):
        read(capture(body), MODEL)


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + "a deep word",
        "<b>" * 50_000 + "a deep word" + "</i>" * 50_000,
        "<ul><li>" + "<b>" * 400 + "<li>word" * 5_000,
        "<p>word " * 10_000,
        "<a title='" * 20_000 + "word",
        "word & words &amp; " * 20_000,
        "<!--" * 100_000,
        "x" * 3_000_000,
        "a line of words that goes on and on " * 80_000,
        "By Ida Fenn 3 March 2031 (AP)<br>" * 100_000,
        "<meta name=author content='Ida Fenn'>" * 100_000 + "<p>some words",
        "&amp;x" * 800_000,
        "<time datetime='2031-03-04T21:15:00+01:00'>4 March 2031</time> " * 60_000,
        ("<p>a word 港の桟橋 " * 75_000).encode("iso2022_jp"),
        ("<p>a word äöü 中" * 100_000).encode() + b"\xff",
    ],
    ids=[
        "deep", "unclosed", "fenced", "paragraphs", "quotes", "entities", "comments", "x", "line",
        "bylines", "authors", "references", "times", "shifts", "fault",
    ],
)  # fmt: skip
def test_a_hostile_page_takes_bounded_time(body: str | bytes):
    started = time.process_time()
    with contextlib.suppress(CaptureError):
        read(capture(body, "text/html"), MODEL)

    assert time.process_time() - started < 6  # three times the bound for 5 MB, for slow machines


def test_real_captures_are_exact(real_captures):
    """Every paragraph of both pages in, nothing else: what stands between is short or typed."""
    for path in real_captures:
        article = read(capture(path.read_bytes(), "text/plain"), MODEL)
        check(article, path.read_bytes())
        assert article.text == path.read_text(encoding="utf8")
        assert article.title
        assert len(article.authors) == 1
        assert article.published is not None
        assert article.published.iso.startswith("2024-10-08")
        assert article.outlet
        lines = article.body.split("\n\n")
        assert all(len(line) > 80 for line in lines), "a line of furniture is in the body"


def test_zones_and_map_hold_on_pages_of_many_outlets():
    pages = sorted((SHARED / "bench" / "article" / "news" / "pages").glob("*.html.gz"))
    if not pages:
        pytest.skip("no measuring sticks here: ../shared/bench is absent")
    for path in pages[::25]:
        body = gzip.decompress(path.read_bytes())
        article = read(capture(body, "text/html"), MODEL)
        check(article, body)
        for run in article.source_map:
            if run.direct:
                said = body[run.first : run.last].decode(article.encoding)
                assert said == article.text[run.start : run.end]
        mapped = bytearray(len(article.text))
        for run in article.source_map:
            mapped[run.start : run.end] = b"\1" * (run.end - run.start)
        gaps = "".join(c for c, is_in in zip(article.text, mapped, strict=True) if not is_in)
        assert gaps.strip("\n") == ""
