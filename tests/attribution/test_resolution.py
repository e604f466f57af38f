"""Who a source is, what it does and through whom it came: cases with the spans marked in place."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from firsthand.attribution.reading import read
from firsthand.attribution.tagger import Found
from firsthand.types import Article, Attribution

CASES = Path(__file__).parent / "cases"
MARK = re.compile(r"\{(content|cue|source)(\d):|\}")


def unmarked(marked: str) -> tuple[str, list[Found]]:
    """Strip the marks; give the text and the spans of each numbered attribution."""
    text, at = "", 0
    spans: dict[str, dict[str, list[tuple[int, int]]]] = {}
    stack: list[tuple[str, str, int]] = []
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        if match.group() == "}":
            role, number, start = stack.pop()
            spans.setdefault(number, {}).setdefault(role, []).append((start, len(text)))
        else:
            stack.append((match[1], match[2], len(text)))
    text += marked[at:]
    found = [
        Found(
            score=1.0,
            **{role: tuple(sorted(roles.get(role, ()))) for role in ("content", "cue", "source")},
        )
        for _, roles in sorted(spans.items())
    ]
    return text, found


def line(item: Attribution, order: dict[str, int]) -> str:
    parts = [item.source_name or "-", item.source_kind, item.act, item.form]
    parts += ["hedged"] if item.hedged else []
    parts += [f"count {item.source_count}"] if item.source_count else []
    parts += [f"to {item.addressee}"] if item.addressee else []
    parts += [f"via {', '.join(item.via)}"] if item.via else []
    parts += [f"in {order[item.parent]}"] if item.parent else []
    return "-> " + " | ".join(parts)


def cases(name: str) -> Iterator[ParameterSet]:
    """Yield the marked text and the wanted lines, without their arrows, of each case of a file."""
    for block in re.split(r"^== ", (CASES / name).read_text("utf8"), flags=re.M)[1:]:
        title, _, rest = block.partition("\n")
        marked, *wanted = rest.strip().split("\n-> ")
        yield pytest.param(marked, wanted, id=title)


@pytest.mark.parametrize(("marked", "wanted"), list(cases("resolution.txt")))
def test_case(marked: str, wanted: list[str]) -> None:
    text, found = unmarked(marked)
    article = Article.from_text(text, outlet="The Example Wire")

    items = read(article, [(zone.start, zone.end) for zone in article.blocks], found)

    by_number = sorted(items, key=lambda item: _number(item, found))
    order = {item.id: at + 1 for at, item in enumerate(by_number)}
    assert [line(item, order) for item in by_number] == [f"-> {want}" for want in wanted]


def _number(item: Attribution, found: list[Found]) -> int:
    key = tuple((span.start, span.end) for span in item.cue)
    return next(at for at, tagged in enumerate(found) if tagged.cue == key)
