"""What must always hold, on stories of the simulated newsroom."""

import importlib.util
import pathlib
import random
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from firsthand import claim, provenance
from firsthand.types import Story
from tests.claim.scenes import copy

PATH = pathlib.Path(__file__).parents[2] / "bench" / "quality" / "newsroom.py"
seeds = st.integers(0, 10_000)
few = settings(max_examples=15)  # stories; bench/quality/newsroom.py runs thousands


def load():
    spec = importlib.util.spec_from_file_location("newsroom", PATH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["newsroom"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


newsroom = load()


def traced(articles, said, links):
    story = Story(id="story", articles=tuple(article.id for article in articles))
    links = (*links, *provenance.pickups(articles, said))
    found = claim.propositions(story, articles, said, links)
    return provenance.trace(found, articles, said, links)


def counts(case, found, articles):
    """The interval of each fact's best claim, by the fact's wordings."""
    rows = []
    for fact in case.facts:
        homes = {articles[index].id for index in fact.pages}
        best = max(
            (item for item in found if item.about is None),
            key=lambda item: sum(
                account.article in homes
                and any(
                    span.exact[1:] in words for words in fact.wordings for span in account.spans
                )
                for account in item.accounts
            ),
        )
        rows.append((best.origins.least, best.origins.most))
    return rows


def extended(case, more):
    """The case's count before and after a change, which is made with the case's own moves."""
    before = case.articles()
    first = counts(case, traced(before, case.attributions(before), case.copies(before)), before)
    more(case)
    after = case.articles()
    second = counts(case, traced(after, case.attributions(after), case.copies(after)), after)
    return first, second


@pytest.mark.parametrize("move", ["_copy", "_twice", "_pickup", "_denial"])
@few
@given(seed=seeds)
def test_what_adds_nothing_never_changes_a_count(move, seed):
    case = newsroom.Case(seed)

    first, second = extended(case, lambda case: getattr(case, move)(case.facts[0], 0))
    assert first == second


@few
@given(seeds)
def test_an_own_source_raises_the_most_by_what_it_counts_and_no_more(seed):
    case = newsroom.Case(seed)
    known = dict(case.facts[0].sources)

    first, second = extended(case, lambda case: case._match(case.facts[0], 0))
    added = [item for key, item in case.facts[0].sources.items() if key not in known]
    assert first[0][1] <= second[0][1] <= first[0][1] + sum(item.most for item in added)
    assert second[1:] == first[1:]


@few
@given(seeds)
def test_order_never_matters(seed):
    case = newsroom.Case(seed)
    articles = case.articles()
    said, links = case.attributions(articles), case.copies(articles)
    rng = random.Random(seed)

    mixed = [rng.sample(items, len(items)) for items in (articles, said, links)]
    assert traced(articles, said, links) == traced(*mixed)


@few
@given(seeds)
def test_chains_have_no_cycles_and_end_at_their_page(seed):
    case = newsroom.Case(seed)
    articles = case.articles()

    for item in traced(articles, case.attributions(articles), case.copies(articles)):
        for chain in item.chains:
            assert chain.circular or len(set(chain.nodes)) == len(chain.nodes)
            assert chain.nodes[-1] == f"article:{chain.article}"
            assert len(chain.nodes) == len(chain.names)
        assert 1 <= item.origins.least <= item.origins.most


@few
@given(seeds)
def test_every_finding_is_pinned(seed):
    case = newsroom.Case(seed)
    articles = {article.id: article for article in case.articles()}
    found = traced(
        list(articles.values()),
        case.attributions(list(articles.values())),
        case.copies(list(articles.values())),
    )

    for item in found:
        spans = [span for account in item.accounts for span in account.spans]
        spans += [span for step in item.steps for span in step.spans]
        spans += [span for edge in item.edges for span in edge.spans]
        assert spans
        assert all(articles[s.article].text[s.start : s.end] == s.exact for s in spans)


def test_a_circle_of_copies_ends():
    case = newsroom.Case(1)
    articles = case.articles()[:2]
    links = [copy(articles[0], articles[1]), copy(articles[1], articles[0])]
    said = [
        item
        for item in case.attributions(case.articles())
        if item.article in {a.id for a in articles}
    ]

    assert traced(articles, said, links)


def test_the_newsroom_is_exactly_right():
    rows = [row for seed in range(40) for row in newsroom.checked(newsroom.Case(seed))]

    assert sum(right for _, _, right in rows) >= 0.99 * len(rows)


@few
@given(seeds)
def test_what_only_comes_near_a_claim_moves_no_count(seed):
    case = newsroom.Case(seed)
    articles = case.articles()
    said, links = case.attributions(articles), case.copies(articles)
    story = Story(id="story", articles=tuple(item.id for item in articles))
    found = claim.propositions(story, articles, said, links)
    bare = [replace(item, accounts=item.told) for item in found]

    counted = provenance.trace(found, articles, said, links)
    assert [item.origins for item in counted] == [
        item.origins for item in provenance.trace(bare, articles, said, links)
    ]
