"""Draws a claim's graph as SVG: who said it, through whom, to which pages.

Kinds of node differ by outline and by a word above the name, kinds of edge by dash and by a word
on the line, so that nothing rests on colour. Every node links to its words further down the page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from markupsafe import Markup, escape
from msgspec import Struct

from firsthand.report import wording
from firsthand.report.layout import Graph, Layers, graph, layers
from firsthand.types import Claim, Edge, Node, NodeKind, digest

WIDTH, LINE, PAD = 178, 16, 9  # of a box and its text, in SVG units (CSS pixels at full size)
LETTERS, LINES = 22, 3  # of a name before it is cut
ACROSS, DOWN = 138, 22  # between layers and between boxes of a layer, flowing to the right
NARROW = 430  # flowing down, a drawing up to so wide fits a phone
DASHES = {"pickup": "7 4", "copy": "2 3", "reads": "9 3 2 3", "unattributed": "1 5"}
ROUND = {NodeKind.PERSON, NodeKind.UNNAMED, NodeKind.UNATTRIBUTED, NodeKind.OBSERVATION}


class Box(Struct, frozen=True, kw_only=True):
    """Where a node stands, by its middle."""

    x: float
    y: float
    w: float
    h: float
    lines: tuple[str, ...] = ()


def anchor(claim_id: str, node_id: str) -> str:
    """Give the fragment under which a page lists a node's words."""
    return f"node-{digest(claim_id, node_id)[:12]}"


def draw(claim: Claim, *, down: bool = False) -> Markup:
    """Draw a claim's graph, flowing to the right, or down for narrow screens.

    Gives an empty string where there is nothing to draw, or where flowing down would be too wide
    for a phone: the other drawing is scrolled there.
    """
    drawn = graph(claim)
    if not drawn.nodes:
        return Markup("")
    placed = layers(drawn)
    boxes, width, height = _places(drawn, placed, down=down)
    if down and width > NARROW:
        return Markup("")
    prefix = f"{'down' if down else 'right'}-{claim.id[:12]}"
    edges = [_edge(edge, boxes, placed, prefix=prefix, down=down) for edge in drawn.edges]
    nodes = [_node(node, boxes[node.id], drawn, anchor(claim.id, node.id)) for node in drawn.nodes]
    label = (
        f"Graph: {wording.counted(len(drawn.nodes), 'node')} from "
        f"{wording.listed(claim.origins.names, 3) or 'no named origin'} to the pages. "
        "The chains are listed in words below."
    )
    return Markup(
        '<svg class="graph {flow}" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="group" '
        'aria-label="{label}"><defs>{arrow}</defs>{edges}{nodes}</svg>'
    ).format(
        flow="down" if down else "right",
        w=round(width),
        h=round(height),
        label=label,
        arrow=_arrow(prefix),
        edges=Markup("").join(edges),
        nodes=Markup("").join(nodes),
    )


def _arrow(prefix: str) -> Markup:
    return Markup(
        '<marker id="{0}-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto-start-reverse"><path d="M0 .5 7.5 4 0 7.5z"/></marker>'
    ).format(prefix)


def _places(drawn: Graph, placed: Layers, *, down: bool) -> tuple[dict[str, Box], float, float]:
    """Turn layers into places; every layer is centred on the longest one."""
    texts = {node.id: _lines(node, drawn.folded) for node in drawn.nodes}
    deep = {key: (len(text) + 1) * LINE + 2 * PAD for key, text in texts.items()}
    gap = 14 if down else DOWN

    def size(item: str) -> float:
        if item not in texts:
            return 10.0
        return WIDTH if down else deep[item]

    spans = [sum(map(size, row)) + gap * (len(row) - 1) for row in placed.rows]
    longest = max(spans)
    boxes: dict[str, Box] = {}
    ahead = 12.0
    for row, span in zip(placed.rows, spans, strict=True):
        thick = max([deep[item] for item in row if item in texts], default=LINE) if down else WIDTH
        at = 12 + (longest - span) / 2
        for item in row:
            across, along = at + size(item) / 2, ahead + thick / 2
            height = deep.get(item, 0.0)
            width = WIDTH if item in texts else 0.0
            x, y = (across, along) if down else (along, across)
            boxes[item] = Box(x=x, y=y, w=width, h=height, lines=texts.get(item, ()))
            at += size(item) + gap
        ahead += thick + (58 if down else ACROSS)
    ahead += 12 - (58 if down else ACROSS)
    return boxes, (longest + 24 if down else ahead), (ahead + 8 if down else longest + 30)


def _lines(node: Node, folded: Mapping[str, int]) -> tuple[str, ...]:
    """Break a name into the lines of its box."""
    if node.id in folded:
        return (f"and {folded[node.id]} more pages",)
    name = wording.shown(wording.place_name(node.name), 120) or "unnamed"
    lines = textwrap.wrap(name, LETTERS, break_long_words=True) or [name]
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], lines[LINES - 1][: LETTERS - 1] + "…"]
    return tuple(lines)


def _node(node: Node, box: Box, drawn: Graph, target: str) -> Markup:
    """Draw one box: outline by kind, the kind in words, the name, and its marks."""
    left, top = box.x - box.w / 2, box.y - box.h / 2
    is_neck = node.name in drawn.bottlenecks and node.kind is not NodeKind.ARTICLE
    marks = [wording.NODES[node.kind]]
    if node.kind in {NodeKind.OUTLET, NodeKind.DOCUMENT} and not node.captured:
        marks.append("not captured")
    kinds = " · ".join(marks)
    neck = Markup("")
    if is_neck:
        marks.append("every chain passes here")
        neck = Markup(
            '<text class="neck" x="{}" y="{}" text-anchor="middle">every chain passes here</text>'
        ).format(_n(box.x), _n(top + box.h + 13))
    text = Markup("").join(
        Markup('<tspan x="{}" dy="{}">{}</tspan>').format(_n(box.x), LINE, line)
        for line in box.lines
    )
    title = f"{wording.shown(node.name, 200)}: {', '.join(marks)}"
    return Markup(
        '<a class="node {kind}{neck}" href="#{anchor}"><title>{title}</title>{shape}'
        '<text x="{x}" y="{y}" text-anchor="middle"><tspan class="kind">{kinds}</tspan>{text}'
        "</text>{label}</a>"
    ).format(
        kind=node.kind.value,
        neck=" bottleneck" if is_neck else "",
        anchor=target,
        title=title,
        shape=_shape(node.kind, left, top, box),
        x=_n(box.x),
        y=_n(top + PAD + 10),
        kinds=kinds,
        text=text,
        label=neck,
    )


def _shape(kind: NodeKind, left: float, top: float, box: Box) -> Markup:
    """Give the outline: round for people, a folded corner for documents, a bar for outlets."""
    right, low = left + box.w, top + box.h
    if kind is NodeKind.DOCUMENT:
        fold = 12
        return Markup(
            '<path class="outline" d="M{l} {t}H{f}L{r} {g}V{b}H{l}z"/>'
            '<path class="fold" d="M{f} {t}V{g}H{r}"/>'
        ).format(
            l=_n(left), t=_n(top), f=_n(right - fold), r=_n(right), g=_n(top + fold), b=_n(low)
        )
    radius = min(box.h / 2, 20) if kind in ROUND else 3
    outline = Markup('<rect class="outline" x="{}" y="{}" width="{}" height="{}" rx="{}"/>').format(
        _n(left), _n(top), _n(box.w), _n(box.h), _n(radius)
    )
    if kind in {NodeKind.OUTLET, NodeKind.ORGANISATION}:
        bars = [left + 5] if kind is NodeKind.OUTLET else [left + 5, right - 5]
        path = " ".join(f"M{_n(x)} {_n(top + 1)}V{_n(low - 1)}" for x in bars)
        outline += Markup('<path class="fold" d="{}"/>').format(path)
    return outline


def _edge(
    edge: Edge, boxes: Mapping[str, Box], placed: Layers, *, prefix: str, down: bool
) -> Markup:
    """Draw one line with its word, past the dummy points of the layers that it skips."""
    points = [boxes[item] for item in placed.paths[edge.source, edge.target]]
    path = _path(points, down=down, turned=(edge.source, edge.target) in placed.turned)
    label = wording.EDGES.get(edge.kind, edge.kind)
    if edge.hedged:
        label += ", hedged"
    last, before = points[-1], points[-2]
    x, y = _word_at(before, last, down=down)
    dash = DASHES.get(edge.kind)
    plain = edge.kind in {"says", "via"} and not edge.hedged
    words = Markup('<text class="word" x="{}" y="{}" text-anchor="middle">{}</text>').format(
        _n(x), _n(y - 4), label
    )
    return Markup(
        '<g class="edge {kind}{hedged}"><title>{title}</title>'
        '<path d="{path}"{dash} marker-end="url(#{prefix}-arrow)"/>{words}</g>'
    ).format(
        kind=escape(edge.kind),
        hedged=" hedged" if edge.hedged else "",
        title=f"{label}: {wording.shown(wording.quoted(edge.spans), 200)}" if edge.spans else label,
        path=path,
        dash=Markup(' stroke-dasharray="{}"').format(dash) if dash else "",
        prefix=prefix,
        words="" if plain else words,
    )


def _word_at(before: Box, last: Box, *, down: bool) -> tuple[float, float]:
    """Give where a line's word stands: on its last stretch, in the space between two layers."""
    x0, y0 = _out(before, down)
    x1, y1 = _in(last, down)
    if down or before.w or x1 <= x0:
        return ((x0 + x1) / 2, (y0 + y1) / 2)
    x = (x0 + WIDTH / 2 + x1) / 2  # past the boxes of the layer that the line runs through
    share = (x - x0) / (x1 - x0)
    return (x, y0 + (y1 - y0) * share * share * (3 - 2 * share))


def _out(box: Box, down: bool) -> tuple[float, float]:
    return (box.x, box.y + box.h / 2) if down else (box.x + box.w / 2, box.y)


def _in(box: Box, down: bool) -> tuple[float, float]:
    return (box.x, box.y - box.h / 2) if down else (box.x - box.w / 2, box.y)


def _path(points: list[Box], *, down: bool, turned: bool) -> str:
    """Give a smooth line through the points, leaving and entering boxes at right angles."""
    enter, leave = (_out, _in) if turned else (_in, _out)
    x, y = leave(points[0], down)
    parts = [f"M{_n(x)} {_n(y)}"]
    for box in points[1:]:
        next_x, next_y = enter(box, down)
        half_x, half_y = (x + next_x) / 2, (y + next_y) / 2
        bend = (
            f"C{_n(x)} {_n(half_y)} {_n(next_x)} {_n(half_y)} {_n(next_x)} {_n(next_y)}"
            if down
            else f"C{_n(half_x)} {_n(y)} {_n(half_x)} {_n(next_y)} {_n(next_x)} {_n(next_y)}"
        )
        parts.append(bend)
        x, y = leave(box, down) if box.w else (next_x, next_y)
    return "".join(parts)


def _n(value: float) -> str:
    """Give a number without needless digits."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
