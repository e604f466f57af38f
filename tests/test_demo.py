"""The whole pipeline on the demo case, against the answer key that lies beside it."""

from __future__ import annotations

import pathlib
import re
import tomllib
from typing import Any

import pytest

from firsthand import pipeline
from firsthand.types import Article, Case, Claim
from tests.conftest import DEMO

KEY: dict[str, Any] = tomllib.loads((DEMO / "expected.toml").read_text(encoding="utf8"))
FILES = {path.stem: path for path in (DEMO / "captures").rglob("*.*")}


@pytest.fixture(scope="module")
def articles(models: pipeline.Models) -> dict[str, Article]:
    return {name: pipeline.read(path.read_bytes(), models) for name, path in FILES.items()}


@pytest.fixture(scope="module")
def case(articles: dict[str, Article], models: pipeline.Models) -> Case:
    return pipeline.analyse(articles.values(), models)


def find(case: Case, words: list[str], members: set[str]) -> Claim:
    """Return the claim with the most accounts in these articles that says all of these words."""

    def score(claim: Claim) -> int:
        told = {item.article for item in claim.accounts}
        said = " ".join(span.exact for item in claim.accounts for span in item.spans)
        return len(told & members) if all(word in said for word in words) else -1

    return max(case.claims, key=score)


def test_the_demo_is_one_story(case):
    assert len(case.stories) == KEY["stories"]
    assert len(case.articles) == len(FILES)


@pytest.mark.parametrize("name", KEY["articles"])
def test_what_the_pages_say_of_themselves(articles, name):
    article, want = articles[name], KEY["articles"][name]

    assert article.title == want["title"]
    assert str(article.published).startswith(want["published"])
    assert article.outlet == want["outlet"]
    assert list(article.authors) == want.get("authors", list(article.authors))
    assert article.credit == want.get("credit")


@pytest.mark.parametrize("words", KEY["furniture"]["words"])
def test_other_stories_on_the_pages_stay_out(articles, case, words):
    pages = [article for article in articles.values() if words in re.sub(r"\s+", " ", article.text)]

    assert pages, "the demo pages hold these words"
    assert not any(words in article.body for article in pages)
    assert not any(words in span.exact for item in case.attributions for span in item.content)


@pytest.mark.parametrize("want", KEY["links"], ids=lambda link: f"{link['left']}-{link['right']}")
def test_who_has_it_from_whom(articles, case, want):
    left, right = articles[want["left"]].id, articles[want["right"]].id
    found = [link for link in case.links if {link.left, link.right} == {left, right}]
    kinds = {str(link.kind) for link in found}

    assert want["kind"] in kinds
    link = next(link for link in found if link.kind == want["kind"])
    assert link.evidence
    assert (link.left, link.right) == (left, right)
    if "direction" in want:
        assert link.direction == want["direction"]


@pytest.mark.parametrize("want", KEY["claims"], ids=lambda claim: " ".join(claim["words"]))
def test_the_claims_and_their_origins(articles, case, want):
    members = {articles[name].id for name in want["articles"]}
    claim = find(case, want["words"], members)

    assert members <= {item.article for item in claim.accounts}
    assert (claim.origins.least, claim.origins.most) == (want["least"], want["most"])
    assert claim.status == want["status"]
    assert claim.steps
    denials = {item.by for item in claim.responses if item.act == "denies"}
    assert set(want.get("denied_by", [])) <= denials


def test_every_finding_is_pinned(articles, case):
    texts = {article.id: article.text for article in articles.values()}
    spans = [
        span for item in case.attributions for span in (*item.content, *item.cue, *item.source)
    ]
    spans += [span for link in case.links for span in link.evidence]
    spans += [span for claim in case.claims for item in claim.accounts for span in item.spans]
    spans += [span for claim in case.claims for step in claim.steps for span in step.spans]
    spans += [span for claim in case.claims for item in claim.responses for span in item.spans]

    assert spans
    assert all(texts[span.article][span.start : span.end] == span.exact for span in spans)


def test_the_answer_does_not_depend_on_the_order_of_the_pages(articles, case, models):
    again = pipeline.analyse(list(reversed(list(articles.values()))), models)

    assert again == case


def test_the_demo_names_no_file_twice():
    assert len(FILES) == len([path for path in pathlib.Path(DEMO, "captures").rglob("*.*")])
