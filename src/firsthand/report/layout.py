"""Places a claim's graph in layers: origins first, pages last.

Sugiyama's method (1981) in its simplest form: longest-path layers, dummy points where an edge
skips layers, and barycentre sweeps against crossings. It is worked out here and not in the
browser, so that the drawing prints, needs no script and is the same every time.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from msgspec import Struct

from firsthand.types import Chain, Claim, Edge, Node, NodeKind

SWEEPS = 6  # more change nothing on the graphs of a claim (tens of nodes)
MOST_PAGES = 6  # of pages that hang on the same node before the rest are drawn as one box


class Graph(Struct, frozen=True, kw_only=True):
    """What is drawn: nodes, edges between them, and the nodes that every chain passes."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    bottlenecks: frozenset[str]  # names
    origins: frozenset[str]  # names
    folded: Mapping[str, int]  # node id -> pages that it stands for


class Layers(Struct, frozen=True, kw_only=True):
    """Node ids by layer, in order; dummies are called "source>target#layer"."""

    rows: tuple[tuple[str, ...], ...]
    paths: Mapping[tuple[str, str], tuple[str, ...]]  # edge -> the points it runs through
    turned: frozenset[tuple[str, str]]  # edges drawn against the flow: they close a circle


def graph(claim: Claim) -> Graph:
    """Give a claim's graph; a claim that carries chains only gets one made of them."""
    nodes, edges, folded = _fold(*way(claim))
    return Graph(
        nodes=nodes,
        edges=edges,
        bottlenecks=frozenset(claim.bottlenecks),
        origins=frozenset(claim.origins.names),
        folded=folded,
    )


def page_of(node: Node) -> str | None:
    """Give the article that a node stands for, None for a node that is no page of the case."""
    if node.kind is not NodeKind.ARTICLE or node.id.startswith("outlet:"):
        return None
    return node.id.removeprefix("article:")


def way(claim: Claim) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """Give a claim's nodes and the edges between them, made of its chains where it has none."""
    nodes, edges = claim.nodes, claim.edges
    if not nodes:
        nodes, edges = _of_chains(claim.chains, claim.origins.names)
    known = {node.id for node in nodes}
    return nodes, tuple(
        edge
        for edge in edges
        if edge.source in known and edge.target in known and edge.source != edge.target
    )


def _of_chains(
    chains: Sequence[Chain], origins: Sequence[str]
) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str], Edge] = {}
    for chain in chains:
        pairs = list(zip(chain.nodes, chain.names, strict=False))
        for place, (key, name) in enumerate(pairs):
            last = place == len(pairs) - 1
            kind = NodeKind.ARTICLE if last else NodeKind.OUTLET
            kind = NodeKind.UNATTRIBUTED if name == "unattributed" else kind
            kind = NodeKind.PERSON if name in origins and not last else kind
            nodes.setdefault(key, Node(id=key, kind=kind, name=name, captured=last))
        for (left, _), (right, _) in itertools.pairwise(pairs):
            edges.setdefault((left, right), Edge(source=left, target=right, kind="via"))
    return tuple(nodes.values()), tuple(edges.values())


def _fold(
    nodes: tuple[Node, ...], edges: tuple[Edge, ...]
) -> tuple[tuple[Node, ...], tuple[Edge, ...], dict[str, int]]:
    """Draw the seventh and later pages that hang on one node in one way as one box."""
    sources = {edge.source for edge in edges}
    into: dict[str, list[Edge]] = {}
    for edge in edges:
        into.setdefault(edge.target, []).append(edge)
    groups: dict[tuple[tuple[str, str, bool], ...], list[Node]] = {}
    for node in nodes:
        if node.kind is NodeKind.ARTICLE and node.id not in sources and node.id in into:
            key = tuple(sorted((item.source, item.kind, item.hedged) for item in into[node.id]))
            groups.setdefault(key, []).append(node)
    gone: dict[str, str] = {}
    folded: dict[str, int] = {}
    for members in groups.values():
        if len(members) > MOST_PAGES + 1:
            rest = members[MOST_PAGES:]
            gone |= {node.id: rest[0].id for node in rest[1:]}
            folded[rest[0].id] = len(rest)
    kept = tuple(node for node in nodes if node.id not in gone)
    return kept, tuple(edge for edge in edges if edge.target not in gone), folded


def layers(drawn: Graph) -> Layers:
    """Place every node in a layer after all that it comes from, with few crossings."""
    pairs = list(dict.fromkeys((edge.source, edge.target) for edge in drawn.edges))
    turned = _against(drawn.nodes, pairs)
    flow = [(b, a) if (a, b) in turned else (a, b) for a, b in pairs]
    depth = _depths([node.id for node in drawn.nodes], flow)
    last = max(depth.values(), default=0)
    for node in drawn.nodes:  # pages stand side by side at the end
        is_leaf = all(source != node.id for source, _ in flow)
        if node.kind is NodeKind.ARTICLE and is_leaf:
            depth[node.id] = last
    rows: list[list[str]] = [[] for _ in range(last + 1)]
    for node in drawn.nodes:
        rows[depth[node.id]].append(node.id)
    paths: dict[tuple[str, str], tuple[str, ...]] = {}
    near: dict[str, list[str]] = {}
    for (a, b), pair in zip(flow, pairs, strict=True):
        dummies = [f"{a}>{b}#{row}" for row in range(depth[a] + 1, depth[b])]
        for place, dummy in enumerate(dummies, depth[a] + 1):
            rows[place].append(dummy)
        points = [a, *dummies, b]
        for left, right in itertools.pairwise(points):
            near.setdefault(left, []).append(right)
            near.setdefault(right, []).append(left)
        paths[pair] = tuple(reversed(points)) if pair in turned else tuple(points)
    _untangle(rows, near)
    return Layers(rows=tuple(map(tuple, rows)), paths=paths, turned=frozenset(turned))


def _against(nodes: Sequence[Node], pairs: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Find the edges that close a circle, by a depth-first walk in the order of the nodes."""
    onward: dict[str, list[str]] = {}
    for source, target in pairs:
        onward.setdefault(source, []).append(target)
    turned: set[tuple[str, str]] = set()
    done: set[str] = set()
    for node in nodes:
        if node.id in done:
            continue
        walk, open_now = [(node.id, iter(onward.get(node.id, ())))], {node.id}
        while walk:
            here, rest = walk[-1]
            for target in rest:
                if target in open_now:
                    turned.add((here, target))
                elif target not in done:
                    walk.append((target, iter(onward.get(target, ()))))
                    open_now.add(target)
                    break
            else:
                walk.pop()
                open_now.discard(here)
                done.add(here)
    return turned


def _depths(nodes: Sequence[str], flow: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Longest path from any start to each node; the flow has no circles left."""
    depth = dict.fromkeys(nodes, 0)
    for _ in nodes:
        moved = False
        for source, target in flow:
            if depth[target] <= depth[source]:
                depth[target] = depth[source] + 1
                moved = True
        if not moved:
            break
    return depth


def _untangle(rows: list[list[str]], near: Mapping[str, Sequence[str]]) -> None:
    """Order each row by the middle of its neighbours in the row before, to and fro."""
    for sweep in range(SWEEPS):
        order = range(1, len(rows)) if sweep % 2 == 0 else range(len(rows) - 2, -1, -1)
        step = -1 if sweep % 2 == 0 else 1
        for number in order:
            place = {item: at for at, item in enumerate(rows[number + step])}
            here = {item: at for at, item in enumerate(rows[number])}

            def middle(
                item: str, place: dict[str, int] = place, here: dict[str, int] = here
            ) -> tuple[float, int]:
                ends = [place[other] for other in near.get(item, ()) if other in place]
                return (sum(ends) / len(ends) if ends else here[item], here[item])

            rows[number].sort(key=middle)
