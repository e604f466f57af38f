"""What a page's hidden data say: JSON-LD and meta tags, each value with its place in the source.

Broken JSON-LD is common (raw line breaks, trailing commas, comments), so a script that does not
parse is mended once and then left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from firsthand.article.features import Known
from firsthand.article.markup import Mark, Page

ARTICLE_TYPES = re.compile(
    r"(?:News|Analysis|Opinion|Report|Review|Background|Satirical|Advertiser\w*|Tech|Scholarly)?"
    r"Article$|BlogPosting$|^Report$|^Review$|LiveBlogPosting$|ReportageNewsArticle$"
)
MOST_METAS = 1_000  # meta tags of one name read; a paper of a large laboratory has as many authors
DEEP = 8  # levels of nesting looked through


class Node(Struct, frozen=True):
    """One JSON-LD object, and the script it stands in."""

    fields: dict[str, object]
    start: int
    end: int

    @property
    def types(self) -> tuple[str, ...]:
        """The names of its types."""
        return tuple(strings(self.fields.get("@type")))


class Embedded(Struct, frozen=True):
    """All hidden data of one page."""

    nodes: tuple[Node, ...]
    articles: tuple[Node, ...]  # those of the nodes that are articles
    metas: dict[str, list[tuple[str, Mark]]]  # by name or property in lower case

    def meta(self, *names: str) -> Iterator[tuple[str, Mark]]:
        """Yield the contents of the meta tags of these names, in order of the names."""
        for name in names:
            for content, mark in self.metas.get(name, ())[:MOST_METAS]:
                if content.strip():
                    yield content.strip(), mark


def embedded(page: Page) -> Embedded:
    """Gather the JSON-LD objects and meta tags of a page."""
    nodes: list[Node] = []
    metas: dict[str, list[tuple[str, Mark]]] = {}
    for mark in page.marks:
        tag = mark.tag
        if tag.name == "script" and "ld+json" in tag.inside.lower():
            start, end = mark.inner
            for fields in _objects(_parsed(page.source[start:end]), 0):
                nodes.append(Node(fields, start, end))
        elif tag.name == "meta":
            found = tag.attributes
            name = found.get("property") or found.get("name") or found.get("itemprop")
            if name and "content" in found:
                metas.setdefault(name.lower(), []).append((found["content"], mark))
    articles = (node for node in nodes if any(map(ARTICLE_TYPES.search, node.types)))
    return Embedded(tuple(nodes), tuple(articles), metas)


def _parsed(script: str) -> object:
    script = script.strip().removeprefix("<!--").removesuffix("-->").strip()
    script = script.removeprefix("//<![CDATA[").removesuffix("//]]>").strip().rstrip(";")
    try:
        return msgspec.json.decode(script)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        pass
    mended = re.sub(r"[\x00-\x1f]+", " ", script)
    mended = re.sub(r",\s*([}\]])", r"\1", mended)
    try:
        return msgspec.json.decode(mended)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return None


def _objects(value: object, depth: int) -> Iterator[dict[str, object]]:
    """Yield every object with a type, outermost first."""
    if depth > DEEP:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for item in value.values():
            if isinstance(item, dict | list):
                yield from _objects(item, depth + 1)


def strings(value: object) -> list[str]:
    """Return the texts in a JSON-LD value: itself, its items, or their names."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    if isinstance(value, dict):
        return strings(value.get("name") or value.get("@value"))
    return []


def known_of(page: Page, found: Embedded | None = None) -> Known:
    """Return what the hidden data say of title, description and text, for the zone model."""
    found = embedded(page) if found is None else found
    titles = [text for text, _ in found.meta("og:title", "twitter:title", "title", "headline")]
    descriptions = [
        text for text, _ in found.meta("og:description", "description", "twitter:description")
    ]
    bodies = []
    for node in found.articles:
        titles += strings(node.fields.get("headline"))
        descriptions += strings(node.fields.get("description"))
        bodies += strings(node.fields.get("articleBody"))
    for mark in page.marks:
        if mark.tag.name == "title":
            titles.append(page.source[mark.inner[0] : mark.inner[1]].strip())
            break
    return Known(
        titles=tuple(dict.fromkeys(titles)),
        descriptions=tuple(dict.fromkeys(descriptions)),
        bodies=tuple(dict.fromkeys(bodies)),
    )
