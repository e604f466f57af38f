"""Stories as they arrive, and put right afterwards.

`add` gives an answer at once, from the nearest article so far. `stories` sorts all articles anew,
in order of time and by all that is known of their words, so that the answer depends on which
articles there are and not on the order they came in. Ids live through it: a story keeps the id
of the article that opened it while that article is in it.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from firsthand.errors import NotFound
from firsthand.story.cluster import Linkage, clusters
from firsthand.story.rows import Ints, ranges
from firsthand.story.similar import Leads, Similarity, edges
from firsthand.story.terms import WEIGHTS, Lexicon, Opening, bare, common, opening
from firsthand.types import Article, ArticleId, Story, StoryId, digest

__all__ = ["Grouper", "Why"]

_TOLD_BY = 16  # heaviest words of an article by which its nearest one is looked for
_SHOWN = 24  # words kept as written, to explain by
_VOTES = 3  # of them that tell the same article; bench/quality/story_cases.py: two are too few
_NEAREST = 4  # articles named to explain by
_DAY_S = 86400.0
_SLOTS = np.uint32((1 << 18) - 1)  # for the words of all articles


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


class _Held:
    """What is remembered of the articles, column by column: a record each would take twice as much.

    An article is known by its number, in order of arrival.
    """

    def __init__(self) -> None:
        self.ids: list[ArticleId] = []
        self.days = array("d")  # since 1970, the middle of what the time allows; nan without one
        self.titles: list[str | None] = []
        self.shown: list[str] = []  # heaviest words as written, marks and all, one a line
        self.stories: list[StoryId] = []
        self._keys, self._codes, self._first = array("I"), array("B"), array("q", [0])

    def add(self, article: Article, lead: Opening, heaviest: Ints) -> None:
        self.ids.append(article.id)
        self.days.append(_day(article))
        self.titles.append(article.title)
        self.shown.append("\n".join(lead.words(heaviest)))
        self.stories.append("")
        self._keys.frombytes(lead.keys.tobytes())
        self._codes.frombytes(lead.codes.tobytes())
        self._first.append(len(self._keys))

    def terms(self, number: int) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
        """Give an article's terms and their weights in it."""
        here = slice(self._first[number], self._first[number + 1])
        keys = np.frombuffer(self._keys, np.uint32)[here].copy()  # no view: the column grows
        return keys, WEIGHTS[np.frombuffer(self._codes, np.uint8)[here]]

    def leads(self, order: Sequence[int]) -> Leads:
        """Give the terms of these articles one after the other."""
        which = np.array(order, np.int64)
        first = np.array(self._first)
        sizes = np.diff(first)[which]
        rows = ranges(first[which], sizes)
        return Leads(
            np.frombuffer(self._keys, np.uint32)[rows],
            np.frombuffer(self._codes, np.uint8)[rows],
            sizes,
            np.array(self.days)[which],
        )


class Grouper:
    """Sorts articles into stories in order of arrival, and again by `stories`."""

    def __init__(
        self, similarity: Similarity | None = None, linkage: Linkage | None = None
    ) -> None:
        self._similarity = similarity or Similarity()
        self._linkage = linkage or Linkage()
        self._lexicon = Lexicon()
        self._held = _Held()
        self._number: dict[ArticleId, int] = {}
        # Articles that hold a word and the latest one told by it, by the low bits of its number:
        # two words may share a slot, which is good enough for the answer at once. `stories` counts
        # them apart.
        self._holders = np.zeros(int(_SLOTS) + 1, np.float32)
        self._holders[common().keys & _SLOTS] = common().holders
        self._latest = np.full(int(_SLOTS) + 1, -1, np.int32)
        self._opened: dict[ArticleId, StoryId] = {}  # first articles of the stories told
        self._history: dict[StoryId, tuple[str, ...]] = {}
        self._found: tuple[Story, ...] | None = ()

    def __len__(self) -> int:
        return len(self._held.ids)

    def add(self, article: Article) -> StoryId:
        """Take an article in and return the story it belongs to as far as known now.

        `stories` may sort it otherwise later. An article that is held already stays where it is.
        """
        if article.id in self._number:
            return self._held.stories[self._number[article.id]]
        lead = opening(article, self._lexicon)
        slots = lead.keys & _SLOTS
        self._holders[slots] += 1
        heaviest = _heaviest(WEIGHTS[lead.codes] * self._rarity(lead.keys))
        number = len(self)
        self._held.add(article, lead, heaviest)
        self._number[article.id] = number
        telling = slots[heaviest[:_TOLD_BY]]
        near = self._nearest(number, self._latest[telling].tolist())
        self._latest[telling] = number
        story = _story_of(article.id) if near is None else self._held.stories[near]
        self._held.stories[number] = story
        self._found = None
        return story

    def stories(self) -> tuple[Story, ...]:
        """Give all stories in order of their first article, sorted anew where articles came."""
        if self._found is None:
            order = sorted(range(len(self)), key=self._time_order)
            pairs = edges(self._held.leads(order), self._similarity)
            groups = clusters(len(order), pairs, self._linkage)
            self._found = self._named([[order[place] for place in group] for group in groups])
        return self._found

    def why(self, article_id: ArticleId) -> Why:
        """Explain why an article is in its story. Raises NotFound for one that never came."""
        if article_id not in self._number:
            raise NotFound("this article is in no story", where=article_id)
        held, mine = self._held, self._number[article_id]
        name = next(one.id for one in self.stories() if article_id in one.articles)
        others = [k for k, story in enumerate(held.stories) if story == name and k != mine]
        known = {key for other in others for key in held.terms(other)[0].tolist()}
        shared = [
            bare(word)
            for word in held.shown[mine].splitlines()
            if self._lexicon[word] >> 1 in known
        ]
        alike = sorted((-self._likeness(mine, other), other) for other in others)[:_NEAREST]
        gaps = [abs(held.days[mine] - held.days[other]) for other in others]
        return Why(
            article=article_id,
            story=name,
            others=len(others),
            names=tuple(word for word in shared if not word[0].islower()),
            words=tuple(word for word in shared if word[0].islower()),
            nearest=tuple((held.ids[one], round(-value, 3)) for value, one in alike),
            days=min((gap for gap in gaps if not math.isnan(gap)), default=None),
        )

    def _likeness(self, one: int, two: int) -> float:
        """Return how alike two articles are, by the rarity of words so far."""
        (keys, mine), (others, theirs) = self._held.terms(one), self._held.terms(two)
        mine, theirs = mine * self._rarity(keys), theirs * self._rarity(others)
        _, here, there = np.intersect1d(keys, others, return_indices=True)
        norms = float(np.sqrt((mine @ mine) * (theirs @ theirs)))
        if not norms:
            return 0.0
        gap = abs(self._held.days[one] - self._held.days[two])
        decay = 1.0 if math.isnan(gap) else math.exp(-gap / self._similarity.days)
        return float(mine[here] @ theirs[there]) / norms * decay

    # ------------------------------------------------------------ as they come

    def _nearest(self, number: int, told: Sequence[int]) -> int | None:
        """Return the article that most of the heaviest words tell, if enough do within days."""
        days = self._held.days
        votes = Counter(one for one in told if one >= 0)
        near = max(votes, key=lambda one: (votes[one], one), default=None)
        if near is None or votes[near] < _VOTES:
            return None
        return None if abs(days[number] - days[near]) > self._similarity.window_days else near

    def _rarity(self, keys: NDArray[np.uint32]) -> NDArray[np.float32]:
        held = self._holders.take(keys & _SLOTS)
        articles = len(self) + common().articles + 1
        ratio = np.float32(articles) / (held + np.float32(0.5))
        weights: NDArray[np.float32] = np.log(ratio) ** np.float32(self._similarity.sharpness)
        return weights

    # ------------------------------------------------------------ put right

    def _time_order(self, number: int) -> tuple[bool, float, ArticleId]:
        day = self._held.days[number]
        undated = math.isnan(day)
        return undated, 0.0 if undated else day, self._held.ids[number]

    def _named(self, groups: Sequence[Sequence[int]]) -> tuple[Story, ...]:
        """Give groups their ids, and write down which stories merged and which split."""
        held, told, known = self._held, dict(self._opened), set(self._opened.values())
        names, gone = [], set()
        for group in groups:
            ids = [held.ids[one] for one in group]
            inside = [told[one] for one in ids if one in told]
            name = inside[0] if inside else _story_of(ids[0])
            for other in inside[1:]:
                self._note(name, f"merged with {other}")
            if not inside:
                self._opened[ids[0]] = name
                for other in sorted({held.stories[one] for one in group} & known):
                    self._note(name, f"split from {other}")
            gone.update(inside[1:])
            names.append(name)
        self._opened = {one: story for one, story in self._opened.items() if story not in gone}
        for name, group in zip(names, groups, strict=True):
            for one in group:
                held.stories[one] = name
        return tuple(
            Story(
                id=name,
                articles=tuple(held.ids[one] for one in group),
                title=next((held.titles[one] for one in group if held.titles[one]), None),
                history=self._history.get(name, ()),
            )
            for name, group in zip(names, groups, strict=True)
        )

    def _note(self, story: StoryId, words: str) -> None:
        self._history[story] = (*self._history.get(story, ()), words)


def _story_of(first: ArticleId) -> StoryId:
    return digest("story", first)


def _heaviest(weights: NDArray[np.float32]) -> Ints:
    """Return the places of an article's heaviest words, the heaviest first."""
    # a positive float sorts like the integer of the same bits; its place below makes ties certain
    packed = weights.view(np.uint32).astype(np.uint64) << np.uint64(32)
    packed |= np.arange(len(packed), dtype=np.uint64)
    packed.sort()
    found: Ints = (packed[: -_SHOWN - 1 : -1] & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return found


def _day(article: Article) -> float:
    when = article.published or article.modified
    if when is None:
        return math.nan
    return (when.earliest.timestamp() + when.latest.timestamp()) / 2 / _DAY_S
