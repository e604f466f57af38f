"""Gathers the tellings of one claim over a story into one proposition."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.types import (
    Account,
    Act,
    Article,
    Attribution,
    Link,
    Proposition,
    Response,
    Scope,
    Story,
    digest,
)

ANSWERS = frozenset(
    {Act.DENIES, Act.DECLINES, Act.NO_RESPONSE, Act.UNREACHABLE, Act.DISCLAIMS, Act.DISPUTES}
)
SAME = 0.34  # share of words that two tellings of one claim have


def propositions(
    story: Story,
    articles: Sequence[Article],
    attributions: Sequence[Attribution],
    links: Sequence[Link],
) -> tuple[Proposition, ...]:
    """Give every claim of a story with its accounts and responses; order never matters."""
    ordered = sorted(attributions, key=lambda item: (item.article, _start(item), item.id))
    told = [item for item in ordered if item.content and item.act not in ANSWERS]
    replies = [item for item in ordered if item.act in ANSWERS and item.source]
    groups: list[list[Attribution]] = []
    for item in told:
        home = next((group for group in groups if any(_same(item, other) for other in group)), None)
        if home is None:
            groups.append([item])
        else:
            home.append(item)
    return tuple(_proposition(story, group, replies) for group in groups)


def _start(item: Attribution) -> int:
    return min((span.start for span in (*item.content, *item.cue, *item.source)), default=0)


def _words(item: Attribution) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", item.text.casefold()) if len(word) > 3)


def _same(one: Attribution, other: Attribution) -> bool:
    left, right = _words(one), _words(other)
    return bool(left and right) and len(left & right) / len(left | right) >= SAME


def _proposition(
    story: Story, group: Sequence[Attribution], replies: Sequence[Attribution]
) -> Proposition:
    accounts = tuple(
        Account(article=item.article, spans=item.content, attribution=item.id) for item in group
    )
    responses = tuple(
        Response(
            by=item.source_name or item.source[0].exact,
            act=item.act,
            scope=Scope.GENERAL,
            spans=(*item.source, *item.cue, *item.content),
            attribution=item.id,
        )
        for item in replies
        if any(_same(item, other) for other in group)
    )
    text = min((item.text for item in group), key=lambda words: (len(words), words))
    key = min(f"{item.article}:{_start(item)}:{item.id}" for item in group)
    return Proposition(
        id=digest("claim", story.id, key),
        story=story.id,
        text=text,
        accounts=accounts,
        responses=responses,
    )
