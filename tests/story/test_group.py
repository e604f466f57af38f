"""Articles into stories: as they come and put right, in any order, with ids that last."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.errors import NotFound
from firsthand.story import Grouper
from firsthand.types import Article, Story
from tests.story.texts import BRIDGE, BUDGET, MILL, make

SAGA = {
    "bridge": [
        make(BRIDGE, "Orlin bridge to close for nine weeks", published="2024-05-07T09:00:00Z"),
        make(
            [
                "Commuters in Orlin face nine weeks of detours through Castra because the harbour "
                "bridge has cracked girders.",
                "Mayor Brandvold defended the closure; the engineer Quillfeather is to lead an "
                "inquiry.",
            ],
            "Cracked girders shut Orlin's harbour bridge",
            published="2024-05-07T15:00:00Z",
        ),
    ],
    "mill": [
        make(MILL, "Fire destroys Vashti mill", published="2024-05-07T10:00:00Z"),
        make(
            [
                "Three hundred people in Lower Penmarrow lost their work when the Vashti mill "
                "burned.",
                "Neighbour Oona Tresk heard the roof of the weaving hall go.",
            ],
            "Penmarrow mourns its mill after the fire",
            published="2024-05-08T08:00:00Z",
        ),
    ],
    "budget": [make(BUDGET, "Tamsin budget passes", published="2024-05-08T09:00:00Z")],
}
ALL = [item for items in SAGA.values() for item in items]


def sorted_into_stories(articles: list[Article]) -> tuple[Story, ...]:
    grouper = Grouper()
    for article in articles:
        grouper.add(article)
    return grouper.stories()


def test_articles_on_one_event_are_one_story():
    found = {frozenset(story.articles) for story in sorted_into_stories(ALL)}

    assert found == {frozenset(item.id for item in items) for items in SAGA.values()}


def test_the_answer_at_once_is_the_story_of_the_nearest_article():
    grouper = Grouper()
    first = grouper.add(SAGA["bridge"][0])

    assert grouper.add(SAGA["mill"][0]) != first
    assert grouper.add(SAGA["bridge"][1]) == first
    assert grouper.add(SAGA["bridge"][1]) == first


def test_undated_articles_are_sorted_too():
    undated = [make([item.body], item.title) for item in ALL]

    assert len(sorted_into_stories(undated)) == len(SAGA)


def test_dated_and_undated_articles_of_one_event_meet():
    undated = make([SAGA["bridge"][1].body], SAGA["bridge"][1].title)

    stories = sorted_into_stories([SAGA["bridge"][0], *SAGA["mill"], undated])

    assert {len(story.articles) for story in stories} == {2}


def test_time_parts_what_words_join():
    again = make(
        [item.body for item in SAGA["bridge"][1:]],
        "Cracked girders shut Orlin's harbour bridge again",
        published="2025-03-01T09:00:00Z",
    )

    assert len(sorted_into_stories([*ALL, again])) == len(SAGA) + 1


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 9999))
def test_order_of_arrival_does_not_matter(seed):
    shuffled = random.Random(seed).sample(ALL, len(ALL))

    assert sorted_into_stories(shuffled) == sorted_into_stories(ALL)


def test_a_story_keeps_its_id_while_it_grows():
    grouper = Grouper()
    grouper.add(SAGA["bridge"][1])
    (before,) = grouper.stories()
    for article in ALL:
        grouper.add(article)

    after = {story.id: story for story in grouper.stories()}

    assert set(before.articles) < set(after[before.id].articles)


def test_why_names_what_is_shared():
    grouper = Grouper()
    for article in ALL:
        grouper.add(article)

    why = grouper.why(SAGA["bridge"][1].id)

    assert why.others == 1
    assert "Castra" in why.names
    assert "girders" in {word.casefold() for word in (*why.words, *why.names)}
    assert why.nearest[0][0] == SAGA["bridge"][0].id
    assert why.days == pytest.approx(0.25)
    assert "Castra" in str(why)
    assert "no other article" in str(grouper.why(SAGA["budget"][0].id))


def test_why_of_an_unknown_article():
    with pytest.raises(NotFound):
        Grouper().why("nothing")


def test_no_articles_no_stories():
    assert Grouper().stories() == ()


def test_a_page_without_words_is_a_story_of_its_own():
    grouper = Grouper()
    empty = make(["…"])
    grouper.add(empty)

    assert len(grouper.stories()) == 1
    assert "no other article" in str(grouper.why(empty.id))
