"""W3C PROV: how each claim came from its origins to the pages, as PROV-JSON and PROV-N.

The claim as it stands at each stop of a chain is an entity of its own (a specialization of the
claim), derived from the one before it; people, institutions and outlets are agents that an
entity is attributed to. The machine is the agent of the claim as a record, so that nobody takes
our grouping for a source's own words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.metadata import version

from msgspec import Struct

from firsthand.report import wording
from firsthand.report.layout import page_of, way
from firsthand.types import Claim, Edge, Node, NodeKind, Reader, Span, digest

PREFIX = "fh"
NAMESPACE = "urn:firsthand:"
PROGRAM = f"{PREFIX}:program"
AGENTS = {
    NodeKind.PERSON: "prov:Person",
    NodeKind.UNNAMED: "prov:Person",
    NodeKind.ORGANISATION: "prov:Organization",
    NodeKind.OUTLET: "prov:Organization",
}
DERIVED = {"copy": "prov:Quotation", "pickup": "prov:Revision", "says": "prov:PrimarySource"}

# Relation -> its formal arguments, in the order that PROV-N writes them; None is a marker "-".
FORMAL = {
    "entity": (),
    "agent": (),
    "wasDerivedFrom": ("prov:generatedEntity", "prov:usedEntity", None, None, None),
    "wasAttributedTo": ("prov:entity", "prov:agent"),
    "specializationOf": ("prov:specificEntity", "prov:generalEntity"),
}


class Name(Struct, frozen=True):
    """A qualified name as an attribute's value; a plain str is a literal."""

    text: str


class Statement(Struct, frozen=True, kw_only=True):
    """One PROV statement: an element by its id, or a relation by its arguments."""

    kind: str
    id: str = ""
    arguments: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str | Name], ...] = ()


def statements(reader: Reader) -> tuple[Statement, ...]:
    """Give a case as PROV statements, each once, in a stable order."""
    found: dict[Statement, None] = {}
    about = (("prov:type", Name("prov:SoftwareAgent")), ("prov:label", _program()))
    found[Statement(kind="agent", id=PROGRAM, attributes=about)] = None
    for article in reader.articles():
        for statement in _article(reader, article.id):
            found[statement] = None
    for claim in reader.claims():
        for statement in _claim(claim):
            found[statement] = None
    return tuple(found)


def _program() -> str:
    return f"firsthand {version('firsthand')}"


def _article(reader: Reader, article_id: str) -> Iterator[Statement]:
    article = reader.article(article_id)
    capture, own = f"{PREFIX}:capture-{article.capture}", f"{PREFIX}:article-{article.id}"
    seen = [("prov:label", wording.shown(article.title or wording.outlet(article), 200))]
    if article.url:
        seen.append((f"{PREFIX}:url", wording.shown(article.url, 2000)))
    yield Statement(
        kind="entity",
        id=capture,
        attributes=((f"{PREFIX}:sha256", article.capture), ("prov:label", seen[0][1])),
    )
    yield Statement(kind="entity", id=own, attributes=tuple(seen))
    yield Statement(
        kind="wasDerivedFrom",
        arguments=(own, capture),
        attributes=((f"{PREFIX}:by", article.reader),),
    )


def _claim(claim: Claim) -> Iterator[Statement]:
    whole = f"{PREFIX}:claim-{claim.id}"
    yield Statement(
        kind="entity",
        id=whole,
        attributes=(
            ("prov:type", Name(f"{PREFIX}:Claim")),
            ("prov:label", wording.shown(claim.text, 1000)),
            (f"{PREFIX}:status", claim.status.value),
            (f"{PREFIX}:originsAtLeast", str(claim.origins.least)),
            (f"{PREFIX}:originsAtMost", str(claim.origins.most)),
        ),
    )
    yield Statement(kind="wasAttributedTo", arguments=(whole, PROGRAM))
    nodes, edges = way(claim)
    for node in nodes:
        yield from _stop(claim, node, whole)
    for edge in edges:
        yield _step(claim, edge)


def _at(claim: Claim, node_id: str) -> str:
    return f"{PREFIX}:at-{digest(claim.id, node_id)[:32]}"


def _stop(claim: Claim, node: Node, whole: str) -> Iterator[Statement]:
    """The claim as it stands at one node, and whose it is there."""
    here = _at(claim, node.id)
    name = wording.shown(node.name, 300)
    attributes: list[tuple[str, str | Name]] = [
        ("prov:label", f"at {name}"),
        (f"{PREFIX}:kind", node.kind.value),
        *_words(node.spans),
    ]
    yield Statement(kind="entity", id=here, attributes=tuple(attributes))
    yield Statement(kind="specializationOf", arguments=(here, whole))
    if node.kind in AGENTS:
        # A nameless source is an agent of this claim only: nothing shows it to be another's.
        scope = claim.id if node.kind is NodeKind.UNNAMED else ""
        agent = f"{PREFIX}:agent-{digest(node.kind, node.name.casefold(), scope)[:32]}"
        kind = ("prov:type", Name(AGENTS[node.kind]))
        yield Statement(kind="agent", id=agent, attributes=(kind, ("prov:label", name)))
        yield Statement(kind="wasAttributedTo", arguments=(here, agent))
    page = page_of(node)
    if page:
        yield Statement(kind="wasDerivedFrom", arguments=(here, f"{PREFIX}:article-{page}"))


def _step(claim: Claim, edge: Edge) -> Statement:
    attributes: list[tuple[str, str | Name]] = [(f"{PREFIX}:kind", edge.kind)]
    if edge.kind in DERIVED:
        attributes.insert(0, ("prov:type", Name(DERIVED[edge.kind])))
    if edge.hedged:
        attributes.append((f"{PREFIX}:hedged", "true"))
    return Statement(
        kind="wasDerivedFrom",
        arguments=(_at(claim, edge.target), _at(claim, edge.source)),
        attributes=(*attributes, *_words(edge.spans)),
    )


def _words(spans: tuple[Span, ...]) -> list[tuple[str, str | Name]]:
    """Pin a statement: the words, and the place they stand at."""
    if not spans:
        return []
    first = spans[0]
    place = f"{first.article}#char={first.start},{first.end}"
    return [(f"{PREFIX}:words", wording.shown(first.exact, 600)), (f"{PREFIX}:place", place)]


# ---------------------------------------------------------------- the two forms


def prov_json(found: Iterable[Statement]) -> bytes:
    """Write PROV-JSON (W3C member submission of 24 April 2013)."""
    document: dict[str, dict[str, object]] = {"prefix": {PREFIX: NAMESPACE}}
    for number, item in enumerate(found):
        fields: dict[str, object] = {}
        formal = [name for name in FORMAL[item.kind] if name]
        fields.update(zip(formal, item.arguments, strict=True))
        for key, value in item.attributes:
            fields[key] = (
                {"$": value.text, "type": "prov:QUALIFIED_NAME"}
                if isinstance(value, Name)
                else value
            )
        document.setdefault(item.kind, {})[item.id or f"_:r{number}"] = fields
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf8", "replace") + b"\n"


def prov_n(found: Iterable[Statement]) -> Iterator[str]:
    """Write PROV-N (W3C recommendation of 30 April 2013), line by line."""
    yield "document"
    yield f"  prefix {PREFIX} <{NAMESPACE}>"
    yield ""
    for item in found:
        formal = FORMAL[item.kind]
        arguments = [item.id] if item.id else [*item.arguments]
        if item.attributes:
            arguments += ["-"] * sum(name is None for name in formal)
            pairs = ", ".join(f"{key}={_literal(value)}" for key, value in item.attributes)
            arguments.append(f"[{pairs}]")
        yield f"  {item.kind}({', '.join(arguments)})"
    yield "endDocument"


def _literal(value: str | Name) -> str:
    if isinstance(value, Name):
        return f"'{value.text}'"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
