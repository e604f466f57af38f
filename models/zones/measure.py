"""The figures of bench/article, on blocks: shingle F1 of the body, by form and set."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
from corpus import BODY, STANDFIRST, Sample

WORD = re.compile(r"\w+")


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(
        tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)) if words[at : at + 4]
    )


def page_figures(item: Sample, scores: np.ndarray, bar: float = 0.5) -> tuple[float, float, float]:
    """Precision, recall and line F1 of one page."""
    chosen = scores[:, BODY] + scores[:, STANDFIRST] > bar
    body = "\n".join(piece for piece, is_in in zip(item.pieces, chosen, strict=True) if is_in)
    gold, found = shingles(item.gold), shingles(body)
    both = sum((gold & found).values())
    true = np.isin(item.labels, (BODY, STANDFIRST))
    hit = int((true & chosen).sum())
    line = 2 * hit / max(int(true.sum() + chosen.sum()), 1)
    return both / max(sum(found.values()), 1), both / max(sum(gold.values()), 1), line


def figures(tried: list[tuple[Sample, np.ndarray]]) -> str:
    """Return a table of the means by set and form."""
    rows: dict[str, list[tuple[float, float, float]]] = {}
    for item, scores in tried:
        key = f"{'web' if item.name.isdigit() else 'news'} {item.kind}"
        rows.setdefault(key, []).append(page_figures(item, scores))
    table = []
    for key, values in sorted(rows.items()):
        precision, recall, line = np.mean(values, axis=0)
        best = 2 * precision * recall / (precision + recall)
        table.append(
            f"{key:10} pages {len(values):4} F1 {best:.4f} P {precision:.4f} R {recall:.4f} "
            f"line {line:.4f}"
        )
    return "\n".join(table)
