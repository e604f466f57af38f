"""Which nodes every way from an origin to a reader passes through (dominators)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

__all__ = ["bottlenecks"]

Way = tuple[str, str]


def bottlenecks(
    ways: Iterable[Way], origins: Collection[str], readers: Collection[str]
) -> tuple[str, ...]:
    """Give the nodes without which no origin reaches any reader, readers left out, in order.

    A single origin is one itself. A node that is both origin and conduit counts as any other. The
    graphs of claims have tens of nodes, so each node is taken out in turn.
    """
    after: defaultdict[str, set[str]] = defaultdict(set)
    nodes = set(origins) | set(readers)
    for source, target in ways:
        after[source].add(target)
        nodes |= {source, target}
    goals = frozenset(readers)
    if not _reach(after, origins, goals, None):
        return ()
    return tuple(node for node in sorted(nodes - goals) if not _reach(after, origins, goals, node))


def _reach(
    after: dict[str, set[str]], origins: Collection[str], goals: frozenset[str], without: str | None
) -> bool:
    """Tell whether some origin reaches some goal with one node taken out."""
    seen: set[str] = set()
    todo = [node for node in origins if node != without]
    while todo:
        node = todo.pop()
        if node in goals:
            return True
        if node not in seen:
            seen.add(node)
            todo.extend(target for target in after.get(node, ()) if target != without)
    return False
