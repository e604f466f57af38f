"""Whom a poll asked: "57 percent", "most of those surveyed" are the poll that counted them (R3).

The decision: a share of people says nothing that can be heard; somebody asked and counted. On a
page that names a poll, its shares come from the poll that it names last before them, or next after
them, and add nothing to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from firsthand.language.identity import tokens
from firsthand.provenance.words import lists
from firsthand.types import ArticleId, Attribution, SourceKind, Span

__all__ = ["Poll", "are_apart", "behind", "polls"]

_POLL = re.compile(r"\b(?:polls?|surveys?|polling)\b", re.IGNORECASE)
_SHARE = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty))\s?"
    r"(?:%|per\s?cent\b)"
    r"|\b(?:\d+|one|two|three|four|five|six|seven|eight|nine)[ -](?:in|out[ -]of)[ -]"
    r"(?:\d+|two|three|four|five|ten)\b"
    r"|\b(?:majority|plurality|half|thirds?|quarters?|share|percentage|most|number)\s(?:of\s)?"
    r"(?:(?:the|all|likely|registered|\w+an|primary|democratic|republican)\s)*"
    r"(?:voters?|respondents?|adults?|americans?|those|people|women|men|independents?|democrats|"
    r"republicans|caucus-?goers)\b"
    r"|\b(?:respondents?|surveyed|polled)\b",
    re.IGNORECASE,
)


class Poll(Struct, frozen=True):
    """A poll where a page names it as somebody's source or on its way."""

    at: int
    name: str
    kind: SourceKind
    spans: tuple[Span, ...]


def polls(said: Iterable[Attribution]) -> Mapping[ArticleId, tuple[Poll, ...]]:
    """Give the polls of each page, in order; a share of those asked names none of its own."""
    found: dict[ArticleId, list[Poll]] = {}
    for item in said:
        ways = [(hop.name, hop.kind, hop.spans) for hop in item.hops]
        if item.source_name:
            ways.append((item.source_name, item.source_kind, item.source))
        for name, kind, spans in ways:
            if spans and _POLL.search(name) and not _SHARE.search(name):
                found.setdefault(item.article, []).append(Poll(spans[0].start, name, kind, spans))
    return {
        page: tuple(sorted(members, key=lambda poll: (poll.at, poll.name)))
        for page, members in found.items()
    }


def behind(said: Attribution, known: Mapping[ArticleId, tuple[Poll, ...]]) -> Poll | None:
    """Give the poll that counted an attribution's source; None where it is no share of people."""
    if said.source_kind is not SourceKind.UNNAMED or not said.source_name or not said.source:
        return None
    here = known.get(said.article, ())
    if not here or not _SHARE.search(said.source_name):
        return None
    own = {hop.name for hop in said.hops}
    at = said.source[0].start
    named = [poll for poll in here if poll.name in own]
    before = [poll for poll in here if poll.at <= at]
    return (named or before or here[:1])[-1]


def are_apart(one: str, other: str) -> bool:
    """Tell whether two names are of polls of other pollsters."""
    if not (_POLL.search(one) and _POLL.search(other)):
        return False
    left, right = (frozenset(tokens(name)) - lists().polling for name in (one, other))
    return bool(left and right) and not left & right
