"""The tokenizer: visible words in order, each with its place in the source."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.article.markup import Page

SOURCE = st.lists(
    st.one_of(
        st.sampled_from(
            ["<p>", "</p>", "<b>", "</b>", "<br>", "<!-- no -->", "<div class=a>", "</div>", "<li>",
             "<script>var a='<p>';</script>", "<pre>", "</pre>", "&amp;", "&nbsp;", "&#8217;",
             "&bogus;", "&", "<", ">", " ", "\n\n", "<a href='x>y'>", "</a>", "<style>", "</style>",
             "<p hidden>", "<img alt='>'>", "<td>", "</table>", "<svg><text>no</text></svg>"]
        ),
        st.text(alphabet="abc öß漢🙂 .", max_size=12),
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(SOURCE)
def test_every_character_comes_from_its_place(source: str):
    page = Page(source)
    at = 0
    for start, end, first, last, direct in page.runs:
        assert start >= at
        assert page.text[at:start].strip("\n") == ""
        at = end
        said = source[first:last]
        if direct:
            assert page.text[start:end] == said
        else:
            assert page.text[start:end] in (html.unescape(said), " ")
    assert at == len(page.text)


@given(SOURCE)
def test_blocks_lie_in_order_and_hold_all_words(source: str):
    page = Page(source)
    at = 0
    for block in page.blocks:
        assert page.text[at : block.start].strip() == ""
        assert block.start < block.end
        at = block.end
    assert page.text[at:].strip() == ""


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>one<p>two", "one\n\ntwo"),
        ("<p>a <b>bold</b> word</p>", "a bold word"),
        ("<p>in<b>side</b>s</p>", "insides"),
        ("<p>fish &amp; chips &lt;3</p>", "fish & chips <3"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("<p>one<br>two</p>", "one\ntwo"),
        ("<p>a\n   b\t c</p>", "a b c"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<p>shown</p><p style='display: none'>not</p>", "shown"),
        ("<p>shown</p><div hidden><p>not</p></div>after", "shown\n\nafter"),
        ("<div hidden id='S:0'><p>streamed</p></div>", "streamed"),
        ("<script>if (a < b) '</p>'</script>text", "text"),
        ("<!-- <p>no</p> -->text<!-- open", "text"),
        ("<a title='x > y'>link</a>", "link"),
        ("a < b and c > d", "a < b and c > d"),
        ("<p>cut <b", "cut"),
        ("<noscript>no</noscript><template>no</template>yes", "yes"),
        ("<svg><title>no</title></svg>yes", "yes"),
        ("<TITLE>no</Title><P>YES</P>", "YES"),
    ],
)
def test_what_a_reader_sees(source: str, text: str):
    assert Page(source).text == text


def test_links_are_counted():
    block = Page("<p>see <a href='/x'>the list</a> now</p>").blocks[0]

    assert (block.links, block.linked) == (1, len("the list"))
