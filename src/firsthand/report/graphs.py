"""The provenance graph of a whole case as GraphML and GEXF, for Gephi, Cytoscape and networkx.

One node for each person, document, outlet and page over all claims; one edge for each step of
each claim, with the claim's id on it, so that a tool can show one claim or all of them. Nameless
sources stay apart from claim to claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

from firsthand.report import wording
from firsthand.report.layout import page_of, way
from firsthand.types import Claim, Edge, Node, NodeKind, Reader, digest

NODE_FIELDS = {"label": "string", "kind": "string", "captured": "boolean"}
EDGE_FIELDS = {
    "kind": "string",
    "hedged": "boolean",
    "claim": "string",
    "words": "string",
    "place": "string",
}


class Vertex(Struct, frozen=True):
    """A node of the whole graph."""

    id: str
    fields: dict[str, str]


class Arc(Struct, frozen=True):
    """An edge of the whole graph."""

    id: str
    source: str
    target: str
    fields: dict[str, str]


def whole(reader: Reader) -> tuple[list[Vertex], list[Arc]]:
    """Put the graphs of all claims together."""
    vertices: dict[str, Vertex] = {}
    arcs: list[Arc] = []
    for claim in reader.claims():
        nodes, edges = way(claim)
        names = {node.id: _name(claim, node) for node in nodes}
        for node in nodes:
            vertices.setdefault(names[node.id], _vertex(names[node.id], node))
        arcs += (
            _arc(f"e{len(arcs) + number}", claim, edge, names) for number, edge in enumerate(edges)
        )
    return list(vertices.values()), arcs


def _name(claim: Claim, node: Node) -> str:
    """Name a node over all claims: pages by their id, people and outlets by kind and name."""
    page = page_of(node)
    if page:
        return page
    is_own = node.kind in (NodeKind.UNNAMED, NodeKind.UNATTRIBUTED, NodeKind.OBSERVATION)
    return f"n{digest(node.kind, node.name.casefold(), claim.id if is_own else '')[:24]}"


def _vertex(name: str, node: Node) -> Vertex:
    fields = {
        "label": wording.shown(node.name, 300),
        "kind": node.kind.value,
        "captured": _bool(node.captured),
    }
    return Vertex(name, fields)


def _arc(name: str, claim: Claim, edge: Edge, names: dict[str, str]) -> Arc:
    fields = {"kind": edge.kind, "hedged": _bool(edge.hedged), "claim": claim.id}
    if edge.spans:
        first = edge.spans[0]
        fields["words"] = wording.shown(wording.quoted(edge.spans), 600)
        fields["place"] = f"{first.article}#char={first.start},{first.end}"
    return Arc(name, names[edge.source], names[edge.target], fields)


def _bool(value: bool) -> str:
    return "true" if value else "false"


def graphml(vertices: Iterable[Vertex], arcs: Iterable[Arc]) -> Iterator[str]:
    """Write GraphML, line by line."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    for scope, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        for name, kind in fields.items():
            yield (
                f'  <key id="{scope}-{name}" for="{scope}" attr.name="{name}" attr.type="{kind}"/>'
            )
    yield '  <graph id="case" edgedefault="directed">'
    for vertex in vertices:
        yield f"    <node id={quoteattr(vertex.id)}>{_data('node', vertex.fields)}</node>"
    for arc in arcs:
        yield (
            f"    <edge id={quoteattr(arc.id)} source={quoteattr(arc.source)} "
            f"target={quoteattr(arc.target)}>{_data('edge', arc.fields)}</edge>"
        )
    yield "  </graph>"
    yield "</graphml>"


def _data(scope: str, fields: dict[str, str]) -> str:
    return "".join(
        f'<data key="{scope}-{name}">{escape(value)}</data>' for name, value in fields.items()
    )


def gexf(vertices: Iterable[Vertex], arcs: Iterable[Arc]) -> Iterator[str]:
    """Write GEXF 1.2, line by line."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">'
    yield '  <graph defaultedgetype="directed" mode="static">'
    for scope, fields in (("node", NODE_FIELDS), ("edge", EDGE_FIELDS)):
        yield f'    <attributes class="{scope}">'
        for name, kind in fields.items():
            yield f'      <attribute id="{scope}-{name}" title="{name}" type="{kind}"/>'
        yield "    </attributes>"
    yield "    <nodes>"
    for vertex in vertices:
        label = quoteattr(vertex.fields["label"])
        yield (
            f"      <node id={quoteattr(vertex.id)} label={label}>"
            f"{_values('node', vertex.fields)}</node>"
        )
    yield "    </nodes>"
    yield "    <edges>"
    for arc in arcs:
        yield (
            f"      <edge id={quoteattr(arc.id)} source={quoteattr(arc.source)} "
            f"target={quoteattr(arc.target)}>{_values('edge', arc.fields)}</edge>"
        )
    yield "    </edges>"
    yield "  </graph>"
    yield "</gexf>"


def _values(scope: str, fields: dict[str, str]) -> str:
    values = "".join(
        f'<attvalue for="{scope}-{name}" value={quoteattr(value)}/>'
        for name, value in fields.items()
    )
    return f"<attvalues>{values}</attvalues>"
