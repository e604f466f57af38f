"""A resolved source, as the modules of this room hand it around."""

from __future__ import annotations

from dataclasses import dataclass, field

from firsthand.attribution.cast import Member
from firsthand.attribution.phrases import Phrase
from firsthand.language.names import Gender
from firsthand.types import SourceKind

__all__ = ["Who", "first_full", "member_as_source"]

Stretch = tuple[int, int]


@dataclass(slots=True, eq=False)
class Who:
    """A resolved source. `entity` is one object for all sources that are the same one."""

    name: str | None
    kind: SourceKind
    entity: object = None
    is_plural: bool = False
    count: int | None = None
    gender: Gender | None = None
    evidence: list[Stretch] = field(default_factory=list)
    phrase: Phrase | None = None


def member_as_source(member: Member) -> Who:
    """Give one of the cast as a source, with the words that name and describe it."""
    evidence = [first_full(member), *(role.span for role in member.roles[:2])]
    kind = SourceKind.UNNAMED if member.is_crowd else member.kind
    return Who(member.name, kind, member, member.is_crowd, None, member.gender, evidence)


def first_full(member: Member) -> Stretch:
    """Give where the page names the member in full first."""
    for mention in member.mentions:
        if mention.is_full:
            return (mention.start, mention.end)
    return (member.mentions[0].start, member.mentions[0].end)
