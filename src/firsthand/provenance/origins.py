"""How many independent origins stand behind a claim: at least, at most, and who (rules R4-R10).

The most keeps apart whatever the pages do not say is one; the least (`apart.py`) merges whatever
could be one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from firsthand.language.identity import tokens
from firsthand.provenance.apart import least
from firsthand.provenance.belonging import Belonging, belonging
from firsthand.provenance.polls import are_apart
from firsthand.provenance.scene import Scene
from firsthand.provenance.strands import Stop, Strand
from firsthand.provenance.unnamed import descriptor
from firsthand.types import NodeKind, Origins

__all__ = ["Count", "counted"]

_RELAYS = frozenset({NodeKind.PERSON, NodeKind.ORGANISATION, NodeKind.DOCUMENT, NodeKind.UNNAMED})


class Count(Struct, frozen=True, kw_only=True):
    """The origins of a claim, each with every stop that is it."""

    origins: Origins
    bearers: tuple[tuple[Stop, ...], ...]  # one tuple of stops for each origin
    voices: tuple[tuple[Stop, str], ...] = ()  # who spoke for whom (R4)
    absorbed: tuple[tuple[Stop, Stop], ...] = ()  # one of a group, and the group (R8)
    belonging: tuple[Belonging, ...] = ()  # two that the pages call one (R4)


def counted(found: Sequence[Strand], scene: Scene) -> Count:
    """Count the origins of a claim's strands; the order never matters."""
    groups: dict[str, dict[str, Stop]] = {}
    told: dict[str, list[Strand]] = {}
    spoken: dict[str, tuple[Stop, str]] = {}
    straight = [strand for strand in found if not strand.circular] or found[:1]
    keys = [_key(strand, scene) for strand in straight]
    owned = belonging(straight, {key for key, _ in keys}, scene.roles)
    for strand, (key, principal) in zip(straight, _joined(straight, keys, owned), strict=True):
        stop = strand.stops[0]
        if principal:
            spoken[stop.id] = (stop, principal)
        told.setdefault(key, []).append(strand)
        members = groups.setdefault(key, {})
        best = members.get(stop.id)
        if best is None or (stop.count, stop.spans) > (best.count, best.spans):
            members[stop.id] = stop
    _join_documents(groups, told)
    absorbed = _absorb(groups)
    bearers = [tuple(groups[key][name] for name in sorted(groups[key])) for key in sorted(groups)]
    most = sum(max(stop.count for stop in members) for members in bearers)
    origins = Origins(
        least=min(least(told, scene), most),
        most=most,
        names=tuple(sorted({_title(members) for members in bearers})),
    )
    return Count(
        origins=origins,
        bearers=tuple(bearers),
        voices=tuple(spoken[name] for name in sorted(spoken)),
        absorbed=tuple(absorbed),
        belonging=tuple(owned),
    )


def _joined(
    found: Sequence[Strand],
    keys: Sequence[tuple[str, str | None]],
    owned: Sequence[Belonging],
) -> list[tuple[str, str | None]]:
    """Make one of the strands' identities that are one, whoever relays it and on which way."""
    same: dict[str, str] = {}

    def top(name: str) -> str:
        while name in same:
            name = same[name]
        return name

    pairs = [(key, strand.stops[0].id) for strand, (key, _) in zip(found, keys, strict=True)]
    pairs += [(pair.what.id, pair.who.id) for pair in owned]
    pairs += _own_pages(found)
    for left, right in pairs:
        low, high = sorted((top(left), top(right)))
        if low != high:
            same[high] = low
    return [(top(key), principal) for key, principal in keys]


def _own_pages(found: Sequence[Strand]) -> list[tuple[str, str]]:
    """Give the outlets that one page names and that say the same on a page of their own (R5)."""
    ids = {strand.stops[0].id for strand in found}
    outlets = [name.removeprefix("name:") for name in ids if name.startswith("name:")]
    return [
        (own, f"name:{bare}")
        for bare in sorted(outlets)
        for own in (f"unattributed:{bare}", f"observation:{bare}")
        if own in ids
    ]


def _key(strand: Strand, scene: Scene) -> tuple[str, str | None]:
    """Give the identity that counts for a strand, and whom its origin speaks for.

    Whoever a document or a person quotes reaches the reader through that one alone: what two
    people say in one book is one origin. Outlets only pass on.
    """
    after = [stop for stop in strand.stops[1:] if stop.id != strand.teller]
    relays = [stop for stop in after if stop.kind in _RELAYS]
    stop = relays[-1] if relays else strand.stops[0]
    voice = scene.voices.get(stop.name) if stop.kind is NodeKind.PERSON else None
    if voice is None:
        return stop.id, None
    return f"name:{scene.identities.key(voice[0])}", voice[0]


def _title(members: tuple[Stop, ...]) -> str:
    """Name an origin by its fullest stop."""
    return max((stop.name for stop in members), key=lambda name: (len(tokens(name)), name))


def _join_documents(groups: dict[str, dict[str, Stop]], told: dict[str, list[Strand]]) -> None:
    """Make one of documents whose names share a word: "the audit", "an internal audit"."""
    papers = [
        key
        for key in sorted(groups)
        if all(stop.kind is NodeKind.DOCUMENT for stop in groups[key].values())
    ]
    for at, key in enumerate(papers):
        for other in papers[at + 1 :]:
            if key in groups and other in groups:
                left, right = (
                    {word for stop in groups[name].values() for word in tokens(stop.name)}
                    for name in (key, other)
                )
                if left & right and not _are_polls_apart(groups[key], groups[other]):
                    groups[key] |= groups.pop(other)
                    told[key] += told.pop(other)


def _are_polls_apart(left: Mapping[str, Stop], right: Mapping[str, Stop]) -> bool:
    return any(are_apart(one.name, two.name) for one in left.values() for two in right.values())


def _absorb(groups: dict[str, dict[str, Stop]]) -> list[tuple[Stop, Stop]]:
    """Take one of a counted group into it: "one of the officials" among "three officials" (R8)."""
    found = []
    crowds = [stop for members in groups.values() for stop in members.values() if stop.count > 1]
    for crowd in sorted(crowds, key=lambda stop: (-stop.count, stop.id)):
        for key in sorted(groups):
            stop = next(iter(groups[key].values()))
            one = (
                stop.kind is NodeKind.UNNAMED and stop.count == 1 and stop.channel == crowd.channel
            )
            if one and not stop.plural and _could_be_of(stop, crowd) and crowd.id in _ids(groups):
                found.append((stop, crowd))
                del groups[key]
    return found


def _ids(groups: dict[str, dict[str, Stop]]) -> set[str]:
    return {name for members in groups.values() for name in members}


def _could_be_of(one: Stop, crowd: Stop) -> bool:
    left, right = descriptor(one.name), descriptor(crowd.name)
    same_head = left.head == right.head or "person" in (left.head, right.head)
    return same_head and not left.apart
