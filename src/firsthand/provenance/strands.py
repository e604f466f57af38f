"""The ways a claim came: from each account back to the furthest node that the words show.

A strand is one account's way: its origin first, then the hops, then the page. Strands of one claim
are joined where one page's source is another page's subject: an outlet that is only a conduit
(because some page shows whom it has it from) is no origin any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from firsthand.provenance.polls import behind
from firsthand.provenance.scene import Scene
from firsthand.provenance.unnamed import could_be_one, descriptor
from firsthand.types import (
    ANSWERS,
    Account,
    Act,
    Attribution,
    Hop,
    NodeKind,
    Proposition,
    SourceKind,
    Span,
)

__all__ = ["Stop", "Strand", "read_by", "strands"]

_SILENT = ANSWERS | {Act.ASKS}  # an answer is no origin (R6), nor is a question
_KINDS = {
    SourceKind.PERSON: NodeKind.PERSON,
    SourceKind.ORGANISATION: NodeKind.ORGANISATION,
    SourceKind.UNNAMED: NodeKind.UNNAMED,
    SourceKind.DOCUMENT: NodeKind.DOCUMENT,
    SourceKind.OUTLET: NodeKind.OUTLET,
    SourceKind.NONE: NodeKind.UNATTRIBUTED,
}
_CONDUITS = frozenset({NodeKind.OUTLET, NodeKind.DOCUMENT})
_LONGEST = 12  # stops of a strand; a longer one is a fault of reading, not a chain


class Stop(Struct, frozen=True, kw_only=True):
    """One node on a strand."""

    id: str
    kind: NodeKind
    name: str
    spans: tuple[Span, ...] = ()
    hedged: bool = False
    count: int = 1  # people it may be, where the page states a number
    plural: bool = False
    apart: bool = False  # "a second official": stated not to be another one
    channel: str = ""  # whom an unnamed source spoke to


class Strand(Struct, frozen=True, kw_only=True):
    """One account's way, origin first; the page comes after the last stop."""

    page: str
    stops: tuple[Stop, ...]
    attribution: Attribution | None = None
    rules: tuple[str, ...] = ()  # the rules that bent this strand
    circular: bool = False
    teller: str = ""  # the stop that only tells what the first one said (R4)


def strands(item: Proposition, scene: Scene) -> tuple[Strand, ...]:
    """Give the strands of a claim, joined; the order of its accounts never matters."""
    told = sorted(item.told, key=lambda account: (account.article, account.spans[0].start))
    own = [_attributed(account, item, scene) for account in told if account.attribution]
    found = [strand for strand in own if strand is not None]
    sourced = {strand.page for strand in found if strand.stops[0].kind is not NodeKind.UNATTRIBUTED}
    kept = [
        strand
        for strand in found
        if strand.page not in sourced or strand.stops[0].kind is not NodeKind.UNATTRIBUTED
    ]
    covered = {strand.page for strand in kept}
    for account in told:
        if not account.attribution and account.article not in covered:
            covered.add(account.article)
            kept.append(_unattributed(account, scene))
    if not kept and told:
        kept = [_unattributed(told[0], scene)]
    kept = [_through_paper(strand, kept, scene) for strand in kept]
    kept = _copied(kept, scene)
    kept = [_picked_up(strand, kept, scene) for strand in kept]
    joined = [_joined(strand, kept, scene) for strand in kept]
    for _ in range(_LONGEST):
        once = [_same_source(strand, joined, scene) for strand in joined]
        if once == joined:
            break
        joined = once
    return _named_once([_set_apart(strand, joined) for strand in joined])


def read_by(found: Sequence[Strand], scene: Scene) -> tuple[Strand, ...]:
    """Cut strands after the document that most of them pass: who read it is the origin then."""
    times = Counter(
        stop.id for strand in found for stop in strand.stops if stop.kind is NodeKind.DOCUMENT
    )
    if not times:
        return tuple(found)
    paper = min(times, key=lambda name: (-times[name], name))
    cut = []
    for strand in found:
        ids = [stop.id for stop in strand.stops]
        after = strand.stops[ids.index(paper) + 1 :] if paper in ids else ()
        if paper in ids and not after:
            words = strand.stops[ids.index(paper)].spans
            after = (replace(_outlet(strand.page, scene), kind=NodeKind.OBSERVATION, spans=words),)
        if after:
            cut.append(replace(strand, stops=after))
    return tuple(cut) or tuple(found)


def _attributed(account: Account, item: Proposition, scene: Scene) -> Strand | None:
    """Give the strand of an attributed account; None where another account's strand holds it."""
    said = scene.attributions.get(account.attribution or "")
    if said is None:
        return None
    parent = scene.attributions.get(said.parent or "")
    ids = {other.attribution for other in item.told}
    if parent is not None and parent.id in ids and not _passes_on(parent, scene):
        return None  # what is told is that the parent's source says so
    if said.act in _SILENT:
        return None
    return Strand(page=account.article, stops=_stops(said, scene), attribution=said)


def _passes_on(said: Attribution, scene: Scene) -> bool:
    """Whether an attribution's source is an outlet, which only passes on what others say."""
    return scene.kind(said.source_name or "", said.source_kind) is SourceKind.OUTLET


def _stops(said: Attribution, scene: Scene) -> tuple[Stop, ...]:
    home = scene.root(said.article)
    hops = [_hop(hop, home, scene) for hop in scene.hops(said)]
    last = hops[-1] if hops else None
    if last is None and said.source_name and said.source_kind is SourceKind.DOCUMENT:
        onward = scene.onward.get((said.article, scene.key(said.source_name, said.source_kind)))
        hops = [_hop(hop, home, scene) for hop in onward or ()]
    elif last is not None and last.kind is NodeKind.DOCUMENT:
        hops += [_hop(hop, home, scene) for hop in scene.onward.get((said.article, last.id), ())]
    while hops and hops[-1].id == f"name:{home}":
        hops.pop()
    first = _source(said, hops[0].id if hops else f"name:{home}", scene)
    if first is None:
        return tuple(hops) or (_nobody(said.article, scene, said.cue),)
    return (first, *[hop for hop in hops if hop.id != first.id])[:_LONGEST]


def _hop(hop: Hop, home: str, scene: Scene) -> Stop:
    if hop.kind is SourceKind.UNNAMED:
        name, key = hop.name, f"unnamed:{scene.unnamed.key(hop.name, f'name:{home}')}"
    else:
        name, key = scene.name(hop.name, hop.kind), scene.key(hop.name, hop.kind)
    kind = _KINDS[scene.kind(hop.name, hop.kind)]
    return Stop(id=key, kind=kind, name=name, spans=hop.spans, hedged=hop.hedged)


def _source(said: Attribution, channel: str, scene: Scene) -> Stop | None:
    """Give the stop of an attribution's source; None where it has none."""
    if not said.source_name or said.source_kind is SourceKind.NONE:
        return None
    spans = said.source or said.source_evidence
    if poll := behind(said, scene.polls):
        key, kind = scene.key(poll.name, poll.kind), scene.kind(poll.name, poll.kind)
        name = scene.name(poll.name, poll.kind)
        return Stop(id=key, kind=_KINDS[kind], name=name, spans=poll.spans)
    if said.source_kind is SourceKind.UNNAMED:
        return Stop(
            id=f"unnamed:{scene.unnamed.key(said.source_name, channel)}",
            kind=NodeKind.UNNAMED,
            name=said.source_name,
            spans=spans,
            hedged=said.hedged,
            count=max(1, said.source_count or 1),
            plural=said.source_plural,
            apart=descriptor(said.source_name).apart,
            channel=channel,
        )
    key = scene.key(said.source_name, said.source_kind)
    kind = scene.kind(said.source_name, said.source_kind)
    own = kind is SourceKind.OUTLET and key == f"name:{scene.root(said.article)}"
    return Stop(
        id=key.replace("name:", "observation:") if own else key,
        kind=NodeKind.OBSERVATION if own else _KINDS[kind],
        name=scene.name(said.source_name, said.source_kind),
        spans=spans,
        hedged=said.hedged,
    )


def _nobody(page: str, scene: Scene, spans: tuple[Span, ...]) -> Stop:
    return Stop(
        id=f"unattributed:{scene.root(page)}",
        kind=NodeKind.UNATTRIBUTED,
        name=f"unattributed ({scene.root_name(page)})",
        spans=spans,
    )


def _unattributed(account: Account, scene: Scene) -> Strand:
    stop = _nobody(account.article, scene, account.spans)
    return Strand(page=account.article, stops=(stop,), rules=("R10",))


def _picked_up(strand: Strand, others: Sequence[Strand], scene: Scene) -> Strand:
    """Hang an unattributed telling on the report that its page says it picks up (R2)."""
    if strand.stops[0].kind is not NodeKind.UNATTRIBUTED:
        return strand
    known = {stop.id: stop for other in others for stop in other.stops if stop.kind in _CONDUITS}
    known |= {
        f"name:{scene.identities.key(scene.outlet(other.page))}": _outlet(other.page, scene)
        for other in others
        if other.page != strand.page
    }
    for link in scene.pickups.get(strand.page, ()):
        stop = known.get(f"name:{scene.identities.key(scene.left_name(link))}")
        if stop is not None:
            stop = replace(stop, spans=link.evidence)
            after = [other for other in strand.stops[1:] if other.id != stop.id]
            return replace(strand, stops=(stop, *after), rules=(*strand.rules, "R2"))
    return strand


def _outlet(page: str, scene: Scene) -> Stop:
    name = scene.outlet(page)
    return Stop(id=f"name:{scene.identities.key(name)}", kind=NodeKind.OUTLET, name=name)


def _copied(found: Sequence[Strand], scene: Scene) -> list[Strand]:
    """Let a copy's way run through the text it copies (R1)."""
    by_page: dict[str, list[Strand]] = {}
    for strand in found:
        by_page.setdefault(strand.page, []).append(strand)
    result: list[Strand] = []
    for page in sorted(by_page):
        link = scene.copies.get(page)
        first = _first_text(page, scene)
        if link is None:
            result += by_page[page]
        elif first in by_page and first != page:
            through = replace(_outlet(first, scene), spans=link.evidence)
            is_version = through.id == _outlet(page, scene).id  # of one outlet's own text
            result += [
                replace(
                    strand,
                    page=page,
                    stops=strand.stops if is_version else _through(strand.stops, through),
                    rules=("R1",),
                )
                for strand in by_page[first]
            ]
        else:
            name = scene.left_name(link)
            through = Stop(
                id=f"name:{scene.identities.key(name)}",
                kind=NodeKind.OUTLET,
                name=scene.identities.name(name),
                spans=link.evidence,
            )
            result += [
                replace(strand, stops=_through(strand.stops, through), rules=(*strand.rules, "R1"))
                for strand in by_page[page]
            ]
    return result


def _first_text(page: str, scene: Scene) -> str:
    link = scene.copies.get(page)
    while link is not None and link.left_captured and link.left in scene.pages:
        page = link.left
        link = scene.copies.get(page)
    return page


def _through(stops: tuple[Stop, ...], through: Stop) -> tuple[Stop, ...]:
    return stops if any(stop.id == through.id for stop in stops) else (*stops, through)


def _joined(strand: Strand, others: Sequence[Strand], scene: Scene) -> Strand:
    """Carry a strand that begins at a conduit back to whom another strand shows behind it."""
    rules = list(strand.rules)
    while strand.stops[0].kind in _CONDUITS and len(strand.stops) < _LONGEST:
        first = strand.stops[0]
        before = _behind(first, strand, others, scene)
        if before is None:
            break
        ids = {stop.id for stop in (*strand.stops, _outlet(strand.page, scene))}
        if any(stop.id in ids for stop in before):
            return replace(strand, circular=True, rules=(*rules, "R11"))
        rules.append("R2" if first.kind is NodeKind.OUTLET else "R3")
        strand = replace(strand, stops=(*before, *strand.stops))
    return replace(strand, rules=tuple(dict.fromkeys(rules)))


def _through_paper(strand: Strand, others: Sequence[Strand], scene: Scene) -> Strand:
    """Let a speaker's words that a page has second-hand come through the document it reads.

    "Reportedly" says that the page did not hear them; another page says in which document they are.
    """
    said = strand.attribution
    first = strand.stops[0]
    if first.kind is not NodeKind.PERSON or len(strand.stops) > 1 or not (said and said.hedged):
        return strand
    for other in others:
        if other.stops[0].id != first.id or len(other.stops) < 2 or other.page == strand.page:
            continue
        paper = other.stops[1]
        if paper.kind is NodeKind.DOCUMENT and (strand.page, paper.id) in scene.onward:
            return replace(strand, stops=(first, replace(paper, spans=said.cue)))
    return strand


def _set_apart(strand: Strand, others: Sequence[Strand]) -> Strand:
    """Keep "a second official" apart from the first one where one page tells of both."""
    first = strand.stops[0]
    beside = any(
        other.page == strand.page and other.stops[0].id == first.id and not other.stops[0].apart
        for other in others
    )
    if not first.apart or not beside:
        return strand
    return replace(strand, stops=(replace(first, id=f"{first.id} (other)"), *strand.stops[1:]))


def _named_once(found: Sequence[Strand]) -> tuple[Strand, ...]:
    """Call an unnamed source by one name, whichever page tells most of it, on every strand."""
    called: dict[str, str] = {}
    for stop in (stop for strand in found for stop in strand.stops):
        if stop.kind is NodeKind.UNNAMED:
            called[stop.id] = max(called.get(stop.id, ""), stop.name, key=_tells)
    return tuple(
        replace(
            strand,
            stops=tuple(
                replace(stop, name=called.get(stop.id, stop.name)) for stop in strand.stops
            ),
        )
        for strand in found
    )


def _tells(name: str) -> tuple[int, int, str]:
    """Sort key: how much a description tells of an unnamed source, its length, its letters."""
    return (len(descriptor(name).marks), len(name), name)


def _same_source(strand: Strand, others: Sequence[Strand], scene: Scene) -> Strand:
    """Take an unnamed source that a page has from a report for the one that this report names.

    "X reported, citing an aide" is the aide of X's own page, wherever X has it from.
    """
    first = strand.stops[0]
    if first.kind is not NodeKind.UNNAMED or len(strand.stops) < 2:
        return strand
    report = strand.stops[1]
    for other in others:
        theirs = other.stops[0]
        home = f"name:{scene.identities.key(scene.outlet(other.page))}"
        if home == report.id and other.page != strand.page and theirs.kind is NodeKind.UNNAMED:
            ids = {stop.id for stop in other.stops}
            if theirs.id != first.id and could_be_one(theirs.name, first.name):
                rest = [stop for stop in strand.stops[1:] if stop.id not in ids]
                return replace(strand, stops=(*other.stops, *rest))
    return strand


def _behind(
    first: Stop, strand: Strand, others: Sequence[Strand], scene: Scene
) -> tuple[Stop, ...] | None:
    """Give the stops before a conduit on another strand; the shortest ids break ties."""
    found = []
    for other in others:
        ids = [stop.id for stop in other.stops]
        if other is strand or other.stops == strand.stops:
            continue
        if first.id in ids[1:] and first.id != ids[0]:
            found.append(other.stops[: ids.index(first.id)])
        elif other.page != strand.page and first.id not in ids and first.kind is NodeKind.OUTLET:
            home = f"name:{scene.identities.key(scene.outlet(other.page))}"
            if home == first.id and other.stops[0].kind is not NodeKind.UNATTRIBUTED:
                found.append(other.stops)
    found.sort(key=lambda stops: (len(stops), [stop.id for stop in stops]))
    return found[0] if found else None
