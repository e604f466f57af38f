"""What cannot be one origin: the least number of origins behind a claim.

Whatever could be one is merged: an unnamed source with any other, an outlet that does not say from
whom it has it, a plain statement. Only named people and institutions, a source that its page says
is another one, and own sources beside a document stay apart, and only where they tell plainly the
same: a second origin that tells something near is no corroboration. Counting too many is the harm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from firsthand.language.words import folded
from firsthand.provenance.scene import Scene
from firsthand.provenance.strands import Strand
from firsthand.types import NodeKind

__all__ = ["least"]

_NAMED = frozenset({NodeKind.PERSON, NodeKind.ORGANISATION})
_STEM = 5  # letters by which two inflections of a word are told to be one
_SHORT = 3  # letters of a word that says nothing by itself
_SHARED = (
    0.6  # of the shorter telling's words, which two plain tellings of one thing have in common
)
_WORDS = 4  # that two tellings have at least in common


def least(told: Mapping[str, Sequence[Strand]], scene: Scene) -> int:
    """Give the least number of origins, from each origin's strands; the order never matters."""
    words = {key: [_words(strand) for strand in told[key]] for key in sorted(told)}
    named = [key for key in words if any(_first(strand) in _NAMED for strand in told[key])]
    everyone = [strand for key in words for strand in told[key]]
    return max(1, _agreeing(named, words), _stated(everyone, scene), _beside_paper(everyone, scene))


def _first(strand: Strand) -> NodeKind:
    return strand.stops[0].kind


def _words(strand: Strand) -> frozenset[str]:
    """Give the words that a strand's account tells, cut to what inflections share."""
    said = strand.attribution
    text = " ".join(span.exact for span in said.content) if said else ""
    return frozenset(word[:_STEM] for word in folded(text) if len(word) > _SHORT)


def _plainly(left: frozenset[str], right: frozenset[str]) -> bool:
    """Tell whether two tellings share enough words to be plainly one claim."""
    common = len(left & right)
    return common >= _WORDS and common >= _SHARED * min(len(left), len(right))


def _agreeing(
    keys: Sequence[str], words: Mapping[str, Sequence[frozenset[str]]], centre: str | None = None
) -> int:
    """Give how many origins tell plainly what one telling, of `centre` where given, tells.

    All are held against that one telling: from one to the next, words drift to another claim.
    """
    return max(
        (
            sum(other == key or any(_plainly(one, two) for two in words[other]) for other in keys)
            for key in ([centre] if centre else keys)
            for one in words[key]
        ),
        default=1,
    )


def _stated(found: Iterable[Strand], scene: Scene) -> int:
    """Count sources that their page says are others and that tell plainly what another tells.

    "A second official" beside a first counts where both tell it; what he adds is another matter.
    """
    heard: dict[tuple[str, str], dict[str, list[frozenset[str]]]] = {}
    apart: set[tuple[tuple[str, str], str]] = set()
    for strand in found:
        stop = strand.stops[0]
        channel = strand.stops[1].id if len(strand.stops) > 1 else f"name:{scene.root(strand.page)}"
        place = (strand.page, channel)
        heard.setdefault(place, {}).setdefault(stop.id, []).append(_words(strand))
        if stop.kind is NodeKind.UNNAMED and stop.apart:
            apart.add((place, stop.id))
    return max(
        (_agreeing(sorted(heard[place]), heard[place], name) for place, name in sorted(apart)),
        default=1,
    )


def _beside_paper(found: Iterable[Strand], scene: Scene) -> int:
    """Count an outlet's own sources beside a document that others read (R9)."""
    readers: dict[str, list[frozenset[str]]] = {}
    talkers: dict[str, list[frozenset[str]]] = {}
    for strand in found:
        kinds = [stop.kind for stop in strand.stops]
        home = scene.root(strand.page)
        if NodeKind.DOCUMENT in kinds:
            for name in (home, *(stop.id.removeprefix("name:") for stop in strand.stops)):
                readers.setdefault(name, []).append(_words(strand))
        elif kinds == [NodeKind.UNNAMED]:
            talkers.setdefault(home, []).append(_words(strand))
    own = [words for home, rows in talkers.items() if home not in readers for words in rows]
    papers = [words for rows in readers.values() for words in rows]
    return 2 if any(_plainly(one, other) for one in own for other in papers) else 1
