"""What changed inside a paragraph: numbers, names, who says it; each side pinned."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from firsthand.report.changes import changes
from firsthand.report.compare import comparison
from firsthand.types import Account, Act, Article, Claim, Origins, Response, Scope, Status


def told(left: str, right: str) -> list[tuple[str, str | None, str | None]]:
    one, two = Article.from_text(left), Article.from_text(right)
    found = changes(one, two, one.span(0, len(left)), two.span(0, len(right)))
    return [
        (
            item.kind,
            item.left.exact if item.left else None,
            item.right.exact if item.right else None,
        )
        for item in found
    ]


@pytest.mark.parametrize(
    ("left", "right", "want"),
    [
        ("It leaked on 14 nights.", "It leaked on 12 nights.", [("number", "14", "12")]),
        ("Mayor Ana Ito said it leaked.", "Mayor Ana Ito said it leaked.", []),
        (
            "It was authorised, Ana Ito said.",
            "It was authorized, Ana Ito claimed.",
            [("attribution", "said", None), ("attribution", None, "claimed")],
        ),
        ("The boat sank, Ana Ito said.", "The boat sank, he said.", [("name", "Ana Ito", None)]),
    ],
)
def test_what_an_editor_asks_about(left, right, want):
    assert told(left, right) == want


def telling(page: Article) -> Account:
    return Account(article=page.id, spans=(page.span(0, 9),))


@given(st.text(alphabet="ab 12.AI said“”\n", min_size=1, max_size=80).filter(str.strip))
def test_a_text_differs_from_itself_in_nothing(text):
    assert told(text, text) == []


def test_an_answer_that_both_pages_carry_is_not_missing():
    words = "Merrow Water denied the leak in a statement."
    left = Article.from_text(f"It leaked for weeks.\n\n{words}", outlet="A")
    right = Article.from_text(f"It leaked for many weeks.\n\n{words}", outlet="B")
    start = right.text.index(words)
    span = right.span(start, start + len(words))
    answer = Response(by="Merrow Water", act=Act.DENIES, scope=Scope.GENERAL, spans=(span,))
    claim = Claim(
        id="c",
        story="s",
        text="It leaked",
        accounts=tuple(
            Account(article=page.id, spans=(page.span(0, 9),)) for page in (left, right)
        ),
        origins=Origins(least=1, most=1, names=("x",)),
        bottlenecks=(),
        chains=(),
        responses=(
            Response(by="Merrow Water", act=Act.DENIES, scope=Scope.GENERAL, spans=(span,)),
        ),
        discrepancies=(),
        status=Status.SINGLE_SOURCE,
    )

    assert comparison(left, right, [], [claim]).missing_left == ()
    silent = Article.from_text("It leaked for weeks.\n\nNobody was there.", outlet="A")
    claim = replace(claim, accounts=(telling(silent), telling(right)))
    assert comparison(silent, right, [], [claim]).missing_left == (answer,)
