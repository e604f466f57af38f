"""Stories as they arrive, and put right afterwards.

`add` gives an answer at once, from the nearest article so far. `stories` sorts all articles anew,
in order of time and by all that is known of their words, so that the answer depends on which
articles there are and not on the order they came in. Ids live through it: a story keeps the id
of the article that opened it while that article is in it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.errors import NotFound
from firsthand.story.cluster import Linkage, clusters
from firsthand.story.similar import Similarity, edges
from firsthand.story.terms import Terms, common, opening
from firsthand.types import Article, ArticleId, Story, StoryId, digest

__all__ = ["Grouper", "Why"]

_TOLD_BY = 16  # heaviest words of an article by which its nearest one is looked for
_SHOWN = 24  # words kept as written, to explain by
_NEAREST = 4  # candidates compared in full
_AT_ONCE = 2.0  # times the linkage's threshold: one likeness is a weaker sign than a mean of many
_DAY_S = 86400.0
_SLOTS = np.uint32((1 << 18) - 1)  # for the words of all articles
_FEW_SLOTS = np.uint32((1 << 15) - 1)  # for one article's some 200 words: they stay in cache


class Why(Struct, frozen=True, kw_only=True):
    """Why an article is in its story: what it shares with the others there."""

    article: ArticleId
    story: StoryId
    others: int  # articles of the story beside it
    names: tuple[str, ...]  # names and numbers that others of the story have too, as written
    words: tuple[str, ...]  # other words, the most telling first
    nearest: tuple[tuple[ArticleId, float], ...]  # the most alike in the story; 1 is the same
    days: float | None  # to the nearest in time; None where one of them has no time

    def __str__(self) -> str:
        if not self.others:
            return "no other article is like it within days"
        said = [f"with {self.others} more"]
        if self.names:
            said.append(f"names: {', '.join(self.names)}")
        if self.words:
            said.append(f"words: {', '.join(self.words)}")
        if self.days is not None:
            said.append(f"{self.days:.1f} days from the nearest")
        return "; ".join(said)


class _Item(Struct):
    """What is remembered of an article."""

    id: ArticleId
    terms: Terms
    day: float  # days since 1970, the middle of what its time allows; nan without one
    title: str | None
    shown: str  # heaviest words as written, one a line: a list of them takes five times the room
    shown_keys: NDArray[np.uint32]
    norm: float  # of its weights when it came
    story: StoryId


class Grouper:
    """Sorts articles into stories in order of arrival, and again by `stories`."""

    def __init__(
        self, similarity: Similarity | None = None, linkage: Linkage | None = None
    ) -> None:
        self._similarity = similarity or Similarity()
        self._linkage = linkage or Linkage()
        self._items: list[_Item] = []
        self._number: dict[ArticleId, int] = {}
        # Articles that hold a word, by the low bits of its number: two words may share a slot,
        # which is good enough for the answer at once. `stories` counts them apart.
        self._holders = np.zeros(int(_SLOTS) + 1, np.float32)
        self._holders[common().keys & _SLOTS] = common().holders
        self._laid = np.zeros(
            int(_FEW_SLOTS) + 1, np.float32
        )  # one article's weights, laid out to compare by
        self._latest: dict[int, int] = {}  # the latest article told by a word
        self._opened: dict[ArticleId, StoryId] = {}  # first articles of the stories told
        self._history: dict[StoryId, tuple[str, ...]] = {}
        self._found: tuple[Story, ...] | None = ()

    def __len__(self) -> int:
        return len(self._items)

    def add(self, article: Article) -> StoryId:
        """Take an article in and return the story it belongs to as far as known now.

        `stories` may sort it otherwise later. An article that is held already stays where it is.
        """
        if article.id in self._number:
            return self._items[self._number[article.id]].story
        lead = opening(article)
        self._holders[lead.terms.keys & _SLOTS] += 1
        weights = lead.terms.weights * self._rarity(lead.terms.keys)
        heaviest = np.argsort(-weights, kind="stable")[:_SHOWN]
        item = _Item(
            id=article.id,
            terms=lead.terms,
            day=_day(article),
            title=article.title,
            shown="\n".join(lead.words(heaviest)),
            shown_keys=lead.terms.keys[heaviest],
            norm=float(np.sqrt(weights @ weights)),
            story="",
        )
        item.story = self._nearest_story(item, weights) or _story_of(article.id)
        number = len(self._items)
        self._items.append(item)
        self._number[article.id] = number
        for key in item.shown_keys[:_TOLD_BY].tolist():
            self._latest[key] = number
        self._found = None
        return item.story

    def stories(self) -> tuple[Story, ...]:
        """Give all stories in order of their first article, sorted anew where articles came."""
        if self._found is None:
            order = sorted(range(len(self._items)), key=self._time_order)
            items = [self._items[number] for number in order]
            pairs = edges(
                [item.terms for item in items],
                np.array([item.day for item in items]),
                self._similarity,
            )
            groups = clusters(len(items), pairs, self._linkage)
            self._found = self._named([[items[place] for place in group] for group in groups])
        return self._found

    def why(self, article_id: ArticleId) -> Why:
        """Explain why an article is in its story. Raises NotFound for one that never came."""
        if article_id not in self._number:
            raise NotFound("this article is in no story", where=article_id)
        self.stories()
        item = self._items[self._number[article_id]]
        story = next(one for one in self.stories() if one.id == item.story)
        others = [self._items[self._number[one]] for one in story.articles if one != article_id]
        held = [set(other.terms.keys.tolist()) for other in others]
        shared = [
            word
            for word, key in zip(item.shown.splitlines(), item.shown_keys.tolist(), strict=True)
            if any(key in keys for keys in held)
        ]
        weights = item.terms.weights * self._rarity(item.terms.keys)
        alike = sorted(
            zip(
                (-value for value in self._likeness(item, weights, others)),
                (other.id for other in others),
                strict=True,
            )
        )[:_NEAREST]
        gaps = [abs(item.day - other.day) for other in others]
        gaps = [gap for gap in gaps if not math.isnan(gap)]
        return Why(
            article=article_id,
            story=item.story,
            others=len(others),
            names=tuple(word for word in shared if not word[0].islower()),
            words=tuple(word for word in shared if word[0].islower()),
            nearest=tuple((one, round(-value, 3)) for value, one in alike),
            days=min(gaps, default=None),
        )

    # ------------------------------------------------------------ as they come

    def _nearest_story(self, item: _Item, weights: NDArray[np.float32]) -> StoryId | None:
        votes: dict[int, int] = {}
        for key in item.shown_keys[:_TOLD_BY].tolist():
            number = self._latest.get(key)
            if number is not None:
                votes[number] = votes.get(number, 0) + 1
        nearest = sorted(votes, key=lambda number: (-votes[number], -number))[:_NEAREST]
        if not nearest:
            return None
        found = self._likeness(item, weights, [self._items[number] for number in nearest])
        likeness, number = max(zip(found, nearest, strict=True))
        if likeness < _AT_ONCE * self._linkage.least:
            return None
        return self._items[number].story

    def _likeness(
        self, item: _Item, weights: NDArray[np.float32], others: Sequence[_Item]
    ) -> list[float]:
        """Return how alike an article is to others, by the rarity of words so far."""
        mine = item.terms.keys & _FEW_SLOTS
        self._laid[mine] = weights * self._rarity(item.terms.keys)
        found = []
        for other in others:
            dot = float(self._laid.take(other.terms.keys & _FEW_SLOTS) @ other.terms.weights)
            gap = abs(item.day - other.day)
            decay = 1.0 if math.isnan(gap) else math.exp(-gap / self._similarity.days)
            norms = item.norm * other.norm
            found.append(min(1.0, dot / norms) * decay if norms else 0.0)
        self._laid[mine] = 0.0
        return found

    def _rarity(self, keys: NDArray[np.uint32]) -> NDArray[np.float32]:
        held = self._holders.take(keys & _SLOTS)
        articles = len(self._items) + common().articles + 1
        ratio = np.float32(articles) / (held + np.float32(0.5))
        weights: NDArray[np.float32] = np.log(ratio) ** np.float32(self._similarity.sharpness)
        return weights

    # ------------------------------------------------------------ put right

    def _time_order(self, number: int) -> tuple[bool, float, ArticleId]:
        item = self._items[number]
        undated = math.isnan(item.day)
        return undated, 0.0 if undated else item.day, item.id

    def _named(self, groups: Sequence[Sequence[_Item]]) -> tuple[Story, ...]:
        """Give groups their ids, and write down which stories merged and which split."""
        told, known = dict(self._opened), set(self._opened.values())
        names, gone = [], set()
        for group in groups:
            inside = [told[item.id] for item in group if item.id in told]
            name = inside[0] if inside else _story_of(group[0].id)
            for other in inside[1:]:
                self._note(name, f"merged with {other}")
            if not inside:
                self._opened[group[0].id] = name
                for other in sorted({item.story for item in group} & known):
                    self._note(name, f"split from {other}")
            gone.update(inside[1:])
            names.append(name)
        self._opened = {one: story for one, story in self._opened.items() if story not in gone}
        for name, group in zip(names, groups, strict=True):
            for item in group:
                item.story = name
        return tuple(
            Story(
                id=name,
                articles=tuple(item.id for item in group),
                title=next((item.title for item in group if item.title), None),
                history=self._history.get(name, ()),
            )
            for name, group in zip(names, groups, strict=True)
        )

    def _note(self, story: StoryId, words: str) -> None:
        self._history[story] = (*self._history.get(story, ()), words)


def _story_of(first: ArticleId) -> StoryId:
    return digest("story", first)


def _day(article: Article) -> float:
    when = article.published or article.modified
    if when is None:
        return math.nan
    return (when.earliest.timestamp() + when.latest.timestamp()) / 2 / _DAY_S
