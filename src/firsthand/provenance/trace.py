"""Gives every proposition its chains, its count, its bottlenecks and the steps that led there."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from firsthand.provenance.bottlenecks import bottlenecks
from firsthand.provenance.coverage import Coverage
from firsthand.provenance.origins import counted
from firsthand.provenance.retold import retold
from firsthand.provenance.scene import Scene, scene
from firsthand.provenance.steps import covered, steps
from firsthand.provenance.strands import Stop, Strand, read_by, strands
from firsthand.provenance.unnamed import Unnamed
from firsthand.types import (
    Article,
    Attribution,
    Chain,
    Claim,
    Edge,
    Link,
    Node,
    NodeKind,
    Origins,
    Proposition,
    SourceKind,
    Status,
)

__all__ = ["trace"]


def trace(
    propositions: Sequence[Proposition],
    articles: Sequence[Article],
    attributions: Sequence[Attribution],
    links: Sequence[Link],
) -> tuple[Claim, ...]:
    """Give every proposition with its provenance, in the order given."""
    place = scene(articles, attributions, links)
    place = replace(place, unnamed=_unnamed(place))
    return tuple(_claim(item, place) for item in propositions)


def _unnamed(place: Scene) -> Unnamed:
    """Learn the story's unnamed sources, fullest description first."""
    known = Unnamed()
    told = {
        (item.source_name, _channel(item, place))
        for item in place.attributions.values()
        if item.source_kind is SourceKind.UNNAMED and item.source_name
    }
    for name, channel in sorted(told, key=lambda pair: (-len(pair[0]), *pair)):
        known.learn(name, channel)
    return known


def _channel(item: Attribution, place: Scene) -> str:
    """Give whom an unnamed source spoke to: the node id that its strand will pass next."""
    for hop in place.hops(item)[:1]:
        return place.key(hop.name, hop.kind)
    return f"name:{place.root(item.article)}"


def _claim(item: Proposition, place: Scene) -> Claim:
    found = tuple(retold(strands(item, place)))
    papers = frozenset(
        stop.id for strand in found for stop in strand.stops if stop.kind is NodeKind.DOCUMENT
    )
    named = place.named(item, papers)
    if item.about is not None:
        found = read_by(found, place)
    count = counted(found, place)
    chains = _chains(found, place)
    nodes, edges = _graph(found, place)
    by_id = {node.id: node.name for node in nodes}
    readers = {f"article:{strand.page}" for strand in found}
    starts = {strand.stops[0].id for strand in found}
    narrow = bottlenecks([(edge.source, edge.target) for edge in edges], starts, readers)
    return Claim(
        id=item.id,
        story=item.story,
        text=item.text,
        accounts=item.accounts,
        origins=count.origins,
        bottlenecks=tuple(by_id[name] for name in narrow),
        chains=chains,
        responses=item.responses,
        discrepancies=item.discrepancies,
        status=_status(count.origins),
        nodes=nodes,
        edges=edges,
        steps=(*steps(item, found, count, place), *covered(named, place)),
        caveats=item.caveats,
        uncaptured=_uncaptured(found, named, place),
        about=item.about,
    )


def _status(origins: Origins) -> Status:
    if origins.most == 1:
        return Status.SINGLE_SOURCE
    return Status.CORROBORATED if origins.least >= 2 else Status.UNCLEAR


def _chains(found: Sequence[Strand], place: Scene) -> tuple[Chain, ...]:
    chains = {
        (strand.page, *(stop.id for stop in strand.stops)): Chain(
            article=strand.page,
            nodes=(*(stop.id for stop in strand.stops), f"article:{strand.page}"),
            names=(*(stop.name for stop in strand.stops), place.outlet(strand.page)),
            circular=strand.circular,
        )
        for strand in found
    }
    return tuple(chains[key] for key in sorted(chains))


def _graph(found: Sequence[Strand], place: Scene) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str], Edge] = {}
    for strand in found:
        stops = strand.stops
        for stop in stops:
            old = nodes.get(stop.id)
            spans = tuple(sorted({*stop.spans, *(old.spans if old else ())}))
            captured = place.is_captured(stop.id.removeprefix("name:"))
            nodes[stop.id] = Node(
                id=stop.id, kind=stop.kind, name=stop.name, captured=captured, spans=spans
            )
        page = f"article:{strand.page}"
        nodes[page] = Node(
            id=page, kind=NodeKind.ARTICLE, name=place.outlet(strand.page), captured=True
        )
        targets = [*(stop.id for stop in stops[1:]), page]
        for stop, target in zip(stops, targets, strict=True):
            old_edge = edges.get((stop.id, target))
            spans = tuple(sorted({*stop.spans, *(old_edge.spans if old_edge else ())}))
            edges[stop.id, target] = Edge(
                source=stop.id,
                target=target,
                kind=_edge_kind(stop, strand, target == page),
                hedged=stop.hedged,
                spans=spans,
            )
    return (
        tuple(nodes[name] for name in sorted(nodes)),
        tuple(edges[pair] for pair in sorted(edges)),
    )


def _edge_kind(stop: Stop, strand: Strand, is_last: bool) -> str:
    if stop.kind is NodeKind.UNATTRIBUTED:
        return "unattributed"
    if stop.kind is NodeKind.DOCUMENT:
        return "reads"
    if stop.kind is NodeKind.OUTLET and is_last:
        return "copy" if "R1" in strand.rules else "pickup"
    return "says" if stop is strand.stops[0] else "via"


def _uncaptured(
    found: Sequence[Strand], named: Sequence[Coverage], place: Scene
) -> tuple[str, ...]:
    """Give the outlets on the ways or beside them that are named and not captured (R12)."""
    beside = {place.identities.name(item.outlet) for item in named}
    return tuple(
        sorted(
            beside
            | {
                stop.name
                for strand in found
                for stop in strand.stops
                if stop.kind is NodeKind.OUTLET
                and not place.is_captured(stop.id.removeprefix("name:"))
            }
        )
    )
