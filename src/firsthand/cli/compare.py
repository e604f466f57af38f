"""`firsthand compare`: two pages side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import click

from firsthand.cli import lines, verbs
from firsthand.report import wording
from firsthand.report.compare import Comparison, Row, Words, comparison
from firsthand.store import Store

GAP = " │ "


@click.command(epilog=verbs.EPILOGS["names"])
@click.argument("left")
@click.argument("right")
@verbs.common
def compare(left: str, right: str, case: str | None, as_json: bool) -> None:
    """Compare two pages: what is copied or changed, what only one has, where they differ.

    Paragraphs stand side by side in the order of the pages; words that differ stand in
    [brackets].
    """
    with verbs.opened(case) as store:
        ids = [store.resolve(name, kinds=("article",))[1] for name in (left, right)]
        pages = [store.article(item) for item in ids]
        links = list(store.links(article=ids[0]))
        stories = [story for story in store.stories() if set(ids) & set(story.articles)]
        claims = [claim for story in stories for claim in store.claims(story=story.id)]
        found = comparison(pages[0], pages[1], links, claims)
        if as_json:
            lines.row("comparison", found)
        else:
            _show(store, found, ids)


def _show(store: Store, found: Comparison, ids: Sequence[str]) -> None:
    names = [store.name(item) for item in ids]
    counts = {
        "copied": found.copied,
        "changed": found.changed,
        f"only in {names[0]}": found.only_left,
        f"only in {names[1]}": found.only_right,
    }
    lines.field("pages", f"{names[0]} and {names[1]}")
    shown = ", ".join(f"{number} {kind}" for kind, number in counts.items())
    lines.field("blocks", shown)
    for link in found.links:
        lines.field("link", f"{wording.LINKS[link.kind]}, {link.score:.0%}{lines.reasons(link)}")
    for item in found.discrepancies:
        if item.kind == "response_missing":  # said once for each answer, below
            continue
        kind = wording.DISCREPANCIES.get(item.kind, item.kind)
        lines.field("differs", f"{kind}: {item.note}")
        for spans in (item.left, item.right):
            if spans:
                lines.field("", f"{store.name(spans[0].article)}: {lines.quote(spans)}")
    for change in found.changes:
        sides = [
            f"“{lines.clean(span.exact)}”" if span else "–" for span in (change.left, change.right)
        ]
        lines.field("changed", f"{wording.CHANGES[change.kind]}: {sides[0]} → {sides[1]}")
    for name, missing in zip(names, (found.missing_left, found.missing_right), strict=True):
        for response in missing:
            act = wording.ACTS[response.act]
            lines.field("missing", f"{name} has not: {response.by} {act}")
    lines.say()
    half = (lines.width() - len(GAP)) // 2
    lines.say(f"{names[0][:half]:<{half}}{GAP}{names[1][:half]}")
    lines.say("─" * (half + 1) + "┼" + "─" * (half + 1))
    for row in found.rows:
        _row(row, half)


def _row(row: Row, half: int) -> None:
    """Write one paragraph of each side, or of one."""
    left = _column(row.left_words, row.left.exact if row.left else "", half)
    right = _column(row.right_words, row.right.exact if row.right else "", half)
    for one, two in zip_longest(left, right, fillvalue=""):
        lines.say(f"{one:<{half}}{GAP}{two}".rstrip())
    lines.say(f"{'':<{half}}{GAP}".rstrip())


def _column(marked: Sequence[Words], plain: str, half: int) -> list[str]:
    if not plain:
        return []
    text = plain
    if any(part.differs for part in marked):
        text = " ".join(f"[{part.text.strip()}]" if part.differs else part.text for part in marked)
    return lines.wrapped(text, columns=half)
