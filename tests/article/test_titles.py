"""Which reading of a title wins, and whose names on a page are the article's authors."""

from __future__ import annotations

import pytest

from firsthand.article.people import is_person
from firsthand.article.room import load, read
from firsthand.pipeline import capture_id
from firsthand.types import Article, Capture
from tests.article.pages import HTML

HEADLINE = "Port Linden closes its ferry pier"


def read_page(page: str) -> Article:
    body = page.encode()
    return read(Capture(id=capture_id(body), body=body, media_type="text/html"), load())


def test_a_site_that_the_page_never_names_is_no_part_of_the_title():
    page = HTML.replace('<meta property="og:site_name" content="The Linden Courier">', "")
    page = page.replace("The Linden Courier", "Us").replace(f'"headline":"{HEADLINE}",', "")
    page = page.replace("closes its ferry pier | Us", "closes its ferry pier | The Coast Letter")
    page = page.replace(f'content="{HEADLINE}"', f'content="{HEADLINE} | The Coast Letter"')

    assert read_page(page).title == HEADLINE


def test_a_kicker_stays_parted_from_the_headline():
    kicked = f"Ferry dispute {HEADLINE}"
    page = HTML.replace(f"<h1>{HEADLINE}", f"<h1><span>Ferry dispute</span><span>{HEADLINE}</span>")
    page = page.replace(f'content="{HEADLINE}"', f'content="{kicked}"')
    page = page.replace(f"<title>{HEADLINE}", f"<title>{kicked}")

    assert read_page(page).title == kicked


def test_authors_of_linked_articles_are_not_this_ones():
    listed = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Sailors hired",'
        '"author":{"@type":"Person","name":"Lea Brandt"}}</script></head>'
    )

    assert read_page(HTML.replace("</head>", listed)).authors == ("Ida Fenn", "Jon Ask")


def test_a_date_glued_to_a_name_is_cut_off():
    page = HTML.replace('"author":[{"@type":"Person","name":"Ida Fenn"},', '"x":[')
    start, end = page.index('<div class="byline">'), page.index("<time")
    page = page[:start] + '<div class="byline">by Mara FennMarch 4, 2031</div>' + page[end:]
    page = page.replace('{"@type":"Person","name":"Jon Ask"}', "")

    assert read_page(page).authors == ("Mara Fenn",)


@pytest.mark.parametrize(
    "words", ["Read More", "Published posts", "View All Articles", "About the"]
)
def test_links_beside_a_byline_are_nobody(words: str):
    assert not is_person(words, ())
