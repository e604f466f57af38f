"""Stories as they arrive: articles sorted by rare words and time."""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime

from firsthand.language.words import folded
from firsthand.types import Article, ArticleId, Story, StoryId, digest

_SAME = 0.2
_DAYS = 3.0


class Grouper:
    """Sorts articles into stories in order of arrival."""

    def __init__(self) -> None:
        self._terms: dict[ArticleId, Counter[str]] = {}
        self._when: dict[ArticleId, datetime | None] = {}
        self._titles: dict[ArticleId, str | None] = {}
        self._seen: Counter[str] = Counter()
        self._stories: dict[StoryId, list[ArticleId]] = {}
        self._story_of: dict[ArticleId, StoryId] = {}

    def add(self, article: Article) -> StoryId:
        """Take an article in and return the id of the story it is in for now."""
        if article.id in self._story_of:
            return self._story_of[article.id]
        terms = Counter(w for w in folded(f"{article.title or ''} {article.body}") if len(w) > 3)
        self._terms[article.id] = terms
        self._titles[article.id] = article.title
        when = article.published or article.modified
        self._when[article.id] = when.earliest if when else None
        self._seen.update(terms.keys())
        best = max(
            ((self._score(article.id, members), key) for key, members in self._stories.items()),
            default=(0.0, ""),
        )
        story = best[1] if best[0] >= _SAME else digest("story", article.id)
        self._stories.setdefault(story, []).append(article.id)
        self._story_of[article.id] = story
        return story

    def stories(self) -> tuple[Story, ...]:
        """Give all stories."""
        return tuple(
            Story(id=key, articles=tuple(members), title=self._titles[members[0]])
            for key, members in self._stories.items()
        )

    def why(self, article_id: ArticleId) -> tuple[str, ...]:
        """Name the words that an article shares with the others of its story."""
        members = self._stories[self._story_of[article_id]]
        own = self._terms[article_id]
        shared = Counter(w for m in members if m != article_id for w in self._terms[m] if w in own)
        return tuple(sorted(shared, key=lambda w: (self._seen[w], w))[:10])

    def _score(self, article: ArticleId, members: list[ArticleId]) -> float:
        return sum(self._cosine(article, other) for other in members) / len(members)

    def _cosine(self, one: ArticleId, two: ArticleId) -> float:
        left, right = self._vector(one), self._vector(two)
        dot = sum(weight * right.get(word, 0.0) for word, weight in left.items())
        size = math.sqrt(sum(w * w for w in left.values()) * sum(w * w for w in right.values()))
        first, second = self._when[one], self._when[two]
        days = abs((first - second).total_seconds()) / 86400 if first and second else 0.0
        return dot / size * math.exp(-days / _DAYS) if size else 0.0

    def _vector(self, article: ArticleId) -> dict[str, float]:
        total = len(self._terms) + 1
        return {
            word: (1 + math.log(count)) * (0.3 + math.log(total / self._seen[word]))
            for word, count in self._terms[article].items()
        }
