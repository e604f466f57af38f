"""The demo case on disk: the same answers as in memory, in any order, in one go or in several."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand import pipeline
from firsthand.capture import captures
from firsthand.store import Store
from firsthand.types import Article, Capture, Claim, Story
from firsthand.workers import Stopped
from tests.conftest import DEMO

AT = datetime(2026, 3, 1, tzinfo=UTC)
PLAN = pipeline.Plan(workers=0)


@pytest.fixture(scope="module")
def pages() -> list[Capture]:
    return [item for item in captures([str(DEMO / "captures")]) if isinstance(item, Capture)]


@pytest.fixture(scope="module")
def whole(pages, tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("whole")
    build(folder, pages)
    return folder


def build(folder: Path, *batches: Iterable[Capture]) -> None:
    for batch in batches:
        with Store.open(folder, write=True) as store:
            list(pipeline.ingest(batch, store, PLAN, lambda: AT))
            pipeline.derive(store)


def said(claims: Iterable[Claim]) -> list[tuple[object, ...]]:
    """What claims say, without ids that name the story they are in."""
    return sorted(
        (item.text, item.origins.least, item.origins.most, item.status, len(item.accounts))
        for item in claims
    )


def test_the_answers_are_those_of_memory(whole):
    with Store.open(whole) as store:
        found = pipeline.analyse(store.articles(), pipeline.load_models())

        assert {item.id for item in store.claims()} == {item.id for item in found.claims}
        assert said(store.claims()) == said(found.claims)
        assert {item.id for item in store.attributions()} == {i.id for i in found.attributions}
        assert {item.id for item in store.links()} == {item.id for item in found.links}


def test_order_and_batches_do_not_matter(pages, whole, tmp_path):
    build(tmp_path, pages[4:], pages[:4][::-1], pages)
    with Store.open(whole) as one, Store.open(tmp_path) as other:
        assert said(one.claims()) == said(other.claims())
        assert {frozenset(story.articles) for story in one.stories()} == {
            frozenset(story.articles) for story in other.stories()
        }


def test_making_the_answers_anew_without_new_pages_does_nothing(whole):
    with Store.open(whole, write=True) as store:
        before = list(store.claims())

        assert pipeline.derive(store) == 0
        assert list(store.claims()) == before


def test_a_story_keeps_its_id_and_name_while_it_grows(pages, tmp_path):
    build(tmp_path, pages[:4])
    with Store.open(tmp_path) as store:
        first = {article: story.id for story in store.stories() for article in story.articles}
    build(tmp_path, pages)
    with Store.open(tmp_path) as store:
        kept = {story.id for story in store.stories()} & set(first.values())
        assert kept
        assert next(store.name(story.id) for story in store.stories() if story.id in kept) == "s1"


def test_ids_go_to_the_story_with_most_of_the_old_articles():
    before = [Story(id="old", articles=("a", "b", "c")), Story(id="two", articles=("d",))]
    made = [
        Story(id="x", articles=("c", "d", "e", "f")),
        Story(id="old", articles=("a", "b")),
    ]
    kept = pipeline.keep_ids(made, before)

    assert [(story.id, story.articles) for story in kept] == [
        ("two", ("c", "d", "e", "f")),
        ("old", ("a", "b")),
    ]
    assert pipeline.keep_ids(kept, kept) == kept


def test_a_held_page_is_not_read_again(pages, whole):
    with Store.open(whole, write=True) as store:
        outcomes = list(pipeline.ingest(pages, store, PLAN, lambda: AT))

        assert all(outcome.held for outcome in outcomes)
        again = pipeline.Plan(workers=0, again=True)
        (outcome,) = pipeline.ingest(pages[:1], store, again, lambda: AT)
        assert outcome.attributions


def test_a_page_that_stopped_its_reader_is_left_alone_until_it_is_asked_for(pages, tmp_path):
    page = pages[0]
    with Store.open(tmp_path, write=True) as store:
        stopped = Stopped("the page took its reader more than 1 s", hard=True)
        pipeline._kept(page, stopped, store, AT)
        (outcome,) = pipeline.ingest([page], store, PLAN, lambda: AT)
        assert "left out" in (outcome.error or "")
        again = pipeline.Plan(workers=0, again=True)
        (outcome,) = pipeline.ingest([page], store, again, lambda: AT)
        assert isinstance(store.article(outcome.article or ""), Article)
        assert store.unreadable() == ()
